//! Pictures that are larger than a page can use.

use crate::diag::{Code, Diagnostic};

/// The largest picture that is told of nothing: 1 MiB, far more than one of 2000 pixels needs.
const MOST: u64 = 1 << 20;

/// Warns of pictures by their paths in the site and their bytes.
pub fn sizes<'a>(
    pictures: impl Iterator<Item = (&'a str, u64)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (path, bytes) in pictures.filter(|(_, bytes)| *bytes > MOST) {
        let message = format!(
            "`{path}` has {:.1} MiB: readers on the move wait for it",
            bytes as f64 / MOST as f64
        );
        let more = match cfg!(feature = "images") {
            true => ": readers who open it take it whole",
            false => "; a Diptych with the feature `images` makes narrower ones by itself",
        };
        let help = format!("make it 2000 pixels wide at most, as JPEG or WebP{more}");
        diagnostics.push(Diagnostic::warning(Code::Image, message).help(help));
    }
}
