//! Small posts of our own, and what pairing must say of them.

#[cfg(test)]
mod few_pairs;

use super::*;

/// A post in short: language (0 French, 1 English), title, body with blank lines between blocks.
type Short<'a> = (usize, &'a str, &'a str);

fn read((language, title, body): Short) -> Profile {
    let blocks: Vec<(Shape, &str)> = body
        .split("\n\n")
        .map(|block| (Shape::Paragraph, block.trim()))
        .collect();
    profile(&Text {
        language,
        title,
        slug: None,
        date: None,
        blocks: &blocks,
        links: &[],
        images: &[],
        truncated: false,
    })
}

fn found(
    posts: &[Short],
    fixed: &[(usize, usize)],
    forbidden: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let profiles: Vec<Profile> = posts.iter().map(|post| read(*post)).collect();
    let profiles: Vec<&Profile> = profiles.iter().collect();
    let mut pairs: Vec<(usize, usize)> = pair(&profiles, fixed, forbidden, Thresholds::default())
        .pairs
        .iter()
        .map(|m| (m.a, m.b))
        .collect();
    pairs.sort_unstable();
    pairs
}

const OVEN_FR: Short = (
    0,
    "Le four de quartier a dix ans",
    "Il y a dix ans, une association de voisins a construit un four à pain dans le parc municipal. Le projet paraissait
     fantaisiste : 4 200 euros de budget, douze volontaires, aucune expérience de la maçonnerie.\n\n
     La première difficulté fut administrative. Le service des parcs demandait une assurance, un plan certifié et une analyse
     du risque d'incendie. Marguerite Tessier, architecte à la retraite, a préparé le dossier en trois semaines.\n\n
     Ensuite vint la construction proprement dite. Les briques réfractaires furent offertes par une fonderie, le sable par la
     commune, et l'isolation en vermiculite coûta plus que tout le reste. Le premier pain sortit le 14 juin, noir comme du
     charbon.\n\n
     Aujourd'hui le four cuit 180 pains par mois. La température monte à 320 degrés, puis redescend lentement ; les
     participants apportent leur pâte, discutent, comparent leurs farines. Personne n'est propriétaire, tout le monde est
     responsable : c'est le principe, et il fonctionne.",
);

const OVEN_EN: Short = (
    1,
    "Our neighbourhood oven turns ten",
    "Ten years ago an association of neighbours built a bread oven in the municipal park. The project looked like a fantasy: a
     budget of 4,200 euros, twelve volunteers, no experience of masonry.\n\n
     The first difficulty was administrative. The parks service asked for insurance, a certified plan and an analysis of the
     fire risk. Marguerite Tessier, a retired architect, prepared the file in three weeks.\n\n
     Then came the construction itself. The refractory bricks were offered by a foundry, the sand by the commune, and the
     vermiculite insulation cost more than all the rest. The first loaf came out on 14 June, black as charcoal.\n\n
     Today the oven bakes 180 loaves a month. The temperature climbs to 320 degrees, then falls slowly; participants bring
     their dough, discuss, compare flours. Nobody is the proprietor, everybody is responsible: that is the principle, and it
     functions.",
);

const SOURDOUGH_FR: Short = (
    0,
    "Un levain ne meurt presque jamais",
    "On croit souvent qu'un levain oublié au réfrigérateur est perdu. C'est presque toujours faux. Une couche grise, une odeur
     d'acétone, un liquide sombre à la surface : rien de tout cela n'est fatal.\n\n
     Jetez les neuf dixièmes, nourrissez le reste de farine complète et d'eau tiède, attendez une journée. Recommencez. Au
     troisième repas, les bulles reviennent, et avec elles le parfum de yaourt et de pomme.\n\n
     Seule une moisissure colorée, rose ou orange, oblige à tout jeter. La patience est le véritable ingrédient du pain ; la
     température de la cuisine, le second.",
);

const FLOUR_EN: Short = (
    1,
    "What the label on a bag of flour does not say",
    "Protein is the number that everybody quotes, and it is the least useful one. Two flours with the same percentage can
     behave in opposite ways, because the quality of gluten depends on the variety of wheat and on the weather in July.\n\n
     Ash content tells more: it measures the minerals left by the bran, and with them the taste. Ask the miller for it, and for
     the date of milling, which hardly any supermarket prints.\n\n
     Then trust your hands. A dough that feels slack after ten minutes wants less water, whatever the recipe claims.",
);

