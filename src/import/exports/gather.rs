//! Converted items → documents: what must be each one's own (numbers, addresses, slugs, places in groups) is made so.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::decide::{Decision, Draft};
use super::tell::{self, Tally, count};
use super::{Converted, Exports, ItemChange, Version, left_out, place, site_language};
use crate::config::{Config, kinds};
use crate::content::{Body, Document, FrontMatter, Role};
use crate::diag::{Code, Diagnostic, Severity};
use crate::import::html::{self, Changed};
use crate::import::item::{Export, Format, Item};
use crate::import::urls::{Urls, page_path};
use crate::lang::{Guess, Lang};
use crate::source::{Sources, Span};
use crate::text::{titles, url};

/// An address tells a language, where addresses agree with the words this often.
const AGREEING: f64 = 0.8;
/// How sure a language is that the address tells; and one that only the whole file tells; a guess as sure as this needs neither.
const BY_ADDRESS: f64 = 0.95;
const BY_FILE: f64 = 0.8;
/// The whole file's language stands in for doubtful words, where this part of the sure ones agree with it.
const IN_ONE_LANGUAGE: f64 = 0.95;

/// What is known while documents are made.
pub(super) struct Gatherer<'a> {
    config: &'a Config,
    urls: &'a Urls,
    exports: &'a [&'a Export],
    group_suffix: &'a str,
    out: &'a mut Exports,
    aliases: HashSet<String>,
    slugs: HashSet<(Lang, String)>,
    groups: HashMap<(Role, String, Lang), Span>,
    other_languages: Vec<(String, Span)>,
}

