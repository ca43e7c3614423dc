//! Tera, and its errors as findings with a place in the template.

use std::collections::HashMap;

use serde::Serialize;
use tera::{ErrorKind, ReportError, Tera};

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceId, Sources, Span};

/// The compiled templates.
pub struct Templates {
    tera: Tera,
    /// Whether all of them were compiled; else none can be filled.
    pub whole: bool,
    /// By name: the source, and its text.
    sources: HashMap<String, (SourceId, String)>,
}

impl Templates {
    /// Compiles them; every template with a syntax error is reported.
    pub fn compile(templates: &[(String, SourceId)], sources: &Sources, found: &mut Vec<Diagnostic>) -> Self {
        let mut compiled = Self {
            tera: Tera::new(),
            whole: true,
            sources: templates.iter().map(|(name, id)| (name.clone(), (*id, sources.get(*id).text.clone()))).collect(),
        };
        let texts: Vec<(&str, &str)> =
            templates.iter().map(|(name, id)| (name.as_str(), sources.get(*id).text.as_str())).collect();
        // Alone, a template can only fail by its own syntax: so all such errors are found, not only the first.
        for (name, text) in &texts {
            if let Err(error) = Tera::new().add_raw_template(name, text)
                && let ErrorKind::SyntaxError(report) = error.kind()
                && report.filename() == *name
                && !needs_others(report)
            {
                found.push(compiled.finding(report, None));
            }
        }
        if let Err(error) = compiled.tera.add_raw_templates(texts) {
            compiled.whole = false;
            let finding = compiled.of(&error, None);
            if !found.iter().any(|f| f.span == finding.span && f.code == finding.code) {
                found.push(finding);
            }
        }
        compiled
    }

    /// Fills a template with a view; `page` is named in an error.
    pub fn render(&self, name: &str, view: &impl Serialize, page: &str) -> Result<String, Box<Diagnostic>> {
        let context = tera::Context::from_serialize(view).map_err(|error| Box::new(self.of(&error, Some(page))))?;
        self.tera.render(name, &context).map_err(|error| Box::new(self.of(&error, Some(page))))
    }

    fn of(&self, error: &tera::Error, page: Option<&str>) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => self.finding(report, page),
            kind => {
                let text = kind.to_string();
                let message =
                    text.lines().next().unwrap_or_default().trim_start_matches("error: ").trim_end_matches('.').to_owned();
                let mut finding = Diagnostic::error(Code::Template, message).help("see the files in `templates/`");
                finding.span = self.place_of(kind, &text);
                finding
            }
        }
    }

    /// The place of an error that carries none of its own: the name of the missing parent, or what the report says.
    fn place_of(&self, kind: &ErrorKind, text: &str) -> Option<Span> {
        match kind {
            ErrorKind::MissingParent { current, parent } => self.word(current, parent),
            ErrorKind::CircularExtend { tpl, inheritance_chain } => self.word(tpl, inheritance_chain.first()?),
            ErrorKind::CircularInclude { tpl, include_chain } => self.word(tpl, include_chain.get(1).unwrap_or(tpl)),
            _ => {
                let (place, _) = text.split_once("--> ")?.1.split_once('\n')?;
                let mut parts = place.trim().rsplitn(3, ':');
                let (column, line) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
                let (id, text) = self.sources.get(parts.next()?)?;
                let start =
                    text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>() + column.checked_sub(1)?;
                Some(Span::new(*id, start..start))
            }
        }
    }

    /// Where a word stands in a template, or its beginning.
    fn word(&self, template: &str, word: &str) -> Option<Span> {
        let (id, text) = self.sources.get(template)?;
        let at = text.find(word).unwrap_or(0);
        Some(Span::new(*id, at..at + if at == 0 { 0 } else { word.len() }))
    }

    fn finding(&self, report: &ReportError, page: Option<&str>) -> Diagnostic {
        let message = report.message().trim_end_matches('.').to_owned();
        let mut finding = Diagnostic::error(Code::Template, message);
        finding.span = self.sources.get(report.filename()).map(|(id, _)| Span::new(*id, report.span().range.clone()));
        let help = match page {
            Some(page) => format!("met while rendering `{page}`; what templates see is listed in the README"),
            None => "correct the template, or remove it to have the theme's own".to_owned(),
        };
        finding.help(help)
    }
}

/// Errors that only say that another template is not there yet.
fn needs_others(report: &ReportError) -> bool {
    let message = report.message().to_lowercase();
    message.contains("component")
        && (message.contains("not found") || message.contains("unknown") || message.contains("not defined"))
}
