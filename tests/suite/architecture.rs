//! The house itself: the import map in the docs of `src/lib.rs` is what the code does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The table of `src/lib.rs`: module → what it may import.
fn map() -> BTreeMap<String, BTreeSet<String>> {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! | `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_end_matches('|').split('|').collect();
        let name = cells[0].trim().trim_end_matches('`').to_owned();
        (
            name,
            cells[2].split_whitespace().map(str::to_owned).collect(),
        )
    })
    .collect()
}

/// Every module's `crate::…` imports.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&src)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"))
    {
        let relative = entry
            .path()
            .strip_prefix(&src)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let module = relative
            .split('/')
            .next()
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        // What only tests import is no part of the house.
        let code = text.split("mod tests {").next().unwrap();
        let used = imports.entry(module.clone()).or_default();
        for part in code.split("crate::").skip(1) {
            let names: Vec<&str> = match part.strip_prefix('{') {
                Some(list) => list
                    .split('}')
                    .next()
                    .unwrap()
                    .split(',')
                    .map(str::trim)
                    .collect(),
                None => vec![part],
            };
            for name in names {
                let name: String = name
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                    .collect();
                if !name.is_empty() && name != module {
                    used.insert(name);
                }
            }
        }
    }
    imports
}

#[test]
fn modules_import_only_what_the_map_allows() {
    let map = map();
    let imports = imports();
    assert_eq!(
        map.keys().collect::<Vec<_>>(),
        imports.keys().collect::<Vec<_>>(),
        "the map lists every module"
    );
    for (module, used) in &imports {
        if module == "cli" || module == "pipeline" {
            continue;
        }
        assert_eq!(
            used, &map[module],
            "`{module}` imports other modules than the map in src/lib.rs says"
        );
    }
}

#[test]
fn every_snapshot_is_used() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let sources: String = fs::read_dir(&suite)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for snapshot in fs::read_dir(suite.join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        let file = snapshot.file_name().unwrap().to_string_lossy().into_owned();
        let name = file.trim_end_matches(".snap").rsplit("__").next().unwrap();
        assert!(
            sources.contains(&format!("assert_snapshot!(\"{name}\"")),
            "{file} is of no test"
        );
    }
}

#[test]
fn the_core_reads_no_clock_disk_or_environment() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let boundary = ["load", "write", "serve", "cli", "main.rs"];
    for entry in walkdir::WalkDir::new(&src)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
    {
        let relative = entry.path().strip_prefix(&src).unwrap();
        if boundary.iter().any(|module| relative.starts_with(module)) {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let code = text.split("mod tests {").next().unwrap();
        for forbidden in [
            "std::fs",
            "std::env::",
            "SystemTime",
            "Instant::now",
            "println!",
            "eprintln!",
            "Utc::now",
            "std::net",
            ".is_file()",
            ".is_dir()",
            ".exists()",
        ] {
            assert!(
                !code.contains(forbidden),
                "{} uses {forbidden}",
                relative.display()
            );
        }
    }
}
