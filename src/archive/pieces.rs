//! From chosen starts to pieces: spans, titles, bylines, truncation, language; and from pieces to posts.

use super::boundaries::Start;
use super::comments::Said;
use super::furniture::Role;
use super::lines::{Line, Text};
use super::marks::{Mark, cut_between};
use super::{Comment, Dropped, Ground, Lines, Lost, Piece, Reason, blocks};
use crate::lang::Detector;
use crate::text::words;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One occurrence of a post.
#[derive(Clone, Debug)]
pub(crate) struct Copy {
    pub file: usize,
    /// Indexes of its kept lines.
    pub kept: Vec<usize>,
    /// Whether the first line is a title.
    pub titled: bool,
    pub truncated: bool,
    pub words: usize,
    pub author: Option<String>,
    pub date: Option<(i32, u32, u32)>,
    pub address: Option<String>,
    pub comments: Vec<Comment>,
}

/// Cuts all files into copies; marks what now shows to be no text of the author's.
pub(crate) fn cut(ground: &mut Ground) -> Vec<Copy> {
    let mut copies = Vec::new();
    for ((text, marks), starts) in ground
        .texts
        .iter_mut()
        .zip(&ground.marks)
        .zip(&ground.starts)
    {
        numbers_of_a_list(text, marks, starts);
    }
    for file in 0..ground.texts.len() {
        let chosen: Vec<Start> = ground.starts[file]
            .iter()
            .filter(|start| start.chosen)
            .cloned()
            .collect();
        for (n, start) in chosen.iter().enumerate() {
            let end = chosen
                .get(n + 1)
                .map_or(ground.texts[file].lines.len(), |next| next.line);
            dates_beside_titles(ground, file, start, end);
        }
    }
    drop_repeated_endings(ground);
    for file in 0..ground.texts.len() {
        ground.kept[file] = super::candidates::kept(&ground.marks[file]);
        let chosen: Vec<Start> = ground.starts[file]
            .iter()
            .filter(|start| start.chosen)
            .cloned()
            .collect();
        for (n, start) in chosen.iter().enumerate() {
            let end = chosen
                .get(n + 1)
                .map_or(ground.texts[file].lines.len(), |next| next.line);
            copies.push(copy(ground, file, start, end));
        }
    }
    bylines(ground, &mut copies);
    copies
}

/// Titles that count the posts of their file, one up or over one that was missed, are a list's: the numbers are no words of
/// theirs.
fn numbers_of_a_list(text: &mut Text, marks: &[Mark], starts: &[Start]) {
    const LEAST: usize = 3;
    let titles: Vec<usize> = starts
        .iter()
        .filter(|start| start.chosen && start.heading)
        .map(|start| start.line)
        .collect();
    let number = |&at: &usize| text.lines[at].marker.and_then(|marker| marker.number);
    let numbers: Vec<u32> = titles.iter().filter_map(number).collect();
    let counted = 1 + numbers
        .windows(2)
        .filter(|pair| (pair[0] + 1..=pair[0] + 2).contains(&pair[1]))
        .count();
    if counted < LEAST || counted * 3 < titles.len() * 2 {
        return;
    }
    for at in titles {
        let line = &mut text.lines[at];
        let whole = line.label.is_empty() && marks[at].glued == 0 && marks[at].more.is_none();
        if let Some(marker) = line
            .marker
            .filter(|marker| whole && marker.number.is_some())
        {
            (line.label, line.text) = line.text.split_at(marker.length);
            line.marker = None;
            line.folded = words::fold(line.text);
        }
    }
}

/// A date alone right under a title, or right above the next one, is a byline.
fn dates_beside_titles(ground: &mut Ground, file: usize, start: &Start, end: usize) {
    let marks = &mut ground.marks[file];
    let date = |mark: &mut Mark| {
        mark.stated = mark.date.flatten();
        mark.drop = Some(Reason::Byline);
        mark.role = Some(Role::Byline);
    };
    let below = (start.line + 1..end)
        .find(|&i| marks[i].drop.is_none())
        .filter(|&i| marks[i].date.is_some());
    if let Some(below) = below.filter(|_| start.heading) {
        date(&mut marks[below]);
    }
    while let Some(last) = (start.line + 1..end)
        .rev()
        .find(|&i| marks[i].drop.is_none())
        .filter(|&i| marks[i].date.is_some())
    {
        date(&mut marks[last]);
    }
}

