//! A picture that words are about: the picture itself for models that look, and its words for those that do not.

use crate::{Error, FileInput, Result, Studio, incoming, media_files};
use bytes::Bytes;
use troupe_library::{
    ContentId,
    tables::content::{self, ContentRow, ContentType},
};
use troupe_llm::Picture;
use troupe_media::{FitBox, Limits};

/// The longer edge of a picture that a model is shown, in pixels: enough for what a caption needs, and little memory.
const EDGE_PX: u32 = 640;
/// The largest picture that is fetched or read, in bytes.
const LARGEST_BYTES: u64 = 50 * 1000 * 1000;
/// The longest description that a model is told, in letters.
const LONGEST_WORDS: usize = 1_000;

/// What a model is shown.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) picture: Picture,
    /// The creator's words on it, else its prompt.
    pub(crate) words: String,
}

/// An item of the library that is not in the trash.
///
/// # Errors
/// `not_found`.
pub(crate) async fn find(studio: &Studio, id: ContentId) -> Result<ContentRow> {
    let mut read = studio.library().read().await?;
    let row = content::get(&mut read, id).await?.filter(|row| row.deleted_at.is_none());
    row.ok_or_else(|| Error::not_found("content", id))
}

/// What an item shows. Clips and sounds have their words alone.
///
/// # Errors
/// When its file can't be read.
pub(crate) async fn of_content(studio: &Studio, row: &ContentRow) -> Result<(Option<Shown>, String)> {
    let words = if row.description.trim().is_empty() { asked_for(row) } else { row.description.clone() };
    let words: String = words.trim().chars().take(LONGEST_WORDS).collect();
    if row.content_type != ContentType::Image {
        return Ok((None, words));
    }
    let file = match media_files::thumbnail(studio, row, EDGE_PX).await? {
        Some(file) => file,
        None => studio.library().media_dir().join(&row.file),
    };
    let picture = small(studio, async move {
        tokio::fs::read(&file)
            .await
            .map_err(|error| Error::from(troupe_library::LibraryError::file("the picture could not be read", error)))
    })
    .await?;
    Ok((Some(Shown { picture, words: words.clone() }), words))
}

/// A picture from an address; private addresses are refused.
///
/// # Errors
/// When it can't be fetched or is no picture.
pub(crate) async fn of_url(studio: &Studio, url: String) -> Result<Shown> {
    let input = FileInput { url: Some(url), ..FileInput::default() };
    let incoming = incoming::resolve(studio, "image_url", &input, LARGEST_BYTES).await?;
    let picture = small(studio, async move { incoming.read("image_url").await }).await?;
    Ok(Shown { picture, words: String::new() })
}

/// What the creator asked for, without the words that the character and the styles added.
fn asked_for(row: &ContentRow) -> String {
    let asked = row.recipe.pointer("/extra/generation/asked").and_then(serde_json::Value::as_str).unwrap_or_default();
    if asked.trim().is_empty() { row.prompt.clone() } else { asked.to_owned() }
}

/// A picture as a JPEG of a size that models look at: every engine reads it, and nothing else of the file goes along.
async fn small(studio: &Studio, bytes: impl Future<Output = Result<Vec<u8>>>) -> Result<Picture> {
    let bytes = bytes.await?;
    let made = media_files::on_worker(studio, move || {
        troupe_media::thumbnail(&bytes, FitBox::long_edge(EDGE_PX), &Limits::default())
    });
    let thumbnail = made.await??;
    Ok(Picture { mime_type: "image/jpeg".to_owned(), bytes: Bytes::from(thumbnail.bytes) })
}
