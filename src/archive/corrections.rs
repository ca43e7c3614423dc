//! The author's word: corrections find their lines by the words, so that a line added above breaks nothing.

use super::boundaries::Word;
use super::lines::Text;
use super::marks::Mark;
use super::{At, Do, File, Reason};
use crate::text::words;
use std::collections::HashMap;

/// What corrections say about boundaries, and which found no line.
pub(crate) struct Said {
    pub words: HashMap<(usize, usize), Word>,
    pub unmatched: Vec<usize>,
}

/// Applies `drop` and `keep` to the marks; returns what the rest say of boundaries.
pub(crate) fn apply(
    files: &[File],
    texts: &[Text],
    marks: &mut [Vec<Mark>],
    corrections: &[At],
) -> Said {
    let mut said = Said {
        words: HashMap::new(),
        unmatched: Vec::new(),
    };
    for (index, correction) in corrections.iter().enumerate() {
        let places = find(files, texts, correction);
        if places.is_empty() {
            said.unmatched.push(index);
        }
        for (file, line) in places {
            let mark = &mut marks[file][line];
            match correction.action {
                Do::Drop => mark.drop = Some(Reason::Correction),
                Do::Keep => *mark = Mark::default(),
                Do::Start | Do::Join => {
                    mark.drop = None;
                    mark.role = None;
                    mark.date = None;
                    let word = if correction.action == Do::Start {
                        Word::Start
                    } else {
                        Word::Join
                    };
                    said.words.insert((file, line), word);
                }
            }
        }
    }
    said
}

/// The lines that a correction means: whole lines first, else openings; of several, the nearest to its line number,
/// else all of them (the same post in several files).
fn find(files: &[File], texts: &[Text], at: &At) -> Vec<(usize, usize)> {
    let wanted = words::fold(&at.text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let base = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_string();
    let mut found: Vec<(usize, usize, bool)> = Vec::new();
    for (file, text) in texts.iter().enumerate() {
        if at
            .file
            .as_ref()
            .is_some_and(|name| *name != files[file].name && base(name) != base(files[file].name))
        {
            continue;
        }
        for (i, line) in text.lines.iter().enumerate() {
            // With its label or without, with its number or without.
            let label = (!line.label.is_empty()).then(|| words::fold(line.label));
            let rest = label
                .and_then(|label| wanted.strip_prefix(label.trim_end()))
                .map(str::trim_start);
            let bare = line
                .marker
                .filter(|marker| marker.number.is_some())
                .and_then(|_| line.folded.split_once(' '));
            let whole = line.folded.as_str();
            let ways = [
                Some((whole, wanted.as_str())),
                rest.map(|rest| (whole, rest)),
                bare.map(|(_, bare)| (bare, wanted.as_str())),
            ];
            let way = ways
                .into_iter()
                .flatten()
                .find(|(line, wanted)| !wanted.is_empty() && line.starts_with(wanted));
            if let Some((line, wanted)) = way {
                found.push((file, i, line.len() == wanted.len()));
            }
        }
    }
    if found.iter().any(|found| found.2) {
        found.retain(|found| found.2);
    }
    if let (Some(number), true) = (at.line, found.len() > 1) {
        let nearest = found
            .iter()
            .min_by_key(|(file, i, _)| texts[*file].lines[*i].number.abs_diff(number))
            .copied();
        let same_file = at.file.is_some();
        found.retain(|found| {
            Some(*found) == nearest || (!same_file && nearest.is_some_and(|n| n.0 != found.0))
        });
    }
    found.into_iter().map(|(file, i, _)| (file, i)).collect()
}
