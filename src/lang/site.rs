//! A site's languages: an index each, and things kept once per language.

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

    /// How many languages.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no language.
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

/// Two-letter codes of ISO 639-1, so that `a.de.md` differs from `v1.2.md`.
const ISO_639_1: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg \
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny \
    oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to \
    tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether `code` looks like a language tag: an ISO 639-1 code, with or without a region (`fr`, `fr-CA`).
pub fn is_language_code(code: &str) -> bool {
    let (primary, region) = code
        .split_once('-')
        .map_or((code, None), |(primary, region)| (primary, Some(region)));
    ISO_639_1
        .split_whitespace()
        .any(|known| known.eq_ignore_ascii_case(primary))
        && region.is_none_or(|region| {
            region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic())
        })
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
    }
}
