//! Models from the stand-in hosts into the stand-in ComfyUI's folders: fetched, resumed, refused, lied about.

#![allow(clippy::unwrap_used)]

use super::{hash::hash_next, install_models};
use crate::{Caller, Clock, Code, OpenOptions, Rehearsal, Studio, operations::characters::tests::fields};
use serde_json::{Value, json};
use std::{path::PathBuf, time::Duration};
use troupe_sandbox::{Sandbox, SandboxConfig};

const LORA: &str = "https://huggingface.co/papergarden/harbour-light";
const LORA_FILE: &str = "loras/harbour_light_sdxl.safetensors";

struct Place {
    studio: Studio,
    sandbox: Sandbox,
    _folder: tempfile::TempDir,
    hosts: orders::Hosts,
}

/// Orders to the stand-in hosts, over the socket as everything else.
mod orders {
    use serde_json::Value;
    use troupe_net::{Client, ClientOptions, Request};

    pub(super) struct Hosts {
        pub(super) base: url::Url,
        client: Client,
    }

    impl Hosts {
        pub(super) fn new(base: &str) -> Self {
            let base: url::Url = base.parse().unwrap();
            let client = Client::open(ClientOptions::default().allowing_url(&base)).unwrap();
            Self { base, client }
        }

        pub(super) async fn arm(&self, fault: Value) {
            let url = self.base.join("/sandbox/download_faults").unwrap();
            let _: Value = self.client.post_json(Request::post(url, "/sandbox/download_faults"), &fault).await.unwrap();
        }

        pub(super) async fn asked(&self) -> Vec<Value> {
            let url = self.base.join("/sandbox/downloads").unwrap();
            self.client.get_json(Request::get(url, "/sandbox/downloads")).await.unwrap()
        }
    }
}

async fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(SandboxConfig::new(folder.path().join("sandbox"))).unwrap();
    let rehearsal =
        Rehearsal { comfyui: sandbox.url(), platforms: sandbox.platforms_url(), text: sandbox.ollama_url() };
    let options = OpenOptions {
        clock: Clock::fixed(chrono::Utc::now()),
        rehearsal: Some(rehearsal),
        ..OpenOptions::new(folder.path().join("library"))
    };
    let studio = Studio::open(options).await.unwrap();
    studio.tasks().spawn("install_models", install_models(studio.clone()));
    let hosts = orders::Hosts::new(&sandbox.url());
    Place { studio, sandbox, _folder: folder, hosts }
}

impl Place {
    async fn run(&self, name: &str, input: Value) -> Value {
        self.studio.run(name, input).await.unwrap_or_else(|error| panic!("{name}: {error} {}", error.details))
    }

    async fn install(&self, link: &str) -> Value {
        self.run("models.install", json!({ "link": link })).await
    }

    /// Waits until an install is at its end.
    async fn ended(&self, install: &Value) -> Value {
        let looked = async {
            loop {
                let all = self.run("models.installs", json!({})).await;
                let one = all["installs"].as_array().unwrap().iter().find(|one| one["id"] == install["id"]).unwrap();
                if !["queued", "running"].contains(&one["state"].as_str().unwrap()) {
                    return one.clone();
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), looked).await.unwrap()
    }

    fn model(&self, place: &str) -> PathBuf {
        self.sandbox.folder().join("models").join(place)
    }

    fn parts(&self) -> usize {
        let folder = self.model("loras");
        std::fs::read_dir(folder)
            .unwrap()
            .filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "part"))
            .count()
    }
}

