//! Taxonomies: which terms there are, what they are called in each language, and which posts have them.
//!
//! 1. what `terms.toml` and `authors.toml` declare
//! 2. what posts name: the declared term of that name, in the post's language or another; else the term of that slug
//! 3. a post that says nothing of a taxonomy has the terms of its story's other posts
//! 4. words that are probably mistyped, and terms without a name in a language that needs one, are reported

use std::collections::{HashMap, HashSet};

use super::ids::{PostId, TermId};
use super::settled::Settled;
use super::site::Story;
use super::taxonomy::{Taxonomy, Term};
use super::term_gaps;
use crate::config::{Config, TaxonomyNames};
use crate::content::Role;
use crate::content::terms::{Declared, DeclaredTerm, TermName, slug_of, word_key as key};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::lang::{ByLang, Lang, strings::Strings};

/// By what posts are classified.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    pub declared: &'a Declared,
    /// What languages call taxonomies, and the words of URLs.
    pub strings: &'a ByLang<Strings>,
}

/// The taxonomies, and the terms of each post.
pub(super) struct Classified {
    pub taxonomies: Vec<Taxonomy>,
    pub terms: Vec<Vec<TermId>>,
}

impl Classified {
    /// Posts without terms.
    pub fn nothing(posts: usize) -> Self {
        Self {
            taxonomies: Vec::new(),
            terms: vec![Vec::new(); posts],
        }
    }
}

/// Finds the taxonomies, and the terms of each post.
pub(super) fn classify(
    posts: &[Settled],
    stories: &[Story],
    vocabulary: Vocabulary,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Classified {
    let names = names(vocabulary.strings, config, diagnostics);
    let mut classified = Classified::nothing(posts.len());
    for (at, (taxonomy, names)) in config.taxonomies.iter().zip(names).enumerate() {
        let mut sorter = Sorter::new(&taxonomy.key, names, vocabulary.declared);
        let mut terms: Vec<Option<Vec<usize>>> = posts
            .iter()
            .map(|post| sorter.terms(post, config, diagnostics))
            .collect();
        for story in stories {
            inherit(story, &mut terms);
        }
        let terms: Vec<Vec<usize>> = terms.into_iter().map(Option::unwrap_or_default).collect();
        let mut taxonomy = sorter.finish();
        term_gaps::report(&taxonomy, posts, stories, &terms, config, diagnostics);
        for (id, terms) in terms.into_iter().enumerate() {
            for term in terms {
                taxonomy.terms[term].posts.push(PostId(id));
                classified.terms[id].push(TermId { taxonomy: at, term });
            }
        }
        classified.taxonomies.push(taxonomy);
    }
    report_unknown(posts, config, diagnostics);
    classified
}

/// A post that says nothing of a taxonomy has the terms of its story's other posts.
fn inherit(story: &Story, terms: &mut [Option<Vec<usize>>]) {
    let Some(first) = story.versions().find_map(|id| terms[id.0].clone()) else {
        return;
    };
    for id in story.versions() {
        terms[id.0].get_or_insert_with(|| first.clone());
    }
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
        post: &Settled,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Vec<usize>> {
        let Some(named) = post.document.front.terms.get(&self.taxonomy.key) else {
            let author = match &post.document.archive {
                // No byline is invented for what an archive left unsigned.
                Some(facts) => facts.signature.as_ref(),
                None => config
                    .author
                    .as_ref()
                    .filter(|_| post.document.role == Role::Post),
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

    /// The taxonomy with all its terms. A person has one name in all languages, unless the author says otherwise.
    fn finish(mut self) -> Taxonomy {
        if self.taxonomy.key != "authors" {
            return self.taxonomy;
        }
        for term in &mut self.taxonomy.terms {
            let Some(name) = term.names.iter().find_map(|(_, name)| name.clone()) else {
                continue;
            };
            for lang in self.taxonomy.names.langs() {
                term.names[lang].get_or_insert_with(|| name.clone());
            }
        }
        self.taxonomy
    }
}

/// Reports each taxonomy that posts name and the site has not, once.
fn report_unknown(posts: &[Settled], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let known = || {
        config
            .taxonomies
            .iter()
            .map(|taxonomy| taxonomy.key.as_str())
    };
    let mut reported: Vec<&str> = Vec::new();
    for document in posts.iter().map(|post| &post.document) {
        for (key, terms) in &document.front.terms {
            if known().any(|known| known == key) || reported.contains(&key.as_str()) {
                continue;
            }
            reported.push(key);
            let help = did_you_mean(key, known())
                .unwrap_or_else(|| format!("declare it in site.toml: `[taxonomies.{key}]`"));
            let finding = Diagnostic::warning(Code::Terms, format!("there is no taxonomy `{key}`"));
            diagnostics.push(
                finding
                    .at(terms.first().map_or(document.place, |(_, span)| *span))
                    .help(help),
            );
        }
    }
}
