//! Taxonomies: which terms there are, what they are called in each language, and which posts have them.
//!
//! 1. what `terms.toml` and `authors.toml` declare
//! 2. what posts name: the declared term of that name, in the post's language or another; else the term of that slug
//! 3. a post that says nothing of a taxonomy has the terms of its story's other posts
//! 4. words that are probably mistyped, and terms without a name in a language that needs one, are reported

use std::collections::{BTreeMap, HashMap};

use super::{Post, PostId, Role, Site, Story};
use crate::config::{Config, TaxonomyNames};
use crate::content::terms::{Declared, DeclaredTerm, TermName, slug_of};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::model::Body;

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
pub fn assign(site: &mut Site, declared: &Declared, strings: &ByLang<Strings>, config: &Config, found: &mut Vec<Diagnostic>) {
    for (at, names) in config.taxonomies.iter().enumerate() {
        let mut sorter = Sorter::new(names, declared, strings, config);
        let mut terms: Vec<Option<Vec<usize>>> = site.posts.iter().map(|post| sorter.terms(post, config, found)).collect();
        for story in &site.stories {
            sorter.inherit(story, &mut terms);
        }
        sorter.authors_everywhere();
        sorter.report(site, &terms, config, found);
        for (id, terms) in terms.into_iter().enumerate() {
            for term in terms.into_iter().flatten() {
                sorter.taxonomy.terms[term].posts.push(PostId(id));
                site.posts[id].terms.push(TermId { taxonomy: at, term });
            }
        }
        site.taxonomies.push(sorter.taxonomy);
    }
    unknown_taxonomies(site, config, found);
}

struct Sorter<'a> {
    taxonomy: Taxonomy,
    /// Terms by slug, in the language that they are declared in.
    by_slug: HashMap<(Option<Lang>, String), usize>,
    /// The names that are declared, for "did you mean".
    declared: Vec<&'a str>,
}

impl<'a> Sorter<'a> {
    fn new(names: &TaxonomyNames, declared: &'a Declared, strings: &ByLang<Strings>, config: &Config) -> Self {
        let key = &names.key;
        let names = ByLang::from_fn(config.languages.len(), |lang| {
            let (name, slug) = names.names[lang].clone();
            let name = name.or_else(|| strings[lang].taxonomies.get(key).cloned()).unwrap_or_else(|| key.clone());
            TermName { slug: slug.unwrap_or_else(|| slug_of(&name)), name, description: None }
        });
        let taxonomy = Taxonomy { key: key.clone(), names, terms: Vec::new() };
        let mut sorter = Self { taxonomy, by_slug: HashMap::new(), declared: Vec::new() };
        for term in declared.get(key).into_iter().flatten() {
            sorter.declare(term);
        }
        sorter
    }

    fn declare(&mut self, term: &'a DeclaredTerm) {
        let at = self.taxonomy.terms.len();
        for (lang, name) in term.names.iter().filter_map(|(lang, name)| Some((lang, name.as_ref()?))) {
            for slug in [&name.slug, &slug_of(&name.name)] {
                self.by_slug.entry((Some(lang), slug.clone())).or_insert(at);
                self.by_slug.entry((None, slug.clone())).or_insert(at);
            }
            self.declared.push(&name.name);
        }
        for word in &term.also {
            self.by_slug.entry((None, slug_of(word))).or_insert(at);
        }
        self.taxonomy.terms.push(Term { names: term.names.clone(), declared: Some(term.clone()), posts: Vec::new() });
    }

