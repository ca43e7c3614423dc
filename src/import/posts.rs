//! What every source of an import hands over: posts as documents, and what became of the rest. Of two posts of one language that
//! claim the same story, file name, slug or alias, one keeps it: in a site that is an error, but no reason to refuse an import.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::report::ExportReport;
use crate::config::Config;
use crate::content::{Document, Role};
use crate::diag::{Code, Diagnostic};
use crate::lang::Lang;
use crate::source::Span;

#[derive(Debug, Default)]
pub struct ImportedPosts {
    pub documents: Vec<Document>,
    pub export: ExportReport,
}

/// Stories, file names, slugs and aliases that posts have already.
#[derive(Default)]
pub struct TakenNames {
    stems: BTreeSet<(Lang, String)>,
    stories: BTreeMap<(Role, Lang, String), Span>,
    slugs: BTreeSet<(Lang, String)>,
    aliases: BTreeSet<String>,
}

impl TakenNames {
    pub fn keep_apart(
        &mut self,
        document: &mut Document,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let place = document.place;
        let front = &mut document.front;
        let declared = front.lang.as_ref().and_then(|(code, _)| config.lang(code));
        let guessed = document.guess.map(|guess| Lang(guess.language as u8));
        let lang = declared.or(document.name_lang).or(guessed);
        let lang = lang.unwrap_or(Lang(0));
        let mut taken = None;
        if let Some((key, _)) = &front.story {
            match self.stories.entry((document.role, lang, key.clone())) {
                Entry::Vacant(entry) => drop(entry.insert(place)),
                Entry::Occupied(first) => {
                    taken = Some(("`translationKey`", Some(*first.get())));
                    front.story = None;
                }
            }
        }
        if let Some(stem) = &document.stem
            && !self.stems.insert((lang, stem.clone()))
        {
            taken = taken.or(Some(("name", None)));
            document.stem = None;
        }
        front
            .slug
            .take_if(|(slug, _)| !self.slugs.insert((lang, slug.clone())));
        front
            .aliases
            .retain(|(alias, _)| self.aliases.insert(alias.clone()));
        diagnostics.extend(taken.map(|(what, first)| not_one_story(what, place, first)));
    }
}

fn not_one_story(what: &str, place: Span, first: Option<Span>) -> Diagnostic {
    let message = format!(
        "another post of its language has the same {what}; this one becomes a story of its own"
    );
    let help = "if they are one story, say in which language each is: `lang = \"…\"`";
    let diagnostic = Diagnostic::warning(Code::Story, message)
        .at(place)
        .help(help);
    match first {
        Some(first) => diagnostic.label(first, "the one that keeps it"),
        None => diagnostic,
    }
}
