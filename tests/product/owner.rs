//! One owner of a library: two copies at once, the command line beside `serve`, the end and the kill.

use super::running::{Product, cli};
use serde_json::Value;

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(bytes)))
}

#[tokio::test]
async fn a_second_owner_is_refused_in_words_and_harms_nothing() {
    let product = Product::start();
    let second = product.cli(&["serve", "--port", "0"]);
    assert_eq!(second.status.code(), Some(4));
    let words = String::from_utf8(second.stderr).unwrap();
    assert!(words.contains("library") && words.contains("open"), "{words}");
    product.get("/queue").await;
}

#[tokio::test]
async fn the_command_line_reaches_the_owner_and_stands_alone_without_one() {
    let mut product = Product::start();
    let create = |name: &str| {
        let made =
            product.cli(&["images", "formats_create", "--name", name, "--width", "640", "--height", "480", "--json"]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stdout));
        parsed(&made.stdout)["id"].as_str().unwrap().to_owned()
    };
    let beside = create("beside");
    let found = product.get(&format!("/images/formats/{beside}")).await;
    assert_eq!(found["name"], "beside");

    let run_file = product.library().join("run.json");
    assert!(run_file.exists());
    assert_eq!(product.serve.take().unwrap().end(), 0);
    assert!(!run_file.exists(), "the way to the owner goes with it");
    let alone = cli(&product.library()).args(["images", "formats_get", &beside, "--json"]).output().unwrap();
    assert_eq!(parsed(&alone.stdout)["name"], "beside");
}

#[tokio::test]
async fn after_a_kill_the_library_opens_again_with_what_was_committed() {
    let mut product = Product::start();
    let made =
        product.post("/images/formats", serde_json::json!({ "name": "kept", "width": 640, "height": 480 })).await;
    product.serve.take().unwrap().kill();
    assert!(product.library().join("run.json").exists(), "a killed owner leaves its address");
    // The command line knocks, hears nothing, and opens the library itself.
    let alone = product.cli(&["images", "formats_get", made["id"].as_str().unwrap(), "--json"]);
    assert_eq!(parsed(&alone.stdout)["name"], "kept", "{}", String::from_utf8_lossy(&alone.stderr));
    let again = Product::start_in(product.folder);
    assert_eq!(again.get(&format!("/images/formats/{}", made["id"].as_str().unwrap())).await["name"], "kept");
}
