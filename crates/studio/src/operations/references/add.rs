//! Adding references: each file for itself, so that one bad file does not lose the others.

use super::{
    Reference,
    picture::{self, LARGEST_BYTES, Prepared, Said},
};
use crate::{
    Code, Error, FileInput, Result, Studio, incoming,
    operations::characters::{find, rests_on},
    origins,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::{
    CharacterId, ConsentId, ContentId, LibraryError, Origin, UploadId,
    tables::{
        content,
        references::{self, ReferenceSource},
    },
};

/// The most files of one call.
const MOST_FILES: usize = 50;

/// Adds reference pictures to a character: files of this computer, uploads, addresses, pictures of the
/// library. Each is taken or refused for itself; a picture that is there already is not added twice. The
/// first reference of a character is its primary one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddReferences {
    character_id: CharacterId,
    /// The files, at most 50.
    #[serde(default)]
    files: Vec<ReferenceFile>,
    /// One file of this computer, in place of `files` (window and command line only).
    #[serde(default)]
    path: Option<String>,
    /// One upload, in place of `files`.
    #[serde(default)]
    upload_id: Option<UploadId>,
    /// One address, in place of `files`.
    #[serde(default)]
    url: Option<String>,
    /// One picture of the library, in place of `files`.
    #[serde(default)]
    content_id: Option<ContentId>,
    /// A caption for training, where a file has none of its own.
    #[serde(default)]
    caption: String,
    /// Whether training takes them (true).
    #[serde(default = "yes")]
    use_for_training: bool,
    /// Whose face it is; else the character's.
    #[serde(default)]
    origin: Option<Origin>,
    /// The consent that they rest on; else the character's.
    #[serde(default)]
    consent_id: Option<ConsentId>,
}

fn yes() -> bool {
    true
}

/// One reference to add: exactly one of path, upload_id, url and content_id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReferenceFile {
    /// A file on this computer (window and command line only).
    #[serde(default)]
    path: Option<String>,
    /// A file sent to `POST /uploads` before.
    #[serde(default)]
    upload_id: Option<UploadId>,
    /// An address to fetch it from; private addresses are refused.
    #[serde(default)]
    url: Option<String>,
    /// A picture of the library.
    #[serde(default)]
    content_id: Option<ContentId>,
    /// A caption for training.
    #[serde(default)]
    caption: Option<String>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// It is a reference now.
    Added,
    /// The very same picture is a reference already.
    AlreadyThere,
    /// It was not taken.
    Refused,
}

/// One file and what became of it.
#[derive(Debug, Serialize, JsonSchema)]
struct AddedReference {
    /// The file's name, or its address.
    name: String,
    outcome: Outcome,
    /// The reference; null when it was refused.
    reference: Option<Reference>,
    /// Why it was refused, and what to do.
    reason: Option<String>,
    /// The same for programs: `{ code, message, details }`.
    error: Option<Value>,
}

/// What became of each file, in their order.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AddedReferences {
    results: Vec<AddedReference>,
    /// How many were added.
    added: usize,
    /// How many were references already.
    already_there: usize,
    /// How many were refused.
    refused: usize,
}

pub(super) async fn add(studio: &Studio, mut input: AddReferences) -> Result<AddedReferences> {
    let files = files(&mut input)?;
    let mut read = studio.library().read().await?;
    let character = find(&mut read, input.character_id).await?;
    let (origin, consent_id) = rests_on(&character, input.origin, input.consent_id);
    origins::check(&mut read, "", origin, consent_id, studio.now()).await?;
    drop(read);
    let said = Said { caption: input.caption, use_for_training: input.use_for_training, origin, consent_id };

    let mut results = Vec::with_capacity(files.len());
    let mut errors = Vec::new();
    for (field, file) in files {
        let said = Said { caption: file.caption.clone().unwrap_or_else(|| said.caption.clone()), ..said.clone() };
        let name = name_of(&file);
        match add_one(studio, &field, &file, (character.id, &character.name), said).await {
            Ok((outcome, reference)) => {
                let name = reference.name.clone();
                results.push(AddedReference { name, outcome, reference: Some(reference), reason: None, error: None });
            }
            Err(error) => {
                let (reason, told) = (Some(error.to_string()), Some(error.to_json()));
                results.push(AddedReference { name, outcome: Outcome::Refused, reference: None, reason, error: told });
                errors.push(error);
            }
        }
    }
    let count = |outcome| results.iter().filter(|result| result.outcome == outcome).count();
    let answer = AddedReferences {
        added: count(Outcome::Added),
        already_there: count(Outcome::AlreadyThere),
        refused: count(Outcome::Refused),
        results,
    };
    if answer.refused < answer.results.len() {
        return Ok(answer);
    }
    // Where nothing was taken, the call has failed.
    match errors.len() {
        0 | 1 => Err(errors.pop().unwrap_or_else(nothing_given)),
        count => Err(Error::new(
            Code::ValidationError,
            format!("None of the {count} files could be taken. {}", errors.remove(0)),
        )
        .with("results", json!(answer.results))),
    }
}

