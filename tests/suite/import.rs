//! Posts of archives become Markdown files of the site: the same pages, nothing overwritten, nothing moved.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use diptych::diag;
use diptych::import::{self, Import, Imported};
use diptych::scaffold;

use crate::stories::{ENGLISH, FRENCH, linked};
use crate::support::{TestSite, files, post};

const ARCHIVE: &str = include_str!("../../content/archive/le-comptoir-2009-2013.txt");

fn site() -> TestSite {
    TestSite::new(&[("content/archive/le-comptoir.txt", ARCHIVE)])
}

fn import(site: &TestSite, paths: &[&str], only: &[&str]) -> (Option<Imported>, Vec<String>) {
    let import = Import {
        root: site.root().to_owned(),
        paths: paths.iter().map(|path| site.root().join(path)).collect(),
        only: only.iter().map(|id| id.to_string()).collect(),
    };
    let report = import::import(&import, &|_| {}).unwrap();
    (
        report.result,
        report
            .diagnostics
            .iter()
            .map(|finding| diag::plain(finding, &report.sources))
            .collect(),
    )
}

fn written(site: &TestSite, paths: &[&str], only: &[&str]) -> Imported {
    let (imported, found) = import(site, paths, only);
    imported.unwrap_or_else(|| panic!("{found:#?}"))
}

/// What each page says between the bounds of its text.
fn texts(files: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    let text = |page: &'_ str| -> Option<(usize, usize)> {
        let start = page.find("<div class=\"e-content\">")?;
        Some((start, start + page[start..].find("</div>")?))
    };
    files
        .iter()
        .filter_map(|(path, page)| text(page).map(|(a, b)| (path.as_str(), &page[a..b])))
        .collect()
}

fn sources(site: &TestSite) -> BTreeMap<String, String> {
    files(&site.root().join("content"))
}

#[test]
fn imported_posts_have_the_pages_that_the_archive_had() {
    let site = site();
    let before = site.build();
    assert!(texts(&before.files).len() >= 4);
    let imported = written(&site, &["content/archive"], &[]);
    assert_eq!(imported.written.len(), texts(&before.files).len());
    let after = site.build();
    // A heading's own number is no mark of a list in Markdown; all else is the same.
    let plain = |page: &str| {
        page.replace(" data-number=\"", "\u{0}")
            .split('\u{0}')
            .map(|part| part.to_owned())
            .collect::<String>()
    };
    for (path, text) in texts(&before.files) {
        assert_eq!(plain(texts(&after.files)[path]), plain(text), "{path}");
    }
    let titles = |built: &crate::support::Built| -> Vec<String> {
        let mut titles: Vec<String> = built
            .files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, _)| path.clone())
            .collect();
        titles.sort();
        titles
    };
    assert_eq!(titles(&before), titles(&after));
}

#[test]
fn the_addresses_that_an_archive_states_are_kept() {
    let post = |title: &str, path: &str, text: &str| {
        format!("Title: {title}\nURL: https://old.example{path}\n\n{text}\n\n")
    };
    let archive = post(
        "Un premier texte",
        "/2014/05/premier/",
        "Le jour se lève sur la place du marché, sans bruit.",
    ) + &post(
        "Un second texte",
        "/fr/un-premier-texte/",
        "La nuit tombe sur la place du marché, où l’on chante.",
    );
    let site = TestSite::new(&[("old/a.txt", &archive)]);
    written(&site, &["old/a.txt"], &[]);
    let posts = sources(&site);
    let aliases = |name: &str| {
        posts
            .iter()
            .find(|(path, _)| path.contains(name))
            .is_some_and(|(_, text)| text.contains("aliases"))
    };
    assert!(
        posts
            .iter()
            .any(|(_, text)| text.contains("aliases = [\"/2014/05/premier/\"]")),
        "{posts:?}"
    );
    assert!(
        !aliases("un-second-texte"),
        "another post stands there: {posts:?}"
    );
}

