//! How an agent's calls reach the library: in this process, or through the one that owns it.

use futures::{FutureExt, future::BoxFuture};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};
use troupe_studio::{Body, Code, Error, File, Result, Studio};

/// The largest file that an agent is handed, in bytes: it travels as text within a message, a third longer, and clients
/// hold it in memory.
pub const LARGEST_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// The bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBytes {
    /// Its media type.
    pub mime_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl FileBytes {
    /// Reads a file to its end, up to [`LARGEST_FILE_BYTES`].
    ///
    /// # Errors
    /// `payload_too_large` beyond it, `storage_error` when the disk refuses.
    pub async fn read(mime_type: String, reader: impl AsyncRead + Unpin) -> Result<Self> {
        let mut bytes = Vec::new();
        let read = reader.take(LARGEST_FILE_BYTES + 1).read_to_end(&mut bytes).await;
        let read = read.map_err(|error| {
            Error::new(Code::StorageError, "The file could not be read. Is the disk still there?").because(error)
        })?;
        if read as u64 > LARGEST_FILE_BYTES {
            return Err(Error::new(
                Code::PayloadTooLarge,
                "This file is larger than the 8 MB that an agent is handed. Ask for a smaller size, or let the creator save it.",
            ));
        }
        Ok(Self { mime_type, bytes })
    }
}

/// Runs operations and opens files for one agent.
pub trait Reach: Send + Sync + 'static {
    /// Runs an operation; one that serves a file answers the [`File`].
    fn run<'a>(&'a self, operation: &'a str, input: Value) -> BoxFuture<'a, Result<Value>>;

    /// Reads a file.
    fn file<'a>(&'a self, file: &'a File) -> BoxFuture<'a, Result<FileBytes>>;
}

/// A studio whose caller is the agent.
impl Reach for Studio {
    fn run<'a>(&'a self, operation: &'a str, input: Value) -> BoxFuture<'a, Result<Value>> {
        Studio::run(self, operation, input).boxed()
    }

    fn file<'a>(&'a self, file: &'a File) -> BoxFuture<'a, Result<FileBytes>> {
        async move {
            let open = self.open_file(file).await?;
            match open.body {
                Body::Disk(file, _) => FileBytes::read(open.mime_type, file).await,
                Body::Memory(bytes) => FileBytes::read(open.mime_type, bytes.as_slice()).await,
                Body::Stream(reader) => FileBytes::read(open.mime_type, reader).await,
            }
        }
        .boxed()
    }
}
