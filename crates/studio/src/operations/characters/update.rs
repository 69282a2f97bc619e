//! Changing a character.

use super::{
    create::said_of,
    fields::{self, AppearanceFields, DisclosureFields, PersonalityFields},
    find,
    picture_input::{self, PictureInput},
    view::Character,
};
use crate::{Error, Patch, Result, Studio, checks::Checks, operations::references::picture::Unrecorded, origins};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    CharacterId, ConsentId, LibraryError, Origin, ReferenceId, SqliteConnection,
    tables::characters::{self, CharacterRow},
};

/// Changes a character; only the fields that are sent change, within personality, appearance and
/// disclosure too.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateCharacter {
    character_id: CharacterId,
    #[serde(default)]
    name: Patch<String>,
    /// Who it is, in a few sentences.
    #[serde(default)]
    bio: Patch<String>,
    /// 18 or over.
    #[serde(default)]
    age: Patch<i64>,
    #[serde(default)]
    location: Patch<String>,
    /// IANA time zone, such as Europe/Berlin; null is UTC.
    #[serde(default)]
    timezone: Patch<String>,
    #[serde(default)]
    interests: Patch<Vec<String>>,
    /// The picture shown as its face; a new one becomes a reference.
    #[serde(default, alias = "profile_image_url")]
    #[schemars(extend("x-aliases" = ["profile_image_url"]))]
    profile_image: Patch<PictureInput>,
    #[serde(default)]
    personality: PersonalityFields,
    #[serde(default)]
    appearance: AppearanceFields,
    /// Its story.
    #[serde(default)]
    narrative: Patch<String>,
    /// Where it is meant to post, such as instagram.
    #[serde(default)]
    platforms: Patch<Vec<String>>,
    #[serde(default)]
    disclosure: DisclosureFields,
    /// Whose face it has.
    #[serde(default)]
    origin: Option<Origin>,
    /// The consent that it rests on; needed for another person's face.
    #[serde(default)]
    consent_id: Patch<ConsentId>,
}

pub(super) async fn update(studio: &Studio, input: UpdateCharacter) -> Result<Character> {
    // Checked before any picture is taken in, and again within the transaction.
    let mut read = studio.library().read().await?;
    let mut row = find(&mut read, input.character_id).await?;
    lay(studio, &mut read, &input, &mut row).await?;
    drop(read);
    let profile_image = bring(studio, "profile_image", &input.profile_image, &row).await?;
    let face = bring(studio, "appearance.face_reference", &input.appearance.face_reference, &row).await?;

    let mut files = Vec::new();
    let mut write = studio.library().write().await?;
    let mut row = find(&mut write, input.character_id).await?;
    lay(studio, &mut write, &input, &mut row).await?;
    settle(&mut write, profile_image, &mut row.profile_image, &mut files).await?;
    settle(&mut write, face, &mut row.appearance.face_reference, &mut files).await?;
    characters::save(&mut write, &row).await?;
    let character = Character::load(studio, &mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    files.into_iter().for_each(Unrecorded::keep);
    Ok(character)
}

/// Lays the fields that were sent over a character and checks it.
async fn lay(
    studio: &Studio,
    db: &mut SqliteConnection,
    input: &UpdateCharacter,
    row: &mut CharacterRow,
) -> Result<()> {
    let input = input.clone();
    input.name.apply_required("name", &mut row.name)?;
    input.bio.apply(&mut row.bio);
    input.age.apply_required("age", &mut row.age)?;
    input.location.apply(&mut row.location);
    match input.timezone {
        Patch::Keep => {}
        Patch::Clear => row.timezone = "UTC".to_owned(),
        Patch::Set(zone) => row.timezone = zone,
    }
    input.interests.apply(&mut row.interests);
    input.personality.apply(&mut row.personality);
    input.appearance.apply(&mut row.appearance);
    input.narrative.apply(&mut row.narrative);
    input.platforms.apply(&mut row.platforms);
    input.disclosure.apply(&mut row.disclosure);
    let is_about_origin = input.origin.is_some() || input.consent_id != Patch::Keep;
    row.origin = input.origin.unwrap_or(row.origin);
    input.consent_id.apply_option(&mut row.consent_id);
    row.updated_at = studio.now();
    let mut checks = Checks::default();
    fields::check(&mut checks, row);
    checks.done()?;
    // A bio can be mended though a consent has expired meanwhile.
    if is_about_origin {
        origins::check(db, "", row.origin, row.consent_id, row.updated_at).await?;
    }
    Ok(())
}

async fn bring(
    studio: &Studio,
    field: &str,
    picture: &Patch<PictureInput>,
    row: &CharacterRow,
) -> Result<Patch<picture_input::Brought>> {
    Ok(match picture {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(picture) => {
            let said = said_of(row);
            Patch::Set(picture_input::bring(studio, field, picture, (row.id, &row.name), &said).await?)
        }
    })
}

/// Records a picture that was brought in and points the field to it.
async fn settle(
    db: &mut SqliteConnection,
    brought: Patch<picture_input::Brought>,
    field: &mut Option<ReferenceId>,
    files: &mut Vec<Unrecorded>,
) -> Result<()> {
    match brought {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(brought) => {
            let (id, file) = picture_input::record(db, brought).await?;
            // A reference that was chosen may have been deleted since.
            troupe_library::tables::references::get(db, id).await?.ok_or_else(|| Error::not_found("reference", id))?;
            *field = Some(id);
            files.extend(file);
        }
    }
    Ok(())
}
