//! `sitemap.xml`, with the same alternates as the pages' heads (sitemaps.org; Google's `xhtml:link` extension).

use std::fmt::Write;

use crate::config::Config;
use crate::markdown::escape;
use crate::plan::{Page, Plan, Route};
use crate::text::url;

/// Every page that search engines should know, with its versions in other languages.
pub fn sitemap(plan: &Plan, config: &Config) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for route in plan.routes.iter().filter(|route| is_indexed(route)) {
        let address = |path: &str| escape(&url::encode_path_of(&config.base.absolute(path)));
        let _ = writeln!(xml, "<url>\n<loc>{}</loc>", address(&route.path));
        for alternate in &route.alternates {
            let code = alternate.lang.map_or("x-default", |lang| &config.languages[lang].code);
            let href = address(&alternate.path);
            let _ = writeln!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{href}\"/>");
        }
        xml.push_str("</url>\n");
    }
    xml + "</urlset>\n"
}

fn is_indexed(route: &Route) -> bool {
    matches!(route.page, Page::Root | Page::List(..) | Page::Terms(..) | Page::Years(_) | Page::Post(_))
}
