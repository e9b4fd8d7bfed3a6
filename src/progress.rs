//! A progress bar on standard error, for work that lasts over a second on a terminal.

use crate::report::{ColorChoice, Look, Stream, count, grouped};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar is drawn.
const PACE: Duration = Duration::from_millis(100);

/// A bar that shows itself when it takes long, and is gone when it is dropped.
#[derive(Debug)]
pub struct Progress {
    done: Arc<AtomicUsize>,
    /// Dropping the sender ends the thread that draws.
    drawing: Option<(mpsc::Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// A bar over `total` steps; `verb` says what is done to files. Never shown when `quiet` or not on a terminal.
    pub fn start(verb: &'static str, total: usize, quiet: bool) -> Self {
        let done = Arc::new(AtomicUsize::new(0));
        let shown = !quiet && total > 1 && io::stderr().is_terminal();
        let drawing = shown.then(|| {
            let (stop, stopped) = mpsc::channel();
            let done = Arc::clone(&done);
            (stop, std::thread::spawn(move || draw(&stopped, verb, &done, total)))
        });
        Self { done, drawing }
    }

    /// One step is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.drawing.take() {
            drop(stop);
            // A bar that could not be drawn is no reason to fail.
            _ = thread.join();
        }
    }
}

fn draw(stopped: &mpsc::Receiver<()>, verb: &str, done: &AtomicUsize, total: usize) {
    let mut wait = PATIENCE;
    let mut drawn = false;
    while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        let look = Look::of(Stream::Err, ColorChoice::Auto);
        let line = bar(verb, done.load(Ordering::Relaxed), total, look);
        drawn = write!(io::stderr(), "\r{line}").is_ok();
        wait = PACE;
    }
    if drawn {
        _ = write!(io::stderr(), "\r\x1b[K");
    }
}

/// One line, a column short of the width so that no terminal wraps it.
fn bar(verb: &str, done: usize, total: usize, look: Look) -> String {
    let done = done.min(total);
    let numbers = format!(" {}/{}", grouped(done), count(total, "file", "files"));
    let room = look.width.saturating_sub(verb.len() + numbers.len() + 4).min(30);
    let filled = (room * done).checked_div(total).unwrap_or(0);
    let (full, empty) = look.draw(("━", "─"), ("#", "."));
    format!("{verb} {}{}{numbers}", full.repeat(filled), empty.repeat(room - filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_grows_and_fits() {
        let look = Look { colour: false, unicode: false, width: 40 };
        assert_eq!(bar("Reading", 0, 10, look), "Reading .................. 0/10 files");
        assert_eq!(bar("Reading", 5, 10, look), "Reading #########......... 5/10 files");
        assert_eq!(bar("Reading", 99, 10, look), "Reading ################# 10/10 files");
        assert!(bar("Reading", 1, 10_000_000, look).len() < 40);
    }
}
