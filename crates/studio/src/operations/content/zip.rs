//! ZIPs of items: what is asked for is noted, and the ZIP is made while it is read.

use super::{
    filter::ContentFilter,
    images::{MOST_NAMES, images},
    shared::chosen,
};
use crate::{Code, Error, File, Result, Studio};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use troupe_library::{
    ContentId,
    tables::content::{batch, list},
};

/// Many items' files in one ZIP.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DownloadManyContent {
    /// The items, 5,000 at most.
    #[serde(default)]
    content_ids: Option<Vec<ContentId>>,
    /// Instead of ids: all items that these filters show.
    #[serde(default)]
    filter: Option<ContentFilter>,
}

pub(super) async fn batch_download(studio: &Studio, input: DownloadManyContent) -> Result<File> {
    let mut read = studio.library().read().await?;
    let ids = chosen(&mut read, input.content_ids, input.filter.as_ref()).await?;
    drop(read);
    zip_of(studio, ids)
}

/// Pictures in one ZIP: those of these names, or all that a text finds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DownloadContentImages {
    /// The files' names, with commas between in a query; all pictures when left out.
    #[serde(default)]
    filenames: Option<Vec<String>>,
    /// Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name.
    #[serde(default)]
    q: Option<String>,
}

pub(super) async fn images_download(studio: &Studio, input: DownloadContentImages) -> Result<File> {
    let mut read = studio.library().read().await?;
    let ids = match input.filenames {
        Some(names) if names.is_empty() || names.len() > MOST_NAMES => {
            return Err(Error::field("filenames", format!("must name 1 to {MOST_NAMES} pictures")));
        }
        Some(names) => {
            let found = batch::by_file_names(&mut read, &names).await?;
            if let Some(missing) = names.iter().find(|name| !found.iter().any(|(known, _)| known == *name)) {
                return Err(Error::not_found("content", missing));
            }
            found.into_iter().map(|(_, id)| id).collect()
        }
        None => list::ids(&mut read, &images(input.q)).await?,
    };
    drop(read);
    zip_of(studio, ids)
}

fn zip_of(studio: &Studio, ids: Vec<ContentId>) -> Result<File> {
    if ids.is_empty() {
        return Err(Error::new(Code::NotFound, "There is nothing to download under these filters.")
            .with("kind", json!("content")));
    }
    let id = studio.media_files().zips.add(ids);
    Ok(File {
        kind: "zip".to_owned(),
        id: id.to_string(),
        variant: crate::open_file::FULL.to_owned(),
        name: format!("troupe-{}.zip", studio.now().format("%Y-%m-%d")),
        mime_type: "application/zip".to_owned(),
        size_bytes: None,
    })
}
