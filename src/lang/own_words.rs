//! What a text says in its own words, and what it quotes: a French post with a long English quotation is French.
//!
//! Paragraph by paragraph, for two answers: which of the languages given it is in; and, where it is in none of them, which other.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::detect::{Detector, Guess};
use super::lexicon::Weights;
use super::quotations::without_quotations;
use super::tokens::tokens;
use crate::languages;

/// A language that is none of those given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherLanguage {
    /// Its ISO 639 code.
    pub code: String,
    /// Its name in English.
    pub name: String,
}

impl OtherLanguage {
    /// A language by its code; one without a known name is called by it.
    pub fn of(code: &str) -> Self {
        let known = whatlang::Lang::all().iter();
        let mut known = known.filter(|lang| languages::iso_639_1(lang.code()) == Some(code));
        Self {
            code: code.to_owned(),
            name: known.next().map_or(code, |lang| lang.eng_name()).to_owned(),
        }
    }
}

/// How a part of a text speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// In sentences.
    Prose,
    /// In titles, headings and items, which may be names.
    Labels,
    /// In somebody else's words.
    Quoted,
}

/// What the text's own words must weigh at least to tell its language by themselves.
const LEAST: f32 = 3.0;
/// A text of fewer words in sentences, names and code apart, is not told to be in another language than those given…
const SENTENCES: usize = 40;
/// …nor one of which function words of one of them are such a share: of 493 French and English posts 0.2 to 0.6, of the same 75
/// words in nine other languages 0 to 0.25. Trigrams decide; this only spares most texts the look.
const FUNCTION_WORDS: f32 = 0.3;

/// The words of a text, as far as it was told.
pub struct OwnWords<'d, 't> {
    detector: &'d Detector,
    own: Weights,
    all: Weights,
    prose: Vec<Cow<'t, str>>,
}

impl<'d, 't> OwnWords<'d, 't> {
    pub fn new(detector: &'d Detector) -> Self {
        let nothing = detector.weigh("");
        Self {
            detector,
            own: nothing.clone(),
            all: nothing,
            prose: Vec::new(),
        }
    }

    /// Adds a part whose weights are known.
    pub fn add(&mut self, text: &'t str, weights: &[f32], voice: Voice) {
        add(&mut self.all, weights);
        if voice == Voice::Quoted {
            return;
        }
        let own = without_quotations(text);
        match own.len() == text.len() {
            true => add(&mut self.own, weights),
            false => add(&mut self.own, &self.detector.weigh(&own)),
        }
        if voice == Voice::Prose {
            self.prose.push(own);
        }
    }

    /// Which of the detector's languages the text is in. What it quotes counts only where its own words say next to nothing.
    pub fn guess(&self) -> Option<Guess> {
        match self.own.iter().sum::<f32>() >= LEAST {
            true => self.detector.guess(&self.own),
            false => self.detector.guess(&self.all),
        }
    }

    /// The language that the text is in, if it is surely in none of the detector's: both halves of it are.
    pub fn other_language(&self) -> Option<OtherLanguage> {
        let words = self
            .prose
            .iter()
            .map(|text| text.split_whitespace().count());
        let words: usize = words.sum();
        let most = self.own.iter().copied().fold(0.0, f32::max);
        if words < SENTENCES || most > FUNCTION_WORDS * words as f32 {
            return None;
        }
        let words = self.prose.iter().flat_map(|text| tokens(text));
        let is_plain = |word: &&str| {
            word.contains(char::is_alphabetic) && !word.starts_with(char::is_uppercase)
        };
        let words: Vec<&str> = words.filter(is_plain).collect();
        if words.len() < SENTENCES {
            return None;
        }
        let (first, second) = words.split_at(words.len() / 2);
        let [first, second] = [first, second].map(|half| self.detector.elsewhere(&half.join(" ")));
        let other = first.filter(|_| first == second)?;
        Some(OtherLanguage {
            code: languages::iso_639_1(other.code())
                .unwrap_or(other.code())
                .to_owned(),
            name: other.eng_name().to_owned(),
        })
    }
}

