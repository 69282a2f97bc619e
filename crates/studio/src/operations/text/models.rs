//! What the text engines have, how they are, and what they cost.

use crate::{
    Error, Result, Studio,
    text::{
        engines::{self, Writer},
        spending,
    },
};
use futures::future::join_all;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    TextEngineId,
    tables::{text_engines::TextEngineKind, text_usage},
};
use troupe_llm::Model;

/// The models of every text engine that is in use, as they list them now.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListTextModels {
    /// Those of one engine.
    engine_id: Option<TextEngineId>,
}

/// Models, engine by engine in the order of preference.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TextModelList {
    models: Vec<TextModel>,
    total: usize,
    /// Engines that could not be asked.
    silent: Vec<SilentEngine>,
}

/// A model that writes.
#[derive(Debug, Serialize, JsonSchema)]
struct TextModel {
    /// Its name, as `text.generate` takes it.
    name: String,
    /// The engine; `null` for the stand-in of a rehearsal.
    engine_id: Option<TextEngineId>,
    engine: String,
    kind: TextEngineKind,
    /// The size of its file in bytes.
    size_bytes: Option<u64>,
    /// How many parameters it has: `8.2B`.
    parameters: Option<String>,
    /// How its numbers are stored: `Q4_K_M`.
    quantization: Option<String>,
    /// Whether it looks at pictures; `null` when the engine does not say.
    sees: Option<bool>,
    /// The most tokens of question and answer together.
    context_tokens: Option<u64>,
    /// Whether nothing that it is told leaves this computer and its own network.
    is_local: bool,
    /// Whether it is the one that the engine writes with.
    is_chosen: bool,
}

/// An engine that could not be asked.
#[derive(Debug, Serialize, JsonSchema)]
struct SilentEngine {
    engine_id: Option<TextEngineId>,
    engine: String,
    /// Why, and what to do.
    message: String,
}

pub(super) async fn models(studio: &Studio, input: ListTextModels) -> Result<TextModelList> {
    let mut writers = enabled(studio).await?;
    if let Some(id) = input.engine_id {
        writers = engines::writers(studio).await?.into_iter().filter(|writer| writer.id == Some(id)).collect();
        if writers.is_empty() {
            return Err(Error::not_found("text_engine", id));
        }
    }
    let lists = join_all(writers.iter().map(|writer| engines::list_models(studio, writer))).await;
    let (mut models, mut silent) = (Vec::new(), Vec::new());
    for (writer, list) in writers.iter().zip(lists) {
        match list {
            Ok(list) => models.extend(list.iter().map(|model| text_model(writer, model))),
            Err(error) => silent.push(SilentEngine {
                engine_id: writer.id,
                engine: writer.name.clone(),
                message: Error::from(error).message.into_owned(),
            }),
        }
    }
    Ok(TextModelList { total: models.len(), models, silent })
}

fn text_model(writer: &Writer, model: &Model) -> TextModel {
    TextModel {
        name: model.name.clone(),
        engine_id: writer.id,
        engine: writer.name.clone(),
        kind: writer.kind,
        size_bytes: model.size_bytes,
        parameters: model.parameters.clone(),
        quantization: model.quantization.clone(),
        sees: model.sees,
        context_tokens: model.context_tokens,
        is_local: writer.is_local && !model.is_remote,
        is_chosen: writer.model.as_deref() == Some(model.name.as_str()),
    }
}

async fn enabled(studio: &Studio) -> Result<Vec<Writer>> {
    Ok(engines::writers(studio).await?.into_iter().filter(|writer| writer.is_enabled).collect())
}

/// Whether words can be written at the moment: each engine in use with its state.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetTextHealth {}

/// How the text engines are.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TextHealth {
    /// `healthy` when the first answers, `degraded` when another does, `down` when none does, `not_set_up`.
    status: &'static str,
    /// What that means and what to do.
    message: String,
    engines: Vec<EngineHealth>,
}

