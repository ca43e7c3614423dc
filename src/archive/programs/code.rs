//! Which lines are code, tables of figures or logs: neither titles nor boilerplate, and of no language.

use super::raw::{RawLine, is_signs};

/// Marks the lines of code.
pub fn mark(lines: &mut [RawLine]) {
    mark_fenced(lines);
    let base = usual_indent(lines);
    let is_code = likeliest(&weigh_lines(lines, base));
    for (line, is_code) in lines.iter_mut().zip(is_code) {
        line.code |= is_code;
    }
    mark_names(lines);
}

/// What opens a block of code, and what closes it: Markdown, Org, HTML and MediaWiki.
const FENCES: [(&str, &str); 5] = [
    ("```", "```"),
    ("~~~", "~~~"),
    ("#+begin_src", "#+end_src"),
    ("#+begin_example", "#+end_example"),
    ("<pre", "</pre>"),
];

fn mark_fenced(lines: &mut [RawLine]) {
    /// An unclosed fence takes nothing.
    const LONGEST: usize = 200;
    let mut at = 0;
    while at < lines.len() {
        let text = lines[at].text.to_lowercase();
        let fence = FENCES.iter().find(|(open, _)| text.starts_with(open));
        let end = fence.and_then(|(open, close)| {
            if open != close && text.contains(close) {
                return Some(at);
            }
            let below = at + 1..lines.len().min(at + LONGEST);
            let mut below = below.filter(|&i| lines[i].text.to_lowercase().contains(close));
            below.next()
        });
        if let Some(end) = end {
            lines[at..=end].iter_mut().for_each(|line| line.code = true);
        }
        at = end.unwrap_or(at) + 1;
    }
}

/// The indentation of most lines of prose.
fn usual_indent(lines: &[RawLine]) -> usize {
    let prose = lines
        .iter()
        .filter(|line| line.text.split_whitespace().nth(7).is_some());
    let mut indents: Vec<usize> = prose.map(|line| line.indent).collect();
    indents.sort_unstable();
    indents.get(indents.len() / 2).copied().unwrap_or(0)
}

/// How much a line must look like code to be taken for it among others.
const LEAST: f64 = 0.5;
/// What an indentation beyond the text's adds.
const INDENTED: f64 = 0.4;
/// What it takes to turn to code or back, at a blank line and within a block.
const AT_BLANK: f64 = 0.6;
const WITHIN: f64 = 1.0;

/// For each line, what speaks for code, and what it takes to turn to code above it, or back.
fn weigh_lines(lines: &[RawLine], base: usize) -> Vec<(f64, f64)> {
    let turn = |line: &RawLine| if line.before > 0 { AT_BLANK } else { WITHIN };
    let of_line = |line: &RawLine| {
        let indented = if line.indent >= base + 4 {
            INDENTED
        } else {
            0.0
        };
        (weigh(&line.text) + indented - LEAST, turn(line))
    };
    lines.iter().map(of_line).collect()
}

/// Which lines are code, by the likeliest way through a text as a chain of two states, prose and code (Viterbi).
fn likeliest(weights: &[(f64, f64)]) -> Vec<bool> {
    let mut from: Vec<[bool; 2]> = Vec::with_capacity(weights.len());
    let (mut prose, mut code) = (0.0_f64, -AT_BLANK);
    for (n, &(weight, turn)) in weights.iter().enumerate() {
        let turn = if n == 0 { 0.0 } else { turn };
        from.push([code - turn > prose, code >= prose - turn]);
        (prose, code) = (prose.max(code - turn), code.max(prose - turn) + weight);
    }
    let mut is_code = code - AT_BLANK > prose;
    let mut found = vec![false; weights.len()];
    for (n, from) in from.iter().enumerate().rev() {
        found[n] = is_code;
        is_code = from[usize::from(is_code)];
    }
    found
}

/// A name as programs have them, alone on a line of a text that has code.
fn mark_names(lines: &mut [RawLine]) {
    /// So many lines are code, not a mistake.
    const SOME: usize = 3;
    if lines.iter().filter(|line| line.code).count() < SOME {
        return;
    }
    let is_part = |b: u8| b.is_ascii_lowercase() || b == b'_';
    for line in lines.iter_mut() {
        line.code |= line.text.contains('_') && line.text.bytes().all(is_part);
    }
}

/// What a line of code begins with: a command or a keyword.
const HEADS: &str = "sudo git npm cargo pip apt cd docker def class function func fn var let const import from return if( for( while( #include \
    public private static SELECT INSERT UPDATE CREATE <?php <!-- //";
