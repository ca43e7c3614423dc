//! The best one-to-one choice among scored pairs: the one whose values add up highest, each post left alone if that is better.
//!
//! Successive shortest paths with potentials (as Jonker and Volgenant, on a sparse graph): each left post in turn takes its best
//! right post, and those it displaces take their next best, as long as the whole gains. Greedy choice would let one good pair
//! cost two.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// One pair that may be chosen; only positive values are worth choosing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub left: usize,
    pub right: usize,
    pub value: f64,
}

/// Indexes of the chosen edges, in order.
pub(super) fn assign(edges: &[Edge]) -> Vec<usize> {
    let mut matching = Matching::new(edges);
    for left in 0..matching.exits.len() {
        matching.insert(left);
    }
    let mut chosen: Vec<usize> = matching
        .taken
        .iter()
        .filter_map(|taken| (*taken)?.edge)
        .collect();
    chosen.sort_unstable();
    chosen
}

/// A left post's way to a right one; without `edge` the right one is its own empty place.
#[derive(Clone, Copy)]
struct Exit {
    right: usize,
    cost: f64,
    edge: Option<usize>,
}

/// Who holds a right post, and by which edge.
#[derive(Clone, Copy)]
struct Holder {
    left: usize,
    edge: Option<usize>,
}

struct Matching {
    exits: Vec<Vec<Exit>>,
    taken: Vec<Option<Holder>>,
    /// The right post that a left one holds.
    holds: Vec<Option<usize>>,
    left_price: Vec<f64>,
    right_price: Vec<f64>,
}

/// Where a right post was reached from, and at what cost.
#[derive(Clone, Copy)]
struct PathStep {
    cost: f64,
    from: Holder,
    done: bool,
}

impl Matching {
    fn new(edges: &[Edge]) -> Self {
        let number = |posts: Vec<usize>| -> BTreeMap<usize, usize> {
            let mut numbers: BTreeMap<usize, usize> =
                posts.into_iter().map(|post| (post, 0)).collect();
            numbers
                .values_mut()
                .enumerate()
                .for_each(|(i, number)| *number = i);
            numbers
        };
        let worth: Vec<usize> = (0..edges.len()).filter(|i| edges[*i].value > 0.0).collect();
        let lefts = number(worth.iter().map(|i| edges[*i].left).collect());
        let rights = number(worth.iter().map(|i| edges[*i].right).collect());
        let most = worth.iter().map(|i| edges[*i].value).fold(0.0, f64::max);
        // Costs instead of values, none negative; being left alone costs what the best pair could bring.
        let mut exits: Vec<Vec<Exit>> = (0..lefts.len())
            .map(|i| {
                vec![Exit {
                    right: rights.len() + i,
                    cost: most,
                    edge: None,
                }]
            })
            .collect();
        for i in worth {
            let edge = edges[i];
            exits[lefts[&edge.left]].push(Exit {
                right: rights[&edge.right],
                cost: most - edge.value,
                edge: Some(i),
            });
        }
        let places = rights.len() + lefts.len();
        Matching {
            left_price: vec![0.0; lefts.len()],
            right_price: vec![0.0; places],
            taken: vec![None; places],
            holds: vec![None; lefts.len()],
            exits,
        }
    }

    /// Gives one more left post its place, by the cheapest chain of displacements.
    fn insert(&mut self, start: usize) {
        let mut steps: BTreeMap<usize, PathStep> = BTreeMap::new();
        let mut queue: BinaryHeap<Reverse<(Cost, usize)>> = BinaryHeap::new();
        let (mut left, mut spent) = (start, 0.0);
        let end = loop {
            for exit in &self.exits[left] {
                // Rounding may make a reduced cost slightly negative.
                let cost = spent
                    + (exit.cost - self.left_price[left] - self.right_price[exit.right]).max(0.0);
                if steps.get(&exit.right).is_none_or(|step| cost < step.cost) {
                    steps.insert(
                        exit.right,
                        PathStep {
                            cost,
                            from: Holder {
                                left,
                                edge: exit.edge,
                            },
                            done: false,
                        },
                    );
                    queue.push(Reverse((Cost(cost), exit.right)));
                }
            }
            let Some(Reverse((Cost(cost), right))) = queue.pop() else {
                return;
            };
            let Some(step) = steps
                .get_mut(&right)
                .filter(|step| !step.done && step.cost == cost)
            else {
                continue;
            };
            step.done = true;
            spent = cost;
            match self.taken[right] {
                Some(holder) => left = holder.left,
                None => break right,
            }
        };
        self.reprice(start, spent, &steps);
        self.displace(start, end, &steps);
    }

    /// Keeps every reduced cost at zero or above.
    fn reprice(&mut self, start: usize, spent: f64, steps: &BTreeMap<usize, PathStep>) {
        self.left_price[start] += spent;
        for (right, step) in steps.iter().filter(|(_, step)| step.done) {
            self.right_price[*right] -= spent - step.cost;
            if let Some(holder) = self.taken[*right] {
                self.left_price[holder.left] += spent - step.cost;
            }
        }
    }

    /// Walks the chain back from its free end: each left post leaves the place it held for the one it was led to.
    fn displace(&mut self, start: usize, end: usize, steps: &BTreeMap<usize, PathStep>) {
        let mut right = end;
        while let Some(step) = steps.get(&right) {
            let left = step.from.left;
            self.taken[right] = Some(step.from);
            match self.holds[left].replace(right) {
                Some(before) if left != start => right = before,
                _ => break,
            }
        }
    }
}

/// A cost that can be ordered; never NaN.
#[derive(Clone, Copy, PartialEq)]
struct Cost(f64);

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
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
