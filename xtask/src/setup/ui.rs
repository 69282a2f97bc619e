//! The UI: its packages and its build, each redone only when what it is made from has changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::Path;

use anyhow::Context;

use crate::command::{npm, run};
use crate::project;

/// Folders of `ui/` that are not its sources.
const NOT_SOURCES: &[&str] = &["node_modules", "dist", "coverage"];

/// Installs what `package-lock.json` names, unless that is already there.
pub(crate) fn install() -> anyhow::Result<()> {
    let lock = project::ui().join("package-lock.json");
    let wanted = std::fs::read(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    // Kept inside node_modules, so that it goes when that folder goes.
    let stamp = project::ui().join("node_modules").join(".installed-from");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing the UI's packages");
    run(npm().args(["ci", "--no-audit", "--no-fund"])).context("could not install the UI's packages")?;
    std::fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
}

/// Builds `ui/dist`, unless the sources are the ones it was built from.
pub(crate) fn build() -> anyhow::Result<()> {
    install()?;
    let stamp = project::stamps().join("ui-built-from");
    let wanted = fingerprint(&project::ui())?;
    let built = project::ui().join("dist").join("index.html").exists();
    if built && std::fs::read_to_string(&stamp).is_ok_and(|last| last == wanted) {
        return Ok(());
    }
    println!("Building the UI");
    run(npm().args(["run", "build"])).context("could not build the UI")?;
    std::fs::create_dir_all(project::stamps())?;
    std::fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
}

/// A number over names and contents of all sources; contents, since a checkout changes every file's time.
fn fingerprint(folder: &Path) -> anyhow::Result<String> {
    let mut hasher = DefaultHasher::new();
    hash_folder(folder, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> anyhow::Result<()> {
    let reading = || format!("could not read {}", folder.display());
    let mut entries =
        std::fs::read_dir(folder).with_context(reading)?.collect::<Result<Vec<_>, _>>().with_context(reading)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if NOT_SOURCES.iter().any(|skipped| name == *skipped) {
            continue;
        }
        let path = entry.path();
        hasher.write(name.as_encoded_bytes());
        if entry.file_type()?.is_dir() {
            hash_folder(&path, hasher)?;
        } else {
            hasher.write(&std::fs::read(&path).with_context(|| format!("could not read {}", path.display()))?);
        }
    }
    Ok(())
}
