//! The trait that every engine is, and what its list of models says.

use crate::{Answer, Error, Question, Result, gemini::Gemini, ollama::Ollama, openai_compatible::OpenAiCompatible};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::{fmt, net::IpAddr, time::Duration};
use troupe_net::{ClientOptions, Secret, is_public};
use url::{Host, Url};

/// The kinds of engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EngineKind {
    /// Ollama.
    Ollama,
    /// Google's Gemini.
    Gemini,
    /// Any server with OpenAI's chat interface: LM Studio, llama.cpp and others.
    OpenaiCompatible,
}

impl EngineKind {
    /// Its name for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Ollama => "Ollama",
            Self::Gemini => "Gemini",
            Self::OpenaiCompatible => "OpenAI-compatible server",
        }
    }

    /// Where one is found when nobody says otherwise.
    #[must_use]
    pub fn usual_address(self) -> &'static str {
        match self {
            Self::Ollama => "http://127.0.0.1:11434",
            Self::Gemini => "https://generativelanguage.googleapis.com/v1beta",
            Self::OpenaiCompatible => "http://127.0.0.1:1234/v1",
        }
    }
}

/// Where an engine is and how it is asked.
#[derive(Debug, Clone)]
pub struct EngineOptions {
    /// Its address; a path before the routes is kept.
    pub address: Url,
    /// Its key, where it wants one.
    pub key: Option<Secret>,
    /// Limits of each request. The engine's own address is always allowed, private or not.
    pub net: ClientOptions,
    /// The longest silence before the first word and between words.
    pub silence: Duration,
}

impl EngineOptions {
    /// The engine at `address`, without a key; two minutes of silence, in which a model is loaded from a disk.
    #[must_use]
    pub fn at(address: Url) -> Self {
        Self { address, key: None, net: ClientOptions::default(), silence: Duration::from_secs(120) }
    }

    /// The same with a key.
    #[must_use]
    pub fn with_key(mut self, key: Option<Secret>) -> Self {
        self.key = key.filter(|key| !key.is_empty());
        self
    }

    /// The same with another limit for silence.
    #[must_use]
    pub fn silent_for(mut self, silence: Duration) -> Self {
        self.silence = silence;
        self
    }
}

/// A model that an engine has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Its name, as a question gives it.
    pub name: String,
    /// The size of its file in bytes.
    pub size_bytes: Option<u64>,
    /// How many parameters it has, as its maker writes it: `8.2B`.
    pub parameters: Option<String>,
    /// How its numbers are stored: `Q4_K_M`.
    pub quantization: Option<String>,
    /// Whether it can look at pictures; `None` when the engine does not say.
    pub sees: Option<bool>,
    /// The most tokens of question and answer together.
    pub context_tokens: Option<u64>,
    /// Whether the engine hands the question on to another computer.
    pub is_remote: bool,
}

impl Model {
    /// A model of which the engine says nothing but the name.
    pub(crate) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            size_bytes: None,
            parameters: None,
            quantization: None,
            sees: None,
            context_tokens: None,
            is_remote: false,
        }
    }
}

/// How an engine is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Its version, where it says it.
    pub version: Option<String>,
    /// The models that lie in memory now, where it says it.
    pub loaded: Vec<String>,
}

/// An engine that writes.
#[async_trait]
pub trait TextEngine: Send + Sync + fmt::Debug {
    /// Its kind.
    fn kind(&self) -> EngineKind;

    /// Whether it answers, as itself: something else at its address is an error.
    ///
    /// # Errors
    /// When it does not answer, or something else does.
    async fn health(&self) -> Result<Health>;

    /// The models that can write.
    ///
    /// # Errors
    /// When it does not answer.
    async fn models(&self) -> Result<Vec<Model>>;

    /// Asks, and hands each piece of the answer to `on_piece` as it comes. Dropping the future ends the writing.
    ///
    /// # Errors
    /// When no whole answer came; see [`Error`].
    async fn write(&self, question: &Question, on_piece: &mut (dyn for<'p> FnMut(&'p str) + Send)) -> Result<Answer>;

    /// Takes a model out of memory, where the engine can; else nothing happens.
    ///
    /// # Errors
    /// When it does not answer.
    async fn unload(&self, model: &str) -> Result<()> {
        let _ = model;
        Ok(())
    }
}

/// Opens an engine. Nothing is asked yet.
///
/// # Errors
/// When no client can be set up.
pub fn open(kind: EngineKind, options: EngineOptions) -> Result<Box<dyn TextEngine>> {
    Ok(match kind {
        EngineKind::Ollama => Box::new(Ollama::open(options)?),
        EngineKind::Gemini => Box::new(Gemini::open(options)?),
        EngineKind::OpenaiCompatible => Box::new(OpenAiCompatible::open(options)?),
    })
}

/// Reads an address as a person types it: `127.0.0.1:11434` is as good as `http://127.0.0.1:11434`. A server with
/// OpenAI's interface answers below `/v1`, which is added where the address has no path.
///
/// # Errors
/// When it is none, or carries a user's name or a password.
pub fn parse_address(kind: EngineKind, text: &str) -> Result<Url> {
    let wrong = || Error::Address { text: text.to_owned() };
    let trimmed = text.trim().trim_end_matches('/');
    let whole = if trimmed.contains("://") { trimmed.to_owned() } else { format!("http://{trimmed}") };
    let mut url: Url = whole.parse().map_err(|_| wrong())?;
    let is_engine = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
    if !is_engine || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong());
    }
    url.set_query(None);
    url.set_fragment(None);
    if kind == EngineKind::OpenaiCompatible && url.path() == "/" {
        url.set_path("/v1");
    }
    Ok(url)
}

/// Whether an address lies on this computer or in its own network, so that nothing leaves the house.
#[must_use]
pub fn is_local(address: &Url) -> bool {
    match address.host() {
        Some(Host::Ipv4(ip)) => !is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => !is_public(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => {
            let name = name.to_ascii_lowercase();
            // A name without a dot is one of the own network.
            name == "localhost"
                || !name.contains('.')
                || [".localhost", ".local", ".lan", ".home.arpa", ".internal"].iter().any(|end| name.ends_with(end))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_typed() {
        use EngineKind::*;
        for (kind, typed, expected) in [
            (Ollama, "127.0.0.1:11434", Some("http://127.0.0.1:11434/")),
            (Ollama, " http://box.lan:11434/ ", Some("http://box.lan:11434/")),
            (Ollama, "https://example.org/ollama/?a=b#c", Some("https://example.org/ollama/")),
            (OpenaiCompatible, "localhost:1234", Some("http://localhost:1234/v1")),
            (OpenaiCompatible, "https://api.example.org/openai/v1/", Some("https://api.example.org/openai/v1")),
            (Gemini, "", None),
            (Ollama, "ftp://a", None),
            (Ollama, "http://me:secret@a", None),
            (Ollama, "two words", None),
        ] {
            assert_eq!(parse_address(kind, typed).ok().map(String::from).as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn what_leaves_the_house_is_told_from_what_does_not() {
        for (address, local) in [
            ("http://127.0.0.1:11434", true),
            ("http://[::1]:1234", true),
            ("http://192.168.1.40:11434", true),
            ("http://localhost:1234", true),
            ("http://workshop:1234", true),
            ("http://box.local", true),
            ("https://generativelanguage.googleapis.com/v1beta", false),
            ("http://8.8.8.8", false),
            ("https://localhost.example.org", false),
        ] {
            assert_eq!(is_local(&address.parse().unwrap()), local, "{address}");
        }
    }
}
