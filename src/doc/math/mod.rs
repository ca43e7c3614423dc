//! Mathematics as LaTeX has it, `$…$` and `$$…$$`, drawn as MathML: nothing runs in the browser.
//!
//! 1. [`doubts`]: what would be drawn otherwise than it is meant, and what the library cannot bear, is a mistake
//! 2. [`Formula::new`]: the library draws the rest, or says what it does not know
//! 3. [`plain`]: the formula in one line of text, for titles, ids, search and excerpts
//! 4. [`number`]: numbered equations count through the whole text, and references find them
//!
//! A formula with a mistake is shown as it is written, and told.

mod doubts;
mod plain;
mod stray;

use std::borrow::Cow;
use std::ops::Range;
use std::panic::catch_unwind;
use std::sync::LazyLock;

use math_core::{LatexError, LatexToMathML, MathCoreConfig, MathDisplay};
use pulldown_cmark::{CowStr, Event, Tag};
use serde::{Deserialize, Serialize};

use super::html::{Change, Html};
use super::parse::{Extensions, parser};
use super::shortcodes::Call;
use super::tree::{Kind, Node};

/// A formula, and what came of it.
#[derive(Clone, Debug)]
pub struct Formula {
    /// As it is written, between its dollars.
    pub source: String,
    /// Whether it stands on a line of its own.
    pub is_display: bool,
    pub drawn: Result<String, Mistake>,
    /// In one line of text.
    pub text: String,
}

/// Why a formula is not drawn.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// Its bytes of the formula.
    pub range: Range<usize>,
    /// What is wrong, as a part of a sentence.
    pub message: String,
    pub help: &'static str,
}

/// A formula that readers see as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undrawn {
    pub message: String,
    pub help: String,
    /// Its bytes of the text.
    pub place: Range<usize>,
}

/// What other programs define, in terms of what the library knows.
const MACROS: &[(&str, &str)] = &[
    ("substack", r"\begin{subarray}{c}#1\end{subarray}"),
    ("textcolor", r"{\color{#1}#2}"),
    ("ensuremath", "#1"),
    ("relax", "{}"),
    ("dotsb", r"\cdots"),
    ("dotsc", r"\ldots"),
    ("dotsi", r"\cdots"),
    ("dotsm", r"\cdots"),
    ("dotso", r"\ldots"),
];

static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    let macros = MACROS
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let config = MathCoreConfig {
        macros: macros.collect(),
        ..MathCoreConfig::default()
    };
    LatexToMathML::new(config).unwrap_or_default()
});

const HELP: &str =
    "readers see it as it is written; where no formula is meant, write `\\$` for the dollar";
const UNREADABLE: &str = "the library that draws it cannot read it";

impl Formula {
    pub fn new(source: String, is_display: bool) -> Self {
        let drawn = draw(&source, is_display);
        let text = match &drawn {
            Ok(mathml) => plain::plain(mathml),
            Err(_) => source.trim().to_owned(),
        };
        Self {
            source,
            is_display,
            drawn,
            text,
        }
    }

    /// As it is written, dollars included.
    pub fn written(&self) -> String {
        let fence = self.fence();
        format!("{fence}{}{fence}", self.source)
    }

    fn fence(&self) -> &'static str {
        if self.is_display { "$$" } else { "$" }
    }

    fn is_numbered(&self) -> bool {
        doubts::NUMBERED
            .iter()
            .any(|name| self.source.contains(&format!("\\begin{{{name}}}")))
    }

    fn refers(&self) -> bool {
        self.source.contains("\\eqref") || self.source.contains("\\ref")
    }
}

fn display(is_display: bool) -> MathDisplay {
    match is_display {
        true => MathDisplay::Block,
        false => MathDisplay::Inline,
    }
}