#[test]
fn comments_in_an_archive_are_their_readers() {
    let archive = "Un premier texte\n\nLe jour se lève sur la place du marché, sans bruit.\n\n1 commentaire\n\nMarie dit :\n\
                   12 mars 2014 à 10 h 12 min\n\n*Merci* <b>bien</b> !\n\nRépondre\n\nLaisser un commentaire\n";
    let site = TestSite::new(&[("content/archive/a.txt", archive)]);
    let built = site.build();
    let page = built.page("/fr/un-premier-texte/");
    let (text, below) = page.split_at(page.find("id=\"comments\"").expect("comments"));
    assert!(
        !text.contains("Merci") && !page.contains("Répondre"),
        "{page}"
    );
    assert!(
        below.contains("Marie")
            && below.contains("2014-03-12")
            && below.contains("Merci &lt;b&gt;bien&lt;/b&gt;"),
        "{below}"
    );
    written(&site, &["content/archive"], &[]);
    let posts = sources(&site);
    let comments = posts
        .iter()
        .find(|(path, _)| path.ends_with(".comments.toml"))
        .map(|(_, text)| text);
    assert!(
        comments.is_some_and(|text| text.contains("author = \"Marie\"")),
        "{posts:?}"
    );
    assert_eq!(
        site.build()
            .page("/fr/un-premier-texte/")
            .split_at(text.len())
            .1,
        below
    );
}

#[test]
fn running_it_again_changes_nothing() {
    let site = site();
    written(&site, &["content/archive"], &[]);
    let first = sources(&site);
    let again = written(&site, &["content/archive"], &[]);
    assert_eq!(
        (again.written.len(), again.already_there),
        (0, first.len() - 1)
    );
    assert_eq!(sources(&site), first);
}

#[test]
fn an_archive_outside_the_site_is_imported_once_and_what_the_author_edits_stays() {
    let site = TestSite::new(&[("old/le-comptoir.txt", ARCHIVE)]);
    let imported = written(&site, &["old"], &[]);
    let file = imported.written[0].clone();
    let text = fs::read_to_string(site.root().join(&file)).unwrap();
    let (front, _) = text.rsplit_once("+++\n").unwrap();
    site.write(
        &file,
        format!("{front}+++\n\nTout autre chose, et rien de ce qui fut.\n"),
    );
    let before = sources(&site);
    assert_eq!(
        written(&site, &["old/le-comptoir.txt"], &[]).written,
        Vec::<String>::new()
    );
    assert_eq!(sources(&site), before);
}

