//! Links and images that lead nowhere.

use crate::diag::{Code, Diagnostic};
use crate::plan::links::{BrokenLink, Why};

/// Reports links to pages, files and images that are not there. What may be served beside the site is a warning.
pub fn links(broken: &[BrokenLink], diagnostics: &mut Vec<Diagnostic>) {
    for link in broken {
        let destination = &link.destination;
        let (diagnostic, help) = match &link.why {
            Why::NoTarget {
                image,
                is_ours,
                help,
            } => {
                let what = if *image { "image" } else { "link" };
                let message = format!("this {what} leads nowhere: `{destination}`");
                let report = match is_ours {
                    true => Diagnostic::error,
                    false => Diagnostic::warning,
                };
                (report(Code::Link, message), help)
            }
            Why::NoCover(help) => {
                let message = format!("there is no image `{destination}`");
                (Diagnostic::warning(Code::Link, message), help)
            }
            Why::NoAnchor(_) => continue,
        };
        diagnostics.push(diagnostic.at(link.place).help(help));
    }
}
