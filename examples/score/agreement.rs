//! How far two posts agree: those of one story, and those of two stories that have nothing to do with each other.

use crate::alignment::shape;
use crate::{field, lines};
use diptych::doc;
use diptych::pairing::{self, Shape};
use std::collections::BTreeMap;

/// As `model::parallel` has them.
const HALF: f32 = 0.5;

/// True pairs that must agree, and wrong ones that may.
const BARS: [f64; 2] = [0.97, 0.02];

type Text = Vec<(Shape, String)>;

/// Scores all files together; the names of what is beyond the bars.
pub fn score(files: &[String]) -> Vec<String> {
    let mut counts = [(0, 0); 2];
    for file in files {
        let stories = stories(file);
        for (at, (fr, en)) in stories.iter().enumerate() {
            count(&mut counts[0], fr, en);
            for apart in [1, 3]
                .into_iter()
                .filter(|apart| apart % stories.len() != 0)
            {
                count(&mut counts[1], fr, &stories[(at + apart) % stories.len()].1);
            }
        }
    }
    let share = |(agree, all): (usize, usize)| agree as f64 / all.max(1) as f64;
    println!(
        "{:.4} of {} true pairs can be read side by side, {:.4} of {} wrong ones",
        share(counts[0]),
        counts[0].1,
        share(counts[1]),
        counts[1].1
    );
    let below = [
        ("true pairs", share(counts[0]) < BARS[0]),
        ("wrong pairs", share(counts[1]) > BARS[1]),
    ];
    below
        .into_iter()
        .filter(|(_, is_below)| *is_below)
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn count((agree, all): &mut (usize, usize), fr: &Text, en: &Text) {
    let (fr, en) = (borrow(fr), borrow(en));
    let agreement = pairing::agreement(&fr, &en);
    *agree += usize::from(agreement.share >= HALF && agreement.evidence > 0.0);
    *all += 1;
}

/// The texts of each story that has one in both languages.
fn stories(file: &str) -> Vec<(Text, Text)> {
    let mut posts: BTreeMap<String, BTreeMap<String, Text>> = BTreeMap::new();
    for post in lines(file) {
        let blocks = doc::outline(field(&post, "body_markdown"), Default::default())
            .blocks
            .into_iter();
        let text = blocks.map(|(block, text)| (shape(block), text)).collect();
        posts
            .entry(field(&post, "pair_id").into())
            .or_default()
            .insert(field(&post, "lang").into(), text);
    }
    let both = posts.into_iter().filter(|(pair, _)| !pair.is_empty());
    let both = both.filter_map(|(_, mut post)| Some((post.remove("fr")?, post.remove("en")?)));
    both.filter(|(fr, en)| !fr.is_empty() && !en.is_empty())
        .collect()
}

fn borrow(text: &Text) -> Vec<(Shape, &str)> {
    text.iter()
        .map(|(shape, text)| (*shape, text.as_str()))
        .collect()
}
