//! A progress bar on stderr; none where stderr is no terminal.

use std::cell::RefCell;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::Voice;
use crate::import::Step;

/// Says that something is being done, on a terminal, until it is dropped.
pub struct Busy(ProgressBar);

impl Busy {
    pub fn new(what: &'static str, voice: Voice) -> Self {
        let target = match voice.quiet {
            true => ProgressDrawTarget::hidden(),
            false => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(None, target).with_message(what);
        // What is quick says nothing.
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

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
