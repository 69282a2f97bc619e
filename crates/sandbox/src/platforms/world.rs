//! Everything that the stand-in platforms know: records by platform, kind and id, the bytes that were uploaded, the
//! clock, the armed faults and the rate windows.
//!
//! A record is plain data with a kind ([`Record`]). A call reads through [`View`] and changes through [`Change`]; the
//! edits of one call are one line of the journal, written before the answer, or none at all when the call is refused.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::{Answer, Reply};
use super::clock::{Clock, ClockSetting};
use super::faults::Faults;
use super::journal::{Edit, Journal, JournalLine};
use super::rates::Rates;
use crate::SandboxError;
use crate::comfyui::lock;

/// The name under which orders (the clock) stand in the journal.
pub(crate) const SANDBOX: &str = "sandbox";

/// The kind of the numbers that count on.
const SERIES: &str = "series";

/// A kind of record. Its JSON is what the journal keeps.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// The kind's name, unique within a platform.
    const KIND: &'static str;
}

type Records = BTreeMap<(String, String), BTreeMap<String, Value>>;

struct State {
    records: Records,
    journal: Journal,
}

/// The pretended world of one sandbox folder.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) rates: Rates,
    address: SocketAddr,
    media: PathBuf,
    state: Mutex<State>,
}

impl World {
    /// Rebuilds what earlier processes of this folder knew.
    ///
    /// # Errors
    /// [`SandboxError::Folder`] when the folder or the journal cannot be used.
    pub(crate) fn open(folder: &Path, address: SocketAddr) -> Result<Arc<Self>, SandboxError> {
        let folder = folder.join("platforms");
        let media = folder.join("media");
        std::fs::create_dir_all(&media).map_err(|source| SandboxError::Folder { path: media.clone(), source })?;
        let path = folder.join("journal.jsonl");
        let (journal, lines) = Journal::open(&path).map_err(|source| SandboxError::Folder { path, source })?;
        let mut records = Records::new();
        for edit in lines.into_iter().flat_map(|line| line.edits) {
            apply(&mut records, edit);
        }
        let world = Self {
            clock: Clock::default(),
            faults: Faults::default(),
            rates: Rates::default(),
            address,
            media,
            state: Mutex::new(State { records, journal }),
        };
        let set = world.read(SANDBOX, |view| view.get::<ClockSetting>("now"));
        world.clock.set(set.unwrap_or_default());
        Ok(Arc::new(world))
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Where this sandbox listens: `http://127.0.0.1:PORT`.
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address here of `https://HOST/PATH` of the real world, for a client that will call it.
    pub(crate) fn at(&self, host: &str, path: &str) -> String {
        format!("{}/platforms/{host}/{}", self.base(), path.trim_start_matches('/'))
    }

    /// Looks at a platform's records.
    pub(crate) fn read<T>(&self, platform: &'static str, look: impl FnOnce(&View) -> T) -> T {
        let mut state = lock(&self.state);
        look(&View { records: &mut state.records, platform, now: self.now() })
    }

    /// Does what one call does, as a whole or not at all: when `work` refuses, nothing has changed.
    ///
    /// # Errors
    /// The refusal of `work`, or 500 when the journal cannot be written.
    pub(crate) fn change<T>(
        &self,
        platform: &'static str,
        call: &str,
        work: impl FnOnce(&mut Change) -> Result<T, Answer>,
    ) -> Result<T, Answer> {
        let mut state = lock(&self.state);
        let State { records, journal } = &mut *state;
        let now = self.now();
        let mut change = Change { view: View { records, platform, now }, edits: Vec::new(), undo: Vec::new() };
        let done = work(&mut change);
        let Change { edits, undo, .. } = change;
        let written = match &done {
            Ok(_) if edits.is_empty() => Ok(()),
            Ok(_) => journal.write(&JournalLine { at: now, platform: platform.into(), call: call.into(), edits }),
            Err(_) => {
                undo_all(records, undo);
                return done;
            }
        };
        if let Err(error) = written {
            undo_all(records, undo);
            tracing::error!(%error, "the platforms' journal could not be written");
            return Err(Answer::text(500, "The sandbox could not write its journal."));
        }
        done
    }

    /// Keeps uploaded bytes as a file named by their SHA-256 and gives that name. Called before the record that names it.
    ///
    /// # Errors
    /// 500 when the disk does not take them.
    pub(crate) fn keep(&self, bytes: &[u8]) -> Result<String, Answer> {
        let sha256 = super::secret::sha256_hex(bytes);
        let path = self.media.join(&sha256);
        let written = if path.is_file() {
            Ok(())
        } else {
            // Aside first: a kill must leave no half file under a whole file's name.
            let aside = self.media.join(format!("{sha256}.{}", super::secret::random()));
            std::fs::write(&aside, bytes).and_then(|()| std::fs::rename(&aside, &path))
        };
        match written {
            Ok(()) => Ok(sha256),
            Err(error) => {
                tracing::error!(%error, "an upload could not be kept");
                Err(Answer::text(500, "The sandbox could not keep the upload."))
            }
        }
    }

    /// The bytes that were kept under this name.
    pub(crate) fn kept(&self, sha256: &str) -> Option<Vec<u8>> {
        let is_name = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_name.then(|| std::fs::read(self.media.join(sha256)).ok()).flatten()
    }

    /// Sets the clock; it stays so over a restart.
    pub(crate) fn set_clock(&self, setting: ClockSetting) -> Reply {
        self.change(SANDBOX, "clock", |change| {
            change.put("now", &setting);
            Ok(())
        })?;
        self.clock.set(setting);
        Ok(self.shown_clock())
    }

    /// The clock as orders show it.
    pub(crate) fn shown_clock(&self) -> Answer {
        let setting = self.clock.setting();
        Answer::json(
            200,
            &serde_json::json!({"now": self.now(), "is_set": setting.now.is_some(), "ahead_ms": setting.ahead_ms}),
        )
    }
}

fn apply(records: &mut Records, edit: Edit) -> Option<Value> {
    let kind = records.entry((edit.platform, edit.kind)).or_default();
    match edit.value {
        Some(value) => kind.insert(edit.id, value),
        None => kind.remove(&edit.id),
    }
}

fn undo_all(records: &mut Records, undo: Vec<Edit>) {
    for edit in undo.into_iter().rev() {
        apply(records, edit);
    }
}

/// A look at one platform's records at one moment.
pub(crate) struct View<'a> {
    records: &'a mut Records,
    platform: &'static str,
    /// The moment, the same for the whole call.
    pub(crate) now: DateTime<Utc>,
}

