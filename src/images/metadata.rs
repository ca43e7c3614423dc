//! Photographs without where, when and with what they were taken: cameras and telephones write that into the file. The pixels stay
//! as they are, and so do colour profiles and the way up.
//!
//! What is taken out: of JPEG the segments APP1 (Exif, XMP), APP3 to APP13 (IPTC among them), APP15, comments, the list of
//! further images and what follows the end (moving pictures of telephones); of PNG the chunks eXIf, tEXt, zTXt, iTXt and tIME; of
//! WebP EXIF and XMP.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use super::orientation;

/// Endings of formats that hold such things too, and that nothing is taken out of here.
const OTHERS: &[&str] = &["heic", "heif", "avif", "tif", "tiff", "mov", "mp4"];

/// The same picture without them; nothing where it has none, or is no such picture.
pub fn without_metadata(picture: &[u8]) -> Option<Vec<u8>> {
    let bytes = Bytes::copy_from_slice(picture);
    match picture {
        [0xFF, 0xD8, ..] => jpeg(Jpeg::from_bytes(bytes).ok()?, picture.len()),
        [0x89, b'P', b'N', b'G', ..] => png(Png::from_bytes(bytes).ok()?),
        [b'R', b'I', b'F', b'F', ..] => webp(WebP::from_bytes(bytes).ok()?),
        _ => None,
    }
}

/// Whether a file is of a format that tells such things, by its first bytes: names may say anything.
pub fn may_tell(name: &str, head: &[u8]) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let is_boxed = head.get(4..8) == Some(b"ftyp");
    let starts = [&b"\xFF\xD8"[..], b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*"];
    is_boxed
        || starts.iter().any(|start| head.starts_with(start))
        || OTHERS.contains(&ending.as_str())
}

/// Whether a picture or film tells such things and nothing could be taken out of it: it is of another format, or broken.
pub fn keeps_metadata(bytes: &[u8]) -> bool {
    let has = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    let marks = [
        &b"Exif\0\0"[..],
        b"eXIf",
        b"EXIF",
        b"http://ns.adobe.com/xap/",
        b"\xA9xyz",
        b"com.apple.quicktime.location",
    ];
    let is_tiff = bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*");
    let is_clean = match bytes {
        [0xFF, 0xD8, ..] => Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).is_ok(),
        [0x89, b'P', b'N', b'G', ..] => Png::from_bytes(Bytes::copy_from_slice(bytes)).is_ok(),
        [b'R', b'I', b'F', b'F', ..] => WebP::from_bytes(Bytes::copy_from_slice(bytes)).is_ok(),
        _ => false,
    };
    is_tiff || (!is_clean && marks.iter().any(|mark| has(mark)))
}

fn jpeg(mut jpeg: Jpeg, length: usize) -> Option<Vec<u8>> {
    let is_private = |segment: &JpegSegment| match segment.marker() {
        markers::APP0 | markers::APP14 => false,
        markers::APP2 => !segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP1..=markers::APP15 | markers::COM => true,
        _ => false,
    };
    let is_only_orientation = |segment: &JpegSegment| {
        let exif = segment.contents().strip_prefix(b"Exif\0\0");
        exif.is_some_and(|exif| way_up(exif).is_some_and(|way_up| way_up == exif))
    };
    let had_any = jpeg
        .segments()
        .iter()
        .any(|segment| is_private(segment) && !is_only_orientation(segment));
    let way_up = jpeg.exif().and_then(|exif| way_up(&exif));
    jpeg.segments_mut().retain(|segment| !is_private(segment));
    jpeg.set_exif(way_up.map(Bytes::from));
    let mut written = jpeg.encoder().bytes().to_vec();
    written.truncate(end_of_jpeg(&written));
    (had_any || written.len() < length).then_some(written)
}

/// Where the picture ends: behind its marker EOI, which stands in no segment and no entropy-coded data (ITU T.81, B.1.1).
fn end_of_jpeg(bytes: &[u8]) -> usize {
    let mut at = 2;
    while let Some([0xFF, marker, rest @ ..]) = bytes.get(at..) {
        match marker {
            0xD9 => return at + 2,
            0xFF => at += 1,
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let [high, low, ..] = rest else { break };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
        }
        let next = bytes
            .get(at..)
            .and_then(|rest| rest.iter().position(|byte| *byte == 0xFF));
        match next {
            Some(next) => at += next,
            None => break,
        }
    }
    bytes.len()
}

fn png(mut png: Png) -> Option<Vec<u8>> {
    let is_private =
        |kind: [u8; 4]| [*b"eXIf", *b"tEXt", *b"zTXt", *b"iTXt", *b"tIME"].contains(&kind);
    let way_up = png.exif().and_then(|exif| way_up(&exif));
    let is_clean = |chunk: &img_parts::png::PngChunk| {
        !is_private(chunk.kind())
            || (chunk.kind() == *b"eXIf" && Some(&chunk.contents()[..]) == way_up.as_deref())
    };
    if png.chunks().iter().all(is_clean) {
        return None;
    }
    png.chunks_mut().retain(|chunk| !is_private(chunk.kind()));
    png.set_exif(way_up.map(Bytes::from));
    Some(png.encoder().bytes().to_vec())
}

