//! WordPress's own notations in a text → HTML: block comments (developer.wordpress.org/block-editor) and shortcodes
//! (codex.wordpress.org/Shortcode_API). What nobody knows stays as text, and is reported.

use std::collections::HashMap;

use crate::import::arguments::{Arguments, is_word, word_length};
use crate::import::html::{self, Changed, Changes, NOTE_TEXT};
use crate::import::item::Item;
use crate::import::wordpress::code::{highlighted, raw_code, source_code};

#[derive(Clone, Debug, Default)]
pub struct Library<'a> {
    /// Attachments and reusable blocks, by number.
    items: HashMap<&'a str, &'a Item>,
    /// Attached images by the number of the item that they belong to.
    images: HashMap<&'a str, Vec<&'a Item>>,
}

impl<'a> Library<'a> {
    pub fn new(items: &'a [Item]) -> Self {
        let mut library = Self::default();
        for item in items {
            let is_attachment = item.kind == "attachment";
            if is_attachment || item.kind == "wp_block" {
                library.items.insert(&item.id, item);
            }
            if is_attachment
                && is_image(&item.attachment_url)
                && !matches!(item.parent.as_str(), "" | "0")
            {
                library.images.entry(&item.parent).or_default().push(item);
            }
        }
        library
    }

    pub fn get(&self, id: &str) -> Option<&'a Item> {
        self.items.get(id).copied()
    }
}

fn is_image(address: &str) -> bool {
    let ending = address.rsplit('.').next().unwrap_or_default();
    matches!(
        ending.to_lowercase().as_str(),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg" | "bmp" | "heic"
    )
}

/// Blocks in blocks are followed to this depth.
const DEEPEST: usize = 4;
/// Nobody writes longer shortcodes, and a text full of brackets must not be read again and again.
const LONGEST: usize = 4096;

/// A text of `item` without WordPress's notations, and whether its line feeds are ends of lines: not in a text of blocks.
pub fn expand(text: &str, item: &Item, library: &Library, changes: &mut Changes) -> (String, bool) {
    let mut expander = Expander {
        item,
        library,
        changes,
    };
    let has_blocks = text.contains("<!-- wp:");
    let without = match has_blocks {
        true => expander.blocks(text, 0),
        false => text.to_owned(),
    };
    let without = without + &notes(item);
    // A text of the classic editor among blocks has its paragraphs by lines.
    let lines = item.lines && !(has_blocks && without.contains("<p"));
    (expander.shortcodes(&without), lines)
}

/// The custom field with the texts of a post's notes (WordPress 6.3, `core/footnotes`).
const FOOTNOTES: &str = "footnotes";

/// The texts of the block editor's notes, which a post's own text only calls.
fn notes(item: &Item) -> String {
    #[derive(serde::Deserialize)]
    struct Note {
        id: String,
        content: String,
    }
    let notes = item.meta(FOOTNOTES);
    let notes: Vec<Note> = notes
        .and_then(|notes| serde_json::from_str(notes).ok())
        .unwrap_or_default();
    let text = |note: Note| {
        let id = note.id.replace('"', "");
        format!(
            "\n\n<div {NOTE_TEXT}=\"{id}\"><p>{}</p></div>",
            note.content
        )
    };
    notes.into_iter().map(text).collect()
}

struct Expander<'a> {
    item: &'a Item,
    library: &'a Library<'a>,
    changes: &'a mut Changes,
}

