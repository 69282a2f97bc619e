//! A picture of a character as it comes in: a file, an address, base64 data, or a reference's id.

use crate::{
    Error, FileInput, Result, Studio,
    operations::references::picture::{self, LARGEST_BYTES, Prepared, Said, Unrecorded},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;
use std::borrow::Cow;
use troupe_library::{
    CharacterId, ReferenceId, SqliteConnection, UploadId,
    tables::references::{self, ReferenceRow, ReferenceSource},
};

/// A picture as it is written in an input.
#[derive(Debug, Clone)]
pub(super) enum PictureInput {
    /// A reference's id, an address, or base64 data.
    Text(String),
    /// A file, or a reference.
    File(PictureFile),
}

/// A picture: exactly one of the four.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PictureFile {
    /// A file on this computer (window and command line only).
    #[serde(default)]
    path: Option<String>,
    /// A file sent to `POST /uploads` before.
    #[serde(default)]
    upload_id: Option<UploadId>,
    /// An address to fetch it from; private addresses are refused.
    #[serde(default)]
    url: Option<String>,
    /// A reference of the character.
    #[serde(default)]
    reference_id: Option<ReferenceId>,
}

impl<'de> Deserialize<'de> for PictureInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self::Text(text)),
            Value::Object(fields) => {
                serde_json::from_value(Value::Object(fields)).map(Self::File).map_err(D::Error::custom)
            }
            _ => Err(D::Error::custom("must be a reference's id, an address, base64 data, or a file")),
        }
    }
}

impl JsonSchema for PictureInput {
    fn schema_name() -> Cow<'static, str> {
        "PictureInput".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let file = generator.subschema_for::<PictureFile>();
        json_schema!({
            "description": "A picture: a file, or a text that is a reference's id, an address, or base64 data.",
            "anyOf": [{ "type": "string" }, file],
        })
    }
}

/// A picture that was brought in for a character.
#[derive(Debug)]
pub(super) enum Brought {
    /// A reference that is there.
    Known(ReferenceId),
    /// A new one: its file is written, its row is not.
    New(Box<ReferenceRow>, Unrecorded),
}

/// Brings a picture in: finds the reference, or takes the file, looks at it and writes it.
///
/// # Errors
/// `validation_error` for what is no picture, or no reference of this character; as
/// [`crate::incoming::resolve`] else.
pub(super) async fn bring(
    studio: &Studio,
    field: &str,
    input: &PictureInput,
    character: (CharacterId, &str),
    said: &Said,
) -> Result<Brought> {
    let prepared = match input {
        PictureInput::File(PictureFile { reference_id: Some(id), path: None, upload_id: None, url: None }) => {
            return known_reference(studio, field, *id, character.0).await;
        }
        PictureInput::File(PictureFile { reference_id: None, path, upload_id, url }) => {
            let file = FileInput { path: path.clone(), upload_id: *upload_id, url: url.clone() };
            picture::take(studio, field, &file).await?
        }
        PictureInput::File(_) => {
            return Err(Error::field(field, "give exactly one of path, upload_id, url and reference_id"));
        }
        PictureInput::Text(text) if let Ok(id) = text.trim().parse() => {
            return known_reference(studio, field, id, character.0).await;
        }
        PictureInput::Text(text) => of_text(studio, field, text.trim()).await?,
    };
    let known = references::with_content(&mut *studio.library().read().await?, character.0, &prepared.blake3()).await?;
    if let Some(row) = known {
        return Ok(Brought::Known(row.id));
    }
    let (row, unrecorded) = picture::write_file(studio, character, prepared, said.clone()).await?;
    Ok(Brought::New(Box::new(row), unrecorded))
}

/// A reference that is there, if it is one of this character.
async fn known_reference(studio: &Studio, field: &str, id: ReferenceId, character_id: CharacterId) -> Result<Brought> {
    let row = references::get(&mut *studio.library().read().await?, id).await?;
    match row {
        Some(row) if row.character_id == character_id => Ok(Brought::Known(id)),
        _ => Err(Error::field(field, "names no reference of this character; add the picture as a reference first")),
    }
}

async fn of_text(studio: &Studio, field: &str, text: &str) -> Result<Prepared> {
    if text.starts_with("http://") || text.starts_with("https://") {
        let file = FileInput { url: Some(text.to_owned()), ..FileInput::default() };
        // The address is the field itself here, not a field of it.
        return picture::take(studio, field, &file).await.map_err(|error| renamed(error, field));
    }
    let data = match text.strip_prefix("data:") {
        Some(rest) => rest.split_once(";base64,").map(|(_, data)| data),
        None => Some(text),
    };
    let wrong = || {
        Error::field(field, "must be a reference's id, an address that begins with https://, base64 data, or a file")
    };
    let data: String = data.ok_or_else(wrong)?.chars().filter(|letter| !letter.is_whitespace()).collect();
    // Base64 has four letters for three bytes.
    if data.len() as u64 / 4 * 3 > LARGEST_BYTES {
        return Err(crate::incoming::too_large(field, "", LARGEST_BYTES));
    }
    let bytes = STANDARD.decode(data).ok().filter(|bytes| !bytes.is_empty()).ok_or_else(wrong)?;
    let name = field.rsplit('.').next().unwrap_or(field).replace('_', "-");
    picture::look(studio, field, bytes, name, ReferenceSource::Upload).await
}

fn renamed(mut error: Error, field: &str) -> Error {
    if let Some(told) = error.details.pointer_mut("/fields/0/field") {
        *told = Value::String(field.to_owned());
    }
    error
}

/// Records a picture that was brought in, within the character's transaction. Its file stays once the
/// answer's second half is told to keep it.
pub(super) async fn record(db: &mut SqliteConnection, brought: Brought) -> Result<(ReferenceId, Option<Unrecorded>)> {
    match brought {
        Brought::Known(id) => Ok((id, None)),
        Brought::New(row, unrecorded) => {
            // The profile image and the face may be the very same picture.
            if let Some(known) = references::with_content(db, row.character_id, &row.blake3).await? {
                return Ok((known.id, None));
            }
            references::insert(db, &row).await?;
            Ok((row.id, Some(unrecorded)))
        }
    }
}
