//! Whole archives of our own words, and what must hold of any text.

use super::*;
use proptest::prelude::*;

/// Every line that is not blank is in exactly one span, or dropped, or both; spans do not overlap.
fn tiles(files: &[ArchiveFile], reading: &ArchiveReading) {
    for (file, source) in files.iter().enumerate() {
        let mut owner = vec![0; source.text.split('\n').count() + 1];
        for span in reading
            .posts
            .iter()
            .flat_map(|post| &post.copies)
            .filter(|span| span.file == file)
        {
            assert!(
                span.first >= 1 && span.first <= span.last && span.last < owner.len(),
                "{span:?}"
            );
            owner[span.first..=span.last]
                .iter_mut()
                .for_each(|count| *count += 1);
        }
        let dropped = |n: usize| {
            reading
                .dropped
                .iter()
                .any(|d| d.file == file && d.line == n && d.text.is_none())
        };
        for (n, line) in source
            .text
            .trim_start_matches('\u{feff}')
            .split('\n')
            .enumerate()
        {
            let blank = line
                .trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
                .is_empty();
            assert!(owner[n + 1] <= 1, "line {} is in several posts", n + 1);
            assert!(
                blank || owner[n + 1] == 1 || dropped(n + 1),
                "line {} is lost: {line:?}",
                n + 1
            );
        }
    }
}

/// Reads a text as an archive of one file; no line of it is lost.
fn read_file(text: &str) -> ArchiveReading {
    let files = [ArchiveFile {
        name: "a.txt",
        text,
    }];
    let reading = read_archive(&files, &["fr", "en"], &[]);
    tiles(&files, &reading);
    reading
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => prop::sample::select(vec![
            "Publicités", "Share this:", "  • Twitter", "Lire la suite", "Publié le 3 mai 2014 par Anne Roux", "3 mai 2014",
            "-----", "four_1", "Un four (Photo credit: Wikipedia)", "Le pain", "Sommaire", "• sel", "  1. eau",
            "Marie dit :", "2 commentaires", "3 mai 2014 à 10 h 12", "Répondre", "Title: le pain", "Subject:", "Date: 3 mai 2014", "Content: le sel", "12", "Follow",
            "pain2Côté four tout va très bien", "Le four est chaud Lire la suite", "https://example.org/", "\u{a0}", "\t",
        ]).prop_map(str::to_string),
        3 => "[A-Zé][a-zé ,’«»?!.:]{0,60}",
        1 => "\\PC{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_tiled(files in prop::collection::vec(prop::collection::vec(any_line(), 0..40), 1..4), crlf: bool, kind in 0..12_usize) {
        let texts: Vec<String> = files.iter().map(|lines| lines.join(if crlf { "\r\n" } else { "\n" })).collect();
        let files: Vec<ArchiveFile> = texts.iter().map(|text| ArchiveFile { name: "a.txt", text }).collect();
        let reading = read_archive(&files, &["fr", "en"], &[]);
        tiles(&files, &reading);
        let words = texts.first().map(|text| text.chars().take(12).collect()).unwrap_or_default();
        use CorrectionAction::{Byline, Drop, Join, Keep, Start};
        let one = CorrectedLines::One { text: String::clone(&words), number: None };
        let like = CorrectedLines::Like(format!("{words}*"));
        let (lines, action) = match kind {
            0..4 => (one, [Start, Join, Drop, Keep][kind]),
            4..7 => (like, [Drop, Keep, Byline][kind - 4]),
            _ => (CorrectedLines::Titles(TitlePlace::ALL[kind - 7].1), Start),
        };
        let at = Correction { file: None, lines, action };
        tiles(&files, &read_archive(&files, &["fr", "en"], &[at]));
    }
}

#[test]
fn odd_files() {
    for text in [
        "",
        "\n\n\n",
        "\u{feff}",
        "Publicités\n\nShare this:\n",
        "x",
        "\r\n\r\nx\r\n",
        "3 mai 2014",
        "-----",
    ] {
        let files = [ArchiveFile {
            name: "a.txt",
            text,
        }];
        tiles(&files, &read_archive(&files, &["fr", "en"], &[]));
    }
    let long = "pain ".repeat(100_000);
    let files = [ArchiveFile {
        name: "a.txt",
        text: &long,
    }];
    tiles(&files, &read_archive(&files, &["fr", "en"], &[]));
    tiles(&files, &read_archive(&files, &[], &[]));
}

