//! Fresh pictures by a rule, in time before their slot, on the clock of a rehearsal: everything runs as it does for a
//! creator, and an evening passes in a moment.

#![allow(clippy::unwrap_used)]

use crate::{Code, publishing::stage::Stage};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use troupe_library::{AccountId, tables::content::ContentRow};
use troupe_platforms::PlatformName::Bluesky;

/// The rule's hour, 19:00 in Berlin.
const HOUR: &str = "2030-01-07T18:00:00Z";

/// A stage whose tasks run, with an account of Mira's.
async fn running() -> (Stage, Value, AccountId) {
    let stage = Stage::open().await;
    stage.studio.start_tasks();
    let mira = json!(stage.character(json!({ "name": "Mira", "age": 27 })).await);
    let account = stage.account(Bluesky, "mira").await;
    stage.run("accounts.update", json!({ "account_id": account, "character_id": mira })).await;
    (stage, mira, account)
}

fn rule(mira: &Value, account: AccountId, more: Value) -> Value {
    let mut rule = json!({
        "character_id": mira, "name": "Evening", "account_ids": [account], "trigger_type": "schedule",
        "trigger_config": { "cron": "0 19 * * *", "timezone": "Europe/Berlin" }, "lead_minutes": 120,
        "prompt_template": "{character} by the sea", "caption_template": "{weekday} with {character}",
    });
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rule
}

async fn until(stage: &Stage, moment: &str) -> Value {
    stage.run("rehearsal.advance", json!({ "until": moment })).await
}

#[tokio::test]
async fn a_fresh_picture_is_made_in_time_looked_at_and_posted_at_the_hour() {
    let (stage, mira, account) = running().await;
    let made = rule(&mira, account, json!({ "content_source": "fresh", "needs_approval": true }));
    stage.run("rules.create", made).await;
    // A post that waits for a word is made a day ahead, so that there is time to look at it.
    until(&stage, "2030-01-07T09:00:00Z").await;
    let planned = stage.run("posts.list", json!({})).await["posts"].clone();
    assert_eq!((planned.as_array().map(Vec::len), &planned[0]["approved_at"]), (Some(1), &Value::Null), "{planned}");
    assert_eq!((&planned[0]["scheduled_at"], &planned[0]["caption"]), (&json!(HOUR), &json!("Monday with Mira")));
    let picture = stage.run("content.get", json!({ "content_id": planned[0]["content_id"] })).await;
    assert!(picture["prompt"].as_str().unwrap().contains("Mira by the sea"), "{picture}");
    stage.run("content.update", json!({ "content_id": picture["id"], "rating": "safe" })).await;
    stage.run("posts.approve", json!({ "post_id": planned[0]["id"] })).await;
    until(&stage, "2030-01-07T18:30:00Z").await;
    let feed = stage.feed().await;
    assert_eq!((feed.len(), &feed[0]["created_at"]), (1, &json!(HOUR)), "{feed:?}");
    stage.studio.close().await;
}

#[tokio::test]
async fn where_a_fresh_picture_may_not_go_unseen_an_approved_one_takes_its_hour() {
    let (stage, mira, account) = running().await;
    let of_mira = serde_json::from_value(mira.clone()).unwrap();
    let shelf = stage.picture(7, |row| row.character_id = Some(of_mira)).await;
    stage.run("content.approve", json!({ "content_id": shelf })).await;
    let made = rule(&mira, account, json!({ "content_source": "fresh_else_approved", "needs_approval": false }));
    stage.run("rules.create", made).await;
    until(&stage, "2030-01-07T15:59:00Z").await;
    assert_eq!(stage.run("images.jobs", json!({})).await["total"], 0, "it is too early");
    until(&stage, "2030-01-07T16:01:00Z").await;
    assert_eq!(stage.run("images.jobs", json!({})).await["total"], 1, "two hours before it is made");
    until(&stage, "2030-01-07T18:30:00Z").await;
    let feed = stage.feed().await;
    assert_eq!((feed.len(), &feed[0]["created_at"]), (1, &json!(HOUR)), "{feed:?}");
    let used = stage.run("content.get", json!({ "content_id": shelf })).await;
    assert_eq!(used["times_used"], 1, "nobody rated the fresh one");
    stage.studio.close().await;
}