/// What hardly comes in prose.
const INSIDE: [&str; 24] = [
    "();", "){", ") {", " = ", " == ", " != ", "=>", "->", "::", "&&", "||", "</", "/>", "\":",
    "={", "=\"", "($", "[]", " := ", "+=", "]:", "--", "if (", "for (",
];
/// What a shell or an interpreter prints before a command.
const PROMPTS: [&str; 3] = ["$ ", ">>> ", "~$ "];

/// How much a line looks like code: 1 and more as code does, 0 and less as prose.
fn weigh(text: &str) -> f64 {
    if is_signs(text) {
        let is_rule = text.contains(['+', '|']) && text.contains("--");
        let is_brackets = text.chars().all(|c| "{}[]();,".contains(c));
        return if is_rule || is_brackets { 1.5 } else { 0.0 };
    }
    // A link of a wiki.
    if text.contains("[[") && text.contains("]]") && text.contains('|') {
        return 0.0;
    }
    // A tag alone is a page's.
    if text.starts_with('<') && text.ends_with('>') && !text.contains("<?") {
        return 0.3;
    }
    let first = text.split_whitespace().next().unwrap_or_default();
    let label = text.split_once(": ").map_or("", |(label, _)| label);
    let is_capital = |b: u8| b.is_ascii_uppercase() || b" _-".contains(&b);
    let is_sign = |c: char| "{}=<>|;$&+:[()-/".contains(c);
    let inside = match text.contains(is_sign) {
        true => INSIDE.iter().filter(|sign| text.contains(*sign)).count(),
        false => 0,
    };
    let is = |yes: bool| f64::from(u8::from(yes));
    let evidence = [
        (
            2.0,
            is(PROMPTS.iter().any(|prompt| text.starts_with(prompt))),
        ),
        (0.7, is(HEADS.split(' ').any(|head| head == first))),
        // "START TIME: 2021-01-18", as logs and headers of files have it.
        (0.9, is(label.len() >= 4 && label.bytes().all(is_capital))),
        (0.5, inside.min(4) as f64),
        (
            1.0,
            is(text.ends_with([';', '{', '}', '\\']) || text.ends_with("):")),
        ),
        (
            0.6,
            is(text.starts_with(['{', '}', '<', '@', ')']) || text.starts_with("--")),
        ),
        (0.45, text.matches('|').count().min(2) as f64),
    ];
    evidence
        .iter()
        .map(|(weight, value)| weight * value)
        .sum::<f64>()
        + weigh_words(text)
}

/// A sentence has plain words, and many.
fn weigh_words(text: &str) -> f64 {
    let is_plain = |word: &&str| {
        let bare = word.trim_end_matches([',', '.', ':', ';', '!', '?', ')', '»', '”', '"', '’']);
        let bare = bare.trim_start_matches(['(', '«', '“', '"', '‘']);
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-');
        !bare.is_empty() && bare.chars().all(is_letter)
    };
    let words = text.split_whitespace().count();
    let share = text.split_whitespace().filter(is_plain).count() as f64 / words.max(1) as f64;
    match words {
        8.. if share > 0.8 => -1.5,
        4.. if share > 0.9 => -0.8,
        2.. if share < 0.4
            && text.contains(['{', '}', '=', '<', '>', '$', '/', '\\', '_', '|', ';']) =>
        {
            0.5
        }
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::raw::cut_lines;
    use super::*;

    #[test]
    fn code_and_prose() {
        for (source, expected) in [
            ("fn main() {\n    println!(\"pain\");\n}", "CCC"),
            ("$ sudo apt install levain", "C"),
            (
                " id | nom  | fin\n----+------+----\n  1 | Anne | 2014-05-09",
                "CCC",
            ),
            (
                "Le pain de seigle demande du temps ; il faut attendre.",
                "-",
            ),
            ("Du pain\nDu sel\nDe l’eau", "---"),
            ("Pain | levain", "-"),
            (
                "START TIME: 2014-05-03\nLABEL: pain\nBACKUP METHOD: streamed",
                "CCC",
            ),
            // Within a text without blank lines.
            (
                "Le pain lève avant que le jour se lève.\nfn main() {\n    lever();\n}\nEt puis il cuit dans le four de mon père.",
                "-CCC-",
            ),
            ("```\npain\n```", "CCC"),
            ("```\nUn pain sans fin", "--"),
            ("let x = 1;\n\nfarine_t65", "C-"),
            ("fn pain() {\n  cuire();\n}\n\nfarine_bise", "CCCC"),
            ("Imprimer | E-mail | Partager", "-"),
        ] {
            let mut lines = cut_lines(source);
            mark(&mut lines);
            let found: String = lines
                .iter()
                .map(|line| if line.code { 'C' } else { '-' })
                .collect();
            assert_eq!(found, expected, "{source}");
        }
    }
}
