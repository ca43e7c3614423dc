//! What each line is before anything is decided: the author's text, or furniture, a caption, a lost image, a byline;
//! and which part of a line is not the author's.

use super::comments::{self, Said};
use super::furniture::{self, Role};
use super::labels::Named;
use super::lines::{Line, Text, Vocabulary, is_url};
use super::{Reason, names, recurring};
use crate::text::words;
use std::collections::{HashMap, HashSet};

/// What is known of one line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mark {
    /// Why the whole line is dropped; none for the author's text.
    pub drop: Option<Reason>,
    /// What the interface string does.
    pub role: Option<Role>,
    /// Bytes at the head that are an image's name.
    pub glued: usize,
    /// Where a read-more link begins at the end.
    pub more: Option<usize>,
    /// The line is nothing but a date; inner: the date, where it is whole.
    pub date: Option<Option<(i32, u32, u32)>>,
    /// What a byline states.
    pub author: Option<String>,
    /// The date that a byline states.
    pub stated: Option<(i32, u32, u32)>,
    /// It is of a reader's comment.
    pub said: Option<Said>,
    /// The post's own address.
    pub address: Option<String>,
    /// The line is named by a table of contents above.
    pub listed: bool,
}

/// Whether a read-more link cuts the text that ends at a kept line, before another line.
pub(crate) fn cut_between(marks: &[Mark], last: usize, line: usize) -> bool {
    marks[last].more.is_some()
        || marks[last + 1..line]
            .iter()
            .any(|mark| mark.role == Some(Role::More))
}

/// Marks every line of every file.
pub(crate) fn mark(texts: &[Text], vocabulary: &Vocabulary) -> Vec<Vec<Mark>> {
    let known = tokens_inside(texts);
    let mut marks: Vec<Vec<Mark>> = texts
        .iter()
        .map(|text| {
            text.lines
                .iter()
                .map(|line| mark_line(line, &known))
                .collect()
        })
        .collect();
    for (text, marks) in texts.iter().zip(&mut marks) {
        captions_above_credits(text, marks);
        comments::mark(text, marks);
        only_among_furniture(text, marks);
        menus_at_the_head(text, marks);
        table_of_contents(text, marks);
        dates_at_the_head(marks);
    }
    navigation(texts, &mut marks);
    for (text, marks) in texts.iter().zip(&mut marks) {
        said_twice(text, marks);
    }
    recurring::mark(texts, &mut marks, vocabulary);
    marks
}

/// An arrow, and words that are another line of the archive: a link to the post above or below. Where arrows are many,
/// the other line may be lost.
fn navigation(texts: &[Text], marks: &mut [Vec<Mark>]) {
    const MANY: usize = 4;
    let lines: HashSet<&str> = texts
        .iter()
        .flat_map(|text| &text.lines)
        .map(|line| line.folded.as_str())
        .collect();
    let mut found: Vec<(usize, usize, bool)> = Vec::new();
    for (file, text) in texts.iter().enumerate() {
        for (i, line) in text
            .lines
            .iter()
            .enumerate()
            .filter(|&(i, _)| marks[file][i].drop.is_none())
        {
            if let Some(bare) = pointed(line) {
                found.push((file, i, lines.contains(words::fold(bare).as_str())));
            }
        }
    }
    let many = found.iter().filter(|(.., known)| *known).count() >= MANY;
    for (file, i, known) in found {
        if known || many {
            marks[file][i].drop = Some(Reason::Furniture);
            marks[file][i].role = Some(Role::End);
        }
    }
}

/// What an arrow at the head or the end of a line points to.
fn pointed<'l>(line: &Line<'l>) -> Option<&'l str> {
    const BACK: [char; 5] = ['←', '‹', '<', '⇐', '◄'];
    const ON: [char; 5] = ['→', '›', '>', '⇒', '►'];
    let text = line.text;
    // Guillemets are quotation marks as well: only a lone one is an arrow.
    let back = text.starts_with(BACK) || text.starts_with('«') && !text.contains('»');
    let on = text.ends_with(ON) || text.ends_with('»') && !text.contains('«');
    let sign = |c: char| {
        c.is_whitespace() || BACK.contains(&c) || ON.contains(&c) || matches!(c, '«' | '»')
    };
    ((back || on) && (1..=LONGEST_LINK).contains(&line.words)).then(|| text.trim_matches(sign))
}

