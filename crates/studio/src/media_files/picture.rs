//! How a picture from ComfyUI becomes an item: marked, written, recorded, told, in this order.

use super::{THUMBNAIL_EDGES_PX, on_worker, thumbnails};
use crate::{Error, Kind, Result, Studio};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;
use troupe_library::{
    CharacterId, ContentId, JobId, Lora, RunId,
    tables::content::{self, ApprovalStatus, ContentRow, ContentSource, ContentType, Rating},
};
use troupe_media::{ContentHash, Limits, Mark, MediaError, Picture, Recipe, SourceType, Thumbnail};

/// The key of a recipe's `extra` under which a file carries what its row needs beside the recipe.
pub(super) const BIRTH: &str = "birth";
/// The longest a character's part of a name gets, in letters.
const LONGEST_SLUG: usize = 40;

/// A picture as a run made it.
#[derive(Debug, Clone)]
pub struct NewPicture {
    /// The PNG as ComfyUI gave it.
    pub bytes: Vec<u8>,
    /// How it was made; written into the file and into the row.
    pub recipe: Recipe,
    /// What else the row needs.
    pub birth: Birth,
}

/// What a picture's row needs beside its recipe. It stands in the file too, so that a file whose row
/// was never written can be adopted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Birth {
    /// The run that made it.
    pub run_id: RunId,
    /// Which of the run's outputs it is, from 1.
    pub number: u32,
    /// The run's job.
    pub job_id: Option<JobId>,
    /// The character that it shows.
    pub character_id: Option<CharacterId>,
    /// The item that it was derived from, such as the smaller picture of an upscale.
    pub parent_id: Option<ContentId>,
    /// The workflow's slug.
    pub workflow_id: Option<String>,
    /// What it is meant for: `post`, `story`, `reel` and the like.
    pub category: String,
    /// How much it shows.
    pub rating: Rating,
    /// Drawn by the rehearsal's stand-in, not made by a model.
    pub is_drawn: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A picture ready to be written.
pub(super) struct Prepared {
    bytes: Vec<u8>,
    picture: Picture,
    thumbnails: Vec<Thumbnail>,
    recipe: Recipe,
    birth: Birth,
}

/// Brings a picture into the library: the recipe and the AI mark go into the file, the file into the
/// media folder, the row into the library; then `content_generated` is sent. The same output of the
/// same run, brought again, answers the row that is there.
///
/// # Errors
/// When the bytes are no picture within the limits, or the disk or the database refuses. Nothing but a
/// file that the start's check adopts is left behind then.
pub(crate) async fn add_picture(studio: &Studio, new: NewPicture) -> Result<ContentRow> {
    if let Some(row) = find(studio, &new.birth).await? {
        return Ok(row);
    }
    let prepared = prepare(studio, new).await?;
    let (row, thumbnails) = {
        let _births = studio.media_files().births.lock().await;
        if let Some(row) = find(studio, &prepared.birth).await? {
            return Ok(row);
        }
        let (prepared, file) = place(studio, prepared).await?;
        let row = record(studio, &prepared.picture, &prepared.recipe, &prepared.birth, file).await?;
        (row, prepared.thumbnails)
    };
    if let Err(error) = thumbnails::keep(studio, row.id, thumbnails).await {
        // They are made again when they are asked for.
        tracing::warn!(content = %row.id, "thumbnails could not be kept: {error}");
    }
    tell(studio, &row);
    Ok(row)
}

/// Gives a file of ours whose row was never written its row. `None` when the file does not say of which
/// run it is; the row that is there when the run's output has one.
pub(crate) async fn adopt(studio: &Studio, file: &str) -> Result<Option<ContentRow>> {
    let path = studio.library().media_dir().join(file);
    let read = on_worker(studio, move || -> Result<_> {
        let bytes = troupe_media::read_file(&path, &Limits::default())?;
        let picture = troupe_media::probe_bytes(&bytes, None, &Limits::default())?;
        Ok((picture, troupe_media::read_recipe(&bytes)))
    })
    .await??;
    let (picture, Some(mut recipe)) = read else { return Ok(None) };
    let Some(birth) = recipe.extra.remove(BIRTH).and_then(|birth| serde_json::from_value::<Birth>(birth).ok()) else {
        return Ok(None);
    };
    let row = {
        let _births = studio.media_files().births.lock().await;
        if let Some(row) = find(studio, &birth).await? {
            return Ok(Some(row));
        }
        record(studio, &picture, &recipe, &birth, file.to_owned()).await?
    };
    tell(studio, &row);
    Ok(Some(row))
}

