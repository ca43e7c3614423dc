//! The index that readers search: static files, which the page's script (`static/search.js`) asks for.
//!
//! - `index.json`: the languages, the stories told in each, and where the other files begin
//! - `shards/….shard`: the words from one on to another, each with the stories that hold it and what it counts there ([`shards`])
//! - `shards/….words`: words alone, from their beginnings and from their ends, for what is misspelt ([`spelling`])
//! - `fr/12.json`: what is shown of a story in a language
//!
//! Stories are numbered from the oldest on, so that a new one changes no other's number. What a post gives is remembered by what it
//! is made of ([`post`]); all else is put together anew, and written where it differs.

mod cuts;
mod post;
mod shards;
mod spelling;
#[cfg(test)]
mod tests;

use rayon::prelude::*;
use serde::Serialize;

use super::Context;
use crate::model::{PostId, Site};
use crate::plan;
use cuts::Cut;
pub use post::Record;

/// The files of an index, by their paths in the output.
pub type Files = Vec<(String, Vec<u8>)>;

/// `index.json`. A table of files has the first key and the name of each.
#[derive(Serialize)]
struct Contents<'i> {
    languages: Vec<&'i str>,
    /// How many posts each has.
    posts: Vec<usize>,
    /// The stories that are told in each language: four a hexadecimal digit, the first in the lowest bit.
    told: Vec<String>,
    shards: Vec<(&'i str, &'i str)>,
    words: Vec<(&'i str, &'i str)>,
    /// Written backwards.
    endings: Vec<(&'i str, &'i str)>,
}

/// Every post and page, by the numbers of their stories.
pub fn records(context: &Context) -> Vec<Record> {
    let site = context.site;
    let numbers = story_numbers(site);
    let ids: Vec<PostId> = site.ids().collect();
    let record = |id: PostId| {
        let post = site.post(id);
        let code = &context.config.languages[post.lang].code;
        Record {
            story: numbers[post.story.0],
            language: (post.lang.0, code.clone()),
            entry: post::entry(context, id),
        }
    };
    let mut records: Vec<Record> = ids.into_par_iter().map(record).collect();
    records.sort_by_key(|record| (record.story, record.language.0));
    records
}

/// The number of each story: those without a date, then the oldest first.
fn story_numbers(site: &Site) -> Vec<u32> {
    let age = |at: &usize| {
        let versions = || site.stories[*at].versions();
        // Posts are in order, the newest first.
        let oldest = versions().filter(|id| site.post(*id).date.is_some()).max();
        (oldest.is_none(), oldest.or(versions().max()))
    };
    let mut order: Vec<usize> = (0..site.stories.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(age(at)));
    let mut numbers = vec![0; order.len()];
    for (number, at) in order.into_iter().enumerate() {
        numbers[at] = number as u32;
    }
    numbers
}

/// Makes the index. Records are in order, so the same records give the same bytes.
pub fn index(records: &[Record]) -> Files {
    if records.is_empty() {
        return Files::new();
    }
    let languages = languages(records);
    let terms = shards::terms(&languages);
    let words = terms.iter().filter(|(_, term)| term.is_word);
    let (words, endings) = spelling::lists(words.map(|(word, _)| word));
    let shards = shards::shards(&terms);
    let contents = Contents {
        languages: languages
            .iter()
            .map(|own| own[0].language.1.as_str())
            .collect(),
        posts: languages.iter().map(Vec::len).collect(),
        told: languages.iter().map(|own| told(own)).collect(),
        shards: table(&shards),
        words: table(&words),
        endings: table(&endings),
    };
    let folder = plan::INDEX.trim_start_matches('/');
    let mut files = vec![(
        format!("{folder}index.json"),
        serde_json::to_vec(&contents).unwrap_or_default(),
    )];
    let fragment = |record: &Record| {
        let path = format!("{folder}{}/{}.json", record.language.1, record.story);
        (path, record.entry.fragment.clone().into_bytes())
    };
    files.extend(records.iter().map(fragment));
    let cuts = shards.into_iter().chain(words).chain(endings);
    files.extend(cuts.map(|cut| (format!("{folder}shards/{}", cut.name), cut.bytes)));
    files.sort();
    files.dedup();
    files
}

/// The records of each language, in the order of the site.
fn languages(records: &[Record]) -> Vec<Vec<&Record>> {
    let mut languages: Vec<Vec<&Record>> = Vec::new();
    for record in records {
        let at = usize::from(record.language.0);
        languages.resize_with(languages.len().max(at + 1), Vec::new);
        languages[at].push(record);
    }
    languages.retain(|own| !own.is_empty());
    languages
}

fn told(records: &[&Record]) -> String {
    let mut digits = Vec::new();
    for record in records {
        let at = (record.story / 4) as usize;
        digits.resize(digits.len().max(at + 1), 0_u32);
        digits[at] |= 1 << (record.story % 4);
    }
    let digit = |digit| char::from_digit(digit, 16).unwrap_or('0');
    digits.into_iter().map(digit).collect()
}

fn table(cuts: &[Cut]) -> Vec<(&str, &str)> {
    cuts.iter()
        .map(|cut| (cut.first.as_str(), cut.name.as_str()))
        .collect()
}