/// No title in a link is longer, in words.
const LONGEST_LINK: usize = 34;

/// A title that is said twice: the second line says nothing new, and a path that ends in the title is no title.
fn said_twice(text: &Text, marks: &mut [Mark]) {
    let kept: Vec<usize> = (0..marks.len())
        .filter(|&i| marks[i].drop.is_none())
        .collect();
    for pair in kept.windows(2) {
        let (above, below) = (&text.lines[pair[0]], &text.lines[pair[1]]);
        let no_title = below.words > LONGEST_LINK
            || below.marker.is_some()
            || below.stops() && below.words > 12;
        if no_title || marks[pair[0]].drop.is_some() {
            continue;
        }
        if above.folded == below.folded {
            (marks[pair[1]].drop, marks[pair[1]].role) =
                (Some(Reason::Furniture), Some(Role::Byline));
        } else if leads_to(above, below) {
            (marks[pair[0]].drop, marks[pair[0]].role) =
                (Some(Reason::Furniture), Some(Role::Byline));
        }
    }
}

/// Whether a line is a path ("Home > News > The title") to the line below.
fn leads_to(path: &Line, title: &Line) -> bool {
    let sign = |c: char| {
        matches!(
            c,
            '>' | '›' | '»' | '/' | '|' | '→' | ':' | '•' | '·' | '\\' | '"'
        )
    };
    let last = |c: &str| {
        path.folded
            .strip_suffix(c)
            .is_some_and(|rest| rest.trim_end().ends_with(sign))
    };
    !title.folded.is_empty() && path.words <= title.words + 12 && last(&title.folded)
}

/// Tokens with a digit or a capital inside that stand in the middle of lines: names of things, not of files.
fn tokens_inside<'a>(texts: &[Text<'a>]) -> HashSet<&'a str> {
    let odd = |token: &&str| {
        token.len() > 2
            && token
                .chars()
                .skip(1)
                .any(|c| c.is_ascii_digit() || c.is_uppercase())
    };
    texts
        .iter()
        .flat_map(|text| &text.lines)
        .flat_map(|line| line.text.split_whitespace().skip(1))
        .map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(odd)
        .collect()
}

fn mark_line(line: &Line, known: &HashSet<&str>) -> Mark {
    let mut mark = Mark::default();
    if line.is_rule() {
        mark.drop = Some(Reason::Rule);
        return mark;
    }
    match line.named {
        Some(Named::Other) => return labelled(line),
        // The text comes below.
        Some(Named::Body) if line.label.is_empty() => {
            (mark.drop, mark.role) = (Some(Reason::Label), Some(Role::Byline));
            return mark;
        }
        // A title may read like a widget.
        Some(Named::Title) => return mark,
        _ => {}
    }
    let bare = line
        .marker
        .filter(|marker| marker.bullet)
        .map_or(line.text, |marker| &line.text[marker.length..]);
    if let Some(found) = furniture::recognise(bare) {
        mark.role = Some(found.role);
        mark.author = found.author;
        mark.stated = found.date;
        mark.drop = match found.role {
            Role::Ad | Role::End => Some(Reason::Furniture),
            Role::Byline => Some(Reason::Byline),
            Role::More => Some(Reason::More),
            Role::Caption => Some(Reason::Caption),
            Role::Group | Role::Head | Role::Comment => None,
        };
    }
    if mark.drop.is_none() && names::alone(line.text) {
        mark.drop = Some(Reason::Image);
    }
    mark.date = furniture::bare_date(line.text);
    if mark.drop.is_none() {
        mark.glued = names::glued(line.text, |token| known.contains(token)).unwrap_or(0);
        mark.more = furniture::more_at(line.text);
    }
    mark
}

