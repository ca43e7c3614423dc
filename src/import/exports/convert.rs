//! An item → its posts: the text in Markdown, the fields as front matter; one post for each language that it is in.

use std::collections::BTreeMap;

use super::fields::{self, site_language};
use super::selection::Kept;
use crate::config::{Config, kinds};
use crate::content::{Body, Comment, Document, FrontMatter, own_words};
use crate::doc::{self, Extensions, Outline};
use crate::import::html::{self, Changed, Changes, Context};
use crate::import::item::{Export, Item, ItemComment, given};
use crate::import::urls::Urls;
use crate::import::wordpress::languages::{ItemLanguage, Languages, normal};
use crate::import::wordpress::shortcodes::{self, Library};
use crate::lang::{Detector, Guess, Lang, OtherLanguage, Voice, tagged};
use crate::source::{Sources, Span};

pub struct Converter<'a> {
    pub config: &'a Config,
    pub export: &'a Export,
    /// What tells the site's groups of translations from those of other sites.
    pub group_suffix: &'a str,
    pub urls: &'a Urls,
    pub library: &'a Library<'a>,
    pub languages: &'a Languages<'a>,
    pub detector: &'a Detector,
}

pub struct ConvertedItem {
    pub item: Item,
    pub kept: Kept,
    pub posts: Vec<NewPost>,
    pub other_languages: Vec<String>,
    pub changes: Changes,
    pub comments_left_out: BTreeMap<&'static str, usize>,
}

/// A post whose text is in no source yet.
pub struct NewPost {
    pub document: Document,
    text: String,
    /// What its source is called, behind the name of the file it is from.
    name: String,
    /// The language of its old address, which is a guess.
    pub address_lang: Option<Lang>,
}

impl NewPost {
    pub fn into_document(mut self, sources: &mut Sources) -> Document {
        let file = &sources.get(self.document.place.source).path;
        let path = format!("{file}#{}.md", self.name);
        let length = self.text.len();
        let source = sources.add(path, self.text);
        self.document.body = Body::markdown(Span::new(source, 0..length), Extensions::default());
        self.document
    }
}

/// An item's text in one language.
struct Version<'a> {
    item: &'a Item,
    kept: Kept,
    /// The language, where qTranslate's marks name it.
    tag: Option<String>,
    is_first: bool,
    title: String,
    content: String,
    excerpt: String,
}

impl Version<'_> {
    /// qTranslate has the other languages below their codes.
    fn later_tag(&self) -> Option<&str> {
        self.tag.as_deref().filter(|_| !self.is_first)
    }
}

