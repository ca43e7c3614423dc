//! Every line with its facts: the blank lines around it, its words, how it begins and ends, its language.
//!
//! 1. The text is cut into lines. 2. Where it was wrapped at a width, a wrapped paragraph is one line. 3. The facts are found.

use super::labels::{Named, labels};
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
    /// Number of its last line: another one where a paragraph was wrapped.
    pub last: usize,
    /// Without the spaces at both ends, the signs of a Markdown heading and the label of a title or a text; with the line
    /// breaks of a wrapped paragraph.
    pub text: &'a str,
    /// The label that was taken from it ("Title: "); empty for most.
    pub label: &'a str,
    /// What the label at its head names, taken from it or not.
    pub named: Option<Named>,
    /// Level of a Markdown heading, else zero.
    pub hashes: usize,
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
        self.text
            .trim_end_matches(['"', '”', '»', ')', '’', '\u{a0}', ' ', '*'])
            .chars()
            .next_back()
            .unwrap_or(' ')
    }

    /// The text on one line, a wrapped paragraph too.
    pub fn flat(&self) -> String {
        if self.number == self.last {
            self.text.to_string()
        } else {
            self.text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
    }

    /// Whether the line ends a sentence.
    pub fn stops(&self) -> bool {
        matches!(self.ends(), '.' | '!' | '?' | '…')
    }

    /// Whether it breaks off as WordPress's excerpts do.
    pub fn breaks_off(&self) -> bool {
        self.text.ends_with("[…]") || self.text.ends_with("[...]")
    }

    /// Whether the whole line is one address.
    pub fn is_url(&self) -> bool {
        is_url(self.text)
    }

    /// Whether the line is a rule of signs (`-----`, `* * *`, `===`).
    pub fn is_rule(&self) -> bool {
        self.words == 0
            && self
                .text
                .chars()
                .filter(|c| "-*_=~#•·—–+⁂".contains(*c))
                .count()
                >= 2
    }
}

/// Whether a text is one address.
pub(crate) fn is_url(text: &str) -> bool {
    let head = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    !text.contains(char::is_whitespace)
        && (head.starts_with("http://") || head.starts_with("https://") || head.starts_with("www."))
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
            let stem = word
                .char_indices()
                .nth(STEM)
                .map_or(word, |(at, _)| &word[..at]);
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

/// A line as it stands in the file: its number, where it begins and ends (spaces left out), its indentation, the blank
/// lines above it.
#[derive(Clone, Copy)]
struct Raw {
    number: usize,
    last: usize,
    start: usize,
    end: usize,
    indent: usize,
    before: usize,
}

/// Cuts a text into lines; its words enter the vocabulary.
pub(crate) fn read<'a>(
    text: &'a str,
    detector: &Detector,
    vocabulary: &mut Vocabulary,
) -> Text<'a> {
    let raws = unwrapped(text, raws(text));
    let after = |n: usize| raws.get(n + 1).map_or(0, |next: &Raw| next.before);
    let labels = labels(
        &raws
            .iter()
            .map(|raw| (&text[raw.start..raw.end], raw.before))
            .collect::<Vec<_>>(),
    );
    let line = |(n, raw): (usize, &Raw)| {
        let whole = &text[raw.start..raw.end];
        let hashes = hashes(whole);
        let text = whole[hashes..].trim_start_matches(is_space);
        let label =
            labels[n].filter(|label| label.named != Named::Other && label.length < text.len());
        let (label, text) = text.split_at(label.map_or(0, |label| label.length));
        let folded = words::fold(text);
        Line {
            number: raw.number,
            last: raw.last,
            text,
            label,
            named: labels[n].map(|label| label.named),
            hashes,
            indent: raw.indent,
            before: raw.before,
            after: after(n),
            words: words::words(text).count(),
            marker: marker(text),
            stems: vocabulary.add(&folded),
            tongue: detector.weigh_folded(&folded, text),
            folded,
        }
    };
    let lines: Vec<Line> = raws.iter().enumerate().map(line).collect();
    let solid = lines.windows(2).all(|pair| pair[1].before == 0);
    Text { lines, solid }
}

fn raws(text: &str) -> Vec<Raw> {
    let mut raws = Vec::new();
    let (mut blank, mut at) = (0, 0);
    for (index, raw) in text.split('\n').enumerate() {
        let whole = raw.trim_start_matches('\u{feff}');
        let line = whole.trim_matches(is_space);
        if line.is_empty() {
            blank += 1;
        } else {
            let start = at + (raw.len() - raw.trim_start_matches(is_space).len());
            raws.push(Raw {
                number: index + 1,
                last: index + 1,
                start,
                end: start + line.len(),
                indent: indent(whole),
                before: blank,
            });
            blank = 0;
        }
        at += raw.len() + 1;
    }
    raws
}

