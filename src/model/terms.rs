//! Taxonomies: which terms there are, what they are called in each language, and which posts have them.
//!
//! 1. what `terms.toml` and `authors.toml` declare
//! 2. what posts name: the declared term of that name, in the post's language or another; else the term of that slug
//! 3. a post that says nothing of a taxonomy has the terms of its story's other posts
//! 4. words that are probably mistyped, and terms without a name in a language that needs one, are reported

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Post, PostId, Role, Site, Story};
use crate::config::{Config, TaxonomyNames};
use crate::content::terms::{Declared, DeclaredTerm, TermName, slug_of, word_key as key};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::model::Body;
use crate::text::toml::quote;
use crate::text::words;

/// Index of a term: its taxonomy in [`Site::taxonomies`], and itself in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    /// The taxonomy.
    pub taxonomy: usize,
    /// The term.
    pub term: usize,
}

/// A way in which posts are sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct Taxonomy {
    /// Its key: `tags`.
    pub key: String,
    /// Its name and its part of URLs, in each language.
    pub names: ByLang<TermName>,
    /// Its terms, the declared ones first.
    pub terms: Vec<Term>,
}

/// What some posts have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// In each language that it has a name in.
    pub names: ByLang<Option<TermName>>,
    /// Where and what the author declares of it.
    pub declared: Option<DeclaredTerm>,
    /// The posts that have it, newest first.
    pub posts: Vec<PostId>,
}

impl Taxonomy {
    /// Whether its posts are read from the first to the last.
    pub fn oldest_first(&self) -> bool {
        self.key == "series"
    }
}

/// Finds the taxonomies of a site, and gives each post its terms.
pub fn assign(
    site: &mut Site,
    declared: &Declared,
    strings: &ByLang<Strings>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let names = names(strings, config, diagnostics);
    for (at, (taxonomy, names)) in config.taxonomies.iter().zip(names).enumerate() {
        let mut sorter = Sorter::new(&taxonomy.key, names, declared);
        let mut terms: Vec<Option<Vec<usize>>> = site
            .posts
            .iter()
            .map(|post| sorter.terms(post, config, diagnostics))
            .collect();
        for story in &site.stories {
            sorter.inherit(story, &mut terms);
        }
        sorter.authors_everywhere();
        sorter.report(site, &terms, config, diagnostics);
        for (id, terms) in terms.into_iter().enumerate() {
            for term in terms.into_iter().flatten() {
                sorter.taxonomy.terms[term].posts.push(PostId(id));
                site.posts[id].terms.push(TermId { taxonomy: at, term });
            }
        }
        site.taxonomies.push(sorter.taxonomy);
    }
    unknown_taxonomies(site, config, diagnostics);
}

/// What each taxonomy is called: the site's word, else the language's. Two of one slug are reported, and the later one renamed, so
/// that nothing follows from it.
fn names(
    strings: &ByLang<Strings>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ByLang<TermName>> {
    let mut taken: HashMap<(Lang, String), &TaxonomyNames> = HashMap::new();
    let name_of = |taxonomy: &TaxonomyNames, lang: Lang| {
        let (name, slug) = taxonomy.names[lang].clone();
        let name = name
            .or_else(|| strings[lang].taxonomies.get(&taxonomy.key).cloned())
            .unwrap_or_else(|| taxonomy.key.clone());
        TermName {
            slug: slug.unwrap_or_else(|| slug_of(&name)),
            name,
            description: None,
        }
    };
    let all = config.taxonomies.iter().map(|taxonomy| {
        ByLang::from_fn(config.languages.len(), |lang| {
            let mut name = name_of(taxonomy, lang);
            if let Some(other) = taken.get(&(lang, name.slug.clone())) {
                let code = &config.languages[lang].code;
                let message = format!("`{}` and `{}` have one slug in `{code}`: `{}`", other.key, taxonomy.key, name.slug);
                let help =
                    format!("give one of them its own: `[taxonomies.{}]` with `{code} = {{ slug = \"…\" }}`", taxonomy.key);
                let mut finding = Diagnostic::error(Code::Config, message).help(help);
                let mut places = taxonomy.places[lang].into_iter().chain(other.places[lang]);
                finding.span = places.next();
                finding.labels.extend(places.map(|place| (place, "the other".to_owned())));
                diagnostics.push(finding);
                name.slug = format!("{}-{}", name.slug, taxonomy.key);
            }
            taken.insert((lang, name.slug.clone()), taxonomy);
            name
        })
    });
    all.collect()
}

struct Sorter<'a> {
    taxonomy: Taxonomy,
    /// Terms by their words, in the language that they are declared in.
    by_word: HashMap<(Option<Lang>, String), usize>,
    /// The slugs that are taken.
    slugs: HashSet<(Lang, String)>,
    /// The names that are declared, for "did you mean".
    declared: Vec<&'a str>,
}

