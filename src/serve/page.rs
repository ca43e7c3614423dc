//! A page as the preview shows it: with the script that reloads it and, after a failed build, the errors over it.

use crate::doc::escape;

/// Adds what the preview adds to a page: the errors, why it is not published yet, the script; other files stay as they are.
pub fn dressed(
    page: &[u8],
    path: &str,
    errors: &[String],
    unpublished: Option<&str>,
    version: u64,
) -> Vec<u8> {
    if !(path.ends_with('/') || path.ends_with(".html")) {
        return page.to_vec();
    }
    let badge = unpublished.map(badge).unwrap_or_default();
    let added = format!("{badge}{}{}", overlay(errors), script(version));
    let text = String::from_utf8_lossy(page);
    let at = text.rfind("</body>").unwrap_or(text.len());
    [&text[..at], &added, &text[at..]].concat().into_bytes()
}

fn badge(why: &str) -> String {
    format!(
        "<p id=\"diptych-draft\" lang=\"en\" style=\"position:fixed;right:1rem;bottom:1rem;max-width:calc(100vw - 3.6rem);margin:0;padding:.4rem .8rem;border-radius:.4rem;\
         background:#7a5b12;color:#fff;font:14px/1.4 monospace;z-index:9998\">{}</p>",
        escape(why)
    )
}

fn overlay(errors: &[String]) -> String {
    if errors.is_empty() {
        return String::new();
    }
    let list: String = errors
        .iter()
        .map(|error| {
            format!(
                "<pre style=\"white-space:pre-wrap\">{}</pre>",
                escape(error)
            )
        })
        .collect();
    format!(
        "<div role=\"alert\" id=\"diptych-errors\" lang=\"en\" style=\"position:fixed;inset:auto 0 0 0;max-height:70vh;overflow:auto;\
         padding:1rem 2rem;background:#7a1f12;color:#fff;font:15px/1.5 monospace;z-index:9999\">\
         <strong>The site could not be built; behind this is the last one that could, if any.</strong>{list}</div>"
    )
}

fn script(version: u64) -> String {
    format!(
        "<script>(async()=>{{for(;;){{try{{const r=await fetch('/_diptych/wait?since={version}',{{cache:'no-store'}});\
         if(r.ok&&await r.text()!=='{version}'){{location.reload();return}}}}catch{{await new Promise(r=>setTimeout(r,1000))}}}}}})()</script>"
    )
}

/// The media type of a path's ending (IANA media types); the few that a site has.
pub fn content_type(path: &str) -> &'static str {
    let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ if path.ends_with('/') || path.ends_with(".html") => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_dressed_and_files_are_not() {
        let page = String::from_utf8(dressed(
            b"<body>x</body>",
            "/fr/",
            &["a <b>".into()],
            Some("draft"),
            3,
        ))
        .unwrap();
        assert!(
            page.starts_with("<body>x<p id=\"diptych-draft\"")
                && page.contains(">draft</p><div")
                && page.ends_with("</body>"),
            "{page}"
        );
        assert!(
            page.contains("a &lt;b&gt;") && page.contains("since=3"),
            "{page}"
        );
        assert_eq!(
            dressed(b"<urlset/>", "/sitemap.xml", &[], None, 3),
            b"<urlset/>"
        );
    }

    #[test]
    fn content_types() {
        for (path, expected) in [
            ("/fr/", "text/html; charset=utf-8"),
            ("/a.PNG", "image/png"),
            ("/a", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), expected);
        }
    }
}
