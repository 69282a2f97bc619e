//! The text engines that the creator named: naming, changing, testing, ordering them.

use crate::{
    Error, Patch, Result, Secret, Studio,
    checks::Checks,
    operations::secrets,
    text::engines::{self, Writer, engine_kind, key_name},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use troupe_library::{
    LibraryError, TextEngineId,
    tables::text_engines::{self, TextEngineKind, TextEngineRow},
};
use troupe_llm::{Price, TextEngine, parse_address};

/// How long a test of an engine may take: a creator waits in front of it.
const TEST: Duration = Duration::from_secs(8);
/// The highest price that is taken, in US dollars for a million tokens.
const HIGHEST_PRICE_USD: f64 = 10_000.0;

/// A text engine that the creator named.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NamedEngine {
    /// Its id; `null` for the stand-in of a rehearsal, which is never stored.
    id: Option<TextEngineId>,
    /// The creator's name for it.
    name: String,
    /// Its kind.
    kind: TextEngineKind,
    /// Its address.
    address: String,
    /// The model that writes; `null`: the first that it has, on an own computer.
    model: Option<String>,
    /// Whether the model looks at pictures; `null`: as the engine says.
    sees: Option<bool>,
    /// US dollars for a million tokens that are read; `null` is not known.
    input_usd_per_million: Option<f64>,
    /// US dollars for a million tokens that are written; `null` is not known.
    output_usd_per_million: Option<f64>,
    /// Whether it is asked at all.
    is_enabled: bool,
    /// Whether nothing that it is told leaves this computer and its own network.
    is_local: bool,
    /// Whether a key was given for it.
    has_key: bool,
}

async fn describe(studio: &Studio, writer: Writer) -> Result<NamedEngine> {
    let has_key = match writer.id {
        Some(id) => secrets::is_set(studio, &key_name(id)).await?,
        None => false,
    };
    // A computer of one's own costs nothing, and that needs no figure.
    let price = writer.price.filter(|price| !(writer.is_local && *price == Price::default()));
    Ok(NamedEngine {
        id: writer.id,
        name: writer.name,
        kind: writer.kind,
        address: writer.address,
        model: writer.model,
        sees: writer.sees,
        input_usd_per_million: price.map(|price| price.input_usd_per_million),
        output_usd_per_million: price.map(|price| price.output_usd_per_million),
        is_enabled: writer.is_enabled,
        is_local: writer.is_local,
        has_key,
    })
}

/// The text engines in the order in which they are asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListEngines {}

/// The engines in their order.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EngineList {
    engines: Vec<NamedEngine>,
    total: usize,
}

pub(super) async fn list(studio: &Studio, _: ListEngines) -> Result<EngineList> {
    let mut found = Vec::new();
    for writer in engines::writers(studio).await? {
        found.push(describe(studio, writer).await?);
    }
    Ok(EngineList { total: found.len(), engines: found })
}

/// Names a text engine, at the end of the order. It is tried at once; one that does not answer is kept only with
/// `even_if_off`. The key goes to the system's keychain and is never read back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateEngine {
    /// Its kind.
    kind: TextEngineKind,
    /// A name for it; else its kind's.
    #[serde(default)]
    #[schemars(length(max = 100))]
    name: String,
    /// Its address; else where this kind is usually found.
    #[serde(default)]
    #[schemars(length(max = 500))]
    address: String,
    /// Its key, where it wants one.
    #[serde(default)]
    #[schemars(length(max = 2500), extend("writeOnly" = true))]
    key: String,
    /// The model that writes; absent: the first that it has, on an own computer.
    model: Option<String>,
    /// Whether the model looks at pictures; absent: as the engine says.
    sees: Option<bool>,
    /// US dollars for a million tokens that are read.
    #[schemars(range(min = 0, max = 10000))]
    input_usd_per_million: Option<f64>,
    /// US dollars for a million tokens that are written.
    #[schemars(range(min = 0, max = 10000))]
    output_usd_per_million: Option<f64>,
    /// Keep it although it does not answer at the moment.
    #[serde(default)]
    even_if_off: bool,
}

