//! Marks within lines: signs and underlines of headings, Markdown and its like, numbered markers of links.

use super::raw::{RawLine, count_hashes, is_signs};
use super::references::AddressList;
use super::{PlainLine, RemovedText};
use crate::archive::lines::line::is_url;
use crate::archive::post::Inline;
use std::ops::Range;

/// No underlined heading is longer, in words.
const HEADING: usize = 34;
/// So many lines with tags make a text one with tags.
const TAGGED: usize = 3;
/// A line of so many words with one marker at its head is a link as a whole.
const LINK: usize = 12;

/// Reads the marks; what they name becomes links, emphasis and levels of headings.
pub fn read(
    lines: Vec<RawLine>,
    addresses: &[AddressList],
    removed: &mut Vec<RemovedText>,
) -> Vec<PlainLine> {
    let underlines: Vec<usize> = (0..lines.len()).map(|i| underline(&lines, i)).collect();
    let has_tags = lines
        .iter()
        .filter(|line| !line.code && line.text.contains("</"))
        .count()
        >= TAGGED;
    let mut plain: Vec<PlainLine> = Vec::with_capacity(lines.len());
    for (raw, underlined) in lines.into_iter().zip(underlines) {
        let mut reader = MarkReader {
            addresses: addresses.iter().find(|list| list.line > raw.number),
            has_tags,
            text: String::with_capacity(raw.text.len()),
            inlines: Vec::new(),
            removed: Vec::new(),
        };
        let signs = if raw.code {
            0
        } else {
            heading_signs(&raw.text)
        };
        match signs {
            _ if raw.code => reader.text.push_str(&raw.text),
            0 => reader.read(&raw.text),
            _ => reader.read(
                raw.text[signs..]
                    .trim_start()
                    .trim_end_matches(['#', '=', ' ']),
            ),
        }
        let mut remove = |line, text| removed.push(RemovedText { line, text });
        if reader.text.trim().is_empty() {
            (raw.number..=raw.last).for_each(|line| remove(line, None));
            continue;
        }
        for part in reader.removed {
            remove(raw.number, Some(part));
        }
        plain.push(PlainLine {
            number: raw.number,
            last: raw.last,
            text: reader.text,
            indent: raw.indent,
            before: raw.before,
            level: if signs > 0 { signs } else { underlined },
            code: raw.code,
            inlines: reader.inlines,
        });
    }
    plain
}

/// The signs that open a heading: `##`, `==`, `**`, with a space after.
fn heading_signs(text: &str) -> usize {
    let hashes = count_hashes(text);
    let signs = |sign: char| {
        let count = text.chars().take_while(|&c| c == sign).count();
        let rest = &text[count..];
        let is_word = rest.starts_with(' ')
            && rest
                .trim_start()
                .starts_with(|c: char| c.is_alphanumeric() || "[`".contains(c));
        let is_closed = sign == '=' && rest.len() > 1 && text.ends_with(" =");
        if (2..=6).contains(&count) && is_word || count == 1 && is_closed && is_word {
            count
        } else {
            0
        }
    };
    hashes.max(signs('=')).max(signs('*'))
}

/// The level that the line of signs below a line gives it, else zero.
fn underline(lines: &[RawLine], at: usize) -> usize {
    let (line, Some(below)) = (&lines[at], lines.get(at + 1)) else {
        return 0;
    };
    let mut signs = below.text.chars();
    let first = signs.next().unwrap_or(' ');
    let is_rule =
        below.before == 0 && !below.code && below.text.len() >= 3 && signs.all(|c| c == first);
    let is_title =
        !line.code && !is_signs(&line.text) && line.text.split_whitespace().count() <= HEADING;
    match first {
        _ if !is_rule || !is_title => 0,
        '=' | '#' => 1,
        '-' | '_' | '─' | '━' => 2,
        '~' | '^' | '"' | '+' | '*' => 3,
        _ => 0,
    }
}

struct MarkReader<'r> {
    addresses: Option<&'r AddressList>,
    /// Whether the text has HTML's tags.
    has_tags: bool,
    text: String,
    inlines: Vec<(Range<usize>, Inline)>,
    removed: Vec<String>,
}

