//! Ollama: JSON lines, a schema in `format`, pictures as base64, errors also in the middle of an answer.
//! Source: Ollama's API documentation and server, read 2026-08-21.

use crate::{
    Answer, Ending, EngineKind, EngineOptions, Error, Health, Model, Question, Result, Role, TextEngine, Usage,
    wire::{KeyIn, Wire},
};
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};

/// How many models are asked at once what they can do.
const SHOWN_AT_ONCE: usize = 8;
/// The room that Ollama gives question and answer where nothing is said, in tokens. A longer question is cut off at its
/// beginning in silence, so more room is asked for before that happens.
const USUAL_ROOM: usize = 4_096;
/// Tokens of an answer for which room is kept.
const ANSWER_ROOM: usize = 1_024;

#[derive(Debug)]
pub(crate) struct Ollama {
    wire: Wire,
}

impl Ollama {
    pub(crate) fn open(options: EngineOptions) -> Result<Self> {
        Ok(Self { wire: Wire::open(EngineKind::Ollama, KeyIn::Bearer, options)? })
    }

    /// What one model can do; only the list's words where the engine does not say.
    async fn shown(&self, mut model: Model) -> Model {
        let Ok(shown) = self.wire.post("/api/show", "/api/show", &json!({ "model": model.name })).await else {
            return model;
        };
        if let Some(capabilities) = shown.get("capabilities").and_then(Value::as_array) {
            model.sees = Some(capabilities.iter().any(|one| one == "vision"));
        }
        let info = shown.get("model_info").and_then(Value::as_object);
        model.context_tokens = info.and_then(|info| {
            info.iter().find(|(name, _)| name.ends_with(".context_length")).and_then(|(_, length)| length.as_u64())
        });
        model
    }
}

/// Whether a model of the list runs on another computer: Ollama hands questions to it on.
fn is_remote(entry: &Value) -> bool {
    let name = entry.get("name").and_then(Value::as_str).unwrap_or_default();
    entry.get("remote_host").and_then(Value::as_str).is_some_and(|host| !host.is_empty())
        || name.ends_with(":cloud")
        || name.ends_with("-cloud")
}

fn messages(question: &Question) -> Vec<Value> {
    let system = (!question.system.is_empty()).then(|| json!({ "role": "system", "content": question.system }));
    let turns = question.turns.iter().map(|turn| {
        let role = if turn.role == Role::User { "user" } else { "assistant" };
        let mut message = json!({ "role": role, "content": turn.text });
        if !turn.pictures.is_empty() {
            message["images"] = turn.pictures.iter().map(|picture| STANDARD.encode(&picture.bytes)).collect();
        }
        message
    });
    system.into_iter().chain(turns).collect()
}

