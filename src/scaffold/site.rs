//! The files of a new site, as data: settings, two stories, the workflow of its host.

use chrono::NaiveDate;

use super::LEGAL;
use crate::text::toml::quote;

/// What an author says of a new site.
#[derive(Clone, Debug)]
pub struct NewSite {
    pub title: String,
    /// The codes of its languages, in their order.
    pub languages: Vec<String>,
    pub base_url: String,
    pub host: Option<Host>,
}

/// Where a site is published from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    Github,
    Gitlab,
    Netlify,
    Cloudflare,
    Server,
}

/// A host's file: its path, its text, and what `rules` below `[outputs]` call the host.
type HostFile = (&'static str, &'static str, Option<&'static str>);

impl Host {
    fn file(self) -> HostFile {
        let workflow = ".github/workflows/publish.yml";
        match self {
            Host::Github => (workflow, include_str!("hosts/github.yml"), None),
            Host::Gitlab => (".gitlab-ci.yml", include_str!("hosts/gitlab.yml"), None),
            Host::Netlify => (
                "netlify.toml",
                include_str!("hosts/netlify.toml"),
                Some("netlify"),
            ),
            Host::Cloudflare => (
                workflow,
                include_str!("hosts/cloudflare.yml"),
                Some("cloudflare"),
            ),
            Host::Server => ("publish.sh", include_str!("hosts/server.sh"), Some("nginx")),
        }
    }
}

/// Two stories in French and in English: name, language, text.
const STORIES: [(&str, &str, &str); 4] = [
    ("markdown", "fr", include_str!("posts/markdown.fr.md")),
    ("markdown", "en", include_str!("posts/markdown.en.md")),
    (
        "two-languages",
        "fr",
        include_str!("posts/two-languages.fr.md"),
    ),
    (
        "two-languages",
        "en",
        include_str!("posts/two-languages.en.md"),
    ),
];

const GITIGNORE: &str = "# What builds make and remember.\n/public/\n/.cache/\n/.public.diptych/\n";

/// Every file of a new site but its stories and its notice of who publishes it: path and text.
pub fn files(site: &NewSite) -> Vec<(String, String)> {
    let mut files = vec![
        ("site.toml".to_owned(), settings(site)),
        (".gitignore".to_owned(), GITIGNORE.to_owned()),
    ];
    if let Some(host) = site.host {
        let (path, text, _) = host.file();
        files.push((path.to_owned(), text.to_owned()));
    }
    files
}

/// Two stories of its languages, dated `day`; path and text.
pub fn stories(site: &NewSite, day: NaiveDate) -> Vec<(String, String)> {
    let of_site = STORIES.iter().filter_map(|(name, lang, text)| {
        let code = own_code(site, lang)?;
        // The names of files that they tell are their own.
        let text = text
            .replace("{{day}}", &day.to_string())
            .replace(&format!(".{lang}.md"), &format!(".{code}.md"));
        Some((format!("content/posts/{name}.{code}.md"), text))
    });
    let mut files: Vec<(String, String)> = of_site.collect();
    if let Some((fr, en)) = own_code(site, "fr").zip(own_code(site, "en")) {
        let terms = include_str!("posts/terms.toml")
            .replace("\nfr =", &format!("\n{fr} ="))
            .replace("\nen =", &format!("\n{en} ="));
        files.push(("content/terms.toml".to_owned(), terms));
    }
    files
}

/// The pages that say who publishes the site, in its languages; path and text.
pub fn legal(site: &NewSite) -> Vec<(String, String)> {
    let of_site = LEGAL.iter().filter_map(|(path, text)| {
        let stem = path.strip_suffix(".md")?;
        let (stem, lang) = stem.rsplit_once('.')?;
        let code = own_code(site, lang)?;
        Some((format!("{stem}.{code}.md"), (*text).to_owned()))
    });
    of_site.collect()
}

/// The site's code for a language: `fr-CA` is French.
fn own_code<'a>(site: &'a NewSite, lang: &str) -> Option<&'a str> {
    let is_it = |code: &&String| code.split('-').next() == Some(lang);
    site.languages.iter().find(is_it).map(String::as_str)
}

/// `site.toml`, with what is most often changed as comments.
fn settings(site: &NewSite) -> String {
    let title = quote(&site.title);
    let mut text = format!(
        "# The address of the site; change it before you publish.\n\
         base_url = {}\n\
         # author = \"Your name\"\n\
         # publish = \"together\"        # a story comes out when it is there in every language\n\
         # posts_per_page = 10\n",
        quote(&site.base_url)
    );
    for code in &site.languages {
        text.push_str(&format!("\n[languages.{code}]\ntitle = {title}\n# description = \"One sentence, for search engines and below the title.\"\n"));
    }
    text.push_str(
        "\n[theme]\n# reply = \"name@example.org\"   # every post ends in \"reply by e-mail\"\n# font = \"serif\"                # the reader's own; by itself Literata\n",
    );
    if let Some(rules) = site.host.and_then(|host| host.file().2) {
        text.push_str(&format!("\n[outputs]\nrules = [\"{rules}\"]   # languages at `/`, redirects and headers for the host\n"));
    }
    text
}
