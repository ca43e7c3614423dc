//! A file as a chain of parts: the author's text, boilerplate, a title that boilerplate is beside, and what the site prints
//! between that title and its text.

/// What a line is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Text,
    Boilerplate,
    /// A title above a text, beside boilerplate.
    Title,
    /// What the site prints between a title and its text.
    Header,
}

/// What speaks for a line to be part of each of these, and not of a text (log-odds).
#[derive(Clone, Copy, Debug, Default)]
pub struct PartOdds {
    pub boilerplate: f64,
    pub title: f64,
    pub header: f64,
}

/// What it takes (log-odds) to begin a file with boilerplate, or with a title.
const START: f64 = 2.2;
const FIRST: f64 = 0.5;
/// To turn from text to boilerplate, and back without a title.
const INTO: f64 = 2.5;
const ABRUPT: f64 = 6.0;
/// To turn from a text to a title without boilerplate between them.
const DIRECT: f64 = 2.5;
/// To turn from a title, or from what is under it, to boilerplate or the file's end: the post has no text.
const EMPTY: f64 = 5.0;
/// For each line of a header beyond so many.
const MORE: f64 = 1.0;
const HEADER: usize = 10;

/// The states of the chain: text, boilerplate, a title, the first line of a header, the second…
const STATES: usize = 3 + HEADER;

fn part_of(state: usize) -> Part {
    match state {
        0 => Part::Text,
        1 => Part::Boilerplate,
        2 => Part::Title,
        _ => Part::Header,
    }
}

/// What it takes to go from a state to another; none where it cannot be.
fn cost(from: usize, to: usize) -> Option<f64> {
    use Part::{Boilerplate, Header, Text, Title};
    const LAST: usize = STATES - 1;
    Some(match (part_of(from), part_of(to)) {
        (Text, Text) | (Boilerplate, Boilerplate | Title) | (Title | Header, Text) => 0.0,
        (Text, Boilerplate) => INTO,
        (Boilerplate, Text) => ABRUPT,
        (Text, Title) => DIRECT,
        (Title | Header, Boilerplate) => EMPTY,
        (Title | Header, Header) if from + 1 == to => 0.0,
        (Header, Header) if (from, to) == (LAST, LAST) => MORE,
        (_, Header) | (Title | Header, Title) => return None,
    })
}

/// What each line is part of, by the likeliest way through (Viterbi).
pub fn find_parts(lines: &[PartOdds]) -> Vec<Part> {
    let costs: [[Option<f64>; STATES]; STATES] =
        std::array::from_fn(|to| std::array::from_fn(|from| cost(from, to)));
    let mut ways: Vec<[usize; STATES]> = Vec::with_capacity(lines.len());
    let mut odds = [f64::NEG_INFINITY; STATES];
    odds[..3].copy_from_slice(&[0.0, -START, -FIRST]);
    for (i, line) in lines.iter().enumerate() {
        let best = |to: usize| {
            let from = odds.iter().zip(&costs[to]).enumerate();
            let ways = from.filter_map(|(from, (odds, cost))| Some((odds - (*cost)?, from)));
            ways.max_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap_or((f64::NEG_INFINITY, 0))
        };
        let way: [(f64, usize); STATES] = match i {
            0 => std::array::from_fn(|state| (odds[state], state)),
            _ => std::array::from_fn(best),
        };
        let own = |state: usize| match part_of(state) {
            Part::Text => 0.0,
            Part::Boilerplate => line.boilerplate,
            Part::Title => line.title,
            Part::Header => line.header,
        };
        odds = std::array::from_fn(|state| way[state].0 + own(state));
        ways.push(way.map(|(_, from)| from));
    }
    odds[2..].iter_mut().for_each(|odds| *odds -= EMPTY);
    let last = (0..STATES).max_by(|a, b| odds[*a].total_cmp(&odds[*b]));
    let mut state = last.unwrap_or(0);
    let mut parts = vec![Part::Text; lines.len()];
    for (i, way) in ways.iter().enumerate().rev() {
        parts[i] = part_of(state);
        state = way[state];
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_between_boilerplate_and_text() {
        // Known boilerplate, a line that may be a title, prose, a short line.
        let odds = |sign: char| match sign {
            'b' => PartOdds {
                boilerplate: 4.0,
                title: -50.0,
                header: 4.0,
            },
            't' => PartOdds {
                boilerplate: -0.3,
                title: 2.0,
                header: -0.3,
            },
            'p' => PartOdds {
                boilerplate: -5.0,
                title: -50.0,
                header: -5.0,
            },
            _ => PartOdds {
                boilerplate: -0.3,
                title: -2.0,
                header: -0.3,
            },
        };
        for (lines, expected) in [
            ("bbtbbpp", "BBTHHXX"),
            ("bbtppbbtbpp", "BBTXXBBTHXX"),
            // A heading within a text, an advertisement in its midst.
            ("btpptpp", "BTXXXXX"),
            ("btppbpp", "BTXXXXX"),
            // A title without a text; nothing but short lines.
            ("btbbb", "BBBBB"),
            ("ssss", "XXXX"),
            ("", ""),
        ] {
            let lines: Vec<PartOdds> = lines.chars().map(odds).collect();
            let sign = |part| match part {
                Part::Text => 'X',
                Part::Boilerplate => 'B',
                Part::Title => 'T',
                Part::Header => 'H',
            };
            let found: String = find_parts(&lines).into_iter().map(sign).collect();
            assert_eq!(found, expected);
        }
    }
}
