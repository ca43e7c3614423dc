//! Shortcodes and other generators' links in a text → Markdown. What has no Markdown form stays as it is, and is reported.
//!
//! Sources: gohugo.io/content-management/shortcodes and …/shortcodes/*, getzola.org/documentation/content/shortcodes and
//! …/linking (`@/`), jekyllrb.com/docs/liquid/tags.

use std::ops::Range;

use super::sites::Generator;

/// A converted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// What stays as it was: its byte in the old text, and its name.
    pub kept: Vec<(usize, String)>,
}

/// Converts a text. `code` is where nothing is touched; `target` gives the path to another post's file.
pub fn convert(
    text: &str,
    code: &[Range<usize>],
    kind: Generator,
    target: &dyn Fn(&str) -> Option<String>,
) -> Converted {
    let mut converter = Converter {
        text,
        code,
        kind,
        target,
        done: Converted::default(),
        at: 0,
    };
    while let Some(at) = converter.next_mark() {
        converter.done.text.push_str(&text[converter.at..at]);
        converter.at = at;
        converter.mark();
    }
    converter.done.text.push_str(&text[converter.at..]);
    converter.done
}

/// What begins something of a generator's: its opening, its end.
const MARKS: &[(&str, &str)] = &[("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];

struct Converter<'a> {
    text: &'a str,
    code: &'a [Range<usize>],
    kind: Generator,
    target: &'a dyn Fn(&str) -> Option<String>,
    done: Converted,
    /// Up to where the text is done.
    at: usize,
}

/// One shortcode.
struct Call<'a> {
    name: &'a str,
    arguments: Vec<(Option<&'a str>, &'a str)>,
    /// The whole mark.
    range: Range<usize>,
}

impl<'a> Call<'a> {
    fn named(&self, name: &str) -> Option<&'a str> {
        self.arguments
            .iter()
            .find(|(key, _)| *key == Some(name))
            .map(|(_, value)| *value)
    }

    /// A named argument, or one by its place.
    fn get(&self, name: &str, place: usize) -> Option<&'a str> {
        let by_place = self
            .arguments
            .iter()
            .filter(|(key, _)| key.is_none())
            .nth(place)
            .map(|(_, value)| *value);
        self.named(name)
            .or(by_place)
            .filter(|value| !value.is_empty())
    }
}

impl<'a> Converter<'a> {
    /// The next byte at which a shortcode, or a link to look at, begins.
    fn next_mark(&self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let is_mark = |at: usize| {
            let rest = &rest[at..];
            rest.starts_with("{{")
                || rest.starts_with("{%")
                || rest.starts_with("](")
                || rest.starts_with("]: ")
        };
        let places = rest
            .char_indices()
            .filter(|(_, c)| matches!(c, '{' | ']'))
            .map(|(at, _)| at);
        places
            .filter(|at| is_mark(*at))
            .map(|at| self.at + at)
            .find(|at| self.is_open(*at))
    }

    /// Whether a place is outside code; Hugo shows a shortcode, wherever it stands, by `{{</* name */>}}`.
    fn is_open(&self, at: usize) -> bool {
        !self.code.iter().any(|range| range.contains(&at))
            || self.text[at..].starts_with("{{</*")
            || self.text[at..].starts_with("{{%/*")
    }

    fn mark(&mut self) {
        let rest = &self.text[self.at..];
        if rest.starts_with(']') {
            return self.link();
        }
        let Some((open, close)) = MARKS
            .iter()
            .find(|(open, _)| rest.starts_with(open))
            .copied()
        else {
            return self.pass(1);
        };
        let Some(inner_end) = rest[open.len()..].find(close).map(|end| open.len() + end) else {
            return self.pass(open.len());
        };
        let (inner, end) = (&rest[open.len()..inner_end], inner_end + close.len());
        let is_hugo = matches!(open, "{{<" | "{{%");
        let knows = match self.kind {
            Generator::Hugo => is_hugo,
            Generator::Zola | Generator::Jekyll => !is_hugo,
            Generator::Plain => is_hugo || inner.trim_end().ends_with(')'),
        };
        if !knows {
            return self.pass(open.len());
        }
        if let Some(shown) = inner
            .trim()
            .strip_prefix("/*")
            .and_then(|inner| inner.strip_suffix("*/"))
        {
            let shown = format!("{open}{shown}{close}");
            return self.replace(end, &shown);
        }
        let range = self.at..self.at + end;
        let call = if self.kind == Generator::Jekyll {
            liquid(inner, open, range)
        } else {
            shortcode(inner, range)
        };
        let Some(call) = call else {
            return self.pass(open.len());
        };
        if call.name.starts_with('/') || call.name.starts_with("end") {
            // The end of one that is kept.
            return self.pass(end);
        }
        match self.block(&call).or_else(|| {
            self.inline(&call)
                .map(|markdown| (markdown, call.range.end))
        }) {
            Some((markdown, up_to)) => self.replace(up_to - self.at, &markdown),
            None => {
                self.done.kept.push((self.at, call.name.to_owned()));
                self.pass(end);
            }
        }
    }

