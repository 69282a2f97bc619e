//! Points at which a test ends the program at once, as a power cut would: before and after each write of the ledger
//! and each call. A released program has none.

/// Ends the program here when the file that `TROUPE_STOP_AT` names holds this platform and the number of this point:
/// `bluesky:7` is the seventh point that posts to Bluesky pass since that was written.
#[cfg(debug_assertions)]
pub(super) fn point(platform: &str, what: &str) {
    use std::sync::{Mutex, PoisonError};
    static PASSED: Mutex<(String, usize)> = Mutex::new((String::new(), 0));
    let Some(wanted) = std::env::var_os("TROUPE_STOP_AT").and_then(|file| std::fs::read_to_string(file).ok()) else {
        return;
    };
    let Some((name, number)) = wanted.split_once(':') else { return };
    if name != platform {
        return;
    }
    let mut passed = PASSED.lock().unwrap_or_else(PoisonError::into_inner);
    if passed.0 != wanted {
        *passed = (wanted.clone(), 0);
    }
    passed.1 += 1;
    if number.parse() == Ok(passed.1) {
        eprintln!("stopped at {}: {what}", passed.1);
        // No signal can be sent without unsafe code but by the system's own program.
        let id = std::process::id().to_string();
        let _ = std::process::Command::new("kill").args(["-KILL", &id]).status();
        std::process::abort();
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn point(_platform: &str, _what: &str) {}
