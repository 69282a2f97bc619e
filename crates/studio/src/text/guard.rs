//! The product's guards at the words that go to an engine and come from it: nothing that makes a character look under
//! age, neither asked nor written.

use crate::{Result, word_rules};

/// Refuses what is asked; `field` is where it stands.
///
/// # Errors
/// `validation_error` that names the words.
pub(crate) fn check(field: &str, text: &str) -> Result<()> {
    word_rules::check(field, text)
}

/// Whether what an engine wrote may be shown.
pub(crate) fn is_fine(text: &str) -> bool {
    word_rules::find(text).is_none()
}

/// What an engine is told of it.
pub(super) const RULE: &str = "Everybody in it is an adult. Nothing about minors, school age or looking young.";
