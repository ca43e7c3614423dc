//! What a file of content is, by its name, and what is none.

use walkdir::DirEntry;

/// The case of its ending does not count.
pub(super) enum Kind {
    Markdown,
    Archive,
    Corrections,
    Comments,
    Settings,
    Export,
}

impl Kind {
    pub(super) fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = name.to_lowercase();
        match name.rsplit_once('.')? {
            ("archive", "toml") => Some(Kind::Corrections),
            (stem, "toml") if stem.ends_with(".comments") => Some(Kind::Comments),
            ("hugo" | "config" | "zola" | "_config", "toml" | "yaml" | "yml" | "json") => {
                Some(Kind::Settings)
            }
            (_, "toml" | "yaml" | "yml" | "json") if folder.ends_with("config/_default") => {
                Some(Kind::Settings)
            }
            (_, "md" | "markdown") => Some(Kind::Markdown),
            (_, "txt") => Some(Kind::Archive),
            (_, "xml" | "rss" | "atom" | "wxr") => Some(Kind::Export),
            _ => None,
        }
    }
}

/// Whether programs leave a file of this name beside another: editors' backups and locks, what systems keep in folders. They hold
/// old texts and names, and are never published.
fn is_leaving(name: &str) -> bool {
    let name = name.to_lowercase();
    let ends = [".bak", ".orig", ".rej", ".tmp", ".swp", ".swo", "~"];
    let begins = ["#", ".#", "~$", ".~lock.", "._", ".env"];
    let own = [
        ".ds_store",
        ".git",
        "thumbs.db",
        "desktop.ini",
        "4913",
        "__macosx",
    ];
    ends.iter().any(|end| name.ends_with(end))
        || begins.iter().any(|start| name.starts_with(start))
        || own.contains(&name.as_str())
}

/// Hidden files and editors' backups are nobody's content; but hosts want hidden files (`.htaccess`, `.well-known/`).
pub(super) fn is_content(entry: &DirEntry, hidden: bool) -> bool {
    let name = entry.file_name().to_string_lossy();
    let left_out = is_leaving(&name);
    entry.depth() == 0 || (!left_out && (hidden || !name.starts_with('.')))
}