/// A short line without a full stop that ends three posts or more, and stands nowhere else, is the site's.
fn drop_repeated_endings(ground: &mut Ground) {
    let mut ends: HashMap<String, Vec<(usize, usize, String)>> = HashMap::new();
    for file in 0..ground.texts.len() {
        let chosen: Vec<usize> = ground.starts[file]
            .iter()
            .filter(|s| s.chosen)
            .map(|s| s.line)
            .collect();
        for (n, &start) in chosen.iter().enumerate() {
            let end = chosen
                .get(n + 1)
                .copied()
                .unwrap_or(ground.texts[file].lines.len());
            let lines = &ground.texts[file].lines;
            let last = (start + 1..end)
                .rev()
                .find(|&i| ground.marks[file][i].drop.is_none());
            if let Some(last) = last.filter(|&i| {
                (1..=8).contains(&lines[i].words) && !lines[i].stops() && lines[i].marker.is_none()
            }) {
                ends.entry(lines[last].folded.clone()).or_default().push((
                    file,
                    last,
                    lines[start].folded.clone(),
                ));
            }
        }
    }
    let mut everywhere: HashMap<&str, usize> = HashMap::new();
    for line in ground.texts.iter().flat_map(|text| &text.lines) {
        *everywhere.entry(&line.folded).or_default() += 1;
    }
    for (line, places) in &ends {
        let posts: HashSet<&String> = places.iter().map(|(_, _, title)| title).collect();
        if posts.len() >= 3
            && everywhere
                .get(line.as_str())
                .is_some_and(|&count| count == places.len())
        {
            for &(file, last, _) in places {
                ground.marks[file][last].drop = Some(Reason::Furniture);
            }
        }
    }
}

fn copy(ground: &Ground, file: usize, start: &Start, end: usize) -> Copy {
    let marks = &ground.marks[file];
    let lines = &ground.texts[file].lines;
    let kept: Vec<usize> = (start.line..end)
        .filter(|&i| marks[i].drop.is_none())
        .collect();
    let last = kept.last().copied().unwrap_or(start.line);
    Copy {
        file,
        titled: start.heading && (kept.len() > 1 || !lines[start.line].stops()),
        truncated: cut_between(marks, last, end) || lines[last].breaks_off(),
        words: kept.iter().map(|&i| lines[i].words).sum(),
        kept,
        author: None,
        date: None,
        address: None,
        comments: comments(lines, marks, start.line..end),
    }
}

/// The comments between two lines.
fn comments(lines: &[Line], marks: &[Mark], between: Range<usize>) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    for i in between {
        match &marks[i].said {
            Some(Said::Head(author, date)) => {
                comments.push(Comment {
                    author: author.clone(),
                    date: *date,
                    paragraphs: Vec::new(),
                });
            }
            Some(Said::Words) => {
                if let Some(comment) = comments.last_mut() {
                    comment.paragraphs.push(lines[i].flat());
                }
            }
            None => {}
        }
    }
    comments
}

/// Gives each copy its byline: the one under its title; else the one after its text, or above its title, as the file does.
fn bylines(ground: &Ground, copies: &mut [Copy]) {
    for n in 0..copies.len() {
        let (file, first) = (copies[n].file, copies[n].kept[0]);
        let marks = &ground.marks[file];
        let body = copies[n].kept.get(1).copied().unwrap_or(marks.len());
        let under = first + 1..body.min(marks.len());
        let previous_end = n
            .checked_sub(1)
            .filter(|&p| copies[p].file == file)
            .and_then(|p| copies[p].kept.last().copied());
        let above = previous_end.map_or(0, |end| end + 1)..first;
        let close = |i: usize| {
            ground.texts[file].lines[i..first]
                .iter()
                .all(|line| line.after <= 1)
        };
        let byline = |i: &usize| marks[*i].role == Some(Role::Byline);
        let mut own: Vec<usize> = under.filter(byline).collect();
        if own.is_empty() {
            own = above.rev().filter(|i| byline(i) && close(*i)).collect();
        }
        // The author and the date may stand on lines of their own.
        copies[n].author = own.iter().find_map(|&i| marks[i].author.clone());
        copies[n].date = own.iter().find_map(|&i| marks[i].stated);
        copies[n].address = own.iter().find_map(|&i| marks[i].address.clone());
    }
}

