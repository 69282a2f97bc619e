//! Every operation on content through the registry.
#![allow(clippy::unwrap_used)]

use crate::{Body, Code, File, Studio, media_files::samples::Sample};
use serde_json::{Value, json};
use std::io::Read;
use tokio::io::AsyncReadExt;
use troupe_library::{ContentId, tables::content::Rating};

async fn run(sample: &Sample, name: &str, input: Value) -> Value {
    sample.studio.run(name, input.clone()).await.unwrap_or_else(|error| panic!("{name} {input}: {error:?}"))
}

/// Adds pictures whose prompts are these words.
async fn pictures(sample: &Sample, prompts: &[&str]) -> Vec<ContentId> {
    let mut ids = Vec::new();
    for prompt in prompts {
        ids.push(sample.add(|picture| picture.recipe.prompt = Some((*prompt).to_owned())).await.id);
    }
    ids
}

fn ids(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap();
    list.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn texts(ids: &[ContentId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

async fn read_zip(studio: &Studio, file: Value) -> Vec<(String, u64)> {
    let file: File = serde_json::from_value(file).unwrap();
    assert_eq!((file.kind.as_str(), file.mime_type.as_str()), ("zip", "application/zip"));
    let Body::Stream(mut stream) = studio.open_file(&file).await.unwrap().body else { panic!("a ZIP is streamed") };
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().unwrap().into_owned(), content.len() as u64)
        })
        .collect()
}

#[tokio::test]
async fn the_list_is_filtered_sorted_and_paged() {
    let sample = Sample::new().await;
    let made = pictures(&sample, &["a red dress", "a blue dress", "a blue hat"]).await;
    let [red, blue, hat] = [0, 1, 2].map(|at| made[at].to_string());
    let other = sample
        .add(|picture| {
            picture.recipe.model = Some("sdxl.safetensors".into());
            picture.recipe.seed = Some(5);
            picture.recipe.loras.clear();
            picture.recipe.prompt = Some("Élan, a \"quoted\" name".into());
            picture.birth.category = "story".into();
            picture.birth.rating = Rating::Nsfw;
        })
        .await;
    let other_id = other.id.to_string();
    run(&sample, "content.approve", json!({ "content_id": made[0] })).await;
    run(&sample, "content.reject", json!({ "content_id": made[1], "reason": "hands" })).await;
    run(&sample, "content.tag", json!({ "content_id": made[2], "tags": ["Beach", "Golden Hour"] })).await;
    run(&sample, "content.update", json!({ "content_id": made[2], "folder_path": "Autumn", "quality_score": 0.9 }))
        .await;
    let filename = other.file_name.clone();

    for (input, expected) in [
        (json!({}), vec![&other_id, &hat, &blue, &red]),
        (json!({ "sort": "oldest" }), vec![&red, &blue, &hat, &other_id]),
        (json!({ "sort": "quality", "limit": 1 }), vec![&hat]),
        (json!({ "status": "approved" }), vec![&red]),
        (json!({ "approval_status": "rejected" }), vec![&blue]),
        (json!({ "is_approved": true }), vec![&red]),
        (json!({ "is_approved": false }), vec![&other_id, &hat, &blue]),
        (json!({ "type": "image", "limit": 2 }), vec![&other_id, &hat]),
        (json!({ "content_type": "video" }), vec![]),
        (json!({ "limit": 2, "offset": 1 }), vec![&hat, &blue]),
        (json!({ "q": "dress" }), vec![&blue, &red]),
        (json!({ "q": "DRE blu" }), vec![&blue]),
        (json!({ "search": "hat dress" }), vec![]),
        (json!({ "q": "elan" }), vec![&other_id]),
        (json!({ "q": "\"quoted\" OR" }), vec![]),
        (json!({ "q": "quoted\"" }), vec![&other_id]),
        (json!({ "q": "!!! ***" }), vec![]),
        (json!({ "q": "  " }), vec![&other_id, &hat, &blue, &red]),
        (json!({ "q": "beach" }), vec![&hat]),
        (json!({ "q": "sdxl" }), vec![&other_id]),
        (json!({ "q": "mira-v3" }), vec![&hat, &blue, &red]),
        (json!({ "q": "81204 red" }), vec![&red]),
        (json!({ "q": filename }), vec![&other_id]),
        (json!({ "tag": "#beach" }), vec![&hat]),
        (json!({ "tags": "beach,golden hour" }), vec![&hat]),
        (json!({ "tag": "beach,winter" }), vec![]),
        (json!({ "folder": "Autumn" }), vec![&hat]),
        (json!({ "folder_path": "" }), vec![&other_id, &blue, &red]),
        (json!({ "model": "sdxl.safetensors" }), vec![&other_id]),
        (json!({ "lora": "mira-v3.safetensors" }), vec![&hat, &blue, &red]),
        (json!({ "seed": 5 }), vec![&other_id]),
        (json!({ "category": "story" }), vec![&other_id]),
        (json!({ "is_nsfw": true }), vec![&other_id]),
        (json!({ "is_nsfw": false }), vec![&hat, &blue, &red]),
        (json!({ "rating": "nsfw" }), vec![&other_id]),
        (json!({ "min_quality": 0.5 }), vec![&hat]),
        (json!({ "max_quality": 0.5 }), vec![]),
        (json!({ "never_posted": true, "q": "hat" }), vec![&hat]),
        (json!({ "never_posted": false }), vec![]),
        (json!({ "created_from": "2026-11-03T09:42:03Z" }), vec![&other_id, &hat]),
        (json!({ "created_to": "2026-11-03T10:42:01+01:00" }), vec![&red]),
        (json!({ "job_id": sample.job_id, "q": "red" }), vec![&red]),
        (json!({ "parent_id": other_id }), vec![]),
        (json!({ "source": "imported" }), vec![]),
    ] {
        let list = run(&sample, "content.list", input.clone()).await;
        assert_eq!(ids(&list["content"]), expected.into_iter().cloned().collect::<Vec<_>>(), "{input}");
    }
    let list = run(&sample, "content.list", json!({ "limit": 2, "offset": 1 })).await;
    assert_eq!((list["total"].as_i64(), list["limit"].as_i64(), list["offset"].as_i64()), (Some(4), Some(2), Some(1)));
    let tagged = run(&sample, "content.list", json!({ "tag": "beach" })).await;
    assert_eq!(tagged["content"][0]["tags"], json!(["beach", "golden hour"]));
    assert_eq!(run(&sample, "content.list", json!({})).await["limit"], 20);
}

