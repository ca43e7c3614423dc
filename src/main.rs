//! The command `diptych`: parse arguments, run, exit.

fn main() -> std::process::ExitCode {
    diptych::cli::run()
}