/// How one engine is.
#[derive(Debug, Serialize, JsonSchema)]
struct EngineHealth {
    /// The engine; `null` for the stand-in of a rehearsal.
    engine_id: Option<TextEngineId>,
    engine: String,
    kind: TextEngineKind,
    /// `running` or `off`.
    state: &'static str,
    /// What that means and what to do.
    message: String,
    /// Its version, where it says it.
    version: Option<String>,
    /// The models that lie in its memory now.
    loaded: Vec<String>,
}

pub(super) async fn health(studio: &Studio, _: GetTextHealth) -> Result<TextHealth> {
    let writers = enabled(studio).await?;
    let found = join_all(writers.iter().map(|writer| health_of(studio, writer))).await;
    let running = found.iter().filter(|engine| engine.state == "running").count();
    let (status, message) = match found.first() {
        None => ("not_set_up", "No text engine is set up. Add one in Settings under Engines.".to_owned()),
        Some(first) if first.state == "running" => ("healthy", format!("{} answers.", first.engine)),
        Some(first) if running > 0 => ("degraded", format!("{} does not answer; the next one writes.", first.engine)),
        Some(first) => ("down", first.message.clone()),
    };
    Ok(TextHealth { status, message, engines: found })
}

async fn health_of(studio: &Studio, writer: &Writer) -> EngineHealth {
    let asked = async {
        let engine = engines::client(studio, writer).await?;
        Ok::<_, Error>(engine.health().await?)
    };
    let (state, message, version, loaded) = match asked.await {
        Ok(health) => ("running", format!("{} answers.", writer.name), health.version, health.loaded),
        Err(error) => ("off", error.message.into_owned(), None, Vec::new()),
    };
    EngineHealth {
        engine_id: writer.id,
        engine: writer.name.clone(),
        kind: writer.kind,
        state,
        message,
        version,
        loaded,
    }
}

/// What was written this month, and what it cost.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetTextUsage {
    /// Another month, as `2026-11`.
    #[schemars(length(min = 7, max = 7))]
    month: Option<String>,
}

/// A month's sums.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TextUsage {
    month: String,
    /// What it cost in US dollars, as far as prices are known.
    cost_usd: f64,
    /// The creator's limit for a month; `null` is none.
    limit_usd: Option<f64>,
    input_tokens: i64,
    output_tokens: i64,
    /// By engine and model.
    parts: Vec<UsagePart>,
}

/// The sum of one engine and model.
#[derive(Debug, Serialize, JsonSchema)]
struct UsagePart {
    /// The engine's name; for one that is gone its id.
    engine: String,
    model: String,
    calls: i64,
    input_tokens: i64,
    output_tokens: i64,
    cost_usd: f64,
}

pub(super) async fn usage(studio: &Studio, input: GetTextUsage) -> Result<TextUsage> {
    let month = input.month.unwrap_or_else(|| spending::month(studio));
    let names = engines::writers(studio).await?;
    let mut read = studio.library().read().await?;
    let rows = text_usage::of_month(&mut read, &month).await?;
    drop(read);
    let name_of = |counted: &str| {
        let found = names.iter().find(|writer| writer.counted_as() == counted);
        found.map_or_else(|| counted.to_owned(), |writer| writer.name.clone())
    };
    Ok(TextUsage {
        cost_usd: rows.iter().map(|row| row.cost_usd).sum(),
        limit_usd: studio.settings().await?.text.monthly_limit_usd,
        input_tokens: rows.iter().map(|row| row.input_tokens).sum(),
        output_tokens: rows.iter().map(|row| row.output_tokens).sum(),
        parts: rows
            .into_iter()
            .map(|row| UsagePart {
                engine: name_of(&row.engine),
                model: row.model,
                calls: row.calls,
                input_tokens: row.input_tokens,
                output_tokens: row.output_tokens,
                cost_usd: row.cost_usd,
            })
            .collect(),
        month,
    })
}

/// Takes the text models out of memory, so that the graphics card is free for pictures. They are loaded again when
/// words are next asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnloadText {}

/// What was taken out of memory.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UnloadedText {
    /// The models.
    unloaded: Vec<String>,
}

pub(super) async fn unload(studio: &Studio, _: UnloadText) -> Result<UnloadedText> {
    Ok(UnloadedText { unloaded: engines::unload_all(studio).await? })
}
