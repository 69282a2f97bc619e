//! Tokens: renewed in time, kept before they are used, tested daily, taken back, and seen nowhere.

use super::support::{Stand, with_password};
use crate::{
    Code,
    accounts::{self, keep::tick, session},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::path::Path;
use troupe_library::AccountId;

#[tokio::test]
async fn an_app_password_connects_an_account_and_its_login_renews_at_half_of_its_life() {
    let stand = Stand::start().await;
    let id = stand.connected("ada").await;
    let status = stand.run("accounts.status", json!({ "account_id": id })).await;
    assert_eq!((&status["connection_status"], &status["follower_count"]), (&json!("connected"), &json!(12)));
    assert_eq!(status["posts"], json!({ "failed": 0, "waiting": 0 }));

    stand.advance(TimeDelta::minutes(59)).await;
    tick(&stand.studio).await.unwrap();
    let status = stand.run("accounts.status", json!({ "account_id": id })).await;
    assert_eq!(status["refreshed_at"], json!(null), "not before half of its two hours");

    stand.advance(TimeDelta::minutes(2)).await;
    tick(&stand.studio).await.unwrap();
    let status = stand.run("accounts.status", json!({ "account_id": id })).await;
    assert_eq!(status["refreshed_at"], json!(stand.now()));
    let test = stand.run("accounts.test", json!({ "account_id": id })).await;
    assert_eq!(test["works"], json!(true), "{test}");
}

#[tokio::test]
async fn an_account_is_tested_once_a_day_and_a_revoked_one_asks_for_its_owner() {
    let stand = Stand::start().await;
    let id = stand.connected("ada").await;
    stand.advance(TimeDelta::hours(25)).await;
    tick(&stand.studio).await.unwrap();
    let status = stand.run("accounts.status", json!({ "account_id": id })).await;
    assert_eq!(status["tested_at"], json!(stand.now()));

    stand.arm("bluesky", "*", "token_revoked").await;
    let test = stand.run("accounts.test", json!({ "account_id": id })).await;
    assert_eq!((&test["works"], &test["account"]["fix"]), (&json!(false), &json!("reconnect")), "{test}");
    let error = accounts::fresh_session(&stand.studio, account(&id)).await.unwrap_err();
    assert_eq!((error.code, &error.details["reconnect"]), (Code::Unauthorized, &json!(true)));

    let (handle, password) = stand.bluesky("ada").await;
    let mut again = with_password(&handle, &password);
    again["account_id"] = json!(id);
    let login = stand.run("accounts.connect", again).await;
    assert_eq!((&login["state"], &login["account_id"]), (&json!("connected"), &json!(id)));
    accounts::fresh_session(&stand.studio, account(&id)).await.unwrap();
}

#[tokio::test]
async fn a_new_refresh_token_that_was_kept_but_not_used_opens_the_account_after_a_restart() {
    let stand = Stand::start().await;
    let id = stand.connected("ada").await;
    stand.advance(TimeDelta::minutes(90)).await;
    let mut read = stand.studio.library().read().await.unwrap();
    let row = accounts::find(&mut read, account(&id)).await.unwrap();
    drop(read);
    let old = session::session(&stand.studio, &row).await.unwrap();
    let platform = accounts::platform_of(&stand.studio, &row).unwrap();
    let new = platform.refresh(&old, stand.now()).await.unwrap().unwrap();
    // The platform has given the new ones; the program dies after the first of the writes.
    let name = session::entry(row.id, "refresh");
    stand.studio.secrets().set(&name, new.refresh.unwrap()).await.unwrap();
    let stand = stand.restart().await;

    stand.advance(TimeDelta::hours(2)).await;
    let (row, session) = accounts::fresh_session(&stand.studio, account(&id)).await.unwrap();
    assert_eq!(row.refreshed_at, Some(stand.now()));
    platform.account(&session).await.unwrap();
}

#[tokio::test]
async fn tokens_that_were_held_for_a_run_that_is_over_are_asked_for_again() {
    let stand = Stand::start().await;
    let id = stand.connected("ada").await;
    let account = &stand.run("accounts.status", json!({ "account_id": id })).await;
    if account["kept"] != "this_run" {
        // A keychain runs here: nothing is lost with the run.
        return;
    }
    let stand = stand.restart_without_keychain().await;
    stand.advance(TimeDelta::hours(25)).await;
    tick(&stand.studio).await.unwrap();
    let status = stand.run("accounts.status", json!({ "account_id": id })).await;
    assert_eq!((&status["connection_status"], &status["fix"]), (&json!("expired"), &json!("reconnect")), "{status}");
    assert!(status["message"].as_str().unwrap().contains("is gone"), "{status}");
}

#[tokio::test]
async fn a_renewal_that_is_not_answered_is_no_fault_while_the_login_holds() {
    let stand = Stand::start().await;
    let id = stand.connected("ada").await;
    stand.advance(TimeDelta::minutes(70)).await;
    stand.arm("bluesky", "refresh_session", "error_before").await;
    accounts::fresh_session(&stand.studio, account(&id)).await.unwrap();
    let status = stand.run("accounts.status", json!({ "account_id": id })).await;
    assert_eq!((&status["is_connected"], &status["fix"]), (&json!(true), &json!("test")), "{status}");
    assert!(status["test_error"].is_string());

    // Not again within ten minutes, then it is.
    stand.advance(TimeDelta::minutes(11)).await;
    tick(&stand.studio).await.unwrap();
    let status = stand.run("accounts.status", json!({ "account_id": id })).await;
    assert_eq!((&status["test_error"], &status["refreshed_at"]), (&json!(null), &json!(stand.now())));
}

#[tokio::test]
async fn a_disconnected_account_is_taken_back_and_nothing_that_opens_it_is_left() {
    let stand = Stand::start().await;
    let id = stand.connected("ada").await;
    let mut read = stand.studio.library().read().await.unwrap();
    let row = accounts::find(&mut read, account(&id)).await.unwrap();
    drop(read);
    let old = session::session(&stand.studio, &row).await.unwrap();
    let gone = stand.run("accounts.disconnect", json!({ "account_id": id })).await;
    assert_eq!(gone["is_revoked"], json!(true), "{gone}");
    assert_eq!(stand.studio.secrets().get(&session::entry(row.id, "access")).await.unwrap(), None);
    assert_eq!(stand.studio.secrets().get(&session::entry(row.id, "refresh")).await.unwrap(), None);
    let platform = accounts::platform_of(&stand.studio, &row).unwrap();
    assert!(platform.refresh(&old, stand.now()).await.is_err(), "the platform took it back");
    let error = stand.refused("accounts.test", json!({ "account_id": id })).await;
    assert_eq!(error.code, Code::Conflict);
}

#[tokio::test]
async fn what_was_pasted_and_what_came_for_it_lies_in_no_file_log_error_or_answer() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _quiet = tracing::subscriber::set_default(subscriber);
    let stand = Stand::start().await;
    let (handle, password) = stand.bluesky("ada").await;
    let mut said: Vec<String> = Vec::new();
    let mut connect = with_password(&handle, &password);
    connect["idempotency_key"] = json!("once");
    let login = stand.run("accounts.connect", connect.clone()).await;
    said.push(stand.run("accounts.connect", connect).await.to_string());
    let id = login["account_id"].as_str().unwrap().to_owned();
    said.push(login.to_string());
    let wrong = "qqqq-wwww-rrrr-tttt";
    said.push(format!("{:?}", stand.refused("accounts.connect", with_password(&handle, wrong)).await));
    let session = password_refused();
    said.push(format!("{:?}", stand.refused("accounts.connect", session).await));
    let mut bucket =
        json!({ "endpoint": "https://s3.example.test", "name": "pictures", "access_key": "AKIAPLANTEDKEY" });
    bucket["secret_key"] = json!("planted/bucket/secret");
    said.push(
        stand
            .run("accounts.update", json!({ "account_id": id, "bucket": bucket, "upload_place": "bucket" }))
            .await
            .to_string(),
    );
    stand.advance(TimeDelta::minutes(61)).await;
    tick(&stand.studio).await.unwrap();
    stand.arm("bluesky", "*", "error_before").await;
    for name in ["accounts.test", "accounts.status"] {
        said.push(format!("{:?}", stand.studio.run(name, json!({ "account_id": id })).await));
    }
    let (_, opened) = accounts::fresh_session(&stand.studio, account(&id)).await.unwrap();
    let refresh = opened.tokens.refresh.unwrap();
    let secrets = [
        password.as_str(),
        wrong,
        "hunter2-of-the-platform",
        "AKIAPLANTEDKEY",
        "planted/bucket/secret",
        opened.tokens.access.expose(),
        refresh.expose(),
    ];
    stand.studio.close().await;
    said.push(String::from_utf8_lossy(&log.bytes.lock().unwrap()).into_owned());
    for secret in secrets {
        assert!(secret.len() > 8);
        for text in &said {
            assert!(!text.contains(secret), "a secret was said: {}", text.replace(secret, "<HERE>"));
        }
        let found = files_with(&stand.folder.path().join("library"), secret);
        assert!(found.is_empty(), "a secret lies in {found:?}");
    }
    assert!(!files_with(&stand.folder.path().join("library"), &handle).is_empty(), "the search finds what is there");
}

fn password_refused() -> Value {
    let data = json!({ "auth_type": "browser_session", "username": "ada", "password": "hunter2-of-the-platform" });
    json!({ "platform": "bluesky", "auth_data": data })
}

fn account(id: &str) -> AccountId {
    id.parse().unwrap()
}

/// The files below a folder that hold these bytes.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct Log {
    bytes: std::sync::Arc<std::sync::Mutex<Vec<u8>>>,
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl tracing_subscriber::fmt::MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}
