//! Reading only what may be set: of most sentences, the words beside a mark. The others stand in the block as one sign.
//!
//! A word that no rule touches has letters alone, hyphens and apostrophes between them, and perhaps a comma or a point behind it. What
//! is beside a mark is read in full, as rules look at the words on both sides; so are the first and the last word of a text.

use super::Style;
use super::glyphs::Block;

/// Stand for words that are not read, of which the first begins with a small letter or with a capital: letters that no list of
/// words has.
const WORDS: char = 'ƿ';
const CAPITAL_WORDS: char = 'Ƿ';

impl Block {
    /// Adds a run of text of one style, with nothing but what may be set.
    pub fn words_sparsely(&mut self, run: usize, text: &str, style: Style) {
        // Up to where it was read; the plain tokens on end, of which the first is read: where the second and the last begin.
        let (mut read, mut second, mut last) = (0, None, None);
        let mut at = 0;
        while at < text.len() {
            let token = Token::read(&text[at..]);
            let end = at + token.length;
            // The last of a text is beside what follows.
            let is_plain = token.is_plain && end < text.len();
            match last {
                Some(before) if is_plain && !style.joins(&text[before..at - 1], token) => {
                    second = second.or(Some(at));
                }
                _ => self.leave_out(run, text, &mut read, second.take().zip(last)),
            }
            last = is_plain.then_some(at);
            at = end + 1;
        }
        self.leave_out(run, text, &mut read, second.zip(last));
        self.words(run, &text[read..]);
    }

    /// Leaves out the tokens between where two tokens begin, but for the space before the last, which is beside a mark; what comes
    /// before them is read.
    fn leave_out(
        &mut self,
        run: usize,
        text: &str,
        read: &mut usize,
        tokens: Option<(usize, usize)>,
    ) {
        let Some((from, last)) = tokens.filter(|(from, last)| from < last) else {
            return;
        };
        self.words(run, &text[*read..from]);
        let end = last - 1;
        let mut sign = |block: &mut Self, from: usize, end: usize| {
            let is_capital = text[from..end].starts_with(char::is_uppercase);
            let sign = if is_capital { CAPITAL_WORDS } else { WORDS };
            block.word(run, sign, end - from);
            *read = end;
        };
        // Rules that look further look for where the sentence begins.
        match text[from..end].rfind('.').map(|point| from + point) {
            None => sign(self, from, end),
            Some(point) => {
                sign(self, from, point);
                let next = point + ". ".len();
                if next < end {
                    self.words(run, &text[point..next]);
                    sign(self, next, end);
                }
            }
        }
    }
}

impl Style {
    /// Whether a word may have its own space before a token: as a title before a name, or as a part of an abbreviation.
    fn joins(self, word: &str, token: Token) -> bool {
        let Some(rules) = self.rules() else {
            return false;
        };
        token.is_capital && rules.before_names.iter().any(|title| title == word)
            || rules.joined_words.iter().any(|[first, _]| first == word)
    }
}

/// What stands before the next space.
#[derive(Clone, Copy)]
struct Token {
    length: usize,
    /// Whether no rule touches it.
    is_plain: bool,
    is_capital: bool,
}

impl Token {
    /// The token that a text begins with.
    fn read(text: &str) -> Self {
        let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
        // Most are a small word.
        if letters > 0 && text.as_bytes().get(letters) == Some(&b' ') {
            return Self {
                length: letters,
                is_plain: true,
                is_capital: false,
            };
        }
        let (mut at, mut before) = (0, Sign::Start);
        let is_plain = loop {
            let (sign, length) = Sign::first(&text[at..]);
            match (before, sign) {
                (Sign::Letter | Sign::Numeral | Sign::End, Sign::Space) => break true,
                (Sign::Start | Sign::Joint | Sign::Letter | Sign::Numeral, Sign::Letter) => {}
                (Sign::Letter | Sign::Numeral, Sign::Joint | Sign::End | Sign::Numeral) => {}
                _ => break false,
            }
            (at, before) = (at + length, sign);
        };
        let rest = &text.as_bytes()[at..];
        Self {
            length: at + rest.iter().take_while(|byte| **byte != b' ').count(),
            is_plain,
            is_capital: text.starts_with(char::is_uppercase),
        }
    }
}

/// What a character is in a token.
#[derive(Clone, Copy)]
enum Sign {
    Start,
    Letter,
    /// A letter that an ordinal may begin with: `Ier`.
    Numeral,
    /// Joins two parts of a word.
    Joint,
    /// May end a token.
    End,
    Space,
    Other,
}

impl Sign {
    /// What a text begins with, and its length; small letters on end are one sign.
    fn first(text: &str) -> (Self, usize) {
        let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
        match text.chars().next() {
            _ if letters > 0 => (Self::Letter, letters),
            Some(c) => (Self::of(c), c.len_utf8()),
            None => (Self::Space, 0),
        }
    }

    fn of(c: char) -> Self {
        match c {
            ' ' => Self::Space,
            'I' | 'V' | 'X' => Self::Numeral,
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '-' | '’' => Self::Joint,
            ',' | '.' => Self::End,
            _ if c.is_ascii() => Self::Other,
            _ if c.is_lowercase() || c.is_uppercase() => Self::Letter,
            _ => Self::Other,
        }
    }
}
