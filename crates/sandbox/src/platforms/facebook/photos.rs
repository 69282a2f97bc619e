//! Photos: uploaded unseen or published at once, and given out at an address that ends.

use std::io::Cursor;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use image::codecs::jpeg::JpegEncoder;
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
/// How well Facebook keeps a picture that it writes anew.
const QUALITY: u8 = 90;

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

/// The picture as Facebook keeps it: a JPEG without anything that stood beside it in the file.
fn written_anew(bytes: &[u8]) -> Option<Vec<u8>> {
    let picture = image::load_from_memory(bytes).ok()?.to_rgb8();
    let mut anew = Cursor::new(Vec::new());
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut anew, QUALITY)).ok()?;
    Some(anew.into_inner())
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
