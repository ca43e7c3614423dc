//! `diptych theme`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::report::{self, Voice};
use crate::check;
use crate::diag::did_you_mean;
use crate::load;
use crate::write::{self, Written};

/// The arguments of `theme`.
#[derive(Args)]
pub struct Theme {
    /// A file of the theme: `post.html`, `strings/en.toml`, `style.css` [default: their list].
    file: Option<String>,
    /// Copy it into the site, where it takes the place of the theme's.
    #[arg(long, requires = "file")]
    copy: bool,
    /// The site's folder.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Lists the theme's files, prints one on stdout, or copies it into the site.
pub fn run(args: Theme, voice: Voice) -> ExitCode {
    let files = load::theme_files();
    let Some(name) = args.file else {
        let list: String = files.iter().map(|(path, _)| format!("{path}\n")).collect();
        let version = check::template_version();
        voice.say(format_args!("version {version} of what templates see"));
        return report::print_data(&list);
    };
    let is_it = |path: &str| {
        ["", "templates/", "static/"]
            .iter()
            .any(|folder| path == format!("{folder}{name}"))
    };
    let Some((path, bytes)) = files.iter().find(|(path, _)| is_it(path)) else {
        let names = files
            .iter()
            .filter_map(|(path, _)| Some(path.split_once('/')?.1));
        let help = did_you_mean(&name, names)
            .unwrap_or_else(|| "`diptych theme` lists its files".to_owned());
        eprintln!("error: the theme has no file `{name}`; {help}");
        return ExitCode::FAILURE;
    };
    if !args.copy {
        // A font is no text.
        return match std::io::stdout().lock().write_all(bytes) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        };
    }
    match write::new_file(&args.root, path, bytes) {
        Ok(Written::New | Written::Same) => {
            println!("{}", args.root.join(path).display());
            voice.say(
                "to change a part of a template, extend it instead: see `The theme` in the README",
            );
            ExitCode::SUCCESS
        }
        Ok(Written::Differs) => {
            eprintln!("error: the site has a `{path}` of its own already; it is left as it is");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
