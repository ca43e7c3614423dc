//! Photographs as they are published: without where and with what they were taken, unless the site says otherwise. What is taken out is
//! taken out once: the picture is remembered under `.cache/images`.

use std::path::Path;

use rayon::prelude::*;

use crate::cache::{Digest, Digester, Memo};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::images;
use crate::load::{self, Asset, Blob, FileState};
use crate::write::{self, Cache};

/// What a picture tells of how it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Tells {
    Nothing,
    /// It can be taken out.
    Much,
    /// It cannot.
    Always,
}

/// The files with those pictures in the place of others that tell too much.
pub fn without_metadata(
    root: &Path,
    config: &Config,
    files: Vec<(String, Asset)>,
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Asset)> {
    if config.images.keep_metadata {
        return files;
    }
    let cache = Cache::of(root, "images");
    let cleaned: Vec<_> = files
        .into_par_iter()
        .map(|(path, asset)| {
            let (asset, told) = clean(asset, &cache, memo);
            ((path, asset), told)
        })
        .collect();
    let (files, told): (Vec<_>, Vec<_>) = cleaned.into_iter().unzip();
    diagnostics.extend(told.into_iter().flatten());
    files
}

fn clean(asset: Asset, cache: &Cache, memo: &Memo) -> (Asset, Option<Diagnostic>) {
    let state = match &asset.blob {
        Blob::Disk(path) => FileState::of(path),
        _ => None,
    };
    let Some(state) = state else {
        return (asset, None);
    };
    let of = Digester::new("photograph")
        .text(&asset.path)
        .hash(&state)
        .finish();
    let file = file_of(of, &asset.path);
    let known = memo
        .find(of)
        .filter(|tells| *tells != Tells::Much || cache.has(&file));
    let tells = match known {
        Some(tells) => tells,
        None => match read(&asset, &file, cache) {
            Ok(tells) => {
                memo.put(of, &tells);
                tells
            }
            // Nothing goes out that could not be looked into.
            Err(error) => {
                let help = "give write permission to `.cache`, or write `metadata = \"keep\"` below `[images]`";
                let finding = Diagnostic::error(Code::Image, error.to_string()).help(help);
                return (asset, Some(finding));
            }
        },
    };
    match tells {
        Tells::Nothing => (asset, None),
        Tells::Much => {
            cache.used(&file);
            let blob = Blob::Disk(cache.path(&file));
            (Asset { blob, ..asset }, None)
        }
        Tells::Always => {
            let message = format!("`{}` may tell where and with what it was taken", asset.path);
            let help = "save it as JPEG or WebP: what these tell is taken out; or write `metadata = \"keep\"` below `[images]`";
            (
                asset,
                Some(Diagnostic::warning(Code::Image, message).help(help)),
            )
        }
    }
}

/// Looks into a picture, and puts it without what it tells into the cache.
fn read(asset: &Asset, file: &str, cache: &Cache) -> Result<Tells, write::Error> {
    if !images::may_tell(&asset.path, &load::head(asset)) {
        return Ok(Tells::Nothing);
    }
    let bytes = write::bytes(asset)?;
    match images::without_metadata(&bytes) {
        Some(picture) => cache.write(file, &picture).map(|()| Tells::Much),
        None if images::keeps_metadata(&bytes) => Ok(Tells::Always),
        None => Ok(Tells::Nothing),
    }
}

fn file_of(of: Digest, path: &str) -> String {
    let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    format!("{:032x}.{ending}", of.0)
}
