//! The theme's style sheet, scripts and fonts as they are published: minified, under names that hold a hash of what is in them, so
//! that browsers need never ask for them again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, theme::Font};
use crate::diag::{Code, Diagnostic};
use crate::load::{self, Blob, Inputs};
use crate::render::theme;
use crate::write;

/// Where templates find each file of `static/`, by its name there: paths on the site.
pub type Names = BTreeMap<String, String>;

/// Puts the published form in the place of each file. What a site has of its own beside the theme's keeps its name.
pub fn prepare(inputs: &mut Inputs, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Names {
    if config.theme.font != Font::Literata {
        inputs
            .assets
            .retain(|asset| asset.path != format!("static/{}", theme::FONT));
    }
    let mut names = Names::new();
    let mut sheets = Vec::new();
    for (at, asset) in inputs.assets.iter_mut().enumerate() {
        let Some(name) = asset.path.strip_prefix("static/").map(str::to_owned) else {
            continue;
        };
        let (ours, ending) = (
            load::of_theme(&name),
            name.rsplit_once('.').map(|(_, ending)| ending),
        );
        match ending.filter(|_| ours.is_some()) {
            // They name the fonts, whose names are known last.
            Some("css") => sheets.push(at),
            Some("js" | "woff2") => {
                let Some(bytes) = bytes(asset, diagnostics) else {
                    continue;
                };
                // Only of ours is it known that no line relies on a semicolon that is not there.
                let is_our_script = ending == Some("js") && ours == Some(&bytes);
                let bytes = if is_our_script {
                    minified(&bytes, theme::script)
                } else {
                    bytes
                };
                names.insert(name.clone(), publish(asset, &name, bytes));
            }
            _ => _ = names.insert(name.clone(), name),
        }
    }
    for at in sheets {
        let asset = &mut inputs.assets[at];
        let name = asset.path["static/".len()..].to_owned();
        let Some(bytes) = bytes(asset, diagnostics) else {
            continue;
        };
        let bytes = minified(&bytes, |css| {
            theme::style(css, &config.theme, &config.codes(), &names)
        });
        names.insert(name.clone(), publish(asset, &name, bytes));
    }
    names
}

fn bytes(asset: &load::Asset, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
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
fn publish(asset: &mut load::Asset, name: &str, bytes: Vec<u8>) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let name = format!(
        "{stem}.{:08x}.{ending}",
        crate::images::digest(&bytes) >> 32
    );
    asset.path = format!("static/{name}");
    asset.blob = Blob::Made(Arc::from(bytes));
    name
}
