//! Accounts through the registry, on a real library.

#![allow(clippy::unwrap_used)]

mod engagement;
mod logins;
mod posts;
mod support;
mod tokens;

use crate::{
    Code,
    operations::characters::tests::{fields, place},
};
use serde_json::json;

#[tokio::test]
async fn a_hand_off_account_is_connected_listed_changed_and_disconnected() {
    let place = place().await;
    let mira = place.character("Mira").await;
    let login = place
        .run(
            "accounts.connect",
            json!({ "platform": "onlyfans", "character_id": mira, "auth_data": { "fields": { "handle": "@mira" } } }),
        )
        .await;
    assert_eq!((&login["state"], &login["account_username"]), (&json!("connected"), &json!("mira")));
    assert_eq!(login["kept"], json!(null), "nothing is kept where nothing is logged in to");
    let id = login["account_id"].as_str().unwrap().to_owned();

    let list = place.run("accounts.list", json!({ "character_id": mira, "platform": "onlyfans" })).await;
    let account = &list["accounts"][0];
    assert_eq!((&account["is_connected"], &account["character_name"]), (&json!(true), &json!("Mira")));
    assert!(account["message"].as_str().unwrap().contains("by hand"), "{account}");

    let changed = place
        .run(
            "accounts.update",
            json!({ "account_id": id, "label": "Main", "allows_nsfw": true, "timezone": "Europe/Lisbon", "is_paused": true, "paused_reason": "Holidays" }),
        )
        .await;
    assert_eq!((&changed["label"], &changed["timezone"]), (&json!("Main"), &json!("Europe/Lisbon")));
    assert_eq!((&changed["fix"], &changed["is_paused"]), (&json!("resume"), &json!(true)));

    let gone = place.run("accounts.disconnect", json!({ "account_id": id })).await;
    assert_eq!(gone["account"]["connection_status"], json!("disconnected"));
    let again = place
        .run(
            "accounts.connect",
            json!({ "platform": "onlyfans", "auth_data": { "auth_type": "hand_off", "username": "mira" } }),
        )
        .await;
    assert_eq!(again["account_id"], json!(id), "the same account again keeps its id and what was set");
    assert_eq!(again["accounts"][0]["account"]["label"], json!("Main"));
}

#[tokio::test]
async fn a_platform_password_and_a_browser_session_are_refused_with_the_reason() {
    let place = place().await;
    for data in [
        json!({ "auth_type": "browser_session", "username": "mira", "password": "hunter2hunter2" }),
        json!({ "auth_type": "password", "username": "mira", "password": "hunter2hunter2" }),
        json!({ "username": "mira", "password": "hunter2hunter2" }),
    ] {
        let error = place.refused("accounts.connect", json!({ "platform": "onlyfans", "auth_data": data })).await;
        assert_eq!(error.code, Code::Forbidden, "{data}");
        assert!(error.message.contains("official ways"), "{error}");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}

#[tokio::test]
async fn a_field_that_is_missing_or_unknown_is_named() {
    let place = place().await;
    let connect = |fields: serde_json::Value| json!({ "platform": "onlyfans", "auth_data": { "fields": fields } });
    let missing = place.refused("accounts.connect", connect(json!({}))).await;
    assert_eq!(fields(&missing), ["auth_data.fields.handle"]);
    let unknown = place.refused("accounts.connect", connect(json!({ "handle": "mira", "cookie": "x" }))).await;
    assert_eq!(fields(&unknown), ["auth_data.fields.cookie"]);
    let kind =
        place.refused("accounts.connect", json!({ "platform": "fanvue", "auth_data": { "auth_type": "oauth" } })).await;
    assert_eq!(fields(&kind), ["auth_data.auth_type"]);
}

#[tokio::test]
async fn an_account_of_another_character_is_not_taken_over() {
    let place = place().await;
    let (mira, juno) = (place.character("Mira").await, place.character("Juno").await);
    let connect = |character: &str| json!({ "platform": "fanvue", "character_id": character, "auth_data": { "fields": { "handle": "shared" } } });
    place.run("accounts.connect", connect(&mira)).await;
    let error = place.refused("accounts.connect", connect(&juno)).await;
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("Mira's account"), "{error}");
}

#[tokio::test]
async fn every_platform_is_shown_with_its_sources() {
    let place = place().await;
    let list = place.run("platforms.list", json!({})).await;
    assert!(list["total"].as_u64().unwrap() >= 2);
    for platform in list["platforms"].as_array().unwrap() {
        let login = &platform["logins"][0];
        assert!(login["source"].is_string() && login["checked"].is_string(), "{platform}");
    }
}
