//! Comments below a post: "Marie says:", a date, the words, "Reply". Not the author's.

use super::mark::{CommentPart, LineMark};
use crate::archive::lines::line::{FileLines, Line};
use crate::archive::report::DropReason;
use crate::languages::{LineRole, archive_words};

/// So many lines of a comment are searched for its end.
const LONGEST: usize = 8;

/// No day is written in more digits ("31 12 2014"): what has more has the time of day.
const DAY: usize = 8;

pub fn mark_comments(text: &FileLines, marks: &mut [LineMark]) {
    let mut below_count = false;
    let mut i = 0;
    while i < marks.len() {
        if counts_comments(&text.lines[i], &marks[i]) {
            below_count = true;
        } else if let Some(words) = text_of_comment(text, marks, i, below_count) {
            let end = end_of_comment(text, marks, words);
            let dated = &marks[words - 1];
            let date = dated.date.flatten().or(dated.stated).or(marks[i].stated);
            let author = marks[i].author.take().unwrap_or_default();
            for (line, mark) in text.lines[i..end].iter().zip(&mut marks[i..end]) {
                *mark = LineMark::dropped(DropReason::Comment, LineRole::End);
                mark.comment = (!is_button(line)).then_some(CommentPart::Text);
            }
            marks[i..words]
                .iter_mut()
                .for_each(|mark| mark.comment = None);
            marks[i].comment = Some(CommentPart::Head(author, date));
            below_count = true;
            i = end;
            continue;
        } else if marks[i].is_kept() {
            below_count = false;
        }
        i += 1;
    }
}

/// Whether a line counts the comments below it.
fn counts_comments(line: &Line, mark: &LineMark) -> bool {
    let mut parts = line.folded.split(|c: char| !c.is_alphanumeric());
    mark.role == Some(LineRole::End)
        && !is_below_all(line)
        && parts.any(|part| begins_with(part, &archive_words().comment_counts))
}

fn is_below_all(line: &Line) -> bool {
    begins_with(&line.folded, &archive_words().below_comments)
}

fn begins_with(text: &str, heads: &[String]) -> bool {
    heads.iter().any(|head| text.starts_with(head))
}

fn is_button(line: &Line) -> bool {
    let bare = line.folded.trim_matches(|c: char| !c.is_alphanumeric());
    archive_words().comment_buttons.contains(bare)
}

/// Where the text of a comment begins whose head is at a line. "Marie says:" may be the author's: it is a head below a count
/// of comments, or above a date with the time of day. A byline that names somebody is of the next post.
fn text_of_comment(
    text: &FileLines,
    marks: &[LineMark],
    at: usize,
    below_count: bool,
) -> Option<usize> {
    let is_dated = |mark: &LineMark| {
        mark.date.is_some() || mark.is_byline() && mark.stated.is_some() && mark.author.is_none()
    };
    let has_date = marks.get(at + 1).is_some_and(is_dated);
    if marks[at].role != Some(LineRole::Comment) {
        // A name above a date, in a list of comments.
        let is_name = below_count && has_date && is_name(&text.lines[at], &marks[at]);
        return is_name.then_some(at + 2);
    }
    if !has_date {
        return below_count.then_some(at + 1);
    }
    let digits = text.lines[at + 1].folded.bytes().filter(u8::is_ascii_digit);
    (below_count || digits.count() > DAY).then_some(at + 2)
}

/// Whether a line may be the name of whoever wrote a comment.
fn is_name(line: &Line, mark: &LineMark) -> bool {
    /// No name has more words.
    const NAME: usize = 4;
    mark.is_kept()
        && (1..=NAME).contains(&line.words)
        && !line.stops()
        && line.marker.is_none()
        && line.text.starts_with(char::is_alphabetic)
}

/// Where a comment ends: at the next one, at a button, at what is below all; else its first paragraph is all.
fn end_of_comment(text: &FileLines, marks: &[LineMark], words: usize) -> usize {
    for at in words..marks.len().min(words + LONGEST) {
        let (line, mark) = (&text.lines[at], &marks[at]);
        if is_button(line) {
            return at + 1;
        }
        if is_below_all(line) && mark.role == Some(LineRole::End)
            || text_of_comment(text, marks, at, true).is_some()
        {
            return at;
        }
        if counts_comments(line, mark) {
            break;
        }
    }
    marks.len().min(words + 1)
}

#[cfg(test)]
mod tests {
    use crate::archive::{ArchiveComment, ArchiveFile, DropReason, read_archive};

