//! What can be done to a message that is there: delete it, change its caption, forward it.

use std::sync::Arc;

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::Post;
use super::super::world::{Change, View, World};
use super::bot::{self, Chat};
use super::send::{self, Message};
use super::{NAME, fine, refused};

/// A bot can delete its own messages for two days.
const DELETE_SECONDS: i64 = 48 * 3600;

fn message(view: &View, chat: &Chat, call: &Call, absent: &str) -> Result<Message, Answer> {
    let number = call.number("message_id").filter(|number| *number > 0);
    let number = number.ok_or_else(|| refused(400, "Bad Request: message identifier is not specified"))?;
    view.get::<Message>(&format!("{}/{number}", chat.id)).ok_or_else(|| refused(400, absent))
}

pub(super) async fn delete_message(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let bot = bot::bot(change, &call)?;
        let chat = bot::chat_to_post(change, &call, &bot)?;
        let message = message(change, &chat, &call, "Bad Request: message to delete not found")?;
        let is_old = change.now.timestamp() - message.date > DELETE_SECONDS;
        if is_old && !chat.is_admin {
            return Err(refused(400, "Bad Request: message can't be deleted"));
        }
        change.remove::<Message>(&message.id());
        without(change, &message);
        Ok(fine(&true.into()))
    })
}

/// Takes a message out of the post that shows it; with the last one the post is gone.
fn without(change: &mut Change, message: &Message) {
    let Some(mut post) = message.post.as_deref().and_then(|id| change.get::<Post>(id)) else { return };
    let left = change
        .starting::<Message>(&format!("{}/", message.chat))
        .filter(|(_, other)| other.post == message.post)
        .count();
    if left == 0 {
        post.is_deleted = true;
    } else if let Some((_, _, gone)) = &message.file {
        let at = post.media.iter().position(|media| media.sha256 == gone.sha256);
        at.map(|at| post.media.remove(at));
    }
    change.put(post.id.clone(), &post);
}

pub(super) async fn edit_message_caption(world: Arc<World>, call: Call) -> Reply {
    let text = send::caption(&call)?;
    world.change(NAME, call.slug, |change| {
        let bot = bot::bot(change, &call)?;
        let chat = bot::chat_to_post(change, &call, &bot)?;
        let mut message = message(change, &chat, &call, "Bad Request: message to edit not found")?;
        if message.file.is_none() {
            return Err(refused(400, "Bad Request: there is no caption in the message to edit"));
        }
        if message.text == text {
            return Err(not_modified());
        }
        message.text = text;
        change.put(message.id(), &message);
        if let Some(mut post) = message.post.as_deref().and_then(|id| change.get::<Post>(id)) {
            post.text.clone_from(&message.text);
            change.put(post.id.clone(), &post);
        }
        let mut shown = message.shown(&chat, &bot);
        shown["edit_date"] = change.now.timestamp().into();
        Ok(fine(&shown))
    })
}

/// Buttons are not kept here, so that an edit without any changes nothing.
pub(super) async fn edit_message_reply_markup(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let bot = bot::bot(view, &call)?;
        let chat = bot::chat_to_post(view, &call, &bot)?;
        message(view, &chat, &call, "Bad Request: message to edit not found")?;
        Err(not_modified())
    })
}

fn not_modified() -> Answer {
    refused(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as \
        a current content and reply markup of the message",
    )
}

pub(super) async fn forward_message(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let bot = bot::bot(change, &call)?;
        let to = bot::chat_to_post(change, &call, &bot)?;
        let from = bot::chat(change, &call, &bot, "from_chat_id")?;
        let original = message(change, &from, &call, "Bad Request: message to forward not found")?;
        if from.is_protected {
            return Err(refused(400, "Bad Request: message has protected content and can't be forwarded"));
        }
        let origin = original.id();
        let sent = send::put_message(change, &to, original.text, original.file, None, Some(origin));
        let mut sent = [sent];
        send::put_post(change, &to, &mut sent);
        let mut shown = sent[0].shown(&to, &bot);
        shown["forward_origin"]["chat"] = from.shown();
        Ok(fine(&shown))
    })
}
