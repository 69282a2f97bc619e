//! References through the registry.

#![allow(clippy::unwrap_used)]

use crate::{
    Body, Caller, Code, File,
    operations::characters::tests::{Place, fields, id, place, png},
    tasks::empty_trash,
};
use serde_json::{Value, json};

async fn add(place: &Place, character: &str, files: Value) -> Value {
    place.run("references.add", json!({ "character_id": character, "files": files })).await
}

async fn list(place: &Place, character: &str) -> Vec<Value> {
    let list = place.run("references.list", json!({ "character_id": character })).await;
    list["references"].as_array().unwrap().clone()
}

#[tokio::test]
async fn each_file_is_taken_or_refused_for_itself() {
    let place = place().await;
    let ada = place.character("Ada Æ/../x").await;
    let good = place.png_file("good one.png", 600, 1);
    let same = place.png_file("same.png", 600, 1);
    let other = place.png_file("other.png", 300, 2);
    let write = |name: &str, bytes: &[u8]| {
        let path = place.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        json!({ "path": path })
    };
    let cut = png(600, 3);
    let answer = add(
        &place,
        &ada,
        json!([
            { "path": good, "caption": "front" },
            { "path": same },
            write("empty.png", b""),
            write("cut.png", &cut[..cut.len() / 2]),
            write("text.png", b"no picture at all, but some words"),
            { "path": place.folder.path() },
            { "path": place.folder.path().join("gone.png") },
            { "url": "http://10.0.0.1/a.png" },
            { "upload_id": "018f0000-0000-7000-8000-000000000000" },
            { "content_id": "018f0000-0000-7000-8000-000000000000" },
            { "path": good, "url": "https://example.org" },
            {},
            { "path": other },
        ]),
    )
    .await;
    let outcomes: Vec<_> =
        answer["results"].as_array().unwrap().iter().map(|result| result["outcome"].as_str().unwrap()).collect();
    let refused = ["refused"; 10];
    assert_eq!(outcomes, [&["added", "already_there"], &refused[..], &["added"]].concat());
    assert_eq!((&answer["added"], &answer["already_there"], &answer["refused"]), (&json!(2), &json!(1), &json!(10)));
    for (at, words) in [
        (2, "empty"),
        (3, "cut off"),
        (4, "not a picture"),
        (5, "folder"),
        (6, "not there"),
        (7, "own network"),
        (8, "24 hours"),
        (11, "exactly one"),
    ] {
        let message = answer["results"][at]["error"]["message"].as_str().unwrap();
        assert!(message.contains(words), "{at}: {message}");
    }
    assert_eq!(answer["results"][3]["error"]["details"]["fields"][0]["field"], "files[3]");
    assert_eq!(answer["results"][1]["reference"]["id"], answer["results"][0]["reference"]["id"]);
    let references = list(&place, &ada).await;
    assert_eq!(references.len(), 2);
    assert_eq!(
        (&references[0]["is_primary"], &references[0]["caption"], &references[0]["face"]),
        (&json!(true), &json!("front"), &json!("not_measured"))
    );
    assert_eq!((&references[1]["is_primary"], &references[1]["name"]), (&json!(false), &json!("other.png")));
    assert!(references[0]["sharpness"].as_f64().unwrap() > 100.0);
    assert_eq!(references[0]["suggestions"], json!([]));
    assert_eq!(references[1]["suggestions"][0]["code"], "small");
    assert_eq!(place.files(), 2);
}

#[tokio::test]
async fn when_nothing_was_taken_the_call_fails() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let good = place.png_file("a.png", 600, 1);
    let rest = place.studio.as_caller(Caller::Rest);
    for (input, code, words) in [
        (json!({ "path": good }), Code::Forbidden, "upload"),
        (json!({ "url": "http://192.168.0.1/x" }), Code::ValidationError, "own network"),
        (json!({ "files": [{ "path": good }, { "path": good }] }), Code::ValidationError, "None of the 2"),
        (json!({}), Code::ValidationError, "at least one"),
        (json!({ "files": [] }), Code::ValidationError, "at least one"),
        (json!({ "files": vec![json!({ "path": "/a" }); 51] }), Code::ValidationError, "at most 50"),
        (json!({ "url": "https://a.example", "files": [{ "path": good }] }), Code::ValidationError, "not both"),
        (json!({ "path": good, "colour": 1 }), Code::ValidationError, "colour"),
        (json!({ "path": good, "origin": "consent" }), Code::ValidationError, "consent"),
    ] {
        let mut input = input;
        input["character_id"] = json!(ada);
        let error = rest.run("references.add", input.clone()).await.unwrap_err();
        assert_eq!(error.code, code, "{input}: {error}");
        assert!(error.message.contains(words), "{input}: {error}");
    }
    assert_eq!(place.files(), 0);
}