const SEIGLE: &str = "Le pain de seigle demande une longue attente, et celui qui se presse le rate à coup sûr. Mon grand-père \
    pétrissait le soir, couvrait la pâte d’un linge et n’y touchait plus avant l’aube. Le seigle lève peu, il colle aux \
    doigts, il veut un levain bien mûr et une cuisson douce. La mie reste serrée, presque noire, et se garde une semaine.";
const FOUR: &str = "Un four à bois ne se règle pas avec un bouton, il se lit. La voûte blanchit quand la chaleur est assez \
    forte, et la main que l’on tend à l’entrée dit le reste. On brûle du hêtre, jamais du sapin, et l’on attend que la \
    braise tombe. Alors seulement on balaie la sole, on enfourne, et l’on ferme la porte pour une heure au moins.";
const GARDEN: &str = "A small garden asks for patience more than for money. We began with three beds, a heap of compost and a \
    borrowed spade, and we lost most of the lettuces to the slugs in the first spring. The beans forgave us everything. \
    By the second year the soil was darker, the worms had come back, and the neighbours began to bring us their seeds.";

fn titles(reading: &ArchiveReading) -> Vec<(Option<&str>, usize, bool)> {
    reading
        .posts
        .iter()
        .map(|post| (post.title.as_deref(), post.language, post.truncated))
        .collect()
}

#[test]
fn two_files_of_one_blog() {
    // WordPress glues the last two words of a title.
    let one = format!(
        "Le pain de seigle de mon\u{a0}grand-père\n\n{SEIGLE}\n\n{SEIGLE}\n\nPublicités\n\nLire dans la voûte d’un\u{a0}four\n\n{FOUR} Lire la suite\n\n\
         Our first garden with the\u{a0}neighbours\n\n{GARDEN}\n\nShare this:\n  • Twitter\n"
    );
    let two = format!(
        "Our first garden with the\u{a0}neighbours\n\n{GARDEN}\n\nWhat the slugs left us is another story.\n"
    );
    let files = [
        ArchiveFile {
            name: "1.txt",
            text: &one,
        },
        ArchiveFile {
            name: "2.txt",
            text: &two,
        },
    ];
    let reading = read_archive(&files, &["fr", "en"], &[]);
    tiles(&files, &reading);
    let expected = [
        (Some("Le pain de seigle de mon\u{a0}grand-père"), 0, false),
        (Some("Lire dans la voûte d’un\u{a0}four"), 0, true),
        (Some("Our first garden with the\u{a0}neighbours"), 1, false),
    ];
    assert_eq!(titles(&reading), expected);
    let spans: Vec<_> = reading.posts[2]
        .copies
        .iter()
        .map(|span| (span.file, span.first, span.last))
        .collect();
    assert_eq!(spans, [(1, 1, 5), (0, 13, 15)], "the fullest copy is kept");
    assert!(
        reading
            .dropped
            .iter()
            .any(|d| d.text.as_deref() == Some("Lire la suite") && d.reason == DropReason::More)
    );
}

#[test]
fn the_author_has_the_last_word() {
    let text = format!(
        "Le pain de seigle\n\n{SEIGLE}\n\nLa voûte\n\n{FOUR}\n\nPublicités\n\nfour_a_pain_2\n\n{FOUR}\n"
    );
    let files = [ArchiveFile {
        name: "1.txt",
        text: &text,
    }];
    let at = |text: &str, action| Correction {
        file: None,
        lines: CorrectedLines::One {
            text: text.to_string(),
            number: None,
        },
        action,
    };
    let starts = |corrections: &[Correction]| {
        let reading = read_archive(&files, &["fr", "en"], corrections);
        tiles(&files, &reading);
        reading
            .posts
            .iter()
            .flat_map(|post| &post.copies)
            .map(|span| span.first)
            .collect::<Vec<_>>()
    };
    let dropped = |corrections: &[Correction]| {
        let reading = read_archive(&files, &["fr", "en"], corrections);
        reading
            .dropped
            .iter()
            .filter(|d| d.text.is_none())
            .map(|d| d.line)
            .collect::<Vec<_>>()
    };
    assert_eq!(starts(&[at("la voute", CorrectionAction::Start)]), [1, 5]);
    assert_eq!(starts(&[at("La voûte", CorrectionAction::Join)]), [1]);
    assert_eq!(dropped(&[]), [9, 11]);
    assert_eq!(dropped(&[at("Publicités", CorrectionAction::Keep)]), [11]);
    assert_eq!(
        dropped(&[at("La voûte", CorrectionAction::Drop)]),
        [5, 9, 11]
    );
    assert_eq!(
        read_archive(
            &files,
            &["fr", "en"],
            &[at("Nulle part", CorrectionAction::Drop)]
        )
        .unmatched,
        [0]
    );
}

