//! Bots, the chats they are in, and what they may do there.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::accounts::{self, Account, NewToken, TokenKind, TokenProblem};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::secret;
use super::super::world::{Change, Record, View, World};
use super::{HOST, NAME, fine, refused};

/// A bot that somebody made with BotFather.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bot {
    pub(super) id: i64,
    pub(super) username: String,
}

impl Record for Bot {
    const KIND: &'static str = "bot";
}

impl Bot {
    pub(super) fn as_user(&self) -> Value {
        json!({"id": self.id, "is_bot": true, "first_name": self.username, "username": self.username})
    }
}

/// What kind of chat it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChatKind {
    Channel,
    Supergroup,
    /// With one person: a place to stage files, or for alarms.
    Private,
}

/// A chat. Its record's id is its id as text, which is the account's id as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    pub(super) kind: ChatKind,
    pub(super) title: String,
    /// `None` for one that is reached by its id alone.
    pub(super) username: Option<String>,
    /// The bot that was added.
    pub(super) bot: i64,
    pub(super) is_admin: bool,
    pub(super) is_kicked: bool,
    /// Nothing can be forwarded from it.
    pub(super) is_protected: bool,
    pub(super) members: i64,
}

impl Record for Chat {
    const KIND: &'static str = "chat";
}

impl Chat {
    /// Its short form in messages.
    pub(super) fn shown(&self) -> Value {
        let kind = match self.kind {
            ChatKind::Private => {
                return json!({"id": self.id, "first_name": self.title, "type": "private"});
            }
            ChatKind::Channel => "channel",
            ChatKind::Supergroup => "supergroup",
        };
        let mut shown = json!({"id": self.id, "title": self.title, "type": kind});
        if let Some(username) = &self.username {
            shown["username"] = username.as_str().into();
        }
        shown
    }

    /// Its kind in error texts.
    fn words(&self) -> &'static str {
        match self.kind {
            ChatKind::Channel => "channel",
            ChatKind::Supergroup => "supergroup",
            ChatKind::Private => "private",
        }
    }

    /// The address of a message as people see it.
    pub(super) fn link(&self, message: i64) -> String {
        match &self.username {
            Some(username) => format!("https://t.me/{username}/{message}"),
            None => format!("https://t.me/c/{}/{message}", self.id.to_string().trim_start_matches("-100")),
        }
    }
}

/// Makes a chat with its bot, or a fresh token for the bot of one that is there.
pub(super) fn open(
    world: &World,
    change: &mut Change,
    handle: &str,
    options: &Map<String, Value>,
) -> Result<Value, String> {
    let truth = |name: &str, absent: bool| options.get(name).and_then(Value::as_bool).unwrap_or(absent);
    let kind = match options.get("kind").and_then(Value::as_str) {
        None | Some("channel") => ChatKind::Channel,
        Some("supergroup") => ChatKind::Supergroup,
        Some("private") => ChatKind::Private,
        Some(other) => return Err(format!("`kind` is channel, supergroup or private, not {other:?}.")),
    };
    let existing = accounts::by_handle(change, handle).and_then(|account| change.get::<Chat>(&account.id));
    let username = options.get("bot").and_then(Value::as_str).map_or_else(|| format!("{handle}_bot"), str::to_owned);
    let known = change.all::<Bot>().map(|(_, bot)| bot).find(|bot| bot.username == username);
    let bot = match known {
        Some(bot) => bot,
        None => {
            let id = i64::try_from(change.next("bots")).unwrap_or(i64::MAX).saturating_add(7_000_000_000);
            let bot = Bot { id, username };
            change.put(id.to_string(), &bot);
            bot
        }
    };
    let id = match (&existing, kind) {
        (Some(chat), _) => chat.id,
        (None, kind) => {
            let number = i64::try_from(change.next("chats")).unwrap_or(i64::MAX);
            if kind == ChatKind::Private { 500_000_000 + number } else { -1_002_000_000_000 - number }
        }
    };
    let is_nameless = kind == ChatKind::Private || truth("private", false);
    let chat = Chat {
        id,
        kind,
        title: handle.to_owned(),
        username: (!is_nameless).then(|| handle.to_owned()),
        bot: bot.id,
        is_admin: truth("is_admin", true),
        is_kicked: truth("is_kicked", false),
        is_protected: truth("is_protected", false),
        members: options.get("members").and_then(Value::as_i64).unwrap_or(2),
    };
    change.put(id.to_string(), &chat);
    accounts::put(change, id.to_string(), handle, options);
    let token = format!("{}:AA{}_", bot.id, secret::random());
    let session = secret::random();
    let account = bot.id.to_string();
    let new =
        NewToken { kind: TokenKind::Access, account: &account, app: None, scopes: &[], life: None, session: &session };
    accounts::issue(change, &token, &new);
    let name = chat.username.map_or_else(|| id.to_string(), |username| format!("@{username}"));
    Ok(json!({"bot_token": token, "bot": bot.username, "chat": name, "chat_id": id, "api": world.at(HOST, "")}))
}

