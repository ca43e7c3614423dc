//! `diptych import`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::report::{self, Format, Voice};
use crate::diag::Severity;
use crate::import::report::ImportReport;
use crate::import::{self, Imported};

/// The arguments of `import`.
#[derive(Args)]
pub struct Import {
    /// Files or folders: archives (`.txt`), WordPress exports and feeds (`.xml`), posts (`.md`) of Hugo, Zola or Jekyll, and
    /// `archive.toml` beside them [default, with `--only`: the site's own archives].
    #[arg(value_name = "PATH", required_unless_present_any = ["only", "freeze"])]
    paths: Vec<PathBuf>,
    /// Only say what is understood; nothing is written.
    #[arg(long)]
    dry_run: bool,
    /// List every doubt, not the worst alone.
    #[arg(long)]
    all: bool,
    /// Take over this post alone, by `file:line`; may be given several times.
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Write the present reading of the site's archives into archive.toml, so that no later dump or version moves a URL.
    #[arg(long, conflicts_with_all = ["only", "dry_run", "paths"])]
    freeze: bool,
    /// How to say it.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The site that is imported into, and whose languages hold.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Reads, writes what is new, and prints the report on stdout.
pub fn run(args: Import, voice: Voice) -> ExitCode {
    if args.freeze {
        return freeze(&args.root, args.format, voice);
    }
    let paths = if args.paths.is_empty() {
        vec![args.root.join("content/archive")]
    } else {
        args.paths
    };
    if args.dry_run {
        let read = import::dry_run(&args.root, &paths);
        print_warnings(voice, &read.diagnostics, &read.sources);
        return match read.result {
            Some(mut report) => {
                if args.all {
                    report.doubts.append(&mut report.more_doubts);
                }
                print(&report, args.format)
            }
            None => args
                .format
                .nothing("nothing was read", &read.diagnostics, &read.sources),
        };
    }
    let import = import::Import {
        root: args.root,
        paths,
        only: args.only,
    };
    match import::import(&import, &super::progress::shown()) {
        Err(error) => args.format.fail(error),
        Ok(report) => {
            print_warnings(voice, &report.diagnostics, &report.sources);
            let Some(imported) = report.result else {
                let (found, sources) = (&report.diagnostics, &report.sources);
                return args.format.nothing("nothing was written", found, sources);
            };
            let code = print(&imported.report, args.format);
            voice.say(summary(&imported));
            code
        }
    }
}

/// Notes are in the report itself.
pub fn print_warnings(
    voice: Voice,
    diagnostics: &[crate::diag::Diagnostic],
    sources: &crate::source::Sources,
) {
    let warnings: Vec<_> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Note)
        .cloned()
        .collect();
    voice.print(&warnings, sources);
}

fn print(report: &ImportReport, format: Format) -> ExitCode {
    let text = match format {
        Format::Human => report.to_string(),
        Format::Json => serde_json::to_string(report).unwrap_or_default() + "\n",
    };
    report::print_data(&text)
}

/// What was done, in a few lines.
pub fn summary(imported: &Imported) -> String {
    let mut lines = vec![match imported.written.len() {
        0 => "nothing new: every post is there already".to_owned(),
        1 => "1 file written".to_owned(),
        count => format!("{count} files written"),
    }];
    if imported.already_there > 0 {
        lines.push(format!(
            "{} there already, left as {}",
            report::plural(imported.already_there, "post was", "posts were"),
            if imported.already_there == 1 {
                "it is"
            } else {
                "they are"
            }
        ));
    }
    if let [first, ..] = &imported.missing[..] {
        let files = report::plural(
            imported.missing.len(),
            "file that posts show was",
            "files that posts show were",
        );
        lines.push(format!("{files} not found, the first `{first}`: put the old site's files (`wp-content/uploads`) beside the export and run this again, or put them below `static/`"));
    }
    lines.extend(
        imported
            .kept
            .iter()
            .map(|file| format!("left alone, as it is there and differs: {file}")),
    );
    lines.join("\n")
}

fn freeze(root: &Path, format: Format, voice: Voice) -> ExitCode {
    match import::freeze_archives(root) {
        Err(error) => format.fail(error),
        Ok(report) => {
            print_warnings(voice, &report.diagnostics, &report.sources);
            let (found, sources) = (&report.diagnostics, &report.sources);
            let Some(frozen) = report.result else {
                return format.nothing("nothing was written", found, sources);
            };
            for title in &frozen.unclear {
                eprintln!("not frozen, as no opening words tell it from another post: {title}");
            }
            eprintln!(
                "{} frozen in content/archive/archive.toml",
                report::plural(frozen.posts, "post", "posts")
            );
            match format {
                Format::Human => ExitCode::SUCCESS,
                Format::Json => report::print_findings(found, sources),
            }
        }
    }
}