#[tokio::test]
async fn a_cursor_goes_on_after_its_item_in_every_order() {
    let sample = Sample::new().await;
    let made = pictures(&sample, &["one", "two", "three", "four", "five"]).await;
    run(&sample, "content.update", json!({ "content_id": made[1], "quality_score": 0.4 })).await;
    run(&sample, "content.update", json!({ "content_id": made[3], "quality_score": 0.8 })).await;
    for sort in ["newest", "oldest", "name", "quality"] {
        let whole = ids(&run(&sample, "content.list", json!({ "sort": sort })).await["content"]);
        let (mut walked, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let page = run(&sample, "content.list", json!({ "sort": sort, "limit": 2, "cursor": cursor })).await;
            walked.extend(ids(&page["content"]));
            assert_eq!(page["total"], 5);
            cursor = page["next_cursor"].clone();
            if cursor.is_null() {
                break;
            }
        }
        assert_eq!(walked, whole, "{sort}");
    }
    // What comes in front meanwhile does not shift the next page.
    let first = run(&sample, "content.list", json!({ "limit": 2 })).await;
    pictures(&sample, &["six"]).await;
    let second = run(&sample, "content.list", json!({ "limit": 2, "cursor": first["next_cursor"] })).await;
    assert_eq!(ids(&second["content"]), texts(&[made[2], made[1]]));
}

