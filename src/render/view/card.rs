//! A post in a list.

use serde::Serialize;

use super::{DateView, LinkView, PostLink, Views};
use crate::lang::Lang;
use crate::model::{PostId, TermId};
use crate::plan;

/// Terms on a card.
const TERMS: usize = 3;

#[derive(Serialize)]
pub(super) struct Card {
    #[serde(flatten)]
    post: PostLink,
    /// Its anchor.
    id: String,
    /// Whether it is in another language than the page.
    foreign: bool,
    /// Then, that language in the page's words: "in French".
    in_language: Option<String>,
    date: Option<DateView>,
    /// "4 min read".
    reading_time: String,
    excerpt: String,
    /// "Read more", where there is more to read.
    read_more: Option<String>,
    /// That the archive holds only its beginning.
    truncated: Option<String>,
    terms: Vec<LinkView>,
    /// "Also in English", for each other version.
    translations: Vec<LinkView>,
}

impl Views<'_> {
    pub(super) fn card(&self, id: PostId, page_lang: Lang) -> &Card {
        self.cards[page_lang][id.0].get_or_init(|| self.make_card(id, page_lang))
    }

    fn make_card(&self, id: PostId, page_lang: Lang) -> Card {
        let post = self.site.post(id);
        let excerpt = &self.context.bodies[id].excerpt;
        let foreign = post.lang != page_lang;
        let read_more = || match foreign {
            true => self.phrase(page_lang, "read_more_in", post.lang),
            false => self.word(page_lang, "read_more"),
        };
        let others = self.site.story_of(id).others(id);
        Card {
            post: self.post_link(id),
            id: plan::card_id(self.config, self.site, id),
            foreign,
            in_language: foreign.then(|| self.in_language(page_lang, post.lang).to_owned()),
            date: self.date(post.date, page_lang),
            reading_time: self.reading_time(id, page_lang),
            excerpt: excerpt.html.text.clone(),
            read_more: (!excerpt.whole).then(read_more),
            truncated: post.truncated.then(|| self.word(page_lang, "truncated")),
            terms: self.card_terms(id, page_lang),
            translations: others.map(|other| self.also(other, page_lang)).collect(),
        }
    }

    /// Its tags, else its categories.
    fn card_terms(&self, id: PostId, lang: Lang) -> Vec<LinkView> {
        let of = |key: &str| {
            let is_its = |term: &&TermId| self.taxonomy(**term).key == key;
            let terms = self.site.post(id).terms.iter().filter(is_its).take(TERMS);
            terms
                .map(|term| self.term_link(*term, lang))
                .collect::<Vec<_>>()
        };
        let tags = of("tags");
        if tags.is_empty() {
            of("categories")
        } else {
            tags
        }
    }

    /// "Also in English", "Lire en français": another post of the same story, in words of the page.
    fn also(&self, other: PostId, page_lang: Lang) -> LinkView {
        let lang = self.site.post(other).lang;
        LinkView {
            title: self.phrase(page_lang, "also", lang),
            url: self.permalink(other),
            lang: Some(self.code(lang).to_owned()),
        }
    }
}
