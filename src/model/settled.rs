//! A document whose language and title are decided: what all later decisions are made from.

use crate::cache::{Digest, Digester};
use crate::content::Document;
use crate::diag::{Code, Diagnostic};
use crate::doc::Block;
use crate::lang::Lang;
use crate::pairing::Shape;
use crate::text::titles;

#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub document: Document,
    pub lang: Lang,
    pub title: String,
    /// The digest of its blocks.
    pub text: Digest,
}

impl Settled {
    pub fn new(document: Document, lang: Lang, title: String) -> Self {
        let blocks = document.outline.blocks.iter();
        let texts = blocks.map(|(block, text)| (block, text.as_str()));
        Self {
            text: Digester::new("blocks").texts(texts).finish(),
            document,
            lang,
            title,
        }
    }

    /// Its blocks, as pairing and alignment take them.
    pub fn blocks(&self) -> Vec<(Shape, &str)> {
        let blocks = self.document.outline.blocks.iter();
        blocks
            .map(|(block, text)| (shape(*block), text.as_str()))
            .collect()
    }
}

/// A block as pairing sees it.
pub fn shape(block: Block) -> Shape {
    match block {
        Block::Heading(level) => Shape::Heading(level),
        Block::Item => Shape::Item,
        Block::Quote => Shape::Quote,
        Block::Paragraph => Shape::Paragraph,
        Block::Code => Shape::Code,
    }
}

/// The author's title, else the text's, else its first words.
pub(super) fn title(document: &Document, diagnostics: &mut Vec<Diagnostic>) -> String {
    if let Some(title) = document.front.title.as_ref().or(document.title.as_ref()) {
        return titles::tidy(title);
    }
    let first = document
        .outline
        .blocks
        .first()
        .map_or("", |(_, text)| text.as_str());
    let title = titles::from_first_words(&titles::tidy(first));
    let message = format!("this post has no title; its first words are used: « {title} »");
    let help = document.how_to_set("title", "\"…\"");
    if !document.broken {
        diagnostics.push(
            Diagnostic::warning(Code::Guess, message)
                .at(document.place)
                .help(help),
        );
    }
    title
}
