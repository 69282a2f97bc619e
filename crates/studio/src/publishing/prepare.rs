//! The very file that is sent, made before the preview: cut, made over into what the platform takes, with the AI mark
//! and without recipe, prompt and camera data. What was made once is kept under the hash of all that it was made from.

use crate::{Code, Error, Result, Studio, media_files::on_worker, open_file::on_disk};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use troupe_library::{
    LibraryError,
    tables::{
        content::ContentRow,
        post_media::{Crop, PreparedFacts},
    },
};
use troupe_media::{Cut, Limits, Mark, MediaError, Outgoing, PictureType, SourceType};
use troupe_platforms::{MediaKind, MediaRule};

/// Goes up when files come out otherwise than before, so that older ones are not taken.
const VERSION: u8 = 1;

/// A file made ready.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    /// Its name in the folder of prepared files.
    pub(crate) name: String,
    /// What it is like.
    pub(crate) facts: PreparedFacts,
    /// Where it lies.
    pub(crate) path: PathBuf,
}

/// Makes an item ready for a platform, or answers what was made before.
///
/// # Errors
/// When the item's file is not there or can't be made into what the platform takes; nothing is left behind then.
pub(crate) async fn prepare(
    studio: &Studio,
    item: &ContentRow,
    kind: MediaKind,
    crop: Option<Crop>,
    rule: Option<&MediaRule>,
    has_overlay: bool,
) -> Result<Prepared> {
    let wanted = wanted(item, crop, rule, has_overlay);
    let key = blake3::hash(format!("{VERSION} {} {kind:?} {wanted:?}", item.blake3).as_bytes()).to_hex().to_string();
    let folder = studio.library().prepared_dir().join(&key[..2]);
    let source = studio.library().media_dir().join(&item.file);
    let is_ai_made = item.is_ai_made;
    let now = studio.now();
    on_worker(studio, move || {
        if let Some(known) = known(&folder, &key) {
            keep_young(&folder, &known, now);
            return Ok(known);
        }
        let (bytes, facts) = match kind {
            MediaKind::Image => picture(&source, &wanted, is_ai_made)?,
            MediaKind::Video => clip(&source)?,
        };
        std::fs::create_dir_all(&folder)
            .map_err(|error| LibraryError::file("the folder of prepared files could not be written", error))?;
        let name = format!("{key}.{}", extension(&facts.mime_type));
        let path = folder.join(&name);
        troupe_media::write_file(&path, &bytes)?;
        // The facts come last: a file without them is made again.
        let written = serde_json::to_vec(&facts).map_err(Error::internal)?;
        troupe_media::write_file(&folder.join(format!("{key}.json")), &written)?;
        let made = Prepared { name, facts, path };
        keep_young(&folder, &made, now);
        Ok(made)
    })
    .await?
}

/// Notes that a file and its facts were taken up now: those that nobody takes up for a day, and that no post names, are
/// cleaned up.
fn keep_young(folder: &Path, known: &Prepared, now: DateTime<Utc>) {
    let facts = folder.join(&known.name).with_extension("json");
    for path in [&known.path, &facts] {
        let marked = std::fs::File::options().append(true).open(path).and_then(|file| file.set_modified(now.into()));
        if let Err(error) = marked {
            tracing::warn!(service = "publishing", "a prepared file keeps its old time: {error}");
        }
    }
}

/// The prepared file of that name, to be looked at.
///
/// # Errors
/// `not_found` when there is none.
pub(crate) async fn open(studio: &Studio, name: &str) -> Result<crate::OpenFile> {
    let key = name.split('.').next().unwrap_or_default();
    let missing = || Error::not_found("prepared file", name);
    if key.len() != 64 || !key.bytes().all(|letter| letter.is_ascii_hexdigit()) {
        return Err(missing());
    }
    let folder = studio.library().prepared_dir().join(&key[..2]);
    let found = known(&folder, key).filter(|found| found.name == name).ok_or_else(missing)?;
    on_disk(&found.path, found.name, &found.facts.mime_type, found.facts.blake3).await
}

fn known(folder: &Path, key: &str) -> Option<Prepared> {
    let facts: PreparedFacts = serde_json::from_slice(&std::fs::read(folder.join(format!("{key}.json"))).ok()?).ok()?;
    let name = format!("{key}.{}", extension(&facts.mime_type));
    let path = folder.join(&name);
    let is_whole = path.metadata().is_ok_and(|file| file.len() == facts.size_bytes);
    is_whole.then_some(Prepared { name, facts, path })
}

