//! Links to other sites: whether they still lead somewhere.
//!
//! What answered is remembered in `.cache/links` for some weeks; what did not is asked again each time.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::load::{self, Answer};
use crate::model::Site;
use crate::source::Span;
use crate::write::Cache;

/// For so many days a good answer counts.
const DAYS: i64 = 30;
const FILE: &str = "answers.json";
/// So many addresses are named that could not be asked.
const NAMED: usize = 6;

/// A good answer.
#[derive(Serialize, Deserialize)]
struct Remembered {
    asked: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    moved: Option<String>,
}

/// Asks for each address that the site's texts lead to, and tells of those that lead nowhere.
pub fn links_out(
    root: &Path,
    now: NaiveDate,
    pause: Duration,
    site: &Site,
    config: &Config,
) -> Vec<Diagnostic> {
    let links = links_of(site, config);
    let cache = Cache::of(root, "links");
    let mut known: BTreeMap<String, Remembered> = cache
        .read(FILE)
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    known.retain(|address, answer| links.contains_key(address) && is_young(answer, now));
    let unknown = links.keys().filter(|address| !known.contains_key(*address));
    let unknown: Vec<&str> = unknown.map(String::as_str).collect();
    if !unknown.is_empty() && !load::can_ask() {
        let message = "links to other sites were not checked: there is no program `curl` here";
        let finding = Diagnostic::warning(Code::LinkOut, message);
        return vec![finding.help("install curl: `diptych check --links` asks with it")];
    }
    let answers = load::ask(&unknown, pause);
    for (address, answer) in &answers {
        let moved = match answer {
            Answer::Good => None,
            Answer::Moved(to) => Some(to.clone()),
            _ => continue,
        };
        let asked = now.to_string();
        known.insert(address.clone(), Remembered { asked, moved });
    }
    if let Ok(bytes) = serde_json::to_vec_pretty(&known) {
        // Without leave to write, all is asked again.
        let _ = cache.write(FILE, &bytes);
    }
    report(&links, &answers, &known)
}

/// Where each address stands, without what is behind `#`.
fn links_of(site: &Site, config: &Config) -> BTreeMap<String, Vec<Span>> {
    let mut links: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for post in &site.posts {
        for link in &post.links {
            let address = link.destination.split('#').next().unwrap_or_default();
            let lower = address.to_ascii_lowercase();
            let is_out = ["http://", "https://"]
                .iter()
                .any(|scheme| lower.starts_with(scheme));
            if is_out && !lower.starts_with(&config.base.origin) {
                let place = match post.is_own_file() {
                    true => Span::new(post.place.source, link.range.clone()),
                    false => post.place,
                };
                links.entry(address.to_owned()).or_default().push(place);
            }
        }
    }
    links
}

fn is_young(answer: &Remembered, now: NaiveDate) -> bool {
    let asked = answer.asked.parse::<NaiveDate>();
    asked.is_ok_and(|asked| (0..DAYS).contains(&(now - asked).num_days()))
}

fn report(
    links: &BTreeMap<String, Vec<Span>>,
    answers: &BTreeMap<String, Answer>,
    known: &BTreeMap<String, Remembered>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut unasked: Vec<String> = Vec::new();
    let is_offline =
        !answers.is_empty() && answers.values().all(|answer| *answer == Answer::NoHost);
    for (address, places) in links {
        let moved = known.get(address).and_then(|answer| answer.moved.as_ref());
        let at = |finding: Diagnostic, help: &str| -> Vec<Diagnostic> {
            let all = places.iter();
            all.map(|place| finding.clone().at(*place).help(help))
                .collect()
        };
        let nowhere = |why: &str| {
            let message = format!("this link leads nowhere: `{address}` ({why})");
            at(
                Diagnostic::warning(Code::LinkOut, message),
                "correct it, or lead to a copy in a web archive",
            )
        };
        match answers.get(address) {
            Some(Answer::Gone(status)) => found.extend(nowhere(&status.to_string())),
            Some(Answer::NoHost) if !is_offline => found.extend(nowhere("no such host")),
            Some(Answer::NoHost) => unasked.push(format!("`{address}` (no such host)")),
            Some(Answer::Unknown(why)) => unasked.push(format!("`{address}` ({why})")),
            Some(Answer::Good | Answer::Moved(_)) | None => {}
        }
        if let Some(to) = moved.filter(|to| !is_front_page(to) || is_front_page(address)) {
            let message = format!("this address is another for good: `{address}`");
            found.extend(at(
                Diagnostic::note(Code::LinkOut, message),
                &format!("write `{to}`"),
            ));
        }
    }
    let count = unasked.len();
    if count > 0 {
        let more = if count > NAMED { ", …" } else { "" };
        unasked.truncate(NAMED);
        let names = unasked.join(", ");
        let message = match count {
            1 => format!("of 1 link it cannot be told whether it leads somewhere: {names}"),
            _ => format!(
                "of {count} links it cannot be told whether they lead somewhere: {names}{more}"
            ),
        };
        found.push(Diagnostic::note(Code::LinkOut, message).help("look at them in a browser"));
    }
    found
}

/// Where a site sends readers on to that has the page no more.
fn is_front_page(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.trim_end_matches('/').find('/').is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn without_a_network_nothing_is_broken() {
        let place = Span::new(SourceId(0), 0..1);
        let links = ["http://a.test/", "http://b.test/"].map(|to| (to.to_owned(), vec![place]));
        let links = BTreeMap::from(links);
        for (a, b, expected) in [
            (
                Answer::Good,
                Answer::NoHost,
                "this link leads nowhere: `http://b.test/` (no such host)",
            ),
            (
                Answer::NoHost,
                Answer::NoHost,
                "of 2 links it cannot be told whether they lead somewhere: `http://a.test/` (no such host), `http://b.test/` (no such host)",
            ),
        ] {
            let answers = links.keys().cloned().zip([a, b]).collect();
            let found = report(&links, &answers, &BTreeMap::new());
            let found: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
            assert_eq!(found, [expected]);
        }
    }
}
