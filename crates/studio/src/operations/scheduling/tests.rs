//! Scheduling through the registry: what could not be published is refused with every reason before it is in the plan.

#![allow(clippy::unwrap_used)]

use crate::{Code, publishing::stage::Stage};
use serde_json::{Value, json};
use troupe_library::tables::content::Rating;
use troupe_platforms::PlatformName::{Bluesky, Telegram};

/// What each finding of a refusal is about, with the account that it is of.
fn findings(error: &crate::Error) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = error.details["findings"].as_array().unwrap().iter();
    found.map(|one| (text(&one["account_handle"]), text(&one["finding"]["code"]))).collect()
}

#[tokio::test]
async fn posts_are_planned_one_an_account_at_each_accounts_own_hour() {
    let stage = Stage::open().await;
    let (sky, chat) = (stage.account(Bluesky, "mira").await, stage.account(Telegram, "mira").await);
    stage.run("accounts.update", json!({ "account_id": chat, "timezone": "America/New_York" })).await;
    let picture = stage.picture(1, |_| {}).await;
    let input = json!({ "account_ids": [sky, chat], "content_id": picture, "caption": "Dusk", "alt_text": "The sea",
        "scheduled_at": "2030-01-08T19:00" });
    let planned = stage.run("scheduling.post", input).await;
    let posts = planned["posts"].as_array().unwrap();
    let times: Vec<_> = posts.iter().map(|post| &post["scheduled_at"]).collect();
    assert_eq!(json!(times), json!(["2030-01-08T18:00:00Z", "2030-01-09T00:00:00Z"]), "{planned}");
    assert!(posts.iter().all(|post| post["group_id"] == planned["group_id"] && post["status"] == "scheduled"));
    let listed = stage.run("scheduling.list", json!({})).await;
    assert_eq!(listed["total"], 2);
}

#[tokio::test]
async fn what_could_not_be_published_is_refused_with_every_reason_and_nothing_is_planned() {
    let stage = Stage::open().await;
    let (sky, chat) = (stage.account(Bluesky, "mira").await, stage.account(Telegram, "mira").await);
    let bare = stage.picture(1, |row| row.rating = Rating::Nsfw).await;
    let input = |more: Value| {
        let mut input = json!({ "account_ids": [sky, chat], "caption": "Dusk", "alt_text": "The sea",
            "scheduled_at": "2030-01-08T19:00" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let error = stage.studio.run("scheduling.post", input(json!({ "content_id": bare }))).await.unwrap_err();
    assert_eq!(error.code, Code::ValidationError);
    let found = findings(&error);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(error.message.ends_with("And 1 more."), "{error}");
    let picture = stage.picture(2, |_| {}).await;
    // Only Bluesky has so few letters.
    let long = input(json!({ "content_id": picture, "caption": "word ".repeat(100) }));
    let error = stage.studio.run("scheduling.post", long).await.unwrap_err();
    let found = findings(&error);
    assert!(!found.is_empty() && found.iter().all(|(handle, _)| handle.contains("bsky")), "{found:?}");
    for (more, field) in [
        (json!({ "scheduled_at": null }), "scheduled_at"),
        (json!({ "scheduled_at": null, "publish_immediately": true }), "publish_immediately"),
        (json!({ "scheduled_at": "2030-01-06T19:00" }), "scheduled_at"),
        (json!({ "scheduled_at": "soon" }), "scheduled_at"),
        (json!({ "timezone": "Europe/Atlantis" }), "timezone"),
    ] {
        let mut wrong = input(json!({ "content_id": picture }));
        wrong.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let error = stage.studio.run("scheduling.post", wrong).await.unwrap_err();
        assert_eq!(error.details["fields"][0]["field"], field, "{more}: {error}");
    }
    assert_eq!(stage.run("posts.list", json!({})).await["total"], 0);
}

#[tokio::test]
async fn the_next_free_slot_of_each_account_is_taken() {
    let stage = Stage::open().await;
    let account = stage.account(Bluesky, "mira").await;
    let slot = json!({ "account_id": account, "weekdays": [1, 2, 3, 4, 5, 6, 7], "time": "18:00" });
    stage.run("slots.create", slot).await;
    for (shade, expected) in [(1, "2030-01-07T17:00:00Z"), (2, "2030-01-08T17:00:00Z")] {
        let picture = stage.picture(shade, |_| {}).await;
        let input = json!({ "account_id": account, "content_id": picture, "caption": format!("Dusk {shade}"),
            "alt_text": "The sea", "next_slot": true });
        let planned = stage.run("scheduling.post", input).await;
        assert_eq!(planned["post"]["scheduled_at"], expected, "{planned}");
    }
}