#[test]
fn one_post_is_taken_over_and_outranks_the_archive_however_much_it_is_rewritten() {
    let site = site();
    let before = site.build();
    let (line, _) = ARCHIVE
        .lines()
        .enumerate()
        .find(|(_, line)| line.starts_with("What the till hears"))
        .unwrap();
    let id = format!("le-comptoir.txt:{}", line + 1);
    let imported = written(&site, &["content/archive"], &[&id]);
    // Its translation was only guessed: it has a name of its own.
    assert_eq!(
        imported.written,
        ["content/posts/what-the-till-hears-before-anyone-else.en.md"]
    );
    let text = fs::read_to_string(site.root().join(&imported.written[0])).unwrap();
    let (front, _) = text.rsplit_once("+++\n").unwrap();
    site.write(
        &imported.written[0],
        format!("{front}+++\n\nEverything is new here.\n"),
    );
    let after = site.build();
    after.holds(
        "/en/what-the-till-hears-before-anyone-else/",
        "Everything is new here.",
    );
    let pages = |built: &crate::support::Built| {
        texts(&built.files)
            .keys()
            .map(|path| path.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(pages(&before), pages(&after));
    let (nothing, found) = import(&site, &["content/archive"], &[&id]);
    assert!(
        nothing.is_none() && found[0].contains("or the site has it already"),
        "{found:?}"
    );
}

const PAIR: &str = "Le four à pain\n\nLe four de la rue Haute chauffe depuis 1911, et Marcel Duval y cuit 240 pains par nuit.\n\n\
    Il pèse la farine à l’œil, 36 kilos, jamais un de plus, et dit bonsoir à chaque fournée.\n\n\n\
    The bread oven\n\nThe oven in the rue Haute has been hot since 1911, and Marcel Duval bakes 240 loaves a night in it.\n\n\
    He weighs the flour by eye, 36 kilos, never one more, and says good evening to every batch.\n";

#[test]
fn a_translation_that_stays_in_the_archive_stays_with_the_one_that_leaves() {
    let story = |starts: &str| format!("[[post]]\nstarts = \"{starts}\"\nstory = \"four\"\n");
    let stated = story("Le four à pain") + &story("The bread oven");
    for corrections in [&*stated, ""] {
        let site = TestSite::new(&[
            ("content/archive/four.txt", PAIR),
            ("content/archive/archive.toml", corrections),
        ]);
        site.build()
            .holds("/fr/le-four-a-pain/", "href=\"/en/the-bread-oven/\"");
        let imported = written(&site, &["content/archive"], &["four.txt:1"]);
        let text = fs::read_to_string(site.root().join(&imported.written[0])).unwrap();
        let (front, _) = text.rsplit_once("+++\n").unwrap();
        site.write(
            &imported.written[0],
            format!("{front}+++\n\nUn autre sujet, la pluie sur les toits.\n"),
        );
        let built = site.build();
        if corrections.is_empty() {
            // It was guessed by its text, which is another now.
            built.lacks("/fr/le-four-a-pain/", "href=\"/en/the-bread-oven/\"");
        } else {
            built.holds("/fr/le-four-a-pain/", "href=\"/en/the-bread-oven/\"");
            built.holds("/en/the-bread-oven/", "href=\"/fr/le-four-a-pain/\"");
        }
    }
}

#[test]
fn a_frozen_reading_moves_no_url() {
    let site = TestSite::new(&[
        ("content/archive/four.txt", PAIR),
        ("content/archive/le-comptoir.txt", ARCHIVE),
    ]);
    let before = site.build();
    let frozen = import::freeze_archives(site.root())
        .unwrap()
        .result
        .unwrap();
    assert_eq!(
        (frozen.posts, frozen.unclear.len()),
        (texts(&before.files).len(), 0)
    );
    let after = site.build();
    assert_eq!(texts(&after.files), texts(&before.files));
    let again = import::freeze_archives(site.root())
        .unwrap()
        .result
        .unwrap();
    assert_eq!((again.posts, again.entries.as_str()), (0, ""));
    // A later dump with a post of the same title, which would come first, takes none of the URLs.
    site.write("content/archive/a.txt", "Le four à pain\n\nCelui de la place est plus jeune, et son boulanger aussi : trente ans, deux enfants, une guitare.\n\nIl cuit au gaz.\n");
    let later = site.build();
    for (path, text) in texts(&before.files) {
        assert_eq!(texts(&later.files).get(path), Some(&text), "{path}");
    }
}

#[test]
fn a_lost_image_whose_file_lies_beside_the_archive_is_shown_again() {
    let text = "Le four à pain\n\nLe four de la rue Haute chauffe depuis 1911, et Marcel Duval y cuit 240 pains par nuit.\n\n\
        four_rue_haute_2\n\nIl pèse la farine à l’œil, 36 kilos, jamais un de plus, et dit bonsoir à chaque fournée.\n";
    let site = TestSite::new(&[("content/archive/four.txt", text)]);
    site.build().lacks("/fr/le-four-a-pain/", "<img");
    site.write("content/archive/Four_rue_haute_2.JPG", b"jpeg");
    let built = site.build();
    built.holds(
        "/fr/le-four-a-pain/",
        "<img src=\"/media/archive/Four_rue_haute_2.JPG\" alt=\"\" /></p>",
    );
    let imported = written(&site, &["content/archive"], &[]);
    assert_eq!(
        imported.written,
        [
            "static/images/four/Four_rue_haute_2.JPG",
            "content/posts/le-four-a-pain.fr.md"
        ]
    );
    site.build().holds(
        "/fr/le-four-a-pain/",
        "<img src=\"/images/four/Four_rue_haute_2.JPG\" alt=\"\" /></p>",
    );
}

#[test]
fn a_new_site_from_dumps() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, dir): (PathBuf, PathBuf) = (
        folder.path().join("dump.txt"),
        folder.path().join("mon-blog"),
    );
    fs::write(&dump, ARCHIVE).unwrap();
    let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let wanted = scaffold::NewSite {
        title: "Mon blog".to_owned(),
        languages: vec!["fr".to_owned(), "en".to_owned()],
        base_url: "https://example.org/".to_owned(),
        host: None,
    };
    let made = import::new_site(&dir, &wanted, std::slice::from_ref(&dump), now, &|_| {}).unwrap();
    let found: Vec<String> = made
        .diagnostics
        .iter()
        .map(|finding| diag::plain(finding, &made.sources))
        .collect();
    let made = made.result.unwrap_or_else(|| panic!("{found:#?}"));
    assert!(made.summary.files > 5 && made.imported.is_none());
    let files = files(&dir);
    assert_eq!(files["content/archive/dump.txt"], ARCHIVE);
    assert!(
        files["site.toml"].contains("title = \"Mon blog\""),
        "{}",
        files["site.toml"]
    );
    assert!(files["public/fr/index.html"].contains("Mon blog"));
    let refused = import::new_site(&dir, &wanted, &[dump], now, &|_| {}).unwrap();
    assert!(
        refused.result.is_none() && refused.diagnostics[0].message.contains("is there already")
    );
}

