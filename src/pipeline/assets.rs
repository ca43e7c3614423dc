//! The theme's style sheet, scripts and fonts as they are published: minified, under names that hold a hash of what is in them, so
//! that browsers need never ask for them again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::config::{Config, theme::Font};
use crate::diag::{Code, Diagnostic};
use crate::load::{self, Asset, Blob};
use crate::render::theme;
use crate::write;

/// Files of `static/` as templates and style sheets name them, and their published names.
type Names = BTreeMap<String, String>;

/// What the theme has of its icon beside `favicon.svg`.
const ICONS: [&str; 3] = [
    "static/apple-touch-icon.png",
    "static/favicon.ico",
    "static/icon-512.png",
];

/// Each file as it is published, and where templates find those of `static/`: paths on the host. What a site has of its own beside
/// the theme's keeps its name.
pub fn publish(
    assets: &[Asset],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Asset>, HashMap<String, String>) {
    let own_font = config.theme.font == Font::Literata;
    let font = format!("static/{}", theme::FONT);
    let is_ours = |asset: &Asset| matches!(asset.blob, Blob::Embedded(_));
    // The theme's other icons are pictures of its own alone.
    let has_own_icon = assets
        .iter()
        .any(|asset| asset.path == "static/favicon.svg" && !is_ours(asset));
    let is_left_out = |asset: &Asset| {
        asset.path == font && !own_font
            || has_own_icon && is_ours(asset) && ICONS.contains(&asset.path.as_str())
    };
    let assets = assets.iter().filter(|asset| !is_left_out(asset));
    // Style sheets name the fonts, whose names must be known before.
    let (sheets, others): (Vec<&Asset>, Vec<&Asset>) =
        assets.partition(|asset| theme_file(asset).is_some_and(|(name, _)| name.ends_with(".css")));
    let mut names = Names::new();
    let mut published = Vec::new();
    for asset in others {
        let made = theme_file(asset).and_then(|(name, ours)| {
            let (_, ending) = name.rsplit_once('.')?;
            let bytes = match ending {
                "js" | "woff2" => bytes(asset, diagnostics),
                _ => return None,
            };
            // Only of ours is it known that no line relies on a semicolon that is not there.
            let bytes = bytes.map(|bytes| match ending == "js" && ours == bytes {
                true => minified(&bytes, theme::script),
                false => bytes,
            });
            Some((name, bytes))
        });
        published.push(match made {
            Some((name, Some(bytes))) => named_by_bytes(name, bytes, &mut names),
            Some((_, None)) => asset.clone(),
            None => {
                if let Some(name) = asset.path.strip_prefix("static/") {
                    names.insert(name.to_owned(), name.to_owned());
                }
                asset.clone()
            }
        });
    }
    for asset in sheets {
        let name = &asset.path["static/".len()..];
        published.push(match bytes(asset, diagnostics) {
            Some(bytes) => {
                let style = |css: &str| theme::style(css, &config.theme, &config.codes(), &names);
                let bytes = minified(&bytes, style);
                named_by_bytes(name, bytes, &mut names)
            }
            None => asset.clone(),
        });
    }
    published.sort_by(|a: &Asset, b| a.path.cmp(&b.path));
    let paths = names.into_iter();
    let paths = paths.map(|(name, file)| (name, config.base.path_of(&file)));
    (published, paths.collect())
}

/// The name below `static/` of a file that the theme has too, and the theme's bytes.
fn theme_file(asset: &Asset) -> Option<(&str, &'static [u8])> {
    let name = asset.path.strip_prefix("static/")?;
    Some((name, load::of_theme(name)?))
}

fn bytes(asset: &Asset, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    write::bytes(asset)
        .map(|bytes| bytes.into_owned())
        .map_err(|error| {
            diagnostics.push(
                Diagnostic::error(Code::Unreadable, error.to_string())
                    .help("give read permission, or move it out of the site"),
            );
        })
        .ok()
}

/// What is no text stays as it is.
fn minified(bytes: &[u8], minify: impl Fn(&str) -> String) -> Vec<u8> {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.to_vec(), |text| minify(text).into_bytes())
}

/// `style.css` → `style.0123abcd.css`.
fn named_by_bytes(name: &str, bytes: Vec<u8>, names: &mut Names) -> Asset {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let digest = crate::images::digest(&bytes) >> 32;
    let published = format!("{stem}.{digest:08x}.{ending}");
    names.insert(name.to_owned(), published.clone());
    Asset {
        path: format!("static/{published}"),
        blob: Blob::Made(Arc::from(bytes)),
    }
}
