//! Every fault of the stand-ins at every call that a post makes: nothing is doubled, lost or shown wrongly.
#![allow(clippy::unwrap_used)]

use super::stage::Stage;
use chrono::TimeDelta;
use serde_json::json;
use troupe_platforms::PlatformName;

/// These are waited for in real time; the clients' own tests have them.
const SLOW: [&str; 2] = ["hang", "slow"];

/// Each fault of each call, one post each.
async fn whatever_goes_wrong(platform: PlatformName) {
    let calls = Stage::open().await.look("platforms").await;
    let calls =
        calls.as_array().unwrap().iter().find(|one| one["platform"] == json!(platform)).unwrap()["calls"].clone();
    let mut struck = 0;
    for call in calls.as_array().unwrap() {
        for fault in call["faults"].as_array().unwrap() {
            let (call, fault) = (call["call"].as_str().unwrap(), fault.as_str().unwrap());
            if SLOW.contains(&fault) {
                continue;
            }
            if !one_fault(platform, call, fault).await {
                // A post makes no such call, so that its other faults can't strike either.
                break;
            }
            struck += 1;
        }
    }
    assert!(struck > 10, "only {struck} faults struck a post to {platform}");
}

/// A post that meets a fault. Answers whether it struck.
async fn one_fault(platform: PlatformName, call: &str, fault: &str) -> bool {
    let stage = Stage::open().await;
    let account = stage.account(platform, "mira").await;
    let picture = stage.picture(1, |_| {}).await;
    let mut input = json!({ "content_id": picture, "caption": "Once", "alt_text": "The sea" });
    if platform == PlatformName::TikTok {
        input["fields"] = json!({ "privacy_level": "PUBLIC_TO_EVERYONE" });
    }
    let id = stage.post(account, input).await;
    // A login that ends in its first minute is taken for one that never held.
    stage.until(stage.studio.now() + TimeDelta::minutes(2)).await;
    stage.arm(platform.slug(), call, fault, json!({})).await;
    let detail = stage.drive_connected(id, platform, "mira").await;
    let case = format!("{platform} {call} {fault}: {detail}");
    assert_eq!(stage.look("published").await["doubled"], 0, "{case}");
    let on_platform = stage.feed().await.len();
    match detail["post"]["status"].as_str().unwrap() {
        "published" => assert_eq!(on_platform, 1, "{case}"),
        "failed" => {
            assert_eq!(on_platform, 0, "{case}");
            assert!(detail["post"]["error"]["message"].as_str().is_some_and(|words| words.len() > 10), "{case}");
        }
        "needs_attention" => {
            // Telegram can't be asked; TikTok not about pictures that it may hold back, nor does it fetch them at once.
            assert!(
                platform == PlatformName::Telegram || (platform == PlatformName::TikTok && call == "init_photo"),
                "the platform could be asked: {case}"
            );
            assert!(!detail["post"]["attention"]["known"].as_array().unwrap().is_empty(), "{case}");
        }
        other => panic!("{other} is not final: {case}"),
    }
    stage.look("platform_faults").await.as_array().is_some_and(Vec::is_empty)
}

#[tokio::test]
async fn whatever_goes_wrong_at_bluesky_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::Bluesky).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_telegram_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::Telegram).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_mastodon_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::Mastodon).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_x_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::X).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_a_facebook_page_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::Facebook).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_instagram_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::Instagram).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_threads_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::Threads).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_tiktok_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::TikTok).await;
}

#[tokio::test]
async fn whatever_goes_wrong_at_pinterest_a_post_is_up_once_or_says_why_not() {
    whatever_goes_wrong(PlatformName::Pinterest).await;
}
