//! Lines that come again and again at the same place of a post: the site's, though their words are unknown.

use super::cohesion::{NEAR, Urn};
use super::furniture::{self, Role};
use super::lines::{Line, Text, Vocabulary};
use super::marks::Mark;
use super::{Reason, candidates};
use crate::text::video::player;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Marks the lines that are the site's by where they come.
pub(crate) fn mark(texts: &[Text], marks: &mut [Vec<Mark>], vocabulary: &Vocabulary) {
    let mut urn = Urn::new(vocabulary);
    beside_bylines(texts, marks, &mut urn);
    permalinks(texts, marks, &mut urn);
    site_lines(texts, marks, &mut urn);
}

/// No more lines stand between a title and its text.
const HEADER: usize = 4;

/// A line, by the index of its file and its own.
type Place = (usize, usize);

/// Lines that come again and again under titles, right beside a byline or another such line ("Follow", "12 views"), and the
/// names of those who write, where the subject changes at the line above.
fn beside_bylines(texts: &[Text], marks: &mut [Vec<Mark>], urn: &mut Urn) {
    let line = |(file, i): Place| &texts[file].lines[i];
    let again = short_lines(texts, marks);
    // The lines of a post's copies come again too, but the same text comes below.
    let below = |places: &[Place]| {
        let lines = places
            .iter()
            .filter_map(|&(file, i)| texts[file].lines.get(i + HEADER));
        lines
            .map(|line| line.folded.as_str())
            .collect::<HashSet<_>>()
            .len()
    };
    let no_title: HashSet<Place> = again
        .iter()
        .filter(|places| below(places) >= AGAIN)
        .flatten()
        .copied()
        .collect();
    // Whoever writes, the names stand at the same place: they are weighed together.
    let is_name = |places: &[Place]| {
        places
            .iter()
            .all(|&place| furniture::person(line(place).text))
    };
    let names: Vec<Place> = again
        .iter()
        .filter(|places| is_name(places))
        .flatten()
        .copied()
        .collect();
    let names_sign = part_posts(
        &gains(
            texts,
            &kept(marks),
            names.iter().map(|&(file, i)| ((file, i - 1), i)),
            urn,
        ),
        BETWEEN_POSTS,
    );
    // A title that comes again stands under a text.
    let title = |marks: &[Vec<Mark>], (file, i): Place| {
        let mut above = (0..i).rev().take(2 * HEADER);
        let above =
            above.find(|&at| marks[file][at].drop.is_none() && !no_title.contains(&(file, at)));
        above
            .map(|at| line((file, at)))
            .filter(|line| may_be_title(line))
    };
    let byline = |marks: &[Vec<Mark>], file: usize, i: usize| {
        marks[file]
            .get(i)
            .is_some_and(|mark| mark.drop.is_some() && mark.role == Some(Role::Byline))
    };
    loop {
        let mut found: Vec<Place> = Vec::new();
        for places in &again {
            let signs = names_sign && is_name(places);
            let open = places
                .iter()
                .copied()
                .filter(|&(file, i)| marks[file][i].drop.is_none());
            let titles: Vec<(Place, Option<&Line>)> =
                open.map(|place| (place, title(marks, place))).collect();
            let beside =
                |(file, i): Place| byline(marks, file, i - 1) || byline(marks, file, i + 1);
            let fit = titles
                .iter()
                .filter(|(place, title)| title.is_some() && (signs || beside(*place)))
                .count();
            let others: HashSet<&str> = titles
                .iter()
                .filter_map(|(_, title)| Some(title.as_ref()?.folded.as_str()))
                .collect();
            if others.len() >= AGAIN && fit * 5 >= titles.len() * 4 {
                found.extend(
                    titles
                        .iter()
                        .map(|(place, _)| *place)
                        .filter(|&place| signs || beside(place)),
                );
            }
        }
        if found.is_empty() {
            return;
        }
        for (file, i) in found {
            let text = line((file, i)).text;
            let mark = &mut marks[file][i];
            (mark.drop, mark.role) = (Some(Reason::Byline), Some(Role::Byline));
            mark.author = furniture::person(text).then(|| text.to_owned());
        }
    }
}

/// Whether a line may be a title; nothing is said of its place.
fn may_be_title(line: &Line) -> bool {
    candidates::short(line)
        || (4..=34).contains(&line.words) && (line.ends() != '.' || line.text.ends_with(".."))
}

/// Short lines that come at three places or more, the numbers at their heads apart: the places of each.
fn short_lines(texts: &[Text], marks: &[Vec<Mark>]) -> Vec<Vec<Place>> {
    const LONGEST: usize = 6;
    let mut places: HashMap<Cow<str>, Vec<Place>> = HashMap::new();
    for (file, text) in texts.iter().enumerate() {
        for (i, line) in text.lines.iter().enumerate().skip(1) {
            if (1..=LONGEST).contains(&line.words)
                && !line.stops()
                && line.marker.is_none()
                && marks[file][i].drop.is_none()
            {
                places
                    .entry(numberless(&line.folded))
                    .or_default()
                    .push((file, i));
            }
        }
    }
    let mut places: Vec<Vec<Place>> = places
        .into_values()
        .filter(|places| places.len() >= AGAIN)
        .collect();
    places.sort_unstable();
    places
}