fn draw(source: &str, is_display: bool) -> Result<String, Mistake> {
    let latex = doubts::checked(source, is_display)?;
    let all = draw_all(&[(&latex, display(is_display))]);
    let drawn = all.into_iter().next().unwrap_or(Err(unreadable(source)))?;
    match plain::shows(&drawn.0) {
        true => Ok(drawn.0),
        false => Err(Mistake {
            range: 0..source.len(),
            message: "nothing of it would be seen".to_owned(),
            help: HELP,
        }),
    }
}

/// What is drawn of some formulas, and whether a reference in it leads nowhere.
fn draw_all(formulas: &[(&str, MathDisplay)]) -> Vec<Result<(String, bool), Mistake>> {
    // The doubts leave nothing that panics, as far as is known; of what is not known, nothing is published in a broken state.
    let results = catch_unwind(|| CONVERTER.convert_all(formulas)).unwrap_or_default();
    let told = results.into_iter().map(|result| match result {
        Ok(drawn) => Ok((drawn.mathml, drawn.warnings.has_undefined_references())),
        Err(error) => Err(mistake(&error)),
    });
    told.collect()
}

fn unreadable(source: &str) -> Mistake {
    Mistake {
        range: 0..source.len(),
        message: UNREADABLE.to_owned(),
        help: HELP,
    }
}

/// The library's own words, in the form of ours.
fn mistake(error: &LatexError) -> Mistake {
    let words = error.to_string().replace('"', "`").replace("``", "`");
    let words = words.strip_suffix('.').unwrap_or(&words);
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    Mistake {
        range: error.0.clone(),
        message: first.chain(letters).collect(),
        help: HELP,
    }
}

/// Draws the formulas of a text again where equations are numbered: they count through all of it.
pub fn number(nodes: &mut [Node]) {
    let formulas: Vec<&mut Formula> = nodes.iter_mut().filter_map(formula_of).collect();
    if !formulas
        .iter()
        .any(|formula| formula.is_numbered() || formula.refers())
    {
        return;
    }
    let mut drawn: Vec<&mut Formula> = formulas
        .into_iter()
        .filter(|formula| formula.drawn.is_ok())
        .collect();
    let checked: Vec<Cow<str>> = drawn
        .iter()
        .map(|formula| {
            doubts::checked(&formula.source, formula.is_display).unwrap_or(Cow::Borrowed(""))
        })
        .collect();
    let all: Vec<(&str, MathDisplay)> = checked
        .iter()
        .zip(&drawn)
        .map(|(latex, formula)| (&**latex, display(formula.is_display)))
        .collect();
    let results = draw_all(&all);
    drop(all);
    let results: Vec<_> = results
        .into_iter()
        .map(|result| match result {
            Ok((_, true)) => Err("it refers to an equation that has no such `\\label`".to_owned()),
            Ok((mathml, false)) => Ok(without_links_inside(mathml)),
            Err(mistake) => Err(mistake.message),
        })
        .collect();
    drop(checked);
    for (formula, result) in drawn.iter_mut().zip(results) {
        formula.drawn = result.map_err(|message| Mistake {
            range: 0..formula.source.len(),
            message,
            help: HELP,
        });
    }
}

/// A formula that only refers to an equation is a link; in a longer one, which assistive technology takes as a whole, none can be
/// reached.
fn without_links_inside(mathml: String) -> String {
    let link = mathml.strip_prefix("<math><mtext>");
    let link = link.and_then(|rest| rest.strip_suffix("</mtext></math>"));
    let is_link = |text: &&str| {
        text.starts_with("<a ") && text.find("</a>") == Some(text.len() - "</a>".len())
    };
    if let Some(link) = link.filter(is_link) {
        return link.to_owned();
    }
    let html = Html::read(&mathml);
    html.changed(0..html.text.len(), |_, tag| match tag.is("a") {
        true => Change::to(String::new()),
        false => Change::default(),
    })
    .text
}

fn formula_of<'n>(node: &'n mut Node) -> Option<&'n mut Formula> {
    match &mut node.kind {
        Kind::Math(formula) => Some(formula),
        _ => None,
    }
}

