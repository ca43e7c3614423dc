//! URL paths: percent-encoding, and paths relative to one another.

/// The bytes that may stand in a path as they are.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let is_mark = matches!(byte as u8, b'/' | b'-' | b'.' | b'_' | b'~');
        plain[byte] = is_mark || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    plain
};

/// Percent-encodes a path, leaving `/` and what RFC 3986 leaves unreserved, so that it can stand in HTML and in a sitemap.
pub fn encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    let mut from = 0;
    let bytes = path.bytes().enumerate();
    for (at, byte) in bytes.filter(|(_, byte)| !PLAIN[*byte as usize]) {
        // What is plain is ASCII: before such a byte a letter ends.
        encoded.push_str(path.get(from..at).unwrap_or_default());
        encoded.push_str(&format!("%{byte:02X}"));
        from = at + 1;
    }
    encoded.push_str(path.get(from..).unwrap_or_default());
    encoded
}

/// Percent-encodes the path of a whole URL, its scheme and host left alone.
pub fn encode_path_of(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find('/').map_or(url.len(), |at| host + at);
    url[..path].to_owned() + &encode_path(&url[path..])
}

/// Decodes `%XX`; what is not well-formed stays as it is.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        match (
            bytes[at],
            hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()),
        ) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Whether a link leads out of the site by its scheme (`https:`, `mailto:`) or host (`//host`).
pub fn is_external(link: &str) -> bool {
    let scheme = link.split_once(':').map_or("", |(scheme, _)| scheme);
    link.starts_with("//")
        || (!scheme.is_empty()
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
}

/// The path that `link` names seen from the folder `from`, `.` and `..` resolved; `None` if it climbs out of the root.
pub fn join(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = if link.starts_with('/') {
        Vec::new()
    } else {
        parts_of(from).collect()
    };
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder of a path; empty where it has none.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The link that leads from the folder `from` to the file `to`: the reverse of [`join`].
pub fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (parts_of(from).collect(), parts_of(to).collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let path: Vec<&str> = up.chain(to[common..].iter().copied()).collect();
    encode_path(&path.join("/"))
}

/// The words of an HTML tag, a style sheet or a template that may name files: those with a dot, cut at quotes, brackets and commas, and
/// at white space too.
pub fn file_names(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| "\"'()<>=`,;\n".contains(c);
    let pieces = text.split(is_end).flat_map(|piece| {
        let words = piece.split_whitespace();
        std::iter::once(piece.trim())
            .chain(words.filter(move |word| word.len() < piece.trim().len()))
    });
    pieces.filter(|name| name.len() <= MAX_NAME && name.contains('.'))
}

/// No path is longer.
const MAX_NAME: usize = 1024;

fn parts_of(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_and_back() {
        for (plain, encoded) in [("/fr/a b/é.png", "/fr/a%20b/%C3%A9.png"), ("/x", "/x")] {
            assert_eq!(encode_path(plain), encoded);
            assert_eq!(decode(encoded), plain);
        }
        assert_eq!(decode("100%"), "100%");
    }

    #[test]
    fn words_that_may_name_files() {
        for (text, expected) in [
            (
                "<a data-full=\"mon lac.jpg\">",
                vec!["mon lac.jpg", "mon", "lac.jpg"],
            ),
            ("url(x/a.png) no-repeat", vec!["x/a.png"]),
            (
                "srcset='a.png 2x, b.png'",
                vec!["a.png 2x", "a.png", "b.png"],
            ),
            ("no name here", vec![]),
        ] {
            let found: Vec<_> = file_names(text).collect();
            let expected: Vec<_> = expected
                .into_iter()
                .filter(|name| name.contains('.'))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn external_links() {
        for (link, expected) in [
            ("https://a.org", true),
            ("mailto:a@b", true),
            ("//cdn", true),
            ("a.fr.md", false),
            ("/fr/", false),
            ("a b:c", false),
        ] {
            assert_eq!(is_external(link), expected, "{link}");
        }
    }

    #[test]
    fn links_between_files() {
        for (from, to, expected) in [
            ("s/posts", "s/posts/a.md", "a.md"),
            ("s/posts/trip", "s/b c.md", "../../b%20c.md"),
            ("", "a.md", "a.md"),
        ] {
            assert_eq!(relative(from, to), expected);
        }
    }

    #[test]
    fn relative_paths() {
        for (from, link, expected) in [
            ("content/posts", "b.fr.md", Some("content/posts/b.fr.md")),
            ("content/pages", "../posts/b.md", Some("content/posts/b.md")),
            ("content", "../../x", None),
            ("content", "/fr/", Some("fr")),
        ] {
            assert_eq!(join(from, link).as_deref(), expected, "{link}");
        }
    }
}