    /// Leaves `length` bytes as they are.
    fn pass(&mut self, length: usize) {
        self.done
            .text
            .push_str(&self.text[self.at..self.at + length]);
        self.at += length;
    }

    fn replace(&mut self, length: usize, by: &str) {
        self.done.text.push_str(by);
        self.at += length;
    }

    /// What has a beginning and an end: code, and text that is to be shown as it is.
    fn block(&self, call: &Call) -> Option<(String, usize)> {
        let ends: &[String] = &match (self.kind, call.name) {
            (Generator::Jekyll, "highlight" | "raw") => [
                format!("{{% end{} %}}", call.name),
                format!("{{%- end{} -%}}", call.name),
            ],
            (Generator::Zola, "highlight") => ["{% end %}".to_owned(), "{% end %}".to_owned()],
            (_, "highlight") => [
                "{{< /highlight >}}".to_owned(),
                "{{% /highlight %}}".to_owned(),
            ],
            _ => return None,
        };
        let from = call.range.end;
        let (end, length) = ends
            .iter()
            .filter_map(|end| Some((self.text[from..].find(end.as_str())?, end.len())))
            .min()?;
        let inner = &self.text[from..from + end];
        let up_to = from + end + length;
        if call.name == "raw" {
            return Some((inner.to_owned(), up_to));
        }
        let ticks = longest_run(inner, '`').max(2) + 1;
        let fence = "`".repeat(ticks);
        let language = call
            .get("lang", 0)
            .or(call.get("type", 0))
            .unwrap_or_default();
        Some((
            format!("{fence}{language}\n{}\n{fence}", inner.trim_matches('\n')),
            up_to,
        ))
    }

    fn inline(&self, call: &Call) -> Option<String> {
        match call.name {
            "figure" | "img" | "image" => figure(call),
            "ref" | "relref" | "post_url" | "link" => {
                let path = call.get("path", 0)?;
                (self.target)(path)
            }
            "relative_url" | "absolute_url" => call.get("path", 0).map(str::to_owned),
            "site.baseurl" | "site.url" => Some(String::new()),
            "youtube" => link(call, "https://www.youtube.com/watch?v="),
            "vimeo" => link(call, "https://vimeo.com/"),
            "streamable" => link(call, "https://streamable.com/"),
            "instagram" => link(call, "https://www.instagram.com/p/"),
            "gist" => match (call.get("user", 0), call.get("id", 1)) {
                (Some(user), Some(id)) => is_word(&format!("{user}{id}"))
                    .then(|| format!("<https://gist.github.com/{user}/{id}>")),
                _ => call.named("url").map(|url| format!("<{url}>")),
            },
            "tweet" | "twitter" | "x" => {
                let (user, id) = (call.get("user", 0)?, call.get("id", 1)?);
                is_word(&format!("{user}{id}"))
                    .then(|| format!("<https://x.com/{user}/status/{id}>"))
            }
            _ => None,
        }
    }

    /// A link to another post by the generator's own path: `@/blog/a.md`, `/posts/a.md`, or the post's URL.
    fn link(&mut self) {
        let open = if self.text[self.at..].starts_with("](") {
            2
        } else {
            3
        };
        self.pass(open);
        let rest = &self.text[self.at..];
        let end = rest
            .find(|c: char| c.is_whitespace() || c == ')' || c == '>')
            .unwrap_or(rest.len());
        let destination = &rest[..end];
        if !destination.starts_with("@/") && !destination.starts_with('/') {
            return;
        }
        match (self.target)(destination) {
            Some(target) => self.replace(end, &target),
            None if destination.starts_with("@/") => {
                self.done.kept.push((self.at, destination.to_owned()));
                self.pass(end);
            }
            None => self.pass(end),
        }
    }
}

