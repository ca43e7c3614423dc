//! What is lost in a copy: images, and what should come after a colon.

use super::corpus::{Corpus, PostCopy};
use crate::archive::marks::mark::MarkedFile;
use crate::archive::post::LostContent;
use crate::archive::report::DropReason;
use crate::languages::archive_words;
use crate::text;

/// What is lost, by line.
pub fn find_lost(corpus: &Corpus, copy: &PostCopy) -> Vec<(usize, LostContent)> {
    let file = &corpus.files[copy.file];
    let (first, last) = (copy.kept[0], copy.kept[copy.kept.len() - 1]);
    let mut lost = Vec::new();
    for i in first..=last {
        let (line, mark) = (&file.lines[i], &file.marks[i]);
        let mut add = |content| lost.push((line.number, content));
        match mark.drop {
            Some(DropReason::Image) => add(LostContent::Image(line.text.to_owned())),
            Some(DropReason::Caption) => add(LostContent::Caption(line.text.to_owned())),
            Some(_) => {}
            None => {
                if mark.glued > 0 {
                    add(LostContent::Image(line.text[..mark.glued].to_owned()));
                }
                if i != first && announces_what_is_lost(file, i, last) {
                    add(LostContent::Announced);
                }
            }
        }
    }
    lost
}

/// A colon with a lost image right under it; or one that nothing follows, in a sentence that announces no text.
fn announces_what_is_lost(file: &MarkedFile, at: usize, last: usize) -> bool {
    let line = &file.lines[at];
    if !line.text.ends_with(':') || line.words < 12 {
        return false;
    }
    let below = file.marks.get(at + 1).and_then(|mark| mark.drop);
    if matches!(below, Some(DropReason::Image | DropReason::Caption)) {
        return true;
    }
    let next = (at + 1..=last).find(|&i| file.marks[i].is_kept());
    // A colon announces what follows at once; a long paragraph under a blank line is not announced.
    let is_followed = next
        .map(|i| &file.lines[i])
        .is_some_and(|next| next.words < 20 || line.after == 0 || next.is_quoted());
    let sentence = line.folded.rsplit(['.', '!', '?']).next();
    let said: Vec<&str> = text::words::words(sentence.unwrap_or_default()).collect();
    let mut near = said.iter().rev().take(10);
    !is_followed && !near.any(|word| archive_words().announce_text.contains(*word))
}
