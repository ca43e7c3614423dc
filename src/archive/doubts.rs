//! What the author should look at, the most doubtful first, each with the correction that would change it.

use super::boundaries::Start;
use super::candidates::short;
use super::pieces::Copy;
use super::{About, At, Do, Doubt, File, Ground, Reason, turns};
use std::collections::{HashMap, HashSet};

/// No doubt about a boundary below this weight is kept; what else is known of the site may make it worth telling.
const LEAST: f64 = 0.01;
/// Doubts so many lines apart are one: the author looks at both at a glance.
const GLANCE: usize = 2;

/// All doubts, the most doubtful first.
pub(crate) fn rank(
    files: &[File],
    ground: &Ground,
    pieces: &[Copy],
    groups: &[Vec<usize>],
) -> Vec<Doubt> {
    let mut doubts = boundaries(files, ground);
    doubts.extend(furniture(files, ground));
    for group in groups {
        let kept = &pieces[group[0]];
        doubts.extend(two_languages(files, ground, kept));
        let line = &ground.texts[kept.file].lines[kept.kept[0]];
        if !kept.titled {
            doubts.push(Doubt {
                file: kept.file,
                line: line.number,
                about: About::Title,
                why: "this post has no title: it is named by its first words".to_string(),
                correction: at(files, kept.file, line.number, &line.flat(), Do::Start),
                weight: 0.15,
            });
        }
    }
    doubts.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then((a.file, a.line).cmp(&(b.file, b.line)))
    });
    at_a_glance(doubts)
}

/// The worst of those that stand close to each other.
fn at_a_glance(doubts: Vec<Doubt>) -> Vec<Doubt> {
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    let mut left = Vec::new();
    for doubt in doubts {
        if told.insert((doubt.file, doubt.line)) {
            told.extend(
                (1..=GLANCE)
                    .flat_map(|far| [doubt.line.saturating_sub(far), doubt.line + far])
                    .map(|line| (doubt.file, line)),
            );
            left.push(doubt);
        }
    }
    left
}

fn at(files: &[File], file: usize, line: usize, text: &str, action: Do) -> At {
    At {
        file: Some(files[file].name.to_string()),
        line: Some(line),
        text: text.to_string(),
        action,
    }
}

fn boundaries(files: &[File], ground: &Ground) -> Vec<Doubt> {
    let alike = alike(ground);
    let mut doubts = Vec::new();
    for (file, starts) in ground.starts.iter().enumerate() {
        for start in starts
            .iter()
            .filter(|start| !start.fixed && start.wrong >= LEAST)
        {
            let line = &ground.texts[file].lines[start.line];
            let worst = alike.get(line.folded.as_str());
            if worst.is_some_and(|worst| *worst != file) {
                continue;
            }
            let sure = (1.0 - start.wrong) * 100.0;
            let (why, action) = match start.chosen {
                true => (
                    format!(
                        "a post seems to start here, but it may be a heading (sure at {sure:.0} %)"
                    ),
                    Do::Join,
                ),
                false => (
                    format!("a heading, it seems, but a post may start here (sure at {sure:.0} %)"),
                    Do::Start,
                ),
            };
            let mut correction = at(files, file, line.number, &line.flat(), action);
            if worst.is_some() {
                // Without a file and a line number it is said of every copy.
                (correction.file, correction.line) = (None, None);
            }
            doubts.push(Doubt {
                file,
                line: line.number,
                about: About::Boundary,
                why,
                correction,
                weight: start.wrong,
            });
        }
    }
    doubts
}

/// Lines about which one correction says all: the same post's, once in each of several files, taken alike in all of them.
/// By their words, the file where the decision is most doubtful.
fn alike<'g>(ground: &'g Ground<'_>) -> HashMap<&'g str, usize> {
    let mut everywhere: HashMap<&str, usize> = HashMap::new();
    for line in ground.texts.iter().flat_map(|text| &text.lines) {
        *everywhere.entry(&line.folded).or_default() += 1;
    }
    let mut found: HashMap<&str, Vec<(usize, &Start)>> = HashMap::new();
    for (file, starts) in ground.starts.iter().enumerate() {
        for start in starts.iter().filter(|start| !start.fixed) {
            found
                .entry(&ground.texts[file].lines[start.line].folded)
                .or_default()
                .push((file, start));
        }
    }
    let below = |(file, start): &(usize, &Start)| {
        let next = (start.line + 1..ground.texts[*file].lines.len())
            .find(|&line| ground.marks[*file][line].drop.is_none());
        next.map(|line| ground.texts[*file].lines[line].folded.as_str())
    };
    found.retain(|words, places| {
        let one_a_file = places.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let same = places
            .windows(2)
            .all(|pair| pair[0].1.chosen == pair[1].1.chosen && below(&pair[0]) == below(&pair[1]));
        places.len() > 1 && everywhere.get(words) == Some(&places.len()) && one_a_file && same
    });
    let worst = |places: &[(usize, &Start)]| {
        places
            .iter()
            .max_by(|a, b| a.1.wrong.total_cmp(&b.1.wrong))
            .map(|(file, _)| *file)
    };
    found
        .iter()
        .filter_map(|(words, places)| Some((*words, worst(places)?)))
        .collect()
}

/// Words of paragraphs that make a stretch of a post worth a look.
const STRETCH: usize = 40;

/// Where a post goes over to another language for a while: another post, or a long quotation.
fn two_languages(files: &[File], ground: &Ground, copy: &Copy) -> Vec<Doubt> {
    let lines = &ground.texts[copy.file].lines;
    let runs = turns::runs(&ground.texts[copy.file], &copy.kept);
    let mut doubts = Vec::new();
    for pair in runs
        .windows(2)
        .filter(|pair| pair[0].words >= STRETCH && pair[1].words >= STRETCH)
    {
        // The heading above the first line of the other language is where a post would start.
        let heading =
            (pair[0].last + 1..pair[1].first).find(|&place| short(&lines[copy.kept[place]]));
        let index = copy.kept[heading.unwrap_or(pair[1].first)];
        let fixed = ground.starts[copy.file]
            .iter()
            .any(|start| start.line == index && start.fixed);
        if fixed {
            continue;
        }
        let returns = runs
            .iter()
            .any(|run| run.first > pair[1].first && run.language == pair[0].language);
        doubts.push(Doubt {
            file: copy.file,
            line: lines[index].number,
            about: About::Boundary,
            why: "the language changes here within a post: another post may start, or it is a long quotation".to_string(),
            correction: at(files, copy.file, lines[index].number, &lines[index].flat(), Do::Start),
            weight: if returns { 0.05 } else { 0.3 },
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
                Some(Reason::Furniture)
                    if super::furniture::recognise(line.text).is_none()
                        && line.marker.is_none() =>
                {
                    (
                        "this line comes again and again between posts: it is taken for the site's",
                        0.05,
                    )
                }
                Some(Reason::Image) => ("this looks like the name of a lost image", 0.04),
                _ => continue,
            };
            if told.insert(&line.folded) {
                let correction = at(files, file, line.number, &line.flat(), Do::Keep);
                doubts.push(Doubt {
                    file,
                    line: line.number,
                    about: About::Furniture,
                    why: why.to_string(),
                    correction,
                    weight,
                });
            }
        }
    }
    doubts
}
