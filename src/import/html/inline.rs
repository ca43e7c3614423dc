//! Running text → Markdown: signs that CommonMark would not read as meant are HTML instead, and only what would be read as a
//! sign is escaped (spec.commonmark.org, "Emphasis and strong emphasis").

use super::escape::{destination, escape, guard_lines, is_plain_address, longest};

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Text as it is to be read.
    Text(String),
    /// Markdown or HTML, ready.
    Raw(String),
    /// Begins a mark.
    Open(Mark),
    /// Ends the mark that was begun last.
    Close,
    /// `<br>`.
    Break,
    /// A line feed that is a line's end, unless there is a `<br>` beside it.
    Newline,
    /// An empty line.
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
    /// Adds a token.
    pub fn push(&mut self, token: Token) {
        match &token {
            Token::Open(mark) => self.open.push(mark.clone()),
            Token::Close if self.open.pop().is_none() => return,
            _ => {}
        }
        self.tokens.push(token);
    }

    /// Adds text; with `lines`, its line feeds count.
    pub fn text(&mut self, text: &str, lines: bool) {
        if !lines || !text.contains('\n') {
            self.plain(text);
            return;
        }
        // A gap of spaces and line feeds is an empty line, a line's end, or a space.
        let mut rest = text;
        while let Some(at) = rest.find('\n') {
            let before = &rest[..at];
            self.plain(before);
            let gap = rest.len() - rest[at..].trim_start_matches([' ', '\t', '\n', '\r']).len();
            let feeds = rest[at..gap].matches('\n').count();
            self.tokens.push(if feeds > 1 {
                Token::Paragraph
            } else {
                Token::Newline
            });
            rest = &rest[gap..];
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.tokens.push(Token::Text(text.to_owned()));
        }
    }

    /// Adds what `fill` adds, inside a mark; `html` is whether HTML may stand in its place.
    pub fn marked(&mut self, mark: Mark, html: bool, fill: impl FnOnce(&mut Run)) {
        self.html |= html;
        let twice = !matches!(mark, Mark::Html(..)) && self.open.contains(&mark);
        if !twice {
            self.push(Token::Open(mark));
        }
        fill(self);
        if !twice {
            self.push(Token::Close);
        }
    }

    /// Adds a link.
    pub fn link(&mut self, address: &str, title: &str, fill: impl FnOnce(&mut Run)) {
        // A link in a link is none; the outer one stays.
        if self.open.iter().any(|mark| matches!(mark, Mark::Link(..))) {
            return fill(self);
        }
        let html = self.html;
        self.marked(
            Mark::Link(address.to_owned(), destination(address, title)),
            html,
            fill,
        );
    }

    /// Adds code.
    pub fn code(&mut self, text: &str) {
        let edge = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let (before, after) = (edge(text.chars().next()), edge(text.chars().next_back()));
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A space at the edge of code is one between words.
        if before {
            self.plain(" ");
        }
        if text.is_empty() {
            return;
        }
        // Two that touch would be read as one with other fences: they become one.
        if let Some(Token::Raw(touching)) = self
            .tokens
            .last()
            .filter(|token| matches!(token, Token::Raw(raw) if raw.starts_with('`')))
        {
            let inside = touching.trim_matches('`');
            let padded = inside.starts_with(" `") || inside.ends_with("` ");
            text.insert_str(
                0,
                if padded {
                    inside.trim_matches(' ')
                } else {
                    inside
                },
            );
            self.tokens.pop();
        }
        let fence = "`".repeat(longest(&text, '`') + 1);
        let space = if text.starts_with('`') || text.ends_with('`') {
            " "
        } else {
            ""
        };
        self.tokens
            .push(Token::Raw(format!("{fence}{space}{text}{space}{fence}")));
        if after {
            self.plain(" ");
        }
    }

    /// Keeps the words of a block apart from those beside it.
    pub fn apart(&mut self, block: bool) {
        if block {
            self.tokens.push(Token::Newline);
        }
    }

    /// The text as paragraphs. What is open stays open for the text that comes after.
    pub fn paragraphs(&mut self) -> Vec<String> {
        let tokens = std::mem::take(&mut self.tokens);
        self.tokens = self.open.iter().cloned().map(Token::Open).collect();
        self.lazy = false;
        let paragraphs = split(tokens)
            .into_iter()
            .map(tidy)
            .filter(|tokens| is_visible(tokens));
        paragraphs
            .map(|tokens| guard_lines(&render(&tokens, self.html)))
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// The text on one line.
    pub fn line(&mut self) -> String {
        let space = |token| match token {
            Token::Break | Token::Newline | Token::Paragraph => Token::Text(" ".into()),
            token => token,
        };
        let tokens = std::mem::take(&mut self.tokens)
            .into_iter()
            .map(space)
            .collect();
        let tokens = tidy(balanced(tokens));
        if is_visible(&tokens) {
            render(&tokens, self.html)
        } else {
            String::new()
        }
    }
}

