//! Alt text, description and tags of a picture, from the picture itself where an engine looks at it.

use crate::{
    Error, Result, Studio,
    operations::characters,
    text::{ask::WrittenBy, describe, shown},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, ContentId, LibraryError,
    tables::{content, content_tags},
};

/// Describes a picture: alt text for those who do not see it, a description and tags. With `save` an item of the
/// library keeps the description and the tags; tags that it has already stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DescribeContent {
    /// An item of the library.
    content_id: Option<ContentId>,
    /// The address of a picture; private addresses are refused.
    #[schemars(length(max = 2000))]
    image_url: Option<String>,
    /// Who it shows; else the item's character.
    character_id: Option<CharacterId>,
    /// Keep description and tags with the item.
    #[serde(default)]
    save: bool,
    /// The model; else the first that looks at pictures.
    model: Option<String>,
}

/// What a picture shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DescribedContent {
    /// Plainly what is to be seen, at most 400 letters.
    alt_text: String,
    /// The same with mood, place and light.
    description: String,
    /// Single words.
    tags: Vec<String>,
    /// Whether the item keeps them now.
    is_saved: bool,
    #[serde(flatten)]
    by: WrittenBy,
}

pub(super) async fn description_tags(studio: &Studio, input: DescribeContent) -> Result<DescribedContent> {
    let mut speaker = input.character_id;
    let (picture, words) = match (input.content_id, input.image_url) {
        (Some(id), None) => {
            let row = shown::find(studio, id).await?;
            speaker = speaker.or(row.character_id);
            shown::of_content(studio, &row).await?
        }
        (None, Some(url)) => (Some(shown::of_url(studio, url).await?), String::new()),
        _ => return Err(Error::field("content_id", "give content_id or image_url, one of the two")),
    };
    if input.save && input.content_id.is_none() {
        return Err(Error::field("save", "needs an item of the library: name it with content_id"));
    }
    let character = match speaker {
        Some(id) => {
            let mut read = studio.library().read().await?;
            Some(characters::find(&mut read, id).await?)
        }
        None => None,
    };
    let (found, by) = describe::write(studio, character.as_ref(), picture, &words, input.model).await?;
    let is_saved = match input.content_id.filter(|_| input.save) {
        Some(id) => keep(studio, id, &found).await.map(|()| true)?,
        None => false,
    };
    Ok(DescribedContent { alt_text: found.alt_text, description: found.description, tags: found.tags, is_saved, by })
}

async fn keep(studio: &Studio, id: ContentId, found: &describe::Description) -> Result<()> {
    let mut write = studio.library().write().await?;
    let row = content::get(&mut write, id).await?.filter(|row| row.deleted_at.is_none());
    let mut row = row.ok_or_else(|| Error::not_found("content", id))?;
    row.description.clone_from(&found.description);
    row.updated_at = studio.now();
    content::update(&mut write, &row).await?;
    content_tags::add(&mut write, id, &super::tags::checked(&found.tags)?).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}
