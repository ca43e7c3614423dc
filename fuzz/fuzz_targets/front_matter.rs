//! Any text is a Markdown post: findings, never a panic; and its page can be made.
#![no_main]

use diptych::config::Config;
use diptych::load::Inputs;
use diptych::{content, doc, model};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut inputs = Inputs::default();
    let post = inputs.sources.add("content/posts/a.fr.md", text);
    inputs.posts.push(post);
    let (config, mut found) = (Config::outside_a_site(), Vec::new());
    let documents = content::parse(&inputs, &config, &mut found);
    let site = model::assemble(documents.list, model::Basis::of_import(&inputs.sources, &config), &mut found);
    for post in &site.posts {
        assert!(!post.slug.contains('/'));
        if let model::Format::Markdown = post.body.format {
            let text = post.body.text.read(&inputs.sources);
            doc::render(&text, doc::Passes { opening: post.front.excerpt.as_deref(), ..Default::default() });
        }
    }
    for finding in &found {
        diptych::diag::plain(finding, &inputs.sources);
    }
});
