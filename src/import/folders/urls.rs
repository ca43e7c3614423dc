//! The URL that a generator gave a post, so that it goes on working as an alias.
//!
//! Sources: gohugo.io/content-management/urls and …/configuration/permalinks; getzola.org/documentation/content/page;
//! jekyllrb.com/docs/permalinks. Hugo's rules for characters and language prefixes are as observed with Hugo 0.168.

use chrono::{Datelike, NaiveDate};

use super::file::File;
use super::sites::{Generator, OldSite};
use crate::config::Config;
use crate::content::Role;
use crate::text::dates::Date;
use crate::text::{titles, words};

/// The path of a file on the old site; `None` where it cannot be told.
pub fn of(file: &File, config: &Config) -> Option<String> {
    match file.site.kind {
        Generator::Hugo => Some(hugo(file, config)),
        Generator::Zola => Some(zola(file)),
        Generator::Jekyll => jekyll(file),
        Generator::Plain => file.keys.url.clone().filter(|url| url.starts_with('/')),
    }
}

/// The language that its URL begins with, if so.
fn prefix<'f>(file: &'f File) -> Option<&'f str> {
    let site = file.site;
    let default = site.default_language.as_ref();
    let lang = file.place.lang.as_ref().or(default);
    let has_prefix = site.languages.len() > 1 && (lang != default || site.default_in_subfolder);
    lang.map(String::as_str).filter(|_| has_prefix)
}

fn hugo(file: &File, config: &Config) -> String {
    let (site, place) = (file.site, &file.place);
    let prefix = prefix(file).map(|lang| format!("/{lang}"));
    let prefix = prefix.unwrap_or_default();
    match file.keys.url.as_deref() {
        // With a slash it is seen from the root of all languages.
        Some(url) if url.starts_with('/') => return url.to_owned(),
        Some(url) => return format!("{prefix}/{url}"),
        None => {}
    }
    let section = place.section().to_lowercase();
    let lang = file.language().map(|lang| &config.languages[lang].code);
    let lang = lang.map(|code| code.to_lowercase());
    let is_own = |(of_lang, of, _): &&(Option<String>, String, String)| {
        *of == section && (of_lang.is_none() || *of_lang == lang)
    };
    // A language's own pattern stands after the common ones.
    let pattern = site.permalinks.iter().rfind(is_own);
    let path = match pattern.filter(|_| !place.is_list && !section.is_empty()) {
        Some((_, _, pattern)) => hugo_pattern(file, pattern),
        None => {
            let slug = file.text("slug").filter(|_| !place.is_list);
            let parts = place.parts(slug.unwrap_or(&place.file_name));
            joined(parts.map(|part| hugo_part(site, part)))
        }
    };
    let path = path.trim_matches('/');
    if path.is_empty() {
        format!("{prefix}/")
    } else if site.ugly && !place.is_list || path.ends_with(".html") {
        format!("{prefix}/{}.html", path.trim_end_matches(".html"))
    } else {
        format!("{prefix}/{path}/")
    }
}

/// A pattern with its tokens filled in; what the date does not tell is 1.
fn hugo_pattern(file: &File, pattern: &str) -> String {
    let (site, place) = (file.site, &file.place);
    let title = file.text("title").filter(|title| !title.is_empty());
    let title = title.unwrap_or(&place.file_name);
    let date = file.date();
    let (year, month, day) = date.map_or((1, None, None), |date| (date.year, date.month, date.day));
    let slug_or = |otherwise: &str| hugo_part(site, file.text("slug").unwrap_or(otherwise));
    let token = |name: &str| match name {
        "year" => format!("{year:04}"),
        "month" => format!("{:02}", month.unwrap_or(1)),
        "day" => format!("{:02}", day.unwrap_or(1)),
        "title" => hugo_part(site, title),
        "slug" => slug_or(title),
        "slugorfilename" | "slugorcontentbasename" => slug_or(&place.file_name),
        "filename" | "contentbasename" => hugo_part(site, &place.file_name),
        "section" => hugo_part(site, place.section()),
        "sections" => {
            let folders = place.folders.iter();
            let parts: Vec<String> = folders.map(|folder| hugo_part(site, folder)).collect();
            parts.join("/")
        }
        other => format!(":{other}"),
    };
    fill(pattern, |name| Some(token(name))).unwrap_or_default()
}

