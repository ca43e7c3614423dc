//! `diptych new`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::report::{self, Voice};
use super::{Common, Now, import};
use crate::import::report::ReadDoubt;
use crate::pipeline;

/// So many guesses are shown at once.
const SHOWN: usize = 10;

/// The arguments of `new`.
#[derive(Args)]
pub struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make a site, from the dumps of an old one where there are any, and build it.
    Site(Site),
    /// Make the file of a new post, a draft of today.
    Post(Post),
}

#[derive(Args)]
struct Post {
    /// Its title.
    title: String,
    /// Its language, by the code [default: the site's first].
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// A language that it is written in too; may be given several times.
    #[arg(long = "with", value_name = "LANG")]
    with: Vec<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Site {
    /// The folder to make.
    dir: PathBuf,
    /// Archives (`.txt`), exports or feeds (`.xml`), or folders of them.
    #[arg(long, value_name = "DUMP", num_args = 1..)]
    from: Vec<PathBuf>,
    #[command(flatten)]
    now: Now,
}

/// Makes what is asked for.
pub fn run(args: New, voice: Voice) -> ExitCode {
    match args.what {
        What::Site(site) => new_site(site, voice),
        What::Post(post) => new_post(post, voice),
    }
}

/// Writes the files of a post, and prints their paths on stdout.
fn new_post(post: Post, voice: Voice) -> ExitCode {
    let options = post.common.options(None, true);
    let report = match pipeline::new_post(&options, &post.title, post.lang.as_deref(), &post.with) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    voice.print(&report.diagnostics, &report.sources);
    let Some(paths) = report.result else {
        eprintln!("nothing was written");
        return ExitCode::FAILURE;
    };
    paths
        .iter()
        .for_each(|path| println!("{}", options.root.join(path).display()));
    voice.say("a draft until its line `draft = true` is removed; see it with `diptych serve`");
    ExitCode::SUCCESS
}

fn new_site(site: Site, voice: Voice) -> ExitCode {
    match crate::import::new_site(
        &site.dir,
        &site.from,
        site.now.day(),
        &super::progress::shown(),
    ) {
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        Ok(report) => {
            let made: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity > crate::diag::Severity::Warning)
                .cloned()
                .collect();
            voice.print(&made, &report.sources);
            let Some(made) = report.result else {
                let made = if site.dir.exists() {
                    "was made, but not built"
                } else {
                    "was not made"
                };
                eprintln!("`{}` {made}", site.dir.display());
                return ExitCode::FAILURE;
            };
            if let Some(imported) = &made.imported {
                eprintln!("{}", import::summary(imported));
            }
            print!("{}", doubts(&made.doubts));
            let dir = site.dir.display();
            eprintln!(
                "before you publish, say in {dir}/content/pages/ who does (mentions-legales.fr.md, legal-notice.en.md)"
            );
            eprintln!(
                "{} in {dir}/public; see them with `diptych serve --root {dir}`",
                report::plural(made.summary.files, "file", "files")
            );
            ExitCode::SUCCESS
        }
    }
}

/// The most doubtful guesses, each with what would change it.
fn doubts(doubts: &[ReadDoubt]) -> String {
    if doubts.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "The most doubtful of {}; below each, the lines of content/archive/archive.toml that would change it:\n",
        report::plural(doubts.len(), "guess", "guesses")
    );
    for doubt in doubts.iter().take(SHOWN) {
        text.push_str(&format!("\n{}  {}: {}\n", doubt.at, doubt.about, doubt.why));
        doubt
            .correction
            .lines()
            .for_each(|line| text.push_str(&format!("    {line}\n")));
    }
    text
}
