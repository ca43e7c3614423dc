//! Links to places of a post that it does not have.

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{Post, Site};
use crate::plan::links::{BrokenLink, Why, fragment};

/// Anchors of a post that a wrong one is compared with…
const COMPARED: usize = 200;
/// …and that are named where it is like none.
const NAMED: usize = 20;

/// Reports links whose `#` names no anchor of the post that they lead to.
pub fn anchors(broken: &[BrokenLink], site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for link in broken {
        let Why::NoAnchor(target) = link.why else {
            continue;
        };
        let post = site.post(target);
        let anchor = fragment(&link.destination).unwrap_or_default();
        let whose = match link.post == target {
            true => "this post".to_owned(),
            false => format!("« {} »", post.title),
        };
        let message = format!("this link leads to `#{anchor}`, which is nowhere in {whose}");
        // What came from elsewhere may have lost its anchors long ago, and shortcodes may hold some that are not seen here.
        let is_sure = !post.shortcodes
            && site.post(link.post).front.origin.is_none()
            && post.front.origin.is_none();
        let report = match is_sure {
            true => Diagnostic::error,
            false => Diagnostic::warning,
        };
        diagnostics.push(
            report(Code::Link, message)
                .at(link.place)
                .help(help(post, &anchor)),
        );
    }
}

fn help(post: &Post, anchor: &str) -> String {
    let known = || post.anchors.iter().take(COMPARED).map(String::as_str);
    did_you_mean(anchor, known()).unwrap_or_else(|| match post.anchors.len() {
        0 => "it has no headings; give the place an anchor: `<a id=\"…\"></a>`".to_owned(),
        count => {
            let named: Vec<String> = known().take(NAMED).map(|id| format!("`#{id}`")).collect();
            let more = if count > NAMED { "…" } else { "" };
            format!("it has {}{more}", named.join(", "))
        }
    })
}
