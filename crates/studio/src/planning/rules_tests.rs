//! Rules fire once an instant, take what was never posted there, stop where approval begins; Fill week proposes first.

#![allow(clippy::unwrap_used)]

use super::samples::{Place, place};
use serde_json::{Value, json};
use std::collections::HashSet;
use troupe_library::{
    CharacterId, LibraryError, RuleId, samples,
    tables::{
        posts::{self, PostFilter, PostRow, PostStatus},
        rule_firings::{self, FiringState},
    },
};

const BERLIN: &str = "Europe/Berlin";

/// A place with a character that has approved pictures and one account with an evening slot a day.
async fn stocked(at: &str) -> (Place, CharacterId, Value) {
    let place = place(at).await;
    samples::fill(place.studio.library(), 150, place.studio.now()).await.unwrap();
    let list = place.run("characters.list", json!({})).await;
    let cast = list["characters"].as_array().unwrap();
    let mira = cast.iter().find(|one| one["name"] == "Mira").unwrap()["id"].as_str().unwrap().parse().unwrap();
    let account = json!(place.account(mira, "telegram", "mira").await);
    let slot = json!({ "account_id": account, "weekdays": [1, 2, 3, 4, 5, 6, 7], "time": "18:00" });
    place.run("slots.create", slot).await;
    (place, mira, account)
}

impl Place {
    async fn rule(&self, character: CharacterId, account: &Value, more: Value) -> RuleId {
        let mut input = json!({
            "character_id": character, "name": "Evening", "account_ids": [account], "trigger_type": "schedule",
            "trigger_config": { "cron": "0 19 * * *", "timezone": BERLIN }, "needs_approval": false,
            "caption_template": "{weekday} with {character}", "hashtags": ["#ai", "art"], "hashtag_strategy": "fixed",
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.run("rules.create", input).await;
        made["id"].as_str().unwrap().parse().unwrap()
    }

    async fn posts_of(&self, rule: RuleId) -> Vec<PostRow> {
        let mut read = self.studio.library().read().await.unwrap();
        let filter = PostFilter { rule_id: Some(rule), by_time: true, ..PostFilter::default() };
        posts::list(&mut read, &filter).await.unwrap()
    }

    async fn firings_of(&self, rule: RuleId) -> Vec<(String, FiringState, Option<String>)> {
        let mut read = self.studio.library().read().await.unwrap();
        let rows = rule_firings::of_rule(&mut read, rule, 100).await.unwrap();
        rows.into_iter().map(|row| (row.due_at.format("%d %H:%M").to_string(), row.state, row.reason)).collect()
    }
}

#[tokio::test]
async fn a_rule_plans_a_post_in_time_and_it_goes_out_once() {
    let (mut place, mira, account) = stocked("2026-11-20T12:00:00Z").await;
    let rule = place.rule(mira, &account, json!({})).await;
    place.look().await;
    assert!(place.posts_of(rule).await.is_empty());
    place.at("2026-11-20T17:50:00Z");
    place.look().await;
    place.look().await;
    let posts = place.posts_of(rule).await;
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].caption, "Friday with Mira");
    assert_eq!(posts[0].hashtags, ["ai", "art"]);
    assert_eq!(posts[0].due_at, Some("2026-11-20T18:00:00Z".parse().unwrap()));
    place.at("2026-11-20T18:00:00Z");
    assert_eq!(place.look().await, [posts[0].id]);
    place.at("2026-11-21T18:00:00Z");
    place.look().await;
    let posts = place.posts_of(rule).await;
    assert!(posts.iter().all(|post| post.status == PostStatus::Published), "{posts:?}");
    assert_eq!(posts.len(), 2);
    // Never the same picture twice.
    let mut read = place.studio.library().read().await.unwrap();
    let ids: Vec<_> = posts.iter().map(|post| post.id).collect();
    let media = troupe_library::tables::schedule::media_of(&mut read, &ids).await.unwrap();
    assert_eq!(media.iter().map(|(_, item)| *item).collect::<HashSet<_>>().len(), 2);
}

#[tokio::test]
async fn a_rule_that_was_killed_between_firing_and_planning_goes_on_and_fires_no_second_time() {
    let (mut place, mira, account) = stocked("2026-11-20T17:50:00Z").await;
    let rule = place.rule(mira, &account, json!({})).await;
    let due = "2026-11-20T18:00:00Z".parse().unwrap();
    // Killed after the firing was written: nothing is planned yet.
    let mut write = place.studio.library().write().await.unwrap();
    let begun = rule_firings::begin(&mut write, rule, due, place.studio.now()).await.unwrap().unwrap();
    write.commit().await.unwrap();
    place.look().await;
    assert_eq!(place.posts_of(rule).await.len(), 1);
    // Killed after the posts were made and before the firing said so.
    let mut write = place.studio.library().write().await.unwrap();
    rule_firings::save(&mut write, &begun).await.unwrap();
    write.commit().await.map_err(LibraryError::from).unwrap();
    place.look().await;
    assert_eq!(place.posts_of(rule).await.len(), 1);
    assert_eq!(place.firings_of(rule).await[0].1, FiringState::Planned);
    // And the instant is taken for good.
    let mut write = place.studio.library().write().await.unwrap();
    assert!(rule_firings::begin(&mut write, rule, due, place.studio.now()).await.unwrap().is_none());
}

