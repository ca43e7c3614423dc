//! Rules for web servers, whole; real servers run them in `tests/hosts`.

use std::collections::BTreeSet;

use diptych::config::hosts::{HOSTS, HostRow};

use crate::support::{SITE, TestSite, post};

fn site(hosts: &str) -> TestSite {
    let aliases = |list: &str| {
        post(
            &format!("title = \"Été\"\naliases = {list}"),
            "Il fait beau.",
        )
    };
    let site = TestSite::new(&[
        (
            "content/posts/ete.fr.md",
            &aliases("[\"/2014/05/l'été (1)/\", \"/?p=12\", \"/?page_id=4\", \"/a\\\"b/\"]"),
        ),
        (
            "content/posts/summer.en.md",
            &post(
                "title = \"Summer\"\naliases = [\"/old.html\"]",
                "The weather is fine.",
            ),
        ),
    ]);
    site.write(
        "site.toml",
        SITE.replace("example.org/", "example.org/blog/") + "[outputs]\nrules = " + hosts,
    );
    site
}

fn paths(hosts: &[HostRow]) -> BTreeSet<&'static str> {
    let files = hosts.iter().flat_map(|host| host.files);
    files.map(|(_, path)| *path).collect()
}

#[test]
fn each_host_has_its_files() {
    let built = site(&format!("{:?}", HOSTS.each_ref().map(|host| host.name))).build();
    assert!(built.published, "{:?}", built.found);
    let file = |path: &str| format!("==== {path}\n{}\n\n", built.files[&path[1..]].trim_end());
    let files: String = paths(&HOSTS).into_iter().map(file).collect();
    insta::assert_snapshot!("rules", files);
    assert!(
        !built.files["sitemap.xml"].contains("404"),
        "what is not found is not listed"
    );
    for host in HOSTS.chunks(1) {
        let built = site(&format!("{:?}", [host[0].name])).build();
        for path in paths(&HOSTS) {
            let is_made = built.files.contains_key(&path[1..]);
            assert_eq!(is_made, paths(host).contains(path), "{host:?} {path}");
        }
        let leads_on = built.page("/fr/").contains("/blog/?choose=1\"");
        assert_eq!(leads_on, host[0].negotiates, "{host:?}");
    }
}

#[test]
fn without_a_host_there_are_no_rules() {
    let built = TestSite::new(&[]).build();
    let is_made = |path: &&str| built.files.contains_key(&path[1..]);
    assert!(!paths(&HOSTS).iter().any(is_made));
    built.lacks("/fr/", "choose=1");
}

#[test]
fn the_site_s_own_rules_win() {
    let site = site("\"netlify\"");
    site.write("static/_redirects", "/a /b\n");
    let built = site.build();
    assert_eq!(
        built.heads(),
        [
            "warning[collision]: `static/_redirects` is in the site already: no rules are written there"
        ]
    );
    assert_eq!(built.files["_redirects"], "/a /b\n");
    assert!(built.files["_headers"].contains("nosniff"));
}

#[test]
fn an_unknown_host_is_told() {
    let built = site("[\"ngnix\"]").build();
    assert_eq!(
        built.heads(),
        ["site.toml:7:10: error[config]: `rules` cannot be `ngnix`"]
    );
}

#[test]
fn what_is_not_found_is_told_in_each_language() {
    let built = TestSite::new(&[]).build();
    for (file, words, other) in [
        ("fr/404.html", "Page introuvable", "not found"),
        ("en/404.html", "Page not found", "introuvable"),
    ] {
        let page = &built.files[file];
        assert!(
            page.contains(words) && !page.contains(other) && page.contains("noindex"),
            "{page}"
        );
    }
    let page = &built.files["404.html"];
    assert!(page.contains("Page introuvable") && page.contains("Page not found"));
}

#[test]
fn no_page_has_a_script_of_its_own() {
    let site = site("[]");
    let built = site.build();
    for (file, page) in built
        .files
        .iter()
        .filter(|(file, _)| file.ends_with(".html"))
    {
        assert!(
            !page
                .replace("<script src=", "")
                .replace("<script type=\"application/ld+json\"", "")
                .contains("<script"),
            "{file}"
        );
    }
    built.holds("/", "data-old-addresses=\"/blog/old-addresses.json\"");
}
