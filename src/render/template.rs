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
    sources: HashMap<String, SourceId>,
}

impl Templates {
    /// Compiles them; every template with a syntax error is reported.
    pub fn compile(templates: &[(String, SourceId)], sources: &Sources, found: &mut Vec<Diagnostic>) -> Self {
        let mut compiled = Self { tera: Tera::new(), whole: true, sources: templates.iter().cloned().collect() };
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
                let message = kind.to_string().trim_end_matches('.').to_owned();
                Diagnostic::error(Code::Template, message).help("see the files in `templates/`")
            }
        }
    }

    fn finding(&self, report: &ReportError, page: Option<&str>) -> Diagnostic {
        let message = report.message().trim_end_matches('.').to_owned();
        let mut finding = Diagnostic::error(Code::Template, message);
        finding.span = self.sources.get(report.filename()).map(|id| Span::new(*id, report.span().range.clone()));
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
