//! `.htaccess`: each part stands only where Apache has the module for it.

use std::fmt::Write;

use super::{DAY, FOR_EVER, FRESH, Facts, HEADERS, NAMED, literally};
use crate::text::url;

pub(super) fn htaccess(facts: &Facts) -> String {
    let mut rules =
        String::from("# Written by Diptych, for Apache 2.4 where `AllowOverride All` holds.\n\n");
    let _ = writeln!(
        rules,
        "AddDefaultCharset utf-8\nErrorDocument 404 {}",
        facts.path("/404.html")
    );
    for (folder, page) in &facts.not_found {
        rules.push_str(&only(folder, &format!("ErrorDocument 404 {page}")));
    }
    rules.push_str(
        "<IfModule mod_mime.c>\nAddCharset utf-8 .css .js .json .svg .txt .xml\nAddType application/wasm .wasm\n</IfModule>\n",
    );
    headers(&mut rules, facts);
    rules.push_str("<IfModule mod_rewrite.c>\nRewriteEngine On\n");
    rules.push_str("# The list of what a build wrote: no reader's business.\n");
    rules.push_str("RewriteRule \"(^|/)\\.(?!well-known/)\" - [R=404,L]\n");
    for (path, target) in &facts.redirects {
        let path = path.trim_start_matches('/');
        let end = if path.ends_with('/') { "/?" } else { "" };
        let path = literally(path.trim_end_matches('/'));
        let _ = writeln!(
            rules,
            "RewriteRule \"^{path}{end}$\" {} [R=301,L,NE,QSD]",
            literal_target(target)
        );
    }
    landing(&mut rules, facts);
    rules + "</IfModule>\n"
}

fn headers(rules: &mut String, facts: &Facts) {
    rules.push_str("<IfModule mod_headers.c>\n");
    for (name, value) in HEADERS {
        let _ = writeln!(rules, "Header always set {name} \"{value}\"");
    }
    let _ = writeln!(rules, "Header set Cache-Control \"{FRESH}\"");
    rules.push_str(&only(
        &facts.path("/media/"),
        &format!("Header set Cache-Control \"{DAY}\""),
    ));
    for hashed in [r"^[0-9a-f]{12}\.(?:shard|words)$", NAMED] {
        let _ = writeln!(
            rules,
            "<FilesMatch \"{hashed}\">\nHeader set Cache-Control \"{FOR_EVER}\"\n</FilesMatch>"
        );
    }
    let landing = literally(&facts.base.path);
    let _ = writeln!(
        rules,
        "Header always merge Vary Accept-Language \"expr=%{{REQUEST_URI}} =~ m#^{landing}(index\\.html)?$#\""
    );
    rules.push_str("</IfModule>\n");
}

/// `/`: old addresses with a query, then the reader's language, else the page in all languages.
fn landing(rules: &mut String, facts: &Facts) {
    for (query, target) in &facts.queries {
        let _ = writeln!(
            rules,
            "RewriteCond %{{QUERY_STRING}} \"^{}$\"",
            literally(query)
        );
        let _ = writeln!(
            rules,
            "RewriteRule ^$ {} [R=301,L,NE,QSD]",
            literal_target(target)
        );
    }
    for wish in facts.wishes() {
        let _ = writeln!(
            rules,
            "RewriteCond %{{HTTP:Accept-Language}} \"{wish}\" [NC]"
        );
        rules.push_str("RewriteRule ^$ - [E=DIPTYCH_LANGUAGE:%1]\n");
    }
    rules.push_str(
        "# Who comes from the site, or by a link with a query, chooses for themselves.\n",
    );
    for (range, home) in &facts.ranges {
        let _ = writeln!(
            rules,
            "RewriteCond %{{ENV:DIPTYCH_LANGUAGE}} \"^{range}$\" [NC]"
        );
        rules.push_str("RewriteCond %{QUERY_STRING} ^$\n");
        rules.push_str(
            "RewriteCond %{HTTP_HOST}@%{HTTP_REFERER} \"!^([^@]+)@https?://\\1/\" [NC]\n",
        );
        let _ = writeln!(
            rules,
            "RewriteRule ^$ {} [R=302,L,NE]",
            literal_target(home)
        );
    }
}

/// What holds only below a folder; Apache compares decoded paths.
fn only(folder: &str, rule: &str) -> String {
    format!(
        "<If \"%{{REQUEST_URI}} =~ m#^{}#\">\n{rule}\n</If>\n",
        literally(&url::decode(folder))
    )
}

/// A target in which `%20` is no group of a condition.
fn literal_target(target: &str) -> String {
    target.replace('%', "\\%")
}
