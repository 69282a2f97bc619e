//! The account: a bot and the chat that it posts to.

use super::Telegram;
use crate::{
    Account, Connected, Credentials, Error, Result, Tokens,
    reply::{No, Reply, refuse},
};
use serde_json::{Map, Value, json};
use troupe_net::Secret;

/// Tries the token, finds the chats, and checks that the bot may post.
pub(super) async fn connect(telegram: &Telegram, credentials: &Credentials) -> Result<Connected> {
    let missing = |field, why: &str| Error::Input { field, why: why.to_owned() };
    let token = credentials
        .get("bot_token")
        .ok_or_else(|| missing("bot_token", "The bot's token is needed. BotFather gives it after /newbot."))?;
    let token = Secret::new(token.expose().trim());
    if !is_token(token.expose()) {
        let why = "This is no bot token: digits, a colon, and a long word. Copy it from BotFather again, all of it.";
        return Err(missing("bot_token", why));
    }
    let chat = credentials
        .get("chat")
        .and_then(|typed| chat_of(typed.expose()))
        .ok_or_else(|| missing("chat", "The channel or group is needed, as in @name or -1001234567890."))?;
    let staging = match credentials.get("staging_chat") {
        Some(typed) => Some(chat_of(typed.expose()).ok_or_else(|| {
            missing("staging_chat", "This is no chat. Give the private chat's number, as in -1001234567890.")
        })?),
        None => None,
    };
    let account = account(telegram, &token, &chat, staging.as_deref()).await?;
    let tokens = Tokens { access: token, refresh: None, expires_at: None, refresh_expires_at: None };
    Ok(Connected { account, tokens, app: None })
}

/// Whether it can be a token; it also keeps what stands in the address to letters that mean nothing there.
fn is_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(number, word)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && word.len() >= 20
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    })
}

/// A chat as the Bot API names it, from what somebody typed: a number, a name, an address.
fn chat_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let path = ["https://t.me/", "http://t.me/", "t.me/"].iter().find_map(|start| typed.strip_prefix(start));
    if let Some(number) = path.and_then(|path| path.strip_prefix("c/")).and_then(|rest| rest.split('/').next()) {
        return number.parse::<u64>().ok().map(|number| format!("-100{number}"));
    }
    let name = path.unwrap_or(typed).trim_start_matches('@').split('/').next().unwrap_or_default();
    if name.parse::<i64>().is_ok() {
        return Some(name.to_owned());
    }
    let is_name = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| format!("@{name}"))
}

/// What is known of the bot and its chat.
pub(super) async fn account(telegram: &Telegram, token: &Secret, chat: &str, staging: Option<&str>) -> Result<Account> {
    let bot = telegram.call(token, "getMe", &json!({})).await?;
    let bot_id = bot.need("/result/id")?;
    let found = telegram.call(token, "getChat", &json!({"chat_id": chat})).await?;
    let (id, kind) = (found.need("/result/id")?, found.need("/result/type")?);
    may_post(telegram, token, &found, &bot_id).await?;
    let mut details = Map::new();
    if let Some(staging) = staging {
        details.insert("staging_chat".to_owned(), json!(staging_chat(telegram, token, staging, &id, &bot_id).await?));
    }
    let username = found.text("/result/username");
    details.insert("kind".to_owned(), json!(kind));
    details.insert("username".to_owned(), json!(username));
    details.insert("bot_id".to_owned(), json!(bot_id));
    details.insert("bot".to_owned(), json!(bot.text("/result/username")));
    let members = telegram.call(token, "getChatMemberCount", &json!({"chat_id": id})).await?;
    let title = found.text("/result/title").unwrap_or_else(|| id.clone());
    Ok(Account {
        handle: username.clone().unwrap_or_else(|| title.clone()),
        display_name: title,
        url: username.map(|username| format!("https://t.me/{username}")),
        follower_count: members.count("/result"),
        posts_left: None,
        details,
        external_id: id,
    })
}

/// Checks that the bot may post: an administrator of a channel with that right, a member of a group.
async fn may_post(telegram: &Telegram, token: &Secret, chat: &Reply, bot_id: &str) -> Result<()> {
    let kind = chat.text("/result/type").unwrap_or_default();
    if kind == "private" {
        let why = "This is a chat with one person. Give a channel or a group; a private chat can be the staging chat.";
        return Err(Error::Input { field: "chat", why: why.to_owned() });
    }
    let body = json!({"chat_id": chat.need("/result/id")?, "user_id": bot_id});
    let member = telegram.call(token, "getChatMember", &body).await?;
    let status = member.text("/result/status").unwrap_or_default();
    let right = |name: &str| member.body["result"].get(name).and_then(Value::as_bool);
    let may = match status.as_str() {
        "creator" => true,
        // A group's administrator has no such right, because everybody posts there.
        "administrator" => kind != "channel" || right("can_post_messages") == Some(true),
        "member" => kind != "channel",
        "restricted" => right("can_send_messages") == Some(true) && right("can_send_photos") != Some(false),
        _ => false,
    };
    if may {
        return Ok(());
    }
    let no = No { code: "not_admin".to_owned(), words: format!("getChatMember: {status}"), retry_after: None };
    Err(refuse(telegram.api.facts, member.status, no, member.body.to_string()))
}

/// The number of the staging chat, which must be another and nobody's feed.
async fn staging_chat(telegram: &Telegram, token: &Secret, staging: &str, chat: &str, bot_id: &str) -> Result<String> {
    let found = telegram.call(token, "getChat", &json!({"chat_id": staging})).await?;
    let id = found.need("/result/id")?;
    let refuse = |why: &str| Err(Error::Input { field: "staging_chat", why: why.to_owned() });
    if id == chat {
        return refuse("The staging chat must be another chat than the one that is posted to.");
    }
    let is_person = found.text("/result/type").as_deref() == Some("private");
    if !is_person && found.text("/result/username").is_some() {
        return refuse("The staging chat is public: what lies there for a moment could be seen. Use a private one.");
    }
    if !is_person {
        may_post(telegram, token, &found, bot_id).await?;
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_known_however_it_was_typed() {
        for (typed, expected) in [
            ("@ada_daily", Some("@ada_daily")),
            (" ada_daily ", Some("@ada_daily")),
            ("https://t.me/ada_daily", Some("@ada_daily")),
            ("t.me/ada_daily/12", Some("@ada_daily")),
            ("-1001234567890", Some("-1001234567890")),
            ("https://t.me/c/1234567890/5", Some("-1001234567890")),
            ("500000001", Some("500000001")),
            ("https://t.me/+AbC", None),
            ("", None),
            ("two words", None),
        ] {
            assert_eq!(chat_of(typed).as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn only_what_can_be_a_token_gets_into_an_address() {
        assert!(is_token("7000000001:AAabcdefghijklmnopqrst_-"));
        for other in
            ["", "7000000001", "7000000001:short", "x:AAabcdefghijklmnopqrst", "7:AAabcdefghijklmnopqrst/../getMe?x#y"]
        {
            assert!(!is_token(other), "{other}");
        }
    }
}