/// The formulas of a text that are not drawn, those in its captions too.
pub fn undrawn(
    nodes: &[Node],
    calls: &[Call],
    source: &str,
    extensions: Extensions,
) -> Vec<Undrawn> {
    if !extensions.math {
        return Vec::new();
    }
    let mut found = stray::stray(nodes, source);
    for node in nodes {
        match &node.kind {
            Kind::Math(formula) => found.extend(of_formula(formula, node, source)),
            Kind::Start(Tag::Image { title, .. }) => {
                found.extend(of_line(title, &node.span, extensions))
            }
            _ => {}
        }
    }
    for call in calls {
        let captions = [call.text("caption"), call.text("alt")];
        let captions = captions.into_iter().flatten();
        found.extend(captions.flat_map(|caption| of_line(caption, &call.range, extensions)));
    }
    found.sort_by_key(|undrawn| undrawn.place.start);
    found
}

fn of_formula(formula: &Formula, node: &Node, source: &str) -> Option<Undrawn> {
    let mistake = formula.drawn.as_ref().err()?;
    let start = node.span.start + formula.fence().len();
    let is_as_written = source.get(start..start + formula.source.len()) == Some(&formula.source);
    let place = match is_as_written {
        true => start + mistake.range.start..start + mistake.range.end,
        false => node.span.clone(),
    };
    Some(Undrawn::new(mistake, place))
}

fn of_line(line: &str, place: &Range<usize>, extensions: Extensions) -> Vec<Undrawn> {
    let wrong = line_as_text(line, extensions).1.into_iter();
    wrong
        .map(|undrawn| Undrawn {
            place: place.clone(),
            ..undrawn
        })
        .collect()
}

impl Undrawn {
    fn new(mistake: &Mistake, place: Range<usize>) -> Self {
        Self {
            message: format!("this formula is not drawn: {}", mistake.message),
            help: mistake.help.to_owned(),
            place,
        }
    }
}

/// A part of a line that is no Markdown otherwise, such as a title.
pub enum Part<'t> {
    Text(&'t str),
    Formula(Formula),
}

/// A line in parts: its formulas, and what is between them.
pub fn line(text: &str, extensions: Extensions) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    if extensions.math && text.contains('$') {
        for (event, range) in parser(text, extensions).into_offset_iter() {
            let (source, is_display) = match event {
                Event::InlineMath(source) => (source, false),
                Event::DisplayMath(source) => (source, true),
                _ => continue,
            };
            parts.push(Part::Text(&text[from..range.start]));
            parts.push(Part::Formula(Formula::new(
                source.into_string(),
                is_display,
            )));
            from = range.end;
        }
    }
    parts.push(Part::Text(&text[from..]));
    parts
}

/// A line as text: its formulas in one line; what is not drawn stays as it is written, and is told.
pub fn line_as_text(text: &str, extensions: Extensions) -> (String, Vec<Undrawn>) {
    let (mut line_of_text, mut wrong) = (String::new(), Vec::new());
    for part in line(text, extensions) {
        match part {
            Part::Text(text) => line_of_text.push_str(text),
            Part::Formula(formula) => match &formula.drawn {
                Ok(_) => line_of_text.push_str(&formula.text),
                Err(mistake) => {
                    line_of_text.push_str(&formula.written());
                    wrong.push(Undrawn::new(mistake, 0..0));
                }
            },
        }
    }
    (line_of_text, wrong)
}

/// The nodes of a line of plain text.
pub fn line_nodes(text: &str, extensions: Extensions) -> Vec<Node<'_>> {
    let parts = line(text, extensions).into_iter();
    parts
        .filter_map(|part| match part {
            Part::Text("") => None,
            Part::Text(text) => Some(Node::text(text)),
            Part::Formula(formula) => Some(Node::new(Kind::Math(Box::new(formula)), 0..0)),
        })
        .collect()
}

/// A formula that the parser has found.
pub fn node_kind<'s>(source: CowStr<'s>, is_display: bool) -> Kind<'s> {
    Kind::Math(Box::new(Formula::new(source.into_string(), is_display)))
}
