//! Feeds: RSS 2.0 (rssboard.org/rss-specification) with `content:encoded`, RSS 1.0, and Atom (RFC 4287), also as Blogger
//! writes its backups, where posts, comments and settings are all entries.

use super::item::{Export, Item, ItemTerm};
use super::xml::{self, Element};
use crate::text::dates::{self, Date};

/// Where Blogger says what an entry is.
const BLOGGER_KIND: &str = "http://schemas.google.com/g/2005#kind";

/// Reads a file.
pub fn read(text: &str) -> Export {
    let is_atom = xml::root(text).as_deref() == Some("atom:feed");
    let mut export = Export {
        is_feed: true,
        language: if is_atom { feed_language(text) } else { None },
        ..Export::default()
    };
    let flaws = xml::records(text, |record, whole| match record.name.as_str() {
        "item" => export.items.push(rss_item(&record, whole, text)),
        "atom:entry" => export.items.push(atom_entry(&record, whole, text)),
        "link" if export.base_url.is_empty() => export.base_url = record.text.trim().to_owned(),
        "atom:link" if is_atom && is_page(&record) && export.base_url.is_empty() => {
            export.base_url = record.attribute("href").unwrap_or_default().to_owned();
        }
        "language" | "dc:language" => {
            export.language = Some(record.text.trim().to_owned()).filter(|text| !text.is_empty())
        }
        _ => {}
    });
    export.flaws = flaws;
    export
}

/// `xml:lang` of the feed itself, which is a container and no record.
fn feed_language(text: &str) -> Option<String> {
    let start = text.find("feed")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let value = tag.split("xml:lang=").nth(1)?;
    let quote = value.chars().next()?;
    value[1..]
        .split(quote)
        .next()
        .filter(|lang| !lang.is_empty())
        .map(str::to_owned)
}

fn rss_item(record: &Element, whole: bool, source: &str) -> Item {
    let value = |name: &str| {
        record
            .child(name)
            .map(|child| child.value(source).into_owned())
            .unwrap_or_default()
    };
    let (content, description) = (value("content:encoded"), value("description"));
    let summary = content.trim().is_empty();
    let (content, excerpt) = if summary {
        (description, String::new())
    } else {
        (content, description)
    };
    let link = record.text_of("link");
    let guid = record.text_of("guid");
    let permanent = record
        .child("guid")
        .and_then(|guid| guid.attribute("isPermaLink"))
        != Some("false");
    Item {
        link: if link.is_empty() && permanent {
            guid
        } else {
            link
        }
        .to_owned(),
        id: if guid.is_empty() { link } else { guid }.to_owned(),
        title: value("title").trim().to_owned(),
        date: date(record.text_of("pubDate")).or_else(|| date(record.text_of("dc:date"))),
        // A feed that has only descriptions may have whole posts there; only the end of the text tells.
        summary: summary && ends_early(&content),
        content,
        excerpt: if ends_early(&excerpt) {
            String::new()
        } else {
            excerpt
        },
        authors: names(record, &["dc:creator"]),
        terms: record
            .all("category")
            .map(|term| feed_term(term.text.trim(), term.text.trim()))
            .collect(),
        language: record.attribute("xml:lang").map(str::to_owned).or_else(|| {
            record
                .child("dc:language")
                .map(|lang| lang.text.trim().to_owned())
        }),
        ..entry(record, whole)
    }
}

fn entry(record: &Element, whole: bool) -> Item {
    Item {
        range: record.range.clone(),
        whole,
        kind: "post".into(),
        status: "publish".into(),
        ..Item::default()
    }
}

fn atom_entry(record: &Element, whole: bool, source: &str) -> Item {
    let content = record.child("atom:content");
    let summary = record.child("atom:summary");
    let kind = record
        .all("atom:category")
        .find(|term| term.attribute("scheme") == Some(BLOGGER_KIND));
    let kind = kind
        .and_then(|term| term.attribute("term")?.rsplit('#').next())
        .unwrap_or("post");
    let draft = record
        .child("app:control")
        .is_some_and(|control| control.text_of("app:draft") == "yes");
    let links: Vec<&Element> = record
        .all("atom:link")
        .filter(|link| is_page(link))
        .collect();
    let id = record.text_of("atom:id");
    let link = links
        .first()
        .and_then(|link| link.attribute("href"))
        .unwrap_or(id);
    let lang = content
        .and_then(|content| content.attribute("xml:lang"))
        .or_else(|| record.attribute("xml:lang"));
    let authors = record
        .all("atom:author")
        .map(|author| author.text_of("atom:name").to_owned());
    Item {
        id: id.to_owned(),
        kind: kind.to_owned(),
        status: if draft { "draft" } else { "publish" }.to_owned(),
        link: link.to_owned(),
        title: record
            .child("atom:title")
            .map(|title| construct(title, source))
            .unwrap_or_default()
            .trim()
            .to_owned(),
        date: date(record.text_of("atom:published"))
            .or_else(|| date(record.text_of("atom:issued")))
            .or_else(|| date(record.text_of("atom:updated"))),
        updated: date(record.text_of("atom:updated")),
        summary: content.is_none(),
        content: content
            .or(summary)
            .map(|content| construct(content, source))
            .unwrap_or_default(),
        excerpt: content
            .and(summary)
            .map(|summary| construct(summary, source))
            .unwrap_or_default(),
        authors: authors
            .filter(|name| !name.is_empty() && name != "Unknown")
            .collect(),
        terms: record
            .all("atom:category")
            .filter(|term| term.attribute("scheme") != Some(BLOGGER_KIND))
            .filter_map(|term| {
                let name = term.attribute("term")?;
                Some(feed_term(name, term.attribute("label").unwrap_or(name)))
            })
            .collect(),
        language: lang.filter(|lang| !lang.is_empty()).map(str::to_owned),
        ..entry(record, whole)
    }
}

