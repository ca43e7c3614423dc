//! Marks that readers see as they are written, though their author most likely meant more: links with spaces, notes and
//! references that are nowhere, and shortcodes of other programs; never in code, and not behind `\`. And options of code that are none.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::code::Fence;
use super::elements::LITERAL;
use super::tree::{Kind, NONE, Node};

/// A mark that was not read as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub meant: Meant,
    /// As it is written.
    pub text: String,
    /// Its bytes of the text.
    pub place: Range<usize>,
}

/// What a mark was meant as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meant {
    /// A link or image whose destination has spaces; the text is the destination.
    Spaces,
    /// The mention of a note.
    Note,
    /// The same, in the words of a link or picture, which it breaks.
    NoteInLink,
    /// A note that nothing mentions: it is on no page.
    UnusedNote,
    /// A note under a label that another has.
    SecondNote,
    /// A shortcode in the address of a link, which it breaks.
    ShortcodeInLink,
    /// A link by a reference.
    Reference,
    /// A shortcode of Hugo.
    Hugo,
    /// One that goes on up to a tag that closes it.
    HugoWithBody,
    /// A shortcode of WordPress.
    WordPress,
    /// A tag of Jekyll.
    Jekyll,
    /// An option of a block of code.
    CodeOption,
}

/// Shortcodes of WordPress and its best known plugins that stand alone or around something.
const WORDPRESS: &str = "audio caption embed gallery playlist video vimeo wp_caption youtube";
/// Tags of Jekyll; `for` and `if` are of many template languages, and may be what a text is about.
const JEKYLL: &str = "highlight include include_cached include_relative link post_url raw";

/// The marks of a text that were not read.
pub fn find(nodes: &[Node], source: &str) -> Vec<Unread> {
    let mut found = notes(nodes, source);
    let (mut at, mut in_code) = (0, false);
    while let Some(node) = nodes.get(at) {
        at += 1;
        let next = nodes.get(at);
        match &node.kind {
            Kind::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                if let CodeBlockKind::Fenced(info) = kind {
                    found.extend(options(info, node.span.start, source));
                }
            }
            Kind::End(TagEnd::CodeBlock) => in_code = false,
            Kind::Tag(markup)
                if node.partner != NONE && markup.tag().opens() && markup.tag().is_any(LITERAL) =>
            {
                at = at.max(node.partner);
            }
            Kind::NoteReference(_) if next.is_some_and(|next| starts_destination(next)) => {
                found.push(Unread::at(Meant::NoteInLink, &node.span, source));
            }
            Kind::Text(text) if !in_code && !node.in_html && text.contains(['[', ']', '{']) => {
                if let Some(call) = next.filter(|next| {
                    opens_destination(text) && matches!(next.kind, Kind::Shortcode(_))
                }) {
                    found.push(Unread::at(Meant::ShortcodeInLink, &call.span, source));
                }
                let start = with_escape(source, node.span.start);
                let line = Line {
                    text: source.get(start..node.span.end).unwrap_or_default(),
                    rest: rest_of_line(source, start),
                };
                let of_line = line.unread().into_iter();
                found.extend(of_line.map(|(range, meant)| {
                    let place = range.start + start..range.end + start;
                    let has_body = meant == Meant::Hugo && is_closed(source, &place);
                    let meant = if has_body { Meant::HugoWithBody } else { meant };
                    Unread::at(meant, &place, source)
                }));
            }
            _ => {}
        }
    }
    found
}

impl Unread {
    fn at(meant: Meant, place: &Range<usize>, source: &str) -> Self {
        let text = source.get(place.clone()).unwrap_or_default();
        Self {
            meant,
            text: text.to_owned(),
            place: place.clone(),
        }
    }
}

/// The options of a block of code, which begins at a byte, that have no effect.
fn options(info: &str, start: usize, source: &str) -> Vec<Unread> {
    let line = rest_of_line(source, start);
    let unknown = Fence::read(info).unknown.into_iter();
    let unread = unknown.map(|option| {
        // Where a sign is escaped, the whole line is shown.
        let place = match line.find(info) {
            Some(at) => start + at + option.start..start + at + option.end,
            None => start..start + line.len(),
        };
        Unread {
            text: info[option].to_owned(),
            ..Unread::at(Meant::CodeOption, &place, source)
        }
    });
    unread.collect()
}

