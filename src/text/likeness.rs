//! Whether two texts are alike, by a few letters kept of each: a text that was renamed and changed is known again.
//!
//! Of each three words in a row a number is made; of each sixteenth of all numbers the smallest is kept ("One Permutation Hashing",
//! P. Li, A. Owen, C.-H. Zhang 2012). The more of them two texts share, the more they have in common.

use super::words::{fold, words};

/// So many numbers are kept.
const KEPT: usize = 16;

/// So many letters of each are written.
const LETTERS: usize = 3;

/// Fewer in common are chance.
const FEWEST: usize = 3;

/// What is kept of a text; a part of which there is no number is a row of dots.
pub fn signature(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = words(&folded).collect();
    let mut smallest = [u64::MAX; KEPT];
    for number in words.windows(3).map(number) {
        let part = &mut smallest[(number >> 60) as usize];
        *part = number.min(*part);
    }
    let written = |number: u64| match number {
        u64::MAX => ".".repeat(LETTERS),
        // The lowest digits: the first ones of a smallest number are always small.
        _ => format!("{:0LETTERS$x}", number & ((1 << (4 * LETTERS)) - 1)),
    };
    smallest.map(written).concat()
}

/// How many parts two texts share, if they are enough to tell that one was made from the other.
pub fn shared(one: &str, other: &str) -> Option<usize> {
    let parts = |text| str::as_bytes(text).chunks(LETTERS);
    let told = |(one, other): &(&[u8], &[u8])| [one, other].iter().any(|part| part[0] != b'.');
    let told: Vec<_> = parts(one).zip(parts(other)).filter(told).collect();
    let shared = told.iter().filter(|(one, other)| one == other).count();
    (shared >= FEWEST && shared * 3 >= told.len()).then_some(shared)
}

/// FNV-1a over the words, its bits mixed (MurmurHash3's last step), as the first of them choose the part.
fn number(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Il pleut sur la ville, et personne ne sort. Le boulanger de la rue des Lilas ferme à midi, et la file \
        devant sa porte n'avance plus. On se raconte ce que l'on a vu au marché: des cerises, déjà, et le premier miel de l'année.";

    #[test]
    fn a_changed_text_is_known_again_and_another_is_not() {
        let other = "Le train de huit heures est parti sans nous. Il pleut sur la gare, et personne ne sort du buffet, où l'on sert un \
            café trop clair à des voyageurs qui n'ont plus rien à se dire avant midi.";
        for (changed, expected) in [
            (TEXT.to_uppercase(), true),
            (TEXT.replace("midi", "treize heures"), true),
            (
                format!("Un début. {TEXT} Et une fin de plus, en peu de mots."),
                true,
            ),
            (
                TEXT.replace("cerises", "fraises").replace("pleut", "neige"),
                true,
            ),
            (other.to_owned(), false),
            ("Il pleut sur la ville.".to_owned(), false),
            (String::new(), false),
        ] {
            let [one, two] = [TEXT, &changed].map(signature);
            assert_eq!(one.len(), KEPT * LETTERS);
            assert_eq!(shared(&one, &two).is_some(), expected, "{changed}");
        }
        assert_eq!(shared(&signature(""), &signature("")), None);
        assert_eq!(shared("", "broken"), None);
    }
}
