//! What a line is by its own words: boilerplate, a byline, a caption, a lost image, a labelled line.

use super::dates::parse_date_line;
use super::grammar::recognize_parts;
use super::image_names::{find_glued_name, is_image_name};
use super::mark::LineMark;
use super::phrases::{find_read_more, is_person, recognize_line};
use crate::archive::lines::line::{FileLines, LabelKind, Line, is_url};
use crate::archive::report::DropReason;
use crate::languages::{LineRole, archive_words};
use crate::text::words::fold;
use rayon::prelude::*;
use std::collections::HashSet;

/// Marks the lines of all files, each by itself.
pub fn mark_alone(texts: &[FileLines]) -> Vec<Vec<LineMark>> {
    let known = tokens_inside(texts);
    let of_file = |text: &FileLines| {
        text.lines
            .iter()
            .map(|line| mark_line(line, &known))
            .collect()
    };
    texts.par_iter().map(of_file).collect()
}

/// Tokens with a digit or a capital inside that are in the middle of lines: names of things, not of files.
fn tokens_inside<'a>(texts: &[FileLines<'a>]) -> HashSet<&'a str> {
    let is_odd = |token: &&str| {
        let mut inside = token.chars().skip(1);
        token.len() > 2 && inside.any(|c| c.is_ascii_digit() || c.is_uppercase())
    };
    texts
        .iter()
        .flat_map(|text| &text.lines)
        .flat_map(|line| line.text.split_whitespace().skip(1))
        .map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(is_odd)
        .collect()
}

fn mark_line(line: &Line, known: &HashSet<&str>) -> LineMark {
    if line.code {
        return LineMark::default();
    }
    if line.is_rule() {
        return LineMark {
            drop: Some(DropReason::Rule),
            ..LineMark::default()
        };
    }
    match line.named {
        Some(LabelKind::Other) => return mark_labelled(line),
        // The text comes below.
        Some(LabelKind::Body) if line.label.is_empty() => {
            return LineMark::dropped(DropReason::Label, LineRole::Byline);
        }
        // A title may read like a widget.
        Some(LabelKind::Title) => return LineMark::default(),
        _ => {}
    }
    let mut mark = LineMark::default();
    let bare = if line.has_bullet() {
        line.unmarked()
    } else {
        line.text
    };
    if let Some(recognized) = recognize_line(bare).or_else(|| recognize_parts(bare)) {
        mark.role = Some(recognized.role);
        mark.author = recognized.author;
        mark.stated = recognized.date;
        mark.drop = match recognized.role {
            LineRole::Ad | LineRole::End => Some(DropReason::Boilerplate),
            LineRole::Byline => Some(DropReason::Byline),
            LineRole::More => Some(DropReason::More),
            LineRole::Caption => Some(DropReason::Caption),
            LineRole::Group | LineRole::Head | LineRole::Comment => None,
        };
    }
    if mark.is_kept() && is_image_name(line.text) {
        mark.drop = Some(DropReason::Image);
    }
    mark.date = parse_date_line(line.text);
    if mark.is_kept() {
        mark.glued = find_glued_name(line.text, |token| known.contains(token)).unwrap_or(0);
        mark.more = find_read_more(line.text);
    }
    mark
}

/// A line that the author calls a byline, with what it says between its fixed words: a name and a date may be among these.
pub fn mark_byline(mark: &mut LineMark, parts: &[&str]) {
    let date = parts
        .iter()
        .find_map(|part| parse_date_line(part).flatten());
    let is_plain = |part: &&&str| {
        part.starts_with(char::is_uppercase) && !part.contains(|c: char| c.is_ascii_digit())
    };
    let person = parts.iter().find(|part| is_person(part));
    let person = person.or_else(|| parts.iter().find(is_plain));
    mark.stated = date.or(mark.stated).or(mark.date.flatten());
    mark.author = person.map(|name| (*name).to_owned()).or(mark.author.take());
    mark.drop_as(DropReason::Byline, LineRole::Byline);
}

/// A labelled line beside a title: its date or its author is a byline's.
fn mark_labelled(line: &Line) -> LineMark {
    let (label, value) = line.text.split_once(':').unwrap_or_default();
    let (label, value) = (fold(label), value.trim());
    let recognized = recognize_line(line.text);
    let date = recognized.as_ref().and_then(|recognized| recognized.date);
    let is_address = archive_words().address_labels.contains(&label) && is_url(value);
    LineMark {
        stated: date.or_else(|| parse_date_line(value).flatten()),
        author: recognized
            .and_then(|recognized| recognized.author)
            .or_else(|| is_person(value).then(|| value.to_owned())),
        address: is_address.then(|| value.to_owned()),
        ..LineMark::dropped(DropReason::Byline, LineRole::Byline)
    }
}
