//! Photographs in several widths, as JPEG or, with the feature `webp`, as lossy WebP.

use std::collections::HashSet;
use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, RgbImage, RgbaImage,
};
#[cfg(not(feature = "webp"))]
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{Settings, widths};

/// A PNG of no more colours is a drawing, which is sharper and mostly smaller as it is; a grey photograph has up to 256.
const COLOURS_OF_DRAWINGS: usize = 64;

/// The variants of a picture, by width, rising. None where they would not be smaller than the picture itself, nor of drawings and
/// of what moves. An error says why it cannot be decoded.
pub fn variants(picture: &[u8], settings: &Settings) -> Result<Vec<(u32, Vec<u8>)>, String> {
    let Some(decoded) = decode(picture)? else {
        return Ok(Vec::new());
    };
    let mut variants: Vec<(u32, Vec<u8>)> = Vec::new();
    let mut image = decoded;
    for width in widths(image.width(), settings).into_iter().rev() {
        // Each is made from the next larger one: as good, and much quicker.
        image = image.resized(width);
        let Some(bytes) = image.encoded(settings.quality) else {
            return Ok(Vec::new());
        };
        if bytes.len()
            >= variants
                .last()
                .map_or(picture.len(), |(_, larger)| larger.len())
        {
            if variants.is_empty() {
                return Ok(Vec::new());
            }
            continue;
        }
        variants.push((width, bytes));
    }
    variants.reverse();
    Ok(variants)
}

/// A decoded picture, the right way up and in sRGB.
enum Picture {
    Opaque(RgbImage),
    /// Its colours are premultiplied: so what cannot be seen lends no colour to what can.
    Clear(RgbaImage),
}

/// `None` for what is left alone: pictures that move, and what is no photograph's format.
fn decode(bytes: &[u8]) -> Result<Option<Picture>, String> {
    let message = |error: &dyn std::fmt::Display| error.to_string();
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| message(&error))?;
    let format = reader.format();
    let moves = match format {
        Some(ImageFormat::Jpeg) => false,
        Some(ImageFormat::Png) => PngDecoder::new(Cursor::new(bytes))
            .and_then(|png| png.is_apng())
            .map_err(|error| message(&error))?,
        Some(ImageFormat::WebP) => WebPDecoder::new(Cursor::new(bytes))
            .map_err(|error| message(&error))?
            .has_animation(),
        _ => true,
    };
    if moves {
        return Ok(None);
    }
    let mut decoder = reader.into_decoder().map_err(|error| message(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // Of other formats, not every browser obeys it.
    if orientation != Orientation::NoTransforms && format != Some(ImageFormat::Jpeg) {
        return Ok(None);
    }
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| message(&error))?;
    if format == Some(ImageFormat::Png) && is_drawing(&image) {
        return Ok(None);
    }
    image.apply_orientation(orientation);
    Ok(Some(in_srgb(image, profile.as_deref())))
}

fn is_drawing(image: &DynamicImage) -> bool {
    let mut colours = HashSet::new();
    // Photographs are known by their first few thousand pixels.
    image.pixels().all(|(_, _, colour)| {
        colours.insert(colour);
        colours.len() <= COLOURS_OF_DRAWINGS
    })
}

/// Variants carry no profile, so colours are those of sRGB.
fn in_srgb(image: DynamicImage, profile: Option<&[u8]>) -> Picture {
    let is_colourful = image.color().has_color();
    let profile = profile
        .filter(|_| is_colourful)
        .and_then(|profile| ColorProfile::new_from_slice(profile).ok());
    let profile = profile.filter(|profile| profile.color_space == DataColorSpace::Rgb);
    let convert = |layout: Layout, pixels: &mut Vec<u8>| {
        let Some(profile) = &profile else { return };
        let transform = profile.create_transform_8bit(
            layout,
            &ColorProfile::new_srgb(),
            layout,
            TransformOptions::default(),
        );
        let mut converted = vec![0; pixels.len()];
        if transform.is_ok_and(|transform| transform.transform(pixels, &mut converted).is_ok()) {
            *pixels = converted;
        }
    };
    let (width, height) = (image.width(), image.height());
    let is_clear =
        image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
    if !is_clear {
        let mut pixels = image.into_rgb8().into_raw();
        convert(Layout::Rgb, &mut pixels);
        return Picture::Opaque(RgbImage::from_raw(width, height, pixels).unwrap_or_default());
    }
    let mut pixels = image.into_rgba8().into_raw();
    convert(Layout::Rgba, &mut pixels);
    for pixel in pixels.chunks_exact_mut(4) {
        let alpha = u16::from(pixel[3]);
        pixel[..3]
            .iter_mut()
            .for_each(|colour| *colour = ((u16::from(*colour) * alpha + 127) / 255) as u8);
    }
    Picture::Clear(RgbaImage::from_raw(width, height, pixels).unwrap_or_default())
}

impl Picture {
    fn width(&self) -> u32 {
        match self {
            Picture::Opaque(image) => image.width(),
            Picture::Clear(image) => image.width(),
        }
    }

    fn resized(self, width: u32) -> Self {
        if width == self.width() {
            return self;
        }
        let height = |(old_width, old_height): (u32, u32)| {
            let height = (u64::from(old_height) * u64::from(width) + u64::from(old_width) / 2)
                / u64::from(old_width.max(1));
            u32::try_from(height).unwrap_or(u32::MAX).max(1)
        };
        match self {
            Picture::Opaque(image) => {
                let height = height(image.dimensions());
                Picture::Opaque(image::imageops::resize(
                    &image,
                    width,
                    height,
                    FilterType::Lanczos3,
                ))
            }
            Picture::Clear(image) => {
                let height = height(image.dimensions());
                Picture::Clear(image::imageops::resize(
                    &image,
                    width,
                    height,
                    FilterType::Lanczos3,
                ))
            }
        }
    }

