//! Links and images that lead nowhere.

use crate::diag::{Code, Diagnostic};
use crate::model::Site;
use crate::plan::links::{BrokenLink, Why};

const EMPTY: &str =
    "write an address between the parentheses, or remove the link and keep its text";
const HELD_BACK: &str = "its post is a draft, of the future, over, or waits for a translation; until it is published, the link leads \
    to the page that it is in";
const SCRIPT: &str = "write an address, or put what it does into a script of the theme";

/// Reports links to pages, files and images that are not there, to nothing, and to scripts. What may be served beside the site, or
/// will be there, is a warning, and so is what came from elsewhere and leads nowhere since then.
pub fn links(broken: &[BrokenLink], site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for link in broken {
        let is_own = site.post(link.post).front.origin.is_none();
        let report_own = match is_own {
            true => Diagnostic::error,
            false => Diagnostic::warning,
        };
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
                (report(Code::Link, message), help.as_str())
            }
            Why::HeldBack => {
                let message = format!("this link leads to what is not published: `{destination}`");
                (Diagnostic::warning(Code::Link, message), HELD_BACK)
            }
            Why::NoCover(help) => {
                let message = format!("there is no image `{destination}`");
                (Diagnostic::warning(Code::Link, message), help.as_str())
            }
            Why::Nothing { image } => {
                let what = if *image { "image" } else { "link" };
                let message = format!("this {what} leads nowhere: it has no address");
                (report_own(Code::Link, message), EMPTY)
            }
            Why::Script => {
                let message = format!("this link runs a script: `{destination}`");
                (report_own(Code::Link, message), SCRIPT)
            }
            Why::NoAnchor(_) => continue,
        };
        diagnostics.push(diagnostic.at(link.place).help(help));
    }
}
