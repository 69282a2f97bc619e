//! Restoring: the backup is checked and laid ready beside the library; the next start puts it in place.

use super::{
    Entry, FOLDERS,
    read::{self, Found},
};
use crate::{Code, Error, Result, Studio, disk, planning::restored};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, BufReader},
    path::{Component, Path, PathBuf},
};
use troupe_library::{DATABASE, LibraryError, check_copy, staged::Staged};
use zip::ZipArchive;

/// So much room is left on the disk.
const LEFT_FREE_BYTES: u64 = 500_000_000;

/// What was laid ready.
#[derive(Debug)]
pub(crate) struct Restore {
    pub(crate) backup: Found,
    /// Files that are put in place with it.
    pub(crate) file_count: usize,
    /// Files that no backup in the folder holds, and that are not here.
    pub(crate) missing_count: usize,
    /// Where the library's database goes to.
    pub(crate) kept_aside: String,
}

/// Checks the backup at `path` and lays it ready. With `without_missing` also when files of it are nowhere to be found.
pub(crate) async fn restore(studio: &Studio, path: PathBuf, without_missing: bool) -> Result<Restore> {
    let root = studio.library_root().to_owned();
    let is_rehearsal = studio.rehearsal().is_some();
    let (looked, library) = (path.clone(), root.clone());
    let plan = tokio::task::spawn_blocking(move || plan(&looked, &library)).await.map_err(Error::internal)??;
    if plan.backup.about().is_rehearsal != is_rehearsal {
        return Err(Error::conflict(match is_rehearsal {
            true => "This is a backup of your own library, and this is a rehearsal. Restore it in your own library.",
            false => "This is a backup of a rehearsal, whose pictures are drawn. It can't take your library's place.",
        }));
    }
    if !plan.missing.is_empty() && !without_missing {
        let lacking: Vec<&String> = plan.lacking.iter().collect();
        return Err(Error::conflict(format!(
            "{} files are held by earlier backups that are not in the same folder. Put those beside it, or restore \
             without these files.",
            plan.missing.len()
        ))
        .with("missing_count", json!(plan.missing.len()))
        .with("missing_backups", json!(lacking)));
    }
    let needed: u64 = plan.wanted.values().flatten().map(|entry| entry.size_bytes).sum::<u64>() + plan.database_bytes;
    if let Some(free) = disk::free_bytes(&root).await
        && free < needed + LEFT_FREE_BYTES
    {
        let message = format!(
            "The library's disk is too full: {} MB are free, and the restore takes {} MB. Make room, then try again.",
            free / 1_000_000,
            needed / 1_000_000
        );
        return Err(Error::new(Code::StorageError, message));
    }
    let staged = Staged::begin(&root)?;
    let laid = lay_ready(studio, &staged, &plan).await;
    let kept_aside = format!("before-restore-{}", studio.now().format("%Y-%m-%d-%H%M%S"));
    let ready = match laid {
        Ok(()) => staged.ready(&kept_aside).map_err(Error::from),
        Err(error) => Err(error),
    };
    if let Err(error) = ready {
        troupe_library::staged::discard(&root)?;
        return Err(error);
    }
    Ok(Restore {
        file_count: plan.wanted.values().map(Vec::len).sum(),
        missing_count: plan.missing.len(),
        backup: plan.backup,
        kept_aside,
    })
}

/// What has to be done.
struct Plan {
    backup: Found,
    database_bytes: u64,
    /// Files that are not in the library, by the backup that holds them.
    wanted: BTreeMap<PathBuf, Vec<Entry>>,
    /// Files that are nowhere.
    missing: Vec<String>,
    /// The backups that would hold them.
    lacking: BTreeSet<String>,
}

