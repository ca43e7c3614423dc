//! What each stage of a build costs, for `--timings`.

use std::fmt;
use std::time::{Duration, Instant};

use crate::cache::{Counts, Memo};

/// The stages of a build so far, in order.
#[derive(Clone, Debug)]
pub struct Timings {
    stages: Vec<Stage>,
    since: Instant,
    /// The memo's counts then.
    counts: Counts,
}

#[derive(Clone, Debug)]
struct Stage {
    name: &'static str,
    duration: Duration,
    counts: Counts,
}

impl Timings {
    pub fn start() -> Self {
        Self {
            stages: Vec::new(),
            since: Instant::now(),
            counts: Counts::default(),
        }
    }

    /// Ends a stage, which began when the last one ended.
    pub fn end(&mut self, name: &'static str, memo: &Memo) {
        let (now, counts) = (Instant::now(), memo.counts());
        self.stages.push(Stage {
            name,
            duration: now - self.since,
            counts: counts.since(self.counts),
        });
        (self.since, self.counts) = (now, counts);
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:10} {:>9} {:>11} {:>8}",
            "stage", "ms", "remembered", "made"
        )?;
        for stage in &self.stages {
            let milliseconds = stage.duration.as_secs_f64() * 1e3;
            let Counts { remembered, made } = stage.counts;
            writeln!(
                f,
                "{:10} {milliseconds:9.1} {remembered:11} {made:8}",
                stage.name
            )?;
        }
        Ok(())
    }
}
