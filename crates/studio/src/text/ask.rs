//! Asking: the first engine in the creator's order that may and can write does. Who was passed over is said with why;
//! a question that an engine blocked or declined is not carried on to the next.

use super::{
    engines::{self, Writer},
    shown::Shown,
    spending,
};
use crate::{Code, Error, Result, Studio, graphics_memory};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_library::{TextEngineId, tables::text_engines::TextEngineKind};
use troupe_llm::{Model, Question, TextEngine, Usage, write_json};

/// What is wanted of an engine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish {
    /// Who speaks and what holds.
    pub(crate) system: String,
    /// What is asked.
    pub(crate) text: String,
    /// A picture that it is about.
    pub(crate) shown: Option<Shown>,
    /// The model, when the caller names one.
    pub(crate) model: Option<String>,
    /// How freely it writes, 0 to 2.
    pub(crate) temperature: Option<f64>,
    pub(crate) max_tokens: Option<u32>,
    pub(crate) seed: Option<u64>,
}

/// Who wrote, and what that took.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct WrittenBy {
    /// The engine; `null` for the stand-in of a rehearsal.
    pub(crate) engine_id: Option<TextEngineId>,
    /// Its name.
    pub(crate) engine: String,
    /// Its kind.
    pub(crate) kind: TextEngineKind,
    /// The model.
    pub(crate) model: String,
    /// Whether the model looked at the picture itself; else it was told the picture's prompt.
    pub(crate) saw_picture: bool,
    /// Tokens that were read.
    pub(crate) input_tokens: u64,
    /// Tokens that were written.
    pub(crate) output_tokens: u64,
    /// What it cost in US dollars; `null` where no price is known.
    pub(crate) cost_usd: Option<f64>,
    /// Engines before it in the order that could not write.
    pub(crate) passed_over: Vec<PassedOver>,
}

/// An engine that was not asked, or that could not write.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct PassedOver {
    /// Its name.
    pub(crate) engine: String,
    /// Why.
    pub(crate) reason: String,
}

/// JSON, and who wrote it.
#[derive(Debug)]
pub(crate) struct WrittenJson {
    pub(crate) value: Value,
    pub(crate) by: WrittenBy,
}

/// Asks for JSON of a schema; `also` is a check of the caller's that the model is told of once.
///
/// # Errors
/// When no engine is set up, none could write, or one declined.
pub(crate) async fn ask_json(
    studio: &Studio,
    wish: &Wish,
    schema: &Value,
    also: impl Fn(&Value) -> Option<String>,
) -> Result<WrittenJson> {
    let mut over = Vec::new();
    for choice in choices(studio, wish, &mut over).await? {
        let engine = client(studio, &choice).await?;
        let mut question = question(wish, &choice);
        question.schema = Some(schema.clone());
        match write_json(&*engine, &question, &also).await {
            Ok(answer) => {
                let by = written_by(studio, choice, answer.usage, over).await?;
                return Ok(WrittenJson { value: answer.value, by });
            }
            Err(error) => pass(&choice, error, &mut over)?,
        }
    }
    Err(nobody(over))
}

/// Asks for plain words, and hands each piece on as it comes.
///
/// # Errors
/// As [`ask_json`].
pub(crate) async fn ask_text(
    studio: &Studio,
    wish: &Wish,
    on_piece: &mut (dyn for<'p> FnMut(&'p str) + Send),
) -> Result<(String, WrittenBy, bool)> {
    let mut over = Vec::new();
    for choice in choices(studio, wish, &mut over).await? {
        let engine = client(studio, &choice).await?;
        let mut has_begun = false;
        let mut pieces = |piece: &str| {
            has_begun = true;
            on_piece(piece);
        };
        match engine.write(&question(wish, &choice), &mut pieces).await {
            Ok(answer) if troupe_llm::is_refusal(&answer.text) => {
                let words = answer.text.chars().take(200).collect();
                return Err(troupe_llm::Error::Declined { model: choice.model, words }.into());
            }
            Ok(answer) => {
                let by = written_by(studio, choice, answer.usage, over).await?;
                let was_cut = answer.ending == troupe_llm::Ending::Length;
                return Ok((answer.text, by, was_cut));
            }
            // Words that were shown already are not begun anew by another engine.
            Err(error) if has_begun => return Err(error.into()),
            Err(error) => pass(&choice, error, &mut over)?,
        }
    }
    Err(nobody(over))
}

/// The client of an engine; one on this computer shares its graphics card with pictures, and is made room there.
async fn client(studio: &Studio, choice: &Choice) -> Result<Arc<dyn TextEngine>> {
    if choice.writer.is_local {
        graphics_memory::for_words(studio).await;
    }
    engines::client(studio, &choice.writer).await
}

/// An engine with the model that it would use.
#[derive(Debug)]
struct Choice {
    writer: Writer,
    model: String,
    /// Whether the picture goes along.
    sees: bool,
}

