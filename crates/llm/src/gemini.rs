//! Gemini: server-sent events, answers that are blocked with status 200, a list that still names models that are gone.
//! Source: Google's reference of the Gemini API and its page of deprecations, read 2026-08.

use crate::{
    Answer, BlockedAt, Ending, EngineKind, EngineOptions, Error, Health, Model, Question, Result, Role, TextEngine,
    Usage,
    wire::{KeyIn, Wire},
};
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use troupe_net::Secret;

/// The most pages of models that are read.
const MOST_PAGES: usize = 20;
const ROUTE: &str = "/models/{model}:streamGenerateContent";

#[derive(Debug)]
pub(crate) struct Gemini {
    wire: Wire,
    has_key: bool,
}

impl Gemini {
    pub(crate) fn open(options: EngineOptions) -> Result<Self> {
        let has_key = options.key.as_ref().is_some_and(|key: &Secret| !key.is_empty());
        Ok(Self { wire: Wire::open(EngineKind::Gemini, KeyIn::Header("x-goog-api-key"), options)?, has_key })
    }

    /// Gemini never answers without a key; asking would only say so less plainly.
    fn needs_key(&self) -> Result<()> {
        if self.has_key { Ok(()) } else { Err(Error::Key { host: self.wire.host() }) }
    }

    fn blocked(&self, at: BlockedAt, reason: &str) -> Error {
        Error::Blocked { host: self.wire.host(), at, reason: reason_words(reason).to_owned() }
    }
}

/// A reason for blocking in words; an unknown one stands as it came.
fn reason_words(reason: &str) -> &str {
    match reason {
        "SAFETY" | "IMAGE_SAFETY" => "its safety filter stood in the way",
        "BLOCKLIST" => "it holds a word of its block list",
        "PROHIBITED_CONTENT" => "it takes it for forbidden content",
        "RECITATION" => "it was too close to a known text",
        "SPII" => "it held personal data",
        "OTHER" => "it gives no reason",
        other => other,
    }
}

fn body(question: &Question) -> Value {
    let contents: Vec<Value> = question
        .turns
        .iter()
        .map(|turn| {
            let pictures = turn.pictures.iter().map(|picture| {
                json!({ "inline_data": { "mime_type": picture.mime_type, "data": STANDARD.encode(&picture.bytes) } })
            });
            let parts: Vec<Value> = pictures.chain([json!({ "text": turn.text })]).collect();
            json!({ "role": if turn.role == Role::User { "user" } else { "model" }, "parts": parts })
        })
        .collect();
    let mut config = Map::new();
    let given = [
        ("temperature", question.temperature.map(Value::from)),
        ("maxOutputTokens", question.max_tokens.map(Value::from)),
        ("seed", question.seed.map(|seed| Value::from(seed & 0x7fff_ffff))),
    ];
    config.extend(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    if let Some(schema) = &question.schema {
        config.insert("responseMimeType".into(), "application/json".into());
        config.insert("responseJsonSchema".into(), schema.clone());
    }
    let mut body = json!({ "contents": contents, "generationConfig": config });
    if !question.system.is_empty() {
        body["system_instruction"] = json!({ "parts": [{ "text": question.system }] });
    }
    body
}

#[async_trait]
impl TextEngine for Gemini {
    fn kind(&self) -> EngineKind {
        EngineKind::Gemini
    }

    async fn health(&self) -> Result<Health> {
        self.needs_key()?;
        let list = self.wire.get("/models?pageSize=1", "/models").await?;
        if !list.get("models").is_some_and(Value::is_array) {
            return Err(self.wire.not_this("it lists no models"));
        }
        Ok(Health { version: None, loaded: Vec::new() })
    }

    async fn models(&self) -> Result<Vec<Model>> {
        self.needs_key()?;
        let mut models = Vec::new();
        let mut path = "/models?pageSize=1000".to_owned();
        for _ in 0..MOST_PAGES {
            let list = self.wire.get(&path, "/models").await?;
            let entries = list.get("models").and_then(Value::as_array);
            let entries = entries.ok_or_else(|| self.wire.not_this("it lists no models"))?;
            let writes = |entry: &&Value| {
                let methods = entry.get("supportedGenerationMethods").and_then(Value::as_array);
                methods.is_none_or(|methods| methods.iter().any(|one| one == "generateContent"))
            };
            models.extend(entries.iter().filter(writes).filter_map(|entry| {
                let name = entry.get("name")?.as_str()?;
                let name = name.strip_prefix("models/").unwrap_or(name);
                let mut model = Model::named(name);
                model.context_tokens = entry.get("inputTokenLimit").and_then(Value::as_u64);
                // Every Gemini looks at pictures; the other families that stand beside them may not.
                model.sees = name.starts_with("gemini").then_some(true);
                model.is_remote = true;
                Some(model)
            }));
            match list.get("nextPageToken").and_then(Value::as_str).filter(|token| !token.is_empty()) {
                Some(token) => {
                    let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
                    path = format!("/models?pageSize=1000&pageToken={token}");
                }
                None => break,
            }
        }
        Ok(models)
    }

    async fn write(&self, question: &Question, on_piece: &mut (dyn for<'p> FnMut(&'p str) + Send)) -> Result<Answer> {
        self.needs_key()?;
        let model: String = url::form_urlencoded::byte_serialize(question.model.as_bytes()).collect();
        let path = format!("/models/{model}:streamGenerateContent?alt=sse");
        let mut lines = self.wire.ask(&path, ROUTE, &body(question), question).await?;
        let (mut text, mut ending, mut usage) = (String::new(), None, Usage::default());
        while let Some(data) = lines.next_data().await? {
            let piece: Value = match serde_json::from_str(&data) {
                Ok(piece) => piece,
                Err(_) if data.starts_with('<') => return Err(self.wire.not_this("it answered with a web page")),
                Err(error) => return Err(self.wire.unreadable(ROUTE, error.to_string())),
            };
            if let Some(error) = piece.get("error") {
                let status = error.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
                let words = crate::wire::words_of(&piece, "");
                return Err(self.wire.no(status.unwrap_or(500), &words, Some(&question.model), None));
            }
            if let Some(counts) = piece.get("usageMetadata") {
                let count = |name: &str| counts.get(name).and_then(Value::as_u64).unwrap_or_default();
                usage.input_tokens = count("promptTokenCount");
                usage.output_tokens = count("candidatesTokenCount") + count("thoughtsTokenCount");
            }
            if let Some(reason) = piece.get("promptFeedback").and_then(|feedback| feedback.get("blockReason")) {
                return Err(self.blocked(BlockedAt::Question, reason.as_str().unwrap_or("OTHER")));
            }
            let Some(candidate) = piece.get("candidates").and_then(|all| all.get(0)) else { continue };
            let parts = candidate.get("content").and_then(|content| content.get("parts")).and_then(Value::as_array);
            for part in parts.into_iter().flatten() {
                let is_thought = part.get("thought").and_then(Value::as_bool) == Some(true);
                if let Some(words) = part.get("text").and_then(Value::as_str).filter(|_| !is_thought) {
                    text.push_str(words);
                    on_piece(words);
                }
            }
            match candidate.get("finishReason").and_then(Value::as_str) {
                None => {}
                Some("STOP" | "FINISH_REASON_UNSPECIFIED") => ending = Some(Ending::Done),
                Some("MAX_TOKENS") => ending = Some(Ending::Length),
                Some(reason) => return Err(self.blocked(BlockedAt::Answer, reason)),
            }
        }
        match ending {
            Some(ending) => Answer { text, ending, usage }.of(&question.model),
            None => Err(lines.broke_off()),
        }
    }
}
