//! What cannot be read, and what its owner can do.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::Kind;
use crate::diag::{Code, Diagnostic, did_you_mean};

/// What an error of the disk means, and what helps.
pub(super) fn of_error(path: &Path, error: &std::io::Error) -> Diagnostic {
    let (why, help) = match error.kind() {
        ErrorKind::NotFound if path.is_symlink() => (
            "it is a link to what is not there".to_owned(),
            "correct the link, or remove it",
        ),
        ErrorKind::NotFound => return missing(path),
        ErrorKind::PermissionDenied => (
            "there is no permission to read it".to_owned(),
            "give it (`chmod u+rX`), or move it out of the site",
        ),
        _ => (
            super::reason(error),
            "check its disk, or move it out of the site",
        ),
    };
    let message = format!("cannot read `{}`: {why}", path.display());
    Diagnostic::error(Code::Unreadable, message).help(help)
}

/// What an error in walking through folders means.
pub(super) fn of_walk(base: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(base);
    match (error.loop_ancestor(), error.io_error()) {
        (Some(above), _) => {
            let message = format!(
                "cannot read `{}`: it is a link to `{}`, which it is in",
                path.display(),
                above.display()
            );
            Diagnostic::error(Code::Unreadable, message).help("remove the link")
        }
        (None, Some(io)) => of_error(path, io),
        (None, None) => {
            let message = format!("cannot read `{}`: {error}", path.display());
            Diagnostic::error(Code::Unreadable, message).help("move it out of the site")
        }
    }
}

/// A link out of the site, which may lead to what is nobody else's business.
pub(super) fn leads_out(link: &str) -> Diagnostic {
    let message = format!("`{link}` leads out of the site: what it leads to is not read");
    let help = "copy it into the site; of a whole `static` or `content` that lies elsewhere, the folder itself may be a link";
    Diagnostic::warning(Code::Unreadable, message).help(help)
}

/// A file or folder that is not there; perhaps one of its neighbours is meant.
pub(super) fn missing(path: &Path) -> Diagnostic {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = fs::read_dir(folder).into_iter().flatten().flatten();
    let beside: Vec<String> = beside
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let help = did_you_mean(&name, beside.iter().map(String::as_str));
    let message = format!("there is no file or folder `{}`", path.display());
    Diagnostic::error(Code::Unreadable, message)
        .help(help.unwrap_or_else(|| "check its name, and the folder you are in".to_owned()))
}

/// A file given to an import that is of no kind that can be read.
pub(super) fn no_kind(path: &Path) -> Diagnostic {
    let message = format!(
        "`{}` is no archive (`.txt`), export (`.xml`) or post (`.md`)",
        path.display()
    );
    Diagnostic::error(Code::Unreadable, message).help(how_to_make_a_text(path))
}

/// A folder given to an import in which nothing can be read; `files` are all its files.
pub(super) fn nothing_in<'a>(
    folder: &Path,
    mut files: impl Iterator<Item = &'a Path>,
) -> Diagnostic {
    let message = format!("no post was found in `{}`", folder.display());
    let help = match files.next() {
        None => {
            "it is empty: name the folder with archives (`.txt`), exports (`.xml`) or posts (`.md`)"
                .to_owned()
        }
        Some(file) => format!(
            "`{}` cannot be read: {}",
            file.display(),
            how_to_make_a_text(file)
        ),
    };
    Diagnostic::error(Code::Unreadable, message).help(help)
}

/// Whether a file is of a kind that holds posts.
pub(super) fn holds_posts(path: &str) -> bool {
    matches!(
        Kind::of(path),
        Some(Kind::Archive | Kind::Markdown | Kind::Export)
    )
}

fn how_to_make_a_text(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    match ending.to_lowercase().as_str() {
        "docx" | "doc" | "odt" | "rtf" | "pages" => {
            "save it as plain text: in Word or LibreOffice, File → Save as → Text (`.txt`), encoding UTF-8"
        }
        "pdf" => "save its text as `.txt`, in a reader of PDF files",
        "html" | "htm" => {
            "ask the blog for an export (WordPress: Tools → Export), or save the page as text (`.txt`) in a browser"
        }
        "zip" | "gz" | "tgz" | "rar" | "7z" => "unpack it, and name the folder",
        _ => {
            "archives are saved as plain text (`.txt`), exports and feeds as `.xml`, posts as Markdown (`.md`)"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_disk() {
        for (kind, expected) in [
            (
                ErrorKind::PermissionDenied,
                "cannot read `nowhere/a`: there is no permission to read it",
            ),
            (
                ErrorKind::NotFound,
                "there is no file or folder `nowhere/a`",
            ),
        ] {
            let diagnostic = of_error(Path::new("nowhere/a"), &kind.into());
            assert_eq!(diagnostic.message, expected);
        }
    }
}
