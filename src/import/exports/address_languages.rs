//! The language of posts of which nothing else tells it: their old address, or the language of the whole file.

use super::convert::NewPost;
use super::fields::site_language;
use crate::config::Config;
use crate::import::item::Export;
use crate::import::wordpress::languages::normal;
use crate::lang::{Guess, Lang, OtherLanguage};

/// An address tells a language, where addresses agree with the words this often.
const AGREEING: f64 = 0.8;
/// How sure a language is that the address tells; and one that only the whole file tells; a guess as sure as this needs neither.
const BY_ADDRESS: f64 = 0.95;
const BY_FILE: f64 = 0.8;
/// The whole file's language is taken for doubtful words, where this part of the sure ones agree with it.
const IN_ONE_LANGUAGE: f64 = 0.95;

/// Guesses by the address, if addresses agree with the words over the whole site, then by the file.
pub fn guess(posts: &mut [NewPost], export: &Export, config: &Config) {
    let open = posts.iter().filter(|post| is_open(post));
    let with_address = open.filter_map(|post| Some((post.address_lang?, post.document.guess)));
    let agreeing: Vec<bool> = with_address
        .map(|(lang, guess)| guess.is_none_or(|guess| lang_of(guess) == lang))
        .collect();
    let is_consistent = agreeing.len() > 1 && is_share(AGREEING, &agreeing);
    let of_file = language_of_file(posts, export, config);
    in_another(posts, export, config);
    for post in posts.iter_mut().filter(|post| is_open(post)) {
        let guess = &mut post.document.guess;
        let is_doubtful = guess.is_none_or(|guess| guess.confidence < BY_FILE);
        let by_address = post.address_lang.filter(|_| is_consistent);
        let by_file = of_file.filter(|_| is_doubtful);
        let by_address = by_address.map(|lang| (lang, BY_ADDRESS));
        let better = by_address.or(by_file.map(|lang| (lang, BY_FILE)));
        if let Some((lang, confidence)) = better {
            let language = lang.0 as usize;
            *guess = Some(Guess {
                language,
                confidence,
            });
        }
    }
}

/// Where a whole file says that it is in a language that the site has not, and its words do not speak against it, so are its posts.
fn in_another(posts: &mut [NewPost], export: &Export, config: &Config) {
    let code = export.language.as_deref().map(normal).unwrap_or_default();
    let code = code.split('-').next().unwrap_or_default();
    let is_sure = |post: &&NewPost| {
        let guess = post.document.guess;
        post.document.other_language.is_none()
            && guess.is_some_and(|guess| guess.confidence >= BY_FILE)
    };
    let open = posts.iter().filter(|post| is_open(post));
    let sure = open.clone().filter(is_sure).count();
    if code.is_empty()
        || site_language(config, &[code.to_owned()]).is_some()
        || sure * 2 > open.count()
    {
        return;
    }
    for post in posts.iter_mut().filter(|post| is_open(post)) {
        let document = &mut post.document;
        document
            .other_language
            .get_or_insert_with(|| OtherLanguage::of(code));
        document.guess = None;
    }
}

fn language_of_file(posts: &[NewPost], export: &Export, config: &Config) -> Option<Lang> {
    let lang = site_language(config, &[normal(export.language.as_ref()?)])?;
    let guesses = posts.iter().filter_map(|post| post.document.guess);
    let sure = guesses.filter(|guess| guess.confidence >= BY_FILE);
    let agreeing: Vec<bool> = sure.map(|guess| lang_of(guess) == lang).collect();
    is_share(IN_ONE_LANGUAGE, &agreeing).then_some(lang)
}

/// Whether nothing has told the language of a post.
fn is_open(post: &NewPost) -> bool {
    post.document.front.lang.is_none()
}

fn is_share(share: f64, of: &[bool]) -> bool {
    let count = of.iter().filter(|is| **is).count();
    count as f64 >= share * of.len() as f64
}

fn lang_of(guess: Guess) -> Lang {
    Lang(guess.language as u8)
}
