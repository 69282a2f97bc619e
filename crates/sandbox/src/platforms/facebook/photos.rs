//! Photos: uploaded unseen or published at once, and given out at an address that ends.

use std::io::Cursor;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::Media;
use super::super::world::{Record, World};
use super::{CDN, NAME, feed, page_of};

/// The largest photo, in bytes.
const MAX_BYTES: usize = 10_000_000;
/// How long an address of a picture is good, in seconds.
const ADDRESS_LIFE: i64 = 3 * 24 * 3600;

/// A photo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Photo {
    pub(crate) id: String,
    /// The Page.
    pub(crate) page: String,
    pub(crate) media: Media,
    /// The post or story that shows it.
    pub(crate) post: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
}

impl Record for Photo {
    const KIND: &'static str = "photo";
}

impl Photo {
    /// The photo as a node.
    pub(super) fn describe(&self, world: &World, now: DateTime<Utc>) -> Value {
        let end = now.timestamp() + ADDRESS_LIFE;
        let source = world.at(CDN, &format!("/v/{}.jpg?oe={end:X}", self.id));
        let (width, height) = (self.media.width.unwrap_or(0), self.media.height.unwrap_or(0));
        let small = json!({"width": width / 4, "height": height / 4, "source": format!("{source}&stp=dst-jpg_s")});
        let whole = json!({"width": width, "height": height, "source": source});
        json!({"id": self.id, "images": [small, whole], "alt_text_custom": self.media.alt,
            "page_story_id": self.post, "created_time": graph::stamp(self.created_at)})
    }
}

pub(super) async fn upload(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| page_of(view, &call))?;
    let file = call.file("source").ok_or_else(|| graph::refused(324, 0, "(#324) Requires upload file"))?;
    if file.bytes.len() > MAX_BYTES {
        return Err(graph::refused(
            324,
            1_366_046,
            "Your photos couldn't be uploaded. Photos should be less than 10 MB and saved as JPG, PNG, GIF, TIFF, HEIF or WebP files.",
        ));
    }
    let anew = written_anew(&file.bytes);
    let bytes = anew.ok_or_else(|| {
        graph::refused(324, 1_366_046, "Your photos couldn't be uploaded. Photos should be saved as JPG or PNG files.")
    })?;
    let alt = call.text("alt_text_custom");
    let media = Media { alt, ..Media::keep(&world, &bytes, Some("image/jpeg"))? };
    world.change(NAME, call.slug, |change| {
        let page = page_of(change, &call)?;
        let id = format!("12{}", change.snowflake());
        let mut photo = Photo { id: id.clone(), page: page.id.clone(), media, post: None, created_at: change.now };
        if call.flag("published") == Some(false) {
            change.put(id.as_str(), &photo);
            return Ok(Answer::json(200, &json!({ "id": id })));
        }
        let text = call.text("message").or_else(|| call.text("caption")).unwrap_or_default();
        let post = feed::put(change, &page, text, vec![photo.media.clone()], std::slice::from_ref(&id), None);
        photo.post = Some(post.id.clone());
        change.put(id.as_str(), &photo);
        Ok(Answer::json(200, &json!({"id": id, "post_id": post.id})))
    })
}

/// The picture as Facebook keeps it: a JPEG without anything that stood beside the picture in the file. The real one is
/// written anew as well; leaving the pixels alone costs no time here.
fn written_anew(bytes: &[u8]) -> Option<Vec<u8>> {
    if image::guess_format(bytes).ok()? == image::ImageFormat::Jpeg {
        return plain_jpeg(bytes);
    }
    let picture = image::load_from_memory(bytes).ok()?.to_rgb8();
    let mut anew = Cursor::new(Vec::new());
    picture.write_to(&mut anew, image::ImageFormat::Jpeg).ok()?;
    Some(anew.into_inner())
}

/// A JPEG without its application segments (1 to 15) and comments: EXIF, XMP, IPTC and Content Credentials.
fn plain_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if mark != 0xff {
            return None;
        }
        // After the start of the scan there are only pixels.
        if kind == 0xda {
            plain.extend_from_slice(bytes.get(at..)?);
            return Some(plain);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at + 2 + length)?;
        if !matches!(kind, 0xe1..=0xef | 0xfe) {
            plain.extend_from_slice(segment);
        }
        at += 2 + length;
    }
}

/// The bytes of a photo, for whoever has an address that is still good.
pub(super) async fn picture(world: Arc<World>, call: Call) -> Reply {
    let id = call.param("name").trim_end_matches(".jpg").to_owned();
    let end = call.query("oe").and_then(|end| i64::from_str_radix(end, 16).ok()).unwrap_or(0);
    let kept = world.read(NAME, |view| {
        let photo = view.get::<Photo>(&id).filter(|_| view.now.timestamp() < end)?;
        world.kept(&photo.media.sha256)
    });
    let bytes = kept.ok_or_else(|| Answer::text(403, "URL signature expired"))?;
    Ok(Answer::new(200, "image/jpeg", bytes))
}
