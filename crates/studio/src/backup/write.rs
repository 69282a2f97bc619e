//! Making a backup: a copy of the database, then the files that it is to hold; written aside, synced, renamed.

use super::{ABOUT, About, BackupMedia, ENDING, Entry, FILES, FOLDERS, FORMAT, Running, VERSION, read};
use crate::{Code, Error, Result, Studio, disk, first_start};
use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};
use troupe_library::{DATABASE, LibraryError};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// So much room is left on the disk.
const LEFT_FREE_BYTES: u64 = 500_000_000;
/// How much is copied at once.
const PIECE: usize = 1024 * 1024;

/// Begins a backup in `folder`; it goes on in the background. Answers its name.
pub(crate) async fn create(studio: &Studio, folder: PathBuf, media: BackupMedia) -> Result<String> {
    let failed = |error| Error::from(LibraryError::file("the folder for backups could not be used", error));
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let name = format!("{}{ENDING}", studio.now().format("troupe-%Y-%m-%d-%H%M%S"));
    if folder.join(&name).exists() {
        return Err(Error::conflict("A backup was made this very second. It is there already."));
    }
    let library = first_start::library_id(studio.library()).await?;
    let root = studio.library().root().to_owned();
    let (there, of) = (folder.clone(), library.clone());
    let entries =
        tokio::task::spawn_blocking(move || plan(&root, &there, &of, media)).await.map_err(Error::internal)?;
    let entries = entries.map_err(|error| LibraryError::file("the library's files could not be listed", error))?;
    let here: u64 = entries.iter().filter(|entry| entry.held_by.is_none()).map(|entry| entry.size_bytes).sum();
    let database = std::fs::metadata(studio.library().root().join(DATABASE)).map_or(0, |facts| facts.len());
    if let Some(free) = disk::free_bytes(&folder).await
        && free < here + 2 * database + LEFT_FREE_BYTES
    {
        return Err(Error::new(
            Code::StorageError,
            format!(
                "The disk for backups is too full: {} MB are free, and the backup takes {} MB. Make room, choose \
                 another folder, or leave the pictures out.",
                free / 1_000_000,
                (here + 2 * database) / 1_000_000
            ),
        ));
    }
    let about = About {
        format: FORMAT.into(),
        version: VERSION,
        program: format!("Troupe {}", env!("CARGO_PKG_VERSION")),
        made_at: studio.now(),
        library,
        is_rehearsal: studio.rehearsal().is_some(),
        media,
        file_count: entries.len(),
        file_bytes: entries.iter().map(|entry| entry.size_bytes).sum(),
        needs: entries.iter().filter_map(|entry| entry.held_by.clone()).collect::<BTreeSet<_>>().into_iter().collect(),
    };
    let running = Running { name: name.clone(), total_bytes: here + database };
    studio.backups().begin(running).map_err(|other| {
        Error::conflict(format!("{} is being made at the moment. Wait for it, then make the next one.", other.name))
    })?;
    let studio = studio.clone();
    let target = folder.join(&name);
    tokio::spawn(async move {
        let written = write(&studio, &target, about, entries).await;
        studio.backups().end();
        match written {
            Ok(()) => tracing::info!(service = "backup", "{} is made", target.display()),
            Err(error) => tell(&studio, &error).await,
        }
        studio.events().changed(&["backups"], crate::Caller::Task);
    });
    Ok(name)
}

/// The files of the library, each with the backup that holds it already, if one does.
fn plan(root: &Path, folder: &Path, library: &str, media: BackupMedia) -> io::Result<Vec<Entry>> {
    if media == BackupMedia::None {
        return Ok(Vec::new());
    }
    let mut held: HashMap<(String, u64), String> = HashMap::new();
    if media == BackupMedia::New {
        // The oldest comes last and wins: the fewer backups are needed, the better.
        for found in read::list(folder).into_iter().filter(|found| found.about().library == library) {
            let Ok((_, mut zip)) = read::open(&found.path) else { continue };
            let own = read::entries(&mut zip).unwrap_or_default().into_iter().filter(|entry| entry.held_by.is_none());
            held.extend(own.map(|entry| ((entry.file, entry.size_bytes), found.name.clone())));
        }
    }
    let mut entries = Vec::new();
    for top in FOLDERS {
        collect(&root.join(top), top, &mut entries)?;
    }
    for entry in &mut entries {
        entry.held_by = held.get(&(entry.file.clone(), entry.size_bytes)).cloned();
    }
    Ok(entries)
}

