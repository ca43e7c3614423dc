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
//! section: a post if it has a date, or if the section is called as sections of posts are (`POSTS`), else a page. At the root of
//! the content: a page, unless it has a date and no section of the site holds dated posts. In a plain folder all else is a post.
//!
//! **The language**: the file's name, the folder; the front matter; the default language where the settings declare several; the
//! words; and where these are too few, the only language that the settings name.

mod file;
mod keys;
mod left_out;
mod places;
mod shortcodes;
mod sites;
mod targets;
mod text;
mod urls;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cache::Memo;
use crate::config::Config;
use crate::content::fences::{self, Split};
use crate::content::{self, Document, FrontMatter, Known, Role};
use crate::diag::{Code, Diagnostic, Severity};
use crate::fields::Fields;
use crate::import::numbers::agreeing;
use crate::import::posts::TakenNames;
use crate::lang::Detector;
use crate::lang::{Lang, site::is_language_code};
use crate::load::{Asset, Blob, Inputs};
use crate::source::{SourceId, Sources, Span};

use file::File;
use left_out::LeftOut;
use places::{FileRole, Place};
use sites::{Generator, OldSite};
use targets::Targets;

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
    let path = |id: &SourceId| inputs.sources.get(*id).path.as_str();
    let languages = places::language_folders(inputs.posts.iter().map(path), &config.codes());
    let mut importer = FolderImporter {
        sites: &sites,
        plain: &OldSite::default(),
        languages: &languages,
        config,
        left_out: LeftOut::default(),
        diagnostics,
    };
    importer.sort_others(inputs);
    let mut files = importer.files(inputs);
    importer.settle(&mut files);
    let documents = importer.documents(files, inputs);
    importer.left_out.report(importer.diagnostics);
    documents
}

