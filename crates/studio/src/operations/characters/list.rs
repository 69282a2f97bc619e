//! The list of characters.

use crate::{Page, Result, Studio};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use troupe_library::{
    CharacterId, ContentId, Origin, PostId, ReferenceId,
    tables::{
        characters::{self, Card, CharacterStatus, Filter},
        schedule::{self, NextOfCharacter},
    },
};

/// The characters by name, with what a card shows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListCharacters {
    /// Only with this status.
    #[serde(default)]
    status: Option<CharacterStatus>,
    /// Beginnings of words in name or bio; all of them must be there.
    #[serde(default)]
    search: Option<String>,
    /// True lists the deleted ones, which can be restored, in place of the others.
    #[serde(default)]
    is_deleted: bool,
    /// At most this many, 1 to 200 (20).
    #[serde(default)]
    limit: Option<u32>,
    /// After this many.
    #[serde(default)]
    offset: Option<u32>,
}

/// A page of characters.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CharacterList {
    characters: Vec<CharacterCard>,
    total: i64,
    limit: u32,
    offset: u32,
}

/// A character as its card shows it.
#[derive(Debug, Serialize, JsonSchema)]
struct CharacterCard {
    id: CharacterId,
    name: String,
    bio: String,
    age: i64,
    location: String,
    timezone: String,
    /// Where it is meant to post.
    platforms: Vec<String>,
    /// Whose face it has.
    origin: Origin,
    status: CharacterStatus,
    status_reason: Option<String>,
    paused_at: Option<DateTime<Utc>>,
    paused_until: Option<DateTime<Utc>>,
    /// The reference that was chosen as its profile image.
    profile_image: Option<ReferenceId>,
    /// The reference shown as its face: the profile image, else the face reference, else the primary one.
    face: Option<ReferenceId>,
    /// Its newest pictures and clips that were not rejected, at most five.
    newest_content_ids: Vec<ContentId>,
    /// How many of its pictures wait for the creator's yes or no.
    pending_count: i64,
    /// Its next planned post.
    next_post: Option<NextPost>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

/// The next planned post of a character.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "NextPostOfCharacter")]
struct NextPost {
    post_id: PostId,
    scheduled_at: DateTime<Utc>,
    /// The IANA zone in which it was planned.
    timezone: Option<String>,
    /// Whether the creator's word is there, without which it is not sent.
    is_approved: bool,
}

impl From<NextOfCharacter> for NextPost {
    fn from(next: NextOfCharacter) -> Self {
        Self {
            post_id: next.id,
            scheduled_at: next.due_at,
            timezone: next.timezone,
            is_approved: next.approved_at.is_some(),
        }
    }
}

impl CharacterCard {
    fn of(card: Card, next_post: Option<NextPost>) -> Self {
        let row = card.character;
        Self {
            id: row.id,
            name: row.name,
            bio: row.bio,
            age: row.age,
            location: row.location,
            timezone: row.timezone,
            platforms: row.platforms,
            origin: row.origin,
            status: row.status,
            status_reason: row.status_reason,
            paused_at: row.paused_at,
            paused_until: row.paused_until,
            profile_image: row.profile_image,
            face: card.face,
            newest_content_ids: card.newest_content_ids,
            pending_count: card.pending_count,
            next_post,
            created_at: row.created_at,
            updated_at: row.updated_at,
            deleted_at: row.deleted_at,
        }
    }
}

pub(super) async fn list(studio: &Studio, input: ListCharacters) -> Result<CharacterList> {
    let page = Page::of(input.limit, input.offset, 20)?;
    let filter = Filter { status: input.status, search: input.search, is_deleted: input.is_deleted };
    let mut read = studio.library().read().await?;
    let (cards, total) = characters::list(&mut read, &filter, page.limit, page.offset).await?;
    let next = schedule::next_of_characters(&mut read, studio.now()).await?;
    let mut next: HashMap<_, _> = next.into_iter().map(|next| (next.character_id, NextPost::from(next))).collect();
    let characters = cards
        .into_iter()
        .map(|card| {
            let next_post = next.remove(&card.character.id);
            CharacterCard::of(card, next_post)
        })
        .collect();
    Ok(CharacterList { characters, total, limit: page.limit, offset: page.offset })
}