/// Whether a shortcode of Hugo is closed further on.
fn is_closed(source: &str, place: &Range<usize>) -> bool {
    let name = source[place.clone()].trim_start_matches(['{', '<', '%', ' ']);
    let end = name.find(|c: char| !c.is_alphanumeric() && !"-_/.".contains(c));
    let name = &name[..end.unwrap_or(name.len())];
    let after = source[place.end..].split(['<', '%']);
    let mut closing = after.filter_map(|tag| tag.trim_start().strip_prefix('/'));
    closing.any(|tag| {
        tag.split('>')
            .next()
            .is_some_and(|closed| closed.trim() == name)
    })
}

/// Whether a text goes on as a link does behind its words.
fn starts_destination(node: &Node) -> bool {
    matches!(&node.kind, Kind::Text(text) if text.starts_with("](") || **text == *"]")
}

/// Whether the address of a link is open at the end of a text.
fn opens_destination(text: &str) -> bool {
    text.rsplit_once("](")
        .is_some_and(|(_, address)| !address.contains([')', ' ']))
}

/// The notes that nothing mentions, in a caption neither, and those whose label is taken.
fn notes(nodes: &[Node], source: &str) -> Vec<Unread> {
    let (mut mentioned, mut seen, mut found) = (HashSet::new(), HashSet::new(), Vec::new());
    mentioned.extend(nodes.iter().filter_map(|node| match &node.kind {
        Kind::NoteReference(label) => Some(&**label),
        _ => None,
    }));
    for node in nodes {
        let Kind::Start(Tag::FootnoteDefinition(label)) = &node.kind else {
            continue;
        };
        let mark = format!("[^{label}]");
        // Captions come later.
        let is_mention = |(at, _): (usize, &str)| !source[at + mark.len()..].starts_with(':');
        let is_used =
            || mentioned.contains(&**label) || source.match_indices(&mark).any(is_mention);
        let meant = match seen.insert(label) {
            false => Some(Meant::SecondNote),
            true => (!is_used()).then_some(Meant::UnusedNote),
        };
        let place = node.span.start..node.span.start + mark.len();
        found.extend(meant.map(|meant| Unread::at(meant, &place, source)));
    }
    found
}

/// The place of a text with what escapes its first sign, which the parser leaves out.
fn with_escape(source: &str, start: usize) -> usize {
    let before = source.get(..start).unwrap_or_default();
    before.trim_end_matches('\\').len()
}

fn rest_of_line(source: &str, from: usize) -> &str {
    let rest = source.get(from..).unwrap_or_default();
    rest.lines().next().unwrap_or_default()
}

struct Line<'t> {
    /// Text as it is written.
    text: &'t str,
    /// The same, and what follows in its line: the arguments of a shortcode may hold what is no text.
    rest: &'t str,
}

