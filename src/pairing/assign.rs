//! The best one-to-one choice among scored pairs: the one whose values add up highest, each post left alone if that is better.
//!
//! Each left post in turn takes a right post, and those it displaces take another one or are left alone, by the chain that gains the
//! whole most (successive augmentation). Greedy choice would let one good pair cost two.

use std::collections::{BTreeMap, VecDeque};

/// One pair that may be chosen; only positive values are worth choosing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub left: usize,
    pub right: usize,
    pub value: f64,
}

/// Indexes of the chosen edges, in order.
pub(super) fn assign(edges: &[Edge]) -> Vec<usize> {
    let mut ways: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, edge) in edges.iter().enumerate().filter(|(_, e)| e.value > 0.0) {
        ways.entry(edge.left).or_default().push(at);
    }
    let mut taken = BTreeMap::new();
    for left in ways.keys() {
        insert(*left, edges, &ways, &mut taken);
    }
    let mut chosen: Vec<usize> = taken.into_values().collect();
    chosen.sort_unstable();
    chosen
}

/// What a chain must gain to be better than another: less may be rounding, and go round in circles.
const MORE: f64 = 1e-9;

/// A chain of them: what the whole gains, where it ends, and its last edge.
struct Displacements {
    gained: f64,
    end: End,
    last: Option<usize>,
}

/// Of chains that gain as much, the first by its end is taken.
#[derive(PartialEq, PartialOrd)]
enum End {
    /// A right post that was free.
    Free(usize),
    /// A left post that is left alone.
    Alone(usize),
}

impl Displacements {
    /// This chain, or a better one.
    fn or(self, gained: f64, end: End, last: Option<usize>) -> Self {
        let is_as_good = (gained - self.gained).abs() <= MORE;
        if is_as_good && end < self.end || !is_as_good && gained > self.gained {
            return Displacements { gained, end, last };
        }
        self
    }
}

/// Gives one more left post its place. `ways` are the edges of each left post, `taken` the edge by which each right post is.
fn insert(
    start: usize,
    edges: &[Edge],
    ways: &BTreeMap<usize, Vec<usize>>,
    taken: &mut BTreeMap<usize, usize>,
) {
    // The left posts that a chain leaves without a place: what it has gained by then, and the edge that displaced them.
    let mut open: BTreeMap<usize, (f64, Option<usize>)> = BTreeMap::from([(start, (0.0, None))]);
    let mut queue = VecDeque::from([start]);
    let mut best = Displacements {
        gained: 0.0,
        end: End::Alone(start),
        last: None,
    };
    while let Some(left) = queue.pop_front() {
        let (gained, by) = open[&left];
        best = best.or(gained, End::Alone(left), by);
        for &way in &ways[&left] {
            let gained = gained + edges[way].value;
            let right = edges[way].right;
            let Some(other) = taken.get(&right).map(|&other| edges[other]) else {
                best = best.or(gained, End::Free(right), Some(way));
                continue;
            };
            let gained = gained - other.value;
            let known = open.get(&other.left).map(|(known, _)| known + MORE);
            if known.is_none_or(|known| gained > known) {
                open.insert(other.left, (gained, Some(way)));
                queue.push_back(other.left);
            }
        }
    }
    let mut last = best.last;
    while let Some(way) = last {
        taken.insert(edges[way].right, way);
        last = open[&edges[way].left].1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edges as `(left, right, value)`; the chosen ones as `(left, right)`.
    fn check(edges: &[(usize, usize, f64)], expected: &[(usize, usize)]) {
        let edges: Vec<Edge> = edges
            .iter()
            .map(|&(left, right, value)| Edge { left, right, value })
            .collect();
        let chosen: Vec<(usize, usize)> = assign(&edges)
            .into_iter()
            .map(|i| (edges[i].left, edges[i].right))
            .collect();
        assert_eq!(chosen, expected, "{edges:?}");
    }

    #[test]
    fn the_whole_counts() {
        check(&[], &[]);
        check(&[(1, 2, 3.0)], &[(1, 2)]);
        check(&[(1, 2, 0.0), (3, 4, -1.0)], &[]);
        // Greedy would take the 5 and lose two fours.
        check(
            &[(1, 10, 4.0), (1, 11, 5.0), (2, 11, 4.0)],
            &[(1, 10), (2, 11)],
        );
        // One good pair is better than two poor ones.
        check(&[(1, 10, 1.0), (1, 11, 5.0), (2, 11, 1.0)], &[(1, 11)]);
        // A chain of displacements.
        check(
            &[
                (1, 10, 5.0),
                (2, 10, 5.0),
                (2, 11, 4.0),
                (3, 11, 4.0),
                (3, 12, 1.0),
            ],
            &[(1, 10), (2, 11), (3, 12)],
        );
    }

    /// The best sum, by trying everything.
    fn best(edges: &[(usize, usize, f64)], lefts: &mut Vec<usize>, rights: &mut Vec<usize>) -> f64 {
        let Some((&(left, right, value), rest)) = edges.split_first() else {
            return 0.0;
        };
        let without = best(rest, lefts, rights);
        if lefts.contains(&left) || rights.contains(&right) {
            return without;
        }
        lefts.push(left);
        rights.push(right);
        let with = value + best(rest, lefts, rights);
        lefts.pop();
        rights.pop();
        with.max(without)
    }

    proptest::proptest! {
        #[test]
        fn as_good_as_trying_everything(edges in proptest::collection::vec((0..5usize, 0..5usize, 0..20u32), 0..12)) {
            let edges: Vec<(usize, usize, f64)> = edges.into_iter().map(|(l, r, v)| (l, r, f64::from(v))).collect();
            let chosen = assign(&edges.iter().map(|&(left, right, value)| Edge { left, right, value }).collect::<Vec<_>>());
            let sum: f64 = chosen.iter().map(|i| edges[*i].2).sum();
            proptest::prop_assert!((sum - best(&edges, &mut vec![], &mut vec![])).abs() < 1e-9);
        }
    }
}
