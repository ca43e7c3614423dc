//! What the docs of `src/lib.rs` say of the code: who imports whom, no circle of files, no clock or disk in the core.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::source_graph::{self, Crate};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources of each crate of the workspace.
fn crates() -> Vec<PathBuf> {
    let members = fs::read_dir(root().join("crates")).into_iter().flatten();
    let members = members.map(|entry| entry.unwrap().path().join("src"));
    std::iter::once(root().join("src")).chain(members).collect()
}

/// The table of `src/lib.rs`: module → what it may import.
fn map() -> BTreeMap<String, BTreeSet<String>> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
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

#[test]
fn modules_import_only_what_the_map_allows() {
    let map = map();
    let imports = Crate::read(&root().join("src")).top_imports();
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
fn no_file_imports_from_one_that_imports_from_it() {
    let of_crate = |src: &PathBuf| source_graph::circles(&Crate::read(src).edges());
    let circles: Vec<String> = crates()
        .iter()
        .flat_map(of_crate)
        .map(|circle| circle.join(" "))
        .collect();
    println!("circles of files: {}", circles.len());
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn every_snapshot_is_used() {
    let suite = root().join("tests/suite");
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
    let src = root().join("src");
    let boundary = [
        "cache",
        "load",
        "write",
        "serve",
        "cli",
        "main.rs",
        "pipeline/timings.rs",
    ];
    for entry in walkdir::WalkDir::new(&src)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "rs")
        })
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
