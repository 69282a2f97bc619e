//! A library: SQLite and the media folder beside it.
//!
//! One file a table under [`tables`]: its row, its reads, its writes. All functions there take a
//! connection, so that an operation joins several of them in one transaction of [`Library::write`].
//! Nothing here knows of HTTP, of the window or of the rules of the business.

mod error;
mod ids;
mod open;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
mod shapes;
pub mod staged;
pub mod tables;

pub use error::{LibraryError, Result};
pub use ids::*;
pub use open::{DATABASE, Library, Read, Write, check_copy};
pub use shapes::{Lora, Origin};
/// What the functions of [`tables`] take; [`Read`] and [`Write`] lend one.
pub use sqlx::SqliteConnection;
