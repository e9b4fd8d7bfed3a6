//! The last line of defence: a mistake in this program that a file brings to light costs that file, not the run.

use crate::document::Problem;
use crate::source::Span;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

thread_local! {
    /// Whether this thread works on something whose panics are caught.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What the panic that was caught last said, and where it arose.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does some work; should it panic, says where in the program and why.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(|payload| SAID.take().unwrap_or_else(|| said(&*payload)))
}

/// Keeps panics in guarded work quiet and gives all others to `tell`. To be called once, when the program starts.
pub fn install(tell: impl Fn(&PanicHookInfo<'_>) + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |info| {
        if GUARDED.get() {
            let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
            SAID.set(Some(said(info.payload()) + &place));
        } else {
            tell(info);
        }
    }));
}

/// The finding for a file that made this program fail.
pub(crate) fn problem(said: &str, span: Span) -> Problem {
    Problem::Unreadable {
        message: format!("role-audit failed on this file: {said}"),
        span,
        help: "This is a mistake in role-audit, not in your document; the other files were audited as usual. Please report it with this \
               message and, if you may share it, the file."
            .to_owned(),
    }
}

/// Fails on a text that holds the words in `ROLE_AUDIT_TEST_PANIC`, so that tests can see what comes of it. Released programs do not.
pub(crate) fn provoke(text: &str) {
    #[cfg(debug_assertions)]
    if let Ok(words) = std::env::var("ROLE_AUDIT_TEST_PANIC")
        && !words.is_empty()
        && text.contains(&words)
    {
        panic!("provoked by {words}");
    }
    #[cfg(not(debug_assertions))]
    let _ = text;
}

fn said(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").to_owned()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_caught_with_its_reason_and_the_thread_goes_on() {
        let said = guarded(|| -> u8 { panic!("at 港 number {}", 7) }).expect_err("it panics");
        assert!(said.contains("at 港 number 7"), "{said}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
