//! `diptych new post` and `diptych translate`: the files that an author writes in.

use crate::cache::Memo;
use crate::config::{Config, TAXONOMIES};
use crate::content::front_matter::MENUS;
use crate::content::translations;
use crate::diag::{self, Code, Diagnostic, did_you_mean};
use crate::doc;
use crate::lang::Lang;
use crate::load;
use crate::model::{Filter, Post, PostId, Role, Site, freshness};
use crate::project::{Options, Project, Report, Settings};
use crate::scaffold::{self, Original};
use crate::source::{Sources, Span};
use crate::text::titles;
use crate::text::toml::{self, Lines};
use crate::write::{self, Written};

/// Makes the file of a new post in a language, by its code, the site's first where none is given, and in others; their paths.
pub fn new_post(
    options: &Options,
    title: &str,
    lang: Option<&str>,
    with: &[String],
) -> Result<Report<Vec<String>>, write::Error> {
    let mut diagnostics = Vec::new();
    let settings = match Settings::read(&options.root, None, &mut diagnostics) {
        Ok(settings) => settings,
        Err(sources) => return Ok(Report::new(*sources, diagnostics, None)),
    };
    let config = &settings.config;
    let first = &config.languages[Lang(0)].code;
    let codes = std::iter::once(lang.unwrap_or(first)).chain(with.iter().map(String::as_str));
    let mut langs: Vec<Lang> = codes
        .filter_map(|code| lang_of(config, code, &mut diagnostics))
        .collect();
    langs.sort();
    langs.dedup();
    let slug = titles::slug(title);
    if slug.is_empty() {
        let message = format!("no file name can be made of the title `{title}`");
        let help = "give it a title with letters or digits: `diptych new post \"A title\"`";
        diagnostics.push(Diagnostic::error(Code::Slug, message).help(help));
    }
    let path = |lang: Lang| format!("content/posts/{slug}.{}.md", config.languages[lang].code);
    let paths: Vec<String> = langs.into_iter().map(path).collect();
    for path in paths
        .iter()
        .filter(|path| load::is_there(&options.root, path))
    {
        diagnostics.push(is_there(path));
    }
    if !diag::any_error(&diagnostics) {
        let text = scaffold::post(title, options.now);
        for path in &paths {
            write::new_file(&options.root, path, text.as_bytes())?;
        }
    }
    Ok(Report::new(settings.sources, diagnostics, Some(paths)))
}

/// A translation that was begun.
#[derive(Debug)]
pub struct Begun {
    pub file: String,
    /// The file of its original.
    pub of: String,
    /// Terms of the original that have no name in its language.
    pub nameless: Vec<String>,
}

/// Begins the translations of a post into a language, by its code, or into all that it lacks.
pub fn translate(
    options: &Options,
    file: &str,
    to: Option<&str>,
) -> Result<Report<Vec<Begun>>, write::Error> {
    let mut diagnostics = Vec::new();
    let settings = match Settings::read(&options.root, None, &mut diagnostics) {
        Ok(settings) => settings,
        Err(sources) => return Ok(Report::new(*sources, diagnostics, None)),
    };
    let project = Project::load(&options.root, settings, &mut diagnostics);
    let of_records =
        |span: Span| project.inputs.sources.get(span.source).path == translations::FILE;
    diagnostics.retain(|finding| finding.span.is_some_and(of_records));
    // What is wrong elsewhere in the site is not in the way; of records that cannot be read none would be left.
    let mut records = project.translation_records(&mut diagnostics);
    let elsewhere = &mut Vec::new();
    let strings = project.strings(elsewhere);
    let (site, _) = project.assemble(Filter::NOTHING, Some(&strings), &Memo::default(), elsewhere);
    let sources = project.inputs.sources;
    if diag::any_error(&diagnostics) {
        return Ok(Report::new(sources, diagnostics, None));
    }
    diagnostics.clear();
    let Some(id) = freshness::find(&site, &sources, file, &mut diagnostics) else {
        return Ok(Report::new(sources, diagnostics, None));
    };
    let config = &project.config;
    let langs = wanted(&site, id, config, &sources, to, &mut diagnostics);
    let mut begun = Vec::new();
    for lang in langs {
        let (translation, text) = begin(&site, id, lang, config, &sources);
        if write::new_file(&options.root, &translation.file, text.as_bytes())? != Written::New {
            diagnostics.push(is_there(&translation.file));
            continue;
        }
        records.retain(|record| record.file.0 != translation.file);
        records.push(freshness::record(&site, &sources, &translation.file, id));
        write::replace(
            &options.root.join(translations::FILE),
            &translations::write(&records),
        )?;
        begun.push(translation);
    }
    Ok(Report::new(sources, diagnostics, Some(begun)))
}

