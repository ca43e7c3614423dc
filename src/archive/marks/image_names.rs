//! What is left of a lost image: the name of its file, alone on a line or glued to the first word of a paragraph.

use crate::languages::archive_words;

const EXTENSIONS: [&str; 9] = [
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff",
];

/// Whether a whole line is the name of an image file.
pub fn is_image_name(line: &str) -> bool {
    let lower = line.to_lowercase();
    if lower.contains('/') || line.len() > 120 {
        return false;
    }
    if has_extension(&lower) {
        return line.split_whitespace().count() <= 4;
    }
    let is_screenshot = |head: &String| {
        let rest = lower.strip_prefix(head).unwrap_or_default();
        rest.bytes().filter(u8::is_ascii_digit).count() >= 6
    };
    archive_words().screenshots.iter().any(is_screenshot)
        || line.bytes().all(|b| is_name_byte(b) && b != b'.')
            && looks_named(line)
            && (line.contains('_') && !line.starts_with('_')
                || line.matches('-').count() >= 3
                || is_of_camera(line))
}

/// Whether a name in lower case has the extension of an image.
fn has_extension(lower: &str) -> bool {
    EXTENSIONS
        .iter()
        .any(|extension| lower.len() > extension.len() && lower.ends_with(extension))
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

/// How many bytes at the head of a paragraph are an image's name; the paragraph goes on right after with a capital.
/// `known` says whether a whole token is a word of its own elsewhere (`iPhone5`, `Web2Print`).
pub fn find_glued_name(line: &str, known: impl Fn(&str) -> bool) -> Option<usize> {
    let token_end = line.find(|c: char| c.is_whitespace()).unwrap_or(line.len());
    let token = &line[..token_end];
    if token.len() > 120 || line[token_end..].split_whitespace().count() < 3 {
        return None;
    }
    let item = line[token_end..].trim_start().starts_with('•');
    if item && (looks_named(token) && token.contains('_') || is_of_camera(token)) {
        return Some(token_end);
    }
    let end = (1..token.len())
        .rev()
        .find(|&at| token.is_char_boundary(at) && splits(token, at))?;
    let whole = token.trim_end_matches(|c: char| !c.is_alphanumeric());
    (!known(whole)).then_some(end)
}

/// Whether a token can be cut at `at` into a file's name and the first word of a sentence.
fn splits(token: &str, at: usize) -> bool {
    let (name, word) = token.split_at(at);
    if !name.bytes().all(is_name_byte) || !begins_sentence(word) {
        return false;
    }
    if has_extension(&name.to_lowercase()) {
        return true;
    }
    let last = name.as_bytes()[name.len() - 1];
    if name.contains('.') || !(last.is_ascii_digit() || last.is_ascii_lowercase()) {
        return false;
    }
    let plain = name.bytes().take_while(u8::is_ascii_lowercase).count();
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let joined = name.contains('_') || name.contains('-') && digits > 0;
    let numbered = plain >= 2 && plain + digits == name.len() || is_of_camera(name);
    looks_named(name) && (joined || last.is_ascii_digit() && numbered)
}

/// A capital and then small letters, an elision (`S’il`, `L’`), or a one-letter word (`À`, `I`).
fn begins_sentence(word: &str) -> bool {
    let mut chars = word.chars();
    if !chars.next().is_some_and(char::is_uppercase) {
        return false;
    }
    match chars.next() {
        None => matches!(word, "A" | "À" | "I" | "Y" | "Ô" | "O"),
        Some('’' | '\'') => true,
        Some(second) => {
            // Any further capital would make it a brand (`GitHub`), not the first word of a sentence.
            second.is_lowercase() && !word.chars().skip(1).any(char::is_uppercase)
        }
    }
}

/// Has letters, and is no bare word or number.
fn looks_named(name: &str) -> bool {
    name.len() >= 3
        && name.bytes().any(|b| b.is_ascii_alphabetic())
        && name
            .bytes()
            .any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

fn is_of_camera(name: &str) -> bool {
    let letters = name
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-'))
        .to_lowercase();
    letters.len() < name.len() && archive_words().camera_prefixes.contains(&letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_alone() {
        for (line, expected) in [
            ("four_a_pain_2", true),
            ("IMG_0042", true),
            ("DSC00012", true),
            ("pain.jpg", true),
            ("Mon beau pain.PNG", true),
            ("le-pain-de-seigle-3", true),
            ("Screen Shot 2014-05-03 at 10.12.13", true),
            ("COVID-19", false),
            ("_stats", false),
            ("pain", false),
            ("2014-05-03", false),
            ("https://example.org/a_b.jpg", false),
            ("", false),
        ] {
            assert_eq!(is_image_name(line), expected, "{line}");
        }
    }

    #[test]
    fn names_glued() {
        for (line, expected) in [
            ("pain2Dans le four, tout va bien", Some("pain2")),
            ("mie4Dès que le pain lève trop", Some("mie4")),
            (
                "levain-et-sel-12Quand il fait chaud, attendez",
                Some("levain-et-sel-12"),
            ),
            (
                "croute-in-3daysPuis la mie est alvéolée, et bonne",
                Some("croute-in-3days"),
            ),
            (
                "Farines_bio_09Pour la farine de seigle",
                Some("Farines_bio_09"),
            ),
            ("IMG_101Prenons un exemple simple", Some("IMG_101")),
            ("four.jpgLe four est chaud aujourd’hui", Some("four.jpg")),
            ("IMG_395  • Peser la farine au gramme", Some("IMG_395")),
            ("iPhone5 est un nom de produit", None),
            ("B2B et B2C sont des sigles", None),
            ("MiX est un réseau de gens", None),
            ("Web2Print sends the letters for you", None),
            ("GitHub is where the recipe lives", None),
            ("pain2Dans", None),
        ] {
            assert_eq!(
                find_glued_name(line, |_| false).map(|end| &line[..end]),
                expected,
                "{line}"
            );
        }
        assert_eq!(
            find_glued_name("web2Day is a fair in Nantes", |token| token == "web2Day"),
            None
        );
    }
}
