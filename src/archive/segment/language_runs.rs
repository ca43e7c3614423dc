//! The stretches of one language that kept lines fall into; a word or a line of another language is no stretch.

use crate::archive::lines::line::Line;
use crate::lang::sequence::likeliest;

/// A stretch of kept lines in one language, from the first line that shows it to the last.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageRun {
    /// Index of the language.
    pub language: usize,
    /// Place of its first line among the lines given.
    pub first: usize,
    /// Place of its last line.
    pub last: usize,
    /// Words of its paragraphs; headings and quotations are not counted.
    pub words: usize,
}

/// How many function words of the other language it takes to leave one.
const LEAVE: f32 = 5.0;

/// The stretches of the lines at some indexes.
pub fn find_language_runs(lines: &[Line], kept: &[usize]) -> Vec<LanguageRun> {
    let lines: Vec<&Line> = kept.iter().map(|&line| &lines[line]).collect();
    // A quotation says nothing.
    let weights: Vec<&[f32]> = lines
        .iter()
        .map(|line| {
            if line.is_quoted() {
                &[]
            } else {
                &line.tongue[..]
            }
        })
        .collect();
    let count = weights.iter().map(|weights| weights.len()).max();
    let weight = |place: usize, l: usize| weights[place].get(l).copied().unwrap_or(0.0);
    let languages = likeliest(
        vec![0.0; count.unwrap_or(0)],
        lines.len(),
        |_, _, _| LEAVE,
        |sum, place, l| sum + weight(place, l),
    );
    let mut runs: Vec<LanguageRun> = Vec::new();
    for (place, (line, language)) in lines.iter().zip(languages).enumerate() {
        let own = weight(place, language);
        let mut others = weights[place]
            .iter()
            .enumerate()
            .filter(|(l, _)| *l != language);
        let shows = own > 0.0 && others.all(|(_, weight)| *weight < own);
        let is_paragraph = !line.is_short() && !line.is_quoted();
        let words = if is_paragraph { line.words } else { 0 };
        match runs.last_mut().filter(|run| run.language == language) {
            Some(run) => {
                run.words += words;
                run.last = if shows { place } else { run.last };
            }
            None if shows => runs.push(LanguageRun {
                language,
                first: place,
                last: place,
                words,
            }),
            None => {}
        }
    }
    runs
}
