//! Two posts side by side, as the template sees them.

use std::ops::Range;

use serde::{Serialize, Serializer};

use super::{DateView, PostLink, View, Views};
use crate::doc::{Change, Html, Renamer, Rendered};
use crate::model::{PostId, Role};
use crate::plan::Route;
use crate::render::parallel::Row;

#[derive(Hash, Serialize)]
struct ParallelView<'v> {
    sides: [Side<'v>; 2],
    rows: RowsView<'v>,
}

#[derive(Hash, Serialize)]
struct Side<'v> {
    #[serde(flatten)]
    post: PostLink<'v>,
    /// In that language.
    date: Option<DateView>,
    /// "Read in English alone", in that language.
    alone: String,
}

/// Their blocks, and at last their notes; they are written down where the page is made.
#[derive(Hash)]
struct RowsView<'v> {
    columns: [Column<'v>; 2],
    rows: &'v [Row],
}

#[derive(Serialize)]
struct RowView<'v> {
    cells: Vec<Cell<'v>>,
}

#[derive(Serialize)]
struct Cell<'v> {
    /// 1 or 2.
    side: usize,
    lang: &'v str,
    dir: &'v str,
    html: String,
}

impl<'a> Views<'a> {
    /// Two posts side by side. Its own words are in the language of the first.
    pub fn parallel(&'a self, route: &Route, a: PostId, b: PostId) -> impl View + 'a {
        let site = self.site;
        let view = ParallelView {
            sides: [self.side(a), self.side(b)],
            rows: RowsView {
                columns: [self.column(a, 1), self.column(b, 2)],
                rows: self.rows.of(a, b),
            },
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

    fn side(&self, id: PostId) -> Side<'a> {
        let post = self.site.post(id);
        Side {
            post: self.post_link(id),
            date: self.date(post.date.filter(|_| post.role == Role::Post), post.lang),
            alone: self.phrase(post.lang, "read_alone", post.lang),
        }
    }

    fn column(&self, id: PostId, side: usize) -> Column<'a> {
        let lang = self.site.post(id).lang;
        Column {
            body: &self.context.bodies[id],
            lang: self.code(lang),
            dir: &self.strings(lang).direction,
            side,
            home: self.permalink(id),
        }
    }
}

/// One side of a page with two posts.
#[derive(Hash)]
struct Column<'v> {
    body: &'v Rendered,
    lang: &'v str,
    dir: &'v str,
    side: usize,
    /// The post's own page.
    home: &'v str,
}

impl<'v> Column<'v> {
    /// The cells of some blocks each, and of the notes; nothing of what is empty.
    fn cells(&self, blocks: impl Iterator<Item = Range<usize>>) -> Vec<Option<Cell<'v>>> {
        let whole = self.body.anchored(|_| String::new());
        let prefix = format!("{}:", self.lang);
        let renamer = Renamer::new(&whole, &prefix, self.home);
        let cell = |html: Html| Cell {
            side: self.side,
            lang: self.lang,
            dir: self.dir,
            html: renamer.renamed(&html).text,
        };
        let part = |blocks| {
            let range = self.body.html.blocks(blocks);
            self.body.part(range, |_| String::new())
        };
        let parts = blocks.map(part).chain([self.notes()]);
        parts
            .map(|html| (!html.text.is_empty()).then(|| cell(html)))
            .collect()
    }

    fn notes(&self) -> Html {
        // Two landmarks of one name would be no help.
        let notes = &self.body.html;
        notes.changed(notes.after_blocks(), |_, tag| match tag.is("section") {
            true if tag.closes() => Change::to("</div>".to_owned()),
            true => Change::to("<div class=\"footnotes\">".to_owned()),
            false => Change::default(),
        })
    }
}

impl Serialize for RowsView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [one, two] = &self.columns;
        let one = one.cells(self.rows.iter().map(|row| row.a.clone()));
        let two = two.cells(self.rows.iter().map(|row| row.b.clone()));
        let rows = one.into_iter().zip(two).map(|(one, two)| RowView {
            cells: one.into_iter().chain(two).collect(),
        });
        serializer.collect_seq(rows.filter(|row| !row.cells.is_empty()))
    }
}
