//! Each engine against its stand-in: lists, answers, structured answers, pictures, and everything that goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use bytes::Bytes;
use serde_json::{Value, json};
use std::{io::Cursor, time::Duration};
use tempfile::TempDir;
use troupe_llm::*;
use troupe_net::{Client, ClientOptions, Request, Secret};
use troupe_sandbox::{Sandbox, SandboxConfig};

/// Short, so that an engine that never answers is not waited for.
const SILENCE: Duration = Duration::from_millis(1500);

struct Stand {
    sandbox: Sandbox,
    _folder: TempDir,
}

impl Stand {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { sandbox: Sandbox::start(SandboxConfig::new(folder.path()).step_ms(0)).unwrap(), _folder: folder }
    }

    fn address(&self, kind: EngineKind) -> String {
        match kind {
            EngineKind::Ollama => self.sandbox.ollama_url(),
            EngineKind::Gemini => self.sandbox.gemini_url(),
            EngineKind::OpenaiCompatible => self.sandbox.openai_url(),
        }
    }

    fn engine_with_key(&self, kind: EngineKind, key: &str) -> Box<dyn TextEngine> {
        let address = parse_address(kind, &self.address(kind)).unwrap();
        open(kind, EngineOptions::at(address).with_key(Some(Secret::new(key))).silent_for(SILENCE)).unwrap()
    }

    fn engine(&self, kind: EngineKind) -> Box<dyn TextEngine> {
        self.engine_with_key(kind, "good-key")
    }

    /// Returns when no fault is armed any more.
    async fn struck(&self) {
        let url: url::Url = format!("{}/sandbox/text_faults", self.sandbox.url()).parse().unwrap();
        let client = Client::open(ClientOptions::default().allowing_url(&url)).unwrap();
        while client.get_json::<Value>(Request::get(url.clone(), "/sandbox")).await.unwrap() != json!([]) {}
    }

    async fn arm(&self, kind: EngineKind, fault: &str, times: u32) {
        let url: url::Url = format!("{}/sandbox/text_faults", self.sandbox.url()).parse().unwrap();
        let client = Client::open(ClientOptions::default().allowing_url(&url)).unwrap();
        let order = json!({ "engine": kind, "fault": fault, "times": times });
        let _: Value = client.post_json(Request::post(url, "/sandbox/text_faults"), &order).await.unwrap();
    }
}

/// Whether an error is the one that is meant.
type Expected = fn(&Error) -> bool;

const KINDS: [EngineKind; 3] = [EngineKind::Ollama, EngineKind::Gemini, EngineKind::OpenaiCompatible];

fn model(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Ollama => "rehearsal-writer:8b",
        EngineKind::Gemini => "gemini-rehearsal-flash",
        EngineKind::OpenaiCompatible => "rehearsal-chat",
    }
}

fn question(kind: EngineKind) -> Question {
    let mut question = Question::new(model(kind), "Task: caption\nPlatform: Instagram\nPicture: bread out of the oven");
    question.system = "Name: Ines Okafor\nHumor: 0.9 (playful)\nTopics: food, markets".into();
    question.seed = Some(7);
    question
}

fn captions() -> Value {
    json!({
        "type": "object", "required": ["captions"], "additionalProperties": false,
        "properties": { "captions": { "type": "array", "minItems": 2, "maxItems": 2,
            "items": { "type": "string", "minLength": 1, "maxLength": 200 } } },
    })
}

async fn write(engine: &dyn TextEngine, question: &Question) -> Result<Answer> {
    engine.write(question, &mut |_| {}).await
}

#[tokio::test]
async fn every_engine_lists_its_models_and_writes_piece_by_piece() {
    let stand = Stand::start();
    for kind in KINDS {
        let engine = stand.engine(kind);
        engine.health().await.unwrap();
        let names: Vec<String> = engine.models().await.unwrap().into_iter().map(|model| model.name).collect();
        assert!(names.contains(&model(kind).to_owned()), "{names:?}");
        assert!(!names.iter().any(|name| name.contains("embedding")), "{names:?}");
        let mut pieces = Vec::new();
        let answer = engine.write(&question(kind), &mut |piece| pieces.push(piece.to_owned())).await.unwrap();
        assert!(pieces.len() > 2, "{kind:?}: {pieces:?}");
        assert_eq!(pieces.concat().trim(), answer.text);
        assert!(answer.text.contains("bread out of the oven"), "{}", answer.text);
        assert!(answer.usage.input_tokens > 5 && answer.usage.output_tokens > 5, "{:?}", answer.usage);
        assert_eq!(answer.ending, Ending::Done);
    }
}

