//! The URL that a generator gave a post, so that it goes on working as an alias.
//!
//! Sources: gohugo.io/content-management/urls and …/configuration/permalinks; getzola.org/documentation/content/page;
//! jekyllrb.com/docs/permalinks. Hugo's rules for characters and language prefixes are as observed with Hugo 0.168.

use super::places::Place;
use super::sites::{Generator, OldSite};
use crate::text::dates::Date;
use crate::text::{titles, words};

/// What of a post its URL is made from.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    /// The title.
    pub title: &'a str,
    /// The slug that the author gave.
    pub slug: Option<&'a str>,
    /// The URL that the author gave: `url`, `path` or `permalink`.
    pub url: Option<&'a str>,
    /// The date.
    pub date: Option<Date>,
    /// The categories, of Jekyll.
    pub categories: &'a [String],
    /// Its language, where its URL begins with it.
    pub prefix: Option<&'a str>,
    /// Its language.
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
        Generator::Plain => facts
            .url
            .filter(|url| url.starts_with('/'))
            .map(str::to_owned),
    }
}

fn hugo(site: &OldSite, place: &Place, facts: &Facts) -> String {
    let prefix = facts
        .prefix
        .map(|lang| format!("/{lang}"))
        .unwrap_or_default();
    match facts.url {
        // With a slash it is seen from the root of all languages.
        Some(url) if url.starts_with('/') => return url.to_owned(),
        Some(url) => return format!("{prefix}/{url}"),
        None => {}
    }
    let section = place.section().to_lowercase();
    let own = |(lang, of, _): &&(Option<String>, String, String)| {
        *of == section && (lang.is_none() || lang.as_deref() == facts.lang)
    };
    // A language's own pattern stands after the common ones.
    let pattern = site
        .permalinks
        .iter()
        .rfind(own)
        .filter(|_| !place.is_list && !section.is_empty());
    let path = match pattern {
        Some((_, _, pattern)) => filled(site, pattern, place, facts),
        None => {
            let folders = place.folders.iter().map(|folder| hugo_part(site, folder));
            let name = facts
                .slug
                .filter(|_| !place.is_list)
                .unwrap_or(&place.file_name);
            let name = if place.is_list && place.file_name == "_index" {
                String::new()
            } else {
                hugo_part(site, name)
            };
            folders
                .chain([name])
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("/")
        }
    };
    let path = path.trim_matches('/');
    match (
        path.is_empty(),
        site.ugly && !place.is_list || path.ends_with(".html"),
    ) {
        (true, _) => format!("{prefix}/"),
        (false, true) => format!("{prefix}/{}.html", path.trim_end_matches(".html")),
        (false, false) => format!("{prefix}/{path}/"),
    }
}

/// A pattern with its tokens filled in, part by part.
fn filled(site: &OldSite, pattern: &str, place: &Place, facts: &Facts) -> String {
    let number = |number: Option<u32>| format!("{:02}", number.unwrap_or(1));
    let date = facts.date.unwrap_or(Date {
        year: 1,
        month: None,
        day: None,
        time: None,
    });
    let slug = |otherwise: &str| hugo_part(site, facts.slug.unwrap_or(otherwise));
    let title = if facts.title.is_empty() {
        &place.file_name
    } else {
        facts.title
    };
    let token = |name: &str| -> String {
        match name {
            "year" => format!("{:04}", date.year),
            "month" => number(date.month),
            "day" => number(date.day),
            "title" => hugo_part(site, title),
            "slug" => slug(title),
            "slugorfilename" | "slugorcontentbasename" => slug(&place.file_name),
            "filename" | "contentbasename" => hugo_part(site, &place.file_name),
            "section" => hugo_part(site, place.section()),
            "sections" => place
                .folders
                .iter()
                .map(|folder| hugo_part(site, folder))
                .collect::<Vec<_>>()
                .join("/"),
            other => format!(":{other}"),
        }
    };
    replace_tokens(pattern, token)
}

