//! Shortcodes → HTML: each is a component of the templates, `templates/shortcodes/NAME.html`.
//!
//! A file that holds a component of its own name is called as such, so that its arguments are checked; any other is filled as a
//! template, as in Zola. Both see `lang` and `strings`, the page's language and its interface words, `languages`, the names of the
//! site's by their codes, and `nth`, from 1: which call of that shortcode in its text this is.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use super::template::Templates;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::doc::Call;
use crate::lang::{ByLang, Lang, strings::Strings};
use crate::source::Span;
use crate::text::typography::Style;

/// What the calls of all texts share.
pub struct Shortcodes<'a> {
    templates: &'a Templates,
    /// What every shortcode may see, by language.
    around: ByLang<tera::Context>,
    config: &'a Config,
}

impl<'a> Shortcodes<'a> {
    pub fn new(templates: &'a Templates, config: &'a Config, strings: &ByLang<Strings>) -> Self {
        let name = |lang: Lang| (&*config.languages[lang].code, &*strings[lang].name);
        let names: BTreeMap<&str, &str> = strings.langs().map(name).collect();
        let around = ByLang::from_fn(config.languages.len(), |lang| {
            let mut context = tera::Context::new();
            context.insert("languages", &names);
            context.insert("lang", &config.languages[lang].code);
            context.insert("strings", &strings[lang].text);
            context.insert("base_path", &config.base.encoded_path());
            context
        });
        Self {
            templates,
            around,
            config,
        }
    }

    pub fn of_text(&'a self, lang: Lang, place: &'a dyn Fn(&Call) -> Span) -> OfText<'a> {
        OfText {
            shared: self,
            lang,
            place,
            counts: RefCell::default(),
            diagnostics: RefCell::default(),
            told: RefCell::default(),
        }
    }
}

/// The calls of one text.
pub struct OfText<'a> {
    shared: &'a Shortcodes<'a>,
    lang: Lang,
    place: &'a dyn Fn(&Call) -> Span,
    /// How often each was called: by its place, as an excerpt may show what the text shows too.
    counts: RefCell<BTreeMap<String, Count>>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// The places of what was told: the excerpt and the text are both rendered.
    told: RefCell<BTreeSet<(usize, String)>>,
}

#[derive(Default)]
struct Count {
    calls: usize,
    /// By place, the number of each that the text spells out.
    numbers: BTreeMap<usize, usize>,
}

