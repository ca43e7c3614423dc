//! Tables.

use markup5ever_rcdom::Handle;

use super::converter::Converter;
use super::dom::{DEEPEST, attribute, children, holds_block, is, name};

impl Converter<'_> {
    /// As Markdown, where the first row is a header and no cell spans or holds blocks.
    pub fn table(&mut self, node: &Handle) -> Option<String> {
        let mut rows: Vec<Vec<Handle>> = Vec::new();
        for part in children(node) {
            match name(&part) {
                "thead" | "tbody" | "tfoot" => rows.extend(rows_of(&part)),
                "" | "colgroup" => {}
                _ => return None,
            }
        }
        let width = rows.first()?.len();
        let is_simple = width > 0
            && rows.len() > 1
            && rows[0].iter().all(|cell| is(cell, "th"))
            && rows.iter().all(|row| row.len() == width)
            && !rows
                .iter()
                .flatten()
                .any(|cell| spans(cell) || holds_block(cell));
        if !is_simple || self.depth > DEEPEST {
            return None;
        }
        let mut line = |row: &Vec<Handle>| {
            let cells = row.iter().map(|cell| self.line(cell).replace('|', "\\|"));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().map(&mut line).collect();
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
        Some(lines.join("\n"))
    }
}

fn rows_of(part: &Handle) -> impl Iterator<Item = Vec<Handle>> {
    let rows = children(part).into_iter().filter(|row| is(row, "tr"));
    rows.map(|row| {
        let mut cells = children(&row);
        cells.retain(|cell| matches!(name(cell), "td" | "th"));
        cells
    })
}

fn spans(cell: &Handle) -> bool {
    ["colspan", "rowspan"]
        .iter()
        .any(|key| attribute(cell, key).is_some_and(|n| n != "1"))
}
