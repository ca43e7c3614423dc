//! What the library would draw, and not as it is meant, or could not bear: found before, so that nothing is wrong in silence.

use std::borrow::Cow;
use std::ops::Range;

use super::{HELP, Mistake};

/// Environments whose lines have numbers; they are as wide as the page.
pub const NUMBERED: [&str; 4] = ["equation", "align", "gather", "multline"];

/// More open at once overflows the library's stack, in a build without optimisation at about a hundred.
const DEEPEST: usize = 50;

/// Commands whose argument is text, and of those that set letters in a style, those that have forms for ASCII alone.
const TEXTS: [&str; 9] = [
    "text", "textrm", "textbf", "textit", "texttt", "textsf", "emph", "mbox", "hbox",
];
const STYLES: [&str; 10] = [
    "mathbf",
    "mathbb",
    "mathcal",
    "mathscr",
    "mathfrak",
    "mathsf",
    "mathtt",
    "mathit",
    "boldsymbol",
    "bm",
];

/// What is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    /// Braces, with the commands in a row before them.
    Group(usize),
    /// The argument of a command of [`TEXTS`].
    Text,
    /// The argument of a command of [`STYLES`].
    Style,
    /// Lines that `\\` parts: an environment, or `\substack{…}`.
    Lines,
    /// `\left` up to `\right`.
    Fence,
}

struct Scanner<'s> {
    source: &'s str,
    at: usize,
    open: Vec<Open>,
    /// Commands in a row, each of which may take the next as its argument.
    chain: usize,
    /// The last command, if nothing but spaces stands behind it.
    command: &'s str,
    /// Spaces in texts that the library would drop.
    spaces: Vec<usize>,
    is_display: bool,
}

/// The formula as the library draws it right; a mistake where it would not.
pub fn checked(source: &str, is_display: bool) -> Result<Cow<'_, str>, Mistake> {
    if let Some(mistake) = prose(source) {
        return Err(mistake);
    }
    let mut scanner = Scanner {
        source,
        at: 0,
        open: Vec::new(),
        chain: 0,
        command: "",
        spaces: Vec::new(),
        is_display,
    };
    while let Some(c) = source[scanner.at..].chars().next() {
        scanner.next(c)?;
    }
    let spaces = scanner.spaces;
    let others = ["\\mbox", "\\hbox", "{split}"];
    if spaces.is_empty() && !others.iter().any(|other| source.contains(other)) {
        return Ok(Cow::Borrowed(source));
    }
    let mut latex = source.to_owned();
    spaces
        .into_iter()
        .for_each(|at| latex.replace_range(at..at + 1, "~"));
    // The same, under names that the library knows.
    let latex = latex
        .replace("\\mbox", "\\text")
        .replace("\\hbox", "\\text");
    Ok(Cow::Owned(latex.replace("{split}", "{aligned}")))
}

fn wrong<T>(range: Range<usize>, message: &str, help: &'static str) -> Result<T, Mistake> {
    Err(Mistake {
        range,
        message: message.to_owned(),
        help,
    })
}

impl<'s> Scanner<'s> {
    fn next(&mut self, c: char) -> Result<(), Mistake> {
        let (from, rest) = (self.at, &self.source[self.at..]);
        self.at += c.len_utf8();
        match c {
            '\\' => return self.command(&rest[1..]),
            '{' => {
                let opened = match self.command {
                    name if TEXTS.contains(&name) => Open::Text,
                    name if STYLES.contains(&name) => Open::Style,
                    "substack" => Open::Lines,
                    _ => Open::Group(self.chain),
                };
                self.open(opened)?;
            }
            '}' => {
                self.open.pop();
            }
            '%' => return self.comment(from),
            '$' => {
                return wrong(
                    from..self.at,
                    "a dollar stands inside of it",
                    "write `\\$` for the sign; inside of `\\text{…}`, end the text, and begin another behind the formula",
                );
            }
            '&' if !matches!(self.open.last(), None | Some(Open::Lines)) => {
                return wrong(
                    from..self.at,
                    "`&` stands between braces or brackets, and parts no columns there",
                    "take it out of them, write `\\left( … \\right.` and `\\left. … \\right)` on its sides, or `\\&` for the sign",
                );
            }
            c if !c.is_ascii() && c.is_alphabetic() && self.open.last() == Some(&Open::Style) => {
                return wrong(
                    from..self.at,
                    &format!("no styled form of `{c}` exists"),
                    "write `\\textbf{…}` or another command of text",
                );
            }
            _ => {}
        }
        if !c.is_whitespace() {
            self.chain = 0;
            self.command = "";
        }
        Ok(())
    }

