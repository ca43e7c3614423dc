//! What is written, and what becomes of it.

use super::find::{DEEPEST, NUL};
use super::*;
use crate::doc::elements::{BLOCK, VOID};
use crate::doc::tags::tags;
use crate::doc::{Passes, layout, outline, render};
use proptest::prelude::*;

/// Renders with components that show their calls: `[name key=value body]`.
fn shown(text: &str) -> crate::doc::Rendered {
    let component = |call: &Call, body: Option<&str>| {
        let arguments: String = call
            .arguments
            .iter()
            .map(|a| format!(" {}={}", a.name, a.value))
            .collect();
        format!(
            "[{}{arguments}{}]",
            call.name,
            body.map(|body| format!(" {body}")).unwrap_or_default()
        )
    };
    render(
        text,
        Passes {
            component: Some(&component),
            ..Default::default()
        },
    )
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let rendered = shown(text);
    let html = rendered.html.text.trim_end().replace('\n', "¶");
    let html = [(">¶", ">"), ("¶]", "]"), ("]¶", "]"), (" ¶", " ")]
        .iter()
        .fold(html, |html, (from, to)| html.replace(from, to));
    assert_eq!(
        (html.as_str(), rendered.mistakes),
        (expected, Vec::new()),
        "{text}"
    );
}

#[test]
fn a_block_of_its_own() {
    check("{{ a() }}", "[a]");
    check("{{a(x=1)}}", "[a x=1]");
    check("Un\n{{ a() }}\nDeux", "<p>Un</p>[a]<p>Deux</p>");
    check("> Un\n> {{ a() }}", "<blockquote><p>Un</p>[a]</blockquote>");
    check(
        "- {{ a() }}\n- Un\n\n  {{ b() }}",
        "<ul><li>[a]</li><li><p>Un</p>[b]</li></ul>",
    );
    check(
        "{{ a(\n  x = \"1\",\n\n  y = 2,\n) }}\n\nUn",
        "[a x=\"1\" y=2]<p>Un</p>",
    );
    check("{{ a() }} {{ b() }}", "[a][b]");
    check(
        "|u|\n|-|\n|d|\n{{ a() }}",
        "<table><thead><tr><th>u</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>[a]",
    );
    check("<div>\n{{ a() }}\n</div>", "<div>[a]</div>");
    check("<p title=\"{{ a() }}\">x</p>", "<p title=\"[a]\">x</p>");
}

#[test]
fn within_a_line() {
    check("Un {{ a() }} *deux*", "<p>Un [a] <em>deux</em></p>");
    check("{{ a() }} *deux*", "<p>[a] <em>deux</em></p>");
    check(
        "Un {% a() %}*deux*{% end %} trois",
        "<p>Un [a <em>deux</em>] trois</p>",
    );
    check("{% a() %}Un{% end %} deux", "<p>[a Un] deux</p>");
    check("## T {{ a() }}", "<h2 id=\"t\">T [a]</h2>");
    check(
        "|{{ a(x=\"|\") }}|u|\n|-|-|",
        "<table><thead><tr><th>[a x=\"|\"]</th><th>u</th></tr></thead><tbody></tbody></table>",
    );
}

/// Renders with components that make blocks (`f`, `q`), links (`l`) and parts of lines.
fn places(text: &str) -> crate::doc::Rendered {
    let component = |call: &Call, body: Option<&str>| match (call.name.as_str(), body) {
        ("f", _) => "<figure>f</figure>\n".to_owned(),
        ("q", body) => format!("\n<blockquote>{}</blockquote>\n", body.unwrap_or_default()),
        ("l", _) => "<a href=\"/l\">l</a>".to_owned(),
        (_, body) => format!("\n<i>{}</i>\n", body.unwrap_or("i")),
    };
    render(
        text,
        Passes {
            component: Some(&component),
            ..Default::default()
        },
    )
}

