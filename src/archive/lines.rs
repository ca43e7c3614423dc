//! Every line with its facts: the blank lines around it, its words, how it begins and ends, its language.

use crate::lang::Detector;
use crate::text::words;
use std::collections::HashMap;

/// One file, cut into its lines that are not blank.
pub(crate) struct Text<'a> {
    /// The lines that are not blank, in order.
    pub lines: Vec<Line<'a>>,
    /// Whether no blank line stands between two lines of the file.
    pub solid: bool,
}

/// A list marker at the head of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Marker {
    /// Bytes of the trimmed line that the marker and its spaces take.
    pub length: usize,
    /// The number, of a numbered item.
    pub number: Option<u32>,
    /// A bullet; otherwise a number or a letter.
    pub bullet: bool,
}

/// A line that is not blank.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    /// Number in the file, from 1.
    pub number: usize,
    /// Without the spaces at both ends.
    pub text: &'a str,
    /// Columns of space before the text.
    pub indent: usize,
    /// Blank lines above, since the last line that is not blank.
    pub before: usize,
    /// Blank lines below.
    pub after: usize,
    /// As compared.
    pub folded: String,
    /// Number of words.
    pub words: usize,
    /// The list marker.
    pub marker: Option<Marker>,
    /// The subject words, as numbers of the vocabulary.
    pub stems: Vec<u32>,
    /// What speaks for each language.
    pub tongue: Vec<f32>,
}

impl Line<'_> {
    /// The last character that is not a closing quote or bracket.
    pub fn ends(&self) -> char {
        self.text.trim_end_matches(['"', '”', '»', ')', '’', '\u{a0}', ' ', '*']).chars().next_back().unwrap_or(' ')
    }

    /// Whether the line ends a sentence.
    pub fn stops(&self) -> bool {
        matches!(self.ends(), '.' | '!' | '?' | '…')
    }

    /// Whether the whole line is one address.
    pub fn is_url(&self) -> bool {
        let head = self.text.get(..8).unwrap_or(self.text).to_ascii_lowercase();
        !self.text.contains(char::is_whitespace)
            && (head.starts_with("http://") || head.starts_with("https://") || head.starts_with("www."))
    }

    /// Whether the line is a rule of signs (`-----`, `* * *`, `===`).
    pub fn is_rule(&self) -> bool {
        self.words == 0 && self.text.chars().filter(|c| "-*_=~#•·—–+".contains(*c)).count() >= 3
    }
}

/// Numbers for the subject words of all files, and how often each stands in them.
#[derive(Default)]
pub(crate) struct Vocabulary {
    index: HashMap<String, u32>,
    /// Occurrences of each word.
    pub counts: Vec<u32>,
    /// Occurrences of all.
    pub total: u64,
}

/// A subject word is compared by its first letters: "client", "clients" and "clientèle" are one subject.
const STEM: usize = 6;

impl Vocabulary {
    fn add(&mut self, folded: &str) -> Vec<u32> {
        let mut stems = Vec::new();
        for word in words::words(folded).filter(|word| word.len() > 3) {
            let stem = word.char_indices().nth(STEM).map_or(word, |(at, _)| &word[..at]);
            let id = match self.index.get(stem) {
                Some(&id) => id,
                None => {
                    let id = self.counts.len() as u32;
                    self.index.insert(stem.to_string(), id);
                    self.counts.push(0);
                    id
                }
            };
            self.counts[id as usize] += 1;
            self.total += 1;
            stems.push(id);
        }
        stems
    }
}

/// Cuts a text into lines; its words enter the vocabulary.
pub(crate) fn read<'a>(text: &'a str, detector: &Detector, vocabulary: &mut Vocabulary) -> Text<'a> {
    let mut lines: Vec<Line> = Vec::new();
    let mut blank = 0;
    for (index, raw) in text.trim_start_matches('\u{feff}').split('\n').enumerate() {
        let text = raw.trim_matches(is_space);
        if text.is_empty() {
            blank += 1;
            continue;
        }
        if let Some(last) = lines.last_mut() {
            last.after = blank;
        }
        let folded = words::fold(text);
        lines.push(Line {
            number: index + 1,
            text,
            indent: indent(raw),
            before: blank,
            after: 0,
            words: words::words(text).count(),
            marker: marker(text),
            stems: vocabulary.add(&folded),
            tongue: detector.weigh_folded(&folded, text),
            folded,
        });
        blank = 0;
    }
    let solid = lines.windows(2).all(|pair| pair[1].before == 0);
    Text { lines, solid }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Columns of plain space or tabs at the head; a no-break space indents nothing (editors leave them by accident).
fn indent(raw: &str) -> usize {
    raw.chars().take_while(|c| matches!(c, ' ' | '\t')).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// The list marker of a line: `•`, `-`, `*`, `1.`, `2)`. A letter (`a)`) is a word of the author's.
fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    if "•◦▪‣●○■□–—-*+·⁃∙➢➔→✓✔►".contains(first) && rest.starts_with(char::is_whitespace) {
        return Some(Marker { length: text.len() - rest.trim_start().len(), number: None, bullet: true });
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let tail = &text[digits..];
    let sign = tail.chars().next().filter(|c| matches!(c, ')' | '.'))?;
    let rest = &tail[sign.len_utf8()..];
    (rest.starts_with(char::is_whitespace) && !rest.trim().is_empty()).then(|| Marker {
        length: text.len() - rest.trim_start().len(),
        number: text[..digits].parse().ok(),
        bullet: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        for (text, expected) in [
            ("• pain", Some((4, None))),
            ("- pain", Some((2, None))),
            ("-pain", None),
            ("12. Pétrir", Some((4, Some(12)))),
            ("2) Cuire", Some((3, Some(2)))),
            ("a) le sel", None),
            ("2014. Une année", None),
            ("3.14 est un nombre", None),
            ("1.", None),
            ("", None),
        ] {
            assert_eq!(marker(text).map(|found| (found.length, found.number)), expected, "{text}");
        }
    }

    #[test]
    fn lines_know_the_blanks_around_them() {
        let text = read("\u{feff}Un\r\n\r\n\r\n  Deux\nTrois\r\n", &Detector::new(&["fr"]), &mut Vocabulary::default());
        let facts: Vec<_> = text.lines.iter().map(|l| (l.number, l.text, l.before, l.after, l.indent)).collect();
        assert_eq!(facts, [(1, "Un", 0, 2, 0), (4, "Deux", 2, 0, 2), (5, "Trois", 0, 0, 0)]);
    }
}