    /// `None` of what shows through, which JPEG has not, and where the encoder refuses it: JPEG has at most 65,535 pixels a side.
    #[cfg(not(feature = "webp"))]
    fn encoded(&self, quality: u8) -> Option<Vec<u8>> {
        let Picture::Opaque(image) = self else {
            return None;
        };
        let side = |pixels: u32| u16::try_from(pixels).ok();
        let (width, height) = (side(image.width())?, side(image.height())?);
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_progressive(true);
        encoder.set_optimized_huffman_tables(true);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.encode(image, width, height, ColorType::Rgb).ok()?;
        Some(bytes)
    }

    /// `None` where the encoder refuses it: WebP has at most 16383 pixels a side.
    #[cfg(feature = "webp")]
    fn encoded(&self, quality: u8) -> Option<Vec<u8>> {
        let quality = f32::from(quality);
        let encoded = match self {
            Picture::Opaque(image) => webp::Encoder::from_rgb(image, image.width(), image.height())
                .encode_simple(false, quality),
            Picture::Clear(image) => {
                let mut image = image.clone();
                for pixel in image.pixels_mut() {
                    let alpha = u16::from(pixel.0[3]).max(1);
                    pixel.0[..3]
                        .iter_mut()
                        .for_each(|c| *c = (u16::from(*c) * 255 / alpha).min(255) as u8);
                }
                webp::Encoder::from_rgba(&image, image.width(), image.height())
                    .encode_simple(false, quality)
            }
        };
        encoded.ok().map(|bytes| bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photograph by its looks: soft shapes with a grain.
    fn photograph(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503))
                .wrapping_mul(2_246_822_519)
                >> 28;
            let wave = ((x as f32 / 40.0).sin() + (y as f32 / 30.0).cos() + 2.0) * 50.0;
            image::Rgb([
                wave as u8 + grain as u8,
                (y * 200 / height) as u8 + grain as u8,
                (x * 200 / width) as u8,
            ])
        })
    }

    fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        image
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        bytes
    }

    /// The widths of the variants; each is as wide as it says, of the picture's shape, lossy, and smaller than the picture.
    fn check(picture: &[u8], shape: (u32, u32), expected: &[u32]) {
        let made = variants(picture, &Settings::default()).unwrap();
        assert_eq!(
            made.iter().map(|(width, _)| *width).collect::<Vec<_>>(),
            expected
        );
        for (width, bytes) in &made {
            assert!(bytes.len() < picture.len());
            assert!(is_lossy(bytes));
            let image = image::load_from_memory(bytes).unwrap();
            assert_eq!(image.width(), *width);
            let height = (f64::from(*width) * f64::from(shape.1) / f64::from(shape.0)).round();
            assert_eq!(f64::from(image.height()), height);
        }
        assert_eq!(
            made,
            variants(picture, &Settings::default()).unwrap(),
            "the same bytes every time"
        );
    }

    fn is_lossy(bytes: &[u8]) -> bool {
        match cfg!(feature = "webp") {
            true => &bytes[12..16] == b"VP8 " || &bytes[12..16] == b"VP8X",
            false => bytes.starts_with(&[0xFF, 0xD8, 0xFF]),
        }
    }

    #[test]
    fn photographs_in_every_format() {
        let image = DynamicImage::from(photograph(600, 300));
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            check(&written(&image, format), (600, 300), &[480, 600]);
        }
        let mut clear = image.to_rgba8();
        clear.pixels_mut().for_each(|pixel| pixel.0[3] = pixel.0[0]);
        let see_through = if cfg!(feature = "webp") {
            &[480, 600][..]
        } else {
            &[]
        };
        check(
            &written(&clear.into(), ImageFormat::Png),
            (600, 300),
            see_through,
        );
        let grey = DynamicImage::from(image.to_luma16());
        check(&written(&grey, ImageFormat::Png), (600, 300), &[480, 600]);
    }

    #[test]
    fn drawings_of_few_colours_stay_as_they_are() {
        let drawing = RgbImage::from_fn(900, 400, |x, y| {
            image::Rgb(if (x / 90 + y / 80) % 2 == 0 {
                [255; 3]
            } else {
                [20, 40, 90]
            })
        });
        check(&written(&drawing.into(), ImageFormat::Png), (900, 400), &[]);
    }

    #[test]
    fn orientation_is_applied() {
        let plain = written(&DynamicImage::from(photograph(600, 300)), ImageFormat::Jpeg);
        let exif = b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let turned = [&plain[..2], exif, &plain[2..]].concat();
        check(&turned, (300, 600), &[300]);
    }

    #[test]
    fn broken_pictures_are_errors_and_others_are_left_alone() {
        let jpeg = written(&DynamicImage::from(photograph(600, 300)), ImageFormat::Jpeg);
        assert!(variants(&jpeg[..100], &Settings::default()).is_err());
        assert!(variants(b"\x89PNG\r\n\x1a\nnothing", &Settings::default()).is_err());
        assert_eq!(variants(b"GIF89a", &Settings::default()), Ok(Vec::new()));
        assert_eq!(variants(b"", &Settings::default()), Ok(Vec::new()));
    }
}
