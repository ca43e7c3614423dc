//! Structured data for search engines: what a page is, in schema.org's words, as JSON-LD.

use serde::{Serialize, Serializer};

/// A page or what it belongs to. What is not known is not said.
#[derive(Clone, Debug, Default, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Work {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    pub context: Option<&'static str>,
    /// `BlogPosting`, `WebPage`, `Blog`, `CollectionPage` or `WebSite`.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub in_language: Languages,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_entity_of_page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// The address of the picture that stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Person>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translator: Vec<Person>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_part_of: Option<Box<Work>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation_of_work: Option<Box<Work>>,
    /// What was translated from this; where nothing tells which came first, its other versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub work_translation: Vec<Work>,
}

/// One language, or all of a site's.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum Languages {
    One(String),
    Many(Vec<String>),
}

impl Default for Languages {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

/// Who wrote or translated it.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub name: String,
    /// The author's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The author's own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
}

impl Person {
    pub fn new(name: String, url: Option<String>, same_as: Option<String>) -> Self {
        Self {
            kind: "Person",
            name,
            url,
            same_as,
        }
    }
}

/// What templates see of it: its JSON.
#[derive(Hash)]
pub struct Json(pub Work);

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.json())
    }
}

impl Work {
    /// As it stands in a `script` element: no text can end that, nor open a comment in it.
    pub fn json(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        // None of these signs stands outside the strings of JSON.
        json.replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let headline = Some("</script><!-- a & b \u{2028}\" \\".to_owned());
        let work = Work {
            kind: "BlogPosting",
            headline: headline.clone(),
            ..Work::default()
        };
        let json = work.json();
        assert!(!json.contains(['<', '>', '&']), "{json}");
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["headline"].as_str(), headline.as_deref());
        assert!(back.get("datePublished").is_none() && back.get("author").is_none());
    }
}
