//! Shortcodes and other generators' links in a text → Markdown. What has no Markdown form stays as it is, and is reported.
//!
//! Sources: gohugo.io/content-management/shortcodes and …/shortcodes/*, getzola.org/documentation/content/shortcodes and
//! …/linking (`@/`), jekyllrb.com/docs/liquid/tags.

use std::ops::Range;

use super::sites::Generator;
use crate::doc::literal;
use crate::import::arguments::{Arguments, is_word};
use crate::import::html::fenced;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
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

/// Players that need but an id: the address of what they show begins so.
const PLAYERS: &[(&str, &str)] = &[
    ("youtube", "https://www.youtube.com/watch?v="),
    ("vimeo", "https://vimeo.com/"),
    ("streamable", "https://streamable.com/"),
    ("instagram", "https://www.instagram.com/p/"),
];

struct Converter<'a> {
    text: &'a str,
    code: &'a [Range<usize>],
    kind: Generator,
    target: &'a dyn Fn(&str) -> Option<String>,
    done: Converted,
    /// Up to where the text is done.
    at: usize,
}

struct Call<'a> {
    name: &'a str,
    arguments: Arguments<'a>,
}

impl<'a> Converter<'a> {
    /// The next byte at which a shortcode, or a link to look at, begins.
    fn next_mark(&self) -> Option<usize> {
        const BEGINNINGS: [&str; 4] = ["{{", "{%", "](", "]: "];
        let mut places = self.text[self.at..].match_indices(['{', ']']);
        places.find_map(|(at, _)| {
            let at = self.at + at;
            let rest = &self.text[at..];
            let is_mark = BEGINNINGS
                .iter()
                .any(|beginning| rest.starts_with(beginning));
            // Hugo shows a shortcode, even in code, by `{{</* name */>}}`.
            let is_shown = rest.starts_with("{{</*") || rest.starts_with("{{%/*");
            let in_code = || self.code.iter().any(|range| range.contains(&at));
            (is_mark && (is_shown || !in_code())).then_some(at)
        })
    }

    fn mark(&mut self) {
        let rest = &self.text[self.at..];
        if rest.starts_with(']') {
            return self.link();
        }
        let mut marks = MARKS.iter().copied();
        let Some((open, close)) = marks.find(|(open, _)| rest.starts_with(open)) else {
            return self.pass(1);
        };
        let inside = &rest[open.len()..];
        let Some(inner) = inside.find(close).map(|end| &inside[..end]) else {
            return self.pass(open.len());
        };
        let length = open.len() + inner.len() + close.len();
        let is_hugo = matches!(open, "{{<" | "{{%");
        let knows = match self.kind {
            Generator::Hugo => is_hugo,
            Generator::Zola | Generator::Jekyll => !is_hugo,
            Generator::Plain => is_hugo || inner.trim_end().ends_with(')'),
        };
        if !knows {
            return self.pass(open.len());
        }
        let shown = inner.trim().strip_prefix("/*");
        if let Some(shown) = shown.and_then(|inner| inner.strip_suffix("*/")) {
            return self.replace(length, &format!("{open}{shown}{close}"));
        }
        let call = match self.kind {
            Generator::Jekyll => liquid(inner, open),
            _ => shortcode(inner),
        };
        let Some(call) = call else {
            return self.pass(open.len());
        };
        if call.name.starts_with('/') || call.name.starts_with("end") {
            // The end of one that is kept.
            return self.pass(length);
        }
        if let Some((markdown, more)) = self.block(&call, &rest[length..]) {
            return self.replace(length + more, &markdown);
        }
        match self.inline(&call) {
            Some(markdown) => self.replace(length, &markdown),
            None => self.keep(length, call.name),
        }
    }

    fn pass(&mut self, length: usize) {
        let text = &self.text[self.at..];
        self.replace(length, &text[..length]);
    }

    fn keep(&mut self, length: usize, name: &str) {
        self.done.kept.push((self.at, name.to_owned()));
        self.pass(length);
    }

    fn replace(&mut self, length: usize, by: &str) {
        self.done.text.push_str(by);
        self.at += length;
    }

    /// What has a beginning and an end: code, and text that is to be shown as it is. Gives also the length behind the beginning.
    fn block(&self, call: &Call, after: &str) -> Option<(String, usize)> {
        let ends = match (self.kind, call.name) {
            (Generator::Jekyll, name @ ("highlight" | "raw")) => {
                &[format!("{{% end{name} %}}"), format!("{{%- end{name} -%}}")]
            }
            (Generator::Zola, "highlight") => &["{% end %}", "{% end %}"].map(str::to_owned),
            (_, "highlight") => &["{{< /highlight >}}", "{{% /highlight %}}"].map(str::to_owned),
            _ => return None,
        };
        let found = ends
            .iter()
            .filter_map(|end| Some((after.find(end)?, end.len())));
        let (end, length) = found.min()?;
        let inner = &after[..end];
        if call.name == "raw" {
            return Some((inner.to_owned(), end + length));
        }
        let language = call
            .arguments
            .get("lang", 0)
            .or(call.arguments.get("type", 0));
        let code = fenced(language.unwrap_or_default(), inner.trim_matches('\n'));
        Some((code, end + length))
    }

