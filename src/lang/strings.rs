//! A language's interface words: one string file of the theme each, with CLDR plural forms and its manner of dates.

use std::collections::BTreeMap;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::site;
use crate::diag::{Code, Diagnostic};
use crate::fields::{Fields, Item, Table, Value, parse_toml};
use crate::source::{SourceId, Sources};
use crate::text::dates::Date;
use crate::text::typography::Style;

/// The words of one language.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    /// The language's own name, e.g. "français".
    pub name: String,
    /// Open Graph's locale, e.g. `fr_FR`.
    pub locale: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Phrases by key, e.g. `read_more`; `{…}` is filled in.
    pub text: BTreeMap<String, String>,
    /// What taxonomies are called, by their keys, e.g. "Mots-clés".
    pub taxonomies: BTreeMap<String, String>,
    /// Words of URLs, by key: `archive`, `undated`, `search`, `page`.
    pub paths: BTreeMap<String, String>,
    pub(super) count: BTreeMap<String, BTreeMap<&'static str, String>>,
    in_language: BTreeMap<String, String>,
    version: BTreeMap<String, String>,
    months: Vec<String>,
    date: DatePatterns,
    /// The plural rules are found again from it: they cannot be cloned.
    plurals: Option<Locale>,
}

#[derive(Clone, Debug, Default)]
struct DatePatterns {
    day: String,
    month: String,
    first_day: String,
}

/// CLDR's plural forms.
pub(super) const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The phrases that name the language they are in; where one is missing, the language's own name says as much.
const OF_THE_LANGUAGE: [&str; 3] = ["enter", "offer", "nothing"];

