//! `_redirects` and `_headers`: Netlify's format, which Cloudflare Pages reads too, as far as it goes.

use std::fmt::Write;

use super::{DAY, FOR_EVER, Facts, HEADERS};
use crate::config::hosts::Host;

/// Redirects for one host or both: a line that a host does not know is passed over by it, with a warning in its log.
pub(super) fn redirects(facts: &Facts, hosts: &[Host]) -> String {
    let mut lines = String::from("# Written by Diptych.\n");
    if hosts.contains(&Host::Netlify) {
        netlify(&mut lines, facts);
    }
    if hosts.contains(&Host::Cloudflare) {
        cloudflare(&mut lines, facts);
    }
    lines
}

/// `!` wins over the page that stands there for hosts without rules (Netlify, "Redirect options", "Shadowing").
fn netlify(lines: &mut String, facts: &Facts) {
    let root = facts.path("/");
    lines.push_str("# Netlify\n");
    for (query, target) in &facts.queries {
        // A query is told in parts that all must match.
        let _ = writeln!(lines, "{root} {} {target} 301!", query.replace('&', " "));
    }
    for (path, target) in &facts.redirects {
        let _ = writeln!(lines, "{} {target} 301!", facts.path(path));
    }
    let _ = writeln!(
        lines,
        "# The link of pages to the landing page stays there.\n{root} choose=1 {root}index.html 200!"
    );
    // Ranges of a region come first, as Netlify takes the first line that fits.
    for (range, home) in &facts.ranges {
        let _ = writeln!(lines, "{root} {home} 302! Language={range}");
    }
    for (folder, page) in &facts.not_found {
        let _ = writeln!(lines, "{folder}* {page} 404");
    }
}

/// The 2,000 that Cloudflare reads; it knows neither queries nor languages, and finds the 404 of a folder by itself
/// (Cloudflare Pages, "Redirects" and "Serving Pages"). Behind the last, the redirecting pages do alone.
fn cloudflare(lines: &mut String, facts: &Facts) {
    lines.push_str("# Cloudflare Pages\n");
    for (path, target) in facts.redirects.iter().take(2000) {
        let _ = writeln!(lines, "{} {target} 301", facts.path(path));
    }
}

/// Headers; both hosts by themselves have pages asked for again at each use, so only what may be kept is said.
pub(super) fn headers(facts: &Facts) -> String {
    let mut lines = format!("# Written by Diptych.\n{}*\n", facts.base.encoded_path());
    for (name, value) in HEADERS {
        let _ = writeln!(lines, "  {name}: {value}");
    }
    let _ = writeln!(lines, "{}\n  Vary: Accept-Language", facts.path("/"));
    let _ = writeln!(lines, "{}*\n  Cache-Control: {DAY}", facts.path("/media/"));
    for file in &facts.named {
        let _ = writeln!(lines, "{file}\n  Cache-Control: {FOR_EVER}");
    }
    let _ = writeln!(lines, "{}*\n  Cache-Control: {FOR_EVER}", facts.index);
    lines
}
