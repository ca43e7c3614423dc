//! Small posts of our own, and what aligning must say of them.

use super::*;

/// Blocks in short: `# ` a heading, `- ` an item, a blank line between blocks.
fn blocks(text: &str) -> Vec<(Shape, &str)> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
        .map(|block| match block.as_bytes()[0] {
            b'#' => (Shape::Heading(2), block[1..].trim()),
            b'-' => (Shape::Item, block[1..].trim()),
            _ => (Shape::Paragraph, block),
        })
        .collect()
}

/// Beads as `0-0 1,2-1 3-`.
fn shown(beads: &[Bead]) -> String {
    let side = |blocks: &Range<usize>| {
        blocks
            .clone()
            .map(|block| block.to_string())
            .collect::<Vec<_>>()
            .join(",")
    };
    beads
        .iter()
        .map(|bead| format!("{}-{}", side(&bead.a), side(&bead.b)))
        .collect::<Vec<_>>()
        .join(" ")
}

const FR: &str = "Le phare a été automatisé en 1987, et le dernier gardien, Yves Le Goff, est parti avec ses géraniums.\n\n\
    # La lanterne\n\n\
    La lentille pèse 3 200 kilos. Elle flotte sur un bain de mercure, et un enfant la fait tourner du doigt.\n\n\
    On la nettoie deux fois par an avec du vinaigre et de vieux journaux, comme au temps de Fresnel.\n\n\
    # L'escalier\n\n\
    Il compte 227 marches. Les visiteurs comptent toujours autrement.\n\n\
    - une lampe de poche\n\n\
    - des chaussures plates";

const EN: &str = "The lighthouse was automated in 1987, and the last keeper, Yves Le Goff, left with his geraniums.\n\n\
    # The lantern\n\n\
    The lens weighs 3,200 kilos. It floats on a bath of mercury, and a child can turn it with one finger.\n\n\
    It is cleaned twice a year with vinegar and old newspapers, as in the time of Fresnel.\n\n\
    # The stairs\n\n\
    There are 227 steps. Visitors always count otherwise.\n\n\
    - a pocket lamp\n\n\
    - flat shoes";

fn without(text: &str, block: usize) -> String {
    text.split("\n\n")
        .enumerate()
        .filter(|(at, _)| *at != block)
        .map(|(_, block)| block)
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[test]
fn beads_are_found() {
    let joined = EN.replace("finger.\n\n", "finger. ");
    let added = EN.replace(
        "# The stairs",
        "In 2011 a drone from Brest filmed the whole gallery for a documentary.\n\n# The stairs",
    );
    let last = EN.split("\n\n").last().unwrap_or_default();
    for (what, a, b, expected) in [
        ("nothing", "", "", ""),
        ("one side only", FR, "", "0- 1- 2- 3- 4- 5- 6- 7-"),
        ("the other side only", "", last, "-0"),
        ("as it is", FR, EN, "0-0 1-1 2-2 3-3 4-4 5-5 6-6 7-7"),
        (
            "the first is left out",
            FR,
            &without(EN, 0),
            "0- 1-0 2-1 3-2 4-3 5-4 6-5 7-6",
        ),
        (
            "one inside is left out",
            FR,
            &without(EN, 3),
            "0-0 1-1 2-2 3- 4-3 5-4 6-5 7-6",
        ),
        (
            "a heading is left out",
            &without(FR, 4),
            EN,
            "0-0 1-1 2-2 3-3 -4 4-5 5-6 6-7",
        ),
        ("two are one", FR, &joined, "0-0 1-1 2,3-2 4-3 5-4 6-5 7-6"),
        (
            "one is added",
            FR,
            &added,
            "0-0 1-1 2-2 3-3 -4 4-5 5-6 6-7 7-8",
        ),
    ] {
        assert_eq!(shown(&align(&blocks(a), &blocks(b))), expected, "{what}");
        let turned: Vec<Bead> = align(&blocks(b), &blocks(a))
            .into_iter()
            .map(|bead| Bead {
                a: bead.b,
                b: bead.a,
            })
            .collect();
        assert_eq!(shown(&turned), expected, "{what}, the other way round");
    }
}

#[test]
fn a_long_post_whose_translation_stops_early_is_followed() {
    let post = |words: [&str; 2], paragraphs: usize| -> String {
        (0..paragraphs)
            .map(|n| {
                format!(
                    "{} {} {}.\n\n",
                    words[n % 2],
                    n * 7919 % 10_007,
                    words[(n + 1) % 2]
                )
            })
            .collect()
    };
    let (fr, en) = (
        post(["le nombre", "puis encore"], 900),
        post(["the number", "then another"], 300),
    );
    let beads = align(&blocks(&fr), &blocks(&en));
    let right = beads
        .iter()
        .filter(|bead| bead.a == bead.b && bead.a.len() == 1)
        .count();
    assert!(right >= 295, "{right} of 300");
}

/// A block of any kind, often like others.
fn any_block() -> impl proptest::strategy::Strategy<Value = (Shape, String)> {
    use proptest::prelude::*;
    let shape = prop_oneof![
        Just(Shape::Paragraph),
        Just(Shape::Item),
        Just(Shape::Code),
        (1..7u8).prop_map(Shape::Heading)
    ];
    (
        shape,
        prop_oneof!["", ".{0,80}", "([Aa]rticle|1987|Fresnel |\\. |中){0,40}"],
    )
}

proptest::proptest! {
    #[test]
    fn every_block_is_in_one_bead_and_in_order(
        a in proptest::collection::vec(any_block(), 0..90),
        b in proptest::collection::vec(any_block(), 0..90),
    ) {
        let one: Vec<(Shape, &str)> = a.iter().map(|(shape, text)| (*shape, &**text)).collect();
        let two: Vec<(Shape, &str)> = b.iter().map(|(shape, text)| (*shape, &**text)).collect();
        let (mut row, mut column) = (0, 0);
        for bead in align(&one, &two) {
            proptest::prop_assert_eq!((bead.a.start, bead.b.start), (row, column));
            proptest::prop_assert!(bead.a.len() + bead.b.len() > 0);
            (row, column) = (bead.a.end, bead.b.end);
        }
        proptest::prop_assert_eq!((row, column), (one.len(), two.len()));
    }
}
