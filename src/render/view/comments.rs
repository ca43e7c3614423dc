//! What readers wrote below a post on the old site, as templates see it.

use serde::Serialize;

use super::{DateView, Views};
use crate::doc::{self, Html, Ids};
use crate::model::{Comment, Post, PostId};

#[derive(Hash, Serialize)]
pub(super) struct CommentsView<'v> {
    /// "3 comments".
    heading: String,
    /// Each answer after what it answers.
    list: Vec<CommentView<'v>>,
    /// Sites that linked here.
    mentions: Vec<CommentView<'v>>,
}

#[derive(Hash, Serialize)]
struct CommentView<'v> {
    /// `comment-12`.
    anchor: String,
    author: &'v str,
    url: Option<&'v str>,
    date: Option<DateView>,
    html: Html,
    /// How many comments it answers, one after the other; 0 for an answer to the post.
    depth: usize,
}

impl<'a> Views<'a> {
    pub(super) fn comments(&self, post: &'a Post, id: PostId) -> Option<CommentsView<'a>> {
        if post.comments.is_empty() {
            return None;
        }
        let mut ids = Ids::new(self.context.bodies[id].ids.iter().cloned());
        let mut view = |(comment, depth): (&'a Comment, usize)| CommentView {
            anchor: ids.free(&format!("comment-{}", comment.id)),
            author: &comment.author,
            url: comment.url.as_deref(),
            date: self.date(comment.date, post.lang),
            html: doc::comment(&comment.text, post.style(self.config)),
            depth,
        };
        let (mentions, comments): (Vec<&Comment>, Vec<&Comment>) =
            post.comments.iter().partition(|comment| comment.pingback);
        Some(CommentsView {
            heading: self.strings(post.lang).count("comments", comments.len()),
            list: threads(&comments).into_iter().map(&mut view).collect(),
            mentions: mentions
                .into_iter()
                .map(|mention| view((mention, 0)))
                .collect(),
        })
    }
}

/// Each answer after what it answers, with its depth; what answers a comment that is not there answers the post.
fn threads<'c>(comments: &[&'c Comment]) -> Vec<(&'c Comment, usize)> {
    let known = |id: &String| comments.iter().any(|comment| comment.id == *id);
    // The last first, as the next to be shown is taken from the end.
    let answers = |to: Option<&String>| -> Vec<&'c Comment> {
        let is_answer = |comment: &&Comment| {
            comment.reply_to.as_ref().filter(|id| known(id)) == to && to != Some(&comment.id)
        };
        comments.iter().rev().copied().filter(is_answer).collect()
    };
    let is_new = |ordered: &[(&Comment, usize)], comment: &Comment| {
        !ordered.iter().any(|(done, _)| std::ptr::eq(*done, comment))
    };
    let mut ordered: Vec<(&Comment, usize)> = Vec::new();
    let mut open: Vec<(&Comment, usize)> = answers(None)
        .into_iter()
        .map(|comment| (comment, 0))
        .collect();
    while let Some((comment, depth)) = open.pop() {
        ordered.push((comment, depth));
        let next = answers(Some(&comment.id)).into_iter();
        let next = next.filter(|next| is_new(&ordered, next));
        open.extend(next.map(|next| (next, depth + 1)));
    }
    // Two that answer each other are reached from nowhere.
    let lost = comments.iter().filter(|comment| is_new(&ordered, comment));
    let lost: Vec<_> = lost.map(|comment| (*comment, 0)).collect();
    ordered.extend(lost);
    ordered
}
