//! Folders of other generators (Hugo, Zola, Jekyll) and plain folders of Markdown → documents, for `import`.
//!
//! 1. [`sites`]: whose folder it is, and what its settings say
//! 2. [`places`]: what each file is; its language, section, name and date
//! 3. [`keys`]: front matter in our own keys, the rest under `params`
//! 4. [`urls`]: where the post stood, which becomes an alias
//! 5. [`shortcodes`], [`targets`]: what the text has of the generator's becomes Markdown, its links paths of files
//!
//! A site's own `content/` is not read by these rules: there a key that nobody knows is reported.
//!
//! **A post or a page?** What `type` or `layout` says; in a folder `page` or `pages`, an `_index.md`: a page. Elsewhere, in a
//! section: a post if it has a date, or if the section is called as sections of posts are ([`POSTS`]), else a page. At the root of
//! the content: a page, unless it has a date and no section of the site holds dated posts. In a plain folder all else is a post.
//!
//! **The language**: the file's name, the folder; the front matter; the default language where the settings declare several; the
//! words; and where these are too few, the only language that the settings name.

pub mod keys;
mod left_out;
pub mod places;
pub mod shortcodes;
pub mod sites;
mod targets;
pub mod urls;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use crate::config::Config;
use crate::content::{self, Document, FrontMatter, Known, Role};
use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Table, Value};
use crate::import::posts::TakenNames;
use crate::lang::{Lang, site::is_language_code};
use crate::load::{Asset, Blob, Inputs};
use crate::markdown;
use crate::source::{SourceId, Sources, Span, base_name};
use crate::text::dates::{self, Date};
use crate::text::{titles, url};

use left_out::LeftOut;
use places::{FileRole, Place};
use sites::{Generator, OldSite};
use targets::Targets;

/// Sections that hold posts, dated or not.
const POSTS: &[&str] = &[
    "post",
    "posts",
    "blog",
    "blogs",
    "article",
    "articles",
    "note",
    "notes",
    "journal",
    "news",
    "billet",
    "billets",
    "carnet",
    "actualites",
    "writing",
    "essays",
];

/// Below this the words do not tell a language; the same as where a guess is reported.
const SURE: f64 = 0.8;

/// Takes the Markdown files of an import out of `inputs` and reads them; what else a generator's site has is sorted into files
/// that are copied and files that are left out.
pub fn read(
    inputs: &mut Inputs,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let sites = sites::recognise(&inputs.settings, &inputs.sources, diagnostics);
    let plain = OldSite::plain("");
    let path = |id: &SourceId| inputs.sources.get(*id).path.as_str();
    let languages = places::language_folders(inputs.posts.iter().map(path), &config.codes());
    let importer = FolderImporter {
        sites: &sites,
        plain: &plain,
        languages: &languages,
        config,
    };
    let mut left_out = LeftOut::default();
    importer.sort_others(inputs, &mut left_out);
    let mut files = importer.files(inputs, &mut left_out, diagnostics);
    importer.settle(&mut files);
    let documents = importer.documents(files, inputs, &mut left_out, diagnostics);
    left_out.report(diagnostics);
    documents
}

/// One Markdown file, before its text is looked at.
struct File<'s> {
    source: SourceId,
    site: &'s OldSite,
    place: Place,
    keys: keys::TranslatedKeys,
    /// Where its front matter stands, and its text.
    span: Span,
    body: Range<usize>,
    lang: Option<Lang>,
    /// The language that its own front matter names.
    declared_lang: Option<Lang>,
    role: Role,
    /// Where it stood, as a site path.
    url: Option<String>,
}

impl File<'_> {
    fn text(&self, key: &str) -> Option<&str> {
        match &self.keys.table.get(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let Some(Value::List(items)) = self.keys.table.get(key).map(|item| &item.value) else {
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| {
                if let Value::Text(text) = &item.value {
                    Some(text.clone())
                } else {
                    None
                }
            })
            .collect()
    }

    fn date(&self) -> Option<Date> {
        self.text("date").and_then(dates::parse).or(self.place.date)
    }
}

struct FolderImporter<'a> {
    sites: &'a [OldSite],
    plain: &'a OldSite,
    languages: &'a [(String, String)],
    config: &'a Config,
}

