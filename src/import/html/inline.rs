//! Running text → Markdown: signs that CommonMark would not read as meant are HTML instead, and only what would be read as a
//! sign is escaped (spec.commonmark.org, "Emphasis and strong emphasis").

use super::escape::{destination, escape, guard_lines, is_address, is_plain_address, longest};

/// A piece of running text.
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
    /// HTML tags.
    Html(String, String),
}

/// Running text as it is gathered.
#[derive(Debug, Default)]
pub struct Run {
    tokens: Vec<Token>,
    open: Vec<Mark>,
    /// Whether HTML may stand for a sign that would not be read as meant.
    html: bool,
    /// Whether the last image is shown late, so that a copy follows for browsers without scripts.
    pub lazy: bool,
}

impl Run {
    pub fn raw(&mut self, raw: String) {
        self.tokens.push(Token::Raw(raw));
    }

    pub fn gap(&mut self, gap: Gap) {
        match self.tokens.last_mut() {
            Some(Token::Gap(last)) if *last == gap && gap == Gap::Break => *last = Gap::Paragraph,
            Some(Token::Gap(last)) => *last = gap.max(*last),
            _ => self.tokens.push(Token::Gap(gap)),
        }
    }

    /// Adds text; with `lines`, its line feeds count.
    pub fn text(&mut self, text: &str, lines: bool) {
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c: char| c.is_ascii_whitespace());
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            rest = after.trim_ascii_start();
            if !word.is_empty() {
                self.tokens.push(Token::Text(word.to_owned()));
            }
            let space = &after[..after.len() - rest.len()];
            match space.matches('\n').count() {
                _ if space.is_empty() => {}
                1 if lines => self.gap(Gap::Newline),
                2.. if lines => self.gap(Gap::Paragraph),
                _ => self.gap(Gap::Space),
            }
        }
    }

    /// Begins a mark, which goes on over all blocks up to its end.
    pub fn open(&mut self, mark: Mark) {
        self.open.push(mark.clone());
        self.tokens.push(Token::Open(mark));
    }

    pub fn close(&mut self) {
        self.open.pop();
        self.tokens.push(Token::Close);
    }

    /// Adds what `fill` adds, inside a mark; `html` is whether HTML may stand in its place.
    pub fn marked(&mut self, mark: Mark, html: bool, fill: impl FnOnce(&mut Run)) {
        self.html |= html;
        if !matches!(mark, Mark::Html(..)) && self.open.contains(&mark) {
            return fill(self);
        }
        self.open(mark);
        fill(self);
        self.close();
    }

    pub fn link(&mut self, address: &str, title: &str, fill: impl FnOnce(&mut Run)) {
        // A link in a link is none; the outer one stays.
        if self.open.iter().any(|mark| matches!(mark, Mark::Link(..))) {
            return fill(self);
        }
        let mark = Mark::Link(address.to_owned(), destination(address, title));
        self.marked(mark, false, fill);
    }

    pub fn code(&mut self, text: &str) {
        let mut code = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A space at the edge of code is one between words.
        if text.starts_with(char::is_whitespace) {
            self.gap(Gap::Space);
        }
        if code.is_empty() {
            return;
        }
        // Two that touch would be read as one with other fences: they become one.
        if let Some(Token::Raw(touching)) = self.tokens.last()
            && touching.starts_with('`')
        {
            let inside = touching.trim_matches('`');
            let is_padded = inside.starts_with(" `") || inside.ends_with("` ");
            let inside = if is_padded {
                inside.trim_matches(' ')
            } else {
                inside
            };
            code.insert_str(0, inside);
            self.tokens.pop();
        }
        let fence = "`".repeat(longest(&code, '`') + 1);
        let is_padded = code.starts_with('`') || code.ends_with('`');
        let space = if is_padded { " " } else { "" };
        self.raw(format!("{fence}{space}{code}{space}{fence}"));
        if text.ends_with(char::is_whitespace) {
            self.gap(Gap::Space);
        }
    }

    /// The text as paragraphs. What is open stays open for the text that comes after.
    pub fn paragraphs(&mut self) -> Vec<String> {
        let tokens = std::mem::take(&mut self.tokens);
        self.tokens = self.open.iter().cloned().map(Token::Open).collect();
        self.lazy = false;
        split(tokens)
            .into_iter()
            .map(|tokens| guard_lines(&self.rendered(tokens)))
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// The text on one line.
    pub fn line(&mut self) -> String {
        let mut tokens = std::mem::take(&mut self.tokens);
        for token in &mut tokens {
            if let Token::Gap(gap) = token {
                *gap = Gap::Space;
            }
        }
        self.rendered(tokens)
    }

    fn rendered(&self, tokens: Vec<Token>) -> String {
        let tokens = tidy(tokens);
        let is_visible = tokens.iter().any(|token| match token {
            Token::Text(text) => !text.trim().is_empty(),
            token => matches!(token, Token::Raw(_)),
        });
        if is_visible {
            render(&tokens, self.html)
        } else {
            String::new()
        }
    }
}

