//! Opens the files that operations answer. What a [`File`] says is only which one is meant: name, type
//! and place come from the library, so that nobody reads what no row knows.

use crate::{Body, Code, Error, File, OpenFile, Result, Studio, media_files, operations};
use serde_json::json;
use std::path::Path;
use troupe_library::tables::content::{self, ContentRow};

/// The variant that is the file itself.
pub(crate) const FULL: &str = "full";

impl Studio {
    /// Opens a file: of an item (`content`), of a reference (`reference`), a character's
    /// file (`export`), the paper of a consent
    /// (`consent`), a bundle for the report of a fault (`diagnostics`), a file made ready for a platform (`prepared`), the newest preview frame of a run (`preview`), or a ZIP that was asked for (`zip`).
    ///
    /// # Errors
    /// `not_found` when the thing or its file is gone, `storage_error` when the disk refuses.
    pub async fn open_file(&self, file: &File) -> Result<OpenFile> {
        self.refuse_file(&file.kind, &file.id).await?;
        match file.kind.as_str() {
            "content" => self.open_content(file).await,
            "reference" => operations::references::open(self, &file.id, &file.variant).await,
            "export" => operations::characters::transfer::open(self, &file.id, &file.variant).await,
            "consent" => operations::consents::open(self, &file.id).await,
            "preview" => self.open_preview(file),
            "diagnostics" => operations::system::diagnostics::open(self, &file.variant).await,
            "prepared" => crate::publishing::prepare::open(self, &file.id).await,
            "zip" => Ok(OpenFile {
                name: file.name.clone(),
                mime_type: "application/zip".to_owned(),
                etag: None,
                body: Body::Stream(media_files::zip::open(self, &file.id).await?),
            }),
            other => Err(Error::field("kind", format!("there are no files of the kind {other:?}"))),
        }
    }

    async fn open_content(&self, file: &File) -> Result<OpenFile> {
        let missing = || Error::not_found("content", &file.id);
        let id = file.id.parse().map_err(|_| missing())?;
        let mut read = self.library().read().await?;
        let row = content::get(&mut read, id).await?.ok_or_else(missing)?;
        drop(read);
        let edge_px =
            match file.variant.as_str() {
                FULL | "" => None,
                size => Some(size.parse::<u32>().map_err(|_| {
                    Error::field("variant", "must be `full` or the longer edge in pixels, such as `320`")
                })?),
            };
        if let Some(edge_px) = edge_px
            && let Some(path) =
                media_files::thumbnail(self, &row, edge_px).await.map_err(|error| name_it(error, &row))?
        {
            let etag = format!("{}-{edge_px}", row.blake3);
            return on_disk(&path, row.file_name.clone(), "image/jpeg", etag)
                .await
                .map_err(|error| name_it(error, &row));
        }
        let path = self.library().media_dir().join(&row.file);
        on_disk(&path, row.file_name.clone(), &row.mime_type, row.blake3.clone())
            .await
            .map_err(|error| name_it(error, &row))
    }

    fn open_preview(&self, file: &File) -> Result<OpenFile> {
        let preview = file.id.parse().ok().and_then(|id| self.media_files().preview(id)).ok_or_else(|| {
            Error::new(Code::NotFound, "There is no preview of this run now: it has not begun, or it has ended.")
                .with("kind", json!("preview"))
        })?;
        Ok(OpenFile {
            name: file.name.clone(),
            mime_type: preview.mime_type,
            etag: Some(format!("{}-{}", file.id, preview.number)),
            body: Body::Memory(preview.bytes.to_vec()),
        })
    }
}

/// Opens a file on the disk to be read, with ranges.
pub(crate) async fn on_disk(path: &Path, name: String, mime_type: &str, etag: String) -> Result<OpenFile> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Error::new(Code::NotFound, "File missing").with("kind", json!("file")).because(error)
        }
        _ => troupe_library::LibraryError::file("the file could not be opened", error).into(),
    };
    let file = tokio::fs::File::open(path).await.map_err(failed)?;
    let size_bytes = file.metadata().await.map_err(failed)?.len();
    Ok(OpenFile { name, mime_type: mime_type.to_owned(), etag: Some(etag), body: Body::Disk(file, size_bytes) })
}

/// Says whose file is missing and what to do.
fn name_it(error: Error, row: &ContentRow) -> Error {
    if error.code != Code::NotFound {
        return error;
    }
    Error::new(
        Code::NotFound,
        format!(
            "File missing: {} is not in the media folder any more. Put it back, or forget the item.",
            row.file_name
        ),
    )
    .with("kind", json!("file"))
    .with("content_id", json!(row.id))
    .because(error)
}