/// Copies → posts, in file and line order of the kept copy.
pub(crate) fn merge(
    ground: &Ground,
    copies: &mut [Copy],
    groups: &[Vec<usize>],
    detector: &Detector,
    languages: usize,
) -> Vec<Piece> {
    for group in groups {
        // What opens a copy that lost its title is not its title.
        if group
            .iter()
            .any(|&other| super::copies::opens(ground, copies, group[0], other))
        {
            copies[group[0]].titled = false;
        }
    }
    let mut posts: Vec<Piece> = groups
        .iter()
        .map(|group| post(ground, copies, group, detector, languages))
        .collect();
    posts.sort_by_key(|post| post.copies.first().copied());
    posts
}

fn post(
    ground: &Ground,
    copies: &[Copy],
    group: &[usize],
    detector: &Detector,
    languages: usize,
) -> Piece {
    let kept = &copies[group[0]];
    let lines = &ground.texts[kept.file].lines;
    // A kept copy without a title takes another copy's.
    let titled = group
        .iter()
        .map(|&n| &copies[n])
        .find(|copy| copy.titled && (copy.kept.len() > 1 || group.len() == 1));
    let title = titled.map(|copy| ground.texts[copy.file].lines[copy.kept[0]].flat());
    let mut weights = vec![0.0; languages];
    for &i in &kept.kept {
        weights
            .iter_mut()
            .zip(&lines[i].tongue)
            .for_each(|(sum, weight)| *sum += weight);
    }
    let byline = group
        .iter()
        .map(|&n| &copies[n])
        .find(|copy| copy.author.is_some() || copy.date.is_some());
    Piece {
        title,
        language: detector.guess(&weights).map_or(0, |guess| guess.language),
        truncated: group.iter().all(|&n| copies[n].truncated),
        copies: group.iter().map(|&n| span(ground, &copies[n])).collect(),
        blocks: blocks::blocks(ground, kept),
        signature: byline
            .and_then(|copy| copy.author.clone())
            .or_else(|| signature(ground, kept)),
        date: byline.and_then(|copy| copy.date),
        address: group.iter().find_map(|&n| copies[n].address.clone()),
        comments: group
            .iter()
            .map(|&n| &copies[n].comments)
            .max_by_key(|comments| comments.len())
            .cloned()
            .unwrap_or_default(),
        elsewhere: super::copies::elsewhere(ground, copies, group),
        lost: lost(ground, kept),
    }
}

fn span(ground: &Ground, copy: &Copy) -> Lines {
    let lines = &ground.texts[copy.file].lines;
    let mut first = copy.kept.first().copied().unwrap_or(0);
    let marks = &ground.marks[copy.file];
    // The caption above an untitled post is of its own lost image.
    while !copy.titled
        && first > 0
        && matches!(marks[first - 1].drop, Some(Reason::Image | Reason::Caption))
    {
        first -= 1;
    }
    Lines {
        file: copy.file,
        first: lines[first].number,
        last: lines[copy.kept.last().copied().unwrap_or(first)].last,
    }
}

/// The author that a signature names: "Written by …" or "— …" at the end, "By …" under the title.
fn signature(ground: &Ground, copy: &Copy) -> Option<String> {
    let lines = &ground.texts[copy.file].lines;
    let ends = copy.kept.iter().rev().take(2).chain(copy.kept.get(1));
    ends.filter(|&&i| lines[i].words <= 12).find_map(|&i| {
        let text = lines[i].text;
        let lower = text.to_lowercase();
        let heads = [
            "written by ",
            "écrit par ",
            "rédigé par ",
            "by ",
            "par ",
            "auteur : ",
            "author: ",
            "— ",
            "– ",
        ];
        let at = heads.iter().find_map(|head| {
            let inside = head.len() > 8;
            let at = if inside {
                lower.find(head)
            } else {
                lower.starts_with(head).then_some(0)
            };
            at.map(|at| at + head.len())
        })?;
        let name = text
            .get(at..)?
            .split([',', '.', '(', '|', ';', ':'])
            .next()?
            .trim();
        let words: Vec<&str> = name.split_whitespace().collect();
        let capital = words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase));
        ((2..=4).contains(&words.len()) && capital).then(|| name.to_string())
    })
}