/// A free, shorter adaptation: another title, other examples, the same argument.
const MEETING_FR: Short = (
    0,
    "Réunions : et si l'on commençait par se taire ?",
    "Qu'est-ce qu'une bonne réunion ? Une assemblée où la décision finale surprend la moitié des participants. La plupart des
     réunions ne produisent que la confirmation d'une opinion déjà formée, celle de la personne la plus bavarde.\n\n
     Le silence préparatoire\n\n
     Dans notre coopérative, nous commençons par dix minutes de silence. Chacun lit le document, annote, formule ses objections
     par écrit. L'effet est immédiat : les timides participent, les experts découvrent des arguments qu'ils n'avaient pas
     anticipés.\n\n
     Le rôle du contradicteur\n\n
     Nous désignons ensuite un contradicteur officiel. Sa mission consiste à défendre l'alternative abandonnée avec conviction.
     La rotation est obligatoire, sans quoi le contradicteur devient un personnage, puis une caricature.\n\n
     La mémoire des désaccords\n\n
     Enfin, nous archivons les désaccords, pas seulement les décisions. Six mois après, la relecture est instructive : une
     objection minoritaire avait souvent identifié le véritable obstacle. La modestie s'installe, et la conversation suivante
     en profite.\n\n
     Ces trois habitudes ne coûtent rien. Elles exigent simplement de la discipline et un peu d'humour.",
);

const MEETING_EN: Short = (
    1,
    "Start with silence",
    "Most meetings merely produce the confirmation of an opinion that was formed before, usually by the person who talks most.
     A decision should surprise some of its participants.\n\n
     In our cooperative we begin with silence. Everyone reads the document, annotates it, formulates objections. Timid people
     participate; experts discover arguments they had not anticipated.\n\n
     We then designate an official contradictor, whose mission is to defend the abandoned alternative. Rotation is obligatory:
     otherwise the role becomes a personage, and soon a caricature.\n\n
     Lastly, we archive disagreements as well as decisions. Reading them again is instructive, for a minority objection had
     often identified the real obstacle. Modesty follows. All it takes is discipline, and some humour.",
);

/// An interview series: the same frame, other people.
macro_rules! interview {
    (fr $name:literal, $craft:literal, $first:literal, $hard:literal, $tool:literal) => {
        (
            0,
            concat!("Cinq questions à ", $name),
            concat!(
                "Chaque mois, nous posons cinq questions identiques à une personne qui travaille de ses mains. Ce mois-ci, ",
                $name,
                ", ",
                $craft,
                ".\n\nComment avez-vous commencé votre profession ?\n\n",
                $first,
                "\n\nQuelle est la plus grande difficulté de votre profession ?\n\n",
                $hard,
                "\n\nQuel instrument emporteriez-vous sur une île déserte ?\n\n",
                $tool,
                "\n\nMerci de cette conversation ! La série continue le mois prochain avec une autre personne passionnante."
            ),
        )
    };
    (en $name:literal, $craft:literal, $first:literal, $hard:literal, $tool:literal) => {
        (
            1,
            concat!("Five questions for ", $name),
            concat!(
                "Each month we put five identical questions to a person who works with their hands. This month, ",
                $name,
                ", ",
                $craft,
                ".\n\nHow did you commence your profession?\n\n",
                $first,
                "\n\nWhat is the greatest difficulty of your profession?\n\n",
                $hard,
                "\n\nWhich instrument would you carry to a desert island?\n\n",
                $tool,
                "\n\nThank you for this conversation! The series continues next month with another passionate person."
            ),
        )
    };
}

const INTERVIEWS: [Short; 6] = [
    interview!(fr "Odile Marchetti", "luthière", "Mon oncle réparait des violons et des mandolines dans un garage de Crémone. À quinze ans, j'ai restauré une contrebasse abandonnée.",
        "L'acoustique est imprévisible. Deux tables d'épicéa identiques donnent des sonorités contraires, et le vernis modifie encore le timbre.", "Un rabot miniature, grand comme un abricot."),
    interview!(fr "Bastien Kerouac", "apiculteur", "Une colonie d'abeilles s'est installée dans la cheminée de la ferme. J'ai acheté un manuel, puis trois ruches.",
        "Les pesticides et le frelon asiatique. L'hiver 2019, 40 % de mes colonies ont disparu, sans explication satisfaisante.", "L'enfumoir, pour impressionner les moustiques."),
    interview!(fr "Yasmina Feltz", "relieuse", "J'étais bibliothécaire. Un incunable endommagé par une inondation m'a convertie à la restauration du papier et du parchemin.",
        "Savoir renoncer. Le cuir ancien ne supporte pas une intervention excessive, et la réversibilité est notre doctrine.", "Un plioir en ivoire, hérité de mon professeur."),
    interview!(en "Yasmina Feltz", "bookbinder", "I was a librarian. An incunable damaged by an inundation converted me to the restoration of paper and parchment.",
        "Knowing how to renounce. Ancient leather does not support excessive intervention, and reversibility is our doctrine.", "An ivory folder, inherited from my professor."),
    interview!(en "Odile Marchetti", "violin maker", "My uncle repaired violins and mandolins in a garage in Cremona. At fifteen I restored an abandoned double bass.",
        "Acoustics are unpredictable. Two identical spruce plates give contrary sonorities, and varnish modifies the timbre again.", "A miniature plane, the size of an apricot."),
    interview!(en "Bastien Kerouac", "beekeeper", "A colony of bees settled in the chimney of the farm. I bought a manual, then three hives.",
        "Pesticides and the Asian hornet. In the winter of 2019, 40% of my colonies disappeared, without a satisfactory explanation.", "The smoker, to impress the mosquitoes."),
];

