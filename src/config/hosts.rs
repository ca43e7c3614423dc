//! The web servers and hosts that rules are written for, one row each: a new one is a row here, and what `render::rules` writes for it.

/// A web server, or a host of plain files, with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    Nginx,
    Apache,
    Netlify,
    Cloudflare,
}

/// A file that tells web servers what plain files cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleFile {
    Nginx,
    Htaccess,
    Redirects,
    Headers,
}

#[derive(Debug)]
pub struct HostRow {
    pub host: Host,
    /// What `rules` below `[outputs]` calls it.
    pub name: &'static str,
    /// Its files, and where it looks for them. Servers with these rules show no file that begins with a dot.
    pub files: &'static [(RuleFile, &'static str)],
    /// Whether it can lead from `/` to the reader's language.
    pub negotiates: bool,
}

/// Cloudflare Pages took over Netlify's names and syntax.
const OF_NETLIFY: &[(RuleFile, &str)] = &[
    (RuleFile::Redirects, "/_redirects"),
    (RuleFile::Headers, "/_headers"),
];

/// The table, in the order of [`Host`].
pub static HOSTS: [HostRow; 4] = [
    HostRow {
        host: Host::Nginx,
        name: "nginx",
        files: &[(RuleFile::Nginx, "/.nginx.conf")],
        negotiates: true,
    },
    HostRow {
        host: Host::Apache,
        name: "apache",
        files: &[(RuleFile::Htaccess, "/.htaccess")],
        negotiates: true,
    },
    HostRow {
        host: Host::Netlify,
        name: "netlify",
        files: OF_NETLIFY,
        negotiates: true,
    },
    HostRow {
        host: Host::Cloudflare,
        name: "cloudflare",
        files: OF_NETLIFY,
        negotiates: false,
    },
];

impl Host {
    pub fn row(self) -> &'static HostRow {
        &HOSTS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_has_its_row() {
        for (at, row) in HOSTS.iter().enumerate() {
            assert_eq!(row.host as usize, at, "{:?}", row.host);
        }
    }
}
