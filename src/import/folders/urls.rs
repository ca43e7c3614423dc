//! The URL that a generator gave a post, so that it goes on working as an alias.
//!
//! Sources: gohugo.io/content-management/urls and …/configuration/permalinks; getzola.org/documentation/content/page;
//! jekyllrb.com/docs/permalinks. Hugo's rules for characters and language prefixes are as observed with Hugo 0.168.

use chrono::{Datelike, NaiveDate};

use super::places::Place;
use super::sites::{Generator, OldSite};
use crate::text::dates::Date;
use crate::text::{titles, words};

/// What of a post its URL is made from.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    pub title: &'a str,
    /// The slug that the author gave.
    pub slug: Option<&'a str>,
    /// The URL that the author gave: `url`, `path` or `permalink`.
    pub url: Option<&'a str>,
    pub date: Option<Date>,
    /// Jekyll's.
    pub categories: &'a [&'a str],
    /// Its language, where its URL begins with it.
    pub prefix: Option<&'a str>,
    pub lang: Option<&'a str>,
    /// A post, where posts and pages differ.
    pub is_post: bool,
}

/// The path of a post on the old site; `None` where it cannot be told.
pub fn of(site: &OldSite, place: &Place, facts: &Facts) -> Option<String> {
    match site.kind {
        Generator::Hugo => Some(hugo(site, place, facts)),
        Generator::Zola => Some(zola(site, place, facts)),
        Generator::Jekyll => jekyll(site, place, facts),
        Generator::Plain => {
            let url = facts.url.filter(|url| url.starts_with('/'));
            url.map(str::to_owned)
        }
    }
}