#[tokio::test]
async fn a_text_engine_writes_the_words_of_a_rule_in_time_for_its_hour() {
    let (stage, mira, account) = running().await;
    let of_mira = serde_json::from_value(mira.clone()).unwrap();
    for shade in [3, 9] {
        let describe = |row: &mut ContentRow| {
            row.character_id = Some(of_mira);
            row.description = "A cup on the pier.".to_owned();
        };
        let picture = stage.picture(shade, describe).await;
        stage.run("content.approve", json!({ "content_id": picture })).await;
    }
    let made = rule(
        &mira,
        account,
        json!({ "content_source": "approved", "needs_approval": false, "caption_template": "{caption} Yours." }),
    );
    let refused = rule(&mira, account, json!({ "prompt_template": "{caption}", "content_source": "fresh" }));
    let error = stage.studio.run("rules.create", refused).await.unwrap_err();
    assert_eq!(error.details["fields"][0]["field"], "prompt_template", "{error}");
    let rule = stage.run("rules.create", made).await["id"].clone();
    until(&stage, "2030-01-07T18:30:00Z").await;
    let text = stage.feed().await[0]["text"].as_str().unwrap().to_owned();
    assert!(text.contains(" Yours.") && !text.contains("A cup on the pier. Yours.") && text.len() > 20, "{text}");

    // Where no engine writes, the description stands in its place, the post goes out, and the rule says why.
    stage.order("text_faults", json!({ "fault": "off", "times": 20 })).await;
    until(&stage, "2030-01-08T18:30:00Z").await;
    let feed = stage.feed().await;
    assert!(
        feed.iter().any(|post| post["text"].as_str().unwrap().starts_with("A cup on the pier. Yours.")),
        "{feed:?}"
    );
    let shown = stage.run("rules.get", json!({ "rule_id": rule })).await;
    assert!(shown.to_string().contains("no caption was written"), "{shown}");
    stage.studio.close().await;
}

#[tokio::test]
async fn a_jump_is_a_sleep_and_the_stand_ins_come_along() {
    let (stage, mira, account) = running().await;
    let picture = stage.picture(1, |_| {}).await;
    let input = json!({ "account_id": account, "character_id": mira, "content_id": picture, "caption": "Dusk",
        "scheduled_at": "2030-01-07T10:00:00", "timezone": "UTC", "when_missed": "skip" });
    let post = stage.run("posts.create", input).await["post_id"].clone();
    let noon: DateTime<Utc> = "2030-01-07T12:00:00Z".parse().unwrap();
    let jumped = stage.run("rehearsal.advance", json!({ "until": noon, "at_once": true })).await;
    assert_eq!((&jumped["now"], &jumped["stops"]), (&json!(noon), &json!(1)));
    assert_eq!(stage.look("clock").await["now"], json!(noon));
    let shown = stage.run("posts.get", json!({ "post_id": post })).await;
    assert_eq!((&shown["post"]["status"], stage.feed().await.len()), (&json!("cancelled"), 0), "it was missed");
    for (wrong, field) in [
        (json!({}), "seconds"),
        (json!({ "seconds": 1, "until": noon }), "seconds"),
        (json!({ "seconds": -1 }), "seconds"),
        (json!({ "seconds": i64::MAX }), "seconds"),
        (json!({ "until": noon + TimeDelta::days(32) }), "until"),
    ] {
        let error = stage.studio.run("rehearsal.advance", wrong.clone()).await.unwrap_err();
        assert_eq!(
            (error.code, &error.details["fields"][0]["field"]),
            (Code::ValidationError, &json!(field)),
            "{wrong}"
        );
    }
    stage.studio.close().await;
}

#[tokio::test]
async fn the_creators_own_library_keeps_to_the_computers_time() {
    let folder = tempfile::tempdir().unwrap();
    let studio = crate::Studio::open(crate::OpenOptions::new(folder.path())).await.unwrap();
    for (operation, input) in [("rehearsal.clock", json!({})), ("rehearsal.advance", json!({ "seconds": 60 }))] {
        let error = studio.run(operation, input).await.unwrap_err();
        assert_eq!(error.code, Code::Conflict, "{operation}");
        assert!(error.message.contains("Only a rehearsal"), "{error}");
    }
    assert!((studio.now() - Utc::now()).abs() < TimeDelta::seconds(5));
    studio.close().await;
}
