//! Characters: who they are, how they look, what they rest on.

mod create;
mod fields;
mod list;
mod picture_input;
pub(crate) mod transfer;
mod update;
mod view;
mod write;

#[cfg(test)]
pub(crate) mod tests;

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, RateClass, Result, Studio,
    registry::operation,
    tasks::resume_characters,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use troupe_library::{
    CharacterId, ConsentId, LibraryError, Origin, SqliteConnection,
    tables::characters::{self, CharacterRow, CharacterStatus},
};
use view::Character;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("characters.create", create::create, Write, &["characters", "references"]).route("POST /characters"),
        operation("characters.list", list::list, Read, &["characters", "content", "posts"]).route("GET /characters"),
        operation("characters.get", get, Read, &["characters", "styles", "references", "accounts", "posts"])
            .route("GET /characters/{character_id}"),
        operation("characters.update", update::update, Write, &["characters", "references"])
            .route("PUT /characters/{character_id}"),
        operation("characters.delete", delete, Destroy, &["characters"]).route("DELETE /characters/{character_id}"),
        operation("characters.restore", restore, Write, &["characters"])
            .route("POST /characters/{character_id}/restore"),
        operation("characters.pause", pause, Write, &["characters"]).route("POST /characters/{character_id}/pause"),
        operation("characters.resume", resume, Write, &["characters"]).route("POST /characters/{character_id}/resume"),
        operation("characters.generate_content", write::write, Write, &["text_usage"])
            .route("POST /characters/{character_id}/generate/content")
            .rate(RateClass::Text),
        operation("characters.export", transfer::export, Read, &["characters"])
            .route("POST /characters/{character_id}/export")
            .answers_file(),
        operation("characters.import", transfer::import, Write, &["characters", "styles", "references", "content"])
            .route("POST /characters/import"),
    ]
}

/// The character of that id, unless it is deleted.
///
/// # Errors
/// `not_found`; `details.is_deleted` says whether it can be restored.
pub(crate) async fn find(db: &mut SqliteConnection, id: CharacterId) -> Result<CharacterRow> {
    match characters::get(db, id).await? {
        Some(row) if row.deleted_at.is_none() => Ok(row),
        Some(row) => Err(Error::new(
            crate::Code::NotFound,
            format!("{} was deleted. Restore the character to go on with it.", row.name),
        )
        .with("kind", json!("character"))
        .with("id", json!(id))
        .with("is_deleted", json!(true))),
        None => Err(Error::not_found("character", id)),
    }
}

/// What a picture of a character rests on: what was said of it, else what the character does.
pub(crate) fn rests_on(
    character: &CharacterRow,
    origin: Option<Origin>,
    consent_id: Option<ConsentId>,
) -> (Origin, Option<ConsentId>) {
    let origin = origin.unwrap_or(if consent_id.is_some() { Origin::Consent } else { character.origin });
    let consent_id = consent_id.or(character.consent_id.filter(|_| origin == character.origin));
    (origin, consent_id)
}

/// Everything about one character, with its styles, references, accounts and numbers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetCharacter {
    character_id: CharacterId,
}

async fn get(studio: &Studio, input: GetCharacter) -> Result<Character> {
    let mut read = studio.library().read().await?;
    let row = find(&mut read, input.character_id).await?;
    Character::load(studio, &mut read, row).await
}

/// Deletes a character. It can be restored; its pictures stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteCharacter {
    #[serde(alias = "id")]
    #[schemars(extend("x-aliases" = ["id"]))]
    character_id: CharacterId,
}

async fn delete(studio: &Studio, input: DeleteCharacter) -> Result<Character> {
    let now = studio.now();
    change(studio, input.character_id, |row| {
        row.deleted_at = Some(now);
        Ok(())
    })
    .await
}

/// Undoes the deletion of a character.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RestoreCharacter {
    character_id: CharacterId,
}

async fn restore(studio: &Studio, input: RestoreCharacter) -> Result<Character> {
    let id = input.character_id;
    let mut write = studio.library().write().await?;
    let mut row = characters::get(&mut write, id).await?.ok_or_else(|| Error::not_found("character", id))?;
    if row.deleted_at.take().is_some() {
        row.updated_at = studio.now();
        characters::save(&mut write, &row).await?;
    }
    let character = Character::load(studio, &mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(character)
}

/// Stops a character's automation at once; nothing is lost. Pausing a paused character changes until when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PauseCharacter {
    character_id: CharacterId,
    /// Until when, RFC 3339; absent pauses it until it is resumed.
    #[serde(default)]
    until: Option<DateTime<Utc>>,
    /// Why, for the card.
    #[serde(default)]
    reason: Option<String>,
}

async fn pause(studio: &Studio, input: PauseCharacter) -> Result<Character> {
    let now = studio.now();
    if input.until.is_some_and(|until| until <= now) {
        return Err(Error::field("until", "must be in the future"));
    }
    let reason = input.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let mut checks = crate::checks::Checks::default();
    checks.text("reason", reason.as_deref().unwrap_or_default());
    checks.done()?;
    let character = change(studio, input.character_id, |row| {
        row.paused_at = row.paused_at.or(Some(now));
        row.paused_until = input.until;
        row.status = CharacterStatus::Paused;
        row.status_reason = reason;
        Ok(())
    })
    .await?;
    studio.tasks().nudge(resume_characters::NAME);
    Ok(character)
}

/// Lets a character's automation go on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ResumeCharacter {
    character_id: CharacterId,
}

async fn resume(studio: &Studio, input: ResumeCharacter) -> Result<Character> {
    change(studio, input.character_id, |row| {
        row.status = CharacterStatus::Active;
        row.status_reason = None;
        row.paused_at = None;
        row.paused_until = None;
        Ok(())
    })
    .await
}

/// Changes a character's row in one transaction.
async fn change(
    studio: &Studio,
    id: CharacterId,
    change: impl FnOnce(&mut CharacterRow) -> Result<()> + Send,
) -> Result<Character> {
    let mut write = studio.library().write().await?;
    let mut row = find(&mut write, id).await?;
    change(&mut row)?;
    row.updated_at = studio.now();
    characters::save(&mut write, &row).await?;
    let character = Character::load(studio, &mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(character)
}
