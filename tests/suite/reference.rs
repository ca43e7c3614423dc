//! The reference of `site.toml`: `docs/site.schema.json` says what the parser says, and `docs/site.toml.md` what the schema says.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use diptych::config::hosts::HOSTS;
use diptych::config::{self, Config};
use diptych::diag::{self, Code, Diagnostic};
use diptych::source::Sources;
use serde_json::{Map, Value};

fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name)
}

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string(docs("site.schema.json")).unwrap()).unwrap()
}

fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let source = sources.add("site.toml", text);
    let mut found = Vec::new();
    (config::parse(&sources, source, None, &mut found), found)
}

/// A smallest `site.toml`, with lines for the table `table`; "" is the top.
fn with(table: &str, lines: &str) -> String {
    let own = |name: &str| if table == name { lines } else { "" };
    let header = match table {
        "" | "languages.fr" => String::new(),
        table => format!("[{table}]\n{lines}"),
    };
    let base = if lines.starts_with("base_url") {
        ""
    } else {
        "base_url = \"https://example.org/\"\n"
    };
    let fr = if lines.starts_with("title") && table == "languages.fr" {
        ""
    } else {
        "title = \"A\"\n"
    };
    format!(
        "{base}{}\n[languages.fr]\n{fr}{}\n[languages.en]\ntitle = \"B\"\n{header}",
        own(""),
        own("languages.fr")
    )
}

/// Every table of the schema: its TOML name and its properties.
fn tables(schema: &Value) -> Vec<(String, &Map<String, Value>)> {
    let top = schema["properties"].as_object().unwrap();
    let mut tables = vec![(String::new(), top)];
    for (key, value) in top {
        match (value["properties"].as_object(), key.as_str()) {
            (Some(properties), _) => tables.push((key.clone(), properties)),
            (None, "languages") => tables.push((
                "languages.fr".into(),
                value["additionalProperties"]["properties"]
                    .as_object()
                    .unwrap(),
            )),
            (None, "taxonomies") => {
                let names = &value["additionalProperties"]["additionalProperties"]["properties"];
                tables.push(("taxonomies.tags.fr".into(), names.as_object().unwrap()));
            }
            (None, _) => {}
        }
    }
    tables
}

fn toml(value: &Value) -> String {
    value.to_string()
}

#[test]
fn the_schema_has_the_keys_of_the_parser() {
    let schema = schema();
    for (table, properties) in tables(&schema) {
        let (_, found) = parse(&with(&table, "a_key_that_is_like_no_other = 1\n"));
        let unknown = found
            .iter()
            .find(|finding| finding.code == Code::UnknownKey)
            .unwrap_or_else(|| panic!("{table}: {found:?}"));
        let known = unknown
            .help
            .as_ref()
            .unwrap()
            .strip_prefix("known here: ")
            .unwrap();
        let known: BTreeSet<&str> = known.split(", ").collect();
        assert_eq!(
            properties
                .keys()
                .map(String::as_str)
                .collect::<BTreeSet<_>>(),
            known,
            "[{table}]"
        );
    }
}

#[test]
fn defaults_change_nothing_and_other_types_are_errors() {
    let schema = schema();
    for (table, properties) in tables(&schema) {
        for (key, property) in properties
            .iter()
            .filter(|(_, property)| property["properties"].is_null())
        {
            // A Diptych without the feature says that it cannot.
            let can = key != "highlight" || cfg!(feature = "highlight");
            if let Some(default) = property.get("default").filter(|_| can) {
                let (said, found) = parse(&with(&table, &format!("{key} = {}\n", toml(default))));
                assert_eq!(found, [], "[{table}] {key}");
                let (unsaid, _) = parse(&with(&table, ""));
                assert_eq!(
                    format!("{said:?}"),
                    format!("{unsaid:?}"),
                    "[{table}] {key}"
                );
            }
            if key == "languages" || key == "taxonomies" {
                continue;
            }
            // A moment is of no type that the schema knows.
            let (_, found) = parse(&with(&table, &format!("{key} = 2014-05-01\n")));
            assert!(diag::any_error(&found), "[{table}] {key} takes a date");
            let words = [&property["enum"], &property["items"]["enum"]];
            for word in words.into_iter().filter_map(Value::as_array).flatten() {
                assert_eq!(
                    parse(&with(&table, &format!("{key} = {}\n", toml(word)))).1,
                    [],
                    "[{table}] {key}"
                );
            }
            if property["type"] == "integer" || property["type"] == "number" {
                for (bound, outside) in [("minimum", -1.0), ("maximum", 1.0)] {
                    let bound = property[bound].as_f64().unwrap();
                    assert_eq!(
                        parse(&with(&table, &format!("{key} = {bound}\n"))).1,
                        [],
                        "[{table}] {key} = {bound}"
                    );
                    let outside = bound + outside;
                    assert!(
                        diag::any_error(&parse(&with(&table, &format!("{key} = {outside}\n"))).1),
                        "[{table}] {key} = {outside}"
                    );
                }
            }
        }
    }
}

