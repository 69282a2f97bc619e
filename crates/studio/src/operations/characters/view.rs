//! A character as it is answered.

use crate::{
    Result, Studio,
    operations::{accounts::view::PlatformAccount, references::Reference, styles::Style},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use troupe_library::{
    CharacterId, ConsentId, Origin, ReferenceId, SqliteConnection,
    tables::{
        accounts::{self, AccountFilter},
        characters::{Appearance, CharacterRow, CharacterStatus, Disclosure, Personality},
        posts, references, styles,
    },
};

/// A character with all that belongs to it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Character {
    pub(super) id: CharacterId,
    name: String,
    bio: String,
    /// 18 or over.
    age: i64,
    location: String,
    /// IANA time zone.
    timezone: String,
    interests: Vec<String>,
    /// The reference that was chosen as its profile image.
    profile_image: Option<ReferenceId>,
    /// The reference shown as its face: the profile image, else the face reference, else the primary one.
    face: Option<ReferenceId>,
    status: CharacterStatus,
    /// Why it is paused or in error, where there is something to say.
    status_reason: Option<String>,
    paused_at: Option<DateTime<Utc>>,
    /// Until when it is paused; null until it is resumed.
    paused_until: Option<DateTime<Utc>>,
    personality: Personality,
    appearance: Appearance,
    narrative: String,
    /// Where it is meant to post.
    platforms: Vec<String>,
    disclosure: Disclosure,
    /// Whose face it has.
    origin: Origin,
    /// The consent that it rests on.
    consent_id: Option<ConsentId>,
    styles: Vec<Style>,
    references: Vec<Reference>,
    /// Its accounts on platforms.
    platform_accounts: Vec<PlatformAccount>,
    stats: CharacterStats,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    /// When it was deleted; it can be restored.
    deleted_at: Option<DateTime<Utc>>,
}

/// Numbers of a character on its platforms; null is not measured.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct CharacterStats {
    total_posts: i64,
    total_followers: Option<i64>,
    total_engagement: Option<i64>,
}

impl Character {
    /// Reads what belongs to a character.
    pub(super) async fn load(studio: &Studio, db: &mut SqliteConnection, row: CharacterRow) -> Result<Self> {
        let styles = styles::list(db, row.id).await?.into_iter().map(Style::from).collect();
        let references: Vec<_> = references::list(db, row.id).await?.into_iter().map(Reference::from).collect();
        let mine = AccountFilter { character_id: Some(row.id), ..AccountFilter::default() };
        let accounts = accounts::list(db, &mine).await?;
        let totals = posts::totals(db, row.id).await?;
        let stats = CharacterStats {
            total_posts: totals.posts,
            total_followers: accounts
                .iter()
                .filter_map(|account| account.follower_count)
                .reduce(|sum, more| sum + more),
            total_engagement: totals.engagement,
        };
        let platform_accounts = PlatformAccount::load_all(studio, db, accounts).await?;
        // The primary reference comes first.
        let primary = references.first().map(|reference| reference.id);
        Ok(Self {
            face: row.profile_image.or(row.appearance.face_reference).or(primary),
            id: row.id,
            name: row.name,
            bio: row.bio,
            age: row.age,
            location: row.location,
            timezone: row.timezone,
            interests: row.interests,
            profile_image: row.profile_image,
            status: row.status,
            status_reason: row.status_reason,
            paused_at: row.paused_at,
            paused_until: row.paused_until,
            personality: row.personality,
            appearance: row.appearance,
            narrative: row.narrative,
            platforms: row.platforms,
            disclosure: row.disclosure,
            origin: row.origin,
            consent_id: row.consent_id,
            styles,
            references,
            platform_accounts,
            stats,
            created_at: row.created_at,
            updated_at: row.updated_at,
            deleted_at: row.deleted_at,
        })
    }
}
