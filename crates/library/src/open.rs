//! Opening a library: the folder, the lock, the migrations, the check, the connections.

use crate::{LibraryError, Result};
use sqlx::{
    Connection, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::{Migrate, Migrator},
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};
use tokio_util::task::TaskTracker;

/// The database's file name within the library's folder.
pub const DATABASE: &str = "library.db";

/// Beside the database after a proper end: how large and how old it was then.
pub(crate) const CLOSED: &str = "closed";

/// How long a statement waits for another connection's lock.
const BUSY: Duration = Duration::from_secs(10);

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// A connection for reading.
pub type Read = PoolConnection<Sqlite>;
/// A transaction that holds the one writing connection until it is committed or dropped.
pub type Write = Transaction<'static, Sqlite>;

/// An open library. Clones are cheap and share the connections and the lock.
#[derive(Clone, Debug)]
pub struct Library {
    root: PathBuf,
    writer: SqlitePool,
    readers: SqlitePool,
    /// For work on the whole database. Each connection is used once, since its cache grows with the database, and it
    /// comes from a pool so that [`Library::close`] waits for one whose task was dropped in the middle.
    whole: SqlitePool,
    /// Connections being made. One that is given up half made is closed by nobody knows when, and where a reader is the
    /// last to go, SQLite leaves its log beside the database.
    connecting: TaskTracker,
    /// Held as long as any clone lives: whoever holds it runs the tasks.
    _lock: Arc<File>,
    /// Whether SQLite's check found no fault since the library was opened.
    is_checked: Arc<AtomicBool>,
}

