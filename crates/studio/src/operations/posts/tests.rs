//! Posts through the registry: composing, changing, taking back, and bad input in words.
#![allow(clippy::unwrap_used)]

use crate::{Code, publishing::stage::Stage};
use chrono::TimeDelta;
use serde_json::{Value, json};
use troupe_library::{
    AccountId, PostId,
    tables::content::{ContentRow, ContentSource, Rating},
};
use troupe_platforms::PlatformName;

async fn bluesky() -> (Stage, AccountId) {
    let stage = Stage::open().await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    (stage, account)
}

#[tokio::test]
async fn one_call_makes_one_post_an_account_with_its_own_words() {
    let (stage, bluesky) = bluesky().await;
    let telegram = stage.account(PlatformName::Telegram, "mira").await;
    let pictures = [stage.picture(1, |_| {}).await, stage.picture(2, |_| {}).await];
    let made = stage
        .run(
            "posts.create",
            json!({
                "account_ids": [bluesky, telegram], "content_id": pictures[0], "additional_content_ids": [pictures[1], pictures[0]],
                "caption": "For all", "mentions": ["@ada"], "alt_texts": ["One", "Two"],
                "for_accounts": [{ "account_id": telegram, "caption": "For the channel" }],
            }),
        )
        .await;
    let posts = made["posts"].as_array().unwrap();
    assert_eq!((posts.len(), &posts[0]["group_id"]), (2, &posts[1]["group_id"]), "{made}");
    assert_eq!((&posts[0]["caption"], &posts[1]["caption"]), (&json!("For all"), &json!("For the channel")));
    assert_eq!((&made["status"], &posts[0]["ai_label"]), (&json!("draft"), &json!(true)));
    let media = posts[1]["media"].as_array().unwrap();
    assert_eq!((media.len(), &media[1]["id"], &media[1]["alt_text"]), (2, &json!(pictures[1]), &json!("Two")));
    let listed = stage.run("posts.list", json!({ "platform": "telegram", "status": "draft" })).await;
    assert_eq!((&listed["total"], &listed["posts"][0]["account_handle"]), (&json!(1), &json!("mira")));
}

#[tokio::test]
async fn a_planned_time_is_wall_time_in_its_zone_and_can_be_moved_and_taken_out() {
    let (stage, account) = bluesky().await;
    for (at, zone, expected) in [
        ("2030-01-08T19:00", Some("Europe/Berlin"), "2030-01-08T18:00:00Z"),
        ("2030-01-08T19:00", None, "2030-01-08T18:00:00Z"),
        ("2030-01-08T19:00:00-05:00", Some("America/New_York"), "2030-01-09T00:00:00Z"),
        ("2030-07-08T19:00", Some("America/New_York"), "2030-07-08T23:00:00Z"),
    ] {
        let input = json!({ "account_id": account, "caption": "Later", "scheduled_at": at, "timezone": zone });
        let made = stage.run("posts.create", input).await;
        assert_eq!(
            (&made["status"], &made["posts"][0]["scheduled_at"]),
            (&json!("scheduled"), &json!(expected)),
            "{at}"
        );
    }
    let made = stage
        .run("posts.create", json!({ "account_id": account, "caption": "x", "scheduled_at": "2030-01-08T19:00" }))
        .await;
    let id = made["post_id"].clone();
    let moved =
        stage.run("posts.update", json!({ "post_id": id, "scheduled_at": "2030-01-09T08:30", "caption": "y" })).await;
    assert_eq!((&moved["scheduled_at"], &moved["caption"]), (&json!("2030-01-09T07:30:00Z"), &json!("y")));
    let old = json!({ "post_id": id, "caption": "z", "if_updated_at": "2030-01-01T00:00:00Z" });
    assert_eq!(stage.studio.run("posts.update", old).await.unwrap_err().code, Code::Conflict);
    let out = stage.run("posts.update", json!({ "post_id": id, "scheduled_at": null })).await;
    assert_eq!((&out["status"], &out["scheduled_at"]), (&json!("draft"), &Value::Null));
    let error = stage
        .studio
        .run("posts.create", json!({ "account_id": account, "scheduled_at": "2029-12-31T10:00:00Z" }))
        .await
        .unwrap_err();
    assert!(error.message.contains("has passed"), "{error}");
}

#[tokio::test]
async fn what_needs_approval_waits_for_it_and_what_was_deleted_comes_back_in_time() {
    let (stage, account) = bluesky().await;
    let input = json!({ "account_id": account, "caption": "Later", "scheduled_at": "2030-01-07T10:00:00Z", "needs_approval": true });
    let id: PostId = serde_json::from_value(stage.run("posts.create", input).await["post_id"].clone()).unwrap();
    stage.until("2030-01-07T10:00:00Z".parse().unwrap()).await;
    assert_eq!(stage.drive(id).await["post"]["status"], "scheduled", "it waits");
    assert!(stage.feed().await.is_empty());
    stage.run("posts.approve", json!({ "post_id": id })).await;
    assert_eq!(stage.drive(id).await["post"]["status"], "published");

    let gone = stage.run("posts.delete", json!({ "post_id": id })).await;
    assert_eq!((&gone["deleted_on_platform"], stage.feed().await.len()), (&json!(true), 0), "{gone}");
    assert_eq!(stage.studio.run("posts.get", json!({ "post_id": id })).await.unwrap_err().code, Code::NotFound);

    let input = json!({ "account_id": account, "caption": "Never", "scheduled_at": "2030-01-07T12:00:00Z" });
    let id = stage.run("posts.create", input).await["post_id"].clone();
    stage.run("posts.delete", json!({ "post_id": id })).await;
    let back = stage.run("posts.restore", json!({ "post_id": id })).await;
    assert_eq!(back["status"], "scheduled");
    stage.run("posts.delete", json!({ "post_id": id })).await;
    stage.until(stage.studio.now() + TimeDelta::hours(3)).await;
    let late = stage.studio.run("posts.restore", json!({ "post_id": id })).await.unwrap_err();
    assert!(late.message.contains("has passed"), "{late}");
}

