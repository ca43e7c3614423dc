//! The site's files and those beside what is imported, as posts name them.

use std::collections::HashMap;

use super::Basis;
use crate::model::PostId;
use crate::source::{base_name, composed};
use crate::text::{images, url};

pub struct Assets<'a> {
    basis: Basis<'a>,
    pub by_path: HashMap<&'a str, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl<'a> Assets<'a> {
    pub fn new(basis: Basis<'a>) -> Self {
        let mut by_path = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, asset) in basis.assets.iter().enumerate() {
            by_path.insert(asset.path.as_str(), at);
            if !asset.path.starts_with("static/") {
                let named = by_name.entry(images::key(&asset.path));
                named.or_default().push(at);
            }
        }
        Self {
            basis,
            by_path,
            by_name,
        }
    }

    pub fn named(&self, folder: &str, name: &str) -> Option<usize> {
        let is_here = |at: &&usize| {
            let path = &self.basis.assets[**at].path;
            images::is_image(path) && url::folder_of(path) == folder
        };
        let named = self.by_name.get(&images::key(name))?;
        named.iter().find(is_here).copied()
    }

    /// The file that an old address such as `/wp-content/uploads/2012/05/a-300x200.jpg` names: of those of its name (an image
    /// may be there in another size) the one whose folders agree most.
    pub fn uploaded(&self, address: &str) -> Option<usize> {
        if !base_name(address).contains('.') {
            return None;
        }
        let agreement = |at: &usize| {
            let path = &self.basis.assets[*at].path;
            let folders = path.rsplit('/').skip(1).zip(address.rsplit('/').skip(1));
            (
                folders.take_while(|(a, b)| a == b).count(),
                base_name(path) == base_name(address),
            )
        };
        let named = self.by_name.get(&images::key(address))?.iter().copied();
        let given = named.filter(|at| *at >= self.basis.own_assets);
        given.max_by_key(agreement)
    }

    /// Whether a post links to files that lie beside it.
    pub fn has_own_files(&self, id: PostId) -> bool {
        let post = self.basis.site.post(id);
        let folder = url::folder_of(self.basis.path_of(id));
        let is_own = |to: &str| {
            let is_relative = !to.starts_with(['/', '#', '?']) && !url::is_external(to);
            is_relative && self.by_path.contains_key(beside(folder, to).as_str())
        };
        let mut links = post.links.iter();
        post.archive.is_none() && links.any(|link| is_own(&link.destination))
    }
}

/// The path of what a file of `folder` calls `link`; unlike in a site, it may lead out of the folders that are read.
pub fn beside(folder: &str, link: &str) -> String {
    let link = composed(url::decode(link.split(['#', '?']).next().unwrap_or(link)));
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in link.split('/') {
        let can_climb = parts
            .last()
            .is_some_and(|last| !matches!(*last, "" | "." | ".."));
        match part {
            "" | "." => {}
            ".." if can_climb => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/").trim_start_matches("./").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_beside_a_file() {
        for (folder, link, expected) in [
            ("old/posts", "a.jpg", "old/posts/a.jpg"),
            ("old/posts", "../img/a%20b.jpg?x", "old/img/a b.jpg"),
            ("..", "../a.jpg", "../../a.jpg"),
            ("/old", "./a.jpg", "/old/a.jpg"),
        ] {
            assert_eq!(beside(folder, link), expected);
        }
    }
}