    /// The terms that a post names; nothing where it says nothing.
    fn terms(&mut self, post: &Post, config: &Config, found: &mut Vec<Diagnostic>) -> Option<Vec<usize>> {
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
            if let (false, Some(help)) = (known, did_you_mean(name, self.declared.iter().copied())) {
                let message = format!("`{name}` is no term that terms.toml declares");
                found.push(Diagnostic::warning(Code::Terms, message).at(*span).help(help));
            }
        }
        Some(terms)
    }

    /// The term of a name as a post of a language writes it, and whether it was known.
    fn term(&mut self, name: &str, lang: Lang) -> (usize, bool) {
        let slug = slug_of(name);
        let known = [Some(lang), None].into_iter().find_map(|lang| self.by_slug.get(&(lang, slug.clone())).copied());
        let at = known.unwrap_or_else(|| {
            let names = ByLang::from_fn(self.taxonomy.names.len(), |_| None);
            self.taxonomy.terms.push(Term { names, declared: None, posts: Vec::new() });
            self.by_slug.insert((None, slug.clone()), self.taxonomy.terms.len() - 1);
            self.taxonomy.terms.len() - 1
        });
        let term = &mut self.taxonomy.terms[at];
        if term.declared.is_none() && term.names[lang].is_none() {
            term.names[lang] = Some(TermName { name: name.trim().to_owned(), slug, description: None });
        }
        (at, known.is_some())
    }

    fn inherit(&self, story: &Story, terms: &mut [Option<Vec<usize>>]) {
        let Some(first) = story.versions().find_map(|id| terms[id.0].clone()) else { return };
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
            let Some(name) = term.names.iter().find_map(|(_, name)| name.clone()) else { continue };
            for lang in self.taxonomy.names.langs() {
                term.names[lang].get_or_insert_with(|| name.clone());
            }
        }
    }

    /// Tells, once for each language, the terms that have no name in it although posts in it are about them.
    fn report(&self, site: &Site, terms: &[Option<Vec<usize>>], config: &Config, found: &mut Vec<Diagnostic>) {
        let mut missing: BTreeMap<Lang, BTreeMap<usize, PostId>> = BTreeMap::new();
        for (id, terms) in terms.iter().enumerate().map(|(id, terms)| (PostId(id), terms.as_deref().unwrap_or_default())) {
            let lang = site.post(id).lang;
            for term in terms.iter().filter(|term| self.taxonomy.terms[**term].names[lang].is_none()) {
                missing.entry(lang).or_default().entry(*term).or_insert(id);
            }
        }
        for (lang, terms) in missing {
            let name =
                |term: &usize| self.taxonomy.terms[*term].names.iter().find_map(|(_, name)| Some(name.as_ref()?.name.clone()));
            let names: Vec<String> = terms.keys().filter_map(name).collect();
            let code = &config.languages[lang].code;
            let more = if names.len() > TOLD { format!(" and {} more", names.len() - TOLD) } else { String::new() };
            let listed = names.iter().take(TOLD).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let key = &self.taxonomy.key;
            let message = format!("no name in `{code}` for these {key}, which posts in it have: {listed}{more}");
            let first = names.first().map_or("", String::as_str);
            let own = self.taxonomy.terms[*terms.keys().next().unwrap_or(&0)].names.iter().find(|(_, name)| name.is_some());
            let own = own.map_or("fr", |(lang, _)| config.languages[lang].code.as_str());
            let help = format!("pair them in content/terms.toml:\n[[{key}]]\n{own} = {first:?}\n{code} = \"…\"");
            let mut finding = Diagnostic::warning(Code::Terms, message).help(help);
            finding.span = terms.values().next().map(|id| site.post(*id).place);
            found.push(finding);
        }
    }
}

/// So many terms are named in one finding.
const TOLD: usize = 8;

fn unknown_taxonomies(site: &Site, config: &Config, found: &mut Vec<Diagnostic>) {
    let known = || config.taxonomies.iter().map(|taxonomy| taxonomy.key.as_str());
    let mut told: Vec<&str> = Vec::new();
    for post in &site.posts {
        for (key, terms) in post.front.terms.iter().filter(|(key, _)| !known().any(|known| known == *key)) {
            if told.contains(&key.as_str()) {
                continue;
            }
            told.push(key);
            let help = did_you_mean(key, known()).unwrap_or_else(|| format!("declare it in site.toml: `[taxonomies.{key}]`"));
            let finding = Diagnostic::warning(Code::Terms, format!("there is no taxonomy `{key}`"));
            found.push(finding.at(terms.first().map_or(post.place, |(_, span)| *span)).help(help));
        }
    }
}
