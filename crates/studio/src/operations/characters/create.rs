//! Making a character.

use super::{
    fields::{self, AppearanceFields, DisclosureFields, PersonalityFields},
    picture_input::{self, PictureInput},
    rests_on,
    view::Character,
};
use crate::{
    Patch, Result, Studio,
    checks::Checks,
    operations::references::picture::{Said, Unrecorded},
    origins,
};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    CharacterId, ConsentId, LibraryError, Lora, Origin,
    tables::{
        characters::{self, Appearance, CharacterRow, CharacterStatus, Disclosure, Personality},
        content::{self, ContentRow},
        content_tags,
        references::{self, ReferenceRow},
        styles::{self, StyleRow},
    },
};

/// Makes a character. Only a name and an age of 18 or over are needed; everything else can follow.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateCharacter {
    #[schemars(length(min = 1, max = 200))]
    name: String,
    /// Who it is, in a few sentences.
    #[serde(default)]
    bio: String,
    /// 18 or over.
    #[schemars(range(min = 18, max = 1000))]
    age: i64,
    #[serde(default)]
    location: String,
    /// IANA time zone, such as Europe/Berlin (UTC).
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default)]
    interests: Vec<String>,
    /// The picture shown as its face; it becomes a reference.
    #[serde(default, alias = "profile_image_url")]
    #[schemars(extend("x-aliases" = ["profile_image_url"]))]
    profile_image: Option<PictureInput>,
    #[serde(default)]
    personality: PersonalityFields,
    #[serde(default)]
    appearance: AppearanceFields,
    /// Its story.
    #[serde(default)]
    narrative: String,
    /// Where it is meant to post, such as instagram.
    #[serde(default)]
    platforms: Vec<String>,
    #[serde(default)]
    disclosure: DisclosureFields,
    /// Whose face it has (`fictional`).
    #[serde(default)]
    origin: Origin,
    /// The consent that it rests on; needed for another person's face.
    #[serde(default)]
    consent_id: Option<ConsentId>,
}

impl CreateCharacter {
    /// Names this library's consent for a face that rests on one.
    pub(super) fn rest_on(&mut self, consent_id: Option<ConsentId>) {
        if self.origin == Origin::Consent {
            self.consent_id = consent_id.or(self.consent_id);
        }
    }
}

pub(super) async fn create(studio: &Studio, input: CreateCharacter) -> Result<Character> {
    let new = prepare(studio, input, "").await?;
    record(studio, new).await
}

/// A new character whose pictures are written and whose rows are not.
#[derive(Debug)]
pub(super) struct NewCharacter {
    pub(super) row: CharacterRow,
    pub(super) styles: Vec<StyleRow>,
    /// The styles' default; else the first one.
    pub(super) default_style: usize,
    pub(super) references: Vec<(ReferenceRow, Unrecorded)>,
    /// Pictures with their LoRAs and tags.
    pub(super) content: Vec<(ContentRow, Vec<Lora>, Vec<String>, Unrecorded)>,
    profile_image: Option<picture_input::Brought>,
    face_reference: Option<picture_input::Brought>,
}

/// Checks a new character and takes its pictures in; `at` stands before the fields' names.
pub(super) async fn prepare(studio: &Studio, input: CreateCharacter, at: &str) -> Result<NewCharacter> {
    let now = studio.now();
    let mut row = CharacterRow {
        id: CharacterId::new(),
        name: input.name,
        bio: input.bio,
        age: input.age,
        location: input.location,
        timezone: input.timezone.filter(|zone| !zone.trim().is_empty()).unwrap_or_else(|| "UTC".to_owned()),
        interests: input.interests,
        profile_image: None,
        status: CharacterStatus::Active,
        status_reason: None,
        paused_at: None,
        paused_until: None,
        personality: Personality::default(),
        appearance: Appearance::default(),
        narrative: input.narrative,
        platforms: input.platforms,
        disclosure: Disclosure::default(),
        origin: input.origin,
        consent_id: input.consent_id,
        created_at: now,
        updated_at: now,
        deleted_at: None,
    };
    let face_reference = input.appearance.face_reference.clone();
    input.personality.apply(&mut row.personality);
    input.appearance.apply(&mut row.appearance);
    input.disclosure.apply(&mut row.disclosure);
    let mut checks = Checks::at(at);
    fields::check(&mut checks, &mut row);
    checks.done()?;
    origins::check(&mut *studio.library().read().await?, at, row.origin, row.consent_id, now).await?;

    let said = said_of(&row);
    let character = (row.id, row.name.as_str());
    let profile_image = match &input.profile_image {
        Some(picture) => {
            Some(picture_input::bring(studio, &format!("{at}profile_image"), picture, character, &said).await?)
        }
        None => None,
    };
    let face_reference = match &face_reference {
        Patch::Set(picture) => {
            let field = format!("{at}appearance.face_reference");
            Some(picture_input::bring(studio, &field, picture, character, &said).await?)
        }
        Patch::Keep | Patch::Clear => None,
    };
    Ok(NewCharacter {
        row,
        styles: Vec::new(),
        default_style: 0,
        references: Vec::new(),
        content: Vec::new(),
        profile_image,
        face_reference,
    })
}

/// What a picture rests on that came in with its character.
pub(super) fn said_of(row: &CharacterRow) -> Said {
    let (origin, consent_id) = rests_on(row, None, None);
    Said { caption: String::new(), use_for_training: true, origin, consent_id }
}

/// Writes a new character with all that belongs to it, in one transaction.
pub(super) async fn record(studio: &Studio, new: NewCharacter) -> Result<Character> {
    let NewCharacter {
        mut row,
        styles,
        default_style,
        references: new_references,
        content: pictures,
        profile_image,
        face_reference,
    } = new;
    let mut files = Vec::new();
    let mut write = studio.library().write().await?;
    characters::save(&mut write, &row).await?;
    for (reference, file) in new_references {
        references::insert(&mut write, &reference).await?;
        files.push(file);
    }
    if let Some(brought) = profile_image {
        let (id, file) = picture_input::record(&mut write, brought).await?;
        row.profile_image = Some(id);
        files.extend(file);
    }
    if let Some(brought) = face_reference {
        let (id, file) = picture_input::record(&mut write, brought).await?;
        row.appearance.face_reference = Some(id);
        files.extend(file);
    }
    for (item, loras, tags, file) in pictures {
        content::insert(&mut write, &item, &loras).await?;
        content_tags::add(&mut write, item.id, &tags).await?;
        files.push(file);
    }
    characters::save(&mut write, &row).await?;
    for style in &styles {
        styles::save(&mut write, style).await?;
    }
    if let Some(style) = styles.get(default_style) {
        styles::make_default(&mut write, row.id, style.id).await?;
    }
    let character = Character::load(studio, &mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    files.into_iter().for_each(Unrecorded::keep);
    Ok(character)
}
