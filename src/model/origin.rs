//! Where a post was imported from. A Markdown file that names its origin stands for it, however much it is rewritten.
//!
//! Of an old site's post it is the address; of an archive's, `file: title | opening words`, as numbers of lines change.

use crate::archive::{ArchiveBlockKind, ArchivePost};
use crate::source::base_name;
use crate::text::words::{fold, one_line};

/// So many opening words tell two posts of one title apart.
const OPENING: usize = 8;

/// The origin of an archive's post, of which `file` holds the kept copy.
pub fn of_piece(piece: &ArchivePost, file: &str) -> String {
    let title = one_line(piece.title.as_deref().unwrap_or_default());
    format!(
        "{}: {}",
        base_name(file),
        [title, opening(piece)].join(" | ")
    )
}

fn opening(piece: &ArchivePost) -> String {
    let first = piece
        .blocks
        .iter()
        .find(|block| block.kind != ArchiveBlockKind::Title);
    let words: Vec<&str> = first
        .map_or("", |block| block.text.as_str())
        .split_whitespace()
        .take(OPENING)
        .collect();
    words.join(" ")
}

/// An origin as an archive's posts are compared to it.
pub struct Wanted {
    file: String,
    title: String,
    opening: String,
}

impl Wanted {
    /// Reads an origin; an address names no archive's post.
    pub fn parse(origin: &str) -> Option<Self> {
        let (file, words) = origin.split_once(": ")?;
        let (title, opening) = words.rsplit_once(" | ")?;
        Some(Self {
            file: fold(file),
            title: fold(title),
            opening: fold(opening),
        })
    }

    /// How well a post matches, `files` holding its copies: 0 not at all; title and opening count most, as files are renamed.
    pub fn score(&self, piece: &ArchivePost, files: &[&str]) -> u32 {
        let title = !self.title.is_empty()
            && fold(piece.title.as_deref().unwrap_or_default()) == self.title;
        let opening = !self.opening.is_empty() && fold(&opening(piece)) == self.opening;
        let file = files.iter().any(|file| fold(base_name(file)) == self.file);
        match (title, opening) {
            (true, true) => 4 + u32::from(file),
            (true, false) | (false, true) if file => 2,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::ArchiveBlock;

    fn piece(title: &str, text: &str) -> ArchivePost {
        let block = ArchiveBlock {
            kind: ArchiveBlockKind::Para,
            first: 2,
            last: 2,
            text: text.into(),
            number: None,
        };
        ArchivePost {
            title: Some(title.into()),
            language: 0,
            truncated: false,
            copies: Vec::new(),
            blocks: vec![block],
            signature: None,
            address: None,
            comments: Vec::new(),
            date: None,
            elsewhere: Vec::new(),
            lost: Vec::new(),
        }
    }

    #[test]
    fn an_archive_s_post_is_known_again() {
        let post = piece(
            "Le guichet | ouvert",
            "Il ouvre à neuf heures, et ferme à midi juste.",
        );
        let origin = of_piece(&post, "content/archive/vieux.txt");
        assert_eq!(
            origin,
            "vieux.txt: Le guichet | ouvert | Il ouvre à neuf heures, et ferme à"
        );
        let wanted = Wanted::parse(&origin).unwrap();
        for (piece, file, score) in [
            (&post, "vieux.txt", 5),
            (&post, "autre.txt", 4),
            (&piece("Le guichet | ouvert", "Autre texte"), "vieux.txt", 2),
            (&piece("Le guichet | ouvert", "Autre texte"), "autre.txt", 0),
            (&piece("Autre", "Autre texte"), "vieux.txt", 0),
        ] {
            assert_eq!(wanted.score(piece, &[file]), score);
        }
        assert!(Wanted::parse("https://example.org/?p=12").is_none());
    }
}
