//! Characters through the registry, and the place that tests of their neighbours stand on.

#![allow(clippy::unwrap_used)]

use crate::{Clock, Code, Error, OpenOptions, Studio, origins, tasks::resume_characters};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use troupe_library::tables::characters;

pub(crate) struct Place {
    pub(crate) studio: Studio,
    pub(crate) clock: Clock,
    pub(crate) folder: tempfile::TempDir,
}

/// A studio on a new library and a clock that stands still.
pub(crate) async fn place() -> Place {
    place_allowing(Vec::new()).await
}

pub(crate) async fn place_allowing(allowed_addresses: Vec<std::net::SocketAddr>) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(Utc::now());
    let options =
        OpenOptions { clock: clock.clone(), allowed_addresses, ..OpenOptions::new(folder.path().join("library")) };
    Place { studio: Studio::open(options).await.unwrap(), clock, folder }
}

impl Place {
    pub(crate) async fn run(&self, name: &str, input: Value) -> Value {
        self.studio.run(name, input).await.unwrap_or_else(|error| panic!("{name}: {error} {}", error.details))
    }

    pub(crate) async fn refused(&self, name: &str, input: Value) -> Error {
        match self.studio.run(name, input).await {
            Ok(answer) => panic!("{name} should be refused: {answer}"),
            Err(error) => error,
        }
    }

    pub(crate) async fn character(&self, name: &str) -> String {
        id(&self.run("characters.create", json!({ "name": name, "age": 25 })).await)
    }

    /// A PNG of that size and shade in the folder beside the library.
    pub(crate) fn png_file(&self, name: &str, side: u32, shade: u8) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, png(side, shade)).unwrap();
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn files(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .map(|path| if path.is_dir() { count(&path) } else { 1 })
                .sum()
        }
        count(&self.studio.library().media_dir())
    }
}

pub(crate) fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}