impl Line<'_> {
    fn unread(&self) -> Vec<(Range<usize>, Meant)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(mark) = self.next(at) {
            let unread = match self.text.as_bytes()[mark] {
                b'{' => self.shortcode(mark),
                b'[' => self.note(mark).or_else(|| self.wordpress(mark)),
                _ => self.spaces(mark).or_else(|| self.reference(mark)),
            };
            at = unread
                .as_ref()
                .map_or(mark + 1, |(range, _)| range.end.max(mark + 1));
            found.extend(unread);
            if at >= self.text.len() {
                break;
            }
        }
        found
    }

    /// The next mark that is not escaped.
    fn next(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        (from..bytes.len())
            .find(|at| matches!(bytes[*at], b'[' | b']' | b'{') && !self.is_escaped(*at))
    }

    fn is_escaped(&self, at: usize) -> bool {
        let before = self.text.as_bytes()[..at].iter().rev();
        before.take_while(|byte| **byte == b'\\').count() % 2 == 1
    }

    /// `[^a]`
    fn note(&self, open: usize) -> Option<(Range<usize>, Meant)> {
        let label = self.text[open..].strip_prefix("[^")?;
        let length = label.find([']', '[', ' ', '^', '\\'])?;
        let is_note = length > 0 && label[length..].starts_with(']');
        is_note.then_some((open..open + "[^]".len() + length, Meant::Note))
    }

    /// `[name key="value"…]`, `[name]…[/name]` or, of a known one, `[name …]` alone on its line.
    fn wordpress(&self, open: usize) -> Option<(Range<usize>, Meant)> {
        let inside = &self.rest[open + 1..];
        let is_name = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-');
        let length = inside.bytes().take_while(is_name).count();
        let (name, after) = inside.split_at(length);
        let end = after.find(']')?;
        let arguments = &after[..end];
        let has_argument = arguments.starts_with(' ')
            && arguments.split_once('=').is_some_and(|(key, value)| {
                let key = key.trim();
                let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
                key.chars().all(is_key) && value.starts_with(['"', '\''])
            });
        let is_known = WORDPRESS.split(' ').any(|known| known == name);
        let is_alone = self.text[..open].trim().is_empty() && after[end + 1..].trim().is_empty();
        let is_closed = after[end..].contains(&format!("[/{name}]"));
        let leads = arguments.trim_start().starts_with("http");
        let is_shortcode = length > 2
            && !after[end..].starts_with("](")
            && (has_argument || is_closed || is_known && (is_alone || leads));
        is_shortcode.then_some((open..open + 1 + length + end + 1, Meant::WordPress))
    }

    /// `{{< name >}}`, `{{% name %}}`, `{% name %}`
    fn shortcode(&self, open: usize) -> Option<(Range<usize>, Meant)> {
        let tag = &self.rest[open..];
        let ends = [("{{<", ">}}"), ("{{%", "%}}")];
        for (begin, end) in ends {
            if let Some(inside) = tag.strip_prefix(begin) {
                let length = inside.find(end)?;
                let is_named = inside.trim_start().starts_with(char::is_alphabetic);
                let whole = open..open + begin.len() + length + end.len();
                return is_named.then_some((whole, Meant::Hugo));
            }
        }
        let inside = tag.strip_prefix("{%")?;
        let length = inside.find("%}")?;
        let name = inside.trim_start_matches('-').split_whitespace().next()?;
        let is_jekyll = JEKYLL.split(' ').any(|known| known == name);
        is_jekyll.then_some((open..open + length + "{%%}".len(), Meant::Jekyll))
    }

    /// `[x](a b.md)`
    fn spaces(&self, close: usize) -> Option<(Range<usize>, Meant)> {
        let inside = self.text[close..].strip_prefix("](")?;
        let start = close + "](".len();
        let opened = self.opened(close)?;
        let mut depth = 0;
        let end = inside.char_indices().find(|(_, c)| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth < 0
        });
        let whole = &inside[..end?.0];
        let destination = [" \"", " '"].iter().find_map(|title| {
            let at = whole.find(title)?;
            whole.ends_with(&title[1..]).then(|| &whole[..at])
        });
        let destination = destination.unwrap_or(whole).trim_end();
        let is_image = opened.is_some_and(|open| self.text[..open].ends_with('!'));
        let leads = is_image || is_path(destination);
        (leads && destination.trim().contains(' ') && !destination.starts_with('<'))
            .then_some((start..start + destination.len(), Meant::Spaces))
    }

    /// `[x][ref]`
    fn reference(&self, close: usize) -> Option<(Range<usize>, Meant)> {
        let label = self.text[close..].strip_prefix("][")?;
        let length = label.find(['[', ']'])?;
        let open = self.opened(close)??;
        let (words, label) = (&self.text[open + 1..close], &label[..length]);
        let is_index = self.text[..open].ends_with(|c: char| c.is_alphanumeric() || c == ']');
        let has_letters = |text: &str| text.contains(char::is_alphabetic);
        let is_label = label.is_empty() || label.contains(char::is_alphanumeric);
        let is_reference =
            !is_index && has_letters(words) && is_label && !words.contains(['[', ']']);
        is_reference.then_some((open..close + "][]".len() + length, Meant::Reference))
    }

    /// Where the bracket is that a closing one belongs to: none where it is escaped, an unknown place where it stands before this text.
    fn opened(&self, close: usize) -> Option<Option<usize>> {
        let mut depth = 0;
        for at in (0..close).rev() {
            match self.text.as_bytes()[at] {
                b']' => depth += 1,
                b'[' if depth > 0 => depth -= 1,
                b'[' if self.is_escaped(at) => return None,
                b'[' => return Some(Some(at)),
                _ => {}
            }
        }
        Some(None)
    }
}