impl<'a> Sorter<'a> {
    fn new(key: &str, names: ByLang<TermName>, declared: &'a Declared) -> Self {
        let taxonomy = Taxonomy {
            key: key.to_owned(),
            names,
            terms: Vec::new(),
        };
        let mut sorter = Self {
            taxonomy,
            by_word: HashMap::new(),
            slugs: HashSet::new(),
            declared: Vec::new(),
        };
        for term in declared.get(key).into_iter().flatten() {
            sorter.declare(term);
        }
        sorter
    }

    fn declare(&mut self, term: &'a DeclaredTerm) {
        let at = self.taxonomy.terms.len();
        for (lang, name) in term
            .names
            .iter()
            .filter_map(|(lang, name)| Some((lang, name.as_ref()?)))
        {
            for word in [&name.slug, &name.name] {
                self.by_word.entry((Some(lang), key(word))).or_insert(at);
                self.by_word.entry((None, key(word))).or_insert(at);
            }
            self.slugs.insert((lang, name.slug.clone()));
            self.declared.push(&name.name);
        }
        for word in &term.also {
            self.by_word.entry((None, key(word))).or_insert(at);
        }
        self.taxonomy.terms.push(Term {
            names: term.names.clone(),
            declared: Some(term.clone()),
            posts: Vec::new(),
        });
    }

