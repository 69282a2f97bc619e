//! Words of characters, from the operations down to the stand-in engines on real sockets.

#![allow(clippy::unwrap_used)]

use super::samples::{Desk, picture, post};
use crate::{Code, Error};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use troupe_platforms::{Counting, LabelKind, PlatformName};

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_week_of_captions_differs_and_fits_each_platform_and_its_voice() {
    let desk = Desk::rehearsal().await;
    let cast = desk.cast().await;
    let scenes = [
        "bread out of the oven",
        "steep tiled stairs",
        "a market at dawn",
        "rain on the window",
        "an old tram",
        "a night at the kiln",
        "coffee on the roof",
    ];
    let mut all = BTreeSet::new();
    for (day, scene) in scenes.iter().enumerate() {
        for character in &cast {
            for platform in [PlatformName::X, PlatformName::Instagram, PlatformName::Telegram, PlatformName::Bluesky] {
                let input = json!({
                    "character_id": character["id"], "platform": platform, "prompt": scene, "seed": day, "count": 2,
                });
                let answer = desk.run("captions.generate", input).await;
                for caption in answer["captions"].as_array().unwrap() {
                    let limit = caption["limit"].as_u64().unwrap_or(u64::MAX);
                    assert!(caption["length"].as_u64().unwrap() <= limit, "{platform}: {caption}");
                    assert!(all.insert(format!("{platform} {}", caption["text"])), "said twice: {caption}");
                    let whole = caption["whole"].as_str().unwrap();
                    assert!(whole.starts_with(caption["text"].as_str().unwrap()), "{whole}");
                }
            }
        }
    }
    assert_eq!(all.len(), scenes.len() * 2 * 4 * 2);
}

#[tokio::test]
async fn the_disclosure_line_is_kept_where_the_platform_has_no_flag_of_its_own() {
    let desk = Desk::rehearsal().await;
    let [mira, _] = desk.cast().await;
    desk.arm("ollama", "over_limit", 2).await;
    let facts = desk.studio.platforms().get(PlatformName::Bluesky).unwrap().facts();
    let is_line = facts.label.kind == LabelKind::Line;
    let input = json!({ "character_id": mira["id"], "platform": "bluesky", "prompt": "a wall", "hashtags": "none" });
    let answer = desk.run("captions.generate", input).await;
    let whole = answer["captions"][0]["whole"].as_str().unwrap();
    assert_eq!(whole.ends_with("A virtual person."), is_line, "{whole}");
    assert!(Counting::Graphemes.count(whole) <= 300, "{whole}");
    assert_eq!(answer["captions"][0]["was_shortened"], true);
}

#[tokio::test]
async fn a_model_that_sees_is_shown_the_picture_and_one_that_does_not_is_told_its_words() {
    for (model, sees) in [("rehearsal-eye:4b", true), ("rehearsal-writer:8b", false)] {
        let desk = Desk::bare().await;
        desk.engine("ollama", &desk.sandbox.ollama_url(), json!({ "model": model })).await;
        let [mira, _] = desk.cast().await;
        let item = picture(&desk, &mira, "a bowl on a blue cloth").await;
        let answer = desk
            .run(
                "captions.generate",
                json!({ "content_id": item, "character_id": mira["id"], "platform": "instagram" }),
            )
            .await;
        assert_eq!(answer["saw_picture"], sees, "{answer}");
        let asked = desk.questions().await.pop().unwrap();
        assert_eq!(asked["pictures"], u64::from(sees));
        assert!(asked["text"].as_str().unwrap().contains("Picture: a bowl on a blue cloth"), "{asked}");
        let system = asked["system"].as_str().unwrap();
        for told in [
            "Mira Solano",
            "Humor: 0.9 (very playful)",
            "Topics: clay, city walls",
            "Tone: dry",
            "neighbours on Fridays",
        ] {
            assert!(system.contains(told), "{told} is missing in {system}");
        }
    }
}