impl MarkReader<'_> {
    fn read(&mut self, source: &str) {
        let is_mark = |c: char| "[<`*_\\\u{ad}".contains(c);
        if !source.contains(is_mark) && !source.contains("''") && !source.contains("://") {
            self.text.push_str(source);
            return;
        }
        let is_head = self.text.is_empty() && self.inlines.is_empty();
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            let taken = match c {
                '[' => self
                    .marker(rest, source, is_head)
                    .or_else(|| self.link(rest))
                    .or_else(|| self.wiki_link(rest)),
                'h' | 'l' => self.address_and_words(rest),
                '!' if rest.starts_with("![") => self.image(rest, source),
                '<' => self.address(rest).or_else(|| self.tag(rest)),
                '\'' => self.span(rest, "'''").or_else(|| self.span(rest, "''")),
                '`' => self
                    .title_and_address(rest)
                    .or_else(|| self.span(rest, "``"))
                    .or_else(|| self.span(rest, "`")),
                '*' => self.span(rest, "**").or_else(|| self.span(rest, "*")),
                '_' => self.span(rest, "__").or_else(|| self.span(rest, "_")),
                '\\' => self.escape(rest),
                '\u{ad}' => Some(c.len_utf8()),
                _ => None,
            };
            rest = &rest[taken.unwrap_or_else(|| {
                self.text.push(c);
                c.len_utf8()
            })..];
        }
    }

    /// `\*`: a sign that is none.
    fn escape(&mut self, rest: &str) -> Option<usize> {
        let sign = rest[1..]
            .chars()
            .next()
            .filter(|c| "*_#[]()<>.!+-`\"'|~$@".contains(*c))?;
        self.text.push(sign);
        Some(1 + sign.len_utf8())
    }

    /// `[12]`: the words after it are a link, if a list of addresses is below.
    fn marker(&mut self, rest: &str, source: &str, is_head: bool) -> Option<usize> {
        let end = rest.find(']')?;
        let number: u32 = rest[1..end].parse().ok().filter(|_| end <= 5)?;
        let list = self.addresses?;
        self.removed.push(rest[..=end].to_owned());
        let after = &rest[end + 1..];
        let url = list.urls.get(&number);
        let is_whole = is_head
            && rest.len() == source.len()
            && after.split_whitespace().count() <= LINK
            && !after.contains('[');
        let start = self.text.len();
        if is_whole {
            self.read(after);
        } else {
            let word = after.find(char::is_whitespace).unwrap_or(after.len());
            let word = after[..word].find('[').unwrap_or(word);
            if word == 0 {
                return Some(end + 1);
            }
            self.text.push_str(&after[..word]);
        }
        let taken = if is_whole {
            rest.len()
        } else {
            end + 1 + self.text.len() - start
        };
        let linked = start
            ..start
                + self.text[start..]
                    .trim_end_matches(|c: char| !c.is_alphanumeric())
                    .len();
        if let Some(url) = url.filter(|_| !linked.is_empty()) {
            self.inlines.push((linked, Inline::Link(url.clone())));
        }
        Some(taken)
    }

    /// `[words](address)` and `[words][12]`.
    fn link(&mut self, rest: &str) -> Option<usize> {
        let close = closing(rest, '[', ']')?;
        let after = &rest[close + 1..];
        let (url, taken) = if after.starts_with('(') {
            let end = closing(after, '(', ')')?;
            let url = after[1..end]
                .split(" \"")
                .next()?
                .trim_matches(['<', '>', ' ']);
            (url.to_owned(), end + 1)
        } else {
            let number = after.strip_prefix('[')?;
            let digits = number.find(']')?;
            let number: u32 = number[..digits].parse().ok()?;
            (self.addresses?.urls.get(&number)?.clone(), digits + 2)
        };
        if url.contains(' ') {
            return None;
        }
        let start = self.text.len();
        self.read(&rest[1..close]);
        self.inlines
            .push((start..self.text.len(), Inline::Link(url)));
        Some(close + 1 + taken)
    }

    /// `[[address][words]]` of Org, `[address words]` and `[[page|words]]` of MediaWiki.
    fn wiki_link(&mut self, rest: &str) -> Option<usize> {
        let close = closing(rest, '[', ']')?;
        let inside = &rest[1..close];
        let (url, words) = match inside
            .strip_prefix('[')
            .and_then(|inside| inside.strip_suffix(']'))
        {
            Some(both) => match both.split_once("][").or_else(|| both.split_once('|')) {
                Some(parts) => parts,
                None if is_url(both) => (both, both),
                None => return None,
            },
            None => inside.split_once(' ').filter(|(url, _)| is_url(url))?,
        };
        let start = self.text.len();
        self.read(words);
        if is_url(url) {
            self.inlines
                .push((start..self.text.len(), Inline::Link(url.to_owned())));
        }
        Some(close + 1)
    }

    /// `https://…[words]` and `link:…[words]` of AsciiDoc.
    fn address_and_words(&mut self, rest: &str) -> Option<usize> {
        let url = rest.strip_prefix("link:").unwrap_or(rest);
        let open = url
            .find(['[', ' '])
            .filter(|&at| url[at..].starts_with('['))?;
        let is_address = is_url(&url[..open]) || url.len() < rest.len();
        let close = closing(&url[open..], '[', ']').filter(|&close| is_address && close > 1)?;
        let start = self.text.len();
        self.read(url[open + 1..open + close].trim_end_matches('^'));
        self.inlines
            .push((start..self.text.len(), Inline::Link(url[..open].to_owned())));
        Some(rest.len() - url.len() + open + close + 1)
    }

    /// A tag of HTML.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        let end = rest.find('>').filter(|_| self.has_tags)?;
        let name = rest[1..end].trim_start_matches('/');
        let is_tag =
            name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.contains(['<', '@']);
        is_tag.then(|| {
            self.removed.push(rest[..=end].to_owned());
            end + 1
        })
    }

    /// `![words](address)`: alone on a line, the name of a lost image.
    fn image(&mut self, rest: &str, source: &str) -> Option<usize> {
        let close = closing(&rest[1..], '[', ']')? + 1;
        let after = rest[close + 1..].strip_prefix('(')?;
        let end = after.find(')')?;
        let url = after[..end].split(" \"").next()?;
        let taken = close + end + 3;
        if taken == source.len() {
            self.text.push_str(url.rsplit('/').next().unwrap_or(url));
        } else {
            self.removed.push(rest[..taken].to_owned());
        }
        Some(taken)
    }

    /// `<https://…>`: the word before is a link; alone, the address is the text.
    fn address(&mut self, rest: &str) -> Option<usize> {
        let end = rest.find('>')?;
        let url = &rest[1..end];
        if !is_url(url) && !url.starts_with("mailto:") {
            return None;
        }
        let before = self.text.trim_end();
        let word = before.rfind(char::is_whitespace).map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        if word == before.len() {
            self.text.push_str(url);
        } else {
            let linked = word..before.len();
            self.text.truncate(linked.end);
            self.inlines.push((linked, Inline::Link(url.to_owned())));
        }
        Some(end + 1)
    }

    /// `` `words <address>`_ `` of reStructuredText.
    fn title_and_address(&mut self, rest: &str) -> Option<usize> {
        let end = rest[1..].find("`_")? + 1;
        let (words, url) = rest[1..end].strip_suffix('>')?.rsplit_once('<')?;
        let start = self.text.len();
        self.read(words.trim_end());
        self.inlines
            .push((start..self.text.len(), Inline::Link(url.to_owned())));
        let signs = rest[end + 1..].bytes().take_while(|b| *b == b'_').count();
        Some(end + 1 + signs.min(2))
    }

    /// Words between signs: emphasis, strong emphasis, code. The signs are at the edges of words.
    fn span(&mut self, rest: &str, sign: &str) -> Option<usize> {
        let inside = rest.strip_prefix(sign)?;
        let is_mark = |c: char| "*_`".contains(c);
        let opens = !self.text.ends_with(char::is_alphanumeric)
            && !inside.starts_with(|c: char| c.is_whitespace() || is_mark(c));
        let close = inside.match_indices(sign).map(|(at, _)| at).find(|&at| {
            let after = &inside[at + sign.len()..];
            at > 0
                && !inside[..at].ends_with(char::is_whitespace)
                && !after.starts_with(|c: char| c.is_alphanumeric() || sign.starts_with(c))
        });
        let close = close.filter(|_| opens)?;
        let start = self.text.len();
        if sign.starts_with('`') {
            self.text.push_str(&inside[..close]);
        } else {
            self.read(&inside[..close]);
        }
        let inline = match sign {
            "**" | "__" | "'''" => Inline::Strong,
            "*" | "_" | "''" => Inline::Emphasis,
            _ => Inline::Code,
        };
        self.inlines.push((start..self.text.len(), inline));
        Some(close + 2 * sign.len())
    }
}

/// Where the bracket closes that a text begins with.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == open) - i32::from(c == close);
        if depth == 0 {
            return Some(at);
        }
    }
    None
}
