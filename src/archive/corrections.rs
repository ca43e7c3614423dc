//! The author's corrections: they find their lines by the words, so that a line added above breaks nothing.
//!
//! What is said of a kind of line comes first, what is said of one line wins over it.

use super::input::{ArchiveFile, CorrectedLines, Correction, CorrectionAction, TitlePlace};
use super::lines::line::{FileLines, Line};
use super::marks::alone::mark_byline;
use super::marks::mark::LineMark;
use super::report::DropReason;
use super::title_places::find_titles;
use crate::text::patterns::Pattern;
use crate::text::words::fold;

/// What the corrections do to the lines, beside their marks.
#[derive(Default)]
pub struct Applied {
    /// The indexes of those that match no line.
    pub unmatched: Vec<usize>,
    /// Those that keep lines which were kept already.
    pub idle: Vec<usize>,
}

/// Applies all corrections to the marks.
pub fn apply_corrections(
    files: &[ArchiveFile],
    texts: &[FileLines],
    marks: &mut [Vec<LineMark>],
    corrections: &[Correction],
) -> Applied {
    let of_stage = |correction: &Correction| match correction.lines {
        CorrectedLines::Like(_) => 0,
        CorrectedLines::Titles(_) => 1,
        CorrectedLines::One { .. } => 2,
    };
    let mut applied = Applied::default();
    for stage in 0..3 {
        let corrections = corrections.iter().enumerate();
        for (index, correction) in corrections.filter(|(_, of)| of_stage(of) == stage) {
            let mut corrector = Corrector {
                files,
                texts,
                marks: &mut *marks,
                correction,
            };
            if corrector.is_idle() {
                applied.idle.push(index);
            }
            if !corrector.apply() {
                applied.unmatched.push(index);
            }
        }
    }
    applied.unmatched.sort_unstable();
    applied
}

struct Corrector<'c, 'a> {
    files: &'c [ArchiveFile<'c>],
    texts: &'c [FileLines<'a>],
    marks: &'c mut [Vec<LineMark>],
    correction: &'c Correction,
}

impl Corrector<'_, '_> {
    /// Whether it keeps a line of which nothing is known but that it is text.
    fn is_idle(&self) -> bool {
        let CorrectedLines::One { text, number } = &self.correction.lines else {
            return false;
        };
        if self.correction.action != CorrectionAction::Keep {
            return false;
        }
        let lines = self.find_lines(text, *number);
        let is_plain = |(file, line): &(usize, usize)| self.marks[*file][*line].is_plain();
        !lines.is_empty() && lines.iter().all(is_plain)
    }

    /// Whether there is such a line.
    fn apply(&mut self) -> bool {
        match &self.correction.lines {
            CorrectedLines::Like(pattern) => self.mark_alike(pattern),
            CorrectedLines::Titles(place) => self.mark_titles(*place),
            CorrectedLines::One { text, number } => {
                let lines = self.find_lines(text, *number);
                for &(file, line) in &lines {
                    mark(&mut self.marks[file][line], self.correction.action);
                }
                !lines.is_empty()
            }
        }
    }

    fn mark_alike(&mut self, pattern: &str) -> bool {
        let Some(pattern) = Pattern::new(pattern) else {
            return false;
        };
        let mut any = false;
        for file in self.files_meant() {
            for (line, marks) in self.texts[file].lines.iter().zip(&mut self.marks[file]) {
                let labelled = || {
                    pattern
                        .captures(&(line.label.to_owned() + line.text))
                        .map(|_| Vec::new())
                };
                let Some(captures) = pattern.captures(line.text).or_else(labelled) else {
                    continue;
                };
                any = true;
                match self.correction.action {
                    CorrectionAction::Byline => mark_byline(marks, &captures),
                    action => mark(marks, action),
                }
            }
        }
        any
    }

    fn mark_titles(&mut self, place: TitlePlace) -> bool {
        let mut any = false;
        for file in self.files_meant() {
            let marks = &mut self.marks[file];
            let titles = find_titles(place, self.files[file].text, &self.texts[file].lines, marks);
            any |= !titles.is_empty();
            if !titles.is_empty() {
                marks.iter_mut().for_each(|mark| mark.starts = Some(false));
            }
            titles
                .iter()
                .for_each(|&line| marks[line].starts = Some(true));
        }
        any
    }

    fn files_meant(&self) -> Vec<usize> {
        let base = |name: &str| name.rsplit(['/', '\\']).next().map(str::to_owned);
        let is_meant = |file: &usize| {
            let (own, name) = (self.files[*file].name, self.correction.file.as_deref());
            name.is_none_or(|name| name == own || base(name) == base(own))
        };
        (0..self.files.len()).filter(is_meant).collect()
    }

