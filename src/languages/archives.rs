//! By which words the reader of archives knows what is not the author's text.

use std::collections::HashSet;

use serde::Deserialize;

/// Interface strings that blog engines print around a post.
///
/// They are compared folded, without bullets, arrows and closing punctuation. `{n}` is a number, `{date}` a date, `{any}` one word or
/// more, `{few}` up to four, `{name}` a person's name in capitals. Of two phrases that a line may be the first counts, after those that
/// begin with the line's own first word.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boilerplate {
    /// Whose interface the strings are of.
    pub source: String,
    /// What such a line does in a page.
    pub kind: LineRole,
    /// Whether a heading may have the same words: a line is then one of these only with brackets, dots or an arrow.
    #[serde(default)]
    pub signed: bool,
    pub lines: Vec<String>,
}

/// What a line that is not the author's does in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineRole {
    /// May be anywhere, in the middle of a post too.
    Ad,
    /// Comes after a post: share and like widgets, comments, tags, navigation.
    End,
    /// Is boilerplate only in a run that begins with an `end` line: "Twitter" is a word, and under "Share this:" a button.
    Group,
    /// Comes above all posts: menus, "skip to content".
    Head,
    /// Author and date, under, above or after a title.
    Byline,
    /// Names who wrote a comment, if comments are there.
    Comment,
    /// Ends a post that is cut.
    More,
    /// Names a lost image; parentheses do not count.
    Caption,
}

/// Words that lines of archives are known by, folded.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveWords {
    /// Of bylines: what comes before a date…
    pub before_dates: HashSet<String>,
    /// …and within the time of day after it.
    pub time_words: HashSet<String>,
    /// "posted", "last updated": what says that a byline begins.
    pub posted: Vec<String>,
    /// "in", "filed under": what comes before categories and tags.
    pub filed: Vec<String>,
    /// "by".
    pub by: HashSet<String>,
    /// "author", before a colon.
    pub author_labels: HashSet<String>,
    /// What has no capital in a name.
    pub name_particles: HashSet<String>,
    /// Names of whoever keeps the site.
    pub site_accounts: HashSet<String>,
    /// What comes before the name in a signature, in lower case…
    pub signed_within: Vec<String>,
    /// …and what does so only at the head of a line.
    pub signed_at_head: Vec<String>,
    /// Labels above a post: the subjects of mail, the columns of WordPress's and Dotclear's tables, the front matter of generators.
    pub title_labels: HashSet<String>,
    /// Labels of its text.
    pub body_labels: HashSet<String>,
    /// Labels of its URL.
    pub address_labels: HashSet<String>,
    /// Beginnings of words that count comments.
    pub comment_counts: Vec<String>,
    /// Buttons below each comment.
    pub comment_buttons: HashSet<String>,
    /// Beginnings of what is below all comments.
    pub below_comments: Vec<String>,
    /// Headings of the numbered addresses that text browsers print below a page.
    pub reference_headings: HashSet<String>,
    /// Headings of tables of contents.
    pub contents_headings: HashSet<String>,
    /// Headings within a post that is in several languages: none is a title.
    pub version_headings: HashSet<String>,
    /// What cameras, telephones and editors begin names of image files with.
    pub camera_prefixes: HashSet<String>,
    /// Names of screenshots, up to the date.
    pub screenshots: Vec<String>,
    /// Words near the colon of a sentence that announces text: what comes after is not lost.
    pub announce_text: HashSet<String>,
    /// Verbs of saying, as they come before what is said.
    pub saying: HashSet<String>,
    /// Words for the reader in a question, which is then no heading.
    pub reader: HashSet<String>,
}