#[tokio::test]
async fn the_word_for_a_post_is_the_word_for_its_pictures_that_nobody_decided_on() {
    let (stage, account) = bluesky().await;
    let made = |row: &mut ContentRow| (row.rating, row.source) = (Rating::Unknown, ContentSource::Generated);
    let (fresh, rejected) = (stage.picture(1, made).await, stage.picture(2, made).await);
    stage.run("content.reject", json!({ "content_id": rejected })).await;
    let input = json!({ "account_id": account, "content_ids": [fresh, rejected], "caption": "Dusk",
        "scheduled_at": "2030-01-07T10:00:00Z", "needs_approval": true });
    let id = stage.run("posts.create", input).await["post_id"].clone();
    stage.run("posts.approve", json!({ "post_id": id })).await;
    for (item, decision, rating) in [(fresh, "approved", "safe"), (rejected, "rejected", "unknown")] {
        let item = stage.run("content.get", json!({ "content_id": item })).await;
        assert_eq!((&item["approval_status"], &item["rating"]), (&json!(decision), &json!(rating)));
    }
}

#[tokio::test]
async fn a_failed_post_is_mended_and_sent_again() {
    let (stage, account) = bluesky().await;
    let id = stage.post(account, json!({ "caption": "x".repeat(400) })).await;
    let post = stage.drive(id).await["post"].clone();
    assert_eq!(
        (&post["status"], &post["error"]["fix"]),
        (&json!("failed"), &json!({ "kind": "shorten", "max": 300 })),
        "{post}"
    );
    stage.run("posts.update", json!({ "post_id": id, "caption": "Short" })).await;
    stage.run("posts.publish", json!({ "post_id": id })).await;
    assert_eq!(stage.drive(id).await["post"]["status"], "published");
    let again = stage.studio.run("posts.publish", json!({ "post_id": id })).await.unwrap_err();
    assert!(again.message.starts_with("This post is up already: https://bsky.app/"), "{again}");
    stage
        .order(
            "comments",
            json!({ "platform": "bluesky", "post_id": stage.feed().await[0]["id"], "author": "bo", "text": "Nice" }),
        )
        .await;
    let synced = stage.run("posts.sync", json!({ "post_id": id })).await;
    assert_eq!((&synced["comments_count"], &synced["visibility"]), (&json!(1), &json!("public")), "{synced}");
}

#[tokio::test]
async fn bad_input_is_answered_in_words() {
    let (stage, account) = bluesky().await;
    let picture = stage.picture(1, |_| {}).await;
    let trashed = stage.picture(2, |row| row.deleted_at = Some(row.created_at)).await;
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    for (input, field, words) in [
        (json!({}), "account_ids", "choose at least one account"),
        (json!({ "account_ids": [nobody] }), "account_ids", "there is no account"),
        (json!({ "account_id": account, "content_id": nobody }), "content_ids", "there is no item"),
        (json!({ "account_id": account, "content_id": trashed }), "content_ids", "is in the trash"),
        (json!({ "account_id": account, "hashtags": ["two words"] }), "hashtags[0]", "must be one word"),
        (json!({ "account_id": account, "caption": "a\u{7}b" }), "caption", "must not hold control letters"),
        (json!({ "account_id": account, "allowed": ["everything"] }), "allowed[0]", "must be one of: other_character"),
        (
            json!({ "account_id": account, "content_id": picture, "crops": [{ "x": 0.5, "y": 0, "width": 0.6, "height": 1 }] }),
            "crops[0]",
            "must lie within the picture",
        ),
        (json!({ "account_id": account, "scheduled_at": "tomorrow" }), "scheduled_at", "is no time"),
        (
            json!({ "account_id": account, "scheduled_at": "2030-01-08T19:00", "timezone": "Europe/Berln" }),
            "timezone",
            "did you mean Europe/Berlin",
        ),
        (
            json!({ "account_id": account, "scheduled_at": "2030-01-08T19:00", "publish_immediately": true }),
            "scheduled_at",
            "choose one of",
        ),
        (
            json!({ "account_id": account, "scheduled_at": "2030-01-08T19:00", "at_platform": true }),
            "at_platform",
            "publishes nothing by itself",
        ),
        (json!({ "account_id": account, "next_slot": true }), "next_slot", "has no free slot"),
        (json!({ "account_id": account, "wait": 301 }), "wait", "300 seconds at most"),
        (json!({ "account_id": account, "post_type": "film" }), "post_type", "must be one of: post, carousel"),
        (
            json!({ "account_id": account, "for_accounts": [{ "account_id": nobody }] }),
            "for_accounts[0].account_id",
            "is none of the accounts",
        ),
    ] {
        let error = stage.studio.run("posts.create", input.clone()).await.unwrap_err();
        let found = error.details["fields"].as_array().unwrap_or_else(|| panic!("{input}: {error}"));
        let told = found.iter().any(|one| one["field"] == field && one["message"].as_str().unwrap().contains(words));
        assert!(told, "{input}: {found:?}");
    }
    assert_eq!(stage.run("posts.list", json!({})).await["total"], 0, "nothing was made");
    for (name, input, code) in [
        ("posts.get", json!({ "post_id": nobody }), Code::NotFound),
        ("posts.publish", json!({ "post_id": nobody }), Code::NotFound),
        ("posts.list", json!({ "limit": 0 }), Code::ValidationError),
    ] {
        assert_eq!(stage.studio.run(name, input).await.unwrap_err().code, code, "{name}");
    }
}