fn plan(path: &Path, root: &Path) -> Result<Plan> {
    let (backup, mut zip) = read::open(path)?;
    let not_whole = || {
        Error::new(Code::ValidationError, format!("{} is not whole: it lacks its database or its list.", backup.name))
    };
    let database_bytes = zip.by_name(DATABASE).map_err(|error| not_whole().because(error))?.size();
    let entries = read::entries(&mut zip).ok_or_else(not_whole)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut plan = Plan {
        database_bytes,
        wanted: BTreeMap::new(),
        missing: Vec::new(),
        lacking: BTreeSet::new(),
        backup: backup.clone(),
    };
    let mut others: BTreeMap<String, Option<ZipArchive<BufReader<File>>>> = BTreeMap::new();
    for entry in entries {
        if !is_inside(&entry.file) {
            return Err(Error::new(
                Code::ValidationError,
                format!("{} names a file outside of the library, so it is not restored.", backup.name),
            ));
        }
        let is_here = root.join(&entry.file).metadata().is_ok_and(|facts| facts.len() == entry.size_bytes);
        if is_here {
            continue;
        }
        let (holder, holds) = match &entry.held_by {
            None => (path.to_owned(), zip.index_for_name(&entry.file).is_some()),
            Some(name) => {
                // Only a name beside this one: a backup leads nowhere else.
                let beside = Path::new(name).file_name().map(|name| folder.join(name)).unwrap_or_default();
                let other = others.entry(name.clone()).or_insert_with(|| read::open(&beside).ok().map(|(_, zip)| zip));
                let holds = other.as_ref().is_some_and(|zip| zip.index_for_name(&entry.file).is_some());
                (beside, holds)
            }
        };
        if holds {
            plan.wanted.entry(holder).or_default().push(entry);
        } else {
            plan.lacking.extend(entry.held_by);
            plan.missing.push(entry.file);
        }
    }
    Ok(plan)
}

/// Whether a file lies in one of the folders that backups hold.
fn is_inside(file: &str) -> bool {
    let path = Path::new(file);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_))) && !file.contains(['\\', '\0']);
    is_plain && FOLDERS.iter().any(|top| path.starts_with(top)) && path.components().count() > 1
}

async fn lay_ready(studio: &Studio, staged: &Staged, plan: &Plan) -> Result<()> {
    let failed = |error| Error::from(LibraryError::file("the backup could not be laid ready", error));
    let (backup, database) = (plan.backup.path.clone(), staged.database());
    let out = tokio::task::spawn_blocking(move || unpack(&backup, DATABASE, &database));
    out.await.map_err(Error::internal)?.map_err(failed)?;
    check_copy(&staged.database()).await?;
    restored::mark(&staged.database(), studio.now()).await?;
    let (folder, wanted) = (staged.folder(), plan.wanted.clone());
    let out = tokio::task::spawn_blocking(move || -> io::Result<()> {
        for (backup, entries) in wanted {
            let mut zip = ZipArchive::new(BufReader::new(File::open(backup)?))?;
            for entry in entries {
                unpack_from(&mut zip, &entry.file, &folder.join(&entry.file))?;
            }
        }
        Ok(())
    });
    out.await.map_err(Error::internal)?.map_err(failed)
}

fn unpack(backup: &Path, name: &str, to: &Path) -> io::Result<()> {
    unpack_from(&mut ZipArchive::new(BufReader::new(File::open(backup)?))?, name, to)
}

/// Writes an entry to a file; the archive's own checksum is compared.
fn unpack_from(zip: &mut ZipArchive<BufReader<File>>, name: &str, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = File::create(to)?;
    io::copy(&mut zip.by_name(name)?, &mut file)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_names_no_file_outside_of_the_library() {
        for (file, inside) in [
            ("media/ada/2026-11/a.png", true),
            ("workflows/x.json", true),
            ("media", false),
            ("library.db", false),
            ("../media/a.png", false),
            ("media/../../a.png", false),
            ("/media/a.png", false),
            ("media\\..\\a.png", false),
        ] {
            assert_eq!(is_inside(file), inside, "{file}");
        }
    }
}
