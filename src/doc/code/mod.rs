//! A block of code: what its fence asks for ([`fence`]), its language's name ([`names`]), its colours ([`colours`]).

mod colours;
mod fence;
mod names;

use super::escape;
pub use fence::{Fence, OPTIONS};
pub use names::language;

/// A part of code in one colour: the class that a style sheet paints, and the text.
type Run = (Option<&'static str>, String);

/// A block's text as HTML, where it is more than its text: with colours, where they are wanted and its language is known; in lines,
/// where the fence asks for something of them.
pub fn html(fence: &Fence, text: &str, with_colours: bool) -> Option<String> {
    let language = language(fence.language).filter(|_| with_colours);
    let runs = language.and_then(|language| colours::runs(language.token, text));
    match fence.has_lines() {
        true => {
            let plain = || vec![(None, text.to_owned())];
            Some(lines(fence, &runs.unwrap_or_else(plain)))
        }
        false => Some(
            runs?
                .iter()
                .map(|(class, text)| run(*class, text))
                .collect(),
        ),
    }
}

fn run(class: Option<&str>, text: &str) -> String {
    match class {
        Some(class) => format!("<span class=\"hl-{class}\">{}</span>", escape(text)),
        None => escape(text),
    }
}

/// Each line in an element of its own, with its number and its mark.
fn lines(fence: &Fence, runs: &[Run]) -> String {
    let parts = runs.iter().flat_map(|(class, text)| {
        let parts = text.split_inclusive('\n');
        parts.map(move |part| (run(*class, part), part.ends_with('\n')))
    });
    let (mut html, mut line, mut at) = (String::new(), String::new(), 0);
    let mut end_line = |line: &mut String| {
        at += 1;
        let element = match fence.marks(at) {
            true => "mark",
            false => "span",
        };
        let number = fence.first_number.map(|first| first + at - 1);
        let number = number.map_or_else(String::new, |number| format!(" data-line=\"{number}\""));
        html.push_str(&format!(
            "<{element} class=\"line\"{number}>{line}</{element}>"
        ));
        line.clear();
    };
    for (part, is_end) in parts {
        line.push_str(&part);
        if is_end {
            end_line(&mut line);
        }
    }
    if !line.is_empty() {
        end_line(&mut line);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_marked_where_asked() {
        for (info, expected) in [
            ("x", None),
            (
                "x,linenos,hl_lines=2",
                Some(
                    "<span class=\"line\" data-line=\"1\">a &lt; 1\n</span><mark class=\"line\" data-line=\"2\">\n</mark>\
                     <span class=\"line\" data-line=\"3\">b\n</span>",
                ),
            ),
            (
                "{hl_lines=[\"1-2\"]}",
                Some(
                    "<mark class=\"line\">a &lt; 1\n</mark><mark class=\"line\">\n</mark><span class=\"line\">b\n</span>",
                ),
            ),
            (
                "x {linenos=table,linenostart=9}",
                Some(
                    "<span class=\"line\" data-line=\"9\">a &lt; 1\n</span><span class=\"line\" data-line=\"10\">\n</span>\
                     <span class=\"line\" data-line=\"11\">b\n</span>",
                ),
            ),
        ] {
            let html = html(&Fence::read(info), "a < 1\n\nb\n", false);
            assert_eq!(html.as_deref(), expected, "{info}");
        }
    }

    #[cfg(feature = "highlight")]
    #[test]
    fn what_is_longer_than_a_line_has_its_colour_in_each() {
        let text = "/* a\nb */ let";
        assert_eq!(
            html(&Fence::read("rust,linenos"), text, true).unwrap(),
            "<span class=\"line\" data-line=\"1\"><span class=\"hl-comment\">/* a\n</span></span>\
             <span class=\"line\" data-line=\"2\"><span class=\"hl-comment\">b */ </span><span class=\"hl-keyword\">let</span></span>"
        );
    }
}
