//! What readers wrote below a post: "Marie says:", a date, their words, "Reply". Theirs, not the author's.

use super::Reason;
use super::furniture::Role;
use super::lines::{Line, Text};
use super::marks::Mark;

/// What a line of a comment is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// Who wrote the comment, and when.
    Head(String, Option<(i32, u32, u32)>),
    /// The comment's words.
    Words,
}

/// So many lines of a comment are searched for what tells its end.
const LONGEST: usize = 8;

/// No day is written in more digits ("31 12 2014"): what has more has the time of day.
const DAY: usize = 8;

/// Folded words that count the comments above them, and buttons and headings below each of them and below all.
const COUNTED: &[&str] = &[
    "comment",
    "commentaire",
    "reponse",
    "response",
    "thought",
    "reflexion",
    "pensee",
    "repl",
];
const BUTTONS: &[&str] = &[
    "repondre",
    "reply",
    "repondre a ce commentaire",
    "reply to this comment",
];
const CLOSES: &[&str] = &[
    "laisser",
    "laissez",
    "leave",
    "ajouter",
    "ajoutez",
    "add a",
    "post a",
    "poster",
    "publier",
    "enregistrer",
];

/// Marks the comments of a file.
pub(crate) fn mark(text: &Text, marks: &mut [Mark]) {
    let mut below = false;
    let mut i = 0;
    while i < marks.len() {
        if opens(&text.lines[i], &marks[i]) {
            below = true;
        } else if let Some(words) = head(text, marks, i, below) {
            let end = end(text, marks, words);
            let dated = &marks[words - 1];
            let date = dated.date.flatten().or(dated.stated).or(marks[i].stated);
            let author = marks[i].author.take().unwrap_or_default();
            for (at, mark) in marks[i..end].iter_mut().enumerate() {
                let said =
                    (i + at >= words && !is_button(&text.lines[i + at])).then_some(Said::Words);
                *mark = Mark {
                    drop: Some(Reason::Comment),
                    role: Some(Role::End),
                    said,
                    ..Mark::default()
                };
            }
            marks[i].said = Some(Said::Head(author, date));
            below = true;
            i = end;
            continue;
        } else if marks[i].drop.is_none() {
            below = false;
        }
        i += 1;
    }
}

/// Whether a line counts the comments below it.
fn opens(line: &Line, mark: &Mark) -> bool {
    let counts = |word: &str| COUNTED.iter().any(|counted| word.starts_with(counted));
    mark.role == Some(Role::End)
        && !closes(line)
        && line
            .folded
            .split(|c: char| !c.is_alphanumeric())
            .any(counts)
}

fn closes(line: &Line) -> bool {
    CLOSES.iter().any(|word| line.folded.starts_with(word))
}

fn is_button(line: &Line) -> bool {
    BUTTONS.contains(&line.folded.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Where the words of a comment begin whose head stands at a line. "Marie says:" may be the author's: it is a head below a count
/// of comments, or above a date with the time of day.
fn head(text: &Text, marks: &[Mark], at: usize, below: bool) -> Option<usize> {
    if marks[at].role != Some(Role::Comment) {
        return None;
    }
    let next = marks.get(at + 1).filter(|mark| {
        mark.date.is_some() || mark.role == Some(Role::Byline) && mark.stated.is_some()
    });
    let timed = |line: &Line| line.folded.bytes().filter(u8::is_ascii_digit).count() > DAY;
    match next {
        Some(_) => (below || timed(&text.lines[at + 1])).then_some(at + 2),
        None => below.then_some(at + 1),
    }
}

/// Where a comment ends: at the next one, at a button, at what closes all; else its first paragraph is all.
fn end(text: &Text, marks: &[Mark], words: usize) -> usize {
    for at in words..marks.len().min(words + LONGEST) {
        let line = &text.lines[at];
        if is_button(line) {
            return at + 1;
        }
        if closes(line) && marks[at].role == Some(Role::End)
            || head(text, marks, at, true).is_some()
        {
            return at;
        }
        if opens(line, &marks[at]) {
            break;
        }
    }
    marks.len().min(words + 1)
}

#[cfg(test)]
mod tests {
    use crate::archive::{Comment, File, Reason, read};

    const TEXT: &str = "Le pain de seigle demande une longue attente, et celui qui se presse le rate à coup sûr. Mon grand-père \
        pétrissait le soir, couvrait la pâte d’un linge et n’y touchait plus avant l’aube.";

    /// Each comment's author, day and number of paragraphs, and the lines that are left to the author.
    fn check(below: &str, comments: &[(&str, Option<u32>, usize)], kept: usize) {
        let text = format!("Le pain de seigle de mon grand-père\n\n{TEXT}\n\n{below}\n");
        let reading = read(
            &[File {
                name: "1.txt",
                text: &text,
            }],
            &["fr", "en"],
            &[],
        );
        let tell = |comment: &Comment| {
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
            .map(tell)
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
            .filter(|dropped| dropped.reason == Reason::Comment)
            .count();
        assert_eq!(dropped > 0, !comments.is_empty());
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
        let next =
            format!("Lire dans la voûte d’un four à bois\n\n{TEXT} Le four.\n\n{TEXT} Et la sole.");
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
