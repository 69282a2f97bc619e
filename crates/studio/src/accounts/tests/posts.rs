//! What hangs on an account: its posts, its character, the board, and logins that open several.

use super::support::Stand;
use crate::{Code, publishing::samples};
use chrono::TimeDelta;
use serde_json::{Value, json};
use troupe_library::{
    AccountId, PostId,
    tables::posts::{self, PostRow, PostStatus},
};
use troupe_net::Request;

/// A post of that account, changed as the test wants it.
async fn post(stand: &Stand, account: &str, change: impl FnOnce(&mut PostRow)) -> PostId {
    let now = stand.now();
    let mut row = samples::row();
    row.account_id = account.parse::<AccountId>().unwrap();
    row.approved_at = Some(now);
    row.due_at = Some(now - TimeDelta::minutes(30));
    row.status = PostStatus::Scheduled;
    change(&mut row);
    let mut write = stand.studio.library().write().await.unwrap();
    posts::save(&mut write, &row).await.unwrap();
    write.commit().await.unwrap();
    row.id
}

async fn row(stand: &Stand, id: PostId) -> PostRow {
    let mut read = stand.studio.library().read().await.unwrap();
    posts::get(&mut read, id).await.unwrap().unwrap()
}

fn failed_with(error: Value) -> impl FnOnce(&mut PostRow) {
    move |row| {
        row.status = PostStatus::Failed;
        row.error = Some(error);
    }
}

#[tokio::test]
async fn after_connecting_again_the_posts_that_it_held_up_are_counted_and_asked_about_once() {
    let stand = Stand::start().await;
    let ada = stand.connected("ada").await;
    let failed = post(&stand, &ada, failed_with(json!({ "code": "unauthorized" }))).await;
    let waiting = post(&stand, &ada, |_| {}).await;
    let own_fault = post(&stand, &ada, failed_with(json!({ "code": "validation_error" }))).await;
    let planned = post(&stand, &ada, |row| row.due_at = row.due_at.map(|due| due + TimeDelta::days(1))).await;

    let (handle, password) = stand.bluesky("ada").await;
    let login = stand.run("accounts.connect", super::support::with_password(&handle, &password)).await;
    assert_eq!(login["accounts"][0]["posts"], json!({ "failed": 1, "waiting": 1 }));

    let ask = |choice: &str| json!({ "account_id": ada, "choice": choice });
    let without = stand.run("accounts.resume_posts", ask("next_slot")).await;
    assert_eq!((&without["post_ids"], &without["without_slot"]), (&json!([]), &json!(2)));
    let monday = json!({ "account_id": ada, "weekdays": [1], "time": "18:00" });
    stand.run("slots.create", monday).await;
    let planned_in = stand.run("accounts.resume_posts", ask("next_slot")).await;
    assert_eq!((planned_in["post_ids"].as_array().unwrap().len(), &planned_in["without_slot"]), (2, &json!(0)));
    let times = [row(&stand, failed).await.due_at, row(&stand, waiting).await.due_at];
    let apart = (times[0].unwrap() - times[1].unwrap()).abs();
    assert_eq!(apart, TimeDelta::days(7), "each has a slot of its own");
    assert_eq!(row(&stand, own_fault).await.status, PostStatus::Failed);
    assert!(row(&stand, planned).await.slot_id.is_none());

    let again = post(&stand, &ada, failed_with(json!({ "details": { "refusal": "token_revoked" } }))).await;
    stand.run("accounts.resume_posts", ask("now")).await;
    let again = row(&stand, again).await;
    assert_eq!((again.status, again.next_attempt_at), (PostStatus::Scheduled, Some(stand.now())));
    let dropped = post(&stand, &ada, |_| {}).await;
    stand.run("accounts.disconnect", json!({ "account_id": ada })).await;
    let error = stand.refused("accounts.resume_posts", ask("now")).await;
    assert_eq!(error.code, Code::Conflict);
    stand.run("accounts.resume_posts", ask("drop")).await;
    assert_eq!(row(&stand, dropped).await.status, PostStatus::Cancelled);
}

