//! What an import does not take over, and how it is reported: nothing is passed over in silence.

use std::collections::BTreeMap;

use super::places::FileRole;
use super::sites::OldSite;
use crate::diag::{Code, Diagnostic};
use crate::import::numbers::agreeing;
use crate::source::SourceId;

#[derive(Default)]
pub struct LeftOut {
    /// Markdown of the site's content: each is reported.
    pub texts: Vec<(SourceId, String)>,
    /// Content in other markup, by path: each is reported.
    other_markup: Vec<String>,
    /// Files that would replace the theme's.
    of_theme: Vec<String>,
    /// What is no content, by its folder at the site's root: how many files, and whether some are Markdown.
    others: BTreeMap<String, (usize, bool)>,
}

impl LeftOut {
    pub fn file(&mut self, role: FileRole, site: &OldSite, path: &str) {
        match role {
            FileRole::OtherMarkup => self.other_markup.push(path.to_owned()),
            FileRole::OfTheme => self.of_theme.push(path.to_owned()),
            FileRole::NoContent => {
                let below = &path[site.root.len()..];
                let top = below.find('/').map_or(below, |at| &below[..=at]);
                let others = self.others.entry(format!("{}{top}", site.root));
                let (count, has_texts) = others.or_default();
                *count += 1;
                *has_texts |= path.ends_with(".md");
            }
            FileRole::Content(_) | FileRole::Static(_) => {}
        }
    }

    pub fn report(self, diagnostics: &mut Vec<Diagnostic>) {
        let warning = |message| Diagnostic::warning(Code::LeftOut, message);
        for (source, why) in self.texts {
            diagnostics.push(warning(format!("this file is left out: {why}")).in_file(source));
        }
        for path in self.other_markup {
            let message = format!("`{path}` is left out: it is no Markdown");
            diagnostics.push(warning(message).help("if it is a post, save it as Markdown"));
        }
        for path in self.of_theme {
            let message =
                format!("`{path}` is left out: a file of this name belongs to the new theme");
            let help = "to replace the theme's, copy it into `static/` yourself";
            diagnostics.push(warning(message).help(help));
        }
        for (top, (count, has_texts)) in self.others {
            let files = agreeing("# file|files is|are", count);
            let message = format!("`{top}`: {files} left out, being no content of the site");
            diagnostics.push(match has_texts {
                true => warning(message),
                false => Diagnostic::note(Code::LeftOut, message),
            });
        }
    }
}