#[track_caller]
fn placed(text: &str, expected: &str) {
    let rendered = places(text);
    assert_eq!(
        (
            rendered.html.text.replace('\n', "").as_str(),
            rendered.mistakes
        ),
        (expected, Vec::new()),
        "{text}"
    );
}

#[test]
fn a_block_within_a_line_ends_the_paragraph_and_it_goes_on() {
    let f = "<figure>f</figure>";
    placed("Un {{ f() }} deux", &format!("<p>Un</p>{f}<p>deux</p>"));
    placed("Un {{ f() }}", &format!("<p>Un</p>{f}"));
    placed("{{ f() }} deux", &format!("{f}<p>deux</p>"));
    placed(
        "Un {{ f() }} {{ f() }} deux",
        &format!("<p>Un</p>{f}{f}<p>deux</p>"),
    );
    placed(
        "Un {{ i() }} {{ f() }} {{ i() }}.",
        &format!("<p>Un <i>i</i></p>{f}<p><i>i</i>.</p>"),
    );
    placed(
        "Un {% q() %}*deux*{% end %} trois",
        "<p>Un</p><blockquote><em>deux</em></blockquote><p>trois</p>",
    );
    placed(
        "Un {% i() %}deux {{ f() }}{% end %} trois",
        &format!("<p>Un</p><i>deux{f}</i><p>trois</p>"),
    );
    placed(
        "Un *deux **{{ f() }} trois*** quatre",
        &format!("<p>Un <em>deux</em></p>{f}<p><em><strong>trois</strong></em> quatre</p>"),
    );
    placed("*{{ f() }}* deux", &format!("{f}<p>deux</p>"));
    placed("Un {{ f() }}\\\ndeux", &format!("<p>Un</p>{f}<p>deux</p>"));
    placed(
        "> Un {{ f() }} deux",
        &format!("<blockquote><p>Un</p>{f}<p>deux</p></blockquote>"),
    );
    placed(
        "Un <b id=\"b\" class=\"c\">deux {{ f() }} trois</b>",
        &format!("<p>Un <b id=\"b\" class=\"c\">deux</b></p>{f}<p><b class=\"c\">trois</b></p>"),
    );
}

#[test]
fn where_a_block_may_stand_nothing_is_cut() {
    let f = "<figure>f</figure>";
    placed(
        "- Un {{ f() }} deux",
        &format!("<ul><li>Un{f} deux</li></ul>"),
    );
    placed(
        "- *Un {{ f() }} deux*",
        &format!("<ul><li><em>Un</em>{f}<em>deux</em></li></ul>"),
    );
    placed(
        "|a|\n|-|\n|b {{ f() }}|",
        &format!(
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b{f}</td></tr></tbody></table>"
        ),
    );
    placed(
        "<a href=\"/x\">\n{{ f() }}\n</a>",
        &format!("<a href=\"/x\">{f}</a>"),
    );
    placed(
        "<script>\n{{ f() }}\n</script>",
        &format!("<script>{f}</script>"),
    );
    placed(
        "Un <!-- {{ f() }} --> deux",
        &format!("<p>Un <!-- {f} --> deux</p>"),
    );
}

#[test]
fn links_and_headings() {
    let f = "<figure>f</figure>";
    placed(
        "[Un {{ f() }} deux](/x)",
        &format!("<p><a href=\"/x\">Un</a></p>{f}<p><a href=\"/x\">deux</a></p>"),
    );
    placed(
        "[Un {{ l() }} deux](/x)",
        "<p><a href=\"/x\">Un</a><a href=\"/l\">l</a><a href=\"/x\">deux</a></p>",
    );
    placed(
        "[Un {{ i() }} deux](/x)",
        "<p><a href=\"/x\">Un <i>i</i> deux</a></p>",
    );
    placed(
        "## Un {{ f() }} *deux*\n\nTrois",
        &format!("<h2 id=\"un-deux\">Un <em>deux</em></h2>{f}<p>Trois</p>"),
    );
    placed("## Un {{ f() }}", &format!("<h2 id=\"un\">Un</h2>{f}"));
}