/// A file without the phrases that stand at its top: where they belong is said.
fn without_phrases(
    mut table: Table,
    known: Option<&Strings>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Table {
    table.0.retain(|entry| {
        let is_phrase = known.is_some_and(|known| known.text.contains_key(&entry.key));
        if is_phrase {
            let message = format!("`{}` belongs below `[text]`", entry.key);
            let error = Diagnostic::error(Code::Strings, message).at(entry.key_span);
            diagnostics.push(error.help("write a line `[text]` above it"));
        }
        !is_phrase
    });
    table
}

impl Strings {
    /// Reads a string file; what it lacks is taken from the theme's own words in its language, else reported and taken from English.
    pub fn read(
        code: &str,
        sources: &Sources,
        source: SourceId,
        [theme, english]: [Option<&Strings>; 2],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let text = &sources.get(source).text;
        let table = parse_toml(source, text, 0..text.len(), Code::Strings, diagnostics);
        let table = without_phrases(table, english.or(theme), diagnostics);
        let mut fields = Fields::new(&table, Code::Strings, diagnostics);
        let (name, locale) = (fields.text("name"), fields.text("locale"));
        let direction = fields.text("direction");
        let of_theme = |own: Option<String>, word: fn(&Strings) -> &String| {
            own.or_else(|| theme.map(|theme| word(theme).clone()))
        };
        let mut strings = Self {
            name: of_theme(name, |theme| &theme.name).unwrap_or_else(|| code.to_owned()),
            locale: of_theme(locale, |theme| &theme.locale)
                .unwrap_or_else(|| code.replace('-', "_")),
            direction: of_theme(direction, |theme| &theme.direction)
                .unwrap_or_else(|| site::direction(code).to_owned()),
            text: texts(fields.table("text")),
            count: fields.table("count").map(counts).unwrap_or_default(),
            in_language: texts(fields.table("in_language")),
            version: texts(fields.table("version")),
            taxonomies: texts(fields.table("taxonomies")),
            paths: texts(fields.table("paths")),
            months: Vec::new(),
            date: DatePatterns::default(),
            plurals: Locale::try_from_str(code).ok(),
        };
        let date = fields.table("date");
        fields.finish();
        if let Some(date) = date {
            strings.read_dates(date, diagnostics);
        }
        if let Some(theme) = theme {
            strings.complete(theme);
        }
        if let Some(english) = english {
            strings.say_missing(english, source, diagnostics);
        }
        strings
    }

    /// These words for a language that has none of its own: they must not say that they are its.
    pub fn as_fallback_for(mut self, code: &str) -> Self {
        self.name = code.to_owned();
        self.locale = code.replace('-', "_");
        self.direction = site::direction(code).to_owned();
        let name = self.name.clone();
        let own = OF_THE_LANGUAGE.iter();
        self.text
            .extend(own.map(|key| ((*key).to_owned(), name.clone())));
        self
    }

    /// Sets phrases as the language sets its texts, whatever spaces the file has.
    pub fn set(mut self, style: Style) -> Self {
        let forms = self.count.values_mut().flat_map(|forms| forms.values_mut());
        for text in self.text.values_mut().chain(forms) {
            *text = style.line(text);
        }
        self
    }

    fn read_dates(&mut self, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
        let mut fields = Fields::new(table, Code::Strings, diagnostics);
        self.months = fields
            .list("months")
            .into_iter()
            .map(|(month, _)| month)
            .collect();
        self.date.day = fields.text("day").unwrap_or_default();
        self.date.month = fields.text("month").unwrap_or_default();
        self.date.first_day = fields.text("first_day").unwrap_or_else(|| "1".into());
        if let (false, Some(months)) = (self.months.len() == 12, table.get("months")) {
            fields.problem(
                months.span,
                "a year has twelve months",
                "list them all, from January",
            );
        }
        fields.finish();
    }

    /// Takes from English what is missing, and says so once.
    fn say_missing(
        &mut self,
        english: &Strings,
        source: SourceId,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let lacks = OF_THE_LANGUAGE.iter();
        let lacking: Vec<&str> = lacks
            .copied()
            .filter(|key| !self.text.contains_key(*key))
            .collect();
        let missing = self.complete(english);
        // English would say of itself what is meant of this language.
        for key in lacking {
            self.text.insert(key.to_owned(), self.name.clone());
        }
        if missing.is_empty() {
            return;
        }
        let message = format!(
            "missing strings, falling back to English: {}",
            missing.join(", ")
        );
        diagnostics.push(
            Diagnostic::warning(Code::Strings, message)
                .in_file(source)
                .help("add them to this file"),
        );
    }

    /// Takes from another's words what is missing; the names of that.
    fn complete<'m>(&mut self, model: &'m Strings) -> Vec<&'m str> {
        let mut missing = Vec::new();
        complete(&mut self.text, &model.text, &mut missing);
        complete(&mut self.count, &model.count, &mut missing);
        complete(&mut self.taxonomies, &model.taxonomies, &mut missing);
        complete(&mut self.paths, &model.paths, &mut missing);
        if self.months.len() != 12 {
            missing.push("date");
            self.months = model.months.clone();
            self.date = model.date.clone();
        }
        complete(&mut self.in_language, &model.in_language, &mut Vec::new());
        complete(&mut self.version, &model.version, &mut Vec::new());
        missing
    }

    /// The phrase of a key; the key itself where there is none, so that a gap is seen.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.text.get(key).map_or(key, String::as_str)
    }

    /// The word for something in this language's URLs, e.g. `archives`.
    pub fn path<'a>(&'a self, key: &'a str) -> &'a str {
        self.paths.get(key).map_or(key, String::as_str)
    }

    /// The phrase of a key, with `{name}` filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// "3 posts": the form of `key` for `number`, by CLDR's cardinal rules.
    pub fn count(&self, key: &str, number: usize) -> String {
        let Some(forms) = self.count.get(key) else {
            return format!("{number} {key}");
        };
        let form = forms
            .get(self.category(number))
            .or_else(|| forms.get("other"));
        fill(
            form.map_or("{n}", String::as_str),
            &[("n", &number.to_string())],
        )
    }

    fn category(&self, number: usize) -> &'static str {
        let locale = self.plurals.clone();
        let rules = locale.and_then(|of| PluralRules::try_new_cardinal(of.into()).ok());
        match rules.map(|rules| rules.category_for(number)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            _ => "other",
        }
    }

    /// "in French", as this language says it; a language it has no word for goes by its own name.
    pub fn in_language<'a>(&'a self, code: &str, own_name: &'a str) -> &'a str {
        of_code(&self.in_language, code).unwrap_or(own_name)
    }

    /// "The French version", likewise.
    pub fn version<'a>(&'a self, code: &str, own_name: &'a str) -> &'a str {
        of_code(&self.version, code).unwrap_or(own_name)
    }

    /// A date in this language's manner: "1er mai 2014", "May 2014", "2014".
    pub fn date(&self, date: Date) -> String {
        let year = date.year.to_string();
        let Some(month) = date.month.and_then(|m| self.months.get(m as usize - 1)) else {
            return year;
        };
        let Some(day) = date.day else {
            return fill(&self.date.month, &[("month", month), ("year", &year)]);
        };
        let day = if day == 1 {
            self.date.first_day.clone()
        } else {
            day.to_string()
        };
        fill(
            &self.date.day,
            &[("day", &day), ("month", month), ("year", &year)],
        )
    }
}

/// The words for a language, else for that which it is a variety of.
fn of_code<'a>(words: &'a BTreeMap<String, String>, code: &str) -> Option<&'a str> {
    let primary = code.split('-').next().unwrap_or(code);
    let word = words.get(code).or_else(|| words.get(primary));
    word.map(String::as_str)
}

