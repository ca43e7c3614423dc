//! Two posts side by side, as the template sees them.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use serde::{Serialize, Serializer};

use super::{DateView, PostLink, View, Views};
use crate::doc::{Change, Html, Renamer};
use crate::model::{PostId, Role};
use crate::plan::Route;
use crate::render::Context;
use crate::render::parallel::Row;

#[derive(Hash, Serialize)]
struct ParallelView<'v> {
    sides: [Side<'v>; 2],
    /// Whether one of them has code that can be copied.
    has_code: bool,
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
            has_code: [a, b].iter().any(|id| self.context.bodies[*id].has_code),
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
            super::describe(&self.context.bodies[a].excerpt.text),
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
            context: self.context,
            id,
            lang: self.code(lang),
            dir: &self.strings(lang).direction,
            side,
            home: self.permalink(id),
        }
    }
}

/// One side of a page with two posts.
struct Column<'v> {
    context: &'v Context<'v>,
    id: PostId,
    lang: &'v str,
    dir: &'v str,
    side: usize,
    /// The post's own page.
    home: &'v str,
}

impl Hash for Column<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let words = (self.lang, self.dir, self.side, self.home);
        (self.context.bodies[self.id].html, words).hash(state);
    }
}

impl<'v> Column<'v> {
    /// The cells of some blocks each, and of the notes; nothing of what is empty.
    fn cells(&self, blocks: impl Iterator<Item = Range<usize>>) -> Vec<Option<Cell<'v>>> {
        let text = self.context.text(self.id);
        let whole = text.anchored(|_| String::new());
        let prefix = format!("{}:", self.lang);
        let renamer = Renamer::new(&whole, &prefix, self.home);
        let cell = |html: Html| Cell {
            side: self.side,
            lang: self.lang,
            dir: self.dir,
            html: renamer.renamed(&html).text,
        };
        let part = |blocks| {
            let range = text.html.blocks(blocks);
            text.part(range, |_| String::new())
        };
        let parts = blocks.map(part).chain([notes(&text.html)]);
        parts
            .map(|html| (!html.text.is_empty()).then(|| cell(html)))
            .collect()
    }
}

/// What follows the blocks.
fn notes(html: &Html) -> Html {
    // Two landmarks of one name would be no help.
    html.changed(html.after_blocks(), |_, tag| match tag.is("section") {
        true if tag.closes() => Change::to("</div>".to_owned()),
        true => Change::to("<div class=\"footnotes\">".to_owned()),
        false => Change::default(),
    })
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
