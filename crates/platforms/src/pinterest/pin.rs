//! A pin on its way: a clip is uploaded to where Pinterest says, and worked on; one call makes the pin, with its pictures
//! inside it.
//!
//! Source: Pinterest's API description 5.23.0: `POST /pins`, `POST /media` (2025-12-11).

use super::{Pinterest, account::board_of};
use crate::{
    Call, Draft, Error, Media, MediaKind, Progress, Result, Step, StepKind, StepResult,
    reply::{No, refuse},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use troupe_net::{Request, Secret, multipart::Form};
use url::Url;

/// Seconds between two looks at a clip that is worked on.
const LOOK_SECONDS: u64 = 5;

/// The clip of a draft, with its place among the files.
fn clip_of(draft: &Draft) -> Option<(usize, &Media)> {
    draft.media.iter().enumerate().find(|(_, media)| media.kind == MediaKind::Video)
}

/// The pictures of a draft; beside a clip the first is its cover.
fn pictures(draft: &Draft) -> impl Iterator<Item = &Media> {
    draft.media.iter().filter(|media| media.kind == MediaKind::Image)
}

/// The steps: a clip goes up and is worked on; one call makes the pin.
pub(super) fn plan(draft: &Draft) -> Result<Vec<Step>> {
    crate::preflight::form(&super::FACTS, draft)?;
    if draft.media.is_empty() {
        return Err(Error::Input { field: "media", why: "A pin needs a picture or a clip.".to_owned() });
    }
    let mut steps = Vec::new();
    if let Some((item, _)) = clip_of(draft) {
        steps.push(Step::hidden(StepKind::Upload, Some(item)));
        steps.push(Step::hidden(StepKind::Process, Some(item)));
    }
    // Pinterest has no place for a mark of ours.
    steps.push(Step::public(StepKind::Publish, ""));
    Ok(steps)
}

/// The words by which a pin is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) link: String,
}

