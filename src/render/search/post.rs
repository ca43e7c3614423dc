//! What a post gives to the index: its words, and what is shown of it.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::cache::Digester;
use crate::doc::{self, Html};
use crate::model::{PostId, TermId};
use crate::plan;
use crate::render::Context;
use crate::text::html::unescape;
use crate::text::{url, words};

/// How many times a word counts in a title, and in the name of a tag, a category, an author.
const IN_TITLE: u16 = 8;
const IN_TERM: u16 = 4;
/// No word that is sought is longer, in bytes; addresses and codes are.
const LONGEST: usize = 60;

/// A post, as it is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The number of its story.
    pub story: u32,
    /// Its language's place in the order of the site, and its code.
    pub language: (u8, String),
    pub entry: Entry,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// A [`Fragment`], as JSON.
    pub fragment: String,
    pub words: Words,
}

/// The words of a post, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Each once, with a space after it.
    list: String,
    /// How often each is there; in a title a word counts more.
    counts: Vec<u16>,
    /// How many words its text has.
    pub length: u32,
}

/// What is shown of a post among results.
#[derive(Serialize)]
struct Fragment<'p> {
    url: &'p str,
    title: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: &'p Option<[String; 2]>,
    /// Headings and notes are lines of their own.
    text: &'p str,
}

/// All of a post but its text.
#[derive(Hash)]
struct Head<'p> {
    /// Its path, percent-encoded, below the site's.
    url: String,
    title: String,
    /// Its date, for `datetime` and in words.
    date: Option<[String; 2]>,
    terms: Vec<&'p str>,
    /// Who commented, and what.
    comments: Vec<[&'p str; 2]>,
}

/// The entry of a post, remembered or made.
pub fn entry(context: &Context, id: PostId) -> Entry {
    let head = head(context, id);
    let (post, facts) = (context.site.post(id), &context.bodies[id]);
    let code = &context.config.languages[post.lang].code;
    let of = Digester::new("search")
        .text(code)
        .digest(facts.html)
        .hash(&head);
    let style = post.style(context.config);
    let of = match head.comments.is_empty() {
        true => of,
        false => of.value(&style),
    };
    context.memo.get(of.finish(), || {
        let mut text = running_text(&context.text(id).html);
        for [author, comment] in &head.comments {
            let comment = doc::comment(comment, style);
            text.push_str(&format!("\n{author} · {}", running_text(&comment)));
        }
        let terms = head.terms.join(" ");
        let year = post.date.map(|date| date.year.to_string());
        let parts = [
            (text.as_str(), 1),
            (&head.title, IN_TITLE),
            (&terms, IN_TERM),
            (year.as_deref().unwrap_or_default(), IN_TERM),
        ];
        let fragment = Fragment {
            url: &head.url,
            title: &head.title,
            date: &head.date,
            text: &text,
        };
        Entry {
            fragment: serde_json::to_string(&fragment).unwrap_or_default(),
            words: Words::of(parts),
        }
    })
}

fn head<'p>(context: &Context<'p>, id: PostId) -> Head<'p> {
    let (site, config) = (context.site, context.config);
    let post = site.post(id);
    let name = |term: &TermId| {
        let names = &site.term(*term).names;
        let mut others = names.iter().filter_map(|(_, name)| name.as_ref());
        let name = names[post.lang].as_ref().or_else(|| others.next());
        name.map(|name| name.name.as_str())
    };
    let comments = post.comments.iter().filter(|comment| !comment.pingback);
    let comments = comments.map(|comment| [comment.author.as_str(), comment.text.as_str()]);
    let strings = &context.strings[post.lang];
    Head {
        url: url::encode_path(&plan::permalink(config, site, id)),
        title: post.style(config).line(&post.title),
        date: post.date.map(|date| [date.exact(), strings.date(date)]),
        terms: post.terms.iter().filter_map(name).collect(),
        comments: comments.collect(),
    }
}

