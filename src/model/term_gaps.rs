//! Terms that have no name in a language although their stories have a post in it, and which terms of that language probably mean
//! the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::ids::PostId;
use super::settled::Settled;
use super::site::Story;
use super::taxonomy::Taxonomy;
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::lang::Lang;
use crate::source::Span;
use crate::text::toml::quote;
use crate::text::words;

/// Terms that share fewer of their stories are not proposed as one.
const LIKELY: f32 = 0.6;

/// So many terms are named in one diagnostic.
const NAMED: usize = 8;

/// Reports, once for each language, the terms without a name in it, with those that probably mean the same.
pub(super) fn report(
    taxonomy: &Taxonomy,
    posts: &[Settled],
    stories: &[Story],
    terms: &[Vec<usize>],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A pair that was proposed is not proposed again from its other side.
    let mut proposed: Vec<usize> = Vec::new();
    for lang in config.languages.langs() {
        let mut gaps = Gaps::new(taxonomy, posts, stories, terms, lang);
        gaps.nameless.retain(|(term, _)| !proposed.contains(term));
        let Some(&(first, post)) = gaps.nameless.first() else {
            continue;
        };
        let mut pairs = gaps.pairs();
        pairs.retain(|(term, _)| !proposed.contains(term));
        proposed.extend(pairs.iter().flat_map(|(term, other)| [*term, *other]));
        let pairs = pairs.into_iter().map(|(term, other)| (term, Some(other)));
        let mut likely: Vec<(usize, Option<usize>)> = pairs.collect();
        if likely.is_empty() {
            likely.push((first, None));
        }
        let message = message(taxonomy, &gaps.nameless, lang, config);
        let mut note = Diagnostic::note(Code::Terms, message).at(posts[post.0].document.place);
        let mut entries = Vec::new();
        for (term, likely) in likely.into_iter().take(NAMED) {
            match existing(taxonomy, term, lang, likely, config) {
                Some((span, advice)) => note = note.label(span, advice),
                None => entries.push(entry(taxonomy, term, lang, likely, config)),
            }
        }
        let help = match entries.is_empty() {
            true => "add their names to these entries of content/terms.toml".to_owned(),
            false => format!("pair them in content/terms.toml:\n{}", entries.join("\n")),
        };
        diagnostics.push(note.help(help));
    }
}

fn message(
    taxonomy: &Taxonomy,
    nameless: &[(usize, PostId)],
    lang: Lang,
    config: &Config,
) -> String {
    let names = nameless.iter().take(NAMED);
    let names: Vec<String> = names
        .map(|(term, _)| format!("`{}`", any_name(taxonomy, *term).1))
        .collect();
    let more = match nameless.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "these {} have no name in `{}`, although their stories have a post in it: {}{more}",
        taxonomy.key,
        config.languages[lang].code,
        names.join(", ")
    )
}

/// The entry that a term, or what probably means the same, has already, and what is to be added to it: a second entry would be an
/// error.
fn existing(
    taxonomy: &Taxonomy,
    term: usize,
    lang: Lang,
    likely: Option<usize>,
    config: &Config,
) -> Option<(Span, String)> {
    let declared = |term: usize| Some(taxonomy.terms[term].declared.as_ref()?.span);
    let line =
        |lang: Lang, name: &str| format!("{} = {}", config.languages[lang].code, quote(name));
    let (own, name) = any_name(taxonomy, term);
    match (declared(term), likely.and_then(declared)) {
        (Some(span), Some(_)) => {
            let other = likely.map_or("", |other| any_name(taxonomy, other).1);
            let advice = format!("join the entry of `{other}` to this one");
            Some((span, advice))
        }
        (Some(span), None) => {
            let name = likely.map_or("…", |other| any_name(taxonomy, other).1);
            Some((span, format!("add `{}` to this entry", line(lang, name))))
        }
        (None, Some(span)) => Some((span, format!("add `{}` to this entry", line(own, name)))),
        (None, None) => None,
    }
}

/// The entry of `terms.toml` that gives a term its name in a language.
fn entry(
    taxonomy: &Taxonomy,
    term: usize,
    lang: Lang,
    likely: Option<usize>,
    config: &Config,
) -> String {
    let (own, name) = any_name(taxonomy, term);
    let likely = likely.map_or("…", |other| any_name(taxonomy, other).1);
    let mut lines = [(own, name), (lang, likely)];
    lines.sort_by_key(|(lang, _)| *lang);
    let lines =
        lines.map(|(lang, name)| format!("{} = {}", config.languages[lang].code, quote(name)));
    format!("[[{}]]\n{}", taxonomy.key, lines.join("\n"))
}