#[tokio::test]
async fn a_pasted_link_tells_what_it_leads_to() {
    let place = place().await;
    let found = place.run("models.inspect", json!({ "link": LORA })).await;
    assert_eq!((&found["source"], &found["folder"]), (&json!("hugging_face"), &json!("loras")));
    assert_eq!((&found["licence"], &found["size_bytes"]), (&json!("openrail++"), &json!(3_000_000)));
    assert_eq!(found["sha256"].as_str().unwrap().len(), 64);
    let page = place.run("models.inspect", json!({ "link": "https://civitai.com/models/1001/harbour" })).await;
    assert_eq!((&page["source"], &page["folder"]), (&json!("civitai"), &json!("loras")));
    assert_eq!((&page["sha256"], &page["size_bytes"]), (&found["sha256"], &found["size_bytes"]));
    assert_eq!(page["trigger_words"], json!(["harbour light", "low sun"]));
    assert!(page["licence"].as_str().unwrap().contains("commercial use: Image"));
    let file = place
        .run("models.inspect", json!({ "link": "https://models.example.com/a/lacquer_sd15.safetensors?token=x" }))
        .await;
    assert_eq!(
        (&file["source"], &file["size_bytes"], &file["licence"]),
        (&json!("url"), &json!(6_000_000), &Value::Null)
    );
    assert_eq!(file["url"], "https://models.example.com/a/lacquer_sd15.safetensors");
}

#[tokio::test]
async fn a_model_is_installed_through_a_broken_connection() {
    let place = place().await;
    for after_bytes in [1_000_000, 500_000] {
        place.hosts.arm(json!({ "kind": "break", "after_bytes": after_bytes })).await;
    }
    let done = place.ended(&place.install(LORA).await).await;
    assert_eq!((&done["state"], &done["fraction"]), (&json!("done"), &json!(1.0)), "{done}");
    assert_eq!(std::fs::metadata(place.model(LORA_FILE)).unwrap().len(), 3_000_000);
    let from: Vec<u64> = place.hosts.asked().await.iter().map(|asked| asked["from"].as_u64().unwrap()).collect();
    assert_eq!(from.len(), 3);
    assert!(from[0] == 0 && from[1] > 0 && from[2] > from[1], "it went on where it broke off: {from:?}");
    assert_eq!(place.parts(), 0);
    // ComfyUI lists it, with what is known of it.
    let listed = place.run("models.list", json!({ "search": "harbour", "type": "loras" })).await;
    assert_eq!(listed["total"], 1);
    let model = place.run("models.get", json!({ "model_id": listed["models"][0]["id"] })).await;
    assert_eq!(
        (&model["trigger_words"], &model["origin"]["licence"]),
        (&json!(["harbour light"]), &json!("openrail++"))
    );
    assert_eq!(done["sha256"].as_str().unwrap().len(), 64);
    // Once more: it is there.
    let again = place.studio.run("models.install", json!({ "link": LORA })).await.unwrap_err();
    assert_eq!(again.code, Code::Conflict);
}

#[tokio::test]
async fn a_host_that_does_not_resume_begins_anew() {
    let place = place().await;
    place.hosts.arm(json!({ "kind": "break", "after_bytes": 1_000_000 })).await;
    place.hosts.arm(json!({ "kind": "no_ranges", "times": 9 })).await;
    let done = place.ended(&place.install(LORA).await).await;
    assert_eq!(done["state"], "done", "{done}");
}

#[tokio::test]
async fn what_a_host_lies_about_is_not_taken() {
    let place = place().await;
    for (kind, words) in [
        ("wrong_size", "bytes"),
        ("wrong_bytes", "another SHA-256"),
        ("endless", "sent more"),
        ("private_redirect", "own network"),
        ("html", "web page"),
    ] {
        place.hosts.arm(json!({ "kind": kind })).await;
        let failed = place.ended(&place.install(LORA).await).await;
        assert_eq!(failed["state"], "failed", "{kind}: {failed}");
        assert!(failed["error"].as_str().unwrap().contains(words), "{kind}: {failed}");
        assert!(!place.model(LORA_FILE).exists(), "{kind}");
    }
}

