//! A progress bar on stderr; none where stderr is no terminal.

use std::cell::RefCell;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::import::Step;

/// Shows each step as it is reported.
pub fn shown() -> impl Fn(Step) {
    // indicatif hides the bar itself where stderr is no terminal.
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let last = RefCell::new(String::new());
    move |step| {
        let (message, done) = match step {
            Step::Reading => ("reading".to_owned(), None),
            Step::Deciding(posts) => (format!("pairing {posts} posts"), None),
            Step::Writing(done, all) => ("writing".to_owned(), Some((done, all))),
        };
        if *last.borrow() != message {
            bar.set_message(message.clone());
            last.replace(message);
        }
        if let Some((done, all)) = done {
            bar.set_style(
                ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")
                    .unwrap_or(ProgressStyle::default_bar()),
            );
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            if done == all {
                bar.finish_and_clear();
            }
        } else {
            bar.tick();
        }
    }
}
