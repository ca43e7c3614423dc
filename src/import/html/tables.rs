//! Tables.

use markup5ever_rcdom::Handle;

use super::blocks::MarkdownBlock;
use super::converter::Converter;
use super::dom::{DEEPEST, attribute, holds_block, is, name};

impl Converter<'_> {
    /// A Markdown table where the first row is a header and no cell spans or holds blocks, else HTML.
    pub(super) fn table(&mut self, node: &Handle, blocks: &mut Vec<MarkdownBlock>) {
        match self.simple_table(node) {
            Some(text) => blocks.push(MarkdownBlock::other(text)),
            None if self.context.html => blocks.extend(self.raw(node).map(MarkdownBlock::other)),
            None => blocks.extend(self.anchored(node)),
        }
    }

    pub(super) fn simple_table(&mut self, node: &Handle) -> Option<String> {
        let mut rows: Vec<Handle> = Vec::new();
        for part in node.children.borrow().iter() {
            match name(part) {
                "thead" | "tbody" | "tfoot" => rows.extend(
                    part.children
                        .borrow()
                        .iter()
                        .filter(|row| is(row, "tr"))
                        .cloned(),
                ),
                "" | "colgroup" => {}
                _ => return None,
            }
        }
        let cells = |row: &Handle| -> Vec<Handle> {
            row.children
                .borrow()
                .iter()
                .filter(|cell| matches!(name(cell), "td" | "th"))
                .cloned()
                .collect()
        };
        let rows: Vec<Vec<Handle>> = rows.iter().map(cells).collect();
        let width = rows.first()?.len();
        let spans = |cell: &Handle| {
            attribute(cell, "colspan").is_some_and(|n| n != "1")
                || attribute(cell, "rowspan").is_some_and(|n| n != "1")
        };
        let simple = width > 0
            && rows.len() > 1
            && rows[0].iter().all(|cell| is(cell, "th"))
            && rows.iter().all(|row| {
                row.len() == width && !row.iter().any(|cell| spans(cell) || holds_block(cell))
            });
        if !simple || self.depth > DEEPEST {
            return None;
        }
        let mut lines = Vec::new();
        for row in &rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| self.line(cell).replace('|', "\\|"))
                .collect();
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
        Some(lines.join("\n"))
    }
}
