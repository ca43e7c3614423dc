//! Where a post was imported from. A Markdown file that names its origin stands for it, however much it is rewritten.
//!
//! Of an old site's post it is the address; of an archive's, `file: title | opening words`, as numbers of lines change.

use crate::source::base_name;
use crate::text::words::{fold, one_line};

/// So many opening words tell two posts of one title apart.
const OPENING: usize = 8;

/// The origin of an archive's post, of which `file` holds the kept copy.
pub fn of_archive(title: Option<&str>, opening: &str, file: &str) -> String {
    let title = one_line(title.unwrap_or_default());
    let opening: Vec<&str> = opening.split_whitespace().take(OPENING).collect();
    format!("{}: {title} | {}", base_name(file), opening.join(" "))
}

/// Whether an origin is an archive's post.
pub fn is_archive(origin: &str) -> bool {
    ArchiveOrigin::parse(origin).is_some()
}

/// The origin of an archive's post, read.
pub struct ArchiveOrigin {
    file: String,
    title: String,
    opening: String,
}

impl ArchiveOrigin {
    /// Reads an origin; an address names no archive's post.
    pub fn parse(origin: &str) -> Option<Self> {
        let (file, words) = origin.split_once(": ")?;
        let (title, opening) = words.rsplit_once(" | ")?;
        Some(Self {
            file: fold(base_name(file)),
            title: fold(title),
            opening: fold(opening),
        })
    }

    /// How well a post's origin matches: 0 not at all; title and opening count most, as files are renamed.
    pub fn score(&self, post: &Self) -> u32 {
        let title = !self.title.is_empty() && post.title == self.title;
        let opening = !self.opening.is_empty() && post.opening == self.opening;
        let file = post.file == self.file;
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

    #[test]
    fn an_archive_s_post_is_known_again() {
        let title = Some("Le guichet | ouvert");
        let opening = "Il ouvre à neuf heures, et ferme à midi juste.";
        let origin = of_archive(title, opening, "content/archive/vieux.txt");
        assert_eq!(
            origin,
            "vieux.txt: Le guichet | ouvert | Il ouvre à neuf heures, et ferme à"
        );
        let wanted = ArchiveOrigin::parse(&origin).unwrap();
        for (title, opening, file, score) in [
            (title, opening, "vieux.txt", 5),
            (title, opening, "autre.txt", 4),
            (title, "Autre texte", "vieux.txt", 2),
            (title, "Autre texte", "autre.txt", 0),
            (Some("Autre"), "Autre texte", "vieux.txt", 0),
            (None, opening, "vieux.txt", 2),
        ] {
            let post = ArchiveOrigin::parse(&of_archive(title, opening, file)).unwrap();
            assert_eq!(wanted.score(&post), score);
        }
        assert!(is_archive(&origin) && !is_archive("https://example.org/?p=12"));
    }
}
