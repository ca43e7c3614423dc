//! Bytes → text: UTF-8, or what old exports were saved in.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::no_text;
use crate::diag::{self, Code, Diagnostic, Severity};
use crate::source::{Source, SourceId, Sources, Span};
use crate::text::conflicts::conflicts;

/// A file that was read.
pub struct Decoded {
    source: Source,
    /// What it was read as, where it is not UTF-8, and the first byte that tells.
    encoding: Option<(usize, ReadAs)>,
}

/// What a file that is not UTF-8 was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReadAs {
    /// This encoding.
    Whole(&'static str),
    /// UTF-8, but for so many bytes.
    Bytes(usize),
}

/// Reads a file's text, line ends as `\n`. Text that is not UTF-8 is read as Windows-1252: all of it, or the bytes that are not.
pub fn read(path: &str, bytes: Vec<u8>) -> Decoded {
    let (text, encoding) = decode(bytes);
    Decoded {
        source: Source::new(path, text),
        encoding,
    }
}

/// Adds a file that was read, but not one of settings or templates in which git left a conflict: nothing else need be said of it.
/// An archive may be about git, so its marks only warn; posts are looked at where their code is known.
pub fn add_whole(
    sources: &mut Sources,
    file: Decoded,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<SourceId> {
    let id = add(sources, file, diagnostics);
    let source = sources.get(id);
    if source.path.ends_with(".md") {
        return Some(id);
    }
    let Some(at) = conflicts(&source.text).into_iter().next() else {
        return Some(id);
    };
    let mut finding = diag::conflict(sources, Span::new(id, at));
    let is_archive = source.path.starts_with("content/archive/") && source.path.ends_with(".txt");
    if is_archive {
        finding.severity = Severity::Warning;
    }
    diagnostics.push(finding);
    is_archive.then_some(id)
}

/// Adds a file that was read, with a warning where it is not UTF-8.
fn add(sources: &mut Sources, file: Decoded, diagnostics: &mut Vec<Diagnostic>) -> SourceId {
    // A post may be about such signs.
    let is_archive = file.source.path.ends_with(".txt");
    let broken = no_text::mojibake(&file.source.text).filter(|_| is_archive);
    let source = sources.push(file.source);
    if let Some(at) = broken {
        let message = "accents were broken before this file was saved: `Ã©` for `é`";
        let help = "save the text again from where it comes, as UTF-8";
        diagnostics.push(
            Diagnostic::warning(Code::Encoding, message)
                .at(Span::new(source, at..at))
                .help(help),
        );
    }
    if let Some((at, encoding)) = file.encoding {
        let message = match encoding {
            ReadAs::Whole(encoding) => format!("this is not UTF-8; it was read as {encoding}"),
            ReadAs::Bytes(1) => "one byte is not UTF-8; it was read as windows-1252".to_owned(),
            ReadAs::Bytes(count) => {
                format!("{count} bytes are not UTF-8; they were read as windows-1252")
            }
        };
        diagnostics.push(
            Diagnostic::warning(Code::Encoding, message)
                .at(Span::new(source, at..at))
                .help("save the file as UTF-8"),
        );
    }
    source
}

fn decode(bytes: Vec<u8>) -> (String, Option<(usize, ReadAs)>) {
    if let Some((encoding, _)) =
        Encoding::for_bom(&bytes).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8)
    {
        let (text, _, _) = encoding.decode(&bytes);
        let read_as = ReadAs::Whole(encoding.name());
        return (line_feeds(text.into_owned()), Some((0, read_as)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (
            line_feeds(
                text.strip_prefix('\u{feff}')
                    .map(str::to_owned)
                    .unwrap_or(text),
            ),
            None,
        ),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let declared = declared(error.as_bytes());
            if let Some((text, at, count)) = mended(error.as_bytes()).filter(|_| declared.is_none())
            {
                return (text, Some((at, ReadAs::Bytes(count))));
            }
            let encoding = declared.unwrap_or(WINDOWS_1252);
            let (text, _, _) = encoding.decode(error.as_bytes());
            let at = line_feeds(encoding.decode(&error.as_bytes()[..at]).0.into_owned()).len();
            let read_as = ReadAs::Whole(encoding.name());
            (line_feeds(text.into_owned()), Some((at, read_as)))
        }
    }
}

/// A text of UTF-8 in which some bytes are broken, these read as Windows-1252; where the first stands, and their number. None where
/// fewer characters than these are UTF-8's own.
fn mended(bytes: &[u8]) -> Option<(String, usize, usize)> {
    let (mut text, mut first) = (String::with_capacity(bytes.len()), None);
    let (mut own, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        own += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            broken += chunk.invalid().len();
            first.get_or_insert(text.len());
            text.push_str(&WINDOWS_1252.decode(chunk.invalid()).0);
        }
    }
    let at = first.filter(|_| own > broken)?;
    let at = line_feeds(text[..at].to_owned()).len();
    Some((line_feeds(text), at, broken))
}

/// The encoding that XML declares in its first line; UTF-8 is none that is still to be tried.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = std::str::from_utf8(
        bytes
            .get(..200)
            .unwrap_or(bytes)
            .split(|b| *b == b'>')
            .next()?,
    )
    .ok()?;
    let label = head
        .trim_start()
        .strip_prefix("<?xml")?
        .split("encoding=")
        .nth(1)?;
    let label = label
        .split(label.chars().next().filter(|c| matches!(c, '"' | '\''))?)
        .nth(1)?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

fn line_feeds(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        for (bytes, text, warning) in [
            (b"\xc3\xa9t\xc3\xa9".to_vec(), "été", None),
            (b"\xef\xbb\xbfa\r\nb\rc".to_vec(), "a\nb\nc", None),
            (
                b"un \xe9t\xe9\r\n".to_vec(),
                "un été\n",
                Some((3, ReadAs::Whole("windows-1252"))),
            ),
            (
                b"<?xml version='1.0' encoding='ISO-8859-15'?>\xa4".to_vec(),
                "<?xml version='1.0' encoding='ISO-8859-15'?>€",
                Some((44, ReadAs::Whole("ISO-8859-15"))),
            ),
            (
                b"<?xml version='1.0' encoding='UTF-8'?>\xe9".to_vec(),
                "<?xml version='1.0' encoding='UTF-8'?>é",
                Some((38, ReadAs::Whole("windows-1252"))),
            ),
            (
                b"\xff\xfea\0".to_vec(),
                "a",
                Some((0, ReadAs::Whole("UTF-16LE"))),
            ),
            (
                b"\xc3\xa9t\xc3\xa9\r\n\xe9t\xc3\xa9".to_vec(),
                "été\nété",
                Some((6, ReadAs::Bytes(1))),
            ),
            (Vec::new(), "", None),
        ] {
            assert_eq!(decode(bytes), (text.to_owned(), warning));
        }
    }
}