fn collect(folder: &Path, place: &str, entries: &mut Vec<Entry>) -> io::Result<()> {
    let listed = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in listed {
        let entry = entry?;
        // A name that is no text was not given by Troupe.
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let file = format!("{place}/{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &file, entries)?;
        } else if kind.is_file() && !name.ends_with(".part") {
            entries.push(Entry { file, size_bytes: entry.metadata()?.len(), held_by: None });
        }
    }
    Ok(())
}

async fn write(studio: &Studio, target: &Path, about: About, entries: Vec<Entry>) -> Result<()> {
    let part = target.with_extension("part");
    let copy = target.with_extension("db.part");
    let result = async {
        let _ = std::fs::remove_file(&copy);
        studio.library().copy_to(&copy).await?;
        let studio = studio.clone();
        let (part, copy, target) = (part.clone(), copy.clone(), target.to_owned());
        let written = tokio::task::spawn_blocking(move || -> io::Result<()> {
            let root = studio.library().root();
            write_zip(&part, &copy, root, &about, entries, |bytes| {
                studio.backups().done_bytes.fetch_add(bytes, Ordering::Relaxed);
            })?;
            std::fs::rename(&part, &target)?;
            #[cfg(unix)]
            if let Some(folder) = target.parent() {
                File::open(folder)?.sync_all()?;
            }
            Ok(())
        });
        written
            .await
            .map_err(Error::internal)?
            .map_err(|error| LibraryError::file("the backup could not be written", error))?;
        Ok(())
    }
    .await;
    // Nothing half stays behind.
    let _ = std::fs::remove_file(&copy);
    let _ = std::fs::remove_file(&part);
    result
}

fn write_zip(
    part: &Path,
    database: &Path,
    root: &Path,
    about: &About,
    mut entries: Vec<Entry>,
    mut moved: impl FnMut(u64),
) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(part)?));
    let packed = SimpleFileOptions::default().large_file(true);
    // Pictures and clips are compressed already.
    let stored = packed.compression_method(CompressionMethod::Stored);
    zip.start_file(ABOUT, packed)?;
    zip.write_all(&serde_json::to_vec_pretty(about)?)?;
    zip.start_file(DATABASE, packed)?;
    copy(&mut File::open(database)?, &mut zip, &mut moved)?;
    let mut gone = Vec::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.held_by.is_none()) {
        match File::open(root.join(&entry.file)) {
            Ok(file) => {
                zip.start_file(&entry.file, stored)?;
                copy(&mut BufReader::new(file), &mut zip, &mut moved)?;
            }
            // Deleted since the list was made: so it is in the library too.
            Err(error) if error.kind() == io::ErrorKind::NotFound => gone.push(at),
            Err(error) => return Err(error),
        }
    }
    for at in gone.into_iter().rev() {
        entries.remove(at);
    }
    // Last: a backup with its list is a whole one.
    zip.start_file(FILES, packed)?;
    zip.write_all(&serde_json::to_vec(&entries)?)?;
    let file = zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

fn copy(from: &mut impl Read, to: &mut impl Write, moved: &mut impl FnMut(u64)) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let length = from.read(&mut piece)?;
        if length == 0 {
            return Ok(());
        }
        to.write_all(&piece[..length])?;
        moved(length as u64);
    }
}

/// Tells that a backup could not be made.
async fn tell(studio: &Studio, error: &Error) {
    tracing::warn!(service = "backup", code = error.code.as_str(), "a backup could not be made: {error}");
    let new = troupe_library::tables::errors::NewError {
        code: error.code.as_str().to_owned(),
        message: format!("A backup could not be made. {}", error.message),
        details: error.details.clone(),
        operation: Some("backup.create".into()),
        input: None,
    };
    if let Err(later) = studio.note_error(&new).await {
        tracing::warn!(service = "backup", error = %later, "that could not be noted");
    }
}
