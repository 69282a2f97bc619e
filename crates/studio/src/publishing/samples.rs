//! Rows for tests of publishing.

use troupe_library::{AccountId, tables::posts::PostRow};

/// A draft without words.
pub(crate) fn row() -> PostRow {
    PostRow::new(AccountId::new(), "bluesky", "2026-11-20T12:00:00Z".parse().unwrap_or_default())
}