fn replace_tokens(pattern: &str, token: impl Fn(&str) -> String) -> String {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        path.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest
            .find(|c: char| !c.is_ascii_alphabetic() && c != '_')
            .unwrap_or(rest.len());
        path.push_str(&token(&rest[..end]));
        rest = &rest[end..];
    }
    path + rest
}

/// Hugo keeps letters, marks and digits of any script, in lower case; spaces become hyphens, other signs go.
fn hugo_part(site: &OldSite, text: &str) -> String {
    let mut path = String::new();
    let mut hyphen = false;
    let text = text.to_lowercase();
    let text = if site.without_accents {
        words::without_accents(&text)
    } else {
        text
    };
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
    let slug = |text: &str| match site.slugify.as_str() {
        "off" => text.to_owned(),
        "safe" => text.replace(' ', "_"),
        _ => slug::slugify(text),
    };
    let name = facts.slug.unwrap_or(&place.name);
    let name = if place.is_list && place.file_name == "_index" {
        String::new()
    } else {
        slug(name)
    };
    let prefix = facts.prefix.map(str::to_owned).into_iter();
    let parts: Vec<String> = prefix
        .chain(place.folders.iter().cloned())
        .chain([name])
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        "/".to_owned()
    } else {
        format!("/{}/", parts.join("/"))
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
    let style = site
        .permalinks
        .first()
        .map_or("date", |(_, _, pattern)| pattern.as_str());
    let style = JEKYLL_STYLES
        .iter()
        .find(|(name, _)| *name == style)
        .map_or(style, |(_, pattern)| pattern);
    let folders: String = place
        .folders
        .iter()
        .map(|folder| format!("/{folder}"))
        .collect();
    let pattern = match facts.url {
        Some(url) => url.to_owned(),
        None if facts.is_post => style.to_owned(),
        // Of pages only the ending follows the site's style.
        None if style.ends_with('/') || place.is_index => format!("{folders}/:title/"),
        None => format!("{folders}/:title.html"),
    };
    let date = facts.date;
    let two = |number: Option<u32>| Some(format!("{:02}", number?));
    let mut known = true;
    let mut token = |name: &str| {
        let value = match name {
            "year" => date.map(|date| format!("{:04}", date.year)),
            "month" => date.and_then(|date| two(date.month)),
            "day" => date.and_then(|date| two(date.day)),
            "i_month" => date
                .and_then(|date| date.month)
                .map(|month| month.to_string()),
            "i_day" => date.and_then(|date| date.day).map(|day| day.to_string()),
            "y_day" => date.and_then(ordinal).map(|day| format!("{day:03}")),
            "title" | "slug" | "name" | "basename" => {
                Some(facts.slug.unwrap_or(&place.name).to_owned())
            }
            "output_ext" => Some(".html".to_owned()),
            "categories" => {
                let folders = place.folders.iter().filter(|_| facts.is_post);
                let all = folders
                    .chain(facts.categories)
                    .map(|category| titles::slug(category));
                Some(all.collect::<Vec<_>>().join("/"))
            }
            "path" => Some(folders.trim_start_matches('/').to_owned()),
            _ => None,
        };
        known &= value.is_some();
        value.unwrap_or_default()
    };
    let cell = std::cell::RefCell::new(&mut token);
    let path = replace_tokens(&pattern, |name| (cell.borrow_mut())(name));
    let mut path = format!("/{}", path.trim_start_matches('/'));
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    let path = path
        .strip_suffix("/index.html")
        .map(|folder| format!("{folder}/"))
        .unwrap_or(path);
    known.then_some(path)
}

fn ordinal(date: Date) -> Option<u32> {
    use chrono::Datelike;
    Some(chrono::NaiveDate::from_ymd_opt(date.year, date.month?, date.day?)?.ordinal())
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
        let categories = ["Grand Voyage".to_owned()];
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
