//! After a restore of a backup: what another run sent is found on its platform, what it did not send goes out once, and
//! only what can't be asked is asked of the creator.
#![allow(clippy::unwrap_used)]

use super::stage::Stage;
use crate::planning::restored;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use troupe_library::PostId;
use troupe_platforms::PlatformName::{self, Bluesky, Facebook, Instagram, Mastodon, Pinterest, Telegram, Threads, X};

/// A post for ten o'clock, which the other run sent or not; then the library as it was before.
async fn back_to_the_copy(platform: PlatformName, was_sent: bool) -> (Stage, PostId) {
    let stage = Stage::open().await;
    let account = stage.account(platform, "mira").await;
    let picture = stage.picture(1, |_| {}).await;
    let input = json!({ "account_id": account, "content_id": picture, "caption": "Dusk by the sea", "alt_text": "The sea",
        "scheduled_at": "2030-01-07T10:00:00", "timezone": "UTC" });
    let id = serde_json::from_value(stage.run("posts.create", input).await["post_id"].clone()).unwrap();
    let copy = stage.copy().await;
    let ten: DateTime<Utc> = "2030-01-07T10:00:00Z".parse().unwrap();
    stage.until(ten).await;
    if was_sent {
        let post = stage.drive(id).await["post"].clone();
        assert_eq!(post["status"], "published", "{post}");
    }
    stage.until(ten + TimeDelta::minutes(5)).await;
    let stage = stage.restored(&copy).await;
    restored::list_posts(&stage.studio).await.unwrap();
    // No keychain is restored with it.
    stage.account(platform, "mira").await;
    (stage, id)
}

#[tokio::test]
async fn what_a_run_before_the_restore_sent_is_found_and_not_sent_again() {
    for platform in [Bluesky, Facebook, Instagram, Mastodon, Pinterest, Threads, X] {
        let (stage, id) = back_to_the_copy(platform, true).await;
        let post = stage.drive(id).await["post"].clone();
        assert_eq!(post["status"], "published", "{platform}: {post}");
        let feed = stage.feed().await;
        assert_eq!((feed.len(), stage.look("published").await["doubled"].clone()), (1, json!(0)), "{platform}");
        assert!(post["platform_post_url"].is_string() && post["read_back_at"].is_string(), "{platform}: {post}");
        assert_eq!(stage.drive(id).await["post"]["status"], "published", "{platform}");
    }
}

#[tokio::test]
async fn what_it_did_not_send_goes_out_once_after_the_look() {
    for platform in [Bluesky, Facebook, Instagram, Mastodon, Pinterest, Threads, X] {
        let (stage, id) = back_to_the_copy(platform, false).await;
        let looked = stage.drive(id).await["post"].clone();
        assert_eq!((&looked["status"], stage.feed().await.len()), (&json!("scheduled"), 0), "{platform}: {looked}");
        let post = stage.drive(id).await["post"].clone();
        assert_eq!((&post["status"], stage.feed().await.len()), (&json!("published"), 1), "{platform}: {post}");
    }
}

#[tokio::test]
async fn where_nobody_can_be_asked_the_creator_is() {
    for was_sent in [true, false] {
        let (stage, id) = back_to_the_copy(Telegram, was_sent).await;
        let post = stage.drive(id).await["post"].clone();
        assert_eq!((&post["status"], stage.feed().await.len()), (&json!("needs_attention"), usize::from(was_sent)));
        let known = post["attention"]["known"].to_string();
        assert!(known.contains("was restored") && known.contains("can't read"), "{known}");
        stage.run("posts.resolve", json!({ "post_id": id, "choice": "send_again" })).await;
        assert_eq!(stage.drive(id).await["post"]["status"], "published");
    }
}

#[tokio::test]
async fn while_the_platform_does_not_answer_nothing_goes_out() {
    let (stage, id) = back_to_the_copy(Mastodon, true).await;
    stage.arm("mastodon", "*", "error_before", json!({ "times": 6 })).await;
    let post = stage.drive(id).await["post"].clone();
    assert_eq!((&post["status"], stage.feed().await.len()), (&json!("published"), 1), "{post}");
}