impl Words {
    pub(super) fn of(draft: &Draft) -> Self {
        let link = draft.fields.get("link").and_then(Value::as_str).unwrap_or_default();
        Self {
            title: draft.title.as_deref().unwrap_or_default().trim().to_owned(),
            description: draft.text.trim().to_owned(),
            link: link.trim().to_owned(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        [&self.title, &self.description, &self.link].iter().all(|words| words.is_empty())
    }
}

impl Pinterest {
    /// Uploads a clip. What was opened before and got lost is simply never used.
    pub(super) async fn upload(&self, call: &Call<'_>) -> Result<Progress> {
        let (_, clip) = clip_of(call.draft).ok_or_else(no_file)?;
        let request = self.make(call.session, "media", "/v5/media")?.json(&json!({"media_type": "video"}))?;
        let opened = self.api.ask(request).await?;
        let id = opened.need("/media_id")?;
        let address = Secret::new(opened.need("/upload_url")?);
        let url: Url = address.expose().parse().map_err(|_| opened.unreadable("no upload address"))?;
        let mut form = Form::new();
        for (name, value) in opened.body["upload_parameters"].as_object().into_iter().flatten() {
            if let Some(value) = value.as_str() {
                form = form.text(name.clone(), value.to_owned());
            }
        }
        // The file comes last: what stands behind it is not read.
        let form = form.part("file", clip.part().await?);
        let request = Request::post(url, "/{bucket}").hides(&address).multipart(form).within(clip.upload_time());
        let response = self.api.web.client.send(request).await?;
        match response.ok().await {
            Ok(_) => Ok(Progress::Done(StepResult::id(id))),
            Err(troupe_net::Error::Status { code, .. }) if (400..500).contains(&code) => {
                let no = No { code: "upload_refused".to_owned(), ..No::default() };
                Err(refuse(self.api.facts, code, no, String::new()))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Looks whether Pinterest has worked on the clip.
    pub(super) async fn follow(&self, call: &Call<'_>) -> Result<Progress> {
        let id = media_id(call)?;
        let media = self.api.ask(self.read(call.session, &format!("media/{id}"), "/v5/media/{id}")?).await?;
        match media.text("/status").as_deref() {
            Some("succeeded") => Ok(Progress::Done(StepResult::id(id))),
            Some("failed") => {
                let no = No { code: "clip_failed".to_owned(), ..No::default() };
                Err(refuse(self.api.facts, 400, no, media.body.to_string()))
            }
            _ => Ok(Progress::Wait { seconds: LOOK_SECONDS }),
        }
    }

    /// Makes the pin.
    pub(super) async fn publish(&self, call: &Call<'_>) -> Result<Progress> {
        let board = board_of(&call.session.account, call.draft).ok_or_else(|| Error::Input {
            field: "fields.board",
            why: "The account has no such board. Choose another, or make it at Pinterest and test the account."
                .to_owned(),
        })?;
        let source = match clip_of(call.draft) {
            Some(_) => clip_source(call).await?,
            None => picture_source(call.draft).await?,
        };
        let body = described(call.draft, board.id, source);
        let longest = call.draft.media.iter().map(Media::upload_time).max().unwrap_or_default();
        let request = self.make(call.session, "pins", "/v5/pins")?.json(&body)?.within(longest);
        let pin = self.api.ask(request).await?;
        let id = pin.need("/id")?;
        Ok(Progress::Done(StepResult::id(&id).with("permalink", format!("https://www.pinterest.com/pin/{id}/"))))
    }
}

/// All that is said of a pin.
fn described(draft: &Draft, board: &str, source: Value) -> Value {
    let words = Words::of(draft);
    let mut pin = Map::from_iter([("board_id".to_owned(), json!(board)), ("media_source".to_owned(), source)]);
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            pin.insert(name.to_owned(), json!(value));
        }
    };
    add("title", &words.title);
    add("description", &words.description);
    add("link", &words.link);
    add("alt_text", draft.media.first().map(|media| media.alt_text.trim()).unwrap_or_default());
    if draft.ai_label {
        let is_performer = draft.fields.get("synthetic_performer").and_then(Value::as_bool) == Some(true);
        let values: &[&str] = if is_performer { &["AI_MODIFIED", "SYNTHETIC_PERFORMER"] } else { &["AI_MODIFIED"] };
        pin.insert("ai_disclosures".to_owned(), json!({ "values": values }));
    }
    Value::Object(pin)
}

async fn picture_source(draft: &Draft) -> Result<Value> {
    let mut items = Vec::new();
    for picture in pictures(draft) {
        let data = STANDARD.encode(picture.bytes().await?);
        items.push(json!({"content_type": picture.mime_type, "data": data}));
    }
    Ok(match items.len() {
        0 => return Err(no_file()),
        1 => {
            let mut one = items.remove(0);
            one["source_type"] = json!("image_base64");
            one
        }
        _ => json!({"source_type": "multiple_image_base64", "items": items}),
    })
}

async fn clip_source(call: &Call<'_>) -> Result<Value> {
    let mut source = json!({"source_type": "video_id", "media_id": media_id(call)?});
    match pictures(call.draft).next() {
        Some(cover) => {
            source["cover_image_content_type"] = json!(cover.mime_type);
            source["cover_image_data"] = json!(STANDARD.encode(cover.bytes().await?));
        }
        None => source["cover_image_key_frame_time"] = json!(0),
    }
    Ok(source)
}

fn media_id<'a>(call: &Call<'a>) -> Result<&'a str> {
    call.results(StepKind::Upload).find_map(|result| result.id.as_deref()).ok_or_else(|| Error::Input {
        field: "steps",
        why: "The clip was not uploaded to Pinterest yet. Publish it again.".to_owned(),
    })
}

fn no_file() -> Error {
    Error::Input { field: "media", why: "A file of this post is no longer there. Choose it again.".to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::PostType;

    #[test]
    fn a_pin_says_what_it_is_and_that_it_was_made_with_ai() {
        let mut draft = Draft {
            post_type: PostType::Post,
            text: " Words ".to_owned(),
            title: Some(" A title ".to_owned()),
            media: Vec::new(),
            first_comment: None,
            ai_label: true,
            is_sensitive: false,
            fields: Map::from_iter([("link".to_owned(), json!("https://example.org/"))]),
            publish_at: None,
        };
        let expected = json!({"board_id": "1", "media_source": {}, "title": "A title", "description": "Words",
            "link": "https://example.org/", "ai_disclosures": {"values": ["AI_MODIFIED"]}});
        assert_eq!(described(&draft, "1", json!({})), expected);
        draft.fields.insert("synthetic_performer".to_owned(), json!(true));
        let both = json!({"values": ["AI_MODIFIED", "SYNTHETIC_PERFORMER"]});
        assert_eq!(described(&draft, "1", json!({}))["ai_disclosures"], both);
        draft.ai_label = false;
        assert!(described(&draft, "1", json!({})).get("ai_disclosures").is_none());
    }
}
