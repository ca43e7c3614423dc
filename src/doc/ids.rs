//! The ids of a text, each once: ours give way to the author's, which stand in headings (`{#id}`), in HTML, and in what
//! shortcodes make.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::Tag;
use serde::{Deserialize, Serialize};

use super::shortcodes::Call;
use super::tree::{Kind, Node, Places};

/// An id that the author wrote, and where.
pub type Written = (String, Range<usize>);

/// An id that the author wrote more than once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twice {
    pub id: String,
    /// Where it stands first, in bytes of the text.
    pub first: Range<usize>,
    /// Where it stands again.
    pub again: Range<usize>,
}

/// The ids of headings and HTML, with their places in `text`.
pub fn written(nodes: &[Node], text: &str) -> Vec<Written> {
    let mut written = Vec::new();
    for node in nodes {
        match &node.kind {
            Kind::Start(Tag::Heading { id: Some(id), .. }) if !id.is_empty() => {
                written.push((id.to_string(), node.span.clone()))
            }
            Kind::Tag(html) if !html.tag().closes() => {
                let ids = html.own_values(html.tag().attribute("id").into_iter());
                let ids = ids.map(|at| {
                    let id = html.text[at.clone()].to_owned();
                    (id, Places::new(&node.span, &html.text, text).next(at))
                });
                written.extend(ids);
            }
            _ => {}
        }
    }
    written
}

/// The ids that stand more than once among those written and those that calls made.
pub fn twice(written: Vec<Written>, made: &[(String, usize)], calls: &[Call]) -> Vec<Twice> {
    let made = made
        .iter()
        .filter_map(|(id, call)| Some((id.clone(), calls.get(*call)?.range.clone())));
    let mut first: HashMap<String, Range<usize>> = HashMap::new();
    let mut all: Vec<Written> = written.into_iter().chain(made).collect();
    all.sort_by_key(|(_, range)| range.start);
    let mut twice = Vec::new();
    for (id, again) in all {
        match first.get(&id) {
            Some(first) => twice.push(Twice {
                id,
                first: first.clone(),
                again,
            }),
            None => drop(first.insert(id, again)),
        }
    }
    twice
}

/// Gives ids.
#[derive(Default)]
pub struct Ids {
    written: HashSet<String>,
    /// Those of them that headings have by now.
    given: HashSet<String>,
    ours: HashSet<String>,
    /// The number that the next of the same name is tried with.
    next: HashMap<String, usize>,
}

impl Ids {
    /// Keeps the author's for him.
    pub fn new(written: impl IntoIterator<Item = String>) -> Self {
        Self {
            written: written.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The id of a heading for which the author wrote one; it is another where he did so before.
    pub fn own(&mut self, id: &str) -> String {
        if self.given.insert(id.to_owned()) {
            id.to_owned()
        } else {
            self.free(id)
        }
    }

    /// An id of ours that is like this one: `id-2`, `id-3`… where it is taken.
    pub fn free(&mut self, id: &str) -> String {
        if self.take(id) {
            return id.to_owned();
        }
        let mut number = self.next.get(id).copied().unwrap_or(2);
        let numbered = loop {
            let numbered = format!("{id}-{number}");
            number += 1;
            if self.take(&numbered) {
                break numbered;
            }
        };
        self.next.insert(id.to_owned(), number);
        numbered
    }

    fn take(&mut self, id: &str) -> bool {
        !self.written.contains(id) && self.ours.insert(id.to_owned())
    }

    /// Whether an id is ours.
    pub fn gave(&self, id: &str) -> bool {
        self.ours.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Passes, outline, render};

    /// The ids of a text's HTML in order, and those that are told.
    #[track_caller]
    fn check(text: &str, expected: &[&str], told: &[&str]) {
        let component = |call: &Call, body: Option<&str>| match call.name.as_str() {
            "box" => format!("<div id=\"box\">{}</div>", body.unwrap_or_default()),
            _ => call
                .text("id")
                .map_or_else(String::new, |id| format!("<b id='{id}'>b</b>")),
        };
        let rendered = render(
            text,
            Passes {
                component: Some(&component),
                ..Passes::default()
            },
        );
        let html = rendered.anchored(|_| String::new());
        let found: Vec<&str> = html.tags().filter_map(|tag| tag.value("id")).collect();
        assert_eq!(found, expected, "{text}");
        let twice: Vec<&str> = rendered
            .twice
            .iter()
            .map(|twice| twice.id.as_str())
            .collect();
        assert_eq!(twice, told, "{text}");
        let outline = outline(text, Default::default());
        assert!(
            outline.shortcodes
                || rendered
                    .headings
                    .iter()
                    .all(|heading| outline.anchors.contains(&heading.id)),
            "{text}"
        );
        assert!(
            rendered.excerpt.html.ids().is_empty(),
            "{}",
            rendered.excerpt.html.text
        );
    }

    #[test]
    fn ours_give_way() {
        check(
            "## Fin\n\n<p id=\"fin\">x</p>\n\ny",
            &["fin-2", "fin", "p:1"],
            &[],
        );
        check("## Fin\n\n## Autre {#fin}", &["fin-2", "fin"], &[]);
        check(
            "## Fin\n\n## Fin\n\n## Fin 2\n\n## Fin",
            &["fin", "fin-2", "fin-2-2", "fin-3"],
            &[],
        );
        check("## Main\n\n## Comments", &["main", "comments"], &[]);
        check(
            "Un <b id=\"p:1\">x</b>\n\ndeux",
            &["p:1-2", "p:1", "p:2"],
            &[],
        );
        check(
            "Un[^1].\n\n<i id='fn:1'></i> <i id=fnref:1></i>\n\n[^1]: N.",
            &["p:1", "fnref:1-2", "p:2", "fn:1", "fnref:1", "fn:1-2"],
            &[],
        );
        check("## Box\n\n{{ box() }}", &["box-2", "box"], &[]);
        check(
            "## Un\n\nDeux {{ b(id=\"un\") }}",
            &["un-2", "p:1", "un"],
            &[],
        );
    }

    #[test]
    fn an_id_twice_is_told() {
        check("## Un {#x}\n\n## Deux {#x}", &["x", "x-2"], &["x"]);
        check("## Un {#x}\n\n<p id=\"x\">y</p>", &["x", "x"], &["x"]);
        check(
            "{% box() %}\nUn <i id=\"i\">i</i>\n{% end %}\n\n{{ box() }}",
            &["box", "i", "box"],
            &["box"],
        );
        let text = "## Un {#x}\n\n> <p\n> id=\"x\">y</p>";
        let rendered = render(text, Passes::default());
        let twice = &rendered.twice[0];
        assert_eq!(
            (&text[twice.first.clone()], &text[twice.again.clone()]),
            ("## Un {#x}\n", "x")
        );
    }
}
