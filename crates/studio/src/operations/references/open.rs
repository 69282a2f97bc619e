//! Opens a reference's file, or a smaller picture of it, made on demand and kept.

use crate::{
    Error, OpenFile, Result, Studio, media_files,
    open_file::{self, FULL},
};
use std::path::PathBuf;
use troupe_library::{
    ReferenceId,
    tables::{reference_trash, references},
};
use troupe_media::{FitBox, Limits};

/// The longer edges that exist: a size asked for is rounded up to one of these.
const EDGES_PX: [u32; 4] = [160, 320, 640, 1280];

/// Opens the file of a reference, in the trash or not; `variant` is `full` or the longer edge in pixels.
///
/// # Errors
/// `not_found` when the reference or its file is gone, `storage_error` when the disk refuses.
pub(crate) async fn open(studio: &Studio, id: &str, variant: &str) -> Result<OpenFile> {
    let missing = || Error::not_found("reference", id);
    let id: ReferenceId = id.parse().map_err(|_| missing())?;
    let mut read = studio.library().read().await?;
    let row = match references::get(&mut read, id).await? {
        Some(row) => row,
        // The trash shows what lies in it.
        None => reference_trash::get(&mut read, id).await?.ok_or_else(missing)?.reference,
    };
    drop(read);
    let path = studio.library().media_dir().join(&row.file);
    let edge_px = match variant {
        FULL | "" => None,
        size => {
            let size: u32 = size
                .parse()
                .map_err(|_| Error::field("variant", "must be `full` or the longer edge in pixels, such as `320`"))?;
            EDGES_PX.into_iter().find(|edge| *edge >= size)
        }
    };
    let Some(edge_px) = edge_px.filter(|edge| row.width.max(row.height) > i64::from(*edge)) else {
        return open_file::on_disk(&path, row.name, &row.mime_type, row.blake3).await;
    };
    let small = thumbnail_file(studio, id, edge_px);
    let target = small.clone();
    media_files::on_worker(studio, move || -> Result<()> {
        if target.is_file() {
            return Ok(());
        }
        let bytes = troupe_media::read_file(&path, &Limits::default())?;
        let thumbnail = troupe_media::thumbnail(&bytes, FitBox::long_edge(edge_px), &Limits::default())?;
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).map_err(|error| {
                troupe_library::LibraryError::file("the thumbnails' folder could not be written", error)
            })?;
        }
        Ok(troupe_media::write_file(&target, &thumbnail.bytes)?)
    })
    .await??;
    open_file::on_disk(&small, row.name, "image/jpeg", format!("{}-{edge_px}", row.blake3)).await
}

/// Removes the smaller pictures of a reference that is gone.
pub(super) fn remove_thumbnails(studio: &Studio, id: ReferenceId) {
    for edge_px in EDGES_PX {
        // Most of them were never made.
        let _ = std::fs::remove_file(thumbnail_file(studio, id, edge_px));
    }
}

/// `thumbnails/references/<id>-320.jpg`.
fn thumbnail_file(studio: &Studio, id: ReferenceId, edge_px: u32) -> PathBuf {
    studio.library().thumbnails_dir().join("references").join(format!("{id}-{edge_px}.jpg"))
}