#[test]
fn a_line_feed_of_the_template_is_no_space() {
    placed(
        "Un ({{ i() }}), {% i() %}deux{% end %}.",
        "<p>Un (<i>i</i>), <i>deux</i>.</p>",
    );
    placed(
        "<p title=\"{{ x() }}\">x</p>",
        "<p title=\"<i>i</i>\">x</p>",
    );
}

#[test]
fn a_body_is_markdown_of_the_same_text() {
    check(
        "{% a() %}\n*Un*\n\n- deux\n{% end %}\nTrois",
        "[a <p><em>Un</em></p><ul><li>deux</li></ul>]<p>Trois</p>",
    );
    check("{% a(x='é') %}Un{% end %}", "[a x=\"é\" <p>Un</p>]");
    check("{% a() %}\nUn{% end %}", "[a <p>Un</p>]");
    check(
        "{% a() %}\n> Un\n{% end %}",
        "[a <blockquote><p>Un</p></blockquote>]",
    );
    check(
        "{% a() %}\n\nUn\n\n{% b() %}\nDeux\n{% end %}\n{{ c() }}\n{% end %}",
        "[a <p>Un</p>[b <p>Deux</p>][c]]",
    );
    check(
        "{% a() %}\n```\n{% end %}\n```\n{% end %}",
        "[a <pre><code>{% end %}¶</code></pre>]",
    );
    check(
        "{% a() %}\n[x]\n{% end %}\n\n[x]: /y",
        "[a <p><a href=\"/y\">x</a></p>]",
    );
    check("{% a() %}{% end %}", "[a ]");
    let html = shown("{% a() %}\nUn[^1].\n{% end %}\n\n[^1]: Note.")
        .html
        .text;
    assert!(
        html.contains("href=\"#fn:1\"") && html.contains("<li id=\"fn:1\">"),
        "{html}"
    );
}

#[test]
fn arguments_are_toml() {
    check(
        "{{ a(s=\"é \\\"q\\\" ) }} %}\", l='C:\\x', n=-1, f=1.5, b=true, a=[1, \"x, y)\"], t={k=\"v\"}) }}",
        "[a s=\"é \\\"q\\\" ) }} %}\" l=\"C:\\\\x\" n=-1 f=1.5 b=true a=[1,\"x, y)\"] t={\"k\":\"v\"}]",
    );
    check(
        "{{ a(x.fr=\"é\", n=1, x.en-GB=\"e\", y={fr=1}, y.en=2) }}",
        "[a x={\"en-GB\":\"e\",\"fr\":\"é\"} n=1 y={\"en\":2,\"fr\":1}]",
    );
}

#[test]
fn text_stays_text() {
    for text in [
        "{{ handlebars }}",
        "{% raw %}",
        "{% if x %}a{% endif %}",
        "{{",
        "{%",
        "{{ }}",
        "{}",
        "{{ 1() }}",
        "{{ a.b() }}",
    ] {
        check(text, &format!("<p>{text}</p>"));
    }
    check("{{/* a(x=1) */}}", "<p>{{   a(x=1)   }}</p>");
    check(
        "{%/* a() */%}u{%/* end */%}",
        "<p>{%   a()   %}u{%   end   %}</p>",
    );
    check(
        "{{/* a(x=\"u*/v\") */}} {{/* u",
        "<p>{{   a(x=\"u*/v\")   }} {{/* u</p>",
    );
    check(
        "\\{{ a() }} \\{% b() %} {\\{ c() }} \\\\{{ d() }}",
        "<p>{{ a() }} {% b() %} {{ c() }} \\[d]</p>",
    );
    check("`{{ a() }}`", "<p><code>{{ a() }}</code></p>");
    check("    {{ a() }}", "<pre><code>{{ a() }}</code></pre>");
    check(
        "```\n{{ a() }}\n{% b() %}\n```",
        "<pre><code>{{ a() }}¶{% b() %}¶</code></pre>",
    );
    check(
        "{{ a(x=\"`\") }} un `{{ b() }}`",
        "<p>[a x=\"`\"] un <code>{{ b() }}</code></p>",
    );
    check(
        "{{ a() }}\n    {{ b() }}",
        "[a]<pre><code>{{ b() }}</code></pre>",
    );
    check("\u{0}0\u{0} {{ a() }}", "<p>0  [a]</p>");
}