/// Takes the entries that are not there from `model`, and lists their keys.
fn complete<'m, T: Clone>(
    own: &mut BTreeMap<String, T>,
    model: &'m BTreeMap<String, T>,
    missing: &mut Vec<&'m str>,
) {
    for (key, value) in model {
        own.entry(key.clone()).or_insert_with(|| {
            missing.push(key);
            value.clone()
        });
    }
}

fn texts(table: Option<&Table>) -> BTreeMap<String, String> {
    let entries = table.map_or(&[][..], |table| &table.0);
    entries
        .iter()
        .filter_map(|e| Some((e.key.clone(), text_of(&e.item)?)))
        .collect()
}

fn counts(table: &Table) -> BTreeMap<String, BTreeMap<&'static str, String>> {
    let forms = |item: &Item| match &item.value {
        Value::Table(table) => FORMS
            .into_iter()
            .filter_map(|form| Some((form, text_of(table.get(form)?)?)))
            .collect(),
        _ => text_of(item)
            .map(|text| ("other", text))
            .into_iter()
            .collect(),
    };
    table
        .0
        .iter()
        .map(|entry| (entry.key.clone(), forms(&entry.item)))
        .collect()
}

fn text_of(item: &Item) -> Option<String> {
    match &item.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        let name = &rest[open + 1..open + close];
        filled.push_str(&rest[..open]);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::dates;

    fn strings(code: &str, text: &str) -> (Strings, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let source = sources.add(format!("templates/strings/{code}.toml"), text);
        let mut diagnostics = Vec::new();
        (
            Strings::read(code, &sources, source, [None; 2], &mut diagnostics),
            diagnostics,
        )
    }

    const FRENCH: &str = r#"
        name = "français"
        [text]
        read_more_in = "Lire la suite ({in_language})"
        [count]
        posts = { one = "{n} billet", many = "{n} de billets", other = "{n} billets" }
        [in_language]
        en = "en anglais"
        [date]
        day = "{day} {month} {year}"
        month = "{month} {year}"
        first_day = "1er"
        months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
    "#;

    #[test]
    fn plurals_follow_cldr() {
        let (french, found) = strings("fr", FRENCH);
        assert_eq!(found, []);
        for (number, expected) in [
            (0, "0 billet"),
            (1, "1 billet"),
            (2, "2 billets"),
            (1_000_000, "1000000 de billets"),
        ] {
            assert_eq!(french.count("posts", number), expected);
        }
        let polish = "[count]\nposts = { one = \"{n} wpis\", few = \"{n} wpisy\", many = \"{n} wpisów\", other = \"{n} wpisu\" }";
        let (polish, _) = strings("pl", polish);
        for (number, expected) in [
            (1, "1 wpis"),
            (3, "3 wpisy"),
            (5, "5 wpisów"),
            (22, "22 wpisy"),
        ] {
            assert_eq!(polish.count("posts", number), expected);
        }
    }

    #[test]
    fn dates_keep_their_precision() {
        let (french, _) = strings("fr-CA", FRENCH);
        for (date, expected) in [
            ("2026-11-21", "21 novembre 2026"),
            ("2014-05-01", "1er mai 2014"),
            ("2014-05", "mai 2014"),
            ("2014", "2014"),
        ] {
            assert_eq!(french.date(dates::parse(date).unwrap()), expected);
        }
    }

    #[test]
    fn languages_are_named_in_the_page_s_language() {
        let (french, _) = strings("fr", FRENCH);
        let say = |code, own| {
            french.fill(
                "read_more_in",
                &[("in_language", french.in_language(code, own))],
            )
        };
        assert_eq!(say("en", "English"), "Lire la suite (en anglais)");
        assert_eq!(say("en-GB", "English"), "Lire la suite (en anglais)");
        assert_eq!(say("de", "Deutsch"), "Lire la suite (Deutsch)");
    }

    #[test]
    fn missing_words_come_from_english_and_are_reported() {
        let (model, _) = strings(
            "en",
            "[text]\nhello = \"Hello\"\n[date]\nday=\"{month} {day}, {year}\"\nmonths = [\"January\",\"February\",\"March\",\"April\",\"May\",\"June\",\"July\",\"August\",\"September\",\"October\",\"November\",\"December\"]",
        );
        let mut sources = Sources::default();
        let source = sources.add("templates/strings/de.toml", "name = \"Deutsch\"");
        let mut diagnostics = Vec::new();
        let models = [None, Some(&model)];
        let german = Strings::read("de", &sources, source, models, &mut diagnostics);
        assert_eq!(german.get("hello"), "Hello");
        assert_eq!(diagnostics.len(), 1);
        assert!(
            diagnostics[0].message.contains("hello") && diagnostics[0].message.contains("date"),
            "{}",
            diagnostics[0].message
        );
    }
}
