//! Which of a site's languages a text is in.
//!
//! Function words decide where we have a list of them (they work on a single line, where trigrams do not); any other
//! language is told by whatlang's trigrams.

use crate::text::words;
use std::collections::HashMap;

/// Which of the given languages a text is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// Index into the languages given.
    pub language: usize,
    /// From one half (a coin toss) to one.
    pub confidence: f64,
}

/// Words that carry a language and no subject. One list a language; a word that stands in two lists counts for none.
const FUNCTION_WORDS: &[(&str, &str)] = &[
    (
        "fr",
        "a on me te as or le la les un une des du de et est sont dans pour que qui ne pas plus par sur avec ce cette ces cet se sa son \
         ses nous vous il elle ils elles je tu leur leurs notre nos votre vos au aux mais ou donc comme si tout tous \
         toute toutes etre avoir fait faire etait etaient ont ete peut peuvent doit aussi bien meme sans sous entre \
         vers chez quand comment pourquoi quel quelle quels quelles quoi dont lors puis ainsi alors afin c d l j n s \
         qu m t y en mon ma mes moi lui eux soi ici voici voila tres peu trop encore deja jamais toujours souvent \
         avant apres depuis pendant contre selon parce car lorsque autre autres chaque plusieurs quelques",
    ),
    (
        "en",
        "the a an of and to in is are was were be been being for that which who not with by on this these those it its \
         they them their there we our us you your he she his her i my me but or so as if all any some such more most \
         at from into about over under between through after before while when where why how what than then can could \
         will would should may might must have has had do does did just also very only own same other another each \
         every no nor too out up down off again once here because until during against without within don isn doesn \
         didn ve re ll let s t",
    ),
];

/// Tells languages apart among those given; made once, used on every line.
pub struct Detector {
    words: HashMap<&'static str, usize>,
    other: Vec<(whatlang::Lang, usize)>,
    /// Trigrams, among the given languages alone.
    trigrams: whatlang::Detector,
    french: Option<usize>,
    count: usize,
}

impl Detector {
    /// A detector among BCP 47 codes (`fr`, `fr-CA`, `en`…). Of two codes of one language, the first is told.
    pub fn new(languages: &[&str]) -> Self {
        let allowed = languages.iter().filter_map(|code| trigrams_of(&primary(code))).collect();
        let trigrams = whatlang::Detector::with_allowlist(allowed);
        let mut detector = Self { words: HashMap::new(), other: Vec::new(), trigrams, french: None, count: languages.len() };
        let mut shared = Vec::new();
        for (index, code) in languages.iter().enumerate() {
            let primary = primary(code);
            if languages[..index].iter().any(|earlier| self::primary(earlier) == primary) {
                continue;
            }
            match FUNCTION_WORDS.iter().find(|(of, _)| *of == primary) {
                Some((of, list)) => {
                    for word in list.split_whitespace() {
                        if detector.words.insert(word, index).is_some_and(|before| before != index) {
                            shared.push(word);
                        }
                    }
                    if *of == "fr" {
                        detector.french = Some(index);
                    }
                }
                None => detector.other.extend(trigrams_of(&primary).map(|lang| (lang, index))),
            }
        }
        for word in shared {
            detector.words.remove(word);
        }
        detector
    }

    /// How much of a text speaks for each language, about one a function word; weights of several texts can be added.
    pub fn weigh(&self, text: &str) -> Vec<f32> {
        self.weigh_folded(&words::fold(text), text)
    }

    /// The same, for a text folded already.
    pub fn weigh_folded(&self, folded: &str, text: &str) -> Vec<f32> {
        let mut weights = vec![0.0; self.count];
        let mut unknown = 0;
        for word in words::words(folded) {
            match self.words.get(word) {
                Some(&language) => weights[language] += 1.0,
                None => unknown += 1,
            }
        }
        if let Some(french) = self.french {
            weights[french] += 0.4 * text.chars().filter(|c| "éèêàçùôîœÉÈÀÇ".contains(*c)).count() as f32;
        }
        let told = if self.other.is_empty() || unknown < 3 { None } else { self.trigrams.detect(text) };
        let other =
            told.and_then(|info| self.other.iter().find(|(lang, _)| *lang == info.lang()).map(|(_, index)| (info, *index)));
        if let Some((info, language)) = other {
            weights[language] += 0.4 * unknown as f32 * info.confidence() as f32;
        }
        weights
    }

    /// The language that weights speak for; none where they say nothing.
    pub fn guess(&self, weights: &[f32]) -> Option<Guess> {
        let total: f32 = weights.iter().sum();
        let (language, best) = weights.iter().enumerate().fold((0, 0.0), |top, (i, w)| if *w > top.1 { (i, *w) } else { top });
        (best > 0.0).then(|| Guess { language, confidence: f64::from((best + 0.5) / (total + 1.0)) })
    }
}

/// The language of a text among the given BCP 47 codes; none where nothing tells.
pub fn detect(text: &str, languages: &[&str]) -> Option<Guess> {
    let detector = Detector::new(languages);
    detector.guess(&detector.weigh(text))
}

fn primary(code: &str) -> String {
    code.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// whatlang's name for a BCP 47 primary subtag (it uses ISO 639-3).
fn trigrams_of(primary: &str) -> Option<whatlang::Lang> {
    const CODES: &[(&str, &str)] = &[
        ("de", "deu"),
        ("es", "spa"),
        ("it", "ita"),
        ("pt", "por"),
        ("nl", "nld"),
        ("ca", "cat"),
        ("da", "dan"),
        ("sv", "swe"),
        ("nb", "nob"),
        ("no", "nob"),
        ("fi", "fin"),
        ("pl", "pol"),
        ("cs", "ces"),
        ("sk", "slk"),
        ("sl", "slv"),
        ("hr", "hrv"),
        ("hu", "hun"),
        ("ro", "ron"),
        ("bg", "bul"),
        ("ru", "rus"),
        ("uk", "ukr"),
        ("el", "ell"),
        ("tr", "tur"),
        ("ar", "ara"),
        ("he", "heb"),
        ("fa", "pes"),
        ("hi", "hin"),
        ("ja", "jpn"),
        ("ko", "kor"),
        ("zh", "cmn"),
        ("vi", "vie"),
        ("id", "ind"),
        ("eo", "epo"),
        ("la", "lat"),
        ("lt", "lit"),
        ("lv", "lav"),
        ("et", "est"),
        ("fr", "fra"),
        ("en", "eng"),
    ];
    let code = CODES.iter().find(|(two, _)| *two == primary).map_or(primary, |(_, three)| three);
    whatlang::Lang::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_on_a_line() {
        for (text, languages, expected) in [
            ("Le pain de seigle est prêt", &["fr", "en"][..], Some(0)),
            ("The rye bread is ready", &["fr", "en"], Some(1)),
            ("Prêt à lever ?", &["en", "fr-CA"], Some(1)),
            ("Das Brot ist fertig und wir essen es mit der ganzen Familie", &["fr", "en", "de"], Some(2)),
            ("4 × 4", &["fr", "en"], None),
            ("The French say « c’est la vie » and we do not", &["fr", "en"], Some(1)),
        ] {
            assert_eq!(detect(text, languages).map(|guess| guess.language), expected, "{text}");
        }
    }

    #[test]
    fn no_language_no_guess() {
        assert_eq!(detect("Le pain", &[]), None);
    }
}
