//! Faults of the world around: addresses that are no ComfyUI, a full disk, a read-only folder, a damaged
//! database. Each is answered in words, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Stage, run, sandbox, until};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};
use troupe_studio::{OpenOptions, Studio};

/// A server that answers every connection with these bytes, or holds it open for ever without any.
fn answering(bytes: Option<&'static [u8]>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut held = Vec::new();
        for connection in listener.incoming() {
            let Ok(mut connection) = connection else { return };
            match bytes {
                None => held.push(connection),
                Some(bytes) => {
                    let _ = connection.read(&mut [0; 4096]);
                    let _ = connection.write_all(bytes);
                }
            }
        }
    });
    address
}

#[tokio::test]
async fn an_address_that_is_no_comfyui_is_refused_in_words_and_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::open(OpenOptions::new(folder.path().join("library"))).await.unwrap();
    let html = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 15\r\nconnection: close\r\n\r\n<h1>hello</h1>\n";
    let json = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for (address, words) in [
        (closed, "can't be reached"),
        (answering(Some(html)), "web page"),
        (answering(Some(json)), "not a ComfyUI"),
        (answering(Some(b"SSH-2.0-OpenSSH_9.2\r\n")), "."),
        (answering(None), "did not answer"),
        ("not an address at all".to_owned(), "address"),
        ("ftp://127.0.0.1:21".to_owned(), "address"),
        ("http://".to_owned(), "address"),
    ] {
        let started = Instant::now();
        let error = studio.run("servers.create", json!({ "address": address })).await.unwrap_err();
        assert_eq!(error.details["fields"][0]["field"], "address", "{address}: {error} {}", error.details);
        assert!(error.message.contains(words), "{address}: {error}");
        assert!(started.elapsed() < Duration::from_secs(30), "{address} kept the creator waiting");
    }
    assert_eq!(run(&studio, "servers.list", json!({})).await["total"], 0);
}

#[tokio::test]
async fn a_server_that_turns_into_something_else_holds_the_queue_and_says_so() {
    let stage = Stage::open().await;
    stage.fault(json!({ "kind": "html", "path": "/system_stats", "times": 1000 })).await;
    let job = stage.run("images.generate", json!({ "prompt": "later", "steps": 1 })).await;
    until("the reason to be shown", || async {
        let job = stage.run("images.job", json!({ "job_id": job["job_id"] })).await;
        (job["held_reason"] == "server_off").then_some(())
    })
    .await;
    let status = stage.run("comfyui.status", json!({})).await;
    assert_eq!(status["status"], "unusable", "{status}");
}

/// A file system of its own in memory; `None` where this user may not mount one.
struct SmallDisk {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl SmallDisk {
    fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("disk");
        std::fs::create_dir(&path).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&path).output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self { _folder: folder, path }),
            _ => {
                eprintln!("skipped: this user may not mount a file system");
                None
            }
        }
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.path).output();
    }
}

#[tokio::test]
async fn a_full_disk_loses_no_picture() {
    let Some(disk) = SmallDisk::mount("size=12m") else { return };
    let elsewhere = tempfile::tempdir().unwrap();
    let sandbox = sandbox(elsewhere.path());
    let studio = Studio::open(OpenOptions::new(disk.path().join("library"))).await.unwrap();
    studio.start_tasks();
    run(&studio, "servers.create", json!({ "address": sandbox.url() })).await;
    let filler = disk.path().join("filler");
    fill(&filler);
    let input = json!({ "prompt": "a portrait of a woman", "width": 1024, "height": 1024, "steps": 1, "count": 2 });
    let refused_or_queued = studio.run("images.generate", input.clone()).await;
    let job = match refused_or_queued {
        // So full that not even the row fits: said in words.
        Err(error) => {
            assert_eq!(error.code.as_str(), "storage_error", "{error}");
            assert!(error.message.contains("full"), "{error}");
            std::fs::remove_file(&filler).unwrap();
            run(&studio, "images.generate", input).await
        }
        Ok(job) => {
            until("ComfyUI to have made them", || async {
                (common::times_done(&sandbox.url()).await.len() >= 2).then_some(())
            })
            .await;
            std::fs::remove_file(&filler).unwrap();
            job
        }
    };
    let job = until("the pictures to be kept", || async {
        let job = run(&studio, "images.job", json!({ "job_id": job["job_id"] })).await;
        common::is_final(&job).then_some(job)
    })
    .await;
    assert_eq!(job["success_count"], 2, "{job}");
    for times in common::times_done(&sandbox.url()).await {
        assert_eq!(times, 1, "a picture was made twice");
    }
}

/// Writes until nothing fits any more.
fn fill(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    for size in [1 << 20, 1 << 16, 1 << 12] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

#[tokio::test]
async fn a_read_only_folder_is_named() {
    let Some(disk) = SmallDisk::mount("size=1m") else { return };
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.path()).status().unwrap();
    assert!(remounted.success());
    let error = Studio::open(OpenOptions::new(disk.path().join("library"))).await.unwrap_err();
    assert_eq!(error.code.as_str(), "storage_error");
    assert!(error.message.contains("can't be written"), "{error}");
}

#[tokio::test]
async fn a_cut_database_opens_in_safe_mode_and_goes_back_to_the_daily_copy() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    let studio = Studio::open(OpenOptions::new(&library)).await.unwrap();
    studio.start_tasks();
    run(&studio, "characters.create", json!({ "name": "Ada", "age": 27 })).await;
    until("the daily copy", || async { (run(&studio, "library.copies", json!({})).await["total"] == 1).then_some(()) })
        .await;
    studio.close().await;
    drop(studio);
    let database = library.join("library.db");
    let bytes = std::fs::read(&database).unwrap();
    std::fs::write(&database, &bytes[..bytes.len() / 2]).unwrap();

    let studio = Studio::open(OpenOptions::new(&library)).await.unwrap();
    studio.start_tasks();
    let info = run(&studio, "system.info", json!({})).await;
    assert!(info["safe_mode"].as_str().unwrap().contains("damaged"), "{info}");
    let refused = studio.run("characters.list", json!({})).await.unwrap_err();
    assert_eq!(refused.code.as_str(), "storage_error");
    assert_eq!(refused.details["safe_mode"], true);
    let copies = run(&studio, "library.copies", json!({})).await;
    let went = run(&studio, "library.go_back", json!({ "copy": copies["copies"][0]["name"] })).await;
    let kept = library.join(went["kept_aside"].as_str().unwrap()).join("library.db");
    assert_eq!(std::fs::read(kept).unwrap(), &bytes[..bytes.len() / 2], "the damaged database is kept aside");
    studio.close().await;
    drop(studio);

    let studio = Studio::open(OpenOptions::new(&library)).await.unwrap();
    assert_eq!(run(&studio, "system.info", json!({})).await["safe_mode"], json!(null));
    run(&studio, "characters.list", json!({})).await;
}
