//! What is due goes out in its minute, or says what it waits for; nothing goes out twice, unapproved or over a limit.

#![allow(clippy::unwrap_used)]

use super::{
    samples::{hanging, place, post_row},
    scheduler::Scheduler,
    time,
};
use crate::Kind;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::collections::HashMap;
use troupe_library::{
    CharacterId, PostId,
    tables::{
        accounts::AccountState,
        posts::{self, PostFilter, PostStatus, WhenMissed},
    },
};

const BERLIN: &str = "Europe/Berlin";

#[tokio::test]
async fn a_post_goes_out_at_its_time_and_not_before() {
    let mut place = place("2026-11-20T17:59:59Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let post = place.post(ada, account, "2026-11-20T19:00", BERLIN).await;
    assert_eq!(place.look().await, []);
    let next = place.scheduler.tick().await.unwrap().next_at;
    assert_eq!(next, Some("2026-11-20T18:00:00Z".parse().unwrap()));
    place.at("2026-11-20T18:00:00Z");
    assert_eq!(place.look().await, [post]);
    assert_eq!(place.row(post).await.status, PostStatus::Published);
    assert_eq!(place.look().await, []);
}

#[tokio::test]
async fn ten_thousand_planned_posts_go_out_in_their_minute_or_say_until_when_they_wait() {
    let mut place = place("2026-11-20T11:00:00Z").await;
    let now = place.studio.now();
    // 40 characters with 5 accounts each: a thousand posts at noon, nine thousand over the days around it.
    let mut cast = Vec::new();
    for number in 0..40 {
        let character = place.character(&format!("Character {number}"), BERLIN).await;
        for (at, platform) in ["bluesky", "mastodon", "telegram", "x", "instagram"].iter().enumerate() {
            let account = place.account(character, platform, &format!("c{number}-{at}")).await;
            cast.push((character, account, *platform));
        }
    }
    let noon: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
    let mut write = place.studio.library().write().await.unwrap();
    for number in 0..10_000_i64 {
        let (character, account, platform) = cast[usize::try_from(number).unwrap() % cast.len()];
        let due =
            if number < 1000 { noon + TimeDelta::milliseconds(number * 59) } else { noon + TimeDelta::minutes(number) };
        let wall = time::wall_time(due, time::zone_of(BERLIN));
        posts::save(&mut write, &post_row(character, account, platform, wall, BERLIN, now)).await.unwrap();
    }
    write.commit().await.unwrap();

    place.clock.advance(noon + TimeDelta::seconds(59) - place.studio.now());
    let mut sent: HashMap<CharacterId, Vec<DateTime<Utc>>> = HashMap::new();
    let is_of_noon = |due: Option<DateTime<Utc>>| due.is_some_and(|due| due < noon + TimeDelta::minutes(1));
    // Accounts take turns, so several looks follow each other at the same moment until nothing goes any more.
    let mut minutes = 0;
    loop {
        let now = place.studio.now();
        loop {
            let taken = place.look().await;
            for id in &taken {
                let row = place.row(*id).await;
                sent.entry(row.character_id.unwrap()).or_default().push(now);
            }
            if taken.is_empty() {
                break;
            }
        }
        let filter = PostFilter { statuses: vec![PostStatus::Scheduled], due_to: Some(now), ..PostFilter::default() };
        let mut read = place.studio.library().read().await.unwrap();
        let left = posts::list(&mut read, &filter).await.unwrap();
        drop(read);
        for post in &left {
            let reason = post.waiting_reason.clone().unwrap_or_else(|| panic!("{} waits in silence", post.id));
            let until = post.next_attempt_at.unwrap();
            assert!(reason.contains("5 times a minute") && until > now, "{reason} {until}");
        }
        if left.iter().all(|post| !is_of_noon(post.due_at)) {
            break;
        }
        minutes += 1;
        assert!(minutes < 20, "{} of noon are left", left.len());
        place.clock.advance(TimeDelta::seconds(30));
    }
    let mut total = 0;
    for (_, mut times) in sent {
        times.sort_unstable();
        total += times.len();
        for window in times.windows(6) {
            assert!(window[5] - window[0] >= TimeDelta::seconds(60), "more than 5 within a minute: {window:?}");
        }
    }
    assert!(total >= 1000, "{total}");
}

#[tokio::test]
async fn a_platform_that_hangs_holds_up_no_other_and_no_account_sends_two_at_once() {
    let mut place = place("2026-11-20T11:00:00Z").await;
    place.scheduler = Scheduler::new(place.studio.as_caller(crate::Caller::Task), hanging);
    let mut posts = Vec::new();
    for number in 0..20 {
        let character = place.character(&format!("C{number}"), BERLIN).await;
        let account = place.account(character, "bluesky", &format!("c{number}")).await;
        posts.push(place.post(character, account, "2026-11-20T12:00", BERLIN).await);
    }
    let ada = place.character("Ada", BERLIN).await;
    let x = place.account(ada, "x", "ada").await;
    let of_x = |row: &mut posts::PostRow| row.platform = "x".to_owned();
    let first = place.post_with(ada, x, "2026-11-20T12:00", BERLIN, of_x).await;
    let second = place.post_with(ada, x, "2026-11-20T12:00", BERLIN, of_x).await;
    let taken = place.scheduler.tick().await.unwrap().taken;
    assert_eq!(taken.iter().filter(|id| posts.contains(id)).count(), 16);
    assert!(taken.contains(&first) && !taken.contains(&second));
    let waits = place.row(second).await.waiting_reason.unwrap();
    assert!(waits.contains("Another post of ada"), "{waits}");
    // What hangs for a minute is an alarm, once.
    let mut events = place.studio.events().subscribe();
    place.clock.advance(TimeDelta::seconds(61));
    place.scheduler.tick().await.unwrap();
    place.scheduler.tick().await.unwrap();
    let errors = place.run("errors.list", json!({})).await;
    assert_eq!(errors["errors"][0]["operation"], "publish_due", "{errors}");
    let mut alarms = 0;
    place.studio.events().send(Kind::Resync, json!({}));
    while let Some(event) = events.next().await {
        match event.kind {
            Kind::ErrorOccurred => alarms += 1,
            Kind::Resync => break,
            _ => {}
        }
    }
    assert_eq!(alarms, 17);
}

#[tokio::test]
async fn pauses_and_holds_keep_a_post_back_and_say_so() {
    let mut place = place("2026-11-20T10:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let post = place.post(ada, account, "2026-11-20T12:00", BERLIN).await;
    place.at("2026-11-20T11:00:00Z");
    let waits = async |place: &mut super::samples::Place| {
        assert_eq!(place.look().await, []);
        place.row(post).await.waiting_reason.unwrap_or_default()
    };
    place.run("scheduler.pause", json!({ "until": "2026-11-20T11:30:00Z" })).await;
    assert_eq!(waits(&mut place).await, "Everything is paused until 12:30.");
    place.run("scheduler.resume", json!({})).await;
    place.run("characters.pause", json!({ "character_id": ada })).await;
    assert_eq!(waits(&mut place).await, "Ada is paused until you resume it.");
    place.run("characters.resume", json!({ "character_id": ada })).await;
    place.run("scheduler.pause", json!({ "account_id": account })).await;
    assert_eq!(waits(&mut place).await, "ada is paused until you resume it.");
    place.run("scheduler.resume", json!({ "account_id": account })).await;
    place.change_account(account, |row| row.state = AccountState::Expired).await;
    assert!(waits(&mut place).await.contains("connect it again"));
    let until = "2026-11-20T11:10:00Z".parse().unwrap();
    place
        .change_account(account, |row| {
            row.state = AccountState::Connected;
            row.held_until = Some(until);
            row.held_reason = Some("too many posts today".to_owned());
        })
        .await;
    assert_eq!(waits(&mut place).await, "ada waits until 12:10: too many posts today.");
    let status = place.run("scheduler.status", json!({})).await;
    assert_eq!(status["late"], 0);
    place.at("2026-11-20T11:10:00Z");
    assert_eq!(place.look().await, [post]);
}

#[tokio::test]
async fn after_sleep_each_post_does_what_it_says() {
    let mut place = place("2026-11-20T10:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let slot = json!({ "account_id": account, "weekdays": [1, 2, 3, 4, 5, 6, 7], "time": "18:00" });
    place.run("slots.create", slot).await;
    let set = |when: WhenMissed, minutes: i64| {
        move |row: &mut posts::PostRow| {
            row.when_missed = when;
            row.late_minutes = minutes;
        }
    };
    let mut posts = Vec::new();
    for (wall, when, minutes) in [
        ("2026-11-20T12:00", WhenMissed::Late, 60),
        ("2026-11-20T11:00", WhenMissed::Late, 60),
        ("2026-11-20T12:00", WhenMissed::NextSlot, 60),
        ("2026-11-20T12:00", WhenMissed::Ask, 60),
        ("2026-11-20T12:00", WhenMissed::Skip, 60),
    ] {
        posts.push(place.post_with(ada, account, wall, BERLIN, set(when, minutes)).await);
    }
    // The computer slept from before noon until 12:40 in Berlin.
    place.at("2026-11-20T11:40:00Z");
    assert_eq!(place.look().await, [posts[0]]);
    let mut found = Vec::new();
    for id in &posts {
        found.push(place.row(*id).await);
    }
    let states: Vec<_> = found.iter().map(|row| row.status).collect();
    use PostStatus::{Cancelled, NeedsAttention, Published, Scheduled};
    assert_eq!(states, [Published, NeedsAttention, Scheduled, NeedsAttention, Cancelled]);
    assert_eq!(found[2].due_at, Some("2026-11-20T17:00:00Z".parse().unwrap()));
    let status = place.run("scheduler.status", json!({})).await;
    assert_eq!(
        status["missed"]["message"],
        "While this computer slept, or Troupe was closed or paused: 1 goes out late, 1 took the next slot, 2 ask, 1 was left out."
    );
    place.run("scheduler.dismiss", json!({})).await;
    assert!(place.run("scheduler.status", json!({})).await["missed"].is_null());
    place.at("2026-11-20T17:00:00Z");
    assert_eq!(place.look().await, [posts[2]]);
}

#[tokio::test]
async fn a_clock_that_is_set_back_sends_nothing_twice_and_nothing_early() {
    let mut place = place("2026-11-20T11:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let first = place.post(ada, account, "2026-11-20T12:00", BERLIN).await;
    let second = place.post(ada, account, "2026-11-20T12:30", BERLIN).await;
    assert_eq!(place.look().await, [first]);
    place.at("2026-11-20T09:00:00Z");
    assert_eq!(place.look().await, []);
    place.at("2026-11-20T11:05:00Z");
    assert_eq!(place.look().await, []);
    place.at("2026-11-20T11:31:00Z");
    assert_eq!(place.look().await, [second]);
}

#[tokio::test]
async fn nothing_goes_out_without_the_word_that_it_needs() {
    let mut place = place("2026-11-20T08:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let unapproved = |row: &mut posts::PostRow| row.approved_at = None;
    let post = place.post_with(ada, account, "2026-11-20T12:00", BERLIN, unapproved).await;
    let look = place.scheduler.tick().await.unwrap();
    assert_eq!(look.next_at, Some("2026-11-20T09:00:00Z".parse().unwrap()));
    place.at("2026-11-20T09:00:00Z");
    let mut events = place.studio.events().subscribe();
    place.look().await;
    place.look().await;
    place.studio.events().send(Kind::Resync, json!({}));
    let mut reminders = Vec::new();
    while let Some(event) = events.next().await {
        match event.kind {
            Kind::ApprovalAsked => reminders.push(event.data["message"].clone()),
            Kind::Resync => break,
            _ => {}
        }
    }
    assert_eq!(reminders, [json!("Ada: the post of Fri 20 Nov 12:00 waits for your approval until then.")]);
    place.run("slots.create", json!({ "account_id": account, "weekdays": [6], "time": "09:00" })).await;
    place.at("2026-11-20T11:00:00Z");
    assert_eq!(place.look().await, []);
    let row = place.row(post).await;
    assert_eq!((row.status, row.due_at), (PostStatus::Scheduled, Some("2026-11-21T08:00:00Z".parse().unwrap())));
    place.run("slots.delete", json!({ "slot_id": row.slot_id.unwrap() })).await;
    place.at("2026-11-21T08:00:00Z");
    assert_eq!(place.look().await, []);
    assert_eq!(place.row(post).await.status, PostStatus::Draft);
}

#[tokio::test]
async fn quiet_hours_hold_what_is_late_and_leave_the_creators_own_hour() {
    let mut place = place("2026-11-20T20:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let plan = json!({ "character_id": ada, "strategy": { "quiet_hours": { "from": "22:00", "to": "07:00" } } });
    place.run("automation.strategy_set", plan).await;
    let late = place.post_with(ada, account, "2026-11-20T21:50", BERLIN, |row| row.late_minutes = 24 * 60).await;
    place.at("2026-11-20T21:30:00Z");
    let chosen = place.post(ada, account, "2026-11-20T22:30", BERLIN).await;
    assert_eq!(place.look().await, [chosen]);
    let row = place.row(late).await;
    assert_eq!(row.waiting_reason.as_deref(), Some("Quiet hours until Sat 21 Nov 07:00."));
    place.at("2026-11-21T06:00:00Z");
    assert_eq!(place.look().await, [late]);
}

#[tokio::test]
async fn what_a_restored_library_had_planned_is_taken_up_to_be_looked_for_however_late() {
    let mut place = place("2026-11-20T10:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let skips = |row: &mut posts::PostRow| row.when_missed = WhenMissed::Skip;
    let before = place.post_with(ada, account, "2026-11-20T12:00", BERLIN, skips).await;
    let after = place.post(ada, account, "2026-11-20T13:00", BERLIN).await;
    place.at("2026-11-20T11:30:00Z");
    super::restored::mark(&place.database(), place.studio.now()).await.unwrap();
    assert_eq!(place.look().await, [before], "it is not left out before it was looked for");
    assert!(super::restored::maybe_sent(&place.studio, before).await.unwrap().is_some());
    assert!(super::restored::maybe_sent(&place.studio, after).await.unwrap().is_none(), "it was not due");
}

#[tokio::test]
async fn planned_times_follow_new_time_zone_data() {
    let mut place = place("2026-11-20T10:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    // As an older program, with other rules for Berlin, would have written it.
    let wrong: DateTime<Utc> = "2026-12-01T10:00:00Z".parse().unwrap();
    let post: PostId = place
        .post_with(ada, account, "2026-12-01T12:00", BERLIN, |row| {
            row.due_at = Some(wrong);
            row.next_attempt_at = Some(wrong);
        })
        .await;
    place.look().await;
    let row = place.row(post).await;
    let right = Some("2026-12-01T11:00:00Z".parse().unwrap());
    assert_eq!((row.due_at, row.next_attempt_at), (right, right));
}
