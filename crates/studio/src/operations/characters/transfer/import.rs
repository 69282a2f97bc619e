//! Bringing characters in: one from its file, or many from a characters.json list.

use super::{
    LARGEST_MANIFEST_BYTES, Manifest, PortableContent, PortableStyle,
    archive::Archive,
    rows::{self, Row},
};
use crate::{
    Code, Error, FileInput, Result, Studio,
    checks::Checks,
    incoming, media_files,
    operations::{
        characters::create::{self, NewCharacter},
        references::picture::{self, Said, Unrecorded},
        styles,
    },
    origins,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use troupe_library::{
    CharacterId, ConsentId, ReferenceId, StyleId, UploadId,
    tables::{content::ContentSource, references::ReferenceSource, styles::StyleRow},
};
use troupe_media::Limits;

/// The largest character's file.
const LARGEST_ARCHIVE_BYTES: u64 = 20 * 1000 * 1000 * 1000;
/// The most rows of a list.
const MOST_ROWS: usize = 1000;

/// Brings characters in: a character's file (as `characters.export` writes it), or a list of characters
/// as JSON, as a file or in `characters`. Each row is checked and made whole or not at all; the answer says
/// which were made and which were refused, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportCharacters {
    /// A file of this computer (window and command line only).
    #[serde(default)]
    path: Option<String>,
    /// A file sent to `POST /uploads` before.
    #[serde(default)]
    upload_id: Option<UploadId>,
    /// An address to fetch it from; private addresses are refused.
    #[serde(default)]
    url: Option<String>,
    /// The list itself, in place of a file.
    #[serde(default)]
    characters: Option<Vec<Value>>,
    /// The consent of this library for faces that rest on one; consents do not travel in a character's file.
    #[serde(default)]
    consent_id: Option<ConsentId>,
    /// Whether the pictures in a character's file come in too (true).
    #[serde(default = "super::yes")]
    with_content: bool,
}

/// What was made and what was refused.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ImportReport {
    made: Vec<ImportedCharacter>,
    refused: Vec<RefusedCharacter>,
}

/// A character that was made.
#[derive(Debug, Serialize, JsonSchema)]
struct ImportedCharacter {
    /// Its place in the list, from 0.
    index: usize,
    character_id: CharacterId,
    name: String,
    /// What was left out.
    notes: Vec<String>,
}

/// A row that was refused.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusedCharacter {
    /// Its place in the list, from 0.
    index: usize,
    /// Its name, where it has one.
    name: Option<String>,
    /// Why, and what to do.
    reason: String,
    /// The same for programs: `{ code, message, details }`.
    error: Value,
}

pub(crate) async fn import(studio: &Studio, input: ImportCharacters) -> Result<ImportReport> {
    let file = FileInput { path: input.path, upload_id: input.upload_id, url: input.url };
    let report = match (file == FileInput::default(), input.characters) {
        (true, Some(rows)) => import_rows(studio, rows, input.consent_id).await?,
        (false, None) => {
            let incoming = incoming::resolve(studio, "", &file, LARGEST_ARCHIVE_BYTES).await?;
            if is_zip(&incoming).await? {
                return import_archive(studio, &incoming, input.consent_id, input.with_content).await;
            }
            import_rows(studio, read_list(&incoming).await?, input.consent_id).await?
        }
        (true, None) => {
            return Err(Error::field("file", "give a path, an upload_id, a url, or the list as characters"));
        }
        (false, Some(_)) => return Err(Error::field("characters", "give a file or the list, not both")),
    };
    // Where nothing was made, the call has failed.
    match report.refused.first() {
        Some(first) if report.made.is_empty() => {
            let why = &first.reason;
            let message = match report.refused.len() {
                1 => why.clone(),
                count => format!("None of the {count} characters could be made. The first one: {why}"),
            };
            Err(Error::new(Code::ValidationError, message)
                .with("fields", first.error["details"]["fields"].clone())
                .with("refused", json!(report.refused)))
        }
        _ => Ok(report),
    }
}

async fn is_zip(incoming: &incoming::Incoming) -> Result<bool> {
    use tokio::io::AsyncReadExt;
    let failed = |error| Error::from(troupe_library::LibraryError::file("the file could not be read", error));
    let mut start = Vec::new();
    let file = tokio::fs::File::open(&incoming.path).await.map_err(failed)?;
    file.take(4).read_to_end(&mut start).await.map_err(failed)?;
    Ok(start.starts_with(b"PK"))
}