    /// The lines that have the words: whole lines first, else openings; of several, the nearest to the line number, else all of
    /// them (the same post in several files).
    fn find_lines(&self, text: &str, number: Option<usize>) -> Vec<(usize, usize)> {
        let wanted = fold(text);
        let mut lines: Vec<(usize, usize, bool)> = Vec::new();
        for file in self.files_meant() {
            for (i, line) in self.texts[file].lines.iter().enumerate() {
                if let Some(whole) = matches_line(line, &wanted) {
                    lines.push((file, i, whole));
                }
            }
        }
        if lines.iter().any(|(.., whole)| *whole) {
            lines.retain(|(.., whole)| *whole);
        }
        if let (Some(number), true) = (number, lines.len() > 1) {
            let number_of = |file: usize, i: usize| self.texts[file].lines[i].number;
            let distance =
                |(file, i, _): &&(usize, usize, bool)| number_of(*file, *i).abs_diff(number);
            let nearest = lines.iter().min_by_key(distance).copied();
            let same_file = self.correction.file.is_some();
            lines.retain(|line| {
                Some(*line) == nearest || !same_file && nearest.is_some_and(|n| n.0 != line.0)
            });
        }
        lines.into_iter().map(|(file, i, _)| (file, i)).collect()
    }
}

fn mark(mark: &mut LineMark, action: CorrectionAction) {
    match action {
        CorrectionAction::Drop => mark.drop = Some(DropReason::Correction),
        CorrectionAction::Keep => *mark = LineMark::default(),
        CorrectionAction::Byline => mark_byline(mark, &[]),
        CorrectionAction::Start | CorrectionAction::Join => {
            (mark.drop, mark.role, mark.date) = (None, None, None);
            mark.starts = Some(action == CorrectionAction::Start);
        }
    }
}

