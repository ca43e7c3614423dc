//! A site's languages: an index each, and things kept once per language.

use crate::languages;

/// A language of the site: its place in the order of `site.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(pub u8);

/// One `T` for each language of the site, in the site's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByLang<T>(Vec<T>);

impl<T> ByLang<T> {
    /// Makes one `T` for each of `count` languages.
    pub fn from_fn(count: usize, make: impl FnMut(Lang) -> T) -> Self {
        Self((0..count as u8).map(Lang).map(make).collect())
    }

    /// The languages and their values, in the site's order.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.0
            .iter()
            .enumerate()
            .map(|(at, value)| (Lang(at as u8), value))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The languages, in the site's order.
    pub fn langs(&self) -> impl Iterator<Item = Lang> + use<T> {
        (0..self.0.len() as u8).map(Lang)
    }
}

impl<T> std::ops::Index<Lang> for ByLang<T> {
    type Output = T;

    fn index(&self, lang: Lang) -> &T {
        &self.0[lang.0 as usize]
    }
}

impl<T> std::ops::IndexMut<Lang> for ByLang<T> {
    fn index_mut(&mut self, lang: Lang) -> &mut T {
        &mut self.0[lang.0 as usize]
    }
}

/// Whether `code` looks like a language tag: an ISO 639-1 code, with or without a region (`fr`, `fr-CA`).
pub fn is_language_code(code: &str) -> bool {
    let (primary, region) = code
        .split_once('-')
        .map_or((code, None), |(primary, region)| (primary, Some(region)));
    languages::iso_639_3(&primary.to_ascii_lowercase()).is_some()
        && region.is_none_or(|region| {
            region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic())
        })
}

/// A language tag in its usual case: `fr-CA` for `FR-ca`.
pub fn usual_case(code: &str) -> String {
    match code.split_once('-') {
        Some((primary, region)) => {
            format!(
                "{}-{}",
                primary.to_ascii_lowercase(),
                region.to_ascii_uppercase()
            )
        }
        None => code.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_codes() {
        for (code, expected) in [
            ("fr", true),
            ("FR", true),
            ("fr-CA", true),
            ("2", false),
            ("draft", false),
            ("fr-", false),
        ] {
            assert_eq!(is_language_code(code), expected, "{code}");
        }
        for (code, expected) in [("EN", "en"), ("FR-ca", "fr-CA"), ("fr", "fr")] {
            assert_eq!(usual_case(code), expected);
        }
    }
}
