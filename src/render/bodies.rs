//! The posts' texts: what lists, heads and checks need of them at hand, the whole read back where its page is made.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::cover::{Cover, Image, images};
use super::pictures::{self, Pictures, address};
use crate::cache::{Digest, Digester, Memo};
use crate::doc::{Anchor, Excerpt, Heading, Rendered, Repaired, Twice, Undrawn, Unpaired, Unread};
use crate::images::Size;
use crate::model::PostId;

/// A picture of fewer pixels a side is an icon or a sign, and stands for no post.
const ICON: u32 = 120;

/// A post's text, as lists, heads and checks need it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    pub excerpt: Excerpt,
    pub words: usize,
    pub unpaired: Vec<Unpaired>,
    pub repaired: Vec<Repaired>,
    pub unread: Vec<Unread>,
    pub undrawn: Vec<Undrawn>,
    pub headings: Vec<Heading>,
    pub ids: BTreeSet<String>,
    pub twice: Vec<Twice>,
    /// The anchor of each outermost block.
    pub anchors: Vec<Option<Anchor>>,
    /// The pictures of its HTML, in order.
    pub images: Vec<Image>,
    /// Whether it shows code as a block.
    pub has_code: bool,
    /// Of its HTML and anchors.
    pub html: Digest,
    /// Of the kinds and words of its blocks.
    pub blocks: Digest,
}

impl Facts {
    pub fn of(text: &Rendered) -> Self {
        let parts = text.parts.iter();
        let blocks = parts.clone().map(|part| (part.kind, part.words.as_str()));
        let anchors: Vec<_> = parts.map(|part| part.anchor.clone()).collect();
        Self {
            excerpt: text.excerpt.clone(),
            words: text.words,
            unpaired: text.unpaired.clone(),
            repaired: text.repaired.clone(),
            unread: text.unread.clone(),
            undrawn: text.undrawn.clone(),
            headings: text.headings.clone(),
            ids: text.ids.clone(),
            twice: text.twice.clone(),
            images: images(&text.html).map(|tag| Image::of(&tag)).collect(),
            has_code: text.html.tags().any(|tag| tag.is("pre")),
            html: Digester::new("html")
                .hash(&text.html)
                .hash(&anchors)
                .finish(),
            blocks: Digester::new("blocks").texts(blocks).finish(),
            anchors,
        }
    }
}

impl Facts {
    /// Where its pictures lie.
    fn sources(&self) -> impl Iterator<Item = &str> {
        self.images.iter().filter_map(|image| image.src.as_deref())
    }
}

/// The texts of all posts, by their ids.
#[derive(Default)]
pub struct Bodies {
    facts: Vec<Facts>,
    /// Under which each whole text is remembered.
    digests: Vec<Digest>,
    /// Those that were made for this build and stay in memory.
    kept: FxHashMap<PostId, Rendered>,
    /// The picture that stands for each where others link to it.
    covers: Vec<Option<Cover>>,
    /// What is known of the pictures that they show.
    pictures: Pictures,
}

impl Bodies {
    /// All of them, in no order that means anything.
    pub fn all(&self) -> &[Facts] {
        &self.facts
    }

    /// Adds the next one: its text, remembered under a digest or kept, and its cover.
    pub fn push(&mut self, facts: Facts, of: Digest, kept: Option<Rendered>, cover: Option<Cover>) {
        let id = PostId(self.facts.len());
        self.facts.push(facts);
        self.digests.push(of);
        self.kept.extend(kept.map(|text| (id, text)));
        self.covers.push(cover);
    }

    pub fn cover(&self, id: PostId) -> Option<&Cover> {
        self.covers[id.0].as_ref()
    }

    /// The picture that stands for a post, where it is the site's own and no icon.
    pub fn thumbnail(&self, id: PostId) -> Option<String> {
        let cover = self.cover(id)?;
        let is_icon = |size: Size| size.width.min(size.height) < ICON;
        let picture = self.pictures.get(cover.path());
        let picture = picture.filter(|picture| !picture.size.is_some_and(is_icon))?;
        // The title beside it says what it is.
        let sizes = "(min-width: 41rem) 8rem, 5rem";
        pictures::sized(&cover.address, "", picture, sizes, true)
    }

    /// The picture that an author chose for a post, where its text has it not.
    pub fn above_text(&self, id: PostId) -> Option<String> {
        let cover = self.cover(id)?;
        let is_in_text = self[id].sources().any(|src| address(src) == cover.path());
        let picture = self.pictures.get(cover.path()).filter(|_| !is_in_text)?;
        pictures::sized(&cover.address, &cover.alt, picture, pictures::SIZES, false)
    }

    /// The whole text of a post, made again where it is not remembered.
    pub fn text(
        &self,
        id: PostId,
        memo: &Memo,
        make: impl FnOnce() -> Rendered,
    ) -> Cow<'_, Rendered> {
        let text = match self.kept.get(&id) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(memo.find(self.digests[id.0]).unwrap_or_else(make)),
        };
        if self[id].images.is_empty() {
            return text;
        }
        let mut text = text.into_owned();
        text.html = pictures::dressed(&text.html, &self.pictures, 1);
        Cow::Owned(text)
    }

    /// The addresses of all pictures that posts show.
    pub fn shown(&self) -> BTreeSet<String> {
        let of = |body: &Facts| -> Vec<String> {
            let of_excerpt = images(&body.excerpt.html).filter_map(|tag| tag.value("src"));
            body.sources().chain(of_excerpt).map(address).collect()
        };
        let mut shown: BTreeSet<String> = self.facts.iter().flat_map(of).collect();
        let covers = self.covers.iter().flatten();
        shown.extend(covers.map(|cover| cover.path().to_owned()));
        shown
    }

    /// Tells browsers of every picture what is known of it. The first of a text is probably in sight, and is loaded at once.
    pub fn dress(&mut self, pictures: Pictures) {
        for cover in self.covers.iter_mut().flatten() {
            cover.size = pictures.get(cover.path()).and_then(|picture| picture.size);
        }
        for body in &mut self.facts {
            if images(&body.excerpt.html).next().is_some() {
                body.excerpt.html = pictures::dressed(&body.excerpt.html, &pictures, 0);
            }
            if !body.images.is_empty() {
                let known = body.sources().map(|src| pictures.get(&address(src)));
                let of = Digester::new("dressed").digest(body.html);
                body.html = known.fold(of, |of, picture| of.hash(&picture)).finish();
            }
        }
        self.pictures = pictures;
    }
}

impl std::ops::Index<PostId> for Bodies {
    type Output = Facts;

    fn index(&self, id: PostId) -> &Facts {
        &self.facts[id.0]
    }
}
