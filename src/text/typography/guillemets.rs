//! « and » find their other halves. WordPress turned some opening guillemets round (`» difficile »`): they are put right where
//! the pair is certain.

use smallvec::smallvec;

use super::Setting;
use super::glyphs::{Block, Few, Glyph};

/// The double quotation marks of a block, as glyphs, in order; for « and » the index of the other half among them.
pub struct Marks {
    pub glyphs: Few<usize>,
    pub mates: Few<Option<usize>>,
}

/// Makes two marks the halves of a pair.
pub fn join(mates: &mut [Option<usize>], opening: usize, closing: usize) {
    (mates[opening], mates[closing]) = (Some(closing), Some(opening));
}

/// Pairs the guillemets of a block.
pub fn pair(block: &mut Block, setting: &Setting) -> Marks {
    let opens_with = |i: usize, c: char| {
        let rules = setting.rules(&block.glyphs[i]);
        rules.is_some_and(|rules| rules.quotes.iter().any(|[opening, _]| *opening == c))
    };
    let is_mark = |(i, glyph): &(usize, &Glyph)| match glyph.c {
        '«' | '»' | '“' | '”' | '"' => !glyph.fixed,
        // Beyond its own language it is no mark here.
        '„' => !glyph.fixed && opens_with(*i, '„'),
        _ => false,
    };
    let glyphs = block.glyphs.iter().enumerate().filter(is_mark);
    let glyphs: Few<usize> = glyphs.map(|(i, _)| i).collect();
    let mut marks = Marks {
        mates: smallvec![None; glyphs.len()],
        glyphs,
    };
    let mut open = Few::new();
    for (mark, &i) in marks.glyphs.iter().enumerate() {
        match block.glyphs[i].c {
            '«' => open.push(mark),
            '»' => {
                if let Some(opening) = open.pop() {
                    join(&mut marks.mates, opening, mark);
                }
            }
            _ => {}
        }
    }
    repair(block, &mut marks);
    marks
}

/// Marks next to each other, turned the same way and without other halves, are pairs if their number is even and
/// no space speaks against it.
fn repair(block: &mut Block, marks: &mut Marks) {
    let mut mark = 0;
    while mark < marks.glyphs.len() {
        let c = block.glyphs[marks.glyphs[mark]].c;
        let alike =
            |other: usize| block.glyphs[marks.glyphs[other]].c == c && marks.mates[other].is_none();
        if !alike(mark) || !matches!(c, '«' | '»') {
            mark += 1;
            continue;
        }
        let end = (mark + 1..marks.glyphs.len())
            .find(|&other| !alike(other))
            .unwrap_or(marks.glyphs.len());
        if (end - mark).is_multiple_of(2) {
            let pairs: Vec<[usize; 2]> = (mark..end).step_by(2).map(|at| [at, at + 1]).collect();
            let certain = |[first, second]: &[usize; 2]| {
                is_certain(block, marks.glyphs[*first], marks.glyphs[*second])
            };
            if pairs.iter().all(certain) {
                for [first, second] in pairs {
                    join(&mut marks.mates, first, second);
                    block.glyphs[marks.glyphs[first]].c = '«';
                    block.glyphs[marks.glyphs[second]].c = '»';
                }
            }
        }
        mark = end;
    }
}

fn is_certain(block: &Block, first: usize, second: usize) -> bool {
    let turned = block.glyphs[first].c == '»';
    let fits = if turned {
        !must_close(block, first) && !must_open(block, second)
    } else {
        // « Twice « may as well lack two closing marks.
        must_close(block, second) && !must_close(block, first)
    };
    second > first + 1 && fits && !(turned && is_trail(block, first, second))
}

/// "Accueil » Blog » Titre": steps, not a quotation; every part begins with a capital.
fn is_trail(block: &Block, first: usize, second: usize) -> bool {
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let before = (0..first)
        .rev()
        .take_while(|&i| block.c(i) != Some('\n'))
        .take_while(|&i| !matches!(block.c(i), Some('.' | '!' | '?')));
    let begins = before.last().is_some_and(|i| capital(block.c(i)));
    begins && capital(block.next(first)) && capital(block.next(second))
}

/// Whether a guillemet can only close, by what is around it.
fn must_close(block: &Block, i: usize) -> bool {
    let punctuation = block.next(i).is_some_and(|c| ",.;:!?…)]".contains(c));
    let loose = block.after(i).is_none_or(is_dash);
    let glued = block
        .before(i)
        .is_some_and(|c| !"([‘’':".contains(c) && !is_dash(c))
        && loose;
    block.ends_line(i) || punctuation || glued
}

fn must_open(block: &Block, i: usize) -> bool {
    let loose = block
        .before(i)
        .is_none_or(|c| "([‘’':".contains(c) || is_dash(c));
    let glued = block
        .after(i)
        .is_some_and(|c| !",.;:!?…)]".contains(c) && !is_dash(c));
    block.starts_line(i) || (loose && glued)
}

/// A dash may get spaces around it, and so says nothing.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}
