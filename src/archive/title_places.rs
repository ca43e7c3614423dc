//! The ways of a file to set its titles off, of which the author may name one: then a post starts at each such line, and nowhere else.

use super::input::TitlePlace;
use super::lines::line::Line;
use super::marks::mark::LineMark;

/// The lines of a file, by index, that stand where the titles do.
pub fn find_titles(
    place: TitlePlace,
    text: &str,
    lines: &[Line],
    marks: &[LineMark],
) -> Vec<usize> {
    let raw: Vec<&str> = text.split('\n').collect();
    let kept: Vec<usize> = (0..lines.len())
        .filter(|&i| marks[i].is_kept() && marks[i].date.is_none())
        .collect();
    let is_byline = |i: usize| marks[i].is_byline() || marks[i].date.is_some();
    let is_title = |(n, &i): (usize, &usize)| {
        let above = n.checked_sub(1).map_or(0, |n| kept[n] + 1);
        let below = kept.get(n + 1).copied().unwrap_or(lines.len());
        let mut between = above..i;
        match place {
            TitlePlace::Underlined => raw
                .get(lines[i].last)
                .is_some_and(|line| is_underline(line)),
            TitlePlace::AfterRule => between.any(|i| lines[i].is_rule()),
            TitlePlace::AfterBlankLines => (above..=i).any(|i| lines[i].before >= 2),
            TitlePlace::AboveByline => (i + 1..below).next().is_some_and(is_byline),
            TitlePlace::BelowByline => between.next_back().is_some_and(is_byline),
        }
    };
    let titles = kept.iter().enumerate().filter(|&at| is_title(at));
    titles.map(|(_, &i)| i).collect()
}

/// A line of one sign, as Markdown and typists underline.
fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3
        && ["-", "=", "_", "~", "*"]
            .iter()
            .any(|sign| line.trim_matches(|c| sign.contains(c)).is_empty())
}