fn hugo(site: &OldSite, place: &Place, facts: &Facts) -> String {
    let prefix = facts.prefix.map(|lang| format!("/{lang}"));
    let prefix = prefix.unwrap_or_default();
    match facts.url {
        // With a slash it is seen from the root of all languages.
        Some(url) if url.starts_with('/') => return url.to_owned(),
        Some(url) => return format!("{prefix}/{url}"),
        None => {}
    }
    let section = place.section().to_lowercase();
    let is_own = |(lang, of, _): &&(Option<String>, String, String)| {
        *of == section && (lang.is_none() || lang.as_deref() == facts.lang)
    };
    // A language's own pattern stands after the common ones.
    let pattern = site.permalinks.iter().rfind(is_own);
    let path = match pattern.filter(|_| !place.is_list && !section.is_empty()) {
        Some((_, _, pattern)) => hugo_pattern(site, pattern, place, facts),
        None => {
            let slug = facts.slug.filter(|_| !place.is_list);
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
fn hugo_pattern(site: &OldSite, pattern: &str, place: &Place, facts: &Facts) -> String {
    let title = match facts.title {
        "" => place.file_name.as_str(),
        title => title,
    };
    let (year, month, day) = facts
        .date
        .map_or((1, None, None), |date| (date.year, date.month, date.day));
    let slug_or = |otherwise: &str| hugo_part(site, facts.slug.unwrap_or(otherwise));
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

/// The parts of a path that are not empty.
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

fn zola(site: &OldSite, place: &Place, facts: &Facts) -> String {
    if let Some(path) = facts.url {
        return format!("/{}/", path.trim().trim_matches('/'));
    }
    let name = facts.slug.unwrap_or(&place.name);
    let name = match site.slugify.as_str() {
        "off" => name.to_owned(),
        "safe" => name.replace(' ', "_"),
        _ => slug::slugify(name),
    };
    let prefix = facts.prefix.into_iter();
    let parts = prefix.chain(place.parts(&name)).map(str::to_owned);
    match joined(parts).as_str() {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// The styles that Jekyll has names for.
const JEKYLL_STYLES: &[(&str, &str)] = &[
    ("date", "/:categories/:year/:month/:day/:title.html"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title.html"),
    ("none", "/:categories/:title.html"),
];

fn jekyll(site: &OldSite, place: &Place, facts: &Facts) -> Option<String> {
    let style = site.permalinks.first();
    let style = style.map_or("date", |(_, _, pattern)| pattern.as_str());
    let mut named = JEKYLL_STYLES.iter();
    let named = named.find(|(name, _)| *name == style);
    let style = named.map_or(style, |(_, pattern)| pattern);
    // Of pages only the ending follows the site's style.
    let ending = match style.ends_with('/') || place.is_index {
        true => "/",
        false => ".html",
    };
    let pattern = match facts.url {
        Some(url) => url.to_owned(),
        None if facts.is_post => style.to_owned(),
        None => format!("{}/:title{ending}", place.folders.join("/")),
    };
    let path = fill(&pattern, |name| jekyll_token(name, place, facts))?;
    let mut path = format!("/{}", path.trim_start_matches('/'));
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    if let Some(folder) = path.strip_suffix("/index.html") {
        path = format!("{folder}/");
    }
    Some(path)
}

fn jekyll_token(name: &str, place: &Place, facts: &Facts) -> Option<String> {
    let folders = &place.folders;
    let day = |date: Date| NaiveDate::from_ymd_opt(date.year, date.month?, date.day?);
    Some(match name {
        "year" => format!("{:04}", facts.date?.year),
        "month" => format!("{:02}", facts.date?.month?),
        "day" => format!("{:02}", facts.date?.day?),
        "i_month" => facts.date?.month?.to_string(),
        "i_day" => facts.date?.day?.to_string(),
        "y_day" => format!("{:03}", day(facts.date?)?.ordinal()),
        "title" | "slug" | "name" | "basename" => facts.slug.unwrap_or(&place.name).to_owned(),
        "output_ext" => ".html".to_owned(),
        "categories" => {
            let folders = folders.iter().filter(|_| facts.is_post);
            let all = folders
                .map(String::as_str)
                .chain(facts.categories.iter().copied());
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
    use crate::import::folders::places::{self, FileRole};
    use crate::text::dates;

    fn check(site: &OldSite, path: &str, facts: Facts, expected: &str) {
        let FileRole::Content(place) = places::of(site, path, &[]) else {
            panic!("{path} is no content")
        };
        let is_post = facts.is_post || place.is_post;
        let date = facts.date.or(place.date);
        assert_eq!(
            of(
                site,
                &place,
                &Facts {
                    is_post,
                    date,
                    ..facts
                }
            )
            .as_deref(),
            Some(expected),
            "{path}"
        );
    }

    /// What Hugo 0.168 made of these very names.
    #[test]
    fn urls_of_hugo() {
        let mut site = OldSite {
            kind: Generator::Hugo,
            content: vec![("content/".into(), None)],
            ..OldSite::default()
        };
        let fr = Facts {
            prefix: Some("fr"),
            lang: Some("fr"),
            ..Facts::default()
        };
        check(
            &site,
            "content/Sec Été/Où L'été_ÀB c.fr.md",
            fr.clone(),
            "/fr/sec-été/où-lété_àb-c/",
        );
        check(
            &site,
            "content/Sec Été/w.fr.md",
            Facts {
                slug: Some("A b É"),
                ..fr.clone()
            },
            "/fr/sec-été/a-b-é/",
        );
        check(
            &site,
            "content/s/u.fr.md",
            Facts {
                url: Some("/abs/u/"),
                ..fr.clone()
            },
            "/abs/u/",
        );
        check(
            &site,
            "content/s/v.fr.md",
            Facts {
                url: Some("rel/v"),
                ..fr.clone()
            },
            "/fr/rel/v",
        );
        check(
            &site,
            "content/2014-05-02-dated.md",
            Facts::default(),
            "/2014-05-02-dated/",
        );
        check(&site, "content/blog/_index.md", Facts::default(), "/blog/");
        check(&site, "content/_index.fr.md", fr.clone(), "/fr/");
        check(&site, "content/trip/index.md", Facts::default(), "/trip/");
        site.permalinks = vec![(None, "posts".into(), "/:year/:month/:title/".into())];
        let date = dates::parse("2014-05-02");
        let title = "L'été à Paris, c'est — où ?";
        check(
            &site,
            "content/posts/a.fr.md",
            Facts { title, date, ..fr },
            "/fr/2014/05/lété-à-paris-cest-où/",
        );
        check(
            &site,
            "content/posts/b.md",
            Facts {
                title: "Hi & Bye C++ 50%_x",
                date,
                ..Facts::default()
            },
            "/2014/05/hi-bye-c-50_x/",
        );
        site.without_accents = true;
        check(&site, "content/s/été.md", Facts::default(), "/s/ete/");
        site.ugly = true;
        check(&site, "content/s/a.md", Facts::default(), "/s/a.html");
    }

    #[test]
    fn urls_of_zola() {
        let site = OldSite {
            kind: Generator::Zola,
            content: vec![("content/".into(), None)],
            ..OldSite::default()
        };
        let fr = Facts {
            prefix: Some("fr"),
            ..Facts::default()
        };
        check(
            &site,
            "content/blog/2018-10-10-Été là.fr.md",
            fr.clone(),
            "/fr/blog/ete-la/",
        );
        check(
            &site,
            "content/blog/a.md",
            Facts {
                slug: Some("B c"),
                ..Facts::default()
            },
            "/blog/b-c/",
        );
        check(
            &site,
            "content/blog/a.fr.md",
            Facts {
                url: Some("x/y"),
                ..fr
            },
            "/x/y/",
        );
    }

    #[test]
    fn urls_of_jekyll() {
        let mut site = OldSite {
            kind: Generator::Jekyll,
            ..OldSite::default()
        };
        let categories = ["Grand Voyage"];
        let facts = Facts {
            categories: &categories,
            ..Facts::default()
        };
        check(
            &site,
            "_posts/2014-05-01-a.md",
            Facts::default(),
            "/2014/05/01/a.html",
        );
        check(
            &site,
            "fr/_posts/2014-05-01-a.md",
            facts.clone(),
            "/fr/grand-voyage/2014/05/01/a.html",
        );
        check(&site, "about.md", Facts::default(), "/about.html");
        check(&site, "index.md", Facts::default(), "/");
        check(
            &site,
            "about.md",
            Facts {
                url: Some("/who/"),
                ..Facts::default()
            },
            "/who/",
        );
        site.permalinks = vec![(None, String::new(), "pretty".into())];
        check(
            &site,
            "_posts/2014-05-01-a.md",
            Facts::default(),
            "/2014/05/01/a/",
        );
        check(&site, "about.md", Facts::default(), "/about/");
        site.permalinks = vec![(
            None,
            String::new(),
            "/:year/:i_month/:y_day/:title:output_ext".into(),
        )];
        check(&site, "_posts/2014-05-01-a.md", facts, "/2014/5/121/a.html");
    }
}
