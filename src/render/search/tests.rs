//! An index is read back here as the page's script reads it.

use std::collections::{BTreeMap, BTreeSet};

use super::post::{Entry, Words};
use super::*;

struct Index {
    files: BTreeMap<String, Vec<u8>>,
    contents: serde_json::Value,
}

type Postings = BTreeMap<u32, f64>;

impl Index {
    fn of(records: &[Record]) -> Self {
        let files: BTreeMap<String, Vec<u8>> = index(records).into_iter().collect();
        let contents = serde_json::from_slice(&files["search-index/index.json"]).unwrap();
        Self { files, contents }
    }

    /// The file that a key is in.
    fn part(&self, table: &str, key: &str) -> &[u8] {
        let table = self.contents[table].as_array().unwrap();
        let at = table.partition_point(|row| row[0].as_str().unwrap() <= key);
        let name = table[at.saturating_sub(1)][1].as_str().unwrap();
        &self.files[&format!("search-index/shards/{name}")]
    }

    fn shard(&self, key: &str) -> (BTreeMap<String, Vec<String>>, BTreeMap<String, Postings>) {
        let bytes = self.part("shards", key);
        let end = bytes.iter().position(|byte| *byte == 0).unwrap();
        let text = std::str::from_utf8(&bytes[..end]).unwrap();
        let (forms, stems) = match text.strip_prefix('\n') {
            Some(stems) => ("", stems),
            None => text.split_once("\n\n").unwrap(),
        };
        let form = |line: &str| {
            let mut words = line.split(' ').map(str::to_owned);
            (words.next().unwrap(), words.collect())
        };
        let mut rest = &bytes[end + 1..];
        let stem = |line: &str| {
            let (stem, size) = line.split_once(' ').unwrap();
            let (own, others) = rest.split_at(size.parse().unwrap());
            rest = others;
            (stem.to_owned(), postings(own))
        };
        (
            forms.lines().map(form).collect(),
            stems.lines().map(stem).collect(),
        )
    }

    fn stems(&self, word: &str) -> Vec<String> {
        let (forms, stems) = self.shard(word);
        let own = (0..4)
            .map(|at| format!("{at}{word}"))
            .filter(|stem| stems.contains_key(stem));
        forms
            .get(word)
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .chain(own)
            .collect()
    }

    /// What is found in the first language, the best first.
    fn search(&self, query: &str) -> Vec<u32> {
        let total = self.contents["posts"][0].as_u64().unwrap() as f64;
        let word = |word: &str| {
            let mut sums = Postings::new();
            for stem in self.stems(word).iter().filter(|stem| stem.starts_with('0')) {
                let postings = &self.shard(&stem[1..]).1[stem];
                let rare = rarity(total, postings.len());
                for (story, counts) in postings {
                    *sums.entry(*story).or_default() += rare * counts;
                }
            }
            sums
        };
        best(query.split(' ').map(word).collect())
    }
}

fn postings(bytes: &[u8]) -> Postings {
    let (mut at, mut story, mut postings) = (0, 0, Postings::new());
    while at < bytes.len() {
        let mut shift = 0;
        loop {
            story += u32::from(bytes[at] & 127) << shift;
            (at, shift) = (at + 1, shift + 7);
            if bytes[at - 1] < 128 {
                break;
            }
        }
        postings.insert(story, f64::from(bytes[at]) / 100.0);
        at += 1;
    }
    postings
}

fn rarity(total: f64, count: usize) -> f64 {
    (1.0 + (total - count as f64 + 0.5) / (count as f64 + 0.5)).ln()
}

/// The stories that have all words, the best first.
fn best(words: Vec<Postings>) -> Vec<u32> {
    let mut sums: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for (story, score) in words.iter().flatten() {
        sums.entry(*story).or_default().push(*score);
    }
    sums.retain(|_, scores| scores.len() == words.len());
    let mut found: Vec<(u32, f64)> = sums
        .into_iter()
        .map(|(story, scores)| (story, scores.iter().sum()))
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    found.into_iter().map(|(story, _)| story).collect()
}

fn record(story: u32, language: (u8, &str), title: &str, text: &str) -> Record {
    Record {
        story,
        language: (language.0, language.1.to_owned()),
        entry: Entry {
            fragment: format!("{{\"title\":\"{title}\"}}"),
            words: Words::of([(text, 1), (title, 8)]),
        },
    }
}

const FR: (u8, &str) = (0, "fr");
const EN: (u8, &str) = (1, "en");

