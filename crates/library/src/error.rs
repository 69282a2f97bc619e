//! What can go wrong with a library, in words for its owner.

use std::path::PathBuf;

/// An error of the library: of its database or of its folder.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Another process holds the library's lock.
    #[error("this library is open in another window or program")]
    InUse,
    /// The library was written by a newer Troupe.
    #[error(
        "this library was last opened by a newer Troupe (its shape is number {found}, this program knows up to {known}); install the newer version to open it"
    )]
    Newer {
        /// The newest migration found in the library.
        found: i64,
        /// The newest migration that this program has.
        known: i64,
    },
    /// The library was made by a build whose shape of this number is another one.
    #[error(
        "this library was made by another build of Troupe (its shape number {0} differs from this program's); open it with that build, or choose another folder"
    )]
    OtherBuild(i64),
    /// The database is damaged; nothing was written to it.
    #[error("the library's database is damaged: {0}")]
    Damaged(String),
    /// The disk is full.
    #[error("the disk that holds the library is full; free some space and try again")]
    DiskFull,
    /// The folder can't be written.
    #[error("the library's folder {path} can't be written; check its permissions or choose another folder")]
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// A file or a folder of the library could not be used.
    #[error("{doing}")]
    File {
        /// What was being done, and to what.
        doing: String,
        /// The system's error.
        #[source]
        source: std::io::Error,
    },
    /// The database refused a statement.
    #[error("the library's database did not answer")]
    Database(#[source] sqlx::Error),
}

/// The result of a call to the library.
pub type Result<T> = std::result::Result<T, LibraryError>;

impl LibraryError {
    /// Wraps an error of the file system with what was being done.
    pub fn file(doing: impl Into<String>, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::File { doing: doing.into(), source },
        }
    }

    /// The name of the constraint that refused a row, such as `style_name_once` or `style.is_default`.
    #[must_use]
    pub fn constraint(&self) -> Option<String> {
        let Self::Database(sqlx::Error::Database(error)) = self else {
            return None;
        };
        // SQLite names a CHECK by its name and a UNIQUE by its columns, after the colon.
        let (what, name) = error.message().split_once("constraint failed")?;
        let name = name.trim_start_matches(':').trim();
        Some(if name.is_empty() { what.trim().to_lowercase() } else { name.to_owned() })
    }
}

impl From<sqlx::Error> for LibraryError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(inner) = &error {
            // https://sqlite.org/rescode.html: 13 full, 8 readonly (and its extended 264 … 1544), 11 corrupt, 26 not a database.
            let code = inner.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
            match code & 0xff {
                13 => return Self::DiskFull,
                11 | 26 => return Self::Damaged(inner.message().to_owned()),
                8 => {
                    return Self::ReadOnly { path: PathBuf::from("of this library") };
                }
                _ => {}
            }
        }
        Self::Database(error)
    }
}
