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

    page.wait().for_element(Locator::Css("main, [role=main], #root > *")).await.unwrap();
    session.screenshot("open").await;
    session.end().await;
}
