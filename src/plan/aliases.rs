//! Old addresses of posts: redirects, and queries of `/`.

use super::paths::{normal, permalink};
use super::planner::{Owner, Planner};
use super::route::{Page, Route};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

impl Planner<'_> {
    /// Adds a redirect for each alias, and the queries of `/` that lead to posts.
    pub fn add_aliases(&mut self) {
        for id in self.basis.site.ids() {
            let target = permalink(self.basis.config, self.basis.site, id);
            for (alias, span) in &self.basis.site.post(id).front.aliases {
                match alias.strip_prefix("/?") {
                    Some(query) => self.add_query(query, &target, *span),
                    None => self.add_alias(normal(alias), &target, *span),
                }
            }
        }
        // What an archive says of its posts' addresses is no word of the author's: it gives way.
        for id in self.basis.site.ids() {
            let post = self.basis.site.post(id);
            let facts = post.archive.as_ref();
            let Some(path) = facts.and_then(|facts| facts.old_path.as_ref()) else {
                continue;
            };
            let target = permalink(self.basis.config, self.basis.site, id);
            match path.strip_prefix("/?") {
                Some(query) if !self.queries.contains_key(query) => {
                    self.add_query(query, &target, post.place)
                }
                None if !self.taken.contains_key(&normal(path)) => {
                    self.add_alias(normal(path), &target, post.place)
                }
                _ => {}
            }
        }
        if !self.queries.is_empty() {
            self.add_file("/old-addresses.json", Page::OldAddresses);
        }
    }

    fn add_query(&mut self, query: &str, target: &str, span: Span) {
        if let Some(other) = self
            .queries
            .insert(query.to_owned(), target.to_owned())
            .filter(|other| other != target)
        {
            let message = format!("the alias `/?{query}` also leads to `{other}`");
            self.diagnostics.push(
                Diagnostic::error(Code::Alias, message)
                    .at(span)
                    .help("remove this alias"),
            );
        }
    }

    fn add_alias(&mut self, path: String, target: &str, span: Span) {
        if path == target {
            return;
        }
        let Some(owner) = self.taken.get(&path) else {
            self.taken.insert(path.clone(), Owner::Page(Some(span)));
            let page = Page::Redirect(target.to_owned());
            self.routes.push(Route {
                path,
                page,
                alternates: Vec::new(),
                switch: Vec::new(),
            });
            return;
        };
        let message = format!("the alias `{path}` is the URL of something else");
        let mut finding = Diagnostic::error(Code::Alias, message)
            .at(span)
            .help("remove this alias");
        if let Some(place) = owner.place() {
            finding = finding.label(place, "which is here");
        }
        self.diagnostics.push(finding);
    }
}
