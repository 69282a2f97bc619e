//! Accounts at the platforms. What opens them lies in the keychain, never here.

use crate::{AccountId, CharacterId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum AccountState {
    /// It works.
    Connected,
    /// Its token ended and could not be renewed.
    Expired,
    /// The platform no longer takes its token.
    Revoked,
    /// The platform blocked or restricted it.
    Restricted,
    /// The creator disconnected it; its posts stay.
    Disconnected,
}

/// How pictures reach a platform that only fetches them from an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum UploadPlace {
    /// An unpublished photo of the linked Facebook Page.
    PagePhoto,
    /// The creator's own bucket.
    Bucket,
    /// By hand.
    HandOff,
}

/// One account.
#[derive(Debug, Clone, FromRow)]
pub struct AccountRow {
    /// The account's id.
    pub id: AccountId,
    /// The platform's slug.
    pub platform: String,
    /// Whose it is.
    pub character_id: Option<CharacterId>,
    /// By which login it was connected.
    pub login: String,
    /// The creator's word for it.
    pub label: String,
    /// The platform's id of it.
    pub external_id: String,
    /// Its name in addresses.
    pub handle: String,
    /// Its name for people.
    pub display_name: String,
    /// Its page.
    pub url: Option<String>,
    /// What the platform's calls need besides.
    #[sqlx(json)]
    pub details: Value,
    /// The id of the app that its tokens belong to.
    pub client_id: Option<String>,
    /// Whether it can be used.
    pub state: AccountState,
    /// Why not, in words.
    pub state_reason: Option<String>,
    /// Whether pictures that are not safe for work may go there.
    pub allows_nsfw: bool,
    /// The IANA zone of its slots.
    pub timezone: String,
    /// How pictures reach the platform, where it only fetches them.
    pub upload_place: Option<UploadPlace>,
    /// The items of the checklist for AI accounts that were ticked.
    #[sqlx(json)]
    pub demands_met: Vec<String>,
    /// Whether nothing is sent there for now.
    pub is_paused: bool,
    /// Why.
    pub paused_reason: Option<String>,
    /// Until when; without it until it is resumed.
    pub paused_until: Option<DateTime<Utc>>,
    /// No post goes out before this moment, because the platform asked for it.
    pub held_until: Option<DateTime<Utc>>,
    /// Why, in words.
    pub held_reason: Option<String>,
    /// Followers at the last look.
    pub follower_count: Option<i64>,
    /// Posts that the platform still takes in its window, at the last look.
    pub posts_left: Option<i64>,
    /// When the access token came.
    pub token_obtained_at: Option<DateTime<Utc>>,
    /// When it ends; without it never by time.
    pub token_expires_at: Option<DateTime<Utc>>,
    /// When the refresh token ends.
    pub refresh_expires_at: Option<DateTime<Utc>>,
    /// When the token was last renewed.
    pub refreshed_at: Option<DateTime<Utc>>,
    /// When it was last tested.
    pub tested_at: Option<DateTime<Utc>>,
    /// What the last test met.
    pub test_error: Option<String>,
    /// When its counts were last read.
    pub synced_at: Option<DateTime<Utc>>,
    /// When it was connected.
    pub created_at: DateTime<Utc>,
    /// When the row last changed.
    pub updated_at: DateTime<Utc>,
}

impl AccountRow {
    /// An account that was connected at `now`, with what the platform knows it by; nothing else is known of it yet.
    #[must_use]
    pub fn new(platform: &str, external_id: &str, handle: &str, now: DateTime<Utc>) -> Self {
        Self {
            id: AccountId::new(),
            platform: platform.to_owned(),
            character_id: None,
            login: String::new(),
            label: String::new(),
            external_id: external_id.to_owned(),
            handle: handle.to_owned(),
            display_name: String::new(),
            url: None,
            details: Value::Object(serde_json::Map::new()),
            client_id: None,
            state: AccountState::Connected,
            state_reason: None,
            allows_nsfw: false,
            timezone: "UTC".to_owned(),
            upload_place: None,
            demands_met: Vec::new(),
            is_paused: false,
            paused_reason: None,
            paused_until: None,
            held_until: None,
            held_reason: None,
            follower_count: None,
            posts_left: None,
            token_obtained_at: None,
            token_expires_at: None,
            refresh_expires_at: None,
            refreshed_at: None,
            tested_at: None,
            test_error: None,
            synced_at: None,
            created_at: now,
            updated_at: now,
        }
    }
}

