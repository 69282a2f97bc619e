//! Alarms: a due post that stands still for a minute with no reason known; and telling the creator's phone.

use super::{hold, scheduler::Scheduler, time};
use crate::{Code, Error, Kind, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::HashSet;
use troupe_library::{
    LibraryError, PostId, SqliteConnection,
    tables::{
        errors::{self, NewError},
        schedule::{self, DuePost},
    },
};
use troupe_net::{ClientOptions, Request};
use troupe_platforms::{Hosts, Web};
use url::Url;

/// How long a due post may stand still.
pub(super) const STANDS_STILL: TimeDelta = TimeDelta::seconds(60);
/// How long one call to a platform may take, such as the upload of a clip.
const LONGEST_CALL: TimeDelta = TimeDelta::minutes(10);
/// Under this name the errors of standing posts are kept.
const TASK: &str = "publish_due";
/// The keychain's names of the tokens that alarms are sent with.
pub(crate) const TELEGRAM_SECRET: &str = "alarm_telegram";
pub(crate) const NTFY_SECRET: &str = "alarm_ntfy";
/// Telegram's interface for bots (core.telegram.org/bots/api, 2026-11).
const TELEGRAM_HOST: &str = "api.telegram.org";

/// The due posts that stand still with no reason known.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn standing(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Vec<DuePost>> {
    Ok(schedule::standing(db, now - STANDS_STILL, now - LONGEST_CALL).await?)
}

/// Tells of every due post that has begun to stand still, and settles what moves again.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn look(scheduler: &mut Scheduler, now: DateTime<Utc>) -> Result<()> {
    let studio = scheduler.studio.clone();
    let mut read = studio.library().read().await?;
    let standing = standing(&mut read, now).await?;
    drop(read);
    let ids: HashSet<PostId> = standing.iter().map(|post| post.id).collect();
    let moves_again = scheduler.alarmed.iter().any(|id| !ids.contains(id));
    let new: Vec<_> = standing.into_iter().filter(|post| !scheduler.alarmed.contains(&post.id)).collect();
    if new.is_empty() && !moves_again {
        return Ok(());
    }
    let mut write = studio.library().write().await?;
    if ids.is_empty() {
        errors::resolve_mended(&mut write, TASK, MESSAGE, now).await?;
    }
    let details = json!({ "post_ids": ids });
    let error_id = if new.is_empty() {
        None
    } else {
        let error = NewError {
            code: Code::ServiceUnavailable.as_str().to_owned(),
            message: MESSAGE.to_owned(),
            details,
            operation: Some(TASK.to_owned()),
            input: None,
        };
        Some(errors::note(&mut write, &error, now).await?)
    };
    write.commit().await.map_err(LibraryError::from)?;
    scheduler.alarmed = ids;
    for post in &new {
        let zone = hold::zone_of(post);
        let when = post.due_at.map(|due| time::short_words(due, now, zone)).unwrap_or_default();
        let words = format!("The post of {} for {when} has not moved for a minute. {MESSAGE}", post.handle);
        tracing::warn!(service = "planning", post = %post.id, "{words}");
        let data =
            json!({ "error_id": error_id, "code": Code::ServiceUnavailable, "message": words, "post_id": post.id });
        studio.events().send(Kind::ErrorOccurred, data);
        tell(&studio, words);
    }
    Ok(())
}

/// What the list of errors says.
const MESSAGE: &str =
    "A post is due and stands still. Look whether this computer is online; the platform may not answer.";

/// Sends words to the creator's phone, where one was named, beside everything else.
pub(crate) fn tell(studio: &Studio, words: String) {
    let teller = studio.clone();
    studio.tasks().spawn("tell_phone", async move {
        if let Err(error) = send(&teller, &words).await {
            tracing::warn!(service = "planning", "the phone could not be told: {error}");
        }
    });
}

/// Sends words to the ways that the creator named; answers how many there are.
///
/// # Errors
/// When one of them does not take it.
pub(crate) async fn send(studio: &Studio, words: &str) -> Result<usize> {
    let to = studio.settings().await?.scheduling.alarms;
    let mut sent = 0;
    if let Some(chat) = to.telegram_chat_id.filter(|chat| !chat.trim().is_empty()) {
        telegram(studio, chat.trim(), words).await?;
        sent += 1;
    }
    if let Some(topic) = to.ntfy_topic_url.filter(|topic| !topic.trim().is_empty()) {
        // A rehearsal reaches nothing outside.
        if studio.rehearsal().is_none() {
            ntfy(studio, topic.trim(), words).await?;
        }
        sent += 1;
    }
    Ok(sent)
}

/// The client of alarms: an address that the creator named may lie in the own network.
fn web(studio: &Studio, named: Option<&Url>) -> Result<Web> {
    let rehearsal = studio.rehearsal().map(|rehearsal| rehearsal.platforms.parse()).transpose();
    let hosts = Hosts { rehearsal: rehearsal.map_err(Error::internal)? };
    let options = named.map_or_else(ClientOptions::default, |url| ClientOptions::default().allowing_url(url));
    Ok(Web::open(hosts, options)?)
}

async fn telegram(studio: &Studio, chat: &str, words: &str) -> Result<()> {
    let token = studio.secrets().get(TELEGRAM_SECRET).await?.ok_or_else(|| {
        let message = format!(
            "Alarms go to a Telegram chat, but no bot's token is kept. Keep it among the keys, under the name {TELEGRAM_SECRET}."
        );
        Error::new(Code::Unauthorized, message)
    })?;
    let web = web(studio, None)?;
    let url = web.url(TELEGRAM_HOST, &format!("/bot{}/sendMessage", token.expose()))?;
    let request = Request::post(url, "/bot{token}/sendMessage").hides(&token);
    let sent = web.client.post_json::<Value>(request, &json!({ "chat_id": chat, "text": words })).await;
    sent.map(drop).map_err(|error| refused("Telegram", error))
}

async fn ntfy(studio: &Studio, topic: &str, words: &str) -> Result<()> {
    let url: Url = topic.parse().map_err(|_| Error::field("ntfy_topic_url", "is no address of a topic"))?;
    let web = web(studio, Some(&url))?;
    let mut request = Request::post(url, "/{topic}").bytes(words.to_owned(), "text/plain").map_err(Error::internal)?;
    if let Some(token) = studio.secrets().get(NTFY_SECRET).await? {
        request = request.bearer(&token).map_err(Error::internal)?;
    }
    web.client.get_bytes(request).await.map(drop).map_err(|error| refused("ntfy", error))
}

fn refused(who: &str, error: troupe_net::Error) -> Error {
    Error::new(Code::UpstreamError, format!("{who} did not take the alarm: {error}.")).because(error)
}