    fn inline(&self, call: &Call) -> Option<String> {
        let (user, second) = (call.arguments.get("user", 0), call.arguments.get("id", 1));
        match call.name {
            "figure" | "img" | "image" => figure(call),
            "ref" | "relref" | "post_url" | "link" => (self.target)(call.arguments.get("path", 0)?),
            "relative_url" | "absolute_url" => call.arguments.get("path", 0).map(str::to_owned),
            "site.baseurl" | "site.url" => Some(String::new()),
            "gist" => match user.zip(second) {
                Some(both) => of_user(both, |user, id| {
                    format!("https://gist.github.com/{user}/{id}")
                }),
                None => call.arguments.named("url").map(|url| format!("<{url}>")),
            },
            "tweet" | "twitter" | "x" => of_user(user.zip(second)?, |user, id| {
                format!("https://x.com/{user}/status/{id}")
            }),
            name => {
                let (_, address) = PLAYERS.iter().find(|(known, _)| *known == name)?;
                let id = call.arguments.get("id", 0).filter(|id| is_word(id))?;
                Some(format!("<{address}{id}>"))
            }
        }
    }

    /// A link to another post by the generator's own path: `@/blog/a.md`, `/posts/a.md`, or the post's URL.
    fn link(&mut self) {
        let is_inline = self.text[self.at..].starts_with("](");
        self.pass(if is_inline { 2 } else { 3 });
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || c == ')' || c == '>');
        let destination = &rest[..end.unwrap_or(rest.len())];
        let is_zola = destination.starts_with("@/");
        if !is_zola && !destination.starts_with('/') {
            return;
        }
        match (self.target)(destination) {
            Some(target) => self.replace(destination.len(), &target),
            None if is_zola => self.keep(destination.len(), destination),
            None => self.pass(destination.len()),
        }
    }
}

fn of_user((user, id): (&str, &str), address: impl Fn(&str, &str) -> String) -> Option<String> {
    (is_word(user) && is_word(id)).then(|| format!("<{}>", address(user, id)))
}

/// `name a "b" key="c"`, or `name(key="c")` as Zola writes it.
fn shortcode(inner: &str) -> Option<Call<'_>> {
    let inner = inner.trim().trim_end_matches('/').trim();
    let end = inner.find(|c: char| c.is_whitespace() || "(\"'".contains(c));
    let (name, rest) = inner.split_at(end.unwrap_or(inner.len()));
    let rest = rest.trim();
    let in_brackets = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let arguments = Arguments::read(in_brackets.unwrap_or(rest), true);
    (!name.is_empty()).then_some(Call { name, arguments })
}

/// `{% name a %}`, `{{ "/a" | relative_url }}`, `{{ site.baseurl }}`.
fn liquid<'a>(inner: &'a str, open: &str) -> Option<Call<'a>> {
    let inner = inner.trim_matches('-').trim();
    if open == "{%" {
        return shortcode(inner);
    }
    let filtered = inner
        .split_once('|')
        .map(|(value, filter)| (value, filter.trim()));
    let (name, value) = match filtered {
        Some((value, filter @ ("relative_url" | "absolute_url"))) => (filter, value),
        _ => (inner, ""),
    };
    let arguments = Arguments::read(value, true);
    Some(Call { name, arguments })
}

/// `![alt](src)`, with its link around it and its caption below.
fn figure(call: &Call) -> Option<String> {
    let named = |name: &str| call.arguments.named(name);
    let src = call.arguments.get("src", 0).or(named("path"))?;
    let (title, caption) = (named("title"), named("caption").or(named("attr")));
    // A caption is Markdown there too.
    let words = [title.map(literal), caption.map(str::to_owned)];
    let words: Vec<String> = words
        .into_iter()
        .flatten()
        .filter(|text| !text.trim().is_empty())
        .collect();
    let words = words.join(" – ").replace('\\', "\\\\").replace('"', "\\\"");
    // A picture's title, alone in its paragraph, is its caption.
    let shown = if words.is_empty() {
        words
    } else {
        format!(" \"{words}\"")
    };
    let alt = named("alt").or(caption).or(title).unwrap_or_default();
    let alt = alt.replace('[', "\\[").replace(']', "\\]");
    let src = match src.contains([' ', '(', ')']) {
        true => format!("<{src}>"),
        false => src.to_owned(),
    };
    let image = format!("![{alt}]({src}{shown})");
    Some(match named("link") {
        Some(link) => format!("[{image}]({link})"),
        None => image,
    })
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
        let converted = convert(
            text,
            &doc::code_ranges(text, Default::default()),
            kind,
            &target,
        );
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
                convert(&text, &doc::code_ranges(&text, Default::default()), kind, &|_| None);
            }
        }
    }
}