    /// The terms that a post names; nothing where it says nothing.
    fn terms(
        &mut self,
        post: &Post,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Vec<usize>> {
        let Some(named) = post.front.terms.get(&self.taxonomy.key) else {
            let author = match &post.body {
                // No byline is invented for what an archive left unsigned.
                Body::Archive(piece) => piece.signature.as_ref(),
                Body::Markdown(..) => config.author.as_ref().filter(|_| post.role == Role::Post),
            };
            let author = author.filter(|_| self.taxonomy.key == "authors")?;
            return Some(vec![self.term(author, post.lang).0]);
        };
        let mut terms = Vec::new();
        for (name, span) in named.iter().filter(|(name, _)| !name.trim().is_empty()) {
            let (term, known) = self.term(name, post.lang);
            if !terms.contains(&term) {
                terms.push(term);
            }
            if let (false, Some(help)) = (known, did_you_mean(name, self.declared.iter().copied()))
            {
                let message = format!("`{name}` is no term that terms.toml declares");
                diagnostics.push(
                    Diagnostic::warning(Code::Terms, message)
                        .at(*span)
                        .help(help),
                );
            }
        }
        Some(terms)
    }

    /// The term of a name as a post of a language writes it, and whether it was known.
    fn term(&mut self, name: &str, lang: Lang) -> (usize, bool) {
        let word = key(name);
        let known = [Some(lang), None]
            .into_iter()
            .find_map(|lang| self.by_word.get(&(lang, word.clone())).copied());
        let at = known.unwrap_or_else(|| {
            let names = ByLang::from_fn(self.taxonomy.names.len(), |_| None);
            self.taxonomy.terms.push(Term {
                names,
                declared: None,
                posts: Vec::new(),
            });
            self.by_word
                .insert((None, word), self.taxonomy.terms.len() - 1);
            self.taxonomy.terms.len() - 1
        });
        let term = &mut self.taxonomy.terms[at];
        if term.declared.is_none() && term.names[lang].is_none() {
            let slug = slug_of(name);
            let numbered = (2..).map(|number| format!("{slug}-{number}"));
            let free = std::iter::once(slug.clone())
                .chain(numbered)
                .find(|slug| self.slugs.insert((lang, slug.clone())));
            let slug = free.unwrap_or(slug);
            term.names[lang] = Some(TermName {
                name: name.trim().to_owned(),
                slug,
                description: None,
            });
        }
        (at, known.is_some())
    }

    fn inherit(&self, story: &Story, terms: &mut [Option<Vec<usize>>]) {
        let Some(first) = story.versions().find_map(|id| terms[id.0].clone()) else {
            return;
        };
        for id in story.versions() {
            terms[id.0].get_or_insert_with(|| first.clone());
        }
    }

    /// A person has one name in all languages, unless the author says otherwise.
    fn authors_everywhere(&mut self) {
        if self.taxonomy.key != "authors" {
            return;
        }
        for term in &mut self.taxonomy.terms {
            let Some(name) = term.names.iter().find_map(|(_, name)| name.clone()) else {
                continue;
            };
            for lang in self.taxonomy.names.langs() {
                term.names[lang].get_or_insert_with(|| name.clone());
            }
        }
    }

    /// Tells, once for each language, the terms that have no name in it although their stories are told in it, with the
    /// terms of those stories that probably mean the same.
    fn report(
        &self,
        site: &Site,
        terms: &[Option<Vec<usize>>],
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        // A pair that was proposed is not told again from its other side.
        let mut proposed: Vec<usize> = Vec::new();
        for lang in config.languages.langs() {
            let mut told = Told::new(self, site, terms, lang);
            told.nameless.retain(|(term, _)| !proposed.contains(term));
            let Some(&(_, place)) = told.nameless.first() else {
                continue;
            };
            let code = &config.languages[lang].code;
            let names: Vec<String> = told
                .nameless
                .iter()
                .map(|(term, _)| format!("`{}`", self.any_name(*term).1))
                .collect();
            let more = if names.len() > TOLD {
                format!(" and {} more", names.len() - TOLD)
            } else {
                String::new()
            };
            let listed = names[..names.len().min(TOLD)].join(", ");
            let key = &self.taxonomy.key;
            let message = format!(
                "no name in `{code}` for these {key} of stories that are told in it: {listed}{more}"
            );
            let entry = |(term, likely): (usize, Option<&str>)| {
                let (own, name) = self.any_name(term);
                let mut lines = [(own, name), (lang, likely.unwrap_or("…"))];
                lines.sort_by_key(|(lang, _)| *lang);
                let lines = lines.map(|(lang, name)| {
                    format!("{} = {}", config.languages[lang].code, quote(name))
                });
                format!("[[{key}]]\n{}", lines.join("\n"))
            };
            let mut pairs = told.pairs();
            pairs.retain(|(term, _)| !proposed.contains(term));
            proposed.extend(pairs.iter().flat_map(|(term, other)| [*term, *other]));
            let mut likely: Vec<(usize, Option<&str>)> = pairs
                .into_iter()
                .map(|(term, other)| (term, Some(self.any_name(other).1)))
                .collect();
            if likely.is_empty() {
                likely.push((told.nameless[0].0, None));
            }
            let entries: Vec<String> = likely.into_iter().take(TOLD).map(entry).collect();
            let help = format!("pair them in content/terms.toml:\n{}", entries.join("\n"));
            diagnostics.push(
                Diagnostic::note(Code::Terms, message)
                    .at(site.post(place).place)
                    .help(help),
            );
        }
    }

    /// A term's first name, and its language.
    fn any_name(&self, term: usize) -> (Lang, &str) {
        let names = self.taxonomy.terms[term].names.iter();
        names
            .filter_map(|(lang, name)| Some((lang, name.as_ref()?.name.as_str())))
            .next()
            .unwrap_or((Lang(0), ""))
    }
}

/// Which terms a language lacks, and which of its own stand beside them.
struct Told {
    /// Terms without a name in the language, each with a post that has it.
    nameless: Vec<(usize, PostId)>,
    /// In how many stories told in the language and another one a term stands.
    stories: HashMap<usize, u32>,
    /// In how many of them two terms stand, one of each language, neither of which has a name in the other's.
    together: BTreeMap<(usize, usize), u32>,
    /// Pairs that are sure from one story: no other term stands there, or both words are alike.
    sure: HashSet<(usize, usize)>,
}

impl Told {
    fn new(sorter: &Sorter, site: &Site, terms: &[Option<Vec<usize>>], lang: Lang) -> Self {
        let mut told = Self {
            nameless: Vec::new(),
            stories: HashMap::new(),
            together: BTreeMap::new(),
            sure: HashSet::new(),
        };
        let named = |term: usize, lang: Lang| sorter.taxonomy.terms[term].names[lang].is_some();
        let of = |id: PostId| terms[id.0].as_deref().unwrap_or_default();
        let mut nameless: BTreeMap<usize, PostId> = BTreeMap::new();
        for story in &site.stories {
            let Some(own) = story.posts[lang] else {
                continue;
            };
            for other in story.versions().filter(|id| *id != own) {
                let theirs: Vec<usize> = of(other)
                    .iter()
                    .copied()
                    .filter(|term| !named(*term, lang))
                    .collect();
                let ours: Vec<usize> = of(own)
                    .iter()
                    .copied()
                    .filter(|term| !named(*term, site.post(other).lang))
                    .collect();
                let lone = theirs.len() == 1 && ours.len() == 1;
                // Where one side has only what it inherits, nothing tells what its own words are.
                for term in theirs
                    .iter()
                    .chain(&ours)
                    .filter(|_| !theirs.is_empty() && !ours.is_empty())
                {
                    *told.stories.entry(*term).or_default() += 1;
                }
                for term in theirs {
                    nameless.entry(term).or_insert(other);
                    for mine in ours.iter().filter(|mine| named(**mine, lang)) {
                        *told.together.entry((term, *mine)).or_default() += 1;
                        if lone || alike(sorter.any_name(term).1, sorter.any_name(*mine).1) {
                            told.sure.insert((term, *mine));
                        }
                    }
                }
            }
        }
        told.nameless = nameless.into_iter().collect();
        told
    }