#[test]
fn comments_of_the_old_site_are_a_read_only_list() {
    let comments = "[[comment]]\nid = \"1\"\nauthor = \"Ana <b>\"\nurl = \"https://ana.example/\"\ndate = 2014-05-02T10:00:00\ntext = \"Merci <script>x</script> !\"\n\n\
        [[comment]]\nid = \"3\"\nauthor = \"Luc\"\ntext = \"Seul.\"\n\n[[comment]]\nid = \"2\"\nreply_to = \"1\"\nauthor = \"Zoé\"\ntext = \"De rien.\"\n\n\
        [[comment]]\nid = \"4\"\nauthor = \"Un autre blog\"\nurl = \"https://b.example/\"\npingback = true\ntext = \"[…]\"\n";
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(
                "title = \"A\"",
                "Texte en français, assez long pour qu’on le reconnaisse.",
            ),
        ),
        ("content/posts/a.fr.comments.toml", comments),
        ("content/posts/b.fr.comments.toml", comments),
    ]);
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "content/posts/b.fr.comments.toml:1:1: warning[comments]: these comments belong to no post"
        ]
    );
    built.holds("/fr/a/", "3 commentaires</h2>");
    built.holds(
        "/fr/a/",
        "<a href=\"https://ana.example/\" rel=\"nofollow ugc\">Ana &lt;b&gt;</a>",
    );
    built.holds("/fr/a/", "&lt;script&gt;");
    built.holds("/fr/a/", "Mentions ailleurs");
    let page = built.page("/fr/a/");
    let at = |id: &str| page.find(&format!("id=\"comment-{id}\"")).unwrap();
    assert!(
        at("1") < at("2") && at("2") < at("3"),
        "an answer follows what it answers"
    );
    assert!(
        !built.files.keys().any(|file| file.contains("comments")),
        "the file itself is not published"
    );
}

#[test]
fn an_old_address_with_a_query_leads_on() {
    let text = "Texte en français, assez long pour qu’on le reconnaisse.";
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post(
                "title = \"A\"\naliases = [\"/?p=12\", \"/2014/05/a/\"]",
                text,
            ),
        ),
        (
            "content/posts/b.fr.md",
            &post(
                "title = \"B\"",
                &format!("{text} [Un](/?p=12), [deux](/2014/05/a/#main)."),
            ),
        ),
    ]);
    let built = site.build();
    assert_eq!(built.found, Vec::<String>::new());
    assert_eq!(built.files["old-addresses.json"], "{\"p=12\":\"/fr/a/\"}");
    built.holds("/", "data-old-addresses=\"/old-addresses.json\"");
    built.holds("/2014/05/a/", "/fr/a/");
    built.holds(
        "/fr/b/",
        "<a href=\"/fr/a/\">Un</a>, <a href=\"/fr/a/#main\">deux</a>",
    );
}

#[test]
fn a_hugo_site_is_taken_over_with_its_bundles_links_and_static_files() {
    let site = TestSite::new(&[
        (
            "old/hugo.toml",
            "defaultContentLanguage = \"fr\"\n[languages.fr]\n[languages.en]\n[permalinks]\nposts = \"/:year/:slug/\"\n",
        ),
        (
            "old/content/posts/pain.fr.md",
            "---\ntitle: Le pain\ndate: 2014-05-01\ntags: [pain]\nweight: 3\n---\n\nLe pain de la rue Haute, [le four](/2015/le-four/#chaud), ![](/images/rue.png).\n",
        ),
        (
            "old/content/posts/pain.en.md",
            "---\ntitle: Bread\ndate: 2014-05-02\n---\n\nThe bread of the rue Haute, and [the oven]({{< relref \"four\" >}}), [once more][f].\n\n[f]: /2015/le-four/ \"Four\"\n",
        ),
        (
            "old/content/posts/four/index.fr.md",
            "+++\ntitle = \"Le four\"\ndate = 2015-01-01\n+++\n\nLe four chauffe. ![Le four](four.png)\n",
        ),
        ("old/content/posts/four/four.png", "png"),
        ("old/static/images/rue.png", "png"),
    ]);
    let imported = written(&site, &["old"], &[]);
    assert_eq!(
        imported.written,
        [
            "content/posts/four/four.png",
            "static/images/rue.png",
            "content/posts/four/index.fr.md",
            "content/posts/pain.en.md",
            "content/posts/pain.fr.md"
        ]
    );
    assert_eq!(written(&site, &["old"], &[]).written, Vec::<String>::new());
    let text = fs::read_to_string(site.root().join("content/posts/pain.fr.md")).unwrap();
    insta::assert_snapshot!("post_of_hugo", text);
    let english = fs::read_to_string(site.root().join("content/posts/pain.en.md")).unwrap();
    assert!(
        english.ends_with("\n[f]: four/index.fr.md \"Four\"\n"),
        "{english}"
    );
    let built = site.build();
    assert!(built.published, "{:?}", built.found);
    built.holds("/fr/pain/", "href=\"/en/pain/\"");
    built.holds("/2014/le-pain/", "/fr/pain/");
}