struct FolderImporter<'a> {
    sites: &'a [OldSite],
    plain: &'a OldSite,
    languages: &'a [(String, String)],
    config: &'a Config,
    left_out: LeftOut,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> FolderImporter<'a> {
    fn site(&self, path: &str) -> &'a OldSite {
        let mut sites = self.sites.iter();
        let found = sites.find(|site| path.starts_with(&site.root));
        found.unwrap_or(self.plain)
    }

    fn files(&mut self, inputs: &mut Inputs) -> Vec<File<'a>> {
        let mut files = Vec::new();
        let mut unknown: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        for source in std::mem::take(&mut inputs.posts) {
            let path = &inputs.sources.get(source).path;
            let site = self.site(path);
            let place = match places::of(site, path, self.languages) {
                FileRole::Content(place) => place,
                FileRole::Static(path) => {
                    inputs.assets.push(on_disk(&inputs.sources, source, path));
                    continue;
                }
                role => {
                    self.left_out.file(role, site, path);
                    continue;
                }
            };
            let file = self.file(&inputs.sources, source, site, place);
            for (key, span) in &file.keys.unknown {
                unknown.entry(key.clone()).or_insert((0, *span)).0 += 1;
            }
            match self.reason(&file, &inputs.sources) {
                Some(why) => self.left_out.texts.push((source, why)),
                None => files.push(file),
            }
        }
        for (key, (count, span)) in unknown {
            let files = agreeing("# file|files keeps|keep", count);
            let message = format!("`{key}` means nothing to Diptych; {files} it under `params`");
            let note = Diagnostic::note(Code::UnknownKey, message).at(span);
            let note = note.help("templates see it as `post.extra`");
            self.diagnostics.push(note);
        }
        files
    }

    fn file(
        &mut self,
        sources: &Sources,
        source: SourceId,
        site: &'a OldSite,
        place: Place,
    ) -> File<'a> {
        let Split {
            table, span, body, ..
        } = fences::split(sources, source, self.diagnostics);
        if let Some(mut misplaced) = fences::misplaced(sources, source, &span) {
            // One file of many is no reason to import none; its author sees it in the text.
            misplaced.severity = Severity::Warning;
            self.diagnostics.push(misplaced);
        }
        let table = site.with_defaults(table, &sources.get(source).path);
        let mut keys = keys::read(&table, site.kind);
        for (key, span) in &keys.misread {
            let message = format!("this `{key}` is not understood; it is kept under `params`");
            let warning = Diagnostic::warning(Code::FrontMatter, message).at(*span);
            self.diagnostics.push(warning);
        }
        let code = keys.table.text("lang");
        let declared_lang = code.and_then(|code| self.lang(code));
        if declared_lang.is_none() && code.is_some_and(|code| !is_language_code(main_code(code))) {
            // No language at all: a word of the author's own.
            keys.table.0.retain(|entry| entry.key != "lang");
        }
        let code = match declared_lang {
            None => place.lang.as_deref().or(default_of_several(site)),
            Some(_) => place.lang.as_deref(),
        };
        File {
            lang: code.and_then(|code| self.lang(code)),
            source,
            site,
            place,
            keys,
            span,
            body,
            declared_lang,
            role: Role::Post,
            url: None,
        }
    }

    /// A language of the new site: `fr-FR` is `fr` where that is what the site has.
    fn lang(&self, code: &str) -> Option<Lang> {
        let code = code.replace('_', "-");
        let lang = self.config.lang(&code);
        lang.or_else(|| self.config.lang(main_code(&code)))
    }

    fn reason(&self, file: &File, sources: &Sources) -> Option<String> {
        let code = file.place.lang.as_deref().or(file.text("lang"));
        let code = code.or(default_of_several(file.site));
        if let Some(code) = code.filter(|code| self.lang(code).is_none()) {
            return Some(format!(
                "its language is `{code}`, and the languages are {}; to have it, add `[languages.{code}]` to site.toml",
                self.config.list_of_codes()
            ));
        }
        let text = &sources.get(file.source).text;
        let is_empty = text[file.body.clone()].trim().is_empty();
        let is_jekyll = file.site.kind == Generator::Jekyll;
        let why = if is_empty && file.place.is_list {
            "it introduces a list, and has no text"
        } else if is_empty && file.text("title").is_none() {
            "it is empty"
        } else if is_jekyll && !file.place.is_post && file.body.start == 0 {
            "it has no front matter, so Jekyll makes no page of it"
        } else {
            return None;
        };
        Some(why.to_owned())
    }

    /// Roles and old URLs, which need a look at the whole site.
    fn settle(&self, files: &mut [File]) {
        let is_dated = |file: &&File| {
            !file.place.folders.is_empty() && file.date().is_some() && !file.place.is_list
        };
        let dated = files.iter().filter(is_dated);
        let dated: BTreeSet<String> = dated.map(|file| file.site.root.clone()).collect();
        for file in files.iter_mut() {
            file.role = file::role(file, dated.contains(&file.site.root));
            file.url = urls::of(file, self.config);
        }
        // One story is not a post here and a page there: a translation often lacks the date.
        let key = |file: &File| (file.site.root.clone(), file.place.key());
        let posts = files.iter().filter(|file| file.role == Role::Post);
        let posts: BTreeSet<(String, String)> = posts.map(key).collect();
        for file in files {
            if file.keys.is_page.is_none() && posts.contains(&key(file)) {
                file.role = Role::Post;
            }
        }
    }

    /// Archives and other files of a generator's site: what it copies is copied, the rest left out.
    fn sort_others(&mut self, inputs: &mut Inputs) {
        for list in [&mut inputs.archives, &mut inputs.corrections] {
            list.retain(|source| {
                let path = &inputs.sources.get(*source).path;
                let is_plain = self.site(path).kind == Generator::Plain;
                if !is_plain {
                    let asset = on_disk(&inputs.sources, *source, path.clone());
                    inputs.assets.push(asset);
                }
                is_plain
            });
        }
        inputs.assets.retain_mut(|asset| {
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
                role => {
                    self.left_out.file(role, site, &asset.path);
                    false
                }
            }
        });
    }

    fn documents(&mut self, files: Vec<File>, inputs: &mut Inputs) -> Vec<Document> {
        let targets = Targets::new(&files, &inputs.sources);
        let mut taken = TakenNames::default();
        let mut documents = Vec::new();
        let detector = Detector::new(&self.config.codes());
        for file in files {
            let known = self.known(&file, &targets, inputs);
            let read = content::document(
                &inputs.sources,
                known,
                &detector,
                &Memo::default(),
                self.diagnostics,
            );
            let Some(mut document) = read else {
                let why = "it is empty".to_owned();
                self.left_out.texts.push((file.source, why));
                continue;
            };
            // Where the words are too few to tell a language, the site's only one stands.
            let is_sure = document.guess.is_some_and(|guess| guess.confidence >= SURE);
            if document.name_lang.is_none() && document.front.lang.is_none() && !is_sure {
                let default = file.site.default_language.as_deref();
                document.name_lang = default.and_then(|code| self.lang(code));
            }
            taken.keep_apart(&mut document, self.config, self.diagnostics);
            documents.push(document);
        }
        documents
    }

    fn known(&mut self, file: &File, targets: &Targets, inputs: &mut Inputs) -> Known {
        let (source, body) = text::converted(file, targets, inputs, self.diagnostics);
        let span = Span {
            source,
            ..file.span
        };
        let table = text::with_sound_slug(file.keys.table.clone());
        let mut fields = Fields::new(&table, Code::FrontMatter, self.diagnostics);
        let mut front = FrontMatter::read(&mut fields, span);
        front.date = front.date.or(file.place.date);
        if file.place.is_draft {
            front.draft = Some(true);
        }
        match (file.lang, file.declared_lang) {
            // The generator goes by the name; a plain folder's contradiction is reported.
            (Some(_), Some(_)) if file.site.kind != Generator::Plain => front.lang = None,
            (None, Some(declared)) => {
                let code = self.config.languages[declared].code.clone();
                front.lang = front.lang.map(|(_, span)| (code, span));
            }
            _ => {}
        }
        front.aliases = file::aliases(file, &front, self.config);
        let extensions = front.extensions(self.config.markdown);
        Known {
            role: file.role,
            stem: format!("{}{}", file.site.root, file.place.key()),
            name_lang: file.lang,
            front,
            span,
            body,
            extensions,
        }
    }
}

/// The language of files that name none, where a site has several.
fn default_of_several(site: &OldSite) -> Option<&str> {
    let default = site.default_language.as_deref();
    default.filter(|_| site.languages.len() > 1)
}

/// `fr-FR` → `fr`.
fn main_code(code: &str) -> &str {
    code.split(['-', '_']).next().unwrap_or(code)
}

fn on_disk(sources: &Sources, source: SourceId, path: String) -> Asset {
    Asset {
        path,
        blob: Blob::Disk(PathBuf::from(&sources.get(source).path)),
    }
}