/// The kept lines of each file.
fn kept(marks: &[Vec<Mark>]) -> Vec<Vec<usize>> {
    marks.iter().map(|marks| candidates::kept(marks)).collect()
}

/// How much the subject changes at each title that is kept; the line beside it is left out.
fn gains(
    texts: &[Text],
    kept: &[Vec<usize>],
    titles: impl Iterator<Item = (Place, usize)>,
    urn: &mut Urn,
) -> Vec<f64> {
    let gain = |((file, title), beside): (Place, usize)| {
        let place = kept[file].binary_search(&title).ok()?;
        let end = kept[file][..place].iter().rposition(|&at| at != beside)?;
        gain_between(&texts[file], &kept[file], end, place, urn)
    };
    titles.filter_map(gain).collect()
}

/// Addresses of one site, each right above or right under a heading where the subject changes: the posts' own.
fn permalinks(texts: &[Text], marks: &mut [Vec<Mark>], urn: &mut Urn) {
    let mut sites: HashMap<(String, bool), Vec<Place>> = HashMap::new();
    for (file, text) in texts.iter().enumerate() {
        for (i, line) in text
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.is_url() && player(line.text).is_none())
        {
            let head = |at: Option<usize>| {
                at.and_then(|at| text.lines.get(at))
                    .is_some_and(|line| !line.is_url() && line.words <= 30 && !line.stops())
            };
            // A heading close on one side, and none on the other.
            let above = line.after == 0 && head(Some(i + 1)) && (i == 0 || line.before > 0);
            let under = line.before == 0
                && head(i.checked_sub(1))
                && (i + 1 == text.lines.len() || line.after > 0);
            let site = line
                .text
                .split('/')
                .take(3)
                .collect::<Vec<_>>()
                .join("/")
                .to_lowercase();
            if above != under {
                sites.entry((site, above)).or_default().push((file, i));
            }
        }
    }
    let kept = kept(marks);
    let mut own: Vec<Place> = Vec::new();
    for ((_, above), places) in sites {
        let title = |i: usize| if above { i + 1 } else { i - 1 };
        let addresses: HashSet<&str> = places
            .iter()
            .map(|&(file, i)| texts[file].lines[i].text)
            .collect();
        let titles: HashSet<&str> = places
            .iter()
            .map(|&(file, i)| texts[file].lines[title(i)].folded.as_str())
            .collect();
        let gains = |urn| {
            gains(
                texts,
                &kept,
                places.iter().map(|&(file, i)| ((file, title(i)), i)),
                urn,
            )
        };
        if addresses.len().min(titles.len()) >= AGAIN && part_posts(&gains(urn), BETWEEN_POSTS) {
            own.extend(places);
        }
    }
    for (file, i) in own {
        let mark = &mut marks[file][i];
        if mark.drop.is_none() {
            (mark.drop, mark.role) = (Some(Reason::Byline), Some(Role::Byline));
            mark.address = Some(texts[file].lines[i].text.to_owned());
        }
    }
}

/// How much the subject must change at a line, on average, for it to stand between posts (see [`Urn::gain`]): headings
/// within posts have about 0.02, titles 0.29.
const BETWEEN_POSTS: f64 = 0.12;

/// A line that comes at so many places may be the site's.
const AGAIN: usize = 3;
/// One that comes at so many is, if the subject changes there at all.
const OFTEN: usize = 5;

/// Short lines that come again and again, alone or several on end, each time under other text and above another heading,
/// where the subject changes: the site's, though their words are unknown.
fn site_lines(texts: &[Text], marks: &mut [Vec<Mark>], urn: &mut Urn) {
    let kept = kept(marks);
    let mut found: HashMap<Cow<str>, Vec<(usize, usize)>> = HashMap::new();
    for (file, kept) in kept.iter().enumerate() {
        for (place, &i) in kept.iter().enumerate().skip(1) {
            let line = &texts[file].lines[i];
            if (1..=12).contains(&line.words)
                && line.ends() != '.'
                && line.marker.is_none()
                && marks[file][i].date.is_none()
            {
                found
                    .entry(numberless(&line.folded))
                    .or_default()
                    .push((file, place));
            }
        }
    }
    found.retain(|_, places| places.len() >= AGAIN);
    let again = |file: usize, place: usize| {
        kept[file]
            .get(place)
            .is_some_and(|&i| found.contains_key(&numberless(&texts[file].lines[i].folded)))
    };
    let mut unknown: Vec<(usize, usize)> = Vec::new();
    for places in found.values() {
        // The lines around that come again themselves are of the same block.
        let above: Vec<(usize, Option<usize>)> = places
            .iter()
            .map(|&(file, place)| (file, (0..place).rev().find(|&p| !again(file, p))))
            .collect();
        let below: Vec<(usize, Option<usize>)> = places
            .iter()
            .map(|&(file, place)| {
                (
                    file,
                    (place + 1..kept[file].len()).find(|&p| !again(file, p)),
                )
            })
            .collect();
        let line = |&(file, place): &(usize, Option<usize>)| {
            place.map(|p| &texts[file].lines[kept[file][p]])
        };
        let others = |side: &[(usize, Option<usize>)]| {
            side.iter()
                .filter_map(line)
                .map(|l| l.folded.as_str())
                .collect::<HashSet<_>>()
                .len()
        };
        let follow: Vec<&Line> = below.iter().filter_map(line).collect();
        let headings = follow
            .iter()
            .filter(|line| {
                line.words <= 30 && line.marker.is_none() && !line.text.ends_with(['.', ','])
            })
            .count();
        if others(&above) < AGAIN
            || others(&below) + (places.len() - follow.len()).min(1) < AGAIN
            || headings * 5 < follow.len() * 4
        {
            continue;
        }
        let gains: Vec<f64> = above
            .iter()
            .zip(&below)
            .take(20)
            .filter_map(|(above, below)| {
                gain_between(&texts[above.0], &kept[above.0], above.1?, below.1?, urn)
            })
            .collect();
        let often = others(&above).min(others(&below)) >= OFTEN;
        let least = if often {
            BETWEEN_POSTS / 3.0
        } else {
            BETWEEN_POSTS
        };
        if part_posts(&gains, least) {
            unknown.extend(
                places
                    .iter()
                    .map(|&(file, place)| (file, kept[file][place])),
            );
        }
    }
    for (file, i) in unknown {
        marks[file][i].drop = Some(Reason::Furniture);
        marks[file][i].role = Some(Role::End);
    }
}

