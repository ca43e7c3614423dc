//! Step 2, lines → marks: what each line is before anything is decided, the author's text, or boilerplate, a caption, a lost image, a
//! byline; and which part of a line is not the author's.
//!
//! `alone` looks at a line's own words (`phrases`, `grammar`, `dates`, `image_names`), `context` and `comments` at the lines beside
//! it, `permalinks` at all files, `zones` at the `parts` of each file, by the lines and `shapes` of `recurrence` and the
//! `neighbours` of titles.

pub mod alone;
mod comments;
mod context;
mod dates;
mod grammar;
mod image_names;
pub mod mark;
mod neighbours;
mod parts;
mod permalinks;
pub mod phrases;
mod recurrence;
pub mod shapes;
mod tokens;
mod zones;

use super::lines::line::FileLines;
use super::lines::vocabulary::Vocabulary;
use mark::LineMark;

/// Marks every line of every file.
pub fn mark_lines(texts: &[FileLines], vocabulary: &Vocabulary) -> Vec<Vec<LineMark>> {
    let mut marks = alone::mark_alone(texts);
    for (text, marks) in texts.iter().zip(&mut marks) {
        context::mark_captions_above_credits(text, marks);
        comments::mark_comments(text, marks);
        context::mark_single_words(text, marks);
        context::mark_table_of_contents(text, marks);
        context::mark_dates_at_the_head(marks);
    }
    context::mark_navigation(texts, &mut marks);
    for (text, marks) in texts.iter().zip(&mut marks) {
        context::mark_repeated_titles(text, marks);
    }
    permalinks::mark_permalinks(texts, &mut marks, vocabulary);
    zones::mark_zones(texts, &mut marks, vocabulary);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::lines;
    use crate::archive::programs::read_plain;
    use crate::archive::report::DropReason;
    use crate::lang::Detector;

    fn dropped(source: &str) -> Vec<(usize, DropReason)> {
        let mut vocabulary = Vocabulary::default();
        let plain = read_plain(source);
        let text = lines::read_lines(&plain, &Detector::new(&["fr", "en"]), &mut vocabulary);
        let marks = mark_lines(std::slice::from_ref(&text), &vocabulary);
        text.lines
            .iter()
            .zip(&marks[0])
            .filter_map(|(l, m)| m.drop.map(|reason| (l.number, reason)))
            .collect()
    }

    #[test]
    fn context_shows_boilerplate() {
        use DropReason::*;
        for (source, expected) in [
            (
                "Le pain\n\nShare this:\n  • Twitter\n  • Facebook",
                vec![(3, Boilerplate), (4, Boilerplate), (5, Boilerplate)],
            ),
            ("Le pain\n\nTwitter\n\nFacebook", vec![]),
            ("Le pain\n\nContact\n\nÉcrivez au boulanger.", vec![]),
            (
                "Menu\nRecherche\n\nLe pain",
                vec![(1, Boilerplate), (2, Boilerplate)],
            ),
            (
                "Un four.\n\nUn four. (Photo credit: Wikipedia)\n\nLe texte.",
                vec![(1, Caption), (3, Caption)],
            ),
            ("Le pain\n\n* * *\n\nLa mie", vec![(3, Rule)]),
            ("Le four\n\nLe four\n\nIl chauffe.", vec![(3, Boilerplate)]),
            (
                "Accueil > Pain > Le four\n\nLe four\n\nIl chauffe.",
                vec![(1, Boilerplate)],
            ),
            (
                "Le four\n\nIl chauffe depuis hier soir, et la voûte en est déjà toute blanche.\n\n← La mie\n\nLa mie\n\nElle lève depuis hier soir sous un linge, et personne n’y a touché.\n\nLe four →",
                vec![(5, Boilerplate), (11, Boilerplate)],
            ),
            ("Le four\n\nPétrir →\n\nIl chauffe.", vec![]),
            ("Le pain\n\n--\n\nLa mie", vec![(3, Rule)]),
            (
                "Sommaire\nUn\nDeux\nTrois\n\nUn\nIl lève.\nDeux\nIl cuit.\nTrois\nIl dore.",
                vec![(1, Outside), (2, Outside), (3, Outside), (4, Outside)],
            ),
        ] {
            assert_eq!(dropped(source), expected, "{source}");
        }
    }
}
