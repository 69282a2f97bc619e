//! Telegram channels and groups through a bot. The token stands in each address, so that no error may show one; a bot
//! sees no history, so that a public call whose answer was lost stays unclear.
//!
//! Calls and limits: core.telegram.org/bots/api 10.0, read 2026-11-20.

mod chat;
mod send;

use crate::{
    Account, Call, Connected, Credentials, Draft, Error, Facts, Found, Live, Platform, Progress, RefusalKind, Result,
    Session, Step, StepKind, StepResult, Visibility, Web,
    preflight::form,
    reply::{Api, No, Reply, text},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::{sync::LazyLock, time::Duration};
use troupe_net::{Request, Secret};
use uuid::Uuid;

const HOST: &str = "api.telegram.org";

/// Telegram.
#[derive(Debug)]
pub(crate) struct Telegram {
    api: Api,
}

impl Telegram {
    /// Opens it.
    pub(crate) fn open(web: &Web) -> Self {
        static FACTS: LazyLock<Facts> =
            LazyLock::new(|| crate::facts::bundled(include_str!("../../data/telegram.toml")));
        Self { api: Api { web: web.clone(), facts: &FACTS, read_no } }
    }

    /// A request for one of the bot's methods.
    fn request(&self, token: &Secret, method: &str) -> Result<Request> {
        let url = self.api.url(HOST, &format!("/bot{}/{method}", token.expose()))?;
        Ok(Request::post(url, &format!("/bot{{token}}/{method}")).hides(token))
    }

    /// Calls a method and answers its `result`.
    async fn call(&self, token: &Secret, method: &str, body: &Value) -> Result<Reply> {
        self.api.ask(self.request(token, method)?.json(body)?).await
    }
}

/// The Bot API's form of a refusal: a number and a sentence.
fn read_no(_status: u16, body: &Value) -> Option<No> {
    if body.get("ok").and_then(Value::as_bool) != Some(false) {
        return None;
    }
    let seconds = body.pointer("/parameters/retry_after").and_then(Value::as_u64);
    Some(No {
        code: text(body, "/error_code").unwrap_or_default(),
        words: text(body, "/description").unwrap_or_default(),
        retry_after: seconds.map(Duration::from_secs),
    })
}

/// A word of what is known of the account.
fn detail<'a>(session: &'a Session, key: &str) -> Option<&'a str> {
    session.account.details.get(key).and_then(Value::as_str).filter(|word| !word.is_empty())
}

#[async_trait]
impl Platform for Telegram {
    fn facts(&self) -> &'static Facts {
        self.api.facts
    }

    async fn connect(&self, _login: &str, credentials: &Credentials, _now: DateTime<Utc>) -> Result<Vec<Connected>> {
        chat::connect(self, credentials).await.map(|connected| vec![connected])
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        let staging = detail(session, "staging_chat");
        chat::account(self, &session.tokens.access, &session.account.external_id, staging).await
    }

    fn plan(&self, session: &Session, draft: &Draft, post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        form(self.facts(), draft)?;
        if draft.publish_at.is_some() {
            return Err(self.unsupported("publish at a time by itself", "Let Troupe publish it then."));
        }
        let is_staged = detail(session, "staging_chat").is_some() && !draft.media.is_empty();
        let mut steps = Vec::new();
        if is_staged {
            steps.extend((0..draft.media.len()).map(|item| Step::hidden(StepKind::Upload, Some(item))));
        }
        steps.push(Step::public(StepKind::Publish, post.to_string()));
        if is_staged {
            steps.push(Step::hidden(StepKind::Clean, None));
        }
        Ok(steps)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let result = match step.kind {
            StepKind::Upload => send::stage(self, call, step).await?,
            StepKind::Publish => send::publish(self, call).await?,
            StepKind::Clean => send::clean(self, call).await?,
            _ => return Err(self.unsupported("do such a step", "Plan the post anew.")),
        };
        Ok(Progress::Done(result))
    }

    /// A bot can't look.
    async fn reconcile(&self, call: &Call<'_>, _step: &Step) -> Result<Found> {
        let chat = &call.session.account.display_name;
        if call.is_other_run {
            let known = format!("A bot can't read {chat}: look whether the post is there.");
            return Ok(Found::Unclear { known });
        }
        let at = call.intent_at.format("%Y-%m-%d %H:%M UTC");
        Ok(Found::Unclear {
            known: format!(
                "The post was sent to {chat} at {at}, and Telegram's answer did not arrive. A bot can't read the chat: look whether the post is there."
            ),
        })
    }

    /// An edit that changes nothing: Telegram says that a message is not modified only when it is there.
    async fn read_back(&self, session: &Session, id: &str) -> Result<Live> {
        let number = send::numbers(id)?.first().copied().unwrap_or_default();
        let body = json!({"chat_id": session.account.external_id, "message_id": number});
        match self.call(&session.tokens.access, "editMessageReplyMarkup", &body).await {
            Ok(_) => {}
            Err(Error::Refused(refusal)) if refusal.platform_words.to_lowercase().contains("not modified") => {}
            // What can't be edited is there all the same.
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::Other => {}
            Err(error) => return Err(error),
        }
        let is_public = detail(session, "username").is_some();
        Ok(Live {
            id: id.to_owned(),
            permalink: send::permalink(session, number),
            visibility: if is_public { Visibility::Public } else { Visibility::Followers },
            remarks: Vec::new(),
        })
    }

    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        for number in send::numbers(id)? {
            send::delete(self, session, &session.account.external_id, number).await?;
        }
        Ok(())
    }
}

/// What a step that sent messages made: their numbers, and the address of the first.
fn sent(session: &Session, numbers: &[u64]) -> StepResult {
    let id = numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
    let permalink = numbers.first().and_then(|number| send::permalink(session, *number));
    StepResult::id(id).with("permalink", permalink)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{RefusalKind, reply::refuse};

    #[test]
    fn a_recorded_refusal_means_what_the_facts_say() {
        let facts = crate::facts::bundled(include_str!("../../data/telegram.toml"));
        for (status, body, expected) in [
            (401, r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, RefusalKind::TokenRevoked),
            (404, r#"{"ok":false,"error_code":404,"description":"Not Found"}"#, RefusalKind::TokenRevoked),
            (
                429,
                r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 9","parameters":{"retry_after":9}}"#,
                RefusalKind::RateLimited,
            ),
            (
                403,
                r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the channel chat"}"#,
                RefusalKind::Permission,
            ),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: need administrator rights in the channel chat"}"#,
                RefusalKind::Permission,
            ),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#,
                RefusalKind::NotFound,
            ),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001}}"#,
                RefusalKind::NotFound,
            ),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: message caption is too long"}"#,
                RefusalKind::TextRejected,
            ),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: PHOTO_INVALID_DIMENSIONS"}"#,
                RefusalKind::MediaRejected,
            ),
            (
                400,
                r#"{"ok":false,"error_code":400,"description":"Bad Request: wrong file identifier/HTTP URL specified"}"#,
                RefusalKind::Gone,
            ),
            (
                413,
                r#"{"ok":false,"error_code":413,"description":"Request Entity Too Large"}"#,
                RefusalKind::MediaRejected,
            ),
            (500, r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#, RefusalKind::Transient),
            (400, r#"{"ok":false,"error_code":400,"description":"Bad Request: something new"}"#, RefusalKind::Other),
        ] {
            let no = read_no(status, &serde_json::from_str(body).unwrap()).unwrap();
            let error = refuse(&facts, status, no, body.to_owned());
            assert_eq!(error.kind(), Some(expected), "{body}");
        }
    }
}