    const TEXT: &str = "Le pain de seigle demande une longue attente, et celui qui se presse le rate à coup sûr. Mon grand-père \
        pétrissait le soir, couvrait la pâte d’un linge et n’y touchait plus avant l’aube.";

    const OTHER: &str = "L’horloge de la gare avance de quatre minutes. Tout le monde le sait, tout le monde en tient compte, et c’est \
        pourquoi personne n’a jamais manqué de train ici, sauf le technicien qui était venu la régler au mois de janvier.";

    /// Each comment's author, day and number of paragraphs, and the lines that are left to the author.
    fn check(below: &str, comments: &[(&str, Option<u32>, usize)], kept: usize) {
        let text = format!("Le pain de seigle de mon grand-père\n\n{TEXT}\n\n{below}\n");
        let reading = read_archive(
            &[ArchiveFile {
                name: "1.txt",
                text: &text,
            }],
            &["fr", "en"],
            &[],
        );
        let summary = |comment: &ArchiveComment| {
            (
                comment.author.clone(),
                comment.date.map(|date| date.2),
                comment.paragraphs.len(),
            )
        };
        let found: Vec<_> = reading
            .posts
            .iter()
            .flat_map(|post| &post.comments)
            .map(summary)
            .collect();
        let expected: Vec<_> = comments
            .iter()
            .map(|(author, day, paragraphs)| ((*author).to_owned(), *day, *paragraphs))
            .collect();
        assert_eq!(found, expected, "{below}\n{:?}", reading.dropped);
        assert_eq!(
            reading
                .posts
                .iter()
                .map(|post| post.blocks.len())
                .sum::<usize>(),
            kept,
            "{below}\n{:?}",
            reading.posts
        );
        let dropped = reading
            .dropped
            .iter()
            .filter(|dropped| dropped.reason == DropReason::Comment)
            .count();
        assert_eq!(dropped > 0, !comments.is_empty());
    }

    #[test]
    fn a_post_below_a_count_of_comments_is_none() {
        check(
            &format!(
                "86 commentaires\n\nL’heure d’été\nPublié le 3 mai 2014 par Luc Morel\n\n{OTHER}"
            ),
            &[],
            4,
        );
    }

    #[test]
    fn comments_are_their_readers() {
        // WordPress, French and English; an answer; the form below.
        check(
            "2 réponses à « Le pain »\n\nMarie dit :\n12 mars 2014 à 10 h 12 min\n\nMerci !\n\nJe vais l’essayer.\n\nRépondre\n\n\
             Paul Roux dit :\n13 mars 2014 à 8 h 02 min\n\nAvec du miel.\n\nRépondre\n\nLaisser un commentaire\n\n\
             Votre adresse de messagerie ne sera pas publiée.",
            &[("Marie", Some(12), 2), ("Paul Roux", Some(13), 1)],
            2,
        );
        check(
            "One thought on “Bread”\n\nAnna says:\nMarch 15, 2014 at 9:30 am\n\nLovely, thank you!\n\nReply\n\nLeave a Reply",
            &[("Anna", Some(15), 1)],
            2,
        );
        // Blogger: no time above, no button.
        check(
            "2 commentaires:\n\nAnonyme a dit…\n\nMerci.\n\nMarcel a dit…\n\nBravo.",
            &[("Anonyme", None, 1), ("Marcel", None, 1)],
            2,
        );
        // No count above, but a date with the time of day below.
        check(
            "Marie dit :\n12 mars 2014 à 10 h 12 min\n\nMerci !\n\nRépondre",
            &[("Marie", Some(12), 1)],
            2,
        );
    }

    #[test]
    fn what_the_author_lets_others_say_stays() {
        check(
            "Mon grand-père dit :\n\nLe seigle n’attend pas.\n\nEt il rit.",
            &[],
            5,
        );
        check("Marie dit :\n12 mars 2014\n\nUn jour de pluie.", &[], 4);
    }

    #[test]
    fn the_next_post_is_no_comment() {
        let next = "Lire dans la voûte d’un four à bois\n\nLa voûte blanchit quand le bois a brûlé, et les anciens y lisaient \
            la chaleur sans autre outil que leurs yeux.\n\nOn balaie la sole, on jette une poignée de farine, et si elle brunit \
            sans noircir, on enfourne les grosses miches du fond vers la porte.";
        check(
            &format!(
                "2 réponses à « Le pain »\n\nMarie dit :\n12 mars 2014 à 10 h 12 min\n\nMerci !\n\n{next}"
            ),
            &[("Marie", Some(12), 1)],
            5,
        );
        check(&format!("3 commentaires\n\n{next}"), &[], 5);
    }
}
