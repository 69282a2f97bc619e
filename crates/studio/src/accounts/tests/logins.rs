//! Logins in the browser: the right state, a wrong one, a cancel, their time; and refusals that reach a whole app.

use super::support::Stand;
use crate::{
    Code,
    accounts::{self, Consequence, keep::tick},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::time::Duration;
use troupe_library::{AccountId, tables::accounts as rows};
use troupe_net::{Client, ClientOptions, Request};
use troupe_platforms::{Refusal, RefusalKind};
use url::Url;

/// Begins a login at Mastodon, whose stand-in asks nobody.
async fn begin(stand: &Stand) -> Value {
    stand.order("accounts", json!({ "platform": "mastodon", "handle": "ada", "options": {} })).await;
    let data = json!({ "auth_type": "oauth", "fields": { "host": "mastodon.social" } });
    stand.run("accounts.connect", json!({ "platform": "mastodon", "auth_data": data })).await
}

fn url(login: &Value) -> Url {
    login["authorize_url"].as_str().unwrap().parse().unwrap()
}

async fn visit(address: Url) -> (u16, Option<Url>) {
    let client = Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
    let answer = client.send(Request::get(address, "/visit").keeping_redirects()).await.unwrap();
    (answer.status(), answer.header("location").and_then(|place| place.parse().ok()))
}

/// What the browser brings back when the person says yes.
async fn allowed(login: &Value) -> Url {
    let mut page = url(login);
    page.query_pairs_mut().append_pair("auto", "allow").append_pair("account", "ada");
    visit(page).await.1.unwrap()
}

/// The login as it is once it no longer waits.
async fn over(stand: &Stand, login: &Value) -> Value {
    let ask = json!({ "attempt_id": login["attempt_id"] });
    let ended = async {
        loop {
            let now = stand.run("accounts.attempt", ask.clone()).await;
            if now["state"] != "waiting" {
                return now;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap()
}

#[tokio::test]
async fn a_login_in_the_browser_hears_the_right_state_only() {
    let stand = Stand::start().await;
    let login = begin(&stand).await;
    assert_eq!((&login["state"], &login["accounts"]), (&json!("waiting"), &json!([])));
    let back = allowed(&login).await;
    assert_eq!(back.host_str(), Some("127.0.0.1"));
    let mut stolen = back.clone();
    stolen.query_pairs_mut().clear().append_pair("code", "stolen").append_pair("state", "guess");
    assert_eq!(visit(stolen).await.0, 400);
    let still = stand.run("accounts.attempt", json!({ "attempt_id": login["attempt_id"] })).await;
    assert_eq!(still["state"], json!("waiting"));

    assert_eq!(visit(back).await.0, 200);
    let login = over(&stand, &login).await;
    assert_eq!((&login["state"], &login["authorize_url"]), (&json!("connected"), &json!(null)), "{login}");
    let account = &login["accounts"][0]["account"];
    assert_eq!((&account["platform"], &account["connection_status"]), (&json!("mastodon"), &json!("connected")));
    assert_eq!(account["login_ends_at"], json!(null), "tokens of Mastodon have no end");
    let gone = stand.run("accounts.disconnect", json!({ "account_id": login["account_id"] })).await;
    assert_eq!(gone["is_revoked"], json!(true));
}

#[tokio::test]
async fn a_login_ends_when_it_is_cancelled_begun_anew_or_its_ten_minutes_are_over() {
    let stand = Stand::start().await;
    let first = begin(&stand).await;
    let second = begin(&stand).await;
    assert_eq!(over(&stand, &first).await["state"], json!("cancelled"), "begun anew");
    let ask = json!({ "attempt_id": second["attempt_id"] });
    assert_eq!(stand.run("accounts.cancel_attempt", ask).await["state"], json!("cancelled"));

    let third = begin(&stand).await;
    let back = allowed(&third).await;
    stand.advance(TimeDelta::minutes(11)).await;
    tick(&stand.studio).await.unwrap();
    assert_eq!(over(&stand, &third).await["state"], json!("expired"));
    let address = format!("127.0.0.1:{}", back.port().unwrap());
    let closed = async {
        while tokio::net::TcpStream::connect(&address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), closed).await.unwrap();
    assert_eq!(stand.run("accounts.list", json!({})).await["total"], json!(0));
}

#[tokio::test]
async fn a_login_that_the_person_declines_connects_nothing_and_says_so() {
    let stand = Stand::start().await;
    let login = begin(&stand).await;
    let mut back = allowed(&login).await;
    let state = back.query_pairs().find(|(key, _)| key == "state").unwrap().1.into_owned();
    back.query_pairs_mut().clear().append_pair("error", "access_denied").append_pair("state", &state);
    visit(back).await;
    let login = over(&stand, &login).await;
    assert_eq!(login["state"], json!("failed"));
    assert_eq!(login["message"], json!("The sign-in was declined, so nothing was connected."));
}

#[tokio::test]
async fn connecting_again_opens_the_account_that_is_meant_and_no_other() {
    let stand = Stand::start().await;
    let ada = stand.connected("ada").await;
    let (handle, password) = stand.bluesky("bea").await;
    let mut other = super::support::with_password(&handle, &password);
    other["account_id"] = json!(ada);
    let error = stand.refused("accounts.connect", other).await;
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("bea") && error.message.contains("ada"), "{error}");
}

fn refusal(kind: RefusalKind, retry_after: Option<u64>) -> Refusal {
    Refusal {
        kind,
        words: "The platform blocked this as spam.".to_owned(),
        code: "368".to_owned(),
        platform_words: "Action blocked".to_owned(),
        status: Some(400),
        retry_after: retry_after.map(Duration::from_secs),
        raw: String::new(),
    }
}

async fn row(stand: &Stand, id: &str) -> rows::AccountRow {
    let mut read = stand.studio.library().read().await.unwrap();
    accounts::find(&mut read, id.parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_block_as_spam_pauses_the_account_and_names_the_others_of_its_app() {
    let stand = Stand::start().await;
    let (ada, bea) = (stand.connected("ada").await, stand.connected("bea").await);
    for id in [&ada, &bea] {
        let mut write = stand.studio.library().write().await.unwrap();
        let id: AccountId = id.parse().unwrap();
        rows::change(&mut write, id, stand.now(), |row| row.client_id = Some("app".to_owned())).await.unwrap();
        write.commit().await.unwrap();
    }
    let met = accounts::refused(&stand.studio, &row(&stand, &ada).await, &refusal(RefusalKind::Spam, None)).await;
    assert!(matches!(met.unwrap(), Consequence::Stopped { words } if words.contains("bea.bsky.social")));
    let status = stand.run("accounts.status", json!({ "account_id": ada })).await;
    assert_eq!((&status["is_paused"], &status["fix"]), (&json!(true), &json!("resume")), "{status}");
    assert_eq!(status["same_app"], json!(["bea.bsky.social on Bluesky"]));
    assert!(!row(&stand, &bea).await.is_paused, "the others are named, not paused");

    let restricted = refusal(RefusalKind::Restricted, None);
    accounts::refused(&stand.studio, &row(&stand, &ada).await, &restricted).await.unwrap();
    let status = stand.run("accounts.status", json!({ "account_id": ada })).await;
    assert_eq!(status["connection_status"], json!("restricted"));
    let resumed = stand.run("accounts.update", json!({ "account_id": ada, "is_paused": false })).await;
    assert_eq!((&resumed["connection_status"], &resumed["fix"]), (&json!("connected"), &json!(null)));
}

#[tokio::test]
async fn an_account_waits_as_long_as_the_platform_asks_and_then_goes_on() {
    let stand = Stand::start().await;
    let ada = stand.connected("ada").await;
    let limited = refusal(RefusalKind::RateLimited, Some(90));
    let met = accounts::refused(&stand.studio, &row(&stand, &ada).await, &limited).await.unwrap();
    assert_eq!(met, Consequence::Held { until: stand.now() + TimeDelta::seconds(90) });
    let next = tick(&stand.studio).await.unwrap();
    assert_eq!(next, Some(stand.now() + TimeDelta::seconds(90)));
    stand.advance(TimeDelta::seconds(91)).await;
    tick(&stand.studio).await.unwrap();
    assert_eq!(row(&stand, &ada).await.held_until, None);
}

#[tokio::test]
async fn a_token_that_the_platform_calls_ended_is_renewed_once_and_then_asked_for() {
    let stand = Stand::start().await;
    let ada = stand.connected("ada").await;
    // Also in the first minute after the login: it was never renewed.
    stand.advance(TimeDelta::seconds(5)).await;
    let ended = refusal(RefusalKind::TokenExpired, None);
    let met = accounts::refused(&stand.studio, &row(&stand, &ada).await, &ended).await.unwrap();
    assert_eq!(met, Consequence::Renewed);
    let (renewed, _) = accounts::fresh_session(&stand.studio, ada.parse().unwrap()).await.unwrap();
    assert_eq!(renewed.refreshed_at, Some(stand.now()));
    let met = accounts::refused(&stand.studio, &renewed, &ended).await.unwrap();
    assert!(matches!(met, Consequence::Stopped { .. }), "{met:?}");
    let status = stand.run("accounts.status", json!({ "account_id": ada })).await;
    assert_eq!((&status["connection_status"], &status["fix"]), (&json!("expired"), &json!("reconnect")));
}
