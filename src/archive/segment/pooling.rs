//! The same line at several places, in one file or several, is a title everywhere or nowhere; and where two files go the same
//! way and then part, a post ends in both.

use super::input::SegmenterInput;
use std::collections::HashMap;

/// Two copies with different text above.
const PARTS_ABOVE: f64 = 4.0;
/// The text above goes on otherwise in another file.
const PARTS_BELOW: f64 = 2.5;
/// Copies with the same text above: archives often list the same posts in the same order, so this says little.
const TOGETHER: f64 = -0.7;

/// How far a copy may be looked for when lines are missing.
const REACH: usize = 4;

/// A candidate, by file and index; or a kept line, by file and place.
type Place = (usize, usize);

/// Candidates that are one line of one post, at several places.
pub(super) fn group_copies(input: &SegmenterInput) -> Vec<Vec<Place>> {
    let mut by_text: HashMap<&str, Vec<Place>> = HashMap::new();
    for (at, candidate) in input.all_candidates() {
        let line = &input.files[at.0].lines[candidate.line];
        by_text.entry(&line.folded).or_default().push(at);
    }
    let place = |(file, i): Place| (file, input.candidates[file][i].place);
    let mut texts: Vec<Vec<Place>> = by_text
        .into_values()
        .filter(|places| places.len() > 1)
        .collect();
    texts.sort_unstable();
    let mut classes: Vec<Vec<Place>> = Vec::new();
    for places in texts {
        let first = classes.len();
        for member in places {
            // A heading that hundreds of posts share ("Conclusion") is not worth comparing with all of them.
            let class = classes[first..]
                .iter_mut()
                .take(64)
                .find(|class| go_on_alike(input, place(class[0]), place(member)));
            match class {
                Some(class) => class.push(member),
                None => classes.push(vec![member]),
            }
        }
    }
    classes.retain(|class| class.len() > 1);
    classes
}

/// Whether two places go on alike: one of the next lines is the same, or begins the same (a cut copy).
fn go_on_alike(input: &SegmenterInput, a: Place, b: Place) -> bool {
    let head = |line: &str| {
        line.char_indices()
            .nth(48)
            .map_or(line.len(), |(end, _)| end)
    };
    lines_below(input, a)
        .any(|x| x.len() > 30 && lines_below(input, b).any(|y| x[..head(x)] == y[..head(y)]))
}

fn lines_below<'f>(
    input: &SegmenterInput<'f, '_>,
    (file, place): Place,
) -> impl Iterator<Item = &'f str> {
    (1..=REACH).filter_map(move |step| input.folded_at(file, Some(place + step)))
}

/// How surely files part at each candidate.
pub(super) fn weigh_parting(input: &SegmenterInput, classes: &[Vec<Place>]) -> Vec<Vec<f64>> {
    let mut weights = weigh_parting_below(input);
    for class in classes {
        for (n, &a) in class.iter().enumerate() {
            for &b in class.iter().skip(n + 1).take(6) {
                let weight = match are_alike_above(input, a, b) {
                    Some(true) => TOGETHER,
                    Some(false) => PARTS_ABOVE,
                    None => continue,
                };
                for (file, i) in [a, b] {
                    let now = &mut weights[file][i];
                    if weight > 0.0 {
                        *now = now.max(weight);
                    } else if *now == 0.0 {
                        *now = weight;
                    }
                }
            }
        }
    }
    weights
}

/// Whether two copies have the same text above; none where it cannot be said (a file's head, a missing line).
fn are_alike_above(input: &SegmenterInput, a: Place, b: Place) -> Option<bool> {
    let above = |(file, i): Place| {
        let place = input.candidates[file][i].place;
        (1..=REACH).filter_map(move |step| input.folded_at(file, place.checked_sub(step)))
    };
    let (x, y) = (above(a).next()?, above(b).next()?);
    if x == y {
        return Some(true);
    }
    // A cut copy ends otherwise than its full copy; a lost line shows by the others being the same.
    let shares_another = above(a).any(|x| above(b).any(|y| x == y));
    (!shares_another).then_some(false)
}

/// A line that is also elsewhere, but goes on otherwise there: the candidate under it opens another post.
fn weigh_parting_below(input: &SegmenterInput) -> Vec<Vec<f64>> {
    let mut places: HashMap<&str, Vec<Place>> = HashMap::new();
    for (file, text) in input.files.iter().enumerate() {
        for (place, line) in text.kept_lines().enumerate() {
            if line.words >= 8 {
                places.entry(&line.folded).or_default().push((file, place));
            }
        }
    }
    let of_list = |list: &Vec<_>| vec![0.0; list.len()];
    let mut weights: Vec<Vec<f64>> = input.candidates.iter().map(of_list).collect();
    for ((file, i), candidate) in input.all_candidates() {
        let above = candidate.place.checked_sub(1);
        let copies = input
            .folded_at(file, above)
            .and_then(|line| places.get(line));
        let own = input
            .folded_at(file, Some(candidate.place))
            .unwrap_or_default();
        let goes_on_here = |other: Place| {
            let mut ahead = lines_below(input, other);
            ahead.next().is_some_and(|next| {
                next == own
                    || ahead.any(|line| line == own)
                    || lines_below(input, (file, candidate.place)).any(|line| line == next)
            })
        };
        let parts = copies
            .into_iter()
            .flatten()
            .filter(|&&(other, place)| (other, Some(place)) != (file, above))
            .take(8)
            .any(|&other| !goes_on_here(other));
        if parts {
            weights[file][i] = PARTS_BELOW;
        }
    }
    weights
}
