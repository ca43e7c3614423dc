//! Text as it stands in HTML.

use std::borrow::Cow;

/// Escapes text for HTML, attributes included.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        escaped.push_str(&text[from..at]);
        escaped.push_str(entity);
        from = at + 1;
    }
    escaped.push_str(&text[from..]);
    escaped
}

/// What the entities of a text stand for.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let (mut plain, mut rest) = (text[..first].to_owned(), &text[first..]);
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = entity(&rest[at..], &mut plain);
    }
    Cow::Owned(plain + rest)
}

/// The entities that we write, and numbers.
fn entity<'t>(rest: &'t str, text: &mut String) -> &'t str {
    let end = rest
        .char_indices()
        .take(12)
        .find(|(_, c)| *c == ';')
        .map(|(at, _)| at);
    let letter = end.and_then(|end| match &rest[1..end] {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        name => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            hex.map_or_else(
                || digits.parse().ok(),
                |hex| u32::from_str_radix(hex, 16).ok(),
            )
            .and_then(char::from_u32)
        }
    });
    let (letter, taken) = letter.map_or(('&', 1), |letter| (letter, end.map_or(1, |end| end + 1)));
    text.push(letter);
    &rest[taken..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities() {
        for (html, expected) in [
            (
                "l&#39;été &amp; l&rsquo;hiver &lt;3 &#xE9;",
                "l'été & l&rsquo;hiver <3 é",
            ),
            ("b & c &#xFFFFFFFF;", "b & c &#xFFFFFFFF;"),
        ] {
            assert_eq!(unescape(html), expected, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn escaping_is_undone(words in ".*") {
            let escaped = escape(&words);
            proptest::prop_assert_eq!(unescape(&escaped), words);
        }
    }
}
