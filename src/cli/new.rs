//! `diptych new`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::report::{self, Voice};
use super::{Common, Now, import};
use crate::import::report::ReadDoubt;
use crate::lang::site::{is_language_tag, usual_case};
use crate::pipeline;
use crate::scaffold::{self, Host};

/// So many guesses are shown at once.
const SHOWN: usize = 10;

/// The arguments of `new`.
#[derive(Args)]
pub struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make a site, from the dumps of an old one where there are any, and build it.
    Site(Site),
    /// Make the file of a new post, a draft of today.
    Post(Post),
}

#[derive(Args)]
struct Post {
    /// Its title.
    title: String,
    /// Its language, by the code [default: the site's first].
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// A language that it is written in too; may be given several times.
    #[arg(long = "with", value_name = "LANG")]
    with: Vec<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Site {
    /// The folder to make it in.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Archives (`.txt`), exports or feeds (`.xml`), or folders of them.
    #[arg(long, value_name = "DUMP", num_args = 1..)]
    from: Vec<PathBuf>,
    /// Its title [default: made from the folder's name; asked for on a terminal].
    #[arg(long)]
    title: Option<String>,
    /// The codes of its languages [default: fr,en; asked for on a terminal].
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    languages: Vec<String>,
    /// The address that it will have.
    #[arg(long, value_name = "URL", value_parser = super::base_url, default_value = "https://example.org/")]
    base_url: String,
    /// Where it will be published from: adds what that takes.
    #[arg(long, value_enum)]
    host: Option<HostName>,
    /// Ask nothing.
    #[arg(long, short = 'y')]
    yes: bool,
    #[command(flatten)]
    now: Now,
}

/// The hosts, as they are named on the command line.
#[derive(Clone, Copy, ValueEnum)]
enum HostName {
    Github,
    Gitlab,
    Netlify,
    Cloudflare,
    Server,
}

impl HostName {
    fn host(self) -> Host {
        match self {
            HostName::Github => Host::Github,
            HostName::Gitlab => Host::Gitlab,
            HostName::Netlify => Host::Netlify,
            HostName::Cloudflare => Host::Cloudflare,
            HostName::Server => Host::Server,
        }
    }
}

fn code(text: &str) -> Result<String, String> {
    match is_language_tag(text) {
        true => Ok(usual_case(text)),
        false => Err("write codes of languages, such as fr,en or fr-CA,en".to_owned()),
    }
}

/// Makes what is asked for.
pub fn run(args: New, voice: Voice) -> ExitCode {
    match args.what {
        What::Site(site) => new_site(site, voice),
        What::Post(post) => new_post(post, voice),
    }
}

/// Writes the files of a post, and prints their paths on stdout.
fn new_post(post: Post, voice: Voice) -> ExitCode {
    let options = post.common.options(None, true);
    let made = pipeline::new_post(&options, &post.title, post.lang.as_deref(), &post.with);
    let Some(paths) = voice.made(made) else {
        return ExitCode::FAILURE;
    };
    paths
        .iter()
        .for_each(|path| println!("{}", options.root.join(path).display()));
    voice.say("a draft until its line `draft = true` is removed; see it with `diptych serve`");
    ExitCode::SUCCESS
}

fn new_site(site: Site, voice: Voice) -> ExitCode {
    let name = std::path::absolute(&site.dir).unwrap_or_else(|_| site.dir.clone());
    let title = scaffold::title_of(&name.file_name().unwrap_or_default().to_string_lossy());
    let is_asked = !site.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let answer = |question: &str, default: &str| match is_asked {
        true => ask(question, default),
        false => default.to_owned(),
    };
    let title = site.title.unwrap_or_else(|| answer("Title", &title));
    let languages = match site.languages.is_empty() {
        true => codes(&answer("Languages, by their codes", "fr,en")),
        false => site.languages,
    };
    let wanted = scaffold::NewSite {
        title,
        languages,
        base_url: site.base_url,
        host: site.host.map(HostName::host),
    };
    let progress = super::progress::shown();
    let report =
        match crate::import::new_site(&site.dir, &wanted, &site.from, site.now.day(), &progress) {
            Ok(report) => report,
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        };
    let errors: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > crate::diag::Severity::Warning)
        .cloned()
        .collect();
    voice.print(&errors, &report.sources);
    let Some(made) = report.result else {
        eprintln!("nothing was made");
        return ExitCode::FAILURE;
    };
    if let Some((imported, diagnostics, sources)) = &made.imported {
        import::print_warnings(voice, diagnostics, sources);
        voice.say(import::summary(imported));
        let left_out = imported.report.export.left_out.len();
        if left_out > 0 || !diagnostics.is_empty() {
            let given: Vec<String> = site
                .from
                .iter()
                .map(|path| in_shell(&path.to_string_lossy()))
                .collect();
            voice.say(format_args!(
                "{} left out; `diptych import --dry-run {}` lists them, and what is not as it was",
                report::plural(left_out, "item was", "items were"),
                given.join(" ")
            ));
        }
    }
    print!("{}", doubts(&made.doubts));
    voice.say(next_steps(&site.dir, made.summary.files));
    ExitCode::SUCCESS
}

/// What to type next.
fn next_steps(dir: &Path, files: usize) -> String {
    let cd = match dir == Path::new(".") {
        true => String::new(),
        false => format!("  cd {}\n", in_shell(&dir.to_string_lossy())),
    };
    format!(
        "made, and built: {}\n\nnext:\n{cd}  diptych serve --open            see it, and each change as you save it\n  \
         diptych new post \"A title\"       write\n  diptych translate FILE           and in the other language\n  \
         diptych check                    before you publish: content/pages/ must say who does",
        report::plural(files, "file", "files")
    )
}

/// A name as shells read it.
pub(super) fn in_shell(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-/\\:~".contains(c);
    match name.chars().all(is_plain) && !name.starts_with(['-', '~']) {
        true => name.to_owned(),
        false if !name.contains(['"', '$', '`', '\\', '!']) => format!("\"{name}\""),
        false => format!("'{}'", name.replace('\'', "'\\''")),
    }
}

fn ask(question: &str, default: &str) -> String {
    eprint!("{question} [{default}]: ");
    let mut line = String::new();
    // Where nothing can be read, nothing was said.
    let _ = std::io::stdin().read_line(&mut line);
    match line.trim() {
        "" => default.to_owned(),
        said => said.to_owned(),
    }
}

/// The codes in an answer; the usual ones where it holds none.
fn codes(answer: &str) -> Vec<String> {
    let parts = answer.split([',', ' ']).filter(|part| !part.is_empty());
    let codes: Vec<String> = parts.filter_map(|part| code(part).ok()).collect();
    match codes.is_empty() {
        true => vec!["fr".to_owned(), "en".to_owned()],
        false => codes,
    }
}

/// The most doubtful guesses, each with what would change it.
fn doubts(doubts: &[ReadDoubt]) -> String {
    if doubts.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "The most doubtful of {}; below each, the lines of content/archive/archive.toml that would change it:\n",
        report::plural(doubts.len(), "guess", "guesses")
    );
    for doubt in doubts.iter().take(SHOWN) {
        text.push_str(&format!("\n{}  {}: {}\n", doubt.at, doubt.about, doubt.why));
        doubt
            .correction
            .lines()
            .for_each(|line| text.push_str(&format!("    {line}\n")));
    }
    text
}
