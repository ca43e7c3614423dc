//! What typography mended, so that an author can see it: an archive's `oeuvre` is set as `œuvre`.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::doc::Repaired;
use crate::model::Post;
use crate::source::{Sources, Span};
use crate::text::words::one_line;

/// Lists what is mended, once a post and with every place.
pub fn repairs<'a>(
    texts: impl Iterator<Item = (&'a Post, &'a [Repaired])>,
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (post, repaired) in texts {
        let written = |span: &Span| {
            let text = sources.get(span.source).text.get(span.start..span.end);
            one_line(text.unwrap_or_default())
        };
        let of_text = repaired.iter().map(|repaired| {
            let span = post.body.place(&repaired.place);
            (written(&span), repaired.set.clone(), span)
        });
        let of_title = post.style(config).repairs(&post.title).into_iter();
        let of_title = of_title.map(|repair| {
            let word = post.title[repair.range].to_owned();
            (word, repair.set, post.place)
        });
        let mut kinds: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        for (written, set, span) in of_title.chain(of_text) {
            let kind = format!("`{written}` is set as `{set}`");
            kinds.entry(kind).or_insert((0, span)).0 += 1;
        }
        diagnostics.extend(report(kinds));
    }
}

fn report(kinds: BTreeMap<String, (usize, Span)>) -> Option<Diagnostic> {
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, (_, span))| span.start);
    let (_, (_, first)) = kinds.first()?;
    let places: usize = kinds.iter().map(|(_, (count, _))| count).sum();
    let message = match places {
        1 => "one place of this text is mended on its page".to_owned(),
        n => format!("{n} places of this text are mended on its page"),
    };
    let note = Diagnostic::note(Code::Typography, message)
        .at(*first)
        .help("`repair = false` below `[typography]` in `site.toml` leaves them as they are");
    Some(kinds.into_iter().fold(note, |note, (kind, (count, span))| {
        let times = if count > 1 {
            format!(", {count} times")
        } else {
            String::new()
        };
        note.label(span, kind + &times)
    }))
}
