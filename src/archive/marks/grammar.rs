//! Lines made of known parts in any order: a date, "posted", "by" and a name, "in" and terms, counters, buttons.
//!
//! What a theme prints beside a post is put together from these, whatever it separates them by. The words are data of each
//! language; a line is known only if nothing is left over.

use super::dates::date_ends;
use super::phrases::{RecognizedLine, is_name, phrase_ends};
use super::tokens::{LineToken, is_at_most, is_sign, tokenize, tokenize_line};
use crate::archive::post::CalendarDay;
use crate::languages::{LineRole, archive_words};
use std::sync::LazyLock;

/// No name of a person has more words.
const NAME: usize = 4;
/// No list of terms has more.
const TERMS: usize = 14;
/// No line of parts has more.
const LONGEST: usize = 32;

/// "posted", "last updated"; "in", "filed under": as tokens.
struct Openers {
    posted: Vec<Vec<String>>,
    filed: Vec<Vec<String>>,
}

static OPENERS: LazyLock<Openers> = LazyLock::new(|| {
    let parse = |lines: &Vec<String>| {
        let words = |line: &String| tokenize(line, true).into_iter().map(|token| token.word);
        lines.iter().map(|line| words(line).collect()).collect()
    };
    Openers {
        posted: parse(&archive_words().posted),
        filed: parse(&archive_words().filed),
    }
});

/// What a line's parts are, so far.
#[derive(Clone, Default)]
struct Parts {
    date: Option<Option<CalendarDay>>,
    /// "posted".
    posted: bool,
    /// The words of a name, by first and last token.
    author: Option<(usize, usize)>,
    /// Whether a name has "by" before it.
    by: bool,
    filed: bool,
    buttons: usize,
}

impl Parts {
    fn role(&self) -> Option<LineRole> {
        let is_byline = self.date.is_some()
            && (self.author.is_some() || self.posted || self.filed || self.buttons > 0)
            || self.by && (self.posted || self.filed || self.buttons > 0);
        match self.buttons {
            _ if is_byline => Some(LineRole::Byline),
            2.. => Some(LineRole::End),
            1 if self.filed || self.posted => Some(LineRole::End),
            _ => None,
        }
    }
}

/// Recognises a line that is nothing but parts.
pub fn recognize_parts(line: &str) -> Option<RecognizedLine> {
    let tokens = Some(line)
        .filter(|line| is_at_most(line, LONGEST))
        .and_then(tokenize_line)?;
    let mut reader = PartReader {
        tokens: &tokens,
        steps: STEPS,
    };
    let parts = reader.read(0, &Parts::default())?;
    let words = |(first, last): (usize, usize)| &line[tokens[first].start..tokens[last].end];
    Some(RecognizedLine {
        role: parts.role()?,
        author: parts.author.map(|range| words(range).to_owned()),
        date: parts.date.flatten(),
    })
}

/// A line that takes more steps to read is none of these.
const STEPS: usize = 4000;

struct PartReader<'l> {
    tokens: &'l [LineToken],
    /// How many more may be made.
    steps: usize,
}

