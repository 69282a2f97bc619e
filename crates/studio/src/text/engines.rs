//! The text engines as the studio knows them: one client each, the models that each has, kept for a few minutes.

use crate::{Result, Secret, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use troupe_library::{
    TextEngineId,
    tables::text_engines::{self, TextEngineKind, TextEngineRow},
};
use troupe_llm::{EngineKind, EngineOptions, Model, Price, TextEngine, is_local, parse_address};

/// How long a list of models is believed.
const MODELS_LIFE: TimeDelta = TimeDelta::minutes(5);
/// The name under which the stand-in's words are counted.
const REHEARSAL: &str = "rehearsal";

/// The engines that were used since the start.
#[derive(Debug, Default)]
pub(crate) struct TextEngines {
    /// The address of the stand-in of a rehearsal.
    stand_in: Option<String>,
    known: Mutex<HashMap<Option<TextEngineId>, Known>>,
}

#[derive(Debug)]
struct Known {
    engine: Arc<dyn TextEngine>,
    models: Option<(DateTime<Utc>, Arc<Vec<Model>>)>,
}

/// One engine that may be asked.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    /// The row; `None` for the stand-in of a rehearsal.
    pub(crate) id: Option<TextEngineId>,
    /// The creator's name for it.
    pub(crate) name: String,
    pub(crate) kind: TextEngineKind,
    pub(crate) address: String,
    /// The model that the creator chose.
    pub(crate) model: Option<String>,
    pub(crate) sees: Option<bool>,
    /// What it costs; `None` is not known.
    pub(crate) price: Option<Price>,
    pub(crate) is_enabled: bool,
    /// Whether nothing leaves the creator's own computers.
    pub(crate) is_local: bool,
}

impl Writer {
    /// The engine of a row. One on an own computer costs nothing.
    pub(crate) fn of(row: TextEngineRow) -> Self {
        let kind = engine_kind(row.kind);
        let is_local = parse_address(kind, &row.address).is_ok_and(|address| is_local(&address));
        let price = match (row.input_usd_per_million, row.output_usd_per_million) {
            (None, None) if is_local => Some(Price::default()),
            (None, None) => None,
            (input, output) => Some(Price {
                input_usd_per_million: input.unwrap_or_default(),
                output_usd_per_million: output.unwrap_or_default(),
            }),
        };
        Self {
            id: Some(row.id),
            name: row.name,
            kind: row.kind,
            address: row.address,
            model: row.model,
            sees: row.sees,
            price,
            is_enabled: row.is_enabled,
            is_local,
        }
    }

    /// Whether it is known to cost nothing.
    pub(crate) fn is_free(&self) -> bool {
        self.price.is_some_and(|price| price.input_usd_per_million == 0.0 && price.output_usd_per_million == 0.0)
    }

    /// The word under which its words are counted.
    pub(crate) fn counted_as(&self) -> String {
        self.id.map_or_else(|| REHEARSAL.to_owned(), |id| id.to_string())
    }
}

/// The kind as the clients spell it.
pub(crate) fn engine_kind(kind: TextEngineKind) -> EngineKind {
    match kind {
        TextEngineKind::Ollama => EngineKind::Ollama,
        TextEngineKind::Gemini => EngineKind::Gemini,
        TextEngineKind::OpenaiCompatible => EngineKind::OpenaiCompatible,
    }
}

/// Under which name an engine's key lies in the keychain.
pub(crate) fn key_name(id: TextEngineId) -> String {
    format!("text_engine.{id}")
}

impl TextEngines {
    pub(crate) fn new(stand_in: Option<String>) -> Self {
        Self { stand_in, ..Self::default() }
    }

    /// Forgets what is known of an engine whose row or key changed.
    pub(crate) fn forget(&self, id: TextEngineId) {
        self.known().remove(&Some(id));
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Option<TextEngineId>, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Every engine in the order of preference. In a rehearsal the stand-in alone: nothing real is asked.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn writers(studio: &Studio) -> Result<Vec<Writer>> {
    if let Some(address) = &studio.text_engines().stand_in {
        return Ok(vec![Writer {
            id: None,
            name: "Rehearsal".to_owned(),
            kind: TextEngineKind::Ollama,
            address: address.clone(),
            model: None,
            sees: None,
            price: Some(Price::default()),
            is_enabled: true,
            is_local: true,
        }]);
    }
    let mut read = studio.library().read().await?;
    Ok(text_engines::list(&mut read).await?.into_iter().map(Writer::of).collect())
}

/// The client of an engine, with its key.
///
/// # Errors
/// When its address can't be used or the keychain is locked.
pub(crate) async fn client(studio: &Studio, writer: &Writer) -> Result<Arc<dyn TextEngine>> {
    if let Some(known) = studio.text_engines().known().get(&writer.id) {
        return Ok(known.engine.clone());
    }
    let engine = open(studio, writer).await?;
    studio.text_engines().known().insert(writer.id, Known { engine: engine.clone(), models: None });
    Ok(engine)
}

/// A client that is not kept, as for trying an address.
///
/// # Errors
/// As [`client`].
pub(crate) async fn open(studio: &Studio, writer: &Writer) -> Result<Arc<dyn TextEngine>> {
    let key = match writer.id {
        Some(id) => studio.secrets().get(&key_name(id)).await?,
        None => None,
    };
    open_with_key(writer, key)
}

/// A client with a key that is not kept yet.
///
/// # Errors
/// When the address can't be used.
pub(crate) fn open_with_key(writer: &Writer, key: Option<Secret>) -> Result<Arc<dyn TextEngine>> {
    let kind = engine_kind(writer.kind);
    let options = EngineOptions::at(parse_address(kind, &writer.address)?).with_key(key);
    Ok(troupe_llm::open(kind, options)?.into())
}

/// The models of an engine, as last listed; listed now when that is long ago.
///
/// # Errors
/// When it does not answer.
pub(crate) async fn models(studio: &Studio, writer: &Writer) -> troupe_llm::Result<Arc<Vec<Model>>> {
    let now = studio.now();
    let listed = studio.text_engines().known().get(&writer.id).and_then(|known| known.models.clone());
    if let Some((_, models)) = listed.filter(|(at, _)| now - *at < MODELS_LIFE && now >= *at) {
        return Ok(models);
    }
    list_models(studio, writer).await
}

/// The models of an engine, listed now.
///
/// # Errors
/// When it does not answer.
pub(crate) async fn list_models(studio: &Studio, writer: &Writer) -> troupe_llm::Result<Arc<Vec<Model>>> {
    let unusable = |_| troupe_llm::Error::Address { text: writer.address.clone() };
    let engine = client(studio, writer).await.map_err(unusable)?;
    let models = Arc::new(engine.models().await?);
    if let Some(known) = studio.text_engines().known().get_mut(&writer.id) {
        known.models = Some((studio.now(), models.clone()));
    }
    Ok(models)
}

/// Takes every model out of memory that an engine on an own computer holds there, and answers which. An engine that
/// does not answer holds none.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn unload_all(studio: &Studio) -> Result<Vec<String>> {
    let mut unloaded = Vec::new();
    for writer in writers(studio).await?.into_iter().filter(|writer| writer.is_enabled && writer.is_local) {
        let Ok(engine) = client(studio, &writer).await else { continue };
        let Ok(health) = engine.health().await else { continue };
        for model in health.loaded {
            match engine.unload(&model).await {
                Ok(()) => unloaded.push(model),
                Err(error) => tracing::warn!(service = "text", model, %error, "could not be unloaded"),
            }
        }
    }
    Ok(unloaded)
}