#[test]
fn bylines_and_signatures() {
    let text = format!(
        "Le pain de seigle de mon grand-père\nPublié le 3 mai 2014 par Anne Roux\n\n{SEIGLE}\n\n\n\
         Lire dans la voûte d’un four\nPublié le 4 juin 2014 par Marc Petit\n\n{FOUR}\n\nÉcrit par Luc Morel, boulanger.\n"
    );
    let reading = read_archive(
        &[ArchiveFile {
            name: "1.txt",
            text: &text,
        }],
        &["fr", "en"],
        &[],
    );
    let found: Vec<_> = reading
        .posts
        .iter()
        .map(|post| (post.signature.as_deref(), post.date))
        .collect();
    assert_eq!(
        found,
        [
            (Some("Anne Roux"), Some((2014, 5, 3))),
            (Some("Marc Petit"), Some((2014, 6, 4)))
        ]
    );
}

/// Title lines and languages of what is read, then the lines of the doubts about boundaries.
fn short_posts(text: &str) -> (Vec<(usize, usize)>, Vec<usize>) {
    let files = [ArchiveFile {
        name: "1.txt",
        text,
    }];
    let reading = read_archive(&files, &["fr", "en"], &[]);
    tiles(&files, &reading);
    let mut posts: Vec<_> = reading
        .posts
        .iter()
        .flat_map(|post| post.copies.iter().map(|span| (span.first, post.language)))
        .collect();
    posts.sort_unstable();
    let doubts = reading
        .doubts
        .iter()
        .filter(|doubt| doubt.about == DoubtSubject::Boundary && doubt.weight >= 0.3);
    (posts, doubts.map(|doubt| doubt.line).collect())
}

const PLUIE: &str = "Il a plu toute la semaine, et le marché n’a pas désempli pour autant. Les gens achetaient des poireaux \
    sous un parapluie, puis restaient parler avec la marchande.\n\nElle dit que la pluie rend les clients plus lents, et que les \
    clients lents reviennent. Je la crois volontiers, car je suis revenu trois fois.";
const FERRY: &str = "The ferry leaves at six, whether you are on it or not. My aunt missed it twice in the same summer and \
    still speaks well of the captain.\n\nHe had waved at her from the deck, she says, and he was sorry for her. That is more than \
    the railway has ever done for anybody in our family.";
const PUITS: &str = "Le puits de la cour est à sec depuis le mois de juin. On y descend une lampe pour montrer aux enfants les \
    pierres du fond, qui sont blanches.\n\nMon voisin voudrait le combler, mais sa femme ne veut pas. Elle pense que l’eau \
    reviendra quand on ne l’attendra plus.";
const LETTER: &str = "The postman told us that he would rather walk than drive. From the van he sees the road, and on foot he \
    sees who has not opened the shutters, which is what he is there for.";

