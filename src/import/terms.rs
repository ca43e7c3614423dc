//! The pairs of terms that an export holds (Polylang's), as `content/terms.toml`.

use super::writer::{Content, File};
use crate::config::Config;
use crate::import::wordpress::languages::TermPair;
use crate::text::toml::quote;

const FILE: &str = "content/terms.toml";

pub fn file(pairs: &[TermPair], config: &Config) -> Option<File> {
    let mut text = String::new();
    for pair in pairs {
        let taxonomy = match pair.taxonomy.as_str() {
            "post_tag" => "tags",
            "category" => "categories",
            _ => continue,
        };
        let is_of = |lang: &str, code: &str| {
            let lang = config.lang(lang);
            lang.is_some_and(|lang| config.languages[lang].code == code)
        };
        let codes = config.codes().into_iter();
        let names = codes.filter_map(|code| {
            let mut terms = pair.terms.iter();
            let (_, slug, name) = terms.find(|(lang, ..)| is_of(lang, code))?;
            let (name, slug) = (quote(name), quote(slug));
            Some(format!("{code} = {{ name = {name}, slug = {slug} }}\n"))
        });
        let names: Vec<String> = names.collect();
        if names.len() > 1 {
            text.push_str(&format!("[[{taxonomy}]]\n{}\n", names.concat()));
        }
    }
    (!text.is_empty()).then(|| File {
        path: FILE.to_owned(),
        content: Content::Text(text.trim_end().to_owned() + "\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_become_a_file() {
        let terms = |terms: &[(&str, &str, &str)]| {
            terms
                .iter()
                .map(|(l, s, n)| ((*l).into(), (*s).into(), (*n).into()))
                .collect()
        };
        let pair = |taxonomy: &str, of: &[(&str, &str, &str)]| TermPair {
            taxonomy: taxonomy.into(),
            terms: terms(of),
        };
        let config = Config::outside_a_site();
        let pairs = [
            pair(
                "category",
                &[("en", "test", "TEST"), ("fr", "essai", "L’\"essai\"")],
            ),
            pair(
                "post_tag",
                &[("fr", "seul", "Seul"), ("de", "allein", "Allein")],
            ),
            pair("nav_menu", &[("fr", "a", "A"), ("en", "b", "B")]),
        ];
        let expected = "[[categories]]\nfr = { name = \"L’\\\"essai\\\"\", slug = \"essai\" }\nen = { name = \"TEST\", slug = \"test\" }\n";
        let written = file(&pairs, &config).map(|file| file.content);
        assert_eq!(written, Some(Content::Text(expected.into())));
        assert_eq!(file(&pairs[1..], &config), None);
    }
}