impl<'a> Expander<'a> {
    fn change(&mut self, kind: Changed, what: &str) {
        self.changes.insert((kind, what.to_owned()));
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
            let (whole, after) = rest.split_at(end + "-->".len());
            if let Some(block) = comment.strip_prefix("wp:") {
                if let Some(empty) = block.strip_suffix('/') {
                    out.push_str(&self.empty_block(empty.trim(), depth));
                }
            } else if !comment.starts_with("/wp:") {
                out.push_str(whole);
            }
            rest = after;
        }
        out + rest
    }

    /// A block without text of its own: `<!-- wp:block {"ref":12} /-->`.
    fn empty_block(&mut self, block: &str, depth: usize) -> String {
        let (name, settings) = block.split_once(char::is_whitespace).unwrap_or((block, ""));
        let settings: serde_json::Value = serde_json::from_str(settings.trim()).unwrap_or_default();
        let reused = settings.get("ref").map(ToString::to_string);
        let reused = reused.and_then(|id| self.library.get(&id));
        match (name, reused, settings["url"].as_str()) {
            ("block", Some(block), _) if depth < DEEPEST => self.blocks(&block.content, depth + 1),
            (_, _, Some(url)) if name.contains("embed") => lone_address(url),
            ("nextpage" | "more" | "spacer" | "separator", _, _) => String::new(),
            // They stand at the end of the text.
            ("footnotes", _, _) if self.item.meta(FOOTNOTES).is_some() => String::new(),
            _ => {
                self.change(Changed::Dynamic, name);
                String::new()
            }
        }
    }

    fn shortcodes(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(['[', '<']) {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let length = match rest.starts_with('<') {
                true => passed(rest, &mut out),
                false => self.bracket(rest, &mut out),
            };
            rest = &rest[length..];
        }
        out + rest
    }

    /// What a bracket begins; gives how much was read.
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
        if let Some(html) = self.expanded(&code) {
            out.push_str(&html);
            return code.length;
        }
        let has_names = code.arguments.0.iter().any(|(name, _)| name.is_some());
        if code.inside.is_some() || has_names {
            self.change(Changed::Shortcode, code.name);
        }
        // What is inside may hold shortcodes that are known.
        out.push_str(&rest[..code.opening]);
        code.opening
    }

    fn expanded(&mut self, code: &Shortcode) -> Option<String> {
        let inside = code.inside.unwrap_or_default();
        match code.name {
            "caption" | "wp_caption" => Some(self.caption(code, inside)),
            "gallery" => Some(self.gallery(code)),
            "embed" => Some(lone_address(inside)),
            "audio" | "video" | "playlist" => Some(self.media(code)),
            name if let Some(language) = highlighted(name) => {
                let argument = |name: &str| code.arguments.filled(name);
                let said = argument("lang").or(argument("language"));
                Some(source_code(said.unwrap_or(language), code.inside?))
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
        let image = inside.find("<img");
        let image_end = image.and_then(|at| Some(at + inside[at..].find('>')? + 1));
        let image_end = image_end.unwrap_or(0);
        let link = inside[image_end..].trim_start().strip_prefix("</a>");
        let rest = link.unwrap_or(&inside[image_end..]);
        let image = &inside[..inside.len() - rest.len()];
        let words = code.arguments.filled("caption").unwrap_or(rest.trim());
        format!("\n\n<figure>{image}<figcaption>{words}</figcaption></figure>\n\n")
    }

    fn gallery(&mut self, code: &Shortcode) -> String {
        let argument = |name: &str| code.arguments.filled(name);
        let images: Vec<&Item> = match argument("ids").or(argument("include")) {
            Some(chosen) => ids(chosen).filter_map(|id| self.attachment(id)).collect(),
            None => {
                let of = argument("id").unwrap_or(&self.item.id);
                let all = self.library.images.get(of).into_iter().flatten().copied();
                let left_out = argument("exclude").unwrap_or_default();
                let kept = all.filter(|image| !ids(left_out).any(|id| id == image.id));
                let kept: Vec<&Item> = kept.collect();
                if kept.is_empty() {
                    self.change(Changed::Dynamic, "gallery");
                }
                kept
            }
        };
        let figures: String = images.into_iter().map(figure).collect();
        format!("\n\n{figures}\n\n")
    }

    fn attachment(&mut self, id: &str) -> Option<&'a Item> {
        let found = self.library.get(id);
        if found.is_none() {
            self.change(Changed::Dynamic, &format!("attachment {id}"));
        }
        found
    }

    fn media(&mut self, code: &Shortcode) -> String {
        const ENDINGS: &[&str] = &[
            "src", "mp3", "m4a", "ogg", "wav", "wma", "mp4", "m4v", "webm", "ogv", "flv", "wmv",
        ];
        let named = ENDINGS.iter().find_map(|key| code.arguments.filled(key));
        let address = named.or(code.arguments.at(0).filter(|first| first.contains("://")));
        let Some(address) = address else {
            let chosen = ids(code.arguments.filled("ids").unwrap_or_default());
            let files: Vec<&Item> = chosen.filter_map(|id| self.library.get(id)).collect();
            if files.is_empty() {
                self.change(Changed::Dynamic, code.name);
            }
            let addresses = files.iter().map(|item| lone_address(&item.attachment_url));
            return addresses.collect();
        };
        // `[audio a.mp3|options]`, as the first players had it.
        let address = address.split('|').next().unwrap_or_default();
        let element = match code.name {
            "audio" => "audio",
            _ => "video",
        };
        let address = address.replace('"', "%22");
        format!("\n\n<{element} src=\"{address}\"></{element}>\n\n")
    }
}

