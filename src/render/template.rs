//! Tera, and its errors as findings with a place in the template.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use serde::Serialize;
use tera::{ComponentInfo, ErrorKind, Kwargs, ReportError, State, Tera};

use crate::cache::{Digest, Digester};
use crate::diag::{Code, Diagnostic};
use crate::doc;
use crate::source::{SourceId, Sources, Span};
use crate::text::{url, video};

/// The folder of the shortcodes' templates.
const SHORTCODES: &str = "shortcodes/";

pub struct Templates {
    tera: Tera,
    /// Whether all of them were compiled; else none can be filled.
    pub whole: bool,
    /// By name: the source, and its text.
    sources: HashMap<String, (SourceId, String)>,
    /// The names of those that are the site's and not the theme's.
    own: BTreeSet<String>,
    /// The names of what stands in `shortcodes/`.
    shortcodes: Vec<String>,
    /// Of all that they make of what they are given.
    pub digest: Digest,
    /// The paths of what stands in `static/`, by name.
    files: Arc<HashMap<String, String>>,
}

impl Templates {
    /// Where a file of `static/` stands, percent-encoded.
    pub fn asset(&self, name: &str) -> Option<String> {
        asset(&self.files, name)
    }

    /// Compiles them; every template with a syntax error is reported. `files` are the paths of what stands in `static/`, by name.
    pub fn compile(
        templates: &[(String, SourceId)],
        sources: &Sources,
        files: HashMap<String, String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let digest = templates.iter().fold(
            Digester::new("templates").value(&files.iter().collect::<BTreeMap<_, _>>()),
            |digest, (name, id)| digest.text(name).text(&sources.get(*id).text),
        );
        let files = Arc::new(files);
        let mut compiled = Self {
            digest: digest.finish(),
            tera: engine(files.clone()),
            files: files.clone(),
            whole: true,
            shortcodes: templates
                .iter()
                .filter_map(|(name, _)| name.strip_prefix(SHORTCODES)?.strip_suffix(".html"))
                .map(str::to_owned)
                .collect(),
            own: templates
                .iter()
                .filter(|(_, id)| !sources.get(*id).is_embedded())
                .map(|(name, _)| name.clone())
                .collect(),
            sources: templates
                .iter()
                .map(|(name, id)| (name.clone(), (*id, sources.get(*id).text.clone())))
                .collect(),
        };
        let texts: Vec<(&str, &str)> = templates
            .iter()
            .map(|(name, id)| (name.as_str(), sources.get(*id).text.as_str()))
            .collect();
        if let Err(error) = compiled.tera.add_raw_templates(texts.clone()) {
            compiled.whole = false;
            // Alone, a template can only fail by its own syntax: so all such errors are found, not only the first.
            for (name, text) in &texts {
                if let Err(error) = engine(files.clone()).add_raw_template(name, text)
                    && let ErrorKind::SyntaxError(report) = error.kind()
                    && report.filename() == *name
                    && !needs_others(report)
                {
                    diagnostics.push(compiled.finding(report, None));
                }
            }
            let finding = compiled.of(&error, None);
            if !diagnostics
                .iter()
                .any(|f| f.span == finding.span && f.code == finding.code)
            {
                diagnostics.push(finding);
            }
        }
        compiled
    }

    /// The digest of a page: of a view, the template that is filled with it, and all that templates share.
    pub fn digest_of(&self, name: &str, view: &impl Hash) -> Digest {
        let of = Digester::new("page").digest(self.digest).text(name);
        of.hash(view).finish()
    }

    /// Fills a template with a view; `page` is named in an error.
    pub fn render(
        &self,
        name: &str,
        view: &impl Serialize,
        page: &str,
    ) -> Result<String, Box<Diagnostic>> {
        let context = tera::Context::from_serialize(view)
            .map_err(|error| Box::new(self.of(&error, Some(page))))?;
        let text = self
            .tera
            .render(name, &context)
            .map_err(|error| Box::new(self.of(&error, Some(page))))?;
        if text.trim().is_empty() {
            return Err(Box::new(self.makes_nothing(name)));
        }
        Ok(text)
    }

    /// A page without a byte is never what an author wants.
    fn makes_nothing(&self, name: &str) -> Diagnostic {
        let message = format!("the template `{name}` makes empty pages");
        let mut finding = Diagnostic::error(Code::Template, message)
            .help("write what its pages show, or remove the file to have the theme's own");
        finding.span = self.word(name, "");
        finding
    }

    pub fn shortcodes(&self) -> impl Iterator<Item = &String> {
        self.shortcodes.iter()
    }

    /// What a shortcode's component takes, where it is one.
    pub fn component(&self, shortcode: &str) -> Option<ComponentInfo> {
        let component = component_name(shortcode);
        self.tera.get_component_definition(&component)
    }

    /// Whether a shortcode's template names the text between two tags.
    pub fn takes_body(&self, shortcode: &str) -> bool {
        self.sources
            .get(&format!("{SHORTCODES}{shortcode}.html"))
            .is_some_and(|(_, text)| text.contains("body"))
    }

    /// Fills a shortcode with its arguments; it may see what is `around` it too.
    pub fn shortcode(
        &self,
        name: &str,
        given: tera::Context,
        mut around: tera::Context,
        body: Option<&str>,
    ) -> Result<String, tera::Error> {
        let component = component_name(name);
        if self.tera.contains_component(&component) {
            return self
                .tera
                .render_component_with_implicits(&component, &given, &around, body, true);
        }
        around.extend(given);
        if let Some(body) = body {
            around.insert_value("body", tera::Value::safe_string(body));
        }
        self.tera
            .render(&format!("{SHORTCODES}{name}.html"), &around)
    }

