//! `title.fr.comments.toml` beside `title.fr.md`: what readers wrote below a post on the site that it comes from.
//!
//! ```toml
//! [[comment]]
//! id = "12"
//! reply_to = "7"
//! author = "Camille"
//! date = 2014-05-01T10:12:00
//! text = "Merci !"
//! ```

use std::collections::HashMap;

use super::{Comment, Document};
use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Table, parse_toml};
use crate::load::Inputs;
use crate::source::{SourceId, Span};

/// The ending of the file of a post's comments; it takes the place of `.md`.
pub const ENDING: &str = ".comments.toml";

/// Reads every file of comments, and gives each to its post.
pub fn attach(inputs: &Inputs, documents: &mut [Document], diagnostics: &mut Vec<Diagnostic>) {
    let path = |document: &Document| inputs.sources.get(document.place.source).path.as_str();
    let by_stem: HashMap<&str, usize> = documents
        .iter()
        .enumerate()
        .filter_map(|(at, document)| Some((path(document).strip_suffix(".md")?, at)))
        .collect();
    for source in &inputs.comments {
        let comments = read(inputs, *source, diagnostics);
        let path = &inputs.sources.get(*source).path;
        let stem = path.strip_suffix(ENDING).unwrap_or(path);
        match by_stem.get(stem) {
            Some(at) => documents[*at].comments = comments,
            None => {
                let finding =
                    Diagnostic::warning(Code::Comments, "these comments belong to no post")
                        .in_file(*source);
                diagnostics.push(finding.help(format!(
                    "there is no `{stem}.md`; rename or remove this file"
                )));
            }
        }
    }
}

fn read(inputs: &Inputs, source: SourceId, diagnostics: &mut Vec<Diagnostic>) -> Vec<Comment> {
    let text = &inputs.sources.get(source).text;
    let table = parse_toml(source, text, 0..text.len(), Code::Comments, diagnostics);
    let mut fields = Fields::new(&table, Code::Comments, diagnostics);
    let tables = fields.tables("comment");
    fields.finish();
    tables
        .into_iter()
        .map(|(table, span)| comment(table, span, diagnostics))
        .collect()
}

fn comment(table: &Table, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Comment {
    let mut fields = Fields::new(table, Code::Comments, diagnostics);
    let text = fields.text("text");
    if text.is_none() {
        fields.problem(span, "`text` is missing", "write `text = \"…\"`");
    }
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let comment = Comment {
        id: fields.text("id").unwrap_or_default(),
        reply_to: fields.text("reply_to"),
        author: fields.text("author").unwrap_or_default(),
        url: fields.text("url").filter(is_web),
        date: fields.date("date"),
        pingback: fields.flag("pingback").unwrap_or(false),
        text: text.unwrap_or_default(),
    };
    fields.finish();
    comment
}
