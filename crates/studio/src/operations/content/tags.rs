//! `content.tag` and `content.untag`: the creator's own words on an item.

use super::{
    item::{self, ContentDetails},
    shared::live,
};
use crate::{Error, Result, Studio};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    ContentId, LibraryError,
    tables::{content::batch, content_tags},
};

/// The longest tag, in letters.
const LONGEST_TAG: usize = 60;
/// The most tags that an item is given at once.
const MOST_TAGS: usize = 100;

/// Adds tags to an item; those that it has stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TagContent {
    /// The item.
    content_id: ContentId,
    /// The tags, 1 to 60 letters each, without commas. Capitals and a leading # are dropped.
    tags: Vec<String>,
}

pub(super) async fn tag(studio: &Studio, input: TagContent) -> Result<ContentDetails> {
    let tags = checked(&input.tags)?;
    let mut write = studio.library().write().await?;
    live(&mut write, input.content_id).await?;
    if content_tags::add(&mut write, input.content_id, &tags).await? {
        batch::touch(&mut write, &[input.content_id], studio.now()).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    item::details(studio, input.content_id).await
}

/// Takes tags from an item.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UntagContent {
    /// The item.
    content_id: ContentId,
    /// The tags to take away; those that it has not are no fault.
    tags: Vec<String>,
}

pub(super) async fn untag(studio: &Studio, input: UntagContent) -> Result<ContentDetails> {
    let tags = checked(&input.tags)?;
    let mut write = studio.library().write().await?;
    live(&mut write, input.content_id).await?;
    if content_tags::remove(&mut write, input.content_id, &tags).await? {
        batch::touch(&mut write, &[input.content_id], studio.now()).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    item::details(studio, input.content_id).await
}

/// Tags as the library keeps them, each once.
///
/// # Errors
/// When one is empty, too long, or has a comma.
pub(super) fn checked(tags: &[String]) -> Result<Vec<String>> {
    if tags.len() > MOST_TAGS {
        return Err(Error::field("tags", format!("must be {MOST_TAGS} at most")));
    }
    let mut normal_tags: Vec<String> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let field = format!("tags[{at}]");
        let tag = normal(tag).ok_or_else(|| Error::field(&field, "must have at least one letter"))?;
        if tag.chars().count() > LONGEST_TAG {
            return Err(Error::field(field, format!("must have {LONGEST_TAG} letters at most")));
        }
        if tag.contains(',') || tag.chars().any(char::is_control) {
            return Err(Error::field(field, "must have no comma and no control characters"));
        }
        if !normal_tags.contains(&tag) {
            normal_tags.push(tag);
        }
    }
    Ok(normal_tags)
}

/// A tag in its one spelling: lower case, single spaces, no leading `#`; `None` when nothing is left.
pub(super) fn normal(tag: &str) -> Option<String> {
    let words: Vec<&str> = tag.trim().trim_start_matches('#').split_whitespace().collect();
    Some(words.join(" ").to_lowercase()).filter(|tag| !tag.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tags_have_one_spelling() {
        for (given, kept) in [
            ("Beach", Some("beach")),
            (" #Golden   Hour ", Some("golden hour")),
            ("ÉTÉ", Some("été")),
            ("##", None),
            ("  ", None),
        ] {
            assert_eq!(normal(given).as_deref(), kept, "{given:?}");
        }
        assert_eq!(checked(&["A".into(), "a".into()]).unwrap(), ["a"]);
        for wrong in ["", "a,b", &"x".repeat(61), "a\u{7}b"] {
            assert!(checked(&[wrong.to_owned()]).is_err(), "{wrong:?}");
        }
    }
}
