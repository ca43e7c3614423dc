//! Stories that wait until they are there in every language of the site: what is published together.

use super::settled::Settled;
use super::site::Story;
use crate::config::{Config, Publish};
use crate::diag::{Code, Diagnostic};
use crate::lang::Lang;

/// The posts of stories that wait, by their place, each with the languages that its story lacks.
pub(super) fn waiting(
    settled: &[Settled],
    stories: &[Story],
    config: &Config,
) -> Vec<(usize, Vec<Lang>)> {
    let mut waiting = Vec::new();
    for story in stories {
        let documents = || story.versions().map(|id| &settled[id.0].document);
        let said: Vec<Publish> = documents()
            .filter_map(|document| document.front.publish)
            .collect();
        let all_archived = documents().all(|document| document.archive.is_some());
        let is_together = config.publish.holds_back(&said, all_archived);
        let lacking = config
            .languages
            .langs()
            .filter(|lang| story.posts[*lang].is_none());
        let lacking: Vec<Lang> = lacking.collect();
        if is_together && !lacking.is_empty() {
            waiting.extend(story.versions().map(|id| (id.0, lacking.clone())));
        }
    }
    waiting.sort();
    waiting
}

/// Tells what a post waits for.
pub(super) fn report(settled: &Settled, lacking: &[Lang], config: &Config) -> Diagnostic {
    let codes: Vec<String> = lacking
        .iter()
        .map(|lang| format!("`{}`", config.languages[*lang].code))
        .collect();
    let message = format!("this post waits for its version in {}", codes.join(", "));
    Diagnostic::note(Code::Waiting, message)
        .at(settled.document.place)
        .help("it is published together with it; write `publish = \"apart\"` in its front matter to publish it now")
}
