//! Code, tables and formulas may be wider than the page: what scrolls can be reached by the keyboard and has a name. A table keeps its role,
//! and so scrolls in an element of its own; code stands in one that tells its language, and where a script may put a button.

use super::code;
use super::escape;
use super::footnotes::NoteWords;
use super::html::{Change, Html};
use super::tags::HtmlTag;
use crate::text::html::unescape;

/// A line of this many characters fits where a page is 320 px wide: code that has no longer one never scrolls.
const FITS: usize = 24;

/// HTML whose code and tables can be reached.
pub fn reachable(html: Html, words: Option<&NoteWords>) -> Html {
    let is_wide = |tag: HtmlTag| tag.is("pre") || tag.is("table") || is_formula(&tag);
    let Some(words) = words.filter(|_| html.tags().any(is_wide)) else {
        return html;
    };
    let tags: Vec<HtmlTag> = html.tags().collect();
    let (mut tables, mut is_in_block) = (0_usize, false);
    html.changed(0..html.text.len(), |at, tag| {
        if is_formula(&tag) {
            return formula(&tags[at..], &html.text, words);
        }
        let mut change = Change::default();
        if tag.is("pre") && tag.closes() {
            if std::mem::take(&mut is_in_block) {
                change.after = "</div>".to_owned();
            }
        } else if tag.is("pre") {
            change = preformatted(&tags[at..], &html.text, words);
            is_in_block |= !change.before.is_empty();
        }
        if tag.is("table") && !tag.closes() {
            tables += 1;
            if tables == 1 {
                change.before = format!("<div class=\"scroll\"{}>", attributes(&words.table));
            }
        } else if tag.is("table") && tables > 0 {
            tables -= 1;
            if tables == 0 {
                change.after = "</div>".to_owned();
            }
        }
        change
    })
}

/// The first of these tags begins code, or another text whose lines are the author's.
fn preformatted(tags: &[HtmlTag], html: &str, words: &NoteWords) -> Change {
    let tag = tags[0];
    let mut change = Change::default();
    let end = tags.iter().find(|tag| tag.is("pre") && tag.closes());
    let inner = tags.get(1);
    let inner = inner.filter(|inner| inner.is("code") && inner.start == tag.range().end);
    let class = inner.and_then(|code| code.value("class"));
    let mut classes = class.unwrap_or_default().split(' ');
    let language = classes.find_map(|class| class.strip_prefix("language-"));
    let language = language.map(unescape);
    let language = language.as_deref().and_then(code::language);
    if end.is_some() && inner.is_some() {
        let name = language.map(|language| format!(" data-language=\"{}\"", escape(language.name)));
        change.before = format!("<div class=\"code\"{}>", name.unwrap_or_default());
    }
    let range = tag.range().end..end.map_or(html.len(), |end| end.start);
    let text = Html::read(&html[range]).words();
    if text.lines().any(|line| line.chars().count() > FITS) && !tag.has("tabindex") {
        let name = match language {
            Some(language) => format!("{} ({})", words.code, language.name),
            None => words.code.clone(),
        };
        let before = tag.text.trim_end_matches('>');
        change.tag = Some(format!("{before}{}>", attributes(&name)));
    }
    change
}

/// Whether a formula on a line of its own begins, as the writer has it.
fn is_formula(tag: &HtmlTag) -> bool {
    tag.text == "<span class=\"formula\">"
}

/// The first of these tags begins a formula.
fn formula(tags: &[HtmlTag], html: &str, words: &NoteWords) -> Change {
    let tag = tags[0];
    let end = tags.iter().find(|tag| tag.is("math") && tag.closes());
    let range = tag.range().end..end.map_or(html.len(), |end| end.start);
    let letters = Html::read(&html[range]).words();
    if letters.chars().filter(|c| !c.is_whitespace()).count() <= FITS {
        return Change::default();
    }
    let before = tag.text.trim_end_matches('>');
    Change::to(format!("{before}{}>", attributes(&words.formula)))
}

fn attributes(name: &str) -> String {
    format!(
        " tabindex=\"0\" role=\"group\" aria-label=\"{}\"",
        escape(name)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_scroll_is_reached_and_named() {
        let words = NoteWords {
            code: "Code".to_owned(),
            table: "Tableau".to_owned(),
            ..NoteWords::default()
        };
        let long = "0123456789 0123456789 0123456789";
        let reached = " tabindex=\"0\" role=\"group\" aria-label=";
        for (html, expected) in [
            ("<pre>short\nlines</pre>".to_owned(), None),
            ("<pre><code>never closed".to_owned(), None),
            ("<p>a</p>".to_owned(), None),
            (
                "<pre><code>short</code></pre> <pre>a</pre>".to_owned(),
                Some(
                    "<div class=\"code\"><pre><code>short</code></pre></div> <pre>a</pre>"
                        .to_owned(),
                ),
            ),
            (
                format!("<pre>a\n{long}</pre>"),
                Some(format!("<pre{reached}\"Code\">a\n{long}</pre>")),
            ),
            (
                "<pre><code class=\"language-text\">a</code></pre>".to_owned(),
                Some(
                    "<div class=\"code\"><pre><code class=\"language-text\">a</code></pre></div>"
                        .to_owned(),
                ),
            ),
            (
                format!("<pre><code class=\"language-cpp\"><b>{long}</b></code></pre>"),
                Some(format!(
                    "<div class=\"code\" data-language=\"C++\"><pre{reached}\"Code (C++)\"><code class=\"language-cpp\">\
                     <b>{long}</b></code></pre></div>"
                )),
            ),
            (format!("<pre tabindex=\"-1\">{long}</pre>"), None),
            (
                "<table><td><table></table></table>b</table>".to_owned(),
                Some(format!(
                    "<div class=\"scroll\"{reached}\"Tableau\"><table><td><table></table></table></div>b</table>"
                )),
            ),
        ] {
            let reach = |words| reachable(Html::read(&html), words).text;
            assert_eq!(
                reach(Some(&words)),
                expected.unwrap_or_else(|| html.clone())
            );
            assert_eq!(reach(None), html);
        }
    }
}
