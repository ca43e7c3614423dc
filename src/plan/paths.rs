//! The paths of all pages, and the anchors on them that others lead to.

use super::lists::ListId;
use crate::config::Config;
use crate::config::kinds::Kind;
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::model::{PostId, Site};
use crate::source::composed;
use crate::text::url;

pub fn home_path(config: &Config, lang: Lang) -> String {
    format!("/{}/", config.languages[lang].code)
}

pub fn not_found_path(config: &Config, lang: Lang) -> String {
    format!("{}404.html", home_path(config, lang))
}

/// The path of a taxonomy's list of terms.
pub fn terms_path(config: &Config, site: &Site, taxonomy: usize, lang: Lang) -> String {
    format!(
        "{}{}/",
        home_path(config, lang),
        site.taxonomies[taxonomy].names[lang].slug
    )
}

/// The path of a page that each language has once, under a word of its string file: the list of years, search.
pub fn word_path(config: &Config, strings: &ByLang<Strings>, kind: Kind, lang: Lang) -> String {
    let word = kind.row().word.unwrap_or(kind.row().name);
    format!("{}{}/", home_path(config, lang), strings[lang].path(word))
}

/// The folder of the index that is searched; what is in it is known when it is made.
pub const INDEX: &str = "/search-index/";

/// The path of a post or page.
pub fn permalink(config: &Config, site: &Site, id: PostId) -> String {
    let post = site.post(id);
    format!("/{}/{}/", config.languages[post.lang].code, post.slug)
}

/// The site path of an author's photograph, as `authors.toml` names it: a file below `content/`, or a site path.
pub fn photo_path(photo: &str) -> String {
    let photo = composed(photo.to_owned());
    if photo.starts_with('/') {
        photo
    } else {
        format!("/media/{photo}")
    }
}

/// The anchor of a post's card on a list in another language.
pub fn card_id(config: &Config, site: &Site, id: PostId) -> String {
    let post = site.post(id);
    format!("{}-{}", config.languages[post.lang].code, post.slug)
}

/// The anchor of the stories of a list that are only in another language.
pub fn elsewhere_id(config: &Config, lang: Lang) -> String {
    format!("only-{}", config.languages[lang].code)
}

/// The path of the page with two posts side by side, the one whose language comes first in the site's order first.
pub fn parallel_path(config: &Config, site: &Site, a: PostId, b: PostId) -> String {
    let code = |id: PostId| config.languages[site.post(id).lang].code.as_str();
    format!("/{}-{}/{}/", code(a), code(b), site.post(a).slug)
}

pub fn list_path(
    config: &Config,
    site: &Site,
    strings: &ByLang<Strings>,
    id: ListId,
    lang: Lang,
    page: usize,
) -> String {
    let (home, words) = (home_path(config, lang), &strings[lang]);
    let first = match id {
        ListId::Home => home,
        ListId::Term(id) => {
            let taxonomy = &site.taxonomies[id.taxonomy];
            let slug = taxonomy.terms[id.term].names[lang]
                .as_ref()
                .map_or("", |name| name.slug.as_str());
            format!("{home}{}/{slug}/", taxonomy.names[lang].slug)
        }
        ListId::Year(Some(year)) => format!("{home}{}/{year}/", words.path("archive")),
        ListId::Year(None) => format!("{home}{}/{}/", words.path("archive"), words.path("undated")),
    };
    if page <= 1 {
        first
    } else {
        format!("{first}{}/{page}/", words.path("page"))
    }
}

/// One form for every path of a page: decoded, without empty and `.` parts, a folder's with `/` at its end and no `index.html`.
pub(super) fn normal(path: &str) -> String {
    let path = url::decode(path);
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    match parts.split_last() {
        None => "/".to_owned(),
        Some((&"index.html", [])) => "/".to_owned(),
        Some((&"index.html", folders)) => format!("/{}/", folders.join("/")),
        Some((last, _)) if last.contains('.') && !path.ends_with('/') => {
            format!("/{}", parts.join("/"))
        }
        Some(_) => format!("/{}/", parts.join("/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_form() {
        for (path, expected) in [
            ("/fr/index.html", "/fr/"),
            ("/index.html", "/"),
            ("/", "/"),
            ("//fr/./a", "/fr/a/"),
            ("/2014/05/titre", "/2014/05/titre/"),
            ("/%C3%A9t%C3%A9/", "/été/"),
            ("/old.html", "/old.html"),
            ("/v1.2/", "/v1.2/"),
        ] {
            assert_eq!(normal(path), expected, "{path}");
        }
    }
}
