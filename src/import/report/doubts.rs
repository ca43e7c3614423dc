//! The decisions that may be wrong, the most doubtful first, each with the lines that would change it.

use super::Posts;
use super::rows::{Location, ReadDoubt};
use crate::archive::{self, ArchiveBody, CorrectedLines, DoubtSubject};
use crate::model::{Evidence, Format, PostId};
use crate::text::toml;

/// One decision in so many is reported as a doubt: a longer list is read by nobody.
const DECISIONS_PER_DOUBT: usize = 10;
/// However few the decisions, so many doubts are reported.
const FEWEST: usize = 5;
/// No doubt below this weight is reported, though there be room.
const LEAST: f64 = 0.04;
/// A post so many times longer than its translation holds another one, perhaps.
const LONGER: f64 = 1.5;
/// How many times likelier it is then, as odds, that a post starts at a line that was left alone in it. Set by hand.
const HOLDS_ANOTHER: f64 = 5.0;
/// How likely it is that a post is in another language, where it reads as that. Set by hand: of 986 posts none did that was not.
const ANOTHER_LANGUAGE: f64 = 0.95;
/// Below this probability a made pair is worth the author's look.
const SURE: f64 = 0.9;

/// The doubts that are worth a look, and all the others.
pub fn doubts(posts: &Posts) -> (Vec<ReadDoubt>, Vec<ReadDoubt>) {
    let longer = longer_than_their_translation(posts);
    let open = posts.archive.doubts.iter();
    let open = open.filter(|doubt| !is_answered(doubt, posts));
    let mut doubts: Vec<ReadDoubt> = open
        .map(|doubt| of_archive(doubt, &longer, posts))
        .chain(of_pairs(posts))
        .chain(of_languages(posts))
        .collect();
    doubts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    // Decided was where each copy of a post begins, and for each post its title and its translation.
    let decisions = posts.site.posts.iter().map(|post| match &post.archive {
        Some(facts) => facts.copies.len() + 2,
        None => 1,
    });
    let most = (decisions.sum::<usize>() / DECISIONS_PER_DOUBT).max(FEWEST);
    let worth = doubts
        .iter()
        .take(most)
        .take_while(|doubt| doubt.weight >= LEAST);
    let others = doubts.split_off(worth.count());
    (doubts, others)
}

/// Whether the author has given a title to the post that had none.
fn is_answered(doubt: &archive::Doubt, posts: &Posts) -> bool {
    let posts = posts.site.posts.iter();
    let titled = posts.filter(|post| post.front.title.is_some());
    let facts = titled.filter_map(|post| post.archive.as_ref());
    let mut kept = facts.filter_map(|facts| facts.copies.first());
    let is_here = |copy: &archive::LineRange| {
        copy.file == doubt.file && (copy.first..=copy.last).contains(&doubt.line)
    };
    doubt.about == DoubtSubject::Title && kept.any(is_here)
}

/// The copies of posts that are so much longer than their translation that two may have been taken for one.
fn longer_than_their_translation(posts: &Posts) -> Vec<archive::LineRange> {
    let of_archive = |id: PostId| {
        let post = posts.site.post(id);
        match &post.body.format {
            Format::Archive(body) if !body.truncated => Some((post.archive.as_ref()?, body)),
            _ => None,
        }
    };
    let words = |body: &ArchiveBody| -> usize {
        let blocks = body.blocks.iter();
        blocks
            .map(|block| block.text.split_whitespace().count())
            .sum()
    };
    let links = posts.site.stories.iter().flat_map(|story| &story.links);
    let pairs = links.filter_map(|(a, b, _)| Some((of_archive(*a)?, of_archive(*b)?)));
    let longer = pairs
        .flat_map(|(a, b)| [(a, b), (b, a)])
        .filter(|((_, a), (_, b))| words(a) as f64 > LONGER * words(b) as f64);
    longer
        .flat_map(|((facts, _), _)| facts.copies.iter().copied())
        .collect()
}

