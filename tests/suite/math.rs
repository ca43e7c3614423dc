//! Mathematics: formulas as blogs have them, which are data (`math/formulas.txt`), and whole sites.

use std::fmt::Write;

use diptych::doc::{Extensions, Html, Passes, Rendered, render};

use super::support::{TestSite, post};

fn rendered(text: &str) -> Rendered {
    let extensions = Extensions {
        math: true,
        ..Extensions::default()
    };
    render(
        text,
        Passes {
            extensions,
            ..Passes::default()
        },
    )
}

/// The elements of MathML, each with what it holds: `msup[mi mn]`.
fn outline(mathml: &str) -> String {
    let html = Html::read(mathml);
    let mut outline = String::new();
    for tag in html.tags().filter(|tag| !tag.is("math")) {
        match tag.text.ends_with("/>") {
            _ if tag.closes() => outline.push(']'),
            true => write!(outline, " {}", tag.name()).unwrap(),
            false => write!(outline, " {}[", tag.name()).unwrap(),
        }
    }
    outline
        .replace("[]", "")
        .replace("[ ", "[")
        .trim()
        .to_owned()
}

#[test]
fn every_formula_is_drawn_or_told() {
    let (mut golden, mut inline) = (String::new(), false);
    for line in include_str!("math/formulas.txt").lines() {
        if let Some(heading) = line.strip_prefix("# ") {
            inline = heading == "No mathematics";
            writeln!(golden, "\n## {heading}").unwrap();
            continue;
        }
        let fence = if inline { "$" } else { "$$" };
        if line.is_empty() && !golden.ends_with("mathematics\n") {
            continue;
        }
        let rendered = rendered(&format!("{fence}{line}{fence}"));
        let html = &rendered.html.text;
        let became = match (rendered.undrawn.first(), html.contains("<math")) {
            (Some(undrawn), false) => format!("told: {}", undrawn.message),
            (None, true) => format!("{} | {}", rendered.parts[0].words, outline(html)),
            // Whoever reads it reads what its author wrote.
            (None, false) => format!("text: {}", html.trim()),
            (Some(_), true) => panic!("told and drawn: {line}"),
        };
        writeln!(golden, "{line}\n    {became}").unwrap();
    }
    insta::assert_snapshot!("formulas", golden);
}

/// A site whose one post has this text.
fn site(settings: &str, front: &str, text: &str) -> super::support::Built {
    let settings = format!(
        "base_url = \"https://example.org/\"\n{settings}\n[languages.fr]\ntitle = \"Un\"\n[languages.en]\ntitle = \"One\"\n"
    );
    let front = format!("title = 'Sur $E=mc^2$'\ndate = 2014-05-01\n{front}");
    TestSite::new(&[
        ("site.toml", &settings),
        ("content/posts/a.fr.md", &post(&front, text)),
        ("content/posts/a.png", "picture"),
    ])
    .build()
}

const ON: &str = "markdown = { math = true }";
const SQUARE: &str = "<msup><mi>x</mi><mn>2</mn></msup>";

#[test]
fn formulas_stand_wherever_a_text_does() {
    let text = "Soit $x^2$, \"donc\" $f(x) : y!$ et `$a$` ; puis \\$5.\n\n## La somme $\\sum_{i} x_i$\n\n\
                $$x^2 = \\frac{a + b + c + d + e + f + g + h + i}{1 + 2 + 3 + 4 + 5 + 6}$$\n\n\
                - un point $x^2$\n\n> dit $x^2$\n\n| a |\n|---|\n| $x^2$ |\n\n\
                ![Le carré $x^2$](a.png \"Une légende : $x^2$ !\")\n\n\
                ## Deux\n\n$$\\begin{equation} a \\label{eq:a} \\end{equation}$$\n\n$$\\begin{equation} b \\end{equation}$$\n\nVoir $\\eqref{eq:a}$.\n\n## Trois\n\nFin[^1].\n\n[^1]: Une note, $x^2$.";
    let built = site(ON, "", text);
    assert_eq!(
        built
            .found
            .iter()
            .filter(|line| line.contains("[math]"))
            .count(),
        0,
        "{:?}",
        built.found
    );
    for html in [
        // The title is a line of text.
        "<title>Sur E = mc² – Un</title>",
        "<h1 class=\"p-name\">Sur E = mc²</h1>",
        &format!("<p>Soit <math>{SQUARE}</math>, «\u{a0}donc\u{a0}» <math><mi>f</mi>"),
        "<mo form=\"postfix\">!</mo></math> et <code>$a$</code>\u{202f}; puis $5.</p>",
        "<h2 id=\"la-somme-s-i-x-i\">La somme <math>",
        "<a href=\"#la-somme-s-i-x-i\">La somme <math>",
        &format!(
            "<span class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"Formule\"><math display=\"block\">{SQUARE}"
        ),
        &format!("<li>un point <math>{SQUARE}</math></li>"),
        &format!("<p>dit <math>{SQUARE}</math></p>"),
        &format!("<td><math>{SQUARE}</math></td>"),
        "alt=\"Le carré x²\"",
        &format!("Une légende\u{a0}: <math>{SQUARE}</math>\u{202f}!</figcaption>"),
        &format!("Une note, <math>{SQUARE}</math>."),
        "id=\"eq:a\"><mtext>(1)</mtext>",
        "<mtext>(2)</mtext>",
        "<a href=\"#eq:a\">(1)</a>",
    ] {
        built.holds("/fr/a/", html);
    }
    built.holds("/fr/", &format!("<p>Soit <math>{SQUARE}</math>"));
    built.holds("/fr/a/", "f(x):y! et $a$");
    let feed = &built.files["fr/atom.xml"];
    assert!(
        feed.contains("Sur E = mc²") && feed.contains("&lt;msup&gt;"),
        "{feed}"
    );
}