#[test]
fn short_posts_in_two_languages() {
    for (text, posts, doubts) in [
        // A title in the new language, or in none; a signature above it.
        (
            format!("Un marché sous la pluie\n\n{PLUIE}\n\nThe last ferry\n\n{FERRY}\n"),
            vec![(1, 0), (7, 1)],
            vec![],
        ),
        (
            format!("The last ferry\n\n{FERRY}\n\nTrois paniers\n\n{PLUIE}\n"),
            vec![(1, 1), (7, 0)],
            vec![],
        ),
        (
            format!(
                "Un marché sous la pluie\n\n{PLUIE}\n\nClaire\n\nThe last ferry home\n\n{FERRY}\n\nLe puits\n\n{PUITS}\n"
            ),
            vec![(1, 0), (9, 1), (15, 0)],
            vec![],
        ),
        // No blank line anywhere.
        (
            format!("Un marché sous la pluie\n{PLUIE}\nThe last ferry\n{FERRY}\n")
                .replace("\n\n", "\n"),
            vec![(1, 0), (4, 1)],
            vec![],
        ),
        // A quotation returns to the language of its post.
        (
            format!("Un marché sous la pluie\n\n{PLUIE}\n\n« {LETTER} »\n\n{PUITS}\n"),
            vec![(1, 0)],
            vec![],
        ),
        (
            format!("Un marché sous la pluie\n\n{PLUIE}\n\nThe postman\n\n{LETTER}\n\n{PUITS}\n"),
            vec![(1, 0)],
            vec![],
        ),
        (
            format!(
                "Un marché sous la pluie\n\n{PLUIE}\n\nUne lettre anglaise\n\n{LETTER}\n\n{PUITS}\n"
            ),
            vec![(1, 0)],
            vec![],
        ),
        // No title: one post, which the author should look at.
        (
            format!("Un marché sous la pluie\n\n{PLUIE}\n\n{PUITS}\n\n{FERRY}\n"),
            vec![(1, 0)],
            vec![11],
        ),
        // The versions of one post.
        (
            format!(
                "Un marché sous la pluie\n\n{PLUIE}\n\n{PUITS}\n\nEnglish version\n\n{FERRY}\n"
            ),
            vec![(1, 0)],
            vec![11],
        ),
    ] {
        assert_eq!(short_posts(&text), (posts, doubts), "{text}");
    }
}

#[test]
fn a_copy_at_the_head_is_no_table_of_contents() {
    let text =
        format!("Le marché\n\n{PLUIE}\n\nThe last ferry\n\n{FERRY}\n\nSous la pluie\n\n{PLUIE}\n");
    let reading = read_archive(
        &[ArchiveFile {
            name: "1.txt",
            text: &text,
        }],
        &["fr", "en"],
        &[],
    );
    assert!(reading.dropped.is_empty(), "{:?}", reading.dropped);
}

/// Posts in a layout: `%t` is the title, `%x` the text, `#` a number of the post's own, `@` its author.
fn laid_out(layout: &str) -> String {
    [
        ("Le pain de seigle de mon grand-père", SEIGLE),
        ("Our first garden with the neighbours", GARDEN),
        ("Un marché sous la pluie d’octobre", PLUIE),
        ("The last ferry of the summer", FERRY),
        ("Lire dans la voûte d’un four à bois", FOUR),
        ("Le puits à sec de notre cour", PUITS),
    ]
    .iter()
    .enumerate()
    .map(|(n, (title, text))| {
        let (number, author) = ((n * 37 + 5).to_string(), ["Anne Roux", "Luc Morel"][n % 2]);
        layout
            .replace("%t", title)
            .replace('#', &number)
            .replace('@', author)
            .replace("%x", text)
    })
    .collect()
}

#[test]
fn what_is_around_titles_is_known_by_its_place() {
    let titles = [
        "Le pain",
        "Our first",
        "Un marché",
        "The last",
        "Lire dans",
        "Le puits",
    ];
    for (layout, boilerplate) in [
        // Labels, together and apart from the text.
        ("From: @\nSubject: %t\nMessage-ID: m#\n\n%x\n\n", 3),
        ("Titre : %t\n\n%x\n\n", 1),
        ("Title: %t\nDate: 2014-05-03\n\nContent: %x\n\n", 3),
        ("---\ntitle: %t\ndraft: no\n---\n\n%x\n\n", 4),
        // The post's own address, over and under its title.
        ("https://blog.example.org/#\n%t\n\n%x\n\n", 1),
        ("%t\nhttps://blog.example.org/#\n\n%x\n\n", 1),
        // Medium: an author, a button, a byline; a counter below.
        (
            "%t\n@\nFollow\n# min read · May 3, 2014\n\n%x\n\n#\n\n\n",
            4,
        ),
        (
            "%t\n\nSuivre\n\nPublié le 3 mai 2014\n\n%x\n\n# applaudissements\n\n",
            3,
        ),
        // A name alone, and a counter with a sign.
        ("%t\n@\n\n%x\n\n♥ #\n\n", 2),
        // Titles indented less than the text.
        ("%t\n\n   %x\n\n", 0),
    ] {
        let text = laid_out(layout);
        let files = [ArchiveFile {
            name: "1.txt",
            text: &text,
        }];
        let reading = read_archive(&files, &["fr", "en"], &[]);
        tiles(&files, &reading);
        let found: Vec<&str> = reading
            .posts
            .iter()
            .map(|post| post.title.as_deref().unwrap_or("none"))
            .collect();
        assert_eq!(found.len(), titles.len(), "{layout}: {found:?}");
        assert!(
            found
                .iter()
                .zip(titles)
                .all(|(found, title)| found.contains(title)),
            "{layout}: {found:?}"
        );
        assert_eq!(
            reading.dropped.len(),
            boilerplate * titles.len(),
            "{layout}: {:?}",
            reading.dropped
        );
    }
}