/// The numbers of a list, between commas.
fn ids(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|id| !id.is_empty())
}

fn figure(image: &Item) -> String {
    let alt = image.meta("_wp_attachment_image_alt");
    let alt = alt.unwrap_or(&image.title).replace('"', "&quot;");
    let address = image.attachment_url.replace('"', "%22");
    let picture = format!("<img src=\"{address}\" alt=\"{alt}\">");
    match image.excerpt.trim() {
        "" => format!("<p>{picture}</p>"),
        caption => format!("<figure>{picture}<figcaption>{caption}</figcaption></figure>"),
    }
}

/// Leaves as it is what a `<` begins, code or a tag; gives how much it is.
fn passed(text: &str, out: &mut String) -> usize {
    const VERBATIM: [&str; 4] = ["pre", "code", "script", "style"];
    let until = |end: &str| text.find(end).map_or(text.len(), |at| at + end.len());
    let after = &text[1..];
    let is_named = |name: &&str| {
        let (start, rest) = after.split_at_checked(name.len()).unwrap_or_default();
        start.eq_ignore_ascii_case(name)
            && rest.starts_with(|c: char| c == '>' || c.is_whitespace())
    };
    let length = if text.starts_with("<!--") {
        until("-->")
    } else if let Some(name) = VERBATIM.into_iter().find(|name| is_named(name)) {
        let end = format!("</{name}>");
        let length = until(&end);
        if let Some(code) = raw_code(&text[..length], &end) {
            out.push_str(&code);
            return length;
        }
        length
    } else if after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        until(">")
    } else {
        1
    };
    out.push_str(&text[..length]);
    length
}

/// A player's shortcode as the address of what it plays.
fn player(code: &Shortcode, inside: &str) -> Option<String> {
    let mut keys = ["url", "src", "id"].iter();
    let named = keys.find_map(|key| code.arguments.filled(key));
    let what = named.or(code.arguments.at(0)).unwrap_or(inside).trim();
    let what = what.trim_start_matches('=').trim_matches(['"', '\'']);
    let address = match code.name {
        _ if what.starts_with("http://") || what.starts_with("https://") => what.to_owned(),
        _ if !is_word(what) => return None,
        "youtube" => format!("https://www.youtube.com/watch?v={what}"),
        "vimeo" => format!("https://vimeo.com/{what}"),
        "dailymotion" => format!("https://www.dailymotion.com/video/{what}"),
        _ => return None,
    };
    Some(lone_address(&address))
}

/// An address in a paragraph of its own, where WordPress shows what it leads to.
fn lone_address(address: &str) -> String {
    let shown = html::plain(address)
        .replace('<', "%3C")
        .replace('&', "&amp;");
    if shown.contains(char::is_whitespace) {
        return shown;
    }
    let address = shown.replace('"', "%22");
    format!("\n\n<p><a href=\"{address}\">{shown}</a></p>\n\n")
}

#[derive(Debug, PartialEq)]
struct Shortcode<'a> {
    name: &'a str,
    arguments: Arguments<'a>,
    /// What is between its opening and its closing part.
    inside: Option<&'a str>,
    opening: usize,
    length: usize,
}

