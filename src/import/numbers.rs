//! Words that agree with a number, for diagnostics.

/// Words about a number of things: `#` is the number, of `was|were` the one that agrees with it.
pub fn agreeing(words: &str, number: usize) -> String {
    let word = |word: &str| match word.split_once('|') {
        Some((one, _)) if number == 1 => one.to_owned(),
        Some((_, several)) => several.to_owned(),
        None => word.replace('#', &number.to_string()),
    };
    let words: Vec<String> = words.split(' ').map(word).collect();
    words.join(" ")
}
