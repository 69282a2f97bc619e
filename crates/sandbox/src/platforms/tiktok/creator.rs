//! The account, and what it may post now.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::rates::Limit;
use super::super::world::World;
use super::{NAME, refused, signed_in, told};

/// Questions of an account in a minute.
const QUESTIONS: Limit = Limit { points: 20, seconds: 60 };

pub(super) async fn user(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "user.info.basic")?;
        let mut user = Map::new();
        for field in call.query("fields").unwrap_or_default().split(',') {
            let value = match field {
                "open_id" => json!(account.id),
                "display_name" => json!(account.handle),
                "avatar_url" => json!("https://p16-sign.tiktokcdn.com/a.jpeg"),
                "follower_count" => {
                    signed_in(view, &call, "user.info.stats")?;
                    json!(account.number("followers").unwrap_or(0))
                }
                _ => return Err(refused(400, "invalid_params", "Fields are invalid.")),
            };
            user.insert(field.to_owned(), value);
        }
        Ok(told(&json!({ "user": user })))
    })
}

/// Who may see a post of this account, in TikTok's words.
pub(super) fn privacy_options(account: &Account) -> [&'static str; 3] {
    let widest = if account.is("is_private") { "FOLLOWER_OF_CREATOR" } else { "PUBLIC_TO_EVERYONE" };
    [widest, "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]
}

pub(super) async fn info(world: Arc<World>, call: Call) -> Reply {
    let account = world.read(NAME, |view| signed_in(view, &call, "video.publish"))?;
    if !world.rates.spend(&format!("questions of {}", account.id), QUESTIONS, 1, world.now()).is_within {
        return Err(too_many());
    }
    let data = json!({"creator_avatar_url": "https://p16-sign.tiktokcdn.com/a.jpeg",
        "creator_username": account.handle, "creator_nickname": account.handle,
        "privacy_level_options": privacy_options(&account), "comment_disabled": account.is("no_comments"),
        "duet_disabled": account.is("is_private"), "stitch_disabled": account.is("is_private"),
        "max_video_post_duration_sec": account.number("max_seconds").unwrap_or(600)});
    Ok(told(&data))
}

pub(super) fn too_many() -> Answer {
    refused(429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.")
}

/// Whether the account may post so: by its audit, its privacy, and what the post says.
pub(super) fn check(account: &Account, info: &Value) -> Result<(), Answer> {
    let privacy = info["privacy_level"].as_str().unwrap_or_default();
    if !privacy_options(account).contains(&privacy) {
        return Err(refused(400, "privacy_level_option_mismatch", "The privacy level is not among the options."));
    }
    if !account.is("is_audited") && (privacy != "SELF_ONLY" || !account.is("is_private")) {
        return Err(refused(
            403,
            "unaudited_client_can_only_post_to_private_accounts",
            "Unaudited clients can only post to a private account.",
        ));
    }
    if info["brand_content_toggle"] == true && privacy == "SELF_ONLY" {
        return Err(refused(400, "invalid_params", "Branded content can not be private."));
    }
    Ok(())
}
