//! `diptych sync`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Common, report};
use crate::content::translations::FILE;
use crate::diag::Severity;
use crate::model::freshness::Accepted;
use crate::pipeline;

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
pub fn run(args: Sync) -> ExitCode {
    let root = &args.common.root;
    let in_site = |file: &PathBuf| {
        file.strip_prefix(root)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/")
    };
    let files: Vec<String> = args.files.iter().map(in_site).collect();
    match pipeline::sync(&args.common.options(None, true), &files) {
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        Ok(report) => {
            let errors: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .cloned()
                .collect();
            report::print(&errors, &report.sources);
            let Some(accepted) = report.result else {
                eprintln!("nothing was recorded");
                return ExitCode::FAILURE;
            };
            eprint!("{}", told(&accepted));
            ExitCode::SUCCESS
        }
    }
}

fn told(accepted: &Accepted) -> String {
    let mut text = match accepted.recorded.len() {
        0 => "nothing new to record\n".to_owned(),
        1 => format!("1 translation recorded in {FILE}\n"),
        count => format!("{count} translations recorded in {FILE}\n"),
    };
    if !accepted.behind.is_empty() {
        text.push_str("behind their originals; once one is up to date, name it:\n");
        accepted
            .behind
            .iter()
            .take(SHOWN)
            .for_each(|file| text.push_str(&format!("  diptych sync {file}\n")));
    }
    if !accepted.undecided.is_empty() {
        let count = accepted.undecided.len();
        text.push_str(&format!(
            "{count} stories do not tell which text is the original, as no date is earlier; name the translations, such as\n  \
             diptych sync content/posts/*.en.md\n"
        ));
        for files in accepted.undecided.iter().take(SHOWN) {
            text.push_str(&format!("  {}\n", files.join(", ")));
        }
    }
    text
}
