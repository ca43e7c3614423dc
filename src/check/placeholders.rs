//! What was made to be changed, and was not: the address of the site, the notice of who publishes it, paragraphs to translate.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::model::{Post, Site};
use crate::source::{Source, SourceId, Sources, Span};

/// Warns of each place that is still as it was made; `legal` are the texts of the pages that a new site has.
pub fn placeholders(
    site: &Site,
    config: &Config,
    sources: &Sources,
    (legal, title): (&[&str], &str),
    diagnostics: &mut Vec<Diagnostic>,
) {
    diagnostics.extend(address(config, sources));
    let marks: Vec<&str> = legal.iter().flat_map(|text| brackets(text)).collect();
    for post in site.posts.iter().filter(|post| post.is_own_file()) {
        let source = sources.get(post.place.source);
        let at = |part: &str| {
            let start = source.text.find(part)?;
            Some((part.to_owned(), start..start + part.len()))
        };
        let found = marks
            .iter()
            .find_map(|mark| at(mark))
            .or_else(|| at(title))
            .or_else(|| untranslated(site, post, sources));
        if let Some((part, range)) = found {
            let message = format!("this is still as it was made: `{}`", first_line(&part));
            let finding = Diagnostic::warning(Code::Draft, message);
            let finding = finding.at(Span::new(post.place.source, range));
            diagnostics.push(finding.help("write what should stand there, and remove this"));
        }
    }
}

/// The address that every new site has: a domain that is kept for examples (RFC 2606).
fn address(config: &Config, sources: &Sources) -> Option<Diagnostic> {
    let host = config.base.origin.split("://").nth(1)?;
    let is_example = ["example.org", "example.com", "example.net"]
        .iter()
        .any(|name| host.ends_with(name));
    let settings = sources
        .iter()
        .position(|source| source.path == "site.toml")?;
    let id = SourceId(settings as u32);
    let text: &Source = sources.get(id);
    let start = text.text.find("base_url").filter(|_| is_example)?;
    let message = format!(
        "the address of the site is still that of an example: `{}`",
        config.base.origin
    );
    let finding = Diagnostic::warning(Code::Draft, message)
        .at(Span::new(id, start..start + "base_url".len()));
    Some(finding.help("write where the site will stand: feeds and search engines need it"))
}

/// What a text has between square brackets.
fn brackets(text: &str) -> Vec<&str> {
    let starts = text.match_indices('[').map(|(at, _)| at);
    starts
        .filter_map(|at| Some(&text[at..=at + text[at..].find(']')?]))
        .collect()
}

/// A paragraph of an original that stands in a comment of its translation, where `diptych translate` put it.
fn untranslated(
    site: &Site,
    post: &Post,
    sources: &Sources,
) -> Option<(String, std::ops::Range<usize>)> {
    let text = &sources.get(post.place.source).text;
    let at = text.find("<!--\n")?;
    let inside = at + "<!--\n".len();
    let end = inside + text[inside..].find("\n-->")?;
    let paragraph = &text[inside..end];
    let story = &site.stories[post.story.0];
    let others = story
        .versions()
        .map(|id| site.post(id))
        .filter(|other| other.lang != post.lang);
    let mut others = others.map(|other| other.body.text.read(sources));
    let is_of_original = others.any(|other| other.contains(paragraph));
    is_of_original.then(|| (paragraph.to_owned(), at..end))
}

fn first_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(60)
        .collect()
}