#[tokio::test]
async fn posts_that_need_approval_are_planned_a_day_ahead_and_never_sent_without_it() {
    let (mut place, mira, account) = stocked("2026-11-19T18:30:00Z").await;
    let rule = place.rule(mira, &account, json!({ "needs_approval": true })).await;
    place.look().await;
    let posts = place.posts_of(rule).await;
    assert_eq!((posts.len(), posts[0].approved_at), (1, None));
    place.at("2026-11-20T18:00:00Z");
    assert_eq!(place.look().await, []);
    let moved = place.row(posts[0].id).await;
    assert_eq!(moved.due_at, Some("2026-11-21T17:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn what_leaves_a_firing_out_is_told_before_and_after() {
    let (mut place, mira, account) = stocked("2026-11-20T12:00:00Z").await;
    let quiet = json!({ "quiet_hours": { "from": "18:30", "to": "07:00" } });
    let rule = place.rule(mira, &account, quiet).await;
    let preview = place.run("rules.preview", json!({ "rule_id": rule })).await;
    let firings = preview["firings"].as_array().unwrap();
    assert_eq!(firings.len(), 20);
    assert_eq!((&firings[0]["outcome"], &firings[0]["wall_time"]), (&json!("left_out"), &json!("2026-11-20T19:00:00")));
    assert_eq!(firings[0]["what"], "it falls into the rule's quiet hours");
    place.at("2026-11-20T17:55:00Z");
    place.look().await;
    let told = place.firings_of(rule).await;
    assert_eq!(told[0], ("20 18:00".into(), FiringState::Skipped, Some("it falls into the rule's quiet hours".into())));
    let busy = json!({ "rule_id": rule, "quiet_hours": null, "max_posts_per_day": 1, "cooldown_minutes": 120,
        "trigger_config": { "cron": "0 19,20,23 * * *", "timezone": BERLIN } });
    place.run("rules.update", busy).await;
    let preview = place.run("rules.preview", json!({ "rule_id": rule, "count": 3 })).await;
    let outcomes: Vec<_> = preview["firings"].as_array().unwrap().iter().map(|one| one["outcome"].clone()).collect();
    assert_eq!(outcomes, ["left_out", "from_shelf", "left_out"], "{preview}");
}

#[tokio::test]
async fn of_many_missed_firings_the_last_does_what_the_rule_says() {
    let (mut place, mira, account) = stocked("2026-11-10T12:00:00Z").await;
    let late = place.rule(mira, &account, json!({})).await;
    let ask = place.rule(mira, &account, json!({ "name": "Ask", "when_missed": "ask" })).await;
    place.look().await;
    // Ten days later, half an hour after the hour.
    place.at("2026-11-20T18:30:00Z");
    place.look().await;
    let firings = place.firings_of(late).await;
    assert_eq!(firings.iter().filter(|(_, state, _)| *state == FiringState::Planned).count(), 1);
    assert_eq!(place.posts_of(late).await.len(), 1);
    assert!(place.posts_of(ask).await.is_empty());
    let status = place.run("scheduler.status", json!({})).await;
    assert_eq!(status["asking"][0]["rule_name"], "Ask", "{status}");
    let answer = json!({ "rule_id": ask, "firing_id": status["asking"][0]["firing_id"] });
    let ran = place.run("automation.execute", answer).await;
    assert_eq!(ran["state"], "planned", "{ran}");
    assert_eq!(place.run("scheduler.status", json!({})).await["asking"], json!([]));
}

#[tokio::test]
async fn a_pause_leaves_firings_out_and_run_now_stops_where_approval_begins() {
    let (mut place, mira, account) = stocked("2026-11-20T12:00:00Z").await;
    let rule = place.rule(mira, &account, json!({ "needs_approval": true })).await;
    place.run("rules.pause", json!({ "rule_id": rule, "until": "2026-11-21T23:00:00Z" })).await;
    let preview = place.run("rules.preview", json!({ "rule_id": rule, "count": 3 })).await;
    let outcomes: Vec<_> = preview["firings"].as_array().unwrap().iter().map(|one| one["outcome"].clone()).collect();
    assert_eq!(outcomes, ["paused", "paused", "from_shelf"]);
    place.at("2026-11-20T18:00:00Z");
    place.look().await;
    assert!(place.posts_of(rule).await.is_empty());
    let dry = place.run("automation.execute", json!({ "rule_id": rule, "dry_run": true })).await;
    assert!(dry["content_id"].is_string() && dry["posts"] == json!([]), "{dry}");
    assert!(place.posts_of(rule).await.is_empty());
    let ran = place.run("scheduler.run_now", json!({ "rule_id": rule })).await;
    assert_eq!(ran["started"][0]["posts"][0]["is_approved"], false, "{ran}");
    let posts = place.posts_of(rule).await;
    assert_eq!(posts[0].due_at, Some("2026-11-21T17:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn an_approved_picture_is_planned_by_a_rule_that_waits_for_one() {
    let (mut place, mira, account) = stocked("2026-11-20T12:00:00Z").await;
    place.at("2026-11-20T12:01:00Z");
    let event = json!({ "trigger_type": "event", "trigger_config": { "event": "content_approved" } });
    let rule = place.rule(mira, &account, event).await;
    place.look().await;
    assert!(place.posts_of(rule).await.is_empty(), "older approvals do not count");
    let waiting = place.run("content.list", json!({ "character_id": mira, "approval_status": "pending" })).await;
    let id = waiting["content"][0]["id"].clone();
    place.run("content.approve", json!({ "content_id": id })).await;
    place.look().await;
    place.look().await;
    let posts = place.posts_of(rule).await;
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].due_at, Some("2026-11-20T17:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn a_week_is_filled_from_a_preview_and_no_picture_is_taken_twice() {
    let (place, mira, account) = stocked("2026-11-20T12:00:00Z").await;
    let range = json!({ "from_date": "2026-11-23", "to_date": "2026-11-29", "character_ids": [mira] });
    let preview = place.run("calendar.create", range.clone()).await;
    let rows = preview["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &preview["is_preview"]), (7, &json!(true)), "{preview}");
    let pictures: HashSet<_> = rows.iter().map(|row| row["content_id"].as_str().unwrap()).collect();
    assert_eq!(pictures.len(), 7);
    let accepted: Vec<_> = rows
        .iter()
        .take(3)
        .map(|row| {
            json!({
                "character_id": mira, "account_ids": row["account_ids"], "content_id": row["content_id"],
                "wall_time": row["wall_time"], "timezone": row["timezone"], "caption": "Words.", "slot_ids": row["slot_ids"],
            })
        })
        .collect();
    let mut again = range.clone();
    again["rows"] = json!(accepted);
    let made = place.run("calendar.create", again.clone()).await;
    assert_eq!(
        (made["created"].as_array().unwrap().len(), made["refused"].as_array().unwrap().len()),
        (3, 0),
        "{made}"
    );
    let twice = place.run("calendar.create", again).await;
    assert_eq!(twice["refused"].as_array().unwrap().len(), 3);
    // What was planned is in the calendar, and its slots are taken.
    let preview = place.run("calendar.create", range).await;
    assert_eq!(preview["rows"].as_array().unwrap().len(), 4);
    let calendar = json!({ "from_date": "2026-11-23", "to_date": "2026-11-29", "timezone": BERLIN });
    let calendar = place.run("calendar.get", calendar).await;
    assert_eq!(calendar["total_posts"], 3);
    assert_eq!(calendar["days"][0]["groups"][0]["wall_time"], "2026-11-23T18:00:00");
    let next = place.run("slots.next", json!({ "account_id": account, "after": "2026-11-23T10:00:00Z" })).await;
    assert_eq!(next["slot"]["wall_time"], "2026-11-26T18:00:00");
}

#[tokio::test]
async fn a_post_that_is_moved_tells_what_it_replaced() {
    let (place, mira, account) = stocked("2026-11-20T12:00:00Z").await;
    let account = serde_json::from_value(account).unwrap();
    let post = place.post(mira, account, "2026-11-25T18:00", BERLIN).await;
    let moved = json!({ "post_id": post, "scheduled_at": "2027-03-28T02:30" });
    let moved = place.run("scheduling.update", moved).await;
    assert_eq!(moved["post"]["scheduled_at"], "2027-03-28T01:30:00Z");
    let previous = &moved["previous"][0];
    assert_eq!(previous["scheduled_at"], "2026-11-25T18:00:00");
    let back = json!({ "post_id": post, "scheduled_at": previous["scheduled_at"], "timezone": previous["timezone"] });
    let back = place.run("scheduling.update", back).await;
    assert_eq!(back["post"]["scheduled_at"], "2026-11-25T17:00:00Z");
    let past = json!({ "post_id": post, "scheduled_at": "2026-11-19T18:00" });
    assert!(place.studio.run("scheduling.update", past).await.is_err());
    place.run("scheduling.cancel", json!({ "post_id": post })).await;
    let listed = place.run("scheduling.list", json!({})).await;
    assert_eq!(listed["total"], 0);
}
