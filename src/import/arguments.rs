//! The arguments of a shortcode: `a "b c" key='d'`.

/// Values in their order, with their names where they have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments<'a>(pub Vec<(Option<&'a str>, &'a str)>);

impl<'a> Arguments<'a> {
    /// Reads them; values that are not quoted end at white space, and at commas where these part arguments.
    pub fn read(text: &'a str, commas: bool) -> Self {
        let is_between = |c: char| c.is_whitespace() || (commas && c == ',');
        let mut arguments = Vec::new();
        let mut rest = text.trim_start_matches(is_between);
        while !rest.is_empty() {
            let name = &rest[..word_length(rest)];
            let after = rest[name.len()..].strip_prefix('=');
            let (name, after) = match after.filter(|_| !name.is_empty()) {
                Some(after) => (Some(name), after),
                None => (None, rest),
            };
            let (value, next) = value(after, is_between);
            arguments.push((name, value));
            rest = next.trim_start_matches(is_between);
        }
        Self(arguments)
    }

    /// The value of a name, in any case.
    pub fn named(&self, name: &str) -> Option<&'a str> {
        let is_it = |(known, _): &&(Option<&str>, _)| {
            known.is_some_and(|known| known.eq_ignore_ascii_case(name))
        };
        self.0.iter().find(is_it).map(|(_, value)| *value)
    }

    pub fn filled(&self, name: &str) -> Option<&'a str> {
        self.named(name).filter(|value| !value.is_empty())
    }

    /// The value of a name, or else the one of a place among those without; not an empty one.
    pub fn get(&self, name: &str, place: usize) -> Option<&'a str> {
        let value = self.named(name).or_else(|| self.at(place));
        value.filter(|value| !value.is_empty())
    }

    /// A value without a name, by its place among them.
    pub fn at(&self, place: usize) -> Option<&'a str> {
        let mut unnamed = self.0.iter().filter(|(name, _)| name.is_none());
        unnamed.nth(place).map(|(_, value)| *value)
    }
}

/// The value that a text begins with, and what follows it. Quotes may have been made typographic.
fn value(text: &str, is_between: impl Fn(char) -> bool) -> (&str, &str) {
    const TYPOGRAPHIC: [char; 3] = ['”', '“', '″'];
    let first = text.chars().next().unwrap_or_default();
    let closes = |c: char| c == first || (TYPOGRAPHIC.contains(&first) && TYPOGRAPHIC.contains(&c));
    if matches!(first, '"' | '\'' | '`') || TYPOGRAPHIC.contains(&first) {
        let inside = &text[first.len_utf8()..];
        let (value, after) = inside.split_at(inside.find(closes).unwrap_or(inside.len()));
        return (value, after.trim_start_matches(closes));
    }
    text.split_at(text.find(is_between).unwrap_or(text.len()))
}

/// How many bytes at the beginning are letters, digits, `-` or `_`.
pub fn word_length(text: &str) -> usize {
    let is_sign = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    text.bytes().position(|b| !is_sign(b)).unwrap_or(text.len())
}

/// Whether a text is what an address can hold as it is: the id of a video, for one.
pub fn is_word(text: &str) -> bool {
    !text.is_empty() && word_length(text) == text.len()
}
