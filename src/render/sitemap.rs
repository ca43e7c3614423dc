//! The sitemap, with the same alternates as the pages' heads (sitemaps.org; Google's `xhtml:link` extension).

use super::Context;
use crate::plan::{Page, Route};
use crate::text::dates::Date;
use crate::text::xml::Xml;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A part; or the whole; or, where there are several parts, the list of them.
pub fn sitemap(context: &Context, part: Option<usize>) -> String {
    match (part, &context.plan.sitemaps[..]) {
        (None, parts) if parts.len() > 1 => index(context, parts.len()),
        (part, parts) => {
            let range = parts
                .get(part.unwrap_or(1).saturating_sub(1))
                .cloned()
                .unwrap_or_default();
            addresses(
                context,
                context.plan.indexed().skip(range.start).take(range.len()),
            )
        }
    }
}

fn index(context: &Context, parts: usize) -> String {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[NAMESPACE]);
    for part in 1..=parts {
        xml.open("sitemap", &[]);
        xml.text(
            "loc",
            &[],
            &context
                .config
                .base
                .encoded_absolute(&format!("/sitemap-{part}.xml")),
        );
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

fn addresses<'r>(context: &Context, routes: impl Iterator<Item = &'r Route>) -> String {
    let config = context.config;
    let address = |path: &str| config.base.encoded_absolute(path);
    let mut xml = Xml::new();
    xml.open(
        "urlset",
        &[NAMESPACE, ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")],
    );
    for route in routes {
        xml.open("url", &[]);
        xml.text("loc", &[], &address(&route.path));
        if let Some(day) = last_changed(context, route) {
            xml.text("lastmod", &[], &day);
        }
        for alternate in &route.alternates {
            let code = alternate
                .lang
                .map_or("x-default", |lang| &config.languages[lang].code);
            xml.empty(
                "xhtml:link",
                &[
                    ("rel", "alternate"),
                    ("hreflang", code),
                    ("href", &address(&alternate.path)),
                ],
            );
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// When a post was last changed, if the day is known: the schema of sitemaps knows neither months nor years.
fn last_changed(context: &Context, route: &Route) -> Option<String> {
    let Page::Post(id) = route.page else {
        return None;
    };
    let post = context.site.post(id);
    let date = post.date?;
    let date = post
        .updated
        .into_iter()
        .chain([date])
        .max_by_key(Date::utc)?;
    date.day.map(|_| date.exact())
}
