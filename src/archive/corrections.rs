//! The author's corrections: they find their lines by the words, so that a line added above breaks nothing.

use super::input::{ArchiveFile, Correction, CorrectionAction};
use super::lines::line::{FileLines, Line};
use super::marks::mark::LineMark;
use super::report::DropReason;
use crate::text::words::fold;
use std::collections::HashMap;

/// What the corrections make of the lines, beside their marks.
#[derive(Default)]
pub struct Applied {
    /// Whether a post starts at a line, by file and line index.
    pub forced: HashMap<(usize, usize), bool>,
    /// The indexes of the corrections that match no line.
    pub unmatched: Vec<usize>,
    /// Those that keep lines which were kept already.
    pub idle: Vec<usize>,
}

/// Applies `drop` and `keep` to the marks; the other corrections say where posts start.
pub fn apply_corrections(
    files: &[ArchiveFile],
    texts: &[FileLines],
    marks: &mut [Vec<LineMark>],
    corrections: &[Correction],
) -> Applied {
    let mut applied = Applied::default();
    for (index, correction) in corrections.iter().enumerate() {
        let lines = find_lines(files, texts, correction);
        if lines.is_empty() {
            applied.unmatched.push(index);
        } else if correction.action == CorrectionAction::Keep
            && lines
                .iter()
                .all(|(file, line)| marks[*file][*line].is_plain())
        {
            applied.idle.push(index);
        }
        for (file, line) in lines {
            let mark = &mut marks[file][line];
            match correction.action {
                CorrectionAction::Drop => mark.drop = Some(DropReason::Correction),
                CorrectionAction::Keep => *mark = LineMark::default(),
                CorrectionAction::Start | CorrectionAction::Join => {
                    (mark.drop, mark.role, mark.date) = (None, None, None);
                    let starts = correction.action == CorrectionAction::Start;
                    applied.forced.insert((file, line), starts);
                }
            }
        }
    }
    applied
}

/// The lines that a correction means: whole lines first, else openings; of several, the nearest to its line number,
/// else all of them (the same post in several files).
fn find_lines(
    files: &[ArchiveFile],
    texts: &[FileLines],
    correction: &Correction,
) -> Vec<(usize, usize)> {
    let wanted = fold(&correction.text);
    let base = |name: &str| name.rsplit(['/', '\\']).next().map(str::to_owned);
    let is_meant = |file: usize| {
        let name = correction.file.as_deref();
        name.is_none_or(|name| name == files[file].name || base(name) == base(files[file].name))
    };
    let mut lines: Vec<(usize, usize, bool)> = Vec::new();
    for (file, text) in texts.iter().enumerate().filter(|(file, _)| is_meant(*file)) {
        for (i, line) in text.lines.iter().enumerate() {
            if let Some(whole) = matches_line(line, &wanted) {
                lines.push((file, i, whole));
            }
        }
    }
    if lines.iter().any(|(.., whole)| *whole) {
        lines.retain(|(.., whole)| *whole);
    }
    if let (Some(number), true) = (correction.line, lines.len() > 1) {
        let distance =
            |(file, i, _): &&(usize, usize, bool)| texts[*file].lines[*i].number.abs_diff(number);
        let nearest = lines.iter().min_by_key(distance).copied();
        let same_file = correction.file.is_some();
        lines.retain(|line| {
            Some(*line) == nearest || !same_file && nearest.is_some_and(|n| n.0 != line.0)
        });
    }
    lines.into_iter().map(|(file, i, _)| (file, i)).collect()
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