/// Whether a line has the wanted words, and if so, no others: with its label or without, with its number or without.
fn matches_line(line: &Line, wanted: &str) -> Option<bool> {
    let label = (!line.label.is_empty()).then(|| fold(line.label));
    let without_label = label
        .and_then(|label| wanted.strip_prefix(label.trim_end()))
        .map(str::trim_start);
    let without_number = line
        .item_number()
        .and_then(|_| line.folded.split_once(' '))
        .map(|(_, rest)| rest);
    let whole = line.folded.as_str();
    let ways = [
        Some((whole, wanted)),
        without_label.map(|wanted| (whole, wanted)),
        without_number.map(|rest| (rest, wanted)),
    ];
    let (line, wanted) = ways
        .into_iter()
        .flatten()
        .find(|(line, wanted)| !wanted.is_empty() && line.starts_with(wanted))?;
    Some(line.len() == wanted.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{ArchiveReading, read_archive};

    const WELL: &str = "Le puits est à sec depuis lundi, et le maire a convoqué tout le village sur la place. On a parlé de la source \
        d’en haut, des seaux et des étés d’autrefois, puis chacun est rentré chez soi avec sa cruche vide.";
    const TRAIN: &str = "Chaque matin je m’assois sur le même banc et je regarde passer les trains de sept heures. Le chef de gare me \
        salue, les voyageurs courent, et personne ne remarque le chat qui dort sous l’horloge du quai numéro deux.";
    const APPLES: &str = "Le marchand de pommes a changé d’étal. Il dit que le soleil est meilleur près de la fontaine, et que les \
        clients y viennent plus volontiers quand ils n’ont pas à traverser la rue avec leurs paniers et leurs enfants.";

    /// What is read of a file `a.txt` with one correction of a kind of its lines.
    fn read(text: &str, lines: CorrectedLines, action: CorrectionAction) -> ArchiveReading {
        let file = Some("a.txt".to_owned());
        let correction = Correction {
            file,
            lines,
            action,
        };
        let files = [
            ("a.txt", text),
            ("b.txt", "Le four\n\nIl chauffe. Grumpf 3"),
        ];
        let files = files.map(|(name, text)| ArchiveFile { name, text });
        read_archive(&files, &["fr", "en"], &[correction])
    }

    fn like(pattern: &str) -> CorrectedLines {
        CorrectedLines::Like(pattern.to_owned())
    }

    /// The first lines of the posts of `a.txt`.
    fn starts(reading: &ArchiveReading) -> Vec<usize> {
        let copies = reading.posts.iter().flat_map(|post| &post.copies);
        let own = copies.filter(|copy| copy.file == 0);
        own.map(|copy| copy.first).collect()
    }

    #[test]
    fn titles_stand_where_the_author_says() {
        // The lines where posts start, and those where they do not, though they look so.
        for (place, text, expected) in [
            (
                TitlePlace::Underlined,
                format!(
                    "Un\n==\n\n{WELL}\n\nDeux, ou trois.\n---------------\n\n{TRAIN}\n\n\nQuatre\n\n{APPLES}"
                ),
                vec![1, 6],
            ),
            (
                TitlePlace::AfterRule,
                format!("Un\n\n{WELL}\n\n* * *\n\nDeux\n\n{TRAIN}\n\n\nTrois\n\n{APPLES}"),
                vec![1, 7],
            ),
            (
                TitlePlace::AfterBlankLines,
                format!(
                    "Un\n\n{WELL}\n\n\nOn dit souvent que rien ne presse.\n\n{TRAIN}\n\n* * *\n\nTrois\n\n{APPLES}"
                ),
                vec![1, 6],
            ),
            (
                TitlePlace::AboveByline,
                format!(
                    "Un\nPublié le 3 mai 2014\n\n{WELL}\n\nDeux, donc.\n4 mai 2014\n\n{TRAIN}\n\n\nTrois\n\n{APPLES}"
                ),
                vec![1, 6],
            ),
            (
                TitlePlace::BelowByline,
                format!(
                    "Publié le 3 mai 2014\nUn\n\n{WELL}\n\nPublié par Anne Roux\nDeux, donc.\n\n{TRAIN}\n\n\nTrois\n\n{APPLES}"
                ),
                vec![2, 7],
            ),
        ] {
            let reading = read(
                &text,
                CorrectedLines::Titles(place),
                CorrectionAction::Start,
            );
            assert_eq!(starts(&reading), expected, "{place:?}");
            assert_eq!(reading.unmatched, [0; 0], "{place:?}");
        }
    }

    #[test]
    fn lines_of_a_pattern_are_dropped_or_kept() {
        let text = format!(
            "Le puits\n\n{WELL}\n\nGrumpf 12 zou\n\nLe train\n\n{TRAIN}\n\nShare this\n\nGrumpf 3 zou\n\nGrumpf"
        );
        for (pattern, action, expected) in [
            ("GRUMPF * zou", CorrectionAction::Drop, vec![5, 11, 13]),
            ("Grumpf*", CorrectionAction::Drop, vec![5, 11, 13]),
            ("Share *", CorrectionAction::Keep, vec![]),
        ] {
            let reading = read(&text, like(pattern), action);
            let dropped = reading.dropped.iter().filter(|line| line.file == 0);
            let dropped: Vec<usize> = dropped.map(|line| line.line).collect();
            assert_eq!(
                (dropped, reading.unmatched),
                (expected, vec![]),
                "{pattern}"
            );
        }
        for lines in [
            like("Zorb *"),
            CorrectedLines::Titles(TitlePlace::Underlined),
        ] {
            let reading = read(&text, lines, CorrectionAction::Start);
            assert_eq!(reading.unmatched, [0]);
        }
    }

    #[test]
    fn a_byline_names_author_and_day() {
        for (pattern, line, author, date) in [
            (
                "Zorbé par * le *",
                "Zorbé par Anne Roux le 3 mai 2014",
                Some("Anne Roux"),
                Some((2014, 5, 3)),
            ),
            (
                "* — zorb — *",
                "3 mai 2014 — zorb — Léa",
                Some("Léa"),
                Some((2014, 5, 3)),
            ),
            (
                "Zorbé par *",
                "Zorbé par Anne Roux",
                Some("Anne Roux"),
                None,
            ),
            ("Zorbé: *", "Zorbé: 4 juin 2014", None, Some((2014, 6, 4))),
            ("Zorbé * fois", "Zorbé 12 fois", None, None),
        ] {
            let text = format!("Le puits du village\n{line}\n\n{WELL}\n");
            let reading = read(&text, like(pattern), CorrectionAction::Byline);
            let post = &reading.posts[0];
            assert_eq!(
                (post.signature.as_deref(), post.date),
                (author, date),
                "{line}"
            );
            let reasons = reading.dropped.iter().map(|line| (line.line, line.reason));
            assert_eq!(
                reasons.collect::<Vec<_>>(),
                [(2, DropReason::Byline)],
                "{line}"
            );
        }
    }

    #[test]
    fn what_is_said_of_one_line_wins() {
        let text =
            format!("Un\n\n{WELL}\n\n* * *\n\nDeux\n\n{TRAIN}\n\n* * *\n\nTrois\n\n{APPLES}");
        let titles = Correction {
            file: Some("a.txt".to_owned()),
            lines: CorrectedLines::Titles(TitlePlace::AfterRule),
            action: CorrectionAction::Start,
        };
        let join = Correction {
            file: None,
            lines: CorrectedLines::One {
                text: "Deux".to_owned(),
                number: None,
            },
            action: CorrectionAction::Join,
        };
        let files = [ArchiveFile {
            name: "a.txt",
            text: &text,
        }];
        let reading = read_archive(&files, &["fr", "en"], &[join, titles]);
        assert_eq!(starts(&reading), [1, 13]);
    }
}