#[test]
fn pairs_are_found() {
    let all = [
        OVEN_FR,
        SOURDOUGH_FR,
        MEETING_FR,
        FLOUR_EN,
        MEETING_EN,
        OVEN_EN,
    ];
    for (what, posts, expected) in [
        ("nothing", &[] as &[Short], &[] as &[(usize, usize)]),
        ("one language", &[OVEN_FR, SOURDOUGH_FR], &[]),
        (
            "a translation alone on its site",
            &[OVEN_FR, OVEN_EN],
            &[(0, 1)],
        ),
        ("in whatever order", &[OVEN_EN, OVEN_FR], &[(1, 0)]),
        ("one subject, not one text", &[SOURDOUGH_FR, FLOUR_EN], &[]),
        (
            "one subject, and a translation",
            &[OVEN_FR, SOURDOUGH_FR, FLOUR_EN, OVEN_EN],
            &[(0, 3)],
        ),
        ("an adaptation", &all, &[(0, 5), (2, 4)]),
        (
            "the other half is missing",
            &[OVEN_FR, MEETING_EN, FLOUR_EN],
            &[],
        ),
        (
            "a series with one frame",
            &INTERVIEWS,
            &[(0, 4), (1, 5), (2, 3)],
        ),
        (
            "a series, with halves missing",
            &[
                INTERVIEWS[0],
                INTERVIEWS[1],
                INTERVIEWS[3],
                INTERVIEWS[4],
                SOURDOUGH_FR,
                FLOUR_EN,
            ],
            &[(0, 3)],
        ),
        (
            "a series, no half of which is here",
            &[
                INTERVIEWS[0],
                INTERVIEWS[1],
                INTERVIEWS[3],
                SOURDOUGH_FR,
                FLOUR_EN,
            ],
            &[],
        ),
        (
            "a series, one translated, among others",
            &[
                INTERVIEWS[0],
                INTERVIEWS[1],
                INTERVIEWS[2],
                INTERVIEWS[5],
                OVEN_FR,
                OVEN_EN,
            ],
            &[(1, 3), (4, 5)],
        ),
    ] {
        assert_eq!(found(posts, &[], &[]), expected, "{what}");
    }
}

#[test]
fn one_day_and_one_shape_are_not_enough() {
    let french = [OVEN_FR, SOURDOUGH_FR, MEETING_FR];
    let english = [OVEN_EN, FLOUR_EN, MEETING_EN];
    let dated = |post: Short| Profile {
        day: Some(0),
        ..read(post)
    };
    for (one, fr) in french.into_iter().enumerate() {
        for (other, en) in english.into_iter().enumerate() {
            let profiles = [dated(fr), dated(en)];
            let outcome = pair(&profiles.each_ref(), &[], &[], Thresholds::default());
            let is_pair = one == other && one != 1;
            assert_eq!(
                outcome.pairs.len(),
                usize::from(is_pair),
                "{} / {}: {outcome:?}",
                fr.1,
                en.1
            );
            let compared = |found: &Match| {
                found
                    .reasons
                    .iter()
                    .any(|reason| [reasons::AHEAD, reasons::RIVAL].contains(&reason.as_str()))
            };
            assert!(
                !outcome.pairs.iter().chain(&outcome.proposed).any(compared),
                "there is no other candidate: {outcome:?}"
            );
        }
    }
}

