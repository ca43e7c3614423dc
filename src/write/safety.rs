//! Where a site may be written: never over its own sources, nor over a folder that holds them.

use std::path::{Component, Path, PathBuf};

use super::Error;

/// The folders that hold a site's sources.
const SOURCES: &[&str] = &["content", "templates", "static"];

/// The output as an absolute path, symbolic links resolved; refused if it is, holds, or lies in a folder of sources.
pub fn check(root: &Path, output: &Path) -> Result<PathBuf, Error> {
    let root = resolve(root);
    let output = resolve(output);
    let refuse = |why: &str| {
        Err(Error::Refused(format!(
            "`{}` {why}; choose another folder with `--output`, such as `public`",
            output.display()
        )))
    };
    if root.starts_with(&output) {
        return refuse("holds the site's sources");
    }
    if SOURCES
        .iter()
        .any(|folder| output.starts_with(resolve(&root.join(folder))))
    {
        return refuse("is a folder of the site's sources");
    }
    if SOURCES.iter().any(|folder| {
        root.join(folder).exists() && resolve(&root.join(folder)).starts_with(&output)
    }) {
        return refuse("holds some of the site's sources");
    }
    if output.is_file() {
        return refuse("is a file");
    }
    Ok(output)
}

/// As `canonicalize`, for a path of which the end need not exist.
fn resolve(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut resolved = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
            }
            component => {
                resolved.push(component);
                resolved = resolved.canonicalize().unwrap_or(resolved);
            }
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_never_an_output() {
        let root = tempfile::tempdir().unwrap();
        let site = root.path().join("site");
        std::fs::create_dir_all(site.join("content/posts")).unwrap();
        for (output, allowed) in [
            ("site/public", true),
            ("site/deep/er/public", true),
            ("elsewhere", true),
            ("site", false),
            ("", false),
            ("site/.", false),
            ("site/public/..", false),
            ("site/content", false),
            ("site/content/posts/out", false),
            ("site/static", false),
        ] {
            assert_eq!(
                check(&site, &root.path().join(output)).is_ok(),
                allowed,
                "{output}"
            );
        }
        std::fs::write(root.path().join("file"), "").unwrap();
        assert!(check(&site, &root.path().join("file")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_sources_is_seen_through() {
        let root = tempfile::tempdir().unwrap();
        let site = root.path().join("site");
        std::fs::create_dir_all(site.join("content")).unwrap();
        std::os::unix::fs::symlink(&site, root.path().join("link")).unwrap();
        assert!(check(&site, &root.path().join("link")).is_err());
        assert!(check(&site, &root.path().join("link/content")).is_err());
        assert!(check(&site, &root.path().join("link/public")).is_ok());
    }
}
