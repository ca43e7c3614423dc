//! Files: those that are copied, the rules of web servers, and what must not be in their way.

use super::paths::{INDEX, normal};
use super::planner::{Owner, Planner};
use super::route::Page;
use crate::diag::{Code, Diagnostic};

impl Planner<'_> {
    /// Adds the files that are copied.
    pub fn add_assets(&mut self) {
        for (at, asset) in self.basis.assets.iter().enumerate() {
            let file = match asset.path.strip_prefix("static/") {
                Some(path) => format!("/{path}"),
                None => format!("/media/{}", asset.path.trim_start_matches("content/")),
            };
            // A file without an ending (`CNAME`) is no folder.
            let path = if file.ends_with("/index.html") {
                normal(&file)
            } else {
                file.clone()
            };
            match self.taken.get(&path) {
                None => {
                    self.taken.insert(path, Owner::File(at, file));
                }
                Some(owner) => {
                    let message = format!("`{}` would be at `{path}`, which is taken", asset.path);
                    let mut finding = Diagnostic::error(Code::Collision, message)
                        .help("rename or remove the file");
                    finding.span = owner.place();
                    self.diagnostics.push(finding);
                }
            }
        }
    }

    /// The rules of web servers; a file that the author put in their place wins.
    pub fn add_rules(&mut self) {
        let hosts = self.basis.config.outputs.rules.iter();
        let mut files: Vec<_> = hosts.flat_map(|host| host.row().files).collect();
        files.sort_by_key(|(_, path)| *path);
        files.dedup();
        for (file, path) in files {
            if self.taken.contains_key(*path) {
                let message =
                    format!("`static{path}` is in the site already: no rules are written there");
                let help =
                    "remove it, or remove its host from `rules` below `[outputs]` in site.toml";
                self.diagnostics
                    .push(Diagnostic::warning(Code::Collision, message).help(help));
            } else {
                self.add_file(*path, Page::Rules(*file));
            }
        }
    }

    /// There must be no file where a folder is wanted: `/a` beside `/a/b/`.
    pub fn check_folders(&mut self) {
        for (path, owner) in &self.taken {
            let in_index = path.starts_with(INDEX) || *path == INDEX.trim_end_matches('/');
            if in_index && self.basis.config.outputs.makes("search") {
                let message =
                    format!("`{path}` is where the search index of the site is, `{INDEX}`");
                let help = "rename it, or write `search = false` below `[outputs]` in site.toml";
                let mut finding = Diagnostic::error(Code::Collision, message).help(help);
                finding.span = owner.place();
                self.diagnostics.push(finding);
            }
            let mut folder = path.trim_end_matches('/');
            while let Some(at) = folder.rfind('/').filter(|at| *at > 0) {
                folder = &folder[..at];
                let Some(other) = self.taken.get(folder) else {
                    continue;
                };
                let message =
                    format!("`{folder}` is a file, and `{path}` would be in a folder of that name");
                let mut finding =
                    Diagnostic::error(Code::Collision, message).help("rename one of them");
                finding.span = owner.place().or(other.place());
                self.diagnostics.push(finding);
            }
        }
    }
}
