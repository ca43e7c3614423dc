//! Addresses as authors write them: what is no address, and what was meant.

use super::url::is_external;

/// Endings that hosts have more often than files. A bare name with another may be a file.
const HOST_ENDINGS: &str = "com org net info eu fr be ch ca uk de es it nl io dev app blog";

/// Whether an address runs a script where it is followed, instead of leading somewhere; browsers pass over what is not printed.
pub fn runs_script(address: &str) -> bool {
    let printed = |c: &char| !c.is_whitespace() && !c.is_control();
    let plain: String = address.chars().filter(printed).take(32).collect();
    let plain = plain.to_ascii_lowercase();
    let scheme = plain.split_once(':').map_or("", |(scheme, _)| scheme);
    matches!(scheme, "javascript" | "vbscript")
        || (scheme == "data" && !plain.starts_with("data:image/"))
}

/// The whole address of a host, or of a person, that is written without its scheme.
pub fn with_scheme(address: &str) -> Option<String> {
    if is_external(address) {
        return None;
    }
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, ending) = host.rsplit_once('.')?;
    let is_known = HOST_ENDINGS
        .split(' ')
        .any(|known| ending.eq_ignore_ascii_case(known));
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '@' | '+');
    if !(name.starts_with("www.") || is_known) || name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    Some(match (name.contains('@'), host == address) {
        (true, true) => format!("mailto:{address}"),
        _ => format!("https://{address}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        for (address, expected) in [
            ("javascript:alert(1)", true),
            (" Java\tScript:x", true),
            ("vbscript:x", true),
            ("data:text/html,<script>", true),
            ("data:image/png;base64,x", false),
            ("https://a.org/javascript:x", false),
            ("javascript.md", false),
        ] {
            assert_eq!(runs_script(address), expected, "{address}");
        }
    }

    #[test]
    fn schemes_that_were_left_out() {
        for (address, expected) in [
            ("www.example.com", Some("https://www.example.com")),
            ("www.exemple.quebec/a", Some("https://www.exemple.quebec/a")),
            ("example.org/a?b#c", Some("https://example.org/a?b#c")),
            ("a.b@example.org", Some("mailto:a.b@example.org")),
            ("mastodon.social/@a", None),
            ("lac.jpg", None),
            ("a.fr.md", None),
            ("a.fr", Some("https://a.fr")),
            ("/www.example.com", None),
            ("https://example.com", None),
            ("autre", None),
        ] {
            assert_eq!(with_scheme(address).as_deref(), expected, "{address}");
        }
    }
}
