//! `[images]`: in which widths photographs are made, and how well.

use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Item, Table, Value};
use crate::images::Settings;

/// The widths that make sense: narrower than any column, up to the widest that WebP, the narrower of the two formats, can be (16383).
const WIDTHS: std::ops::RangeInclusive<i64> = 16..=16_383;

pub fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let mut fields = Fields::new(table, Code::Config, diagnostics);
    let defaults = Settings::default();
    let enabled = fields.flag("enabled").unwrap_or(defaults.enabled);
    if enabled && !cfg!(feature = "images") {
        fields.warn_at(
            "enabled",
            "this Diptych was built without the making of images",
            "build it with its default features, or remove this line",
        );
    }
    let widths = fields
        .item("widths")
        .and_then(|item| widths(&mut fields, item))
        .unwrap_or(defaults.widths);
    let quality = fields
        .integer("quality", 1..=100, defaults.quality.into())
        .map_or(defaults.quality, |quality| quality as u8);
    let metadata = fields.choice("metadata", &[("remove", false), ("keep", true)]);
    fields.finish();
    Settings {
        keep_metadata: metadata.unwrap_or(defaults.keep_metadata),
        enabled,
        widths,
        quality,
    }
}

fn widths(fields: &mut Fields, item: &Item) -> Option<Vec<u32>> {
    let read = |item: &Item| match item.value {
        Value::Integer(width) if WIDTHS.contains(&width) => u32::try_from(width).ok(),
        _ => None,
    };
    let widths = match &item.value {
        Value::List(items) => items.iter().map(read).collect::<Option<Vec<u32>>>(),
        _ => None,
    };
    let Some(mut widths) = widths.filter(|widths| !widths.is_empty()) else {
        let message = format!(
            "`widths` must be a list of numbers from {} to {}",
            WIDTHS.start(),
            WIDTHS.end()
        );
        fields.problem(
            item.span,
            message,
            "write the widths in pixels: `widths = [480, 800, 1200, 1600]`",
        );
        return None;
    };
    widths.sort_unstable();
    widths.dedup();
    Some(widths)
}