/// The labels of a post's own address, folded.
const ADDRESSES: &[&str] = &[
    "url",
    "link",
    "lien",
    "permalink",
    "permalien",
    "lien permanent",
    "adresse",
    "address",
    "guid",
];

/// A labelled line beside a title: its date or its author is a byline's.
fn labelled(line: &Line) -> Mark {
    let (label, value) = line
        .text
        .split_once(':')
        .map_or(("", ""), |(label, value)| (label.trim(), value.trim()));
    let found = furniture::recognise(line.text);
    Mark {
        drop: Some(Reason::Byline),
        role: Some(Role::Byline),
        stated: found
            .as_ref()
            .and_then(|found| found.date)
            .or_else(|| furniture::bare_date(value).flatten()),
        author: found
            .and_then(|found| found.author)
            .or_else(|| furniture::person(value).then(|| value.to_owned())),
        address: (ADDRESSES.contains(&words::fold(label).as_str()) && is_url(value))
            .then(|| value.to_owned()),
        ..Mark::default()
    }
}

/// Zemanta printed a caption twice: bare, then with its credit.
fn captions_above_credits(text: &Text, marks: &mut [Mark]) {
    for i in 1..marks.len() {
        let line = &text.lines[i];
        if marks[i].role != Some(Role::Caption) || marks[i - 1].drop.is_some() {
            continue;
        }
        let bare = text.lines[i - 1].folded.trim_end_matches(['.', '…']);
        if !bare.is_empty()
            && line
                .folded
                .strip_prefix(bare)
                .is_some_and(|rest| rest.trim_start_matches(['.', '…', ' ']).starts_with('('))
        {
            marks[i - 1].drop = Some(Reason::Caption);
            marks[i - 1].role = Some(Role::Caption);
        }
    }
}

/// Words that are furniture in company only: a button under "Share this:", a single word beside other furniture.
fn only_among_furniture(text: &Text, marks: &mut [Mark]) {
    // A single word ("Contact", "Home") heads many a section; a label with a colon is a widget.
    let weak = |line: &Line, mark: &Mark| {
        mark.drop == Some(Reason::Furniture)
            && mark.role == Some(Role::End)
            && line.words <= 1
            && !line.text.ends_with([':', '…'])
    };
    for (line, mark) in text.lines.iter().zip(marks.iter_mut()) {
        if weak(line, mark) {
            mark.drop = None;
            mark.role = Some(Role::Group);
        }
    }
    let solid = |mark: &Mark| mark.drop == Some(Reason::Furniture) && mark.role == Some(Role::End);
    for i in 1..marks.len() {
        if marks[i].role == Some(Role::Group) && solid(&marks[i - 1]) {
            marks[i].drop = Some(Reason::Furniture);
            marks[i].role = Some(Role::End);
        }
    }
    for i in (0..marks.len().saturating_sub(1)).rev() {
        if marks[i].role == Some(Role::Group) && marks[i].drop.is_none() && solid(&marks[i + 1]) {
            marks[i].drop = Some(Reason::Furniture);
            marks[i].role = Some(Role::End);
        }
    }
}

/// A menu is furniture above the first line of the author's.
fn menus_at_the_head(_text: &Text, marks: &mut [Mark]) {
    for mark in marks.iter_mut() {
        match (mark.drop, mark.role) {
            (Some(_), _) => {}
            (None, Some(Role::Head | Role::Group)) => mark.drop = Some(Reason::Furniture),
            _ => break,
        }
    }
}

/// A date above a file's first line dates its first post.
fn dates_at_the_head(marks: &mut [Mark]) {
    for mark in marks.iter_mut().filter(|mark| mark.drop.is_none()) {
        let Some(date) = mark.date else { break };
        mark.drop = Some(Reason::Byline);
        mark.role = Some(Role::Byline);
        mark.stated = date;
    }
}

