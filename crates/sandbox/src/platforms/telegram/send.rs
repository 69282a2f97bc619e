//! Sending: a message, a photo, a video, an album.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Media, Post};
use super::super::rates::Limit;
use super::super::world::{Change, Record, World};
use super::bot::{self, Bot, Chat, ChatKind};
use super::input::{self, FileKind, Input};
use super::text::{self, Mode};
use super::{NAME, fine, refused, too_many};

/// The longest text and caption, in characters after the marks are taken away.
const MAX_TEXT: usize = 4096;
pub(super) const MAX_CAPTION: usize = 1024;
const MAX_ALBUM: usize = 10;

/// How much a bot may send: in all, and into one chat that several people read.
const OVERALL: Limit = Limit { points: 30, seconds: 1 };
const PER_CHAT: Limit = Limit { points: 20, seconds: 60 };

/// A message in a chat. Its record's id is `CHAT/NUMBER`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Message {
    pub(super) chat: i64,
    pub(super) number: i64,
    /// Seconds since 1970.
    pub(super) date: i64,
    pub(super) text: String,
    /// The `file_id` with what it is.
    pub(super) file: Option<(String, FileKind, Media)>,
    /// The album it belongs to.
    pub(super) album: Option<String>,
    /// The post that the feed shows for it; `None` in private chats.
    pub(super) post: Option<String>,
    /// `CHAT/NUMBER` that it was forwarded from.
    pub(super) forwarded_from: Option<String>,
}

impl Record for Message {
    const KIND: &'static str = "message";
}

impl Message {
    pub(super) fn id(&self) -> String {
        format!("{}/{}", self.chat, self.number)
    }

    /// As the Bot API shows it.
    pub(super) fn shown(&self, chat: &Chat, bot: &Bot) -> Value {
        let mut shown = json!({"message_id": self.number, "chat": chat.shown(), "date": self.date});
        if chat.kind == ChatKind::Channel {
            shown["sender_chat"] = chat.shown();
        } else {
            shown["from"] = bot.as_user();
        }
        match &self.file {
            None => shown["text"] = self.text.as_str().into(),
            Some((id, kind, media)) => {
                let unique = media.sha256.get(..16).unwrap_or_default();
                let (width, height) = (media.width.unwrap_or(0), media.height.unwrap_or(0));
                let mut file = json!({"file_id": id, "file_unique_id": unique, "file_size": media.size,
                    "width": width, "height": height});
                if *kind == FileKind::Video {
                    file["duration"] = 0.into();
                    file["mime_type"] = media.content_type.as_str().into();
                }
                shown[kind.field()] = if *kind == FileKind::Photo { json!([file]) } else { file };
                if !self.text.is_empty() {
                    shown["caption"] = self.text.as_str().into();
                }
            }
        }
        if let Some(album) = &self.album {
            shown["media_group_id"] = album.as_str().into();
        }
        if let Some(origin) = &self.forwarded_from {
            let number = origin.rsplit_once('/').and_then(|(_, number)| number.parse::<i64>().ok());
            shown["forward_origin"] = json!({"type": "channel", "message_id": number, "date": self.date,
                "chat": chat.shown()});
        }
        shown
    }
}

/// One item to send: its words and its file.
pub(super) struct Item {
    pub(super) text: String,
    pub(super) input: Option<Input>,
}

/// Reads a text field with its marks and its limit.
fn words(call: &Call, field: &str, limit: usize, too_long: &str) -> Result<String, Answer> {
    let given = call.text(field).unwrap_or_default();
    checked_words(&given, call.text("parse_mode").as_deref(), limit, too_long)
}

pub(super) fn checked_words(given: &str, mode: Option<&str>, limit: usize, too_long: &str) -> Result<String, Answer> {
    let mode = Mode::parse(mode).map_err(|words| refused(400, &words))?;
    let shown = text::shown(given, mode).map_err(|words| refused(400, &words))?;
    let shown = shown.trim().to_owned();
    if shown.chars().count() > limit {
        return Err(refused(400, too_long));
    }
    Ok(shown)
}

pub(super) fn caption(call: &Call) -> Result<String, Answer> {
    words(call, "caption", MAX_CAPTION, "Bad Request: message caption is too long")
}

pub(super) async fn message(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| bot::bot(view, &call).map(|_| ()))?;
    let text = words(&call, "text", MAX_TEXT, "Bad Request: message is too long")?;
    if text.is_empty() {
        return Err(refused(400, "Bad Request: message text is empty"));
    }
    let sent = send(&world, &call, vec![Item { text, input: None }])?;
    Ok(fine(&sent[0]))
}

pub(super) async fn photo(world: Arc<World>, call: Call) -> Reply {
    one(&world, &call, FileKind::Photo).await
}

pub(super) async fn video(world: Arc<World>, call: Call) -> Reply {
    one(&world, &call, FileKind::Video).await
}

async fn one(world: &World, call: &Call, kind: FileKind) -> Reply {
    world.read(NAME, |view| bot::bot(view, call).map(|_| ()))?;
    let text = caption(call)?;
    let value = call.text(kind.field());
    let input = input::read(world, call, kind, value.as_deref()).await?;
    let sent = send(world, call, vec![Item { text, input: Some(input) }])?;
    Ok(fine(&sent[0]))
}

