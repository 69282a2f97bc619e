//! Meta's upload host: a clip's bytes from an offset on, to the id that was opened for them. The address is built here
//! and not taken from an answer, because the token goes with it.
//!
//! Source: Meta, "Resumable upload" for Instagram and the Reels Publishing API (read 2026-07-30).

use super::graph::Door;
use crate::{Media, Result, reply::count};
use tokio::io::AsyncSeekExt;
use troupe_net::{Request, Secret};

const HOST: &str = "rupload.facebook.com";

/// What a clip is uploaded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UploadKind {
    /// A container of Instagram.
    Instagram,
    /// A reel or a story of a Page.
    Page,
}

impl Door<'_> {
    /// Sends a clip, from where an earlier try ended.
    pub(crate) async fn upload(&self, kind: UploadKind, id: &str, media: &Media) -> Result<()> {
        let (folder, route) = match kind {
            UploadKind::Instagram => ("ig-api-upload", "/ig-api-upload/{id}"),
            UploadKind::Page => ("video-upload", "/video-upload/{id}"),
        };
        let url = self.graph.api.url(HOST, &format!("/{folder}/{}/{id}", self.graph.version))?;
        let token = Secret::new(format!("OAuth {}", self.token.expose()));
        let mut file = tokio::fs::File::open(&media.path).await.map_err(|source| media.unread(source))?;
        let length = file.metadata().await.map_err(|source| media.unread(source))?.len();
        // Only Pages tell how much has come.
        let offset = match kind {
            UploadKind::Instagram => 0,
            UploadKind::Page => {
                let request =
                    Request::get(url.clone(), route).secret_header("authorization", &token)?.hides(self.token);
                let reply = self.graph.ask(request).await?;
                let known = count(&reply.body, "/bytes_transfered").or_else(|| count(&reply.body, "/offset"));
                known.unwrap_or(0).min(length)
            }
        };
        if offset == length && length > 0 {
            return Ok(());
        }
        file.seek(std::io::SeekFrom::Start(offset)).await.map_err(|source| media.unread(source))?;
        let request = Request::post(url, route)
            .secret_header("authorization", &token)?
            .hides(self.token)
            .header("offset", &offset.to_string())?
            .header("file_size", &length.to_string())?
            .within(media.upload_time())
            .file(file, length - offset, "application/octet-stream")?;
        let reply = self.graph.ask(request).await?;
        match reply.body["success"].as_bool() {
            Some(false) => Err(reply.unreadable("the upload was not taken, and no reason was given")),
            _ => Ok(()),
        }
    }
}
