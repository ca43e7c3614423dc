//! A file's text and slug in Diptych's own form.

use std::ops::Range;

use super::file::File;
use super::shortcodes;
use super::targets::Targets;
use crate::diag::{Code, Diagnostic};
use crate::doc;
use crate::fields::{Table, Value};
use crate::load::Inputs;
use crate::source::{SourceId, Span, base_name};
use crate::text::titles;

/// A slug that cannot be the last part of a URL becomes one; the old URL stays as an alias.
pub(super) fn with_sound_slug(mut table: Table) -> Table {
    let is_sound = |slug: &str| {
        !slug.contains(|c: char| !c.is_alphanumeric() && !"-_.".contains(c))
            && !slug.starts_with('.')
    };
    for entry in table.0.iter_mut().filter(|entry| entry.key == "slug") {
        if let Value::Text(slug) = &mut entry.item.value
            && !is_sound(slug)
        {
            *slug = titles::slug(base_name(slug.trim_end_matches('/')));
        }
    }
    table
        .0
        .retain(|entry| entry.key != "slug" || entry.item.value != Value::Text(String::new()));
    table
}

/// A file's text without the generator's own signs. Where that changes it, the new text is a source of its own under the same
/// path, so that diagnostics go on pointing into what the author wrote.
pub(super) fn converted(
    file: &File,
    targets: &Targets,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> (SourceId, Range<usize>) {
    let source = inputs.sources.get(file.source);
    let text = &source.text[file.body.clone()];
    let target = |path: &str| targets.find(file, &source.path, path);
    let converted = shortcodes::convert(text, &doc::code_ranges(text), file.site.kind, &target);
    for (at, name) in converted.kept {
        let at = file.body.start + at;
        let diagnostic = match name.strip_prefix("@/") {
            Some(_) => Diagnostic::warning(
                Code::Link,
                format!("this link leads to no post that is imported: `{name}`"),
            ),
            None => Diagnostic::warning(
                Code::Shortcode,
                format!("the shortcode `{name}` has no Markdown form; it is kept as text"),
            )
            .help("write in Markdown or HTML what it stands for"),
        };
        diagnostics.push(diagnostic.at(Span::new(file.source, at..at)));
    }
    if converted.text == text {
        return (file.source, file.body.clone());
    }
    let whole = format!("{}{}", &source.text[..file.body.start], converted.text);
    let (path, range) = (source.path.clone(), file.body.start..whole.len());
    (inputs.sources.add(path, whole), range)
}