/// `name a "b" key="c"`, or `name(key="c")` as Zola writes it.
fn shortcode(inner: &str, range: Range<usize>) -> Option<Call<'_>> {
    let inner = inner.trim().trim_end_matches('/').trim();
    let end = inner
        .find(|c: char| c.is_whitespace() || "(\"'".contains(c))
        .unwrap_or(inner.len());
    let (name, rest) = inner.split_at(end);
    let rest = rest.trim();
    let rest = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap_or(rest);
    (!name.is_empty()).then(|| Call {
        name,
        arguments: arguments(rest),
        range,
    })
}

/// `{% name a %}`, `{{ "/a" | relative_url }}`, `{{ site.baseurl }}`.
fn liquid<'a>(inner: &'a str, open: &str, range: Range<usize>) -> Option<Call<'a>> {
    let inner = inner.trim_matches('-').trim();
    if open == "{%" {
        return shortcode(inner, range);
    }
    match inner.split_once('|') {
        Some((value, filter)) if matches!(filter.trim(), "relative_url" | "absolute_url") => {
            Some(Call {
                name: filter.trim(),
                arguments: arguments(value.trim()),
                range,
            })
        }
        _ => Some(Call {
            name: inner,
            arguments: Vec::new(),
            range,
        }),
    }
}

/// Values, named or not, between spaces or commas; quotes are `"`, `'` or a backtick.
fn arguments(mut rest: &str) -> Vec<(Option<&str>, &str)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return found;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || "=,\"'`".contains(c))
            .unwrap_or(rest.len());
        let mut name = None;
        if rest[end..].starts_with('=') {
            name = Some(&rest[..end]);
            rest = &rest[end + 1..];
        }
        let (value, after) = value(rest);
        found.push((name, value));
        rest = after;
    }
}

fn value(rest: &str) -> (&str, &str) {
    match rest.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => {
            let inside = &rest[1..];
            let end = inside.find(quote).unwrap_or(inside.len());
            (&inside[..end], inside.get(end + 1..).unwrap_or_default())
        }
        _ => {
            let end = rest
                .find(|c: char| c.is_whitespace() || c == ',')
                .unwrap_or(rest.len());
            let end = if end == 0 {
                rest.chars().next().map_or(0, char::len_utf8)
            } else {
                end
            };
            rest.split_at(end)
        }
    }
}

/// `![alt](src)`, with its link around it and its caption below.
fn figure(call: &Call) -> Option<String> {
    let src = call.get("src", 0).or(call.named("path"))?;
    let caption = call.named("caption").or(call.named("attr"));
    let title = call.named("title");
    let words: Vec<&str> = [title, caption]
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect();
    let words = words.join(" – ").replace('\\', "\\\\").replace('"', "\\\"");
    // A picture's title, alone in its paragraph, is its caption.
    let caption_of = if words.is_empty() {
        String::new()
    } else {
        format!(" \"{words}\"")
    };
    let alt = call.named("alt").or(caption).or(title).unwrap_or_default();
    let src = if src.contains([' ', '(', ')']) {
        format!("<{src}>")
    } else {
        src.to_owned()
    };
    let mut markdown = format!(
        "![{}]({src}{caption_of})",
        alt.replace('[', "\\[").replace(']', "\\]")
    );
    if let Some(link) = call.named("link") {
        markdown = format!("[{markdown}]({link})");
    }
    Some(markdown)
}

fn link(call: &Call, base: &str) -> Option<String> {
    let id = call.get("id", 0).filter(|id| is_word(id))?;
    Some(format!("<{base}{id}>"))
}

