//! Two texts of a story side by side: the page, the anchors on both posts, and what an adaptation gets instead.

use std::collections::BTreeMap;

use crate::support::{Built, SITE, TestSite, post};

const FRENCH: &str = "Marie Duval tient à Lyon une boutique de 40 mètres carrés.[^1]\n\n\
    ## Le samedi\n\n\
    Le samedi 14 juin 1994, 300 clients sont venus de Dakar, de Genève et de Bruxelles, et il a plu.\n\n\
    - Paul Martin vendait des parapluies à 12 francs ;\n- Anna Kowalski vendait des bottes, [le samedi](#le-samedi).\n\n\
    ![La boutique](boutique.svg)\n\n\
    > La pluie est une cliente, disait Marie Duval.\n\n\
    En 1998, la boutique a fermé ; [l’accueil](#main) est resté.\n\n\
    [^1]: D’après l’hebdomadaire Le Progrès de 1994.";

const ENGLISH: &str = "Marie Duval keeps a shop of 40 square metres in Lyon.[^a]\n\n\
    ## The Saturday\n\n\
    On Saturday 14 June 1994, 300 customers came from Dakar, Geneva and Brussels.\n\n\
    And it rained.\n\n\
    - Paul Martin sold umbrellas for 12 francs;\n- Anna Kowalski sold boots, [that Saturday](#the-saturday).\n\n\
    ![The shop](boutique.svg)\n\n\
    > Rain is a customer, said Marie Duval.\n\n\
    In 1998, the shop closed; [the welcome](#main) stayed.\n\n\
    [^a]: From the weekly Le Progrès of 1994.";

const OTHER: &str = "Anna Kowalski remembers Brussels, and nothing of Lyon.\n\n\
    She crossed the border in 1998 with a bag of books, a letter for Marie Duval that she never sent, and the address of a cousin \
    in Geneva who had moved to Dakar. It took her a winter to learn the trams, a spring to learn the language, and 12 years to \
    learn that nobody at the ministry had ever read her file. What she sold in those days she will not say. Umbrellas, perhaps; \
    it was that sort of town.\n\n\
    ## Paul Martin\n\n\
    He was a different matter altogether.";

fn site(english: &str) -> TestSite {
    TestSite::new(&[
        (
            "content/posts/pluie.fr.md",
            &post(
                "title = \"La pluie\"\nstory = \"rain\"\ndate = 2014-05-01",
                FRENCH,
            ),
        ),
        (
            "content/posts/rain.en.md",
            &post(
                "title = \"Rain\"\nstory = \"rain\"\ndate = 2014-05-02",
                english,
            ),
        ),
        (
            "content/posts/boutique.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
    ])
}

/// The values of an attribute, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    page.split(&format!(" {attribute}=\""))
        .skip(1)
        .map(|part| part.split('"').next().unwrap())
        .collect()
}

/// The text of each cell of each row, tags left out.
fn rows(page: &str) -> Vec<Vec<(String, String)>> {
    let cell = |cell: &str| {
        let text: String = cell
            .split('<')
            .skip(1)
            .map(|part| part.split_once('>').map_or("", |(_, text)| text))
            .collect();
        (
            values(&format!(" {cell}"), "lang")[0].to_owned(),
            text.split_whitespace().collect::<Vec<_>>().join(" "),
        )
    };
    let rows = page.split("class=\"row").skip(1);
    rows.map(|row| {
        row.split("class=\"side\"")
            .skip(1)
            .map(|part| cell(&format!("<{part}")))
            .collect()
    })
    .collect()
}

#[track_caller]
fn ids_are_unique_and_links_lead_somewhere(page: &str) {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    values(page, "id")
        .into_iter()
        .for_each(|id| *ids.entry(id).or_default() += 1);
    assert!(ids.values().all(|count| *count == 1), "{ids:?}");
    for target in values(page, "href")
        .into_iter()
        .filter_map(|href| href.strip_prefix('#'))
    {
        assert!(ids.contains_key(target), "#{target} among {ids:?}");
    }
}

#[test]
fn both_texts_stand_block_by_block() {
    let built = site(ENGLISH).build();
    assert_eq!(built.found, Vec::<String>::new());
    let rows = rows(built.page("/fr-en/pluie/"));
    let sides: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(|(lang, _)| lang.as_str()).collect())
        .collect();
    // What the other text lacks stands alone.
    assert!(
        sides
            .iter()
            .enumerate()
            .all(|(at, sides)| *sides == if at == 5 { &["en"][..] } else { &["fr", "en"] }),
        "{rows:?}"
    );
    let begins: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|(_, text)| text.chars().take(12).collect())
                .collect()
        })
        .collect();
    assert_eq!(
        begins,
        [
            vec!["La pluie", "Rain"],
            vec!["1er mai 2014", "2 May 2014 ·"],
            vec!["Marie Duval ", "Marie Duval "],
            vec!["Le samedi", "The Saturday"],
            vec!["Le samedi 14", "On Saturday "],
            vec!["And it raine"],
            vec!["Paul Martin ", "Paul Martin "],
            vec!["", ""],
            vec!["La pluie est", "Rain is a cu"],
            vec!["En 1998, la ", "In 1998, the"],
            vec!["D’après l’he", "From the wee"],
        ]
    );
}

