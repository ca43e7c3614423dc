//! The table of contents of a text: its headings, those of a lower rank inside the one above them.

use serde::Serialize;

use crate::doc::Heading;

/// A text with fewer headings is seen at a glance.
const WORTH_IT: usize = 3;

/// A heading, and what stands below it.
#[derive(Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Entry<'a> {
    /// What leads to it, behind `#`.
    id: &'a str,
    html: &'a str,
    children: Vec<Entry<'a>>,
}

/// The table; empty where the post, or else the site, wants none.
pub fn of(headings: &[Heading], post: Option<bool>, site: bool) -> Vec<Entry<'_>> {
    let wanted = post.unwrap_or(site && headings.len() >= WORTH_IT);
    if wanted { nested(headings) } else { Vec::new() }
}

fn nested(headings: &[Heading]) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(heading) = headings.get(at) {
        // A text may begin with a lower rank than what follows.
        let below = headings[at + 1..]
            .iter()
            .take_while(|other| other.level > heading.level)
            .count();
        let children = nested(&headings[at + 1..at + 1 + below]);
        entries.push(Entry {
            id: &heading.id,
            html: &heading.html,
            children,
        });
        at += 1 + below;
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: &[Entry]) -> String {
        let one = |entry: &Entry| match shown(&entry.children) {
            children if children.is_empty() => entry.id.to_owned(),
            children => format!("{}({children})", entry.id),
        };
        entries.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lower_ranks_stand_inside() {
        for (levels, post, site, expected) in [
            ("222", None, true, "a b c"),
            ("22", None, true, ""),
            ("22", Some(true), false, "a b"),
            ("222", Some(false), true, ""),
            ("222", None, false, ""),
            ("23432", None, true, "a(b(c) d) e"),
            ("324", None, true, "a b(c)"),
            ("244", None, true, "a(b c)"),
        ] {
            let heading = |(n, level): (usize, char)| Heading {
                level: level.to_digit(10).unwrap() as u8,
                id: char::from(b'a' + n as u8).to_string(),
                html: String::new(),
            };
            let headings: Vec<Heading> = levels.chars().enumerate().map(heading).collect();
            assert_eq!(shown(&of(&headings, post, site)), expected, "{levels}");
        }
    }
}
