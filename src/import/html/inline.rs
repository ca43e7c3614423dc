//! Running text as it is gathered, cut into paragraphs and tidied.

use super::escape::{destination, guard_lines, longest};
use super::marks::{Gap, Mark, Token, render};

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