#[test]
fn what_was_cut_or_added_does_not_hide_a_translation() {
    let first = |post: Short<'static>, paragraphs: usize| -> String {
        post.2
            .split("\n\n")
            .take(paragraphs)
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    let cut_inside = &MEETING_FR.2[..MEETING_FR.2.find("n'avaient").unwrap_or_default()];
    let added = format!("{}\n\n{}", OVEN_EN.2, first(FLOUR_EN, 2));
    let between = format!(
        "{}\n\nThis week we also mended the shed, with nails that cost nothing.\n\n{}",
        first(MEETING_EN, 1),
        MEETING_EN.2
    );
    let abridged = OVEN_EN
        .2
        .split("\n\n")
        .step_by(2)
        .collect::<Vec<_>>()
        .join("\n\n");
    for (what, posts) in [
        (
            "an abridged translation",
            [OVEN_FR, MEETING_FR, (1, OVEN_EN.1, &abridged), MEETING_EN],
        ),
        (
            "a copy cut after two paragraphs",
            [
                OVEN_FR,
                MEETING_FR,
                (1, OVEN_EN.1, &first(OVEN_EN, 2)),
                MEETING_EN,
            ],
        ),
        (
            "a copy cut inside a sentence",
            [OVEN_FR, (0, MEETING_FR.1, cut_inside), OVEN_EN, MEETING_EN],
        ),
        (
            "paragraphs added at the end",
            [OVEN_FR, MEETING_FR, (1, OVEN_EN.1, &added), MEETING_EN],
        ),
        (
            "a paragraph added inside",
            [OVEN_FR, MEETING_FR, OVEN_EN, (1, MEETING_EN.1, &between)],
        ),
    ] {
        assert_eq!(found(&posts, &[], &[]), [(0, 2), (1, 3)], "{what}");
    }
}

#[test]
fn the_author_wins() {
    let posts = [OVEN_FR, MEETING_FR, OVEN_EN, MEETING_EN];
    for (fixed, forbidden, expected) in [
        (
            &[] as &[(usize, usize)],
            &[] as &[(usize, usize)],
            &[(0usize, 2usize), (1, 3)] as &[(usize, usize)],
        ),
        (&[], &[(0, 2)], &[(1, 3)]),
        (&[], &[(2, 0)], &[(1, 3)]),
        (&[(0, 3)], &[], &[]),
        (&[(3, 1)], &[], &[(0, 2)]),
        // Two posts in one language, and posts that do not exist, say nothing.
        (&[(0, 1), (7, 99)], &[(8, 1)], &[(0, 2), (1, 3)]),
    ] {
        assert_eq!(
            found(&posts, fixed, forbidden),
            expected,
            "fixed {fixed:?}, forbidden {forbidden:?}"
        );
    }
}

#[test]
fn reasons_can_be_read() {
    let profiles = [OVEN_FR, SOURDOUGH_FR, OVEN_EN, FLOUR_EN].map(read);
    let outcome = pair(&profiles.each_ref(), &[], &[], Thresholds::default());
    let told = outcome.pairs[0].reasons.join("; ");
    for expected in [
        "far ahead of the next candidate",
        "numbers in common",
        "4200",
        "Tessier",
        "the same order",
        "similar opening",
    ] {
        assert!(told.contains(expected), "{expected} is not in: {told}");
    }
}

#[test]
fn a_third_language_is_paired_too() {
    let profiles: Vec<Profile> = [OVEN_FR, MEETING_FR, OVEN_EN, (7, "Bread", OVEN_EN.2)]
        .map(read)
        .into();
    let mut pairs: Vec<(usize, usize)> = pair(
        &profiles.iter().collect::<Vec<_>>(),
        &[],
        &[],
        Thresholds::default(),
    )
    .pairs
    .iter()
    .map(|m| (m.a, m.b))
    .collect();
    pairs.sort_unstable();
    assert_eq!(pairs, [(0, 2), (0, 3), (2, 3)]);
}

/// Words that make posts look alike now and then, and whatever else one can type.
fn any_text() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    prop_oneof![
        ".{0,60}",
        "([Aa]rticle|8,5 ?%|1 000|Émile|https://a\\.org/fr/b|\n|\\. |ß|中文文字){0,30}"
    ]
}

proptest::proptest! {
    #[test]
    fn any_posts(texts in proptest::collection::vec((0..3usize, any_text(), any_text(), any_text(), proptest::option::of(proptest::prelude::any::<(i32, u32, u32)>())), 0..12)) {
        let profiles: Vec<Profile> = texts.iter().map(|(language, title, body, other, date)| {
            let blocks = [(Shape::Paragraph, &**body), (Shape::Heading(2), &**title), (Shape::Code, &**other), (Shape::Item, &**other)];
            profile(&Text { language: *language, title, slug: Some(other), date: *date, blocks: &blocks, links: &[other], images: &[body], truncated: false })
        }).collect();
        let profiles: Vec<&Profile> = profiles.iter().collect();
        let first = pair(&profiles, &[], &[], Thresholds { make: 0.1, propose: 0.01 });
        let mut seen = HashSet::new();
        for m in &first.pairs {
            let (a, b) = (texts[m.a].0, texts[m.b].0);
            proptest::prop_assert!(a < b && (0.0..=1.0).contains(&m.score));
            proptest::prop_assert!(seen.insert((m.a, b)) && seen.insert((m.b, a)));
        }
        let again = pair(&profiles, &[], &[], Thresholds { make: 0.1, propose: 0.01 });
        proptest::prop_assert_eq!(format!("{:?}", first), format!("{:?}", again));
    }
}
