//! MathML as one line of text: `(n+1)/2`, `x²`, `√(a+b)`.

use crate::doc::html::Html;
use crate::doc::tags::HtmlTag;
use crate::text::html::unescape;

/// Digits and signs that have a raised and a lowered form.
const PLAIN: &str = "0123456789+-=()";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";

/// Whether something of it is seen.
pub fn shows(mathml: &str) -> bool {
    !plain(mathml).is_empty()
}

/// What stands where a delimiter is left out.
const INVISIBLE: char = '\u{2063}';

/// An element that is open, and the text of its children.
struct Open {
    name: String,
    /// Whether its second child is a sign above or below the first, such as an arrow.
    is_accent: bool,
    /// Whether nothing stands between what is above and what is below.
    is_pair: bool,
    children: Vec<String>,
}

pub fn plain(mathml: &str) -> String {
    let html = Html::read(mathml);
    let mut open = vec![Open {
        name: String::new(),
        is_accent: false,
        is_pair: false,
        children: Vec::new(),
    }];
    let mut from = 0;
    for tag in html.tags() {
        leaf(&mathml[from..tag.start], &mut open);
        from = tag.range().end;
        read(&tag, &mut open);
    }
    leaf(&mathml[from..], &mut open);
    while open.len() > 1 {
        close(&mut open);
    }
    let text = open
        .pop()
        .map(|all| all.children.concat())
        .unwrap_or_default();
    crate::text::words::one_line(&text)
}

fn leaf(text: &str, open: &mut [Open]) {
    let text = unescape(text);
    // Chooses between two forms of a letter.
    let is_seen = |c: &char| !matches!(c, '\u{fe00}' | '\u{fe01}' | &INVISIBLE);
    let text: String = text.chars().filter(is_seen).map(upright).collect();
    if let Some(element) = open.last_mut().filter(|_| !text.is_empty()) {
        element.children.push(text);
    }
}

fn read(tag: &HtmlTag, open: &mut Vec<Open>) {
    if tag.text.ends_with("/>") {
        let space = tag.is("mspace").then(|| tag.value("width")).flatten();
        let is_wide = space.is_some_and(|width| {
            width
                .trim_end_matches("rem")
                .trim_end_matches("em")
                .parse()
                .is_ok_and(|em: f32| em > 0.2)
        });
        let text = if is_wide { " " } else { "" };
        if let Some(element) = open.last_mut() {
            element.children.push(text.to_owned());
        }
    } else if tag.closes() {
        if open.len() > 1 {
            close(open);
        }
    } else {
        open.push(Open {
            name: tag.name().to_owned(),
            is_pair: tag.value("linethickness") == Some("0"),
            is_accent: tag.has("accent") || tag.has("accentunder"),
            children: Vec::new(),
        });
    }
}

fn close(open: &mut Vec<Open>) {
    let Some(Open {
        name,
        is_accent,
        is_pair,
        children,
    }) = open.pop()
    else {
        return;
    };
    let at = |at: usize| children.get(at).map_or("", String::as_str);
    let text = match name.as_str() {
        "mfrac" if is_pair => format!("{} {}", at(0), at(1)),
        "mmultiscripts" if children.len() == 4 => {
            let (below, above) = (script(at(2), LOWERED, "_"), script(at(3), RAISED, "^"));
            format!("{below}{above}{}", at(0))
        }
        "mfrac" => format!("{}/{}", grouped(at(0)), grouped(at(1))),
        "msqrt" => format!("√{}", grouped(&children.concat())),
        "mroot" => format!("{}√{}", script(at(1), RAISED, ""), grouped(at(0))),
        "mover" | "munder" if is_accent => at(0).to_owned(),
        "mover" => format!("{}{} ", at(0), script(at(1), RAISED, "^")),
        "munder" => format!("{}{} ", at(0), script(at(1), LOWERED, "_")),
        "msup" => scripted(at(0), &script(at(1), RAISED, "^")),
        "msub" => scripted(at(0), &script(at(1), LOWERED, "_")),
        "msubsup" | "munderover" => {
            let (below, above) = (script(at(1), LOWERED, "_"), script(at(2), RAISED, "^"));
            let text = scripted(at(0), &format!("{below}{above}"));
            let space = if name == "msubsup" { "" } else { " " };
            text + space
        }
        "mo" => operator(&children.concat()),
        "mtd" => format!("{} ", children.concat()),
        "mtr" => format!("{}; ", children.concat().trim_end()),
        "mtable" => children.concat().trim_end_matches("; ").to_owned(),
        "mphantom" => String::new(),
        _ => children.concat(),
    };
    if let Some(around) = open.last_mut() {
        around.children.push(text);
    }
}

/// A text with its scripts, before the space that ends it.
fn scripted(text: &str, scripts: &str) -> String {
    let words = text.trim_end();
    format!("{words}{scripts}{}", &text[words.len()..])
}

/// Relations stand between spaces, and names of functions before one.
fn operator(text: &str) -> String {
    let is_relation = |c: char| "=≠<>≤≥⩽⩾≈≡∼∈∉⊂→⟹⟺↦⇌".contains(c);
    if text.is_empty() {
        String::new()
    } else if text.chars().all(is_relation) {
        format!(" {text} ")
    } else if text.chars().all(char::is_alphabetic) {
        format!("{text} ")
    } else {
        text.to_owned()
    }
}

fn grouped(text: &str) -> String {
    let text = text.trim();
    match text.chars().all(char::is_alphanumeric) {
        true => text.to_owned(),
        false => format!("({text})"),
    }
}

/// A raised or lowered text; where its letters have no such forms, behind a sign.
fn script(text: &str, forms: &str, sign: &str) -> String {
    let text = text.trim();
    if text.is_empty() || matches!(text, "′" | "″" | "‴" | "∘") {
        return text.replace('∘', "°");
    }
    let small = |c: char| {
        let c = if c == '−' { '-' } else { c };
        let at = PLAIN.chars().position(|plain| plain == c)?;
        forms.chars().nth(at)
    };
    match text.chars().map(small).collect::<Option<String>>() {
        Some(small) => small,
        None if text.chars().count() == 1 => format!("{sign}{text}"),
        None => format!("{sign}({text})"),
    }
}

/// A letter of the alphabets of mathematics that are only styles (Unicode, "Mathematical Alphanumeric Symbols"), without its style.
fn upright(c: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    match c {
        '\u{1d400}'..='\u{1d7ff}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::math::Formula;

    #[test]
    fn formulas_in_one_line() {
        for (source, expected) in [
            ("E=mc^2", "E = mc²"),
            (
                r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
                "∑_(i = 1)^n i = (n(n+1))/2",
            ),
            (r"\sqrt{a+b} \ne \sqrt[3]{x}", "√(a+b) ≠ ³√x"),
            (r"x_1, x_{i,j}, x', 90^\circ", "x₁,x_(i,j),x′,90°"),
            (r"\mathbb{R}^n \to \mathbf{x}", "ℝ^n → x"),
            (
                r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
                "(a b; c d)",
            ),
            (r"a \quad \text{si } b", "a si b"),
            (r"\left. x \right|_0", "x|₀"),
            (r"\ce{H2O}", r"\ce{H2O}"),
        ] {
            assert_eq!(
                Formula::new(source.to_owned(), true).text,
                expected,
                "{source}"
            );
        }
    }
}
