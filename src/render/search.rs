//! The index that readers search, one for each language: posts as records, and Pagefind's files made of them.
//!
//! A record carries the other versions of its story, so that what is found in one language is shown in the reader's. Pagefind
//! stems by language, folds accents and parts `l'expérience` in two, but not `l’expérience`: it is given straight apostrophes, and
//! the page's script (`static/search.js`) curls them again and does the same with what is asked for.

use std::collections::BTreeMap;

use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use serde::Serialize;

use super::Context;
use crate::doc;
use crate::lang::Lang;
use crate::model::PostId;
use crate::plan;
use crate::text::typography::Style;
use crate::text::url;

/// A post, as it is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The folder of its language's index, e.g. `/pagefind/fr/`.
    folder: String,
    /// Its path, percent-encoded, below the site's.
    url: String,
    /// The main part of its language's code.
    language: String,
    title: String,
    text: String,
    /// Its story in other languages, each as JSON: a [`Version`].
    versions: Vec<String>,
}

/// What is shown of a story's version in another language than the one that was searched.
#[derive(Serialize)]
struct Version<'a> {
    lang: &'a str,
    url: String,
    title: &'a str,
    excerpt: &'a str,
}

/// The files of an index, by their paths in the output.
pub type Files = Vec<(String, Vec<u8>)>;

/// Every post and page, in the order of the site.
pub fn records(context: &Context) -> Vec<Record> {
    context.site.ids().map(|id| record(context, id)).collect()
}

fn record(context: &Context, id: PostId) -> Record {
    let (site, config) = (context.site, context.config);
    let post = site.post(id);
    let code = |lang: Lang| config.languages[lang].code.as_str();
    let path = |id: PostId| url::encode_path(&plan::permalink(config, site, id));
    let version = |other: PostId| {
        let excerpt = context.bodies[other].excerpt.text.trim();
        let post = site.post(other);
        let version = Version {
            lang: code(post.lang),
            url: path(other),
            title: &post.title,
            excerpt,
        };
        serde_json::to_string(&version).unwrap_or_default()
    };
    let comments = post.comments.iter().filter(|comment| !comment.pingback);
    let comments = comments.map(|comment| {
        format!(
            "{} {}",
            comment.author,
            doc::comment(&comment.text, Style::OFF).words()
        )
    });
    let texts: Vec<String> = std::iter::once(context.text(id).html.words())
        .chain(comments)
        .collect();
    let text = straight(&texts.join(" "));
    let title = straight(&post.title);
    let apart = ligatures(&format!("{title} {text}"));
    Record {
        folder: plan::index_path(config, post.lang),
        url: path(id),
        language: code(post.lang)
            .split('-')
            .next()
            .unwrap_or_default()
            .to_lowercase(),
        title,
        text: format!("{text} {apart}"),
        versions: site.story_of(id).others(id).map(version).collect(),
    }
}

/// Curly apostrophes, and letters that stand for one (U+02BC), as `'`.
fn straight(text: &str) -> String {
    text.replace(['’', 'ʼ'], "'")
}

/// The words with `œ` or `æ`, as who has no such key writes them; Pagefind folds accents only.
fn ligatures(text: &str) -> String {
    let is_one = |word: &&str| word.contains(['œ', 'Œ', 'æ', 'Æ']);
    let apart = |word: &str| {
        word.replace('œ', "oe")
            .replace('Œ', "Oe")
            .replace('æ', "ae")
            .replace('Æ', "Ae")
    };
    text.split(|c: char| !c.is_alphabetic())
        .filter(is_one)
        .map(apart)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Makes the index. Records and files are in order, so the same records give the same bytes.
pub fn index(records: &[Record]) -> Result<Files, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| error.to_string())?;
    let mut folders: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in records {
        folders.entry(&record.folder).or_default().push(record);
    }
    let mut files = Files::new();
    for (folder, records) in folders {
        files.extend(
            runtime
                .block_on(of_language(folder, &records))
                .map_err(|error| error.to_string())?,
        );
    }
    files.sort();
    Ok(files)
}

async fn of_language(
    folder: &str,
    records: &[&Record],
) -> Result<Files, Box<dyn std::error::Error + Send + Sync>> {
    let mut index = PagefindIndex::new(Some(
        PagefindServiceConfig::builder()
            .keep_index_url(true)
            .build(),
    ))?;
    for record in records {
        let meta = BTreeMap::from([("title".to_owned(), record.title.clone())]);
        // Filters come along with a result, and their words are not searched.
        let filters = BTreeMap::from([("version".to_owned(), record.versions.clone())]);
        let (url, text, language) = (
            record.url.clone(),
            record.text.clone(),
            record.language.clone(),
        );
        index
            .add_custom_record(url, text, language, Some(meta), Some(filters), None)
            .await?;
    }
    let files = index.get_files().await?.into_iter();
    let named = files.map(|file| {
        (
            file.filename.to_string_lossy().replace('\\', "/"),
            file.contents,
        )
    });
    let mut files: Files = named.filter(|(name, _)| is_asked_for(name)).collect();
    // Where the language has its own, nobody asks for the engine without stems.
    if files
        .iter()
        .any(|(name, _)| name.starts_with("wasm.") && name != "wasm.unknown.pagefind")
    {
        files.retain(|(name, _)| name != "wasm.unknown.pagefind");
    }
    let folder = folder.trim_start_matches('/');
    Ok(files
        .into_iter()
        .map(|(name, contents)| (format!("{folder}{name}"), contents))
        .collect())
}

/// Pagefind's own interface is not ours, and nothing is filtered.
fn is_asked_for(name: &str) -> bool {
    let of_interface = [
        "pagefind-ui",
        "pagefind-modular-ui",
        "pagefind-component-ui",
        "pagefind-highlight",
        "filter/",
    ];
    !of_interface.iter().any(|part| name.starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_as_they_are_sought() {
        assert_eq!(
            straight("L’été, l'hiver, aujourdʼhui"),
            "L'été, l'hiver, aujourd'hui"
        );
        assert_eq!(
            ligatures("Le cœur, l'Œuvre ; ex æquo : été"),
            "coeur Oeuvre aequo"
        );
    }

    fn record(text: &str) -> Record {
        let (url, language) = ("/fr/a/".to_owned(), "fr".to_owned());
        Record {
            folder: "/pagefind/fr/".into(),
            url,
            language,
            title: "A".into(),
            text: text.into(),
            versions: Vec::new(),
        }
    }

    #[test]
    fn an_index_has_what_the_script_asks_for() {
        let files = index(&[record("un texte")]).unwrap();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        for wanted in [
            "pagefind/fr/pagefind.js",
            "pagefind/fr/pagefind-worker.js",
            "pagefind/fr/wasm.fr.pagefind",
        ] {
            assert!(names.contains(&wanted), "{names:?}");
        }
        assert!(
            names.iter().any(|name| name.ends_with(".pf_fragment"))
                && names.iter().any(|name| name.ends_with(".pf_index"))
        );
        assert!(
            !names
                .iter()
                .any(|name| name.contains("-ui") || name.contains("unknown")),
            "{names:?}"
        );
        assert_eq!(files, index(&[record("un texte")]).unwrap());
    }
}
