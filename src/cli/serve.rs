//! `diptych serve`.

use std::process::ExitCode;

use clap::Args;

use super::Common;
use super::report::Voice;
use crate::diag;
use crate::serve;

/// The arguments of `serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    common: Common,
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = 1414)]
    port: u16,
    /// Answer under this name too, such as that of a tunnel; may be given several times.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
}

/// Serves until it is stopped.
pub fn run(args: Serve, voice: Voice) -> ExitCode {
    let options = args.common.options(None, true);
    let ready =
        |address| eprintln!("serving http://{address}/ (drafts included; stop with Ctrl-C)");
    let built = move |diagnostics: &[_], sources: &_| {
        voice.print(diagnostics, sources);
        eprintln!(
            "{}",
            if diag::any_error(diagnostics) {
                "not built; the last site is shown"
            } else {
                "built"
            }
        );
    };
    match serve::serve(options, args.port, args.allow_host, ready, built) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "error: cannot serve on port {}: {error}; choose another with `--port N`",
                args.port
            );
            ExitCode::FAILURE
        }
    }
}