fn webp(mut webp: WebP) -> Option<Vec<u8>> {
    let way_up = webp.exif().and_then(|exif| way_up(&exif));
    let is_clean = !webp.has_chunk(*b"XMP ") && webp.exif().as_deref() == way_up.as_deref();
    if is_clean {
        return None;
    }
    webp.remove_chunks_by_id(*b"XMP ");
    webp.set_exif(way_up.map(Bytes::from));
    Some(webp.encoder().bytes().to_vec())
}

/// Exif data that says nothing but the way up; none where that is as the pixels stand.
fn way_up(exif: &[u8]) -> Option<Vec<u8>> {
    let value = orientation::value(exif).filter(|value| (2..=8).contains(value))?;
    let [high, low] = value.to_be_bytes();
    // TIFF 6.0: big-endian, one directory at byte 8, one entry: the tag 0x0112, one SHORT.
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend([high, low, 0, 0, 0, 0, 0, 0]);
    Some(tiff)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GPS: &[u8] = b"\x0045.75 N 4.85 E";

    /// Exif of a camera: an orientation and, behind its directory, where it was.
    fn exif(orientation: u16) -> Vec<u8> {
        [
            &way_up(&tiff(orientation)).unwrap_or(tiff(orientation))[..],
            GPS,
        ]
        .concat()
    }

    fn tiff(orientation: u16) -> Vec<u8> {
        let [high, low] = orientation.to_be_bytes();
        [
            &b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"[..],
            &[high, low, 0, 0, 0, 0, 0, 0],
        ]
        .concat()
    }

    fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
        let [high, low] = (contents.len() as u16 + 2).to_be_bytes();
        [&[0xFF, marker, high, low], contents].concat()
    }

    fn photograph(parts: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
        let scan = [
            segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"\x12\xFF\x00\x34".to_vec(),
        ]
        .concat();
        let end = [&scan[..], &[0xFF, 0xD9], after].concat();
        [&[0xFF, 0xD8][..], &parts.concat(), &end].concat()
    }

    fn has(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn of_a_photograph_the_way_up_and_the_colours_stay() {
        let profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours");
        let frame = segment(0xC0, b"\x08\0\x10\0\x10\x01\x01\x11\0");
        let of = |orientation| segment(0xE1, &[&b"Exif\0\0"[..], &exif(orientation)].concat());
        let xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0 45.75 N 4.85 E");
        let jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        let clean = photograph(&[jfif.clone(), profile.clone(), frame.clone()], b"");
        for (parts, after, orientation) in [
            (
                vec![jfif.clone(), of(1), profile.clone(), frame.clone()],
                &b""[..],
                None,
            ),
            (
                vec![jfif.clone(), xmp.clone(), profile.clone(), frame.clone()],
                b"",
                None,
            ),
            (
                vec![jfif.clone(), of(6), xmp, profile.clone(), frame.clone()],
                b"",
                Some(6),
            ),
            (
                vec![
                    jfif.clone(),
                    segment(0xFE, GPS),
                    profile.clone(),
                    frame.clone(),
                ],
                b"",
                None,
            ),
            (
                vec![
                    jfif.clone(),
                    segment(0xED, GPS),
                    profile.clone(),
                    frame.clone(),
                ],
                b"",
                None,
            ),
            (vec![jfif, profile, frame], b"ftypmp42 45.75 N 4.85 E", None),
        ] {
            let picture = photograph(&parts, after);
            let written = without_metadata(&picture).unwrap();
            assert!(has(&picture, &GPS[1..]) && !has(&written, &GPS[1..]));
            let way_up = Jpeg::from_bytes(written.clone().into()).unwrap().exif();
            assert_eq!(
                way_up.and_then(|exif| orientation::value(&exif)),
                orientation
            );
            assert!(has(&written, b"colours"));
            assert_eq!(
                without_metadata(&written),
                None,
                "nothing is left to take out"
            );
            if orientation.is_none() {
                assert_eq!(written, clean);
            }
        }
        assert_eq!(without_metadata(&clean), None);
    }

    #[test]
    fn what_is_no_picture_or_broken_is_left() {
        for bytes in [
            &b""[..],
            b"\xFF\xD8",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF",
            b"text",
            b"\xFF\xD8\xFF\xE1\xFF\xFF",
        ] {
            assert_eq!(without_metadata(bytes), None);
        }
        assert!(keeps_metadata(b"....ftypheic..Exif\0\0...") && !keeps_metadata(b"....ftypheic"));
        assert!(
            keeps_metadata(b"\x89PNG\r\n\x1a\n....eXIf45.75 N"),
            "broken, and not clean"
        );
        for (name, head, expected) in [
            ("a.jfif", &b"\xFF\xD8\xFF\xE0"[..], true),
            ("a", b"\x89PNG", true),
            ("a.mp4", b"\0\0\0\x20ftypisom", true),
            ("a.pdf", b"%PDF-1.7", false),
        ] {
            assert_eq!(may_tell(name, head), expected, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read(start in 0usize..4, bytes: Vec<u8>) {
            let starts = [&b""[..], b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"RIFF"];
            without_metadata(&[starts[start], &bytes].concat());
        }
    }
}
