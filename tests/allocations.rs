//! How often a text asks for memory on its way to HTML: texts stay in their source, so that it is a matter of a few lists.

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
    let list = "- un banc, 1 250 € ;\n- une horloge...\n\n";
    let section = format!(
        "## L'heure\n\n{}{list}> Rien ne presse !\n\n",
        paragraph.repeat(6)
    );
    let text = section.repeat(3);
    let style = |code: &str| Style::of(code, &Options::default());
    let passes = Passes {
        typography: Some(Typography {
            own: style("fr"),
            of: &style,
        }),
        ..Passes::default()
    };
    // What is made once and kept: the pack of the language.
    assert!(html(&text, passes).text.contains("«\u{a0}personne\u{a0}»"));
    let profiler = dhat::Profiler::builder().testing().build();
    let written = html(&text, passes);
    let allocations = dhat::HeapStats::get().total_blocks;
    drop(profiler);
    assert!(text.split_whitespace().count() > 500 && !written.text.is_empty());
    assert!(allocations <= ALLOWED, "{allocations} allocations");
}
