//! What HTML's elements are, by name: the one list of them (HTML Living Standard, 3.2.5 "Content models", 13.1.2 "Elements" and
//! 13.2.6.4.7 "in body").

/// May stand within a word.
pub const WORD: u16 = 1;
/// Ends the paragraph that is open where it begins.
pub const BLOCK: u16 = 1 << 1;
/// A part of a table: a line of its own.
pub const TABLE: u16 = 1 << 2;
/// Has no end ("Void elements").
pub const VOID: u16 = 1 << 3;
/// Its end may be left out ("Optional tags").
pub const OPTIONAL_END: u16 = 1 << 4;
/// Its text is no prose.
pub const LITERAL: u16 = 1 << 5;
/// Its text is not even HTML.
pub const RAW_TEXT: u16 = 1 << 6;
/// Holds parts of a line, and can end before something else and go on after it.
pub const LINE: u16 = 1 << 7;
/// Of these, holds whatever may stand where it does ("Transparent content models").
pub const TRANSPARENT: u16 = 1 << 8;
/// Holds lines alone, and can be cut too.
pub const CUT: u16 = 1 << 9;
/// Holds lines alone, and stays whole.
pub const WHOLE: u16 = 1 << 10;
/// Marks words, as code or as another language, and may stand in an excerpt.
pub const MARKING: u16 = 1 << 11;
/// Shows something without text in it.
pub const SHOWN: u16 = 1 << 12;
/// No running text: a list, a table, a figure, code.
pub const GROUP: u16 = 1 << 13;

/// The longest name below.
const LONGEST: usize = 10;

/// The classes of an element, by its name in any case; of an unknown one, none.
pub fn classes(name: &str) -> u16 {
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..name.len()) else {
        return 0;
    };
    small.copy_from_slice(name.as_bytes());
    small.make_ascii_lowercase();
    match std::str::from_utf8(small).unwrap_or_default() {
        "a" => WORD | LINE | TRANSPARENT,
        "del" | "ins" => WORD | LINE | TRANSPARENT | MARKING,
        "abbr" | "b" | "bdi" | "bdo" | "cite" | "dfn" | "em" | "i" | "mark" | "q" | "s"
        | "small" | "span" | "strong" | "sub" | "sup" | "time" | "u" => WORD | LINE | MARKING,
        "code" | "kbd" | "samp" | "var" => WORD | LINE | MARKING | LITERAL,
        "big" | "data" | "font" | "strike" => LINE,
        "tt" => LINE | LITERAL,
        "wbr" => WORD | VOID,
        "mi" | "mn" | "mo" | "mover" | "mrow" | "mspace" | "msqrt" | "msub" | "msubsup"
        | "msup" | "munder" | "munderover" => WORD,
        "p" => BLOCK | CUT | OPTIONAL_END,
        "pre" => BLOCK | CUT | LITERAL | GROUP,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => BLOCK | WHOLE,
        "li" | "dt" | "dd" => BLOCK | OPTIONAL_END,
        "hr" => BLOCK | VOID,
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dialog"
        | "dir" | "div" | "fieldset" | "figcaption" | "footer" | "form" | "header" | "hgroup"
        | "listing" | "main" | "menu" | "nav" | "plaintext" | "search" | "section" | "xmp" => BLOCK,
        "dl" | "figure" | "ol" | "table" | "ul" => BLOCK | GROUP,
        "caption" => TABLE,
        "col" => TABLE | VOID,
        "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => TABLE | OPTIONAL_END,
        "option" => LITERAL | OPTIONAL_END,
        "rt" | "rp" => OPTIONAL_END,
        "label" | "legend" => WHOLE,
        "button" => WHOLE | SHOWN,
        "script" | "style" | "textarea" | "title" => LITERAL | RAW_TEXT,
        "math" | "template" => LITERAL,
        "svg" => LITERAL | SHOWN,
        "area" | "base" | "br" | "img" | "link" | "meta" | "source" | "track" => VOID,
        "embed" | "input" => VOID | SHOWN,
        "video" | "audio" | "iframe" | "picture" | "object" | "canvas" | "select" => SHOWN,
        _ => 0,
    }
}
