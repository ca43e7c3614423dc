//! `diptych new`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::report::{self, Voice};
use super::{Now, import};
use crate::import::report::ReadDoubt;

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
    let What::Site(site) = args.what;
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
        return "Nothing is doubtful.\n".to_owned();
    }
    let mut text = format!(
        "The most doubtful of {} guesses; below each, the lines of content/archive/archive.toml that would change it:\n",
        doubts.len()
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
