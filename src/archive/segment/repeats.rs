//! What comes again in all files, for what it says of titles beside it.

use crate::archive::marks::mark::MarkedFile;
use std::collections::{HashMap, HashSet};

/// Lines that come again at several places.
pub struct RepeatedLines<'t> {
    /// Short lines that come at three places or more, each time between other lines: the site's own, perhaps.
    pub between_others: HashSet<&'t str>,
    /// Lines, numbers apart, that come again and again right under a heading, each time another: what they are is unknown
    /// ("Time: 5 min", "Serves 4"), but no title.
    pub under_headings: HashSet<String>,
}

/// No longer line is looked at, in words.
const LONGEST: usize = 12;
const AGAIN: usize = 3;

impl<'t> RepeatedLines<'t> {
    /// Finds what comes again.
    pub fn new(files: &'t [MarkedFile]) -> Self {
        let mut between: HashMap<&str, [HashSet<&str>; 2]> = HashMap::new();
        let mut under: HashMap<String, (usize, usize, HashSet<&str>)> = HashMap::new();
        for lines in files.iter().map(|file| &file.lines) {
            for (i, line) in lines
                .iter()
                .enumerate()
                .filter(|(_, line)| line.words <= LONGEST)
            {
                let above = i.checked_sub(1).map(|above| &lines[above]);
                let below = lines.get(i + 1);
                let sides = between.entry(&line.folded).or_default();
                for (side, line) in sides.iter_mut().zip([above, below]) {
                    side.insert(line.map_or("", |line| &line.folded));
                }
                let Some(above) = above.filter(|_| line.words > 0) else {
                    continue;
                };
                let (places, headed, headings) = under.entry(line_shape(&line.folded)).or_default();
                *places += 1;
                if above.may_be_title() {
                    *headed += 1;
                    headings.insert(&above.folded);
                }
            }
        }
        between.retain(|_, sides| sides.iter().all(|side| side.len() >= AGAIN));
        under.retain(|_, (places, headed, headings)| {
            headings.len() >= AGAIN && *headed * 5 >= *places * 4
        });
        Self {
            between_others: between.into_keys().collect(),
            under_headings: under.into_keys().collect(),
        }
    }
}

/// A line with `#` for each number.
pub fn line_shape(folded: &str) -> String {
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
