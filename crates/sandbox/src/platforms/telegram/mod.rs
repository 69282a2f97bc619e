//! The stand-in for Telegram's Bot API 10.0: bots with pasted tokens, channels and groups that they administer, private
//! chats for staging, and no history, as there.

mod bot;
mod change;
mod input;
mod send;
mod text;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::Platform;
use super::accounts::Account;
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::route::{Route, route};
use super::world::{Change, View, World};

pub(crate) const NAME: &str = "telegram";
const HOST: &str = "api.telegram.org";

/// The stand-in.
pub(crate) struct Telegram;

impl Platform for Telegram {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Telegram"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[HOST]
    }

    fn routes(&self) -> Vec<Route> {
        // Every method is taken by GET and by POST.
        [Method::POST, Method::GET].into_iter().flat_map(methods).collect()
    }

    fn faults(&self) -> &'static [FaultKind] {
        &[FaultKind::RateLimited, FaultKind::TokenRevoked, FaultKind::Restricted]
    }

    /// `handle` is the channel's username. Options: `kind` (`channel`, `supergroup`, `private`), `private` (a channel
    /// without a username), `bot` (the bot's username, so that several chats share one), `is_admin` (false: the bot has
    /// no rights), `is_kicked`, `is_protected` (no forwarding), `members`.
    fn open_account(
        &self,
        world: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        bot::open(world, change, handle, options)
    }

    fn refusal(&self, _: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => too_many(fault.wait().into()),
            _ => refused(400, "Bad Request: CHAT_RESTRICTED"),
        }
    }

    fn error(&self, status: u16) -> Answer {
        let description = match status {
            429 => return too_many(30),
            401 => "Unauthorized",
            403 => "Forbidden: bot was kicked from the channel chat",
            404 => "Not Found",
            500 => "Internal Server Error",
            502 => "Bad Gateway",
            status if status < 500 => "Bad Request",
            _ => "Internal Server Error: the server is overloaded",
        };
        refused(status, description)
    }

    fn unknown(&self, _: &str) -> Answer {
        refused(404, "Not Found")
    }

    /// The token is the bot's.
    fn token_owner(&self, view: &View, account: &Account) -> String {
        view.get::<bot::Chat>(&account.id).map_or_else(|| account.id.clone(), |chat| chat.bot.to_string())
    }

    fn token(&self, call: &Call) -> Option<String> {
        Some(call.param("token").to_owned())
    }
}

fn methods(method: Method) -> Vec<Route> {
    let m = || method.clone();
    vec![
        route("get_me", m(), "/bot{token}/getMe", bot::get_me),
        route("get_chat", m(), "/bot{token}/getChat", bot::get_chat),
        route("get_chat_member", m(), "/bot{token}/getChatMember", bot::get_chat_member),
        route("get_chat_member_count", m(), "/bot{token}/getChatMemberCount", bot::get_chat_member_count),
        route("send_message", m(), "/bot{token}/sendMessage", send::message).publishes(),
        route("send_photo", m(), "/bot{token}/sendPhoto", send::photo).publishes().uploads(),
        route("send_video", m(), "/bot{token}/sendVideo", send::video).publishes().uploads(),
        route("send_media_group", m(), "/bot{token}/sendMediaGroup", send::media_group).publishes().uploads(),
        route("delete_message", m(), "/bot{token}/deleteMessage", change::delete_message),
        route("edit_message_caption", m(), "/bot{token}/editMessageCaption", change::edit_message_caption).publishes(),
        route(
            "edit_message_reply_markup",
            m(),
            "/bot{token}/editMessageReplyMarkup",
            change::edit_message_reply_markup,
        ),
        route("forward_message", m(), "/bot{token}/forwardMessage", change::forward_message).publishes(),
    ]
}

/// What went well, as the Bot API wraps it.
fn fine(result: &Value) -> Answer {
    Answer::json(200, &json!({"ok": true, "result": result}))
}

/// An error as the Bot API wraps it.
fn refused(status: u16, description: &str) -> Answer {
    Answer::json(status, &json!({"ok": false, "error_code": status, "description": description}))
}

fn too_many(seconds: i64) -> Answer {
    let body = json!({"ok": false, "error_code": 429, "description": format!("Too Many Requests: retry after {seconds}"),
        "parameters": {"retry_after": seconds}});
    Answer::json(429, &body)
}
