//! The picture that stands for pages without one of their own where others link to them: title, address and colours of the site.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbImage};

use super::CARD;

const SIZE: [u32; 2] = [CARD.width, CARD.height];

/// Literata in bold, made of `static/literata.woff2` (SIL Open Font License 1.1, `static/literata.LICENSE`).
const FONT: &[u8] = include_bytes!("literata-bold.ttf");

const MARGIN: f32 = 90.0;
/// Of titles, the largest that will do; of the address.
const TITLE_SIZES: [f32; 5] = [116.0, 100.0, 84.0, 68.0, 54.0];
const ADDRESS_SIZE: f32 = 36.0;
const MOST_LINES: usize = 3;
const LINE_HEIGHT: f32 = 1.12;
/// The band of colours at the foot.
const BAND: u32 = 28;

/// What a card shows.
#[derive(Clone, Debug, Hash)]
pub struct Card<'a> {
    pub title: &'a str,
    pub address: &'a str,
    /// The colour of the language first, then those of the others.
    pub colours: Vec<[u8; 3]>,
    /// Of the address.
    pub quiet: [u8; 3],
    pub paper: [u8; 3],
}

/// The card as a PNG; `None` where the font has not all letters of the title.
pub fn card(card: &Card) -> Option<Vec<u8>> {
    let font = FontRef::try_from_slice(FONT).ok()?;
    let has_all = |text: &str| {
        let mut letters = text.chars().filter(|c| !c.is_whitespace());
        letters.all(|c| font.glyph_id(c).0 != 0)
    };
    if card.title.trim().is_empty() || !has_all(card.title) {
        return None;
    }
    let mut image = blank(card)?;
    let (size, lines) = fitted(&font, card.title);
    let colour = card.colours.first().copied().unwrap_or_default();
    let height = size * LINE_HEIGHT * lines.len() as f32;
    let room = (SIZE[1] - BAND) as f32 - 2.5 * ADDRESS_SIZE;
    let mut baseline = (room - height) / 2.0 + size;
    for line in &lines {
        write(&mut image, &font, line, [MARGIN, baseline, size], colour);
        baseline += size * LINE_HEIGHT;
    }
    let foot = (SIZE[1] - BAND) as f32 - 1.4 * ADDRESS_SIZE;
    write(
        &mut image,
        &font,
        card.address,
        [MARGIN, foot, ADDRESS_SIZE],
        card.quiet,
    );
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up);
    let written = encoder.write_image(&image, CARD.width, CARD.height, ExtendedColorType::Rgb8);
    written.ok().map(|()| bytes)
}

/// A card with nothing on it but its colours.
fn blank(card: &Card) -> Option<RgbImage> {
    let [width, height] = SIZE.map(|side| side as usize);
    let band = BAND as usize;
    let count = card.colours.len().max(1);
    let mut pixels = card.paper.repeat(width * (height - band));
    let parts = card.colours.iter().enumerate().map(|(at, colour)| {
        let [from, to] = [at, at + 1].map(|part| width * part / count);
        colour.repeat(to - from)
    });
    let row: Vec<u8> = parts.flatten().collect();
    pixels.extend(row.repeat(band));
    RgbImage::from_raw(CARD.width, CARD.height, pixels)
}

/// The largest size at which a title has few lines, and these; at the smallest, what is too long is cut.
fn fitted(font: &FontRef, title: &str) -> (f32, Vec<String>) {
    for size in TITLE_SIZES {
        let lines = lines(font, title, size);
        let fits = lines.iter().all(|line| width(font, line, size) <= room());
        if lines.len() <= MOST_LINES && fits {
            return (size, lines);
        }
    }
    let size = TITLE_SIZES[TITLE_SIZES.len() - 1];
    let mut cut = lines(font, title, size);
    cut.truncate(MOST_LINES);
    if let Some(last) = cut.last_mut() {
        while width(font, &format!("{last}…"), size) > room() && last.pop().is_some() {}
        last.push('…');
    }
    (size, cut)
}