/// No text is wrapped at more columns, or fewer.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;
/// So many lines must go on at a width before a text is taken for wrapped.
const WRAPPED: usize = 8;

/// The lines with wrapped paragraphs as one: a text is wrapped where few lines are longer than its width, and most that
/// follow another at once begin with a word for which there was no room above.
fn unwrapped(text: &str, raws: Vec<Raw>) -> Vec<Raw> {
    let length = |raw: &Raw| text[raw.start..raw.end].chars().count() + raw.indent;
    let mut lengths: Vec<usize> = raws.iter().map(length).collect();
    lengths.sort_unstable();
    let Some(&width) = lengths
        .get(lengths.len() * 97 / 100)
        .filter(|width| WIDTHS.contains(width))
    else {
        return raws;
    };
    let goes_on = |above: &Raw, below: &Raw| {
        let line = &text[below.start..below.end];
        let first = line
            .split(char::is_whitespace)
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        below.before == 0
            && marker(line).is_none()
            && hashes(line) == 0
            && length(above) + 1 + first > width
    };
    let close: Vec<&[Raw]> = raws
        .windows(2)
        .filter(|pair| pair[1].before == 0 && marker(&text[pair[1].start..pair[1].end]).is_none())
        .collect();
    let full = close
        .iter()
        .filter(|pair| goes_on(&pair[0], &pair[1]))
        .count();
    if full < WRAPPED || full * 5 < close.len() * 3 {
        return raws;
    }
    let mut whole: Vec<Raw> = Vec::new();
    for (n, raw) in raws.iter().enumerate() {
        match whole
            .last_mut()
            .filter(|_| n > 0 && goes_on(&raws[n - 1], raw))
        {
            Some(last) => (last.last, last.end) = (raw.number, raw.end),
            None => whole.push(*raw),
        }
    }
    whole
}

/// How many signs open a Markdown heading.
fn hashes(text: &str) -> usize {
    let count = text.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&count) && text[count..].starts_with(' ') {
        count
    } else {
        0
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Columns of plain space or tabs at the head; a no-break space indents nothing (editors leave them by accident).
fn indent(raw: &str) -> usize {
    raw.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// The list marker of a line: `•`, `-`, `*`, `1.`, `2)`. A letter (`a)`) is a word of the author's.
pub(crate) fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    if "•◦▪‣●○■□–—-*+·⁃∙➢➔→✓✔►".contains(first) && rest.starts_with(char::is_whitespace)
    {
        return Some(Marker {
            length: text.len() - rest.trim_start().len(),
            number: None,
            bullet: true,
        });
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
            assert_eq!(
                marker(text).map(|found| (found.length, found.number)),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_wrapped_paragraph_is_one_line() {
        let paragraph = "Le pain de seigle demande une longue\nattente, et celui qui se presse le rate;\n\
                         c’est la seule chose que mon père m’ait\nvraiment apprise dans le fournil.\n";
        let source = format!(
            "Le pain\n\n{}",
            format!("{paragraph}\n  • le sel\n  • l’eau\n\n").repeat(4)
        );
        let text = read(&source, &Detector::new(&["fr"]), &mut Vocabulary::default());
        let facts: Vec<_> = text
            .lines
            .iter()
            .take(4)
            .map(|l| (l.number, l.last, l.after))
            .collect();
        assert_eq!(facts, [(1, 1, 1), (3, 6, 1), (8, 8, 0), (9, 9, 1)]);
        assert!(text.lines[1].flat().contains("longue attente"));
        assert_eq!(text.lines[1].words, 30);
    }

    #[test]
    fn markdown_headings_lose_their_signs() {
        let text = read(
            "## Le four\n\n#pain",
            &Detector::new(&["fr"]),
            &mut Vocabulary::default(),
        );
        let facts: Vec<_> = text.lines.iter().map(|l| (l.text, l.hashes)).collect();
        assert_eq!(facts, [("Le four", 2), ("#pain", 0)]);
    }

    #[test]
    fn lines_know_the_blanks_around_them() {
        let text = read(
            "\u{feff}Un\r\n\r\n\r\n  Deux\nTrois\r\n",
            &Detector::new(&["fr"]),
            &mut Vocabulary::default(),
        );
        let facts: Vec<_> = text
            .lines
            .iter()
            .map(|l| (l.number, l.text, l.before, l.after, l.indent))
            .collect();
        assert_eq!(
            facts,
            [
                (1, "Un", 0, 2, 0),
                (4, "Deux", 2, 0, 2),
                (5, "Trois", 0, 0, 0)
            ]
        );
    }
}
