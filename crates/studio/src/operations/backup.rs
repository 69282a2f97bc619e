//! Backups: making, listing, deleting, restoring them; and what is still to do on a new computer.

use crate::{
    Caller, Code,
    Effect::{Destroy, Read, Write},
    Error, Operation, Result, Studio,
    backup::{self, BackupMedia},
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use troupe_library::{
    AccountId, LibraryError, staged,
    tables::{
        accounts::{self, AccountFilter, AccountState},
        model_uses,
    },
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("backup.create", create, Write, &["backups"]).route("POST /backup"),
        operation("backup.list", list, Read, &["backups"]).route("GET /backup").in_safe_mode(),
        operation("backup.restore", restore, Destroy, &["backups"]).route("POST /backup/restore").in_safe_mode(),
        operation("backup.cancel_restore", cancel_restore, Write, &["backups"])
            .route("DELETE /backup/restore")
            .in_safe_mode(),
        operation("backup.delete", delete, Destroy, &["backups"]).route("DELETE /backup/{name}"),
        operation("backup.checklist", checklist, Read, &["backups", "accounts", "models"])
            .route("GET /backup/checklist"),
    ]
}

/// A backup.
#[derive(Debug, Serialize, JsonSchema)]
struct Backup {
    /// Its file's name.
    name: String,
    made_at: DateTime<Utc>,
    size_bytes: u64,
    /// Which pictures and clips it holds.
    media: BackupMedia,
    /// How many files of the library it brings back, with the backups that it needs.
    file_count: usize,
    /// The size of those files in all.
    file_bytes: u64,
    /// The earlier backups that a restore needs too.
    needs: Vec<String>,
    /// The later backups that need this one.
    needed_by: Vec<String>,
}

