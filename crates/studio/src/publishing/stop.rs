//! Points at which a test ends the program at once, as a power cut would: before and after each write of the ledger
//! and each call. A released program has none.

/// Ends the program here when `TROUPE_STOP_AT` names this platform and the number of this point: `bluesky:7` is the
/// seventh point that a post to Bluesky passes.
#[cfg(debug_assertions)]
pub(super) fn point(platform: &str, what: &str) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    let Ok(wanted) = std::env::var("TROUPE_STOP_AT") else { return };
    let Some((name, number)) = wanted.split_once(':') else { return };
    if name != platform {
        return;
    }
    let passed = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    if number.parse() == Ok(passed) {
        eprintln!("stopped at {passed}: {what}");
        // No signal can be sent without unsafe code but by the system's own program.
        let id = std::process::id().to_string();
        let _ = std::process::Command::new("kill").args(["-KILL", &id]).status();
        std::process::abort();
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn point(_platform: &str, _what: &str) {}