fn of_archive(doubt: &archive::Doubt, longer: &[archive::LineRange], posts: &Posts) -> ReadDoubt {
    let holds = |copy: &archive::LineRange| {
        copy.file == doubt.file && (copy.first + 1..=copy.last).contains(&doubt.line)
    };
    let is_start = doubt.correction.action == archive::CorrectionAction::Start;
    let odds = match is_start && longer.iter().any(holds) {
        true => HOLDS_ANOTHER,
        false => 1.0,
    };
    ReadDoubt {
        at: posts.line(doubt.file, doubt.line),
        about: doubt.about.name().to_owned(),
        why: doubt.why.clone(),
        correction: correction(&doubt.correction, doubt.about),
        weight: odds * doubt.weight / (1.0 - doubt.weight + odds * doubt.weight),
    }
}

/// The entry of `archive.toml` that makes a correction; a post without a title is given one.
fn correction(at: &archive::Correction, about: DoubtSubject) -> String {
    let file = at.file.as_deref();
    match &at.lines {
        CorrectedLines::One { text, .. } if about == DoubtSubject::Title => {
            toml::post_entry(file, text, "title = \"…\"")
        }
        CorrectedLines::One { text, number } => {
            toml::line_entry(file, *number, text, at.action.name())
        }
        CorrectedLines::Like(pattern) => toml::file_entry(file, at.action.name(), pattern),
        CorrectedLines::Titles(place) => toml::file_entry(file, "title", place.name()),
    }
}

/// Pairs that were made with little certainty, and likely ones that were not.
fn of_pairs(posts: &Posts) -> Vec<ReadDoubt> {
    let site = posts.site;
    let links = site.stories.iter().flat_map(|story| &story.links);
    let made = links.map(|(a, b, evidence)| (*a, *b, evidence, true));
    let proposed = site
        .proposed
        .iter()
        .map(|proposal| (proposal.a, proposal.b, &proposal.evidence, false));
    made.chain(proposed)
        .filter_map(|(a, b, evidence, made)| match evidence {
            Evidence::Scored { score, reasons } if !made || *score < SURE => {
                Some(of_pair(a, b, (*score, reasons), made, posts))
            }
            _ => None,
        })
        .collect()
}

fn of_pair(
    a: PostId,
    b: PostId,
    (score, reasons): (f64, &[String]),
    made: bool,
    posts: &Posts,
) -> ReadDoubt {
    let [first, second] = [a, b].map(|id| posts.site.post(id));
    let because = match reasons {
        [] => String::new(),
        reasons => format!(": {}", reasons.join("; ")),
    };
    let (verdict, correction) = if made {
        let line = format!("not_translation_of = [{:?}]", first.slug);
        ("were taken for translations", setting(b, &line, posts))
    } else {
        let line = format!("story = {:?}", first.slug);
        let both = [a, b].map(|id| setting(id, &line, posts));
        ("may be translations", both.join("\n"))
    };
    ReadDoubt {
        at: Location::of(second.place, posts.sources),
        about: "pair".into(),
        why: format!(
            "« {} » and « {} » {verdict} (probability {score:.2}){because}",
            first.title, second.title
        ),
        correction,
        weight: if made { 1.0 - score } else { score },
    }
}

/// Posts in a language that the site has not; an author who says theirs, or leaves them out, has answered.
fn of_languages(posts: &Posts) -> impl Iterator<Item = ReadDoubt> {
    let in_another = |id: PostId| {
        let post = posts.site.post(id);
        let other = post.other_language.as_ref()?;
        let code = &posts.config.languages[post.lang].code;
        let is_open = post.front.lang.is_none() && post.front.draft != Some(true);
        is_open.then(|| ReadDoubt {
            at: Location::of(post.place, posts.sources),
            about: "language".into(),
            why: format!(
                "« {} » reads as {}, which is no language of the site: it was taken for `{code}`; add `[languages.{}]` to site.toml, or leave it out",
                post.title, other.name, other.code
            ),
            correction: setting(id, "draft = true", posts),
            weight: ANOTHER_LANGUAGE,
        })
    };
    posts.site.ids().filter_map(in_another)
}

/// A setting of a post, as the author would write it.
fn setting(id: PostId, line: &str, posts: &Posts) -> String {
    let post = posts.site.post(id);
    let file = posts.sources.get(post.place.source).name();
    if post.archive.is_some() {
        toml::post_entry(Some(file), &posts.title(id), line)
    } else {
        format!("# front matter of {file}\n{line}")
    }
}
