//! Feeds: RSS 2.0 (rssboard.org/rss-specification) with `content:encoded`, RSS 1.0, and Atom (RFC 4287), also as Blogger
//! writes its backups, where posts, comments and settings are all entries.

use super::html;
use super::item::{Export, Item, Term, given};
use super::xml::{self, Element};
use crate::source::SourceId;
use crate::text::dates::{self, Date};

/// Where Blogger says what an entry is.
const BLOGGER_KIND: &str = "http://schemas.google.com/g/2005#kind";

/// How summaries end, in small letters.
const SUMMARY_ENDS: &[&str] = &[
    "[…]",
    "[...]",
    "(…)",
    "read more",
    "continue reading",
    "lire la suite",
    "en savoir plus",
];

pub fn read(file: SourceId, text: &str) -> Export {
    let is_atom = xml::root(text).as_deref() == Some("atom:feed");
    let mut export = Export {
        is_feed: true,
        language: is_atom.then(|| feed_language(text)).flatten(),
        ..Export::default()
    };
    let flaws = xml::records(file, text, |record, whole| match record.name.as_str() {
        "item" => export.items.push(rss_item(&record, whole, text)),
        "atom:entry" => export.items.push(atom_entry(&record, whole, text)),
        "link" if export.base_url.is_empty() => export.base_url = record.trimmed(),
        "atom:link" if is_atom && is_page(&record) && export.base_url.is_empty() => {
            export.base_url = record.attribute("href").unwrap_or_default().to_owned();
        }
        "language" | "dc:language" => export.language = given(record.trimmed()),
        _ => {}
    });
    export.flaws = flaws;
    export
}

/// `xml:lang` of the feed itself, which is a container and no record.
fn feed_language(text: &str) -> Option<String> {
    let (_, tag) = text.split_once("feed")?;
    let (tag, _) = tag.split_once('>')?;
    let (_, value) = tag.split_once("xml:lang=")?;
    let quote = value.chars().next()?;
    given(value[1..].split(quote).next()?.to_owned())
}

fn rss_item(record: &Element, whole: bool, source: &str) -> Item {
    let (content, description) = (
        record.value_of("content:encoded", source),
        record.value_of("description", source),
    );
    let is_description = content.trim().is_empty();
    let (content, excerpt) = match is_description {
        true => (description, String::new()),
        false => (content, description),
    };
    let (link, guid) = (record.text_of("link"), record.text_of("guid"));
    let is_permalink = |guid: &Element| guid.attribute("isPermaLink") != Some("false");
    let permalink = record.child("guid").filter(|guid| is_permalink(guid));
    let terms = record.all("category").map(Element::trimmed);
    let language = record.attribute("xml:lang").map(str::to_owned);
    Item {
        link: given(link.clone())
            .or_else(|| permalink.map(Element::trimmed))
            .unwrap_or_default(),
        id: given(guid).unwrap_or(link),
        title: record.value_of("title", source).trim().to_owned(),
        date: date(record, "pubDate").or_else(|| date(record, "dc:date")),
        // A feed that has only descriptions may have whole posts there; only the end of the text tells.
        summary: is_description && ends_early(&content),
        content,
        excerpt: Some(excerpt)
            .filter(|excerpt| !ends_early(excerpt))
            .unwrap_or_default(),
        // `<author>` of RSS is a mail address, which is not read.
        authors: record
            .all("dc:creator")
            .map(Element::trimmed)
            .filter_map(given)
            .collect(),
        terms: terms.map(|name| feed_term(&name, &name)).collect(),
        language: language.or_else(|| record.child("dc:language").map(Element::trimmed)),
        ..entry(record, whole)
    }
}

fn entry(record: &Element, whole: bool) -> Item {
    Item {
        span: record.span,
        whole,
        kind: "post".into(),
        status: "publish".into(),
        ..Item::default()
    }
}

