//! Recorded and present paragraphs, matched in order.

use super::{Freshness, Paragraph};
use crate::content::translations::Recorded;
use crate::model::PostId;
use crate::source::Span;
use crate::text::words::fold;

pub(super) fn changes(
    translation: PostId,
    original: PostId,
    then: &[Recorded],
    now: &[(Recorded, Span)],
) -> Freshness {
    let mut told = Freshness {
        translation,
        original,
        title: false,
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
    };
    let digests = (
        then.iter().map(|was| was.digest.clone()).collect(),
        now.iter().map(|(is, _)| is.digest.clone()).collect(),
    );
    let openings = (
        then.iter().map(|was| fold(&was.opening)).collect(),
        now.iter().map(|(is, _)| fold(&is.opening)).collect(),
    );
    let changed = |was: &Recorded, (recorded, place): &(Recorded, Span)| Paragraph {
        opening: recorded.opening.clone(),
        place: Some(*place),
        was: Some(was.digest.clone()),
    };
    let added = |(recorded, place): &(Recorded, Span)| Paragraph {
        opening: recorded.opening.clone(),
        place: Some(*place),
        was: None,
    };
    let removed = |was: &Recorded| Paragraph {
        opening: was.opening.clone(),
        place: None,
        was: Some(was.digest.clone()),
    };
    let whole = (0, 0, then.len(), now.len());
    for (gap, _) in gaps(&digests, whole) {
        for ((was, is, was_end, is_end), same_opening) in gaps(&openings, gap) {
            let both = (was_end - was).min(is_end - is);
            let pairs = then[was..was + both].iter().zip(&now[is..is + both]);
            told.changed.extend(pairs.map(|(was, is)| changed(was, is)));
            told.added.extend(now[is + both..is_end].iter().map(added));
            told.removed
                .extend(then[was + both..was_end].iter().map(removed));
            told.changed
                .extend(same_opening.map(|at| changed(&then[was_end], &now[at])));
        }
    }
    told
}

/// Where a stretch of two lists begins in each, and where it ends in each.
type Stretch = (usize, usize, usize, usize);

/// What lies between the things that both lists have in order, within a stretch; and the place, in the second list, of the thing
/// after each.
fn gaps(
    (a, b): &(Vec<String>, Vec<String>),
    (from_a, from_b, to_a, to_b): Stretch,
) -> Vec<(Stretch, Option<usize>)> {
    let common = common(&a[from_a..to_a], &b[from_b..to_b]);
    let (mut next_a, mut next_b) = (from_a, from_b);
    let mut gaps = Vec::new();
    for (at_a, at_b) in common {
        gaps.push((
            (next_a, next_b, from_a + at_a, from_b + at_b),
            Some(from_b + at_b),
        ));
        (next_a, next_b) = (from_a + at_a + 1, from_b + at_b + 1);
    }
    gaps.push(((next_a, next_b, to_a, to_b), None));
    gaps
}

/// So many comparisons are made at most: beyond, a text is new anyway.
const MOST: usize = 1 << 22;

/// A longest common subsequence: the places of its things in both.
pub(super) fn common(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let end = a[start..]
        .iter()
        .rev()
        .zip(b[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (rows, columns) = (a.len() - start - end, b.len() - start - end);
    let mut found: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    if rows * columns <= MOST {
        // The longest from each pair of places to the ends.
        let mut longest = vec![vec![0u32; columns + 1]; rows + 1];
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                longest[row][column] = match a[start + row] == b[start + column] {
                    true => longest[row + 1][column + 1] + 1,
                    false => longest[row + 1][column].max(longest[row][column + 1]),
                };
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < rows && column < columns {
            if a[start + row] == b[start + column] {
                found.push((start + row, start + column));
                (row, column) = (row + 1, column + 1);
            } else if longest[row + 1][column] >= longest[row][column + 1] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }
    found.extend((0..end).map(|at| (a.len() - end + at, b.len() - end + at)));
    found
}

#[cfg(test)]
mod tests {
    use super::super::recorded;
    use super::*;
    use crate::source::SourceId;

    /// Paragraphs stand between bars; what is told is `+ added ~ changed - removed`.
    fn check(then: &str, now: &str, expected: &str) {
        let list = |text: &str| -> Vec<Recorded> {
            text.split('|')
                .filter(|text| !text.is_empty())
                .map(recorded)
                .collect()
        };
        let place = Span::new(SourceId(0), 0..0);
        let now: Vec<_> = list(now)
            .into_iter()
            .map(|recorded| (recorded, place))
            .collect();
        let told = changes(PostId(0), PostId(1), &list(then), &now);
        let mut words = Vec::new();
        for (sign, list) in [
            ("+", &told.added),
            ("~", &told.changed),
            ("-", &told.removed),
        ] {
            words.extend(
                list.iter()
                    .map(|paragraph| format!("{sign} {}", paragraph.opening)),
            );
        }
        assert_eq!(words.join(" "), expected, "{then} → {now:?}");
    }

    #[test]
    fn paragraphs_are_matched_in_order() {
        for (then, now, expected) in [
            ("a|b|c", "a|b|c", ""),
            ("a|b|c", "A,|« b »|c !", ""),
            ("L’été|b", "L'ete|b", ""),
            ("a|b|c", "a|x|b|c", "+ x"),
            ("a|b|c", "x|a|b|c|y", "+ x + y"),
            ("a|b|c", "a|c", "- b"),
            ("a|b|c", "a|x|c", "~ x"),
            ("a|b|c", "", "- a - b - c"),
            ("", "a", "+ a"),
            // The opening tells which of two is the one that changed.
            (
                "a|un deux trois quatre cinq six sept|c",
                "a|x|un deux trois quatre cinq six huit|c",
                "+ x ~ un deux trois quatre cinq six",
            ),
            ("a|b|c|d", "a|x|y|z|d", "+ z ~ x ~ y"),
        ] {
            check(then, now, expected);
        }
    }
}