/// The bot whose token stands in the path.
pub(super) fn bot(view: &View, call: &Call) -> Result<Bot, Answer> {
    let token = call.param("token");
    let is_well_formed = token.split_once(':').is_some_and(|(id, key)| id.parse::<i64>().is_ok() && key.len() > 8);
    if !is_well_formed {
        return Err(refused(404, "Not Found"));
    }
    let unauthorized = |_: TokenProblem| refused(401, "Unauthorized");
    let token = accounts::token(view, Some(token), TokenKind::Access).map_err(unauthorized)?;
    view.get::<Bot>(&token.account).ok_or_else(|| refused(401, "Unauthorized"))
}

/// The chat that `field` names, by its id or `@username`, as this bot sees it.
pub(super) fn chat(view: &View, call: &Call, bot: &Bot, field: &str) -> Result<Chat, Answer> {
    let named = call.text(field).unwrap_or_default();
    if named.is_empty() {
        return Err(refused(400, "Bad Request: chat_id is empty"));
    }
    let found = match named.strip_prefix('@') {
        // A person is reached by the number alone.
        Some(handle) => accounts::by_handle(view, handle)
            .and_then(|account: Account| view.get::<Chat>(&account.id))
            .filter(|chat| chat.username.is_some()),
        None => view.get::<Chat>(&named),
    };
    let chat = found.ok_or_else(|| refused(400, "Bad Request: chat not found"))?;
    if chat.bot != bot.id {
        // A public channel can be looked at by anybody; another's private one is not there.
        return match &chat.username {
            Some(_) => Ok(Chat { is_admin: false, ..chat }),
            None => Err(refused(400, "Bad Request: chat not found")),
        };
    }
    if chat.is_kicked {
        return Err(refused(403, &format!("Forbidden: bot was kicked from the {} chat", chat.words())));
    }
    Ok(chat)
}

/// The chat that `chat_id` names, when the bot may post there.
pub(super) fn chat_to_post(view: &View, call: &Call, bot: &Bot) -> Result<Chat, Answer> {
    let chat = chat(view, call, bot, "chat_id")?;
    match chat.kind {
        ChatKind::Channel if chat.bot != bot.id => {
            Err(refused(403, "Forbidden: bot is not a member of the channel chat"))
        }
        ChatKind::Channel if !chat.is_admin => {
            Err(refused(400, "Bad Request: need administrator rights in the channel chat"))
        }
        ChatKind::Supergroup if chat.bot != bot.id => {
            Err(refused(403, "Forbidden: bot is not a member of the supergroup chat"))
        }
        _ => Ok(chat),
    }
}

pub(super) async fn get_me(world: Arc<World>, call: Call) -> Reply {
    let bot = world.read(NAME, |view| bot(view, &call))?;
    let mut user = bot.as_user();
    user["can_join_groups"] = true.into();
    user["can_read_all_group_messages"] = false.into();
    user["supports_inline_queries"] = false.into();
    Ok(fine(&user))
}

pub(super) async fn get_chat(world: Arc<World>, call: Call) -> Reply {
    let chat = world.read(NAME, |view| chat(view, &call, &bot(view, &call)?, "chat_id"))?;
    let mut shown = chat.shown();
    shown["accent_color_id"] = 0.into();
    shown["max_reaction_count"] = 11.into();
    shown["accepted_gift_types"] = json!({"unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
        "premium_subscription": true, "gifts_from_channels": true});
    if chat.is_protected {
        shown["has_protected_content"] = true.into();
    }
    Ok(fine(&shown))
}

pub(super) async fn get_chat_member(world: Arc<World>, call: Call) -> Reply {
    let (bot, chat) = world.read(NAME, |view| {
        let bot = bot(view, &call)?;
        let chat = chat(view, &call, &bot, "chat_id")?;
        Ok::<_, Answer>((bot, chat))
    })?;
    let user = call.number("user_id").ok_or_else(|| refused(400, "Bad Request: invalid user_id specified"))?;
    if user != bot.id {
        return Err(refused(400, "Bad Request: user not found"));
    }
    let mut member = json!({"user": bot.as_user(), "status": "left"});
    if chat.bot == bot.id && chat.is_admin {
        member["status"] = "administrator".into();
        for right in
            ["can_be_edited", "is_anonymous", "can_manage_video_chats", "can_restrict_members", "can_promote_members"]
        {
            member[right] = false.into();
        }
        for right in [
            "can_manage_chat",
            "can_change_info",
            "can_post_messages",
            "can_edit_messages",
            "can_delete_messages",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ] {
            member[right] = true.into();
        }
    } else if chat.bot == bot.id {
        member["status"] = "member".into();
    }
    Ok(fine(&member))
}

pub(super) async fn get_chat_member_count(world: Arc<World>, call: Call) -> Reply {
    let chat = world.read(NAME, |view| chat(view, &call, &bot(view, &call)?, "chat_id"))?;
    Ok(fine(&chat.members.into()))
}
