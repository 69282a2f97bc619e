//! Files that lie in the media folder already and become items where they are: pictures, and clips as platforms take
//! them.

use super::{
    on_worker,
    picture::{BIRTH, Measured, adopt, base_row, loras, row_of, tell},
};
use crate::{Result, Studio};
use chrono::{DateTime, Utc};
use troupe_library::{
    LibraryError,
    tables::content::{self, ContentRow, ContentSource, ContentType},
};
use troupe_media::{ContentHash, Limits, Recipe};

/// Makes a file of the media folder an item: a picture of ours becomes the output that it is, if that
/// has no row; any other picture an imported one, with the recipe that its program wrote; a clip an imported one.
pub(crate) async fn import_in_place(studio: &Studio, file: &str) -> Result<ContentRow> {
    if let Some(row) = import_clip(studio, file).await? {
        return Ok(row);
    }
    if let Some(row) = adopt(studio, file).await?
        && row.file == file
    {
        return Ok(row);
    }
    let path = studio.library().media_dir().join(file);
    let (picture, recipe, is_ai, modified) = on_worker(studio, move || -> Result<_> {
        let bytes = troupe_media::read_file(&path, &Limits::default())?;
        let picture = troupe_media::probe_bytes(&bytes, None, &Limits::default())?;
        let is_ai = troupe_media::ai_mark(&bytes).source_type.is_some_and(|source| source.is_ai());
        let modified = path.metadata().and_then(|data| data.modified()).ok().map(DateTime::<Utc>::from);
        Ok((picture, troupe_media::read_recipe(&bytes), is_ai, modified))
    })
    .await??;
    let has_recipe = recipe.is_some();
    let mut recipe = recipe.unwrap_or_default();
    // A copy of one of ours says which output it was copied from; it is not that output.
    recipe.extra.remove(BIRTH);
    let mut row = base_row(studio, &picture, &recipe, file.to_owned())?;
    row.source = ContentSource::Imported;
    row.is_ai_made = is_ai || has_recipe;
    row.created_at = modified.unwrap_or(row.created_at);
    let mut write = studio.library().write().await?;
    content::insert(&mut write, &row, &loras(&recipe)).await?;
    write.commit().await.map_err(LibraryError::from)?;
    tell(studio, &row);
    Ok(row)
}

/// Makes a clip an item; `None` when the file is no clip. How large its frames are is not read.
async fn import_clip(studio: &Studio, file: &str) -> Result<Option<ContentRow>> {
    let path = studio.library().media_dir().join(file);
    let read = on_worker(studio, move || -> Result<_> {
        let bytes = troupe_media::read_file(&path, &Limits::default())?;
        let modified = path.metadata().and_then(|data| data.modified()).ok().map(DateTime::<Utc>::from);
        Ok(troupe_media::clip(&bytes).map(|clip| (clip, bytes.len() as u64, ContentHash::of(&bytes), modified)))
    })
    .await??;
    let Some((clip, size_bytes, blake3, modified)) = read else { return Ok(None) };
    let measured = Measured { media_type: clip.media_type, size: None, size_bytes, blake3 };
    let mut row = row_of(studio, &measured, &Recipe::default(), file.to_owned())?;
    row.content_type = ContentType::Video;
    row.source = ContentSource::Imported;
    // Nothing in it says how it was made, so it counts as made with AI, as the row has it.
    row.created_at = modified.unwrap_or(row.created_at);
    let mut write = studio.library().write().await?;
    content::insert(&mut write, &row, &[]).await?;
    write.commit().await.map_err(LibraryError::from)?;
    tell(studio, &row);
    Ok(Some(row))
}