/// A document on its way, with what is decided over all of them.
struct Made {
    document: Document,
    text: String,
    path: String,
    address: Option<Lang>,
    slug: String,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(
        config: &'a Config,
        urls: &'a Urls,
        exports: &'a [&'a Export],
        group_suffix: &'a str,
        out: &'a mut Exports,
    ) -> Self {
        let (aliases, slugs, groups) = Default::default();
        Self {
            config,
            urls,
            exports,
            group_suffix,
            out,
            aliases,
            slugs,
            groups,
            other_languages: Vec::new(),
        }
    }

    pub(super) fn gather(
        &mut self,
        mut converted: Vec<Converted>,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        name_originals(&mut converted);
        self.tell_decisions(&converted, diagnostics);
        self.tell_changes(&converted, diagnostics);
        let mut made = Vec::new();
        for item in converted {
            self.item(item, sources, &mut made);
        }
        self.languages_of_addresses(&mut made);
        self.own_places(&mut made, diagnostics);
        tell::other_languages(
            &self.other_languages,
            &self.config.list_of_codes(),
            diagnostics,
        );
        for Made {
            mut document,
            text,
            path,
            ..
        } in made
        {
            let length = text.len();
            document.body = Body::Markdown(Span::new(sources.add(path, text), 0..length), None);
            self.out.documents.push(document);
        }
    }

    fn item(&mut self, converted: Converted, sources: &Sources, made: &mut Vec<Made>) {
        let Converted {
            file,
            item,
            decision,
            versions,
            changes,
            mut comments,
            comments_left_out,
        } = converted;
        let Decision::Kept {
            role,
            draft,
            namesakes,
        } = decision
        else {
            return;
        };
        let place = place(file, &item);
        self.out.report.changes.extend(
            changes
                .into_iter()
                .map(|change| ItemChange { place, change }),
        );
        for (reason, number) in comments_left_out {
            *self.out.report.comments_left_out.entry(reason).or_default() += number;
        }
        let (all, before) = (versions.len(), made.len());
        for (at, version) in versions.into_iter().enumerate() {
            let codes = &version.lang.codes;
            let lang = site_language(self.config, codes);
            if let (None, Some(code)) = (lang, codes.last()) {
                self.other_languages.push((code.clone(), place));
                continue;
            }
            let origin = self.origin(&item, namesakes, version.tag.as_deref().filter(|_| at > 0));
            let slug = slug_of(&item, version.tag.as_deref());
            let front = self.front(
                &item,
                &version,
                (role, draft, lang),
                origin.clone(),
                place,
                at,
            );
            let path = format!(
                "{}#{}{}.md",
                sources.get(file).path,
                file_part(&item, place, namesakes),
                version
                    .tag
                    .as_ref()
                    .map(|tag| format!(".{tag}"))
                    .unwrap_or_default()
            );
            let document = Document {
                place,
                role,
                stem: Some(format!("{origin}/{slug}")),
                name_lang: None,
                guess: version.guess,
                front,
                title: None,
                outline: version.outline,
                body: Body::Markdown(place, None),
                // The readers' words stand below the first version; nothing tells which of the others they answer.
                comments: std::mem::take(&mut comments),
                broken: false,
                imported: true,
                whole: None,
            };
            let address = version
                .lang
                .address
                .and_then(|code| site_language(self.config, &[code]));
            made.push(Made {
                document,
                text: version.markdown,
                path,
                address,
                slug,
            });
        }
        if made.len() == before && all > 0 {
            let langs = self
                .other_languages
                .last()
                .map(|(lang, _)| lang.as_str())
                .unwrap_or_default();
            let reason = format!("in `{langs}`, which is no language of the site");
            self.out.report.left_out.push(left_out(file, &item, reason));
        }
    }

    /// The one name of an item, stable from one export to the next.
    fn origin(&self, item: &Item, namesakes: usize, tag: Option<&str>) -> String {
        let base = self
            .exports
            .first()
            .map(|export| export.base_url.trim_end_matches('/'))
            .unwrap_or_default();
        let mut origin = match self.exports.first().map(|export| export.format) {
            Some(Format::Wxr) if !item.id.is_empty() => format!("{base}/?p={}", item.id),
            // An id that is no address is one of its feed alone.
            _ if item.id.contains("://")
                || item.id.starts_with("tag:")
                || item.id.starts_with("urn:") =>
            {
                item.id.clone()
            }
            _ if !item.id.is_empty() => format!("{base}#{}", item.id),
            _ if !item.link.is_empty() => item.link.clone(),
            // Lines change from one export to the next.
            _ => format!(
                "{base}#{} {}",
                item.date
                    .map(|date| date.local().to_string())
                    .unwrap_or_default(),
                html::plain(&item.title)
            ),
        };
        if namesakes > 0 {
            origin += &format!("#{}", namesakes + 1);
        }
        if let Some(tag) = tag {
            origin += &format!("#{tag}");
        }
        origin
    }

    fn front(
        &mut self,
        item: &Item,
        version: &Version,
        (role, draft, lang): (Role, Option<Draft>, Option<Lang>),
        origin: String,
        place: Span,
        at: usize,
    ) -> FrontMatter {
        let terms = |taxonomy: &str, version: &Version| {
            let names = item.terms.iter().filter(|term| {
                term.taxonomy == taxonomy
                    && !term.slug.is_empty()
                    && !is_default_category(&term.slug)
            });
            let mut names: Vec<String> = names
                .map(|term| in_language(&term.name, version.tag.as_deref()))
                .collect();
            names.dedup();
            (!names.is_empty()).then_some(names)
        };
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let group = version
            .lang
            .group
            .as_ref()
            .map(|group| (format!("{group}{}", self.group_suffix), place));
        // WordPress sets the time of change at every look into the editor; another day is a change.
        let updated = item.updated.filter(|updated| {
            item.date.is_some_and(|date| {
                (updated.year, updated.month, updated.day) > (date.year, date.month, date.day)
            })
        });
        FrontMatter {
            span: Some(place),
            title: text(&version.title),
            date: item.date,
            updated,
            lang: lang.map(|lang| (self.config.languages[lang].code.clone(), place)),
            story: group,
            description: description(item).map(|text| in_language(text, version.tag.as_deref())),
            excerpt: text(&version.excerpt),
            terms: [
                ("tags", terms("post_tag", version)),
                ("categories", terms("category", version)),
                ("authors", self.authors(item)),
            ]
            .into_iter()
            .filter_map(|(key, names)| {
                Some((
                    key.to_owned(),
                    names?.into_iter().map(|name| (name, place)).collect(),
                ))
            })
            .collect(),
            aliases: self
                .old_addresses(item, version, role, at)
                .into_iter()
                .map(|alias| (alias, place))
                .collect(),
            draft: draft.map(|_| true),
            origin: Some((origin, place)),
            extra: self.extra(item),
            ..FrontMatter::default()
        }
    }

    fn authors(&self, item: &Item) -> Option<Vec<String>> {
        let name = |login: &String| {
            let shown = self
                .exports
                .iter()
                .find_map(|export| export.authors.get(login))
                .unwrap_or(login);
            without_address(html::plain(shown))
        };
        let names: Vec<String> = item
            .authors
            .iter()
            .map(name)
            .filter(|name| !name.is_empty())
            .collect();
        (!names.is_empty()).then_some(names)
    }

    /// Where readers found it; each address is one document's only.
    fn old_addresses(
        &mut self,
        item: &Item,
        version: &Version,
        role: Role,
        at: usize,
    ) -> Vec<String> {
        let mut addresses = Vec::new();
        let link = page_path(&self.urls.local(&item.link));
        // qTranslate has the other languages below their codes.
        let prefix = version
            .tag
            .as_ref()
            .filter(|_| at > 0)
            .map(|tag| format!("/{tag}"))
            .unwrap_or_default();
        if let Some(link) = &link {
            addresses.push(format!("{prefix}{link}"));
            let folder = url::folder_of(link.trim_end_matches('/'));
            let old = item
                .meta
                .iter()
                .filter(|(key, _)| key == "_wp_old_slug")
                .map(|(_, slug)| url::decode(slug.trim()));
            addresses.extend(
                old.filter(|slug| !slug.is_empty() && !slug.contains('/'))
                    .map(|slug| format!("{prefix}{folder}/{slug}/")),
            );
        }
        let numbered = self
            .exports
            .first()
            .is_some_and(|export| export.format == Format::Wxr)
            && at == 0;
        if numbered && !item.id.is_empty() && item.id.bytes().all(|b| b.is_ascii_digit()) {
            addresses.push(format!(
                "/?{}={}",
                if role == Role::Page { "page_id" } else { "p" },
                item.id
            ));
        }
        addresses.retain(|address| {
            !address.split('/').any(|part| part == "..")
                && !address.contains(['\\', '#'])
                && self.aliases.insert(address.clone())
        });
        addresses
    }

    /// What templates may want and front matter has no key for.
    fn extra(&self, item: &Item) -> Option<Value> {
        let mut extra = Map::new();
        if let Some(image) = item.meta("_thumbnail_id").and_then(|id| self.urls.file(id)) {
            extra.insert("image".into(), json!(image));
        }
        if item.sticky {
            extra.insert("sticky".into(), json!(true));
        }
        if let Some(format) = item.term("post_format") {
            extra.insert(
                "format".into(),
                json!(format.slug.trim_start_matches("post-format-")),
            );
        }
        const KNOWN: &[&str] = &[
            "category",
            "post_tag",
            "post_format",
            "language",
            "post_translations",
            "nav_menu",
            "wp_theme",
            "translation_priority",
        ];
        let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for term in item
            .terms
            .iter()
            .filter(|term| !KNOWN.contains(&term.taxonomy.as_str()) && !term.name.is_empty())
        {
            others.entry(&term.taxonomy).or_default().push(&term.name);
        }
        extra.extend(
            others
                .into_iter()
                .map(|(taxonomy, names)| (taxonomy.to_owned(), json!(names))),
        );
        (!extra.is_empty()).then_some(Value::Object(extra))
    }

    /// Where nothing else tells a language, the address may, if addresses agree with the words over the whole site.
    fn languages_of_addresses(&self, made: &mut [Made]) {
        let open = |made: &Made| made.document.front.lang.is_none();
        let told: Vec<&Made> = made
            .iter()
            .filter(|made| open(made) && made.address.is_some())
            .collect();
        let agrees = |made: &&&Made| {
            made.document
                .guess
                .is_none_or(|guess| Some(Lang(guess.language as u8)) == made.address)
        };
        let consistent = told.len() > 1
            && told.iter().filter(agrees).count() as f64 >= AGREEING * told.len() as f64;
        let of_file = self.language_of_file(made);
        for made in made.iter_mut().filter(|made| open(made)) {
            let doubtful = made
                .document
                .guess
                .is_none_or(|guess| guess.confidence < BY_FILE);
            let by_address = made
                .address
                .filter(|_| consistent)
                .map(|lang| (lang, BY_ADDRESS));
            let told = by_address.or(of_file.filter(|_| doubtful).map(|lang| (lang, BY_FILE)));
            if let Some((lang, confidence)) = told {
                made.document.guess = Some(Guess {
                    language: lang.0 as usize,
                    confidence,
                });
            }
        }
    }

    /// The language that the file claims, where the words of its items do not say otherwise.
    fn language_of_file(&self, made: &[Made]) -> Option<Lang> {
        let code = self
            .exports
            .iter()
            .find_map(|export| export.language.as_ref())?;
        let lang = site_language(self.config, &[super::normal(code)])?;
        let sure: Vec<Guess> = made
            .iter()
            .filter_map(|made| made.document.guess)
            .filter(|guess| guess.confidence >= BY_FILE)
            .collect();
        let agreeing = sure
            .iter()
            .filter(|guess| guess.language == lang.0 as usize)
            .count();
        (agreeing as f64 >= IN_ONE_LANGUAGE * sure.len() as f64).then_some(lang)
    }

    /// Slugs and places in groups: the first item has them, a later one of the same language has not.
    fn own_places(&mut self, made: &mut [Made], diagnostics: &mut Vec<Diagnostic>) {
        let mut twice: Vec<(Span, Span)> = Vec::new();
        // What was published comes before what was not.
        let mut order: Vec<usize> = (0..made.len()).collect();
        order.sort_by_key(|at| made[*at].document.front.draft == Some(true));
        for at in order {
            let Made { document, slug, .. } = &mut made[at];
            let told = document
                .front
                .lang
                .as_ref()
                .and_then(|(code, _)| self.config.lang(code));
            let lang = told
                .or(document.guess.map(|guess| Lang(guess.language as u8)))
                .unwrap_or(Lang(0));
            if !slug.is_empty()
                && !kinds::is_reserved(slug)
                && self.slugs.insert((lang, slug.clone()))
            {
                document.front.slug = Some((slug.clone(), document.place));
            }
            let Some((group, _)) = &document.front.story else {
                continue;
            };
            match self.groups.get(&(document.role, group.clone(), lang)) {
                None => {
                    self.groups
                        .insert((document.role, group.clone(), lang), document.place);
                }
                Some(first) => {
                    twice.push((document.place, *first));
                    document.front.story = None;
                }
            }
        }
        for (place, first) in twice {
            let message = "two items of one group are in the same language; this one stands alone";
            let help = "give it the `story` of its translation in the imported file, if it has one";
            diagnostics.push(
                Diagnostic::warning(Code::Story, message)
                    .at(place)
                    .label(first, "the one that stays in the group")
                    .help(help),
            );
        }
    }

    fn tell_decisions(&self, converted: &[Converted], diagnostics: &mut Vec<Diagnostic>) {
        let mut private = Tally::new(
            Severity::Warning,
            Code::Export,
            "write `draft = false` in those that everybody may read",
        );
        let mut protected = Tally::new(
            Severity::Warning,
            Code::Export,
            "a static site asks for no password; write `draft = false` in those that everybody may read",
        );
        let mut numbers = Tally::new(
            Severity::Warning,
            Code::Export,
            "both are kept; remove the one that is not wanted",
        );
        let mut kinds: BTreeMap<&str, Tally> = BTreeMap::new();
        for item in converted {
            let place = place(item.file, &item.item);
            let Decision::Kept {
                draft, namesakes, ..
            } = item.decision
            else {
                continue;
            };
            match draft {
                Some(Draft::Private) => private.add(place),
                Some(Draft::Protected) => protected.add(place),
                _ => {}
            }
            if namesakes > 0 {
                numbers.add(place);
            }
            if !matches!(item.item.kind.as_str(), "post" | "page") {
                let tally = || {
                    Tally::new(
                        Severity::Warning,
                        Code::Export,
                        "remove the imported files, if they are none",
                    )
                };
                kinds
                    .entry(&item.item.kind)
                    .or_insert_with(tally)
                    .add(place);
            }
        }
        private.tell(
            |n| format!("{} private: now drafts", is_or_are(n)),
            diagnostics,
        );
        protected.tell(
            |n| format!("{} protected by a password: now drafts", is_or_are(n)),
            diagnostics,
        );
        numbers.tell(
            |n| {
                format!(
                    "{} the number of another item, but not its text",
                    if n == 1 {
                        "1 item has".into()
                    } else {
                        format!("{n} items have")
                    }
                )
            },
            diagnostics,
        );
        for (kind, tally) in kinds {
            tally.tell(
                |n| format!("{} of the kind `{kind}` became posts", count(n, "item")),
                diagnostics,
            );
        }
    }

    fn tell_changes(&self, converted: &[Converted], diagnostics: &mut Vec<Diagnostic>) {
        let mut tallies: BTreeMap<Changed, Tally> = BTreeMap::new();
        for item in converted {
            for change in &item.changes {
                let severity = if matches!(change.kind, Changed::Embed | Changed::Pages) {
                    Severity::Note
                } else {
                    Severity::Warning
                };
                let tally = || {
                    Tally::new(
                        severity,
                        Code::Export,
                        "the report of the import lists each of them",
                    )
                };
                tallies
                    .entry(change.kind)
                    .or_insert_with(tally)
                    .add(place(item.file, &item.item));
            }
        }
        for (kind, tally) in tallies {
            tally.tell(
                |n| format!("in {} {}", count(n, "post"), kind.words()),
                diagnostics,
            );
        }
    }
}