/// The engines that may write, in their order; with a picture those that look at it come first.
async fn choices(studio: &Studio, wish: &Wish, over: &mut Vec<PassedOver>) -> Result<Vec<Choice>> {
    let all = engines::writers(studio).await?;
    if all.iter().all(|writer| !writer.is_enabled) {
        return Err(Error::new(
            Code::ServiceUnavailable,
            "No text engine is set up. Add one in Settings under Engines: Ollama on this computer, Gemini, or any OpenAI-compatible server.",
        )
        .with("text_engine", json!("not_set_up")));
    }
    let is_local_only = studio.settings().await?.text.is_local_only;
    let left = spending::left(studio).await?;
    let (mut seeing, mut others) = (Vec::new(), Vec::new());
    for writer in all.into_iter().filter(|writer| writer.is_enabled) {
        let mut pass = |reason: String| over.push(PassedOver { engine: writer.name.clone(), reason });
        if is_local_only && !writer.is_local {
            pass("you allow engines on your own computers only".into());
            continue;
        }
        if !writer.is_free() && !studio.may_spend() {
            pass("it costs money, and an agent spends none without your word".into());
            continue;
        }
        if let Some(reason) = left.refusal(&writer) {
            pass(reason);
            continue;
        }
        let models = match engines::models(studio, &writer).await {
            Ok(models) => models,
            Err(error) => {
                pass(trim(&error.to_string()));
                continue;
            }
        };
        let wants_sight = wish.shown.is_some();
        match choose_model(&writer, &models, wish.model.as_deref(), wants_sight, is_local_only) {
            Err(reason) => pass(reason),
            Ok((model, sees)) => {
                let sees = sees && wants_sight;
                let list = if sees { &mut seeing } else { &mut others };
                list.push(Choice { writer, model, sees });
            }
        }
    }
    seeing.extend(others);
    Ok(seeing)
}

/// The model that an engine would use, and whether it looks at pictures; or why it has none.
fn choose_model(
    writer: &Writer,
    models: &[Model],
    asked: Option<&str>,
    wants_sight: bool,
    is_local_only: bool,
) -> std::result::Result<(String, bool), String> {
    let usable = |model: &&Model| !(is_local_only && model.is_remote);
    let find = |name: &str| models.iter().find(|model| model.name == name || model.name == format!("{name}:latest"));
    let sees = |model: &Model| writer.sees.or(model.sees) == Some(true);
    if let Some(name) = asked.or(writer.model.as_deref()) {
        let model = find(name).ok_or_else(|| format!("it has no model named {name}"))?;
        if !usable(&model) {
            return Err(format!("{name} runs on another computer, and you allow your own only"));
        }
        return Ok((model.name.clone(), sees(model)));
    }
    if !writer.is_local {
        return Err("no model is chosen for it".to_owned());
    }
    let mut there = models.iter().filter(usable).filter(|model| !model.is_remote);
    let first = there.clone().next().ok_or_else(|| "it has no model yet".to_owned())?;
    let model = if wants_sight { there.find(|model| sees(model)).unwrap_or(first) } else { first };
    Ok((model.name.clone(), sees(model)))
}

fn question(wish: &Wish, choice: &Choice) -> Question {
    let mut question = Question::new(&choice.model, &wish.text);
    question.system.clone_from(&wish.system);
    question.temperature = wish.temperature;
    question.max_tokens = wish.max_tokens;
    question.seed = wish.seed;
    if let (Some(shown), Some(turn)) = (&wish.shown, question.turns.last_mut()) {
        if choice.sees {
            turn.pictures.push(shown.picture.clone());
            turn.text.push_str("\nThe picture is attached: look at it.");
        }
        if !shown.words.is_empty() {
            turn.text.push_str(&format!("\nPicture: {}", shown.words));
        }
    }
    question
}

async fn written_by(studio: &Studio, choice: Choice, usage: Usage, over: Vec<PassedOver>) -> Result<WrittenBy> {
    let cost_usd = spending::note(studio, &choice.writer, &choice.model, usage).await?;
    Ok(WrittenBy {
        engine_id: choice.writer.id,
        engine: choice.writer.name,
        kind: choice.writer.kind,
        model: choice.model,
        saw_picture: choice.sees,
        input_tokens: usage.input_tokens,
        output_tokens: usage.output_tokens,
        cost_usd,
        passed_over: over,
    })
}

/// Notes why an engine could not write; an error that is not the engine's own ends the asking.
fn pass(choice: &Choice, error: troupe_llm::Error, over: &mut Vec<PassedOver>) -> Result<()> {
    if !error.is_of_the_engine() {
        return Err(error.into());
    }
    tracing::warn!(service = "text", engine = choice.writer.name, %error, "could not write");
    over.push(PassedOver { engine: choice.writer.name.clone(), reason: trim(&error.to_string()) });
    Ok(())
}

/// What is said when nobody could write: each engine with its reason.
fn nobody(over: Vec<PassedOver>) -> Error {
    let told: Vec<String> = over.iter().map(|one| format!("{}: {}.", one.engine, one.reason)).collect();
    let is_spent = !over.is_empty() && over.iter().all(|one| one.reason.contains("monthly limit"));
    let code = if is_spent { Code::LimitReached } else { Code::ServiceUnavailable };
    Error::new(code, format!("No text engine could write. {}", told.join(" "))).with("passed_over", json!(over))
}

fn trim(words: &str) -> String {
    words.trim_end_matches('.').to_owned()
}
