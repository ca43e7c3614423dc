//! `diptych build`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Common;
use super::progress::Busy;
use super::report::{self, Format, Voice};
use crate::pipeline::{self, Publishing, Summary};

/// The arguments of `build`.
#[derive(Args)]
pub struct Build {
    #[command(flatten)]
    common: Common,
    /// Where to write the site [default: `public` in the site's folder].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The address of the site, instead of site.toml's.
    #[arg(long, value_name = "URL", value_parser = super::base_url)]
    base_url: Option<String>,
    /// Publish drafts and posts of the future too.
    #[arg(long)]
    drafts: bool,
    /// Write among files that diptych did not write, and keep those.
    #[arg(long)]
    adopt: bool,
    /// Publish though `content` is missing, or many posts of the last site are gone.
    #[arg(long)]
    allow_removals: bool,
    /// Do not wait until the site is on the disk: faster, but a power cut may spoil it.
    #[arg(long)]
    no_sync: bool,
    /// Warnings are errors: publish only a site of which nothing is to be said.
    #[arg(long)]
    strict: bool,
    /// How findings are told; JSON goes to stdout.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Say what each stage cost: milliseconds, results remembered, results made.
    #[arg(long)]
    timings: bool,
}

/// Builds, and says in one line what was made.
pub fn run(args: Build, voice: Voice) -> ExitCode {
    let start = std::time::Instant::now();
    let output = args
        .output
        .unwrap_or_else(|| args.common.root.join("public"));
    let options = args.common.options(args.base_url, args.drafts);
    let how = Publishing {
        adopt: args.adopt,
        allow_removals: args.allow_removals,
        no_sync: args.no_sync,
        strict: args.strict,
    };
    let busy = Busy::new("building…", voice);
    let built = pipeline::publish(&options, &output, how);
    drop(busy);
    let built = match built {
        Ok(built) => built,
        Err(error) => return args.format.fail(error),
    };
    match args.format {
        Format::Human => voice.print(&built.diagnostics, &built.sources),
        Format::Json => {
            report::print_findings(&built.diagnostics, &built.sources);
        }
    }
    let Some(summary) = built.result else {
        eprintln!("nothing was published; the last site is as it was");
        return ExitCode::FAILURE;
    };
    if args.timings {
        match &summary.timings {
            Some(timings) => eprint!("{timings}"),
            None => eprintln!("nothing has changed since the last build"),
        }
    }
    voice.say(format_args!(
        "{} → {} in {:.2} s",
        format_summary(&summary),
        output.display(),
        start.elapsed().as_secs_f64()
    ));
    ExitCode::SUCCESS
}

fn format_summary(summary: &Summary) -> String {
    let alone: usize = summary.alone.iter().map(|(_, count)| count).sum();
    let by_lang: Vec<String> = summary
        .alone
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(code, n)| format!("{n} only in {code}"))
        .collect();
    let mut parts = vec![format!("{} in two languages or more", summary.paired)];
    parts.extend(by_lang);
    let left_out = match summary.left_out {
        0 => String::new(),
        1 => " (1 draft, post of the future or waiting for its translation left out)".to_owned(),
        count => {
            format!(" ({count} drafts, posts of the future or waiting for translations left out)")
        }
    };
    format!(
        "{} ({}), {}{left_out}",
        report::plural(summary.paired + alone, "story", "stories"),
        parts.join(", "),
        report::plural(summary.files, "file", "files")
    )
}
