//! `diptych translate`.

use std::process::ExitCode;

use clap::Args;

use super::report::Voice;
use super::{Common, sync::in_site};
use crate::pipeline;

/// The arguments of `translate`.
#[derive(Args)]
pub struct Translate {
    #[command(flatten)]
    common: Common,
    /// The Markdown file of the post.
    file: std::path::PathBuf,
    /// The language, by its code [default: all that the story lacks].
    #[arg(long, value_name = "LANG")]
    to: Option<String>,
}

/// Writes the files of the translations, and prints their paths on stdout.
pub fn run(args: Translate, voice: Voice) -> ExitCode {
    let options = args.common.options(None, true);
    let file = in_site(&options.root, &args.file);
    let made = pipeline::translate(&options, &file, args.to.as_deref());
    let Some(begun) = voice.made(made) else {
        return ExitCode::FAILURE;
    };
    for translation in &begun {
        println!("{}", options.root.join(&translation.file).display());
        if !translation.nameless.is_empty() {
            voice.say(format_args!(
                "terms without a name in its language: {}",
                translation.nameless.join(", ")
            ));
        }
    }
    voice.say("a draft until its line `draft = true` is removed; see it with `diptych serve`");
    ExitCode::SUCCESS
}