#[tokio::test]
async fn what_a_model_can_do_is_asked_and_not_known_beforehand() {
    let stand = Stand::start();
    let engine = stand.engine(EngineKind::Ollama);
    let models = engine.models().await.unwrap();
    let of = |name: &str| models.iter().find(|model| model.name == name).unwrap();
    assert_eq!((of("rehearsal-writer:8b").sees, of("rehearsal-eye:4b").sees), (Some(false), Some(true)));
    assert_eq!(of("rehearsal-eye:4b").parameters.as_deref(), Some("4.3B"));
    assert!(of("rehearsal-large:cloud").is_remote && !of("rehearsal-eye:4b").is_remote);
    assert_eq!(of("rehearsal-writer:8b").context_tokens, Some(40_960));
}

#[tokio::test]
async fn a_model_lies_in_memory_until_it_is_unloaded() {
    let stand = Stand::start();
    let engine = stand.engine(EngineKind::Ollama);
    write(&*engine, &question(EngineKind::Ollama)).await.unwrap();
    assert_eq!(engine.health().await.unwrap().loaded, ["rehearsal-writer:8b"]);
    engine.unload("rehearsal-writer:8b").await.unwrap();
    assert!(engine.health().await.unwrap().loaded.is_empty());
}

#[tokio::test]
async fn a_picture_is_looked_at_by_models_that_can() {
    let stand = Stand::start();
    let mut png = Cursor::new(Vec::new());
    let orange = image::RgbImage::from_pixel(8, 8, image::Rgb([230, 140, 40]));
    orange.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = Bytes::from(png.into_inner());
    for (kind, name) in [
        (EngineKind::Ollama, "rehearsal-eye:4b"),
        (EngineKind::Gemini, "gemini-rehearsal-flash"),
        (EngineKind::OpenaiCompatible, "rehearsal-chat"),
    ] {
        let mut question = Question::new(name, "Task: caption");
        question.turns[0].pictures = vec![Picture { mime_type: "image/png".into(), bytes: png.clone() }];
        let answer = write(&*stand.engine(kind), &question).await.unwrap();
        assert!(answer.text.contains("soft square picture in orange"), "{kind:?}: {}", answer.text);
    }
}

#[tokio::test]
async fn structured_answers_fit_their_schema_after_one_repair_at_most() {
    let stand = Stand::start();
    for kind in KINDS {
        let engine = stand.engine(kind);
        let mut question = question(kind);
        question.schema = Some(captions());
        for (fault, times, fits) in [
            ("broken_json", 1, true),
            ("wrong_form", 1, true),
            ("over_limit", 1, true),
            ("out_of_length", 1, true),
            ("broken_json", 2, false),
        ] {
            stand.arm(kind, fault, times).await;
            match write_json(&*engine, &question, |_| None).await {
                Ok(answer) => {
                    assert!(fits, "{kind:?} {fault}");
                    assert_eq!(answer.value["captions"].as_array().unwrap().len(), 2);
                }
                Err(error) => assert!(!fits && matches!(error, Error::Form { .. }), "{kind:?} {fault}: {error}"),
            }
        }
        // A check of the caller's own is told to the model once; what still lacks is told to the caller.
        let asked = std::cell::Cell::new(0);
        let answer = write_json(&*engine, &question, |_| {
            asked.set(asked.get() + 1);
            Some("it is not funny enough".into())
        });
        let answer = answer.await.unwrap();
        assert_eq!((answer.lacks.as_deref(), asked.get()), (Some("it is not funny enough"), 2));
    }
}

