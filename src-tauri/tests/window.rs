//! The real window, driven through WebDriver: it opens, an operation answers, a character is made.
//!
//! Wants a display, a session bus and `TAURI_DRIVER`, the path of tauri-driver; `cargo xtask test` gives all three.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod session;

use fantoccini::Locator;
use serde_json::json;
use session::Session;

#[tokio::test]
async fn a_character_is_made_in_the_window() {
    let session = Session::start(&["--sandbox"]).await;
    let page = &session.page;

    assert_eq!(page.title().await.unwrap(), "Troupe");
    let info = session.run("system.info", json!({})).await;
    assert_eq!(info["name"], "Troupe");
    assert_eq!(info["is_rehearsal"], true);

    page.wait().for_element(Locator::Css("#root > *")).await.unwrap();
    session.screenshot("first-start").await;

    // Where the first start leads is the welcome's own business; here the creator has been through it.
    session.go("/characters").await;
    session.button("Add character").await.click().await.unwrap();
    session.field("Name").await.send_keys("Mira").await.unwrap();
    session.field("Age").await.send_keys("24").await.unwrap();
    session.screenshot("add-character").await;
    session.button("Add character").await.click().await.unwrap();

    session.heading("Mira").await;
    let list = session.run("characters.list", json!({})).await;
    let names: Vec<_> = list["characters"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, [json!("Mira")]);
    session.screenshot("character").await;
    session.end().await;
}