async fn find(studio: &Studio, birth: &Birth) -> Result<Option<ContentRow>> {
    let mut read = studio.library().read().await?;
    Ok(content::get_output(&mut read, birth.run_id, i64::from(birth.number)).await?)
}

/// Marks the picture, measures it and makes its thumbnails, with one decode.
pub(super) async fn prepare(studio: &Studio, new: NewPicture) -> Result<Prepared> {
    on_worker(studio, move || -> Result<Prepared> {
        let NewPicture { bytes, recipe, birth } = new;
        let source_type =
            if birth.is_drawn { SourceType::AlgorithmicMedia } else { SourceType::TrainedAlgorithmicMedia };
        let mut in_file = recipe.clone();
        in_file.extra.insert(BIRTH.to_owned(), serde_json::to_value(&birth).map_err(Error::internal)?);
        let bytes = troupe_media::birth(&bytes, &in_file, &Mark::new(source_type))?;
        let (picture, pixels) = troupe_media::probe_and_decode(&bytes, None, &Limits::default())?;
        let thumbnails = pixels.thumbnails(&THUMBNAIL_EDGES_PX)?;
        Ok(Prepared { bytes, picture, thumbnails, recipe, birth })
    })
    .await?
}

/// Writes the file; answers its place, relative to the media folder.
pub(super) async fn place(studio: &Studio, prepared: Prepared) -> Result<(Prepared, String)> {
    let mut read = studio.library().read().await?;
    let character = match prepared.birth.character_id {
        Some(id) => content::character_name(&mut read, id).await?,
        None => None,
    };
    let file = file_of(&prepared.birth, character.as_deref());
    // A file of that name without a row is what a kill left of this very output.
    let is_known = content::files::is_known(&mut read, &file).await?;
    drop(read);
    let media = studio.library().media_dir();
    on_worker(studio, move || -> Result<_> {
        let path = media.join(&file);
        make_folder(&media, path.parent().unwrap_or(&media))?;
        match troupe_media::write_new_file(&path, &prepared.bytes) {
            Err(MediaError::AlreadyExists { .. }) if !is_known => troupe_media::write_file(&path, &prepared.bytes)?,
            other => other?,
        }
        Ok((prepared, file))
    })
    .await?
}

async fn record(
    studio: &Studio,
    picture: &Picture,
    recipe: &Recipe,
    birth: &Birth,
    file: String,
) -> Result<ContentRow> {
    let mut write = studio.library().write().await?;
    // What a file names may have been deleted since.
    let known = content::births::existing(
        &mut write,
        content::births::Links {
            character_id: birth.character_id,
            job_id: birth.job_id,
            run_id: Some(birth.run_id),
            parent_id: birth.parent_id,
        },
    )
    .await?;
    let row = ContentRow {
        character_id: known.character_id,
        job_id: known.job_id,
        run_id: known.run_id,
        output_number: Some(i64::from(birth.number)),
        parent_id: known.parent_id,
        category: birth.category.clone(),
        source: if birth.parent_id.is_some() { ContentSource::Derived } else { ContentSource::Generated },
        workflow_id: birth.workflow_id.clone(),
        rating: birth.rating,
        is_ai_made: !birth.is_drawn,
        created_at: birth.created_at,
        ..base_row(studio, picture, recipe, file)?
    };
    content::insert(&mut write, &row, &loras(recipe)).await?;
    write.commit().await.map_err(troupe_library::LibraryError::from)?;
    Ok(row)
}

/// The row of a picture, with all that its file and its recipe say.
pub(crate) fn base_row(studio: &Studio, picture: &Picture, recipe: &Recipe, file: String) -> Result<ContentRow> {
    let measured = Measured {
        media_type: picture.picture_type.media_type(),
        size: Some((picture.width, picture.height)),
        size_bytes: picture.size_bytes,
        blake3: picture.blake3,
    };
    row_of(studio, &measured, recipe, file)
}

/// What is known of a file itself.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) media_type: &'static str,
    /// Width and height in pixels.
    pub(super) size: Option<(u32, u32)>,
    pub(super) size_bytes: u64,
    pub(super) blake3: ContentHash,
}