fn nothing_given() -> Error {
    Error::field("files", "give at least one file: a path, an upload_id, a url or a content_id")
}

/// The files of the input, each with the place where it stands.
fn files(input: &mut AddReferences) -> Result<Vec<(String, ReferenceFile)>> {
    let one = ReferenceFile {
        path: input.path.take(),
        upload_id: input.upload_id.take(),
        url: input.url.take(),
        content_id: input.content_id.take(),
        caption: None,
    };
    let has_one = one.path.is_some() || one.upload_id.is_some() || one.url.is_some() || one.content_id.is_some();
    let listed = std::mem::take(&mut input.files);
    match (has_one, listed.len()) {
        (false, 0) => Err(nothing_given()),
        (true, 1..) => Err(Error::field("files", "give one file beside it or a list of files, not both")),
        (_, count) if count > MOST_FILES => Err(Error::field("files", format!("must be at most {MOST_FILES}"))),
        (true, _) => Ok(vec![(String::new(), one)]),
        (false, _) => Ok(listed.into_iter().enumerate().map(|(at, file)| (format!("files[{at}]"), file)).collect()),
    }
}

fn name_of(file: &ReferenceFile) -> String {
    let id = file.upload_id.map(|id| id.to_string()).or_else(|| file.content_id.map(|id| id.to_string()));
    match (&file.path, &file.url, id) {
        (Some(path), _, _) => incoming::tidy_name(path),
        (_, Some(url), _) => url.chars().take(200).collect(),
        (_, _, Some(id)) => id,
        _ => "file".to_owned(),
    }
}

async fn add_one(
    studio: &Studio,
    field: &str,
    file: &ReferenceFile,
    character: (CharacterId, &str),
    said: Said,
) -> Result<(Outcome, Reference)> {
    let prepared = match file.content_id {
        Some(id) if file.path.is_none() && file.upload_id.is_none() && file.url.is_none() => {
            of_content(studio, field, id).await?
        }
        Some(_) => return Err(Error::field(field, "give exactly one of path, upload_id, url and content_id")),
        None => {
            let file = FileInput { path: file.path.clone(), upload_id: file.upload_id, url: file.url.clone() };
            picture::take(studio, field, &file).await?
        }
    };
    let blake3 = prepared.blake3();
    let known = references::with_content(&mut *studio.library().read().await?, character.0, &blake3).await?;
    if let Some(row) = known {
        return Ok((Outcome::AlreadyThere, row.into()));
    }
    let (row, unrecorded) = picture::write_file(studio, character, prepared, said).await?;
    let mut write = studio.library().write().await?;
    // The character or this very picture may have gone or come since.
    find(&mut write, character.0).await?;
    if let Some(row) = references::with_content(&mut write, character.0, &blake3).await? {
        return Ok((Outcome::AlreadyThere, row.into()));
    }
    references::insert(&mut write, &row).await?;
    let row = references::get(&mut write, row.id).await?.ok_or_else(|| Error::not_found("reference", row.id))?;
    write.commit().await.map_err(LibraryError::from)?;
    unrecorded.keep();
    Ok((Outcome::Added, row.into()))
}

/// A picture of the library. Its file is copied, so that the item can be deleted and the reference stays.
async fn of_content(studio: &Studio, field: &str, id: ContentId) -> Result<Prepared> {
    let mut read = studio.library().read().await?;
    let row = content::get(&mut read, id).await?.ok_or_else(|| Error::not_found("content", id))?;
    drop(read);
    let path = studio.library().media_dir().join(&row.file);
    let limits = troupe_media::Limits { max_bytes: LARGEST_BYTES, ..troupe_media::Limits::default() };
    let bytes = crate::media_files::on_worker(studio, move || troupe_media::read_file(&path, &limits)).await??;
    picture::look(studio, field, bytes, row.file_name, ReferenceSource::Content).await
}