fn is_visible(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| match token {
        Token::Text(text) => !text.trim().is_empty(),
        Token::Raw(_) => true,
        _ => false,
    })
}

fn is_gap(token: &Token) -> bool {
    match token {
        Token::Break | Token::Newline | Token::Paragraph => true,
        Token::Text(text) => text.bytes().all(|b| b.is_ascii_whitespace()),
        _ => false,
    }
}

/// Cuts at empty lines and at two `<br>`; a mark that is open there is closed and opened again.
fn split(tokens: Vec<Token>) -> Vec<Vec<Token>> {
    let (mut paragraphs, mut current, mut open) = (Vec::new(), Vec::new(), Vec::<Mark>::new());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            token if is_gap(&token) => {
                let mut gap = vec![token];
                while let Some(next) = tokens.next_if(is_gap) {
                    gap.push(next);
                }
                let breaks = gap.iter().filter(|token| **token == Token::Break).count();
                if breaks > 1 || gap.contains(&Token::Paragraph) {
                    let mut whole = std::mem::replace(
                        &mut current,
                        open.iter().cloned().map(Token::Open).collect(),
                    );
                    whole.extend(open.iter().map(|_| Token::Close));
                    paragraphs.push(whole);
                } else if breaks == 1 || gap.contains(&Token::Newline) {
                    current.push(Token::Break);
                } else {
                    current.push(Token::Text(" ".into()));
                }
            }
            Token::Open(mark) => {
                open.push(mark.clone());
                current.push(Token::Open(mark));
            }
            Token::Close => {
                if open.pop().is_some() {
                    current.push(Token::Close);
                }
            }
            token => current.push(token),
        }
    }
    current.extend(open.iter().map(|_| Token::Close));
    paragraphs.push(current);
    paragraphs
}

/// Every mark that is opened is closed, and nothing else is.
fn balanced(tokens: Vec<Token>) -> Vec<Token> {
    let mut open = 0usize;
    let mut kept = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token {
            Token::Open(_) => open += 1,
            Token::Close if open == 0 => continue,
            Token::Close => open -= 1,
            _ => {}
        }
        kept.push(token);
    }
    kept.extend(std::iter::repeat_n(Token::Close, open));
    kept
}

#[derive(Clone, Copy, PartialEq)]
enum Pending {
    Nothing,
    Space,
    Break,
}