/// A term's first name, and its language.
fn any_name(taxonomy: &Taxonomy, term: usize) -> (Lang, &str) {
    let mut names = taxonomy.terms[term].names.iter();
    names
        .find_map(|(lang, name)| Some((lang, name.as_ref()?.name.as_str())))
        .unwrap_or((Lang(0), ""))
}

/// Which terms a language lacks, and which of its own are used in the same stories.
struct Gaps {
    /// Terms without a name in the language, each with a post that has it.
    nameless: Vec<(usize, PostId)>,
    /// In how many stories of the language and another one a term is used.
    stories: HashMap<usize, u32>,
    /// In how many of them two terms are used, one of each language, neither of which has a name in the other's.
    together: BTreeMap<(usize, usize), u32>,
    /// Pairs that are sure from one story: it has no other term, or both words are alike.
    sure: HashSet<(usize, usize)>,
}

impl Gaps {
    fn new(
        taxonomy: &Taxonomy,
        posts: &[Settled],
        stories: &[Story],
        terms: &[Vec<usize>],
        lang: Lang,
    ) -> Self {
        let mut gaps = Self {
            nameless: Vec::new(),
            stories: HashMap::new(),
            together: BTreeMap::new(),
            sure: HashSet::new(),
        };
        let named = |term: usize, lang: Lang| taxonomy.terms[term].names[lang].is_some();
        let unnamed = |id: PostId, lang: Lang| -> Vec<usize> {
            let terms = terms[id.0].iter().copied();
            terms.filter(|term| !named(*term, lang)).collect()
        };
        let versions = stories.iter().flat_map(|story| {
            let own = story.posts[lang];
            let others = story.versions().filter(move |id| Some(*id) != own);
            others.filter_map(move |other| Some((own?, other)))
        });
        let mut nameless: BTreeMap<usize, PostId> = BTreeMap::new();
        for (own, other) in versions {
            let theirs = unnamed(other, lang);
            let ours = unnamed(own, posts[other.0].lang);
            let alone = theirs.len() == 1 && ours.len() == 1;
            // Where one side has only what it inherits, nothing says what its own words are.
            if !theirs.is_empty() && !ours.is_empty() {
                for term in theirs.iter().chain(&ours) {
                    *gaps.stories.entry(*term).or_default() += 1;
                }
            }
            for term in theirs {
                nameless.entry(term).or_insert(other);
                for mine in ours.iter().copied().filter(|mine| named(*mine, lang)) {
                    *gaps.together.entry((term, mine)).or_default() += 1;
                    if alone || is_alike(any_name(taxonomy, term).1, any_name(taxonomy, mine).1) {
                        gaps.sure.insert((term, mine));
                    }
                }
            }
        }
        gaps.nameless = nameless.into_iter().collect();
        gaps
    }

    /// Terms that share most of the stories that have either, and none as many with another term.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let scored: Vec<((usize, usize), f32)> = self
            .together
            .iter()
            .filter(|(pair, times)| **times >= 2 || self.sure.contains(pair))
            .map(|((a, b), times)| {
                (
                    (*a, *b),
                    2.0 * *times as f32 / (self.stories[a] + self.stories[b]) as f32,
                )
            })
            .collect();
        let unrivalled = |(pair, score): &((usize, usize), f32)| {
            let rival = |(other, theirs): &((usize, usize), f32)| {
                other != pair && (other.0 == pair.0 || other.1 == pair.1) && theirs >= score
            };
            *score >= LIKELY && !scored.iter().any(rival)
        };
        scored
            .iter()
            .filter(|scored| unrivalled(scored))
            .map(|(pair, _)| *pair)
            .collect()
    }
}

/// Whether two names have a word with the same beginning: *relation client*, *customer relations*.
fn is_alike(a: &str, b: &str) -> bool {
    let beginnings = |name: &str| -> Vec<String> {
        words::words(name)
            .map(words::fold)
            .filter_map(|word| word.get(..5).map(str::to_owned))
            .collect()
    };
    let theirs = beginnings(b);
    beginnings(a).iter().any(|word| theirs.contains(word))
}