/// Letters, digits and hyphens: what an address can hold as it is.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn longest_run(text: &str, wanted: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc;
    use proptest::prelude::*;

    fn check(kind: Generator, text: &str, expected: &str, kept: &[&str]) {
        let target = |path: &str| {
            path.contains("posts/a")
                .then(|| "../posts/a.fr.md".to_owned())
        };
        let converted = convert(text, &doc::code_ranges(text), kind, &target);
        let names: Vec<&str> = converted
            .kept
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        assert_eq!(
            (converted.text.as_str(), &names[..]),
            (expected, kept),
            "{text}"
        );
    }

    #[test]
    fn shortcodes_of_hugo() {
        for (text, expected, kept) in [
            (
                "{{< figure src=\"a.jpg\" alt=\"Été\" >}}",
                "![Été](a.jpg)",
                vec![],
            ),
            (
                "{{< figure src=\"a b.jpg\" caption=\"C\" link=\"/x/\" >}}",
                "[![C](<a b.jpg> \"C\")](/x/)",
                vec![],
            ),
            (
                "{{< figure src=a.jpg alt=\"A\" caption=\"C\" />}}",
                "![A](a.jpg \"C\")",
                vec![],
            ),
            (
                "[x]({{< ref \"posts/a.md\" >}})",
                "[x](../posts/a.fr.md)",
                vec![],
            ),
            (
                "[x]({{% relref \"gone\" %}})",
                "[x]({{% relref \"gone\" %}})",
                vec!["relref"],
            ),
            (
                "[x](/posts/a/) [y](/z/)",
                "[x](../posts/a.fr.md) [y](/z/)",
                vec![],
            ),
            (
                "{{< youtube abc_1-2 >}} {{< youtube id=\"a\" >}}",
                "<https://www.youtube.com/watch?v=abc_1-2> <https://www.youtube.com/watch?v=a>",
                vec![],
            ),
            (
                "{{< youtube \"a\\\"><script>\" >}}",
                "{{< youtube \"a\\\"><script>\" >}}",
                vec!["youtube"],
            ),
            (
                "{{< highlight go \"linenos=1\" >}}\nx := 1\n{{< /highlight >}}",
                "```go\nx := 1\n```",
                vec![],
            ),
            (
                "{{< tabs >}}T{{< /tabs >}}",
                "{{< tabs >}}T{{< /tabs >}}",
                vec!["tabs"],
            ),
            (
                "`{{< youtube a >}}`\n\n    {{< x >}}\n",
                "`{{< youtube a >}}`\n\n    {{< x >}}\n",
                vec![],
            ),
            (
                "```\n{{</* youtube a */>}}\n```",
                "```\n{{< youtube a >}}\n```",
                vec![],
            ),
            (
                "{{ a }} {% b %} {{< open",
                "{{ a }} {% b %} {{< open",
                vec![],
            ),
        ] {
            check(Generator::Hugo, text, expected, &kept);
        }
    }

    #[test]
    fn shortcodes_of_zola() {
        for (text, expected, kept) in [
            (
                "{{ youtube(id=\"abc\", autoplay=true) }}",
                "<https://www.youtube.com/watch?v=abc>",
                vec![],
            ),
            (
                "{% quote(author=\"V\") %}Q{% end %}",
                "{% quote(author=\"V\") %}Q{% end %}",
                vec!["quote"],
            ),
            (
                "[x](@/posts/a.md#y) [z](@/gone.md)",
                "[x](../posts/a.fr.md) [z](@/gone.md)",
                vec!["@/gone.md"],
            ),
        ] {
            check(Generator::Zola, text, expected, &kept);
        }
    }

    #[test]
    fn tags_of_jekyll() {
        for (text, expected, kept) in [
            (
                "![a]({{ site.baseurl }}/i/a.png) ![b]({{ \"/b.png\" | relative_url }})",
                "![a](/i/a.png) ![b](/b.png)",
                vec![],
            ),
            (
                "[x]({% post_url posts/a %})",
                "[x](../posts/a.fr.md)",
                vec![],
            ),
            (
                "{% highlight ruby %}\nputs 1\n{% endhighlight %}",
                "```ruby\nputs 1\n```",
                vec![],
            ),
            (
                "{% raw %}{{ x }}{% endraw %} {{ page.title }}",
                "{{ x }} {{ page.title }}",
                vec!["page.title"],
            ),
        ] {
            check(Generator::Jekyll, text, expected, &kept);
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "([a-z é]|\\{\\{[<%]?|[%>]?\\}\\}|\\{%|%\\}|\\]\\(|\\)|@/|/|[=\"'`,*|\\n-]|figure|highlight|ref|raw|end){0,30}") {
            for kind in [Generator::Hugo, Generator::Zola, Generator::Jekyll, Generator::Plain] {
                convert(&text, &doc::code_ranges(&text), kind, &|_| None);
            }
        }
    }
}
