//! A plan in the making: which routes there are, and what each path is taken by.

use std::collections::BTreeMap;

use super::Basis;
use super::lists::{ListId, Lists};
use super::route::{Alternate, Page, Route, Switch};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

pub(super) struct Planner<'a> {
    pub basis: Basis<'a>,
    pub lists: &'a Lists,
    /// What each path is taken by.
    pub taken: BTreeMap<String, Owner>,
    pub routes: Vec<Route>,
    /// Aliases such as `/?p=12`: the query, and the path it leads to.
    pub queries: BTreeMap<String, String>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

/// What takes a path.
pub(super) enum Owner {
    /// A page; where it is written.
    Page(Option<Span>),
    /// An asset, and the path of its file.
    File(usize, String),
}

impl Owner {
    pub fn place(&self) -> Option<Span> {
        match self {
            Owner::Page(place) => *place,
            Owner::File(..) => None,
        }
    }
}

impl<'a> Planner<'a> {
    pub fn new(basis: Basis<'a>, lists: &'a Lists, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            basis,
            lists,
            taken: BTreeMap::new(),
            routes: Vec::new(),
            queries: BTreeMap::new(),
            diagnostics,
        }
    }

    /// A file: a page without alternates and switch.
    pub fn add_file(&mut self, path: impl Into<String>, page: Page) {
        self.add(path.into(), page, Vec::new(), Vec::new());
    }

    /// Adds a page, unless its path is taken.
    pub fn add(
        &mut self,
        path: String,
        page: Page,
        alternates: Vec<Alternate>,
        switch: Vec<Switch>,
    ) {
        let place = match &page {
            Page::Post(id) => Some(self.basis.site.post(*id).place),
            Page::List(ListId::Term(id), ..) => {
                let taxonomy = &self.basis.site.taxonomies[id.taxonomy];
                taxonomy.terms[id.term]
                    .declared
                    .as_ref()
                    .map(|term| term.span)
            }
            _ => None,
        };
        if let Some(other) = self.taken.insert(path.clone(), Owner::Page(place)) {
            // Two posts at one URL are reported where slugs are decided.
            if matches!(page, Page::Post(_)) {
                return;
            }
            let message = format!("two pages want the URL `{path}`");
            let mut finding =
                Diagnostic::error(Code::Collision, message).help("change one of the two slugs");
            finding.span = place.or(other.place());
            if let (Some(_), Some(place)) = (place, other.place()) {
                finding = finding.label(place, "the other");
            }
            self.diagnostics.push(finding);
            return;
        }
        self.routes.push(Route {
            path,
            page,
            alternates,
            switch,
        });
    }
}
