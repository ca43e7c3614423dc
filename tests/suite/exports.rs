//! Exports: WordPress's and feeds, in the shapes that they really have, each quirk in a small file of our own.

use std::collections::BTreeMap;

use diptych::cache::Memo;
use diptych::config::Config;
use diptych::content::{Document, Role};
use diptych::diag;
use diptych::doc::render;
use diptych::import;
use diptych::import::exports;
use diptych::import::html::{self, Changes, Context};
use diptych::import::posts::ImportedPosts;
use diptych::import::urls::Urls;
use diptych::load::Inputs;
use diptych::model;
use diptych::text::words::words;
use proptest::prelude::*;

use crate::support::TestSite;

/// A whole WXR of these records.
fn wxr(records: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel><title>Le carnet</title><link>https://a.org</link>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://a.org</wp:base_site_url><wp:base_blog_url>https://a.org</wp:base_blog_url>\n\
         {records}\n</channel></rss>\n"
    )
}

/// A published post; `more` comes last, so that what it repeats is what an item says twice.
fn item(id: u32, title: &str, content: &str, more: &str) -> String {
    let own = |name: &str, value: &str| {
        if more.contains(&format!("<{name}>")) {
            String::new()
        } else {
            format!("<{name}>{value}</{name}>")
        }
    };
    format!(
        "<item><title><![CDATA[{title}]]></title><content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{id}</wp:post_id>{}{}{}{}{more}</item>\n",
        own("link", &format!("https://a.org/2012/05/p{id}/")),
        own("wp:post_date", "2012-05-01 08:30:00"),
        own("wp:status", "publish"),
        own("wp:post_type", "post"),
    )
}

struct Read {
    exports: ImportedPosts,
    inputs: Inputs,
    found: Vec<String>,
}