#[test]
fn words_are_found_by_their_stems() {
    let records = [
        record(
            0,
            FR,
            "L’été",
            "L’expérience d’un cœur, des baleines mangées.",
        ),
        record(1, FR, "Seul", "Rien que du français ; il mange."),
        record(1, EN, "Alone", "Some whales are eating happily."),
    ];
    let index = Index::of(&records);
    for (word, expected) in [
        ("experience", vec!["0experient"]),
        ("coeur", vec!["0coeur"]),
        ("ete", vec!["0ete"]),
        ("baleine", vec![]),
        ("baleines", vec!["0balein"]),
        ("mangees", vec!["0mang"]),
        ("mange", vec!["0mang"]),
        ("whales", vec!["1whale"]),
        ("whale", vec!["1whale"]),
        ("happily", vec!["1happili"]),
    ] {
        assert_eq!(index.stems(word), expected, "{word}");
    }
    assert_eq!(index.search("mange"), [1, 0]);
    assert_eq!(index.search("ete mangees"), [0]);
    assert_eq!(index.contents["told"].to_string(), "[\"3\",\"2\"]");
    assert_eq!(index.contents["languages"].to_string(), "[\"fr\",\"en\"]");
    for path in ["fr/0.json", "fr/1.json", "en/1.json"] {
        assert!(
            index.files.contains_key(&format!("search-index/{path}")),
            "{path}"
        );
    }
    let words = |table: &str| {
        let bytes = index.part(table, "").to_vec();
        String::from_utf8(bytes)
            .unwrap()
            .lines()
            .take(4)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(words("words"), "0alone 0baleines 0coeur 0eating");
    assert_eq!(words("endings").split(' ').next(), Some("0ecneirepxe"));
}

/// Words as texts have them: the n-th most frequent has a share of 1/n.
fn made_up_texts(count: u32) -> Vec<Vec<String>> {
    let mut state = 1_u64;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let text = |_| {
        let length = 60.0 * 12.0_f64.powf(random());
        let word = |_| format!("w{:x}q", 3_000.0_f64.powf(random()) as u32);
        (0..length as u32).map(word).collect()
    };
    (0..count).map(text).collect()
}

/// BM25 over the whole site, as it is defined.
fn plain(texts: &[Vec<String>], query: &str) -> Vec<u32> {
    let total = texts.len() as f64;
    let average = texts.iter().map(Vec::len).sum::<usize>() as f64 / total;
    let word = |word: &str| {
        let counts = texts
            .iter()
            .map(|text| text.iter().filter(|other| *other == word).count());
        let counts: Vec<usize> = counts.collect();
        let rare = rarity(total, counts.iter().filter(|count| **count > 0).count());
        let score = |(at, count): (usize, &usize)| {
            let (count, length) = (*count as f64, texts[at].len() as f64);
            let score = rare * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / average));
            (count > 0.0).then_some((at as u32, score))
        };
        counts.iter().enumerate().filter_map(score).collect()
    };
    best(query.split(' ').map(word).collect())
}

#[test]
fn the_ten_best_are_those_of_one_plain_index() {
    let texts = made_up_texts(1_500);
    let records: Vec<Record> = (0..)
        .zip(&texts)
        .map(|(at, text)| record(at, (0, "xx"), "", &text.join(" ")))
        .collect();
    let index = Index::of(&records);
    let numbers = (1..=25).map(|at| at * at * 3);
    let queries: Vec<String> = numbers
        .flat_map(|at| [format!("w{at:x}q"), format!("w{at:x}q w{:x}q", at / 2 + 1)])
        .collect();
    let (mut shared, mut wanted) = (0, 0);
    for query in &queries {
        let [plain, own] = [plain(&texts, query), index.search(query)];
        assert_eq!(plain.len(), own.len(), "{query}");
        let ten = |found: &[u32]| found.iter().take(10).copied().collect::<BTreeSet<u32>>();
        shared += ten(&plain).intersection(&ten(&own)).count();
        wanted += plain.len().min(10);
    }
    assert!(
        wanted > 300 && shared * 10 >= wanted * 9,
        "{shared} of {wanted}"
    );
}

#[test]
fn an_edit_changes_few_files() {
    let records = |texts: &[Vec<String>]| -> Vec<Record> {
        (0..)
            .zip(texts)
            .map(|(at, text)| record(at, (0, "xx"), "", &text.join(" ")))
            .collect()
    };
    let mut texts = made_up_texts(1_500);
    let before = Index::of(&records(&texts)).files;
    texts[7][3] = "w1234567q".into();
    let after = Index::of(&records(&texts)).files;
    let new = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .count();
    assert!(new <= 6, "{new} of {}", after.len());
    for (path, bytes) in &after {
        let is_cut = path.ends_with(".shard") && bytes.len() > 60_000;
        assert!(!is_cut, "{path}: {}", bytes.len());
    }
}