#[test]
fn a_byline_on_several_lines() {
    let text = laid_out("%t\n@\nFollow\n# min read · May 3, 2014\n\n%x\n\n#\n\n\n");
    let reading = read_archive(
        &[ArchiveFile {
            name: "1.txt",
            text: &text,
        }],
        &["fr", "en"],
        &[],
    );
    assert!(
        reading
            .posts
            .iter()
            .all(|post| post.signature.is_some() && post.date == Some((2014, 5, 3))),
        "{reading:?}"
    );
}

#[test]
fn a_correction_may_write_the_label_or_not() {
    let text = laid_out("Title: %t\n\n%x\n\n");
    for (words, posts) in [
        ("Title: Le puits à sec", 5),
        ("le puits à sec", 5),
        ("Title:", 6),
        ("Titre : Le puits à sec", 6),
    ] {
        let join = Correction {
            file: None,
            lines: CorrectedLines::One {
                text: words.to_owned(),
                number: None,
            },
            action: CorrectionAction::Join,
        };
        let reading = read_archive(
            &[ArchiveFile {
                name: "1.txt",
                text: &text,
            }],
            &["fr", "en"],
            &[join],
        );
        assert_eq!(
            (reading.posts.len(), reading.unmatched.is_empty()),
            (posts, posts == 5),
            "{words}"
        );
    }
}

#[test]
fn the_address_of_a_post_is_kept() {
    for layout in [
        "https://blog.example.org/#\n%t\n\n%x\n\n",
        "%t\nhttps://blog.example.org/#\n\n%x\n\n",
        "Title: %t\nURL: https://blog.example.org/#\n\n%x\n\n",
    ] {
        let text = laid_out(layout);
        let reading = read_archive(
            &[ArchiveFile {
                name: "1.txt",
                text: &text,
            }],
            &["fr", "en"],
            &[],
        );
        let found: Vec<Option<&str>> = reading
            .posts
            .iter()
            .map(|post| post.address.as_deref())
            .collect();
        let expected: Vec<String> = (0..6)
            .map(|n| format!("https://blog.example.org/{}", n * 37 + 5))
            .collect();
        assert_eq!(
            found,
            expected
                .iter()
                .map(|address| Some(address.as_str()))
                .collect::<Vec<_>>(),
            "{layout}"
        );
    }
    let text = laid_out("Title: %t\nSource: https://news.example.org/#\n\n%x\n\n");
    let reading = read_archive(
        &[ArchiveFile {
            name: "1.txt",
            text: &text,
        }],
        &["fr", "en"],
        &[],
    );
    assert!(
        reading.posts.iter().all(|post| post.address.is_none()),
        "what a post is about is elsewhere"
    );
}

#[test]
fn lines_that_come_again_may_be_the_author_s() {
    for (layout, bylines) in [
        // A title that comes again, with a byline under it.
        ("Les liens de la semaine\nPublié le 3 mai 2014\n\n%x\n\n", 6),
        // Sections of a text, videos and addresses that it names.
        (
            "%t\n\n%x\n\nPartie #\n\nhttps://www.youtube.com/watch?v=abcdefghi#\n\n%x\n\n",
            0,
        ),
        ("%t\n\n%x\n\nVoir aussi\nhttps://example.org/#\n\n", 0),
    ] {
        let text = laid_out(layout);
        let reading = read_archive(
            &[ArchiveFile {
                name: "1.txt",
                text: &text,
            }],
            &["fr", "en"],
            &[],
        );
        let found = reading
            .dropped
            .iter()
            .filter(|dropped| dropped.reason == DropReason::Byline);
        assert_eq!(found.count(), bylines, "{layout}: {:?}", reading.dropped);
    }
}

