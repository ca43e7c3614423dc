use super::*;
use crate::import::urls::Urls;

fn converted(html: &str, lines: bool, keep_html: bool) -> (String, Changes) {
    let (mut urls, mut changes) = (Urls::new("https://a.org", ""), Changes::new());
    urls.add_file("https://a.org/u/cat.jpg");
    let context = Context {
        urls: &urls,
        page: "",
        lines,
        html: keep_html,
    };
    (convert(html, context, &mut changes), changes)
}

#[track_caller]
fn check(html: &str, markdown: &str) {
    assert_eq!(converted(html, false, true).0, markdown, "{html}");
}

#[track_caller]
fn lines(html: &str, markdown: &str) {
    assert_eq!(converted(html, true, true).0, markdown, "{html}");
}

#[track_caller]
fn changes(html: &str, markdown: &str, expected: &[(Changed, &str)]) {
    let (written, changes) = converted(html, false, true);
    let told: Vec<(Changed, &str)> = changes
        .iter()
        .map(|(kind, what)| (*kind, what.as_str()))
        .collect();
    assert_eq!(
        (written.as_str(), told),
        (markdown, expected.to_vec()),
        "{html}"
    );
}

#[test]
fn blocks_and_marks() {
    check(
        "<p>Un <strong>chat</strong> <em>gris</em>.</p><p>Deux</p>",
        "Un **chat** *gris*.\n\nDeux",
    );
    check(
        "<h2>Titre</h2><h4>a # b #</h4>",
        "## Titre\n\n#### a # b \\#",
    );
    check("a<br>b<br><br>c", "a\\\nb\n\nc");
    check("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b");
    check(
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ul><li>d</li></ul>",
        "- a\n  - b\n- c\n\n* d",
    );
    check(
        "<ol start=\"3\"><li>a</li><li><p>b</p><p>c</p></li></ol>",
        "3. a\n\n4. b\n\n   c",
    );
    check(
        "<pre><code class=\"language-rust\">fn a() {}\n\n`b`</code></pre>",
        "```rust\nfn a() {}\n\n`b`\n```",
    );
    check("a <code>b`c</code>", "a ``b`c``");
    check("a<hr>b", "a\n\n---\n\nb");
    check(
        "<table><tr><th>a</th><th>b|c</th></tr><tr><td>d</td><td><em>e</em></td></tr></table>",
        "| a | b\\|c |\n| --- | --- |\n| d | *e* |",
    );
    check(
        "<p>x</p><!--more Suite--><p>y</p>",
        "x\n\n<!-- more -->\n\ny",
    );
    check("<p>x <!--more--> y</p>", "x\n\n<!-- more -->\n\ny");
    check(
        "<p>&nbsp;</p><p>« a »&nbsp;: l’été</p>",
        "« a »\u{a0}: l’été",
    );
}

#[test]
fn marks_that_commonmark_would_not_read_are_html() {
    check("<strong>a </strong>b<em> c</em>", "**a** b *c*");
    check("<strong>« a »</strong>b", "<strong>« a »</strong>b");
    check(
        "<em><strong>a</strong></em> <strong><em>b</em> c</strong>",
        "_**a**_ **_b_ c**",
    );
    check("<b>a</b><b>b</b><i></i>", "**ab**");
    check(
        "H<sub>2</sub>O <u>x</u> <abbr title=\"T\">t</abbr>",
        "H<sub>2</sub>O <u>x</u> <abbr title=\"T\">t</abbr>",
    );
    check(
        "a <em lang=\"en\">b</em> <span lang=\"en\">c</span> <span style=\"x\">d</span>",
        "a <em lang=\"en\">b</em> <span lang=\"en\">c</span> d",
    );
    check(
        "<p lang=\"en\">a</p><div lang=\"en\"><p>b</p></div>",
        "<span lang=\"en\">a</span>\n\n<div lang=\"en\">\n\nb\n\n</div>",
    );
    check("<em>a<br><br>b</em>", "*a*\n\n*b*");
}

#[test]
fn what_looks_like_markdown_is_escaped_and_no_more() {
    check(
        "a * b, 2*3*4, snake_case, _x_ [sic] (a)",
        "a * b, 2\\*3\\*4, snake_case, \\_x\\_ [sic] (a)",
    );
    check(
        "# a<br>- b<br>1. c<br>+ d<br>2012<br>&gt; e<br>===",
        "\\# a\\\n\\- b\\\n1\\. c\\\n\\+ d\\\n2012\\\n\\> e\\\n\\===",
    );
    check(
        "a &lt;b&gt; 1 &lt; 2 &amp;amp; R&amp;D",
        "a \\<b> 1 < 2 &amp;amp; R&D",
    );
    check(
        "[a](b) [^1] `c` \\* \\d",
        "[a\\](b) \\[^1] \\`c\\` \\\\\\* \\d",
    );
    check("<h2>a {#b}</h2>", "## a {#b&#125;");
    check("wow!<a href=\"/x\">a]</a>", "wow\\![a\\]](/x)");
    check(
        "http://b.org/a_b_ et http://b.org/~x/y, fin",
        "<http://b.org/a_b_> et <http://b.org/~x/y>, fin",
    );
    check(
        "<p>\\http://b.org/a_b_ et a\\\\http://b.org/a_b_</p>",
        "\\\\<http://b.org/a_b_> et a\\\\\\\\<http://b.org/a_b_>",
    );
}

