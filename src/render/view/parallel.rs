//! Two posts side by side, as the template sees them.

use serde::Serialize;

use super::{DateView, PostLink, Views};
use crate::doc::{Change, Html, Renamer, Rendered};
use crate::model::{PostId, Role};
use crate::plan::Route;

#[derive(Serialize)]
struct ParallelView {
    sides: Vec<Side>,
    /// Their blocks, and at last their notes.
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct Side {
    #[serde(flatten)]
    post: PostLink,
    /// In that language.
    date: Option<DateView>,
    /// "Read in English alone", in that language.
    alone: String,
}

#[derive(Serialize)]
struct RowView {
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    /// 1 or 2.
    side: usize,
    lang: String,
    dir: String,
    html: String,
}

impl<'a> Views<'a> {
    /// Two posts side by side. Its own words are in the language of the first.
    pub fn parallel(&'a self, route: &Route, a: PostId, b: PostId) -> impl Serialize + 'a {
        let site = self.site;
        let html = [a, b].map(|id| self.context.bodies[id].anchored(|_| String::new()));
        let homes = [a, b].map(|id| self.permalink(id));
        let prefixes = [a, b].map(|id| format!("{}:", self.code(site.post(id).lang)));
        let column = |id: PostId, at: usize| Column {
            body: &self.context.bodies[id],
            lang: self.code(site.post(id).lang),
            dir: &self.strings(site.post(id).lang).direction,
            side: at + 1,
            renamer: Renamer::new(&html[at], &prefixes[at], &homes[at]),
        };
        let (one, two) = (column(a, 0), column(b, 1));
        let rows = self
            .rows
            .of(a, b)
            .iter()
            .map(|row| [one.cell(row.a.clone()), two.cell(row.b.clone())]);
        let rows = rows
            .chain([[one.notes(), two.notes()]])
            .map(|cells| cells.into_iter().flatten().collect::<Vec<Cell>>());
        let view = ParallelView {
            rows: rows
                .filter(|cells| !cells.is_empty())
                .map(|cells| RowView { cells })
                .collect(),
            sides: vec![self.side(a), self.side(b)],
        };
        let lang = site.post(a).lang;
        let titles = format!("{} · {}", self.title(a), self.title(b));
        self.page(
            route,
            lang,
            self.full_title(&titles, lang),
            super::shorten(&self.context.bodies[a].excerpt.text),
            view,
        )
    }

    fn side(&self, id: PostId) -> Side {
        let post = self.site.post(id);
        Side {
            post: self.post_link(id),
            date: self.date(post.date.filter(|_| post.role == Role::Post), post.lang),
            alone: self.phrase(post.lang, "read_alone", post.lang),
        }
    }
}

/// One side of a page with two posts.
struct Column<'c> {
    body: &'c Rendered,
    lang: &'c str,
    dir: &'c str,
    side: usize,
    renamer: Renamer<'c>,
}

impl Column<'_> {
    fn cell(&self, blocks: std::ops::Range<usize>) -> Option<Cell> {
        let range = self.body.html.blocks(blocks);
        self.filled(self.body.part(range, |_| String::new()))
    }

    fn notes(&self) -> Option<Cell> {
        // Two landmarks of one name would be no help.
        let notes = &self.body.html;
        let notes = notes.changed(notes.after_blocks(), |_, tag| match tag.is("section") {
            true if tag.closes() => Change::to("</div>".to_owned()),
            true => Change::to("<div class=\"footnotes\">".to_owned()),
            false => Change::default(),
        });
        self.filled(notes)
    }

    fn filled(&self, html: Html) -> Option<Cell> {
        (!html.text.is_empty()).then(|| Cell {
            side: self.side,
            lang: self.lang.to_owned(),
            dir: self.dir.to_owned(),
            html: self.renamer.renamed(&html).text,
        })
    }
}
