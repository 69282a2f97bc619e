//! What the page may ask of the program: run an operation, save a file that one answers, show a folder of the library,
//! rehearse, open the library once more, take it over.

use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use tokio::io::AsyncWriteExt;
use troupe_studio::{Body, Code, Error, File, OpenFile};

use crate::library::{Choice, Library};
use crate::options::Options;
use crate::owner;

/// How long another program may take to let go of the library after it was asked to stop.
const STOP_LIMIT: Duration = Duration::from_secs(15);

/// Runs one operation; the answer is its data, an error is `{ code, message, details }`.
#[tauri::command]
pub(crate) async fn run(library: State<'_, Library>, name: String, input: Value) -> Result<Value, Value> {
    let studio = library.studio().await?;
    studio.run(&name, input).await.map_err(|error| error.to_json())
}

/// Runs an operation that answers a file, and writes that file to `path`, which the person chose.
#[tauri::command]
pub(crate) async fn save(library: State<'_, Library>, name: String, input: Value, path: PathBuf) -> Result<(), Value> {
    let studio = library.studio().await?;
    let result = async {
        let answer = studio.run(&name, input).await?;
        let file: File = serde_json::from_value(answer)
            .map_err(|_| Error::new(Code::Unsupported, format!("{name} answers no file that could be saved.")))?;
        let open = studio.open_file(&file).await?;
        write_aside_and_rename(open, &path).await.map_err(|error| {
            Error::new(Code::StorageError, format!("{} could not be written: {error}.", path.display())).because(error)
        })
    };
    result.await.map_err(|error| error.to_json())
}

/// Shows a folder below the library's in the system's file manager.
#[tauri::command]
pub(crate) async fn reveal(app: AppHandle, library: State<'_, Library>, path: PathBuf) -> Result<(), Value> {
    let studio = library.studio().await?;
    let place = below(studio.library_root(), &path).map_err(|error| error.to_json())?;
    app.opener().open_path(place.to_string_lossy(), None::<&str>).map_err(|error| {
        let words = format!("{} could not be opened: {error}.", place.display());
        Error::new(Code::StorageError, words).because(error).to_json()
    })
}

/// A folder that is there below `root`; the page names no other.
fn below(root: &Path, path: &Path) -> Result<PathBuf, Error> {
    let place = root.join(path);
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
    if is_below && place.is_dir() {
        return Ok(place);
    }
    let words = format!("The folder {} is not in the library any more. It was moved or deleted.", path.display());
    Err(Error::new(Code::NotFound, words))
}

/// Opens the rehearsal library in this window, or goes back to the creator's own.
#[tauri::command]
pub(crate) async fn rehearse(library: State<'_, Library>, options: State<'_, Options>, on: bool) -> Result<(), Value> {
    // A folder that was named at the start is for what was asked for then: a rehearsal never opens the creator's own.
    let choice = |rehearsal: bool| Choice {
        folder: options.library.clone().filter(|_| rehearsal == options.sandbox),
        rehearsal,
    };
    let result = library.open(&choice(on)).await;
    if result.is_err() {
        // Better the library that was open than none; the error is told either way.
        let _ = library.open(&choice(!on)).await;
    }
    result
}

/// Opens the library of the start once more, after it could not be opened.
#[tauri::command]
pub(crate) async fn open_again(library: State<'_, Library>, options: State<'_, Options>) -> Result<(), Value> {
    library.open(&Choice::from(&*options)).await
}

/// Stops the program that has the library open, such as `troupe-cli serve`, and opens it here.
#[tauri::command]
pub(crate) async fn take_over(library: State<'_, Library>, options: State<'_, Options>) -> Result<(), Value> {
    let choice = Choice::from(&*options);
    let folder = choice.place().map_err(|error| error.to_json())?;
    owner::stop(&folder).await.map_err(|error| error.to_json())?;
    let started = Instant::now();
    loop {
        match library.open(&choice).await {
            // It closes its tasks first, and lets go of the library at the very end.
            Err(error) if error["code"] == Code::Conflict.as_str() && started.elapsed() < STOP_LIMIT => {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            result => return result,
        }
    }
}

/// A file that cannot be written to its end leaves the one that was there before as it was.
async fn write_aside_and_rename(open: OpenFile, path: &Path) -> std::io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".part");
    let aside = PathBuf::from(aside);
    let written = async {
        let mut target = tokio::fs::File::create(&aside).await?;
        match open.body {
            Body::Disk(mut file, _) => {
                tokio::io::copy(&mut file, &mut target).await?;
            }
            Body::Memory(bytes) => target.write_all(&bytes).await?,
            Body::Stream(mut bytes) => {
                tokio::io::copy(&mut bytes, &mut target).await?;
            }
        }
        target.sync_all().await?;
        tokio::fs::rename(&aside, path).await
    };
    let result = written.await;
    if result.is_err() {
        // What went wrong is already known; a leftover beside it is the lesser harm.
        let _ = tokio::fs::remove_file(&aside).await;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_folder_of_the_library_is_shown() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(below(root, Path::new("src-tauri/src")).ok(), Some(root.join("src-tauri/src")));
        for outside in ["../", "src-tauri/../..", "/", "src-tauri/src/main.rs", "no such folder"] {
            assert!(below(root, Path::new(outside)).is_err(), "{outside}");
        }
    }
}