pub(super) async fn create(studio: &Studio, input: CreateEngine) -> Result<NamedEngine> {
    let kind = engine_kind(input.kind);
    let address = if input.address.trim().is_empty() { kind.usual_address() } else { &input.address };
    let name = if input.name.trim().is_empty() { kind.words() } else { &input.name };
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let position = text_engines::list(&mut read).await?.last().map_or(1, |last| last.position + 1);
    drop(read);
    let mut row = TextEngineRow {
        id: TextEngineId::new(),
        name: name.to_owned(),
        kind: input.kind,
        address: address.to_owned(),
        model: input.model,
        sees: input.sees,
        input_usd_per_million: input.input_usd_per_million,
        output_usd_per_million: input.output_usd_per_million,
        is_enabled: true,
        position,
        created_at: now,
        updated_at: now,
    };
    check(&mut row)?;
    if !input.even_if_off {
        let key = Some(Secret::new(input.key.trim()));
        probe(engines::open_with_key(&Writer::of(row.clone()), key)?.as_ref()).await?;
    }
    keep(studio, &row, Patch::Set(input.key)).await
}

/// Changes a text engine: only the fields that are sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateEngine {
    /// The engine.
    engine_id: TextEngineId,
    #[serde(default)]
    name: Patch<String>,
    #[serde(default)]
    address: Patch<String>,
    /// A new key; `null` takes it away.
    #[serde(default)]
    #[schemars(extend("writeOnly" = true))]
    key: Patch<String>,
    #[serde(default)]
    model: Patch<String>,
    #[serde(default)]
    sees: Patch<bool>,
    #[serde(default)]
    input_usd_per_million: Patch<f64>,
    #[serde(default)]
    output_usd_per_million: Patch<f64>,
    #[serde(default)]
    is_enabled: Patch<bool>,
    /// Keep a new address although nothing answers there at the moment.
    #[serde(default)]
    even_if_off: bool,
}

pub(super) async fn update(studio: &Studio, input: UpdateEngine) -> Result<NamedEngine> {
    let mut row = find(studio, input.engine_id).await?;
    let before = row.address.clone();
    input.name.apply_required("name", &mut row.name)?;
    input.address.apply_required("address", &mut row.address)?;
    input.model.apply_option(&mut row.model);
    input.sees.apply_option(&mut row.sees);
    input.input_usd_per_million.apply_option(&mut row.input_usd_per_million);
    input.output_usd_per_million.apply_option(&mut row.output_usd_per_million);
    input.is_enabled.apply_required("is_enabled", &mut row.is_enabled)?;
    row.updated_at = studio.now();
    check(&mut row)?;
    let has_moved = row.address != before || input.key.value().is_some_and(|key| !key.trim().is_empty());
    if has_moved && !input.even_if_off {
        let key = match input.key.value() {
            Some(key) => Some(Secret::new(key.trim())),
            None => studio.secrets().get(&key_name(row.id)).await?,
        };
        probe(engines::open_with_key(&Writer::of(row.clone()), key)?.as_ref()).await?;
    }
    keep(studio, &row, input.key).await
}

/// Forgets a text engine and its key. What it wrote stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteEngine {
    /// The engine.
    engine_id: TextEngineId,
}

/// The engine that was forgotten, so that it can be named again; its key is gone.
pub(super) async fn delete(studio: &Studio, input: DeleteEngine) -> Result<NamedEngine> {
    let row = find(studio, input.engine_id).await?;
    let engine = describe(studio, Writer::of(row.clone())).await?;
    let mut write = studio.library().write().await?;
    text_engines::delete(&mut write, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    secrets::keep(studio, &key_name(row.id), "").await?;
    studio.text_engines().forget(row.id);
    Ok(engine)
}

/// Asks a text engine how it is, and anew which models it has.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TestEngine {
    /// The engine.
    engine_id: TextEngineId,
}

/// How an engine is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TestedEngine {
    engine: NamedEngine,
    /// Its version, where it says it.
    version: Option<String>,
    /// The names of its models.
    models: Vec<String>,
    /// What that means and what to do.
    message: String,
}

