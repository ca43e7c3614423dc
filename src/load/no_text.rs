//! Files that are called texts and are none: read as one, a picture would be hundreds of lines of signs.

/// What a file is, by the bytes that it begins with (en.wikipedia.org/wiki/List_of_file_signatures).
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture or a sound"),
    (b"%PDF", "a PDF document"),
    (
        b"PK\x03\x04",
        "a ZIP archive, as documents of Word and LibreOffice are",
    ),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word"),
    (b"{\\rtf", "a document in RTF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"ID3", "a sound"),
];

/// So many bytes tell a text from what is none.
const LOOKED_AT: usize = 4096;

/// What a file is that is no text.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let known = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    if let Some((_, what)) = known {
        return Some(what);
    }
    // UTF-16 says so in its first bytes, and is read.
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let begin = &bytes[..bytes.len().min(LOOKED_AT)];
    let nuls = begin.iter().filter(|byte| **byte == 0).count();
    // One or two come from a fault of a program; a text stays one.
    (!is_utf16 && nuls > 2).then_some("made of bytes that are no letters")
}

/// Whether accents were read in the wrong encoding once, and saved so: `Ã©` for `é`. The first such place.
pub(super) fn mojibake(text: &str) -> Option<usize> {
    // A sign at a time, which is found by its bytes: most texts have neither.
    let found = text.match_indices('Ã').chain(text.match_indices('â'));
    let is_wrong = |(at, sign): &(usize, &str)| {
        let mut after = text[at + sign.len()..].chars();
        match (*sign, after.next(), after.next()) {
            // The later bytes of UTF-8's letters and quotes, as windows-1252 shows them.
            ("Ã", Some('\u{a0}'..='\u{bf}'), _) => true,
            ("â", Some('€'), Some(c)) => "™œ“”¦ˆ˜\u{9d}š".contains(c),
            _ => false,
        }
    };
    let places: Vec<usize> = found.filter(is_wrong).map(|(at, _)| at).collect();
    // A text may speak of such signs.
    places.iter().min().copied().filter(|_| places.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text() {
        for (bytes, expected) in [
            (&b"\xff\xd8\xff\xe0abc"[..], Some("a JPEG picture")),
            (
                b"PK\x03\x04abc",
                Some("a ZIP archive, as documents of Word and LibreOffice are"),
            ),
            (b"a\0b\0c\0d\0", Some("made of bytes that are no letters")),
            (b"\xff\xfea\0b\0c\0", None),
            (b"Un texte\0 avec un signe nul", None),
            (b"", None),
        ] {
            assert_eq!(kind(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn accents_that_were_broken() {
        for (text, expected) in [
            ("Un Ã©tÃ© Ã\u{a0} la mer, lâ€™aprÃ¨s-midi", Some(3)),
            ("Un été à la mer, Ãa et âge", None),
            ("On a lu « Ã© » pour é.", None),
            ("SÃO PAULO, ÂME, Ã Ã Ã", None),
        ] {
            assert_eq!(mojibake(text), expected, "{text}");
        }
    }
}