#[tokio::test]
async fn bad_filters_are_refused_by_name() {
    let sample = Sample::new().await;
    for (input, field) in [
        (json!({ "limit": 0 }), "limit"),
        (json!({ "limit": 201 }), "limit"),
        (json!({ "status": "maybe" }), "status"),
        (json!({ "min_quality": 8.5 }), "min_quality"),
        (json!({ "seed": 9_007_199_254_740_992_u64 }), "seed"),
        (json!({ "q": "x".repeat(501) }), "q"),
        (json!({ "status": "approved", "is_approved": false }), "is_approved"),
        (json!({ "rating": "safe", "is_nsfw": true }), "is_nsfw"),
        (json!({ "cursor": ContentId::new() }), "cursor"),
        (json!({ "character": "mira" }), "character"),
        (json!({ "created_from": "yesterday" }), "created_from"),
    ] {
        let error = sample.studio.run("content.list", input.clone()).await.unwrap_err();
        assert_eq!(error.code, Code::ValidationError, "{input}");
        assert_eq!(error.details["fields"][0]["field"], field, "{input}: {error}");
    }
}

#[tokio::test]
async fn facets_count_each_filter_under_the_others() {
    let sample = Sample::new().await;
    let made = pictures(&sample, &["red", "blue", "green"]).await;
    sample.add(|picture| picture.recipe.model = Some("sdxl.safetensors".into())).await;
    run(&sample, "content.approve", json!({ "content_id": made[0] })).await;
    run(&sample, "content.tag", json!({ "content_id": made[0], "tags": ["beach", "sun"] })).await;
    run(&sample, "content.tag", json!({ "content_id": made[1], "tags": ["beach"] })).await;

    let facets = run(&sample, "content.facets", json!({ "status": "pending" })).await;
    assert_eq!(facets["total"], 3);
    let counts = |name: &str| -> Vec<(String, i64)> {
        let values = facets[name].as_array().unwrap();
        values
            .iter()
            .map(|value| (value["value"].as_str().unwrap_or("none").into(), value["count"].as_i64().unwrap()))
            .collect()
    };
    // The decision is counted without its own condition, everything else under it.
    assert_eq!(counts("approval_status"), [("pending".into(), 3), ("approved".into(), 1)]);
    assert_eq!(counts("tag"), [("beach".into(), 1)]);
    assert_eq!(counts("model"), [("flux2-dev.safetensors".into(), 2), ("sdxl.safetensors".into(), 1)]);
    assert_eq!(counts("lora"), [("mira-v3.safetensors".into(), 3)]);
    assert_eq!(counts("character_id"), [("none".into(), 3)]);
    assert_eq!(counts("folder"), [(String::new(), 3)]);

    let stats = run(&sample, "content.stats", json!({})).await;
    assert_eq!((&stats["total"], &stats["approved"], &stats["pending"]), (&json!(4), &json!(1), &json!(3)));
    assert_eq!((&stats["last_seven_days"], &stats["average_quality"]), (&json!(4), &Value::Null));
    assert!(stats["size_bytes"].as_i64().unwrap() > 4 * 500);
}

#[tokio::test]
async fn facets_count_the_days_of_a_zone() {
    let sample = Sample::new().await;
    for made_at in ["2026-10-31T22:30:00Z", "2026-10-31T23:30:00Z", "2026-11-01T12:00:00Z"] {
        sample.add(|picture| picture.birth.created_at = made_at.parse().unwrap()).await;
    }
    for (time_zone, days) in [
        ("UTC", vec![("2026-11-01", 1), ("2026-10-31", 2)]),
        ("Europe/Berlin", vec![("2026-11-01", 2), ("2026-10-31", 1)]),
        ("Asia/Kathmandu", vec![("2026-11-01", 3)]),
    ] {
        let facets = run(&sample, "content.facets", json!({ "time_zone": time_zone })).await;
        let expected: Vec<Value> =
            days.iter().map(|(day, count)| json!({ "value": day, "label": day, "count": count })).collect();
        assert_eq!(facets["day"], Value::Array(expected), "{time_zone}");
    }
    assert_eq!(run(&sample, "content.facets", json!({})).await["day"], json!([]));
    let error = sample.studio.run("content.facets", json!({ "time_zone": "Lisbon" })).await.unwrap_err();
    assert_eq!(error.details["fields"][0]["field"], "time_zone");
}