#[tokio::test]
async fn whatever_goes_wrong_is_told_in_words() {
    let stand = Stand::start();
    // Which error, and whether another engine may do it.
    let cases: [(&str, Expected, bool); 13] = [
        ("off", |error| matches!(error, Error::Net(_)), true),
        ("hang", |error| matches!(error, Error::Silent { .. }), true),
        ("cut", |error| matches!(error, Error::BrokeOff { .. }), true),
        ("ends_early", |error| matches!(error, Error::BrokeOff { .. }), true),
        ("html", |error| matches!(error, Error::NotEngine { .. }), true),
        ("busy", |error| matches!(error, Error::Busy { .. }), true),
        ("key_refused", |error| matches!(error, Error::Key { .. }), true),
        ("no_model", |error| matches!(error, Error::NoModel { .. }), true),
        ("out_of_memory", |error| matches!(error, Error::OutOfMemory { .. } | Error::Busy { .. }), true),
        (
            "error_in_stream",
            |error| matches!(error, Error::OutOfMemory { .. } | Error::Refused { .. } | Error::Busy { .. }),
            true,
        ),
        ("empty", |error| matches!(error, Error::Empty { .. }), true),
        ("blocked_question", |error| matches!(error, Error::Blocked { .. }), false),
        ("blocked_answer", |error| matches!(error, Error::Blocked { .. }), false),
    ];
    for kind in KINDS {
        let engine = stand.engine(kind);
        for (fault, expected, others_may) in cases {
            if kind == EngineKind::Ollama && fault.starts_with("blocked") {
                continue;
            }
            stand.arm(kind, fault, 1).await;
            let error = write(&*engine, &question(kind)).await.unwrap_err();
            assert!(expected(&error), "{kind:?} {fault}: {error:?}");
            assert_eq!(error.is_of_the_engine(), others_may, "{kind:?} {fault}");
            let words = error.to_string();
            assert!(words.len() > 20 && !words.contains("good-key"), "{words}");
        }
        // Nothing is left behind: the next question is answered.
        write(&*engine, &question(kind)).await.unwrap();
    }
}

#[tokio::test]
async fn a_model_that_declines_in_words_has_declined() {
    let stand = Stand::start();
    let mut question = question(EngineKind::Ollama);
    question.schema = Some(captions());
    stand.arm(EngineKind::Ollama, "refusal", 1).await;
    let error = write_json(&*stand.engine(EngineKind::Ollama), &question, |_| None).await.unwrap_err();
    assert!(matches!(&error, Error::Declined { words, .. } if words.contains("can't help")), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_was_cut_at_its_length_says_so() {
    let stand = Stand::start();
    stand.arm(EngineKind::OpenaiCompatible, "out_of_length", 1).await;
    let answer = write(&*stand.engine(EngineKind::OpenaiCompatible), &question(EngineKind::OpenaiCompatible)).await;
    assert_eq!(answer.unwrap().ending, Ending::Length);
}

#[tokio::test]
async fn a_wrong_key_and_none_are_told_from_each_other_errors() {
    let stand = Stand::start();
    for (kind, key) in
        [(EngineKind::Gemini, "bad-key"), (EngineKind::Gemini, ""), (EngineKind::OpenaiCompatible, "bad-key")]
    {
        let error = stand.engine_with_key(kind, key).models().await.unwrap_err();
        assert!(matches!(error, Error::Key { .. }), "{kind:?} {key:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_known() {
    let stand = Stand::start();
    stand.arm(EngineKind::Gemini, "busy", 1).await;
    let error = write(&*stand.engine(EngineKind::Gemini), &question(EngineKind::Gemini)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(37)));
    assert!(error.to_string().contains("in 37 seconds"), "{error}");
}

#[tokio::test]
async fn another_program_at_the_address_is_named() {
    let stand = Stand::start();
    // The stand-in ComfyUI answers at the root.
    let address = parse_address(EngineKind::Ollama, &stand.sandbox.url()).unwrap();
    let engine = open(EngineKind::Ollama, EngineOptions::at(address)).unwrap();
    let error = engine.health().await.unwrap_err();
    assert!(matches!(error, Error::NotEngine { .. }), "{error:?}");
    let nobody = parse_address(EngineKind::Ollama, "127.0.0.1:9").unwrap();
    let error = open(EngineKind::Ollama, EngineOptions::at(nobody)).unwrap().health().await.unwrap_err();
    assert!(error.to_string().contains("can't be reached"), "{error}");
}

#[tokio::test]
async fn dropping_the_question_ends_it() {
    let stand = Stand::start();
    let engine = stand.engine(EngineKind::Ollama);
    stand.arm(EngineKind::Ollama, "hang", 1).await;
    let question = question(EngineKind::Ollama);
    tokio::select! {
        answer = write(&*engine, &question) => panic!("{answer:?}"),
        () = stand.struck() => {}
    }
    write(&*engine, &question).await.unwrap();
}