/// What comes again in all files.
pub(crate) struct Again<'t> {
    /// Short lines that come at three places or more, each time between other lines: a site's own furniture, perhaps.
    pub lines: HashSet<&'t str>,
    /// Lines, numbers apart, that come again and again right under a heading, each time another: what they are is unknown
    /// ("Time: 5 min", "Serves 4"), but no title.
    pub under_headings: HashSet<String>,
}

/// Finds what comes again.
pub(crate) fn again<'t>(texts: &'t [Text]) -> Again<'t> {
    Again {
        lines: recurrent(texts),
        under_headings: under_headings(texts),
    }
}

fn recurrent<'t>(texts: &'t [Text]) -> HashSet<&'t str> {
    let mut seen: HashMap<&str, (HashSet<&str>, HashSet<&str>)> = HashMap::new();
    for text in texts {
        for (i, line) in text
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.words <= 12)
        {
            let (above, below) = seen.entry(&line.folded).or_default();
            above.insert(i.checked_sub(1).map_or("", |i| &text.lines[i].folded));
            below.insert(text.lines.get(i + 1).map_or("", |line| &line.folded));
        }
    }
    seen.into_iter()
        .filter(|(_, (above, below))| above.len() >= 3 && below.len() >= 3)
        .map(|(line, _)| line)
        .collect()
}

fn under_headings(texts: &[Text]) -> HashSet<String> {
    let mut seen: HashMap<String, (usize, usize, HashSet<&str>)> = HashMap::new();
    for text in texts {
        for pair in text
            .lines
            .windows(2)
            .filter(|pair| (1..=12).contains(&pair[1].words))
        {
            let (places, headed, headings) = seen.entry(shape(&pair[1].folded)).or_default();
            *places += 1;
            if may_be_title(&pair[0]) {
                *headed += 1;
                headings.insert(&pair[0].folded);
            }
        }
    }
    seen.retain(|_, (places, headed, headings)| {
        headings.len() >= AGAIN && *headed * 5 >= *places * 4
    });
    seen.into_keys().collect()
}

/// A line with `#` for each number.
pub(crate) fn shape(folded: &str) -> String {
    let mut shape = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c.is_ascii_digit() {
            true if shape.ends_with('#') => {}
            true => shape.push('#'),
            false => shape.push(c),
        }
    }
    shape
}

/// Whether the subject changes at lines by so much, on average.
fn part_posts(gains: &[f64], least: f64) -> bool {
    gains.len() >= 2 && gains.iter().sum::<f64>() / gains.len() as f64 >= least
}

/// A line with `#` for the number at its head: "12 claps" and "3 claps" are one counter of an interface. Numbers after words
/// count sections.
fn numberless(folded: &str) -> Cow<'_, str> {
    let number = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == number.len() {
        Cow::Borrowed(folded)
    } else {
        Cow::Owned(format!("#{rest}"))
    }
}

/// How much the subject changes from one kept line to another below it; none where there is too little text to tell.
fn gain_between(
    text: &Text,
    kept: &[usize],
    above: usize,
    below: usize,
    urn: &mut Urn,
) -> Option<f64> {
    let near = |lines: &mut dyn Iterator<Item = &usize>| {
        let mut stems: Vec<u32> = Vec::new();
        for &i in lines {
            stems.extend(&text.lines[i].stems);
            if stems.len() > NEAR {
                break;
            }
        }
        stems
    };
    let before = near(&mut kept[..=above].iter().rev());
    let after = near(&mut kept[below..].iter());
    (before.len().min(after.len()) > NEAR / 4).then(|| urn.gain(&before, &after))
}