/// A text as it is searched and shown: without the numbers of notes, the links back from them and the titles of alerts; headings and
/// notes are lines of their own.
fn running_text(html: &Html) -> String {
    let mut text = String::with_capacity(html.text.len());
    let (mut from, mut left_out) = (0, None);
    for tag in html.tags() {
        if left_out.is_none() {
            push(&mut text, &unescape(&html.text[from..tag.start]));
        }
        from = tag.range().end;
        match left_out {
            Some(name) if tag.closes() && tag.is(name) => left_out = None,
            Some(_) => {}
            None if tag.opens() && is_left_out(&tag) => left_out = Some(tag.name()),
            None if HEADINGS.iter().any(|name| tag.is(name)) || is_note(&tag) => {
                end_line(&mut text)
            }
            None if tag.parts_words() => push(&mut text, " "),
            None => {}
        }
    }
    if left_out.is_none() {
        push(&mut text, &unescape(&html.text[from..]));
    }
    text.truncate(text.trim_end().len());
    text
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

fn is_left_out(tag: &doc::HtmlTag) -> bool {
    let is_of_note = || {
        tag.value("class")
            .is_some_and(|class| class.starts_with("footnote-"))
    };
    let is_title = || tag.value("class") == Some("alert-title");
    tag.is("script")
        || tag.is("style")
        || ((tag.is("sup") || tag.is("a")) && is_of_note())
        || (tag.is("p") && is_title())
}

fn is_note(tag: &doc::HtmlTag) -> bool {
    tag.is("li") && tag.value("id").is_some_and(|id| id.starts_with("fn:"))
}

fn end_line(text: &mut String) {
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
}

/// Adds text in which spaces that are no typography are one.
fn push(text: &mut String, more: &str) {
    let is_space = |c: char| c.is_ascii_whitespace();
    let ends = |text: &str| text.is_empty() || text.ends_with(is_space);
    if more.starts_with(is_space) && !ends(text) {
        text.push(' ');
    }
    for word in more.split_ascii_whitespace() {
        text.push_str(word);
        text.push(' ');
    }
    if !more.ends_with(is_space) && text.ends_with(' ') && !more.is_empty() {
        text.pop();
    }
}

impl Words {
    /// The words of texts, each of which count so many times.
    pub fn of<'t>(parts: impl IntoIterator<Item = (&'t str, u16)>) -> Self {
        let parts = parts.into_iter();
        let parts: Vec<(String, u16)> = parts.map(|(text, count)| (plain(text), count)).collect();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut own = Self::default();
        for (text, count) in &parts {
            for word in words::words(text).filter(|word| word.len() <= LONGEST) {
                let place = *places.entry(word).or_insert_with(|| {
                    own.list.push_str(word);
                    own.list.push(' ');
                    own.counts.push(0);
                    own.counts.len() - 1
                });
                own.counts[place] = own.counts[place].saturating_add(*count);
                own.length += u32::from(*count == 1);
            }
        }
        own
    }

    /// Each word, and how often it is there.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u16)> {
        self.list
            .split_terminator(' ')
            .zip(self.counts.iter().copied())
    }
}

/// A text in lower case, composed, without what is seen of no word.
fn plain(text: &str) -> String {
    let is_mark = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    if !text.contains(|c: char| is_mark(c) || "\u{2bc}\u{ad}\u{200b}\u{feff}".contains(c)) {
        return text.to_lowercase();
    }
    let seen = text
        .nfc()
        .filter(|c| !"\u{ad}\u{200b}\u{feff}".contains(*c));
    seen.map(|c| if c == '\u{2bc}' { '\'' } else { c })
        .collect::<String>()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_a_reader_reads_them() {
        for (html, expected) in [
            (
                "<p>Un <em>m</em>ot,\n deux.</p>\n<p>Trois</p>",
                "Un mot, deux. Trois",
            ),
            (
                "<h2 id=\"a\">Le titre</h2>\n<p>Texte\u{a0}!</p>",
                "Le titre\nTexte\u{a0}!",
            ),
            (
                "<p>zygotier<sup class=\"footnote-ref\"><a href=\"#fn:1\">1</a></sup>, m<sup>2</sup></p>\
                 <section class=\"footnotes\"><ol><li id=\"fn:1\"><p>Note.</p><a href=\"#\" class=\"footnote-back\">↩</a></li></ol></section>",
                "zygotier, m2\nNote.",
            ),
            ("a<script>b < c</script><!-- d -->e &amp; f", "ae & f"),
            ("<p>a</p><style>b", "a"),
        ] {
            assert_eq!(running_text(&Html::read(html)), expected, "{html}");
        }
    }

    #[test]
    fn words_are_counted() {
        for (text, expected) in [
            ("L’été, l'Été : 2014 !", "l2 été2 20141"),
            (
                "E\u{301}te\u{301} aujourdʼhui co\u{ad}opérer",
                "été1 aujourd1 hui1 coopérer1",
            ),
            ("", ""),
        ] {
            let words = Words::of([(text, 1)]);
            let words: Vec<String> = words
                .iter()
                .map(|(word, count)| format!("{word}{count}"))
                .collect();
            assert_eq!(words.join(" "), expected, "{text}");
        }
    }
}
