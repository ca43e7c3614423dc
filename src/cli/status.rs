//! `diptych status`.

use std::fmt::Write;
use std::process::ExitCode;

use clap::Args;

use super::Common;
use super::new::in_shell;
use super::report::{self, Format, Voice};
use crate::pipeline::{self, State, Status as Found};

/// The arguments of `status`.
#[derive(Args)]
pub struct Status {
    #[command(flatten)]
    common: Common,
    /// Every story, not only those that something is to be done about.
    #[arg(long)]
    all: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// Titles are cut to so many characters.
const TITLE: usize = 44;

/// Prints what there is, and what is to be done, on stdout.
pub fn run(args: Status, voice: Voice) -> ExitCode {
    let report = pipeline::status(&args.common.options(None, true));
    voice.print(&report.diagnostics, &report.sources);
    let Some(status) = report.result else {
        if args.format == Format::Json {
            report::print_findings(&report.diagnostics, &report.sources);
        }
        return ExitCode::FAILURE;
    };
    let text = match args.format {
        Format::Json => serde_json::to_string(&status).unwrap_or_default() + "\n",
        Format::Human => format_status(&status, args.all),
    };
    report::print_data(&text)
}

fn format_status(status: &Found, all: bool) -> String {
    let mut text = String::new();
    let is_open = |state: State| state != State::Current;
    let shown = |story: &&pipeline::StoryStatus| {
        all || story.guess.is_some()
            || story
                .versions
                .values()
                .any(|version| is_open(version.state) || version.undated)
    };
    let stories: Vec<_> = status.stories.iter().filter(shown).collect();
    let codes: Vec<&str> = status
        .languages
        .iter()
        .map(|language| language.code.as_str())
        .collect();
    if !stories.is_empty() {
        text.push_str(&table(&rows(&stories, &codes)));
        text.push('\n');
    }
    let hidden = status.stories.len() - stories.len();
    if hidden > 0 {
        let _ = writeln!(
            text,
            "{} up to date in every language; `--all` shows all\n",
            report::plural(hidden, "story is", "stories are")
        );
    }
    for story in &stories {
        story
            .versions
            .values()
            .for_each(|version| behind(version, &mut text));
    }
    for language in &status.languages {
        let posts = report::plural(language.posts, "post", "posts");
        let words = report::plural(language.words, "word", "words");
        let _ = writeln!(text, "{}: {posts}, {words}", language.code);
    }
    for pair in &status.proposed {
        let [one, two] = &pair.files;
        let reasons = pair.reasons.join(", ");
        let _ = write!(
            text,
            "\nperhaps translations ({:.2}: {reasons}); if so, write in both:\n  {one}\n  {two}\n    {}\n",
            pair.probability, pair.paste
        );
    }
    for advice in &status.terms {
        let _ = writeln!(text, "\n{}\n{}", advice.message, advice.paste);
    }
    text
}

/// A line for each story, and in each language how it stands.
fn rows(stories: &[&pipeline::StoryStatus], codes: &[&str]) -> Vec<Vec<String>> {
    let head = std::iter::once("story")
        .chain(codes.iter().copied())
        .map(str::to_owned);
    let row = |story: &&pipeline::StoryStatus| {
        let cells = codes
            .iter()
            .filter_map(|code| story.versions.get(*code))
            .map(cell);
        let guess = story
            .guess
            .map(|score| format!(" (a guess: {score:.2})"))
            .unwrap_or_default();
        std::iter::once(cut(&story.title) + &guess)
            .chain(cells)
            .collect()
    };
    std::iter::once(head.collect())
        .chain(stories.iter().map(row))
        .collect()
}

fn cell(version: &pipeline::Version) -> String {
    let mut cell = match version.state {
        State::Missing => return "missing".to_owned(),
        State::Draft => "draft".to_owned(),
        State::Future => format!("future ({})", version.date.as_deref().unwrap_or_default()),
        State::Expired => "expired".to_owned(),
        State::Waiting => format!("waits for {}", version.waits_for.join(", ")),
        State::Behind => "behind".to_owned(),
        State::Untranslated => "untranslated".to_owned(),
        State::Current => "current".to_owned(),
    };
    if version.undated {
        cell.push_str(", undated");
    }
    cell
}

fn behind(version: &pipeline::Version, text: &mut String) {
    let (Some(behind), Some(file)) = (&version.behind, &version.file) else {
        return;
    };
    let _ = writeln!(text, "{file} is behind {}:", behind.original);
    if behind.title {
        let _ = writeln!(text, "  the title changed");
    }
    for change in &behind.paragraphs {
        let line = change
            .line
            .map(|line| format!("line {line} "))
            .unwrap_or_default();
        let what = change
            .diff
            .clone()
            .unwrap_or_else(|| format!("« {}… »", change.opening));
        let _ = writeln!(text, "  {line}{}: {what}", change.what);
    }
    let _ = writeln!(
        text,
        "  once it is up to date: diptych sync {}\n",
        in_shell(file)
    );
}

fn cut(title: &str) -> String {
    match title.chars().count() > TITLE {
        true => title.chars().take(TITLE - 1).chain(['…']).collect(),
        false => title.to_owned(),
    }
}

/// Rows of cells, in columns.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter()
            .filter_map(|row| Some(row.get(at)?.chars().count()))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}
