//! Finds the shortcodes of a text, and puts HTML in their place that the Markdown parser passes on.

use std::borrow::Cow;
use std::ops::Range;

use super::super::code_ranges;
use super::syntax::{Tagged, tag};
use super::{Call, Mistake};
use crate::doc::parse::Extensions;
use crate::doc::tree::Mark;

#[derive(Debug, Default)]
pub struct Found<'t> {
    /// The text, HTML in the place of tags.
    pub text: Cow<'t, str>,
    pub calls: Vec<Call>,
    pub mistakes: Vec<Mistake>,
    pub tags: Vec<FoundTag>,
    /// How the text is parsed.
    pub extensions: Extensions,
}

#[derive(Clone, Debug)]
pub struct FoundTag {
    pub range: Range<usize>,
    pub mark: Mark,
}

impl<'t> Found<'t> {
    /// A text without shortcodes.
    pub fn none_in(text: &'t str, extensions: Extensions) -> Self {
        Self {
            text: text.into(),
            extensions,
            ..Self::default()
        }
    }

    /// The tags that begin in a range, by their numbers.
    pub fn tags_in(&self, range: &Range<usize>) -> Range<usize> {
        let before = |at: usize| self.tags.partition_point(|tag| tag.range.start < at);
        before(range.start)..before(range.end)
    }
}

/// Shortcodes in shortcodes: the HTML of each holds that of all in it, so that a text of nothing else would never be done.
pub const DEEPEST: usize = 32;
/// Insecure in Markdown (CommonMark, 2.3): it becomes a space.
pub const NUL: char = '\0';

pub fn read(text: &str, extensions: Extensions) -> Found<'_> {
    let text = if text.contains(NUL) {
        Cow::Owned(text.replace(NUL, " "))
    } else {
        Cow::Borrowed(text)
    };
    if !text.contains("{{") && !text.contains("{%") {
        return Found {
            text,
            extensions,
            ..Found::default()
        };
    }
    let mut finder = Finder {
        code: code_ranges(&without_quoted_marks(&text), extensions),
        masked: text.clone().into_owned().into_bytes(),
        text: &text,
        open: Vec::new(),
        calls: Vec::new(),
        mistakes: Vec::new(),
        tags: Vec::new(),
    };
    finder.run();
    let Finder {
        masked,
        calls,
        mistakes,
        tags,
        ..
    } = finder;
    // Only whole tags were replaced, by ASCII.
    let text = String::from_utf8(masked).unwrap_or_else(|_| text.into_owned());
    Found {
        text: text.into(),
        calls,
        mistakes,
        tags,
        extensions,
    }
}

/// A text whose tags hold nothing that could be taken for the edge of code, such as a backtick between quotes.
fn without_quoted_marks(text: &str) -> Cow<'_, str> {
    if !text.contains(['`', '~']) {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut at) = (text.to_owned().into_bytes(), 0);
    while let Some(found) = text[at..].find("{").map(|found| at + found) {
        at = found + 1;
        if !text[at..].starts_with(['{', '%']) {
            continue;
        }
        if let Tagged::Call(call) = tag(text, found) {
            plain[call.range.clone()]
                .iter_mut()
                .filter(|byte| matches!(byte, b'`' | b'~'))
                .for_each(|byte| *byte = b'x');
            at = call.range.end;
        }
    }
    String::from_utf8(plain).map_or(Cow::Borrowed(text), Cow::Owned)
}