fn rows(page: &mut String, properties: &Map<String, Value>) {
    page.push_str("| key | type | default | |\n|---|---|---|---|\n");
    for (key, property) in properties {
        let kind = match &property["type"] {
            Value::Array(kinds) => kinds
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" or "),
            kind => kind.as_str().unwrap_or_default().to_owned(),
        };
        let words = property["enum"]
            .as_array()
            .or_else(|| property["items"]["enum"].as_array());
        let words = words.map(|words| {
            format!(
                ": {}",
                words
                    .iter()
                    .map(|word| format!("`{word}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        });
        let default = property
            .get("default")
            .map_or_else(String::new, |default| format!("`{default}`"));
        let _ = writeln!(
            page,
            "| `{key}` | {kind}{} | {default} | {} |",
            words.unwrap_or_default(),
            property["description"].as_str().unwrap_or_default()
        );
    }
}

fn page(schema: &Value) -> String {
    let mut page = String::from(
        "# `site.toml`\n\nEvery key may be left out but `base_url`. An unknown key is told, with the one that was probably meant. For editors there is a\n\
         [JSON Schema](site.schema.json); this page is made from it, and a test holds both to what Diptych reads.\n\n```toml\n\
         base_url = \"https://example.org/\"\n[languages.fr]\ntitle = \"Mon carnet\"\n[languages.en]\ntitle = \"My notebook\"\n```\n\n",
    );
    for (table, properties) in tables(schema) {
        if !table.is_empty() {
            let shown = table
                .replace("languages.fr", "languages.<code>")
                .replace("tags.fr", "<key>.<code>");
            let description = schema["properties"][table.split('.').next().unwrap()]["description"]
                .as_str()
                .unwrap_or_default();
            let _ = writeln!(page, "\n## `[{shown}]`\n\n{description}\n");
        }
        rows(&mut page, properties);
    }
    page
}

/// The schema's text with the names of all hosts.
fn with_hosts(schema: &str) -> String {
    let (before, rest) = schema.split_once("\"rules\": ").unwrap();
    let (kind, rest) = rest.split_once('[').unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let names = HOSTS.each_ref().map(|host| host.name);
    format!("{before}\"rules\": {kind}{names:?}{after}")
}

/// `UPDATE_DOCS=1 cargo test` writes the page anew, and before it what the schema takes from tables.
#[test]
fn the_page_says_what_the_schema_says() {
    let check = |name: &str, expected: &str| {
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(docs(name), expected).unwrap();
        }
        let written = fs::read_to_string(docs(name)).unwrap();
        assert_eq!(
            written, expected,
            "run `UPDATE_DOCS=1 cargo test reference`"
        );
    };
    let schema_text = fs::read_to_string(docs("site.schema.json")).unwrap();
    check("site.schema.json", &with_hosts(&schema_text));
    check("site.toml.md", &page(&schema()));
}

#[test]
fn the_examples_are_read() {
    let readme = fs::read_to_string(docs("../README.md")).unwrap();
    let reference = fs::read_to_string(docs("site.toml.md")).unwrap();
    let blocks = |text: &str| -> Vec<String> {
        text.split("```toml\n")
            .skip(1)
            .map(|part| part.split("```").next().unwrap().to_owned())
            .collect()
    };
    let settings: Vec<String> = blocks(&readme)
        .into_iter()
        .chain(blocks(&reference))
        .filter(|block| block.contains("base_url"))
        .collect();
    assert!(settings.len() >= 3);
    for block in settings {
        let (_, found) = parse(&block);
        let found: Vec<&Diagnostic> = found
            .iter()
            .filter(|finding| !finding.message.contains("was built without"))
            .collect();
        assert_eq!(found, Vec::<&Diagnostic>::new(), "{block}");
    }
}