impl PartReader<'_> {
    /// The parts from a token on, if with those before they make a line that is known.
    fn read(&mut self, at: usize, parts: &Parts) -> Option<Parts> {
        self.steps = self.steps.checked_sub(1)?;
        let Some(token) = self.tokens.get(at) else {
            return parts.role().map(|_| parts.clone());
        };
        if is_sign(&token.word) {
            return self.read(at + 1, parts);
        }
        self.date(at, parts)
            .or_else(|| self.posted(at, parts))
            .or_else(|| self.button(at, parts))
            .or_else(|| self.counter(at, parts))
            .or_else(|| self.name(at, parts))
            .or_else(|| self.filed(at, parts))
    }

    fn date(&mut self, at: usize, parts: &Parts) -> Option<Parts> {
        let (ends, date) = date_ends(self.tokens, at).filter(|_| parts.date.is_none())?;
        let parts = Parts {
            date: Some(date),
            ..parts.clone()
        };
        let ends: Vec<usize> = ends.collect();
        ends.into_iter()
            .rev()
            .find_map(|end| self.read(end, &parts))
    }

    fn posted(&mut self, at: usize, parts: &Parts) -> Option<Parts> {
        let end = opener_end(&OPENERS.posted, self.tokens, at)?;
        let parts = Parts {
            posted: true,
            ..parts.clone()
        };
        self.read(end, &parts)
    }

    fn button(&mut self, at: usize, parts: &Parts) -> Option<Parts> {
        let parts = Parts {
            buttons: parts.buttons + 1,
            ..parts.clone()
        };
        let ends = phrase_ends(self.tokens, at);
        ends.into_iter().find_map(|end| self.read(end, &parts))
    }

    /// A number and whatever the site counts.
    fn counter(&mut self, at: usize, parts: &Parts) -> Option<Parts> {
        let is_unit = |unit: &LineToken| !unit.is_number() && !is_sign(&unit.word);
        let is_counter = self.tokens[at].is_number()
            && (parts.date.is_some() || parts.by)
            && self.tokens.get(at + 1).is_some_and(is_unit);
        is_counter.then(|| self.read(at + 2, parts)).flatten()
    }

    /// A name, with "by" or "author:" before it or, where nothing else can be meant, without.
    fn name(&mut self, at: usize, parts: &Parts) -> Option<Parts> {
        let word = &self.tokens[at].word;
        let sign = self.tokens.get(at + 1);
        let is_label = archive_words().author_labels.contains(word)
            && sign.is_some_and(|sign| sign.word == ":");
        let by = is_label || archive_words().by.contains(word);
        if parts.author.is_some() || !(by || parts.date.is_some() || at == 0 || parts.posted) {
            return None;
        }
        let first = at + usize::from(by) + usize::from(is_label);
        (first + 1..=(first + NAME).min(self.tokens.len())).find_map(|end| {
            let name = &self.tokens[first..end];
            let is_account = by && name.len() == 1 && !name[0].is_number();
            let has_capital = by && name.len() <= 3 && name.iter().any(|token| token.capital);
            let parts = Parts {
                author: Some((first, end - 1)),
                by,
                ..parts.clone()
            };
            (is_account || has_capital || is_name(name)).then(|| self.read(end, &parts))?
        })
    }

    fn filed(&mut self, at: usize, parts: &Parts) -> Option<Parts> {
        let opener = opener_end(&OPENERS.filed, self.tokens, at)?;
        let signs = self.tokens[opener..].iter();
        let first = opener + signs.take_while(|token| is_sign(&token.word)).count();
        let parts = Parts {
            filed: true,
            ..parts.clone()
        };
        let terms = self.tokens[first..].iter().take(TERMS);
        let terms = terms.take_while(|token| !is_sign(&token.word)).count();
        (first + 1..=first + terms).find_map(|end| self.read(end, &parts))
    }
}

/// Where the words end that a list has at a token.
fn opener_end(openers: &[Vec<String>], tokens: &[LineToken], at: usize) -> Option<usize> {
    let begins = |words: &&Vec<String>| {
        tokens.len() >= at + words.len()
            && words
                .iter()
                .zip(&tokens[at..])
                .all(|(word, token)| *word == token.word)
    };
    let longest = openers.iter().filter(begins).map(Vec::len).max()?;
    Some(at + longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_parts() {
        use LineRole::{Byline, End};
        for (line, expected) in [
            (
                "Écrit par Anne Roux le 3 mai 2014. Publié dans pain, levain",
                Some(Byline),
            ),
            (
                "Submitted by Anne Roux on May 3, 2014 - 14:04",
                Some(Byline),
            ),
            ("Anne Roux — May 3, 2014 — Leave a comment", Some(Byline)),
            (
                "Rédigé par Anne Roux le 3 mai 2014 dans pain, four | Lien permanent | Commentaires (3)",
                Some(Byline),
            ),
            ("Par aroux le 03.05.14", Some(Byline)),
            (
                "Publié dans Pain le 2014-05-03 par admin, 8 réactions",
                Some(Byline),
            ),
            ("3 mai 2014 · Anne Roux · 4 min de lecture", Some(Byline)),
            (
                "Share on Facebook Share on Twitter Share on LinkedIn",
                Some(End),
            ),
            ("Imprimer | E-mail", Some(End)),
            (
                "Date : 03/05/2014 Auteur : Anne Roux Rubrique : Pain",
                Some(Byline),
            ),
            ("In praise of slow bread", None),
            ("Dans la boulangerie de mon père", None),
            ("Posted in haste", None),
            ("Le 3 mai 2014, tout a changé au fournil", None),
            ("Par amour du pain", None),
            ("Anne Roux", None),
            ("", None),
        ] {
            assert_eq!(
                recognize_parts(line).map(|found| found.role),
                expected,
                "{line}"
            );
        }
    }
}