impl Backup {
    fn of(found: &backup::Found, all: &[backup::Found]) -> Self {
        Self {
            name: found.name.clone(),
            made_at: found.made_at(),
            size_bytes: found.size_bytes,
            media: found.media(),
            file_count: found.file_count(),
            file_bytes: found.file_bytes(),
            needs: found.needs().to_vec(),
            needed_by: backup::needed_by(all, &found.name).into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Makes a backup while the program runs: the database, and by choice pictures and clips. Secrets stay in the
/// keychain. It goes on in the background; `backup.list` tells how far it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateBackup {
    /// Which pictures and clips it holds: `new` (those that no earlier backup in the folder holds), `all`, or `none`.
    #[serde(default)]
    media: BackupMedia,
    /// Seconds to wait for it, at most 300 (0).
    #[serde(default)]
    #[schemars(range(max = 300))]
    wait: u32,
}

/// A backup that was begun.
#[derive(Debug, Serialize, JsonSchema)]
struct BegunBackup {
    name: String,
    /// Whether it is whole already.
    is_done: bool,
    /// The backup, once it is whole.
    backup: Option<Backup>,
}

async fn create(studio: &Studio, input: CreateBackup) -> Result<BegunBackup> {
    /// How often it is looked whether it is whole.
    const LOOK_EVERY: Duration = Duration::from_millis(50);
    let folder = folder(studio).await?;
    let name = backup::create(studio, folder.clone(), input.media).await?;
    let waited = async {
        while studio.backups().running().is_some() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(input.wait.min(300).into()), waited).await;
    if studio.backups().running().is_some() {
        return Ok(BegunBackup { name, is_done: false, backup: None });
    }
    let all = found_in(folder).await?;
    let made = all.iter().find(|found| found.name == name).ok_or_else(|| {
        Error::new(Code::StorageError, "The backup could not be made. Monitoring says why, under Errors.")
    })?;
    Ok(BegunBackup { backup: Some(Backup::of(made, &all)), name, is_done: true })
}

/// The backups in the folder for backups, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListBackups {}

/// Backups.
#[derive(Debug, Serialize, JsonSchema)]
struct BackupList {
    backups: Vec<Backup>,
    total: usize,
    /// Where they lie, in words for the screen.
    folder: String,
    /// The one that is being made.
    running: Option<RunningBackup>,
    /// Whether a restore waits for the next start.
    is_restore_ready: bool,
}

/// A backup that is being made.
#[derive(Debug, Serialize, JsonSchema)]
struct RunningBackup {
    name: String,
    done_bytes: u64,
    total_bytes: u64,
}

async fn list(studio: &Studio, _: ListBackups) -> Result<BackupList> {
    let folder = folder(studio).await?;
    let shown = crate::places::shown(&folder);
    let all = found_in(folder).await?;
    let backups: Vec<_> = all.iter().map(|found| Backup::of(found, &all)).collect();
    Ok(BackupList {
        total: backups.len(),
        backups,
        folder: shown,
        running: studio.backups().running().map(|(running, done_bytes)| RunningBackup {
            name: running.name,
            done_bytes,
            total_bytes: running.total_bytes,
        }),
        is_restore_ready: staged::is_ready(studio.library_root()),
    })
}

/// Lays a backup ready: it is checked first and put in place at the next start. The library's present database is kept
/// aside. Nothing is sent by itself then until each post that was due since the backup has been looked for on its
/// platform.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RestoreBackup {
    /// The backup's name, as the list tells it.
    name: Option<String>,
    /// Or the whole path of a backup's file on this computer; from the window and the command line only.
    path: Option<String>,
    /// Restore although some pictures are in earlier backups that are not there.
    #[serde(default)]
    without_missing: bool,
}

/// A restore that waits for the next start.
#[derive(Debug, Serialize, JsonSchema)]
struct ReadyRestore {
    name: String,
    made_at: DateTime<Utc>,
    /// How many files are put in place with it.
    file_count: usize,
    /// How many files are nowhere to be found.
    missing_count: usize,
    /// The folder within the library's that its present database goes to.
    kept_aside: String,
    /// What to do now.
    message: String,
}

async fn restore(studio: &Studio, input: RestoreBackup) -> Result<ReadyRestore> {
    let path = match (input.name, input.path) {
        (Some(name), None) => named(studio, &name).await?,
        (None, Some(path)) => {
            if !matches!(studio.caller(), Caller::Window | Caller::Cli) {
                return Err(Error::new(
                    Code::Forbidden,
                    "A path on this computer is taken from the window and the command line only. Name a backup of the list.",
                ));
            }
            let path = PathBuf::from(path);
            if !path.is_file() {
                return Err(Error::field(
                    "path",
                    "is not there: the file may have been moved, or its disk is not connected",
                ));
            }
            path
        }
        _ => return Err(Error::field("name", "name exactly one: a backup of the list, or a file")),
    };
    let ready = backup::restore(studio, path, input.without_missing).await?;
    Ok(ReadyRestore {
        made_at: ready.backup.made_at(),
        name: ready.backup.name,
        file_count: ready.file_count,
        missing_count: ready.missing_count,
        kept_aside: ready.kept_aside,
        message: "The backup is ready. Start Troupe again, and it takes the library's place.".into(),
    })
}

/// Takes a restore back that waits for the next start: the library stays as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CancelRestore {}

/// What became of it.
#[derive(Debug, Serialize, JsonSchema)]
struct CancelledRestore {
    /// Whether there was one.
    was_ready: bool,
}

async fn cancel_restore(studio: &Studio, _: CancelRestore) -> Result<CancelledRestore> {
    let was_ready = staged::is_ready(studio.library_root());
    staged::discard(studio.library_root())?;
    Ok(CancelledRestore { was_ready })
}

/// Deletes a backup. One that a later backup needs stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteBackup {
    /// The backup's name, as the list tells it.
    name: String,
}

/// What was deleted.
#[derive(Debug, Serialize, JsonSchema)]
struct DeletedBackup {
    name: String,
    freed_bytes: u64,
}