    /// What an error says, and where.
    pub fn told(&self, error: &tera::Error) -> (String, Option<Span>) {
        let finding = self.of(error, None);
        (finding.message, finding.span)
    }

    fn of(&self, error: &tera::Error, page: Option<&str>) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.finding(report, page)
            }
            ErrorKind::CircularExtend {
                tpl,
                inheritance_chain,
            } => self.circle("extend", tpl, inheritance_chain),
            ErrorKind::CircularInclude { tpl, include_chain } => {
                self.circle("include", tpl, include_chain)
            }
            kind => {
                let text = kind.to_string();
                let message = text
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches("error: ")
                    .trim_end_matches('.')
                    .to_owned();
                let mut finding = Diagnostic::error(Code::Template, message)
                    .help("see the files in `templates/`");
                finding.span = self.place_of(kind, &text);
                finding
            }
        }
    }

    /// Templates that lead back to themselves; `chain` goes from the first one that was asked for to the one that is met again.
    fn circle(&self, how: &str, first: &str, chain: &[String]) -> Diagnostic {
        let again = chain.last().map_or(first, String::as_str);
        let begin = chain.iter().position(|name| name == again).unwrap_or(0);
        let mut circle: Vec<&str> = chain[begin..].iter().map(String::as_str).collect();
        if circle.len() < 2 {
            circle.push(again);
        }
        let message = match circle[..] {
            [one, _] => format!("the template `{one}` {how}s itself"),
            _ => {
                let names = circle.iter().map(|name| format!("`{name}`"));
                let names = names.collect::<Vec<_>>().join(" → ");
                format!("these templates {how} one another in a circle: {names}")
            }
        };
        let links = &circle[..circle.len() - 1];
        let own = links.iter().position(|name| self.own.contains(*name));
        let at = own.unwrap_or(0);
        let help = match how {
            "extend" => {
                format!("to change the theme's own, write `{{% extends \"theme/{again}\" %}}`")
            }
            _ => "remove one of them".to_owned(),
        };
        let mut finding = Diagnostic::error(Code::Template, message).help(help);
        finding.span = self.word(circle[at], circle[at + 1]);
        finding
    }

    /// The place of an error that carries none of its own: the name of the missing parent, or what the report says.
    fn place_of(&self, kind: &ErrorKind, text: &str) -> Option<Span> {
        match kind {
            ErrorKind::MissingParent { current, parent } => self.word(current, parent),
            _ => {
                let (place, _) = text.split_once("--> ")?.1.split_once('\n')?;
                let mut parts = place.trim().rsplitn(3, ':');
                let (column, line) = (
                    parts.next()?.parse::<usize>().ok()?,
                    parts.next()?.parse::<usize>().ok()?,
                );
                let (id, text) = self.sources.get(parts.next()?)?;
                let start = text
                    .split_inclusive('\n')
                    .take(line.checked_sub(1)?)
                    .map(str::len)
                    .sum::<usize>()
                    + column.checked_sub(1)?;
                Some(Span::new(*id, start..start))
            }
        }
    }

    /// Where a word stands in a template, or its beginning.
    fn word(&self, template: &str, word: &str) -> Option<Span> {
        let (id, text) = self.sources.get(template)?;
        let at = text.find(word).unwrap_or(0);
        Some(Span::new(
            *id,
            at..at + if at == 0 { 0 } else { word.len() },
        ))
    }

    fn finding(&self, report: &ReportError, page: Option<&str>) -> Diagnostic {
        let message = report.message().trim_end_matches('.').to_owned();
        let mut finding = Diagnostic::error(Code::Template, message);
        finding.span = self
            .sources
            .get(report.filename())
            .map(|(id, _)| Span::new(*id, report.span().range.clone()));
        let help = match page {
            Some(page) => {
                format!("met while rendering `{page}`; what templates see is listed in the README")
            }
            None => "correct the template, or remove it to have the theme's own".to_owned(),
        };
        finding.help(help)
    }
}

/// The name of the component of a shortcode: a file's name may have `-`, which a component's may not.
fn component_name(shortcode: &str) -> String {
    shortcode.replace('-', "_")
}

fn asset(files: &HashMap<String, String>, name: &str) -> Option<String> {
    files.get(name).map(|path| url::encode_path(path))
}

/// Tera, with what our templates ask of us.
fn engine(files: Arc<HashMap<String, String>>) -> Tera {
    let mut tera = Tera::new();
    // Where a file of `static/` stands: the theme's under a name that holds a hash of it.
    tera.register_filter("asset", move |name: &str, _: Kwargs, _: &State| {
        let missing = || tera::Error::message(format!("there is no file `{name}` in `static/`"));
        asset(&files, name).ok_or_else(missing)
    });
    // The player of a video's address; false where it is none.
    tera.register_filter("player", |url: &str, _: Kwargs, _: &State| {
        video::player(url).map_or(tera::Value::from(false), |player| {
            tera::Value::from_serializable(&player)
        })
    });
    tera.register_filter(
        "image",
        |src: &str, arguments: Kwargs, _: &State| -> tera::TeraResult<tera::Value> {
            let alt = arguments.get::<&str>("alt")?.unwrap_or_default();
            Ok(tera::Value::safe_string(&doc::image(src, alt, "")))
        },
    );
    tera
}

/// Errors that only say that another template is not there yet.
fn needs_others(report: &ReportError) -> bool {
    let message = report.message().to_lowercase();
    message.contains("component")
        && (message.contains("not found")
            || message.contains("unknown")
            || message.contains("not defined"))
}