fn wxr(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Vieux</title><link>https://vieux.example</link>\n\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://vieux.example</wp:base_blog_url>{items}</channel></rss>\n"
    )
}

fn item(
    id: u32,
    title: &str,
    slug: &str,
    lang: &str,
    group: &str,
    html: &str,
    more: &str,
) -> String {
    format!(
        "<item><title>{title}</title><link>https://vieux.example/2012/05/{slug}/</link><content:encoded><![CDATA[{html}]]></content:encoded>\
         <wp:post_id>{id}</wp:post_id><wp:post_date>2012-05-0{id} 08:00:00</wp:post_date><wp:post_name>{slug}</wp:post_name>\
         <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
         <category domain=\"language\" nicename=\"{lang}\">x</category><category domain=\"post_translations\" nicename=\"{group}\">x</category>{more}</item>\n"
    )
}

#[test]
fn a_wordpress_export_is_a_site() {
    let comment = "<wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>Ana</wp:comment_author><wp:comment_author_email>ana@secret.example</wp:comment_author_email>\
        <wp:comment_date>2012-06-01 01:00:00</wp:comment_date><wp:comment_date_gmt>2012-05-31 23:00:00</wp:comment_date_gmt><wp:comment_content>Bien vu !</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>";
    let export = wxr(&[
        item(1, "Le même titre", "meme", "fr", "pll_a", "Un <b>mot</b>, et <a href=\"https://vieux.example/2012/05/same/\">l’anglais</a>.\n\n<img src=\"https://vieux.example/wp-content/uploads/2012/05/pain-300x200.jpg\" alt=\"Pain\">", comment),
        item(2, "The same title", "same", "en", "pll_a", "A word, or two, in English.", "<wp:post_date_gmt>2012-05-02 06:00:00</wp:post_date_gmt>"),
        item(3, "Le même titre", "meme", "fr", "pll_b", "Un autre texte, du même nom et à la même adresse.<script>alert(1)</script>", ""),
    ].concat());
    let site = TestSite::new(&[
        ("old/export.xml", &export),
        (
            "content/posts/meme.fr.md",
            &post(
                "title = \"Déjà là\"\nslug = \"meme\"",
                "Le texte de l’auteur.",
            ),
        ),
    ]);
    site.write("old/uploads/2012/05/pain.jpg", "jpeg");
    let imported = written(&site, &["old/export.xml"], &[]);
    assert_eq!(
        imported.written,
        [
            "static/wp-content/uploads/2012/05/pain-300x200.jpg",
            "content/posts/meme-3.fr.md",
            "content/posts/meme-2.en.md",
            "content/posts/meme-2.fr.comments.toml",
            "content/posts/meme-2.fr.md"
        ]
    );
    let everything: String = sources(&site).values().cloned().collect();
    assert!(
        !everything.contains("secret.example") && !everything.contains("alert("),
        "{everything}"
    );
    let built = site.build();
    assert!(built.published, "{:?}", built.found);
    built.holds(
        "/fr/meme-2/",
        "<a href=\"/en/same/\" hreflang=\"en\">l’anglais</a>",
    );
    built.holds(
        "/fr/meme-2/",
        "<img src=\"/wp-content/uploads/2012/05/pain-300x200.jpg\" alt=\"Pain\"",
    );
    built.holds("/fr/meme-2/", "1 commentaire</h2>");
    built.holds("/en/same/", "href=\"/fr/meme-2/\"");
    assert!(
        built.files["old-addresses.json"].contains("\"p=3\":\"/fr/meme-3/\""),
        "{}",
        built.files["old-addresses.json"]
    );
    let before = sources(&site);
    for (file, date) in [
        ("posts/meme-2.fr.md", "2012-05-01T08:00:00"),
        ("posts/meme-2.en.md", "2012-05-02T08:00:00+02:00"),
        ("posts/meme-2.fr.comments.toml", "2012-06-01T01:00:00+02:00"),
    ] {
        let text = fs::read_to_string(site.root().join("content").join(file)).unwrap();
        assert!(text.contains(&format!("date = {date}\n")), "{file}\n{text}");
    }
    assert_eq!(written(&site, &["old/export.xml"], &[]).already_there, 3);
    assert_eq!(sources(&site), before);
}