/// Reads a list: an array, or an object that holds one as `characters`. Its size is looked at before it is
/// read into memory.
async fn read_list(incoming: &incoming::Incoming) -> Result<Vec<Value>> {
    if incoming.size_bytes > LARGEST_MANIFEST_BYTES {
        return Err(Error::new(
            Code::PayloadTooLarge,
            format!(
                "{} has {} MB, and a list of characters is at most {} MB. Split it, or leave pictures out of it and add them as references.",
                incoming.name,
                incoming.size_bytes / 1_000_000,
                LARGEST_MANIFEST_BYTES / 1_000_000
            ),
        )
        .with("fields", json!([{ "field": "file", "message": "is too large" }])));
    }
    let bytes = incoming.read("file").await?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let list: Value = serde_json::from_slice(bytes).map_err(|error| {
        Error::field("file", format!("is neither a character's file nor a list in JSON: {error}")).because(error)
    })?;
    match list {
        Value::Array(rows) => Ok(rows),
        Value::Object(mut fields) => match fields.remove("characters") {
            Some(Value::Array(rows)) => Ok(rows),
            // One character alone.
            None if fields.contains_key("name") => Ok(vec![Value::Object(fields)]),
            _ => Err(Error::field("file", "holds no list of characters")),
        },
        _ => Err(Error::field("file", "holds no list of characters")),
    }
}

async fn import_rows(studio: &Studio, rows: Vec<Value>, consent_id: Option<ConsentId>) -> Result<ImportReport> {
    if rows.is_empty() {
        return Err(Error::field("characters", "the list is empty"));
    }
    if rows.len() > MOST_ROWS {
        return Err(Error::field("characters", format!("must be at most {MOST_ROWS} at once")));
    }
    let mut report = ImportReport::default();
    for (index, row) in rows.into_iter().enumerate() {
        let name = row["name"].as_str().map(str::to_owned);
        match import_row(studio, row, &format!("characters[{index}]."), consent_id).await {
            Ok((character_id, name, notes)) => {
                report.made.push(ImportedCharacter { index, character_id, name, notes });
            }
            Err(error) => {
                report.refused.push(RefusedCharacter { index, name, reason: error.to_string(), error: error.to_json() })
            }
        }
    }
    Ok(report)
}

async fn import_row(
    studio: &Studio,
    row: Value,
    at: &str,
    consent_id: Option<ConsentId>,
) -> Result<(CharacterId, String, Vec<String>)> {
    let Row { mut input, styles, left_out } = rows::read(row, at)?;
    input.rest_on(consent_id);
    // Before the pictures, which take longer.
    let checked = check_styles(studio, styles, at)?;
    let mut new = create::prepare(studio, input, at).await?;
    checked.join(&mut new);
    let (id, name) = (new.row.id, new.row.name.clone());
    create::record(studio, new).await?;
    Ok((id, name, notes(&left_out)))
}

fn notes(left_out: &[String]) -> Vec<String> {
    match left_out {
        [] => Vec::new(),
        fields => vec![format!("Not known here and left out: {}.", fields.join(", "))],
    }
}

/// Styles that hold.
struct CheckedStyles {
    rows: Vec<StyleRow>,
    default: usize,
}

impl CheckedStyles {
    fn join(self, new: &mut NewCharacter) {
        new.styles = self.rows;
        new.styles.iter_mut().for_each(|style| style.character_id = new.row.id);
        new.default_style = self.default;
    }
}

fn check_styles(studio: &Studio, styles: Vec<PortableStyle>, at: &str) -> Result<CheckedStyles> {
    let now = studio.now();
    let default = styles.iter().position(|style| style.is_default).unwrap_or(0);
    let mut rows: Vec<StyleRow> = Vec::with_capacity(styles.len());
    for (number, style) in styles.into_iter().enumerate() {
        let mut row = StyleRow {
            id: StyleId::new(),
            character_id: CharacterId::new(),
            name: style.name,
            description: style.description,
            prompt_prefix: style.prompt_prefix,
            prompt_suffix: style.prompt_suffix,
            negative_prompt: style.negative_prompt,
            model: style.model,
            loras: style.loras,
            settings: styles::settings(&style.settings)?,
            is_default: false,
            created_at: now,
            updated_at: now,
        };
        let mut checks = Checks::at(format!("{at}styles[{number}]."));
        styles::check(&mut checks, &mut row);
        if rows.iter().any(|known| known.name == row.name) {
            checks.fault("name", "this character already has a style of that name");
        }
        checks.done()?;
        rows.push(row);
    }
    if rows.len() > styles::MOST_STYLES {
        return Err(Error::field(format!("{at}styles"), format!("must be at most {}", styles::MOST_STYLES)));
    }
    Ok(CheckedStyles { rows, default })
}