fn is_or_are(number: usize) -> String {
    if number == 1 {
        "1 post was".into()
    } else {
        format!("{number} posts were")
    }
}

/// A copy that WPML made says which item it copies: that one has the same key.
fn name_originals(converted: &mut [Converted]) {
    let groups = converted
        .iter()
        .flat_map(|item| &item.versions)
        .filter_map(|version| version.lang.group.clone());
    let of: HashMap<String, String> = groups
        .filter_map(|group| Some((group.strip_prefix("wpml_of_")?.to_owned(), group)))
        .collect();
    if of.is_empty() {
        return;
    }
    for item in converted {
        for version in item
            .versions
            .iter_mut()
            .filter(|version| version.lang.group.is_none())
        {
            version.lang.group = of.get(&item.item.id).cloned();
        }
    }
}

/// A name or text in the language of a version, where it has qTranslate's marks.
fn in_language(text: &str, tag: Option<&str>) -> String {
    let versions = crate::lang::tagged::split(text);
    let version = versions.as_ref().and_then(|versions| {
        versions
            .iter()
            .find(|(code, _)| Some(code.as_str()) == tag)
            .or(versions.first())
    });
    html::plain(version.map_or(text, |(_, text)| text))
}

/// The category that WordPress puts posts in that have none, in English and French; it says nothing.
fn is_default_category(slug: &str) -> bool {
    matches!(
        slug,
        "uncategorized"
            | "uncategorised"
            | "non-classe"
            | "non-class%c3%a9"
            | "non-class%C3%A9"
            | "uncategorized-en"
            | "uncategorized-fr"
            | "non-classe-en"
            | "non-classe-fr"
    )
}