impl View<'_> {
    fn kind<R: Record>(&self, platform: &str) -> Option<&BTreeMap<String, Value>> {
        self.records.get(&(platform.to_owned(), R::KIND.to_owned()))
    }

    /// The platform whose records these are.
    pub(crate) fn platform(&self) -> &'static str {
        self.platform
    }

    pub(crate) fn get<R: Record>(&self, id: &str) -> Option<R> {
        self.get_on(self.platform, id)
    }

    /// A record of another platform (a Page's photo that Instagram is pointed at).
    pub(crate) fn get_on<R: Record>(&self, platform: &str, id: &str) -> Option<R> {
        R::deserialize(self.kind::<R>(platform)?.get(id)?).ok()
    }

    /// The last number that a series gave; 0 before the first.
    pub(crate) fn last(&self, series: &str) -> u64 {
        let all = self.records.get(&(self.platform.to_owned(), SERIES.to_owned()));
        all.and_then(|all| all.get(series)).and_then(Value::as_u64).unwrap_or(0)
    }

    /// All records of a kind in the order of their ids; `.rev()` gives the highest id first.
    pub(crate) fn all<R: Record>(&self) -> impl DoubleEndedIterator<Item = (&str, R)> {
        self.all_on(self.platform)
    }

    /// All records of a kind of another platform.
    pub(crate) fn all_on<R: Record>(&self, platform: &str) -> impl DoubleEndedIterator<Item = (&str, R)> {
        let kind = self.kind::<R>(platform).into_iter().flatten();
        kind.filter_map(|(id, value)| Some((id.as_str(), R::deserialize(value).ok()?)))
    }

    /// All records of a kind whose id begins so, in the order of their ids.
    pub(crate) fn starting<'s, R: Record>(&'s self, prefix: &'s str) -> impl Iterator<Item = (&'s str, R)> {
        let kind = self.kind::<R>(self.platform).into_iter();
        let range = kind.flat_map(move |kind| kind.range(prefix.to_owned()..));
        range
            .take_while(move |(id, _)| id.starts_with(prefix))
            .filter_map(|(id, value)| Some((id.as_str(), R::deserialize(value).ok()?)))
    }
}