fn add(sums: &mut [f32], weights: &[f32]) {
    let pairs = sums.iter_mut().zip(weights);
    pairs.for_each(|(sum, weight)| *sum += weight);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text's paragraphs; one that begins with `> ` is a quotation, with `- ` an item.
    fn read(text: &str, languages: &[&str]) -> (Option<Guess>, Option<OtherLanguage>) {
        let detector = Detector::new(languages);
        let mut words = OwnWords::new(&detector);
        for paragraph in text.split('\n') {
            let (voice, paragraph) = match paragraph.split_at_checked(2) {
                Some(("> ", rest)) => (Voice::Quoted, rest),
                Some(("- ", rest)) => (Voice::Labels, rest),
                _ => (Voice::Prose, paragraph),
            };
            words.add(paragraph, &detector.weigh(paragraph), voice);
        }
        (words.guess(), words.other_language())
    }

    const ENGLISH: &str = "The well has been dry since Monday because the water is four metres lower, and there is no reason to think \
        that it will come back before the autumn. I would not dig any deeper. I would rather ask the people on the hill.";
    const GERMAN: &str = "Am Samstag hat der Wecker um vier Uhr geklingelt, und wir sind mit dem Boot hinausgefahren, bevor die Sonne \
        über den Hügeln stand. Mein Großvater sagte immer, dass die Fische den Lärm der Stadt hören können, selbst wenn kein \
        Mensch ihn bemerkt. Wir haben drei Stunden gewartet, und am Ende lagen zwei Barsche und ein alter Schuh im Eimer.";
    const ITALIAN: &str = "Sabato la sveglia ha suonato alle quattro e siamo usciti con la barca prima che il sole arrivasse sulle \
        colline. Mio nonno diceva sempre che i pesci sentono il rumore della città anche quando nessuno se ne accorge. \
        Abbiamo aspettato tre ore, e alla fine nel secchio c’erano due persici e una vecchia scarpa.";
    const SPANISH: &str = "El sábado el despertador sonó a las cuatro y salimos con la barca antes de que el sol llegara a las \
        colinas. Mi abuelo decía siempre que los peces oyen el ruido de la ciudad aunque nadie se dé cuenta. Esperamos tres \
        horas, y al final había en el cubo dos percas y un zapato viejo.";
    const FRENCH: &str = "Le réveil a sonné à quatre heures, et nous sommes sortis avec la barque avant que le soleil ne passe les \
        collines. Mon grand-père disait toujours que les poissons entendent le bruit de la ville, même quand personne ne le \
        remarque. Nous avons attendu trois heures, et à la fin il y avait dans le seau deux perches et une vieille chaussure.";

    #[test]
    fn what_is_quoted_is_no_language_of_the_text() {
        let french = "Le puits est à sec depuis lundi, et une lettre a été lue à voix haute.";
        for (text, expected) in [
            (
                format!("{french}\n« {ENGLISH} »\nPersonne n’a compris."),
                Some(0),
            ),
            (
                format!("{french}\n> {ENGLISH}\n> {ENGLISH}\nPersonne n’a compris."),
                Some(0),
            ),
            (
                format!("{french} Il lit : “{ENGLISH}” Puis il sort."),
                Some(0),
            ),
            (format!("{french}\n> > {ENGLISH}"), Some(0)),
            // Own words that say nothing by themselves.
            (format!("Le puits\n« {ENGLISH} »"), Some(1)),
            (format!("> {ENGLISH}"), Some(1)),
            (ENGLISH.to_owned(), Some(1)),
            (format!("{ENGLISH}\n« {french} »"), Some(1)),
            ("4 × 4".to_owned(), None),
        ] {
            let (guess, _) = read(&text, &["fr", "en"]);
            assert_eq!(guess.map(|guess| guess.language), expected, "{text}");
        }
    }

    #[test]
    fn a_text_in_none_of_the_languages_is_known() {
        let names = "Marie Dupont, Luca Bianchi, Giulia Conti, Marco Esposito, Francesca Romano, Paolo Ricci, Elena Marino, ";
        let operas =
            "- Il barbiere di Siviglia, Così fan tutte, Le quattro stagioni, Lucia di Lammermoor\n";
        for (text, languages, expected) in [
            (GERMAN, &["fr", "en"][..], Some("de German")),
            (ITALIAN, &["fr", "en"], Some("it Italian")),
            (SPANISH, &["fr", "en"], Some("es Spanish")),
            (ENGLISH, &["fr"], Some("en English")),
            (GERMAN, &["fr", "en", "de"], None),
            (GERMAN, &["fr", "en", "de-AT"], None),
            // Trigrams do not know Galician, and take it for Portuguese.
            (SPANISH, &["fr", "gl"], None),
            (FRENCH, &["fr-CA", "en"], None),
            (ENGLISH, &["fr", "en"], None),
            (&format!("{FRENCH}\n« {GERMAN} »"), &["fr", "en"], None),
            (&format!("{FRENCH}\n{GERMAN}"), &["fr", "en"], None),
            (
                &format!("{FRENCH}\n> {GERMAN}\n> {GERMAN}"),
                &["fr", "en"],
                None,
            ),
            (&GERMAN[..160], &["fr", "en"], None),
            (&names.repeat(8), &["fr", "en"], None),
            (&operas.repeat(8), &["fr", "en"], None),
            ("", &["fr", "en"], None),
        ] {
            let (_, other) = read(text, languages);
            let other = other.map(|other| format!("{} {}", other.code, other.name));
            assert_eq!(other.as_deref(), expected, "{text}");
        }
    }
}
