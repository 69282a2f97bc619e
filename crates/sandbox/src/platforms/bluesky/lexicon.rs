//! What a record must be, in the words of the lexicons, as far as posts, likes, reposts and follows go. Other
//! collections are taken as they are, as a PDS does with those that it does not know.

use chrono::DateTime;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::super::answer::Answer;
use super::super::posts::Media;
use super::super::world::View;
use super::{blob, invalid};

pub(super) const POST: &str = "app.bsky.feed.post";
pub(super) const LIKE: &str = "app.bsky.feed.like";
pub(super) const REPOST: &str = "app.bsky.feed.repost";
pub(super) const FOLLOW: &str = "app.bsky.graph.follow";
/// The rules for answers to a post; the key is the post's.
pub(super) const GATE: &str = "app.bsky.feed.threadgate";
pub(super) const PROFILE: &str = "app.bsky.actor.profile";

/// The largest picture of a post, in bytes.
const MAX_IMAGE: u64 = 2_000_000;
/// The largest video of a post, in bytes.
const MAX_VIDEO: u64 = 300_000_000;

/// What a checked record holds.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// Whether a lexicon was there to check it by.
    pub(super) is_known: bool,
    pub(super) media: Vec<Media>,
    /// The ids of the blobs that it names.
    pub(super) blobs: Vec<String>,
}

/// Checks a record of a collection, with the blobs that it names.
pub(super) fn check(view: &View, did: &str, collection: &str, record: &Value) -> Result<Checked, Answer> {
    let mut checked = Checked { is_known: true, ..Checked::default() };
    let result = match collection {
        POST => post(view, did, record, &mut checked),
        LIKE | REPOST => subject(record),
        FOLLOW => text_field(record, "subject").map(|_| ()).map_err(Wrong::Shape),
        PROFILE => Ok(()),
        _ => {
            checked.is_known = false;
            return Ok(checked);
        }
    };
    let dated = result
        .and_then(|()| if collection == PROFILE { Ok(()) } else { date(record, "createdAt").map_err(Wrong::Shape) });
    match dated {
        Ok(()) => Ok(checked),
        Err(Wrong::Shape(words)) => Err(invalid(&format!("Invalid {collection} record: {words}"))),
        Err(Wrong::Blob(refusal)) => Err(refusal),
    }
}

/// Why a record is refused.
enum Wrong {
    Shape(String),
    Blob(Answer),
}

fn text_field<'r>(record: &'r Value, name: &str) -> Result<&'r str, String> {
    match record.get(name) {
        None => Err(format!("Record must have the property \"{name}\"")),
        Some(value) => value.as_str().ok_or_else(|| format!("Record/{name} must be a string")),
    }
}

fn date(record: &Value, name: &str) -> Result<(), String> {
    let text = text_field(record, name)?;
    DateTime::parse_from_rfc3339(text)
        .map(|_| ())
        .map_err(|_| format!("Record/{name} must be an valid atproto datetime (both RFC-3339 and ISO-8601)"))
}

fn subject(record: &Value) -> Result<(), Wrong> {
    let subject = record.get("subject");
    let subject = subject.ok_or_else(|| Wrong::Shape("Record must have the property \"subject\"".into()))?;
    for name in ["uri", "cid"] {
        if subject[name].as_str().is_none() {
            return Err(Wrong::Shape(format!("Record/subject must have the property \"{name}\"")));
        }
    }
    Ok(())
}

fn at_most(record: &Value, name: &str, most: usize) -> Result<(), Wrong> {
    match record.get(name).map(|value| value.as_array().map(Vec::len)) {
        None => Ok(()),
        Some(None) => Err(Wrong::Shape(format!("Record/{name} must be an array"))),
        Some(Some(count)) if count > most => {
            Err(Wrong::Shape(format!("Record/{name} must not have more than {most} elements")))
        }
        Some(Some(_)) => Ok(()),
    }
}

fn length(path: &str, text: &str, bytes: usize, graphemes: usize) -> Result<(), Wrong> {
    if text.len() > bytes {
        return Err(Wrong::Shape(format!("{path} must not be longer than {bytes} characters")));
    }
    if text.graphemes(true).count() > graphemes {
        return Err(Wrong::Shape(format!("{path} must not be longer than {graphemes} graphemes")));
    }
    Ok(())
}

