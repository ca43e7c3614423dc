//! Numbers that one version has and the other lacks, passage by passage.
//!
//! An exact number that is nowhere in the other version is told. A small or round one, which a translation often tells otherwise, is told
//! where both versions have such a one in the same passage: one stands for the other.

use super::only::Only;
use crate::doc::Block;
use crate::languages::Pack;
use crate::model::shape;
use crate::pairing;
use crate::text::numbers::{Number, Weight, numbers, numbers_of_code};

/// A version's blocks, and the language that its numbers are written in.
pub struct Passages<'a> {
    pub blocks: &'a [(Block, String)],
    pub pack: &'a Pack,
}

/// What only the first version has, and what only the second has.
pub fn differences(one: &Passages, two: &Passages) -> (Vec<Only>, Vec<Only>) {
    let [ours, theirs] = [one, two].map(by_block);
    let [a, b] = [one, two].map(|version| {
        let blocks = version.blocks.iter();
        let blocks = blocks.map(|(block, text)| (shape(*block), text.as_str()));
        blocks.collect::<Vec<_>>()
    });
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for bead in pairing::align(&a, &b) {
        let (left, right) = (&ours[bead.a.clone()], &theirs[bead.b.clone()]);
        let (only_left, only_right) = (without(left, right), without(right, left));
        let told = |only: &[&Number], others: &[&Number], story: &[Vec<Number>]| {
            let is_told = |number: &&&Number| {
                let is_nowhere = number.weight == Weight::Exact && !has(story, number);
                is_nowhere || others.iter().any(|other| number.resembles(other))
            };
            let told = only.iter().filter(is_told);
            told.map(|number| Only::number(number)).collect::<Vec<_>>()
        };
        here.extend(told(&only_left, &only_right, &theirs));
        there.extend(told(&only_right, &only_left, &ours));
    }
    (here, there)
}

fn by_block<'a>(version: &Passages<'a>) -> Vec<Vec<Number<'a>>> {
    let read = |(block, text): &'a (Block, String)| match block {
        Block::Code => numbers_of_code(text),
        _ => numbers(text, version.pack),
    };
    version.blocks.iter().map(read).collect()
}

fn has(blocks: &[Vec<Number>], number: &Number) -> bool {
    blocks.iter().flatten().any(|other| number.agrees(other))
}

/// The numbers of a passage that another has not.
fn without<'n, 't>(here: &'n [Vec<Number<'t>>], there: &[Vec<Number>]) -> Vec<&'n Number<'t>> {
    let numbers = here.iter().flatten();
    let telling = numbers.filter(|number| number.weight > Weight::Hint);
    telling.filter(|number| !has(there, number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::pack;

    #[test]
    fn what_is_told() {
        for (fr, en, here, there) in [
            (
                "Né en 1931 à Lyon.",
                "Born in 1913 in Lyons.",
                "1931",
                "1913",
            ),
            ("Il a 37 amis.", "He has friends.", "37", ""),
            // A round number is told otherwise as often as not.
            ("Il a 20 amis, ou presque.", "He has many friends.", "", ""),
            ("Il a trois amis.", "He has 4 friends.", "trois", "4"),
            ("Il a trois amis.", "He has four friends.", "trois", "four"),
            // What the other has in another passage is not missing there.
            (
                "En 1931, la pluie.|La neige, le froid et le vent du nord.",
                "The rain.|The snow, the cold and the north wind of 1931.",
                "",
                "",
            ),
            // An exact number is no slip for a small one.
            (
                "En 2023, la pluie tombe.|Fin 2023.",
                "The rain falls on two of us.|End of 2023.",
                "",
                "",
            ),
            ("Ouvert à 15 h.", "Open at 5 pm.", "15 h", "5 pm"),
            ("Le 3 mai, à 15 h.", "On May 4, at 3 pm.", "3 mai", "May 4"),
            ("En mai 2014.", "In June 2014.", "mai 2014", "June 2014"),
        ] {
            let blocks = |text: &str| -> Vec<(Block, String)> {
                let blocks = text.split('|');
                blocks
                    .map(|block| (Block::Paragraph, block.to_owned()))
                    .collect()
            };
            let (one, two) = (blocks(fr), blocks(en));
            let (ours, theirs) = differences(
                &Passages {
                    blocks: &one,
                    pack: pack("fr"),
                },
                &Passages {
                    blocks: &two,
                    pack: pack("en"),
                },
            );
            let told = [ours, theirs].map(|only| {
                only.into_iter()
                    .map(|only| only.what)
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            assert_eq!(told, [here, there], "{fr} / {en}");
        }
    }
}