impl Converter<'_> {
    pub fn convert(&self, mut item: Item, kept: Kept) -> ConvertedItem {
        let path = self.urls.local(&item.link);
        let content = std::mem::take(&mut item.content);
        let (mut comments, comments_left_out) = self.comments(std::mem::take(&mut item.comments));
        let (mut posts, mut other_languages) = (Vec::new(), Vec::new());
        let mut changes = Changes::new();
        for version in versions(&item, kept, &content) {
            let markdown = self.markdown(&version, &path, &mut changes);
            let language = self.language(&version, &path);
            let lang = site_language(self.config, &language.codes);
            if let (None, Some(code)) = (lang, language.codes.last()) {
                other_languages.push(code.clone());
                continue;
            }
            let mut post = self.post(&version, language, markdown);
            // The readers' words are below the first version; nothing tells which of the others they answer.
            post.document.comments = std::mem::take(&mut comments);
            posts.push(post);
        }
        if item.summary {
            changes.insert((Changed::Summary, item.link.clone()));
        }
        ConvertedItem {
            item,
            kept,
            posts,
            other_languages,
            changes,
            comments_left_out,
        }
    }

    fn markdown(&self, version: &Version, page: &str, changes: &mut Changes) -> String {
        let (item, library) = (version.item, self.library);
        let (html, lines) = shortcodes::expand(&version.content, item, library, changes);
        let context = Context {
            urls: self.urls,
            page,
            lines,
            html: true,
        };
        html::convert(&html, context, changes)
    }

    fn language(&self, version: &Version, path: &str) -> ItemLanguage {
        match &version.tag {
            Some(tag) => ItemLanguage {
                codes: vec![normal(tag)],
                group: Some(format!("qtranslate_{}", version.item.id)),
                address: None,
            },
            None => self.languages.of(version.item, path),
        }
    }

    fn post(&self, version: &Version, language: ItemLanguage, text: String) -> NewPost {
        let (item, kept, tag) = (version.item, version.kept, version.tag.as_deref());
        let outline = doc::outline(&text, Extensions::default());
        let (guess, other_language) = match language.codes.is_empty() {
            true => self.guess(&version.title, &outline),
            false => (None, None),
        };
        let address = language.address.clone();
        let origin = fields::origin(item, self.export, kept.namesakes, version.later_tag());
        let stem = format!("{origin}/{}", fields::slug(item, tag));
        let suffix = tag.map(|tag| format!(".{tag}")).unwrap_or_default();
        NewPost {
            document: Document {
                reads_as: None,
                place: item.place(),
                role: kept.role,
                stem: Some(stem),
                name_lang: None,
                guess,
                front: self.front_matter(version, language, origin),
                title: None,
                outline,
                body: Body::markdown(item.place(), Extensions::default()),
                archive: None,
                comments: Vec::new(),
                broken: false,
                imported: true,
                split_from: None,
                other_language,
            },
            text,
            name: fields::source_name(item, kept.namesakes) + &suffix,
            address_lang: address.and_then(|code| site_language(self.config, &[code])),
        }
    }

    fn front_matter(
        &self,
        version: &Version,
        language: ItemLanguage,
        origin: String,
    ) -> FrontMatter {
        let (item, kept, tag) = (version.item, version.kept, version.tag.as_deref());
        let place = item.place();
        let slug = given(fields::slug(item, tag));
        let spanned = |text: String| (text, place);
        let lang = site_language(self.config, &language.codes);
        let group = language.group;
        let mut aliases = fields::old_paths(item, self.urls, version.later_tag());
        if version.is_first {
            aliases.extend(fields::numbered_path(item, self.export, kept.role));
        }
        let terms = fields::terms(item, self.export, tag);
        FrontMatter {
            span: Some(place),
            title: given(html::plain(&version.title)),
            date: item.date,
            updated: fields::updated(item),
            lang: lang.map(|lang| spanned(self.config.languages[lang].code.clone())),
            story: group.map(|group| spanned(group + self.group_suffix)),
            slug: slug
                .filter(|slug| !kinds::may_be_reserved(slug))
                .map(spanned),
            description: fields::description(item, tag),
            excerpt: given(html::plain(&version.excerpt)),
            terms: terms
                .map(|(key, names)| (key.to_owned(), names.into_iter().map(spanned).collect()))
                .collect(),
            aliases: aliases.into_iter().map(spanned).collect(),
            draft: kept.draft.map(|_| true),
            origin: Some(spanned(origin)),
            extra: fields::extra(item, self.library, self.urls),
            ..FrontMatter::default()
        }
    }

    /// What a text reads as, and the language that it is in where the site has it not; what it quotes is not its own.
    fn guess(&self, title: &str, outline: &Outline) -> (Option<Guess>, Option<OtherLanguage>) {
        let mut words = own_words(outline, false, self.detector);
        words.add(title, &self.detector.weigh(title), Voice::Labels);
        (words.guess(), words.other_language())
    }

    /// Those that readers saw, in the order of time; the others are counted.
    fn comments(
        &self,
        comments: Vec<ItemComment>,
    ) -> (Vec<Comment>, BTreeMap<&'static str, usize>) {
        let (mut kept, mut left_out) = (Vec::new(), BTreeMap::new());
        for comment in comments {
            let is_pingback = matches!(comment.kind.as_str(), "pingback" | "trackback");
            let is_readers = is_pingback || matches!(comment.kind.as_str(), "" | "comment");
            let reason = match comment.approved.as_str() {
                "spam" => "spam",
                "trash" | "post-trashed" => "in the trash",
                "1" | "approve" if is_readers => {
                    let comment = self.comment(comment, is_pingback);
                    if is_pingback || !comment.text.trim().is_empty() {
                        kept.push(comment);
                        continue;
                    }
                    "without words"
                }
                "1" | "approve" => "a plugin's, no reader's",
                _ => "never approved",
            };
            *left_out.entry(reason).or_default() += 1;
        }
        kept.sort_by_key(|comment: &Comment| comment.date.map(|date| date.utc()));
        (kept, left_out)
    }

    fn comment(&self, comment: ItemComment, pingback: bool) -> Comment {
        let context = Context {
            urls: self.urls,
            page: "/",
            lines: true,
            html: false,
        };
        let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        Comment {
            id: comment.id,
            reply_to: given(comment.parent).filter(|parent| parent != "0"),
            author: fields::plain_name(&comment.author),
            url: Some(comment.url).filter(is_web),
            date: comment.date,
            pingback,
            text: html::convert(&comment.content, context, &mut Changes::new()),
        }
    }
}

/// Title, text and excerpt in each language that qTranslate's marks tell; without marks, one version.
fn versions<'a>(item: &'a Item, kept: Kept, content: &str) -> Vec<Version<'a>> {
    let texts = [item.title.as_str(), content, item.excerpt.as_str()];
    let parts = texts.map(tagged::split);
    // The text tells which languages there are; a title may be translated where the text is not.
    let telling = match &parts[1] {
        Some(_) => &parts[1..2],
        None => &parts[..],
    };
    let mut tags: Vec<Option<String>> = Vec::new();
    for (code, _) in telling.iter().flatten().flatten() {
        let tag = Some(code.clone());
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.is_empty() {
        tags.push(None);
    }
    let versions = tags.into_iter().enumerate().map(|(at, tag)| {
        let [title, content, excerpt] = texts.map(|text| fields::in_language(text, tag.as_deref()));
        Version {
            item,
            kept,
            tag,
            is_first: at == 0,
            title,
            content,
            excerpt,
        }
    });
    versions.collect()
}
