//! Statuses that the instance itself publishes later.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::world::{Change, Record, View, World};
use super::media::Attachment;
use super::statuses::{self, Draft};
use super::{NAME, auth, moment, not_found, refused};

/// How far ahead a status must be scheduled, in seconds.
const AHEAD_SECONDS: i64 = 300;
/// How many may wait in all, and for one day.
const MOST: usize = 300;
const MOST_A_DAY: usize = 25;

/// A status that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Scheduled {
    draft: Draft,
    at: DateTime<Utc>,
}

impl Record for Scheduled {
    const KIND: &'static str = "scheduled_status";
}

impl Scheduled {
    fn shown(&self, world: &World, view: &View, id: &str) -> Value {
        let draft = &self.draft;
        let media: Vec<Value> = draft
            .media_ids
            .iter()
            .filter_map(|id| view.get::<Attachment>(id).map(|attachment| attachment.shown(world, id)))
            .collect();
        json!({"id": id, "scheduled_at": moment(self.at), "media_attachments": media, "params": {
            "text": draft.text, "media_ids": draft.media_ids, "sensitive": draft.sensitive,
            "spoiler_text": draft.spoiler_text, "visibility": draft.visibility, "language": draft.language,
            "in_reply_to_id": draft.reply_to, "scheduled_at": null, "poll": null, "idempotency": null,
            "with_rate_limit": false, "application_id": null}})
    }
}

/// When a call wants its status, if that is later. A moment that has passed means now.
pub(super) fn wanted(view: &View, call: &Call) -> Result<Option<DateTime<Utc>>, Answer> {
    let Some(given) = call.text("scheduled_at").filter(|given| !given.is_empty()) else { return Ok(None) };
    let wrong = |_| refused(422, "Validation failed: Scheduled at is invalid");
    let at = DateTime::parse_from_rfc3339(&given).map_err(wrong)?.to_utc();
    if at <= view.now {
        return Ok(None);
    }
    if at < view.now + TimeDelta::seconds(AHEAD_SECONDS) {
        return Err(refused(422, "Validation failed: Scheduled at must be in the future"));
    }
    Ok(Some(at))
}

/// Keeps a draft for later and gives its id and form.
pub(super) fn put(
    world: &World,
    change: &mut Change,
    draft: &Draft,
    at: DateTime<Utc>,
) -> Result<(String, Value), Answer> {
    statuses::check_media(change, draft)?;
    let waiting: Vec<DateTime<Utc>> = change
        .all::<Scheduled>()
        .filter(|(_, scheduled)| scheduled.draft.account == draft.account)
        .map(|(_, scheduled)| scheduled.at)
        .collect();
    if waiting.len() >= MOST {
        return Err(refused(422, &format!("You have exceeded the limit of {MOST} scheduled posts")));
    }
    if waiting.iter().filter(|other| other.date_naive() == at.date_naive()).count() >= MOST_A_DAY {
        return Err(refused(422, &format!("You have exceeded the limit of {MOST_A_DAY} scheduled posts for today")));
    }
    let id = change.next("scheduled").to_string();
    let scheduled = Scheduled { draft: draft.clone(), at };
    change.put(id.as_str(), &scheduled);
    let shown = scheduled.shown(world, change, &id);
    Ok((id, shown))
}

pub(super) fn shown_by_id(world: &World, view: &View, id: &str) -> Option<Value> {
    view.get::<Scheduled>(id).map(|scheduled| scheduled.shown(world, view, id))
}

/// Publishes what was due by now.
pub(super) fn publish_due(world: &World) {
    let now = world.now();
    let has_due = world.read(NAME, |view| view.all::<Scheduled>().any(|(_, scheduled)| scheduled.at <= now));
    if !has_due {
        return;
    }
    let published = world.change(NAME, "publish_scheduled", |change| {
        let due = change.all::<Scheduled>().filter(|(_, scheduled)| scheduled.at <= change.now);
        let mut due: Vec<(String, Scheduled)> = due.map(|(id, scheduled)| (id.to_owned(), scheduled)).collect();
        due.sort_by_key(|(_, scheduled)| scheduled.at);
        for (id, scheduled) in due {
            change.remove::<Scheduled>(&id);
            if let Some(account) = change.get::<Account>(&scheduled.draft.account) {
                let mut post = statuses::publish(change, &account, &scheduled.draft);
                post.created_at = scheduled.at;
                change.put(post.id.clone(), &post);
            }
        }
        Ok(())
    });
    if published.is_err() {
        tracing::error!("scheduled statuses could not be published");
    }
}

fn own(view: &View, call: &Call, scope: &str) -> Result<(String, Scheduled), Answer> {
    let (account, _) = auth::signed_in(view, call, scope)?;
    let id = call.param("id").to_owned();
    let found = view.get::<Scheduled>(&id).filter(|scheduled| scheduled.draft.account == account.id);
    Ok((id, found.ok_or_else(not_found)?))
}

pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let (account, _) = auth::signed_in(view, &call, "read:statuses")?;
        let own = view.all::<Scheduled>().filter(|(_, scheduled)| scheduled.draft.account == account.id);
        let shown: Vec<Value> = own.map(|(id, scheduled)| scheduled.shown(&world, view, id)).collect();
        Ok(Answer::json(200, &shown))
    })
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let (id, scheduled) = own(view, &call, "read:statuses")?;
        Ok(Answer::json(200, &scheduled.shown(&world, view, &id)))
    })
}

pub(super) async fn reschedule(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let (id, scheduled) = own(change, &call, "write:statuses")?;
        let at = wanted(change, &call)?;
        let at = at.ok_or_else(|| refused(422, "Validation failed: Scheduled at must be in the future"))?;
        let scheduled = Scheduled { at, ..scheduled };
        change.put(id.as_str(), &scheduled);
        Ok(Answer::json(200, &scheduled.shown(&world, change, &id)))
    })
}

pub(super) async fn cancel(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let (id, _) = own(change, &call, "write:statuses")?;
        change.remove::<Scheduled>(&id);
        Ok(Answer::json(200, &json!({})))
    })
}
