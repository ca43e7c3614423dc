//! How well passages in another language are found: `cargo run --release --example score_passages -- POSTS.jsonl… [--show]`.
//!
//! Each line of a file is a post: `lang`, `pair_id`, `body_plain`. Into every post passages of the other language are put, taken
//! at random (always the same) from posts of the same file that are not its translation: one to three sentences in place of a
//! paragraph's own, a whole paragraph, a quotation inside a paragraph. A passage of eight words or more is found when what was
//! found covers nine tenths of its words, and it nine tenths of those found. Nothing is learnt from the files.
//!
//! Authors quote too: what is found word for word in the post as it was is no answer about what was put in. It is left out,
//! and counted (with `--show`, printed) by itself, as a reader must tell which of it is a false alarm. Printed per file and
//! kind of passage: precision, recall and F1 of passages, F1 of words. Exits with 1 where a file's F1 is below .95.

use std::ops::Range;
use std::process::ExitCode;

use diptych::lang::passages::PassageFinder;
use diptych::text::{sentences, words};

const CODES: [&str; 2] = ["fr", "en"];
const WORDS: usize = 8;
const OVERLAP: f64 = 0.9;
const BAR: f64 = 0.95;

struct Post {
    language: usize,
    pair: String,
    blocks: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Sentences,
    Paragraph,
    Quotation,
}

#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    gold: usize,
    right_words: usize,
    found_words: usize,
    gold_words: usize,
}

fn main() -> ExitCode {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|arg| arg.starts_with("--"));
    let show = !flags.is_empty();
    let finders = [PassageFinder::new(&CODES, 0), PassageFinder::new(&CODES, 1)];
    let mut good = true;
    println!(
        "{:12} {:10} {:>6} {:>6} {:>6} {:>6} {:>6}",
        "", "", "gold", "prec", "rec", "F1", "wordF1"
    );
    for file in &files {
        let posts = read(file);
        let site = file
            .rsplit('/')
            .next()
            .unwrap_or(file)
            .trim_end_matches(".jsonl");
        let mut all = Score::default();
        for (kind, name) in [
            (Kind::Sentences, "sentences"),
            (Kind::Paragraph, "paragraph"),
            (Kind::Quotation, "quotation"),
        ] {
            let mut random = Random(0x5eed + kind as u64);
            let mut score = Score::default();
            for (at, post) in posts.iter().enumerate() {
                let (blocks, gold) = swapped(&posts, at, kind, &mut random);
                let known = found(&finders[post.language], &post.blocks);
                measure(
                    &finders[post.language],
                    &blocks,
                    &gold,
                    &known,
                    &mut score,
                    show.then_some(name),
                );
            }
            score.print(site, name);

            all.add(&score);
        }
        all.print(site, "all");
        good &= all.f1() >= BAR;
        alarms(&finders, &posts, site, show);
    }
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn read(file: &str) -> Vec<Post> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let post = |line: &str| {
        let post: serde_json::Value = serde_json::from_str(line).expect("a post is JSON");
        let text = |key: &str| post[key].as_str().unwrap_or_default().to_owned();
        let body = text("body_plain");
        let blocks = body
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        Post {
            language: CODES
                .iter()
                .position(|code| *code == text("lang"))
                .unwrap_or(0),
            pair: text("pair_id"),
            blocks,
        }
    };
    text.lines().map(post).collect()
}

/// A post with two passages of one kind put in: its blocks, and the passages by block.
fn swapped(
    posts: &[Post],
    at: usize,
    kind: Kind,
    random: &mut Random,
) -> (Vec<String>, Vec<(usize, Range<usize>)>) {
    let post = &posts[at];
    let donors: Vec<&Post> = posts
        .iter()
        .filter(|other| other.language != post.language && other.pair != post.pair)
        .collect();
    let mut blocks = post.blocks.clone();
    let mut gold = Vec::new();
    let hosts: Vec<usize> = (0..blocks.len())
        .filter(|&b| sentences::ends(&blocks[b]).len() >= 2 && count(&blocks[b]) >= 25)
        .collect();
    for n in 0..2.min(hosts.len()) {
        let host = hosts
            [(random.below(hosts.len().div_ceil(2)) + n * (hosts.len() / 2)).min(hosts.len() - 1)];
        if gold.iter().any(|(block, _)| *block == host) || donors.is_empty() {
            continue;
        }
        let donor = donors[random.below(donors.len())];
        // Running text: what is no sentence (an item, a line of code, a line that announces a list) cannot stand among sentences.
        let running = |block: &&String| {
            count(block) >= 15
                && block.ends_with(['.', '!', '?', '…'])
                && block.starts_with(char::is_alphabetic)
        };
        let paragraphs: Vec<&String> = donor.blocks.iter().filter(running).collect();
        if paragraphs.is_empty() {
            continue;
        }
        let paragraph = paragraphs[random.below(paragraphs.len())];
        let (text, range) = put(&blocks[host], paragraph, kind, post.language, random);
        if count(&text[range.clone()]) >= WORDS {
            blocks[host] = text;
            gold.push((host, range));
        }
    }
    (blocks, gold)
}

