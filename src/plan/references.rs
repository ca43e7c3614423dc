//! What settings and terms name must be there: photographs, the logo, links.

use super::paths::{normal, photo_path};
use super::planner::Planner;
use crate::diag::{Code, Diagnostic};

impl Planner<'_> {
    /// The photographs of authors must be there.
    pub fn check_photos(&mut self) {
        let terms = self
            .basis
            .site
            .taxonomies
            .iter()
            .flat_map(|taxonomy| &taxonomy.terms)
            .filter_map(|term| term.declared.as_ref());
        for (photo, span) in terms.filter_map(|term| term.photo.as_ref()) {
            if !self.taken.contains_key(&photo_path(photo)) {
                let message = format!("there is no file `{photo}`");
                let help =
                    "put it into `content/authors/` and write `photo = \"authors/name.jpg\"`";
                self.diagnostics
                    .push(Diagnostic::error(Code::Link, message).at(*span).help(help));
            }
        }
    }

    /// What the settings of the theme name must be there.
    pub fn check_theme(&mut self) {
        let theme = &self.basis.config.theme;
        if let Some((logo, span)) = &theme.logo
            && !self.taken.contains_key(&format!("/{logo}"))
        {
            let message = format!("there is no file `{logo}` in `static/`");
            let help = "put it there, and write its name: `logo = \"logo.svg\"`";
            self.diagnostics
                .push(Diagnostic::error(Code::Link, message).at(*span).help(help));
        }
        let entries = theme.links.iter().chain(
            theme
                .navigation
                .iter()
                .filter_map(|(_, entries)| entries.as_ref())
                .flatten(),
        );
        for entry in
            entries.filter(|entry| entry.url.starts_with('/') && !entry.url.starts_with("//"))
        {
            let path = entry.url.split(['#', '?']).next().unwrap_or_default();
            if !self.taken.contains_key(&normal(path)) {
                let message = format!("there is no page `{path}`");
                let help = "write a path of the site, such as `/fr/archives/`, or a complete URL";
                self.diagnostics.push(
                    Diagnostic::error(Code::Link, message)
                        .at(entry.span)
                        .help(help),
                );
            }
        }
    }
}
