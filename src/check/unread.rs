//! Marks that readers see as they are written: links that are none, notes that are nowhere, shortcodes of other programs.

use crate::diag::{self, Code, Diagnostic};
use crate::doc::{self, Meant, Unread};
use crate::model::Post;
use crate::text::url;

/// Reports the marks that were not read.
pub fn unread<'a>(
    texts: impl Iterator<Item = (&'a Post, &'a [Unread])>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (post, unread) in texts {
        let of_post = unread.iter().map(|unread| report(post, unread));
        diagnostics.extend(of_post);
    }
}

fn report(post: &Post, unread: &Unread) -> Diagnostic {
    let text = &unread.text;
    let (code, message, help) = match unread.meant {
        Meant::Spaces => (
            Code::Link,
            format!("this is no link, as its address has spaces: `{text}`"),
            format!("write `<{text}>`, or `{}`", url::encode_path(text)),
        ),
        Meant::Note => (
            Code::Link,
            format!("there is no note `{text}`; readers see it as it is"),
            format!("write the note on a line of its own: `{text}: …`, or `\\{text}` for the text"),
        ),
        Meant::NoteInLink => (
            Code::Link,
            format!("this is no link or picture, as its words mention a note: `{text}`"),
            "put the note behind the link, or in the caption of the picture".to_owned(),
        ),
        Meant::UnusedNote => (
            Code::Link,
            format!("nothing mentions the note `{text}`: it is on no page"),
            format!("write `{text}` where it belongs, or remove the note"),
        ),
        Meant::SecondNote => (
            Code::Link,
            format!("there are two notes `{text}`"),
            "give one of them another label".to_owned(),
        ),
        Meant::ShortcodeInLink => (
            Code::Shortcode,
            format!("this is no link, as its address has a shortcode: `{text}`"),
            format!("write it in HTML: `<a href=\"{text}\">…</a>`"),
        ),
        Meant::Reference => (
            Code::Link,
            format!("this link leads to no reference; readers see `{text}`"),
            format!("write on a line of its own: `{}: https://…`", label(text)),
        ),
        Meant::Hugo | Meant::HugoWithBody => (
            Code::Shortcode,
            format!("this shortcode is Hugo's; readers see `{text}`"),
            hugo(text, unread.meant == Meant::HugoWithBody),
        ),
        Meant::WordPress => (
            Code::Shortcode,
            format!("this shortcode is WordPress's; readers see `{text}`"),
            "write what it showed in Markdown, such as `![what is seen](picture.jpg \"caption\")`, or in code to show it as it is".to_owned(),
        ),
        Meant::Jekyll => (
            Code::Shortcode,
            format!("this tag is Jekyll's; readers see `{text}`"),
            "write a shortcode, `{{ name(key = \"value\") }}`, or put it in code to show it as it is".to_owned(),
        ),
        Meant::CodeOption => option(text),
    };
    Diagnostic::warning(code, message)
        .at(post.body.place(&unread.place))
        .help(help)
}

/// What is said of an option of code.
fn option(text: &str) -> (Code, String, String) {
    let (name, _) = text.split_once('=').unwrap_or((text, ""));
    let is_known = doc::CODE_OPTIONS.contains(&name);
    let meant = diag::did_you_mean(name, doc::CODE_OPTIONS).filter(|_| !is_known);
    let all = "there are `{linenos=true, linenostart=10, hl_lines=[2, \"4-6\"]}`, as in Hugo, or `,linenos,hl_lines=2 4-6`, as in Zola";
    (
        Code::Fence,
        format!("this option of code has no effect: `{text}`"),
        meant.unwrap_or_else(|| all.to_owned()),
    )
}

/// What a reference is defined by: `[b]` of `[a][b]`, `[a]` of `[a][]`.
fn label(reference: &str) -> String {
    let (words, label) = reference.split_once("][").unwrap_or_default();
    match label {
        "]" => format!("{words}]"),
        label => format!("[{label}"),
    }
}

/// What to write for a shortcode of Hugo.
fn hugo(text: &str, has_body: bool) -> String {
    let inside = text.trim_matches(|c| "{}<>%/ ".contains(c));
    let (name, arguments) = inside.split_once(' ').unwrap_or((inside, ""));
    if matches!(name, "ref" | "relref") {
        let file = arguments.trim().trim_matches('"');
        return format!("write the path of the file, seen from this one: `{file}`");
    }
    let arguments = match arguments.contains("=\"") {
        true => arguments.trim().replace("\" ", "\", "),
        false if arguments.trim().is_empty() => String::new(),
        false => "…".to_owned(),
    };
    let call = match has_body {
        true => format!("{{% {name}({arguments}) %}}…{{% end %}}"),
        false => format!("{{{{ {name}({arguments}) }}}}"),
    };
    format!("write `{call}`, or put it in code to show it as it is")
}
