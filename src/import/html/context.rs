//! How a text of HTML is to be read, and its addresses as the new site has them.

use crate::import::urls::Urls;
use crate::text::url;

/// How a text is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The old site's addresses.
    pub urls: &'a Urls,
    /// Where the text stood, as a path: what its relative addresses are seen from.
    pub page: &'a str,
    /// Whether line feeds are ends of lines and empty lines ends of paragraphs, as in WordPress's classic texts.
    pub lines: bool,
    /// Whether HTML may stand in the result.
    pub html: bool,
}

impl Context<'_> {
    /// An address as the new site has it.
    pub fn local(&self, address: &str) -> String {
        self.urls.local(&self.absolute(address))
    }

    /// The path of an image.
    pub fn image(&self, address: &str) -> String {
        self.urls.image(&self.absolute(address))
    }

    /// An address that is relative to its page, from the root.
    fn absolute(&self, address: &str) -> String {
        let address = address.trim();
        // Browsers overlook control characters: `java\nscript:` is a scheme. What may have one is no relative address.
        let schemeless = !address
            .split(['/', '?', '#'])
            .next()
            .unwrap_or_default()
            .contains(':');
        let is_relative =
            !address.is_empty() && !address.starts_with(['/', '#', '?']) && schemeless;
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let folder = url::folder_of(self.page);
        match url::join(folder, &address[..end]) {
            Some(path) if is_relative && self.page.starts_with('/') => {
                let slash = if address[..end].ends_with('/') && !path.is_empty() {
                    "/"
                } else {
                    ""
                };
                format!("/{path}{slash}{}", &address[end..])
            }
            _ => address.to_owned(),
        }
    }
}
