//! Signs that look like a plain space, or like nothing, and come along when a text is copied.

const INVISIBLE: &[(char, &str)] = &[
    ('\u{a0}', "a no-break space"),
    ('\u{202f}', "a narrow no-break space"),
    ('\u{2009}', "a thin space"),
    ('\u{200b}', "a zero-width space"),
    ('\u{ad}', "a soft hyphen"),
    ('\u{feff}', "a byte order mark"),
];

/// The first of them in a text: its place, and its name with its number.
pub fn invisible(text: &str) -> Option<(usize, String)> {
    let name = |c: char| INVISIBLE.iter().find(|(sign, _)| *sign == c);
    let mut found = text.char_indices();
    found.find_map(|(at, c)| {
        let (sign, name) = name(c)?;
        Some((at, format!("{name} (U+{:04X})", u32::from(*sign))))
    })
}

/// A text with plain spaces in their place.
pub fn visible(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{200b}' | '\u{ad}' | '\u{feff}' => None,
        c if INVISIBLE.iter().any(|(sign, _)| *sign == c) => Some(' '),
        c => Some(c),
    };
    text.chars().filter_map(plain).collect()
}