/// What the rule and the creator want of a picture.
fn wanted(item: &ContentRow, crop: Option<Crop>, rule: Option<&MediaRule>, has_overlay: bool) -> Outgoing {
    let types = rule.map(|rule| rule.mime_types.as_slice()).unwrap_or_default();
    let types = types.iter().filter_map(|mime_type| picture_type(mime_type)).collect();
    // An imported file keeps what it says of itself; what we made says what made it, whatever happened to the file.
    let made_by = if item.is_ai_made { SourceType::TrainedAlgorithmicMedia } else { SourceType::AlgorithmicMedia };
    let is_ours = item.is_ai_made || item.run_id.is_some();
    Outgoing {
        types,
        max_bytes: rule.and_then(|rule| rule.max_bytes),
        max_width: rule.and_then(|rule| rule.max_width),
        max_height: rule.and_then(|rule| rule.max_height),
        max_sides: rule.and_then(|rule| rule.max_sides),
        cut: crop.map(|crop| Cut { x: crop.x, y: crop.y, width: crop.width, height: crop.height }),
        has_overlay,
        mark: is_ours.then(|| Mark::new(made_by)),
    }
}

fn picture(source: &Path, wanted: &Outgoing, is_ai_made: bool) -> Result<(Vec<u8>, PreparedFacts)> {
    let limits = Limits::default();
    let bytes = troupe_media::outgoing(&troupe_media::read_file(source, &limits)?, wanted, &limits)?;
    // Looked at again as a stranger would: what must not be in it is not, and what must be is.
    let words = troupe_media::embedded_texts(&bytes);
    if troupe_media::read_recipe(&bytes).is_some() || words.iter().any(|text| !text.keyword.contains("xmp")) {
        return Err(unclean("still holds words of its recipe"));
    }
    let picture = troupe_media::probe_bytes(&bytes, None, &limits)?;
    if picture.camera.is_some() {
        return Err(unclean("still holds data of a camera"));
    }
    let is_marked = troupe_media::ai_mark(&bytes).source_type.is_some_and(|source_type| source_type.is_ai());
    if is_ai_made && !is_marked {
        return Err(unclean("carries no AI mark"));
    }
    let facts = PreparedFacts {
        mime_type: picture.picture_type.media_type().to_owned(),
        width: picture.width,
        height: picture.height,
        size_bytes: picture.size_bytes,
        duration_ms: None,
        blake3: picture.blake3.to_string(),
    };
    Ok((bytes, facts))
}

fn clip(source: &Path) -> Result<(Vec<u8>, PreparedFacts)> {
    let bytes = troupe_media::read_clip(source)?;
    let clip = troupe_media::clip(&bytes).ok_or_else(|| {
        Error::field("media", "this clip is no MP4 or QuickTime file, and those are what the platforms take")
    })?;
    let facts = PreparedFacts {
        mime_type: clip.media_type.to_owned(),
        width: 0,
        height: 0,
        size_bytes: bytes.len() as u64,
        duration_ms: Some(clip.duration_ms),
        blake3: blake3::hash(&bytes).to_hex().to_string(),
    };
    Ok((bytes, facts))
}

fn unclean(what: &str) -> Error {
    Error::new(
        Code::InternalError,
        format!("The file {what}, so it is not sent. Report this; the picture itself is unharmed."),
    )
}

fn picture_type(mime_type: &str) -> Option<PictureType> {
    [PictureType::Jpeg, PictureType::Png, PictureType::Webp, PictureType::Gif]
        .into_iter()
        .find(|known| known.media_type() == mime_type)
}

fn extension(mime_type: &str) -> &'static str {
    match mime_type {
        "video/mp4" => "mp4",
        "video/quicktime" => "mov",
        other => picture_type(other).map_or("bin", PictureType::extension),
    }
}

/// What went wrong with one file, as words for the finding that names it.
pub(crate) fn why(error: &Error) -> String {
    use std::error::Error as _;
    match error.source().and_then(|source| source.downcast_ref::<MediaError>()) {
        Some(MediaError::NotFound { .. }) => {
            "The picture's file is not in the media folder any more. Put it back, or choose another one.".to_owned()
        }
        _ => error.message.to_string(),
    }
}
