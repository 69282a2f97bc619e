//! Files that operations answer. Bytes do not travel through the registry: an operation answers a
//! [`File`], and [`crate::Studio::open_file`] gives its reader.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use tokio::io::AsyncRead;

/// A file to be read with [`crate::Studio::open_file`]. It names no place on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct File {
    /// What it belongs to: `content`, `reference`, `preview`, `export` or `zip`.
    pub kind: String,
    /// The id of that thing.
    pub id: String,
    /// Which of its files: `full`, or the longer edge in pixels of a smaller one, such as `320`.
    pub variant: String,
    /// A name to save it under.
    pub name: String,
    /// Its media type.
    pub mime_type: String,
    /// Its size, where it is known before it is read.
    pub size_bytes: Option<u64>,
}

/// An open file.
#[derive(Debug)]
pub struct OpenFile {
    /// A name to save it under.
    pub name: String,
    /// Its media type.
    pub mime_type: String,
    /// Stays the same as long as the bytes do, where it is known.
    pub etag: Option<String>,
    /// The bytes.
    pub body: Body,
}

/// Where the bytes come from.
pub enum Body {
    /// A file on the disk, with its size in bytes: ranges can be read from it.
    Disk(tokio::fs::File, u64),
    /// Bytes in memory, such as a preview frame.
    Memory(Vec<u8>),
    /// Bytes made while they are read, such as a ZIP.
    Stream(Box<dyn AsyncRead + Send + Unpin>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(_, size_bytes) => write!(f, "Disk({size_bytes} bytes)"),
            Self::Memory(bytes) => write!(f, "Memory({} bytes)", bytes.len()),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}
