//! What languages of code are called.

/// One a line: `Name: token token…`.
const LANGUAGES: &str = include_str!("languages.txt");

/// A language of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language<'t> {
    /// As readers know it.
    pub name: &'t str,
    /// As the colours know it.
    pub token: &'t str,
}

/// The language that a fence names; one that is not in the list keeps the author's word, and what is no language is none.
pub fn language(token: &str) -> Option<Language<'_>> {
    if token.is_empty() {
        return None;
    }
    let rows = LANGUAGES.lines().filter(|line| !line.starts_with('#'));
    let mut rows = rows.filter_map(|line| line.split_once(':'));
    let row = rows.find(|(_, tokens)| {
        let mut tokens = tokens.split_whitespace();
        tokens.any(|known| known.eq_ignore_ascii_case(token))
    });
    let own = Language { name: token, token };
    let language = row.map_or(own, |(name, tokens)| Language {
        name,
        token: tokens.split_whitespace().next().unwrap_or(token),
    });
    (!language.name.is_empty()).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_own_names() {
        for (token, expected) in [
            ("rust", Some(("Rust", "rs"))),
            ("RS", Some(("Rust", "rs"))),
            ("console", Some(("Shell", "sh"))),
            ("js", Some(("JavaScript", "js"))),
            ("jsx", Some(("JSX", "js"))),
            ("c++", Some(("C++", "cpp"))),
            ("Klingon", Some(("Klingon", "Klingon"))),
            ("text", None),
            ("", None),
            ("#", Some(("#", "#"))),
        ] {
            let found = language(token).map(|language| (language.name, language.token));
            assert_eq!(found, expected, "{token}");
        }
    }
}
