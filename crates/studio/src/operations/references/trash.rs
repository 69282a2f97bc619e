//! Deleting references: they lie in the trash as pictures do, and can be taken back until it is emptied.

use super::{Reference, find_reference, picture};
use crate::{
    Code, Error, Page, Result, Studio,
    media_files::on_worker,
    operations::{characters::find, trash},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, LibraryError, ReferenceId,
    tables::{characters, reference_trash, references},
};

/// Lays a reference into the trash, from which it can be restored. If it was primary, the oldest of the others becomes
/// it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteReference {
    character_id: CharacterId,
    reference_id: ReferenceId,
}

/// What is left of a character's references.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeletedReference {
    deleted_id: ReferenceId,
    /// The reference that is primary now; null when none is left.
    primary_reference_id: Option<ReferenceId>,
}

pub(super) async fn delete(studio: &Studio, input: DeleteReference) -> Result<DeletedReference> {
    let id = input.reference_id;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    find_reference(&mut write, input.character_id, id).await?;
    let mut character = find(&mut write, input.character_id).await?;
    let was_profile_image = character.profile_image == Some(id);
    let was_face_reference = character.appearance.face_reference == Some(id);
    if was_profile_image || was_face_reference {
        character.profile_image = character.profile_image.filter(|shown| *shown != id);
        character.appearance.face_reference = character.appearance.face_reference.filter(|face| *face != id);
        character.updated_at = now;
        characters::save(&mut write, &character).await?;
    }
    reference_trash::keep(&mut write, id, was_profile_image, was_face_reference, now).await?;
    references::delete(&mut write, input.character_id, id).await?;
    let primary = references::list(&mut write, input.character_id).await?.into_iter().find(|row| row.is_primary);
    write.commit().await.map_err(LibraryError::from)?;
    Ok(DeletedReference { deleted_id: id, primary_reference_id: primary.map(|row| row.id) })
}

/// The deleted references of all characters; what was deleted last comes first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListDeletedReferences {
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of deleted references.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeletedReferenceList {
    references: Vec<ReferenceInTrash>,
    total: i64,
    limit: u32,
    offset: u32,
}

/// A deleted reference.
#[derive(Debug, Serialize, JsonSchema)]
struct ReferenceInTrash {
    reference: Reference,
    /// Whose it was.
    character_name: String,
    deleted_at: DateTime<Utc>,
    /// When it goes for good.
    expires_at: DateTime<Utc>,
}

pub(super) async fn deleted(studio: &Studio, input: ListDeletedReferences) -> Result<DeletedReferenceList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let kept = trash::kept(studio).await?;
    let mut read = studio.library().read().await?;
    let (rows, total) = reference_trash::list(&mut read, page.limit, page.offset).await?;
    let mut references = Vec::with_capacity(rows.len());
    for row in rows {
        let character = characters::get(&mut read, row.reference.character_id).await?;
        references.push(ReferenceInTrash {
            character_name: character.map(|character| character.name).unwrap_or_default(),
            deleted_at: row.deleted_at,
            expires_at: row.deleted_at + kept,
            reference: row.reference.into(),
        });
    }
    Ok(DeletedReferenceList { references, total, limit: page.limit, offset: page.offset })
}

/// Takes a deleted reference out of the trash. It is again what it was: primary if it was that, and shown for its
/// character where nothing else is shown now.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RestoreReference {
    character_id: CharacterId,
    reference_id: ReferenceId,
}

pub(super) async fn restore(studio: &Studio, input: RestoreReference) -> Result<Reference> {
    let id = input.reference_id;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut character = find(&mut write, input.character_id).await?;
    let row = reference_trash::get(&mut write, id).await?.filter(|row| row.reference.character_id == character.id);
    let Some(row) = row else {
        // What is back already is no fault; what is gone for good is.
        return Ok(find_reference(&mut write, character.id, id).await?.into());
    };
    if references::with_content(&mut write, character.id, &row.reference.blake3).await?.is_some() {
        return Err(Error::new(
            Code::Conflict,
            "This very picture was added again meanwhile. Delete that reference first to have this one back.",
        ));
    }
    reference_trash::take_back(&mut write, id, now).await?;
    if row.reference.is_primary {
        references::make_primary(&mut write, character.id, id).await?;
    }
    let (profile_image, face_reference) = (character.profile_image, character.appearance.face_reference);
    character.profile_image = profile_image.or(row.was_profile_image.then_some(id));
    character.appearance.face_reference = face_reference.or(row.was_face_reference.then_some(id));
    if (character.profile_image, character.appearance.face_reference) != (profile_image, face_reference) {
        character.updated_at = now;
        characters::save(&mut write, &character).await?;
    }
    let row = find_reference(&mut write, character.id, id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

/// Removes for good what was deleted at or before a moment, file first; answers how many and their size in bytes. One
/// whose file stays lies in the trash still.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn empty_before(studio: &Studio, before: DateTime<Utc>) -> Result<(usize, i64)> {
    let doomed = reference_trash::before(&mut *studio.library().read().await?, before).await?;
    let for_worker = studio.clone();
    let gone = on_worker(studio, move || {
        let removed = |row: &reference_trash::DeletedReferenceRow| {
            let done = picture::remove(&for_worker, &row.reference);
            done.inspect_err(|error| {
                tracing::warn!(reference = %row.reference.id, "a file could not be removed: {error}");
            })
            .is_ok()
        };
        doomed.into_iter().filter(removed).map(|row| row.reference).collect::<Vec<_>>()
    })
    .await?;
    let mut write = studio.library().write().await?;
    for row in &gone {
        reference_trash::remove(&mut write, row.id).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    Ok((gone.len(), gone.iter().map(|row| row.size_bytes).sum()))
}