fn room() -> f32 {
    SIZE[0] as f32 - 2.0 * MARGIN
}

fn lines(font: &FontRef, title: &str, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // A no-break space keeps its words together.
    for word in title.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(font, &format!("{line} {word}"), size) <= room() => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn width(font: &FontRef, text: &str, size: f32) -> f32 {
    let font = font.as_scaled(PxScale::from(size));
    let mut before = None;
    let advances = text.chars().map(|c| {
        let glyph = font.glyph_id(c);
        let kern = before
            .replace(glyph)
            .map_or(0.0, |last| font.kern(last, glyph));
        kern + font.h_advance(glyph)
    });
    advances.sum()
}

/// Writes a line from a place on its baseline, in a size: `[x, y, size]`.
fn write(
    image: &mut RgbImage,
    font: &FontRef,
    text: &str,
    [x, y, size]: [f32; 3],
    colour: [u8; 3],
) {
    let scaled = font.as_scaled(PxScale::from(size));
    let (mut at, mut before) = (x, None);
    for c in text.chars() {
        let id = scaled.glyph_id(c);
        at += before.replace(id).map_or(0.0, |last| scaled.kern(last, id));
        let glyph = id.with_scale_and_position(PxScale::from(size), point(at, y));
        at += scaled.h_advance(id);
        let Some(outline) = scaled.outline_glyph(glyph) else {
            continue;
        };
        let bounds = outline.px_bounds();
        outline.draw(|dx, dy, cover| {
            let (x, y) = (
                bounds.min.x as i64 + i64::from(dx),
                bounds.min.y as i64 + i64::from(dy),
            );
            let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
                return;
            };
            if let Some(pixel) = image.get_pixel_mut_checked(x, y) {
                for (under, over) in pixel.0.iter_mut().zip(colour) {
                    let cover = cover.clamp(0.0, 1.0);
                    *under =
                        (f32::from(*under) * (1.0 - cover) + f32::from(over) * cover).round() as u8;
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(title: &str) -> Option<RgbImage> {
        let card = Card {
            title,
            address: "example.org",
            colours: vec![[28, 74, 138], [152, 48, 36]],
            quiet: [100, 130, 170],
            paper: [252, 251, 248],
        };
        let bytes = super::card(&card)?;
        assert_eq!(
            Some(&bytes),
            super::card(&card).as_ref(),
            "the same bytes every time"
        );
        Some(image::load_from_memory(&bytes).unwrap().into_rgb8())
    }

    /// The rows in which something is written above the address, and the widest place.
    fn written(image: &RgbImage) -> (usize, u32) {
        let is_ink = |(x, y): (u32, u32)| image.get_pixel(x, y).0[0] < 100;
        let rows = (0..480)
            .filter(|y| (0..SIZE[0]).any(|x| is_ink((x, *y))))
            .count();
        let right = (0..SIZE[0])
            .rev()
            .find(|x| (0..480).any(|y| is_ink((*x, y))));
        (rows, right.unwrap_or(0))
    }

    #[test]
    fn titles_fit() {
        for title in [
            "Le comptoir",
            "Ceux qui ne disent rien, ou la deuxième chance qu’on ne donne pas toujours à temps",
            "Anticonstitutionnellement-vôtre-et-pour-longtemps-encore",
            &"Un titre sans fin ".repeat(40),
        ] {
            let image = drawn(title).unwrap();
            assert_eq!([image.width(), image.height()], SIZE);
            let (rows, right) = written(&image);
            assert!(
                rows > 30 && right <= SIZE[0] - 60,
                "{title}: {rows} rows, up to {right}"
            );
            assert_eq!(image.get_pixel(10, SIZE[1] - 1).0, [28, 74, 138]);
            assert_eq!(image.get_pixel(SIZE[0] - 10, SIZE[1] - 1).0, [152, 48, 36]);
        }
    }

    #[test]
    fn what_the_font_has_not_is_not_drawn() {
        assert!(drawn("记事本").is_none() && drawn(" ").is_none());
    }
}
