//! ZIPs of pictures, made while they are read: nothing is kept in memory or on the disk.

use crate::{Code, Error, Result, Studio};
use futures::stream;
use serde_json::json;
use std::{
    collections::{HashSet, VecDeque},
    io::{self, Write},
    path::PathBuf,
    sync::{Mutex, PoisonError},
};
use tokio::{io::AsyncRead, sync::mpsc};
use tokio_util::{bytes::Bytes, io::StreamReader};
use troupe_library::{ContentId, tables::content};
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// How many selections wait to be read; the oldest makes room.
const MOST_SELECTIONS: usize = 64;
/// Bytes that are put together before they go on.
const CHUNK_BYTES: usize = 64 << 10;

/// Which items a ZIP that was asked for holds, until it is read.
#[derive(Debug, Default)]
pub(crate) struct Selections(Mutex<VecDeque<(Uuid, Vec<ContentId>)>>);

impl Selections {
    /// Remembers a selection under a new id.
    pub(crate) fn add(&self, ids: Vec<ContentId>) -> Uuid {
        let id = Uuid::now_v7();
        let mut selections = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if selections.len() >= MOST_SELECTIONS {
            selections.pop_front();
        }
        selections.push_back((id, ids));
        id
    }

    fn get(&self, id: Uuid) -> Option<Vec<ContentId>> {
        let selections = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        selections.iter().find(|(known, _)| *known == id).map(|(_, ids)| ids.clone())
    }
}

/// One file of a ZIP.
struct Entry {
    path: PathBuf,
    name: String,
}

/// The ZIP of a selection, made while it is read. Files that are missing are listed in `missing.txt`
/// inside; a disk that fails midway ends the reading with an error, never with a short file.
pub(crate) async fn open(studio: &Studio, id: &str) -> Result<Box<dyn AsyncRead + Send + Unpin>> {
    let ids = id.parse().ok().and_then(|id| studio.media_files().zips.get(id)).ok_or_else(|| {
        Error::new(Code::NotFound, "This download is no longer prepared. Ask for it again.").with("kind", json!("zip"))
    })?;
    let mut entries = Vec::with_capacity(ids.len());
    let mut read = studio.library().read().await?;
    for id in ids {
        if let Some(row) = content::get(&mut read, id).await? {
            entries.push(Entry { path: studio.library().media_dir().join(&row.file), name: row.file_name });
        }
    }
    drop(read);
    let (sender, receiver) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        let mut chunks = Chunks { sender: sender.clone(), buffer: Vec::with_capacity(CHUNK_BYTES) };
        if let Err(error) = write(&mut chunks, &entries).and_then(|()| chunks.flush()) {
            // Nobody listens any more when the reader went away; that is no fault.
            let _ = sender.blocking_send(Err(error));
        }
    });
    let chunks = stream::unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) });
    Ok(Box::new(StreamReader::new(Box::pin(chunks))))
}

fn write(out: &mut Chunks, entries: &[Entry]) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(out);
    // Pictures are compressed already.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut names = HashSet::new();
    let mut missing = String::new();
    for entry in entries.iter().filter(|entry| names.insert(entry.name.to_lowercase())) {
        let mut file = match std::fs::File::open(&entry.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                missing += &format!("{}\n", entry.name);
                continue;
            }
            Err(error) => return Err(error),
        };
        zip.start_file(&entry.name, stored.large_file(file.metadata()?.len() >= u64::from(u32::MAX)))?;
        io::copy(&mut file, &mut zip)?;
    }
    if !missing.is_empty() {
        zip.start_file("missing.txt", stored)?;
        write!(zip, "These files were not found in the library's media folder:\n\n{missing}")?;
    }
    zip.finish()?;
    Ok(())
}

/// Hands what is written to the reader, and waits while the reader is slow.
struct Chunks {
    sender: mpsc::Sender<io::Result<Bytes>>,
    buffer: Vec<u8>,
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK_BYTES));
        self.sender
            .blocking_send(Ok(Bytes::from(chunk)))
            .map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "the reader went away"))
    }
}
