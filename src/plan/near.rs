//! The file that a link most likely means.

use crate::diag::did_you_mean;
use crate::source::base_name;
use crate::text::url;

/// What helps where a link of a file in `folder` names `file`, which is none of `files`.
pub(super) fn help(folder: &str, file: &str, files: &[&str]) -> String {
    let small = file.to_lowercase();
    if let Some(same) = files.iter().find(|known| known.to_lowercase() == small) {
        let named = url::decode(&url::relative(folder, same));
        return format!("did you mean `{named}`? names differ by case");
    }
    let names = files.iter().copied().map(base_name);
    did_you_mean(base_name(file), names).unwrap_or_else(|| {
        "write the path of a file, seen from this one, or a whole address".into()
    })
}
