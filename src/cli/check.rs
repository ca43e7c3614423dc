//! `diptych check`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::Common;
use super::progress::Busy;
use super::report::{self, Format, Voice};
use crate::pipeline;

/// Between two requests to one host.
const PAUSE: Duration = Duration::from_secs(1);

/// The arguments of `check`.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    common: Common,
    /// The last site, whose addresses must not be lost [default: `public` in the site's folder].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Check drafts and posts of the future too.
    #[arg(long)]
    drafts: bool,
    /// Warnings are errors.
    #[arg(long)]
    strict: bool,
    /// Ask for links to other sites too, with `curl`; what answers is remembered for a month.
    #[arg(long)]
    links: bool,
    /// How to print what is found; JSON goes to stdout.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// Prints what is found: 1 where there is an error.
pub fn run(args: Check, voice: Voice) -> ExitCode {
    let output = args
        .output
        .unwrap_or_else(|| args.common.root.join("public"));
    let busy = Busy::new("checking…", voice);
    let report = pipeline::check(
        &args.common.options(None, args.drafts),
        &output,
        pipeline::Checking {
            strict: args.strict,
            links: args.links.then_some(PAUSE),
        },
    );
    drop(busy);
    match args.format {
        Format::Json => {
            report::print_findings(&report.diagnostics, &report.sources);
        }
        Format::Human => voice.print(&report.diagnostics, &report.sources),
    }
    match report.result {
        Some(()) if report.diagnostics.is_empty() => voice.say("nothing to tell"),
        Some(()) => {}
        None => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}
