//! Text that is to stand in HTML.

/// The words of HTML: without tags, scripts and styles, a space for each tag that is no part of a line, entities as what they stand
/// for. It is for searching and counting, and so takes what is not well-formed as it comes.
pub fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('<') { tag(rest, &mut text) } else { entity(rest, &mut text) };
    }
    text.push_str(rest);
    text
}

/// Passes a tag, or an element of which nothing is read; a `<` that begins none is itself.
fn tag<'t>(rest: &'t str, text: &mut String) -> &'t str {
    let name: String = rest[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let (false, Some(end)) = (name.is_empty(), rest.find('>')) else {
        text.push('<');
        return &rest[1..];
    };
    if !INLINE.contains(&name.as_str()) {
        text.push(' ');
    }
    let after = &rest[end + 1..];
    let unread = matches!(name.as_str(), "script" | "style") && !rest.starts_with("</");
    let close = after.to_ascii_lowercase().find(&format!("</{name}")).filter(|_| unread);
    close.map_or(after, |close| &after[close..])
}

/// Elements that may stand within a word (HTML, "Phrasing content").
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// The entities that we write, and numbers.
fn entity<'t>(rest: &'t str, text: &mut String) -> &'t str {
    let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at);
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
            hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32)
        }
    });
    let (letter, taken) = letter.map_or(('&', 1), |letter| (letter, end.map_or(1, |end| end + 1)));
    text.push(letter);
    &rest[taken..]
}

/// Escapes text for HTML, attributes included.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_html() {
        for (html, expected) in [
            ("<p>Un <em>mot</em>.</p><p>Deux</p>", " Un mot.  Deux "),
            ("l&#39;<b>é</b>té &amp; l&rsquo;hiver &lt;3 &#xE9;", "l'été & l&rsquo;hiver <3 é"),
            ("a<script>x < y</script>b<style>p{}</style>c<!-- d > -->e", "a  b  ce"),
            ("1 < 2 <", "1 < 2 <"),
            ("a<br />b & c &#xFFFFFFFF;", "a b & c &#xFFFFFFFF;"),
            ("<script>", " "),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn escaping_is_undone(words in ".*") {
            proptest::prop_assert_eq!(text(&escape(&words)), words);
        }

        #[test]
        fn anything_is_read(html in "(<|>|&|;|!|-|/|#|script|é|[a-z]|.)*") {
            text(&html);
        }
    }
}