/// A run of three or more lines at the head that all come again later, one by one, is a table of contents.
fn table_of_contents(text: &Text, marks: &mut [Mark]) {
    const HEADS: &[&str] = &[
        "sommaire",
        "table des matieres",
        "contents",
        "table of contents",
        "index",
        "au sommaire",
        "archives",
    ];
    let mut later: HashMap<&str, usize> = HashMap::new();
    let key = |line: &Line| -> String {
        let bare = line
            .marker
            .map_or(line.text, |marker| &line.text[marker.length..]);
        crate::text::words::fold(bare)
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_string()
    };
    let keys: Vec<String> = text.lines.iter().map(key).collect();
    for (i, key) in keys.iter().enumerate() {
        later.insert(key, i);
    }
    let start = marks
        .iter()
        .position(|mark| mark.drop.is_none())
        .unwrap_or(0);
    let headed = keys
        .get(start)
        .is_some_and(|key| HEADS.contains(&key.as_str()));
    let first = start + usize::from(headed);
    let again = |i: usize| later.get(keys[i].as_str()).is_some_and(|&at| at > i);
    let mut end = first;
    // One line of the list may be unknown below: a post left out.
    while end < keys.len()
        && text.lines[end].words <= 34
        && (again(end) || end + 1 < keys.len() && again(end + 1))
    {
        end += 1;
    }
    // The lines named must come in the body, not within the list itself.
    let named: Vec<usize> = (first..end)
        .filter_map(|i| later.get(keys[i].as_str()).copied())
        .filter(|&at| at >= end)
        .collect();
    let least = if headed { 1 } else { 3 };
    // Paragraphs that come again are a post and its copy.
    let prose = text.lines[first..end]
        .iter()
        .filter(|line| line.words > 12 && line.stops())
        .count();
    if named.len() < least || named.len() * 10 < (end - first) * 7 || prose * 2 > end - first {
        return;
    }
    for mark in &mut marks[start..end] {
        mark.drop = Some(Reason::Outside);
    }
    for at in named {
        marks[at].listed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::lines;
    use crate::lang::Detector;

    fn dropped(source: &str) -> Vec<(usize, Reason)> {
        let mut vocabulary = Vocabulary::default();
        let text = lines::read(source, &Detector::new(&["fr", "en"]), &mut vocabulary);
        let marks = mark(std::slice::from_ref(&text), &vocabulary);
        text.lines
            .iter()
            .zip(&marks[0])
            .filter_map(|(l, m)| m.drop.map(|reason| (l.number, reason)))
            .collect()
    }

    #[test]
    fn context_tells_furniture() {
        use Reason::*;
        for (source, expected) in [
            (
                "Le pain\n\nShare this:\n  • Twitter\n  • Facebook",
                vec![(3, Furniture), (4, Furniture), (5, Furniture)],
            ),
            ("Le pain\n\nTwitter\n\nFacebook", vec![]),
            ("Le pain\n\nContact\n\nÉcrivez au boulanger.", vec![]),
            (
                "Menu\nRecherche\n\nLe pain",
                vec![(1, Furniture), (2, Furniture)],
            ),
            (
                "Un four.\n\nUn four. (Photo credit: Wikipedia)\n\nLe texte.",
                vec![(1, Caption), (3, Caption)],
            ),
            ("Le pain\n\n* * *\n\nLa mie", vec![(3, Rule)]),
            ("Le four\n\nLe four\n\nIl chauffe.", vec![(3, Furniture)]),
            (
                "Accueil > Pain > Le four\n\nLe four\n\nIl chauffe.",
                vec![(1, Furniture)],
            ),
            (
                "Le four\n\nIl chauffe.\n\n← La mie\n\nLa mie\n\nElle lève.\n\nLe four →",
                vec![(5, Furniture), (11, Furniture)],
            ),
            ("Le four\n\nPétrir →\n\nIl chauffe.", vec![]),
            ("Le pain\n\n--\n\nLa mie", vec![(3, Rule)]),
            (
                "Sommaire\nUn\nDeux\nTrois\n\nUn\nx\nDeux\ny\nTrois\nz",
                vec![(1, Outside), (2, Outside), (3, Outside), (4, Outside)],
            ),
        ] {
            assert_eq!(dropped(source), expected, "{source}");
        }
    }
}