#[test]
fn links_and_images() {
    check(
        "<a href=\"https://www.a.org/x/\">t</a> <a href=\"http://b.org/(y)\" title=\"T\">u</a>",
        "[t](/x/) [u](<http://b.org/(y)> \"T\")",
    );
    check(
        "<a href=\"https://b.org/x_y\">https://b.org/x_y</a>",
        "<https://b.org/x_y>",
    );
    check(
        "<img src=\"https://a.org/u/cat-300x200.jpg\" alt=\"Un [chat]\" srcset=\"x 2x\">",
        "![Un \\[chat\\]](/u/cat.jpg)",
    );
    check(
        "<a href=\"https://a.org/u/dog.jpg\"><img src=\"https://a.org/u/dog-300x200.jpg\" alt=\"D\"></a>",
        "![D](/u/dog.jpg)",
    );
    check(
        "<a href=\"/p\"><img src=\"i.png\" alt=\"\"></a>",
        "[![](i.png)](/p)",
    );
    check(
        "<img class=\"wp-smiley\" src=\"s\" alt=\":)\"> <img src=\"data:image/gif;x\" data-src=\"i.png\"><noscript><img src=\"i.png\"></noscript>",
        ":) ![](i.png)",
    );
    check(
        "<p>a<sup id=\"r\"><a href=\"#n\">1</a></sup></p><p id=\"n\">note</p>",
        "a<sup>[1](#n)</sup>\n\n<a id=\"n\"></a>note",
    );
    check(
        "<figure><img src=\"i.png\" alt=\"I\"><figcaption>Un <em>chat</em></figcaption></figure><figure><img src=\"j.png\"></figure>",
        "<figure><img src=\"i.png\" alt=\"I\"><figcaption>Un <em>chat</em></figcaption></figure>\n\n![](j.png)",
    );
}

#[test]
fn what_can_run_goes_and_is_told() {
    changes(
        "a<script>alert(1)</script><style>b{}</style>",
        "a",
        &[(Changed::Script, "script"), (Changed::Script, "style")],
    );
    changes(
        "<p onclick=\"x()\">a</p>",
        "a",
        &[(Changed::Script, "onclick")],
    );
    changes(
        "<a href=\" java\nscript:alert(1)\">a</a>",
        "a",
        &[(Changed::Script, "java\nscript:alert(1)")],
    );
    let evil = "<table><tr><td onclick=\"x\"><a href=\"javascript:x\">a</a><script>x</script></td></tr></table>";
    let clean = converted(evil, false, true).0;
    assert_eq!(clean, "<table><tbody><tr><td>a</td></tr></tbody></table>");
}

#[test]
fn what_is_embedded_never_vanishes() {
    changes(
        "<iframe src=\"//www.youtube.com/embed/x\" width=\"560\" onload=\"a\"></iframe>",
        "<https://www.youtube.com/watch?v=x>",
        &[
            (Changed::Script, "onload"),
            (Changed::Embed, "https://www.youtube.com/embed/x"),
        ],
    );
    check(
        "<iframe src=\"https://player.vimeo.com/video/1\" title=\"Un \"></iframe>",
        "{{ video(url=\"https://vimeo.com/1\", title=\"Un\") }}",
    );
    changes(
        "<iframe src=\"https://evil.example/x\"></iframe>",
        "<https://evil.example/x>",
        &[(Changed::Linked, "https://evil.example/x")],
    );
    changes(
        "<object><param name=\"movie\" value=\"http://www.youtube.com/v/ab-c&hl=fr\"><embed src=\"y\"></object>",
        "<https://www.youtube.com/watch?v=ab-c>",
        &[(Changed::Linked, "https://www.youtube.com/watch?v=ab-c")],
    );
    changes(
        "<form><input value=\"x\">a</form>",
        "a",
        &[(Changed::Removed, "form"), (Changed::Removed, "input")],
    );
    check(
        "<video src=\"https://a.org/v.mp4\"></video>",
        "<figure><video controls=\"\"><source src=\"/v.mp4\"></video></figure>",
    );
    changes(
        "<img src=\"http://s.org/p.gif\" width=\"1\" height=\"1\">a",
        "a",
        &[(Changed::Removed, "http://s.org/p.gif")],
    );
}