pub(super) fn row_of(studio: &Studio, measured: &Measured, recipe: &Recipe, file: String) -> Result<ContentRow> {
    let now = studio.now();
    Ok(ContentRow {
        id: ContentId::new(),
        character_id: None,
        job_id: None,
        run_id: None,
        output_number: None,
        parent_id: None,
        content_type: ContentType::Image,
        category: "post".to_owned(),
        source: ContentSource::Generated,
        file_name: file.rsplit('/').next().unwrap_or(&file).to_owned(),
        file,
        mime_type: measured.media_type.to_owned(),
        width: measured.size.map(|(width, _)| i64::from(width)),
        height: measured.size.map(|(_, height)| i64::from(height)),
        size_bytes: i64::try_from(measured.size_bytes).unwrap_or(i64::MAX),
        blake3: measured.blake3.to_string(),
        prompt: recipe.prompt.clone().unwrap_or_default(),
        negative_prompt: recipe.negative_prompt.clone().unwrap_or_default(),
        workflow_id: None,
        model: recipe.model.clone(),
        seed: recipe.seed.and_then(|seed| i64::try_from(seed).ok()),
        recipe: serde_json::to_value(recipe).map_err(Error::internal)?,
        quality_score: None,
        identity_score: None,
        description: String::new(),
        rating: Rating::Unknown,
        folder: String::new(),
        approval_status: ApprovalStatus::Pending,
        rejected_reason: None,
        decided_at: None,
        is_ai_made: true,
        times_used: 0,
        created_at: now,
        updated_at: now,
        deleted_at: None,
    })
}

pub(crate) fn loras(recipe: &Recipe) -> Vec<Lora> {
    recipe.loras.iter().map(|lora| Lora { name: lora.name.clone(), strength: lora.strength.unwrap_or(1.0) }).collect()
}

pub(super) fn tell(studio: &Studio, row: &ContentRow) {
    studio.events().send(
        Kind::ContentGenerated,
        json!({ "content_id": row.id, "job_id": row.job_id, "character_id": row.character_id }),
    );
    studio.events().changed(&["content"], studio.caller());
}

/// `mira/2026-11/mira-2026-11-03-9f8b2c1d4e5a-1.png`: the same for the same output, whenever it is
/// brought. So the day is the one that the run's id was made on.
fn file_of(birth: &Birth, character: Option<&str>) -> String {
    let slug = character.map_or_else(|| "picture".to_owned(), slug);
    let run_id = birth.run_id.0;
    let day = run_id
        .get_timestamp()
        .map(|moment| moment.to_unix())
        .and_then(|(seconds, nanos)| DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos))
        .unwrap_or(birth.created_at);
    // The last group of a version 7 UUID is random: 48 bits, which name one run of a day and a character.
    let (_, _, _, tail) = run_id.as_fields();
    let run: String = tail.iter().skip(2).map(|byte| format!("{byte:02x}")).collect();
    format!("{slug}/{}/{slug}-{}-{run}-{}.png", day.format("%Y-%m"), day.format("%Y-%m-%d"), birth.number)
}

/// A character's name as a part of file names on every system: lower-case letters, digits and hyphens.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.chars().take(LONGEST_SLUG).collect();
    let slug = slug.trim_matches('-');
    // Names that Windows keeps for devices.
    let is_device = matches!(slug, "con" | "prn" | "aux" | "nul")
        || (slug.len() == 4
            && (slug.starts_with("com") || slug.starts_with("lpt"))
            && slug.ends_with(char::is_numeric));
    match slug {
        "" => "character".to_owned(),
        device if is_device => format!("{device}-character"),
        slug => slug.to_owned(),
    }
}

/// Makes a folder and those above it, up to the media folder; a new folder's name lasts through a power
/// cut only once the folder above is synced.
pub(crate) fn make_folder(root: &Path, folder: &Path) -> Result<()> {
    if folder.is_dir() || folder == root {
        return Ok(());
    }
    let parent = folder.parent().unwrap_or(root);
    make_folder(root, parent)?;
    let failed = |error| {
        Error::from(troupe_library::LibraryError::file("the library's media folder could not be written", error))
    };
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(failed(error)),
        _ => {}
    }
    #[cfg(unix)]
    std::fs::File::open(parent).and_then(|parent| parent.sync_all()).map_err(failed)?;
    Ok(())
}
