//! What the author should look at, the most doubtful first, each with the correction that would change it.

use super::boundaries::Start;
use super::candidates::short;
use super::pieces::Copy;
use super::{About, At, Do, Doubt, File, Ground, Reason, turns};
use std::collections::HashSet;

/// No doubt below this weight is told.
const LEAST: f64 = 0.01;
/// What a layout that contradicts the decision weighs, and where it begins to.
const AT_ODDS: f64 = 0.4;
const PLAIN_LAYOUT: f64 = 2.0;
/// Doubts so many lines apart are one: the author looks at both at a glance.
const GLANCE: usize = 2;

/// All doubts, the most doubtful first.
pub(crate) fn rank(files: &[File], ground: &Ground, pieces: &[Copy], groups: &[Vec<usize>]) -> Vec<Doubt> {
    let mut doubts = boundaries(files, ground);
    doubts.extend(furniture(files, ground));
    for group in groups {
        let kept = &pieces[group[0]];
        for doubt in two_languages(files, ground, kept) {
            if !doubts.iter().any(|other| (other.file, other.line, other.about) == (doubt.file, doubt.line, doubt.about)) {
                doubts.push(doubt);
            }
        }
        let line = &ground.texts[kept.file].lines[kept.kept[0]];
        if !kept.titled {
            doubts.push(Doubt {
                file: kept.file,
                line: line.number,
                about: About::Title,
                why: "this post has no title: it is named by its first words".to_string(),
                correction: at(files, kept.file, line.number, &line.flat(), Do::Start),
                weight: 0.3,
            });
        }
    }
    doubts.sort_by(|a, b| b.weight.total_cmp(&a.weight).then((a.file, a.line).cmp(&(b.file, b.line))));
    at_a_glance(doubts)
}

/// The worst of those that stand close to each other.
fn at_a_glance(doubts: Vec<Doubt>) -> Vec<Doubt> {
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    let mut left = Vec::new();
    for doubt in doubts {
        if told.insert((doubt.file, doubt.line)) {
            told.extend(
                (1..=GLANCE).flat_map(|far| [doubt.line.saturating_sub(far), doubt.line + far]).map(|line| (doubt.file, line)),
            );
            left.push(doubt);
        }
    }
    left
}

fn at(files: &[File], file: usize, line: usize, text: &str, action: Do) -> At {
    At { file: Some(files[file].name.to_string()), line: Some(line), text: text.to_string(), action }
}

/// How far the layout speaks against what was decided: the words may have been misleading.
fn at_odds(start: &Start) -> f64 {
    let against = if start.chosen { -start.layout } else { start.layout };
    if start.heading { AT_ODDS / (1.0 + (PLAIN_LAYOUT - against).exp()) } else { 0.0 }
}

fn boundaries(files: &[File], ground: &Ground) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (file, starts) in ground.starts.iter().enumerate() {
        for start in starts.iter().filter(|start| !start.fixed) {
            let wrong = if start.chosen { 1.0 - start.probability } else { start.probability };
            let wrong = wrong.max(at_odds(start));
            if wrong < LEAST {
                continue;
            }
            let line = &ground.texts[file].lines[start.line];
            let (why, action) = if start.chosen {
                (
                    format!("a post seems to start here, but it may be a heading (sure at {:.0} %)", start.probability * 100.0),
                    Do::Join,
                )
            } else {
                (format!("a heading, it seems, but a post may start here ({:.0} %)", start.probability * 100.0), Do::Start)
            };
            doubts.push(Doubt {
                file,
                line: line.number,
                about: About::Boundary,
                why,
                correction: at(files, file, line.number, &line.flat(), action),
                weight: wrong,
            });
        }
    }
    doubts
}

/// Words of paragraphs that make a stretch of a post worth a look.
const STRETCH: usize = 40;

/// Where a post goes over to another language for a while: another post, or a long quotation.
fn two_languages(files: &[File], ground: &Ground, copy: &Copy) -> Vec<Doubt> {
    let lines = &ground.texts[copy.file].lines;
    let runs = turns::runs(&ground.texts[copy.file], &copy.kept);
    let mut doubts = Vec::new();
    for pair in runs.windows(2).filter(|pair| pair[0].words >= STRETCH && pair[1].words >= STRETCH) {
        // The heading above the first line of the other language is where a post would start.
        let heading = (pair[0].last + 1..pair[1].first).find(|&place| short(&lines[copy.kept[place]]));
        let index = copy.kept[heading.unwrap_or(pair[1].first)];
        let fixed = ground.starts[copy.file].iter().any(|start| start.line == index && start.fixed);
        if fixed {
            continue;
        }
        let returns = runs.iter().any(|run| run.first > pair[1].first && run.language == pair[0].language);
        doubts.push(Doubt {
            file: copy.file,
            line: lines[index].number,
            about: About::Boundary,
            why: "the language changes here within a post: another post may start, or it is a long quotation".to_string(),
            correction: at(files, copy.file, lines[index].number, &lines[index].flat(), Do::Start),
            weight: if returns { 0.05 } else { 0.35 },
        });
    }
    doubts
}

/// Lines dropped for what they look like, not for words that are known: a site's recurring line (told once), a file's name.
fn furniture(files: &[File], ground: &Ground) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut told: HashSet<&str> = HashSet::new();
    for (file, marks) in ground.marks.iter().enumerate() {
        for (line, mark) in ground.texts[file].lines.iter().zip(marks) {
            let (why, weight) = match mark.drop {
                Some(Reason::Furniture) if super::furniture::recognise(line.text).is_none() && line.marker.is_none() => {
                    ("this line comes again and again between posts: it is taken for the site's", 0.03)
                }
                Some(Reason::Image) => ("this looks like the name of a lost image", 0.02),
                _ => continue,
            };
            if told.insert(&line.folded) {
                let correction = at(files, file, line.number, &line.flat(), Do::Keep);
                doubts.push(Doubt { file, line: line.number, about: About::Furniture, why: why.to_string(), correction, weight });
            }
        }
    }
    doubts
}