#[test]
fn what_is_not_drawn_is_told_and_shown_as_it_is_written() {
    let text = "Soit $\\ce{H2O}$ et $x^2$ ; entre $5 et 10$ ou 5 $ et 10 $.\n\n$$\n\\frac{1}{2\n$$\n\n> dit\n> $$a \\foo b$$\n\n\
                ![Un](a.png \"Voir $\\bar$\")\n\n$$\n\\begin{aligned}\na &= b\n\nc\n\\end{aligned}\n$$";
    let built = site(ON, "description = 'De $\\nope$'", text);
    let told: Vec<&str> = built
        .found
        .iter()
        .filter(|line| line.contains("[math]"))
        .map(String::as_str)
        .collect();
    insta::assert_snapshot!("undrawn_formulas", told.join("\n"));
    built.holds(
        "/fr/a/",
        "Soit <code class=\"language-tex\">$\\ce{H2O}$</code> et <math>",
    );
    built.holds(
        "/fr/a/",
        "entre <code class=\"language-tex\">$5 et 10$</code> ou 5\u{a0}$ et 10\u{a0}$.",
    );
}

#[test]
fn a_site_or_a_post_asks_for_formulas() {
    for (settings, front, drawn) in [
        ("", "", false),
        (ON, "", true),
        ("", "math = true", true),
        (ON, "math = false", false),
    ] {
        let built = site(settings, front, "Soit $x^2$.");
        match drawn {
            true => built.holds("/fr/a/", SQUARE),
            false => built.holds("/fr/a/", "<p>Soit $x^2$.</p>"),
        }
        match drawn {
            true => built.holds("/fr/a/", "<title>Sur E = mc² – Un</title>"),
            false => built.holds("/fr/a/", "<title>Sur $E=mc^2$ – Un</title>"),
        }
    }
}

/// What nests is told before the library's stack ends; nothing panics.
#[test]
fn no_formula_is_too_much() {
    let many = |part: &str| part.repeat(5_000);
    for source in [
        format!("{}x{}", many("{"), many("}")),
        format!("{}x", many("\\sqrt")),
        format!("{}x{}", many("\\left("), many("\\right)")),
        format!("{}x{}", many("\\begin{matrix}"), many("\\end{matrix}")),
        format!("{}x{}", many("x^{"), many("}")),
        many("x^{a} "),
    ] {
        let rendered = rendered(&format!("$${source}$$"));
        let is_drawn = rendered.html.text.contains("<math");
        assert!(
            is_drawn != rendered.undrawn.len().gt(&0),
            "{:?}",
            rendered.undrawn
        );
    }
}

proptest::proptest! {
    #[test]
    fn whatever_stands_between_dollars_is_drawn_or_told(
        source in r"(\\frac|\\sqrt|\\left|\\right|\\text|\\begin\{matrix\}|\\end\{matrix\}|\\sum|\\limits|\\mathbf|\\over|\\hline|\\\\|\\tag|\\not|\\color|\\substack|\\middle|\{|\}|\[|\]|\(|\)|&|\^|_|'|[a-z]|[0-9]|é|%| |\||\.){1,12}"
    ) {
        let rendered = rendered(&format!("a $${source}$$ b"));
        let html = &rendered.html.text;
        let is_text = html.contains("$$") && !html.contains("<code");
        proptest::prop_assert!(html.contains("<math") || !rendered.undrawn.is_empty() || is_text, "{}", html);
        let library = rendered.undrawn.iter().any(|undrawn| undrawn.message.contains("the library"));
        proptest::prop_assert!(!library, "a panic in the library: {}", source);
    }
}
