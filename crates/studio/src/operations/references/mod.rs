//! Reference pictures: what a character looks like. One of a character's references is primary.

mod add;
mod open;
pub(crate) mod picture;
mod trash;

#[cfg(test)]
mod tests;

pub(crate) use open::open;
pub(crate) use trash::empty_before;

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Page, Patch, Result, Studio,
    checks::Checks,
    operations::characters::find,
    origins,
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, ConsentId, LibraryError, Origin, ReferenceId, SqliteConnection,
    tables::references::{self, Face, ReferenceRow, ReferenceSource},
};

/// From this many pixels on the shorter side a face keeps enough detail: the size that face models look at
/// (224 to 512 pixels) with some room around it.
const SMALL_SIDE_PX: i64 = 512;
/// Below this variance of the Laplacian a photograph is soft; see [`troupe_media::Quality::sharpness`].
const SOFT: f64 = 100.0;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("references.add", add::add, Write, &["references", "characters"])
            .route("POST /characters/{character_id}/references"),
        operation("references.list", list, Read, &["references"]).route("GET /characters/{character_id}/references"),
        operation("references.update", update, Write, &["references", "characters"])
            .route("PUT /characters/{character_id}/references/{reference_id}"),
        operation("references.delete", trash::delete, Destroy, &["references", "characters"])
            .route("DELETE /characters/{character_id}/references/{reference_id}"),
        operation("references.deleted", trash::deleted, Read, &["references"]).route("GET /trash/references"),
        operation("references.restore", trash::restore, Write, &["references", "characters"])
            .route("POST /characters/{character_id}/references/{reference_id}/restore"),
    ]
}

/// A reference picture.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(extend("x-file-kind" = "reference"))]
pub(crate) struct Reference {
    pub(crate) id: ReferenceId,
    pub(crate) character_id: CharacterId,
    /// The name that it came with.
    pub(crate) name: String,
    pub(crate) mime_type: String,
    /// Width in pixels.
    pub(crate) width: i64,
    /// Height in pixels.
    pub(crate) height: i64,
    pub(crate) size_bytes: i64,
    /// A caption for training.
    pub(crate) caption: String,
    /// Whether it is the character's first reference.
    pub(crate) is_primary: bool,
    pub(crate) use_for_training: bool,
    /// Whose face it is.
    pub(crate) origin: Origin,
    /// The consent that it rests on.
    pub(crate) consent_id: Option<ConsentId>,
    /// How it came in.
    pub(crate) source: ReferenceSource,
    /// Whether a face was found.
    pub(crate) face: Face,
    /// How sharp it is: variance of the Laplacian, below 100 a photograph is soft; null is not measured.
    pub(crate) sharpness: Option<f64>,
    /// Whether a camera or phone left its data in the file.
    pub(crate) has_camera_data: bool,
    /// What would make it a better reference, or what it asks.
    pub(crate) suggestions: Vec<ReferenceSuggestion>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// What a suggestion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SuggestionCode {
    /// The picture is small.
    Small,
    /// The picture is soft.
    Soft,
    /// A camera took a picture that was declared nobody's.
    WhoseFace,
}

/// A suggestion about a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct ReferenceSuggestion {
    pub(crate) code: SuggestionCode,
    /// The suggestion in words.
    pub(crate) message: String,
}

