//! The README says what the code does.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use diptych::content::FrontMatter;
use diptych::diag::Code;
use diptych::fields::{Fields, parse_toml};
use diptych::source::{SourceId, Span};

/// The keys that front matter may have, as the help for an unknown one tells them.
fn keys_of_front_matter() -> BTreeSet<String> {
    let text = "a_key_that_is_like_no_other = 1\n";
    let mut found = Vec::new();
    let table = parse_toml(
        SourceId(0),
        text,
        0..text.len(),
        Code::FrontMatter,
        &mut found,
    );
    let mut fields = Fields::new(&table, Code::FrontMatter, &mut found);
    FrontMatter::read(&mut fields, Span::new(SourceId(0), 0..0));
    fields.finish();
    let help = found[0].help.clone().unwrap();
    help.strip_prefix("known here: ")
        .unwrap()
        .split(", ")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_readme_lists_every_key_of_front_matter_and_no_other() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let table = readme
        .split("| key | |\n|---|---|\n")
        .nth(1)
        .expect("the table of keys")
        .split("\n\n")
        .next()
        .unwrap();
    let first_cells = table.lines().map(|row| row.split('|').nth(1).unwrap());
    let listed: BTreeSet<String> = first_cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, keys_of_front_matter());
}

#[test]
fn the_manual_lists_every_kind_of_message() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/messages.md");
    let rows: String = Code::ALL
        .iter()
        .map(|code| format!("| `{}` | {} |\n", code.name(), code.meaning()))
        .collect();
    let page = format!(
        "# Kinds of messages\n\nA message is printed with its kind: `warning[alt]: …`. These names do not change from one version to the next; \
         `[accept]` in\n`site.toml` and `accept` in front matter take them. This page is made from the program, and a test holds both \
         together.\n\n| kind | what it is said of |\n|---|---|\n{rows}"
    );
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        page,
        "write it anew with UPDATE_DOCS=1"
    );
}
