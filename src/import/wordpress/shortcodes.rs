//! WordPress's own notations in a text → HTML: block comments (developer.wordpress.org/block-editor) and shortcodes
//! (codex.wordpress.org/Shortcode_API). What nobody knows stays as text, and is reported.

use std::collections::HashMap;

use crate::import::html::{Change, Changed};
use crate::import::item::Item;

/// What a text may ask for of the rest of its export.
#[derive(Clone, Debug, Default)]
pub struct Library<'a> {
    /// Attachments and reusable blocks, by number.
    items: HashMap<&'a str, &'a Item>,
    /// Attached images by the number of the item that they belong to.
    images: HashMap<&'a str, Vec<&'a Item>>,
}

impl<'a> Library<'a> {
    /// Gathers what texts may ask for.
    pub fn new(items: &'a [Item]) -> Self {
        let mut library = Self::default();
        for item in items {
            if matches!(item.kind.as_str(), "attachment" | "wp_block") {
                library.items.insert(&item.id, item);
            }
            if item.kind == "attachment"
                && is_image(&item.attachment_url)
                && !item.parent.is_empty()
                && item.parent != "0"
            {
                library.images.entry(&item.parent).or_default().push(item);
            }
        }
        library
    }
}

fn is_image(address: &str) -> bool {
    let ending = address
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    matches!(
        ending.as_str(),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg" | "bmp" | "heic"
    )
}

/// A text without WordPress's notations, and whether its line feeds still count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// As HTML.
    pub html: String,
    /// Whether its line feeds are ends of lines: not in a text of blocks.
    pub lines: bool,
    /// What is not as it was.
    pub changes: Vec<Change>,
}

/// Blocks in blocks are followed to this depth.
const DEEPEST: usize = 4;

/// Expands a text of `item`.
pub fn expand(text: &str, item: &Item, library: &Library) -> Expanded {
    let mut expander = Expander {
        item,
        library,
        changes: Vec::new(),
    };
    let blocks = text.contains("<!-- wp:");
    let without = if blocks {
        expander.blocks(text, 0)
    } else {
        text.to_owned()
    };
    // A text of the classic editor among blocks has its paragraphs by lines.
    let lines = item.lines && (!blocks || !without.contains("<p"));
    let html = if without.contains('[') {
        expander.shortcodes(&without)
    } else {
        without
    };
    Expanded {
        html,
        lines,
        changes: expander.changes,
    }
}

struct Expander<'a> {
    item: &'a Item,
    library: &'a Library<'a>,
    changes: Vec<Change>,
}

