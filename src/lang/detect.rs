//! Which of a site's languages a text is in.
//!
//! Function words decide where we have a list of them (they work on a single line, where trigrams do not); any other
//! language is told by whatlang's trigrams.

use crate::text::words;
use std::collections::HashMap;
use std::hash::Hash;

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

/// Letters that other languages of these lists do without.
const LETTERS: &[(&str, &str)] = &[
    ("fr", "éèêàçùôîœÉÈÀÇ"),
    ("de", "äöüßÄÖÜ"),
    ("es", "ñáíóú¿¡"),
    ("pt", "ãõçáéíóúâê"),
    ("it", "àèìòù"),
    ("pl", "ąćęłńóśźż"),
    ("cs", "čěřšžůýáíé"),
    ("ro", "ăâîșț"),
    ("sv", "åäöÅÄÖ"),
    ("da", "åæøÅÆØ"),
    ("nb", "åæøÅÆØ"),
    ("tr", "ğışçöü"),
];
/// What such a letter weighs.
const LETTER: f32 = 0.4;

/// What all such letters of a sentence weigh at most: a *crème brûlée* is eaten in every language.
const LETTERS_AT_MOST: f32 = 1.2;

/// Frequent words that carry a little of a subject: they tell the language of a sentence that has few function words. Folded.
const COMMON_WORDS: &[(&str, &str)] = &[
    (
        "fr",
        "non oui cela ceci ca celui celle ceux celles elles eux etes suis sommes es as ai avez avons avait avaient aurait \
         sera seront serait seraient soit soient fut furent etant ayant va vont aller allez allons vais fais font faites \
         faut fallait peux pouvons pouvez pourrait pouvait pourra dois devons devez devrait devait veut veux voulons \
         voulez voulait dit dire disait disent vu voir voit mettre mis prendre pris prend donner donne donnez tenir venir \
         vient viennent rendre savoir sait savez connaitre croire penser pense trouver trouve laisser permet permettre \
         aider aide aujourd hui hier demain maintenant ensuite enfin cependant pourtant toutefois jusqu puisque tandis \
         grace afin beaucoup moins assez plutot surtout seulement vraiment simplement presque environ partout ailleurs \
         dehors dedans dessous dessus pres loin ensemble quelqu quelque rien personne aucun aucune certains certaines \
         tel telle tels telles meme memes lesquels laquelle lequel auquel auxquels duquel desquels nouveau nouvelle \
         nouveaux nouvelles petit petite petits grand grande grands bon bonne bons mauvais beau belle premier premiere \
         premiers dernier derniere gens monde homme femme enfant enfants jour jours semaine mois annee annees an ans \
         temps fois heure heures matin soir nuit vie maison ville travail choses chose facon maniere besoin partie cas \
         exemple question deux trois quatre cinq sept huit neuf dix cent mille billet article suite lire ecrire \
         bonjour merci bienvenue gouvernement equipe equipes mieux",
    ),
    (
        "en",
        "am having doing being gets get got getting make makes made making take takes took taking give gives gave given \
         go goes going went gone come comes came coming see sees saw seen look looks looking find finds found think \
         thinks thought know knows knew known want wants wanted need needs needed use used using uses work works worked \
         working help helps helped helping try tried trying keep kept let say says said tell told ask asked show shown \
         start started build built building write wrote written read learn learned learning share shared sharing like \
         likes love loved one two three four five six seven eight nine ten hundred thousand first last next new old good \
         better best bad great big small little long short many much few less least lot lots several both either neither \
         another others something anything nothing everything someone anyone everyone people person man woman men women \
         child children world day days week weeks month months year years time times hour hours today tomorrow yesterday \
         morning evening night life home house city way ways thing things part parts place places case question today \
         now later ago soon often always never ever still yet already really quite rather almost maybe perhaps however \
         therefore although though whether since upon toward towards across along around behind below above inside \
         outside instead together away back forward well even enough too yes hello thanks thank welcome please government \
         team teams isn aren wasn weren won couldn wouldn shouldn doesn didn hasn haven cannot hi her hers him ours yours \
         itself himself themselves ourselves yourself myself whose whom because",
    ),
];
/// What such a word weighs.
const COMMON: f32 = 0.8;

/// Beginnings (`th-`), ends (`-ing`) and insides of words, folded, that one of these languages has and the others hardly.
const HABITS: &[(&str, &str)] = &[
    (
        "fr",
        "-eux -euse -euses -eur -eurs -ique -iques -aient -ait -ais -ez -oir -oire -eau -eaux -aux -ement -ements -aire -aires \
         -elle -elles -ette -ettes -iere -ieres -ier -iers -ites -ons -ont -ee -ees -uer -rer -ter -ser -ner -cer -ger \
         -ien -ienne -ue -ues -te -tes -ant -oeuvre qu- eaux- oeu aill eill euill ouill gn ough",
    ),
    (
        "en",
        "-ing -ings -ed -ly -ness -ful -less -ship -ght -ghts -ould -ty -ity -ies -th -wn -ck -ks -sh -tch -ys -ay -ey -ow -ows \
         -er -ers -or -ic -ical -al -ous -ary -ory -ss wh- th- kn- wr- sh- y- w- ck oo ght sh w ough",
    ),
];
/// What the strongest habit of a word weighs.
const HABIT: f32 = 0.4;

