//! `diptych sync`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::Common;
use super::new::in_shell;
use super::report::{self, Voice};
use crate::content::translations::FILE;
use crate::content::urls::FILE as URLS;
use crate::diag::Severity;
use crate::pipeline::{self, Synced};

/// The arguments of `sync`.
#[derive(Args)]
pub struct Sync {
    #[command(flatten)]
    common: Common,
    /// The files of translations that are up to date with their originals [default: all that have no record yet].
    files: Vec<PathBuf>,
}

/// So many files are named at once.
const SHOWN: usize = 10;

/// Records, and says what was recorded and what could not be.
pub fn run(args: Sync, voice: Voice) -> ExitCode {
    let root = &args.common.root;
    let files: Vec<String> = args.files.iter().map(|file| in_site(root, file)).collect();
    match pipeline::sync(&args.common.options(None, true), &files) {
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        Ok(report) => {
            let errors: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity == Severity::Error)
                .cloned()
                .collect();
            voice.print(&errors, &report.sources);
            let Some(synced) = report.result else {
                eprintln!("nothing was recorded");
                return ExitCode::FAILURE;
            };
            voice.say(format_summary(&synced).trim_end());
            ExitCode::SUCCESS
        }
    }
}

/// A file that was named on the command line, as its path in the site.
pub fn in_site(root: &Path, file: &Path) -> String {
    let file = file.strip_prefix(root).unwrap_or(file);
    file.to_string_lossy().replace('\\', "/")
}

fn format_summary(Synced { accepted, urls }: &Synced) -> String {
    let mut text = match accepted.recorded.len() {
        0 if accepted.renamed.is_empty() => "nothing new to record\n".to_owned(),
        0 => String::new(),
        count => format!(
            "{} recorded in {FILE}\n",
            report::plural(count, "translation", "translations")
        ),
    };
    for (old, new) in &accepted.renamed {
        text.push_str(&format!("renamed in {FILE}: {old} is now {new}\n"));
    }
    if !accepted.behind.is_empty() {
        text.push_str("behind their originals; once one is up to date, name it:\n");
        accepted
            .behind
            .iter()
            .take(SHOWN)
            .for_each(|file| text.push_str(&format!("  diptych sync {}\n", in_shell(file))));
    }
    if !accepted.undecided.is_empty() {
        let stories = match accepted.undecided.len() {
            1 => "1 story has".to_owned(),
            count => format!("{count} stories have"),
        };
        text.push_str(&format!(
            "{stories} no known original, as no date is earlier; name the translation of each:\n"
        ));
        for files in accepted.undecided.iter().take(SHOWN) {
            let files: Vec<String> = files.iter().map(|file| in_shell(file)).collect();
            text.push_str(&format!("  diptych sync {}\n", files.join("   # or: ")));
        }
    }
    match urls {
        Some(0) => {}
        Some(count) => text.push_str(&format!(
            "{} recorded in {}\n",
            report::plural(*count, "address", "addresses"),
            URLS
        )),
        None => text.push_str(
            "the addresses are not recorded, as the site has errors: see `diptych build`\n",
        ),
    }
    text
}
