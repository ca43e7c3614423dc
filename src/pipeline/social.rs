//! The card of each language that stands for its pages where others link to them ([`crate::images::card`]).

use crate::cache::Memo;
use crate::config::Config;
use crate::lang::ByLang;
use crate::load::Asset;

/// The path of each language's card, where there is one, and their files by site path.
pub type Cards = (ByLang<Option<String>>, Vec<(String, Asset)>);

#[cfg(not(feature = "images"))]
pub fn cards(config: &Config, _: &Memo) -> Cards {
    (
        ByLang::from_fn(config.languages.len(), |_| None),
        Vec::new(),
    )
}

#[cfg(feature = "images")]
pub fn cards(config: &Config, memo: &Memo) -> Cards {
    use crate::cache::Digester;
    use crate::config::theme::PAGES;
    use crate::images::{self, card};
    use crate::load::Blob;

    let mut files = Vec::new();
    let host = config.base.origin.split("://").nth(1).unwrap_or_default();
    let paths = ByLang::from_fn(config.languages.len(), |lang| {
        if !config.outputs.makes("social_cards") {
            return None;
        }
        let others = config.languages.langs().filter(|other| *other != lang);
        let colours = std::iter::once(lang).chain(others);
        let card = card::Card {
            title: &config.languages[lang].title,
            address: &format!("{host}{}", config.base.path_of("/").trim_end_matches('/')),
            colours: colours
                .map(|lang| config.theme.accents[lang][0].0)
                .collect(),
            quiet: config.theme.accents[lang][0].mixed(PAGES[0]),
            paper: PAGES[0].0,
        };
        let of = Digester::new("card").hash(&card).finish();
        let bytes: Vec<u8> = memo.get(of, || card::card(&card))?;
        let code = config.languages[lang].code.to_lowercase();
        let path = format!("/card-{code}.{:08x}.png", images::digest(&bytes) >> 32);
        let asset = Asset {
            path: format!(".cache{path}"),
            blob: Blob::Made(bytes.into()),
        };
        files.push((path.clone(), asset));
        Some(path)
    });
    (paths, files)
}
