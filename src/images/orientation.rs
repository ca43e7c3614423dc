//! Which way up a photograph is to be shown: cameras write it into the file (Exif 2.32, "Orientation") and browsers obey it.

/// How far into a file it can be: a segment of JPEG has at most 64 KiB, and this one is among the first.
pub const WITHIN: u64 = 128 << 10;

/// Whether a JPEG, by its first bytes, is shown with width and height exchanged.
pub fn is_turned(start: &[u8]) -> bool {
    exif(start)
        .and_then(value)
        .is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The TIFF structure in the segment APP1.
fn exif(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.strip_prefix(b"\xFF\xD8")?;
    loop {
        let [0xFF, marker, high, low, ..] = rest else {
            return None;
        };
        // Where the picture itself begins there is nothing more to read.
        if *marker == 0xDA {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let segment = rest.get(4..2 + length)?;
        match (marker, segment.strip_prefix(b"Exif\0\0")) {
            (0xE1, Some(tiff)) => return Some(tiff),
            _ => rest = &rest[2 + length..],
        }
    }
}

/// The value of the tag 0x0112 in the first directory of a TIFF structure.
pub fn value(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let offset: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = if big {
        u32::from_be_bytes(offset)
    } else {
        u32::from_le_bytes(offset)
    };
    let directory = usize::try_from(directory).ok()?;
    let entries = (0..usize::from(short(directory)?)).map(|entry| directory + 2 + 12 * entry);
    entries
        .into_iter()
        .find(|entry| short(*entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a JPEG with an orientation in either order of bytes.
    fn jpeg(big: bool, orientation: u16) -> Vec<u8> {
        let short = |value: u16| {
            if big {
                value.to_be_bytes()
            } else {
                value.to_le_bytes()
            }
        };
        let long = |value: u32| {
            if big {
                value.to_be_bytes()
            } else {
                value.to_le_bytes()
            }
        };
        let mut tiff = if big { b"MM".to_vec() } else { b"II".to_vec() };
        tiff.extend(
            [
                &short(42)[..],
                &long(8),
                &short(1),
                &short(0x0112),
                &short(3),
                &long(1),
                &short(orientation),
                &short(0),
            ]
            .concat(),
        );
        let mut bytes = b"\xFF\xD8\xFF\xE0\x00\x04ab\xFF\xE1".to_vec();
        bytes.extend((tiff.len() as u16 + 8).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes
    }

    #[test]
    fn turned_photographs_are_told_from_others() {
        for big in [true, false] {
            for orientation in 0..=9 {
                assert_eq!(
                    is_turned(&jpeg(big, orientation)),
                    (5..=8).contains(&orientation),
                    "{big} {orientation}"
                );
            }
        }
        let whole = jpeg(true, 6);
        for length in 0..whole.len() - 4 {
            assert!(!is_turned(&whole[..length]), "cut off after {length} bytes");
        }
    }
}