struct Finder<'t> {
    text: &'t str,
    masked: Vec<u8>,
    code: Vec<Range<usize>>,
    /// Calls whose body has not ended.
    open: Vec<usize>,
    calls: Vec<Call>,
    mistakes: Vec<Mistake>,
    tags: Vec<FoundTag>,
}
impl Finder<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.next_brace(at) {
            at = match tag(self.text, found) {
                Tagged::Text => found + 2,
                Tagged::Shown(open, close, end) => {
                    self.masked[open..open + 2].fill(b' ');
                    self.masked[close..close + 2].fill(b' ');
                    end
                }
                Tagged::Broken(mistake) => {
                    let next = mistake.range.end.max(found + 2);
                    self.mistakes.push(mistake);
                    next
                }
                Tagged::End(end) => {
                    self.end(found..end);
                    end
                }
                Tagged::Call(call) if self.open.len() == DEEPEST => {
                    self.mistakes.push(Mistake::new(
                        call.range,
                        format!("the shortcode `{}` stands in {DEEPEST} others", call.name),
                        "take some of them out of the others, or write the `{% end %}` of those that should have ended",
                    ));
                    // What it holds is told with it.
                    self.text.len()
                }
                Tagged::Call(call) => self.call(call),
            };
        }
        for call in std::mem::take(&mut self.open) {
            let Call { name, range, .. } = &self.calls[call];
            self.mistakes.push(Mistake::new(
                range.clone(),
                format!("the shortcode `{name}` has no end"),
                "write `{% end %}` on a line below its text",
            ));
        }
    }

    /// The next `{{` or `{%` that is not in code.
    fn next_brace(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // As everywhere in Markdown, what stands behind a backslash is itself.
        let is_escaped = |at: usize| {
            bytes[..at]
                .iter()
                .rev()
                .take_while(|b| **b == b'\\')
                .count()
                % 2
                == 1
        };
        let is_tag =
            |at: &usize| matches!(bytes.get(at + 1), Some(b'{' | b'%')) && !is_escaped(*at);
        let braces = (from..bytes.len())
            .filter(|at| bytes[*at] == b'{')
            .filter(is_tag);
        braces.into_iter().find(|at| {
            let before = self.code.partition_point(|range| range.start <= *at);
            before == 0
                || !self.code[..before]
                    .iter()
                    .rev()
                    .take(4)
                    .any(|range| range.contains(at))
        })
    }

    fn call(&mut self, call: Call) -> usize {
        let (range, number) = (call.range.clone(), self.calls.len());
        let has_body = self.text[range.clone()].starts_with("{%");
        self.calls.push(call);
        if has_body {
            self.open.push(number);
        }
        let mark = match has_body {
            true => Mark::Open(number),
            false => Mark::Alone(number),
        };
        self.replace(range.clone(), mark);
        range.end
    }

    fn end(&mut self, range: Range<usize>) {
        let Some(call) = self.open.pop() else {
            self.mistakes.push(Mistake::new(
                range,
                "`{% end %}` ends no shortcode",
                "remove it, or write a shortcode such as `{% quote() %}` before it",
            ));
            return;
        };
        self.calls[call].end = Some(range.clone());
        self.replace(range, Mark::Close(call));
    }

    /// Puts HTML of the same length in the place of a tag.
    fn replace(&mut self, range: Range<usize>, mark: Mark) {
        let (open, close): (&[u8], &[u8]) = if self.is_alone(&range) {
            (b"<!--", b"-->")
        } else {
            (b"<s", b"/>")
        };
        let is_block = open.len() == 4;
        let masked = &mut self.masked[range.clone()];
        let length = masked.len();
        // A comment may have line feeds, and lines keep their number; a tag must not have two.
        masked
            .iter_mut()
            .filter(|byte| !(is_block && **byte == b'\n'))
            .for_each(|byte| *byte = b' ');
        masked[..open.len()].copy_from_slice(open);
        masked[length - close.len()..].copy_from_slice(close);
        self.tags.push(FoundTag { range, mark });
    }

    /// Whether a tag has its lines for itself, but for the signs of a quotation or list around it.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let before = self.text[..range.start]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let after = self.text[range.end..]
            .split('\n')
            .next()
            .unwrap_or_default();
        before
            .bytes()
            .all(|b| b.is_ascii_digit() || b" \t>-*+.)".contains(&b))
            && after.trim().is_empty()
    }
}
