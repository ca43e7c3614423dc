//! What a build wrote: the list that says which files of the output are ours, and which post stood at which URL.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The manifest's name in the output; it is never served nor deployed.
pub const FILE: &str = ".diptych.json";

/// The files of an output, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Of this format.
    pub version: u32,
    /// Relative to the output, with `/`.
    pub files: BTreeMap<String, Entry>,
    /// Files of the generation before, which stay for pages that readers have open.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kept: BTreeSet<String>,
}

/// One file of an output.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The file of the post of this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The title of that post, where its file holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A short digest of that post's text, by which it is known under another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What tells that another text was made from it; only `content/urls.txt` has it.
    #[serde(skip)]
    pub signature: Option<String>,
}

impl Manifest {
    pub fn new() -> Self {
        Self {
            version: 1,
            ..Self::default()
        }
    }

    /// Reads one; `None` if it is not ours.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text)
            .ok()
            .filter(|manifest: &Manifest| manifest.version == 1)
    }

    /// Why a text is no manifest that can be read.
    pub fn why_not(text: &str) -> Option<String> {
        match serde_json::from_str::<Manifest>(text) {
            Ok(manifest) if manifest.version == 1 => None,
            Ok(manifest) => Some(format!(
                "it is of version {}, of another Diptych",
                manifest.version
            )),
            Err(error) => Some(error.to_string()),
        }
    }

    /// Every file of ours in the output, the manifest apart.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.files.keys().chain(&self.kept)
    }

    pub fn lists(&self, file: &str) -> bool {
        self.files.contains_key(file) || self.kept.contains(file)
    }

    /// As written to the output.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}
