//! Blogs where hardly a post has a translation: the best candidate of a post is then the best of wrong ones.

use super::*;

/// How the dates of two languages stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Dates {
    Own,
    /// Each English post is of the day of a French one.
    Shared,
    YearsApart,
    Unknown,
}

const ALL_DATES: [Dates; 4] = [Dates::Own, Dates::Shared, Dates::YearsApart, Dates::Unknown];

/// The posts of the stories that are chosen for each language.
fn posts(
    stories: &[Vec<usize>; 2],
    dates: Dates,
    of_story: impl Fn(usize, usize) -> (i64, String, String),
) -> Vec<Profile> {
    let mut posts = Vec::new();
    for (language, chosen) in stories.iter().enumerate() {
        for (place, story) in chosen.iter().enumerate() {
            let (day, title, text) = of_story(*story, language);
            let shared = || stories[0].get(place).map(|story| of_story(*story, 0).0);
            let day = match dates {
                Dates::Shared if language == 1 => shared(),
                Dates::YearsApart if language == 1 => Some(day + 2200),
                Dates::Unknown => None,
                _ => Some(day),
            };
            posts.push(Profile {
                day,
                ..read((language, &title, &text))
            });
        }
    }
    posts
}

/// A note: its day, title and text.
fn note(story: usize, language: usize) -> (i64, String, String) {
    let (day, french, english) = NOTES[story];
    let (title, text) = [french, english][language];
    (day, title.to_owned(), text.to_owned())
}

/// A post that tells four stories.
fn long_post(post: usize, language: usize) -> (i64, String, String) {
    let stories: Vec<_> = (4 * post..4 * post + 4)
        .map(|story| note(story, language))
        .collect();
    let texts: Vec<&str> = stories.iter().map(|(_, _, text)| &**text).collect();
    (stories[0].0, stories[0].1.clone(), texts.join("\n\n"))
}

fn outcome(posts: &[Profile]) -> Outcome {
    let posts: Vec<&Profile> = posts.iter().collect();
    pair(&posts, &[], &[], Thresholds::default())
}

/// Stories in two halves, by each bit of their number, and the other way round.
fn halves(stories: usize) -> Vec<[Vec<usize>; 2]> {
    let bits = stories.ilog2();
    let half = |bit: u32, side: usize| (0..stories).filter(move |at| at >> bit & 1 == side);
    (0..bits)
        .flat_map(|bit| {
            [0, 1].map(|side| [half(bit, side).collect(), half(bit, 1 - side).collect()])
        })
        .collect()
}

#[test]
fn different_stories_make_no_pairs() {
    for dates in ALL_DATES {
        for half in halves(16) {
            let outcome = outcome(&posts(&half, dates, note));
            assert!(
                outcome.pairs.is_empty(),
                "notes, {dates:?}, {half:?}: {outcome:?}"
            );
        }
        for half in halves(4) {
            let outcome = outcome(&posts(&half, dates, long_post));
            assert!(
                outcome.pairs.is_empty(),
                "posts, {dates:?}, {half:?}: {outcome:?}"
            );
        }
    }
}

#[test]
fn the_same_stories_make_all_pairs() {
    for dates in [Dates::Own, Dates::Unknown, Dates::YearsApart] {
        let all: [Vec<usize>; 2] = [0, 1].map(|_| (0..16).collect());
        let outcome = outcome(&posts(&all, dates, note));
        assert_eq!(outcome.pairs.len(), 16, "{dates:?}: {outcome:?}");
        assert!(outcome.pairs.iter().all(|pair| pair.b == pair.a + 16));
    }
}

#[test]
fn few_pairs_among_many_posts() {
    for from in 0..16 {
        let story = |at: usize| (from + at) % 16;
        let french = (0..13).map(story).collect();
        let english = [0, 1, 13, 14, 15].map(story).to_vec();
        let outcome = outcome(&posts(&[french, english], Dates::Own, note));
        let mut pairs: Vec<_> = outcome.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        pairs.sort_unstable();
        assert_eq!(pairs, [(0, 13), (1, 14)], "from {from}");
    }
}

