//! Addresses of the old site → paths of the new one.

use std::collections::HashSet;

use crate::text::{images, url};

#[derive(Clone, Debug, Default)]
pub struct Urls {
    /// Its hosts, in lower case, without `www.`.
    hosts: Vec<String>,
    /// The path that it stands below: empty, or `/blog`.
    base: String,
    files: HashSet<String>,
}

impl Urls {
    pub fn new(base_url: &str, site_url: &str) -> Self {
        let (host, base) = split(base_url).unwrap_or_default();
        // Of blogs at WordPress.com the files stand on another host.
        let files = host.strip_suffix(".wordpress.com");
        let files = files.map(|name| format!("{name}.files.wordpress.com"));
        let site = split(site_url).map(|(host, _)| host);
        let base = base.split(['?', '#']).next().unwrap_or_default();
        let mut hosts = vec![host];
        hosts.extend(files.into_iter().chain(site));
        hosts.retain(|host| !host.is_empty());
        Self {
            hosts,
            base: base.trim_end_matches('/').to_owned(),
            ..Self::default()
        }
    }

    /// Makes an attachment known.
    pub fn add_file(&mut self, address: &str) {
        let path = self.local(address);
        self.files.insert(path);
    }

    /// An address as the new site has it: a path from its root where it led to the old site, else unchanged.
    pub fn local(&self, address: &str) -> String {
        let address = address.trim();
        // The old site's host may have other parts than the blog.
        let below = split(address)
            .filter(|(host, _)| self.hosts.contains(host))
            .and_then(|(_, path)| path.strip_prefix(self.base.as_str()));
        match below {
            Some("") => "/".to_owned(),
            Some(path) if path.starts_with('/') => path.to_owned(),
            Some(path) if path.starts_with(['?', '#']) => format!("/{path}"),
            _ => address.to_owned(),
        }
    }

    /// The path of an image, at its full size where the export holds that: WordPress's smaller copies are named `a-300x200.jpg`.
    pub fn image(&self, address: &str) -> String {
        let path = self.local(address);
        let plain = path.split(['?', '#']).next().unwrap_or_default();
        match full_size(plain) {
            Some(full) if self.files.contains(&full) => full,
            // WordPress.com asks for a size: `a.jpg?w=300`.
            _ if self.files.contains(plain) => plain.to_owned(),
            _ => path,
        }
    }
}

/// `a-300x200.jpg` → `a.jpg`.
pub fn full_size(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let full = images::without_size(stem);
    (full != stem).then(|| format!("{full}.{ending}"))
}

/// Host (in lower case, without `www.`) and path of an absolute address.
fn split(address: &str) -> Option<(String, &str)> {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let mut schemes = ["https://", "http://", "//"].iter();
    let scheme = schemes.find(|scheme| lower.starts_with(**scheme))?;
    let after = &address[scheme.len()..];
    let (host, path) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Some((host.to_owned(), path))
}

/// The path of an address on its own host, decoded, for an alias; `None` where it has a query or is the root.
pub fn page_path(local: &str) -> Option<String> {
    let plain = local.split('#').next().unwrap_or_default();
    let is_path = plain.starts_with('/') && !plain.starts_with("//");
    (is_path && plain.len() > 1 && !plain.contains('?')).then(|| url::decode(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_become_paths() {
        let mut urls = Urls::new("https://www.a.org/blog/", "http://a.org");
        for (address, expected) in [
            ("http://a.org/blog/2012/05/t/#c", "/2012/05/t/#c"),
            ("https://WWW.A.ORG/blog", "/"),
            ("//a.org/blog?p=12", "/?p=12"),
            ("http://a.org/other/", "http://a.org/other/"),
            ("http://a.org/blogs/x", "http://a.org/blogs/x"),
            ("https://b.org/blog/x", "https://b.org/blog/x"),
            ("mailto:a@a.org", "mailto:a@a.org"),
            ("/x", "/x"),
            ("é", "é"),
        ] {
            assert_eq!(urls.local(address), expected);
        }
        urls.add_file("http://a.org/blog/wp-content/a.jpg");
        for (address, expected) in [
            (
                "http://a.org/blog/wp-content/a-300x200.jpg",
                "/wp-content/a.jpg",
            ),
            (
                "http://a.org/blog/wp-content/a.jpg?w=30",
                "/wp-content/a.jpg",
            ),
            (
                "http://a.org/blog/wp-content/b-300x200.jpg",
                "/wp-content/b-300x200.jpg",
            ),
        ] {
            assert_eq!(urls.image(address), expected);
        }
    }
}