#[test]
fn html_blocks_hold_no_empty_line() {
    check(
        "<dl><dt>a</dt>\n\n<dd>b</dd></dl>",
        "<dl><dt>a</dt> <dd>b</dd></dl>",
    );
    check(
        "<table><tr><td>a</td></tr><tr><td><pre>x\n\ny</pre></td></tr></table>",
        "<table><tbody><tr><td>a</td></tr><tr><td><pre>x\n&#32;\ny</pre></td></tr></tbody></table>",
    );
}

#[test]
fn wordpress_s_lines() {
    lines(
        "Un.\n\nDeux\ntrois\n\n\n<strong>q</strong>",
        "Un.\n\nDeux\\\ntrois\n\n**q**",
    );
    lines("a<br />\nb\n<h2>c</h2>\nd", "a\\\nb\n\n## c\n\nd");
    lines(
        "<blockquote>a\n\nb</blockquote>\n<ul>\n<li>c</li>\n</ul>",
        "> a\n>\n> b\n\n- c",
    );
    lines("<em>a\n\nb</em> c", "*a*\n\n*b* c");
    lines("<pre>a\n\nb</pre>", "```\na\n\nb\n```");
    lines("a\n\n<!--more-->\n\nb", "a\n\n<!-- more -->\n\nb");
}

#[test]
fn comments_have_no_html() {
    assert_eq!(
        converted(
            "a <sub>b</sub>\n<iframe src=\"https://www.youtube.com/embed/x\"></iframe><table><tr><td>c</td></tr></table>",
            true,
            false
        ).0,
        "a b\n\n<https://www.youtube.com/embed/x>\n\nc"
    );
}

#[test]
fn depth_has_an_end() {
    let html = format!(
        "{}a{}",
        "<div><b>".repeat(1_000),
        "</b></div>".repeat(1_000)
    );
    assert_eq!(converted(&html, false, true).0.replace(['*', '_'], ""), "a");
    converted(&"<ul><li>".repeat(1_000), false, true);
    converted(
        &format!("<table><tr><td>{}", "<blockquote>".repeat(1_000)),
        false,
        true,
    );
}

#[test]
fn relative_addresses_are_seen_from_their_page() {
    let urls = Urls::new("https://a.org", "");
    let context = |page| Context {
        urls: &urls,
        page,
        lines: false,
        html: true,
    };
    for (page, address, expected) in [
        ("/2012/05/t/", "i.png", "/2012/05/t/i.png"),
        ("/2012/05/t.html", "../u/?x#y", "/2012/u/?x#y"),
        ("/t/", "../../../i.png", "../../../i.png"),
        ("/t/", "https://b.org/", "https://b.org/"),
        ("/t/", "java\nscript:x", "java\nscript:x"),
        ("/t/", "#n", "#n"),
        ("", "i.png", "i.png"),
    ] {
        assert_eq!(context(page).local(address), expected, "{page} {address}");
    }
}

#[test]
fn notes_are_numbered_as_they_are_called() {
    let text = |id: &str, words: &str| format!("<div data-fn-text=\"{id}\"><p>{words}</p></div>");
    let call =
        |id: &str| format!("<sup data-fn=\"{id}\" class=\"fn\"><a href=\"#{id}\">9</a></sup>");
    check(
        &format!(
            "<p>Un{}, deux{}.</p>{}{}",
            call("b"),
            call("a"),
            text("a", "A."),
            text("b", "<b>B</b>.</p><p>Fin.")
        ),
        "Un[^1], deux[^2].\n\n[^2]: A.\n\n[^1]: **B**.\n\n    Fin.",
    );
    // What has no text stays what it shows; what nothing calls keeps its words.
    check(
        &format!("<p>Un{}</p>{}", call("x"), text("y", "Y")),
        "Un<sup>[9](#x)</sup>\n\n[^1]: Y",
    );
}

#[test]
fn words_stand_apart_where_the_page_parted_them() {
    check(
        "<span style=\"display: block\">Un mot</span><span style=\"color:red;display:block\">Deux</span>",
        "Un mot\\\nDeux",
    );
    check(
        "<div><a href=\"/plan.pdf\">Plan</a><a href=\"/plan.pdf\" class=\"wp-block-file__button\">Télécharger</a></div>",
        "[Plan](/plan.pdf)",
    );
    check(
        "<pre>Un<br>deux<br><br>trois</pre>",
        "```\nUn\ndeux\n\ntrois\n```",
    );
    check(
        "<pre class=\"wp-block-preformatted\">Un<br><em>deux</em></pre>",
        "<pre>Un<br><em>deux</em></pre>",
    );
    check(
        "<pre class=\"wp-block-verse\">Un <em>vers</em>\nun autre<br>un tiers\n\nStrophe</pre>",
        "Un *vers*\\\nun autre\\\nun tiers\n\nStrophe",
    );
    check(
        "[gist]https://a.b/c[/gist] fin",
        "[gist]https://a.b/c[/gist] fin",
    );
}