#[test]
fn articles_may_be_translated_and_notes_not() {
    for half in halves(16) {
        let mut all = posts(&half, Dates::Own, note);
        all.extend([OVEN_FR, MEETING_FR, OVEN_EN, MEETING_EN].map(read));
        let outcome = outcome(&all);
        let sure = outcome.pairs.iter().filter(|pair| pair.score >= 0.9);
        let mut sure: Vec<_> = sure.map(|pair| (pair.a, pair.b)).collect();
        sure.sort_unstable();
        assert_eq!(sure, [(16, 18), (17, 19)], "{half:?}");
    }
}

#[test]
fn years_between_two_posts_count_against_them() {
    for (story, (_, (title, _), _)) in NOTES.iter().enumerate() {
        let score = |dates| {
            let outcome = outcome(&posts(&[vec![story], vec![story]], dates, note));
            outcome
                .pairs
                .iter()
                .chain(&outcome.proposed)
                .map(|pair| pair.score)
                .fold(0.0, f64::max)
        };
        let [near, far] = [Dates::Own, Dates::YearsApart].map(score);
        assert!(far < near, "{title}: {far} {near}");
    }
}

/// Title and text.
type Note = (&'static str, &'static str);

const NOTES: [(i64, Note, Note); 16] = [
    (
        3,
        (
            "Le four est réparé",
            "Après trois semaines, le four de l'atelier est réparé. Bastien a remplacé la résistance et le thermostat ; la première cuisson, des bols et deux assiettes, commence samedi matin.",
        ),
        (
            "The kiln is repaired",
            "After three weeks the workshop's kiln is repaired. Bastien replaced the element and the thermostat; the first firing, bowls and two plates, begins on Saturday morning.",
        ),
    ),
    (
        10,
        (
            "Une visite de l'école",
            "Vingt-deux élèves de l'école ont visité l'atelier jeudi. Chacun a modelé un animal ; l'exposition des hérissons, des tortues et d'un seul crocodile reste dans la vitrine jusqu'en mars.",
        ),
        (
            "A visit from the school",
            "Twenty-two pupils from the school visited the workshop on Thursday. Each modelled an animal; the exhibition of hedgehogs, tortoises and a single crocodile stays in the window until March.",
        ),
    ),
    (
        16,
        (
            "L'argile de la rivière",
            "J'ai essayé l'argile de la rivière. Elle est grise, pleine de sable, impossible à tourner ; mélangée à un tiers de porcelaine, elle donne une surface granuleuse que j'aime beaucoup.",
        ),
        (
            "Clay from the river",
            "I tried clay from the river. It is grey, full of sand, impossible to throw; mixed with a third of porcelain it gives a granular surface that I like a lot.",
        ),
    ),
    (
        24,
        (
            "Marché de printemps",
            "Le marché de printemps a lieu le 14 avril sur la place. Nous y vendons des tasses, des théières et les pièces imparfaites à moitié prix, comme l'année dernière.",
        ),
        (
            "Spring market",
            "The spring market is on 14 April in the square. We sell cups, teapots and the imperfect pieces there at half price, like last year.",
        ),
    ),
    (
        31,
        (
            "Pourquoi l'émail craque",
            "Un émail craque quand il se contracte plus que la terre. On peut changer la température, la recette ou la patience : je recommande de commencer par la recette.",
        ),
        (
            "Why glaze cracks",
            "A glaze cracks when it contracts more than the clay. You can change the temperature, the recipe or your patience: I recommend beginning with the recipe.",
        ),
    ),
    (
        38,
        (
            "Le chat de l'atelier",
            "Le chat a dormi sur les assiettes crues de Yasmina. Elle a décidé de garder l'empreinte des pattes et d'en faire une série, signée par l'animal.",
        ),
        (
            "The workshop cat",
            "The cat slept on Yasmina's unfired plates. She decided to keep the prints of the paws and make them a series, signed by the animal.",
        ),
    ),
    (
        45,
        (
            "Facture d'électricité",
            "Notre facture d'électricité a doublé en un an. Nous allons cuire la nuit, moins souvent, avec un four complètement rempli, et publier la consommation de chaque mois.",
        ),
        (
            "The electricity bill",
            "Our electricity bill has doubled in a year. We are going to fire at night, less often, with a completely full kiln, and publish the consumption of each month.",
        ),
    ),
    (
        52,
        (
            "Le tour à pied",
            "Odile nous a donné un tour à pied de 1931. Le volant pèse quarante kilos, le mouvement est silencieux, et les débutants y apprennent plus vite qu'au moteur.",
        ),
        (
            "The kick wheel",
            "Odile gave us a kick wheel from 1931. The flywheel weighs forty kilos, its movement is silent, and beginners learn faster on it than with a motor.",
        ),
    ),
    (
        60,
        (
            "Trois places au cours du mardi",
            "Il reste trois places au cours du mardi soir. Le niveau importe peu ; il faut des ongles courts, un tablier, et la capacité de recommencer un vase sans se plaindre.",
        ),
        (
            "Three places on Tuesdays",
            "Three places are left in the Tuesday evening course. The level hardly matters; you need short nails, an apron, and the capacity to begin a vase again without complaint.",
        ),
    ),
    (
        66,
        (
            "Le bleu de cobalt",
            "Le prix du cobalt augmente encore. Pour le décor, je passe à un mélange de fer et de cuivre, moins intense, plus proche des faïences de ma grand-mère.",
        ),
        (
            "Cobalt blue",
            "The price of cobalt is rising again. For decoration I am changing to a mixture of iron and copper, less intense, nearer to my grandmother's faience.",
        ),
    ),
    (
        73,
        (
            "Une commande du restaurant",
            "Le restaurant du port commande quatre-vingts bols identiques. Identiques, c'est beaucoup dire : nous avons négocié une tolérance de cinq millimètres et un délai de deux mois.",
        ),
        (
            "An order from the restaurant",
            "The harbour restaurant orders eighty identical bowls. Identical is saying a lot: we negotiated a tolerance of five millimetres and two months to deliver.",
        ),
    ),
    (
        80,
        (
            "Fermeture en août",
            "L'atelier ferme du 4 au 25 août. Les pièces terminées peuvent être retirées jusqu'au vendredi précédent ; les plantes acceptent avec gratitude un visiteur muni d'un arrosoir.",
        ),
        (
            "Closed in August",
            "The workshop is closed from 4 to 25 August. Finished pieces can be collected until the Friday before; the plants gratefully accept a visitor with a watering can.",
        ),
    ),
    (
        88,
        (
            "Lire un poinçon japonais",
            "Un collectionneur m'apporte un vase avec un poinçon japonais. Après consultation d'un catalogue, c'est une copie danoise de 1950, probablement plus rare que l'original.",
        ),
        (
            "Reading a Japanese mark",
            "A collector brings me a vase with a Japanese mark. After consulting a catalogue, it is a Danish copy from 1950, probably rarer than the original.",
        ),
    ),
    (
        95,
        (
            "Le mur de briques",
            "Derrière l'atelier, un mur de briques menaçait de tomber. Les voisins ont aidé à le démonter ; les briques anciennes serviront de base au futur four à bois.",
        ),
        (
            "The brick wall",
            "Behind the workshop a brick wall threatened to fall. The neighbours helped to dismantle it; the old bricks will be the base of a future wood kiln.",
        ),
    ),
    (
        101,
        (
            "Enregistrer le silence",
            "Une étudiante en musique a enregistré les sons du séchage. On entend l'argile se rétracter, des craquements minuscules, puis un autobus. Le résultat dure six minutes.",
        ),
        (
            "Recording silence",
            "A music student recorded the sounds of drying. You hear the clay retract, minuscule cracking, then a bus. The result lasts six minutes.",
        ),
    ),
    (
        109,
        (
            "Nouvelle adresse électronique",
            "L'ancienne adresse électronique ne fonctionne plus. Pour réserver un cours ou une visite, utilisez le formulaire, ou laissez un message sur l'ardoise devant la porte.",
        ),
        (
            "A new e-mail address",
            "The old e-mail address no longer works. To reserve a course or a visit, use the form, or leave a message on the slate in front of the door.",
        ),
    ),
];
