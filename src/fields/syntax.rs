//! How settings are written, so that advice is given in the same.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    #[default]
    Toml,
    Yaml,
    Json,
}

impl Syntax {
    /// The line that sets a key.
    pub fn line(self, key: &str, value: &str) -> String {
        match self {
            Self::Toml => format!("{key} = {value}"),
            Self::Yaml => format!("{key}: {value}"),
            Self::Json => format!("\"{key}\": {value}"),
        }
    }

    pub(super) fn table(self, key: &str) -> String {
        match self {
            Self::Toml => format!("write `[{key}]` and its keys below it"),
            Self::Yaml => format!("write `{key}:` and its keys below it, indented"),
            Self::Json => format!("write `\"{key}\": {{ … }}`"),
        }
    }

    pub(super) fn tables(self, key: &str) -> String {
        match self {
            Self::Toml => format!("write `[[{key}]]`"),
            Self::Yaml => format!("write `{key}:` and its entries below it, each behind `- `"),
            Self::Json => format!("write `\"{key}\": [{{ … }}]`"),
        }
    }
}