fn read_files(files: &[&str]) -> Read {
    let mut inputs = Inputs::default();
    for (at, text) in files.iter().enumerate() {
        inputs
            .exports
            .push(inputs.sources.add(format!("x{at}.xml"), *text));
    }
    let mut found = Vec::new();
    let exports = exports::read(&mut inputs, &Config::outside_a_site(), &mut found);
    let found = found
        .iter()
        .map(|finding| {
            diag::plain(finding, &inputs.sources)
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    Read {
        exports,
        inputs,
        found,
    }
}

fn read(records: &str) -> Read {
    read_files(&[&wxr(records)])
}

impl Read {
    fn text(&self, document: &Document) -> &str {
        let span = document.body.text.span();
        self.inputs
            .sources
            .text(span.expect("Markdown in one piece"))
    }

    fn only(&self) -> &Document {
        assert_eq!(self.exports.documents.len(), 1);
        &self.exports.documents[0]
    }

    fn reasons(&self) -> Vec<(&str, &str)> {
        self.exports
            .export
            .left_out
            .iter()
            .map(|item| (item.id.as_str(), item.reason.as_str()))
            .collect()
    }
}

const POLYLANG: &str = "<wp:term><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>fr</wp:term_slug>\
    <wp:term_description><![CDATA[a:1:{s:6:\"locale\";s:5:\"fr_FR\";}]]></wp:term_description></wp:term>\
    <wp:term><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>de</wp:term_slug></wp:term>\
    <wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_1</wp:term_slug>\
    <wp:term_description><![CDATA[a:2:{s:2:\"fr\";i:1;s:2:\"en\";s:1:\"2\";}]]></wp:term_description></wp:term>";

fn category(domain: &str, slug: &str) -> String {
    format!("<category domain=\"{domain}\" nicename=\"{slug}\"><![CDATA[{slug}]]></category>")
}

#[test]
fn local_time_and_utc_make_one_date() {
    for (date, expected) in [
        (
            "<wp:post_date>2014-05-03 23:30:00</wp:post_date>",
            "2014-05-03T23:30:00",
        ),
        (
            "<wp:post_date>2014-05-03 23:30:00</wp:post_date><wp:post_date_gmt>2014-05-04 04:30:00</wp:post_date_gmt>",
            "2014-05-03T23:30:00-05:00",
        ),
        (
            "<wp:post_date>2014-05-03 23:30:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>",
            "2014-05-03T23:30:00",
        ),
    ] {
        let read = read(&item(3, "Un", "Du pain.", date));
        assert_eq!(
            read.only().front.date.unwrap().to_string(),
            expected,
            "{date}"
        );
    }
}

#[test]
fn a_post_with_all_it_has() {
    let more = "<dc:creator>cam</dc:creator><excerpt:encoded><![CDATA[Un <em>extrait</em>]]></excerpt:encoded><wp:post_name>caf%c3%a9</wp:post_name>\
        <wp:post_modified>2013-01-02 03:04:05</wp:post_modified><wp:is_sticky>1</wp:is_sticky>\
        <category domain=\"category\" nicename=\"betes\"><![CDATA[Bêtes &amp; gens]]></category><category domain=\"category\" nicename=\"non-classe\">Non classé</category>\
        <category domain=\"post_tag\" nicename=\"chat\">chat</category><category domain=\"lieu\" nicename=\"lyon\">Lyon</category>\
        <wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>vieux</wp:meta_value></wp:postmeta>\
        <wp:postmeta><wp:meta_key>_yoast_wpseo_metadesc</wp:meta_key><wp:meta_value>Une description</wp:meta_value></wp:postmeta>\
        <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>";
    let author = "<wp:author><wp:author_login>cam</wp:author_login><wp:author_email>x@a.org</wp:author_email><wp:author_display_name>Camille R.</wp:author_display_name></wp:author>";
    let file = item(
        9,
        "Photo",
        "",
        "<wp:post_type>attachment</wp:post_type><wp:attachment_url>https://www.a.org/u/c.jpg</wp:attachment_url>",
    );
    let read = read(&format!(
        "{author}{}{file}",
        item(
            3,
            "L&rsquo;&eacute;t&eacute;",
            "Un.\n\n<img src=\"http://a.org/u/c-30x20.jpg\"> <a href=\"https://a.org/?p=4\">là</a>",
            more
        )
    ));
    let document = read.only();
    let front = &document.front;
    assert_eq!(read.text(document), "Un.\n\n![](/u/c.jpg) [là](/?p=4)");
    assert_eq!(
        (
            front.title.as_deref(),
            front.excerpt.as_deref(),
            front.description.as_deref()
        ),
        (Some("L’été"), Some("Un extrait"), Some("Une description"))
    );
    assert_eq!(
        (
            front.date.unwrap().to_string(),
            front.updated.unwrap().to_string()
        ),
        ("2012-05-01T08:30:00".into(), "2013-01-02T03:04:05".into())
    );
    assert_eq!(
        (
            front.terms("authors"),
            front.terms("categories"),
            front.terms("tags")
        ),
        (
            Some(vec!["Camille R.".into()]),
            Some(vec!["Bêtes & gens".into()]),
            Some(vec!["chat".into()])
        )
    );
    assert_eq!(
        front
            .aliases
            .iter()
            .map(|(alias, _)| alias.as_str())
            .collect::<Vec<_>>(),
        ["/2012/05/p3/", "/2012/05/vieux/", "/?p=3"]
    );
    assert_eq!(front.slug.as_ref().unwrap().0, "café");
    assert_eq!(front.origin.as_ref().unwrap().0, "https://a.org/?p=3");
    assert_eq!(
        front.extra.as_ref().unwrap().to_string(),
        "{\"image\":\"/u/c.jpg\",\"lieu\":[\"Lyon\"],\"sticky\":true}"
    );
    assert_eq!(read.found, Vec::<String>::new());
}

#[test]
fn every_item_is_a_document_or_is_listed_with_its_reason() {
    let of = |id: u32, kind: &str, status: &str, more: &str| {
        item(
            id,
            "T",
            "Texte",
            &format!("<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>{more}"),
        )
    };
    let records = [
        of(1, "post", "publish", ""),
        of(2, "page", "publish", ""),
        of(3, "portfolio", "publish", ""),
        of(
            4,
            "post",
            "draft",
            "<wp:post_date>0000-00-00 00:00:00</wp:post_date>",
        ),
        of(5, "post", "private", ""),
        of(
            6,
            "post",
            "publish",
            "<wp:post_password>x</wp:post_password>",
        ),
        of(7, "post", "trash", ""),
        of(8, "post", "auto-draft", ""),
        of(9, "nav_menu_item", "publish", ""),
        of(10, "revision", "inherit", ""),
        of(11, "attachment", "inherit", ""),
        of(12, "wp_template", "publish", ""),
        item(13, "", " ", ""),
        of(1, "post", "publish", ""),
        item(1, "Autre", "Autre texte", ""),
        "<item><title>sans rien d’autre</title></item>".to_owned(),
    ];
    let read = read(&records.concat());
    let report = &read.exports.export;
    assert_eq!(
        read.exports.documents.len() + report.left_out.len(),
        records.len()
    );
    let drafts: Vec<bool> = read
        .exports
        .documents
        .iter()
        .map(|document| document.front.draft == Some(true))
        .collect();
    assert_eq!(
        drafts,
        [false, false, false, true, true, true, false, false]
    );
    assert_eq!(read.exports.documents[1].role, Role::Page);
    assert_eq!(read.exports.documents[3].front.date, None);
    assert_eq!(
        read.exports.documents[6].front.origin.as_ref().unwrap().0,
        "https://a.org/?p=1#2"
    );
    let ids: Vec<&str> = read.reasons().iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["7", "8", "9", "10", "11", "12", "13", "1"]);
    assert_eq!(read.reasons()[7].1, "the same item stands before it");
}

#[test]
fn polylang_s_groups() {
    let lang = |code: &str| category("language", code);
    let records = [
        item(1, "Un", "Le chat", &lang("fr")),
        item(2, "One", "The cat", &lang("en")),
        item(
            3,
            "Deux",
            "Le chien",
            &(lang("fr") + &category("post_translations", "pll_2")),
        ),
        item(
            4,
            "Two",
            "The dog",
            &(lang("en") + &category("post_translations", "pll_2")),
        ),
        item(
            5,
            "Two again",
            "The dogs",
            &(lang("en") + &category("post_translations", "pll_2")),
        ),
        item(6, "Drei", "Die Katze", &lang("de")),
    ];
    let read = read(&format!("{POLYLANG}{}", records.concat()));
    let told: Vec<_> = read
        .exports
        .documents
        .iter()
        .map(|d| {
            (
                d.front.lang.as_ref().unwrap().0.as_str(),
                d.front.story.as_ref().map(|(key, _)| key.as_str()),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("fr", Some("pll_1")),
            ("en", Some("pll_1")),
            ("fr", Some("pll_2")),
            ("en", Some("pll_2")),
            ("en", None)
        ]
    );
    assert_eq!(
        read.reasons(),
        [("6", "in `de`, which is no language of the site")]
    );
    assert_eq!(
        read.found,
        [
            "x0.xml:9:1: warning[language]: 1 post in `de`, which is no language of the site: left out",
            "x0.xml:8:1: warning[story]: another post of its language has the same `translationKey`; this one becomes a story of its own",
        ]
    );
    let mut found = Vec::new();
    let site = model::assemble(
        read.exports.documents,
        model::Basis::of_import(
            &read.inputs.sources,
            &Config::outside_a_site(),
            &Memo::default(),
        ),
        &mut found,
    );
    assert_eq!(
        site.stories
            .iter()
            .filter(|story| story.versions().count() == 2)
            .count(),
        2
    );
    assert!(!diag::any_error(&found), "{found:?}");
}

#[test]
fn half_a_group_is_told() {
    let read = read(&format!(
        "{POLYLANG}{}",
        item(1, "Un", "Le chat", &category("language", "fr"))
    ));
    assert_eq!(
        read.found,
        ["x0.xml:4:475: warning[export]: 1 post had a translation that is not in the export"]
    );
    // The other half may be in another file of the same site.
    let french = wxr(&format!("{POLYLANG}{}", item(1, "Un", "Le chat", "")));
    let english = wxr(&item(2, "One", "The cat", ""));
    let read = read_files(&[&french, &english]);
    let stories: Vec<_> = read
        .exports
        .documents
        .iter()
        .map(|d| d.front.story.as_ref().unwrap().0.as_str())
        .collect();
    assert_eq!((stories, read.found), (vec!["pll_1", "pll_1"], Vec::new()));
}

#[test]
fn wpml_and_qtranslate() {
    let meta = |key: &str, value: &str| {
        format!(
            "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
        )
    };
    let wpml = |lang: &str| {
        meta("_wpml_import_language_code", lang) + &meta("_wpml_import_translation_group", "77")
    };
    let same_slug = "<wp:post_name>chat</wp:post_name>";
    let read = read(
        &[
            item(1, "Un", "Le chat", &(wpml("fr") + same_slug)),
            item(2, "One", "The cat", &(wpml("en") + same_slug)),
            item(
                3,
                "[:fr]Trois[:en]Three[:]",
                "<!--:fr-->Le chien[gallery ids=\"\"]<!--:--><!--:en-->The dog<!--:-->",
                same_slug,
            ),
        ]
        .concat(),
    );
    let told: Vec<_> = read
        .exports
        .documents
        .iter()
        .map(|d| {
            (
                d.front.lang.as_ref().unwrap().0.as_str(),
                d.front.story.as_ref().unwrap().0.as_str(),
                d.front.title.as_deref().unwrap(),
                read.text(d),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("fr", "wpml_77", "Un", "Le chat"),
            ("en", "wpml_77", "One", "The cat"),
            ("fr", "qtranslate_3", "Trois", "Le chien"),
            ("en", "qtranslate_3", "Three", "The dog")
        ]
    );
    let origins: Vec<_> = read
        .exports
        .documents
        .iter()
        .map(|d| d.front.origin.as_ref().unwrap().0.as_str())
        .collect();
    assert_eq!(
        origins[2..],
        ["https://a.org/?p=3", "https://a.org/?p=3#en"]
    );
    assert_eq!(
        read.exports.documents[3].front.aliases[0].0,
        "/en/2012/05/p3/"
    );
}

#[test]
fn addresses_tell_a_language_only_where_they_agree_with_the_words() {
    let at = |id: u32, path: &str, text: &str| {
        item(id, "T", text, &format!("<link>https://a.org{path}</link>"))
    };
    let english = "The cat sleeps on the chair and it will not wake before the night";
    let read = read(
        &(at(1, "/en/a/", english)
            + &at(2, "/en/b/", english)
            + &at(3, "/en/c/", "42")
            + &at(4, "/d/", "Le chat dort sur la chaise et il ne bouge pas")),
    );
    let guesses: Vec<usize> = read
        .exports
        .documents
        .iter()
        .map(|d| d.guess.map_or(9, |guess| guess.language))
        .collect();
    assert_eq!(guesses, [1, 1, 1, 0]);
}

#[test]
fn comments_that_readers_saw() {
    let comment = |id: u32, approved: &str, kind: &str, parent: u32, text: &str| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[Zoé]]></wp:comment_author><wp:comment_author_email>z@a.org</wp:comment_author_email>\
             <wp:comment_author_url>javascript:x</wp:comment_author_url><wp:comment_author_IP>10.0.0.1</wp:comment_author_IP><wp:comment_date>2012-05-0{id} 10:00:00</wp:comment_date>\
             <wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>\
             <wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
        )
    };
    let comments = [
        comment(3, "1", "", 2, "Un <b>oui</b>\n<script>x</script>"),
        comment(2, "1", "comment", 0, "Deux"),
        comment(4, "1", "pingback", 0, "P"),
        comment(5, "0", "", 0, "x"),
        comment(6, "spam", "", 0, "x"),
    ];
    let read = read(&item(1, "T", "Texte", &comments.concat()));
    let kept: Vec<_> = read
        .only()
        .comments
        .iter()
        .map(|c| {
            (
                c.id.as_str(),
                c.reply_to.as_deref(),
                c.pingback,
                c.text.as_str(),
                c.url.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        kept,
        [
            ("2", None, false, "Deux", None),
            ("3", Some("2"), false, "Un **oui**", None),
            ("4", None, true, "P", None)
        ]
    );
    assert_eq!(
        read.exports.export.comments_left_out,
        BTreeMap::from([("never approved", 1), ("spam", 1)])
    );
    assert!(
        !format!("{:?}", read.exports).contains("z@a.org")
            && !format!("{:?}", read.exports).contains("10.0.0.1")
    );
}

#[test]
fn slugs_that_the_site_could_not_have_are_left_to_it() {
    let slug = |id: u32, slug: &str| {
        item(
            id,
            "T",
            "Le texte",
            &format!("<wp:post_name>{slug}</wp:post_name>"),
        )
    };
    let read = read(&(slug(1, "a") + &slug(2, "a") + &slug(3, "archives") + &slug(4, "2012")));
    let slugs: Vec<_> = read
        .exports
        .documents
        .iter()
        .map(|d| d.front.slug.as_ref().map(|(slug, _)| slug.as_str()))
        .collect();
    assert_eq!(slugs, [Some("a"), None, None, None]);
    let mut found = Vec::new();
    let site = model::assemble(
        read.exports.documents,
        model::Basis::of_import(
            &read.inputs.sources,
            &Config::outside_a_site(),
            &Memo::default(),
        ),
        &mut found,
    );
    assert!(!diag::any_error(&found), "{found:?}");
    let slugs: Vec<&str> = site.posts.iter().map(|post| post.slug.as_str()).collect();
    assert_eq!(slugs, ["a", "a-2", "archives-2", "2012-2"]);
}

#[test]
fn what_a_server_wrote_above_the_file_is_passed_over() {
    let records = wxr(&item(7, "Sept", "<p>Un mot.</p>", ""));
    for above in [
        "Notice: x in y.php\n",
        "<br />\n<b>Deprecated</b>: x in <b>y.php</b><br />\n",
    ] {
        let read = read_files(&[&format!("{above}{records}")]);
        assert_eq!(read.text(read.only()), "Un mot.");
    }
}

#[test]
fn marks_of_languages_stand_in_titles_as_comments() {
    let records = wxr(&item(
        7,
        "<!--:fr-->Le pré<!--:--><!--:en-->The meadow<!--:-->",
        "<!--:fr-->Un pré vert.<!--:--><!--:en-->A green meadow.<!--:-->",
        "",
    ));
    let records = records
        .replace("<title><![CDATA[", "<title>")
        .replace("]]></title>", "</title>");
    let read = read_files(&[&records]);
    let documents = read.exports.documents.iter();
    let mut titles: Vec<_> = documents
        .map(|document| document.front.title.as_deref())
        .collect();
    titles.sort();
    assert_eq!(titles, [Some("Le pré"), Some("The meadow")]);
}

#[test]
fn a_broken_file_gives_what_it_has() {
    let whole = wxr(&(item(1, "Un", "Le chat", "") + &item(2, "Deux", "Le chien", "")));
    let cut = &whole[..whole.find("Le chien").unwrap() + 4];
    let read = read_files(&[cut]);
    assert_eq!(
        (read.exports.documents.len(), read.reasons()),
        (1, vec![("", "the file is broken within it; export again")])
    );
    assert_eq!(
        read.found,
        ["x0.xml:5:1: error[export]: the file ends within this `<item>`"]
    );
}

#[test]
fn feeds() {
    let feed = "<rss version=\"2.0\"><channel><link>https://a.org</link><item><title>Un</title><link>https://a.org/un/</link><description>Le chat […]</description></item>\
        <item><title>Deux</title><guid>https://a.org/?p=2</guid><description>&lt;p&gt;Le chien dort.&lt;/p&gt;</description></item></channel></rss>";
    let read = read_files(&[feed]);
    let texts: Vec<_> = read
        .exports
        .documents
        .iter()
        .map(|d| {
            (
                d.front.origin.as_ref().unwrap().0.as_str(),
                read.text(d),
                d.front.aliases.len(),
            )
        })
        .collect();
    assert_eq!(
        texts,
        [
            ("https://a.org/un/", "Le chat […]", 1),
            ("https://a.org/?p=2", "Le chien dort.", 0)
        ]
    );
    assert_eq!(
        read.found,
        ["x0.xml:1:55: warning[export]: in 1 post only the summary is in the export"]
    );
    let read = read_files(&["<urlset><url/></urlset>"]);
    assert_eq!(
        read.found,
        [
            "x0.xml:1:1: error[export]: this is neither a WordPress export nor a feed: it holds `<urlset>`"
        ]
    );
}

#[test]
fn the_command_shows_posts_and_what_is_left_out() {
    let site = TestSite::new(&[(
        "old.xml",
        &wxr(&(item(1, "Un", "Le chat dort", "")
            + &item(2, "M", "", "<wp:post_type>nav_menu_item</wp:post_type>"))),
    )]);
    let report = import::dry_run(site.root(), &[site.root().join("old.xml")]);
    let reading = report.result.unwrap();
    assert_eq!(
        (
            reading.posts[0].id.as_str(),
            reading.posts[0].spans[0].first_line,
            reading.posts[0].spans[0].last_line
        ),
        ("old.xml:4", 4, 4)
    );
    let text = reading.to_string();
    assert!(
        text.contains("nav_menu_item (1), a line of a menu: old.xml:5 « M »"),
        "{text}"
    );
    assert_eq!(
        serde_json::to_value(&reading).unwrap()["left_out"][0]["reason"],
        "a line of a menu"
    );
}

/// The words that a reader sees.
fn visible(html: &str) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for word in words(&html::plain(html)) {
        *count.entry(word.to_owned()).or_default() += 1;
    }
    count
}

fn converted(html: &str, lines: bool) -> String {
    let urls = Urls::new("https://a.org", "");
    html::convert(
        html,
        Context {
            urls: &urls,
            page: "/",
            lines,
            html: true,
        },
        &mut Changes::new(),
    )
}

fn markup() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        6 => "[a-zé]{1,6}",
        3 => Just(" ".to_owned()),
        2 => prop::sample::select(vec![
            "*", "**", "_", "# ", "- ", "1. ", "\n", "\n\n", "&lt;", "&amp;", "&amp;amp;", "[", "]", "](", "`", "~", "|", "\\", "!", ">", "&nbsp;", "«", "+ ", "=",
            "---", "***", ":", "{", "}", "&lt;b&gt;", "http://b.org/a_b", "<br>", "<hr>", " <!--more--> ", "12)", "’", "😀", "    ",
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop::collection::vec(text, 1..6).prop_map(|parts| parts.concat());
    leaf.prop_recursive(5, 40, 5, |inner| {
        let names = prop::sample::select(vec![
            "p",
            "em",
            "strong",
            "b",
            "i",
            "del",
            "a href=\"/x\"",
            "a href=\"#y\" id=\"y\"",
            "div",
            "div lang=\"en\"",
            "blockquote",
            "ul",
            "ol",
            "li",
            "h2",
            "h3",
            "span",
            "span lang=\"fr\"",
            "sup",
            "q",
            "code",
            "pre",
            "table",
            "tr",
            "td",
            "th",
            "dl",
            "dt",
            "dd",
            "figure",
            "figcaption",
            "details",
            "summary",
            "u",
            "center",
        ]);
        (names, prop::collection::vec(inner, 1..5)).prop_map(|(tag, parts)| {
            format!(
                "<{tag}>{}</{}>",
                parts.concat(),
                tag.split(' ').next().unwrap_or_default()
            )
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_visible_word_is_kept(html in markup(), wordpress in any::<bool>()) {
        let markdown = converted(&html, wordpress);
        let rendered = render(&markdown, Default::default()).html.text;
        // The order may change where HTML is not well-formed; no word may go or come.
        prop_assert_eq!(visible(&html), visible(&rendered), "{}\n{}", markdown, rendered);
    }

    #[test]
    fn nothing_panics_and_nothing_runs(html in "(<(script|a href=.?java.?script:x.?|img onerror=x|svg|iframe src=x|p|table|!--|/p|/table|pre|li)>?|[a-z<>&;\"' \n*_`\\[\\]]){0,40}") {
        let rendered = render(&converted(&html, true), Default::default()).html.text.to_lowercase();
        prop_assert!(!rendered.contains("<script") && !rendered.contains("<img onerror"), "{}", rendered);
        // As text, `&lt;a href="javascript:`, it runs nothing.
        let mut tags = rendered.split('<').skip(1).filter_map(|rest| rest.split('>').next());
        prop_assert!(!tags.any(|tag| tag.contains("href=\"javascript:")), "{}", rendered);
    }

    #[test]
    fn any_bytes_are_read(text in "(<(item|/item|rss|channel|feed|entry|wp:post_id|/wp:post_id|title|content:encoded|!\\[CDATA\\[|!--)>?|\\]\\]>|-->|&[a-z]{0,3};?|[0-9]|\\PC|\\[:(fr|en)?\\]){0,60}") {
        read_files(&[&text, &wxr(&text), &wxr(&item(1, "T", &text, ""))]);
    }
}
