//! Backups through the registry: made while the library is open, restored into another one, refused when not whole.

#![allow(clippy::unwrap_used)]

use crate::{
    Caller, Code, OpenOptions, Studio,
    operations::characters::tests::{Place, fields, place},
    planning::restored,
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn put(place: &Place, file: &str, words: &str) {
    let path = place.studio.library().root().join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, words).unwrap();
}

fn read(studio: &Studio, file: &str) -> Option<String> {
    std::fs::read_to_string(studio.library().root().join(file)).ok()
}

/// Makes a backup and answers it; the clock goes on, so that the next one has another name.
async fn make(place: &Place, media: &str) -> Value {
    let made = place.run("backup.create", json!({ "media": media, "wait": 60 })).await;
    place.clock.advance(TimeDelta::minutes(1));
    assert_eq!(made["is_done"], true);
    made["backup"].clone()
}

fn folder(place: &Place) -> PathBuf {
    place.studio.library().root().join("backups")
}

fn file(place: &Place, backup: &Value) -> PathBuf {
    folder(place).join(backup["name"].as_str().unwrap())
}

/// Closes the library of a place and opens it again, as a start does.
async fn restart(place: Place) -> Place {
    let Place { studio, clock, folder } = place;
    studio.close().await;
    drop(studio);
    let options = OpenOptions { clock: clock.clone(), ..OpenOptions::new(folder.path().join("library")) };
    Place { studio: Studio::open(options).await.unwrap(), clock, folder }
}

#[tokio::test]
async fn a_later_backup_holds_what_is_new_and_a_restore_brings_all_back() {
    let old = place().await;
    old.character("Ada").await;
    put(&old, "media/ada/one.png", "one");
    put(&old, "workflows/mine.json", "{}");
    let first = make(&old, "new").await;
    assert_eq!((&first["file_count"], &first["needs"]), (&json!(2), &json!([])));
    old.character("Bea").await;
    put(&old, "media/bea/two.png", "two, and longer");
    let second = make(&old, "new").await;
    assert_eq!((&second["file_count"], &second["needs"]), (&json!(3), &json!([first["name"]])));
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file(&old, &second)).unwrap()).unwrap();
    assert!(zip.by_name("media/bea/two.png").is_ok() && zip.by_name("media/ada/one.png").is_err());
    let list = old.run("backup.list", json!({})).await;
    assert_eq!((&list["total"], &list["backups"][0]["name"]), (&json!(2), &second["name"]));
    assert_eq!(list["backups"][1]["needed_by"], json!([second["name"]]));
    let error = old.refused("backup.delete", json!({ "name": first["name"] })).await;
    assert!(error.message.contains("need it"), "{error}");

    // Another computer: an empty library, the files of the backups beside each other.
    let new = place().await;
    let path = file(&old, &second);
    let ready = new.run("backup.restore", json!({ "path": path })).await;
    assert_eq!((&ready["file_count"], &ready["missing_count"]), (&json!(3), &json!(0)));
    assert_eq!(new.run("characters.list", json!({})).await["total"], 0, "nothing changes before the next start");
    assert_eq!(new.run("backup.list", json!({})).await["is_restore_ready"], true);
    let new = restart(new).await;
    assert_eq!(new.run("characters.list", json!({})).await["total"], 2);
    assert_eq!(read(&new.studio, "media/ada/one.png").as_deref(), Some("one"));
    assert_eq!(read(&new.studio, "media/bea/two.png").as_deref(), Some("two, and longer"));
    assert_eq!(read(&new.studio, "workflows/mine.json").as_deref(), Some("{}"));
    let kept = ready["kept_aside"].as_str().unwrap();
    assert!(new.studio.library().root().join(kept).join("library.db").is_file());
    let mut db = new.studio.library().read().await.unwrap();
    assert!(restored::last(&mut db).await.unwrap().is_some(), "posts are looked for before anything is sent");
    drop(db);
    let todo = new.run("backup.checklist", json!({})).await;
    assert!(todo["restored_at"].is_string());
    let old_after = old.run("characters.list", json!({})).await;
    assert_eq!(old_after["total"], 2, "the other library is as it was");
}

