//! Patterns in which `*` stands for any text, as settings have them.

/// Whether a text is of a pattern; without `*`, whether it is that very text.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_may_stand_for_a_star() {
        for (pattern, text, expected) in [
            ("a.jpg", "a.jpg", true),
            ("a.jpg", "a.jpg.bak", false),
            ("*.jpg", "été.jpg", true),
            ("*", "", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "abc", true),
            ("a*b*c", "acb", false),
            ("ab*b", "ab", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
