//! Which posts each list shows, in each language: homes, terms, years. A story is never listed twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, Untranslated};
use crate::lang::Lang;
use crate::model::{PostId, Role, Site, TermId};

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListId {
    /// Everything.
    Home,
    /// The posts of a term.
    Term(TermId),
    /// The posts of a year; `None`: those without a date.
    Year(Option<i32>),
}

/// The list that a feed is of; `None`: everything, in all languages.
pub type FeedOf = Option<(ListId, Lang)>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its posts in pages, of which there is at least one.
    pub pages: Vec<Vec<PostId>>,
    /// One post of each story that is named apart, as it is not told in this language.
    pub elsewhere: Vec<PostId>,
}

impl List {
    /// How many stories its pages show, those named apart among them.
    pub fn count(&self) -> usize {
        self.posts().count() + self.elsewhere.len()
    }

    /// Its posts in this language, and those shown among them.
    pub fn posts(&self) -> impl Iterator<Item = PostId> {
        self.pages.iter().flatten().copied()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists(BTreeMap<(ListId, Lang), List>);

impl Lists {
    fn add(
        &mut self,
        id: ListId,
        lang: Lang,
        (listed, elsewhere): (Vec<PostId>, Vec<PostId>),
        page_size: usize,
    ) {
        let mut pages: Vec<Vec<PostId>> = listed.chunks(page_size).map(<[_]>::to_vec).collect();
        if pages.is_empty() {
            pages.push(Vec::new());
        }
        self.0.insert((id, lang), List { pages, elsewhere });
    }

    pub fn get(&self, id: ListId, lang: Lang) -> Option<&List> {
        self.0.get(&(id, lang))
    }

    /// All lists, by what they are of.
    pub fn iter(&self) -> impl Iterator<Item = (ListId, Lang, &List)> {
        self.0.iter().map(|((id, lang), list)| (*id, *lang, list))
    }

    /// The years of a language's archive, the newest first, those without a date last.
    pub fn years(&self, lang: Lang) -> Vec<Option<i32>> {
        let mut years: Vec<Option<i32>> = self
            .iter()
            .filter_map(|(id, of, _)| match id {
                ListId::Year(year) if of == lang => Some(year),
                _ => None,
            })
            .collect();
        years.sort_by_key(|year| std::cmp::Reverse(*year));
        years
    }
}

/// Sorts the posts into lists.
pub fn lists(site: &Site, config: &Config) -> Lists {
    let mut lists = Lists::default();
    let policies = config.untranslated;
    let is_post = |id: &PostId| site.post(*id).role == Role::Post;
    let posts: Vec<PostId> = site.ids().filter(is_post).collect();
    let mut years: BTreeMap<Option<i32>, Vec<PostId>> = BTreeMap::new();
    for id in posts.iter().filter(|_| config.outputs.makes("years")) {
        let year = site.post(*id).date.map(|date| date.year);
        years.entry(year).or_default().push(*id);
    }
    for lang in config.languages.langs() {
        let home = list(site, lang, &posts, policies.home);
        lists.add(ListId::Home, lang, home, config.posts_per_page.home);
        for (year, members) in &years {
            let found = list(site, lang, members, policies.years);
            if !is_empty(&found) {
                lists.add(ListId::Year(*year), lang, found, usize::MAX);
            }
        }
    }
    let taxonomies = site.taxonomies.iter().enumerate();
    for (at, taxonomy) in taxonomies.filter(|(_, taxonomy)| config.outputs.lists(&taxonomy.key)) {
        for (number, term) in taxonomy.terms.iter().enumerate() {
            let members: Vec<PostId> = term.posts.iter().copied().filter(is_post).collect();
            let id = ListId::Term(TermId {
                taxonomy: at,
                term: number,
            });
            for (lang, _) in term.names.iter().filter(|(_, name)| name.is_some()) {
                let mut found = list(site, lang, &members, policies.terms);
                if taxonomy.oldest_first() {
                    found.0.reverse();
                    found.1.reverse();
                }
                if !is_empty(&found) {
                    lists.add(id, lang, found, config.posts_per_page.terms);
                }
            }
        }
    }
    lists
}

fn is_empty((listed, elsewhere): &(Vec<PostId>, Vec<PostId>)) -> bool {
    listed.is_empty() && elsewhere.is_empty()
}

/// Of the members' stories: those told in `lang`, and what the policy makes of the others.
fn list(
    site: &Site,
    lang: Lang,
    members: &[PostId],
    policy: Untranslated,
) -> (Vec<PostId>, Vec<PostId>) {
    let known: BTreeSet<PostId> = members.iter().copied().collect();
    let (mut listed, mut elsewhere) = (Vec::new(), Vec::new());
    for id in &known {
        let story = site.story_of(*id);
        match story.posts[lang] {
            Some(own) if own == *id => listed.push(*id),
            Some(_) => {}
            // One version of it stands for the story.
            None if story.versions().find(|version| known.contains(version)) != Some(*id) => {}
            None => match policy {
                Untranslated::Hide => {}
                Untranslated::Show => listed.push(*id),
                Untranslated::Link => elsewhere.push(*id),
            },
        }
    }
    (listed, elsewhere)
}

/// The posts of a feed, newest first: posts with a date, and stories of other languages as the policy has it. A feed of
/// everything has each post in its own language, and reaches as far back as that of each language.
pub fn feed_posts(site: &Site, config: &Config, of: FeedOf) -> Vec<PostId> {
    let dated = |id: &PostId| site.post(*id).role == Role::Post && site.post(*id).date.is_some();
    let (mut posts, limit): (Vec<PostId>, usize) = match of {
        None => (
            site.ids().filter(dated).collect(),
            config.feeds.posts * config.languages.len(),
        ),
        Some((id, lang)) => {
            let members: Vec<PostId> = match id {
                ListId::Term(id) => site.term(id).posts.iter().copied().filter(dated).collect(),
                ListId::Home | ListId::Year(_) => site.ids().filter(dated).collect(),
            };
            let (mut listed, elsewhere) = list(site, lang, &members, config.untranslated.feeds);
            listed.extend(elsewhere);
            listed.sort_unstable();
            (listed, config.feeds.posts)
        }
    };
    posts.truncate(limit);
    posts
}
