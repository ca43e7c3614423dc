//! The command line: one file a command. The library never prints; all printing is here.

mod build;
mod check;
mod clean;
mod import;
mod new;
mod progress;
mod report;
#[cfg(feature = "serve")]
mod serve;
mod shell;
mod status;
mod sync;
mod theme;
mod translate;

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::project::Options;
use crate::text::dates;
use report::Voice;

/// A static site generator for bilingual blogs.
#[derive(Parser)]
#[command(name = "diptych", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    voice: Voice,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site into `public/`.
    Build(build::Build),
    /// Find what is wrong with the site, and what its readers would trip over; publishes nothing.
    Check(check::Check),
    /// Preview the site on this machine; pages reload when a file changes.
    #[cfg(feature = "serve")]
    Serve(serve::Serve),
    /// Take over posts of archives, exports and other generators as Markdown files.
    Import(import::Import),
    /// Say which story is there in which language, and what is to be done; writes nothing.
    Status(status::Status),
    /// Record translations as up to date with their originals.
    Sync(sync::Sync),
    /// List the files of the theme, print one, or copy it into the site.
    Theme(theme::Theme),
    /// Remove what builds remember (`.cache`), and the site too if you say so.
    Clean(clean::Clean),
    /// Print completions for a shell: `diptych completions bash > …/diptych`.
    Completions(shell::Completions),
    /// Write the manual pages into a folder.
    Man(shell::Man),
    /// Make a new site or a new post.
    New(new::New),
    /// Begin the translation of a post: a draft with the original's paragraphs as comments.
    Translate(translate::Translate),
}

/// What every command that reads a site takes.
#[derive(Args)]
struct Common {
    /// The site's folder.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[command(flatten)]
    now: Now,
}

impl Common {
    fn options(&self, base_url: Option<String>, drafts: bool) -> Options {
        Options {
            root: self.root.clone(),
            base_url,
            drafts,
            now: self.now.day(),
        }
    }
}

/// The only clock.
#[derive(Args)]
struct Now {
    /// The day of the build, in UTC (`2026-11-21`); else SOURCE_DATE_EPOCH, else today. Posts dated later are left out.
    #[arg(long, value_name = "DATE", value_parser = day)]
    now: Option<NaiveDate>,
}

impl Now {
    fn day(&self) -> NaiveDate {
        let refused = |why: String| Cli::command().error(ErrorKind::ValueValidation, why).exit();
        self.now.unwrap_or_else(|| today().unwrap_or_else(refused))
    }
}

/// Runs the command of the arguments: 0 when all went well, 1 when something is wrong with the site, 2 when with the arguments.
pub fn run() -> ExitCode {
    let Cli { command, voice } = Cli::parse();
    match command {
        Command::Build(build) => build::run(build, voice),
        Command::Check(check) => check::run(check, voice),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve::run(serve, voice),
        Command::Import(import) => import::run(import, voice),
        Command::Status(status) => status::run(status, voice),
        Command::Sync(sync) => sync::run(sync, voice),
        Command::Theme(theme) => theme::run(theme, voice),
        Command::Clean(clean) => clean::run(clean, voice),
        Command::Completions(completions) => shell::completions(completions),
        Command::Man(man) => shell::man(man),
        Command::New(new) => new::run(new, voice),
        Command::Translate(translate) => translate::run(translate, voice),
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let date = dates::parse(text).ok_or("write a date such as 2026-11-21")?;
    Ok(date.utc().date())
}

/// The only place where the clock is read (reproducible-builds.org: SOURCE_DATE_EPOCH comes first).
fn today() -> Result<NaiveDate, String> {
    let epoch =
        std::env::var_os("SOURCE_DATE_EPOCH").map(|seconds| seconds.to_string_lossy().into_owned());
    let Some(epoch) = epoch.filter(|seconds| !seconds.is_empty()) else {
        return Ok(now().date_naive());
    };
    let day = epoch
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .map(|instant| instant.date_naive());
    let wrong = || {
        format!(
            "SOURCE_DATE_EPOCH is `{epoch}`; set it to seconds since 1970, as `date +%s` prints them, or unset it"
        )
    };
    day.ok_or_else(wrong)
}

fn now() -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now())
}

fn base_url(text: &str) -> Result<String, String> {
    match crate::config::BaseUrl::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => {
            Err("write the whole address of the site, such as https://example.org/blog/".into())
        }
    }
}