#[tokio::test]
async fn an_item_is_shown_with_its_recipe_and_its_relations() {
    let sample = Sample::new().await;
    let parent = sample.add(|_| {}).await;
    let child = sample.add(|picture| picture.birth.parent_id = Some(parent.id)).await;
    let shown = run(&sample, "content.get", json!({ "content_id": child.id })).await;
    assert_eq!(shown["source"], "derived");
    assert_eq!(shown["parent"]["id"], parent.id.to_string());
    assert_eq!(shown["job"]["title"], "a portrait");
    assert_eq!(shown["generation_settings"]["steps"], 24);
    assert_eq!(shown["loras"], json!([{ "name": "mira-v3.safetensors", "strength": 0.85 }]));
    assert_eq!((&shown["quality_score"], &shown["is_file_missing"]), (&Value::Null, &json!(false)));
    let parent_shown = run(&sample, "content.get", json!({ "content_id": parent.id })).await;
    assert_eq!(parent_shown["children"][0]["id"], child.id.to_string());

    std::fs::remove_file(sample.studio.library().media_dir().join(&child.file)).unwrap();
    assert_eq!(run(&sample, "content.get", json!({ "content_id": child.id })).await["is_file_missing"], true);
    let error = sample.studio.run("content.get", json!({ "content_id": ContentId::new() })).await.unwrap_err();
    assert_eq!((error.code, &error.details["kind"]), (Code::NotFound, &json!("content")));
}

