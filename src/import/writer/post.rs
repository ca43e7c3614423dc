//! One post → its Markdown file and that of its comments, its links leading to what is there now.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::addresses::Addresses;
use super::assets::{Assets, beside};
use super::front_matter::Translations;
use super::{Basis, Content, File, archive_markdown, front_matter, names};
use crate::archive::ArchiveBody;
use crate::content::comments;
use crate::diag::Diagnostic;
use crate::doc;
use crate::model::{Format, PostId};
use crate::source::{SourceText, base_name};
use crate::text::{titles, url};

pub struct PostWriter<'a> {
    pub basis: Basis<'a>,
    pub assets: Assets<'a>,
    pub paths: &'a BTreeMap<PostId, String>,
    pub addresses: Addresses,
    /// Files to copy: the path and the asset.
    pub copies: BTreeMap<String, usize>,
    /// Addresses of files that are not there to be copied.
    pub missing: BTreeSet<String>,
}

impl PostWriter<'_> {
    pub fn files(&mut self, id: PostId, diagnostics: &mut Vec<Diagnostic>) -> Vec<File> {
        let site = self.basis.site;
        let (post, path) = (site.post(id), self.paths[&id].clone());
        let body = self.body(id, &path);
        let image = post.front.image.as_ref().map(|(image, _)| image);
        let not_translation_of = post.front.not_translation_of.iter();
        let names = front_matter::Names {
            translations: self.translations(id, &path),
            aliases: self.addresses.aliases(self.basis, post, diagnostics),
            image: image.map(|image| self.destination(id, &path, image).unwrap_or(image.clone())),
            not_translation_of: not_translation_of
                .map(|(name, _)| self.name(name))
                .collect(),
        };
        let front = front_matter::of(post, self.basis.code_of(post), names);
        let mut files = Vec::new();
        if !post.comments.is_empty() {
            files.push(File {
                path: format!("{}{}", path.trim_end_matches(".md"), comments::ENDING),
                content: Content::Text(front_matter::comments(&post.comments)),
            });
        }
        files.push(File {
            path,
            content: Content::Text(format!("{front}\n{}\n", body.trim_matches('\n'))),
        });
        files
    }

    /// What it says of its translations.
    fn translations(&self, id: PostId, path: &str) -> Translations {
        let site = self.basis.site;
        if let Some(key) = names::key(site, id, path) {
            return Translations::Key(key);
        }
        let Some((other, score)) = site.story_of(id).guessed(id) else {
            return Translations::None;
        };
        let file = self.paths.get(&other).map(String::as_str);
        Translations::Guess {
            other: file.unwrap_or(self.basis.path_of(other)).to_owned(),
            key: site.key(id).to_owned(),
            score,
        }
    }

    /// What a post is called now that was called by its file, its slug or its opening words.
    fn name(&self, name: &str) -> String {
        let is_its = |(id, _): &(&PostId, _)| {
            let old = self.basis.path_of(**id).strip_suffix(name);
            old.is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
        };
        let file = self.paths.iter().find(is_its).map(|(_, path)| path);
        file.map_or(name, |path| path.trim_start_matches("content/"))
            .to_owned()
    }

    /// The text, its links leading to what is there now.
    fn body(&mut self, id: PostId, path: &str) -> String {
        let body = &self.basis.site.post(id).body;
        match &body.format {
            Format::Archive(body) => self.archive_text(body, self.basis.path_of(id)),
            Format::Markdown(_) => self.markdown_text(id, path, &body.text),
        }
    }

    fn archive_text(&mut self, body: &ArchiveBody, archive: &str) -> String {
        let folder = titles::slug(base_name(archive).trim_end_matches(".txt"));
        let image = |name: &str| {
            let asset = self.assets.named(url::folder_of(archive), name)?;
            let file = base_name(&self.basis.assets[asset].path);
            Some((format!("/images/{folder}/{file}"), asset))
        };
        let text = archive_markdown::of(body, |name| image(name).map(|(path, _)| path));
        let copies: Vec<_> = body
            .images()
            .filter_map(|shown| image(shown.name))
            .map(|(path, asset)| (format!("static{path}"), asset))
            .collect();
        self.copies.extend(copies);
        text
    }

    fn markdown_text(&mut self, id: PostId, path: &str, text: &SourceText) -> String {
        let sources = self.basis.sources;
        let source = &sources.get(text.source).text;
        let words = text.read(sources);
        let definitions = OnceCell::new();
        // By their places in the source: the length of what goes, and what comes.
        let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for link in &self.basis.site.post(id).links {
            let Some(new) = self.destination(id, path, &link.destination) else {
                continue;
            };
            // The destination is behind the words, which may be the same.
            let written = source
                .get(link.range.clone())
                .and_then(|text| text.rfind(&link.destination))
                .map(|at| link.range.start + at);
            let at = written.or_else(|| {
                let definitions =
                    definitions.get_or_init(|| doc::layout(&words, Default::default()).definitions);
                let at = definition_of(&link.destination, definitions, &words)?;
                Some(text.place(&(at..at)).start)
            });
            if let Some(at) = at {
                edits.insert(at, (link.destination.len(), new));
            }
        }
        text.read_by(|span| {
            let mut edited = String::with_capacity(span.end - span.start);
            let mut from = span.start;
            for (at, (length, new)) in edits.range(span.start..span.end) {
                if *at >= from {
                    edited.push_str(&source[from..*at]);
                    edited.push_str(new);
                    from = at + length;
                }
            }
            edited + &source[from..span.end]
        })
    }

    /// Where a link leads now, if it must change; the files that it names are copied.
    fn destination(&mut self, id: PostId, path: &str, to: &str) -> Option<String> {
        if to.starts_with('#') || url::is_external(to) {
            return None;
        }
        let fragment = to.find('#').map_or("", |at| &to[at..]);
        let plain = to.trim_end_matches(fragment);
        let folder = url::folder_of(path);
        let relative = |file: &str| format!("{}{fragment}", url::relative(folder, file));
        if to.starts_with('/') {
            if let Some(other) = self.addresses.at(plain) {
                return Some(relative(&self.paths[&other]));
            }
            self.copy_upload(plain);
            return None;
        }
        let named = beside(url::folder_of(self.basis.path_of(id)), to);
        if let Some(other) = self.addresses.of_file(&named) {
            let written = self.paths.get(&other).map(String::as_str);
            return Some(relative(written.unwrap_or(self.basis.path_of(other))));
        }
        let asset = *self.assets.by_path.get(named.as_str())?;
        let decoded = url::decode(plain);
        let climbs = decoded.split(['/', '\\']).any(|part| part == "..") || decoded.contains('\\');
        let local = if climbs {
            base_name(&named).to_owned()
        } else {
            decoded
        };
        let copy = format!("{folder}/{}", local.trim_start_matches("./"));
        self.copies.insert(copy, asset);
        climbs.then(|| url::encode_path(&local))
    }

    /// Copies the file that an old address names to where it was.
    pub fn copy_upload(&mut self, address: &str) {
        let decoded = url::decode(address.split(['?', '#']).next().unwrap_or(address));
        // An address that climbs out of its site names nothing.
        let Some(place) = url::join("", &decoded).filter(|_| !decoded.contains('\\')) else {
            return;
        };
        let (address, path) = (format!("/{place}"), format!("static/{place}"));
        // What ends so was a page.
        const PAGES: [&str; 4] = ["html", "htm", "php", "md"];
        let is_file = base_name(&address)
            .rsplit_once('.')
            .is_some_and(|(_, ending)| !PAGES.contains(&ending));
        if is_file && !self.assets.by_path.contains_key(path.as_str()) {
            match self.assets.uploaded(&address) {
                Some(asset) => drop(self.copies.insert(path, asset)),
                None => drop(self.missing.insert(address)),
            }
        }
    }
}

/// Where a destination stands in the definition of a reference, `[name]: destination "title"`.
fn definition_of(destination: &str, definitions: &[Range<usize>], words: &str) -> Option<usize> {
    definitions.iter().find_map(|range| {
        let at = range.start + words[range.clone()].find("]:")? + "]:".len();
        let rest = words[at..range.end].trim_start().trim_start_matches('<');
        let ends = |rest: &str| {
            rest.is_empty() || rest.starts_with(|c: char| c == '>' || c.is_whitespace())
        };
        let is_it = rest.strip_prefix(destination).is_some_and(ends);
        is_it.then(|| range.end - rest.len())
    })
}