#[test]
fn the_page_is_for_readers_and_for_no_search_engine() {
    let built = site(ENGLISH).build();
    let page = built.page("/fr-en/pluie/");
    assert!(
        page.contains("<meta name=\"robots\" content=\"noindex\">"),
        "{page}"
    );
    assert!(
        !page.contains("rel=\"canonical\"") && !page.contains("<link rel=\"alternate\" hreflang"),
        "{page}"
    );
    assert!(!built.files["sitemap.xml"].contains("fr-en"));
    assert!(
        !page
            .replace("<script src=\"/site.js\"", "")
            .contains("<script"),
        "it needs no script"
    );
    built.holds("/fr-en/pluie/", "<a href=\"/fr/pluie/\" lang=\"fr\" hreflang=\"fr\" dir=\"ltr\" rel=\"alternate\"><span>Français</span> <small class=\"to\">La pluie</small></a>");
    built.holds("/fr-en/pluie/", "<a href=\"/en/rain/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\" rel=\"alternate\"><span>English</span> <small class=\"to\">Rain</small></a>");
    built.holds(
        "/fr/pluie/",
        "<a class=\"both\" href=\"/fr-en/pluie/\"><svg",
    );
    built.holds("/en/rain/", "Read side by side</a></p>");
}

#[test]
fn ids_are_unique_and_notes_keep_working() {
    let built = site(ENGLISH).build();
    for path in ["/fr-en/pluie/", "/fr/pluie/", "/en/rain/"] {
        ids_are_unique_and_links_lead_somewhere(built.page(path));
    }
    for part in [
        "href=\"#fr:fn:1\"",
        "id=\"en:fn:1\"",
        "href=\"#en:the-saturday\"",
        "href=\"/fr/pluie/#main\"",
        "id=\"fr:p:1\"",
    ] {
        built.holds("/fr-en/pluie/", part);
    }
}

/// Each block that has a counterpart: its id, and the anchor of that.
fn counterparts<'b>(built: &'b Built, path: &str, attribute: &str) -> Vec<(&'b str, &'b str)> {
    let tags = built
        .page(path)
        .split('<')
        .filter(|tag| tag.contains(attribute));
    tags.map(|tag| (values(tag, "id")[0], values(tag, attribute)[0]))
        .collect()
}

#[test]
fn each_block_knows_its_counterpart() {
    let built = site(ENGLISH).build();
    assert_eq!(
        counterparts(&built, "/fr/pluie/", "data-at-en"),
        [
            ("p:1", "p:1"),
            ("le-samedi", "the-saturday"),
            ("p:2", "p:2"),
            ("p:3", "p:4"),
            ("p:4", "p:5"),
            ("p:5", "p:6"),
            ("p:6", "p:7")
        ]
    );
    assert_eq!(
        counterparts(&built, "/en/rain/", "data-at-fr"),
        [
            ("p:1", "p:1"),
            ("the-saturday", "le-samedi"),
            ("p:2", "p:2"),
            ("p:4", "p:3"),
            ("p:5", "p:4"),
            ("p:6", "p:5"),
            ("p:7", "p:6")
        ]
    );
    built.holds("/fr/pluie/", "<article class=\"h-entry\" data-keeps-place>");
}

#[test]
fn an_adaptation_has_no_such_page_and_says_so() {
    let built = site(OTHER).build();
    assert!(
        built.files.keys().all(|file| !file.starts_with("fr-en")),
        "{:?}",
        built.files.keys()
    );
    built.holds(
        "/fr/pluie/",
        "<span>English</span> <small class=\"to\">adapted · Rain</small></a>",
    );
    built.holds(
        "/fr/pluie/",
        "Aussi en anglais, dans une adaptation\u{a0}: <a href=\"/en/rain/\"",
    );
    built.holds(
        "/en/rain/",
        "Also available in French, as an adaptation: <a href=\"/fr/pluie/\"",
    );
    built.holds(
        "/en/rain/",
        "<link rel=\"alternate\" hreflang=\"fr\" href=\"https://example.org/fr/pluie/\">",
    );
    for part in ["data-at-", "data-keeps-place", "class=\"both\""] {
        built.lacks("/fr/pluie/", part);
    }
    // Paragraphs have anchors all the same.
    built.holds("/fr/pluie/", "<p id=\"p:1\">");
}