/// A paragraph with a passage of another in it, and where.
fn put(
    host: &str,
    paragraph: &str,
    kind: Kind,
    language: usize,
    random: &mut Random,
) -> (String, Range<usize>) {
    if kind == Kind::Paragraph {
        return (paragraph.to_owned(), 0..paragraph.len());
    }
    let (own, other) = (split(host), split(paragraph));
    let most = if kind == Kind::Quotation { 1 } else { 3 };
    let length = 1 + random.below(most.min(other.len()));
    let from = random.below(other.len() - length + 1);
    let passage = other[from..from + length].concat().trim().to_owned();
    let place = random.below(own.len());
    let (before, after) = (own[..place].concat(), own[place + 1..].concat());
    let (open, close) = match (kind, language) {
        (Kind::Quotation, 0) => ("Comme le disait une collègue : « ", " »."),
        (Kind::Quotation, _) => ("As a colleague used to say, “", "”."),
        _ => ("", ""),
    };
    let lead = format!(
        "{}{}{open}",
        before.trim_end(),
        if before.trim().is_empty() { "" } else { " " }
    );
    let range = lead.len()..lead.len() + passage.len();
    (
        format!("{lead}{passage}{close} {}", after.trim_start())
            .trim_end()
            .to_owned(),
        range,
    )
}

fn split(text: &str) -> Vec<&str> {
    let mut start = 0;
    sentences::ends(text)
        .into_iter()
        .map(|end| &text[std::mem::replace(&mut start, end)..end])
        .collect()
}

/// The passages found in a post, as words.
fn found<'p>(reader: &PassageFinder, blocks: &'p [String]) -> Vec<&'p str> {
    let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let passages = reader.passages(&texts);
    texts
        .iter()
        .zip(passages)
        .flat_map(|(text, found)| found.into_iter().map(|p| &text[p.range]))
        .collect()
}

type Gold = [(usize, Range<usize>)];

fn measure(
    reader: &PassageFinder,
    blocks: &[String],
    gold: &Gold,
    known: &[&str],
    score: &mut Score,
    show: Option<&str>,
) {
    let texts: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let found = reader.passages(&texts);
    for (block, text) in texts.iter().enumerate() {
        let gold: Vec<&Range<usize>> = gold
            .iter()
            .filter(|(b, _)| *b == block)
            .map(|(_, range)| range)
            .collect();
        let long = |range: &&Range<usize>| count(&text[(*range).clone()]) >= WORDS;
        let new = |range: &&Range<usize>| !known.contains(&&text[(*range).clone()]);
        let ranges: Vec<&Range<usize>> = found[block]
            .iter()
            .map(|passage| &passage.range)
            .filter(new)
            .collect();
        let matches = |found: &Range<usize>, gold: &Range<usize>| {
            let both = count(shared(text, found, gold)) as f64;
            both >= OVERLAP * count(&text[found.clone()]) as f64
                && both >= OVERLAP * count(&text[gold.clone()]) as f64
        };
        let right = gold
            .iter()
            .filter(|gold| ranges.iter().any(|found| matches(found, gold)))
            .count();
        let false_alarms: Vec<_> = ranges
            .iter()
            .copied()
            .filter(long)
            .filter(|found| !gold.iter().any(|gold| matches(found, gold)))
            .collect();
        score.right += right;
        score.gold += gold.len();
        score.found += right + false_alarms.len();
        score.gold_words += gold
            .iter()
            .map(|range| count(&text[(*range).clone()]))
            .sum::<usize>();
        score.found_words += ranges
            .iter()
            .map(|range| count(&text[(*range).clone()]))
            .sum::<usize>();
        score.right_words += gold
            .iter()
            .flat_map(|gold| ranges.iter().map(|found| count(shared(text, found, gold))))
            .sum::<usize>();
        if let Some(name) = show.filter(|_| right < gold.len() || !false_alarms.is_empty()) {
            println!("{name}: {text}");
            gold.iter()
                .for_each(|range| println!("   put in: {}", &text[(*range).clone()]));
            ranges
                .iter()
                .for_each(|range| println!("   found:  {}", &text[(*range).clone()]));
        }
    }
}

fn shared<'t>(text: &'t str, a: &Range<usize>, b: &Range<usize>) -> &'t str {
    let (start, end) = (a.start.max(b.start), a.end.min(b.end));
    if start < end { &text[start..end] } else { "" }
}

fn count(text: &str) -> usize {
    words::words(text).count()
}

/// What is found in the posts as they are.
fn alarms(finders: &[PassageFinder; 2], posts: &[Post], site: &str, show: bool) {
    for (language, code) in CODES.iter().enumerate() {
        let posts = || posts.iter().filter(|post| post.language == language);
        let passages: Vec<&str> = posts()
            .flat_map(|post| found(&finders[language], &post.blocks))
            .collect();
        let long = passages
            .iter()
            .filter(|passage| count(passage) >= WORDS)
            .count();
        let (all, total) = (
            passages.len(),
            posts()
                .flat_map(|post| &post.blocks)
                .map(|block| count(block))
                .sum::<usize>(),
        );
        passages
            .iter()
            .filter(|_| show)
            .for_each(|passage| println!("as it is, {code}: {passage}"));
        println!(
            "{site:12} as they are, {code}: {long} passages of eight words or more, {all} in all, in {total} words"
        );
    }
}

impl Score {
    fn add(&mut self, other: &Score) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
        self.right_words += other.right_words;
        self.found_words += other.found_words;
        self.gold_words += other.gold_words;
    }

    fn f1(&self) -> f64 {
        harmonic(self.right, self.found, self.gold)
    }

    fn print(&self, site: &str, kind: &str) {
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        let words = harmonic(self.right_words, self.found_words, self.gold_words);
        let (precision, recall, f1) = (
            share(self.right, self.found),
            share(self.right, self.gold),
            self.f1(),
        );
        println!(
            "{site:12} {kind:10} {:6} {precision:6.3} {recall:6.3} {f1:6.3} {words:6.3}",
            self.gold
        );
    }
}

fn harmonic(right: usize, found: usize, gold: usize) -> f64 {
    2.0 * right as f64 / (found + gold).max(1) as f64
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}
