//! What an item is, and whether its text is imported.

use std::collections::HashMap;

use crate::content::Role;
use crate::import::item::Item;

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decision {
    Keep(Kept),
    /// It does not become a post, for this reason.
    LeaveOut(String),
}

/// An item that becomes posts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kept {
    pub role: Role,
    /// Why it is not to be published, where it is not.
    pub draft: Option<Draft>,
    /// How many items before it have its number, which yet are others.
    pub namesakes: usize,
}

/// Why a document is not to be published yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draft {
    /// It was not published.
    Unpublished,
    /// It was for some eyes only.
    Private,
    /// It asked for a password, which a static site cannot.
    Protected,
}

/// Decides for all items of a site.
pub(super) fn decide(items: &[Item]) -> Vec<Decision> {
    let mut seen: HashMap<&str, Vec<&Item>> = HashMap::new();
    items
        .iter()
        .map(|item| decide_item(item, &mut seen))
        .collect()
}

fn decide_item<'a>(item: &'a Item, seen: &mut HashMap<&'a str, Vec<&'a Item>>) -> Decision {
    let left_out = |reason: &str| Decision::LeaveOut(reason.to_owned());
    if let Some(reason) = no_text(&item.kind) {
        return left_out(reason);
    }
    let draft = match item.status.as_str() {
        "trash" => return left_out("in the trash"),
        "auto-draft" => return left_out("a draft that WordPress made by itself"),
        "inherit" => return left_out("a part of another item"),
        _ if !item.whole => return left_out("the file is broken within it; export again"),
        _ if item.title.trim().is_empty() && item.content.trim().is_empty() => {
            return left_out("neither title nor text");
        }
        "private" => Some(Draft::Private),
        _ if item.protected => Some(Draft::Protected),
        "publish" | "future" => None,
        _ => Some(Draft::Unpublished),
    };
    let namesakes = match item.id.as_str() {
        "" => 0,
        id => {
            let others = seen.entry(id).or_default();
            if others
                .iter()
                .any(|other| other.content == item.content && other.title == item.title)
            {
                return left_out("the same item stands before it");
            }
            others.push(item);
            others.len() - 1
        }
    };
    let role = if item.kind == "page" {
        Role::Page
    } else {
        Role::Post
    };
    Decision::Keep(Kept {
        role,
        draft,
        namesakes,
    })
}

/// Why items of a kind hold nothing to read on a page of their own.
fn no_text(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "attachment" => "a file; it is listed among the media",
        "nav_menu_item" => "a line of a menu",
        "revision" => "an earlier version of another item",
        "wp_block" => "a reusable block; it stands in the posts that use it",
        "comment" => "a comment of a blog at Blogger",
        "template" | "settings" => "a setting of a blog at Blogger",
        "feedback" | "flamingo_inbound" | "flamingo_contact" | "user_request" | "shop_order" => {
            "what readers sent in private"
        }
        "wp_template"
        | "wp_template_part"
        | "wp_navigation"
        | "wp_global_styles"
        | "wp_font_family"
        | "wp_font_face"
        | "custom_css"
        | "customize_changeset"
        | "oembed_cache"
        | "safecss"
        | "jp_mem_plan"
        | "jp_pay_order"
        | "jp_pay_product"
        | "acf-field"
        | "acf-field-group"
        | "wpcf7_contact_form"
        | "elementor_library"
        | "elementor_font"
        | "amp_validated_url"
        | "spucpt"
        | "mc4wp-form"
        | "wp_log"
        | "polylang_mo"
        | "patterns_ai_data"
        | "scheduled-action" => "a setting of WordPress or of a plugin",
        _ => return None,
    })
}