/// A drawn PNG; another shade is another picture.
pub(crate) fn png(side: u32, shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(side, side, |x, y| {
        if (x / 8 + y / 8) % 2 == 0 { image::Rgb([shade, 20, 20]) } else { image::Rgb([250, 250, shade]) }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub(crate) fn fields(error: &Error) -> Vec<&str> {
    error.details["fields"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_character_has_every_field_of_the_contract() {
    let place = place().await;
    let sent = json!({
        "name": "  Ada Lindqvist ", "bio": "Paints.", "age": 27, "location": "Malmö", "timezone": "Europe/Stockholm",
        "interests": ["photography", " travel ", "travel"],
        "personality": {
            "extroversion": 0.7, "creativity": 0.8, "humor": 0.6, "professionalism": 0.5, "authenticity": 0.9,
            "communication_style": "casual", "preferred_topics": ["tech"], "content_tone": "friendly",
            "temperature": 0.9, "llm_prompt": "Short sentences."
        },
        "appearance": {
            "hair_color": "copper", "eye_color": "green", "style_keywords": ["linen"], "style_preferences": ["sporty"],
            "face_consistency_method": "ip-adapter", "base_model": "sdxl.safetensors",
            "loras": [{ "name": "ada.safetensors", "strength": 0.8 }], "prompt_prefix": "photo of ada",
            "negative_prompt": "child, blurry"
        },
        "narrative": "She moved to the sea.", "platforms": ["Instagram", "x"],
        "disclosure": { "line": "Made with AI" }
    });
    let made = place.run("characters.create", sent).await;
    let got = place.run("characters.get", json!({ "character_id": made["id"] })).await;
    assert_eq!(made, got);
    assert_eq!(got["name"], "Ada Lindqvist");
    assert_eq!(got["interests"], json!(["photography", "travel"]));
    assert_eq!(got["personality"]["authenticity"], 0.9);
    assert_eq!(got["appearance"]["loras"], json!([{ "name": "ada.safetensors", "strength": 0.8 }]));
    assert_eq!(got["platforms"], json!(["instagram", "x"]));
    assert_eq!(got["disclosure"], json!({ "enabled": true, "line": "Made with AI", "overlay": false }));
    assert_eq!((&got["status"], &got["origin"]), (&json!("active"), &json!("fictional")));
    assert_eq!(got["platform_accounts"], json!([]));
    assert_eq!(got["stats"], json!({ "total_posts": 0, "total_followers": null, "total_engagement": null }));
}

#[tokio::test]
async fn bad_fields_are_refused_with_their_paths() {
    let place = place().await;
    for (input, expected) in [
        (json!({}), "name"),
        (json!({ "name": "A" }), "age"),
        (json!({ "name": " ", "age": 20 }), "name"),
        (json!({ "name": "A", "age": 17 }), "age"),
        (json!({ "name": "A", "age": -1 }), "age"),
        (json!({ "name": "A", "age": 17.9 }), "age"),
        (json!({ "name": "A", "age": "25" }), "age"),
        (json!({ "name": "A", "age": 20, "hobby": "x" }), "hobby"),
        (json!({ "name": "A", "age": 20, "timezone": "Europe/Berln" }), "timezone"),
        (json!({ "name": "A", "age": 20, "personality": { "humor": 1.5 } }), "personality.humor"),
        (json!({ "name": "A", "age": 20, "personality": { "humor": "x" } }), "personality.humor"),
        (json!({ "name": "A", "age": 20, "personality": { "temperature": 2.5 } }), "personality.temperature"),
        (json!({ "name": "A", "age": 20, "personality": { "mood": 1 } }), "personality.mood"),
        (
            json!({ "name": "A", "age": 20, "appearance": { "prompt_prefix": "a schoolgirl" } }),
            "appearance.prompt_prefix",
        ),
        (
            json!({ "name": "A", "age": 20, "appearance": { "style_keywords": ["ok", "teen"] } }),
            "appearance.style_keywords[1]",
        ),
        (
            json!({ "name": "A", "age": 20, "appearance": { "loras": [{ "name": "a", "strength": 9 }] } }),
            "appearance.loras[0].strength",
        ),
        (json!({ "name": "A", "age": 20, "origin": "consent" }), "consent_id"),
        (json!({ "name": "A", "age": 20, "profile_image": "no picture" }), "profile_image"),
        (json!({ "name": "A", "age": 20, "profile_image": 3 }), "profile_image"),
        (json!({ "name": "A", "age": 20, "profile_image": "http://127.0.0.1/a.png" }), "profile_image"),
        (json!({ "name": "A", "age": 20, "profile_image": { "path": "../a.png" } }), "profile_image.path"),
        (json!({ "name": "A".repeat(300), "age": 20 }), "name"),
    ] {
        let error = place.refused("characters.create", input.clone()).await;
        assert_eq!(error.code, Code::ValidationError, "{input}: {error}");
        assert_eq!(fields(&error), [expected], "{input}: {error}");
    }
    let error = place.refused("characters.create", json!({ "name": "A", "age": 3, "timezone": "Berlin?" })).await;
    assert_eq!(fields(&error), ["age", "timezone"]);
    assert_eq!(place.run("characters.list", json!({})).await["total"], 0);
}

#[tokio::test]
async fn an_update_changes_only_what_is_sent() {
    let place = place().await;
    let made = place
        .run(
            "characters.create",
            json!({ "name": "Ada", "age": 27, "bio": "Paints.", "location": "Malmö",
                    "personality": { "humor": 0.9, "creativity": 0.1 }, "appearance": { "hair_color": "copper" } }),
        )
        .await;
    let update = json!({ "character_id": id(&made), "location": null, "personality": { "humor": null },
                         "appearance": { "eye_color": "green" } });
    let changed = place.run("characters.update", update).await;
    assert_eq!((&changed["bio"], &changed["location"]), (&json!("Paints."), &json!("")));
    assert_eq!((&changed["personality"]["humor"], &changed["personality"]["creativity"]), (&json!(0.5), &json!(0.1)));
    assert_eq!(
        (&changed["appearance"]["hair_color"], &changed["appearance"]["eye_color"]),
        (&json!("copper"), &json!("green"))
    );
    for (input, field) in [
        (json!({ "age": 17 }), "age"),
        (json!({ "age": null }), "age"),
        (json!({ "name": null }), "name"),
        (json!({ "status": "active" }), "status"),
        (json!({ "origin": "consent" }), "consent_id"),
        (json!({ "appearance": { "hair_color": "little girl hair" } }), "appearance.hair_color"),
        (json!({ "profile_image": "018f0000-0000-7000-8000-000000000000" }), "profile_image"),
    ] {
        let mut input = input;
        input["character_id"] = made["id"].clone();
        assert_eq!(fields(&place.refused("characters.update", input).await), [field]);
    }
    let after = place.run("characters.get", json!({ "character_id": made["id"] })).await;
    assert_eq!(after, changed);
}

#[tokio::test]
async fn a_deleted_character_is_hidden_and_can_be_restored() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let by_id = json!({ "character_id": ada });
    place.run("characters.delete", by_id.clone()).await;
    assert_eq!(place.run("characters.list", json!({})).await["total"], 0);
    assert_eq!(place.run("characters.list", json!({ "is_deleted": true })).await["characters"][0]["id"], ada);
    for name in [
        "characters.get",
        "characters.delete",
        "characters.update",
        "characters.pause",
        "styles.list",
        "references.list",
    ] {
        let error = place.refused(name, by_id.clone()).await;
        assert_eq!((error.code, &error.details["is_deleted"]), (Code::NotFound, &json!(true)), "{name}");
    }
    place.run("characters.restore", by_id.clone()).await;
    place.run("characters.restore", by_id.clone()).await;
    assert_eq!(place.run("characters.get", by_id).await["deleted_at"], Value::Null);
    let stranger = json!({ "character_id": "018f0000-0000-7000-8000-000000000000" });
    assert_eq!(place.refused("characters.get", stranger).await.details["kind"], "character");
    assert_eq!(place.refused("characters.get", json!({ "character_id": "x" })).await.code, Code::ValidationError);
}

#[tokio::test]
async fn a_pause_ends_by_hand_or_on_time() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let until = place.clock.now() + TimeDelta::days(3);
    let paused =
        place.run("characters.pause", json!({ "character_id": ada, "until": until, "reason": "holiday" })).await;
    assert_eq!((&paused["status"], &paused["status_reason"]), (&json!("paused"), &json!("holiday")));
    assert_eq!(place.run("characters.list", json!({ "status": "paused" })).await["total"], 1);
    let error = place.refused("characters.pause", json!({ "character_id": ada, "until": place.clock.now() })).await;
    assert_eq!(fields(&error), ["until"]);

    assert_eq!(resume_characters::resume_due(&place.studio).await.unwrap(), Some(until));
    place.clock.advance(TimeDelta::days(3));
    assert_eq!(resume_characters::resume_due(&place.studio).await.unwrap(), None);
    let active = place.run("characters.get", json!({ "character_id": ada })).await;
    assert_eq!(
        (&active["status"], &active["paused_at"], &active["paused_until"]),
        (&json!("active"), &Value::Null, &Value::Null)
    );

    place.run("characters.pause", json!({ "character_id": ada })).await;
    place.clock.advance(TimeDelta::days(300));
    assert_eq!(resume_characters::resume_due(&place.studio).await.unwrap(), None);
    assert_eq!(place.run("characters.resume", json!({ "character_id": ada })).await["status"], "active");
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_paged() {
    let place = place().await;
    for (name, bio) in
        [("Zoë Ångström", "Sails around Gotland"), ("ada", "Paints boats"), ("Bea", "\"Quotes\" (and) *stars*")]
    {
        place.run("characters.create", json!({ "name": name, "age": 30, "bio": bio, "location": "Lisbon" })).await;
    }
    for (input, expected) in [
        (json!({}), vec!["ada", "Bea", "Zoë Ångström"]),
        (json!({ "limit": 1, "offset": 1 }), vec!["Bea"]),
        (json!({ "search": "zoe ang" }), vec!["Zoë Ångström"]),
        (json!({ "search": "boat" }), vec!["ada"]),
        (json!({ "search": "sails paints" }), vec![]),
        (json!({ "search": "\"quotes\" (" }), vec!["Bea"]),
        (json!({ "search": "NOT ada" }), vec![]),
        (json!({ "search": "Lisbon" }), vec![]),
        (json!({ "search": "  " }), vec!["ada", "Bea", "Zoë Ångström"]),
        (json!({ "search": "***" }), vec![]),
        (json!({ "status": "paused" }), vec![]),
        (json!({ "offset": 50 }), vec![]),
    ] {
        let list = place.run("characters.list", input.clone()).await;
        let names: Vec<_> =
            list["characters"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{input}");
    }
    let list = place.run("characters.list", json!({ "limit": 2 })).await;
    assert_eq!((&list["total"], &list["limit"], &list["offset"]), (&json!(3), &json!(2), &json!(0)));
    assert_eq!(place.run("characters.list", json!({})).await["limit"], 20);
    for limit in [json!(0), json!(201), json!(-1), json!("x")] {
        assert_eq!(fields(&place.refused("characters.list", json!({ "limit": limit })).await), ["limit"]);
    }
    assert_eq!(place.refused("characters.list", json!({ "status": "asleep" })).await.code, Code::ValidationError);
}

#[tokio::test]
async fn a_card_shows_the_face() {
    let place = place().await;
    let ada = place.character("Ada").await;
    let face = async || place.run("characters.list", json!({})).await["characters"][0]["face"].clone();
    assert_eq!(face().await, Value::Null);
    let files = json!([{ "path": place.png_file("a.png", 600, 1) }, { "path": place.png_file("b.png", 600, 2) }]);
    let added = place.run("references.add", json!({ "character_id": ada, "files": files })).await;
    let references: Vec<_> = (0..2).map(|at| added["results"][at]["reference"]["id"].clone()).collect();
    assert_eq!(face().await, references[0]);
    place.run("characters.update", json!({ "character_id": ada, "profile_image": references[1] })).await;
    assert_eq!(face().await, references[1]);
    place.run("references.delete", json!({ "character_id": ada, "reference_id": references[1] })).await;
    assert_eq!(face().await, references[0]);
}

#[tokio::test]
async fn pictures_of_a_new_character_become_references() {
    let place = place().await;
    let base64 = STANDARD.encode(png(600, 9));
    let made = place
        .run(
            "characters.create",
            json!({ "name": "Ada", "age": 30, "profile_image": base64,
                    "appearance": { "face_reference_image": format!("data:image/png;base64,{base64}") } }),
        )
        .await;
    assert_eq!(made["references"].as_array().unwrap().len(), 1);
    assert_eq!(made["profile_image"], made["references"][0]["id"]);
    assert_eq!(made["appearance"]["face_reference"], made["profile_image"]);
    assert_eq!(place.files(), 1);
    let other = json!({ "path": place.png_file("b.png", 600, 3) });
    let changed = place.run("characters.update", json!({ "character_id": id(&made), "profile_image": other })).await;
    assert_eq!(changed["references"].as_array().unwrap().len(), 2);
    assert_ne!(changed["profile_image"], made["profile_image"]);
    let back = json!({ "character_id": id(&made), "profile_image": { "reference_id": made["profile_image"] } });
    assert_eq!(place.run("characters.update", back).await["profile_image"], made["profile_image"]);
    let cleared = place.run("characters.update", json!({ "character_id": id(&made), "profile_image": null })).await;
    assert_eq!(cleared["profile_image"], Value::Null);

    let stranger = place.character("Bea").await;
    let taken = json!({ "character_id": stranger, "profile_image": made["profile_image"] });
    assert_eq!(fields(&place.refused("characters.update", taken).await), ["profile_image"]);
    let broken = json!({ "name": "Cleo", "age": 30, "profile_image": STANDARD.encode(&png(600, 4)[..900]) });
    assert_eq!(fields(&place.refused("characters.create", broken).await), ["profile_image"]);
    assert_eq!(place.files(), 2);
    assert_eq!(place.run("characters.list", json!({})).await["total"], 2);
}

#[tokio::test]
async fn what_rests_on_a_withdrawn_consent_is_not_made() {
    let place = place().await;
    let paper = place.folder.path().join("paper.pdf");
    std::fs::write(&paper, b"%PDF-1.4 signed").unwrap();
    let consent = place
        .run(
            "consents.create",
            json!({ "subject_name": "Maria", "scope": "pictures", "file": { "path": paper },
                    "expires_at": place.clock.now() + TimeDelta::days(10) }),
        )
        .await;
    let made = place
        .run("characters.create", json!({ "name": "Ada", "age": 30, "origin": "consent", "consent_id": consent["id"] }))
        .await;
    let check = async |is_nsfw| {
        let mut read = place.studio.library().read().await.unwrap();
        let row = characters::get(&mut read, id(&made).parse().unwrap()).await.unwrap().unwrap();
        origins::check_character(&mut read, &row, is_nsfw, place.clock.now()).await.map_err(|error| error.to_string())
    };
    assert_eq!(check(false).await, Ok(()));
    assert!(check(true).await.unwrap_err().contains("NSFW"));
    place.run("consents.update", json!({ "consent_id": consent["id"], "is_withdrawn": true })).await;
    let words = check(false).await.unwrap_err();
    assert!(words.contains("Maria") && words.contains("withdrawn"), "{words}");
    place.run("consents.update", json!({ "consent_id": consent["id"], "is_withdrawn": false })).await;
    assert_eq!(check(false).await, Ok(()));
    place.clock.advance(TimeDelta::days(11));
    assert!(check(false).await.unwrap_err().contains("expired"));
    let again = json!({ "name": "B", "age": 30, "origin": "consent", "consent_id": consent["id"] });
    assert_eq!(fields(&place.refused("characters.create", again).await), ["consent_id"]);
    // Words can still be mended.
    place.run("characters.update", json!({ "character_id": id(&made), "bio": "x" })).await;
}