/// What plugins for search engines keep; `%%title%%` and the like are patterns, not texts.
fn description(item: &Item) -> Option<&str> {
    const KEYS: &[&str] = &[
        "_yoast_wpseo_metadesc",
        "rank_math_description",
        "_aioseo_description",
        "_aioseop_description",
        "_seopress_titles_desc",
        "_genesis_description",
    ];
    KEYS.iter()
        .find_map(|key| item.meta(key))
        .filter(|text| !text.contains("%%") && !text.contains("%title%"))
}

/// The last part of its URL on the old site; qTranslate-Slug keeps one for each language.
fn slug_of(item: &Item, tag: Option<&str>) -> String {
    let own = tag.and_then(|tag| item.meta(&format!("_qts_slug_{tag}")));
    let slug = url::decode(own.unwrap_or(&item.slug));
    let plain = slug
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && slug.len() <= 200;
    if plain { slug } else { titles::slug(&slug) }
}

/// What tells an item's text from the others of its file.
fn file_part(item: &Item, place: Span, namesakes: usize) -> String {
    let number = !item.id.is_empty() && item.id.bytes().all(|b| b.is_ascii_digit());
    match (number, namesakes) {
        (true, 0) => item.id.clone(),
        (true, n) => format!("{}.{}", item.id, n + 1),
        (false, _) => format!("byte-{}", place.start),
    }
}

/// The name of who signs with a mail address, which is nobody's business.
pub(super) fn without_address(name: String) -> String {
    name.split_once('@')
        .map(|(before, _)| before.to_owned())
        .unwrap_or(name)
}
