//! Step 0, text → plain lines: the marks that other programs leave in a text are read and taken out.
//!
//! 1. `raw`: text → raw lines.
//! 2. `pages`: page numbers and running heads go.
//! 3. `references`: lists of numbered addresses go.
//! 4. `code`: what is code.
//! 5. `wrap`: paragraphs that were wrapped, or broken at their links, are one line again.
//! 6. `markup`: numbered markers and Markdown become [`Inline`]s; signs and underlines of headings, a level.

mod code;
mod markup;
mod pages;
mod raw;
mod references;
mod wrap;

use super::post::Inline;
use raw::RawLine;
use std::ops::Range;

/// A text as plain lines.
pub struct PlainText {
    /// The lines that are not blank, in order.
    pub lines: Vec<PlainLine>,
    /// What was taken out.
    pub removed: Vec<RemovedText>,
}

/// A line, or a wrapped paragraph, without marks.
pub struct PlainLine {
    /// Number of its first line in the file, from 1.
    pub number: usize,
    /// Number of its last line.
    pub last: usize,
    /// Without spaces at both ends.
    pub text: String,
    /// Columns of space before the text.
    pub indent: usize,
    /// Blank lines above.
    pub before: usize,
    /// Level of a heading that is marked as one, else zero.
    pub level: usize,
    pub code: bool,
    /// Links and emphasis, by bytes of the text.
    pub inlines: Vec<(Range<usize>, Inline)>,
}

/// A line, or a part of one, that is no text.
pub struct RemovedText {
    pub line: usize,
    /// The part, where it is not the whole line.
    pub text: Option<String>,
}

/// Takes out the lines that are gone.
fn take_out(lines: &mut Vec<RawLine>, gone: &[bool], removed: &mut Vec<RemovedText>) {
    let mut gone = gone.iter();
    lines.retain(|line| {
        let is_gone = gone.next() == Some(&true);
        removed.extend(is_gone.then_some(RemovedText {
            line: line.number,
            text: None,
        }));
        !is_gone
    });
}