#[tokio::test]
async fn an_upload_becomes_a_reference_over_rest() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let mut upload = place.studio.begin_upload("me.png").await.unwrap();
    upload.write(&png(600, 5)).await.unwrap();
    let upload_id = upload.finish().await.unwrap();
    let rest = place.studio.as_caller(Caller::Rest);
    let answer = rest.run("references.add", json!({ "character_id": ada, "upload_id": upload_id })).await.unwrap();
    assert_eq!(answer["results"][0]["reference"]["source"], "upload");
}

#[tokio::test]
async fn one_reference_is_always_primary() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let files: Vec<_> =
        (1..4).map(|shade| json!({ "path": place.png_file(&format!("{shade}.png"), 600, shade) })).collect();
    add(&place, &ada, json!(files)).await;
    let ids: Vec<_> = list(&place, &ada).await.iter().map(id).collect();
    let with = |reference: &str, more: Value| {
        let mut input = json!({ "character_id": ada, "reference_id": reference });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let changed = place
        .run(
            "references.update",
            with(&ids[2], json!({ "is_primary": true, "caption": "side", "use_for_training": false })),
        )
        .await;
    assert_eq!(
        (&changed["is_primary"], &changed["caption"], &changed["use_for_training"]),
        (&json!(true), &json!("side"), &json!(false))
    );
    assert_eq!(list(&place, &ada).await.iter().filter(|one| one["is_primary"] == true).count(), 1);
    let error = place.refused("references.update", with(&ids[2], json!({ "is_primary": false }))).await;
    assert_eq!(fields(&error), ["is_primary"]);
    let left = place.run("references.delete", with(&ids[2], json!({}))).await;
    assert_eq!(left["primary_reference_id"], ids[0]);
    place.run("references.delete", with(&ids[0], json!({}))).await;
    let left = place.run("references.delete", with(&ids[1], json!({}))).await;
    assert_eq!(left["primary_reference_id"], Value::Null);
    assert_eq!(place.refused("references.delete", with(&ids[1], json!({}))).await.code, Code::NotFound);
    let bea = place.character("Bea").await;
    let answer = add(&place, &bea, json!([files[0]])).await;
    let stolen = with(answer["results"][0]["reference"]["id"].as_str().unwrap(), json!({ "caption": "x" }));
    assert_eq!(place.refused("references.update", stolen).await.details["kind"], "reference");
}

#[tokio::test]
async fn a_deleted_reference_comes_back_as_what_it_was() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let files: Vec<_> =
        (1..3).map(|shade| json!({ "path": place.png_file(&format!("{shade}.png"), 600, shade) })).collect();
    add(&place, &ada, json!(files)).await;
    let before = list(&place, &ada).await;
    let at = json!({ "character_id": ada, "reference_id": before[0]["id"] });
    let shown = json!({ "character_id": ada, "profile_image": before[0]["id"] });
    place.run("characters.update", shown).await;

    place.run("references.delete", at.clone()).await;
    assert_eq!(list(&place, &ada).await.len(), 1);
    let character = || place.run("characters.get", json!({ "character_id": ada }));
    assert_eq!(character().await["profile_image"], Value::Null);
    let trash = place.run("references.deleted", json!({})).await;
    assert_eq!((&trash["total"], &trash["references"][0]["character_name"]), (&json!(1), &json!("Ada")));
    let checked = place.run("library.check", json!({})).await;
    assert_eq!(checked["files_without_row"], json!([]));

    let back = place.run("references.restore", at.clone()).await;
    assert_eq!((&back["id"], &back["is_primary"], &back["name"]), (&before[0]["id"], &json!(true), &json!("1.png")));
    assert_eq!(character().await["profile_image"], before[0]["id"]);
    assert_eq!(list(&place, &ada).await.iter().map(id).collect::<Vec<_>>(), before.iter().map(id).collect::<Vec<_>>());
    // A second press finds it back already.
    assert_eq!(place.run("references.restore", at.clone()).await["id"], before[0]["id"]);
    assert_eq!(place.run("references.deleted", json!({})).await["total"], 0);

    // The same picture may be added anew meanwhile; then there is nothing to take back.
    place.run("references.delete", at.clone()).await;
    assert_eq!(add(&place, &ada, json!([files[0]])).await["added"], 1);
    assert_eq!(place.refused("references.restore", at.clone()).await.code, Code::Conflict);
    let bea = place.character("Bea").await;
    let stolen = json!({ "character_id": bea, "reference_id": before[0]["id"] });
    assert_eq!(place.refused("references.restore", stolen).await.code, Code::NotFound);
}