#[tokio::test]
async fn previews_and_downloads_name_files() {
    let sample = Sample::new().await;
    let row = sample.add(|_| {}).await;
    for (name, input, variant) in [
        ("content.preview", json!({ "content_id": row.id }), "640"),
        ("content.preview", json!({ "content_id": row.id, "size": 100 }), "100"),
        ("content.download", json!({ "content_id": row.id }), "full"),
    ] {
        let file: File = serde_json::from_value(run(&sample, name, input).await).unwrap();
        assert_eq!((file.kind.as_str(), file.variant.as_str(), &file.name), ("content", variant, &row.file_name));
        sample.studio.open_file(&file).await.unwrap();
    }
    let error = sample.studio.run("content.preview", json!({ "content_id": row.id, "size": 0 })).await.unwrap_err();
    assert_eq!(error.code, Code::ValidationError);
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_null_clears() {
    let sample = Sample::new().await;
    let id = sample.add(|_| {}).await.id;
    let with = async |fields: Value| {
        let mut input = fields;
        input["content_id"] = json!(id);
        sample.studio.run("content.update", input).await
    };
    let shown = with(json!({ "description": " by the sea ", "tags": ["Sea"], "approval_status": "rejected",
        "rejected_reason": "eyes", "quality_score": 0.85, "rating": "suggestive", "folder_path": "../../etc/Lisbon" }))
    .await
    .unwrap();
    assert_eq!((&shown["description"], &shown["tags"]), (&json!("by the sea"), &json!(["sea"])));
    assert_eq!((&shown["rejected_reason"], &shown["quality_score"]), (&json!("eyes"), &json!(0.85)));
    // A folder is a label: it goes nowhere near the disk.
    assert_eq!(shown["folder_path"], "../../etc/Lisbon");
    let shown =
        with(json!({ "quality_score": null, "tags": null, "folder_path": null, "is_nsfw": true })).await.unwrap();
    assert_eq!(
        (&shown["quality_score"], &shown["tags"], &shown["folder_path"]),
        (&Value::Null, &json!([]), &json!(""))
    );
    assert_eq!((&shown["rating"], &shown["description"]), (&json!("nsfw"), &json!("by the sea")));
    let shown = with(json!({ "status": "approved" })).await.unwrap();
    assert_eq!((&shown["rejected_reason"], shown["decided_at"].is_string()), (&Value::Null, true));
    let shown = with(json!({ "approval_status": null })).await.unwrap();
    assert_eq!((&shown["approval_status"], &shown["decided_at"]), (&json!("pending"), &Value::Null));

    for (fields, field) in [
        (json!({ "quality_score": 8.5 }), "quality_score"),
        (json!({ "tags": [""] }), "tags[0]"),
        (json!({ "rejected_reason": "eyes" }), "rejected_reason"),
        (json!({ "rating": "safe", "is_nsfw": true }), "is_nsfw"),
        (json!({ "folder_path": "a\u{0}b" }), "folder_path"),
        (json!({ "description": "x".repeat(10_001) }), "description"),
        (json!({ "file": "x.png" }), "file"),
    ] {
        let error = with(fields.clone()).await.unwrap_err();
        assert_eq!(error.details["fields"][0]["field"], field, "{fields}: {error}");
    }
}

#[tokio::test]
async fn batches_say_what_they_changed_so_that_it_can_be_taken_back() {
    let sample = Sample::new().await;
    let made = pictures(&sample, &["red", "blue", "green"]).await;
    run(&sample, "content.reject", json!({ "content_id": made[1], "reason": "hands" })).await;
    run(&sample, "content.approve", json!({ "content_id": made[2] })).await;
    let stranger = ContentId::new();

    let done =
        run(&sample, "content.batch_approve", json!({ "content_ids": [made[0], made[1], made[2], stranger, made[0]] }))
            .await;
    assert_eq!((&done["changed"], &done["unchanged"], &done["not_found"]), (&json!(2), &json!(1), &json!([stranger])));
    let mut previous = done["previous"].as_array().unwrap().clone();
    previous.sort_by_key(|state| state["approval_status"].to_string());
    assert_eq!(
        (&previous[0]["approval_status"], &previous[1]["rejected_reason"]),
        (&json!("pending"), &json!("hands"))
    );

    for state in previous {
        let input = json!({ "content_ids": [state["content_id"]], "approval_status": state["approval_status"], "rejected_reason": state["rejected_reason"] });
        run(&sample, "content.batch_update", input).await;
    }
    let after = run(&sample, "content.list", json!({ "sort": "oldest" })).await;
    let states: Vec<&Value> =
        after["content"].as_array().unwrap().iter().map(|item| &item["approval_status"]).collect();
    assert_eq!(states, ["pending", "rejected", "approved"]);
    assert_eq!(after["content"][1]["rejected_reason"], "hands");

    let done = run(&sample, "content.batch_reject", json!({ "filter": { "q": "red" }, "reason": "dull" })).await;
    assert_eq!((&done["changed"], &done["previous"][0]["content_id"]), (&json!(1), &json!(made[0])));
    let done = run(
        &sample,
        "content.batch_update",
        json!({ "filter": {}, "add_tags": ["Set A"], "folder_path": "A", "rating": "safe" }),
    )
    .await;
    assert_eq!(done["changed"], 3);
    let done = run(
        &sample,
        "content.batch_update",
        json!({ "filter": { "tag": "set a" }, "remove_tags": ["set a"], "add_tags": ["b"] }),
    )
    .await;
    assert_eq!(done["changed"], 3);
    assert_eq!(run(&sample, "content.list", json!({ "tag": "b", "folder": "A", "rating": "safe" })).await["total"], 3);

    let done = run(&sample, "content.batch_delete", json!({ "content_ids": [made[0], made[1]] })).await;
    assert_eq!(done["changed"], 2);
    assert_eq!(run(&sample, "content.list", json!({})).await["total"], 1);
    let back = run(&sample, "trash.restore_many", json!({ "item_ids": [made[0], made[1], stranger] })).await;
    assert_eq!((back["restored"].as_array().unwrap().len(), &back["not_found"]), (2, &json!([stranger])));

    for (name, input, field) in [
        ("content.batch_approve", json!({}), "content_ids"),
        ("content.batch_approve", json!({ "content_ids": [] }), "content_ids"),
        ("content.batch_approve", json!({ "content_ids": [stranger], "filter": {} }), "content_ids"),
        ("content.batch_delete", json!({ "content_ids": vec![stranger; 5_001] }), "content_ids"),
        ("content.batch_reject", json!({ "filter": { "colour": "red" } }), "filter.colour"),
        ("content.batch_update", json!({ "filter": {}, "rejected_reason": "x" }), "rejected_reason"),
    ] {
        let error = sample.studio.run(name, input).await.unwrap_err();
        assert_eq!(error.details["fields"][0]["field"], field, "{name}: {error}");
    }
}

#[tokio::test]
async fn tags_come_and_go_and_are_found() {
    let sample = Sample::new().await;
    let id = sample.add(|_| {}).await.id;
    let shown = run(&sample, "content.tag", json!({ "content_id": id, "tags": ["Beach", "beach", "Sun"] })).await;
    assert_eq!(shown["tags"], json!(["beach", "sun"]));
    sample.clock.advance(chrono::TimeDelta::seconds(5));
    let before = shown["updated_at"].clone();
    let same = run(&sample, "content.tag", json!({ "content_id": id, "tags": ["sun"] })).await;
    assert_eq!(same["updated_at"], before, "nothing changed");
    let shown = run(&sample, "content.untag", json!({ "content_id": id, "tags": ["BEACH", "rain"] })).await;
    assert_eq!(shown["tags"], json!(["sun"]));
    assert_ne!(shown["updated_at"], before);
    assert_eq!(run(&sample, "content.list", json!({ "q": "beach" })).await["total"], 0);
    assert_eq!(run(&sample, "content.list", json!({ "q": "sun" })).await["total"], 1);
    let error =
        sample.studio.run("content.tag", json!({ "content_id": ContentId::new(), "tags": ["a"] })).await.unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}

#[tokio::test]
async fn deleted_items_lie_in_the_trash_until_it_is_emptied() {
    let sample = Sample::new().await;
    let made = pictures(&sample, &["red", "blue"]).await;
    let child = sample.add(|picture| picture.birth.parent_id = Some(made[0])).await;
    let file = {
        let mut read = sample.studio.library().read().await.unwrap();
        troupe_library::tables::content::get(&mut read, made[0]).await.unwrap().unwrap().file
    };
    let media = sample.studio.library().media_dir();
    run(&sample, "content.tag", json!({ "content_id": made[0], "tags": ["beach"] })).await;
    let gone = run(&sample, "content.delete", json!({ "content_id": made[0] })).await;
    assert_eq!(run(&sample, "content.delete", json!({ "content_id": made[0] })).await, gone);
    assert_eq!(run(&sample, "content.list", json!({ "q": "red" })).await["total"], 0);
    let error = sample.studio.run("content.approve", json!({ "content_id": made[0] })).await.unwrap_err();
    assert_eq!(error.code, Code::Conflict);

    let trash = run(&sample, "trash.list", json!({})).await;
    assert_eq!((&trash["total"], &trash["items"][0]["item_id"]), (&json!(1), &json!(made[0])));
    assert_eq!(trash["items"][0]["content"]["tags"], json!(["beach"]));
    run(&sample, "trash.restore", json!({ "item_id": made[0] })).await;
    // A second press finds it back already.
    assert_eq!(run(&sample, "trash.restore", json!({ "item_id": made[0] })).await["restored"], json!([]));
    assert_eq!(run(&sample, "content.list", json!({ "tag": "beach" })).await["total"], 1);

    run(&sample, "content.delete", json!({ "content_id": made[0] })).await;
    assert_eq!(run(&sample, "trash.empty", json!({ "older_than_days": 1 })).await["removed"], 0);
    assert!(media.join(&file).is_file());
    sample.clock.advance(chrono::TimeDelta::days(2));
    let emptied = run(&sample, "trash.empty", json!({ "older_than_days": 1 })).await;
    assert_eq!((&emptied["removed"], &emptied["failed"]), (&json!(1), &json!([])));
    assert!(emptied["freed_bytes"].as_i64().unwrap() > 0 && !media.join(&file).exists());
    // What was derived from it stays, and its other traces are gone.
    assert_eq!(run(&sample, "content.get", json!({ "content_id": child.id })).await["parent"], Value::Null);
    assert_eq!(run(&sample, "content.list", json!({ "q": "beach" })).await["total"], 0);
    let error = sample.studio.run("trash.restore", json!({ "item_id": made[0] })).await.unwrap_err();
    assert_eq!((error.code, &error.details["kind"]), (Code::NotFound, &json!("trash_item")));
    let checked = run(&sample, "library.check", json!({})).await;
    assert_eq!((&checked["files_without_row"], &checked["content_without_file"]), (&json!([]), &json!([])));
    assert_eq!(
        sample.studio.run("trash.empty", json!({ "older_than_days": 4_000_000_000_u32 })).await.unwrap()["removed"],
        0
    );
}

#[tokio::test]
async fn pictures_answer_to_the_names_of_their_files() {
    let sample = Sample::new().await;
    pictures(&sample, &["red", "blue", "green"]).await;
    let list = run(&sample, "content.images", json!({ "sort": "name" })).await;
    assert_eq!((&list["total"], &list["limit"]), (&json!(3), &json!(48)));
    let names: Vec<String> =
        list["items"].as_array().unwrap().iter().map(|item| item["filename"].as_str().unwrap().to_owned()).collect();
    assert!(names.is_sorted());
    assert_eq!(run(&sample, "content.images", json!({ "q": "blue" })).await["total"], 1);

    let gone = run(&sample, "content.image_delete", json!({ "filename": names[0] })).await;
    assert_eq!(gone["deleted"], json!([names[0]]));
    let gone =
        run(&sample, "content.images_delete", json!({ "filenames": [names[0], names[1], "../library.db"] })).await;
    assert_eq!((&gone["deleted"], &gone["not_found"]), (&json!([names[1]]), &json!([names[0], "../library.db"])));
    assert_eq!(run(&sample, "content.images", json!({})).await["total"], 1);
    let error = sample.studio.run("content.image_delete", json!({ "filename": "nothing.png" })).await.unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}

#[tokio::test]
async fn zips_hold_the_files_and_name_what_is_missing() {
    let sample = Sample::new().await;
    let made = pictures(&sample, &["red", "blue"]).await;
    let lost = sample.add(|picture| picture.recipe.prompt = Some("lost".into())).await;
    std::fs::remove_file(sample.studio.library().media_dir().join(&lost.file)).unwrap();

    let file = run(&sample, "content.batch_download", json!({ "content_ids": [made[0], made[1], lost.id] })).await;
    let entries = read_zip(&sample.studio, file).await;
    assert_eq!(entries.len(), 3);
    assert!(entries[0].1 > 500 && entries[2].0 == "missing.txt", "{entries:?}");

    let file = run(&sample, "content.images_download", json!({ "q": "blue" })).await;
    let entries = read_zip(&sample.studio, file).await;
    assert_eq!(entries.len(), 1);
    let file = run(&sample, "content.images_download", json!({ "filenames": [entries[0].0] })).await;
    assert_eq!(read_zip(&sample.studio, file).await, entries);
    for (name, input) in [
        ("content.images_download", json!({ "filenames": ["nothing.png"] })),
        ("content.images_download", json!({ "q": "nothing" })),
        ("content.batch_download", json!({ "filter": { "q": "nothing" } })),
    ] {
        assert_eq!(sample.studio.run(name, input).await.unwrap_err().code, Code::NotFound);
    }
}

#[tokio::test]
async fn strangers_are_adopted_and_gaps_forgotten_only_when_asked() {
    let sample = Sample::new().await;
    let kept = sample.add(|_| {}).await;
    let lost = sample.add(|_| {}).await;
    let media = sample.studio.library().media_dir();
    std::fs::remove_file(media.join(&lost.file)).unwrap();
    std::fs::create_dir_all(media.join("holiday")).unwrap();
    std::fs::copy(media.join(&kept.file), media.join("holiday/copy.png")).unwrap();
    std::fs::write(media.join("holiday/notes.txt"), b"not a picture").unwrap();
    std::fs::copy(media.join(&kept.file), media.join("holiday").join(&kept.file_name)).unwrap();

    let found = run(&sample, "library.check", json!({})).await;
    assert_eq!(found["files_without_row"].as_array().unwrap().len(), 3);
    assert_eq!(found["content_without_file"][0]["content_id"], lost.id.to_string());

    let twin = format!("holiday/{}", kept.file_name);
    let adopted = run(
        &sample,
        "library.adopt",
        json!({ "files": ["holiday/copy.png", "holiday/notes.txt", twin, "../library.db", kept.file] }),
    )
    .await;
    assert_eq!(adopted["content_ids"].as_array().unwrap().len(), 1, "{adopted}");
    assert_eq!(adopted["refused"].as_array().unwrap().len(), 4);
    assert!(adopted["refused"][1]["message"].as_str().unwrap().contains("rename"), "{adopted}");
    let shown = run(&sample, "content.get", json!({ "content_id": adopted["content_ids"][0] })).await;
    assert_eq!(
        (&shown["source"], &shown["seed"], &shown["run_id"]),
        (&json!("imported"), &json!(81_204), &Value::Null)
    );

    let error = sample.studio.run("library.forget", json!({ "content_ids": [lost.id, kept.id] })).await.unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    let gone = run(&sample, "library.forget", json!({ "content_ids": [lost.id, ContentId::new()] })).await;
    assert_eq!((&gone["forgotten"], gone["not_found"].as_array().unwrap().len()), (&json!([lost.id]), 1));
    assert_eq!(run(&sample, "library.check", json!({})).await["content_without_file"], json!([]));
}

#[tokio::test]
async fn approving_a_picture_that_was_made_here_rates_it_unless_nsfw_is_made_for_it_too() {
    let sample = Sample::new().await;
    let (mira, kim) = (sample.character("Mira").await, sample.character("Kim").await);
    let account =
        json!({ "platform": "onlyfans", "character_id": kim, "auth_data": { "fields": { "handle": "kim" } } });
    let id = run(&sample, "accounts.connect", account).await["account_id"].clone();
    run(&sample, "accounts.update", json!({ "account_id": id, "allows_nsfw": true })).await;
    let of = async |character| sample.add(|picture| picture.birth.character_id = Some(character)).await.id;
    let explicit = sample.add(|picture| picture.birth.rating = Rating::Nsfw).await.id;
    let upscaled = sample
        .add(|picture| (picture.birth.character_id, picture.birth.parent_id) = (Some(mira), Some(explicit)))
        .await
        .id;
    let rejected = of(mira).await;
    run(&sample, "content.reject", json!({ "content_id": rejected })).await;
    let (first, second, third, kims) = (of(mira).await, of(mira).await, of(mira).await, of(kim).await);
    let decided = run(&sample, "content.approve", json!({ "content_id": first })).await;
    assert_eq!((&decided["content"]["rating"], &decided["previous"]["rating"]), (&json!("safe"), &json!("unknown")));
    run(&sample, "content.update", json!({ "content_id": second, "approval_status": "approved" })).await;
    run(&sample, "content.batch_approve", json!({ "content_ids": [third, kims, explicit, upscaled] })).await;
    for (id, rating) in [
        (second, "safe"),
        (third, "safe"),
        (kims, "unknown"),
        (explicit, "nsfw"),
        (upscaled, "unknown"),
        (rejected, "unknown"),
    ] {
        assert_eq!(run(&sample, "content.get", json!({ "content_id": id })).await["rating"], rating, "{id}");
    }
    let named = json!({ "content_ids": [rejected], "approval_status": "approved", "rating": "unknown" });
    run(&sample, "content.batch_update", named).await;
    assert_eq!(run(&sample, "content.get", json!({ "content_id": rejected })).await["rating"], "unknown");
}
