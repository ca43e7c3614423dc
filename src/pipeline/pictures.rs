//! The pictures that posts show: measured and, with the feature `images`, made in several widths.
//!
//! Which variants are worth having is known only when they are made; so they are made before the pages that name them, once: they
//! are remembered under `.cache/images` by the picture's bytes, and published from there.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::images::{self, Header};
use crate::load::{self, Asset, Blob};
use crate::render::bodies::Bodies;
use crate::render::pictures::{Picture, Pictures};
use crate::text::images::is_image;
#[cfg(feature = "images")]
use crate::write;
use crate::write::Cache;

/// A variant in the cache.
struct Variant {
    width: u32,
    /// What is in the URL, so that a changed picture has another.
    mark: String,
    /// Its file in the cache.
    file: String,
}

/// Measures those that posts show, and makes their variants: what is known of each, and the files of the variants by site path.
pub fn make(
    root: &Path,
    config: &Config,
    files: &[(String, Asset)],
    bodies: &Bodies,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Pictures, Vec<(String, Asset)>) {
    let cache = Cache::of(root, "images");
    let address = |path: &str| config.base.encoded_path_of(path);
    let images: HashMap<String, &(String, Asset)> = files
        .iter()
        .filter(|(_, asset)| is_image(&asset.path))
        .map(|file| (address(&file.0), file))
        .collect();
    let shown: Vec<(String, &(String, Asset))> = bodies
        .shown()
        .into_iter()
        .filter_map(|address| Some((address.clone(), *images.get(&address)?)))
        .collect();
    let made: Vec<_> = shown
        .par_iter()
        .map(|(_, (_, asset))| picture(asset, config, &cache))
        .collect();
    let mut taken: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let (mut known, mut made_files) = (Pictures::new(), Vec::new());
    for ((at, (path, _)), made) in shown.into_iter().zip(made) {
        let (mut picture, variants) = match made {
            Ok((picture, variants, warning)) => {
                diagnostics.extend(warning);
                (picture, variants)
            }
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                continue;
            }
        };
        for variant in variants {
            let path = variant_path(path, &variant);
            // An author's file of that very name is the author's.
            if taken.insert(path.clone()) {
                picture.variants.push((variant.width, address(&path)));
                let blob = Blob::Disk(cache.path(&variant.file));
                let asset = Asset {
                    path: format!(".cache/images/{}", variant.file),
                    blob,
                };
                made_files.push((path, asset));
            }
        }
        known.insert(at, picture);
    }
    (known, made_files)
}

/// Whether an asset is one of ours, and not the author's.
pub fn is_made(asset: &Asset) -> bool {
    asset.path.starts_with(".cache/")
}

/// `/media/posts/a.png` → `/media/posts/a-800w.0123abcd.jpg`.
fn variant_path(path: &str, variant: &Variant) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let ending = images::FORMAT.0;
    format!("{stem}-{}w.{}.{ending}", variant.width, variant.mark)
}

type Made = (Picture, Vec<Variant>, Option<Diagnostic>);

fn picture(asset: &Asset, config: &Config, cache: &Cache) -> Result<Made, Box<Diagnostic>> {
    match load::picture(asset) {
        Header::Broken => Err(Box::new(broken(
            asset,
            "its beginning is not that of an image",
        ))),
        Header::Scalable(shape) => Ok((
            Picture {
                shape,
                ..Picture::default()
            },
            Vec::new(),
            None,
        )),
        Header::Size(size) => {
            let (variants, warning) = match variants(asset, config, cache) {
                Ok(variants) => (variants, None),
                Err(finding) => (Vec::new(), Some(*finding)),
            };
            Ok((
                Picture {
                    size: Some(size),
                    ..Picture::default()
                },
                variants,
                warning,
            ))
        }
    }
}

fn broken(asset: &Asset, why: &str) -> Diagnostic {
    let message = format!(
        "`{}` is broken: {why}; it is published as it is",
        asset.path
    );
    Diagnostic::warning(Code::Image, message)
        .help("open it in an editor of images, and save it again")
}

#[cfg(not(feature = "images"))]
fn variants(_: &Asset, _: &Config, _: &Cache) -> Result<Vec<Variant>, Box<Diagnostic>> {
    Ok(Vec::new())
}

/// The variants of a picture, from the cache, else made.
#[cfg(feature = "images")]
fn variants(
    asset: &Asset,
    config: &Config,
    cache: &Cache,
) -> Result<Vec<Variant>, Box<Diagnostic>> {
    let settings = &config.images;
    let may_be_a_photograph = [".jpg", ".jpeg", ".png", ".webp"]
        .iter()
        .any(|end| asset.path.to_lowercase().ends_with(end));
    if !settings.enabled || !may_be_a_photograph {
        return Ok(Vec::new());
    }
    let bytes = write::bytes(asset)
        .map_err(|error| Box::new(Diagnostic::warning(Code::Image, error.to_string())))?;
    let key = format!("{:016x}", images::key(&asset.path, &bytes, settings));
    let variant = |width: u32| Variant {
        width,
        mark: key[..8].to_owned(),
        file: format!("{key}-{width}w.{}", images::FORMAT.0),
    };
    if let Some(widths) = remembered(cache, &key, |width| variant(width).file) {
        cache.used(&format!("{key}.txt"));
        return Ok(widths.into_iter().map(variant).collect());
    }
    let made = images::variants(&bytes, settings).map_err(|why| Box::new(broken(asset, &why)))?;
    remember(cache, &key, &made, |width| variant(width).file).map_err(|error| {
        let help = "give write permission to `.cache`; until then the image is published in its own width alone";
        Box::new(Diagnostic::warning(Code::Image, error.to_string()).help(help))
    })?;
    Ok(made.into_iter().map(|(width, _)| variant(width)).collect())
}

/// The widths in the cache; `None` where a file is missing, or not what it was.
#[cfg(feature = "images")]
fn remembered(cache: &Cache, key: &str, file: impl Fn(u32) -> String) -> Option<Vec<u32>> {
    let record = String::from_utf8(cache.read(&format!("{key}.txt"))?).ok()?;
    let mut lines = record.lines();
    let count: usize = lines.next()?.parse().ok()?;
    let read = |line: &str| -> Option<u32> {
        let (width, digest) = line.split_once(' ')?;
        let width = width.parse().ok()?;
        let bytes = cache.read(&file(width))?;
        (format!("{:016x}", images::digest(&bytes)) == digest).then_some(width)
    };
    let widths = lines.map(read).collect::<Option<Vec<u32>>>()?;
    (widths.len() == count).then_some(widths)
}

/// Writes the variants and, last, how many there are, each with its width and digest.
#[cfg(feature = "images")]
fn remember(
    cache: &Cache,
    key: &str,
    made: &[(u32, Vec<u8>)],
    file: impl Fn(u32) -> String,
) -> Result<(), write::Error> {
    let mut record = format!("{}\n", made.len());
    for (width, bytes) in made {
        cache.write(&file(*width), bytes)?;
        record += &format!("{width} {:016x}\n", images::digest(bytes));
    }
    cache.write(&format!("{key}.txt"), record.as_bytes())
}