#[tokio::test]
async fn deleted_references_go_for_good_after_the_days_of_the_settings() {
    let place = place().await;
    let ada = place.character("Ada").await;
    place.run("settings.update", json!({ "storage": { "trash_days": 10 } })).await;
    let answer = add(&place, &ada, json!([{ "path": place.png_file("a.png", 600, 1) }])).await;
    let at = json!({ "character_id": ada, "reference_id": answer["results"][0]["reference"]["id"] });
    place.run("references.delete", at.clone()).await;
    place.clock.advance(chrono::TimeDelta::days(9));
    empty_trash::empty(&place.studio).await.unwrap();
    assert_eq!(place.files(), 1);
    place.clock.advance(chrono::TimeDelta::days(1));
    empty_trash::empty(&place.studio).await.unwrap();
    assert_eq!(place.files(), 0);
    assert_eq!(place.refused("references.restore", at).await.code, Code::NotFound);
}

#[tokio::test]
async fn a_camera_s_picture_asks_whose_face_it_is() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let path = place.folder.path().join("phone.jpg");
    std::fs::write(&path, photo()).unwrap();
    let answer = add(&place, &ada, json!([{ "path": path }])).await;
    let reference = &answer["results"][0]["reference"];
    assert_eq!(reference["has_camera_data"], true);
    let codes = |reference: &Value| -> Vec<String> {
        reference["suggestions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(codes(reference).contains(&"whose_face".to_owned()), "{reference}");
    let input = json!({ "character_id": ada, "reference_id": reference["id"], "origin": "own_likeness" });
    let changed = place.run("references.update", input).await;
    assert!(!codes(&changed).contains(&"whose_face".to_owned()));
    let input = json!({ "character_id": ada, "reference_id": reference["id"], "origin": "consent" });
    assert_eq!(fields(&place.refused("references.update", input).await), ["consent_id"]);
}

#[tokio::test]
async fn a_reference_is_read_as_a_file_and_in_small() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let path = place.png_file("a.png", 700, 8);
    let answer = add(&place, &ada, json!([{ "path": path }])).await;
    let reference = answer["results"][0]["reference"]["id"].as_str().unwrap().to_owned();
    let file = |variant: &str| File {
        kind: "reference".into(),
        id: reference.clone(),
        variant: variant.into(),
        name: String::new(),
        mime_type: String::new(),
        size_bytes: None,
    };
    for (variant, mime_type) in
        [("full", "image/png"), ("300", "image/jpeg"), ("320", "image/jpeg"), ("5000", "image/png")]
    {
        let open = place.studio.open_file(&file(variant)).await.unwrap();
        assert_eq!((open.name.as_str(), open.mime_type.as_str()), ("a.png", mime_type), "{variant}");
        assert!(matches!(open.body, Body::Disk(_, size) if size > 0));
    }
    assert_eq!(fields(&place.studio.open_file(&file("../x")).await.unwrap_err()), ["variant"]);
    place.run("references.delete", json!({ "character_id": ada, "reference_id": reference })).await;
    assert_eq!(place.studio.open_file(&file("320")).await.unwrap().name, "a.png");
    place.run("trash.empty", json!({})).await;
    assert_eq!(place.studio.open_file(&file("320")).await.unwrap_err().code, Code::NotFound);
    assert_eq!(std::fs::read_dir(place.studio.library().thumbnails_dir().join("references")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_picture_that_is_not_what_it_says_is_seen_through() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let path = place.folder.path().join("wrong.png");
    std::fs::write(&path, photo()).unwrap();
    let answer = add(&place, &ada, json!([{ "path": path }])).await;
    assert_eq!(answer["results"][0]["reference"]["mime_type"], "image/jpeg");
    let file = std::fs::read_dir(place.studio.library().media_dir().join("ada/references")).unwrap().next().unwrap();
    assert!(file.unwrap().file_name().to_string_lossy().ends_with(".jpg"));

    // A header that announces 50,000 × 50,000 pixels, with its checksum, and next to no data.
    let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xc3\x50\0\0\xc3\x50\x08\x02\0\0\0".to_vec();
    huge.extend([196, 205, 170, 157]);
    huge.extend(b"\0\0\0\x0bIDAT\x78\x9c\x63\x60\x80\x01\0\0\x0a\0\x01\x7f\x80\x74\x5e\0\0\0\0IEND\xae\x42\x60\x82");
    let path = place.folder.path().join("huge.png");
    std::fs::write(&path, huge).unwrap();
    let error = place.refused("references.add", json!({ "character_id": ada, "path": path })).await;
    assert!(error.message.contains("50000 × 50000"), "{error}");
    assert_eq!((fields(&error), place.files()), (vec!["file"], 1));
}

/// A JPEG whose EXIF names a maker.
fn photo() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(600, 600, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let bytes = bytes.into_inner();
    // TIFF, little-endian: one directory with Make (0x010F, ASCII, four bytes that fit in place).
    let mut exif = b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x0f\x01\x02\0\x04\0\0\0Cam\0\0\0\0\0".to_vec();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut segment = vec![0xff, 0xe1, length[0], length[1]];
    segment.append(&mut exif);
    [&bytes[..2], &segment, &bytes[2..]].concat()
}