impl<'a> Expander<'a> {
    fn change(&mut self, kind: Changed, what: &str) {
        let change = Change {
            kind,
            what: what.to_owned(),
        };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// Takes block comments away; what a block stands for without text of its own is put in, or reported.
    fn blocks(&mut self, text: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("<!--") {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(end) = rest.find("-->") else { break };
            let comment = rest[4..end].trim();
            let after = end + 3;
            if let Some(block) = comment.strip_prefix("wp:") {
                if let Some(empty) = block.strip_suffix('/') {
                    self.empty_block(empty.trim(), depth, &mut out);
                }
            } else if !comment.starts_with("/wp:") {
                out.push_str(&rest[..after]);
            }
            rest = &rest[after..];
        }
        out + rest
    }

    /// A block without text of its own: `<!-- wp:block {"ref":12} /-->`.
    fn empty_block(&mut self, block: &str, depth: usize, out: &mut String) {
        let (name, settings) = block.split_once(char::is_whitespace).unwrap_or((block, ""));
        let settings: serde_json::Value = serde_json::from_str(settings.trim()).unwrap_or_default();
        let text_of = |key: &str| settings.get(key).and_then(|value| value.as_str());
        let reference = settings.get("ref").map(ToString::to_string);
        match (
            name,
            reference.and_then(|id| self.library.items.get(id.as_str()).copied()),
            text_of("url"),
        ) {
            ("block", Some(block), _) if depth < DEEPEST => {
                let inside = self.blocks(&block.content, depth + 1);
                out.push_str(&inside);
            }
            (_, _, Some(url)) if name.contains("embed") => out.push_str(&lone_address(url)),
            ("nextpage" | "more" | "spacer" | "separator", _, _) => {}
            _ => self.change(Changed::Dynamic, name),
        }
    }

    fn shortcodes(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(found) = text[at..].find(['[', '<']) {
            let start = at + found;
            out.push_str(&text[at..start]);
            let rest = &text[start..];
            at = start
                + if rest.starts_with('<') {
                    self.tag(rest, &mut out)
                } else {
                    self.bracket(rest, &mut out)
                };
        }
        out + &text[at..]
    }

    /// Code and the inside of tags are left as they are; gives how much was read.
    fn tag(&mut self, rest: &str, out: &mut String) -> usize {
        let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        let named = |name: &str| {
            rest.get(1..1 + name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
                && rest[1 + name.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
        };
        let length = match () {
            () if rest.starts_with("<!--") => until("-->"),
            () if named("pre") => until("</pre>"),
            () if named("code") => until("</code>"),
            () if named("script") => until("</script>"),
            () if named("style") => until("</style>"),
            () if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                until(">")
            }
            () => 1,
        };
        out.push_str(&rest[..length]);
        length
    }

    fn bracket(&mut self, rest: &str, out: &mut String) -> usize {
        let Some(code) = Shortcode::read(rest) else {
            out.push('[');
            return 1;
        };
        // `[[name]]` is how one writes of a shortcode.
        if rest.starts_with("[[") {
            out.push_str(&rest[1..code.length - 1]);
            return code.length;
        }
        match self.expanded(&code) {
            Some(html) => {
                out.push_str(&html);
                code.length
            }
            None => {
                if code.inside.is_some() || code.attributes.iter().any(|(key, _)| !key.is_empty()) {
                    self.change(Changed::Shortcode, code.name);
                }
                // What is inside may hold shortcodes that are known.
                out.push_str(&rest[..code.opening]);
                code.opening
            }
        }
    }

    fn expanded(&mut self, code: &Shortcode) -> Option<String> {
        let inside = code.inside.unwrap_or_default();
        match code.name {
            "caption" | "wp_caption" => Some(self.caption(code, inside)),
            "gallery" => Some(self.gallery(code)),
            "embed" => Some(lone_address(inside)),
            "audio" | "video" | "playlist" => self.media(code),
            "code" | "sourcecode" | "source" if code.inside.is_some() => {
                Some(source_code(code, inside))
            }
            "youtube" | "vimeo" | "dailymotion" | "soundcloud" | "googlemaps" | "ted"
            | "slideshare" | "flickr" | "instagram" | "twitter" | "tweet" | "kickstarter"
            | "wpvideo" => player(code, inside),
            "nextpage" => Some("<!--nextpage-->".to_owned()),
            _ => None,
        }
    }

    fn caption(&mut self, code: &Shortcode, inside: &str) -> String {
        let inside = self.shortcodes(inside.trim());
        let image_end = inside
            .find("<img")
            .and_then(|at| inside[at..].find('>').map(|end| at + end + 1))
            .unwrap_or(0);
        let end = inside[image_end..]
            .find("</a>")
            .filter(|at| inside[image_end..image_end + at].trim().is_empty())
            .map_or(image_end, |at| image_end + at + 4);
        let (image, rest) = inside.split_at(end);
        let words = code.attribute("caption").unwrap_or(rest.trim());
        format!("\n\n<figure>{image}<figcaption>{words}</figcaption></figure>\n\n")
    }

    fn gallery(&mut self, code: &Shortcode) -> String {
        let chosen = code.attribute("ids").or(code.attribute("include"));
        let images: Vec<&Item> = match chosen {
            Some(ids) => ids
                .split(',')
                .map(str::trim)
                .filter(|id| !id.is_empty())
                .filter_map(|id| self.attachment(id))
                .collect(),
            None => {
                let of = code.attribute("id").unwrap_or(&self.item.id);
                let left_out = code.attribute("exclude").unwrap_or_default();
                let all = self
                    .library
                    .images
                    .get(of)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let kept = all
                    .iter()
                    .filter(|image| !left_out.split(',').any(|id| id.trim() == image.id));
                kept.copied().collect()
            }
        };
        if images.is_empty() && chosen.is_none() {
            self.change(Changed::Dynamic, "gallery");
        }
        let figure = |image: &Item| {
            let alt = image
                .meta("_wp_attachment_image_alt")
                .unwrap_or(&image.title)
                .replace('"', "&quot;");
            let picture = format!(
                "<img src=\"{}\" alt=\"{alt}\">",
                image.attachment_url.replace('"', "%22")
            );
            match image.excerpt.trim() {
                "" => format!("<p>{picture}</p>"),
                caption => format!("<figure>{picture}<figcaption>{caption}</figcaption></figure>"),
            }
        };
        format!(
            "\n\n{}\n\n",
            images.into_iter().map(figure).collect::<String>()
        )
    }

    fn attachment(&mut self, id: &str) -> Option<&'a Item> {
        let found = self.library.items.get(id).copied();
        if found.is_none() {
            self.change(Changed::Dynamic, &format!("attachment {id}"));
        }
        found
    }

    fn media(&mut self, code: &Shortcode) -> Option<String> {
        const ENDINGS: &[&str] = &[
            "src", "mp3", "m4a", "ogg", "wav", "wma", "mp4", "m4v", "webm", "ogv", "flv", "wmv",
        ];
        let address = ENDINGS
            .iter()
            .find_map(|key| code.attribute(key))
            .or_else(|| code.first().filter(|first| first.contains("://")));
        let Some(address) = address else {
            let ids = code.attribute("ids").map(str::to_owned).unwrap_or_default();
            let files: Vec<&str> = ids
                .split(',')
                .filter_map(|id| self.library.items.get(id.trim()))
                .map(|item| item.attachment_url.as_str())
                .collect();
            if files.is_empty() {
                self.change(Changed::Dynamic, code.name);
            }
            return Some(files.into_iter().map(lone_address).collect());
        };
        // `[audio a.mp3|options]`, as the first players had it.
        let address = address.split('|').next().unwrap_or_default();
        let element = if code.name == "audio" {
            "audio"
        } else {
            "video"
        };
        Some(format!(
            "\n\n<{element} src=\"{}\"></{element}>\n\n",
            address.replace('"', "%22")
        ))
    }
}

fn source_code(code: &Shortcode, inside: &str) -> String {
    let language = code
        .attribute("lang")
        .or(code.attribute("language"))
        .unwrap_or_default();
    let inside = inside.trim_matches('\n');
    // Old versions kept code as it was written, later ones escaped.
    let escaped = if inside.contains("&lt;") || !inside.contains('<') {
        inside.to_owned()
    } else {
        inside.replace('&', "&amp;").replace('<', "&lt;")
    };
    let class = if language.is_empty() {
        String::new()
    } else {
        format!(" class=\"language-{}\"", language.replace('"', ""))
    };
    format!("\n\n<pre><code{class}>{escaped}</code></pre>\n\n")
}

/// A player's shortcode as the address of what it plays.
fn player(code: &Shortcode, inside: &str) -> Option<String> {
    let named = ["url", "src", "id"]
        .iter()
        .find_map(|key| code.attribute(key));
    let what = named.or_else(|| code.first()).unwrap_or(inside).trim();
    let what = what.trim_start_matches('=').trim_matches(['"', '\'']);
    let address = match code.name {
        _ if what.starts_with("http://") || what.starts_with("https://") => what.to_owned(),
        _ if what.is_empty()
            || !what
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) =>
        {
            return None;
        }
        "youtube" => format!("https://www.youtube.com/watch?v={what}"),
        "vimeo" => format!("https://vimeo.com/{what}"),
        "dailymotion" => format!("https://www.dailymotion.com/video/{what}"),
        _ => return None,
    };
    Some(lone_address(&address))
}

