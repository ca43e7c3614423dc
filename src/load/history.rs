//! Earlier versions of a file, where git has them.

use std::path::Path;
use std::process::Command;

/// So many versions are looked at, the newest first.
const MOST: &str = "-100";

/// The texts that a file of the site had, the newest first; none without git or outside a repository.
pub fn earlier_versions<'a>(root: &'a Path, file: &'a str) -> impl Iterator<Item = String> + 'a {
    let commits = git(root, &["log", "--format=%H", MOST, "--", file]).unwrap_or_default();
    let commits: Vec<String> = commits.lines().map(str::to_owned).collect();
    commits
        .into_iter()
        .filter_map(move |commit| git(root, &["show", &format!("{commit}:./{file}")]))
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
