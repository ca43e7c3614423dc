//! What a new site begins with.

use crate::text::toml::quote;

/// Who publishes the site and who hosts it, which French law wants to be said: for the author to fill in.
pub const LEGAL: [(&str, &str); 2] = [
    (
        "content/pages/mentions-legales.fr.md",
        include_str!("legal/fr.md"),
    ),
    (
        "content/pages/legal-notice.en.md",
        include_str!("legal/en.md"),
    ),
];

/// The least `site.toml`.
pub fn site_toml(title: &str, base_url: &str) -> String {
    let title = quote(title);
    format!(
        "# The address of the site; change it before you publish.\nbase_url = {}\ntitle = {title}\n\n[languages.fr]\n\n[languages.en]\n\n\
         [theme]\n# reply = \"name@example.org\"   # every post ends in \"reply by e-mail\"\n",
        quote(base_url)
    )
}

/// A title made from a folder's name: `mon-blog` → `Mon blog`.
pub fn title_of(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(
        || "Blog".to_owned(),
        |first| first.to_uppercase().chain(letters).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_folders() {
        for (folder, title) in [
            ("mon-blog", "Mon blog"),
            ("été_2014", "Été 2014"),
            ("", "Blog"),
        ] {
            assert_eq!(title_of(folder), title);
        }
    }
}
