//! Files that lie in the media folder already and become items where they are.

use super::{
    on_worker,
    picture::{BIRTH, adopt, base_row, loras, tell},
};
use crate::{Result, Studio};
use chrono::{DateTime, Utc};
use troupe_library::{
    LibraryError,
    tables::content::{self, ContentRow, ContentSource},
};
use troupe_media::Limits;

/// Makes a file of the media folder an item: a picture of ours becomes the output that it is, if that
/// has no row; any other picture an imported one, with the recipe that its program wrote.
pub(crate) async fn import_in_place(studio: &Studio, file: &str) -> Result<ContentRow> {
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
