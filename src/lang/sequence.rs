//! The likeliest sequence of languages, in which changes take something (Viterbi, as in hidden Markov models).

/// The languages of so many units: the sequence with most weight. `sums` is the weight of each language at first; `change` says what a
/// unit takes to go from one language to another, and `add` adds a unit's weight for a language to a sum.
pub fn likeliest(
    mut sums: Vec<f32>,
    units: usize,
    change: impl Fn(usize, usize, usize) -> f32,
    add: impl Fn(f32, usize, usize) -> f32,
) -> Vec<usize> {
    let mut came: Vec<Vec<usize>> = Vec::new();
    for unit in 0..units {
        let after = |from: usize, to: usize| {
            let takes = if from == to {
                0.0
            } else {
                change(unit, from, to)
            };
            sums[from] - takes
        };
        let best = |to: usize| {
            (0..sums.len()).fold(to, |best, from| {
                if after(from, to) > after(best, to) {
                    from
                } else {
                    best
                }
            })
        };
        let ways: Vec<usize> = (0..sums.len()).map(best).collect();
        let to = |(to, from): (usize, &usize)| add(after(*from, to), unit, to);
        sums = ways.iter().enumerate().map(to).collect();
        came.push(ways);
    }
    let top = |top: usize, l: usize| if sums[l] > sums[top] { l } else { top };
    let mut language = (0..sums.len()).fold(0, top);
    let mut languages = vec![language; units];
    for (unit, came) in came.iter().enumerate().rev() {
        languages[unit] = language;
        language = came.get(language).copied().unwrap_or(language);
    }
    languages
}