impl<'a> FolderImporter<'a> {
    fn site(&self, path: &str) -> &'a OldSite {
        self.sites
            .iter()
            .find(|site| path.starts_with(&site.root))
            .unwrap_or(self.plain)
    }

    /// Reads the front matter of every Markdown file that is content.
    fn files(
        &self,
        inputs: &mut Inputs,
        left_out: &mut LeftOut,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<File<'a>> {
        let mut files = Vec::new();
        let mut unknown: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        for source in std::mem::take(&mut inputs.posts) {
            let path = &inputs.sources.get(source).path;
            let site = self.site(path);
            match places::of(site, path, self.languages) {
                FileRole::Content(place) => {
                    let file = self.file(&inputs.sources, source, site, place, diagnostics);
                    for (key, span) in &file.keys.unknown {
                        unknown.entry(key.clone()).or_insert((0, *span)).0 += 1;
                    }
                    for (key, span) in &file.keys.misread {
                        let message =
                            format!("this `{key}` is not understood; it is kept under `params`");
                        diagnostics.push(Diagnostic::warning(Code::FrontMatter, message).at(*span));
                    }
                    match self.reason(&file, &inputs.sources) {
                        Some(why) => left_out.texts.push((source, why)),
                        None => files.push(file),
                    }
                }
                FileRole::Static(path) => {
                    inputs.assets.push(on_disk(&inputs.sources, source, path))
                }
                FileRole::LeftOut(why) => left_out.file(why, site, path),
            }
        }
        for (key, (count, span)) in unknown {
            let files = if count == 1 {
                "1 file keeps".to_owned()
            } else {
                format!("{count} files keep")
            };
            let message = format!("`{key}` means nothing to Diptych; {files} it under `params`");
            diagnostics.push(
                Diagnostic::note(Code::UnknownKey, message)
                    .at(span)
                    .help("templates see it as `post.extra`"),
            );
        }
        files
    }

    fn file(
        &self,
        sources: &Sources,
        source: SourceId,
        site: &'a OldSite,
        place: Place,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> File<'a> {
        let (table, span, body) = keys::split(sources, source, diagnostics);
        let keys = keys::read(
            &site.with_defaults(table, &sources.get(source).path),
            site.kind,
        );
        let mut file = File {
            source,
            site,
            place,
            keys,
            span,
            body,
            lang: None,
            declared_lang: None,
            role: Role::Post,
            url: None,
        };
        self.set_language(&mut file);
        file
    }

    /// The language that name, folder, front matter or settings tell.
    fn set_language(&self, file: &mut File) {
        let told = file.text("lang").map(str::to_owned);
        file.declared_lang = told.as_deref().and_then(|code| self.lang(code));
        if file.declared_lang.is_none()
            && told
                .as_deref()
                .is_some_and(|code| !is_language_code(main_code(code)))
        {
            // No language at all: a word of the author's own.
            file.keys.table.0.retain(|entry| entry.key != "lang");
        }
        let several = file.site.languages.len() > 1;
        let default = file
            .site
            .default_language
            .as_deref()
            .filter(|_| several && file.declared_lang.is_none());
        file.lang = file
            .place
            .lang
            .as_deref()
            .or(default)
            .and_then(|code| self.lang(code));
    }

    /// A language of the new site: `fr-FR` is `fr` where that is what the site has.
    fn lang(&self, code: &str) -> Option<Lang> {
        let code = code.replace('_', "-");
        self.config
            .lang(&code)
            .or_else(|| self.config.lang(main_code(&code)))
    }

    /// Why a file is not taken over, if so.
    fn reason(&self, file: &File, sources: &Sources) -> Option<String> {
        let text = &sources.get(file.source).text;
        let is_empty = text[file.body.clone()].trim().is_empty();
        let unknown = |code: &str| self.lang(code).is_none();
        let several = file.site.languages.len() > 1;
        let default = file.site.default_language.as_deref().filter(|_| several);
        let code = file.place.lang.as_deref().or(file.text("lang")).or(default);
        match code.filter(|code| unknown(code)) {
            Some(code) => Some(format!(
                "its language is `{code}`, and the languages are {}; to have it, add `[languages.{code}]` to site.toml",
                self.config.list_of_codes()
            )),
            None if is_empty && file.place.is_list => {
                Some("it introduces a list, and has no text".to_owned())
            }
            None if is_empty && file.text("title").is_none() => Some("it is empty".to_owned()),
            None if file.site.kind == Generator::Jekyll
                && !file.place.is_post
                && file.body.start == 0 =>
            {
                Some("it has no front matter, so Jekyll makes no page of it".to_owned())
            }
            None => None,
        }
    }

    /// Roles and old URLs, which need a look at the whole site.
    fn settle(&self, files: &mut [File]) {
        let dated: BTreeSet<String> = files
            .iter()
            .filter(|file| {
                !file.place.folders.is_empty() && file.date().is_some() && !file.place.is_list
            })
            .map(|file| file.site.root.clone())
            .collect();
        for file in files.iter_mut() {
            file.role = role(file, dated.contains(&file.site.root));
            file.url = self.old_url(file);
        }
        // One story is not a post here and a page there: a translation often lacks the date.
        let posts: BTreeSet<(String, String)> = files
            .iter()
            .filter(|file| file.role == Role::Post)
            .map(|file| (file.site.root.clone(), file.place.key()))
            .collect();
        for file in files.iter_mut().filter(|file| file.keys.is_page.is_none()) {
            if posts.contains(&(file.site.root.clone(), file.place.key())) {
                file.role = Role::Post;
            }
        }
    }

    fn old_url(&self, file: &File) -> Option<String> {
        let code = file
            .lang
            .or(file.declared_lang)
            .map(|lang| self.config.languages[lang].code.to_lowercase());
        let declared = file
            .place
            .lang
            .clone()
            .or_else(|| file.site.default_language.clone());
        let is_default = declared == file.site.default_language;
        let has_prefix =
            file.site.languages.len() > 1 && (!is_default || file.site.default_in_subfolder);
        let categories = file.texts("categories");
        let facts = urls::Facts {
            title: file.text("title").unwrap_or_default(),
            slug: file.text("slug"),
            url: file.keys.url.as_deref(),
            date: file.date(),
            categories: &categories,
            prefix: declared.as_deref().filter(|_| has_prefix),
            lang: code.as_deref(),
            is_post: file.role == Role::Post,
        };
        urls::of(file.site, &file.place, &facts)
    }

    /// Archives and other files of a generator's site: what it copies is copied, the rest left out.
    fn sort_others(&self, inputs: &mut Inputs, left_out: &mut LeftOut) {
        let Inputs {
            archives,
            corrections,
            assets,
            sources,
            ..
        } = inputs;
        for list in [archives, corrections] {
            list.retain(|source| {
                let path = &sources.get(*source).path;
                let is_plain = self.site(path).kind == Generator::Plain;
                if !is_plain {
                    assets.push(on_disk(sources, *source, path.clone()));
                }
                is_plain
            });
        }
        assets.retain_mut(|asset| {
            let site = self.site(&asset.path);
            if site.kind == Generator::Plain {
                return true;
            }
            match places::of(site, &asset.path, self.languages) {
                FileRole::Content(_) => true,
                FileRole::Static(path) => {
                    asset.path = path;
                    true
                }
                FileRole::LeftOut(why) => {
                    left_out.file(why, site, &asset.path);
                    false
                }
            }
        });
    }

    fn documents(
        &self,
        files: Vec<File>,
        inputs: &mut Inputs,
        left_out: &mut LeftOut,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Document> {
        let targets = Targets::new(&files, &inputs.sources);
        let mut taken = TakenNames::default();
        let mut documents = Vec::new();
        let codes = self.config.codes();
        for file in files {
            let known = self.known(&file, &targets, inputs, diagnostics);
            match content::document(&inputs.sources, known, &codes, diagnostics) {
                Some(mut document) => {
                    self.fall_back(&file, &mut document);
                    taken.keep_apart(&mut document, self.config, diagnostics);
                    documents.push(document);
                }
                None => left_out.texts.push((file.source, "it is empty".to_owned())),
            }
        }
        documents
    }

    /// Front matter and the text, converted.
    fn known(
        &self,
        file: &File,
        targets: &Targets,
        inputs: &mut Inputs,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Known {
        let (source, body) = converted(file, targets, inputs, diagnostics);
        let span = Span {
            source,
            ..file.span
        };
        let table = with_sound_slug(file.keys.table.clone());
        let mut fields = Fields::new(&table, Code::FrontMatter, diagnostics);
        let mut front = FrontMatter::read(&mut fields, span);
        front.date = front.date.or(file.place.date);
        if file.place.is_draft {
            front.draft = Some(true);
        }
        match (file.lang, file.declared_lang) {
            // The generator goes by the name; a plain folder's contradiction is reported.
            (Some(_), Some(_)) if file.site.kind != Generator::Plain => front.lang = None,
            (None, Some(told)) => {
                let code = self.config.languages[told].code.clone();
                front.lang = front.lang.map(|(_, span)| (code, span));
            }
            _ => {}
        }
        front.aliases = self.aliases(file, &front);
        let root = &file.site.root;
        Known {
            role: file.role,
            stem: format!("{root}{}", file.place.key()),
            name_lang: file.lang,
            front,
            span,
            body,
        }
    }

    /// The author's aliases as site paths, and the URL of the old site.
    fn aliases(&self, file: &File, front: &FrontMatter) -> Vec<(String, Span)> {
        let mut aliases: Vec<(String, Span)> = Vec::new();
        let written = file.texts("aliases");
        let above = file
            .url
            .as_deref()
            .map(|url| url.trim_end_matches('/'))
            .and_then(|url| url.rsplit_once('/'))
            .map_or("", |(above, _)| above);
        let prefix = file.place.lang.as_deref().filter(|lang| {
            file.url
                .as_deref()
                .is_some_and(|url| url.starts_with(&format!("/{lang}/")))
        });
        for alias in written {
            if file.site.kind == Generator::Hugo && !alias.starts_with('/') {
                aliases
                    .extend(url::join(above, &alias).map(|path| (format!("/{path}"), file.span)));
                continue;
            }
            // Old versions of Hugo put an alias at the root, new ones below the language.
            if let Some(lang) = prefix.filter(|_| file.site.kind == Generator::Hugo) {
                aliases.push((format!("/{lang}{alias}"), file.span));
            }
            aliases.push((format!("/{}", alias.trim_start_matches('/')), file.span));
        }
        aliases.extend(
            file.url
                .clone()
                .filter(|url| !url.contains(['?', '#', '\\']))
                .map(|url| (url, file.span)),
        );
        let home = self
            .config
            .languages
            .iter()
            .map(|(_, language)| format!("/{}/", language.code))
            .chain(["/".to_owned()]);
        let home: Vec<String> = home.collect();
        let mut seen = BTreeSet::new();
        let own = front
            .slug
            .as_ref()
            .zip(file.lang)
            .map(|((slug, _), lang)| format!("/{}/{slug}/", self.config.languages[lang].code));
        aliases.retain(|(alias, _)| {
            !home.contains(alias) && Some(alias) != own.as_ref() && seen.insert(alias.clone())
        });
        aliases
    }

    /// Where the words are too few to tell a language, the site's only one stands.
    fn fall_back(&self, file: &File, document: &mut Document) {
        let sure = document.guess.is_some_and(|guess| guess.confidence >= SURE);
        if document.name_lang.is_none() && document.front.lang.is_none() && !sure {
            document.name_lang = file
                .site
                .default_language
                .as_deref()
                .and_then(|code| self.lang(code));
        }
    }
}

/// A slug that cannot be the last part of a URL becomes one; the old URL stays as an alias.
fn with_sound_slug(mut table: Table) -> Table {
    let is_sound = |slug: &str| {
        !slug.contains(|c: char| !c.is_alphanumeric() && !"-_.".contains(c))
            && !slug.starts_with('.')
    };
    for entry in table.0.iter_mut().filter(|entry| entry.key == "slug") {
        if let Value::Text(slug) = &mut entry.item.value
            && !is_sound(slug)
        {
            *slug = titles::slug(base_name(slug.trim_end_matches('/')));
        }
    }
    table
        .0
        .retain(|entry| entry.key != "slug" || entry.item.value != Value::Text(String::new()));
    table
}

/// `fr-FR` → `fr`.
fn main_code(code: &str) -> &str {
    code.split(['-', '_']).next().unwrap_or(code)
}

fn role(file: &File, has_sections: bool) -> Role {
    let section = match file.site.kind {
        // Where a plain folder's content begins is not known.
        Generator::Plain => file.place.folders.last().map_or("", String::as_str),
        _ => file.place.section(),
    };
    let section = section.to_lowercase();
    let is_post = match file.keys.is_page {
        _ if file.place.is_list => false,
        _ if file.place.is_post => true,
        Some(is_page) => !is_page,
        None if matches!(section.as_str(), "page" | "pages") => false,
        None if file.site.kind == Generator::Plain => true,
        None if file.site.kind == Generator::Jekyll => false,
        None if section.is_empty() => file.date().is_some() && !has_sections,
        None => file.date().is_some() || POSTS.contains(&section.as_str()),
    };
    if is_post { Role::Post } else { Role::Page }
}

fn on_disk(sources: &Sources, source: SourceId, path: String) -> Asset {
    Asset {
        path,
        blob: Blob::Disk(PathBuf::from(&sources.get(source).path)),
    }
}

/// A file's text without the generator's own signs. Where that changes it, the new text is a source of its own under the same
/// path, so that diagnostics go on pointing into what the author wrote.
fn converted(
    file: &File,
    targets: &Targets,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> (SourceId, Range<usize>) {
    let source = inputs.sources.get(file.source);
    let text = &source.text[file.body.clone()];
    let target = |path: &str| targets.find(file, &source.path, path);
    let converted =
        shortcodes::convert(text, &markdown::code_ranges(text), file.site.kind, &target);
    for (at, name) in converted.kept {
        let at = file.body.start + at;
        let diagnostic = match name.strip_prefix("@/") {
            Some(_) => Diagnostic::warning(
                Code::Link,
                format!("this link leads to no post that is imported: `{name}`"),
            ),
            None => Diagnostic::warning(
                Code::Shortcode,
                format!("the shortcode `{name}` has no Markdown form; it is kept as text"),
            )
            .help("write in Markdown or HTML what it stands for"),
        };
        diagnostics.push(diagnostic.at(Span::new(file.source, at..at)));
    }
    if converted.text == text {
        return (file.source, file.body.clone());
    }
    let whole = format!("{}{}", &source.text[..file.body.start], converted.text);
    let (path, range) = (source.path.clone(), file.body.start..whole.len());
    (inputs.sources.add(path, whole), range)
}