/// The languages that a post is to be translated into.
fn wanted(
    site: &Site,
    id: PostId,
    config: &Config,
    sources: &Sources,
    to: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Lang> {
    let story = site.story_of(id);
    let lacking = config
        .languages
        .langs()
        .filter(|lang| story.posts[*lang].is_none());
    let Some(code) = to else {
        let lacking: Vec<Lang> = lacking.collect();
        if lacking.is_empty() {
            let message = "this story is there in every language of the site".to_owned();
            let help = "`diptych status` says which translations are behind their originals";
            diagnostics.push(
                Diagnostic::error(Code::Story, message)
                    .at(site.post(id).place)
                    .help(help),
            );
        }
        return lacking;
    };
    let Some(lang) = lang_of(config, code, diagnostics) else {
        return Vec::new();
    };
    if let Some(other) = story.posts[lang] {
        let path = &sources.get(site.post(other).place.source).path;
        let message = format!("this story is there in `{code}` already: `{path}`");
        let help = "if the two are no translations of each other, write `not_translation_of` in one of them";
        diagnostics.push(
            Diagnostic::error(Code::Story, message)
                .at(site.post(id).place)
                .help(help),
        );
        return Vec::new();
    }
    vec![lang]
}

/// A translation into a language, and the text of its file.
fn begin(
    site: &Site,
    id: PostId,
    lang: Lang,
    config: &Config,
    sources: &Sources,
) -> (Begun, String) {
    let post = site.post(id);
    let of = &sources.get(post.place.source).path;
    let code = &config.languages[lang].code;
    let own = &config.languages[post.lang].code;
    let stem = of.rsplit_once('.').map_or(of.as_str(), |(stem, _)| stem);
    let stem = stem.strip_suffix(&format!(".{own}")).unwrap_or(stem);
    let mut shared = Lines::default();
    shared.put("date", post.date.map(toml::date));
    let key = post.front.story.as_ref().map(|(key, _)| key.clone());
    shared.put("translationKey", key);
    let image = post.front.image.as_ref().map(|(image, _)| image.clone());
    shared.put("image", image);
    let menu = MENUS
        .iter()
        .find(|(_, menu)| post.front.menu == Some(*menu));
    shared.put(
        "menu",
        menu.map(|(name, _)| *name)
            .filter(|_| post.role == Role::Page),
    );
    shared.put("toc", post.front.toc);
    let nameless = put_terms(site, post, lang, &mut shared);
    if !nameless.is_empty() {
        let names = nameless.join(", ");
        shared.comment(&format!(
            "no name in `{code}` yet (content/terms.toml): {names}"
        ));
    }
    shared.put("params", post.front.extra.as_ref().and_then(toml::value));
    let text = post.body.text.read(sources);
    let blocks = doc::paragraphs(&text, true)
        .into_iter()
        .map(|(range, _)| range);
    let original = Original {
        shared,
        title: &post.title,
        text: &text,
        blocks: blocks.collect(),
    };
    let begun = Begun {
        file: format!("{stem}.{code}.md"),
        of: of.clone(),
        nameless,
    };
    (begun, scaffold::translation(original))
}

/// The terms of a post under their names in a language; those that have none.
fn put_terms(site: &Site, post: &Post, lang: Lang, lines: &mut Lines) -> Vec<String> {
    let mut nameless = Vec::new();
    let mut own = ::toml::Table::new();
    for (at, taxonomy) in site.taxonomies.iter().enumerate() {
        // What a post inherits from its archive or its file's settings is not written again.
        let declared = post.front.terms.contains_key(&taxonomy.key);
        let terms = post
            .terms
            .iter()
            .filter(|term| term.taxonomy == at && declared);
        let mut names = Vec::new();
        for term in terms {
            let term = site.term(*term);
            // People are called alike everywhere.
            let same = term.names[post.lang]
                .as_ref()
                .filter(|_| taxonomy.key == "authors");
            match term.names[lang].as_ref().or(same) {
                Some(name) => names.push(name.name.clone()),
                None => {
                    nameless.extend(term.names[post.lang].as_ref().map(|name| name.name.clone()))
                }
            }
        }
        if TAXONOMIES.contains(&taxonomy.key.as_str()) {
            lines.put(&taxonomy.key, Some(names));
        } else if !names.is_empty() {
            own.insert(taxonomy.key.clone(), names.into());
        }
    }
    lines.put("taxonomies", Some(own));
    nameless
}

fn lang_of(config: &Config, code: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Lang> {
    let lang = config.lang(code);
    if lang.is_none() {
        let help = did_you_mean(code, config.codes())
            .unwrap_or_else(|| format!("the languages are {}", config.list_of_codes()));
        let message = format!("`{code}` is no language of the site");
        diagnostics.push(Diagnostic::error(Code::Language, message).help(help));
    }
    lang
}

fn is_there(path: &str) -> Diagnostic {
    let message = format!("`{path}` is there already");
    Diagnostic::error(Code::Slug, message).help("go on with that file, or choose another title")
}