/// An address in a paragraph of its own, where WordPress shows what it leads to.
fn lone_address(address: &str) -> String {
    let address = crate::import::html::plain(address)
        .replace('<', "%3C")
        .replace('&', "&amp;");
    if address.contains(char::is_whitespace) {
        address
    } else {
        format!(
            "\n\n<p><a href=\"{}\">{address}</a></p>\n\n",
            address.replace('"', "%22")
        )
    }
}

/// A shortcode and where it ends.
#[derive(Debug, PartialEq)]
struct Shortcode<'a> {
    name: &'a str,
    /// Values without a key have an empty one.
    attributes: Vec<(&'a str, &'a str)>,
    /// What is between its opening and its closing part.
    inside: Option<&'a str>,
    /// The length of the opening part.
    opening: usize,
    /// The whole length.
    length: usize,
}

impl<'a> Shortcode<'a> {
    /// The shortcode that a text begins with.
    fn read(text: &'a str) -> Option<Self> {
        let doubled = text.starts_with("[[");
        let start = if doubled { 2 } else { 1 };
        let name_length = text[start..]
            .bytes()
            .position(|b| !(b.is_ascii_alphanumeric() || b == b'_' || b == b'-'))?;
        let name = &text[start..start + name_length];
        let after = &text[start + name_length..];
        let apart = after.starts_with(|c: char| c.is_whitespace() || matches!(c, ']' | '/' | '='));
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !apart {
            return None;
        }
        // Nobody writes longer ones, and a text full of brackets must not be read again and again.
        let end = after
            .bytes()
            .take(4096)
            .position(|b| b == b']' || b == b'[')
            .filter(|end| after.as_bytes()[*end] == b']')?;
        let opening = start + name_length + end + 1;
        let inner = after[..end].trim();
        let (inner, closed) = inner
            .strip_suffix('/')
            .map_or((inner, false), |inner| (inner.trim(), true));
        if doubled {
            let length = opening + 1;
            return text[opening..].starts_with(']').then_some(Self {
                name,
                attributes: Vec::new(),
                inside: None,
                opening: length,
                length,
            });
        }
        let closing = format!("[/{name}]");
        let inside_end = if closed {
            None
        } else {
            text[opening..].find(&closing)
        };
        let inside = inside_end.map(|length| &text[opening..opening + length]);
        let length = inside_end.map_or(opening, |length| opening + length + closing.len());
        Some(Self {
            name,
            attributes: attributes(inner),
            inside,
            opening,
            length,
        })
    }