/// A blog that was cut in parts is the blog, in whatever order they come; however alike its posts, each is its own.
#[test]
fn an_export_in_parts_is_the_export() {
    let report = |month: u32, word: &str| {
        let text = format!(
            "Le marché du samedi a tenu toutes ses promesses, les paniers ont été vendus avant midi, et le {word} a plu."
        );
        item(
            month,
            &format!("Bilan de {word}"),
            &format!("bilan-{word}"),
            "fr",
            &format!("pll_{month}"),
            &text,
            "",
        )
    };
    let parts = [report(3, "mars"), report(4, "miel"), report(5, "mai")];
    let of = |order: &[usize]| {
        let site = site();
        for (at, part) in order.iter().enumerate() {
            site.write(&format!("old{at}.xml"), wxr(&parts[*part]));
            assert_eq!(
                written(&site, &[&format!("old{at}.xml")], &[])
                    .written
                    .len(),
                1
            );
        }
        sources(&site)
    };
    let posts = |files: &BTreeMap<String, String>| {
        let posts = files.iter().filter(|(path, _)| path.ends_with(".md"));
        posts
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect::<Vec<_>>()
    };
    let site = site();
    site.write("old.xml", wxr(&parts.concat()));
    written(&site, &["old.xml"], &[]);
    let whole = posts(&sources(&site));
    assert_eq!(whole.len(), 3);
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        assert_eq!(posts(&of(&order)), whole, "{order:?}");
    }
}

#[test]
fn nothing_is_written_outside_the_site_or_over_a_file() {
    let html = "<img src=\"https://vieux.example/%2e%2e/%2e%2e/evil.jpg\"> <a href=\"https://vieux.example/wp-content/../../site.toml\">x</a> <img src=\"photo.jpg\">";
    let site = TestSite::new(&[(
        "site/old/export.xml",
        &wxr(&item(1, "Un titre", "un", "fr", "pll_a", html, "")),
    )]);
    for file in [
        "site/old/evil.jpg",
        "site/old/site.toml",
        "site/old/photo.jpg",
    ] {
        site.write(file, "other");
    }
    let before = site.root().join("site.toml");
    let text = fs::read_to_string(&before).unwrap();
    let import = Import {
        root: site.root().join("site"),
        paths: vec![site.root().join("site/old")],
        only: Vec::new(),
    };
    site.write("site/site.toml", crate::support::SITE);
    let imported = import::import(&import, &|_| {}).unwrap().result.unwrap();
    // What is relative is seen from where the post stood.
    assert_eq!(
        imported.written,
        ["static/2012/05/un/photo.jpg", "content/posts/un.fr.md"]
    );
    assert_eq!(fs::read_to_string(before).unwrap(), text);
    assert_eq!(
        fs::read_to_string(site.root().join("site/site.toml")).unwrap(),
        crate::support::SITE
    );
    assert!(diptych::write::new_file(site.root(), "a/../../b", b"x").is_err());
}

#[test]
fn two_old_sites_with_one_file_name_are_two() {
    let text = "Un texte en français, assez long pour qu’on le reconnaisse.";
    let site = TestSite::new(&[
        (
            "x1/posts/a.md",
            &post("title = \"Un\"\ndate = 2011-01-01", text),
        ),
        (
            "x2/posts/a.md",
            &post(
                "title = \"Deux\"\ndate = 2012-01-01",
                "Tout à fait autre chose : la pluie, les toits, et le chat du voisin.",
            ),
        ),
    ]);
    assert_eq!(
        written(&site, &["x1/posts"], &[]).written,
        ["content/posts/a.fr.md"]
    );
    assert_eq!(
        written(&site, &["x2/posts"], &[]).written,
        ["content/posts/a-2.fr.md"]
    );
    assert_eq!(written(&site, &["x2/posts"], &[]).already_there, 1);
}

#[test]
fn an_old_address_where_something_stands_is_told_and_not_kept() {
    let export = wxr(&item(
        1,
        "Un titre",
        "un",
        "fr",
        "pll_a",
        "Un mot, puis un autre, en français.",
        "",
    ))
    .replace(
        "https://vieux.example/2012/05/un/",
        "https://vieux.example/fr/",
    );
    let site = TestSite::new(&[("old/export.xml", &export)]);
    let (imported, found) = import(&site, &["old/export.xml"], &[]);
    assert_eq!(imported.unwrap().written, ["content/posts/un.fr.md"]);
    assert!(
        found
            .iter()
            .any(|finding| finding.contains("the old address `/fr/` is not kept")),
        "{found:?}"
    );
    assert!(site.build().published);
}

