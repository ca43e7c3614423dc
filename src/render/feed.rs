//! Feeds written down: Atom (RFC 4287) and RSS 2.0 (rssboard.org/rss-specification) with full texts.

use chrono::NaiveDateTime;

use super::view::feed::{Content, Entry, FeedView};
use crate::config::feeds::Feed;
use crate::text::xml::Xml;

const NAME: &str = "Diptych";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

pub fn feed(view: &FeedView, feed: Feed) -> String {
    match feed {
        Feed::Atom => atom(view),
        Feed::Rss => rss(view),
    }
}

fn atom(view: &FeedView) -> String {
    let mut xml = Xml::styled(view.style.as_deref());
    let mut attributes = vec![("xmlns", "http://www.w3.org/2005/Atom")];
    attributes.extend(view.lang.as_deref().map(|lang| ("xml:lang", lang)));
    xml.open("feed", &attributes);
    about(&mut xml, view);
    xml.text("id", &[], &view.home);
    xml.text("title", &[], &view.title);
    if !view.subtitle.is_empty() {
        xml.text("subtitle", &[], &view.subtitle);
    }
    xml.text("updated", &[], &rfc3339(view.updated()));
    xml.empty(
        "link",
        &[
            ("rel", "self"),
            ("type", Feed::Atom.row().media_type),
            ("href", &view.url),
        ],
    );
    xml.empty(
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", &view.home),
        ],
    );
    for (lang, href) in &view.others {
        xml.empty(
            "link",
            &[
                ("rel", "alternate"),
                ("type", Feed::Atom.row().media_type),
                ("hreflang", lang),
                ("href", href),
            ],
        );
    }
    xml.open("author", &[]);
    xml.text("name", &[], &view.publisher);
    xml.close("author");
    xml.text("generator", &[], NAME);
    for entry in &view.entries {
        atom_entry(&mut xml, view, entry);
    }
    xml.close("feed");
    xml.finish()
}

/// XHTML, which browsers show and feed readers pass over (RFC 4287, 6.4 "Extension elements").
fn about(xml: &mut Xml, view: &FeedView) {
    for about in &view.about {
        xml.open("p", &[("xmlns", XHTML), ("xml:lang", &about.lang)]);
        xml.text("span", &[], &about.text);
        if let Some((title, url)) = &about.page {
            xml.text("a", &[("href", url)], title);
        }
        xml.close("p");
    }
}

fn atom_entry(xml: &mut Xml, view: &FeedView, entry: &Entry) {
    xml.open("entry", &[("xml:lang", &entry.lang)]);
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], &entry.title);
    // Some readers take the first alternate and some the last, so the post itself stands at both ends: RFC 4287 allows only
    // one link for each type and language, and the last names none.
    let own = [(Some(entry.lang.as_str()), entry.url.as_str())];
    let others = entry
        .translations
        .iter()
        .map(|(lang, href)| (Some(lang.as_str()), href.as_str()));
    let again = (!entry.translations.is_empty()).then_some((None, entry.url.as_str()));
    for (lang, href) in own.into_iter().chain(others).chain(again) {
        let mut attributes = vec![("rel", "alternate"), ("type", "text/html")];
        attributes.extend(lang.map(|lang| ("hreflang", lang)));
        attributes.push(("href", href));
        xml.empty("link", &attributes);
    }
    xml.text("published", &[], &rfc3339(entry.published));
    xml.text("updated", &[], &rfc3339(entry.updated));
    for (name, url) in &entry.authors {
        xml.open("author", &[]);
        xml.text("name", &[], name);
        if let Some(url) = url {
            xml.text("uri", &[], url);
        }
        xml.close("author");
    }
    for category in &entry.categories {
        let mut attributes = vec![("term", category.name.as_str())];
        attributes.extend(category.scheme.as_deref().map(|scheme| ("scheme", scheme)));
        attributes.extend(category.lang.as_deref().map(|lang| ("xml:lang", lang)));
        xml.empty("category", &attributes);
    }
    match &entry.content {
        Content::Whole(whole) => xml.text("content", &[("type", "html")], &whole.texts()[1]),
        Content::Elsewhere(line) => xml.text("summary", &feed_lang(view), line),
    }
    xml.close("entry");
}

fn rss(view: &FeedView) -> String {
    let mut xml = Xml::styled(view.style.as_deref());
    xml.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    xml.open("channel", &feed_lang(view));
    about(&mut xml, view);
    xml.text("title", &[], &view.title);
    xml.text(
        "description",
        &[],
        if view.subtitle.is_empty() {
            &view.title
        } else {
            &view.subtitle
        },
    );
    xml.empty(
        "atom:link",
        &[
            ("rel", "self"),
            ("type", Feed::Rss.row().media_type),
            ("href", &view.url),
        ],
    );
    for (lang, href) in &view.others {
        xml.empty(
            "atom:link",
            &[
                ("rel", "alternate"),
                ("type", Feed::Rss.row().media_type),
                ("hreflang", lang),
                ("href", href),
            ],
        );
    }
    xml.text("link", &[], &view.home);
    if let Some(lang) = &view.lang {
        xml.text("language", &[], lang);
    }
    xml.text("lastBuildDate", &[], &rfc2822(view.updated()));
    xml.text("generator", &[], NAME);
    for entry in &view.entries {
        rss_item(&mut xml, view, entry);
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn rss_item(xml: &mut Xml, view: &FeedView, entry: &Entry) {
    xml.open("item", &[("xml:lang", &entry.lang)]);
    xml.text("title", &[], &entry.title);
    // Before the item's own link: some readers take the last one that they see.
    for (lang, href) in &entry.translations {
        xml.empty(
            "atom:link",
            &[
                ("rel", "alternate"),
                ("type", "text/html"),
                ("hreflang", lang),
                ("href", href),
            ],
        );
    }
    xml.text("link", &[], &entry.url);
    xml.text("guid", &[("isPermaLink", "false")], &entry.id);
    xml.text("pubDate", &[], &rfc2822(entry.published));
    xml.text("dc:language", &[], &entry.lang);
    for (name, _) in &entry.authors {
        xml.text("dc:creator", &[], name);
    }
    for category in &entry.categories {
        let mut attributes: Vec<(&str, &str)> = category
            .scheme
            .iter()
            .map(|scheme| ("domain", scheme.as_str()))
            .collect();
        attributes.extend(category.lang.as_deref().map(|lang| ("xml:lang", lang)));
        xml.text("category", &attributes, &category.name);
    }
    match &entry.content {
        Content::Whole(whole) => {
            let [excerpt, html] = whole.texts();
            xml.text("description", &[], excerpt);
            xml.text("content:encoded", &[], html);
        }
        Content::Elsewhere(line) => xml.text("description", &feed_lang(view), line),
    }
    xml.close("item");
}

fn feed_lang<'v>(view: &'v FeedView) -> Vec<(&'v str, &'v str)> {
    view.lang
        .iter()
        .map(|lang| ("xml:lang", lang.as_str()))
        .collect()
}

fn rfc3339(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn rfc2822(time: NaiveDateTime) -> String {
    time.format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
