//! A file's text and slug in Diptych's own form.

use std::ops::Range;

use super::file::File;
use super::shortcodes;
use super::targets::Targets;
use crate::diag::{Code, Diagnostic};
use crate::doc::{self, Extensions};
use crate::fields::{Table, Value};
use crate::load::Inputs;
use crate::source::{SourceId, Span, base_name};
use crate::text::titles;

/// A slug that cannot be the last part of a URL becomes one, or goes; the old URL stays as an alias.
pub fn with_sound_slug(mut table: Table) -> Table {
    let is_odd = |c: char| !c.is_alphanumeric() && !"-_.".contains(c);
    table.0.retain_mut(|entry| match &mut entry.item.value {
        Value::Text(slug) if entry.key == "slug" => {
            if slug.contains(is_odd) || slug.starts_with('.') {
                *slug = titles::slug(base_name(slug.trim_end_matches('/')));
            }
            !slug.is_empty()
        }
        _ => true,
    });
    table
}

/// A file's text without the generator's own signs. Where that changes it, the new text is a source of its own under the same
/// path, so that diagnostics go on pointing into what the author wrote.
pub fn converted(
    file: &File,
    targets: &Targets,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> (SourceId, Range<usize>) {
    let source = inputs.sources.get(file.source);
    let (before, text) = source.text.split_at(file.body.start);
    let code = doc::code_ranges(text, Extensions::default());
    let target = |path: &str| targets.find(file, &source.path, path);
    let converted = shortcodes::convert(text, &code, file.site.kind, &target);
    for (at, name) in converted.kept {
        let diagnostic = if name.starts_with("@/") {
            let message = format!("this link leads to no post that is imported: `{name}`");
            Diagnostic::warning(Code::Link, message)
        } else {
            let message =
                format!("the shortcode `{name}` has no Markdown form; it is kept as text");
            Diagnostic::warning(Code::Shortcode, message)
                .help("write in Markdown or HTML what it stands for")
        };
        let at = before.len() + at;
        diagnostics.push(diagnostic.at(Span::new(file.source, at..at)));
    }
    if converted.text == text {
        return (file.source, file.body.clone());
    }
    let (path, whole) = (source.path.clone(), format!("{before}{}", converted.text));
    let range = before.len()..whole.len();
    (inputs.sources.add(path, whole), range)
}