/// A call that changes something, while it is under way. It sees its own edits.
pub(crate) struct Change<'a> {
    view: View<'a>,
    edits: Vec<Edit>,
    undo: Vec<Edit>,
}

impl<'a> Deref for Change<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &Self::Target {
        &self.view
    }
}

impl Change<'_> {
    fn edit(&mut self, platform: &str, kind: &str, id: String, value: Option<Value>) {
        let edit = Edit { platform: platform.into(), kind: kind.into(), id, value };
        let before = apply(self.view.records, edit.clone());
        self.undo.push(Edit { value: before, ..edit.clone() });
        self.edits.push(edit);
    }

    pub(crate) fn put<R: Record>(&mut self, id: impl Into<String>, record: &R) {
        self.put_on(self.view.platform, id, record);
    }

    /// Puts a record of another platform.
    pub(crate) fn put_on<R: Record>(&mut self, platform: &str, id: impl Into<String>, record: &R) {
        match serde_json::to_value(record) {
            Ok(value) => self.edit(platform, R::KIND, id.into(), Some(value)),
            Err(error) => tracing::error!(%error, kind = R::KIND, "a record has no JSON"),
        }
    }

    pub(crate) fn remove<R: Record>(&mut self, id: &str) {
        self.edit(self.view.platform, R::KIND, id.to_owned(), None);
    }

    /// The next number of a series of this platform, from 1.
    pub(crate) fn next(&mut self, series: &str) -> u64 {
        let next = self.last(series) + 1;
        self.edit(self.view.platform, SERIES, series.to_owned(), Some(next.into()));
        next
    }

    /// A new id that grows with time, as the platforms of millions count: milliseconds above, a series below. Eighteen
    /// or nineteen digits, so that ids sort as text too.
    pub(crate) fn snowflake(&mut self) -> String {
        let low = self.next("snowflake") & 0xffff;
        let high = u64::try_from(self.view.now.timestamp_millis()).unwrap_or(0) << 16;
        format!("{:018}", high | low)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::net::Ipv4Addr;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Note(String);

    impl Record for Note {
        const KIND: &'static str = "note";
    }

    fn world(folder: &Path) -> Arc<World> {
        World::open(folder, (Ipv4Addr::LOCALHOST, 1).into()).unwrap()
    }

    #[test]
    fn what_a_call_changed_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let first = world(folder.path());
        let moment = "2030-01-01T00:00:00Z".parse().unwrap();
        first.set_clock(ClockSetting { now: Some(moment), ahead_ms: 0 }).unwrap();
        first
            .change("x", "note", |change| {
                assert_eq!(change.next("notes"), 1);
                change.put("a", &Note("one".into()));
                change.put("b", &Note("two".into()));
                change.remove::<Note>("a");
                Ok(())
            })
            .unwrap();
        drop(first);
        let again = world(folder.path());
        assert_eq!(again.now(), moment);
        let notes =
            |world: &World| world.read("x", |view| view.all::<Note>().map(|(_, note)| note.0).collect::<Vec<_>>());
        assert_eq!(notes(&again), ["two"]);
        assert_eq!(again.change("x", "note", |change| Ok(change.next("notes"))).unwrap(), 2);
    }

    #[test]
    fn a_refused_call_has_changed_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let world = world(folder.path());
        let put = |change: &mut Change| {
            change.put("a", &Note("one".into()));
            Ok(())
        };
        world.change("x", "note", put).unwrap();
        let refused = world.change("x", "note", |change| {
            change.put("a", &Note("two".into()));
            change.remove::<Note>("a");
            assert_eq!(change.get::<Note>("a"), None);
            Err::<(), _>(Answer::text(400, "no"))
        });
        assert_eq!(refused.unwrap_err().into_response().status(), 400);
        assert_eq!(world.read("x", |view| view.get::<Note>("a")), Some(Note("one".into())));
        drop(world);
        let again = super::tests::world(folder.path());
        assert_eq!(again.read("x", |view| view.get::<Note>("a")), Some(Note("one".into())));
    }

    #[test]
    fn uploaded_bytes_are_kept_under_their_hash_and_nothing_else_is_served() {
        let folder = tempfile::tempdir().unwrap();
        let world = world(folder.path());
        let name = world.keep(b"picture").unwrap();
        assert_eq!(world.keep(b"picture").unwrap(), name);
        assert_eq!(world.kept(&name).unwrap(), b"picture");
        assert_eq!(world.kept("../journal.jsonl"), None);
    }
}
