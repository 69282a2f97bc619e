//! Servers with OpenAI's chat interface: LM Studio, llama.cpp, and many in the cloud. What one of them lacks is found
//! out by asking; its errors come in two forms.
//! Source: the README of llama.cpp's server and LM Studio's documentation, read 2026-08.

use crate::{
    Answer, BlockedAt, Ending, EngineKind, EngineOptions, Error, Health, Model, Question, Result, Role, TextEngine,
    Usage, is_local,
    wire::{KeyIn, Wire, words_of},
};
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

const ROUTE: &str = "/chat/completions";

#[derive(Debug)]
pub(crate) struct OpenAiCompatible {
    wire: Wire,
    is_remote: bool,
}

impl OpenAiCompatible {
    pub(crate) fn open(options: EngineOptions) -> Result<Self> {
        let is_remote = !is_local(&options.address);
        Ok(Self { wire: Wire::open(EngineKind::OpenaiCompatible, KeyIn::Bearer, options)?, is_remote })
    }

    async fn list(&self) -> Result<Vec<Value>> {
        let list = self.wire.get("/models", "/models").await?;
        let entries = list.get("data").and_then(Value::as_array).cloned();
        entries.ok_or_else(|| self.wire.not_this("it lists no models"))
    }
}

/// Whether an entry of the list says that the model looks at pictures; servers write it in several ways.
fn sees(entry: &Value) -> Option<bool> {
    let says = |list: &Value, word: &str| Some(list.as_array()?.iter().any(|one| one == word));
    entry
        .get("capabilities")
        .and_then(|all| says(all, "vision").or_else(|| says(all, "multimodal")))
        .or_else(|| entry.get("architecture")?.get("input_modalities").and_then(|all| says(all, "image")))
        .or_else(|| entry.get("type")?.as_str().map(|kind| kind == "vlm"))
}

fn content(text: &str, pictures: &[crate::Picture]) -> Value {
    if pictures.is_empty() {
        return json!(text);
    }
    let shown = pictures.iter().map(|picture| {
        let url = format!("data:{};base64,{}", picture.mime_type, STANDARD.encode(&picture.bytes));
        json!({ "type": "image_url", "image_url": { "url": url } })
    });
    [json!({ "type": "text", "text": text })].into_iter().chain(shown).collect()
}

fn body(question: &Question) -> Value {
    let system = (!question.system.is_empty()).then(|| json!({ "role": "system", "content": question.system }));
    let turns = question.turns.iter().map(|turn| {
        let role = if turn.role == Role::User { "user" } else { "assistant" };
        json!({ "role": role, "content": content(&turn.text, &turn.pictures) })
    });
    let messages: Vec<Value> = system.into_iter().chain(turns).collect();
    let mut body = json!({
        "model": question.model, "messages": messages, "stream": true, "stream_options": { "include_usage": true },
    });
    if let Some(temperature) = question.temperature {
        body["temperature"] = temperature.into();
    }
    if let Some(most) = question.max_tokens {
        body["max_tokens"] = most.into();
    }
    if let Some(seed) = question.seed {
        body["seed"] = seed.into();
    }
    if let Some(schema) = &question.schema {
        body["response_format"] =
            json!({ "type": "json_schema", "json_schema": { "name": "answer", "strict": true, "schema": schema } });
    }
    body
}

#[async_trait]
impl TextEngine for OpenAiCompatible {
    fn kind(&self) -> EngineKind {
        EngineKind::OpenaiCompatible
    }

    async fn health(&self) -> Result<Health> {
        self.list().await?;
        Ok(Health { version: None, loaded: Vec::new() })
    }

    async fn models(&self) -> Result<Vec<Model>> {
        let models = self.list().await?.into_iter().filter_map(|entry| {
            let mut model = Model::named(entry.get("id")?.as_str()?);
            model.sees = sees(&entry);
            model.context_tokens =
                ["max_context_length", "context_length"].iter().find_map(|name| entry.get(*name)?.as_u64());
            model.quantization = entry.get("quantization").and_then(Value::as_str).map(str::to_owned);
            model.is_remote = self.is_remote;
            Some(model)
        });
        Ok(models.collect())
    }

    async fn write(&self, question: &Question, on_piece: &mut (dyn for<'p> FnMut(&'p str) + Send)) -> Result<Answer> {
        let mut lines = self.wire.ask(ROUTE, ROUTE, &body(question), question).await?;
        let (mut text, mut ending, mut usage) = (String::new(), None, Usage::default());
        while let Some(data) = lines.next_data().await? {
            if data == "[DONE]" {
                break;
            }
            let piece: Value = match serde_json::from_str(&data) {
                Ok(piece) => piece,
                Err(_) if data.starts_with('<') => return Err(self.wire.not_this("it answered with a web page")),
                Err(error) => return Err(self.wire.unreadable(ROUTE, error.to_string())),
            };
            if piece.get("error").is_some_and(|error| !error.is_null()) {
                return Err(self.wire.no(500, &words_of(&piece, &data), Some(&question.model), None));
            }
            if let Some(counts) = piece.get("usage").filter(|counts| counts.is_object()) {
                let count = |name: &str| counts.get(name).and_then(Value::as_u64).unwrap_or_default();
                usage = Usage { input_tokens: count("prompt_tokens"), output_tokens: count("completion_tokens") };
            }
            let Some(choice) = piece.get("choices").and_then(|all| all.get(0)) else { continue };
            if let Some(words) = choice.get("delta").and_then(|delta| delta.get("content")).and_then(Value::as_str) {
                text.push_str(words);
                on_piece(words);
            }
            match choice.get("finish_reason").and_then(Value::as_str) {
                None => {}
                Some("length") => ending = Some(Ending::Length),
                Some("content_filter") => {
                    let reason = "its filter stood in the way".to_owned();
                    return Err(Error::Blocked { host: self.wire.host(), at: BlockedAt::Answer, reason });
                }
                Some(_) => ending = Some(Ending::Done),
            }
        }
        match ending {
            Some(ending) => Answer { text, ending, usage }.of(&question.model),
            None => Err(lines.broke_off()),
        }
    }
}
