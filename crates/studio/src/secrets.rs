//! Secrets: API keys and tokens in the keychain of the operating system and nowhere else. Where no
//! keychain runs, a secret is held for this run only, in memory, and that is said.

use crate::{Code, Error, Result};
use keyring::{Entry, Error as KeyringError};
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
pub use troupe_net::Secret;

/// How the keychain is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeychainState {
    /// Nothing was kept or read yet.
    Unknown,
    /// It keeps and gives.
    Ready,
    /// It is locked; unlocking it is up to its owner.
    Locked,
    /// None runs for this user.
    Absent,
    /// It refused for another reason.
    Failing,
}

impl KeychainState {
    /// What that means and what to do.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unknown => "The keychain was not needed yet.",
            Self::Ready => "Keys are kept in the system's keychain.",
            Self::Locked => {
                "The system's keychain is locked. Unlock it (sign in to your desktop, or open its password program), then try again."
            }
            Self::Absent => {
                "No keychain runs here, so keys are held in memory until Troupe is closed. On Linux install and start gnome-keyring, KeePassXC or KWallet with its Secret Service; on macOS and Windows it is built in."
            }
            Self::Failing => {
                "The system's keychain refused. Keys are held in memory until Troupe is closed; the log has the reason."
            }
        }
    }
}

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// In the system's keychain.
    Keychain,
    /// In memory, until this run ends.
    ThisRun,
}

/// The secrets of one library.
#[derive(Debug)]
pub(crate) struct Secrets {
    /// The keychain's name for this library's entries; a rehearsal has one of its own.
    service: String,
    held: Mutex<HashMap<String, Secret>>,
    state: Mutex<KeychainState>,
}

impl Secrets {
    pub(crate) fn new(service: String) -> Self {
        Self { service, held: Mutex::default(), state: Mutex::new(KeychainState::Unknown) }
    }

    /// How the keychain was when it was last needed.
    pub(crate) fn state(&self) -> KeychainState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a secret under a name, and says where.
    pub(crate) async fn set(&self, name: &str, secret: Secret) -> Result<Kept> {
        let value = secret.expose().to_owned();
        match self.with_entry(name, move |entry| entry.set_password(&value)).await {
            Ok(()) => {
                self.held().remove(name);
                Ok(Kept::Keychain)
            }
            Err(KeychainState::Locked) => Err(Error::new(Code::Conflict, KeychainState::Locked.words())),
            Err(_) => {
                self.held().insert(name.to_owned(), secret);
                Ok(Kept::ThisRun)
            }
        }
    }

    /// The secret of that name, if there is one.
    pub(crate) async fn get(&self, name: &str) -> Result<Option<Secret>> {
        if let Some(secret) = self.held().get(name).cloned() {
            return Ok(Some(secret));
        }
        match self
            .with_entry(name, |entry| match entry.get_password() {
                Err(KeyringError::NoEntry) => Ok(None),
                other => other.map(Some),
            })
            .await
        {
            Ok(found) => Ok(found.map(Secret::from)),
            Err(KeychainState::Locked) => Err(Error::new(Code::Conflict, KeychainState::Locked.words())),
            Err(_) => Ok(None),
        }
    }

    /// The names of the secrets that are held for this run only.
    pub(crate) fn held_names(&self) -> Vec<String> {
        self.held().keys().cloned().collect()
    }

    /// What is held for this run, and taking it over in another run: in tests, where no keychain keeps it.
    #[cfg(test)]
    pub(crate) fn held_for_this_run(&self) -> HashMap<String, Secret> {
        self.held().clone()
    }

    #[cfg(test)]
    pub(crate) fn take_over(&self, held: HashMap<String, Secret>) {
        self.held().extend(held);
    }

    /// Forgets the secret of that name.
    pub(crate) async fn delete(&self, name: &str) -> Result<()> {
        self.held().remove(name);
        match self
            .with_entry(name, |entry| match entry.delete_credential() {
                Err(KeyringError::NoEntry) => Ok(()),
                other => other,
            })
            .await
        {
            Err(KeychainState::Locked) => Err(Error::new(Code::Conflict, KeychainState::Locked.words())),
            _ => Ok(()),
        }
    }

    /// Asks the keychain for an entry that is not there, to see how it is.
    pub(crate) async fn look(&self) -> KeychainState {
        let looked = self.with_entry("look", |entry| match entry.get_password() {
            Err(KeyringError::NoEntry) => Ok(()),
            other => other.map(drop),
        });
        match looked.await {
            Ok(()) => KeychainState::Ready,
            Err(state) => state,
        }
    }

    /// Works with an entry on a thread of its own: the keychain may wait for its owner.
    async fn with_entry<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Entry) -> std::result::Result<T, KeyringError> + Send + 'static,
    ) -> std::result::Result<T, KeychainState> {
        let (service, name) = (self.service.clone(), name.to_owned());
        let done =
            tokio::task::spawn_blocking(move || Entry::new(&service, &name).and_then(|entry| work(&entry))).await;
        let result = match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                let state = state_of(&error);
                // Said once, not at each look.
                if self.state() != state {
                    tracing::warn!(service = "keychain", %error, ?state, "the keychain did not do what it was asked");
                }
                Err(state)
            }
            Err(error) => {
                tracing::error!(service = "keychain", %error, "asking the keychain broke off");
                Err(KeychainState::Failing)
            }
        };
        let state = result.as_ref().err().copied().unwrap_or(KeychainState::Ready);
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        result
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<String, Secret>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The five situations of a keychain, told apart by its errors: no bus and no service are absent, a
/// locked collection and one that was never made are locked.
fn state_of(error: &KeyringError) -> KeychainState {
    match error {
        KeyringError::NoStorageAccess(_) => KeychainState::Locked,
        KeyringError::NoDefaultStore => KeychainState::Absent,
        KeyringError::PlatformFailure(inner) => {
            let words = inner.to_string().to_lowercase();
            let absent =
                ["serviceunknown", "not found", "notfound", "no such file", "connection refused", "autolaunch"]
                    .iter()
                    .any(|word| words.contains(word));
            if absent { KeychainState::Absent } else { KeychainState::Failing }
        }
        _ => KeychainState::Failing,
    }
}
