//! Accounts: how one is connected, what keeps it connected, and what is known of it.

use crate::UploadAccess;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use troupe_net::Secret;

/// An app that the creator registered at the platform.
#[derive(Debug, Clone)]
pub struct App {
    /// The app's id.
    pub client_id: String,
    /// Its secret, where the platform wants one.
    pub client_secret: Option<Secret>,
}

/// What the creator pasted: the fields that the platform's facts ask for, by name. All of them count as secret.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    /// The fields.
    pub fields: std::collections::BTreeMap<String, Secret>,
}

impl Credentials {
    /// The field of that name, if it was filled in.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.fields.get(name).filter(|value| !value.expose().trim().is_empty())
    }
}

/// What opens an account. It lies in the keychain, one entry a token.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Sent with each call.
    pub access: Secret,
    /// Brings a new access token.
    pub refresh: Option<Secret>,
    /// When the access token ends; `None` means that it has no end by time.
    pub expires_at: Option<DateTime<Utc>>,
    /// When the refresh token ends.
    pub refresh_expires_at: Option<DateTime<Utc>>,
}

/// What is known of an account; nothing of it is secret.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// The platform's id of it.
    pub external_id: String,
    /// Its name in addresses, without an at sign.
    pub handle: String,
    /// Its name for people.
    pub display_name: String,
    /// Its page.
    pub url: Option<String>,
    /// Followers or subscribers, where the platform says.
    pub follower_count: Option<u64>,
    /// How many posts may still be published in the platform's window, where it says.
    pub posts_left: Option<u64>,
    /// What the platform's own calls need besides: a server's host, a page's id, limits that this server names.
    pub details: Map<String, Value>,
}

/// A newly connected account.
#[derive(Debug, Clone)]
pub struct Connected {
    /// What is known of it.
    pub account: Account,
    /// What opens it.
    pub tokens: Tokens,
    /// The app that the platform made for us on the way (Mastodon's servers do).
    pub app: Option<App>,
}

/// An open account: all that a call needs.
#[derive(Debug, Clone)]
pub struct Session {
    /// What is known of it.
    pub account: Account,
    /// What opens it.
    pub tokens: Tokens,
    /// The app, where calls or the refresh need it.
    pub app: Option<App>,
    /// Where pictures lie while a platform fetches them; `None` where it takes the bytes itself.
    pub upload: Option<UploadAccess>,
}

impl Session {
    /// Whether its posts are made by hand, because the creator chose no place from which files are fetched.
    pub(crate) fn is_by_hand(&self) -> bool {
        matches!(self.upload, Some(UploadAccess::HandOff))
    }
}

/// Who can see a published post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Who has the address.
    Unlisted,
    /// Followers only.
    Followers,
    /// The account alone: it is up, but not published.
    Private,
    /// The platform does not say.
    Unknown,
}

/// A post as the platform shows it when it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The platform's id.
    pub id: String,
    /// Its address for people; `None` where the platform gives none (a private group).
    pub permalink: Option<String>,
    /// Who can see it.
    pub visibility: Visibility,
    /// What of it is not as it was asked for, in words, such as a missing AI label.
    pub remarks: Vec<String>,
}

impl Live {
    /// A post that was made by hand: all that is known of it is what the creator said.
    pub(crate) fn by_hand(id: &str) -> Self {
        Self { id: id.to_owned(), permalink: None, visibility: Visibility::Unknown, remarks: Vec::new() }
    }
}
