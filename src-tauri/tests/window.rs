//! The real window: driven through WebDriver a character is made and its picture shown; closed it hides, a second start
//! shows it again, and told to end it lets go of the library.
//!
//! Wants a display, a session bus and `TAURI_DRIVER`, the path of tauri-driver; `cargo xtask test` gives all three.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod session;

use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::Locator;
use serde_json::json;
use session::{Home, PROGRAM, Session};

/// How long the window may take to do as it is told, on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

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
    session.press("Add character").await;
    session.field("Name").await.send_keys("Mira").await.unwrap();
    session.field("Age").await.send_keys("24").await.unwrap();
    session.screenshot("add-character").await;
    session.press("Add character").await;

    session.heading("Mira").await;
    let list = session.run("characters.list", json!({})).await;
    let names: Vec<_> = list["characters"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, [json!("Mira")]);
    session.screenshot("character").await;

    // The page shows a picture of the library through the scheme `media`, at the size it asks for.
    let character_id = &list["characters"][0]["id"];
    let input = json!({ "character_id": character_id, "prompt": "portrait at a window", "count": 1, "wait": 120 });
    let job = session.run("images.generate", input).await;
    assert_eq!(job["success_count"], 1, "{job}");
    let content = session.run("content.list", json!({})).await;
    let content_id = content["content"][0]["id"].as_str().unwrap();
    let shown = session.picture(&format!("content/{content_id}/320")).await;
    assert_eq!(shown["width"].as_u64().unwrap().max(shown["height"].as_u64().unwrap()), 320, "{shown}");
    session.go("/library").await;
    session.heading("Library").await;
    session.sees_a_picture().await;
    session.screenshot("library").await;
    session.end().await;
}

#[test]
fn closing_hides_the_window_and_a_second_start_shows_it() {
    let mut home = Home::new();
    let library = home.library();
    let program = || {
        let mut program = Command::new(PROGRAM);
        program.arg("--library").arg(&library);
        program
    };
    let id = home.start(program()).id();
    wait_for("the window shows", || visible(id).is_some());
    wait_for("the library is open", || library.join("run.json").exists());

    wait_for("the window is hidden", || {
        // A key that comes before the window manager has given the window the focus reaches nobody: press again.
        let Some(window) = visible(id) else { return true };
        xdotool(&["windowactivate", "--sync", &window, "key", "alt+F4"]);
        false
    });
    assert!(library.join("run.json").exists(), "it goes on at work");

    assert!(home.start(program()).wait().unwrap().success(), "a second start ends by itself");
    wait_for("the window shows again", || visible(id).is_some());

    assert!(Command::new("kill").args(["-TERM", &id.to_string()]).status().unwrap().success());
    wait_for("the library is let go", || !library.join("run.json").exists());
}

/// The window of a process, if it can be seen.
fn visible(id: u32) -> Option<String> {
    let found = xdotool(&["search", "--all", "--onlyvisible", "--pid", &id.to_string(), "--name", "^Troupe$"])?;
    found.lines().next().map(str::to_owned)
}

fn xdotool(arguments: &[&str]) -> Option<String> {
    let output = Command::new("xdotool").args(arguments).output().expect("xdotool could not be started");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[track_caller]
fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < LIMIT, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
