//! Patterns of lines, as an author writes them: `Published by * on *`. Case, accents and spaces do not count.

use super::words::{self, fold};

/// What stands for anything in a pattern.
pub const ANY: char = '*';
/// A line of more words is not compared with others.
const LONGEST: usize = 32;

/// A pattern, read.
pub struct Pattern {
    /// Folded, what is between the stars: the beginning, the parts in order, the end.
    parts: Vec<String>,
}

impl Pattern {
    /// None where it has no word: it would be of every line.
    pub fn new(text: &str) -> Option<Self> {
        let folded = fold(text);
        let has_words = words::words(&folded).next().is_some();
        has_words.then(|| Self {
            parts: folded.split(ANY).map(str::to_owned).collect(),
        })
    }

    /// What the stars stand for in a line that is wholly of this pattern: something each, as little as fits.
    pub fn captures<'l>(&self, line: &'l str) -> Option<Vec<&'l str>> {
        let (folded, places) = fold_with_places(line);
        let (last, first) = (self.parts.last()?, self.parts.first()?);
        if self.parts.len() == 1 {
            return (folded == *first).then(Vec::new);
        }
        let end = folded.len().checked_sub(last.len())?;
        if !folded.starts_with(first.as_str()) || !folded.ends_with(last.as_str()) {
            return None;
        }
        let mut captures = Vec::new();
        let mut at = first.len();
        for part in &self.parts[1..] {
            let from = at + folded.get(at..)?.chars().next()?.len_utf8();
            let is_last = captures.len() + 2 == self.parts.len();
            let next = match is_last {
                true => Some(end).filter(|end| *end >= from),
                false => folded
                    .get(from..)?
                    .find(part.as_str())
                    .map(|next| from + next),
            };
            let next = next?;
            captures.push(line[places[at]..places[next]].trim());
            at = next + part.len();
        }
        Some(captures)
    }
}

/// A line folded, and for each byte of that, and its end, the place in the line.
fn fold_with_places(line: &str) -> (String, Vec<usize>) {
    let (mut folded, mut places) = (String::new(), Vec::new());
    for (at, c) in line.char_indices() {
        let part = match c.is_whitespace() {
            true if folded.is_empty() || folded.ends_with(' ') => continue,
            true => " ".to_owned(),
            false => fold(c.encode_utf8(&mut [0; 4])),
        };
        places.extend(part.bytes().map(|_| at));
        folded += &part;
    }
    folded.truncate(folded.trim_end().len());
    places.truncate(folded.len());
    places.push(line.trim_end().len());
    (folded, places)
}

/// The pattern of lines that are alike: the words that all of them have in order, and stars for the others. None where they have
/// too little in common: no word of letters, or a line that the pattern is not of.
pub fn common_pattern(lines: &[&str]) -> Option<String> {
    let (first, others) = lines.split_first()?;
    let mut common: Vec<&str> = first.split_whitespace().collect();
    for line in others {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.len().max(common.len()) > LONGEST {
            return None;
        }
        common = join(&common, &words);
    }
    let text = common.join(" ");
    let has_letters = text.contains(char::is_alphabetic);
    let pattern = Pattern::new(&text).filter(|_| has_letters)?;
    let is_of_all = lines.iter().all(|line| pattern.captures(line).is_some());
    is_of_all.then_some(text)
}

/// The longest run of words that both have in order (with gaps), a star for each gap.
fn join<'l>(a: &[&'l str], b: &[&str]) -> Vec<&'l str> {
    let is_same = |i: usize, j: usize| a[i] != "*" && fold(a[i]) == fold(b[j]);
    let mut best = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] = match is_same(i, j) {
                true => 1 + best[i + 1][j + 1],
                false => best[i + 1][j].max(best[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut joined) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        let both = i < a.len() && j < b.len();
        if both && is_same(i, j) {
            joined.push(a[i]);
            (i, j) = (i + 1, j + 1);
            continue;
        }
        if joined.last() != Some(&"*") {
            joined.push("*");
        }
        match i < a.len() && (j == b.len() || best[i + 1][j] >= best[i][j + 1]) {
            true => i += 1,
            false => j += 1,
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_pattern() {
        for (pattern, line, expected) in [
            (
                "Publié par * le *",
                "Publié par Anne Roux le 3 mai 2014",
                Some(vec!["Anne Roux", "3 mai 2014"]),
            ),
            (
                "publie par * le *",
                "  PUBLIÉ  par Léa le\u{a0}3 ",
                Some(vec!["Léa", "3"]),
            ),
            ("Publié par * le *", "Publié par Anne Roux", None),
            ("Publié par * le *", "Publié par le ", None),
            ("Publié par * le *", "On a publié par jeu le 3", None),
            ("Œuvre *", "œuvre d’été", Some(vec!["d’été"])),
            ("* claps", "12 claps", Some(vec!["12"])),
            ("* claps", "claps", None),
            ("(* claps)", "(12 claps)", Some(vec!["12"])),
            ("a*b*c", "a1b2b3c", Some(vec!["1", "2b3"])),
            ("a*a", "a", None),
            ("a*a", "aa", None),
            ("Share this", "share  THIS", Some(vec![])),
            ("Share this", "Share this post", None),
        ] {
            let found = Pattern::new(pattern).and_then(|pattern| pattern.captures(line));
            assert_eq!(found, expected, "{pattern} {line}");
        }
        for everything in ["*", "* *", "", " – * –"] {
            assert!(Pattern::new(everything).is_none(), "{everything}");
        }
    }

    #[test]
    fn patterns_of_lines() {
        for (lines, expected) in [
            (
                &[
                    "Zorbed by Anna Roux on 3 May 2014",
                    "Zorbed by Paul Bois on 9 June 2015",
                    "Zorbed by Léa on 1 May",
                ][..],
                Some("Zorbed by * on *"),
            ),
            (&["12 claps", "3 claps"], Some("* claps")),
            (&["Same", "same"], Some("Same")),
            (&["12", "13"], None),
            (&["Le pain", "La mie"], None),
            // The gap is empty in one of them.
            (&["Lu 3 fois", "Lu fois"], None),
            (&[], None),
        ] {
            assert_eq!(common_pattern(lines).as_deref(), expected, "{lines:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read(pattern in "\\PC*", line in "\\PC*") {
            if let Some(pattern) = Pattern::new(&pattern) {
                pattern.captures(&line);
            }
            common_pattern(&[&pattern, &line]);
        }
    }
}
