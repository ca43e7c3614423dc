//! URLs that the old site gave its posts, on lines of their own beside the titles.

use super::mark::{LineMark, kept_lines};
use super::recurrence::LineId;
use crate::archive::lines::line::{FileLines, Line};
use crate::archive::lines::vocabulary::Vocabulary;
use crate::archive::report::DropReason;
use crate::archive::urn::{Urn, near_stems};
use crate::languages::LineRole;
use crate::text::video::player;
use std::collections::{HashMap, HashSet};

/// So many URLs of one site, above so many titles, are permalinks.
const AGAIN: usize = 3;

/// How much the subject must change at a title, on average (see [`Urn::gain`]): headings within posts have about 0.02, titles
/// 0.29.
const BETWEEN_POSTS: f64 = 0.12;

/// Marks URLs of one site, each right above or right under a heading where the subject changes.
pub fn mark_permalinks(texts: &[FileLines], marks: &mut [Vec<LineMark>], vocabulary: &Vocabulary) {
    let mut groups: HashMap<(String, bool), Vec<LineId>> = HashMap::new();
    for (file, text) in texts.iter().enumerate() {
        for i in 0..text.lines.len() {
            if let Some(key) = site_and_side(&text.lines, i) {
                groups.entry(key).or_default().push((file, i));
            }
        }
    }
    let kept: Vec<Vec<usize>> = marks.iter().map(|marks| kept_lines(marks)).collect();
    let mut urn = Urn::new(vocabulary);
    for ((_, above), places) in groups {
        let title = |i: usize| if above { i + 1 } else { i - 1 };
        let line = |file: usize, i: usize| &texts[file].lines[i];
        let urls: HashSet<&str> = places.iter().map(|&(file, i)| line(file, i).text).collect();
        let titles = places
            .iter()
            .map(|&(file, i)| line(file, title(i)).folded.as_str());
        let titles: HashSet<&str> = titles.collect();
        if urls.len().min(titles.len()) < AGAIN {
            continue;
        }
        let around = places.iter().filter_map(|&(file, i)| {
            let near = |places: &mut dyn Iterator<Item = &usize>| {
                let others = places.filter(|&&at| at != i);
                near_stems(others.map(|&at| line(file, at)))
            };
            let (before, after) = kept[file].split_at(kept[file].binary_search(&title(i)).ok()?);
            Some((near(&mut before.iter().rev()), near(&mut after.iter())))
        });
        if urn
            .mean_gain(around)
            .is_none_or(|gain| gain < BETWEEN_POSTS)
        {
            continue;
        }
        for (file, i) in places {
            let mark = &mut marks[file][i];
            if mark.is_kept() {
                mark.drop_as(DropReason::Byline, LineRole::Byline);
                mark.address = Some(line(file, i).text.to_owned());
            }
        }
    }
}

/// The site of a URL with a heading close on one side and none on the other, and whether the heading is below it.
fn site_and_side(lines: &[Line], i: usize) -> Option<(String, bool)> {
    let line = &lines[i];
    if !line.is_url() || player(line.text).is_some() {
        return None;
    }
    let is_heading = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_some_and(|line| !line.is_url() && line.words <= 30 && !line.stops())
    };
    let above = line.after == 0 && is_heading(Some(i + 1)) && (i == 0 || line.before > 0);
    let under = line.before == 0
        && is_heading(i.checked_sub(1))
        && (i + 1 == lines.len() || line.after > 0);
    let site: Vec<&str> = line.text.split('/').take(3).collect();
    (above != under).then(|| (site.join("/").to_lowercase(), above))
}
