//! The kinds of page that a site may have, one row each: a new kind is a row here, a view, and a template.

use super::feeds::FEEDS;

/// A kind of page, or of file that is made like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Root,
    NotFound,
    Home,
    Term,
    Year,
    Terms,
    Years,
    Search,
    Subscribe,
    Post,
    Page,
    Parallel,
    Redirect,
    Feed,
    OldAddresses,
    Sitemap,
    Robots,
    Manifest,
    Rules,
}

#[derive(Debug)]
pub struct PageKind {
    pub kind: Kind,
    /// What templates call it: `page.kind`.
    pub name: &'static str,
    /// What fills it; files that are no HTML have none.
    pub template: Option<&'static str>,
    /// Whether search engines should know its pages.
    pub indexed: bool,
    /// The keys of `[outputs]` that turn its pages off.
    pub outputs: &'static [&'static str],
    /// Whether each language has it once, at its word; other kinds are planned in `plan::pages`.
    pub of_each_language: bool,
    /// The key of the word in its URLs, below `[paths]` in string files.
    pub word: Option<&'static str>,
    /// Slugs that it may want in one language or another, where their words are not known.
    pub reserved: &'static [&'static str],
}

const ROW: PageKind = PageKind {
    kind: Kind::Root,
    name: "",
    template: None,
    indexed: false,
    outputs: &[],
    of_each_language: false,
    word: None,
    reserved: &[],
};

/// The table, in the order of [`Kind`].
static KINDS: [PageKind; 19] = [
    PageKind {
        kind: Kind::Root,
        name: "root",
        template: Some("root.html"),
        indexed: true,
        ..ROW
    },
    PageKind {
        kind: Kind::NotFound,
        name: "not-found",
        template: Some("404.html"),
        ..ROW
    },
    PageKind {
        kind: Kind::Home,
        name: "home",
        template: Some("home.html"),
        indexed: true,
        word: Some("page"),
        reserved: &["page"],
        ..ROW
    },
    PageKind {
        kind: Kind::Term,
        name: "term",
        template: Some("term.html"),
        indexed: true,
        outputs: &["terms", "authors", "series"],
        ..ROW
    },
    PageKind {
        kind: Kind::Year,
        name: "year",
        template: Some("year.html"),
        indexed: true,
        outputs: &["years"],
        reserved: &["undated"],
        ..ROW
    },
    PageKind {
        kind: Kind::Terms,
        name: "overview",
        template: Some("terms.html"),
        indexed: true,
        reserved: &[
            "tags",
            "mots-cles",
            "tag",
            "categories",
            "category",
            "authors",
            "author",
            "auteurs",
            "auteur",
            "series",
            "serie",
        ],
        ..ROW
    },
    PageKind {
        kind: Kind::Years,
        name: "overview",
        template: Some("archive.html"),
        indexed: true,
        word: Some("archive"),
        reserved: &["archive", "archives"],
        ..ROW
    },
    PageKind {
        kind: Kind::Search,
        name: "search",
        template: Some("search.html"),
        outputs: &["search"],
        of_each_language: true,
        word: Some("search"),
        reserved: &["search", "recherche"],
        ..ROW
    },
    // An author's own page about it takes its place.
    PageKind {
        kind: Kind::Subscribe,
        name: "subscribe",
        template: Some("subscribe.html"),
        outputs: &["subscribe"],
        of_each_language: true,
        word: Some("subscribe"),
        ..ROW
    },
    PageKind {
        kind: Kind::Post,
        name: "post",
        template: Some("post.html"),
        indexed: true,
        ..ROW
    },
    PageKind {
        kind: Kind::Page,
        name: "page",
        template: Some("post.html"),
        indexed: true,
        ..ROW
    },
    PageKind {
        kind: Kind::Parallel,
        name: "parallel",
        template: Some("parallel.html"),
        outputs: &["parallel"],
        reserved: &["parallel", "parallele"],
        ..ROW
    },
    PageKind {
        kind: Kind::Redirect,
        template: Some("redirect.html"),
        ..ROW
    },
    PageKind {
        kind: Kind::Feed,
        outputs: &["term_feeds"],
        reserved: &["feed"],
        ..ROW
    },
    PageKind {
        kind: Kind::OldAddresses,
        ..ROW
    },
    PageKind {
        kind: Kind::Sitemap,
        outputs: &["sitemap"],
        ..ROW
    },
    PageKind {
        kind: Kind::Robots,
        outputs: &["robots"],
        ..ROW
    },
    PageKind {
        kind: Kind::Manifest,
        outputs: &["manifest"],
        ..ROW
    },
    PageKind {
        kind: Kind::Rules,
        ..ROW
    },
];

/// Folders of files, kept free as those of pages are.
const FOLDERS: [&str; 2] = ["media", "static"];

/// The files of pages, which stand where slugs do.
const PAGES: [&str; 2] = ["index.html", "404.html"];

impl Kind {
    pub fn row(self) -> &'static PageKind {
        &KINDS[self as usize]
    }
}

/// All keys of `[outputs]` that turn pages, feeds or pictures off.
pub fn output_keys() -> impl Iterator<Item = &'static str> {
    let of_pages = KINDS.iter().flat_map(|row| row.outputs).copied();
    let of_pages = of_pages.chain(["social_cards"]);
    of_pages.chain(FEEDS.iter().map(|row| row.output))
}

/// The kinds of page that each language has once.
pub fn of_each_language() -> impl Iterator<Item = Kind> {
    let rows = KINDS.iter().filter(|row| row.of_each_language);
    rows.map(|row| row.kind)
}

/// The keys of the words in URLs, below `[paths]` in string files, that no slug may be.
pub fn reserved_words() -> impl Iterator<Item = &'static str> {
    let rows = KINDS.iter().filter(|row| !row.reserved.is_empty());
    rows.filter_map(|row| row.word)
}

/// Whether a slug may be kept for the site's own pages in some language: by a list's word too.
pub fn may_be_reserved(slug: &str) -> bool {
    is_reserved(slug) || KINDS.iter().any(|row| row.reserved.contains(&slug))
}

/// Whether a slug is kept for the site's own pages in every language: a year, a file, a folder.
pub fn is_reserved(slug: &str) -> bool {
    let is_year = slug.len() == 4 && slug.bytes().all(|b| b.is_ascii_digit());
    let is_file = PAGES.contains(&slug) || FEEDS.iter().any(|row| row.file == slug);
    is_year || is_file || FOLDERS.contains(&slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row() {
        for (at, row) in KINDS.iter().enumerate() {
            assert_eq!(row.kind as usize, at, "{:?}", row.kind);
        }
    }

    #[test]
    fn reserved_slugs_are_years_and_in_some_language_words_of_lists() {
        for (slug, somewhere, everywhere) in [
            ("page", true, false),
            ("2014", true, true),
            ("201", false, false),
            ("billet", false, false),
        ] {
            assert_eq!(may_be_reserved(slug), somewhere, "{slug}");
            assert_eq!(is_reserved(slug), everywhere, "{slug}");
        }
    }
}