pub(super) async fn test(studio: &Studio, input: TestEngine) -> Result<TestedEngine> {
    let row = find(studio, input.engine_id).await?;
    studio.text_engines().forget(row.id);
    let writer = Writer::of(row);
    let health = probe(engines::client(studio, &writer).await?.as_ref()).await?;
    let models: Vec<String> =
        engines::list_models(studio, &writer).await?.iter().map(|model| model.name.clone()).collect();
    let message = match (&writer.model, models.len()) {
        (_, 0) => "It answers and has no model yet.".to_owned(),
        (Some(model), _) if !models.contains(model) => {
            format!("It answers, and has no model named {model}. Choose another.")
        }
        (None, _) if !writer.is_local => "It answers. Choose a model for it.".to_owned(),
        (_, 1) => "It answers and has one model.".to_owned(),
        (_, count) => format!("It answers and has {count} models."),
    };
    Ok(TestedEngine { engine: describe(studio, writer).await?, version: health.version, models, message })
}

/// Puts the text engines into another order: the first that can write is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReorderEngines {
    /// Every engine, the first choice first.
    engine_ids: Vec<TextEngineId>,
}

pub(super) async fn reorder(studio: &Studio, input: ReorderEngines) -> Result<EngineList> {
    let mut write = studio.library().write().await?;
    let mut there: Vec<TextEngineId> = text_engines::list(&mut write).await?.into_iter().map(|row| row.id).collect();
    let mut named = input.engine_ids.clone();
    there.sort();
    named.sort();
    if there != named {
        return Err(Error::field("engine_ids", "must name every engine once"));
    }
    for (id, position) in input.engine_ids.into_iter().zip(1..) {
        text_engines::place(&mut write, id, position).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    list(studio, ListEngines {}).await
}

async fn find(studio: &Studio, id: TextEngineId) -> Result<TextEngineRow> {
    let mut read = studio.library().read().await?;
    text_engines::get(&mut read, id).await?.ok_or_else(|| Error::not_found("text_engine", id))
}

/// Checks a row and tidies its texts.
fn check(row: &mut TextEngineRow) -> Result<()> {
    let mut checks = Checks::default();
    checks.name("name", &mut row.name);
    checks.optional_name("model", &mut row.model);
    for (field, price) in
        [("input_usd_per_million", row.input_usd_per_million), ("output_usd_per_million", row.output_usd_per_million)]
    {
        if let Some(price) = price {
            checks.within(field, price, 0.0..=HIGHEST_PRICE_USD);
        }
    }
    checks.done()?;
    let address = parse_address(engine_kind(row.kind), &row.address)
        .map_err(|error| Error::field("address", error.to_string()).because(error))?;
    row.address = address.as_str().trim_end_matches('/').to_owned();
    Ok(())
}

/// Asks an engine whether it answers as itself.
async fn probe(engine: &dyn TextEngine) -> Result<troupe_llm::Health> {
    let at_field = |error: troupe_llm::Error| {
        let field = if matches!(error, troupe_llm::Error::Key { .. }) { "key" } else { "address" };
        Error::field(field, crate::error::sentence(&error.to_string())).because(error)
    };
    match tokio::time::timeout(TEST, engine.health()).await {
        Ok(answer) => answer.map_err(at_field),
        Err(_) => Err(Error::field(
            "address",
            format!("nothing answered there within {} seconds. Check that the engine is running", TEST.as_secs()),
        )),
    }
}

/// Writes the row and the key, and forgets what was known of the engine.
async fn keep(studio: &Studio, row: &TextEngineRow, key: Patch<String>) -> Result<NamedEngine> {
    match &key {
        Patch::Keep => {}
        Patch::Clear => drop(secrets::keep(studio, &key_name(row.id), "").await?),
        Patch::Set(key) if key.trim().is_empty() => {}
        Patch::Set(key) => drop(secrets::keep(studio, &key_name(row.id), key).await?),
    }
    let mut write = studio.library().write().await?;
    text_engines::save(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.text_engines().forget(row.id);
    describe(studio, Writer::of(row.clone())).await
}
