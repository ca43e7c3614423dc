//! A line as words and signs, to compare it with phrases and dates.

use crate::text::words::fold;

/// A word or a sign of a line, and where it is.
pub struct LineToken {
    pub start: usize,
    pub end: usize,
    /// The word, folded; or `:`, `|`, `©`.
    pub word: String,
    pub capital: bool,
}

impl LineToken {
    /// Whether it has digits only.
    pub fn is_number(&self) -> bool {
        self.word.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Whether a word is a sign that separates.
pub fn is_sign(word: &str) -> bool {
    word == ":" || word == "|"
}

pub fn without_last_signs(mut tokens: Vec<LineToken>) -> Vec<LineToken> {
    while tokens.last().is_some_and(|token| is_sign(&token.word)) {
        tokens.pop();
    }
    tokens
}

/// No interface string is longer, in words.
const LONGEST: usize = 48;

/// A line as phrases know it; its opening and closing signs do not count.
pub fn tokenize_line(line: &str) -> Option<Vec<LineToken>> {
    if line.len() > 400 {
        return None;
    }
    let tokens = without_last_signs(tokenize(line, false));
    (!tokens.is_empty() && tokens.len() <= LONGEST).then_some(tokens)
}

/// Whether a line has at most so many words, by its spaces: most lines of a text are longer than what tokens are read for.
pub fn is_at_most(line: &str, words: usize) -> bool {
    line.bytes().filter(|b| *b == b' ').nth(words).is_none()
}

/// Words, and the signs that tell a label from a sentence: `:` and any kind of bar (`|`, `·`, a dash between spaces).
pub fn tokenize(text: &str, opening_signs: bool) -> Vec<LineToken> {
    let mut tokens: Vec<LineToken> = Vec::new();
    let mut word: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() {
            word.get_or_insert(at);
            continue;
        }
        if let Some(start) = word.take() {
            let word = &text[start..at];
            tokens.push(LineToken {
                start,
                end: at,
                word: fold(word),
                capital: word.starts_with(char::is_uppercase),
            });
        }
        let sign = match c {
            ':' => ":",
            '©' => "©",
            '|' | '·' | '•' => "|",
            '-' | '–' | '—' if text[..at].ends_with(char::is_whitespace) => "|",
            _ => continue,
        };
        if opening_signs || !tokens.is_empty() || sign == "©" {
            tokens.push(LineToken {
                start: at,
                end: at + c.len_utf8(),
                word: sign.to_owned(),
                capital: false,
            });
        }
    }
    tokens
}