/// A text construct (RFC 4287, 3.1) as HTML: plain text is escaped, XHTML stands as it was written.
fn construct(element: &Element, source: &str) -> String {
    match element.attribute("type").unwrap_or("text") {
        "xhtml" | "application/xhtml+xml" => source[element.inner.clone()].to_owned(),
        "text" | "text/plain" => element
            .value(source)
            .replace('&', "&amp;")
            .replace('<', "&lt;"),
        _ => element.value(source).into_owned(),
    }
}

fn is_page(link: &Element) -> bool {
    link.attribute("rel").unwrap_or("alternate") == "alternate"
}

fn feed_term(slug: &str, name: &str) -> ItemTerm {
    ItemTerm {
        taxonomy: "post_tag".into(),
        slug: slug.to_owned(),
        name: name.to_owned(),
    }
}

/// `<author>` of RSS is a mail address, which is not read.
fn names(record: &Element, elements: &[&str]) -> Vec<String> {
    let names = record
        .children
        .iter()
        .filter(|child| elements.contains(&child.name.as_str()));
    names
        .map(|child| child.text.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn date(text: &str) -> Option<Date> {
    dates::parse_rfc2822(text).or_else(|| dates::parse(text))
}

/// Whether a text ends as summaries do.
fn ends_early(content: &str) -> bool {
    let plain = super::html::plain(content);
    let end: String = plain
        .trim_end()
        .trim_end_matches(['→', '»', '.', ' ', '\u{a0}'])
        .chars()
        .rev()
        .take(24)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let end = end.to_lowercase();
    plain.trim_end().ends_with(['…'])
        || plain.trim_end().ends_with("...")
        || end.ends_with("[…]")
        || end.ends_with("[...]")
        || end.ends_with("(…)")
        || [
            "read more",
            "continue reading",
            "lire la suite",
            "en savoir plus",
        ]
        .iter()
        .any(|words| end.ends_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss() {
        let export = read(
            "<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>\
             <link>https://a.org</link><language>fr</language><item><title>Le &amp;amp; chat</title><link>https://a.org/chat/</link>\
             <guid isPermaLink=\"false\">https://a.org/?p=3</guid><dc:creator>Camille</dc:creator><category>Bêtes</category>\
             <pubDate>Tue, 01 May 2012 08:30:00 +0200</pubDate><description>Un chat […]</description>\
             <content:encoded><![CDATA[<p>Un chat dort.</p>]]></content:encoded></item></channel></rss>",
        );
        let item = &export.items[0];
        assert_eq!(
            (export.base_url.as_str(), export.language.as_deref()),
            ("https://a.org", Some("fr"))
        );
        assert_eq!(
            (item.title.as_str(), item.link.as_str(), item.id.as_str()),
            ("Le &amp; chat", "https://a.org/chat/", "https://a.org/?p=3")
        );
        assert_eq!(
            (item.content.as_str(), item.excerpt.as_str(), item.summary),
            ("<p>Un chat dort.</p>", "", false)
        );
        assert_eq!(item.date.unwrap().to_string(), "2012-05-01T08:30:00+02:00");
        assert_eq!(
            (item.authors[0].as_str(), item.terms[0].name.as_str()),
            ("Camille", "Bêtes")
        );
    }

    #[test]
    fn summaries() {
        let export = read(
            "<rss><channel><item><title>a</title><description>Un chat […]</description></item></channel></rss>",
        );
        assert!(export.items[0].summary);
        let export = read(
            "<rss><channel><item><title>a</title><description>Un chat dort.</description></item></channel></rss>",
        );
        assert!(!export.items[0].summary);
    }

    #[test]
    fn atom() {
        let export = read(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\"><link href=\"https://a.org/\"/><link rel=\"self\" href=\"x\"/>\
             <entry xml:lang=\"en\"><id>tag:a,1</id><title type=\"html\">A &amp;lt; b</title><link href=\"https://a.org/a\"/>\
             <published>2012-05-01T08:30:00Z</published><updated>2012-06-01T08:30:00Z</updated><author><name>C</name></author>\
             <category term=\"x\" label=\"X\"/><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Hi <b>you</b></p></div></content></entry>\
             <entry><title>plain &lt;b&gt;</title><summary>only</summary></entry></feed>",
        );
        let item = &export.items[0];
        assert_eq!(
            (
                export.base_url.as_str(),
                export.language.as_deref(),
                item.language.as_deref()
            ),
            ("https://a.org/", Some("fr"), Some("en"))
        );
        assert_eq!(
            item.content,
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Hi <b>you</b></p></div>"
        );
        assert_eq!(
            (item.title.as_str(), export.items[1].title.as_str()),
            ("A &lt; b", "plain &lt;b>")
        );
        assert!(!item.summary && export.items[1].summary);
    }

    #[test]
    fn blogger_s_entries_say_what_they_are() {
        let export = read(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:app=\"http://purl.org/atom/app#\"><entry><title>t</title>\
             <category scheme=\"http://schemas.google.com/g/2005#kind\" term=\"http://schemas.google.com/blogger/2008/kind#comment\"/>\
             <app:control><app:draft>yes</app:draft></app:control><content>c</content></entry></feed>",
        );
        assert_eq!(
            (
                export.items[0].kind.as_str(),
                export.items[0].status.as_str()
            ),
            ("comment", "draft")
        );
    }
}
