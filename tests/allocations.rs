//! How often a text asks for memory on its way to HTML: texts stay in their source, so that it is a matter of a few lists. Code that
//! names no language loads no syntaxes.

use diptych::doc::{Passes, Typography, html};
use diptych::text::typography::{Options, Style};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// At most as many as this, whatever the length of the text.
const ALLOWED: u64 = 40;

#[test]
fn a_post_becomes_html_with_few_allocations() {
    let paragraph = "Il pleuvait, ce jour-là : l'eau coulait sur *les vitres* de la gare, et \"personne\" n'en disait rien ; \
                     on attendait **le train de 15 h 30**, comme [chaque jeudi](https://example.org/gare).\n\n";
    let code = "```\nun banc\n```\n\n```text\nun banc\n```\n\n    un banc\n\n";
    let list = "- un banc, 1 250 € ;\n- une horloge...\n\n";
    let section = format!(
        "## L'heure\n\n{}{list}{code}> Rien ne presse !\n\n",
        paragraph.repeat(6)
    );
    let text = section.repeat(3);
    let style = |code: &str| Style::of(code, &Options::default());
    let passes = Passes {
        typography: Some(Typography {
            own: style("fr"),
            of: &style,
        }),
        highlight: true,
        ..Passes::default()
    };
    // What is made once and kept: the pack of the language.
    assert!(html(&text, passes).text.contains("«\u{a0}personne\u{a0}»"));
    let allocations = |text: &str| {
        let profiler = dhat::Profiler::builder().testing().build();
        let written = html(text, passes);
        let allocations = dhat::HeapStats::get().total_blocks;
        drop(profiler);
        assert!(!written.text.is_empty());
        allocations
    };
    assert!(text.split_whitespace().count() > 500);
    let of_text = allocations(&text);
    assert!(of_text <= ALLOWED, "{of_text} allocations");
    let of_syntaxes = allocations("```rust\nlet banc = 1;\n```");
    assert_eq!(of_syntaxes > 1_000, cfg!(feature = "highlight"));
}