#[test]
fn every_key_of_front_matter_is_kept() {
    const FRONT: &str = "title = \"Un premier texte\"\ndate = 2014-05-01\nlastmod = 2015-01-02\nlang = \"fr\"\ntranslationKey = \"cle\"\n\
        slug = \"premier\"\ndescription = \"Un texte.\"\nsummary = \"Le jour.\"\nimage = \"https://old.example/a.png\"\ntags = [\"a b\"]\n\
        categories = [\"c d\"]\nseries = [\"s\"]\nauthors = [\"Camille Roche\"]\ntranslator = [\"Noé Arpin\"]\nmachine_translated = true\n\
        aliases = [\"/vieux/\"]\ndraft = true\n\
        truncated = true\ntoc = false\nsplit = false\ntypography = false\nmath = true\nmenu = \"footer\"\n\
        not_translation_of = [\"posts/autre.fr.md\", \"un titre\"]\norigin = \"https://old.example/premier/\"\n\
        params = { colour = \"red\" }\n";
    let text = "Le jour se lève sur la place du marché, sans bruit.";
    let expected = format!("+++\n{FRONT}+++\n\n{text}\n");
    let given = expected.replace("posts/autre.fr.md", "vieux.fr.md");
    let other = post(
        "title = \"Autre\"\nlang = \"fr\"\nslug = \"autre\"",
        "La nuit tombe.",
    );
    let site = TestSite::new(&[("old/premier.fr.md", &given), ("old/vieux.fr.md", &other)]);
    written(&site, &["old"], &[]);
    assert_eq!(sources(&site)["posts/premier.fr.md"], expected);
}

#[test]
fn a_guessed_translation_stays_a_guess() {
    let site = TestSite::new(&[
        ("old/a.fr.md", &post("title = \"La patience\"", FRENCH)),
        ("old/b.en.md", &post("title = \"Patience\"", ENGLISH)),
    ]);
    let mut files = written(&site, &["old"], &[]).written;
    files.sort();
    assert_eq!(files, ["content/posts/a.fr.md", "content/posts/b.en.md"]);
    let [french, english] =
        ["posts/a.fr.md", "posts/b.en.md"].map(|path| sources(&site)[path].clone());
    for (text, other) in [(&french, "b.en.md"), (&english, "a.fr.md")] {
        let guess = format!("\n# perhaps a translation of content/posts/{other} (");
        assert!(text.contains(&guess), "{text}");
        assert!(text.contains("\n# translationKey = \"a\"\n"), "{text}");
    }
    assert!(linked(&site), "a build makes the guess again");
    let changed = english.replace(
        ENGLISH,
        "Rain fell on the roofs all night, and the neighbour slept.",
    );
    site.write("content/posts/b.en.md", &changed);
    assert!(!linked(&site), "and drops it when the text is another");
    let confirmed = |text: &str| text.replace("# translationKey", "translationKey");
    site.write("content/posts/a.fr.md", confirmed(&french));
    site.write("content/posts/b.en.md", confirmed(&changed));
    assert!(linked(&site), "the author has confirmed it");
}

const GERMAN: &str = "Am Samstag hat der Wecker um vier Uhr geklingelt, und wir sind mit dem Boot hinausgefahren, bevor die Sonne über den \
    Hügeln stand. Mein Großvater sagte immer, dass die Fische den Lärm der Stadt hören können, selbst wenn kein Mensch ihn bemerkt.\n\n\
    Wir haben drei Stunden gewartet, und am Ende lagen zwei Barsche und ein alter Schuh im Eimer. Dann haben wir Kaffee gekocht.\n";

const ITALIAN: &str = "Sabato la sveglia ha suonato alle quattro e siamo usciti con la barca prima che il sole arrivasse sulle colline. \
    Mio nonno diceva sempre che i pesci sentono il rumore della città anche quando nessuno se ne accorge.\n\n\
    Abbiamo aspettato tre ore, e alla fine nel secchio c’erano due persici e una vecchia scarpa. Poi abbiamo preparato il caffè.\n";