fn atom_entry(record: &Element, whole: bool, source: &str) -> Item {
    let (content, summary) = (record.child("atom:content"), record.child("atom:summary"));
    let html = |element: Option<&Element>| {
        let html = element.map(|element| construct(element, source));
        html.unwrap_or_default()
    };
    let is_kind = |term: &&Element| term.attribute("scheme") == Some(BLOGGER_KIND);
    let categories = || record.all("atom:category");
    let kind = categories()
        .find(is_kind)
        .and_then(|term| term.attribute("term"));
    let kind = kind.and_then(|kind| kind.rsplit('#').next());
    let terms = categories()
        .filter(|term| !is_kind(term))
        .filter_map(|term| {
            let name = term.attribute("term")?;
            Some(feed_term(name, term.attribute("label").unwrap_or(name)))
        });
    let control = record.child("app:control");
    let is_draft = control.is_some_and(|control| control.text_of("app:draft") == "yes");
    let page = record.all("atom:link").find(|link| is_page(link));
    let page = page.and_then(|link| link.attribute("href"));
    let id = record.text_of("atom:id");
    let lang = content.and_then(|content| content.attribute("xml:lang"));
    let lang = lang.or_else(|| record.attribute("xml:lang"));
    let authors = record
        .all("atom:author")
        .map(|author| author.text_of("atom:name"));
    let updated = date(record, "atom:updated");
    Item {
        kind: kind.unwrap_or("post").to_owned(),
        status: if is_draft { "draft" } else { "publish" }.to_owned(),
        link: page.unwrap_or(&id).to_owned(),
        title: html(record.child("atom:title")).trim().to_owned(),
        date: date(record, "atom:published")
            .or_else(|| date(record, "atom:issued"))
            .or(updated),
        updated,
        summary: content.is_none(),
        content: html(content.or(summary)),
        excerpt: html(content.and(summary)),
        authors: authors
            .filter(|name| !name.is_empty() && name != "Unknown")
            .collect(),
        terms: terms.collect(),
        language: lang.and_then(|lang| given(lang.to_owned())),
        id,
        ..entry(record, whole)
    }
}

/// A text construct (RFC 4287, 3.1) as HTML: plain text is escaped, XHTML stands as it was written.
fn construct(element: &Element, source: &str) -> String {
    match element.attribute("type").unwrap_or("text") {
        "xhtml" | "application/xhtml+xml" => source[element.inner.clone()].to_owned(),
        "text" | "text/plain" => {
            let text = element.value(source);
            text.replace('&', "&amp;").replace('<', "&lt;")
        }
        _ => element.value(source),
    }
}

fn is_page(link: &Element) -> bool {
    link.attribute("rel").unwrap_or("alternate") == "alternate"
}

fn feed_term(slug: &str, name: &str) -> Term {
    Term {
        taxonomy: "post_tag".into(),
        slug: slug.to_owned(),
        name: name.to_owned(),
        ..Term::default()
    }
}

fn date(record: &Element, name: &str) -> Option<Date> {
    let text = record.text_of(name);
    dates::parse_rfc2822(&text).or_else(|| dates::parse(&text))
}

fn ends_early(content: &str) -> bool {
    let plain = html::plain(content).to_lowercase();
    let plain = plain.trim_end();
    let words = plain.trim_end_matches(['→', '»', '.', ' ', '\u{a0}']);
    plain.ends_with('…')
        || plain.ends_with("...")
        || SUMMARY_ENDS.iter().any(|end| words.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Export {
        read(SourceId(0), text)
    }

    #[test]
    fn rss() {
        let export = read_text(
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
        let export = read_text(
            "<rss><channel><item><title>a</title><description>Un chat […]</description></item></channel></rss>",
        );
        assert!(export.items[0].summary);
        let export = read_text(
            "<rss><channel><item><title>a</title><description>Un chat dort.</description></item></channel></rss>",
        );
        assert!(!export.items[0].summary);
    }

    #[test]
    fn atom() {
        let export = read_text(
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
        let export = read_text(
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
