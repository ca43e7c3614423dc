//! `diptych import --dry-run`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::report;
use crate::diag::Severity;
use crate::pipeline;

/// The arguments of `import`.
#[derive(Args)]
pub struct Import {
    /// Files or folders: archives (`.txt`), posts (`.md`), and `archive.toml` beside them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only say what is understood; nothing is written.
    #[arg(long)]
    dry_run: bool,
    /// How to say it.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The site whose languages hold.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// Reads, and prints the reading on stdout.
pub fn run(args: Import) -> ExitCode {
    if !args.dry_run {
        eprintln!("error: writing posts is not there yet; say `--dry-run` to see what is understood");
        return ExitCode::from(2);
    }
    let read = pipeline::import(&args.root, &args.paths);
    // What is worth telling of a guess stands in the reading itself.
    let told: Vec<_> = read.found.iter().filter(|finding| finding.severity > Severity::Note).cloned().collect();
    report::print(&told, &read.sources);
    let Some(reading) = read.result else { return ExitCode::FAILURE };
    let text = match args.format {
        Format::Human => reading.to_string(),
        Format::Json => serde_json::to_string(&reading).unwrap_or_default() + "\n",
    };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // A reader that stops early (`| head`) is no error.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write the reading: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
