//! Pictures and files as resources: `troupe://content/ID` is a picture that an agent can look at, `troupe://KIND/ID/SIZE`
//! any file that an operation answered.

use super::{FileBytes, Reach};
use crate::links::Links;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use rmcp::model::{Resource, ResourceContents, ResourceTemplate};
use serde_json::{Value, json};
use std::collections::HashSet;
use troupe_studio::{Error, File, Result};

const SCHEME: &str = "troupe://";
/// The longer edge of a picture for an agent, in pixels: what models look at, and small enough for every client. The
/// thumbnails are made in this size.
const LOOK_EDGE: &str = "1280";
/// The most links beside one answer.
const MOST_LINKS: usize = 20;
/// What stands in an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// The address of a file.
pub(super) fn uri(kind: &str, id: &str, variant: &str) -> String {
    let part = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
    let address = format!("{SCHEME}{}/{}", part(kind), part(id));
    if variant.is_empty() { address } else { format!("{address}/{}", part(variant)) }
}

/// The file at an address.
pub(super) fn file_at(uri: &str) -> Option<File> {
    let mut parts = uri.strip_prefix(SCHEME)?.split('/').map(|part| percent_decode_str(part).decode_utf8().ok());
    let (kind, id, variant) = (parts.next()??, parts.next()??, parts.next());
    if kind.is_empty() || id.is_empty() || parts.next().is_some() {
        return None;
    }
    let variant = match variant {
        None => {
            if matches!(&*kind, "content" | "reference") {
                LOOK_EDGE.to_owned()
            } else {
                "full".to_owned()
            }
        }
        Some(variant) => variant?.into_owned(),
    };
    Some(File {
        kind: kind.into_owned(),
        id: id.into_owned(),
        variant,
        name: String::new(),
        mime_type: String::new(),
        size_bytes: None,
    })
}

/// The patterns of addresses.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new("troupe://content/{content_id}", "picture")
            .with_title("A picture of the library")
            .with_description(
                "The picture, at most 1280 pixels on its longer edge, to look at; a clip or a sound as it is.",
            )
            .with_mime_type("image/jpeg"),
        ResourceTemplate::new("troupe://content/{content_id}/{size}", "picture-in-a-size")
            .with_title("A picture of the library in a size")
            .with_description("`size` is the longer edge in pixels, such as 320, or `full` for the file itself."),
        ResourceTemplate::new("troupe://reference/{reference_id}", "reference")
            .with_title("A reference picture of a character")
            .with_description("How the character's face looks."),
    ]
}

/// Links to the pictures that an answer names.
pub(super) fn links_of(links: Option<&Links>, answer: &Value) -> Vec<Resource> {
    let mut found = links.map(|links| links.rows(answer)).unwrap_or_default();
    for id in answer.get("content_ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        found.push(("content".to_owned(), id.to_owned()));
    }
    let mut seen = HashSet::new();
    found
        .into_iter()
        .filter(|(kind, _)| matches!(kind.as_str(), "content" | "reference"))
        .filter(|row| seen.insert(row.clone()))
        .take(MOST_LINKS)
        .map(|(kind, id)| {
            Resource::new(uri(&kind, &id, ""), format!("{kind} {id}"))
                .with_description("Read it to see the picture.")
                .with_mime_type("image/jpeg")
        })
        .collect()
}

/// The link to a file that an operation answered.
pub(super) fn link_to(file: &File) -> Resource {
    let link = Resource::new(uri(&file.kind, &file.id, &file.variant), file.name.clone())
        .with_mime_type(file.mime_type.clone());
    match file.size_bytes {
        Some(size) => link.with_size(size),
        None => link,
    }
}

/// The newest pictures, so that a client has something to show.
pub(super) async fn newest(reach: &dyn Reach) -> Vec<Resource> {
    // An agent that may touch certain characters only sees theirs when it names them.
    let Ok(listed) = reach.run("content.list", json!({ "content_type": "image", "limit": MOST_LINKS })).await else {
        return Vec::new();
    };
    let items = listed.get("items").or_else(|| listed.get("content")).and_then(Value::as_array);
    let text = |item: &Value, field: &str| item.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    items
        .into_iter()
        .flatten()
        .map(|item| {
            Resource::new(uri("content", &text(item, "id"), ""), text(item, "id"))
                .with_description(format!("A picture of {}", text(item, "character_name")))
                .with_mime_type("image/jpeg")
        })
        .collect()
}

/// What stands at an address.
pub(super) async fn read(reach: &dyn Reach, uri: &str) -> Result<ResourceContents> {
    let file = file_at(uri).ok_or_else(|| {
        Error::field("uri", "is no address of a file here; a picture's is troupe://content/ and its id")
    })?;
    let FileBytes { mime_type, bytes } = reach.file(&file).await?;
    Ok(ResourceContents::blob(base64(&bytes), uri).with_mime_type(mime_type))
}

/// Bytes as text.
pub(super) fn base64(bytes: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_file_and_nowhere_else() {
        let parts = |uri: &str| file_at(uri).map(|file| (file.kind, file.id, file.variant));
        let of = |kind: &str, id: &str, variant: &str| Some((kind.to_owned(), id.to_owned(), variant.to_owned()));
        assert_eq!(parts("troupe://content/abc"), of("content", "abc", "1280"));
        assert_eq!(parts("troupe://content/abc/full"), of("content", "abc", "full"));
        assert_eq!(parts(&uri("export", "a/b", "x y.zip")), of("export", "a/b", "x y.zip"));
        for wrong in
            ["", "troupe://", "troupe://content", "troupe://content/", "file:///etc/passwd", "troupe://a/b/c/d"]
        {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }
}
