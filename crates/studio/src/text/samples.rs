//! What the tests of words share: a studio with the stand-in engines of a sandbox, characters, faults on demand.

#![allow(clippy::unwrap_used)]

use crate::{Clock, OpenOptions, Studio, media_files, planning::samples::account_row};
use serde_json::{Value, json};
use tempfile::TempDir;
use troupe_library::{
    ContentId,
    tables::{
        accounts, content,
        posts::{self, PostRow},
    },
};
use troupe_net::{Client, ClientOptions, Request};
use troupe_sandbox::{Sandbox, SandboxConfig};

/// A studio whose clock stands still, and a sandbox beside it.
pub(crate) struct Desk {
    pub(crate) studio: Studio,
    pub(crate) clock: Clock,
    pub(crate) sandbox: Sandbox,
    orders: Client,
    _folder: TempDir,
}

impl Desk {
    /// No engine yet.
    pub(crate) async fn bare() -> Self {
        Self::open(false).await
    }

    /// A rehearsal: the stand-in writes at once.
    pub(crate) async fn rehearsal() -> Self {
        Self::open(true).await
    }

    /// The stand-in Ollama as an engine of the creator's.
    pub(crate) async fn with_ollama() -> Self {
        let desk = Self::bare().await;
        desk.engine("ollama", &desk.sandbox.ollama_url(), json!({ "model": "rehearsal-eye:4b" })).await;
        desk
    }

    async fn open(is_rehearsal: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxConfig::new(folder.path().join("sandbox")).step_ms(0)).unwrap();
        let clock = Clock::fixed("2026-11-20T09:00:00Z".parse().unwrap());
        let mut options = OpenOptions::new(folder.path().join("library"));
        options.clock = clock.clone();
        options.allowed_addresses = vec![sandbox.address()];
        if is_rehearsal {
            options.rehearsal = Some(crate::Rehearsal {
                comfyui: sandbox.url(),
                platforms: sandbox.platforms_url(),
                text: sandbox.ollama_url(),
            });
        }
        let studio = Studio::open(options).await.unwrap();
        let address = sandbox.url().parse().unwrap();
        let orders = Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
        Self { studio, clock, sandbox, orders, _folder: folder }
    }

    pub(crate) async fn run(&self, name: &str, input: Value) -> Value {
        self.studio.run(name, input).await.unwrap_or_else(|error| panic!("{name}: {error} {}", error.details))
    }

    pub(crate) async fn refused(&self, name: &str, input: Value) -> crate::Error {
        self.studio.run(name, input).await.unwrap_err()
    }

    /// Names an engine.
    pub(crate) async fn engine(&self, kind: &str, address: &str, more: Value) -> Value {
        let mut input = json!({ "kind": kind, "address": address });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.run("engines.create", input).await
    }

    /// Lets the next answers of an engine go wrong.
    pub(crate) async fn arm(&self, engine: &str, fault: &str, times: u32) {
        let url: url::Url = format!("{}/sandbox/text_faults", self.sandbox.url()).parse().unwrap();
        let order = json!({ "engine": engine, "fault": fault, "times": times });
        let _: Value = self.orders.post_json(Request::post(url, "/sandbox/text_faults"), &order).await.unwrap();
    }

    /// What the engines were asked, the latest last.
    pub(crate) async fn questions(&self) -> Vec<Value> {
        let url: url::Url = format!("{}/sandbox/text_questions", self.sandbox.url()).parse().unwrap();
        self.orders.get_json(Request::get(url, "/sandbox/text_questions")).await.unwrap()
    }

    /// Two characters who speak differently: the first playful, the second businesslike.
    pub(crate) async fn cast(&self) -> [Value; 2] {
        let mira = json!({
            "name": "Mira Solano", "age": 27, "location": "Lisbon", "bio": "Throws pots and laughs at them.",
            "interests": ["kiln", "tiles"], "narrative": "She opens her studio to neighbours on Fridays.",
            "personality": { "humor": 0.9, "preferred_topics": ["clay", "city walls"], "content_tone": "dry" },
            "disclosure": { "enabled": true, "line": "A virtual person." },
        });
        let teo = json!({
            "name": "Teo Marchetti", "age": 35, "location": "Turin", "bio": "Cooks one dish a night.",
            "personality": { "humor": 0.3, "professionalism": 0.95, "preferred_topics": ["bread", "markets"] },
        });
        [self.run("characters.create", mira).await, self.run("characters.create", teo).await]
    }
}

/// A draft of a character with these words.
pub(crate) async fn post(desk: &Desk, character: &Value, caption: &str) {
    let id = serde_json::from_value(character["id"].clone()).unwrap();
    let account = account_row(id, "bluesky", "mira", desk.studio.now());
    let row = PostRow {
        account_id: account.id,
        character_id: Some(id),
        caption: caption.to_owned(),
        ..crate::publishing::samples::row()
    };
    let mut write = desk.studio.library().write().await.unwrap();
    accounts::save(&mut write, &account).await.unwrap();
    posts::save(&mut write, &row).await.unwrap();
    write.commit().await.unwrap();
}

/// A picture of a character, with the creator's words on it.
pub(crate) async fn picture(desk: &Desk, character: &Value, description: &str) -> ContentId {
    let library = desk.studio.library();
    std::fs::write(library.media_dir().join("bowl.png"), media_files::samples::png(80, 100)).unwrap();
    let mut row = media_files::import_in_place(&desk.studio, "bowl.png").await.unwrap();
    row.character_id = Some(serde_json::from_value(character["id"].clone()).unwrap());
    row.description = description.to_owned();
    let mut write = library.write().await.unwrap();
    content::update(&mut write, &row).await.unwrap();
    write.commit().await.unwrap();
    row.id
}
