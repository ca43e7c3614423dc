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

/// Whether `code` looks like a language tag (BCP 47) of an ISO 639-1 code: `fr`, `fr-CA`, `zh-Hans`, `es-419`.
pub fn is_language_code(code: &str) -> bool {
    let (primary, subtags) = subtags(code);
    languages::iso_639_3(&primary.to_ascii_lowercase()).is_some() && subtags.is_some()
}

/// Whether `code` is one where a language is meant: a code of three letters too, such as `gsw`. In the name of a file these may be
/// any word.
pub fn is_language_tag(code: &str) -> bool {
    let (primary, subtags) = subtags(code);
    let is_three = primary.len() == 3 && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_language_code(code) || (is_three && subtags.is_some())
}

/// The script and the region of a tag.
type Subtags<'t> = (Option<&'t str>, Option<&'t str>);

/// The language of a tag, and its subtags, if there is nothing else.
fn subtags(code: &str) -> (&str, Option<Subtags<'_>>) {
    let mut parts = code.split('-').peekable();
    let primary = parts.next().unwrap_or_default();
    let is_script = |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_region = |part: &&str| match part.len() {
        2 => part.bytes().all(|b| b.is_ascii_alphabetic()),
        3 => part.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    };
    let (script, region) = (parts.next_if(is_script), parts.next_if(is_region));
    (primary, parts.next().is_none().then_some((script, region)))
}

/// A language tag in its usual case: `fr-CA` for `FR-ca`, `zh-Hans` for `ZH-hans` (RFC 5646, 2.1.1).
pub fn usual_case(code: &str) -> String {
    let mut usual = code.to_ascii_lowercase();
    let mut at = 0;
    for part in code.split('-') {
        match part.len() {
            2 if at > 0 => usual[at..at + 2].make_ascii_uppercase(),
            4 if at > 0 => usual[at..at + 1].make_ascii_uppercase(),
            _ => {}
        }
        at += part.len() + 1;
    }
    usual
}

/// In which direction a language is written, by its tag: `rtl` or `ltr` (CLDR, characterOrder).
pub fn direction(code: &str) -> &'static str {
    const LANGUAGES: &[&str] = &[
        "ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi",
    ];
    const SCRIPTS: &[&str] = &["arab", "hebr", "syrc", "thaa", "nkoo", "adlm"];
    let code = code.to_ascii_lowercase();
    let (primary, subtags) = subtags(&code);
    let is_rtl = match subtags {
        Some((Some(script), _)) => SCRIPTS.contains(&script),
        _ => LANGUAGES.contains(&primary),
    };
    if is_rtl { "rtl" } else { "ltr" }
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
            ("zh-Hans", true),
            ("zh-Hans-CN", true),
            ("es-419", true),
            ("fr-CA-CA", false),
            ("bak", false),
        ] {
            assert_eq!(is_language_code(code), expected, "{code}");
        }
        for (code, expected) in [
            ("EN", "en"),
            ("FR-ca", "fr-CA"),
            ("fr", "fr"),
            ("ZH-hans-cn", "zh-Hans-CN"),
            ("ES-419", "es-419"),
        ] {
            assert_eq!(usual_case(code), expected);
        }
        for (code, expected) in [
            ("ar", "rtl"),
            ("az-Arab", "rtl"),
            ("ur-Latn", "ltr"),
            ("fr", "ltr"),
        ] {
            assert_eq!(direction(code), expected, "{code}");
        }
        assert!(is_language_tag("gsw") && !is_language_tag("gs1") && !is_language_tag("draft"));
    }
}