#[tokio::test]
async fn what_was_posted_lately_is_told_and_not_said_again() {
    let desk = Desk::rehearsal().await;
    let [mira, _] = desk.cast().await;
    let input = json!({ "character_id": mira["id"], "prompt": "a wall", "seed": 5, "count": 1 });
    let first = desk.run("captions.generate", input.clone()).await["caption"].as_str().unwrap().to_owned();
    let mut other = input.clone();
    other["avoid"] = json!([first]);
    assert_ne!(
        desk.run("captions.generate", other.clone()).await["caption"],
        first.as_str(),
        "it was told to avoid it"
    );
    other["avoid"] = json!(vec!["x"; 51]);
    let error = desk.refused("captions.generate", other).await;
    assert_eq!(error.details["fields"][0]["field"], "avoid");
    post(&desk, &mira, &first).await;
    let second = desk.run("captions.generate", input).await["caption"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    assert!(desk.questions().await.pop().unwrap()["text"].as_str().unwrap().contains(&first[..20]));
}

#[tokio::test]
async fn hashtags_come_from_where_the_creator_says() {
    let desk = Desk::rehearsal().await;
    let [mira, _] = desk.cast().await;
    let strategy = json!({ "hashtags": ["clay", "lisboa"] });
    desk.run("automation.strategy_set", json!({ "character_id": mira["id"], "strategy": strategy })).await;
    for (source, expected) in [("none", vec![]), ("plan", vec!["clay", "lisboa"]), ("auto", vec!["clay", "lisboa"])] {
        let input = json!({ "character_id": mira["id"], "prompt": "a wall", "hashtags": source, "count": 1 });
        let answer = desk.run("captions.generate", input).await;
        assert_eq!(strings(&answer["captions"][0]["hashtags"]), expected, "{source}");
    }
    let input = json!({ "character_id": mira["id"], "prompt": "a wall", "hashtags": "engine", "count": 1 });
    assert!(!strings(&desk.run("captions.generate", input).await["captions"][0]["hashtags"]).is_empty());
}

#[tokio::test]
async fn what_goes_wrong_once_is_mended_and_twice_is_told() {
    let desk = Desk::with_ollama().await;
    let [mira, _] = desk.cast().await;
    let ask = json!({ "character_id": mira["id"], "platform": "x", "prompt": "a wall", "language": "English" });
    for fault in ["broken_json", "wrong_form", "other_language", "over_limit"] {
        desk.arm("ollama", fault, 1).await;
        let answer = desk.run("captions.generate", ask.clone()).await;
        assert_eq!(answer["captions"].as_array().unwrap().len(), 3, "{fault}");
    }
    // Far over the limit twice: cut at a sentence, never over it.
    desk.arm("ollama", "over_limit", 2).await;
    let answer = desk.run("captions.generate", ask.clone()).await;
    for caption in answer["captions"].as_array().unwrap() {
        assert!(caption["length"].as_u64().unwrap() <= 280 && caption["was_shortened"] == true, "{caption}");
    }
    for (fault, times, code, words) in [
        ("off", 1, Code::ServiceUnavailable, "Ollama"),
        ("cut", 1, Code::ServiceUnavailable, "broke off"),
        ("html", 1, Code::ServiceUnavailable, "web page"),
        ("busy", 1, Code::ServiceUnavailable, "too much to do"),
        ("out_of_memory", 1, Code::ServiceUnavailable, "memory"),
        ("empty", 1, Code::ServiceUnavailable, "answered nothing"),
        ("broken_json", 2, Code::ServiceUnavailable, "another form"),
        ("other_language", 2, Code::UpstreamError, "another language than English"),
        ("refusal", 1, Code::UpstreamError, "declined"),
    ] {
        desk.arm("ollama", fault, times).await;
        let error = desk.refused("captions.generate", ask.clone()).await;
        assert_eq!(error.code, code, "{fault}: {error}");
        assert!(error.message.contains(words), "{fault}: {error}");
    }
    desk.run("captions.generate", ask).await;
}

#[tokio::test]
async fn the_next_engine_writes_when_the_first_can_not() {
    let desk = Desk::bare().await;
    let error = desk.refused("text.generate", json!({ "prompt": "a line" })).await;
    assert!(error.code == Code::ServiceUnavailable && error.message.contains("Settings"), "{error}");
    desk.engine("ollama", &desk.sandbox.ollama_url(), json!({ "name": "Attic" })).await;
    desk.engine("openai_compatible", &desk.sandbox.openai_url(), json!({ "name": "Workshop" })).await;
    let answer = desk.run("text.generate", json!({ "prompt": "a line" })).await;
    assert_eq!((answer["engine"].as_str(), answer["passed_over"].as_array().map(Vec::len)), (Some("Attic"), Some(0)));
    desk.arm("ollama", "busy", 1).await;
    let answer = desk.run("text.generate", json!({ "prompt": "a line" })).await;
    assert_eq!(answer["engine"], "Workshop");
    assert_eq!(answer["passed_over"][0]["engine"], "Attic");
    // What an engine blocks is not carried on to the next.
    desk.arm("ollama", "refusal", 1).await;
    assert_eq!(desk.refused("text.generate", json!({ "prompt": "a line" })).await.code, Code::UpstreamError);
    // Another order, another writer.
    let ids: Vec<Value> = desk.run("engines.list", json!({})).await["engines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].clone())
        .collect();
    desk.run("engines.reorder", json!({ "engine_ids": [ids[1], ids[0]] })).await;
    assert_eq!(desk.run("text.generate", json!({ "prompt": "a line" })).await["engine"], "Workshop");
    let error = desk.refused("text.generate", json!({ "prompt": "a line", "model": "not-there" })).await;
    assert!(error.message.contains("no model named not-there"), "{error}");
}

#[tokio::test]
async fn nothing_leaves_the_house_when_the_creator_says_so() {
    let desk = Desk::bare().await;
    desk.engine("ollama", &desk.sandbox.ollama_url(), json!({ "model": "rehearsal-large:cloud" })).await;
    let away = json!({ "even_if_off": true, "key": "k", "model": "m" });
    desk.engine("gemini", "https://generativelanguage.googleapis.com/v1beta", away).await;
    desk.run("settings.update", json!({ "text": { "is_local_only": true } })).await;
    let error = desk.refused("text.generate", json!({ "prompt": "a line" })).await;
    assert!(error.message.contains("another computer") && error.message.contains("own computers only"), "{error}");
    assert!(desk.questions().await.is_empty());
}

#[tokio::test]
async fn words_are_counted_and_the_months_limit_holds() {
    let desk = Desk::bare().await;
    let priced = json!({ "model": "gemini-rehearsal-flash", "key": "k", "input_usd_per_million": 100.0, "output_usd_per_million": 1000.0 });
    desk.engine("gemini", &desk.sandbox.gemini_url(), priced).await;
    let answer = desk.run("text.generate", json!({ "prompt": "a line about the sea" })).await;
    let cost = answer["cost_usd"].as_f64().unwrap();
    assert!(cost > 0.0, "{answer}");
    let usage = desk.run("text.usage", json!({})).await;
    assert_eq!((usage["month"].as_str(), usage["parts"][0]["calls"].as_i64()), (Some("2026-11"), Some(1)));
    assert!((usage["cost_usd"].as_f64().unwrap() - cost).abs() < 1e-9);
    desk.run("settings.update", json!({ "text": { "monthly_limit_usd": cost / 2.0 } })).await;
    let error = desk.refused("text.generate", json!({ "prompt": "a line" })).await;
    assert!(error.code == Code::LimitReached && error.message.contains("monthly limit"), "{error}");
    // An engine that costs nothing still writes, and the next month begins anew.
    desk.clock.advance(chrono::TimeDelta::days(20));
    desk.run("text.generate", json!({ "prompt": "a line" })).await;
}

#[tokio::test]
async fn an_engine_is_tried_before_it_is_kept_and_its_key_is_never_seen() {
    let desk = Desk::bare().await;
    let field = |error: &Error| error.details["fields"][0]["field"].as_str().unwrap_or_default().to_owned();
    let nobody = json!({ "kind": "ollama", "address": "127.0.0.1:9" });
    assert_eq!(field(&desk.refused("engines.create", nobody).await), "address");
    let comfyui = json!({ "kind": "ollama", "address": desk.sandbox.url() });
    assert!(desk.refused("engines.create", comfyui).await.message.contains("no Ollama"));
    let bad = json!({ "kind": "gemini", "address": desk.sandbox.gemini_url(), "key": "bad-key" });
    let error = desk.refused("engines.create", bad).await;
    assert_eq!(field(&error), "key");
    let engine = desk.engine("gemini", &desk.sandbox.gemini_url(), json!({ "key": "sesame-43" })).await;
    assert_eq!((engine["has_key"].as_bool(), engine["name"].as_str()), (Some(true), Some("Gemini")));
    for answer in [engine.clone(), desk.run("engines.list", json!({})).await, desk.run("settings.get", json!({})).await]
    {
        assert!(!answer.to_string().contains("sesame-43"), "{answer}");
    }
    let tested = desk.run("engines.test", json!({ "engine_id": engine["id"] })).await;
    assert!(strings(&tested["models"]).contains(&"gemini-rehearsal-flash".to_owned()), "{tested}");
    desk.run("engines.update", json!({ "engine_id": engine["id"], "model": "gemini-rehearsal-flash" })).await;
    let models = desk.run("text.models", json!({})).await;
    assert!(models["models"].as_array().unwrap().iter().any(|model| model["is_chosen"] == true), "{models}");
    assert_eq!(desk.run("text.health", json!({})).await["status"], "healthy");
    desk.run("engines.delete", json!({ "engine_id": engine["id"] })).await;
    assert_eq!(desk.run("text.health", json!({})).await["status"], "not_set_up");
    assert_eq!(desk.run("secrets.list", json!({})).await["total"], 0);
}

#[tokio::test]
async fn nobody_under_age_is_asked_for_or_written() {
    let desk = Desk::rehearsal().await;
    let [mira, _] = desk.cast().await;
    for (name, input) in [
        ("text.generate", json!({ "prompt": "a story of a schoolgirl" })),
        ("captions.generate", json!({ "prompt": "a schoolgirl", "character_id": mira["id"] })),
        ("prompts.generate", json!({ "character_id": mira["id"], "context": "as a schoolgirl" })),
        ("prompts.create", json!({ "prompt": "a schoolgirl" })),
        ("prompts.preview", json!({ "prompt": "a schoolgirl" })),
        ("prompts.wildcards_set", json!({ "name": "who", "words": ["a schoolgirl"] })),
        ("characters.generate_content", json!({ "character_id": mira["id"], "context": "a schoolgirl" })),
    ] {
        assert_eq!(desk.refused(name, input).await.code, Code::ValidationError, "{name}");
    }
    assert!(desk.questions().await.is_empty());
}

#[tokio::test]
async fn every_kind_of_text_is_written_within_its_length() {
    let desk = Desk::rehearsal().await;
    let [mira, teo] = desk.cast().await;
    for kind in ["caption", "bio", "story", "comment", "prompt"] {
        let ask = |who: &Value| json!({ "character_id": who["id"], "content_type": kind, "context": "a morning by the river", "max_length": 200, "seed": 3 });
        let one = desk.run("characters.generate_content", ask(&mira)).await["text"].as_str().unwrap().to_owned();
        let other = desk.run("characters.generate_content", ask(&teo)).await["text"].as_str().unwrap().to_owned();
        assert!(!one.is_empty() && one != other, "{kind}: {one:?}");
        assert!(kind == "prompt" || one.chars().count() <= 200, "{kind}: {one}");
    }
}

#[tokio::test]
async fn a_picture_is_described_and_keeps_its_words() {
    let desk = Desk::with_ollama().await;
    let [mira, _] = desk.cast().await;
    let item = picture(&desk, &mira, "").await;
    let found = desk.run("content.description_tags", json!({ "content_id": item, "save": true })).await;
    assert!(found["saw_picture"] == true && found["alt_text"].as_str().unwrap().contains("upright picture"), "{found}");
    let kept = desk.run("content.get", json!({ "content_id": item })).await;
    assert_eq!(kept["description"], found["description"]);
    assert!(!strings(&kept["tags"]).is_empty());
    let error = desk.refused("content.description_tags", json!({ "image_url": "http://127.0.0.1:9/a.png" })).await;
    assert_eq!(error.code, Code::ValidationError, "{error}");
}

#[tokio::test]
async fn new_prompts_never_repeat_the_last_ones() {
    let desk = Desk::rehearsal().await;
    let [mira, _] = desk.cast().await;
    let mut all = BTreeSet::new();
    for seed in [1, 1, 2] {
        let made = desk.run("prompts.generate", json!({ "character_id": mira["id"], "count": 5, "seed": seed })).await;
        for prompt in made["prompts"].as_array().unwrap() {
            assert_eq!(prompt["source"], "ai");
            assert!(all.insert(prompt["prompt"].as_str().unwrap().to_owned()), "{prompt}");
        }
    }
    assert!(all.len() >= 12, "{all:?}");
    let book = desk.run("prompts.list", json!({ "source": "ai" })).await;
    assert_eq!(book["total"].as_u64().unwrap(), all.len() as u64);
}
