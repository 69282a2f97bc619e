//! An account as it is answered. What opens it is never among it.

use crate::{
    Result, Studio,
    accounts::{AccountFix, BucketSettings, ConnectionStatus, bucket, health, kept_at, platform_of},
    secrets::Kept,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use troupe_library::{
    AccountId, CharacterId, SqliteConnection,
    tables::{
        accounts::{AccountRow, UploadPlace},
        characters,
    },
};
use troupe_platforms::PlatformName;

/// An account at a platform, and how it is.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PlatformAccount {
    /// Its id.
    pub(crate) id: AccountId,
    /// The platform.
    platform: PlatformName,
    /// Whose it is.
    character_id: Option<CharacterId>,
    /// The character's name.
    character_name: Option<String>,
    /// The creator's word for it; empty when there is none.
    label: String,
    /// By which of the platform's logins it was connected.
    login: String,
    /// The platform's id of it.
    external_id: String,
    /// Its name in addresses, without an at sign.
    pub(crate) account_username: String,
    /// Its name for people.
    display_name: String,
    /// Its page.
    account_url: Option<String>,
    /// Whether it works.
    is_connected: bool,
    /// How it is.
    pub(crate) connection_status: ConnectionStatus,
    /// What that means and what to do.
    message: String,
    /// The button that mends it; null where nothing is to be done.
    fix: Option<AccountFix>,
    /// Until when its login holds if nothing is done; null: it has no end by time.
    login_ends_at: Option<DateTime<Utc>>,
    /// When its login is renewed by itself.
    login_renews_at: Option<DateTime<Utc>>,
    /// Where its tokens lie; `this_run` is lost when the program ends.
    kept: Kept,
    /// Whether pictures that are not safe for work may go there.
    allows_nsfw: bool,
    /// The IANA zone of its slots.
    timezone: String,
    /// How pictures reach a platform that only fetches them.
    upload_place: Option<UploadPlace>,
    /// The bucket that was set, without its keys.
    bucket: Option<BucketSettings>,
    /// The items of the platform's checklist for AI accounts that were ticked, by their text.
    demands_met: Vec<String>,
    /// Whether nothing is sent there for now.
    is_paused: bool,
    paused_reason: Option<String>,
    /// Until when; null until it is resumed.
    paused_until: Option<DateTime<Utc>>,
    /// No post goes out before this moment, because the platform asked for it.
    held_until: Option<DateTime<Utc>>,
    held_reason: Option<String>,
    /// Followers at the last look; null is not given.
    follower_count: Option<i64>,
    /// Posts that the platform still takes in its window, at the last look; null is not given.
    posts_left: Option<i64>,
    /// When its login was last renewed.
    refreshed_at: Option<DateTime<Utc>>,
    /// When it was last tested.
    tested_at: Option<DateTime<Utc>>,
    /// What the last test or renewal met.
    test_error: Option<String>,
    /// When its counts were last read.
    last_synced_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl PlatformAccount {
    /// Reads what belongs to an account.
    pub(crate) async fn load(studio: &Studio, db: &mut SqliteConnection, row: AccountRow) -> Result<Self> {
        let character_name = match row.character_id {
            Some(id) => characters::get(db, id).await?.map(|character| character.name),
            None => None,
        };
        let health = health(studio, &row);
        Ok(Self {
            platform: platform_of(studio, &row)?.name(),
            kept: kept_at(studio, &row),
            bucket: bucket(&row),
            is_connected: matches!(health.status, ConnectionStatus::Connected | ConnectionStatus::Expiring),
            connection_status: health.status,
            message: health.message,
            fix: health.fix,
            login_ends_at: health.ends_at,
            login_renews_at: health.renews_at,
            character_name,
            id: row.id,
            character_id: row.character_id,
            label: row.label,
            login: row.login,
            external_id: row.external_id,
            account_username: row.handle,
            display_name: row.display_name,
            account_url: row.url,
            allows_nsfw: row.allows_nsfw,
            timezone: row.timezone,
            upload_place: row.upload_place,
            demands_met: row.demands_met,
            is_paused: row.is_paused,
            paused_reason: row.paused_reason,
            paused_until: row.paused_until,
            held_until: row.held_until,
            held_reason: row.held_reason,
            follower_count: row.follower_count,
            posts_left: row.posts_left,
            refreshed_at: row.refreshed_at,
            tested_at: row.tested_at,
            test_error: row.test_error,
            last_synced_at: row.synced_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    /// The accounts of these rows, in their order.
    pub(crate) async fn load_all(
        studio: &Studio,
        db: &mut SqliteConnection,
        rows: Vec<AccountRow>,
    ) -> Result<Vec<Self>> {
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(Self::load(studio, db, row).await?);
        }
        Ok(found)
    }
}
