//! Where a site stands.

use crate::fields::Fields;
use crate::source::{SourceId, Span};
use crate::text::url;

/// Where a site stands: `https://example.org` and the path below it, which begins and ends with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme and host.
    pub origin: String,
    /// `/`, or `/blog/`; not percent-encoded, as all paths of the site.
    pub path: String,
}

impl BaseUrl {
    /// Reads an absolute `http` or `https` URL.
    pub fn parse(address: &str) -> Option<Self> {
        let after_scheme = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))?;
        let host_end = after_scheme.find('/').unwrap_or(after_scheme.len());
        let host = &after_scheme[..host_end];
        if host.is_empty()
            || address
                .contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '"' | '<' | '>'))
        {
            return None;
        }
        let origin = &address[..address.len() - after_scheme.len() + host_end];
        let path = url::decode(&after_scheme[host_end..]);
        // What may stand in no address may not come in by its code either.
        if path
            .contains(|c: char| c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>' | '\\'))
        {
            return None;
        }
        let path = path.trim_matches('/');
        let path = if path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{path}/")
        };
        Some(Self {
            origin: origin.to_owned(),
            path,
        })
    }

    /// The path, as it stands in an address.
    pub fn encoded_path(&self) -> String {
        url::encode_path(&self.path)
    }

    /// The path on the host of a site path such as `/fr/`.
    pub fn path_of(&self, site_path: &str) -> String {
        [&self.path, site_path.trim_start_matches('/')].concat()
    }

    /// The same, as it stands in an address.
    pub fn encoded_path_of(&self, site_path: &str) -> String {
        url::encode_path(&self.path_of(site_path))
    }

    /// The whole address of a site path.
    pub fn encoded_absolute(&self, site_path: &str) -> String {
        url::encode_path_of(&self.absolute(site_path))
    }

    pub fn absolute(&self, site_path: &str) -> String {
        let path = site_path.trim_start_matches('/');
        [&self.origin, self.path.as_str(), path].concat()
    }
}

pub(super) fn base(fields: &mut Fields, source: SourceId, given: Option<&str>) -> Option<BaseUrl> {
    let given = given.and_then(BaseUrl::parse);
    let Some((url, span)) = fields.spanned_text("base_url") else {
        // A line that is broken is told as such already.
        if given.is_none() && !fields.has_errors() {
            let start = Span::new(source, 0..0);
            let help = "write `base_url = \"https://example.org/\"`, the address of the site";
            fields.problem(start, "`base_url` is missing", help);
        }
        return given;
    };
    let written = BaseUrl::parse(&url);
    if written.is_none() {
        let help = "write it whole: `base_url = \"https://example.org/\"`";
        fields.problem(span, format!("`{url}` is not the address of a site"), help);
    }
    given.or(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls() {
        for (url, expected) in [
            ("https://example.org", Some(("https://example.org", "/"))),
            ("https://example.org/", Some(("https://example.org", "/"))),
            (
                "http://localhost:8080/blog/fr/",
                Some(("http://localhost:8080", "/blog/fr/")),
            ),
            ("example.org", None),
            (
                "https://example.org/mon%20carnet/%C3%A9t%C3%A9",
                Some(("https://example.org", "/mon carnet/été/")),
            ),
            (
                "https://example.org/été/",
                Some(("https://example.org", "/été/")),
            ),
            ("https://example.org/a%22b/", None),
            ("https://example.org/a%0Ab/", None),
            ("https://", None),
            ("https://a b/", None),
        ] {
            let base = BaseUrl::parse(url);
            assert_eq!(
                base.as_ref().map(|b| (b.origin.as_str(), b.path.as_str())),
                expected,
                "{url}"
            );
        }
        let base = BaseUrl::parse("https://example.org/blog").unwrap();
        assert_eq!(base.absolute("/fr/"), "https://example.org/blog/fr/");
        assert_eq!(base.path_of("/"), "/blog/");
    }
}
