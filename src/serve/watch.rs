//! Which changes of the disk make a new build worth it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// An editor saves in several steps; a build waits until so long nothing moved.
const QUIET: Duration = Duration::from_millis(60);
/// But no longer than this: some programs never stop writing.
const LONGEST: Duration = Duration::from_millis(500);

/// What a site is made of.
const WATCHED: &[&str] = &["content", "templates", "static", "site.toml"];

/// A stream of changes, as long as it is held.
pub struct Changes {
    events: Receiver<Event>,
    root: PathBuf,
    watcher: RecommendedWatcher,
    watched: Vec<&'static str>,
}

/// Watches a site's sources.
pub fn changes(root: &Path) -> notify::Result<Changes> {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event {
            let _ = sender.send(event);
        }
    })?;
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    // The root itself, for site.toml and folders that come to be; not what is below it, such as the output.
    watcher.watch(&root, RecursiveMode::NonRecursive)?;
    let mut changes = Changes {
        events,
        root,
        watcher,
        watched: Vec::new(),
    };
    changes.watch_folders();
    Ok(changes)
}

impl Changes {
    /// Waits for the next change that matters, until the disk is quiet again; `None` when watching has ended.
    pub fn next(&mut self) -> Option<()> {
        loop {
            let event = self.events.recv().ok()?;
            if self.matters(&event) {
                let since = Instant::now();
                while since.elapsed() < LONGEST && self.events.recv_timeout(QUIET).is_ok() {}
                self.watch_folders();
                return Some(());
            }
        }
    }

    /// Watches the folders that there are; one that was removed and made again is watched again.
    fn watch_folders(&mut self) {
        self.watched.retain(|name| self.root.join(name).is_dir());
        for name in WATCHED.iter().filter(|name| self.root.join(name).is_dir()) {
            if !self.watched.contains(name)
                && self
                    .watcher
                    .watch(&self.root.join(name), RecursiveMode::Recursive)
                    .is_ok()
            {
                self.watched.push(name);
            }
        }
    }

    fn matters(&self, event: &Event) -> bool {
        // Reading a file is an event too: a build must not call for the next one.
        !event.kind.is_access()
            && event.paths.iter().any(|path| {
                WATCHED
                    .iter()
                    .any(|name| path.starts_with(self.root.join(name)))
            })
    }
}