#[tokio::test]
async fn what_can_carry_a_program_or_is_closed_is_refused() {
    let place = place().await;
    let found = place.run("models.inspect", json!({ "link": "https://civitai.com/models/1004" })).await;
    assert!(found["refused"].as_str().unwrap().contains("pickle"));
    let error =
        place.studio.run("models.install", json!({ "link": "https://civitai.com/models/1004" })).await.unwrap_err();
    assert_eq!(fields(&error), ["link"]);
    // Its name says safetensors, its bytes say otherwise.
    let disguised = place.ended(&place.install("https://civitai.com/models/1005").await).await;
    assert!(disguised["error"].as_str().unwrap().contains("no model file"), "{disguised}");
    assert!(!place.model("checkpoints/disguised_pickle.safetensors").exists());
    let closed = place.ended(&place.install("https://huggingface.co/papergarden/closed-garden").await).await;
    assert!(closed["error"].as_str().unwrap().contains("key"), "{closed}");
    // With a key it opens.
    place.run("secrets.set", json!({ "name": "huggingface", "value": "hf_of_a_test" })).await;
    let retried = place.run("models.retry_install", json!({ "install_id": closed["id"] })).await;
    assert_eq!(place.ended(&retried).await["state"], "done");
}

#[tokio::test]
async fn wrong_links_and_folders_are_refused_in_words() {
    let place = place().await;
    for (input, field) in [
        (json!({ "link": "nothing" }), "link"),
        (json!({ "link": "https://huggingface.co/papergarden/nobody" }), "link"),
        (json!({ "link": "https://civitai.com/models/999999" }), "link"),
        (json!({ "link": LORA, "folder": "nowhere" }), "folder"),
        (json!({ "link": LORA, "subfolder": "../.." }), "subfolder"),
        (json!({ "link": LORA, "file_name": "x.pt" }), "link"),
        (json!({ "link": LORA, "sha256": "short" }), "sha256"),
        (json!({ "link": "https://models.example.com/lacquer_sd15.safetensors" }), "folder"),
    ] {
        let error = place.studio.run("models.install", input.clone()).await.unwrap_err();
        assert_eq!(fields(&error), [field], "{input}: {error}");
    }
}

#[tokio::test]
async fn an_install_is_called_off_and_goes_on_later() {
    let place = place().await;
    place.hosts.arm(json!({ "kind": "unavailable", "times": 1 })).await;
    let begun = place.install(LORA).await;
    let off = place.run("models.cancel_install", json!({ "install_id": begun["id"] })).await;
    assert_eq!(off["state"], "cancelled");
    let error = place.studio.run("models.cancel_install", json!({ "install_id": begun["id"] })).await.unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    place.run("models.retry_install", json!({ "install_id": begun["id"] })).await;
    assert_eq!(place.ended(&begun).await["state"], "done");
}

#[tokio::test]
async fn hashes_are_read_late_and_kept_while_the_file_stays_the_same() {
    let place = place().await;
    place.run("models.list", json!({})).await;
    let sizes = async {
        while !place.studio.models().index(&place.studio, false).await.unwrap().has_files {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), sizes).await.unwrap();
    let mut read = 0;
    while hash_next(&place.studio).await.unwrap() {
        read += 1;
    }
    assert!(read > 5);
    let list = place.run("models.list", json!({ "show": "files" })).await;
    for model in list["models"].as_array().unwrap() {
        assert_eq!(model["sha256"].as_str().map(str::len), Some(64), "{model}");
    }
    assert!(!hash_next(&place.studio).await.unwrap(), "nothing is read twice");
    std::fs::write(place.model("loras/film_grain_sd15.safetensors"), "another").unwrap();
    assert!(hash_next(&place.studio).await.unwrap(), "a file that changed is read anew");
}

#[tokio::test]
async fn a_model_file_is_deleted_by_who_sits_here_alone() {
    let place = place().await;
    let list = place.run("models.list", json!({ "search": "film_grain" })).await;
    let input = json!({ "model_id": list["models"][0]["id"] });
    let error = place.studio.as_caller(Caller::Rest).run("models.delete", input.clone()).await.unwrap_err();
    assert_eq!(error.code, Code::Forbidden);
    while !place.studio.models().index(&place.studio, false).await.unwrap().has_files {
        tokio::task::yield_now().await;
    }
    place.run("models.delete", input).await;
    assert!(!place.model("loras/film_grain_sd15.safetensors").exists());
    assert_eq!(place.run("models.list", json!({ "search": "film_grain" })).await["total"], 0);
}