/// Which accounts are listed.
#[derive(Debug, Clone, Default)]
pub struct AccountFilter {
    /// Of one character.
    pub character_id: Option<CharacterId>,
    /// Of one platform.
    pub platform: Option<String>,
    /// Those that work, or those that do not.
    pub is_connected: Option<bool>,
}

/// The accounts that meet the filter, by platform and name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, filter: &AccountFilter) -> Result<Vec<AccountRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM accounts WHERE 1 = 1");
    if let Some(id) = filter.character_id {
        query.push(" AND character_id = ").push_bind(id);
    }
    if let Some(platform) = &filter.platform {
        query.push(" AND platform = ").push_bind(platform.clone());
    }
    match filter.is_connected {
        Some(true) => _ = query.push(" AND state = 'connected'"),
        Some(false) => _ = query.push(" AND state <> 'connected'"),
        None => {}
    }
    query.push(" ORDER BY platform, handle COLLATE NOCASE, id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// One account.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: AccountId) -> Result<Option<AccountRow>> {
    Ok(sqlx::query_as("SELECT * FROM accounts WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The account that the platform knows by this id.
///
/// # Errors
/// When the database does not answer.
pub async fn by_external_id(
    db: &mut SqliteConnection,
    platform: &str,
    external_id: &str,
) -> Result<Option<AccountRow>> {
    let query = sqlx::query_as("SELECT * FROM accounts WHERE platform = ?1 AND external_id = ?2");
    Ok(query.bind(platform).bind(external_id).fetch_optional(db).await?)
}

/// Writes a new account, or every field of one that is there.
///
/// # Errors
/// When the platform's account is there under another id, or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &AccountRow) -> Result<()> {
    let columns = "platform, character_id, login, label, external_id, handle, display_name, url, details, client_id, \
        state, state_reason, allows_nsfw, timezone, upload_place, demands_met, is_paused, paused_reason, paused_until, \
        held_until, held_reason, follower_count, posts_left, token_obtained_at, token_expires_at, refresh_expires_at, \
        refreshed_at, tested_at, test_error, synced_at, updated_at";
    let updates: Vec<String> = columns.split(", ").map(|column| format!("{column} = excluded.{column}")).collect();
    let mut query = QueryBuilder::new(format!("INSERT INTO accounts (id, created_at, {columns}) VALUES ("));
    let mut values = query.separated(", ");
    values.push_bind(row.id).push_bind(row.created_at);
    values.push_bind(row.platform.clone()).push_bind(row.character_id).push_bind(row.login.clone());
    values.push_bind(row.label.clone()).push_bind(row.external_id.clone()).push_bind(row.handle.clone());
    values.push_bind(row.display_name.clone()).push_bind(row.url.clone()).push_bind(row.details.to_string());
    values.push_bind(row.client_id.clone()).push_bind(row.state).push_bind(row.state_reason.clone());
    values.push_bind(row.allows_nsfw).push_bind(row.timezone.clone()).push_bind(row.upload_place);
    values.push_bind(sqlx::types::Json(row.demands_met.clone())).push_bind(row.is_paused);
    values.push_bind(row.paused_reason.clone()).push_bind(row.paused_until).push_bind(row.held_until);
    values.push_bind(row.held_reason.clone()).push_bind(row.follower_count).push_bind(row.posts_left);
    values.push_bind(row.token_obtained_at).push_bind(row.token_expires_at).push_bind(row.refresh_expires_at);
    values.push_bind(row.refreshed_at).push_bind(row.tested_at).push_bind(row.test_error.clone());
    values.push_bind(row.synced_at).push_bind(row.updated_at);
    query.push(format!(") ON CONFLICT (id) DO UPDATE SET {}", updates.join(", ")));
    query.build().execute(db).await?;
    Ok(())
}

/// Changes an account as it stands now: what another task wrote meanwhile is kept.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    db: &mut SqliteConnection,
    id: AccountId,
    now: DateTime<Utc>,
    change: impl FnOnce(&mut AccountRow),
) -> Result<Option<AccountRow>> {
    let Some(mut row) = get(db, id).await? else { return Ok(None) };
    change(&mut row);
    row.updated_at = now;
    save(db, &row).await?;
    Ok(Some(row))
}

/// The accounts whose tokens belong to one app of the creator's.
///
/// # Errors
/// When the database does not answer.
pub async fn of_app(db: &mut SqliteConnection, platform: &str, client_id: &str) -> Result<Vec<AccountRow>> {
    let query = sqlx::query_as("SELECT * FROM accounts WHERE platform = ?1 AND client_id = ?2 ORDER BY handle, id");
    Ok(query.bind(platform).bind(client_id).fetch_all(db).await?)
}