#[test]
fn numbers_that_count_the_posts_are_no_part_of_titles() {
    let listed = |numbers: [&str; 3]| {
        format!(
            "{}Le pain de seigle\n\n\n{SEIGLE}\n\n{SEIGLE}\n\n\n\n{}Our first garden\n\n\n{GARDEN}\n\n{GARDEN}\n\n\n\n\
             {}Lire dans la voûte\n\n\n{FOUR}\n\n{FOUR}\n",
            numbers[0], numbers[1], numbers[2]
        )
    };
    for (numbers, kept) in [
        (["1. ", "2. ", "3. "], false),
        (["3. ", "2. ", "7. "], true),
        (["", "2. ", ""], true),
    ] {
        let text = listed(numbers);
        let files = [ArchiveFile {
            name: "1.txt",
            text: &text,
        }];
        let line = text
            .lines()
            .position(|line| line.contains("Our first garden"))
            .expect("a title")
            + 1;
        let starts = ["Our first garden", "2. Our first garden"];
        let reading = starts.map(|text| {
            let at = Correction {
                file: None,
                lines: CorrectedLines::One {
                    text: text.to_owned(),
                    number: None,
                },
                action: CorrectionAction::Start,
            };
            read_archive(&files, &["fr", "en"], &[at])
        });
        assert!(
            reading.iter().all(|reading| reading.unmatched.is_empty()),
            "{numbers:?}"
        );
        tiles(&files, &reading[0]);
        let post = reading[0]
            .posts
            .iter()
            .find(|post| post.copies[0].first == line)
            .expect("a post");
        assert_eq!(
            post.title.as_deref(),
            Some(if kept {
                "2. Our first garden"
            } else {
                "Our first garden"
            })
        );
        let label = DroppedLine {
            file: 0,
            line,
            text: Some("2.".to_owned()),
            reason: DropReason::Label,
        };
        assert_eq!(
            reading[0].dropped.contains(&label),
            !kept,
            "{:?}",
            reading[0].dropped
        );
    }
}

#[test]
fn what_a_table_of_contents_leaves_out_is_a_heading_rather() {
    let posts = [
        ("Le pain de seigle", SEIGLE),
        ("Les poireaux du marché", PLUIE),
        ("Lire dans la voûte", FOUR),
        ("Le puits à sec de notre cour", PUITS),
    ];
    let body = posts
        .map(|(title, text)| format!("{title}\n\n{text}\n\nPuis : {text}\n\nEnfin : {text}\n\n\n"))
        .concat();
    let titles = |text: &str| {
        let reading = read_archive(
            &[ArchiveFile {
                name: "1.txt",
                text,
            }],
            &["fr", "en"],
            &[],
        );
        reading
            .posts
            .iter()
            .filter_map(|post| post.title.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&body), posts.map(|(title, _)| title));
    let table =
        "Sommaire\nLe pain de seigle\nLire dans la voûte\nLe puits à sec de notre cour\n\n\n";
    assert_eq!(
        titles(&format!("{table}{body}")),
        [
            "Le pain de seigle",
            "Lire dans la voûte",
            "Le puits à sec de notre cour"
        ]
    );
}

#[test]
fn an_excerpt_that_breaks_off_ends_its_post() {
    let cut = |ends: &str| {
        let text = format!(
            "Un marché sous la pluie\n\n{}{ends}\n\nCe que dit le puits\n\n{PUITS}\n",
            PLUIE.lines().next().unwrap_or_default()
        );
        let reading = read_archive(
            &[ArchiveFile {
                name: "1.txt",
                text: &text,
            }],
            &["fr", "en"],
            &[],
        );
        reading
            .posts
            .iter()
            .map(|post| (post.copies[0].first, post.truncated))
            .collect::<Vec<_>>()
    };
    assert_eq!(cut(" […]"), [(1, true), (5, false)]);
    assert_eq!(cut(" [...]"), [(1, true), (5, false)]);
    assert_eq!(cut(""), [(1, false)]);
}

/// Posts of one author: a title, a text, and what all of them carry.
fn dump(posts: &[(&str, &str)], below: &str) -> String {
    let post = |(title, text): &(&str, &str)| format!("{title}\n\n{text}\n\n{below}\n\n");
    posts.iter().map(post).collect()
}