#[test]
fn mistakes_have_a_place() {
    for (text, place, message) in [
        (
            "Un\n{% a() %}\nDeux",
            "{% a() %}",
            "the shortcode `a` has no end",
        ),
        ("Un {% end %}", "{% end %}", "`{% end %}` ends no shortcode"),
        (
            "{{ a(\"x\") }}",
            "\"",
            "an argument of a shortcode has a name and a value",
        ),
        (
            "{{ a(x=é) }}",
            "x=é",
            "the value of `x` is no TOML value: `é`",
        ),
        (
            "{{ a(x=) }}",
            "x=",
            "the value of `x` is no TOML value: `nothing`",
        ),
        (
            "{{ a(x=1 y=2) }}",
            "x=1 y=2",
            "the value of `x` is no TOML value: `1 y=2`",
        ),
        (
            "{{ a(x=1, x=2) }}",
            "x=2",
            "the argument `x` is given twice",
        ),
        ("{{ a(x=1 }}", "}", "a `,` or `)` is missing here"),
        (
            "{{ a(x=\"un) }}",
            "x=\"un",
            "the value of `x` is no TOML value: `\"un`",
        ),
        (
            "{{ a() %}",
            "{{ a() ",
            "the tag of the shortcode `a` does not end",
        ),
        (
            "[u]({{ a() }})",
            "{{ a() }}",
            "a shortcode cannot stand here",
        ),
        (
            "- {% a() %}\n- {% end %}",
            "{% end %}",
            "the shortcode `a` begins in one block of the text and ends in another",
        ),
        (
            "*{% a() %}u* d{% end %}",
            "{% end %}",
            "the shortcode `a` begins in one block of the text and ends in another",
        ),
    ] {
        let mistakes = shown(text).mistakes;
        let told: Vec<_> = mistakes
            .iter()
            .map(|m| (&text[m.range.clone()], m.message.as_str()))
            .collect();
        assert_eq!(told, [(place, message)], "{text}");
    }
}

#[test]
fn shortcodes_are_not_nested_without_end() {
    let nested = |depth: usize| "{% a() %}\n".repeat(depth) + "b\n" + &"{% end %}\n".repeat(depth);
    assert_eq!(shown(&nested(DEEPEST)).mistakes, Vec::new());
    let mistakes = shown(&nested(1000)).mistakes;
    assert_eq!(mistakes[0].message, "the shortcode `a` stands in 32 others");
    assert_eq!(
        (mistakes[0].range.start, mistakes.len()),
        (DEEPEST * "{% a() %}\n".len(), 1 + DEEPEST)
    );
}

#[test]
fn outlines_see_what_shortcodes_say() {
    let text = "{{ figure(src=\"a.svg\", caption=\"La file\") }}\n\n{% quote(url=\"b.md\", id=\"q\") %}\nOn *attend*. [x](c.md)\n{% end %}\n\n## Fin";
    let outline = outline(text, Default::default());
    let blocks: Vec<&str> = outline
        .blocks
        .iter()
        .map(|(_, words)| words.as_str())
        .collect();
    assert_eq!(blocks, ["La file", "On attend. x", "Fin"]);
    let links: Vec<_> = outline
        .links
        .iter()
        .map(|l| (l.destination.as_str(), l.image, &text[l.range.clone()]))
        .collect();
    assert_eq!(
        links,
        [
            ("a.svg", true, "a.svg"),
            ("b.md", false, "b.md"),
            ("c.md", false, "[x](c.md)")
        ]
    );
    assert_eq!(outline.anchors, ["q", "fin"]);
}

