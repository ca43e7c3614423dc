//! Which posts an import writes: all that are new, or those that `--only` names.

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{Post, PostId, Site};
use crate::source::Sources;

/// The posts to write: every one that is read for the import, or those of these ids.
pub fn select_posts(
    site: &Site,
    sources: &Sources,
    only: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PostId> {
    let imported: Vec<PostId> = site.ids().filter(|id| site.post(*id).imported).collect();
    if only.is_empty() {
        return imported;
    }
    let mut selected = Vec::new();
    for wanted in only {
        let is_it = |id: &&PostId| is_called(site.post(**id), wanted, sources);
        if let Some(id) = imported.iter().find(is_it) {
            selected.push(*id);
            continue;
        }
        diagnostics.push(no_such_post(site, sources, wanted, &imported));
    }
    selected
}

fn no_such_post(site: &Site, sources: &Sources, wanted: &str, imported: &[PostId]) -> Diagnostic {
    let message = match site.superseded.iter().any(|post| post.imported) {
        true => format!("no post has the id `{wanted}`, or the site has it already"),
        false => format!("no post has the id `{wanted}`"),
    };
    let ids = imported.iter().map(|id| item_id(site.post(*id), sources));
    let ids: Vec<String> = ids.collect();
    // A file's name may be mistyped; which line is meant cannot be guessed.
    let file_of = |id: &str| id.split(':').next().unwrap_or_default().to_owned();
    let files: Vec<String> = ids.iter().map(|id| file_of(id)).collect();
    let near = match files.contains(&file_of(wanted)) {
        true => None,
        false => did_you_mean(&file_of(wanted), files.iter().map(String::as_str)),
    };
    let help = match (near, ids.first()) {
        (Some(near), _) => near,
        (None, Some(first)) => format!(
            "ids look like `{first}`: a file, and any line of the post; `diptych import --dry-run` lists them"
        ),
        (None, None) => {
            "name the archive or export that has it: `diptych import --only a.txt:12 a.txt`"
                .to_owned()
        }
    };
    Diagnostic::error(Code::Archive, message).help(help)
}

/// The place of an archive's post or of an export's item: `file:line`, and what tells it from others that begin on that line.
pub fn item_id(post: &Post, sources: &Sources) -> String {
    let source = sources.get(post.place.source);
    let (line, column) = source.position(post.place.start);
    let id = format!("{}:{line}", source.name());
    if post.archive.is_some() {
        return id;
    }
    // Two versions of one item begin at one place; the later one's origin tells them apart.
    let origin = post.front.origin.as_ref();
    let version = origin.and_then(|(origin, _)| origin.rsplit_once('#'));
    let before = &source.text[source.line(line).start..post.place.start];
    match version {
        Some((_, version)) => format!("{id}#{version}"),
        None if before.trim().is_empty() => id,
        None => format!("{id}:{column}"),
    }
}

/// Whether `file:line` is a line of the post's kept copy; of a post of a file of its own, the file's path.
fn is_called(post: &Post, wanted: &str, sources: &Sources) -> bool {
    let source = sources.get(post.place.source);
    let (file, line) = wanted.rsplit_once(':').unwrap_or_default();
    let (file, line) = line.parse().map_or((wanted, 0), |line| (file, line));
    let same_file = file == source.path || file == source.name();
    if let Some(facts) = &post.archive {
        let kept = facts.copies.first();
        same_file && kept.is_some_and(|kept| (kept.first..=kept.last).contains(&line))
    } else if post.body.text.source == post.place.source {
        same_file || wanted == source.path
    } else {
        wanted == item_id(post, sources)
    }
}