impl From<ReferenceRow> for Reference {
    fn from(row: ReferenceRow) -> Self {
        Self {
            suggestions: suggestions(&row),
            id: row.id,
            character_id: row.character_id,
            name: row.name,
            mime_type: row.mime_type,
            width: row.width,
            height: row.height,
            size_bytes: row.size_bytes,
            caption: row.caption,
            is_primary: row.is_primary,
            use_for_training: row.use_for_training,
            origin: row.origin,
            consent_id: row.consent_id,
            source: row.source,
            face: row.face,
            sharpness: row.sharpness,
            has_camera_data: row.has_camera_data,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

fn suggestions(row: &ReferenceRow) -> Vec<ReferenceSuggestion> {
    let mut suggestions = Vec::new();
    let mut suggest = |code, message: String| suggestions.push(ReferenceSuggestion { code, message });
    if row.has_camera_data && row.origin == Origin::Fictional {
        suggest(
            SuggestionCode::WhoseFace,
            "A camera took this picture, and it is declared as nobody's face. Whose face is it? If it is a real person's, set the origin to your own likeness, or note a written consent.".into(),
        );
    }
    if row.width.min(row.height) < SMALL_SIDE_PX {
        suggest(
            SuggestionCode::Small,
            format!(
                "This picture is {} × {} pixels. From {SMALL_SIDE_PX} pixels on the shorter side a face keeps its detail; use a larger one if you have it.",
                row.width, row.height
            ),
        );
    }
    if row.sharpness.is_some_and(|sharpness| sharpness < SOFT) {
        suggest(SuggestionCode::Soft, "This picture looks soft. A sharper one helps to keep the face the same.".into());
    }
    suggestions
}

/// A character's reference pictures, the primary one first, with size, sharpness, whether a face was
/// found, and suggestions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListReferences {
    character_id: CharacterId,
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of references.
#[derive(Debug, Serialize, JsonSchema)]
struct ReferenceList {
    references: Vec<Reference>,
    total: usize,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListReferences) -> Result<ReferenceList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let mut read = studio.library().read().await?;
    find(&mut read, input.character_id).await?;
    let rows = references::list(&mut read, input.character_id).await?;
    let total = rows.len();
    let (offset, limit) = (page.offset as usize, page.limit as usize);
    let references = rows.into_iter().skip(offset).take(limit).map(Reference::from).collect();
    Ok(ReferenceList { references, total, limit: page.limit, offset: page.offset })
}

/// Changes a reference; only the fields that are sent change.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateReference {
    character_id: CharacterId,
    reference_id: ReferenceId,
    /// True makes it the character's first reference. To take that away, make another one primary.
    #[serde(default)]
    is_primary: Option<bool>,
    /// A caption for training.
    #[serde(default)]
    caption: Patch<String>,
    #[serde(default)]
    use_for_training: Option<bool>,
    /// Whose face it is.
    #[serde(default)]
    origin: Option<Origin>,
    /// The consent that it rests on.
    #[serde(default)]
    consent_id: Patch<ConsentId>,
}

async fn update(studio: &Studio, input: UpdateReference) -> Result<Reference> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut row = find_reference(&mut write, input.character_id, input.reference_id).await?;
    if input.is_primary == Some(false) && row.is_primary {
        return Err(Error::field("is_primary", "one reference is always primary: make another one primary instead"));
    }
    let is_about_origin = input.origin.is_some() || input.consent_id != Patch::Keep;
    input.caption.apply(&mut row.caption);
    row.use_for_training = input.use_for_training.unwrap_or(row.use_for_training);
    row.origin = input.origin.unwrap_or(row.origin);
    input.consent_id.apply_option(&mut row.consent_id);
    row.updated_at = now;
    let mut checks = Checks::default();
    checks.text("caption", &row.caption);
    checks.done()?;
    // A caption can be mended though a consent has expired meanwhile.
    if is_about_origin {
        origins::check(&mut write, "", row.origin, row.consent_id, now).await?;
    }
    references::update(&mut write, &row).await?;
    if input.is_primary == Some(true) {
        references::make_primary(&mut write, row.character_id, row.id).await?;
    }
    let row = find_reference(&mut write, row.character_id, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

async fn find_reference(db: &mut SqliteConnection, character_id: CharacterId, id: ReferenceId) -> Result<ReferenceRow> {
    find(db, character_id).await?;
    let row = references::get(db, id).await?.filter(|row| row.character_id == character_id);
    row.ok_or_else(|| Error::not_found("reference", id))
}