/// Whether words are a path or an address, and not prose.
fn is_path(destination: &str) -> bool {
    let is_operator = |word: &str| word.chars().all(|c| "+*/=<>,;".contains(c));
    if destination.split(' ').any(is_operator) {
        return false;
    }
    let path = destination.split(['#', '?']).next().unwrap_or_default();
    let is_ending = |ending: &str| {
        (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let has_ending = path
        .rsplit_once('.')
        .is_some_and(|(name, ending)| is_ending(ending) && !name.ends_with(' '));
    has_ending
        || ["/", "./", "../", "http://", "https://"]
            .iter()
            .any(|start| path.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::parse::parse;
    use crate::doc::shortcodes;

    /// What is unread of a text, and what it was meant as.
    fn check(text: &str, expected: &[(Meant, &str)]) {
        let shortcodes = shortcodes::read(text, Default::default());
        let nodes = parse(&shortcodes, text, &mut Vec::new());
        let found = find(&nodes, text);
        let found: Vec<(Meant, &str)> = found
            .iter()
            .map(|unread| (unread.meant, &text[unread.place.clone()]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_was_meant() {
        use Meant::*;
        check(
            "![x](mon lac.jpg) [y](a b.md \"T\")",
            &[(Spaces, "mon lac.jpg"), (Spaces, "a b.md")],
        );
        check("> - [*x* y](un deux.md#z).", &[(Spaces, "un deux.md#z")]);
        check("![x](mon lac)", &[(Spaces, "mon lac")]);
        check(
            "Un[^a], [b][c], [d][] et ![e][f].",
            &[
                (Note, "[^a]"),
                (Reference, "[b][c]"),
                (Reference, "[d][]"),
                (Reference, "[e][f]"),
            ],
        );
        check(
            "{{< figure src=\"a\" >}} {{<youtube x>}}{{% n %}}x{{% /n %}}",
            &[
                (Hugo, "{{< figure src=\"a\" >}}"),
                (Hugo, "{{<youtube x>}}"),
                (HugoWithBody, "{{% n %}}"),
            ],
        );
        check(
            "[caption id=\"a\"]x[/caption] [box]x[/box]\n\n[gallery]",
            &[
                (WordPress, "[caption id=\"a\"]"),
                (WordPress, "[box]"),
                (WordPress, "[gallery]"),
            ],
        );
        check(
            "{% include a.html x=\"y\" %} {% raw %}",
            &[
                (Jekyll, "{% include a.html x=\"y\" %}"),
                (Jekyll, "{% raw %}"),
            ],
        );
    }

    #[test]
    fn notes_that_go_wrong() {
        use Meant::*;
        let check = |text, expected: &[(Meant, &str)]| check(text, expected);
        check("Un[^a].\n\n[^a]: A.\n\n[^b]: B.", &[(UnusedNote, "[^b]")]);
        check("Un[^a]: deux.\n\n[^a]: A.", &[]);
        check("Un[^a].\n\n[^a]: A.\n\n[^a]: B.", &[(SecondNote, "[^a]")]);
        check("![x](a.png \"Un[^a]\")\n\n[^a]: A.", &[]);
        check(
            "[Un[^a]](b) ![Deux[^a]](c.png)\n\n[^a]: A.",
            &[(NoteInLink, "[^a]"), (NoteInLink, "[^a]")],
        );
        check(
            "[écrire](mailto:{{ x() }}) et [a] (b {{ x() }})",
            &[(ShortcodeInLink, "{{ x() }}")],
        );
    }

    #[test]
    fn what_is_text() {
        for text in [
            "Il dit [sic] (et il rit), [entre crochets] (puis le reste.)",
            "`![x](mon lac.jpg)` <code>[^a] {{< b >}}</code> ``[x][y]``",
            "```\n[^a] [x][y] {{< b >}} {% raw %}\n```",
            "    [x](a b.md) [^z]",
            "\\[x](a b.md) \\[^a] \\[x][y] \\{{< b >}}",
            "f[i](a + b.c) et [a](fonction de x) et [oui](oui / non)",
            "t[i][j] [1][2] [1], [...], [sic][...] [x] [y]",
            "[a](b.md) [c](<d e.md>) [f][g] [^h]\n\n[g]: h\n\n[^h]: i",
            "{{ nom }} {% fin %} {% for x in y %} {{a}, {b}} {{<}} {{% %}}",
            "Voir [gallery] dans un texte, [video] (plus bas), [embed](a.md).",
            "<pre>\n[^a] {{< b >}}\n</pre>",
            "- [ ] à faire\n- [x] fait",
        ] {
            check(text, &[]);
        }
    }

    proptest::proptest! {
        #[test]
        fn anything_is_read(text in "(\\[|\\]|\\(|\\)|\\^|\\{\\{|<|%|>|\\}\\}|\\\\|!|=|\"| |é|a|\\.md|gallery|\n|`)*") {
            let shortcodes = shortcodes::read(&text, Default::default());
            let nodes = parse(&shortcodes, &text, &mut Vec::new());
            for unread in find(&nodes, &text) {
                proptest::prop_assert_eq!(text.get(unread.place.clone()), Some(unread.text.as_str()));
            }
        }
    }
}
