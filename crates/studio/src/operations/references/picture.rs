//! How a picture becomes a reference: looked at, written, recorded, in this order.

use crate::{
    Code, Error, FileInput, Result, Studio,
    incoming::{self, Way},
    media_files,
};
use serde_json::json;
use std::path::PathBuf;
use troupe_library::{
    CharacterId, ConsentId, Origin, ReferenceId,
    tables::references::{Face, ReferenceRow, ReferenceSource},
};
use troupe_media::{Limits, MediaError, Picture};

/// The largest reference.
pub(crate) const LARGEST_BYTES: u64 = 100 * 1000 * 1000;

/// A picture that was looked at and can be written.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) name: String,
    bytes: Vec<u8>,
    picture: Picture,
    sharpness: Option<f64>,
    source: ReferenceSource,
}

/// What the creator says of a reference.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) caption: String,
    pub(crate) use_for_training: bool,
    pub(crate) origin: Origin,
    pub(crate) consent_id: Option<ConsentId>,
}

impl Prepared {
    /// BLAKE3 of the file, as hex.
    pub(crate) fn blake3(&self) -> String {
        self.picture.blake3.to_string()
    }
}

/// Takes a file in and looks at it; `field` is where it stands in the input.
///
/// # Errors
/// As [`incoming::resolve`], and `validation_error` for what is no picture within the limits.
pub(crate) async fn take(studio: &Studio, field: &str, file: &FileInput) -> Result<Prepared> {
    let incoming = incoming::resolve(studio, field, file, LARGEST_BYTES).await?;
    let source = match incoming.way {
        Way::Path => ReferenceSource::File,
        Way::Upload => ReferenceSource::Upload,
        Way::Url => ReferenceSource::Url,
    };
    let bytes = incoming.read(field).await?;
    look(studio, field, bytes, incoming.name.clone(), source).await
}

/// Looks at a picture: decoded within limits, measured.
///
/// # Errors
/// `validation_error` for what is no picture within the limits.
pub(crate) async fn look(
    studio: &Studio,
    field: &str,
    bytes: Vec<u8>,
    name: String,
    source: ReferenceSource,
) -> Result<Prepared> {
    let limits = Limits { max_bytes: LARGEST_BYTES, ..Limits::default() };
    let looked = media_files::on_worker(studio, move || -> std::result::Result<_, MediaError> {
        let (picture, pixels) = troupe_media::probe_and_decode(&bytes, Some(&name), &limits)?;
        let sharpness = troupe_media::quality(&pixels)?.sharpness;
        Ok(Prepared { name, bytes, picture, sharpness: sharpness.is_finite().then_some(sharpness), source })
    })
    .await?;
    looked.map_err(|error| {
        let mut error = Error::from(error);
        let field = incoming::named(field);
        match error.code {
            Code::PayloadTooLarge => error.with("fields", json!([{ "field": field, "message": "is too large" }])),
            Code::ValidationError => {
                let message = error.details["fields"][0]["message"].as_str().unwrap_or_default().to_owned();
                error.message = format!("{field}: {message}").into();
                error.with("fields", json!([{ "field": field, "message": message }]))
            }
            _ => error,
        }
    })
}

/// A file of ours without a row: removed when it is dropped, kept once its row is written.
#[derive(Debug)]
pub(crate) struct Unrecorded(Option<PathBuf>);

impl Unrecorded {
    /// A file that was just written.
    pub(crate) fn of(path: PathBuf) -> Self {
        Self(Some(path))
    }

    /// Its row is written.
    pub(crate) fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Unrecorded {
    fn drop(&mut self) {
        if let Some(path) = self.0.take()
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!("a reference's file without a row could not be removed: {error}");
        }
    }
}

/// Writes a reference's file; answers its row, not yet recorded. `is_primary` is the table's to decide.
///
/// # Errors
/// `storage_error` when the disk refuses.
pub(crate) async fn write_file(
    studio: &Studio,
    (character_id, character_name): (CharacterId, &str),
    prepared: Prepared,
    said: Said,
) -> Result<(ReferenceRow, Unrecorded)> {
    let id = ReferenceId::new();
    let file = file_of(character_name, &prepared, id);
    let media = studio.library().media_dir();
    let path = media.join(&file);
    let target = path.clone();
    let prepared = media_files::on_worker(studio, move || -> Result<_> {
        media_files::make_folder(&media, target.parent().unwrap_or(&media))?;
        troupe_media::write_new_file(&target, &prepared.bytes)?;
        Ok(prepared)
    })
    .await??;
    let now = studio.now();
    let Picture { picture_type, width, height, size_bytes, camera, .. } = &prepared.picture;
    let row = ReferenceRow {
        id,
        character_id,
        file,
        blake3: prepared.blake3(),
        mime_type: picture_type.media_type().to_owned(),
        width: i64::from(*width),
        height: i64::from(*height),
        size_bytes: i64::try_from(*size_bytes).unwrap_or(i64::MAX),
        caption: said.caption,
        is_primary: false,
        use_for_training: said.use_for_training,
        origin: said.origin,
        consent_id: said.consent_id,
        source: prepared.source,
        face: Face::NotMeasured,
        sharpness: prepared.sharpness,
        has_camera_data: camera.is_some(),
        name: prepared.name,
        created_at: now,
        updated_at: now,
    };
    Ok((row, Unrecorded::of(path)))
}

/// `mira/references/beach-9f8b2c1d4e5a.jpg`: the name that it came with, as every system takes it, and what
/// makes it unique.
fn file_of(character_name: &str, prepared: &Prepared, id: ReferenceId) -> String {
    let stem = prepared.name.rsplit_once('.').map_or(prepared.name.as_str(), |(stem, _)| stem);
    // The last group of a version 7 UUID is random.
    let (_, _, _, tail) = id.0.as_fields();
    let tail: String = tail.iter().skip(2).map(|byte| format!("{byte:02x}")).collect();
    let extension = prepared.picture.picture_type.extension();
    format!("{}/references/{}-{tail}.{extension}", media_files::slug(character_name), media_files::slug(stem))
}

/// Removes the file and the smaller pictures of a deleted reference for good.
///
/// # Errors
/// When the file is there and the system does not let go of it.
pub(crate) fn remove(studio: &Studio, row: &ReferenceRow) -> std::io::Result<()> {
    match std::fs::remove_file(studio.library().media_dir().join(&row.file)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    super::open::remove_thumbnails(studio, row.id);
    Ok(())
}