    fn attribute(&self, key: &str) -> Option<&'a str> {
        self.attributes
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(key))
            .map(|(_, value)| *value)
            .filter(|value| !value.is_empty())
    }

    fn first(&self) -> Option<&'a str> {
        self.attributes
            .iter()
            .find(|(key, _)| key.is_empty())
            .map(|(_, value)| *value)
    }
}

/// `a="b c" d=e f`, with any quotes.
fn attributes(text: &str) -> Vec<(&str, &str)> {
    let mut attributes = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let key_length = rest
            .bytes()
            .position(|b| !(b.is_ascii_alphanumeric() || b == b'_' || b == b'-'))
            .unwrap_or(rest.len());
        let (key, after) = match rest[key_length..].strip_prefix('=') {
            Some(after) if key_length > 0 => (&rest[..key_length], after),
            _ => ("", rest),
        };
        let quote = after
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '”' | '“' | '″'));
        let (value, next) = match quote {
            Some(quote) => {
                let after = &after[quote.len_utf8()..];
                let ends =
                    |c: char| c == quote || (!quote.is_ascii() && matches!(c, '”' | '“' | '″'));
                after.find(ends).map_or((after, ""), |end| {
                    (&after[..end], after[end..].trim_start_matches(ends))
                })
            }
            None => after
                .find(char::is_whitespace)
                .map_or((after, ""), |end| (&after[..end], &after[end..])),
        };
        attributes.push((key, value));
        rest = next.trim_start();
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand_text(text: &str) -> Expanded {
        let image = |id: &str, parent: &str, caption: &str| Item {
            id: id.into(),
            kind: "attachment".into(),
            title: "T".into(),
            parent: parent.into(),
            excerpt: caption.into(),
            attachment_url: format!("https://a.org/{id}.jpg"),
            ..Item::default()
        };
        let block = Item {
            id: "9".into(),
            kind: "wp_block".into(),
            content: "<!-- wp:paragraph --><p>R</p><!-- /wp:paragraph -->".into(),
            ..Item::default()
        };
        let items = [
            image("1", "5", ""),
            image("2", "5", "C"),
            image("3", "0", ""),
            block,
        ];
        let item = Item {
            id: "5".into(),
            lines: true,
            ..Item::default()
        };
        expand(text, &item, &Library::new(&items))
    }

    #[track_caller]
    fn check(text: &str, html: &str, changes: &[&str]) {
        let expanded = expand_text(text);
        let told: Vec<&str> = expanded
            .changes
            .iter()
            .map(|change| change.what.as_str())
            .collect();
        assert_eq!(
            (expanded.html.replace("\n\n", ""), told),
            (html.to_owned(), changes.to_vec()),
            "{text}"
        );
    }

    #[test]
    fn known_shortcodes() {
        check(
            "[caption id=\"x\" width=\"300\"]<a href=\"l\"><img src=\"i\" /></a> Un chat[/caption]",
            "<figure><a href=\"l\"><img src=\"i\" /></a><figcaption>Un chat</figcaption></figure>",
            &[],
        );
        check(
            "[caption caption=\"Un chat\"]<img src=\"i\" />[/caption]",
            "<figure><img src=\"i\" /><figcaption>Un chat</figcaption></figure>",
            &[],
        );
        check(
            "[gallery ids=\"3, 2\"]",
            "<p><img src=\"https://a.org/3.jpg\" alt=\"T\"></p><figure><img src=\"https://a.org/2.jpg\" alt=\"T\"><figcaption>C</figcaption></figure>",
            &[],
        );
        check(
            "[gallery exclude=2]",
            "<p><img src=\"https://a.org/1.jpg\" alt=\"T\"></p>",
            &[],
        );
        check("[gallery ids=\"77\"]", "", &["attachment 77"]);
        check(
            "[youtube=https://youtu.be/x]",
            "<p><a href=\"https://youtu.be/x\">https://youtu.be/x</a></p>",
            &[],
        );
        check(
            "[vimeo 12]",
            "<p><a href=\"https://vimeo.com/12\">https://vimeo.com/12</a></p>",
            &[],
        );
        check(
            "[embed]https://a.org/x[/embed]",
            "<p><a href=\"https://a.org/x\">https://a.org/x</a></p>",
            &[],
        );
        check(
            "[audio mp3=\"a.mp3\"][/audio]",
            "<audio src=\"a.mp3\"></audio>",
            &[],
        );
        check(
            "[code lang=\"php\"]\n<b>\n[/code]",
            "<pre><code class=\"language-php\">&lt;b></code></pre>",
            &[],
        );
    }

    #[test]
    fn what_is_no_shortcode_or_unknown_stays() {
        for text in [
            "[sic]",
            "a [1] b",
            "[",
            "[a",
            "[]",
            "<a title=\"[gallery]\">",
            "<pre>[gallery]</pre>",
            "[:fr]",
        ] {
            check(text, text, &[]);
        }
        check("[[gallery]]", "[gallery]", &[]);
        check("[form id=\"3\"]", "[form id=\"3\"]", &["form"]);
        check(
            "[box]a [embed]b[/embed][/box]",
            "[box]a <p><a href=\"b\">b</a></p>[/box]",
            &["box"],
        );
    }

    #[test]
    fn blocks() {
        check(
            "<!-- wp:paragraph {\"a\":1} --><p>A</p><!-- /wp:paragraph --><!--more-->",
            "<p>A</p><!--more-->",
            &[],
        );
        check("<!-- wp:block {\"ref\":9} /-->", "<p>R</p>", &[]);
        check("<!-- wp:latest-posts {\"n\":3} /-->", "", &["latest-posts"]);
        assert!(expand_text("a\n\nb").lines);
        assert!(!expand_text("<!-- wp:paragraph -->\n<p>A\nb</p>\n<!-- /wp:paragraph -->").lines);
    }
}