impl Library {
    /// Opens the library in `root`, made when it is not there, and brings its shape up to date.
    ///
    /// SQLite's check reads the whole database, which takes a second where it holds many items. It is done here unless
    /// the library was closed properly and its file is as it was then; in that case the window need not wait, and
    /// [`Library::check`] does it later.
    ///
    /// # Errors
    /// [`LibraryError::InUse`] when another process has it open, [`LibraryError::Newer`] when a newer
    /// program wrote it, [`LibraryError::Damaged`] when SQLite's check finds a fault (nothing is
    /// written then), [`LibraryError::ReadOnly`] and [`LibraryError::DiskFull`] from the disk.
    pub async fn open(root: &Path) -> Result<Self> {
        let lock = prepare_folder(root)?;
        crate::staged::put_in_place(root)?;
        let file = root.join(DATABASE);
        let is_new = !file.exists();
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let needs_check = !is_new && !take_closed(root);
        if !is_new {
            let mut connection = SqliteConnection::connect_with(&options).await?;
            if needs_check {
                check(&mut connection).await?;
            }
            refuse_newer(&mut connection).await?;
            connection.close().await?;
        }
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        MIGRATIONS.run(&writer).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error) => LibraryError::from(error),
            sqlx::migrate::MigrateError::VersionMismatch(version) => LibraryError::OtherBuild(version),
            other => LibraryError::Damaged(other.to_string()),
        })?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            .connect_with(options.read_only(true).pragma("query_only", "on"))
            .await?;
        let whole = SqlitePoolOptions::new()
            .max_connections(4)
            .after_release(|_, _| Box::pin(async { Ok(false) }))
            .connect_lazy_with(SqliteConnectOptions::new().filename(&file).busy_timeout(BUSY));
        if is_new {
            sync_folder(root)?;
        }
        let is_checked = Arc::new(AtomicBool::new(needs_check || is_new));
        let connecting = TaskTracker::new();
        Ok(Self { root: root.to_owned(), writer, readers, whole, connecting, _lock: Arc::new(lock), is_checked })
    }

    /// A connection for reading; it never sees a half-done write.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(&self) -> Result<Read> {
        self.connection(&self.readers).await
    }

    /// One that lies idle, else a new one, made to its end even if nobody waits for it any more.
    async fn connection(&self, pool: &SqlitePool) -> Result<PoolConnection<Sqlite>> {
        if let Some(idle) = pool.try_acquire() {
            return Ok(idle);
        }
        let pool = pool.clone();
        match self.connecting.spawn(async move { pool.acquire().await }).await {
            Ok(made) => Ok(made?),
            // The runtime ends, and with it all that is asked.
            Err(_) => Err(sqlx::Error::PoolClosed.into()),
        }
    }

    /// Begins a write (`BEGIN IMMEDIATE`). Nothing lasts before `commit` has answered.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(&self) -> Result<Write> {
        match self.writer.begin_with("BEGIN IMMEDIATE").await {
            // SQLite ended a transaction by itself, as on a full disk, and the connection still counts it: a fresh one
            // takes its place. What was not committed is gone, as it must be.
            Err(sqlx::Error::InvalidSavePointStatement | sqlx::Error::BeginFailed) => {
                self.writer.acquire().await?.close().await?;
                Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            begun => Ok(begun?),
        }
    }

    /// Writes a whole copy of the database, without media, to `target`, which must not exist.
    ///
    /// # Errors
    /// When the disk is full or the file exists.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        // Readers may not write, and the writer must not wait for a large copy.
        let mut connection = self.connection(&self.whole).await?;
        sqlx::query("VACUUM INTO ?1").bind(target.to_string_lossy().into_owned()).execute(&mut *connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// SQLite's check, where it was not done when the library was opened.
    ///
    /// # Errors
    /// [`LibraryError::Damaged`]; the next opening then checks before anything else and finds it too.
    pub async fn check(&self) -> Result<()> {
        if self.is_checked.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut connection = self.connection(&self.whole).await?;
        check(&mut connection).await?;
        connection.close().await?;
        self.is_checked.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Closes all connections; what is committed is on the disk.
    pub async fn close(&self) {
        self.connecting.close();
        self.connecting.wait().await;
        self.whole.close().await;
        // The one that writes goes last, and is made anew where a write that was given up took it along: a reader may not
        // bring the log into the database and take it away.
        let last = self.connection(&self.writer).await;
        self.readers.close().await;
        if let Ok(last) = last
            && let Err(error) = last.close().await
        {
            tracing::debug!(%error, "the last connection did not close as it should");
        }
        self.writer.close().await;
        if self.is_checked.load(Ordering::Relaxed)
            && let Some(state) = state_of(&self.root)
            && let Err(error) = std::fs::write(self.root.join(CLOSED), state)
        {
            tracing::debug!(%error, "the next start checks the database first");
        }
    }

    /// The library's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Pictures, clips and references; the paths in rows are relative to it.
    #[must_use]
    pub fn media_dir(&self) -> PathBuf {
        self.root.join("media")
    }

    /// Thumbnails: made from the media, may be deleted at any time.
    #[must_use]
    pub fn thumbnails_dir(&self) -> PathBuf {
        self.root.join("thumbnails")
    }

    /// Files on their way in or out, kept 24 hours.
    #[must_use]
    pub fn uploads_dir(&self) -> PathBuf {
        self.root.join("uploads")
    }

    /// The log, one file a day.
    #[must_use]
    pub fn logs_dir(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// Files made ready for a platform, by the hash of what they were made from; each can be made again.
    #[must_use]
    pub fn prepared_dir(&self) -> PathBuf {
        self.root.join("prepared")
    }

    /// Daily copies of the database.
    #[must_use]
    pub fn copies_dir(&self) -> PathBuf {
        self.root.join("copies")
    }
}

/// Looks whether a copy of a library's database is sound and of a shape that this program knows.
///
/// # Errors
/// [`LibraryError::Damaged`] and [`LibraryError::Newer`].
pub async fn check_copy(file: &Path) -> Result<()> {
    let mut connection = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await?;
    check(&mut connection).await?;
    refuse_newer(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Whether the database is as it was when the library was last closed properly. It is asked once: whatever happens from
/// now on, only the next proper end says so again.
fn take_closed(root: &Path) -> bool {
    let noted = std::fs::read_to_string(root.join(CLOSED)).ok();
    let is_gone = std::fs::remove_file(root.join(CLOSED)).is_ok();
    is_gone && noted.is_some() && noted == state_of(root)
}

/// Size and age of the database's file; `None` where a part of it still lies in the log beside it.
fn state_of(root: &Path) -> Option<String> {
    if root.join(format!("{DATABASE}-wal")).exists() {
        return None;
    }
    let found = std::fs::metadata(root.join(DATABASE)).ok()?;
    let age = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {}", found.len(), age.as_nanos()))
}

/// Makes the folders and takes the lock.
fn prepare_folder(root: &Path) -> Result<File> {
    for folder in ["", "media", "thumbnails", "prepared", "uploads", "logs", "copies"] {
        let path = root.join(folder);
        std::fs::create_dir_all(&path).map_err(|error| folder_error(root, &path, error))?;
    }
    let path = root.join("lock");
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| folder_error(root, &path, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(LibraryError::InUse),
        Err(TryLockError::Error(error)) => Err(LibraryError::file("could not lock the library's folder", error)),
    }
}

fn folder_error(root: &Path, path: &Path, error: std::io::Error) -> LibraryError {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            LibraryError::ReadOnly { path: root.to_owned() }
        }
        _ => LibraryError::file(format!("could not use {}", path.display()), error),
    }
}

/// A new file's name lasts through a power cut only once its folder is synced too.
fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| LibraryError::file(format!("could not sync {}", folder.display()), error))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// SQLite's own check, short form: structure and indexes, without comparing every index entry.
async fn check(connection: &mut SqliteConnection) -> Result<()> {
    let findings: Vec<String> = sqlx::query_scalar("PRAGMA quick_check(5)").fetch_all(&mut *connection).await?;
    match findings.as_slice() {
        [ok] if ok == "ok" => Ok(()),
        faults => Err(LibraryError::Damaged(faults.join("; "))),
    }
}

async fn refuse_newer(connection: &mut SqliteConnection) -> Result<()> {
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
    connection.ensure_migrations_table(&MIGRATIONS.table_name).await.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error) => LibraryError::from(error),
        other => LibraryError::Damaged(other.to_string()),
    })?;
    let found: Option<i64> =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut *connection).await?;
    match found {
        Some(found) if found > known => Err(LibraryError::Newer { found, known }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_library_is_made_and_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        let mut write = library.write().await.unwrap();
        sqlx::query("INSERT INTO settings VALUES ('a', '1', 'now')").execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
        library.close().await;
        drop(library);
        let library = Library::open(folder.path()).await.unwrap();
        let mut read = library.read().await.unwrap();
        let value: String = sqlx::query_scalar("SELECT value FROM settings").fetch_one(&mut *read).await.unwrap();
        assert_eq!(value, "1");
    }

    #[tokio::test]
    async fn a_copy_is_a_library_of_its_own_and_readers_still_write_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("library")).await.unwrap();
        let mut write = library.write().await.unwrap();
        sqlx::query("INSERT INTO settings VALUES ('a', '1', 'now')").execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
        let copy = folder.path().join("copy");
        std::fs::create_dir(&copy).unwrap();
        library.copy_to(&copy.join(DATABASE)).await.unwrap();
        assert!(library.copy_to(&copy.join(DATABASE)).await.is_err(), "a file that is there is not replaced");
        for _ in 0..8 {
            let mut read = library.read().await.unwrap();
            assert!(sqlx::query("DELETE FROM settings").execute(&mut *read).await.is_err());
        }
        let copied = Library::open(&copy).await.unwrap();
        let mut read = copied.read().await.unwrap();
        let value: String =
            sqlx::query_scalar("SELECT value FROM settings WHERE key = 'a'").fetch_one(&mut *read).await.unwrap();
        assert_eq!(value, "1");
    }

    #[tokio::test]
    async fn closing_waits_for_a_copy_that_was_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("library")).await.unwrap();
        let mut write = library.write().await.unwrap();
        for number in 0..2_000 {
            sqlx::query("INSERT INTO settings VALUES (?1, ?2, 'now')")
                .bind(format!("key {number}"))
                .bind("x".repeat(2_000))
                .execute(&mut *write)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        let copy = folder.path().join("copy.db");
        let copying = tokio::spawn({
            let (library, copy) = (library.clone(), copy.clone());
            async move { library.copy_to(&copy).await }
        });
        while !copy.exists() {
            tokio::task::yield_now().await;
        }
        copying.abort();
        let _ = copying.await;
        library.close().await;
        assert!(!library.root().join("library.db-wal").exists(), "the last connection took the log away");
        assert!(library.root().join(CLOSED).exists(), "it was a proper end");
    }

    #[tokio::test]
    async fn the_log_is_brought_in_even_where_the_writing_connection_was_lost() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        let mut write = library.write().await.unwrap();
        sqlx::query("INSERT INTO settings VALUES ('a', '1', 'now')").execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
        drop(library.read().await.unwrap());
        library.writer.acquire().await.unwrap().close().await.unwrap();
        library.close().await;
        assert!(!folder.path().join("library.db-wal").exists());
    }

    #[tokio::test]
    async fn the_check_waits_only_after_a_proper_end_and_finds_a_fault_then_too() {
        let folder = tempfile::tempdir().unwrap();
        let is_checked = |library: &Library| library.is_checked.load(Ordering::Relaxed);
        let library = Library::open(folder.path()).await.unwrap();
        library.close().await;
        drop(library);
        let library = Library::open(folder.path()).await.unwrap();
        assert!(!is_checked(&library), "it was closed properly");
        library.check().await.unwrap();
        assert!(is_checked(&library));
        // A program that was killed says nothing: the next one checks first.
        drop(library);
        let library = Library::open(folder.path()).await.unwrap();
        assert!(is_checked(&library));
        let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'content_by_seed'";
        let mut read = library.read().await.unwrap();
        let page: i64 = sqlx::query_scalar(root).fetch_one(&mut *read).await.unwrap();
        drop(read);
        library.close().await;
        drop(library);
        // Bytes that rot between two starts leave size and age as they were.
        let file = folder.path().join(DATABASE);
        let before = std::fs::metadata(&file).unwrap().modified().unwrap();
        let mut bytes = std::fs::read(&file).unwrap();
        bytes.chunks_mut(4096).nth(usize::try_from(page).unwrap() - 1).unwrap().fill(0xff);
        std::fs::write(&file, bytes).unwrap();
        File::options().write(true).open(&file).unwrap().set_modified(before).unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        let found = library.check().await.unwrap_err();
        assert!(matches!(found, LibraryError::Damaged(_)), "{found:?}");
        library.close().await;
        drop(library);
        let next = Library::open(folder.path()).await;
        assert!(matches!(next, Err(LibraryError::Damaged(_))), "the next start checks first");
    }

    #[tokio::test]
    async fn a_second_opening_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let _first = Library::open(folder.path()).await.unwrap();
        assert!(matches!(Library::open(folder.path()).await, Err(LibraryError::InUse)));
    }

    #[tokio::test]
    async fn a_newer_library_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        let mut write = library.write().await.unwrap();
        sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99990101, 'later', 1, x'00', 0)")
            .execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
        library.close().await;
        drop(library);
        let error = Library::open(folder.path()).await.unwrap_err();
        assert!(matches!(error, LibraryError::Newer { found: 99990101, .. }), "{error:?}");
        assert!(error.to_string().contains("newer"));
    }

    #[tokio::test]
    async fn a_library_of_another_build_is_not_called_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        let mut write = library.write().await.unwrap();
        sqlx::query("UPDATE _sqlx_migrations SET checksum = x'00'").execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
        library.close().await;
        drop(library);
        let error = Library::open(folder.path()).await.unwrap_err();
        assert!(matches!(error, LibraryError::OtherBuild(_)), "{error:?}");
    }

    #[tokio::test]
    async fn a_cut_database_is_reported_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        let mut write = library.write().await.unwrap();
        for number in 0..500 {
            sqlx::query("INSERT INTO settings VALUES (?1, ?2, 'now')")
                .bind(format!("key {number}"))
                .bind("x".repeat(400))
                .execute(&mut *write)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        library.close().await;
        drop(library);
        let file = folder.path().join(DATABASE);
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        let error = Library::open(folder.path()).await.unwrap_err();
        assert!(matches!(error, LibraryError::Damaged(_)), "{error:?}");
        assert_eq!(std::fs::read(&file).unwrap(), &bytes[..bytes.len() / 2]);
    }
}