fn body(question: &Question) -> Value {
    let mut options = Map::new();
    let needed = question.rough_tokens() + question.max_tokens.map_or(ANSWER_ROOM, |most| most as usize);
    if needed > USUAL_ROOM {
        options.insert("num_ctx".into(), needed.next_power_of_two().into());
    }
    let given = [
        ("temperature", question.temperature.map(Value::from)),
        ("num_predict", question.max_tokens.map(Value::from)),
        ("seed", question.seed.map(Value::from)),
    ];
    options.extend(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    // Thoughts take long and are not shown; models that have none are not troubled by this.
    let mut body = json!({
        "model": question.model, "messages": messages(question), "stream": true, "think": false, "options": options,
    });
    if let Some(schema) = &question.schema {
        body["format"] = schema.clone();
    }
    body
}

#[async_trait]
impl TextEngine for Ollama {
    fn kind(&self) -> EngineKind {
        EngineKind::Ollama
    }

    async fn health(&self) -> Result<Health> {
        let version = self.wire.get("/api/version", "/api/version").await?;
        let version = version.get("version").and_then(Value::as_str);
        let version = version.ok_or_else(|| self.wire.not_this("it does not say a version"))?.to_owned();
        let running = self.wire.get("/api/ps", "/api/ps").await?;
        let loaded = running.get("models").and_then(Value::as_array).into_iter().flatten();
        let loaded = loaded.filter_map(|model| Some(model.get("name")?.as_str()?.to_owned())).collect();
        Ok(Health { version: Some(version), loaded })
    }

    async fn models(&self) -> Result<Vec<Model>> {
        let list = self.wire.get("/api/tags", "/api/tags").await?;
        let entries = list.get("models").and_then(Value::as_array);
        let entries = entries.ok_or_else(|| self.wire.not_this("it lists no models"))?;
        let models = entries.iter().filter_map(|entry| {
            let detail = |name: &str| Some(entry.get("details")?.get(name)?.as_str()?.to_owned());
            Some(Model {
                name: entry.get("name").or_else(|| entry.get("model"))?.as_str()?.to_owned(),
                size_bytes: entry.get("size").and_then(Value::as_u64),
                parameters: detail("parameter_size").filter(|size| !size.is_empty()),
                quantization: detail("quantization_level").filter(|level| !level.is_empty()),
                sees: None,
                context_tokens: None,
                is_remote: is_remote(entry),
            })
        });
        let models: Vec<Model> = models.collect();
        Ok(stream::iter(models).map(|model| self.shown(model)).buffered(SHOWN_AT_ONCE).collect().await)
    }

    async fn write(&self, question: &Question, on_piece: &mut (dyn for<'p> FnMut(&'p str) + Send)) -> Result<Answer> {
        let route = "/api/chat";
        let mut lines = self.wire.ask(route, route, &body(question), question).await?;
        let mut text = String::new();
        while let Some(line) = lines.next().await? {
            let line: Value = match serde_json::from_str(&line) {
                Ok(line) => line,
                Err(_) if line.starts_with('<') => return Err(self.wire.not_this("it answered with a web page")),
                Err(error) => return Err(self.wire.unreadable(route, error.to_string())),
            };
            if let Some(words) = line.get("error").and_then(Value::as_str) {
                return Err(self.wire.no(500, words, Some(&question.model), None));
            }
            if let Some(piece) = line.get("message").and_then(|message| message.get("content")).and_then(Value::as_str)
            {
                text.push_str(piece);
                on_piece(piece);
            }
            if line.get("done").and_then(Value::as_bool) == Some(true) {
                let count = |name: &str| line.get(name).and_then(Value::as_u64).unwrap_or_default();
                let usage = Usage { input_tokens: count("prompt_eval_count"), output_tokens: count("eval_count") };
                let at_limit = line.get("done_reason").and_then(Value::as_str) == Some("length");
                let ending = if at_limit { Ending::Length } else { Ending::Done };
                return Answer { text, ending, usage }.of(&question.model);
            }
        }
        Err(lines.broke_off())
    }

    async fn unload(&self, model: &str) -> Result<()> {
        self.wire
            .post("/api/generate", "/api/generate", &json!({ "model": model, "keep_alive": 0, "stream": false }))
            .await?;
        Ok(())
    }
}

impl Answer {
    /// The answer without the thoughts that some models write down between marks; an error where nothing is left.
    pub(crate) fn of(mut self, model: &str) -> Result<Self> {
        if let Some((thoughts, said)) = self.text.split_once("</think>")
            && (thoughts.trim_start().starts_with("<think>") || !thoughts.contains('<'))
        {
            self.text = said.to_owned();
        } else if self.text.trim_start().starts_with("<think>") {
            self.text.clear();
        }
        self.text = self.text.trim().to_owned();
        if self.text.is_empty() {
            return Err(Error::Empty { model: model.to_owned(), at_limit: self.ending == Ending::Length });
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn answer(text: &str) -> Result<String> {
        Answer { text: text.into(), ending: Ending::Done, usage: Usage::default() }.of("m").map(|answer| answer.text)
    }

    #[test]
    fn thoughts_are_no_answer() {
        for (text, expected) in [
            ("<think>a sea, a line</think>\n\nThe sea.", Some("The sea.")),
            ("a sea, a line\n</think>\nThe sea.", Some("The sea.")),
            (" The sea. ", Some("The sea.")),
            ("<think>endless", None),
            ("<think>a</think>  ", None),
            ("", None),
        ] {
            assert_eq!(answer(text).ok().as_deref(), expected, "{text:?}");
        }
        assert!(matches!(answer(""), Err(Error::Empty { at_limit: false, .. })));
    }

    #[test]
    fn a_long_question_asks_for_room() {
        let short = Question::new("m", "a line");
        assert!(body(&short)["options"].get("num_ctx").is_none());
        let long = Question::new("m", "word ".repeat(3_000));
        assert_eq!(body(&long)["options"]["num_ctx"], 16_384);
    }
}
