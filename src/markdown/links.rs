//! Bare URLs become links; destinations are rewritten.

use std::collections::VecDeque;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{escape, raw};

/// Turns bare `http(s)://…` in text into links, outside links, images and code.
pub fn autolink<'a>(events: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    let mut protected = 0usize;
    let mut queue = VecDeque::new();
    let mut events = merge_text(events);
    std::iter::from_fn(move || {
        if let Some(event) = queue.pop_front() {
            return Some(event);
        }
        let event = events.next()?;
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                protected += 1
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => protected -= 1,
            Event::Text(text) if protected == 0 && text.contains("://") => {
                split(text, &mut queue);
                return queue.pop_front();
            }
            _ => {}
        }
        Some(event)
    })
}

/// The parser cuts text at every possible mark (`_`, `&`), and so through URLs.
fn merge_text<'a>(events: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    pulldown_cmark::TextMergeStream::new(events)
}

fn split<'a>(text: &str, queue: &mut VecDeque<Event<'a>>) {
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => queue.push_back(Event::Text(text.to_owned().into())),
            Piece::Url(url) => {
                let (dest_url, none) = (CowStr::from(url.to_owned()), CowStr::Borrowed(""));
                queue.push_back(Event::Start(Tag::Link {
                    link_type: LinkType::Autolink,
                    dest_url,
                    title: none.clone(),
                    id: none,
                }));
                queue.push_back(Event::Text(url.to_owned().into()));
                queue.push_back(Event::End(TagEnd::Link));
            }
        }
    }
}

enum Piece<'a> {
    Text(&'a str),
    Url(&'a str),
}

/// Cuts a text at its URLs. As in GitHub's autolinks, punctuation at the end and an unmatched `)` are not of the URL.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find("://").map(|found| from + found) {
        let scheme = ["https", "http"]
            .into_iter()
            .find(|scheme| rest[from..at].ends_with(scheme));
        let start = at - scheme.map_or(0, str::len);
        let begins_word = !rest[..start].ends_with(|c: char| c.is_alphanumeric());
        from = at + "://".len();
        if scheme.is_none() || !begins_word {
            continue;
        }
        let end = start + url_length(&rest[start..]);
        if end - start <= "https://".len() {
            continue;
        }
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        pieces.push(Piece::Url(&rest[start..end]));
        rest = &rest[end..];
        from = 0;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

fn url_length(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || "<>«»“”\"".contains(c))
        .unwrap_or(text.len());
    let mut url = &text[..end];
    let [opened, mut closed] = ['(', ')'].map(|c| url.matches(c).count());
    loop {
        let trimmed =
            url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '*', '_']);
        let unmatched = trimmed.ends_with(')') && opened < closed;
        closed -= usize::from(unmatched);
        let trimmed = &trimmed[..trimmed.len() - usize::from(unmatched)];
        if trimmed.len() == url.len() {
            return url.len();
        }
        url = trimmed;
    }
}

/// Plain text as HTML, its bare URLs as links.
pub fn autolink_html(text: &str) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => escape(text),
            Piece::Url(url) => format!("<a href=\"{0}\">{0}</a>", escape(url)),
        })
        .collect()
}

/// Gives links and images their new destinations.
pub fn rewrite<'a>(
    events: impl Iterator<Item = Event<'a>>,
    new_destination: &mut impl FnMut(&str) -> Option<String>,
) -> impl Iterator<Item = Event<'a>> {
    events.map(move |mut event| {
        if let Event::Html(html) | Event::InlineHtml(html) = &mut event
            && let Some(rewritten) = raw::rewritten(html, new_destination)
        {
            *html = rewritten.into();
        }
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = &mut event
            && let Some(new) = new_destination(dest_url)
        {
            *dest_url = new.into();
        }
        event
    })
}

/// Says of links which language they lead to, where it is another.
pub fn languages<'a>(
    events: Vec<Event<'a>>,
    hreflang: &dyn Fn(&str) -> Option<String>,
) -> Vec<Event<'a>> {
    let mut ours = false;
    let with_language = |event: Event<'a>| match &event {
        Event::Start(Tag::Link {
            dest_url, title, ..
        }) => {
            let Some(code) = hreflang(dest_url) else {
                return event;
            };
            ours = true;
            let title = if title.is_empty() {
                String::new()
            } else {
                format!(" title=\"{}\"", escape(title))
            };
            let html = format!(
                "<a href=\"{}\" hreflang=\"{}\"{title}>",
                escape(dest_url),
                escape(&code)
            );
            Event::InlineHtml(html.into())
        }
        Event::End(TagEnd::Link) if std::mem::take(&mut ours) => Event::InlineHtml("</a>".into()),
        _ => event,
    };
    events.into_iter().map(with_language).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_end_before_punctuation() {
        for (text, expected) in [
            (
                "(https://a.org/x)",
                "(<a href=\"https://a.org/x\">https://a.org/x</a>)",
            ),
            (
                "https://a.org/x_(y).",
                "<a href=\"https://a.org/x_(y)\">https://a.org/x_(y)</a>.",
            ),
            (
                "« https://a.org »",
                "« <a href=\"https://a.org\">https://a.org</a> »",
            ),
            ("xhttps://a.org & https://", "xhttps://a.org &amp; https://"),
            (
                "ftp://a.org http://b.org/?u=http://c.org/)).",
                "ftp://a.org <a href=\"http://b.org/?u=http://c.org/\">http://b.org/?u=http://c.org/</a>)).",
            ),
            ("a < b", "a &lt; b"),
        ] {
            assert_eq!(autolink_html(text), expected);
        }
    }
}