#[tokio::test]
async fn a_restore_can_be_taken_back() {
    let place = place().await;
    let made = make(&place, "none").await;
    place.character("Ada").await;
    place.run("backup.restore", json!({ "name": made["name"] })).await;
    assert_eq!(place.run("backup.cancel_restore", json!({})).await["was_ready"], true);
    let place = restart(place).await;
    assert_eq!(place.run("characters.list", json!({})).await["total"], 1);
}

#[tokio::test]
async fn what_is_not_whole_is_refused_and_nothing_changes() {
    let place = place().await;
    put(&place, "media/ada/one.png", "one");
    let first = make(&place, "all").await;
    put(&place, "media/ada/two.png", "two");
    let second = make(&place, "new").await;
    let whole = std::fs::read(file(&place, &second)).unwrap();
    let elsewhere = place.folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let alone = elsewhere.join(second["name"].as_str().unwrap());
    std::fs::write(&alone, &whole).unwrap();
    // On this computer the first picture is there; once it is gone, the earlier backup is missed.
    std::fs::remove_file(place.studio.library().root().join("media/ada/one.png")).unwrap();
    let error = place.refused("backup.restore", json!({ "path": alone })).await;
    assert_eq!((error.code, &error.details["missing_backups"]), (Code::Conflict, &json!([first["name"]])));
    let without = json!({ "path": alone, "without_missing": true });
    assert_eq!(place.run("backup.restore", without).await["missing_count"], 1);
    place.run("backup.cancel_restore", json!({})).await;
    for (name, bytes) in [("cut", &whole[..whole.len() / 2]), ("empty", &[][..]), ("words", &b"no backup"[..])] {
        let path = elsewhere.join(format!("{name}.zip"));
        std::fs::write(&path, bytes).unwrap();
        let error = place.refused("backup.restore", json!({ "path": path })).await;
        assert_eq!(error.code, Code::ValidationError, "{name}: {error}");
    }
    // One flipped byte in the middle of the database: the archive's own checksum tells.
    let mut rotten = whole.clone();
    let middle = rotten.len() / 2;
    rotten[middle] ^= 0xff;
    let path = elsewhere.join("rotten.zip");
    std::fs::write(&path, rotten).unwrap();
    assert!(place.studio.run("backup.restore", json!({ "path": path })).await.is_err());
    assert_eq!(place.run("backup.list", json!({})).await["is_restore_ready"], false);
    assert!(!Path::new(&place.studio.library().root().join("restore")).exists(), "nothing half stays behind");
}

#[tokio::test]
async fn who_may_name_a_file_and_what_is_named_wrongly() {
    let place = place().await;
    for input in [json!({}), json!({ "name": "a", "path": "/b" })] {
        assert_eq!(fields(&place.refused("backup.restore", input).await), ["name"]);
    }
    assert_eq!(fields(&place.refused("backup.restore", json!({ "path": "/no/such/file" })).await), ["path"]);
    let error = place.refused("backup.restore", json!({ "name": "nobody" })).await;
    assert_eq!(error.code, Code::NotFound);
    let rest = place.studio.as_caller(Caller::Rest);
    let error = rest.run("backup.restore", json!({ "path": "/etc/passwd" })).await.unwrap_err();
    assert_eq!(error.code, Code::Forbidden);
    let wrong = json!({ "storage": { "backup_folder": "backups" } });
    assert_eq!(fields(&place.refused("settings.update", wrong).await), ["storage.backup_folder"]);
    let elsewhere = place.folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    place.run("settings.update", json!({ "storage": { "backup_folder": elsewhere } })).await;
    let made = make(&place, "none").await;
    assert!(elsewhere.join(made["name"].as_str().unwrap()).is_file());
    place.run("backup.delete", json!({ "name": made["name"] })).await;
    assert_eq!(place.run("backup.list", json!({})).await["total"], 0);
}