fn post(view: &View, did: &str, record: &Value, checked: &mut Checked) -> Result<(), Wrong> {
    let text = text_field(record, "text").map_err(Wrong::Shape)?;
    length("Record/text", text, 3000, 300)?;
    at_most(record, "langs", 3)?;
    at_most(record, "tags", 8)?;
    for (index, tag) in record["tags"].as_array().into_iter().flatten().enumerate() {
        length(&format!("Record/tags/{index}"), tag.as_str().unwrap_or_default(), 640, 64)?;
    }
    for (index, facet) in record["facets"].as_array().into_iter().flatten().enumerate() {
        facet_of(facet, &format!("Record/facets/{index}"))?;
    }
    if let Some(reply) = record.get("reply") {
        for end in ["root", "parent"] {
            if reply[end]["uri"].as_str().is_none() || reply[end]["cid"].as_str().is_none() {
                return Err(Wrong::Shape(format!("Record/reply must have the property \"{end}\"")));
            }
        }
    }
    match record.get("embed") {
        Some(embed) => embed_of(view, did, embed, checked),
        None => Ok(()),
    }
}

fn facet_of(facet: &Value, path: &str) -> Result<(), Wrong> {
    for end in ["byteStart", "byteEnd"] {
        match facet["index"].get(end).map(Value::as_i64) {
            None => return Err(Wrong::Shape(format!("{path}/index must have the property \"{end}\""))),
            Some(Some(at)) if at >= 0 => {}
            Some(Some(_)) => return Err(Wrong::Shape(format!("{path}/index/{end} can not be less than 0"))),
            Some(None) => return Err(Wrong::Shape(format!("{path}/index/{end} must be an integer"))),
        }
    }
    let features = facet["features"].as_array();
    let features = features.ok_or_else(|| Wrong::Shape(format!("{path} must have the property \"features\"")))?;
    for (index, feature) in features.iter().enumerate() {
        let path = format!("{path}/features/{index}");
        let field = match feature["$type"].as_str().unwrap_or_default() {
            "app.bsky.richtext.facet#mention" => "did",
            "app.bsky.richtext.facet#link" => "uri",
            "app.bsky.richtext.facet#tag" => "tag",
            "" => return Err(Wrong::Shape(format!("{path} must be an object which includes the \"$type\" property"))),
            _ => continue,
        };
        let value = feature[field].as_str();
        let value = value.ok_or_else(|| Wrong::Shape(format!("{path} must have the property \"{field}\"")))?;
        if field == "tag" {
            length(&format!("{path}/tag"), value, 640, 64)?;
        }
    }
    Ok(())
}

fn embed_of(view: &View, did: &str, embed: &Value, checked: &mut Checked) -> Result<(), Wrong> {
    match embed["$type"].as_str().unwrap_or_default() {
        "app.bsky.embed.images" => images(view, did, embed, ("images", 4, false), checked),
        "app.bsky.embed.gallery" => images(view, did, embed, ("items", 20, true), checked),
        "app.bsky.embed.video" => {
            let alt = embed["alt"].as_str();
            length("Record/embed/alt", alt.unwrap_or_default(), 10_000, 1000)?;
            take(view, did, &embed["video"], (MAX_VIDEO, "video/mp4"), alt, checked)
        }
        "app.bsky.embed.recordWithMedia" => embed_of(view, did, &embed["media"], checked),
        "" => Err(Wrong::Shape("Record/embed must be an object which includes the \"$type\" property".into())),
        _ => Ok(()),
    }
}

/// A list of pictures: the field, how many at most, and whether each must say its shape.
fn images(
    view: &View,
    did: &str,
    embed: &Value,
    (field, most, needs_shape): (&str, usize, bool),
    checked: &mut Checked,
) -> Result<(), Wrong> {
    let items = embed[field].as_array();
    let items = items.ok_or_else(|| Wrong::Shape(format!("Record/embed must have the property \"{field}\"")))?;
    if items.len() > most {
        return Err(Wrong::Shape(format!("Record/embed/{field} must not have more than {most} elements")));
    }
    for (index, item) in items.iter().enumerate() {
        let missing =
            |name: &str| Wrong::Shape(format!("Record/embed/{field}/{index} must have the property \"{name}\""));
        let alt = item["alt"].as_str().ok_or_else(|| missing("alt"))?;
        if item.get("image").is_none() {
            return Err(missing("image"));
        }
        let shape = &item["aspectRatio"];
        if needs_shape && (shape["width"].as_u64().is_none() || shape["height"].as_u64().is_none()) {
            return Err(missing("aspectRatio"));
        }
        take(view, did, &item["image"], (MAX_IMAGE, "image/*"), Some(alt), checked)?;
    }
    Ok(())
}

fn take(
    view: &View,
    did: &str,
    reference: &Value,
    (largest, accept): (u64, &str),
    alt: Option<&str>,
    checked: &mut Checked,
) -> Result<(), Wrong> {
    let (id, blob) = blob::named(view, did, reference, largest, accept).map_err(Wrong::Blob)?;
    checked.media.push(Media { alt: alt.map(str::to_owned), ..blob.media });
    checked.blobs.push(id);
    Ok(())
}