#[test]
fn what_all_posts_carry_makes_no_copies() {
    let licence = "Ce carnet est hébergé par une association de quartier, qui ne demande rien à personne et que l’on peut aider \
                   en passant le mardi soir ; ses textes se copient librement, pourvu que l’on dise d’où ils viennent.";
    let files = [
        dump(
            &[("Le pain de seigle de mon grand-père", "Il lève peu.")],
            licence,
        ),
        dump(
            &[("Lire dans la voûte d’un four", "On y brûle du hêtre.")],
            licence,
        ),
        format!(
            "Le puits à sec de notre cour\n\nOn y descend une lampe. Lire la suite\n\n{licence}\n"
        ),
    ];
    let files: Vec<ArchiveFile> = files
        .iter()
        .map(|text| ArchiveFile {
            name: "a.txt",
            text,
        })
        .collect();
    for files in [&files[..], &files[..2]] {
        let reading = read_archive(files, &["fr", "en"], &[]);
        tiles(files, &reading);
        assert_eq!(reading.posts.len(), files.len(), "{:?}", titles(&reading));
        assert!(
            reading.posts.iter().all(|post| post.copies.len() == 1),
            "{reading:?}"
        );
    }
}

#[test]
fn a_copy_is_in_the_post_that_has_most_of_it() {
    let whole = dump(
        &[(
            "Le pain de seigle de mon grand-père",
            &format!("{SEIGLE}\n\n{FOUR}\n\n{GARDEN}"),
        )],
        "",
    );
    let cut = format!("Le pain de seigle de mon grand-père\n\n{SEIGLE} Lire la suite\n");
    // A file in which the boundary between two posts is lost makes no copies of them.
    let other = dump(&[("Our first garden with the neighbours", GARDEN)], "");
    let texts = [whole, cut, other];
    let files: Vec<ArchiveFile> = texts
        .iter()
        .map(|text| ArchiveFile {
            name: "a.txt",
            text,
        })
        .collect();
    let reading = read_archive(&files, &["fr", "en"], &[]);
    let copies = |post: &ArchivePost| post.copies.iter().map(|copy| copy.file).collect::<Vec<_>>();
    let of_bread = reading.posts.iter().find(|post| {
        post.title
            .as_deref()
            .is_some_and(|title| title.contains("pain"))
    });
    let of_bread = of_bread.expect("the post");
    assert_eq!(copies(of_bread), [0, 1], "{:?}", titles(&reading));
    assert!(
        of_bread.shares.iter().all(|(_, share)| *share > 0.95),
        "{:?}",
        of_bread.shares
    );
}

/// Words of which no two posts share any.
fn any_words(letter: char) -> impl Strategy<Value = String> {
    let word = format!("{letter}[a-z]{{3,7}}");
    let word = proptest::string::string_regex(&word).expect("a pattern");
    prop::collection::vec(word, 20..60).prop_map(|words| words.join(" ") + ".")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn posts_whose_words_are_unlike_are_never_merged(texts in (any_words('b'), any_words('k'), any_words('w')), footer in any_words('z')) {
        let texts = [texts.0, texts.1, texts.2];
        let files: Vec<String> = texts.iter().enumerate().map(|(n, text)| {
            format!("Un titre numéro {n} du carnet\n\n{text}\n\n{text}\n\n{footer}\n\nShare this:\n")
        }).collect();
        let files: Vec<ArchiveFile> = files.iter().map(|text| ArchiveFile { name: "a.txt", text }).collect();
        let reading = read_archive(&files, &["fr", "en"], &[]);
        for post in &reading.posts {
            let mut of: Vec<usize> = post.copies.iter().map(|copy| copy.file).collect();
            of.dedup();
            prop_assert_eq!(of.len(), 1, "{:?}", post);
        }
    }
}

#[test]
fn one_mark_parts_short_posts() {
    let posts = [
        ("Le pain de seigle de mon grand-père", SEIGLE),
        (
            "Lire dans la voûte d’un four à bois",
            &format!(
                "{FOUR} Le soir, on laisse la porte du four entrouverte et l’on y glisse les pommes, les poires \
            et les châtaignes, qui sèchent jusqu’au matin sur la sole encore tiède ; le chat dort dessous, et personne ne le chasse."
            ),
        ),
        (
            "Le puits",
            "Le puits de la cour est à sec depuis le mois de juin. On y descend une lampe pour montrer aux enfants les pierres \
                      du fond, qui sont blanches. Mon voisin voudrait le combler, mais sa femme ne veut pas. \
                Elle pense que l’eau reviendra quand on ne l’attendra plus, comme elle est venue la première fois, un soir \
                de novembre, au fond d’un trou creusé pour autre chose. Depuis, les enfants y jettent des cailloux et comptent.",
        ),
    ];
    for (above, below) in [
        ("", "\n* * *"),
        ("", "\n\n"),
        ("3 mai 2014\n", ""),
        ("", "\nShare this:"),
    ] {
        let post = |(title, text): &(&str, &str)| format!("{above}{title}\n\n{text}\n{below}\n");
        let text: String = posts.iter().map(post).collect();
        let reading = read_file(&text);
        let found: Vec<_> = reading
            .posts
            .iter()
            .map(|post| post.title.as_deref().unwrap_or(""))
            .collect();
        assert_eq!(found, posts.map(|(title, _)| title), "{above:?} {below:?}");
    }
}

