//! What stands alone in its paragraph and is more than a line of text: a picture with a caption, a video's address. Both become
//! shortcodes that the author need not write. And here, alone, an `<img>` is made.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, html};

use super::plain;
use super::shortcodes::{Call, Mark};
use crate::text::video;

/// Puts calls of `figure` and `video` in the place of such paragraphs.
pub fn raise<'a>(events: Vec<Event<'a>>, calls: &mut Vec<Call>) -> Vec<Event<'a>> {
    let is_candidate = |pair: &[Event]| {
        matches!(
            pair,
            [
                Event::Start(Tag::Paragraph),
                Event::Start(Tag::Image { .. } | Tag::Link { .. })
            ]
        )
    };
    if !events.windows(2).any(is_candidate) {
        return events;
    }
    let mut raised = Vec::with_capacity(events.len());
    let mut at = 0;
    while at < events.len() {
        let end = match events[at..] {
            [Event::Start(Tag::Paragraph), ..] => events[at..]
                .iter()
                .position(|event| matches!(event, Event::End(TagEnd::Paragraph)))
                .map(|end| at + end),
            _ => None,
        };
        match end.and_then(|end| Some((end, lone(&events[at + 1..end])?))) {
            Some((end, call)) => {
                raised.push(Mark::Alone(calls.len()).event(true));
                calls.push(call);
                at = end + 1;
            }
            None => {
                raised.push(events[at].clone());
                at += 1;
            }
        }
    }
    raised
}

/// What a paragraph's events are a call of.
fn lone(inside: &[Event]) -> Option<Call> {
    match inside {
        [
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url,
                ..
            }),
            Event::Text(_),
            Event::End(TagEnd::Link),
        ] => video::player(dest_url).map(|_| Call::of("video", &[("url", dest_url)])),
        [
            Event::Start(Tag::Link { dest_url: link, .. }),
            picture @ ..,
            Event::End(TagEnd::Link),
        ] => {
            let mut call = captioned(picture)?;
            call.arguments
                .extend(Call::of("", &[("link", link)]).arguments);
            Some(call)
        }
        picture => captioned(picture),
    }
}

/// A picture with a caption: its title.
fn captioned(events: &[Event]) -> Option<Call> {
    let [
        Event::Start(Tag::Image {
            dest_url, title, ..
        }),
        alt @ ..,
        Event::End(TagEnd::Image),
    ] = events
    else {
        return None;
    };
    let is_image_end = |event: &Event| matches!(event, Event::End(TagEnd::Image));
    if title.trim().is_empty() || alt.iter().any(is_image_end) {
        return None;
    }
    // What the caption says is not said twice to who listens.
    let alt = Some(plain(alt))
        .filter(|alt| alt.trim() != title.trim())
        .unwrap_or_default();
    Some(Call::of(
        "figure",
        &[("src", dest_url), ("alt", &alt), ("caption", title)],
    ))
}

/// An `<img>`: the only place where one is made.
pub fn image(src: &str, alt: &str, title: &str) -> String {
    let text = |text: &str| CowStr::from(text.to_owned());
    let tag = Tag::Image {
        link_type: LinkType::Inline,
        dest_url: text(src),
        title: text(title),
        id: "".into(),
    };
    let mut made = String::new();
    let end = tag.to_end();
    html::push_html(
        &mut made,
        [Event::Start(tag), Event::Text(text(alt)), Event::End(end)].into_iter(),
    );
    made
}

/// Pictures as HTML.
pub fn images(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    if !events
        .iter()
        .any(|event| matches!(event, Event::Start(Tag::Image { .. })))
    {
        return events;
    }
    let mut made = Vec::with_capacity(events.len());
    let mut events = events.into_iter();
    while let Some(event) = events.next() {
        let Event::Start(Tag::Image {
            dest_url, title, ..
        }) = &event
        else {
            made.push(event);
            continue;
        };
        // A picture's text may hold another's.
        let mut depth = 1usize;
        let mut alt = Vec::new();
        for event in events.by_ref() {
            match &event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            alt.push(event);
        }
        made.push(Event::InlineHtml(
            image(dest_url, &plain(&alt), title).into(),
        ));
    }
    made
}

#[cfg(test)]
mod tests {
    use crate::markdown::shortcodes::Call;
    use crate::markdown::{Passes, render};

    fn check(text: &str, expected: &str) {
        let component = |call: &Call, _: Option<&str>| {
            let arguments: Vec<String> = call
                .arguments
                .iter()
                .map(|a| format!("{}={}", a.name, a.value))
                .collect();
            format!("[{} {}]", call.name, arguments.join(" "))
        };
        let html = render(
            text,
            Passes {
                component: Some(&component),
                ..Default::default()
            },
        )
        .html;
        assert_eq!(html.trim_end().replace('\n', ""), expected, "{text}");
    }

    #[test]
    fn what_stands_alone_is_raised() {
        check(
            "![Une file](a.png \"La file, à midi\")",
            "[figure src=\"a.png\" alt=\"Une file\" caption=\"La file, à midi\"]",
        );
        check(
            "![La file](a.png \"La file\")",
            "[figure src=\"a.png\" alt=\"\" caption=\"La file\"]",
        );
        check(
            "[![Une file](a.png \"T\")](b.png)",
            "[figure src=\"a.png\" alt=\"Une file\" caption=\"T\" link=\"b.png\"]",
        );
        check(
            "https://youtu.be/abc",
            "[video url=\"https://youtu.be/abc\"]",
        );
        check(
            "<https://youtu.be/abc>",
            "[video url=\"https://youtu.be/abc\"]",
        );
        check(
            "> https://vimeo.com/1",
            "<blockquote>[video url=\"https://vimeo.com/1\"]</blockquote>",
        );
    }

    #[test]
    fn the_rest_stays_in_its_line() {
        check(
            "![Une file](a.png)",
            "<p><img src=\"a.png\" alt=\"Une file\" /></p>",
        );
        check(
            "Ici ![x](a.png \"T\")",
            "<p>Ici <img src=\"a.png\" alt=\"x\" title=\"T\" /></p>",
        );
        check(
            "Voir https://youtu.be/abc",
            "<p>Voir <a href=\"https://youtu.be/abc\">https://youtu.be/abc</a></p>",
        );
        check(
            "[film](https://youtu.be/abc)",
            "<p><a href=\"https://youtu.be/abc\">film</a></p>",
        );
        check(
            "https://example.org/abc",
            "<p><a href=\"https://example.org/abc\">https://example.org/abc</a></p>",
        );
        check(
            "![a](b.png \"T\") ![c](d.png \"U\")",
            "<p><img src=\"b.png\" alt=\"a\" title=\"T\" /> <img src=\"d.png\" alt=\"c\" title=\"U\" /></p>",
        );
    }
}