/// Runs of spaces become one, and stand outside marks; marks without text go, and a mark that goes on is one.
fn tidy(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::new();
    let (mut pending, mut fresh) = (Pending::Nothing, true);
    let (mut open, mut closed): (Vec<Mark>, Option<Mark>) = (Vec::new(), None);
    for token in tokens {
        match token {
            Token::Text(text) => {
                for part in pieces(&text) {
                    if part.as_bytes()[0].is_ascii_whitespace() {
                        if pending == Pending::Nothing && !fresh {
                            pending = Pending::Space;
                        }
                        continue;
                    }
                    settle(&mut kept, &mut pending);
                    fresh = false;
                    match kept.last_mut() {
                        Some(Token::Text(last)) => last.push_str(part),
                        _ => kept.push(Token::Text(part.to_owned())),
                    }
                }
            }
            Token::Raw(raw) => {
                settle(&mut kept, &mut pending);
                fresh = false;
                kept.push(Token::Raw(raw));
            }
            Token::Open(mark) => {
                if pending == Pending::Nothing
                    && kept.last() == Some(&Token::Close)
                    && closed.as_ref() == Some(&mark)
                    && !matches!(mark, Mark::Html(..))
                {
                    kept.pop();
                } else {
                    kept.push(Token::Open(mark.clone()));
                }
                open.push(mark);
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
            Token::Break | Token::Newline | Token::Paragraph => {
                if !fresh {
                    pending = Pending::Break;
                }
            }
        }
    }
    trim_no_break(&mut kept);
    kept
}

/// A text cut into runs of spaces and runs of other signs.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let space = rest.as_bytes().first()?.is_ascii_whitespace();
        let end = rest
            .bytes()
            .position(|b| b.is_ascii_whitespace() != space)
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Writes the space or break that is owed, before marks that were just opened.
fn settle(kept: &mut Vec<Token>, pending: &mut Pending) {
    let token = match std::mem::replace(pending, Pending::Nothing) {
        Pending::Nothing => return,
        Pending::Space => Token::Text(" ".into()),
        Pending::Break => Token::Break,
    };
    let at = kept
        .iter()
        .rposition(|token| !matches!(token, Token::Open(_)))
        .map_or(0, |at| at + 1);
    match (at.checked_sub(1).map(|before| &mut kept[before]), &token) {
        (Some(Token::Text(text)), Token::Text(_)) => text.push(' '),
        _ => kept.insert(at, token),
    }
}

/// No-break spaces at the ends of a paragraph were for the eye alone.
fn trim_no_break(tokens: &mut [Token]) {
    if let Some(Token::Text(text)) = tokens.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Token::Text(text)) = tokens.last_mut() {
        *text = text.trim_end().to_owned();
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

    /// Seen from the token's end, or its beginning.
    fn of_token(token: Option<&Token>, end: bool) -> Self {
        match token {
            None | Some(Token::Break | Token::Newline | Token::Paragraph) => Side::Space,
            // An address may be written between `<` and `>`.
            Some(Token::Text(text))
                if text
                    .rsplit(char::is_whitespace)
                    .next()
                    .is_some_and(|word| end && word.contains("://")) =>
            {
                Side::Odd
            }
            Some(Token::Text(text))
                if !end && (text.starts_with("http://") || text.starts_with("https://")) =>
            {
                Side::Odd
            }
            Some(Token::Text(text) | Token::Raw(text)) => {
                let c = if end {
                    text.chars().next_back()
                } else {
                    text.chars().next()
                };
                c.map_or(Side::Space, Side::of)
            }
            Some(Token::Open(Mark::Link(..) | Mark::Html(..))) => Side::Punctuation,
            Some(Token::Open(_) | Token::Close) => Side::Sign,
        }
    }
}

/// The sign of a mark at its place, or nothing where CommonMark would not read it as meant.
fn sign(mark: &Mark, tokens: &[Token], open: usize, close: usize) -> Option<&'static str> {
    let before = Side::of_token(open.checked_sub(1).map(|at| &tokens[at]), true);
    let after = Side::of_token(tokens.get(close + 1), false);
    let (first, last) = (
        Side::of_token(tokens.get(open + 1), false),
        Side::of_token(tokens.get(close - 1), true),
    );
    let outside = |side: Side| matches!(side, Side::Space | Side::Punctuation | Side::Sign);
    let hugs = |inside: Side, outer: Side| {
        inside == Side::Word || (inside != Side::Space && outside(outer))
    };
    if !hugs(first, before) || !hugs(last, after) {
        return None;
    }
    let beside = [before, first, last, after].contains(&Side::Sign);
    match mark {
        Mark::Emphasis if !beside => Some("*"),
        // `***` would be read in more than one way; `_` does not work within a word.
        Mark::Emphasis => (outside(before) && outside(after)).then_some("_"),
        Mark::Strong => Some("**"),
        Mark::Strike => Some("~~"),
        Mark::Link(..) | Mark::Html(..) => None,
    }
}

fn render(tokens: &[Token], html: bool) -> String {
    let mut text = String::new();
    // The end of each mark that is open.
    let mut ends: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            Token::Text(part) => {
                let next = first_char(tokens.get(at + 1));
                let in_link = ends.iter().any(|(_, link)| *link);
                escape(part, next, in_link, &mut text);
            }
            Token::Raw(raw) => text.push_str(raw),
            Token::Break | Token::Newline | Token::Paragraph => text.push_str("\\\n"),
            Token::Close => {
                let (end, _) = ends.pop().unwrap_or_default();
                text.push_str(&end);
            }
            Token::Open(mark) => {
                let close = close_of(tokens, at);
                match (mark, tokens.get(at + 1..close).unwrap_or_default()) {
                    (Mark::Link(address, _), [Token::Text(label)])
                        if label == address && is_plain_address(address) =>
                    {
                        text += &format!("<{address}>");
                        at = close;
                    }
                    (Mark::Link(_, destination), _) => {
                        if text.ends_with('!') && !text.ends_with("\\!") {
                            text.insert(text.len() - 1, '\\');
                        }
                        text.push('[');
                        ends.push((format!("]({destination})"), true));
                    }
                    (Mark::Html(open, end), _) => {
                        text.push_str(open);
                        ends.push((end.clone(), false));
                    }
                    _ => {
                        let (open, end) = match (sign(mark, tokens, at, close), mark) {
                            (Some(sign), _) => (sign, sign),
                            (None, _) if !html => ("", ""),
                            (None, Mark::Emphasis) => ("<em>", "</em>"),
                            (None, Mark::Strong) => ("<strong>", "</strong>"),
                            (None, _) => ("<del>", "</del>"),
                        };
                        text.push_str(open);
                        ends.push((end.to_owned(), false));
                    }
                }
            }
        }
        at += 1;
    }
    text
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
        Some(Token::Break | Token::Newline | Token::Paragraph) => '\\',
        _ => '\n',
    }
}