/// What trigrams weigh at most, in a sentence of so many words.
const TRIGRAMS: f32 = 1.0;
const MANY: usize = 6;

/// Tells languages apart among those given; made once, used on every line.
pub struct Detector {
    words: HashMap<&'static str, usize>,
    common: HashMap<&'static str, usize>,
    habits: Vec<(Habit, usize)>,
    letters: HashMap<char, usize>,
    /// Languages without a list of function words, which only trigrams tell.
    other: Vec<(whatlang::Lang, usize)>,
    trigrams_of: Vec<(whatlang::Lang, usize)>,
    /// Trigrams, among the given languages alone.
    trigrams: whatlang::Detector,
    count: usize,
}

enum Habit {
    Begins(&'static str),
    Ends(&'static str),
    Holds(&'static str),
}

impl Habit {
    fn read(pattern: &'static str) -> Self {
        match (pattern.strip_suffix('-'), pattern.strip_prefix('-')) {
            (Some(begins), _) => Habit::Begins(begins),
            (_, Some(ends)) => Habit::Ends(ends),
            _ => Habit::Holds(pattern),
        }
    }

    fn is_of(&self, word: &str) -> bool {
        match self {
            Habit::Begins(part) => word.len() > part.len() && word.starts_with(part),
            Habit::Ends(part) => word.len() > part.len() + 1 && word.ends_with(part),
            Habit::Holds(part) => word.contains(part),
        }
    }
}

impl Detector {
    /// A detector among BCP 47 codes (`fr`, `fr-CA`, `en`…). Of two codes of one language, the first is told.
    pub fn new(languages: &[&str]) -> Self {
        let primaries: Vec<String> = languages.iter().map(|code| primary(code)).collect();
        let allowed = primaries
            .iter()
            .filter_map(|code| trigrams_of(code))
            .collect();
        let listed = |code: &String| FUNCTION_WORDS.iter().any(|(of, _)| of == code);
        let firsts = (0..primaries.len()).filter(|&at| first_of(&primaries, at));
        let trigrams_of: Vec<_> = firsts
            .filter_map(|at| Some((trigrams_of(&primaries[at])?, at)))
            .collect();
        // A letter tells where function words do; the trigrams of other languages know theirs.
        let letters = LETTERS
            .iter()
            .filter(|(of, _)| listed(&of.to_string()))
            .copied()
            .collect::<Vec<_>>();
        Self {
            words: each_of_one(&primaries, FUNCTION_WORDS, str::split_whitespace),
            common: each_of_one(&primaries, COMMON_WORDS, str::split_whitespace),
            habits: each_of_one(&primaries, HABITS, str::split_whitespace)
                .into_iter()
                .map(|(pattern, language)| (Habit::read(pattern), language))
                .collect(),
            letters: each_of_one(&primaries, &letters, str::chars),
            other: trigrams_of
                .iter()
                .copied()
                .filter(|(_, at)| !listed(&primaries[*at]))
                .collect(),
            trigrams_of,
            trigrams: whatlang::Detector::with_allowlist(allowed),
            count: languages.len(),
        }
    }

    /// How much of a text speaks for each language, about one a function word; weights of several texts can be added.
    pub fn weigh(&self, text: &str) -> Vec<f32> {
        self.weigh_folded(&words::fold(text), text)
    }

    /// The same, for a text folded already.
    pub fn weigh_folded(&self, folded: &str, text: &str) -> Vec<f32> {
        let mut weights = self.weigh_words(folded, text);
        self.weigh_letters(text, f32::INFINITY, &mut weights);
        weights
    }

    fn weigh_letters(&self, text: &str, most: f32, weights: &mut [f32]) {
        let mut letters = vec![0.0; self.count];
        text.chars()
            .filter_map(|c| self.letters.get(&c))
            .for_each(|language| letters[*language] += LETTER);
        weights
            .iter_mut()
            .zip(letters)
            .for_each(|(sum, weight)| *sum += weight.min(most));
    }

    fn weigh_words(&self, folded: &str, text: &str) -> Vec<f32> {
        let mut weights = vec![0.0; self.count];
        let mut unknown = 0;
        for word in words::words(folded) {
            match self.words.get(word) {
                Some(&language) => weights[language] += 1.0,
                None => unknown += 1,
            }
        }
        let told = if self.other.is_empty() || unknown < 3 {
            None
        } else {
            self.trigrams.detect(text)
        };
        let other = told.and_then(|info| {
            self.other
                .iter()
                .find(|(lang, _)| *lang == info.lang())
                .map(|(_, index)| (info, *index))
        });
        if let Some((info, language)) = other {
            weights[language] += 0.4 * unknown as f32 * info.confidence() as f32;
        }
        weights
    }

    /// The same for a sentence, where every word counts: frequent words and the looks of the others speak too. A name, which
    /// has a capital in any language, says nothing; nor do addresses, file names and other code.
    pub fn weigh_sentence(&self, text: &str) -> Vec<f32> {
        let text: Vec<&str> = text
            .split_whitespace()
            .filter(|token| !is_code(token))
            .collect();
        let text = text.join(" ");
        let mut weights = self.weigh_words(&words::fold(&text), &text);
        self.weigh_letters(&text, LETTERS_AT_MOST, &mut weights);
        for (at, word) in words::words(&text).enumerate() {
            let name = at > 0 && word.starts_with(char::is_uppercase);
            let folded = words::fold(word);
            if self.words.contains_key(folded.as_str()) || name {
                continue;
            }
            match self.common.get(folded.as_str()) {
                Some(language) => weights[*language] += COMMON,
                None => self
                    .habits_of(&folded)
                    .into_iter()
                    .enumerate()
                    .for_each(|(l, has)| {
                        weights[l] += if has { HABIT } else { 0.0 };
                    }),
            }
        }
        let told = if words::words(&text).count() < MANY {
            None
        } else {
            self.trigrams.detect(&text)
        };
        let of = |info: &whatlang::Info| {
            self.trigrams_of
                .iter()
                .find(|(lang, _)| *lang == info.lang())
                .map(|(_, index)| *index)
        };
        if let Some((language, info)) = told.and_then(|info| Some((of(&info)?, info))) {
            weights[language] += TRIGRAMS * info.confidence() as f32;
        }
        weights
    }

    /// Which languages' habits a folded word has.
    fn habits_of(&self, word: &str) -> Vec<bool> {
        let mut has = vec![false; self.count];
        for (_, language) in self.habits.iter().filter(|(habit, _)| habit.is_of(word)) {
            has[*language] = true;
        }
        has
    }

    /// Whether a text is surely in none of these languages, which then only resembles one of them.
    pub fn is_elsewhere(&self, text: &str) -> bool {
        let known = |lang: whatlang::Lang| self.trigrams_of.iter().any(|(known, _)| *known == lang);
        whatlang::detect(text).is_some_and(|info| info.is_reliable() && !known(info.lang()))
    }

    /// The language that weights speak for; none where they say nothing.
    pub fn guess(&self, weights: &[f32]) -> Option<Guess> {
        let total: f32 = weights.iter().sum();
        let (language, best) =
            weights.iter().enumerate().fold(
                (0, 0.0),
                |top, (i, w)| if *w > top.1 { (i, *w) } else { top },
            );
        (best > 0.0).then(|| Guess {
            language,
            confidence: f64::from((best + 0.5) / (total + 1.0)),
        })
    }
}

/// Whether a run of signs without a space is no word: an address, a path, a file's name, a setting.
fn is_code(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    let dotted = || inner.split('.').count() > 1 && inner.split('.').all(|part| part.len() > 1);
    inner.contains(['/', '_', '=', '@', '\\', '{', '}', '<', '>'])
        || token.starts_with(['$', '#', '@', '/'])
        || dotted()
}

/// Whether no earlier language is the same but for its region.
fn first_of(primaries: &[String], at: usize) -> bool {
    !primaries[..at].contains(&primaries[at])
}

/// The items of the lists of these languages, each with its language; what stands in two lists tells nothing.
fn each_of_one<T: Copy + Eq + Hash, I: Iterator<Item = T>>(
    primaries: &[String],
    lists: &[(&str, &'static str)],
    items: impl Fn(&'static str) -> I,
) -> HashMap<T, usize> {
    let mut told: HashMap<T, Option<usize>> = HashMap::new();
    for (at, primary) in primaries
        .iter()
        .enumerate()
        .filter(|(at, _)| first_of(primaries, *at))
    {
        for item in lists
            .iter()
            .filter(|(of, _)| of == primary)
            .flat_map(|(_, list)| items(list))
        {
            told.entry(item)
                .and_modify(|of| *of = of.filter(|of| *of == at))
                .or_insert(Some(at));
        }
    }
    told.into_iter()
        .filter_map(|(item, of)| Some((item, of?)))
        .collect()
}

/// The language of a text among the given BCP 47 codes; none where nothing tells.
pub fn detect(text: &str, languages: &[&str]) -> Option<Guess> {
    let detector = Detector::new(languages);
    detector.guess(&detector.weigh(text))
}

fn primary(code: &str) -> String {
    code.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_lowercase()
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
    let code = CODES
        .iter()
        .find(|(two, _)| *two == primary)
        .map_or(primary, |(_, three)| three);
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
            (
                "Das Brot ist fertig und wir essen es mit der ganzen Familie",
                &["fr", "en", "de"],
                Some(2),
            ),
            ("4 × 4", &["fr", "en"], None),
            (
                "The French say « c’est la vie » and we do not",
                &["fr", "en"],
                Some(1),
            ),
        ] {
            assert_eq!(
                detect(text, languages).map(|guess| guess.language),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn no_language_no_guess() {
        assert_eq!(detect("Le pain", &[]), None);
    }
}
