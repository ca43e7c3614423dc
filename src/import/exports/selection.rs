//! What an item is, and whether its text is imported.

use std::collections::HashMap;

use crate::content::Role;
use crate::import::item::Item;
use crate::import::wordpress::NAMES;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    pub role: Role,
    pub draft: Option<Draft>,
    /// How many items before it have its number, which yet are others.
    pub namesakes: usize,
}

/// Why a document is not to be published yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draft {
    Unpublished,
    Private,
    /// It asked for a password, which a static site cannot.
    Protected,
}

pub fn decide(items: &[Item]) -> Vec<Result<Kept, &'static str>> {
    let mut seen: HashMap<&str, Vec<&Item>> = HashMap::new();
    items
        .iter()
        .map(|item| decide_item(item, &mut seen))
        .collect()
}

fn decide_item<'a>(
    item: &'a Item,
    seen: &mut HashMap<&'a str, Vec<&'a Item>>,
) -> Result<Kept, &'static str> {
    if let Some(reason) = NAMES.no_text(&item.kind) {
        return Err(reason);
    }
    let draft = match item.status.as_str() {
        "trash" => return Err("in the trash"),
        "auto-draft" => return Err("a draft that WordPress made by itself"),
        "inherit" => return Err("a part of another item"),
        _ if !item.whole => return Err("the file is broken within it; export again"),
        _ if item.title.trim().is_empty() && item.content.trim().is_empty() => {
            return Err("neither title nor text");
        }
        "private" => Some(Draft::Private),
        _ if item.protected => Some(Draft::Protected),
        "publish" | "future" => None,
        _ => Some(Draft::Unpublished),
    };
    let mut namesakes = 0;
    if !item.id.is_empty() {
        let others = seen.entry(&item.id).or_default();
        let is_same = |other: &&Item| other.content == item.content && other.title == item.title;
        if others.iter().any(is_same) {
            return Err("the same item stands before it");
        }
        namesakes = others.len();
        others.push(item);
    }
    let role = match item.kind.as_str() {
        "page" => Role::Page,
        _ => Role::Post,
    };
    Ok(Kept {
        role,
        draft,
        namesakes,
    })
}