/// Takes the marks of other programs out of a text.
pub fn read_plain(text: &str) -> PlainText {
    let mut lines = raw::cut_lines(text);
    let mut removed = Vec::new();
    pages::remove(&mut lines, &mut removed);
    raw::remove_drawers(&mut lines, &mut removed);
    let addresses = references::remove(&mut lines, &mut removed);
    code::mark(&mut lines);
    let lines = wrap::unwrap(lines);
    let lines = markup::read(lines, &addresses, &mut removed);
    removed.sort_by_key(|removed| removed.line);
    PlainText { lines, removed }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a text, each with its number, its level as signs, links as `[words](url)`, emphasis as `*words*`; what was
    /// removed, as numbers of lines or parts.
    fn check(source: &str, expected: &[&str], removed: &[&str]) {
        let plain = read_plain(source);
        let shown = |line: &PlainLine| {
            let mut text = line.text.clone();
            let mut inlines = line.inlines.clone();
            inlines.sort_by_key(|(range, _)| range.start);
            for (range, inline) in inlines.iter().rev() {
                let words = &line.text[range.clone()];
                let marked = match inline {
                    Inline::Link(url) => format!("[{words}]({url})"),
                    _ => format!("*{words}*"),
                };
                text.replace_range(range.clone(), &marked);
            }
            let signs = if line.code {
                "> ".to_owned()
            } else {
                "#".repeat(line.level)
            };
            format!("{} {signs}{text}", line.number)
        };
        let lines: Vec<String> = plain.lines.iter().map(shown).collect();
        assert_eq!(lines, expected, "{source}");
        let gone = |removed: &RemovedText| removed.text.clone().unwrap_or(removed.line.to_string());
        let gone: Vec<String> = plain.removed.iter().map(gone).collect();
        assert_eq!(gone, removed, "{source}");
    }

    #[test]
    fn marks_of_other_programs() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            // Markdown, and headings underlined or with signs.
            ("## Le four\n\n#pain", &["1 ##Le four", "3 #pain"], &[]),
            (
                "Le four\n=======\n\nIl **chauffe**.",
                &["1 #Le four", "2 =======", "4 Il *chauffe*."],
                &[],
            ),
            ("== Le four ==", &["1 ##Le four"], &[]),
            (
                "Du [pain](https://a.org/p) et *du* sel, 5 * 3 * 2 snake_case_name",
                &["1 Du [pain](https://a.org/p) et *du* sel, 5 * 3 * 2 snake_case_name"],
                &[],
            ),
            ("![Le four](/img/four.jpg)", &["1 four.jpg"], &[]),
            ("Du pain\\* et du sel\\_", &["1 Du pain* et du sel_"], &[]),
            // reStructuredText, Org, MediaWiki, AsciiDoc, mail.
            (
                "Du `pain <https://a.org>`__ bis",
                &["1 Du [pain](https://a.org) bis"],
                &[],
            ),
            (
                "Du [[https://a.org][pain]] bis",
                &["1 Du [pain](https://a.org) bis"],
                &[],
            ),
            (
                "Du [https://a.org pain] bis",
                &["1 Du [pain](https://a.org) bis"],
                &[],
            ),
            (
                "Du https://a.org[pain] bis",
                &["1 Du [pain](https://a.org) bis"],
                &[],
            ),
            (
                "Du pain <https://a.org> bis",
                &["1 Du [pain](https://a.org) bis"],
                &[],
            ),
            (
                "Du [[levain/pain|pain]] bis\n\n== [[pain|Le four]] ==",
                &["1 Du pain bis", "3 ##Le four"],
                &[],
            ),
            (
                "#+begin_quote\nUn mot\n#+end_quote\n\n#+begin_src c\nlever\n#+end_src\n\n<pre>cuire</pre>",
                &[
                    "2 Un mot",
                    "5 > #+begin_src c",
                    "6 > lever",
                    "7 > #+end_src",
                    "9 > <pre>cuire</pre>",
                ],
                &["1", "3"],
            ),
            (
                ":PROPERTIES:\n:CUSTOM_ID: four\n:END:\nLe four",
                &["4 Le four"],
                &["1", "2", "3"],
            ),
            // Text browsers.
            (
                "[1]Le four\n\nDu [2]pain bis.\n\nReferences\n\n  1. https://a.org/\n  2. https://b.org/",
                &[
                    "1 [Le four](https://a.org/)",
                    "3 Du [pain](https://b.org/) bis.",
                ],
                &["[1]", "[2]", "5", "7", "8"],
            ),
            (
                "Une note [1] sans liste",
                &["1 Une note [1] sans liste"],
                &[],
            ),
            // Pages.
            (
                "Le pain lève et\n\n12\n\n\u{c}Le four\n\npuis il cuit.\n\n13\n\n\u{c}Le four\n\nFin.",
                &["1 Le pain lève et", "7 puis il cuit.", "13 Fin."],
                &["3", "5", "9", "11"],
            ),
            ("Du pa\u{ad}in", &["1 Du pain"], &[]),
            ("", &[], &[]),
            ("[", &["1 ["], &[]),
            ("**\n__\n``", &["1 **", "2 __", "3 ``"], &[]),
        ];
        for (source, lines, removed) in cases {
            check(source, lines, removed);
        }
    }

    #[test]
    fn wrapped_paragraphs_are_one_line() {
        let paragraph = "Le pain de seigle demande une longue\nattente, et celui qui se presse le rate;\n\
                         c’est la seule chose que mon père m’ait\nvraiment apprise dans le four-\nnil.\n";
        let source = format!(
            "Le pain\n\n{}",
            format!("{paragraph}\n  • le sel\n  • l’eau\n\n").repeat(4)
        );
        let plain = read_plain(&source);
        let lines: Vec<_> = plain
            .lines
            .iter()
            .take(4)
            .map(|line| (line.number, line.last))
            .collect();
        assert_eq!(lines, [(1, 1), (3, 7), (9, 9), (10, 10)]);
        assert!(plain.lines[1].text.ends_with(
            "le rate; c’est la seule chose que mon père m’ait vraiment apprise dans le fournil."
        ));
    }

    #[test]
    fn lines_broken_at_links_are_one() {
        let broken = |kind: &str| {
            format!(
                "Le pain de {kind} que faisait mon\ngrand-père\n, demande une longue attente.\n"
            )
        };
        let kinds = ["seigle", "froment", "sarrasin", "maïs", "blé", "orge"];
        let source: String = kinds.map(broken).concat();
        let plain = read_plain(&source);
        assert_eq!(plain.lines.len(), 6);
        assert_eq!(
            plain.lines[0].text,
            "Le pain de seigle que faisait mon grand-père, demande une longue attente."
        );
    }

    #[test]
    fn lines_of_the_site_are_no_fragments() {
        let page = |term: &str| {
            format!(
                "Notes et recettes de pain\n{term}\nLe {term} que faisait mon\ngrand-père\n, demande du {term} et une attente.\n"
            )
        };
        let source: String = ["levain", "four", "sel"].map(page).concat();
        let lines = read_plain(&source).lines;
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts[..2], ["Notes et recettes de pain", "levain"]);
        assert_eq!(texts.len(), 9);
    }
}
