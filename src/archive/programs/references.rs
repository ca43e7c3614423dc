//! Lists of numbered addresses below a text, as text browsers print them: "1. https://…", "[1]: https://…".

use super::raw::RawLine;
use super::{RemovedText, take_out};
use crate::archive::lines::line::is_url;
use crate::languages::archive_words;
use crate::text::words::fold;
use std::collections::HashMap;

/// A list of numbered addresses, and the line above which its numbers count.
pub struct AddressList {
    pub line: usize,
    pub urls: HashMap<u32, String>,
}

/// So many addresses are a list where no heading says so.
const LEAST: usize = 2;

/// Takes the lists out; their headings too.
pub fn remove(lines: &mut Vec<RawLine>, removed: &mut Vec<RemovedText>) -> Vec<AddressList> {
    let numbered: Vec<Option<(u32, String)>> = lines
        .iter()
        .map(|line| numbered_address(&line.text))
        .collect();
    let mut gone = vec![false; lines.len()];
    let mut lists = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let is_heading = |i: usize| {
            let bare = fold(lines[i].text.trim_matches(|c: char| !c.is_alphanumeric()));
            archive_words().reference_headings.contains(&bare)
        };
        let first = at;
        while at < lines.len() && (is_heading(at) || numbered[at].is_some()) {
            at += 1;
        }
        let found: HashMap<u32, String> = numbered[first..at].iter().flatten().cloned().collect();
        let is_headed = at > first && is_heading(first);
        if found.len() >= LEAST || is_headed && !found.is_empty() {
            gone[first..at].fill(true);
            lists.push(AddressList {
                line: lines[first].number,
                urls: found,
            });
        }
        at = at.max(first + 1);
    }
    take_out(lines, &gone, removed);
    lists
}

/// The number and the address of a line that has nothing else.
fn numbered_address(text: &str) -> Option<(u32, String)> {
    let rest = text.strip_prefix('[').unwrap_or(text);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[..digits].parse().ok().filter(|_| digits <= 4)?;
    let rest = rest[digits..].trim_start_matches([']', '.', ':', ')']);
    let url = rest.trim();
    let is_address = is_url(url)
        || ["mailto:", "file:", "ftp:"]
            .iter()
            .any(|scheme| url.starts_with(scheme));
    (rest.len() > url.len() && is_address && !url.contains(' ')).then(|| (number, url.to_owned()))
}
