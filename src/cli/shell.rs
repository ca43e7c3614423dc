//! `diptych completions` and `diptych man`: what shells and `man` show of the command, made from its definition.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, report};
use crate::write;

/// The arguments of `completions`.
#[derive(Args)]
pub struct Completions {
    shell: Shell,
}

/// The arguments of `man`.
#[derive(Args)]
pub struct Man {
    /// The folder that they are written into.
    dir: PathBuf,
}

/// Prints the completions of a shell on stdout.
pub fn completions(args: Completions) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "diptych", &mut text);
    report::print_data(&String::from_utf8_lossy(&text))
}

/// Writes a page for the command, and one for each of its commands.
pub fn man(args: Man) -> ExitCode {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut open = vec![("diptych".to_owned(), command)];
    while let Some((name, command)) = open.pop() {
        let below = command.get_subcommands().cloned();
        open.extend(below.map(|command| (format!("{name}-{}", command.get_name()), command)));
        let mut text = Vec::new();
        let page = clap_mangen::Man::new(command).title(name.clone());
        let written = page.render(&mut text).map_err(|error| error.to_string());
        let path = args.dir.join(format!("{name}.1"));
        let text = String::from_utf8_lossy(&text).into_owned();
        if let Err(error) =
            written.and_then(|()| write::replace(&path, &text).map_err(|error| error.to_string()))
        {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
        println!("{}", path.display());
    }
    ExitCode::SUCCESS
}
