//! `.nginx.conf`, to be included in a `server` block that knows its name and its `root`, and nothing else.

use std::fmt::Write;

use super::{DAY, FOR_EVER, FRESH, Facts, HEADERS, NAMED, literally};
use crate::text::url;

pub(super) fn conf(facts: &Facts) -> String {
    let mut conf = head(facts.base.path.trim_matches('/'));
    let site = &facts.base.path;
    let not_found = quoted(&facts.base.path_of("/404.html"));
    let _ = writeln!(conf, "error_page 404 {not_found};\n");
    landing(&mut conf, facts);
    block(&mut conf, &quoted(site), FRESH, "");
    for (folder, page) in &facts.not_found {
        let rule = format!("    error_page 404 {};\n", quoted(&url::decode(page)));
        block(&mut conf, &quoted(&url::decode(folder)), FRESH, &rule);
    }
    block(&mut conf, &quoted(&facts.base.path_of("/media/")), DAY, "");
    let index = quoted(&url::decode(&facts.index));
    block(&mut conf, &index, FOR_EVER, "");
    let named = quoted(&format!("^{}[^/]+{NAMED}", literally(site)));
    block(&mut conf, &format!("~ {named}"), FOR_EVER, "");
    conf.push_str(
        "# The list of what a build wrote, these rules: no reader's business.\n\
         location ~ /\\.(?!well-known/) {\n    return 404;\n}\n\n",
    );
    for (path, target) in &facts.redirects {
        let path = facts.base.path_of(path);
        let _ = writeln!(conf, "location = \"{path}\" {{ return 301 {target}; }}");
    }
    conf
}

/// How to include the file, and what holds for all locations; `folder` is the site's below `root`.
fn head(folder: &str) -> String {
    let include = match folder {
        "" => "#     include /path/to/public/.nginx.conf;\n".to_owned(),
        _ => format!(
            "#     include \"/path/to/public/{folder}/.nginx.conf\";\n\
             # The site's address has the path `/{folder}/`, and so has its folder below `root`:\n\
             #     diptych build --output \"/path/to/public/{folder}\"\n"
        ),
    };
    format!(
        "# Written by Diptych. In the server block, below `listen`, `server_name` and `root /path/to/public;`:\n\
         {include}\
         # Needs nginx with its regular expressions (PCRE), as all distributions have it.\n\n\
         charset utf-8;\n\
         charset_types text/css text/plain text/xml text/javascript application/javascript application/json application/xml image/svg+xml;\n\
         # gzip_static on;   # where your files are compressed beforehand\n\
         absolute_redirect off;\n"
    )
}

/// `/`: old addresses with a query, then the reader's language, else the page in all languages.
fn landing(conf: &mut String, facts: &Facts) {
    let mut rules = String::new();
    for (query, target) in &facts.queries {
        let _ = writeln!(
            rules,
            "    if ($args = \"{query}\") {{ return 301 {target}; }}"
        );
    }
    rules.push_str("    set $diptych_language \"\";\n");
    for wish in facts.wishes() {
        let _ = writeln!(
            rules,
            "    if ($http_accept_language ~* \"{wish}\") {{ set $diptych_language $1; }}"
        );
    }
    rules.push_str(
        "    # Who comes from the site, or by a link with a query, chooses for themselves.\n",
    );
    rules.push_str("    set $diptych_from \"$host@$http_referer\";\n");
    rules.push_str("    if ($diptych_from ~* \"^([^@]+)@https?://\\1(?::[0-9]+)?/\") { set $diptych_language \"\"; }\n");
    rules.push_str("    if ($args != \"\") { set $diptych_language \"\"; }\n");
    for (range, home) in &facts.ranges {
        let _ = writeln!(
            rules,
            "    if ($diptych_language ~* \"^{range}$\") {{ return 302 {home}; }}"
        );
    }
    rules.push_str("    add_header Vary Accept-Language always;\n");
    let _ = writeln!(
        rules,
        "    try_files {} =404;",
        quoted(&facts.base.path_of("/index.html"))
    );
    block(
        conf,
        &format!("= {}", quoted(&facts.base.path)),
        FRESH,
        &rules,
    );
}

/// A path as nginx compares it, decoded; between quotes only where it needs them, as most do not.
fn quoted(path: &str) -> String {
    let is_plain = path
        .chars()
        .all(|c| c.is_alphanumeric() || "/-._~^+\\".contains(c));
    if is_plain {
        path.to_owned()
    } else {
        format!("\"{}\"", path.replace('\\', "\\\\"))
    }
}

/// A location, with all headers: what a location adds replaces what stands above it.
fn block(conf: &mut String, location: &str, kept: &str, rules: &str) {
    let _ = writeln!(
        conf,
        "location {location} {{\n{rules}    add_header Cache-Control \"{kept}\" always;"
    );
    for (name, value) in HEADERS {
        let _ = writeln!(conf, "    add_header {name} \"{value}\" always;");
    }
    conf.push_str("}\n\n");
}
