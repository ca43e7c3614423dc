//! What a new site, a new post and a new translation begin with: texts for authors to change.

mod site;
mod translation;

use chrono::NaiveDate;

use crate::text::dates::Date;
use crate::text::toml::{self, Lines};

pub use site::{Host, NewSite, files, legal, stories};
pub use translation::{Original, TRANSLATE_TITLE, translation};

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

/// A post without a text.
pub fn post(title: &str, day: NaiveDate) -> String {
    let mut lines = Lines::default();
    lines.put("title", Some(title));
    lines.put("date", Some(toml::date(Date::day(day))));
    lines.draft();
    format!("+++\n{lines}+++\n\n")
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
