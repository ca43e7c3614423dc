//! What running text consists of, before it is Markdown.

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
