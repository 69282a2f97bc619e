//! Characters that leave and come in, through the registry.

#![allow(clippy::unwrap_used)]

use crate::{
    Body, Caller, Code, File, Studio,
    media_files::samples::Sample,
    operations::characters::tests::{Place, fields, id, place, png},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::{io::Write, path::PathBuf};
use tokio::io::AsyncReadExt;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Exports a character into a file of the folder.
async fn export(studio: &Studio, input: Value, into: PathBuf) -> PathBuf {
    let answer = studio.run("characters.export", input).await.unwrap();
    let file: File = serde_json::from_value(answer).unwrap();
    assert_eq!((file.kind.as_str(), file.mime_type.as_str()), ("export", "application/zip"));
    let Body::Disk(mut reader, size_bytes) = studio.open_file(&file).await.unwrap().body else { panic!("no file") };
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(bytes.len() as u64, size_bytes);
    assert_eq!(std::fs::read_dir(studio.library().uploads_dir()).unwrap().count(), 0);
    std::fs::write(&into, bytes).unwrap();
    into
}

fn write_zip(place: &Place, name: &str, entries: &[(&str, &[u8])]) -> Value {
    let path = place.folder.path().join(name);
    let mut zip = ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    json!({ "path": path })
}

fn write(place: &Place, name: &str, bytes: &[u8]) -> Value {
    let path = place.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    json!({ "path": path })
}

#[tokio::test]
async fn a_character_comes_back_as_it_went() {
    let sample = Sample::new().await;
    let run = async |name: &str, input: Value| sample.studio.run(name, input).await.unwrap();
    let picture = |shade| {
        let path = sample.folder.path().join(format!("{shade}.png"));
        std::fs::write(&path, png(600, shade)).unwrap();
        json!({ "path": path })
    };
    let ada = run(
        "characters.create",
        json!({ "name": "Ada L", "age": 27, "bio": "Paints.", "timezone": "Europe/Stockholm", "interests": ["boats"],
                "personality": { "humor": 0.9 }, "platforms": ["x"], "narrative": "n", "disclosure": { "overlay": true },
                "appearance": { "hair_color": "copper", "loras": [{ "name": "ada", "strength": 0.7 }], "base_model": "m" },
                "profile_image": picture(1) }),
    )
    .await;
    run("references.add", json!({ "character_id": ada["id"], "files": [picture(2), picture(3)], "caption": "side" }))
        .await;
    let references = run("references.list", json!({ "character_id": ada["id"] })).await;
    let second = &references["references"][1]["id"];
    run("references.update", json!({ "character_id": ada["id"], "reference_id": second, "is_primary": true })).await;
    run("characters.update", json!({ "character_id": ada["id"], "appearance": { "face_reference": second } })).await;
    for name in ["Casual", "Evening"] {
        let style = json!({ "character_id": ada["id"], "name": name, "prompt_prefix": name, "is_default": true, "settings": { "steps": 9 } });
        run("styles.create", style).await;
    }
    let item =
        sample.add(|new| new.birth.character_id = Some(serde_json::from_value(ada["id"].clone()).unwrap())).await;
    run("content.approve", json!({ "content_id": item.id })).await;
    run("content.update", json!({ "content_id": item.id, "tags": ["sea"], "description": "at sea" })).await;

    let target = place().await;
    let file = export(
        &sample.studio,
        json!({ "character_id": ada["id"], "with_content": true }),
        sample.folder.path().join("a.zip"),
    )
    .await;
    let report = target.run("characters.import", json!({ "path": file })).await;
    assert_eq!(
        (&report["made"][0]["name"], &report["refused"], &report["made"][0]["notes"]),
        (&json!("Ada L"), &json!([]), &json!([]))
    );
    let before = run("characters.get", json!({ "character_id": ada["id"] })).await;
    let after = target.run("characters.get", json!({ "character_id": report["made"][0]["character_id"] })).await;
    for field in
        ["name", "bio", "age", "timezone", "interests", "personality", "platforms", "narrative", "disclosure", "origin"]
    {
        assert_eq!(before[field], after[field], "{field}");
    }
    assert_ne!(before["id"], after["id"]);
    for field in ["hair_color", "loras", "base_model"] {
        assert_eq!(before["appearance"][field], after["appearance"][field], "{field}");
    }
    let shape = |character: &Value| -> Vec<Value> {
        let references = character["references"].as_array().unwrap().iter();
        references
            .map(|one| {
                json!([
                    one["name"],
                    one["caption"],
                    one["is_primary"],
                    one["id"] == character["profile_image"],
                    one["id"] == character["appearance"]["face_reference"]
                ])
            })
            .collect()
    };
    assert_eq!(shape(&before).len(), 3);
    assert_eq!(shape(&before), shape(&after));
    let styles = |character: &Value| -> Vec<Value> {
        let styles = character["styles"].as_array().unwrap().iter();
        styles.map(|one| json!([one["name"], one["prompt_prefix"], one["settings"], one["is_default"]])).collect()
    };
    assert_eq!(styles(&before), styles(&after));
    let list = target.run("content.list", json!({ "character_id": after["id"] })).await;
    let came = &list["content"][0];
    assert_eq!(
        (&came["approval_status"], &came["description"], &came["tags"]),
        (&json!("approved"), &json!("at sea"), &json!(["sea"]))
    );
    assert_eq!((&came["prompt"], &came["source"]), (&json!(item.prompt), &json!("imported")));
    assert_eq!(target.files(), 4);

    // Again makes another one, and without its pictures where they are not wanted.
    target.run("characters.import", json!({ "path": file, "with_content": false })).await;
    assert_eq!(target.run("content.list", json!({})).await["total"], 1);
    assert_eq!(target.run("characters.list", json!({})).await["total"], 2);
    let small = export(&sample.studio, json!({ "character_id": ada["id"] }), sample.folder.path().join("b.zip")).await;
    assert!(small.metadata().unwrap().len() < file.metadata().unwrap().len());
}

#[tokio::test]
async fn a_list_is_taken_row_by_row() {
    let place = place().await;
    let rows = json!([
        { "id": 7, "name": "Ada", "age": 25, "created_at": "2024", "model": "sdxl", "appearance": { "hair_color": "red", "shoe": 3 }, "bio": null,
          "styles": [{ "name": "Casual" }, { "name": "Formal", "is_default": true }] },
        { "name": "Kid", "age": 12 },
        { "name": "Bea", "age": 30, "profile_image": STANDARD.encode(png(600, 1)) },
        { "age": 30 },
        "Cleo",
        { "name": "Dora", "age": 30, "timezone": "Europe/Berln" },
        { "name": "Eve", "age": 30, "profile_image": "http://127.0.0.1/x.png" },
        { "name": "Fay", "age": 30, "appearance": { "prompt_prefix": "a schoolgirl" } },
        { "name": "Gus", "age": 30, "styles": [{ "name": "A" }, { "name": "A" }] },
        { "name": "Hal", "age": 30, "personality": { "humor": 7 } },
    ]);
    let expected = [
        (1, "characters[1].age"),
        (3, "characters[3].name"),
        (4, "characters[4]"),
        (5, "characters[5].timezone"),
        (6, "characters[6].profile_image"),
        (7, "characters[7].appearance.prompt_prefix"),
        (8, "characters[8].styles[1].name"),
        (9, "characters[9].personality.humor"),
    ];
    let report = place.run("characters.import", write(&place, "characters.json", rows.to_string().as_bytes())).await;
    let made: Vec<_> = report["made"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(made, ["Ada", "Bea"]);
    assert_eq!(report["made"][0]["notes"], json!(["Not known here and left out: model, appearance.shoe."]));
    let refused: Vec<_> = report["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["index"].as_u64().unwrap(), one["error"]["details"]["fields"][0]["field"].as_str().unwrap()))
        .collect();
    assert_eq!(refused, expected);
    let ada = place.run("characters.get", json!({ "character_id": report["made"][0]["character_id"] })).await;
    assert_eq!((&ada["appearance"]["hair_color"], &ada["styles"][0]["name"]), (&json!("red"), &json!("Formal")));
    assert_eq!((place.run("characters.list", json!({})).await["total"].clone(), place.files()), (json!(2), 1));

    let wrapped = json!({ "characters": [{ "name": "Ida", "age": 40 }] });
    for input in [
        write(&place, "w.json", wrapped.to_string().as_bytes()),
        wrapped,
        write(&place, "one.json", b"\xef\xbb\xbf{\"name\":\"Jo\",\"age\":41}"),
    ] {
        assert_eq!(place.run("characters.import", input).await["made"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_bad_file_is_refused_in_words_and_nothing_is_made() {
    let place = place().await;
    let manifest = |change: &dyn Fn(&mut Value)| {
        let mut manifest = json!({ "format": "troupe-character", "version": 1, "character": { "name": "Ada", "age": 25 },
            "references": [{ "file": "references/a.png", "name": "a.png" }] });
        change(&mut manifest);
        manifest.to_string().into_bytes()
    };
    let picture = png(600, 1);
    let good = manifest(&|_| {});
    let zip = |name: &str, manifest: &[u8]| {
        write_zip(&place, name, &[("references/a.png", &picture), ("character.json", manifest)])
    };
    let whole = zip("whole.zip", &good);
    let whole = std::fs::read(whole["path"].as_str().unwrap()).unwrap();
    // A list of 200 MB that takes no place on the disk.
    let huge = place.folder.path().join("huge.json");
    std::fs::File::create(&huge).unwrap().set_len(200_000_000).unwrap();
    let zeros = vec![0_u8; 101_000_000];
    let mut renamed = whole.clone();
    let at = renamed.windows(9).rposition(|window| window == b"character").unwrap();
    renamed[at..at + 9].copy_from_slice(b"../../../");
    let mut crowded = whole.clone();
    let end = crowded.len() - 22;
    crowded[end + 8..end + 12].copy_from_slice(&[0xff; 4]);

    for (input, code, words) in [
        (json!({ "path": huge }), Code::PayloadTooLarge, "200 MB"),
        (write(&place, "empty", b""), Code::ValidationError, "JSON"),
        (write(&place, "text", b"hello"), Code::ValidationError, "JSON"),
        (write(&place, "number", b"3"), Code::ValidationError, "no list"),
        (write(&place, "none", b"[]"), Code::ValidationError, "empty"),
        (write(&place, "object", b"{\"a\":1}"), Code::ValidationError, "no list"),
        (write(&place, "rows", b"[{\"name\":\"Kid\",\"age\":12}]"), Code::ValidationError, "18 or over"),
        (write(&place, "two", b"[{\"name\":\"Kid\",\"age\":12},{}]"), Code::ValidationError, "None of the 2"),
        (write(&place, "cut.zip", &whole[..whole.len() / 2]), Code::ValidationError, "cut off"),
        (write(&place, "dots.zip", &renamed), Code::ValidationError, "outside"),
        (write(&place, "crowded.zip", &crowded), Code::ValidationError, "entries"),
        (write_zip(&place, "other.zip", &[("a.txt", b"x")]), Code::ValidationError, "lacks character.json"),
        (
            write_zip(&place, "missing.zip", &[("character.json", &good)]),
            Code::ValidationError,
            "lacks references/a.png",
        ),
        (
            write_zip(&place, "bomb.zip", &[("character.json", &good), ("references/a.png", &zeros)]),
            Code::PayloadTooLarge,
            "references/a.png",
        ),
        (
            write_zip(&place, "fake.zip", &[("character.json", &good), ("references/a.png", b"no picture")]),
            Code::ValidationError,
            "not a picture",
        ),
        (zip("kind.zip", b"{\"format\":\"x\"}"), Code::ValidationError, "no character's file"),
        (zip("json.zip", b"{"), Code::ValidationError, "can't be read"),
        (zip("newer.zip", &manifest(&|m| m["version"] = json!(2))), Code::ValidationError, "newer"),
        (zip("kid.zip", &manifest(&|m| m["character"]["age"] = json!(12))), Code::ValidationError, "18 or over"),
        (
            zip("style.zip", &manifest(&|m| m["styles"] = json!([{ "name": "a", "prompt_prefix": "loli" }]))),
            Code::ValidationError,
            "under age",
        ),
        (
            zip("face.zip", &manifest(&|m| m["references"][0]["origin"] = json!("consent"))),
            Code::ValidationError,
            "consent",
        ),
        (
            zip("item.zip", &manifest(&|m| m["content"] = json!([{ "file": "content/x.png", "name": "x" }]))),
            Code::ValidationError,
            "lacks content/x.png",
        ),
        (json!({}), Code::ValidationError, "give a path"),
        (json!({ "characters": [], "path": "/a" }), Code::ValidationError, "not both"),
        (json!({ "characters": [] }), Code::ValidationError, "empty"),
        (json!({ "characters": vec![json!(0); 1001] }), Code::ValidationError, "at most 1000"),
    ] {
        let error = place.refused("characters.import", input.clone()).await;
        assert_eq!(error.code, code, "{input}: {error}");
        assert!(error.message.contains(words), "{input}: {error}");
    }
    let rest = place.studio.as_caller(Caller::Rest);
    let error = rest.run("characters.import", write(&place, "ok.zip", &whole)).await.unwrap_err();
    assert_eq!((error.code, fields(&error)), (Code::Forbidden, vec!["path"]));
    assert_eq!((place.run("characters.list", json!({})).await["total"].clone(), place.files()), (json!(0), 0));
    // The whole file is good. What its character says of pictures elsewhere does not count.
    let nosy = manifest(&|m| {
        m["character"]["profile_image"] = json!({ "path": place.png_file("secret.png", 600, 9) });
        m["character"]["appearance"] = json!({ "face_reference": "http://127.0.0.1/x.png" });
    });
    place.run("characters.import", zip("nosy.zip", &nosy)).await;
    assert_eq!(place.files(), 1);
}

#[tokio::test]
async fn a_consent_does_not_travel_and_is_named_anew() {
    let there = place().await;
    let consent = async |place: &Place| {
        let paper = write(place, "paper.txt", b"signed");
        id(&place.run("consents.create", json!({ "subject_name": "M", "scope": "s", "file": paper })).await)
    };
    let first = consent(&there).await;
    let ada = json!({ "name": "Ada", "age": 30, "origin": "consent", "consent_id": first, "profile_image": { "path": there.png_file("a.png", 600, 1) } });
    let ada = there.run("characters.create", ada).await;
    let file = export(&there.studio, json!({ "character_id": ada["id"] }), there.folder.path().join("a.zip")).await;
    let here = place().await;
    let error = here.refused("characters.import", json!({ "path": file })).await;
    assert_eq!(fields(&error), ["character.consent_id"]);
    let second = consent(&here).await;
    let report = here.run("characters.import", json!({ "path": file, "consent_id": second })).await;
    let made = here.run("characters.get", json!({ "character_id": report["made"][0]["character_id"] })).await;
    assert_eq!((&made["consent_id"], &made["references"][0]["consent_id"]), (&json!(second), &json!(second)));
}

#[tokio::test]
async fn a_missing_file_is_left_out_and_named() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let path = place.png_file("a.png", 600, 1);
    place.run("references.add", json!({ "character_id": ada, "path": path })).await;
    let folder = place.studio.library().media_dir().join("ada/references");
    for entry in std::fs::read_dir(&folder).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let file = export(&place.studio, json!({ "character_id": ada }), place.folder.path().join("a.zip")).await;
    let report = place.run("characters.import", json!({ "path": file })).await;
    let made = place.run("characters.get", json!({ "character_id": report["made"][0]["character_id"] })).await;
    assert_eq!(made["references"], json!([]));
    let gone = json!({ "character_id": "018f0000-0000-7000-8000-000000000000" });
    assert_eq!(place.refused("characters.export", gone).await.code, Code::NotFound);
}
