//! The style sheet and the scripts of the theme as a site has them: its colours, its font, and no byte more than needed.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::config::theme::{Font, Theme};

/// The file of the theme's font (SIL Open Font License; see `docs/font.py`).
pub const FONT: &str = "literata.woff2";

/// The fonts of systems whose letters are about as wide as Literata's: what was laid out in them stays where it is. By
/// `size-adjust`, in percent: the mean width of a letter of ours over that of theirs, by how often letters come in the sample blog.
const STAND_INS: &[(&str, &[&str], f64)] = &[
    ("Literata-1", &["Georgia"], 107.9),
    (
        "Literata-2",
        &["Times New Roman", "Liberation Serif", "Tinos"],
        117.9,
    ),
    ("Literata-3", &["Noto Serif"], 99.4),
];

/// Ascent and descent of Literata, in em.
const HEIGHTS: [f64; 2] = [1.177, 0.308];

/// A style sheet with the site's own values behind it, minified; `names` are the published names of files beside it.
pub fn style(css: &str, theme: &Theme, codes: &[&str], names: &BTreeMap<String, String>) -> String {
    let css = format!("{css}\n{}", values(theme, codes));
    // A sum outside of `calc()` must keep its spaces, and the minifier takes them: it does not know this sign for a plus.
    let sums = css.replace(" + ", " \u{e000} ");
    // What it cannot read is the author's, and left as it is.
    let mut css =
        minifier::css::minify(&sums).map_or(css, |css| css.to_string().replace('\u{e000}', "+"));
    for (name, published) in names {
        for quote in ["", "\"", "'"] {
            css = css.replace(
                &format!("url({quote}{name}{quote})"),
                &format!("url({published})"),
            );
        }
    }
    css
}

/// A script, minified; it must end its statements with semicolons.
pub fn script(js: &str) -> String {
    minifier::js::minify(js).map_or_else(|_| js.to_owned(), |js| js.to_string())
}

/// The font, and each language's colour.
fn values(theme: &Theme, codes: &[&str]) -> String {
    let mut css = String::new();
    let family = match theme.font {
        Font::Literata => {
            css.push_str(&literata());
            let stand_ins = STAND_INS.iter().map(|(name, ..)| format!("{name}, "));
            format!("Literata, {}Georgia, serif", stand_ins.collect::<String>())
        }
        Font::Serif => {
            "\"Iowan Old Style\", Charter, \"Palatino Linotype\", Palatino, Georgia, serif"
                .to_owned()
        }
        Font::Sans => {
            "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif"
                .to_owned()
        }
    };
    let voices = theme.accents.iter().map(|(lang, [light, dark])| {
        let (light, dark) = (light.hex(), dark.hex());
        format!("--voice-{}: light-dark({light}, {dark});", lang.0 + 1)
    });
    let _ = writeln!(
        css,
        ":root {{ --text: {family}; --voice: var(--voice-1); {} }}",
        voices.collect::<String>()
    );
    for (number, code) in codes.iter().enumerate() {
        let _ = writeln!(
            css,
            "[lang|=\"{code}\"], [data-lang|=\"{code}\"] {{ --voice: var(--voice-{}); }}",
            number + 1
        );
    }
    css
}

/// Upright and italic stand in one file, on an axis of its own, and are one face: they come together or not at all.
fn literata() -> String {
    let mut css = format!(
        "@font-face {{ font-family: Literata; src: url({FONT}) format(\"woff2\"); font-weight: 400 700; font-display: optional }}\n\
         em, i, cite, dfn, address, var {{ font-variation-settings: \"ital\" 1; font-synthesis-style: none }}\n"
    );
    for (name, fonts, size) in STAND_INS {
        let [ascent, descent] = HEIGHTS.map(|height| height * 10_000.0 / size);
        for (style, suffix) in [("normal", ""), ("italic", " Italic")] {
            let local: Vec<String> = fonts
                .iter()
                .map(|font| format!("local(\"{font}{suffix}\")"))
                .collect();
            let _ = writeln!(
                css,
                "@font-face {{ font-family: {name}; src: {}; font-style: {style}; size-adjust: {size}%; \
                 ascent-override: {ascent:.1}%; descent-override: {descent:.1}%; line-gap-override: 0% }}",
                local.join(", ")
            );
        }
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_s_values_stand_behind_the_sheet() {
        let names = BTreeMap::from([(FONT.to_owned(), "literata.00000000.woff2".to_owned())]);
        let css = style(
            "a { b: url(\"x.png\") } /* c */",
            &Theme::new(2),
            &["fr", "en-GB"],
            &names,
        );
        for part in [
            "a{b:url(\"x.png\")}",
            "src:url(literata.00000000.woff2)",
            "[lang|=\"en-GB\"],[data-lang|=\"en-GB\"]{--voice:var(--voice-2);}",
            "--voice-1:light-dark(#1c4a8a,#a4b7d0);--voice-2:light-dark(#983024,#d6aca7);",
        ] {
            assert!(css.contains(part), "{part} in {css}");
        }
        let sums = style(
            "a > b + c { width: clamp(1rem, 1rem + 2vw, max(2rem, 1px + 1em)) }",
            &Theme::new(1),
            &["fr"],
            &names,
        );
        assert!(
            sums.starts_with("a>b + c{width:clamp(1rem,1rem + 2vw,max(2rem,1px + 1em))}"),
            "{sums}"
        );
        let serif = style(
            "",
            &Theme {
                font: Font::Serif,
                ..Theme::new(2)
            },
            &["fr", "en"],
            &names,
        );
        assert!(!serif.contains("woff2"), "{serif}");
    }
}