#[test]
fn of_a_text_whose_end_is_lost_nothing_is_said() {
    let site = site(ENGLISH);
    site.write(
        "content/posts/rain.en.md",
        post(
            "title = \"Rain\"\nstory = \"rain\"\ntruncated = true",
            "Marie Duval keeps a shop of 40 square metres in Lyon.",
        ),
    );
    let built = site.build();
    assert!(built.files.keys().all(|file| !file.starts_with("fr-en")));
    built.holds(
        "/fr/pluie/",
        "<span>English</span> <small class=\"to\">Rain</small></a>",
    );
    built.lacks("/fr/pluie/", "adaptation");
}

#[test]
fn three_languages_make_a_page_for_each_two() {
    let site = site(ENGLISH);
    site.write(
        "site.toml",
        format!("{SITE}[languages.es]\ntitle = \"El cuaderno\"\n"),
    );
    let spanish = ENGLISH
        .replace("keeps a shop", "tiene una tienda")
        .replace("The Saturday", "El sábado")
        .replace("(#the-saturday)", "(#el-sabado)");
    site.write(
        "content/posts/lluvia.es.md",
        post("title = \"La lluvia\"\nstory = \"rain\"", &spanish),
    );
    let built = site.build();
    for path in ["/fr-en/pluie/", "/fr-es/pluie/", "/en-es/rain/"] {
        ids_are_unique_and_links_lead_somewhere(built.page(path));
    }
    built.holds(
        "/fr/pluie/",
        "<p id=\"p:1\" data-at-en=\"p:1\" data-at-es=\"p:1\">",
    );
}

#[test]
fn posts_of_archives_stand_side_by_side_too() {
    let site = TestSite::new(&[]);
    let french = "La pluie\n\nMarie Duval tient à Lyon une boutique de 40 mètres carrés depuis 1994, et elle y vend des parapluies.\n\n\
        Le samedi 14 juin, 300 clients sont venus de Dakar, de Genève et de Bruxelles pour voir Paul Martin.\n\n\
        En 1998, la boutique de Marie Duval a fermé, et Anna Kowalski est partie pour Varsovie.\n";
    let english = "Rain\n\nMarie Duval has kept a shop of 40 square metres in Lyon since 1994, and sells umbrellas there.\n\n\
        On Saturday 14 June, 300 customers came from Dakar, Geneva and Brussels to see Paul Martin.\n\n\
        In 1998, the shop of Marie Duval closed, and Anna Kowalski left for Warsaw.\n";
    site.write("content/archive/fr.txt", french);
    site.write("content/archive/en.txt", english);
    site.write(
        "content/archive/archive.toml",
        "[[post]]\nstarts = \"La pluie\"\nstory = \"r\"\n[[post]]\nstarts = \"Rain\"\nstory = \"r\"\n",
    );
    let built = site.build();
    let rows = rows(built.page("/fr-en/la-pluie/"));
    assert_eq!(
        rows.iter().map(Vec::len).collect::<Vec<_>>(),
        [2, 2, 2, 2, 2],
        "{rows:?}"
    );
    assert_eq!(
        counterparts(&built, "/fr/la-pluie/", "data-at-en"),
        [("p:1", "p:1"), ("p:2", "p:2"), ("p:3", "p:3")]
    );
}

/// Texts that are mostly pictures say little in words: the same pictures in the same order are the same story.
#[test]
fn what_is_mostly_pictures_is_no_adaptation() {
    let album = |opening: &str, captions: [&str; 4]| {
        let pictures = ["quai.svg", "grue.svg", "cale.svg", "bar.svg"];
        let shown = pictures.iter().zip(captions);
        let shown: Vec<String> = shown
            .map(|(file, words)| format!("![{words}]({file} \"{words}\")"))
            .collect();
        post(
            "title = \"A\"\nstory = \"a\"",
            &format!("{opening}\n\n{}", shown.join("\n\n")),
        )
    };
    let french = album(
        "Partis à l’aube, revenus trempés.",
        ["Six heures", "La grue", "À la cale", "Au bar"],
    );
    let english = ["At six", "Iron, above all of us", "Low tide", "Dry at last"];
    for (english, is_parallel) in [
        (
            album("We left before light and were home for tea.", english),
            true,
        ),
        (
            album("We left before light.", english)
                .replace("grue", "x")
                .replace("cale", "grue")
                .replace("x.svg", "cale.svg"),
            false,
        ),
    ] {
        let picture = |name| (name, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        let site = TestSite::new(&[
            ("content/posts/a.fr.md", &french),
            ("content/posts/a.en.md", &english),
            picture("content/posts/quai.svg"),
            picture("content/posts/grue.svg"),
            picture("content/posts/cale.svg"),
            picture("content/posts/bar.svg"),
        ]);
        let built = site.build();
        let told = built.page("/fr/a/").contains("adaptation");
        assert_eq!(
            (built.files.contains_key("fr-en/a/index.html"), told),
            (is_parallel, !is_parallel)
        );
    }
}
