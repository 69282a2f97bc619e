//! Writing a character's file.

use super::{FORMAT, MANIFEST, Manifest, PortableContent, PortableReference, PortableStyle, VERSION};
use crate::{
    Body, Error, File, OpenFile, Result, Studio, incoming::Scratch, media_files, operations::characters::find,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};
use troupe_library::{
    CharacterId, LibraryError, SqliteConnection,
    tables::{
        characters::CharacterRow,
        content::{self, ContentType},
        content_tags, references, styles,
    },
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// The variant of the file that holds the character's pictures too.
const WITH_CONTENT: &str = "with_content";

/// A character as one portable file: profile, styles, references, the names of its LoRAs, and with
/// `with_content` its pictures.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportCharacter {
    character_id: CharacterId,
    /// Also the character's pictures.
    #[serde(default)]
    with_content: bool,
}

pub(crate) async fn export(studio: &Studio, input: ExportCharacter) -> Result<File> {
    let mut read = studio.library().read().await?;
    let character = find(&mut read, input.character_id).await?;
    Ok(File {
        kind: "export".into(),
        id: character.id.to_string(),
        variant: if input.with_content { WITH_CONTENT } else { crate::open_file::FULL }.into(),
        name: file_name(&character),
        mime_type: "application/zip".into(),
        size_bytes: None,
    })
}

fn file_name(character: &CharacterRow) -> String {
    format!("{}.character.zip", media_files::slug(&character.name))
}

/// Writes the file aside and opens it; it is gone from the disk once it has been read.
///
/// # Errors
/// `not_found` when the character is gone, `storage_error` when the disk refuses.
pub(crate) async fn open(studio: &Studio, id: &str, variant: &str) -> Result<OpenFile> {
    let missing = || Error::not_found("character", id);
    let mut read = studio.library().read().await?;
    let character = find(&mut read, id.parse().map_err(|_| missing())?).await?;
    let (manifest, files) = describe(studio, &mut read, &character, variant == WITH_CONTENT).await?;
    drop(read);
    let scratch = Scratch::new(studio);
    let path = scratch.path().to_owned();
    let written = media_files::on_worker(studio, move || write(&path, manifest, &files)).await?;
    let failed = |error| Error::from(LibraryError::file("the character's file could not be written", error));
    written.map_err(failed)?;
    let file = tokio::fs::File::open(scratch.path()).await.map_err(failed)?;
    let size_bytes = file.metadata().await.map_err(failed)?.len();
    // An open file lives on after its name is gone.
    drop(scratch);
    Ok(OpenFile {
        name: file_name(&character),
        mime_type: "application/zip".to_owned(),
        etag: None,
        body: Body::Disk(file, size_bytes),
    })
}

/// An entry and the file that it is made of.
struct Entry {
    name: String,
    path: PathBuf,
}

async fn describe(
    studio: &Studio,
    db: &mut SqliteConnection,
    character: &CharacterRow,
    with_content: bool,
) -> Result<(Manifest, Vec<Entry>)> {
    let media = studio.library().media_dir();
    let mut files = Vec::new();
    let mut add = |folder: &str, place: &str, file: &str| {
        let name = format!("{folder}/{place}-{}", file.rsplit('/').next().unwrap_or(file));
        files.push(Entry { name: name.clone(), path: media.join(file) });
        name
    };
    let rows = references::list(db, character.id).await?;
    let mut entry_of = std::collections::HashMap::new();
    let mut portable_references = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let file = add("references", &(at + 1).to_string(), &row.file);
        entry_of.insert(row.id, file.clone());
        portable_references.push(PortableReference {
            file,
            name: row.name,
            caption: row.caption,
            is_primary: row.is_primary,
            use_for_training: row.use_for_training,
            origin: row.origin,
            consent_id: row.consent_id,
        });
    }
    let mut portable_content = Vec::new();
    if with_content {
        let filter = content::filter::Filter {
            character_id: Some(character.id),
            content_type: Some(ContentType::Image),
            ..content::filter::Filter::default()
        };
        for (at, id) in content::list::ids(db, &filter).await?.into_iter().enumerate() {
            let Some(row) = content::get(db, id).await? else { continue };
            portable_content.push(PortableContent {
                file: add("content", &(at + 1).to_string(), &row.file),
                name: row.file_name,
                category: Some(row.category),
                description: row.description,
                rating: row.rating,
                approval_status: row.approval_status,
                rejected_reason: row.rejected_reason,
                tags: content_tags::of(db, id).await?,
                is_ai_made: row.is_ai_made,
                created_at: Some(row.created_at),
            });
        }
    }
    let styles = styles::list(db, character.id).await?.into_iter().map(|row| PortableStyle {
        name: row.name,
        description: row.description,
        prompt_prefix: row.prompt_prefix,
        prompt_suffix: row.prompt_suffix,
        negative_prompt: row.negative_prompt,
        model: row.model,
        loras: row.loras,
        settings: serde_json::from_value(row.settings).unwrap_or_default(),
        is_default: row.is_default,
    });
    let entry = |id| entry_of.get(&id).cloned();
    let mut appearance = serde_json::to_value(&character.appearance).map_err(Error::internal)?;
    if let Some(appearance) = appearance.as_object_mut() {
        // An id of this library means nothing in another one.
        appearance.remove("face_reference");
    }
    let manifest = Manifest {
        format: FORMAT.into(),
        version: VERSION,
        program: format!("Troupe {}", env!("CARGO_PKG_VERSION")),
        exported_at: Some(studio.now()),
        character: json!({
            "name": character.name,
            "bio": character.bio,
            "age": character.age,
            "location": character.location,
            "timezone": character.timezone,
            "interests": character.interests,
            "personality": character.personality,
            "appearance": appearance,
            "narrative": character.narrative,
            "platforms": character.platforms,
            "disclosure": character.disclosure,
            "origin": character.origin,
            "consent_id": character.consent_id,
        }),
        profile_image: character.profile_image.and_then(entry),
        face_reference: character.appearance.face_reference.and_then(entry),
        styles: styles.collect(),
        references: portable_references,
        content: portable_content,
        missing: Vec::new(),
    };
    Ok((manifest, files))
}

/// Writes the ZIP. A file that is missing is named in `character.json` and left out there.
fn write(path: &Path, mut manifest: Manifest, files: &[Entry]) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(std::fs::File::create(path)?));
    // Pictures are compressed already.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for entry in files {
        let mut file = match std::fs::File::open(&entry.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                manifest.missing.push(entry.name.clone());
                continue;
            }
            Err(error) => return Err(error),
        };
        zip.start_file(&entry.name, stored.large_file(file.metadata()?.len() >= u64::from(u32::MAX)))?;
        io::copy(&mut file, &mut zip)?;
    }
    let missing = std::mem::take(&mut manifest.missing);
    manifest.references.retain(|reference| !missing.contains(&reference.file));
    manifest.content.retain(|item| !missing.contains(&item.file));
    manifest.profile_image = manifest.profile_image.filter(|entry| !missing.contains(entry));
    manifest.face_reference = manifest.face_reference.filter(|entry| !missing.contains(entry));
    manifest.missing = missing;
    zip.start_file(MANIFEST, SimpleFileOptions::default())?;
    serde_json::to_writer_pretty(&mut zip, &manifest)?;
    zip.finish()?.flush()
}
