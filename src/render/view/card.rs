//! A post in a list.

use serde::Serialize;

use super::{DateView, LinkView, PostLink, Shared, Views};
use crate::config::theme::Thumbnails;
use crate::lang::Lang;
use crate::model::{PostId, TermId};
use crate::plan;

/// Terms on a card.
const TERMS: usize = 3;

#[derive(Hash, Serialize)]
pub(super) struct Card<'v> {
    #[serde(flatten)]
    post: PostLink<'v>,
    /// Its anchor.
    id: String,
    /// Whether it is in another language than the page.
    foreign: bool,
    /// Then, that language in the page's words: "in French".
    in_language: Option<&'v str>,
    date: Option<DateView>,
    /// "4 min read".
    reading_time: String,
    /// What its author says that it is about; then that is shown, unless he said what the excerpt is.
    description: Option<String>,
    excerpt: &'v str,
    /// "Read more", where there is more to read.
    read_more: Option<String>,
    /// That the archive holds only its beginning.
    truncated: Option<&'v str>,
    terms: Vec<LinkView<'v>>,
    /// An `<img>` that stands for it, without words: its title says what it is.
    image: Option<String>,
    /// "Also in English", for each other version.
    translations: Vec<Also<'v>>,
}

/// A link to a translation.
#[derive(Hash, Serialize)]
struct Also<'v> {
    lang: &'v str,
    url: &'v str,
    /// "Also in English".
    title: String,
    /// The translation's own title.
    of: &'v str,
}

impl<'a> Views<'a> {
    pub(super) fn card(&self, id: PostId, page_lang: Lang) -> &Shared<Card<'a>> {
        let card = || Box::new(Shared::new(self.make_card(id, page_lang)));
        self.cards[page_lang][id.0].get_or_init(card)
    }

    fn make_card(&self, id: PostId, page_lang: Lang) -> Card<'a> {
        let post = self.site.post(id);
        let excerpt = &self.context.bodies[id].excerpt;
        let foreign = post.lang != page_lang;
        let read_more = || match foreign {
            true => self.phrase(page_lang, "read_more_in", post.lang),
            false => self.word(page_lang, "read_more").to_owned(),
        };
        let description = self.description(post).filter(|_| !excerpt.chosen);
        let goes_on = !excerpt.whole || description.is_some();
        let others = self.site.story_of(id).others(id);
        let has_image = match self.config.theme.thumbnails {
            Thumbnails::First => true,
            Thumbnails::Chosen => post.front.cover().is_some(),
            Thumbnails::None => false,
        };
        let image = || self.context.bodies.thumbnail(id);
        Card {
            post: self.post_link(id),
            id: plan::card_id(self.config, self.site, id),
            foreign,
            in_language: foreign.then(|| self.in_language(page_lang, post.lang)),
            date: self.date(post.date, page_lang),
            reading_time: self.reading_time(id, page_lang),
            description,
            excerpt: &excerpt.html.text,
            read_more: goes_on.then(read_more),
            truncated: post.truncated.then(|| self.word(page_lang, "truncated")),
            terms: self.card_terms(id, page_lang),
            image: has_image.then(image).flatten(),
            translations: others.map(|other| self.also(other, page_lang)).collect(),
        }
    }

    /// Its tags, else its categories.
    fn card_terms(&self, id: PostId, lang: Lang) -> Vec<LinkView<'a>> {
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
    fn also(&self, other: PostId, page_lang: Lang) -> Also<'a> {
        let lang = self.site.post(other).lang;
        Also {
            lang: self.code(lang),
            url: self.permalink(other),
            title: self.phrase(page_lang, "also", lang),
            of: self.title(other),
        }
    }
}
