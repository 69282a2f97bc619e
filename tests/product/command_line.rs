//! The command line: flags, files, questions, exit statuses.

use super::running::Product;
use serde_json::Value;
use std::{fs, io::Write, process::Stdio};

#[tokio::test]
async fn an_error_has_its_words_and_its_status() {
    let product = Product::start();
    for (arguments, status, words) in [
        (vec!["images", "formats_get", "01890a5d-ac96-774b-bcce-b302099a8057"], 3, "There is no format"),
        (
            vec!["images", "formats_create", "--name", "x", "--width", "wide", "--height", "1"],
            2,
            "--width: must be a whole number",
        ),
        (vec!["images", "formats_create", "--nane", "x"], 2, "--nane"),
        (vec!["images", "formats_create", "--name", "x"], 2, "is needed"),
        (vec!["nonsense"], 2, "nonsense"),
        (vec!["images", "formats_create", "--input", "none.json"], 2, "none.json"),
        (vec!["images", "formats_delete", "01890a5d-ac96-774b-bcce-b302099a8057"], 4, "--yes"),
        (vec!["images", "download", "01890a5d-ac96-774b-bcce-b302099a8057"], 2, "--output"),
    ] {
        let done = product.cli(&arguments);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(status), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let done = product.cli(&["--json", "images", "formats_get", "01890a5d-ac96-774b-bcce-b302099a8057"]);
    let error: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&error["code"], &error["details"]["kind"]), (&"not_found".into(), &"format".into()));
}

#[tokio::test]
async fn fields_come_from_flags_a_file_or_standard_input() {
    let product = Product::start();
    let file = product.folder.path().join("format.json");
    fs::write(&file, r#"{ "name": "from a file", "width": 512, "height": 512 }"#).unwrap();
    let done =
        product.cli(&["images", "formats_create", "--input", file.to_str().unwrap(), "--height", "640", "--json"]);
    let made: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&made["name"], &made["height"]), (&"from a file".into(), &640.into()));

    let mut command = super::running::cli(&product.library());
    let mut child = command
        .args(["images", "formats_create", "--input", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(br#"{ "name": "piped", "width": 512, "height": 512 }"#).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&done.stdout).unwrap()["name"], "piped");
}

#[tokio::test]
async fn pictures_are_made_waited_for_and_written_to_a_file() {
    let product = Product::start_with_comfyui().await;
    let done = product.cli(&[
        "images",
        "generate",
        "--prompt",
        "a woman, red hair",
        "--width",
        "256",
        "--height",
        "256",
        "--steps",
        "4",
        "--count",
        "2",
        "--json",
    ]);
    let job: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&job["status"], &job["success_count"]), (&"done".into(), &2.into()), "{job}");
    let output = product.folder.path().join("picture.zip");
    let save = |yes: &[&str]| {
        let arguments =
            [&["images", "download", job["job_id"].as_str().unwrap(), "--output", output.to_str().unwrap()], yes]
                .concat();
        product.cli(&arguments).status.code()
    };
    assert_eq!(save(&[]), Some(0));
    let size = fs::metadata(&output).unwrap().len();
    assert!(size > 1000);
    fs::write(&output, "mine").unwrap();
    assert_eq!(save(&[]), Some(2), "a file that is there is not replaced");
    assert_eq!(fs::read_to_string(&output).unwrap(), "mine");
    assert_eq!(save(&["--yes"]), Some(0));
    assert_eq!(fs::metadata(&output).unwrap().len(), size);
}

#[tokio::test]
async fn a_second_spelling_is_taken_as_a_flag_and_in_a_query() {
    let product = Product::start();
    for arguments in
        [["--status", "approved"], ["--approval-status", "approved"], ["--type", "image"], ["--tags", "a,b"]]
    {
        let done = product.cli(&[&["content", "list", "--json"][..], &arguments].concat());
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stdout));
    }
    for query in ["status=approved", "tags=a,b", "type=image", "search=tea"] {
        assert_eq!(product.get(&format!("/content/library?{query}")).await["total"], 0, "{query}");
    }
}

#[test]
fn every_group_and_verb_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in
        [vec!["--help"], vec!["images", "--help"], vec!["images", "generate", "--help"], vec!["serve", "--help"]]
    {
        let done = super::running::cli(folder.path()).args(&arguments).output().unwrap();
        assert!(done.status.success() && done.stdout.len() > 100, "{arguments:?}");
    }
}

#[tokio::test]
async fn without_an_owner_the_command_line_works_on_the_queue_itself() {
    let mut product = Product::start_with_comfyui().await;
    assert_eq!(product.serve.take().unwrap().end(), 0);
    let generate = |more: &[&str]| {
        let arguments = [
            "images",
            "generate",
            "--prompt",
            "a lighthouse",
            "--width",
            "256",
            "--height",
            "256",
            "--steps",
            "2",
            "--json",
        ];
        let done = product.cli(&[&arguments, more].concat());
        assert!(
            done.status.success(),
            "{}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        serde_json::from_slice::<Value>(&done.stdout).unwrap()
    };
    let waiting = generate(&["--no-wait", "--idempotency-key", "one"]);
    assert_eq!(waiting["status"], "queued");
    let again = generate(&["--no-wait", "--idempotency-key", "one"]);
    assert_eq!(again["job_id"], waiting["job_id"], "the same key asks once");
    let done = generate(&[]);
    assert_eq!(done["status"], "done");
    let first = product.cli(&["images", "job", waiting["job_id"].as_str().unwrap(), "--json"]);
    let first: Value = serde_json::from_slice(&first.stdout).unwrap();
    assert_eq!(first["status"], "done", "what waited before came first: {first}");
}

#[tokio::test]
async fn a_secret_comes_by_standard_input_and_is_never_shown() {
    let product = Product::start();
    let secret = "hf_a-secret-that-nobody-sees";
    let mut command = super::running::cli(&product.library());
    let mut child = command
        .args(["secrets", "set", "huggingface", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{secret}\n").as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let answer = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && answer.contains("huggingface"), "{answer}");
    assert!(!answer.contains(secret));
    let refused = product.cli(&["secrets", "set", "huggingface", "--value", secret]);
    assert_eq!(refused.status.code(), Some(2), "others can see the flags of a program");
}