    fn open(&mut self, opened: Open) -> Result<(), Mistake> {
        self.open.push(opened);
        self.chain = 0;
        self.command = "";
        self.depth()
    }

    fn depth(&self) -> Result<(), Mistake> {
        let weight = |open: &Open| match open {
            Open::Group(chain) => 1 + chain,
            _ => 1,
        };
        let deep = self.open.iter().map(weight).sum::<usize>() + self.chain;
        match deep > DEEPEST {
            true => wrong(
                0..self.source.len(),
                "too much in it stands in each other",
                HELP,
            ),
            false => Ok(()),
        }
    }

    /// A command, of which this is the rest behind the backslash.
    fn command(&mut self, rest: &'s str) -> Result<(), Mistake> {
        let from = self.at - 1;
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = match letters {
            0 => rest.chars().next().map_or(0, char::len_utf8),
            letters => letters,
        };
        let name = &rest[..length];
        self.at += length;
        match name {
            "\\" if !self.open.contains(&Open::Lines) => {
                return wrong(
                    from..self.at,
                    "`\\\\` begins no line here",
                    "put the lines between `\\begin{aligned}` and `\\end{aligned}`",
                );
            }
            "begin" => self.begin(from)?,
            "end" => {
                let last = self.open.iter().rposition(|open| *open == Open::Lines);
                self.open.truncate(last.unwrap_or(self.open.len()));
            }
            "left" => self.open(Open::Fence)?,
            "right" if self.open.last() == Some(&Open::Fence) => {
                self.open.pop();
            }
            _ => {}
        }
        // In a text, the space behind a sign is one.
        if letters == 0 && self.open.last() == Some(&Open::Text) && rest[length..].starts_with(' ')
        {
            self.spaces.push(self.at);
        }
        self.command = name;
        self.chain += 1;
        self.depth()
    }

    fn begin(&mut self, from: usize) -> Result<(), Mistake> {
        let name = self.source[self.at..].strip_prefix('{');
        let name = name
            .and_then(|name| name.split_once('}'))
            .map_or("", |(name, _)| name);
        if !self.is_display && NUMBERED.contains(&name.trim_end_matches('*')) {
            return wrong(
                from..self.at,
                &format!("`{name}` is as wide as the page"),
                "write it between `$$` and `$$`",
            );
        }
        // What follows is its name, and no group.
        self.at += name.len() + if name.is_empty() { 0 } else { 2 };
        self.open(Open::Lines)
    }

    /// A comment on a line of its own is one; elsewhere most likely a percentage, of which nothing would be seen.
    fn comment(&mut self, from: usize) -> Result<(), Mistake> {
        let before = self.source[..from].rsplit('\n').next().unwrap_or_default();
        let line = self.source[from..].find('\n');
        if before.trim().is_empty() && line.is_some() {
            self.at = from + line.unwrap_or_default();
            return Ok(());
        }
        wrong(
            from..from + 1,
            "`%` begins a comment, which nobody would see",
            "write `\\%` for the sign",
        )
    }
}

/// Words between dollars: prices, or prose that would be set as letters in a row, without its spaces.
fn prose(source: &str) -> Option<Mistake> {
    if source.contains('\\') {
        return None;
    }
    let words: Vec<&str> = source.split_whitespace().collect();
    let is_word = |word: &&str| {
        let word = word.trim_matches([',', '.', ';', ':', '!', '?', '(', ')']);
        word.chars().count() > 1 && word.chars().all(|c| c.is_alphabetic() || "'’-".contains(c))
    };
    let starts_with_number = |word: Option<&&str>| {
        word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let count = words.iter().filter(|word| is_word(word)).count();
    let long = words.iter().filter(|word| is_word(word));
    let is_long = long
        .clone()
        .any(|word| word.chars().count() > 2 || !word.is_ascii());
    let is_price = count > 0 && starts_with_number(words.first());
    (is_price || (count > 1 && is_long)).then(|| Mistake {
        range: 0..source.len(),
        message: "it reads as words, not as mathematics".to_owned(),
        help: "write `\\$` for the dollar; in a formula, words stand in `\\text{…}`",
    })
}
