//! Words and marks → Markdown: signs that CommonMark would not read as meant are HTML instead, and only what would be read as a
//! sign is escaped (spec.commonmark.org, "Emphasis and strong emphasis").

use super::escape::{escape, is_address, is_plain_address};

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Text as it is to be read.
    Text(String),
    /// Markdown or HTML, ready.
    Raw(String),
    Open(Mark),
    Close,
    Gap(Gap),
}

/// What keeps words apart; of two that touch, the greater holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    Space,
    /// A line feed that is a line's end, unless there is a `<br>` beside it.
    Newline,
    /// `<br>`.
    Break,
    /// An empty line, or two `<br>`.
    Paragraph,
}

/// What is around a piece of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `~~…~~`
    Strike,
    /// `[…](…)`: the address, and the destination as Markdown writes it.
    Link(String, String),
    Html(String, String),
}

/// What stands beside a sign, as CommonMark's rules ask.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Space,
    Punctuation,
    Word,
    /// The sign of another mark.
    Sign,
    /// Neither surely punctuation nor surely a letter.
    Odd,
}

impl Side {
    fn of(c: char) -> Self {
        match c {
            c if c.is_whitespace() => Side::Space,
            c if c.is_alphanumeric() => Side::Word,
            c if c.is_ascii_punctuation()
                || ('\u{2010}'..='\u{205e}').contains(&c)
                || "«»¡¿§¶·".contains(c) =>
            {
                Side::Punctuation
            }
            _ => Side::Odd,
        }
    }

    fn before(token: Option<&Token>) -> Self {
        match token {
            Some(Token::Text(text)) if last_word(text).contains("://") => Side::Odd,
            Some(Token::Text(text) | Token::Raw(text)) => {
                text.chars().next_back().map_or(Side::Space, Side::of)
            }
            other => Side::of_mark(other),
        }
    }

    /// What a token begins with. An address may be written between `<` and `>`.
    fn after(token: Option<&Token>) -> Self {
        match token {
            Some(Token::Text(text)) if is_address(text) => Side::Odd,
            Some(Token::Text(text) | Token::Raw(text)) => {
                text.chars().next().map_or(Side::Space, Side::of)
            }
            other => Side::of_mark(other),
        }
    }

    fn of_mark(token: Option<&Token>) -> Self {
        match token {
            Some(Token::Open(Mark::Link(..) | Mark::Html(..))) => Side::Punctuation,
            Some(Token::Open(_) | Token::Close) => Side::Sign,
            _ => Side::Space,
        }
    }

    /// Whether a sign can be read beside it from outside.
    fn is_outside(self) -> bool {
        matches!(self, Side::Space | Side::Punctuation | Side::Sign)
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// The sign of a mark at its place, or nothing where CommonMark would not read it as meant.
fn sign(mark: &Mark, tokens: &[Token], open: usize, close: usize) -> Option<&'static str> {
    let before = Side::before(open.checked_sub(1).map(|at| &tokens[at]));
    let first = Side::after(tokens.get(open + 1));
    let last = Side::before(tokens.get(close - 1));
    let after = Side::after(tokens.get(close + 1));
    let hugs = |inside: Side, outer: Side| {
        inside == Side::Word || (inside != Side::Space && outer.is_outside())
    };
    if !hugs(first, before) || !hugs(last, after) {
        return None;
    }
    let is_beside_sign = [before, first, last, after].contains(&Side::Sign);
    match mark {
        Mark::Emphasis if !is_beside_sign => Some("*"),
        // `***` would be read in more than one way; `_` does not work within a word.
        Mark::Emphasis => (before.is_outside() && after.is_outside()).then_some("_"),
        Mark::Strong => Some("**"),
        Mark::Strike => Some("~~"),
        Mark::Link(..) | Mark::Html(..) => None,
    }
}

pub fn render(tokens: &[Token], html: bool) -> String {
    let mut text = String::new();
    // The end of each mark that is open, and whether it is a link's.
    let mut ends: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Text(part) => {
                let in_link = ends.iter().any(|(_, is_link)| *is_link);
                escape(part, first_char(tokens.get(at + 1)), in_link, &mut text);
            }
            Token::Raw(raw) => text.push_str(raw),
            Token::Gap(_) => text.push_str("\\\n"),
            Token::Close => text.push_str(&ends.pop().unwrap_or_default().0),
            Token::Open(mark) => {
                let close = close_of(tokens, at);
                if let Some(address) = bare_link(mark, &tokens[at + 1..close]) {
                    text += &format!("<{address}>");
                    at = close;
                } else {
                    let (open, end) = tags(mark, sign(mark, tokens, at, close), html);
                    if open == "[" && text.ends_with('!') && !text.ends_with("\\!") {
                        text.insert(text.len() - 1, '\\');
                    }
                    text.push_str(&open);
                    ends.push((end, matches!(mark, Mark::Link(..))));
                }
            }
        }
        at += 1;
    }
    text
}

/// The address of a link that shows nothing but it.
fn bare_link<'m>(mark: &'m Mark, inside: &[Token]) -> Option<&'m str> {
    match (mark, inside) {
        (Mark::Link(address, _), [Token::Text(label)])
            if label == address && is_plain_address(address) =>
        {
            Some(address)
        }
        _ => None,
    }
}

/// What begins a mark and what ends it; `sign` is that of Markdown, where it would be read.
fn tags(mark: &Mark, sign: Option<&str>, html: bool) -> (String, String) {
    let element = match mark {
        Mark::Link(_, destination) => return ("[".to_owned(), format!("]({destination})")),
        Mark::Html(open, end) => return (open.clone(), end.clone()),
        Mark::Emphasis => "em",
        Mark::Strong => "strong",
        Mark::Strike => "del",
    };
    match sign {
        Some(sign) => (sign.to_owned(), sign.to_owned()),
        None if html => (format!("<{element}>"), format!("</{element}>")),
        None => Default::default(),
    }
}

fn close_of(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close if depth == 1 => return at,
            Token::Close => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

fn first_char(token: Option<&Token>) -> char {
    match token {
        Some(Token::Text(text) | Token::Raw(text)) => text.chars().next().unwrap_or(' '),
        Some(Token::Open(Mark::Link(..))) => '[',
        Some(Token::Open(Mark::Html(..))) => '<',
        Some(Token::Open(_) | Token::Close) => '*',
        Some(Token::Gap(_)) => '\\',
        None => '\n',
    }
}