#[test]
fn a_body_is_not_cut() {
    let text = "Un\n\n{% quote() %}\nDeux\n\nTrois\n{% end %}\n\nQuatre";
    let blocks: Vec<_> = layout(text, Default::default())
        .blocks
        .into_iter()
        .map(|(range, words)| (text[range].trim(), words.replace('\n', " ")))
        .collect();
    assert_eq!(
        blocks,
        [
            ("Un", "Un ".into()),
            (
                "{% quote() %}\nDeux\n\nTrois\n{% end %}",
                "Deux Trois ".into()
            ),
            ("Quatre", "Quatre ".to_owned())
        ]
    );
}

#[test]
fn excerpts_keep_words_and_what_stands_in_a_line() {
    for (text, expected) in [
        ("{{ a() }}\n\nUn.", "<p>Un.</p>"),
        ("{% a() %}\nUn.\n{% end %}", "<p>Un.</p>"),
        ("Un {{ a() }} deux.", "<p>Un [a] deux.</p>"),
        ("Un {% a() %}deux{% end %}.", "<p>Un deux.</p>"),
    ] {
        assert_eq!(shown(text).excerpt.html.text.trim_end(), expected, "{text}");
    }
    let component = |_: &Call, _: Option<&str>| "<figure>f</figure>".to_owned();
    for (text, expected) in [
        ("Un {{ f() }} deux.", "<p>Un deux.</p>"),
        ("Un {{ f() }}.", "<p>Un.</p>"),
    ] {
        let excerpt = render(
            text,
            Passes {
                component: Some(&component),
                ..Default::default()
            },
        )
        .excerpt;
        assert_eq!(excerpt.html.text.trim_end(), expected, "{text}");
    }
}

/// Every element ends in the one it began in; no block stands in a paragraph or heading, and no link in a link.
fn is_well_nested(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(html) {
        let name = tag.name();
        if tag.closes() {
            if open.pop() != Some(name) {
                return Err(format!("</{name}>"));
            }
        } else if !tag.is_any(VOID) {
            let is_block = tag.is_any(BLOCK);
            let holds_lines =
                |open: &&str| matches!(*open, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
            if (is_block && open.iter().any(holds_lines)) || (name == "a" && open.contains(&"a")) {
                return Err(format!("<{name}> in {open:?}"));
            }
            open.push(name);
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("{open:?}"))
    }
}

proptest! {
    #[test]
    fn whatever_stands_around_shortcodes_html_is_well_nested(
        text in "([ab *_>\n#|-]|\\*\\*|\n\n|\\[a|\\]\\(/x\\)|<b>a</b>|\\\\\n|\\{\\{ [fli]\\(\\) \\}\\}|\\{% [qi]\\(\\) %\\}|\\{% end %\\})*"
    ) {
        let rendered = places(&text);
        if rendered.mistakes.is_empty() {
            prop_assert_eq!(is_well_nested(&rendered.html.text), Ok(()), "{:?} {}", text, rendered.html.text);
            prop_assert_eq!(is_well_nested(&rendered.excerpt.html.text), Ok(()), "{:?}", text);
        }
    }

    #[test]
    fn any_text_keeps_its_length_and_holds_no_mark(
        text in "([a-zé \n>`*-]|\\{\\{ a\\(\\) \\}\\}|\\{% b\\(x=\"é\"\\) %\\}|\\{% end %\\}|\\{\\{|\\{%|[(){}%\"=,\u{0}])*"
    ) {
        let found = read(&text, Default::default());
        prop_assert_eq!(found.text.len(), text.len());
        prop_assert_eq!(found.text.matches('\n').count() <= text.matches('\n').count(), true);
        let rendered = shown(&text);
        prop_assert!(!rendered.html.text.contains(NUL), "{}", rendered.html.text);
        outline(&text, Default::default());
        layout(&text, Default::default());
    }
}