async fn import_archive(
    studio: &Studio,
    incoming: &incoming::Incoming,
    consent_id: Option<ConsentId>,
    with_content: bool,
) -> Result<ImportReport> {
    let path = incoming.path.clone();
    let (mut archive, manifest) = media_files::on_worker(studio, move || -> Result<_> {
        let mut archive = Archive::open(&path)?;
        let manifest = archive.manifest()?;
        Ok((archive, manifest))
    })
    .await??;
    let Manifest { character, styles, references, content, profile_image, face_reference, .. } = manifest;
    let at = "character.";
    let character = without_pictures(character);
    let Row { mut input, left_out, .. } = rows::read(character, at)?;
    input.rest_on(consent_id);
    let checked = check_styles(studio, styles, at)?;
    let mut new = create::prepare(studio, input, at).await?;
    checked.join(&mut new);

    let mut reference_of: HashMap<String, ReferenceId> = HashMap::new();
    let mut known: HashMap<String, ReferenceId> = HashMap::new();
    let mut ordered = references;
    // The first one recorded is primary.
    ordered.sort_by_key(|reference| !reference.is_primary);
    for (number, reference) in ordered.into_iter().enumerate() {
        let field = format!("references[{number}]");
        let rests_on = consent_id.filter(|_| reference.consent_id.is_some()).or(reference.consent_id);
        origins::check(
            &mut *studio.library().read().await?,
            &format!("{field}."),
            reference.origin,
            rests_on,
            studio.now(),
        )
        .await?;
        let mut checks = Checks::at(format!("{field}."));
        checks.text("caption", &reference.caption);
        checks.done()?;
        let bytes;
        (archive, bytes) = read_picture(studio, archive, &reference.file).await?;
        let name = incoming::tidy_name(&reference.name);
        let prepared = picture::look(studio, &field, bytes, name, ReferenceSource::Import).await?;
        if let Some(id) = known.get(&prepared.blake3()) {
            reference_of.insert(reference.file, *id);
            continue;
        }
        let blake3 = prepared.blake3();
        let said = Said {
            caption: reference.caption,
            use_for_training: reference.use_for_training,
            origin: reference.origin,
            consent_id: rests_on,
        };
        let (row, file) = picture::write_file(studio, (new.row.id, &new.row.name), prepared, said).await?;
        known.insert(blake3, row.id);
        reference_of.insert(reference.file, row.id);
        new.references.push((row, file));
    }
    new.row.profile_image = profile_image.and_then(|entry| reference_of.get(&entry).copied());
    new.row.appearance.face_reference = face_reference.and_then(|entry| reference_of.get(&entry).copied());
    if with_content {
        for (number, item) in content.into_iter().enumerate() {
            let bytes;
            (archive, bytes) = read_picture(studio, archive, &item.file).await?;
            import_content(studio, &mut new, item, bytes, &format!("content[{number}]")).await?;
        }
    }
    let (character_id, name) = (new.row.id, new.row.name.clone());
    create::record(studio, new).await?;
    let made = vec![ImportedCharacter { index: 0, character_id, name, notes: notes(&left_out) }];
    Ok(ImportReport { made, refused: Vec::new() })
}

/// The pictures of a character's file are its entries: it names no place on this computer or elsewhere.
fn without_pictures(mut character: Value) -> Value {
    let remove = |value: Option<&mut Value>, names: &[&str]| {
        if let Some(fields) = value.and_then(Value::as_object_mut) {
            fields.retain(|name, _| !names.contains(&name.as_str()));
        }
    };
    remove(Some(&mut character), &["profile_image", "profile_image_url"]);
    remove(character.get_mut("appearance"), &["face_reference", "face_reference_image", "face_reference_image_url"]);
    character
}

async fn read_picture(studio: &Studio, mut archive: Archive, name: &str) -> Result<(Archive, Vec<u8>)> {
    let name = name.to_owned();
    media_files::on_worker(studio, move || {
        let bytes = archive.picture(&name)?;
        Ok((archive, bytes))
    })
    .await?
}

/// Writes a picture of the character; its row is recorded with the character's.
async fn import_content(
    studio: &Studio,
    new: &mut NewCharacter,
    item: PortableContent,
    bytes: Vec<u8>,
    field: &str,
) -> Result<()> {
    let mut checks = Checks::at(format!("{field}."));
    let mut tags = item.tags;
    checks.words("tags", &mut tags);
    checks.text("description", &item.description);
    checks.done()?;
    let media = studio.library().media_dir();
    let id = troupe_library::ContentId::new();
    let (_, _, _, tail) = id.0.as_fields();
    let tail: String = tail.iter().skip(2).map(|byte| format!("{byte:02x}")).collect();
    let slug = media_files::slug(&new.row.name);
    let (picture, recipe, file) = media_files::on_worker(studio, move || -> Result<_> {
        let picture = troupe_media::probe_bytes(&bytes, None, &Limits::default())?;
        let recipe = troupe_media::read_recipe(&bytes).unwrap_or_default();
        let file = format!("{slug}/imported/{slug}-{tail}.{}", picture.picture_type.extension());
        let path = media.join(&file);
        media_files::make_folder(&media, path.parent().unwrap_or(&media))?;
        troupe_media::write_new_file(&path, &bytes)?;
        Ok((picture, recipe, file))
    })
    .await??;
    let unrecorded = Unrecorded::of(studio.library().media_dir().join(&file));
    let mut row = media_files::base_row(studio, &picture, &recipe, file)?;
    row.id = id;
    row.character_id = Some(new.row.id);
    row.source = ContentSource::Imported;
    row.category = item.category.unwrap_or(row.category);
    row.description = item.description;
    row.rating = item.rating;
    row.approval_status = item.approval_status;
    row.rejected_reason = item.rejected_reason;
    row.is_ai_made = item.is_ai_made;
    row.created_at = item.created_at.unwrap_or(row.created_at);
    new.content.push((row, media_files::loras(&recipe), tags, unrecorded));
    Ok(())
}