#[test]
fn excerpts_end_within_a_sentence() {
    for (end, truncated) in [
        ("et celui qui se presse le [...]", true),
        ("et celui qui se presse le....", true),
        ("et celui qui se presse pour...", true),
        ("et celui qui se presse pour le", true),
        ("et celui qui se presse le rate.", false),
        ("et celui qui se presse le rate", false),
    ] {
        let text = format!("Le pain de seigle\n\nIl demande une longue attente, {end}\n");
        let reading = read_file(&text);
        assert_eq!(reading.posts[0].truncated, truncated, "{end}");
    }
}

#[test]
fn code_is_the_authors() {
    let text = format!(
        "Le pain de seigle de mon grand-père\n\n{SEIGLE}\n\nfn pain(sel) {{\n    cuire(sel);\n}}\n\n{FOUR}\n"
    );
    let reading = read_file(&text);
    assert!(reading.dropped.is_empty(), "{:?}", reading.dropped);
    let code: Vec<_> = reading.posts[0]
        .blocks
        .iter()
        .filter(|block| block.kind == ArchiveBlockKind::Code)
        .collect();
    assert_eq!(code.len(), 1);
    assert_eq!(code[0].text, "fn pain(sel) {\n    cuire(sel);\n}");
}

/// Whole pages, one after the other, with words that no list knows: only where they come tells what they are.
#[test]
fn titles_between_what_pages_print() {
    let posts = [
        ("Le seigle de mon grand-père", SEIGLE),
        ("Une voûte pour lire le four", FOUR),
        ("Un marché sous la pluie", PLUIE),
        ("La corde du puits", PUITS),
        ("The postman and his van", LETTER),
        ("A ferry at six", FERRY),
    ];
    for (above, below, after) in [
        // What is between a title and its text; a list of the latest posts, which are titles too.
        (
            "Zorbec mulan\n\nTarbe solic vendu\n\n",
            "\n\nFroubé le\n\nSaluc : Ramou\n\nVoltige cabrin\n\n",
            "\n\nLombrec pastis\n\nLe seigle de mon grand-père\n\nUne voûte pour lire le four\n\nLa corde du puits\n\nBastou gravelin\n\n",
        ),
        // A path to the page.
        (
            "Zorbec mulan\n\nZorbec mulan » {}\n\n",
            "\n\nFroubé le\n\n",
            "\n\nPlus tard : La corde du puits\n\nBastou gravelin\n\n",
        ),
    ] {
        let page = |(title, text): &(&str, &str)| {
            let above = above.replace("{}", title);
            format!("{above}{title}{below}{text}{after}")
        };
        let text: String = posts.iter().map(page).collect();
        let reading = read_file(&text);
        let mut found: Vec<_> = reading
            .posts
            .iter()
            .map(|post| post.title.as_deref().unwrap_or(""))
            .collect();
        found.sort_unstable();
        let mut titles = posts.map(|(title, _)| title);
        titles.sort_unstable();
        assert_eq!(found, titles, "{text}\n{:?}", reading.dropped);
        assert!(
            reading.posts.iter().all(|post| post.blocks.len() <= 4),
            "{:?}",
            reading.posts
        );
    }
}

/// A title that is set off by a date alone, where all titles are.
#[test]
fn a_date_under_each_title_is_enough() {
    let text = format!(
        "Le seigle de mon grand-père\n4 juin 2014\n\n{SEIGLE}\n\nUne voûte pour lire le feu\n12 juin 2014\n\n{FOUR}\n"
    );
    let reading = read_file(&text);
    assert_eq!(reading.posts.len(), 2, "{:?}", reading.posts);
}