/// A pattern with its tokens (`:year`) filled in; `None` where one of them cannot be told.
fn fill(pattern: &str, token: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut parts = pattern.split(':');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphabetic() && c != '_');
        let (name, rest) = part.split_at(end.unwrap_or(part.len()));
        path += &token(name)?;
        path += rest;
    }
    Some(path)
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts = parts.filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("/")
}

/// Hugo keeps letters, marks and digits of any script, in lower case; spaces become hyphens, other signs go.
fn hugo_part(site: &OldSite, text: &str) -> String {
    let mut text = text.to_lowercase();
    if site.without_accents {
        text = words::without_accents(&text);
    }
    let mut path = String::new();
    let mut hyphen = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '-' {
            hyphen = !path.is_empty();
        } else if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || "._".contains(c) {
            if std::mem::take(&mut hyphen) {
                path.push('-');
            }
            path.push(c);
        }
    }
    path
}

fn zola(file: &File) -> String {
    if let Some(path) = &file.keys.url {
        return format!("/{}/", path.trim().trim_matches('/'));
    }
    let name = file.text("slug").unwrap_or(&file.place.name);
    let name = match file.site.slugify.as_str() {
        "off" => name.to_owned(),
        "safe" => name.replace(' ', "_"),
        _ => slug::slugify(name),
    };
    let prefix = prefix(file).into_iter();
    let parts = prefix.chain(file.place.parts(&name)).map(str::to_owned);
    match joined(parts).as_str() {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

const JEKYLL_STYLES: &[(&str, &str)] = &[
    ("date", "/:categories/:year/:month/:day/:title.html"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title.html"),
    ("none", "/:categories/:title.html"),
];

fn jekyll(file: &File) -> Option<String> {
    let (place, is_post) = (&file.place, file.role == Role::Post);
    let style = file.site.permalinks.first();
    let style = style.map_or("date", |(_, _, pattern)| pattern.as_str());
    let mut named = JEKYLL_STYLES.iter();
    let named = named.find(|(name, _)| *name == style);
    let style = named.map_or(style, |(_, pattern)| pattern);
    // Of pages only the ending follows the site's style.
    let ending = match style.ends_with('/') || place.is_index {
        true => "/",
        false => ".html",
    };
    let pattern = match &file.keys.url {
        Some(url) => url.to_owned(),
        None if is_post => style.to_owned(),
        None => format!("{}/:title{ending}", place.folders.join("/")),
    };
    let path = fill(&pattern, |name| jekyll_token(name, file))?;
    let mut path = format!("/{}", path.trim_start_matches('/'));
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    if let Some(folder) = path.strip_suffix("/index.html") {
        path = format!("{folder}/");
    }
    Some(path)
}

fn jekyll_token(name: &str, file: &File) -> Option<String> {
    let (folders, date) = (&file.place.folders, file.date());
    let day = |date: Date| NaiveDate::from_ymd_opt(date.year, date.month?, date.day?);
    Some(match name {
        "year" => format!("{:04}", date?.year),
        "month" => format!("{:02}", date?.month?),
        "day" => format!("{:02}", date?.day?),
        "i_month" => date?.month?.to_string(),
        "i_day" => date?.day?.to_string(),
        "y_day" => format!("{:03}", day(date?)?.ordinal()),
        "title" | "slug" | "name" | "basename" => {
            file.text("slug").unwrap_or(&file.place.name).to_owned()
        }
        "output_ext" => ".html".to_owned(),
        "categories" => {
            let folders = folders.iter().filter(|_| file.role == Role::Post);
            let own = file.keys.table.texts("categories");
            let all = folders.map(String::as_str).chain(own);
            let slugs: Vec<String> = all.map(titles::slug).collect();
            slugs.join("/")
        }
        "path" => folders.join("/"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::fields::parse_toml;
    use crate::import::folders::keys;
    use crate::import::folders::places::{self, FileRole};
    use crate::source::{SourceId, Span};

    /// The URL of a file with this front matter.
    #[track_caller]
    fn check(site: &OldSite, path: &str, front: &str, expected: &str) {
        let FileRole::Content(place) = places::of(site, path, &[]) else {
            panic!("{path} is no content")
        };
        let (config, source) = (Config::outside_a_site(), SourceId(0));
        let mut diagnostics = Vec::new();
        let table = parse_toml(
            source,
            front,
            0..front.len(),
            Code::FrontMatter,
            &mut diagnostics,
        );
        let role = match place.is_post {
            true => Role::Post,
            false => Role::Page,
        };
        let file = File {
            source,
            site,
            keys: keys::read(&table, site.kind),
            span: Span::new(source, 0..0),
            body: 0..0,
            lang: place.lang.as_deref().and_then(|code| config.lang(code)),
            declared_lang: None,
            role,
            url: None,
            place,
        };
        assert_eq!(of(&file, &config).as_deref(), Some(expected), "{path}");
        assert_eq!(diagnostics, [], "{front}");
    }

    fn bilingual(kind: Generator) -> OldSite {
        OldSite {
            kind,
            languages: vec!["en".into(), "fr".into()],
            default_language: Some("en".into()),
            content: vec![("content/".into(), None)],
            ..OldSite::default()
        }
    }

    /// What Hugo 0.168 made of these very names.
    #[test]
    fn urls_of_hugo() {
        let mut site = bilingual(Generator::Hugo);
        for (path, front, expected) in [
            (
                "content/Sec Été/Où L'été_ÀB c.fr.md",
                "",
                "/fr/sec-été/où-lété_àb-c/",
            ),
            (
                "content/Sec Été/w.fr.md",
                "slug = 'A b É'",
                "/fr/sec-été/a-b-é/",
            ),
            ("content/s/u.fr.md", "url = '/abs/u/'", "/abs/u/"),
            ("content/s/v.fr.md", "url = 'rel/v'", "/fr/rel/v"),
            ("content/2014-05-02-dated.md", "", "/2014-05-02-dated/"),
            ("content/blog/_index.md", "", "/blog/"),
            ("content/_index.fr.md", "", "/fr/"),
            ("content/trip/index.md", "", "/trip/"),
        ] {
            check(&site, path, front, expected);
        }
        site.permalinks = vec![(None, "posts".into(), "/:year/:month/:title/".into())];
        check(
            &site,
            "content/posts/a.fr.md",
            "title = \"L'été à Paris, c'est — où ?\"\ndate = 2014-05-02",
            "/fr/2014/05/lété-à-paris-cest-où/",
        );
        check(
            &site,
            "content/posts/b.md",
            "title = 'Hi & Bye C++ 50%_x'\ndate = 2014-05-02",
            "/2014/05/hi-bye-c-50_x/",
        );
        site.without_accents = true;
        check(&site, "content/s/été.md", "", "/s/ete/");
        site.ugly = true;
        check(&site, "content/s/a.md", "", "/s/a.html");
    }

    #[test]
    fn urls_of_zola() {
        let site = bilingual(Generator::Zola);
        for (path, front, expected) in [
            (
                "content/blog/2018-10-10-Été là.fr.md",
                "",
                "/fr/blog/ete-la/",
            ),
            ("content/blog/a.md", "slug = 'B c'", "/blog/b-c/"),
            ("content/blog/a.fr.md", "path = 'x/y'", "/x/y/"),
        ] {
            check(&site, path, front, expected);
        }
    }

    #[test]
    fn urls_of_jekyll() {
        let mut site = OldSite {
            kind: Generator::Jekyll,
            ..OldSite::default()
        };
        let post = "_posts/2014-05-01-a.md";
        let category = "categories = ['Grand Voyage']";
        check(&site, post, "", "/2014/05/01/a.html");
        check(
            &site,
            "fr/_posts/2014-05-01-a.md",
            category,
            "/fr/grand-voyage/2014/05/01/a.html",
        );
        check(&site, "about.md", "", "/about.html");
        check(&site, "index.md", "", "/");
        check(&site, "about.md", "permalink = '/who/'", "/who/");
        site.permalinks = vec![(None, String::new(), "pretty".into())];
        check(&site, post, "", "/2014/05/01/a/");
        check(&site, "about.md", "", "/about/");
        site.permalinks = vec![(
            None,
            String::new(),
            "/:year/:i_month/:y_day/:title:output_ext".into(),
        )];
        check(&site, post, category, "/2014/5/121/a.html");
    }
}
