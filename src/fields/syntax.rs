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

    /// A list of texts.
    pub(super) fn list<'a>(self, texts: impl Iterator<Item = &'a str>) -> String {
        let text = |text: &str| match self {
            Self::Yaml => text.to_owned(),
            Self::Toml | Self::Json => format!("{text:?}"),
        };
        let texts: Vec<String> = texts.map(text).collect();
        format!("[{}]", texts.join(", "))
    }

    /// How a date is written.
    pub(super) fn dates(self, key: &str) -> String {
        match self {
            Self::Toml => {
                format!("write `{key} = 2014-05-01`, or `\"2014-05\"`, or `\"2014\"`")
            }
            Self::Yaml => format!("write `{key}: 2014-05-01`, or `2014-05`, or `2014`"),
            Self::Json => format!("write `\"{key}\": \"2014-05-01\"`"),
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
