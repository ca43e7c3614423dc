//! Translations that disagree: what one version has and the other lacks, of numbers, links, pictures, code and headings.

mod numbers;
mod only;
mod places;

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::{self, Block, Outline};
use crate::languages::{self, Pack};
use crate::model::{Likeness, Post, Site};
use crate::source::Sources;
use numbers::Passages;
use only::Only;

/// So many things are named of each kind.
const NAMED: usize = 6;

/// Warns, once for each two versions that stand for each other, of what only one of them has. Versions that are told anew, cut
/// short or both in archives are not compared.
pub fn disagreements(
    site: &Site,
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for story in &site.stories {
        let pairs = story
            .likeness
            .iter()
            .filter(|(.., likeness)| *likeness != Likeness::Adapted);
        for (a, b, _) in pairs {
            let posts = [*a, *b].map(|id| site.post(id));
            let is_followed = posts.iter().any(|post| post.is_own_file());
            if is_followed && !posts.iter().any(|post| post.truncated) {
                let versions = posts.map(|post| Version::of(post, config, sources));
                diagnostics.extend(compare(&versions, sources));
            }
        }
    }
}

fn compare(versions: &[Version; 2], sources: &Sources) -> Option<Diagnostic> {
    let [one, two] = versions;
    let (here, there) = differences(one, two);
    let path = |version: &Version| &sources.get(version.post.place.source).path;
    let only = |list: &[Only], version: &Version| {
        let mut seen = BTreeSet::new();
        let named = list.iter().filter(|only| seen.insert(&only.what));
        let mut named: Vec<String> = named.map(|only| format!("`{}`", only.what)).collect();
        let more = named.len().saturating_sub(NAMED);
        named.truncate(NAMED);
        named.extend((more > 0).then(|| format!("{more} more")));
        (!named.is_empty()).then(|| format!("only `{}` has {}", path(version), named.join(", ")))
    };
    let counts = one.counts().into_iter().zip(two.counts());
    let counts = counts.filter(|((ours, _), (theirs, _))| ours != theirs);
    let counts = counts.map(|((ours, name), (theirs, _))| {
        let (one, two) = (path(one), path(two));
        let names = if ours == 1 { "" } else { "s" };
        format!("`{one}` has {ours} {name}{names}, `{two}` {theirs}")
    });
    let parts = [only(&here, one), only(&there, two)];
    let parts: Vec<String> = parts.into_iter().flatten().chain(counts).collect();
    if parts.is_empty() {
        return None;
    }
    let message = format!("two versions of a story disagree: {}", parts.join("; "));
    let help = "correct the one that is wrong; where both are right, write `accept = [\"disagreement\"]` in the front matter of this one";
    let finding = Diagnostic::warning(Code::Disagreement, message)
        .at(two.post.place)
        .help(help);
    let labels = [(one, &here), (two, &there)]
        .into_iter()
        .flat_map(|(version, only)| {
            let only = only.iter().take(NAMED);
            only.filter_map(|only| only.find(version.post, sources))
        });
    Some(labels.fold(finding, |finding, span| finding.label(span, "only here")))
}

/// What only one of two versions has, and what only the other.
fn differences(one: &Version, two: &Version) -> (Vec<Only>, Vec<Only>) {
    let [ours, theirs] = [one, two].map(|version| Passages {
        blocks: &version.outline.blocks,
        pack: version.pack,
    });
    let (mut here, mut there) = numbers::differences(&ours, &theirs);
    for (ours, theirs) in [(&one.links, &two.links), (&one.pictures, &two.pictures)] {
        let (left, right) = places::surplus(ours, theirs);
        here.extend(left.into_iter().map(Only::place));
        there.extend(right.into_iter().map(Only::place));
    }
    (here, there)
}

/// What two versions should have alike.
struct Version<'a> {
    post: &'a Post,
    pack: &'static Pack,
    outline: Outline,
    links: Vec<String>,
    pictures: Vec<String>,
}

impl<'a> Version<'a> {
    fn of(post: &'a Post, config: &Config, sources: &Sources) -> Self {
        let mut outline =
            doc::outline_with_html(&post.body.text.read(sources), post.body.extensions());
        let title = (Block::Paragraph, post.title.clone());
        outline.blocks.insert(0, title);
        // An address that stands as it is becomes a link later; its digits say nothing.
        let mut addresses = Vec::new();
        for (_, text) in outline
            .blocks
            .iter_mut()
            .filter(|(block, text)| *block != Block::Code && text.contains("://"))
        {
            let (links, words): (Vec<&str>, Vec<&str>) =
                text.split(' ').partition(|word| word.contains("://"));
            addresses.extend(links.into_iter().filter_map(places::place_of));
            *text = words.join(" ");
        }
        let (pictures, links): (Vec<_>, Vec<_>) = post.links.iter().partition(|link| link.image);
        let links = links
            .iter()
            .filter_map(|link| places::place_of(&link.destination));
        Self {
            post,
            pack: languages::pack(&config.languages[post.lang].code),
            outline,
            links: links.chain(addresses).collect(),
            pictures: pictures
                .iter()
                .map(|link| places::picture_of(&link.destination))
                .collect(),
        }
    }

    /// How many it has of what has no words of its own to compare, with a name for one.
    fn counts(&self) -> [(usize, &'static str); 2] {
        let count = |is: fn(&Block) -> bool| {
            let blocks = self.outline.blocks.iter();
            blocks.filter(|(block, _)| is(block)).count()
        };
        [
            (count(|block| *block == Block::Code), "code block"),
            (count(|block| matches!(block, Block::Heading(_))), "heading"),
        ]
    }
}