pub(super) async fn media_group(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| bot::bot(view, &call).map(|_| ()))?;
    let Some(Value::Array(list)) = call.parsed("media") else {
        return Err(refused(400, "Bad Request: parameter \"media\" is required"));
    };
    if list.is_empty() {
        return Err(refused(400, "Bad Request: there are no messages to send"));
    }
    if list.len() > MAX_ALBUM {
        return Err(refused(400, "Bad Request: too many messages to send as an album"));
    }
    let mut items = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let kind = match item["type"].as_str() {
            Some("photo") => FileKind::Photo,
            Some("video") => FileKind::Video,
            other => {
                let words = format!(
                    "Bad Request: can't parse InputMedia: type \"{}\" can't be used in sendMediaGroup",
                    other.unwrap_or_default()
                );
                return Err(refused(400, &words));
            }
        };
        let given = item["caption"].as_str().unwrap_or_default();
        let mode = item["parse_mode"].as_str();
        let text = checked_words(given, mode, MAX_CAPTION, "Bad Request: message caption is too long")?;
        let media = item["media"].as_str().unwrap_or_default();
        if media.is_empty() {
            return Err(refused(400, "Bad Request: can't parse InputMedia: media not found"));
        }
        let input = input::read(&world, &call, kind, Some(media)).await.map_err(|refusal| in_album(refusal, index))?;
        items.push(Item { text, input: Some(input) });
    }
    let sent = send(&world, &call, items)?;
    Ok(fine(&sent.into()))
}

/// What Telegram's servers refuse of an album's item is told with its position.
fn in_album(refusal: Answer, index: usize) -> Answer {
    let words = refusal.body_text();
    let error = ["IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS"].into_iter().find(|error| words.contains(error));
    match error {
        Some(error) => {
            let words =
                format!("Bad Request: failed to send message #{} with the error message \"{error}\"", index + 1);
            refused(400, &words)
        }
        None => refusal,
    }
}

/// Sends the items into the chat of the call: one message each, one post together.
fn send(world: &World, call: &Call, items: Vec<Item>) -> Result<Vec<Value>, Answer> {
    world.change(NAME, call.slug, |change| {
        let bot = bot::bot(change, call)?;
        let chat = bot::chat_to_post(change, call, &bot)?;
        pace(world, change, &bot, &chat, items.len())?;
        let album = (items.len() > 1).then(|| (13_000_000_000_000_000 + change.next("albums")).to_string());
        let mut messages = Vec::new();
        for item in items {
            let file = match &item.input {
                None => None,
                Some(input) => {
                    let (id, file) = input::stored(change, &bot, input)?;
                    Some((id, file.kind, file.media))
                }
            };
            messages.push(put_message(change, &chat, item.text, file, album.clone(), None));
        }
        put_post(change, &chat, &mut messages);
        Ok(messages.iter().map(|message| message.shown(&chat, &bot)).collect())
    })
}

fn pace(world: &World, change: &Change, bot: &Bot, chat: &Chat, messages: usize) -> Result<(), Answer> {
    let points = u32::try_from(messages).unwrap_or(u32::MAX);
    let overall = world.rates.spend(&format!("telegram bot {}", bot.id), OVERALL, points, change.now);
    if !overall.is_within {
        return Err(too_many(overall.seconds_left(change.now)));
    }
    if chat.kind != ChatKind::Private {
        let here = world.rates.spend(&format!("telegram chat {}", chat.id), PER_CHAT, points, change.now);
        if !here.is_within {
            return Err(too_many(here.seconds_left(change.now)));
        }
    }
    Ok(())
}

/// A new message at the end of a chat: numbers follow on one another.
pub(super) fn put_message(
    change: &mut Change,
    chat: &Chat,
    text: String,
    file: Option<(String, FileKind, Media)>,
    album: Option<String>,
    forwarded_from: Option<String>,
) -> Message {
    let number = i64::try_from(change.next(&format!("messages of {}", chat.id))).unwrap_or(i64::MAX);
    let date = change.now.timestamp();
    let message = Message { chat: chat.id, number, date, text, file, album, post: None, forwarded_from };
    change.put(message.id(), &message);
    message
}

/// What the feed shows of messages that were sent together. A private chat is nobody's feed.
pub(super) fn put_post(change: &mut Change, chat: &Chat, messages: &mut [Message]) {
    let Some(first) = messages.first() else { return };
    if chat.kind == ChatKind::Private {
        return;
    }
    let id = first.id();
    let numbers: Vec<i64> = messages.iter().map(|message| message.number).collect();
    let texts: Vec<&str> =
        messages.iter().map(|message| message.text.as_str()).filter(|text| !text.is_empty()).collect();
    let post = Post {
        id: id.clone(),
        account: chat.id.to_string(),
        permalink: chat.link(first.number),
        text: texts.join("\n"),
        media: messages.iter().filter_map(|message| message.file.as_ref().map(|(_, _, media)| media.clone())).collect(),
        ai_label: None,
        visibility: if chat.username.is_some() { "public" } else { "members" }.to_owned(),
        created_at: change.now,
        reply_to: None,
        is_deleted: false,
        likes: 0,
        reposts: 0,
        fields: json!({"message_ids": numbers, "forwarded_from": first.forwarded_from}),
    };
    change.put(id.as_str(), &post);
    for message in messages {
        message.post = Some(id.clone());
        change.put(message.id(), message);
    }
}
