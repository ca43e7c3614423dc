//! Keys that stand below the wrong table. TOML gives a line to the table above it, so that a key which is added at the end of the
//! file belongs to the last one.

use crate::diag::{Code, Diagnostic};
use crate::source::{Source, Span};

/// The keys of each table, those of the top first.
const TABLES: &[(&str, &str)] = &[
    (
        "",
        "title description author base_url toc highlight posts_per_page max_file_mib untranslated publish",
    ),
    ("pairing", "pair_from propose_from"),
    ("translations", "tell_readers"),
    ("images", "quality widths"),
    ("theme", "accent font footer links logo navigation reply"),
    ("typography", "guillemets"),
    ("feeds", "posts host"),
    ("outputs", "rules atom rss"),
];

/// Says of unknown keys to which table they belong, where they belong to one.
pub(super) fn say_where(source: &Source, diagnostics: &mut [Diagnostic]) {
    let of_keys = diagnostics
        .iter_mut()
        .filter(|diagnostic| diagnostic.code == Code::UnknownKey);
    for diagnostic in of_keys {
        let Some(span) = diagnostic.span else {
            continue;
        };
        let key = &source.text[span.start..span.end];
        let owner = TABLES
            .iter()
            .find(|(_, keys)| keys.split(' ').any(|known| known == key));
        let Some((table, _)) = owner else { continue };
        diagnostic.message = match *table {
            "" => format!("`{key}` belongs to the top of the file"),
            table => format!("`{key}` belongs to `[{table}]`"),
        };
        diagnostic.help = Some(match *table {
            "" => format!(
                "move it above the first `[…]`, which is in line {}",
                first_table(source, span)
            ),
            table => format!("move it below a line `[{table}]`"),
        });
    }
}

/// The number of the first line that begins a table.
fn first_table(source: &Source, key: Span) -> usize {
    let lines = source.text[..key.start].lines();
    let is_table = |line: &str| line.trim_start().starts_with('[');
    lines.take_while(|line| !is_table(line)).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;
    use crate::source::Sources;

    #[test]
    fn every_key_is_known_in_its_table() {
        for (table, keys) in TABLES {
            for key in keys.split(' ') {
                let head = match *table {
                    "" => String::new(),
                    table => format!("[{table}]\n"),
                };
                let mut sources = Sources::default();
                let source = sources.add("site.toml", format!("{head}{key} = 1\n"));
                let mut diagnostics = Vec::new();
                parse(&sources, source, None, &mut diagnostics);
                let unknown = diagnostics.iter().find(|d| d.code == Code::UnknownKey);
                assert_eq!(unknown, None, "{table} {key}");
            }
        }
    }
}
