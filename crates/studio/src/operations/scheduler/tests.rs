//! The scheduler through the registry.

#![allow(clippy::unwrap_used)]

use crate::planning::samples::place;
use serde_json::json;
use troupe_library::tables::{accounts::AccountState, posts::PostStatus};

const LISBON: &str = "Europe/Lisbon";

#[tokio::test]
async fn what_needs_the_creator_is_one_number() {
    let place = place("2026-11-19T14:57:00Z").await;
    let teo = place.character("Teo", LISBON).await;
    let open = place.account(teo, "bluesky", "teo").await;
    place.post(teo, open, "2026-11-19T19:00", LISBON).await;
    assert_eq!(place.run("scheduler.status", json!({})).await["needs_you"], 0);

    for status in [PostStatus::NeedsAttention, PostStatus::Failed] {
        place.post_with(teo, open, "2026-11-19T12:00", LISBON, |post| post.status = status).await;
    }
    for (platform, state) in [("instagram", AccountState::Expired), ("x", AccountState::Disconnected)] {
        let account = place.account(teo, platform, "teo").await;
        place.change_account(account, |account| account.state = state).await;
    }
    let status = place.run("scheduler.status", json!({})).await;
    assert_eq!(status["needs_attention"], 1);
    assert_eq!(status["failed"], 1);
    assert_eq!(status["accounts_to_mend"], 1, "one that the creator disconnected needs nobody");
    assert_eq!(status["needs_you"], 3);
}

#[tokio::test]
async fn a_card_shows_the_next_post_of_its_character() {
    let place = place("2026-11-19T14:57:00Z").await;
    let (mira, juno) = (place.character("Mira", LISBON).await, place.character("Juno", LISBON).await);
    let account = place.account(mira, "bluesky", "mira").await;
    place.post(mira, account, "2026-11-21T12:00", LISBON).await;
    let next = place.post_with(mira, account, "2026-11-20T19:00", LISBON, |post| post.approved_at = None).await;
    place.post(mira, account, "2026-11-19T12:00", LISBON).await;
    place.post_with(mira, account, "2026-11-19T19:00", LISBON, |post| post.status = PostStatus::Draft).await;

    let list = place.run("characters.list", json!({})).await;
    let card = |id: troupe_library::CharacterId| {
        let cards = list["characters"].as_array().unwrap();
        cards.iter().find(|card| card["id"] == json!(id)).unwrap()["next_post"].clone()
    };
    assert_eq!(
        card(mira),
        json!({
            "post_id": next, "scheduled_at": "2026-11-20T19:00:00Z", "timezone": LISBON, "is_approved": false,
        })
    );
    assert_eq!(card(juno), json!(null));
}