impl<'a> Shortcode<'a> {
    /// The shortcode that a text begins with.
    fn read(text: &'a str) -> Option<Self> {
        let is_doubled = text.starts_with("[[");
        let start = if is_doubled { 2 } else { 1 };
        let (name, after) = text[start..].split_at(word_length(&text[start..]));
        let is_apart =
            after.starts_with(|c: char| c.is_whitespace() || matches!(c, ']' | '/' | '='));
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !is_apart {
            return None;
        }
        let mut signs = after.bytes().take(LONGEST);
        let end = signs.position(|b| b == b']' || b == b'[')?;
        let rest = after[end..].strip_prefix(']')?;
        let opening = text.len() - rest.len();
        if is_doubled {
            let length = opening + 1;
            return rest.starts_with(']').then_some(Self {
                name,
                arguments: Arguments::default(),
                inside: None,
                opening: length,
                length,
            });
        }
        let inner = after[..end].trim();
        let self_closed = inner.strip_suffix('/');
        let closing = format!("[/{name}]");
        let inside = match self_closed {
            Some(_) => None,
            None => rest.find(&closing).map(|length| &rest[..length]),
        };
        Some(Self {
            name,
            arguments: Arguments::read(self_closed.unwrap_or(inner), false),
            inside,
            opening,
            length: inside.map_or(opening, |inside| opening + inside.len() + closing.len()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand_text(text: &str, changes: &mut Changes) -> (String, bool) {
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
        expand(text, &item, &Library::new(&items), changes)
    }

    #[track_caller]
    fn check(text: &str, html: &str, changes: &[&str]) {
        let mut told = Changes::new();
        let (expanded, _) = expand_text(text, &mut told);
        let told: Vec<&str> = told.iter().map(|(_, what)| what.as_str()).collect();
        assert_eq!(
            (expanded.replace("\n\n", ""), told),
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
    fn code_of_highlighters_is_no_html() {
        let code = |language: &str| {
            format!("<pre><code class=\"language-{language}\">&lt;b>1 &amp; 2&lt;/b></code></pre>")
        };
        for (text, language) in [
            ("[sql]<b>1 & 2</b>[/sql]", "sql"),
            (
                "[sourcecode language=\"go\"]\n<b>1 & 2</b>\n[/sourcecode]",
                "go",
            ),
            ("[cc lang='css']<b>1 & 2</b>[/cc]", "css"),
            ("[cce_bash width=\"9\"]<b>1 & 2</b>[/cce_bash]", "bash"),
            ("[cc2_ruby]<b>1 & 2</b>[/cc2_ruby]", "ruby"),
            ("[crayon lang=\"js\"]<b>1 & 2</b>[/crayon]", "js"),
            ("<pre lang=\"perl\" line=\"1\">\n<b>1 & 2</b></pre>", "perl"),
            ("<code lang=\"xml\"><b>1 & 2</b></code>", "xml"),
            ("[java]&lt;b>1 &amp; 2&lt;/b>[/java]", "java"),
        ] {
            check(text, &code(language), &[]);
        }
        // What is escaped is HTML, and a lone tag no code.
        let escaped = "<pre lang=\"c\" escaped=\"true\">1 &lt; 2</pre>";
        check(escaped, escaped, &[]);
        check("[php] et [cc]", "[php] et [cc]", &[]);
        check(
            "[ccode_x a=1]b[/ccode_x]",
            "[ccode_x a=1]b[/ccode_x]",
            &["ccode_x"],
        );
    }

    #[test]
    fn notes_of_the_block_editor_stand_at_the_end() {
        let item = Item {
            meta: vec![(
                FOOTNOTES.into(),
                "[{\"id\":\"n-1\",\"content\":\"Selon <em>lui</em>.\"}]".into(),
            )],
            ..Item::default()
        };
        let mut changes = Changes::new();
        let text = "<!-- wp:paragraph --><p>Un<sup data-fn=\"n-1\">1</sup></p><!-- /wp:paragraph --><!-- wp:footnotes /-->";
        let (html, _) = expand(text, &item, &Library::default(), &mut changes);
        assert_eq!(
            html.replace("\n\n", ""),
            "<p>Un<sup data-fn=\"n-1\">1</sup></p><div data-fn-text=\"n-1\"><p>Selon <em>lui</em>.</p></div>"
        );
        assert!(changes.is_empty());
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
        for (text, expected) in [
            ("a\n\nb", true),
            (
                "<!-- wp:paragraph -->\n<p>A\nb</p>\n<!-- /wp:paragraph -->",
                false,
            ),
        ] {
            let (_, lines) = expand_text(text, &mut Changes::new());
            assert_eq!(lines, expected, "{text}");
        }
    }
}
