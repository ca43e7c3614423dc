//! `diptych clean`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::report::Voice;
use crate::write;

/// The arguments of `clean`.
#[derive(Args)]
pub struct Clean {
    /// The site's folder.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site was written [default: `public` in the site's folder].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Remove the site too: the files that diptych wrote, and no others.
    #[arg(long)]
    site: bool,
}

/// Removes what builds remember: the next makes everything anew.
pub fn run(args: Clean, voice: Voice) -> ExitCode {
    let output = args.output.unwrap_or_else(|| args.root.join("public"));
    match write::clean(&args.root, &output, args.site) {
        Ok(removed) => {
            removed
                .iter()
                .for_each(|path| voice.say(format_args!("removed {}", path.display())));
            if removed.is_empty() {
                voice.say("nothing to remove");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
