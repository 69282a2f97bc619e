//! Smaller pictures of items: made ahead in two sizes, made on demand in some more, kept until the item
//! goes. The folder may be emptied at any time.

use super::on_worker;
use crate::{Error, Result, Studio};
use std::path::PathBuf;
use troupe_library::{ContentId, tables::content::ContentRow};
use troupe_media::{FitBox, Limits, MediaError, Thumbnail};

/// The longer edges made ahead: a tile of the grid, and the same on a screen of twice the density.
pub(crate) const THUMBNAIL_EDGES_PX: [u32; 2] = [320, 640];
/// The longer edges that exist at all: a size asked for is rounded up to one of these.
const EDGES_PX: [u32; 5] = [160, 320, 640, 1280, 2048];

/// Keeps the thumbnails that were made with the picture, in the order of [`THUMBNAIL_EDGES_PX`].
pub(super) async fn keep(studio: &Studio, id: ContentId, thumbnails: Vec<Thumbnail>) -> Result<()> {
    let files: Vec<PathBuf> = THUMBNAIL_EDGES_PX.iter().map(|edge| file_of(studio, id, *edge)).collect();
    on_worker(studio, move || files.iter().zip(thumbnails).try_for_each(|(file, thumbnail)| write(file, &thumbnail)))
        .await?
}

/// The file of an item's thumbnail of at least this longer edge, made when it is not there. `None` when
/// the item is no larger than that: then its own file is the one to show.
pub(crate) async fn thumbnail(studio: &Studio, row: &ContentRow, edge_px: u32) -> Result<Option<PathBuf>> {
    let Some(edge_px) = EDGES_PX.into_iter().find(|edge| *edge >= edge_px) else { return Ok(None) };
    let longer_edge = row.width.unwrap_or(0).max(row.height.unwrap_or(0));
    if !row.mime_type.starts_with("image/") || longer_edge <= i64::from(edge_px) {
        return Ok(None);
    }
    let file = file_of(studio, row.id, edge_px);
    if file.is_file() {
        return Ok(Some(file));
    }
    let picture = studio.library().media_dir().join(&row.file);
    on_worker(studio, move || -> Result<_> {
        // Another reader may have made it while this one waited for a worker.
        if !file.is_file() {
            let bytes = troupe_media::read_file(&picture, &Limits::default())?;
            write(&file, &troupe_media::thumbnail(&bytes, FitBox::long_edge(edge_px), &Limits::default())?)?;
        }
        Ok(Some(file))
    })
    .await?
}

/// Removes the thumbnails of an item that is gone.
pub(crate) fn remove_thumbnails(studio: &Studio, id: ContentId) {
    for edge_px in EDGES_PX {
        if let Err(error) = std::fs::remove_file(file_of(studio, id, edge_px))
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(content = %id, "a thumbnail could not be removed: {error}");
        }
    }
}

/// `thumbnails/5a/<id>-320.jpg`: the last two digits of an id are random, its first ones are the time.
fn file_of(studio: &Studio, id: ContentId, edge_px: u32) -> PathBuf {
    let name = id.to_string();
    let folder = name.get(name.len() - 2..).unwrap_or_default();
    studio.library().thumbnails_dir().join(folder).join(format!("{name}-{edge_px}.jpg"))
}

fn write(file: &std::path::Path, thumbnail: &Thumbnail) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::from(troupe_library::LibraryError::file("the thumbnails' folder could not be written", error))
        })?;
    }
    match troupe_media::write_new_file(file, &thumbnail.bytes) {
        Ok(()) | Err(MediaError::AlreadyExists { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