impl OfText<'_> {
    pub fn diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// The HTML of a call; `caption` turns words into HTML, `style` sets those of attributes.
    pub fn html(
        &self,
        call: &Call,
        body: Option<&str>,
        caption: &dyn Fn(&str) -> String,
        style: Style,
    ) -> String {
        match self.made(call, body, caption, style) {
            Ok(html) => html,
            Err(finding) => {
                if self
                    .told
                    .borrow_mut()
                    .insert((call.range.start, finding.message.clone()))
                {
                    self.diagnostics.borrow_mut().push(*finding);
                }
                String::new()
            }
        }
    }

    fn made(
        &self,
        call: &Call,
        body: Option<&str>,
        caption: &dyn Fn(&str) -> String,
        style: Style,
    ) -> Result<String, Box<Diagnostic>> {
        let templates = self.shared.templates;
        if !templates.whole {
            return Ok(String::new());
        }
        let place = (self.place)(call);
        let names = || templates.shortcodes().map(String::as_str);
        if !names().any(|name| name == call.name) {
            let help = did_you_mean(&call.name, names()).unwrap_or_else(|| {
                let known: Vec<&str> = names().collect();
                let help =
                    "write `templates/shortcodes/NAME.html` for one of yours; to show this text as it is, write it as code";
                format!("there are {}; {help}", known.join(", "))
            });
            let message = format!("there is no shortcode `{}`", call.name);
            return Err(wrong(place, message, help));
        }
        self.check_arguments(call, place)?;
        if body.is_some_and(|body| !body.trim().is_empty()) && !templates.takes_body(&call.name) {
            let message = format!(
                "the shortcode `{}` has no place for a text between two tags",
                call.name
            );
            let help = format!("write `{{{{ {}(…) }}}}`, and the text below it", call.name);
            return Err(wrong(place, message, help));
        }
        let mut around = self.shared.around[self.lang].clone();
        around.insert("nth", &self.nth(call));
        let code = &self.shared.config.languages[self.lang].code;
        let given = given(call, code, caption, style).map_err(|name| {
            let message = format!(
                "`{name}` of the shortcode `{}` has no words in `{code}`",
                call.name
            );
            wrong(place, message, format!("add `{name}.{code} = \"…\"`"))
        })?;
        let html = templates.shortcode(&call.name, given, around, body);
        html.map_err(|error| {
            let (message, span) = templates.told(&error);
            let message = format!(
                "the shortcode `{}` cannot be rendered: {message}",
                call.name
            );
            let mut finding = wrong(place, message, "see its arguments in the README");
            let label = |span| (span, "in this line of its template".to_owned());
            finding.labels.extend(span.map(label));
            finding
        })
    }

    fn nth(&self, call: &Call) -> usize {
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(call.name.clone()).or_default();
        if let Some(number) = count
            .numbers
            .get(&call.range.start)
            .filter(|_| call.range.end > 0)
        {
            return *number;
        }
        count.calls += 1;
        if call.range.end > 0 {
            count.numbers.insert(call.range.start, count.calls);
        }
        count.calls
    }

    fn check_arguments(&self, call: &Call, place: Span) -> Result<(), Box<Diagnostic>> {
        let Some(component) = self.shared.templates.component(&call.name) else {
            return Ok(());
        };
        let known = || {
            component
                .args()
                .iter()
                .filter(|argument| !argument.is_implicit())
                .map(|argument| argument.name())
        };
        let list = || {
            known()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        for argument in &call.arguments {
            if component.rest_param().is_none() && !known().any(|name| name == argument.name) {
                let message = format!(
                    "the shortcode `{}` takes no argument `{}`",
                    call.name, argument.name
                );
                let help = did_you_mean(&argument.name, known())
                    .unwrap_or_else(|| format!("it takes {}", list()));
                return Err(wrong(place, message, help));
            }
        }
        let missing = |argument: &&tera::ComponentArg| {
            argument.is_required()
                && !call
                    .arguments
                    .iter()
                    .any(|given| given.name == argument.name())
        };
        if let Some(missing) = component.args().iter().find(missing) {
            let message = format!(
                "the shortcode `{}` needs the argument `{}`",
                call.name,
                missing.name()
            );
            let help = format!(
                "write `{}({} = …)`; it takes {}",
                call.name,
                missing.name(),
                list()
            );
            return Err(wrong(place, message, help));
        }
        Ok(())
    }
}

/// The arguments as the template gets them; words may be given by language. The argument that has none in that of the text is an error.
fn given<'c>(
    call: &'c Call,
    code: &str,
    caption: &dyn Fn(&str) -> String,
    style: Style,
) -> Result<tera::Context, &'c str> {
    let mut given = tera::Context::new();
    for argument in &call.arguments {
        let name = argument.name.as_str();
        let is_words = matches!(name, "caption" | "alt" | "title" | "by" | "source");
        let value = match &argument.value {
            serde_json::Value::Object(by_language) if is_words => {
                by_language.get(code).ok_or(name)?
            }
            value => value,
        };
        let value = match value.as_str().filter(|_| is_words) {
            Some(text) if name == "caption" => Value::safe_string(caption(text).trim()),
            Some(text) => Value::from_serializable(&style.line(text)),
            None => Value::from_serializable(value),
        };
        given.insert_value(argument.name.clone(), value);
    }
    Ok(given)
}

fn wrong(place: Span, message: String, help: impl Into<String>) -> Box<Diagnostic> {
    let finding = Diagnostic::error(Code::Shortcode, message);
    Box::new(finding.at(place).help(help))
}
