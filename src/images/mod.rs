//! Pictures as bytes: their size as shown, which widths of them are worth having and, with the feature `images`, those widths. Bytes in, bytes out; it knows no site and no file.

#[cfg(feature = "images")]
pub mod card;
#[cfg(feature = "images")]
mod encode;
mod metadata;
mod orientation;
mod svg;

use std::io::{BufRead, Read, Seek, SeekFrom};

#[cfg(feature = "images")]
pub use encode::variants;

pub use metadata::{keeps_metadata, may_tell, without_metadata};

/// How variants are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub enabled: bool,
    /// Their widths in pixels, rising.
    pub widths: Vec<u32>,
    /// The quality of the encoder, 1 to 100.
    pub quality: u8,
    /// Whether what cameras write into photographs is published: where, when and with what they were taken.
    pub keep_metadata: bool,
}

impl Default for Settings {
    /// From a telephone's width to twice the column of the default theme.
    fn default() -> Self {
        Self {
            enabled: true,
            widths: vec![480, 800, 1200, 1600],
            quality: 80,
            keep_metadata: false,
        }
    }
}

/// A picture's width and height in pixels, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

impl Size {
    fn turned(self) -> Self {
        Self {
            width: self.height,
            height: self.width,
        }
    }
}

/// A card, as those who show previews want it (ogp.me; 1.91 to 1).
pub const CARD: Size = Size {
    width: 1200,
    height: 630,
};

/// What the first bytes of a picture say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    Size(Size),
    /// It is drawn in whatever size there is; its proportions, where it has any.
    Scalable(Option<Size>),
    /// It is no picture, or a broken one.
    Broken,
}

/// No program shows a picture that is wider: what says so is broken, or meant to break something.
const LARGEST: u32 = 100_000;

/// Reads a picture's size; only its head is read.
pub fn header(name: &str, mut picture: impl BufRead + Seek) -> Header {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if ending == "svg" {
        return svg::header(picture);
    }
    let Ok(size) = imagesize::reader_size(&mut picture) else {
        return Header::Broken;
    };
    let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
        return Header::Broken;
    };
    if width == 0 || height == 0 || width.max(height) > LARGEST {
        return Header::Broken;
    }
    let size = Size { width, height };
    let mut start = Vec::new();
    let read = picture
        .seek(SeekFrom::Start(0))
        .and_then(|_| picture.take(orientation::WITHIN).read_to_end(&mut start));
    let turned = read.is_ok() && orientation::is_turned(&start);
    Header::Size(if turned { size.turned() } else { size })
}

/// The widths that a picture is made in, rising: those of the settings that are smaller, and its own where none is larger.
pub fn widths(picture: u32, settings: &Settings) -> Vec<u32> {
    let largest = settings.widths.last().copied().unwrap_or(0);
    let mut widths: Vec<u32> = settings
        .widths
        .iter()
        .copied()
        .filter(|width| *width < picture)
        .collect();
    if picture <= largest {
        widths.push(picture);
    }
    widths
}

/// The format of variants: how their files end, and its media type.
pub const FORMAT: (&str, &str) = match cfg!(feature = "webp") {
    true => ("webp", "image/webp"),
    false => ("jpg", "image/jpeg"),
};

/// Bumped whenever the same picture and settings give other bytes than before.
const VERSION: u8 = 1;

/// What variants are remembered by: the picture's name and bytes, and the settings.
pub fn key(name: &str, picture: &[u8], settings: &Settings) -> u64 {
    let widths = settings.widths.iter().flat_map(|width| width.to_le_bytes());
    let settings: Vec<u8> = [VERSION, settings.quality]
        .into_iter()
        .chain(widths)
        .collect();
    let of = fnv(fnv(OFFSET, name.as_bytes()), FORMAT.0.as_bytes());
    fnv(fnv(of, &settings), picture)
}

/// The digest of bytes, to tell whether they are still the same.
pub fn digest(bytes: &[u8]) -> u64 {
    fnv(OFFSET, bytes)
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every machine and from version to version, unlike the standard library's.
fn fnv(from: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(from, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn widths_never_grow() {
        for (picture, expected) in [
            (300, vec![300]),
            (480, vec![480]),
            (500, vec![480, 500]),
            (1600, vec![480, 800, 1200, 1600]),
            (6000, vec![480, 800, 1200, 1600]),
        ] {
            assert_eq!(widths(picture, &Settings::default()), expected, "{picture}");
        }
        assert_eq!(
            widths(
                500,
                &Settings {
                    widths: Vec::new(),
                    ..Settings::default()
                }
            ),
            Vec::<u32>::new()
        );
    }

    #[test]
    fn sizes_are_read_from_heads() {
        let size = |width, height| Header::Size(Size { width, height });
        let gif = b"GIF89a\x20\x00\x10\x00\x00\x00\x00";
        for (name, bytes, expected) in [
            ("a.gif", &gif[..], size(32, 16)),
            ("a.png", gif, size(32, 16)),
            (
                "a.svg",
                b"<?xml version=\"1.0\"?><!-- x --><svg width=\"30px\" height='20.4'/>",
                size(30, 20),
            ),
            (
                "a.svg",
                b"<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"2\">",
                size(3, 2),
            ),
            (
                "a.svg",
                b"<svg viewBox=\"0 0 3 2\"/>",
                Header::Scalable(Some(Size {
                    width: 3,
                    height: 2,
                })),
            ),
            (
                "a.svg",
                b"<svg width=\"100%\" height=\"2\"/>",
                Header::Scalable(None),
            ),
            (
                "a.svg",
                b"<svg viewBox=\"-1,-1 1.5 .75\"/>",
                Header::Scalable(Some(Size {
                    width: 2,
                    height: 1,
                })),
            ),
            ("a.SVG", b"<p>", Header::Scalable(None)),
            ("a.png", b"no picture", Header::Broken),
            ("a.jpg", b"", Header::Broken),
            (
                "a.gif",
                b"GIF89a\x00\x00\x00\x00\x00\x00\x00",
                Header::Broken,
            ),
        ] {
            assert_eq!(
                header(name, Cursor::new(bytes)),
                expected,
                "{name} {}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn keys_tell_pictures_and_settings_apart_and_never_change() {
        let settings = Settings::default();
        let other = Settings {
            quality: 81,
            ..settings.clone()
        };
        assert_ne!(key("n", b"a", &settings), key("n", b"b", &settings));
        assert_ne!(key("n", b"a", &settings), key("m", b"a", &settings));
        assert_ne!(key("n", b"a", &settings), key("n", b"a", &other));
        assert_eq!(
            digest(b"foobar"),
            0x8594_4171_f739_67e8,
            "FNV-1a's own test vector"
        );
    }
}