/// What is lost in a copy: images, and what should come after a colon.
fn lost(ground: &Ground, copy: &Copy) -> Vec<(usize, Lost)> {
    let (lines, marks) = (&ground.texts[copy.file].lines, &ground.marks[copy.file]);
    let mut lost = Vec::new();
    let (first, last) = (copy.kept[0], copy.kept[copy.kept.len() - 1]);
    for i in first..=last {
        let (line, mark) = (&lines[i], &marks[i]);
        match mark.drop {
            Some(Reason::Image) => lost.push((line.number, Lost::Image(line.flat()))),
            Some(Reason::Caption) => lost.push((line.number, Lost::Caption(line.flat()))),
            _ => {}
        }
        if mark.drop.is_none() && mark.glued > 0 {
            lost.push((
                line.number,
                Lost::Image(line.text[..mark.glued].to_string()),
            ));
        }
        if mark.drop.is_none() && i != first && announces_what_is_lost(lines, marks, i, last) {
            lost.push((line.number, Lost::Announced));
        }
    }
    lost
}

/// Words near the colon of a sentence that announces text, folded: adverbs that point on, numbers, and what is told in turn.
/// What comes after such a colon is not lost.
const ANNOUNCES_TEXT: &[&str] = &[
    "voici",
    "voila",
    "suit",
    "suivant",
    "suivante",
    "suivants",
    "suivantes",
    "dessous",
    "apres",
    "expliquer",
    "explique",
    "comment",
    "pourquoi",
    "histoire",
    "anecdote",
    "exemple",
    "exemples",
    "etapes",
    "raisons",
    "points",
    "questions",
    "question",
    "regles",
    "conseils",
    "facons",
    "idees",
    "choses",
    "principes",
    "conditions",
    "citation",
    "phrase",
    "dit",
    "ecrit",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "here",
    "following",
    "follows",
    "below",
    "next",
    "explain",
    "how",
    "why",
    "story",
    "example",
    "examples",
    "steps",
    "reasons",
    "question",
    "rules",
    "tips",
    "ways",
    "ideas",
    "things",
    "principles",
    "quote",
    "said",
    "wrote",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
];

/// A colon with a lost image right under it; or one that nothing follows, in a sentence that announces no text.
fn announces_what_is_lost(lines: &[Line], marks: &[Mark], at: usize, last: usize) -> bool {
    let line = &lines[at];
    if !line.text.ends_with(':') || line.words < 12 {
        return false;
    }
    if marks
        .get(at + 1)
        .is_some_and(|mark| matches!(mark.drop, Some(Reason::Image | Reason::Caption)))
    {
        return true;
    }
    let next = (at + 1..=last)
        .find(|&j| marks[j].drop.is_none())
        .map(|j| &lines[j]);
    // A colon announces what follows at once; a long paragraph under a blank line is no announcement's object.
    let nothing = next.is_none_or(|next| {
        next.words >= 20 && line.after > 0 && !super::candidates::quoted(next.text)
    });
    let sentence = line
        .folded
        .rsplit(['.', '!', '?'])
        .next()
        .unwrap_or_default();
    let words: Vec<&str> = words::words(sentence).collect();
    nothing
        && !words
            .iter()
            .rev()
            .take(10)
            .any(|word| ANNOUNCES_TEXT.contains(word))
}

/// All that is in no post.
pub(crate) fn dropped(ground: &Ground) -> Vec<Dropped> {
    let mut dropped = Vec::new();
    for (file, marks) in ground.marks.iter().enumerate() {
        for (line, mark) in ground.texts[file].lines.iter().zip(marks) {
            let mut add = |line: usize, text: Option<&str>, reason| {
                dropped.push(Dropped {
                    file,
                    line,
                    text: text.map(str::to_string),
                    reason,
                });
            };
            if let Some(reason) = mark.drop {
                (line.number..=line.last).for_each(|number| add(number, None, reason));
                continue;
            }
            if !line.label.is_empty() {
                add(line.number, Some(line.label.trim_end()), Reason::Label);
            }
            if mark.glued > 0 {
                add(line.number, Some(&line.text[..mark.glued]), Reason::Image);
            }
            if let Some(more) = mark.more {
                add(line.last, Some(line.text[more..].trim_end()), Reason::More);
            }
        }
    }
    dropped
}
