//! Two posts of one language that claim the same story, name, slug or alias: an error in a site of one's own, but no reason to
//! refuse an import.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::content::Document;
use crate::diag::{Code, Diagnostic};
use crate::lang::Lang;

/// Stories, names and slugs that a language has already: a second one is no error of an import.
#[derive(Default)]
pub struct Taken {
    stems: BTreeSet<(Lang, String)>,
    stories: BTreeSet<(Lang, String)>,
    slugs: BTreeSet<(Lang, String)>,
    aliases: BTreeSet<String>,
}

impl Taken {
    /// Takes from a document what another has already.
    pub fn keep_apart(
        &mut self,
        document: &mut Document,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let told = document
            .front
            .lang
            .as_ref()
            .and_then(|(code, _)| config.lang(code));
        let guessed = document
            .guess
            .map_or(Lang(0), |guess| Lang(guess.language as u8));
        let lang = told.or(document.name_lang).unwrap_or(guessed);
        let mut tell = |what: &str| {
            let message = format!(
                "another post of its language has {what}; this one is taken for a story of its own"
            );
            let help = "if they are one story, say in which language each is: `lang = \"…\"`";
            diagnostics.push(
                Diagnostic::warning(Code::Story, message)
                    .at(document.place)
                    .help(help),
            );
        };
        if let Some((key, _)) = &document.front.story
            && !self.stories.insert((lang, key.clone()))
        {
            tell("the same `translationKey`");
            document.front.story = None;
            document.stem = document
                .stem
                .take()
                .filter(|stem| self.stems.insert((lang, stem.clone())));
        } else if let Some(stem) = &document.stem
            && !self.stems.insert((lang, stem.clone()))
        {
            tell("the same name");
            document.stem = None;
        }
        document.front.slug = document
            .front
            .slug
            .take()
            .filter(|(slug, _)| self.slugs.insert((lang, slug.clone())));
        document
            .front
            .aliases
            .retain(|(alias, _)| self.aliases.insert(alias.clone()));
    }
}