#[tokio::test]
async fn a_character_shows_its_accounts_and_what_its_posts_brought() {
    let stand = Stand::start().await;
    let mira = stand.run("characters.create", json!({ "name": "Mira", "age": 25 })).await["id"].clone();
    let ada = stand.connected("ada").await;
    stand.run("accounts.update", json!({ "account_id": ada, "character_id": mira })).await;
    for likes in [3, 4] {
        let character_id = mira.as_str().unwrap().parse().unwrap();
        post(&stand, &ada, |row| {
            row.character_id = Some(character_id);
            row.status = PostStatus::Published;
            row.metrics = Some(json!({ "likes": likes, "comments": 1, "shares": null }));
        })
        .await;
    }
    let character = stand.run("characters.get", json!({ "character_id": mira })).await;
    assert_eq!(character["platform_accounts"][0]["account_username"], json!("ada.bsky.social"));
    let stats = json!({ "total_posts": 2, "total_followers": 12, "total_engagement": 9 });
    assert_eq!(character["stats"], stats);
    assert_eq!(stand.run("system.stats", json!({})).await["total_posts"], json!(2));
}

#[tokio::test]
async fn a_rehearsal_says_where_its_stand_ins_answer() {
    let stand = Stand::start().await;
    let info = stand.run("system.info", json!({})).await;
    let page = format!("{}/sandbox/sign-up", info["sandbox_url"].as_str().unwrap()).parse().unwrap();
    let page = stand.client().get_bytes(Request::get(page, "/sandbox/sign-up")).await.unwrap();
    assert!(String::from_utf8_lossy(&page).contains("Make an account to rehearse with"));
}

#[tokio::test]
async fn the_health_of_the_program_names_the_accounts_that_need_their_owner() {
    let stand = Stand::start().await;
    let part = |answer: Value| {
        let all = answer["services"].as_array().unwrap().clone();
        all.into_iter().find(|part| part["name"] == "accounts").unwrap()
    };
    assert_eq!(part(stand.run("system.health", json!({})).await)["state"], json!("not_set_up"));
    let ada = stand.connected("ada").await;
    assert_eq!(part(stand.run("system.health", json!({})).await)["state"], json!("running"));
    stand.arm("bluesky", "*", "token_revoked").await;
    stand.run("accounts.test", json!({ "account_id": ada })).await;
    let health = part(stand.run("system.health", json!({})).await);
    assert_eq!((&health["state"], &health["is_fault"]), (&json!("needs_owner"), &json!(true)));
    assert!(health["message"].as_str().unwrap().contains("ada.bsky.social"), "{health}");
    let status = stand.run("system.status", json!({})).await;
    assert_eq!(status["accounts"][0]["fix"], json!("reconnect"));
}

#[tokio::test]
async fn of_a_token_that_opens_several_pages_the_creator_chooses() {
    let stand = Stand::start().await;
    for page in ["harbour", "market"] {
        stand.order("accounts", json!({ "platform": "facebook", "handle": page, "options": { "user": "ada" } })).await;
    }
    let order = json!({ "platform": "facebook", "handle": "market", "options": { "user": "ada" } });
    let told = stand.order("accounts", order).await["connect"].clone();
    let fields =
        json!({ "token": told["token"], "client_id": told["client_id"], "client_secret": told["client_secret"] });
    let connect = json!({ "platform": "facebook", "auth_data": { "auth_type": "token", "fields": fields } });
    let login = stand.run("accounts.connect", connect).await;
    assert_eq!((&login["state"], login["choices"].as_array().unwrap().len()), (&json!("choose"), 2), "{login}");
    let attempt = &login["attempt_id"];
    let stranger = json!({ "attempt_id": attempt, "external_ids": ["nobody"] });
    assert_eq!(stand.refused("accounts.choose", stranger).await.code, Code::ValidationError);
    let chosen = login["choices"][1]["external_id"].clone();
    let done = stand.run("accounts.choose", json!({ "attempt_id": attempt, "external_ids": [chosen] })).await;
    assert_eq!((&done["state"], done["accounts"].as_array().unwrap().len()), (&json!("connected"), 1));
    assert_eq!(stand.run("accounts.list", json!({})).await["total"], json!(1));
}

#[tokio::test]
async fn a_platforms_own_call_posts_with_its_one_account() {
    let stand = Stand::start().await;
    let error = stand.refused("twitter.tweet", json!({ "text": "Good morning" })).await;
    assert!(error.message.contains("no account at X is connected"), "{error}");
    let connect = json!({ "platform": "onlyfans", "auth_data": { "fields": { "handle": "mira" } } });
    stand.run("accounts.connect", connect).await;
    let made = stand.run("onlyfans.upload", json!({ "caption": "Good morning #ai" })).await;
    assert_eq!(made["posts"][0]["platform"], json!("onlyfans"), "{made}");
    assert_eq!(stand.run("posts.list", json!({ "platform": "onlyfans" })).await["total"], json!(1));
}
