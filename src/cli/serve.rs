//! `diptych serve`.

use std::process::ExitCode;

use clap::Args;

use super::Common;
use super::report::Voice;
use crate::diag;
use crate::load;
use crate::serve;
use crate::source::Sources;

/// The arguments of `serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    common: Common,
    /// The port; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = 1414)]
    port: u16,
    /// The address to listen at; `0.0.0.0` shows the site, drafts among it, to all machines of the network.
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: std::net::IpAddr,
    /// Show the site in the browser.
    #[arg(long)]
    open: bool,
    /// Leave out drafts and posts of the future, as a build does.
    #[arg(long)]
    no_drafts: bool,
    /// Answer under this name too, such as that of a tunnel; may be given several times.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
}

/// Serves until it is stopped.
pub fn run(args: Serve, voice: Voice) -> ExitCode {
    let options = args.common.options(None, !args.no_drafts);
    if !load::has_settings(&options.root) {
        // There is nothing to wait for.
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        load::settings(&options.root, &mut sources, &mut diagnostics);
        voice.print(&diagnostics, &sources);
        return ExitCode::FAILURE;
    }
    let ready = |address: &str| {
        let drafts = if args.no_drafts {
            "drafts left out"
        } else {
            "drafts included"
        };
        eprintln!("serving {address} ({drafts}; stop with Ctrl-C)");
        if args.open
            && let Err(error) = open::that_detached(address)
        {
            eprintln!("cannot open a browser: {error}");
        }
    };
    let built = move |diagnostics: &[_], sources: &_| {
        voice.print(diagnostics, sources);
        match diag::any_error(diagnostics) {
            true => eprintln!("not built; the last site is shown"),
            false => voice.say("built"),
        }
    };
    let listening = serve::Listening {
        host: args.host,
        port: args.port,
        allowed: args.allow_host,
    };
    match serve::serve(options, listening, ready, built) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "error: cannot serve at {}:{}: {error}; choose another port with `--port N`",
                args.host, args.port
            );
            ExitCode::FAILURE
        }
    }
}