/// Cuts at empty lines; a mark that is open there is closed and opened again.
fn split(tokens: Vec<Token>) -> Vec<Vec<Token>> {
    let (mut paragraphs, mut current, mut open) = (Vec::new(), Vec::new(), Vec::new());
    for token in tokens {
        match &token {
            Token::Gap(Gap::Paragraph) => {
                current.extend(open.iter().map(|_| Token::Close));
                paragraphs.push(std::mem::replace(&mut current, open.clone()));
                continue;
            }
            Token::Open(_) => open.push(token.clone()),
            Token::Close => drop(open.pop()),
            _ => {}
        }
        current.push(token);
    }
    current.extend(open.iter().map(|_| Token::Close));
    paragraphs.push(current);
    paragraphs
}

/// Gaps stand outside marks, and none at the ends; marks without text go, and a mark that goes on is one.
fn tidy(tokens: Vec<Token>) -> Vec<Token> {
    let (mut kept, mut gap): (Vec<Token>, Option<Gap>) = (Vec::new(), None);
    let (mut open, mut closed): (Vec<Mark>, Option<Mark>) = (Vec::new(), None);
    for token in tokens {
        match token {
            Token::Gap(other) => gap = gap.max(Some(other)),
            Token::Text(text) => {
                settle(&mut kept, gap.take());
                match kept.last_mut() {
                    Some(Token::Text(last)) => last.push_str(&text),
                    _ => kept.push(Token::Text(text)),
                }
            }
            Token::Raw(raw) => {
                settle(&mut kept, gap.take());
                kept.push(Token::Raw(raw));
            }
            Token::Open(mark) => {
                let goes_on = gap.is_none()
                    && kept.last() == Some(&Token::Close)
                    && closed.as_ref() == Some(&mark)
                    && !matches!(mark, Mark::Html(..));
                open.push(mark.clone());
                if goes_on {
                    kept.pop();
                } else {
                    kept.push(Token::Open(mark));
                }
            }
            Token::Close => {
                closed = open.pop();
                if matches!(kept.last(), Some(Token::Open(_))) {
                    kept.pop();
                    closed = None;
                } else {
                    kept.push(Token::Close);
                }
            }
        }
    }
    // No-break spaces at the ends of a paragraph were for the eye alone.
    if let Some(Token::Text(text)) = kept.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Token::Text(text)) = kept.last_mut() {
        *text = text.trim_end().to_owned();
    }
    kept
}

/// Writes the gap that is owed, before marks that were just opened; none at the beginning.
fn settle(kept: &mut Vec<Token>, gap: Option<Gap>) {
    let is_open = |token: &Token| matches!(token, Token::Open(_));
    let before = kept.iter().rposition(|token| !is_open(token));
    let (Some(gap), Some(before)) = (gap, before) else {
        return;
    };
    match &mut kept[before] {
        Token::Text(text) if gap == Gap::Space => text.push(' '),
        _ if gap == Gap::Space => kept.insert(before + 1, Token::Text(" ".into())),
        _ => kept.insert(before + 1, Token::Gap(gap)),
    }
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

    /// What a token ends with.
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

fn render(tokens: &[Token], html: bool) -> String {
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