async fn delete(studio: &Studio, input: DeleteBackup) -> Result<DeletedBackup> {
    let all = found_in(folder(studio).await?).await?;
    let found = find(&all, &input.name)?;
    let needed_by = backup::needed_by(&all, &input.name);
    if !needed_by.is_empty() {
        return Err(Error::conflict(format!(
            "{} later backups hold only what came after this one, so they need it. Delete those first.",
            needed_by.len()
        )));
    }
    let gone = |error| Error::from(LibraryError::file("the backup could not be deleted", error));
    tokio::fs::remove_file(&found.path).await.map_err(gone)?;
    Ok(DeletedBackup { freed_bytes: found.size_bytes, name: input.name })
}

/// What is still to do after a move to this computer: accounts to be connected again, models to be fetched.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetChecklist {}

/// What is still to do.
#[derive(Debug, Serialize, JsonSchema)]
struct Checklist {
    /// When a backup took this library's place, while posts due before that are still looked for.
    restored_at: Option<DateTime<Utc>>,
    /// Accounts whose sign-in is not in this computer's keychain.
    accounts: Vec<AccountToConnect>,
    /// Models that characters and styles name and ComfyUI does not have.
    models: Vec<ModelToFetch>,
    /// Whether ComfyUI could be asked.
    is_comfyui_known: bool,
}

/// An account to be connected again.
#[derive(Debug, Serialize, JsonSchema)]
struct AccountToConnect {
    account_id: AccountId,
    platform: String,
    username: String,
}

/// A model to be fetched.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelToFetch {
    folder: String,
    name: String,
    /// Its SHA-256, where it was read on the other computer.
    sha256: Option<String>,
    /// Where it was fetched from, or is known to lie.
    url: Option<String>,
}

async fn checklist(studio: &Studio, _: GetChecklist) -> Result<Checklist> {
    let mut read = studio.library().read().await?;
    let restored = crate::planning::restored::last(&mut read).await?;
    let rows = accounts::list(&mut read, &AccountFilter::default()).await?;
    let named = model_uses::all_named(&mut read).await?;
    drop(read);
    let mut to_connect = Vec::new();
    for row in rows.into_iter().filter(|row| row.state != AccountState::Disconnected) {
        if !crate::accounts::has_login(studio, &row).await? {
            to_connect.push(AccountToConnect { account_id: row.id, platform: row.platform, username: row.handle });
        }
    }
    let index = studio.models().index(studio, false).await.ok();
    let mut models = Vec::new();
    if let Some(index) = &index {
        for model in named.into_iter().filter(|model| !index.has(&model.folder, &model.name)) {
            let known = crate::models::address_of(&model.folder, &model.name).map(str::to_owned);
            models.push(ModelToFetch {
                url: model.url.or(known),
                folder: model.folder,
                name: model.name,
                sha256: model.sha256,
            });
        }
    }
    Ok(Checklist {
        restored_at: restored.map(|restored| restored.at),
        accounts: to_connect,
        models,
        is_comfyui_known: index.is_some(),
    })
}

/// The folder for backups: the creator's choice, else `backups` in the library's.
async fn folder(studio: &Studio) -> Result<PathBuf> {
    let chosen = studio.settings().await?.storage.backup_folder;
    Ok(chosen.map_or_else(|| studio.library_root().join("backups"), PathBuf::from))
}

async fn found_in(folder: PathBuf) -> Result<Vec<backup::Found>> {
    tokio::task::spawn_blocking(move || backup::list(&folder)).await.map_err(Error::internal)
}

fn find<'a>(all: &'a [backup::Found], name: &str) -> Result<&'a backup::Found> {
    all.iter().find(|found| found.name == name).ok_or_else(|| Error::not_found("backup", name))
}

async fn named(studio: &Studio, name: &str) -> Result<PathBuf> {
    let all = found_in(folder(studio).await?).await?;
    find(&all, name).map(|found| Path::to_owned(&found.path))
}
