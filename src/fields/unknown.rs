//! Keys that nobody asks for.

use super::invisible::{invisible, visible};
use crate::diag::{Code, Diagnostic, did_you_mean};

/// A key that nobody asked for. One that is told from a known key by its case alone, or by a sign that nobody sees, is what the
/// author relies on, and an error.
pub(super) fn key(key: &str, known: &[&'static str]) -> Diagnostic {
    let plain = visible(key);
    let meant = known
        .iter()
        .find(|known| known.eq_ignore_ascii_case(plain.trim()));
    match (meant, invisible(key)) {
        (Some(meant), Some((_, sign))) => {
            let message = format!("the key `{meant}` has {sign} in it");
            Diagnostic::error(Code::UnknownKey, message).help(format!("type `{meant}` anew"))
        }
        (Some(meant), None) => Diagnostic::error(
            Code::UnknownKey,
            format!("`{key}` is written `{meant}` here"),
        )
        .help(format!("write `{meant}`")),
        (None, _) => {
            let help = did_you_mean(key, known.iter().copied())
                .unwrap_or_else(|| format!("known here: {}", known.join(", ")));
            Diagnostic::warning(Code::UnknownKey, format!("unknown key `{key}`")).help(help)
        }
    }
}