#[test]
fn a_post_in_no_language_of_the_site_is_reported() {
    let archive = format!("Am Ufer des Sees\n\n{GERMAN}");
    let entry = |setting: &str| {
        format!("[[post]]\nfile = \"see.txt\"\nstarts = \"Am Ufer des Sees\"\n{setting}")
    };
    let site = TestSite::new(&[
        ("content/archive/see.txt", &archive),
        ("content/archive/four.txt", PAIR),
        (
            "content/posts/sul-lago.md",
            &post("title = \"Sul lago\"", ITALIAN),
        ),
        (
            "content/posts/detto.fr.md",
            &post("title = \"Detto\"", ITALIAN),
        ),
    ]);
    let found = || -> Vec<String> {
        let built = site.build();
        let heads = built.heads().into_iter();
        let heads = heads.filter(|head| head.contains("[language]"));
        heads.map(str::to_owned).collect()
    };
    let head = |place: &str, name: &str| {
        format!(
            "content/{place}: warning[language]: this post reads as {name}, which is no language of the site; it is taken for `fr`"
        )
    };
    let archived = head("archive/see.txt:1:1", "German");
    let file = head("posts/sul-lago.md:1:1", "Italian");
    assert_eq!(found(), [archived, file.clone()]);

    let doubts = || -> Vec<(String, usize, String)> {
        let report = import::dry_run(site.root(), &[site.root().join("content/archive")]);
        let report = report.result.unwrap();
        let of_language = report
            .doubts
            .into_iter()
            .filter(|doubt| doubt.about == "language");
        let doubts = of_language.map(|doubt| (doubt.at.file, doubt.at.line, doubt.correction));
        doubts.collect()
    };
    assert_eq!(doubts(), [("see.txt".to_owned(), 1, entry("draft = true"))]);
    // What it offers answers it, as does the author who says its language.
    for setting in ["draft = true", "lang = \"fr\""] {
        site.write("content/archive/archive.toml", entry(setting));
        assert_eq!(found(), [file.as_str()], "{setting}");
        assert_eq!(doubts(), [], "{setting}");
    }
}

#[test]
fn one_entry_mends_a_kind_of_line() {
    let texts = [
        (
            "Le puits du village",
            "Le puits est à sec depuis lundi, et le maire a convoqué tout le village sur la place. On a parlé de la source d’en haut, puis chacun est rentré chez soi avec sa cruche vide.",
        ),
        (
            "Le banc de la gare",
            "Chaque matin je m’assois sur le même banc et je regarde passer les trains de sept heures. Le chef de gare me salue, et personne ne remarque le chat qui dort sous l’horloge.",
        ),
        (
            "Les pommes du jeudi",
            "Le marchand de pommes a changé d’étal. Il dit que le soleil est meilleur près de la fontaine, et que les clients y viennent plus volontiers avec leurs paniers et leurs enfants.",
        ),
        (
            "Un samedi de pluie",
            "La bibliothèque ferme à midi le samedi, sauf quand il pleut. La gardienne garde alors la porte ouverte, et prête un roman policier à chacun jusqu’à la fin de l’averse.",
        ),
    ];
    let post = |(n, (title, text)): (usize, &(&str, &str))| {
        format!(
            "{title}\nZorbé par Anne Roux le {} mai 2014\n\n{text}\n",
            n + 3
        )
    };
    let archive = texts
        .iter()
        .enumerate()
        .map(post)
        .collect::<Vec<_>>()
        .join("\n\n");
    let site = TestSite::new(&[("content/archive/notes.txt", &archive)]);
    let report = |site: &TestSite| {
        import::dry_run(site.root(), &[site.root().join("content/archive")])
            .result
            .unwrap()
    };
    let offered = |site: &TestSite| -> Vec<String> {
        let doubts = report(site)
            .doubts
            .into_iter()
            .map(|doubt| doubt.correction);
        doubts
            .filter(|lines| lines.starts_with("[[file]]"))
            .collect()
    };
    // What is offered, typed as it stands, one after the other.
    let entry = |setting: &str| format!("[[file]]\nfile = \"notes.txt\"\n{setting}");
    let mut typed = String::new();
    for setting in [
        "title = \"after two blank lines\"",
        "byline = \"Zorbé par * le *\"",
    ] {
        assert_eq!(offered(&site), [entry(setting)]);
        typed += &(entry(setting) + "\n\n");
        site.write("content/archive/archive.toml", &typed);
    }
    assert_eq!(offered(&site), [""; 0]);
    let signed = report(&site)
        .posts
        .into_iter()
        .filter_map(|post| post.signature);
    assert_eq!(signed.collect::<Vec<_>>(), ["Anne Roux"; 4]);
    let built = site.build();
    built.lacks("/fr/le-banc-de-la-gare/", "Zorbé par");
    built.holds("/fr/le-banc-de-la-gare/", "4 mai 2014");
}