    /// Terms that stand together in most of the stories that have either, and with no other term as often.
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
fn alike(a: &str, b: &str) -> bool {
    let beginnings = |name: &str| -> Vec<String> {
        words::words(name)
            .map(words::fold)
            .filter_map(|word| word.get(..5).map(str::to_owned))
            .collect()
    };
    let theirs = beginnings(b);
    beginnings(a).iter().any(|word| theirs.contains(word))
}

/// Terms that stand together in fewer of their stories are not proposed as one.
const LIKELY: f32 = 0.6;

/// So many terms are named in one finding.
const TOLD: usize = 8;

fn unknown_taxonomies(site: &Site, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let known = || {
        config
            .taxonomies
            .iter()
            .map(|taxonomy| taxonomy.key.as_str())
    };
    let mut told: Vec<&str> = Vec::new();
    for post in &site.posts {
        for (key, terms) in post
            .front
            .terms
            .iter()
            .filter(|(key, _)| !known().any(|known| known == *key))
        {
            if told.contains(&key.as_str()) {
                continue;
            }
            told.push(key);
            let help = did_you_mean(key, known())
                .unwrap_or_else(|| format!("declare it in site.toml: `[taxonomies.{key}]`"));
            let finding = Diagnostic::warning(Code::Terms, format!("there is no taxonomy `{key}`"));
            diagnostics.push(
                finding
                    .at(terms.first().map_or(post.place, |(_, span)| *span))
                    .help(help),
            );
        }
    }
}
