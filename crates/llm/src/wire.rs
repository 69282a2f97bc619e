//! What every engine's client shares: the address, the key, the requests, and reading a "no".

use crate::{EngineKind, EngineOptions, Error, Question, Result, lines::Lines};
use serde_json::Value;
use std::time::Duration;
use troupe_net::{Client, Request, Response, Secret};
use url::Url;

/// How long a question about the engine itself may take: a creator waits in front of it.
const LOOK: Duration = Duration::from_secs(10);
/// The most bytes of an answer.
const ANSWER_LIMIT_BYTES: u64 = 16 * 1024 * 1024;
/// How much of an engine's own words an error shows, in letters.
const WORDS_SHOWN: usize = 300;

/// How an engine wants its key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum KeyIn {
    /// `Authorization: Bearer`.
    Bearer,
    /// A header of its own.
    Header(&'static str),
}

/// The way to one engine.
#[derive(Debug)]
pub(crate) struct Wire {
    kind: EngineKind,
    client: Client,
    address: Url,
    key: Option<Secret>,
    key_in: KeyIn,
    silence: Duration,
}

impl Wire {
    pub(crate) fn open(kind: EngineKind, key_in: KeyIn, options: EngineOptions) -> Result<Self> {
        let mut net = options.net.allowing_url(&options.address);
        // Silence is watched where lines are read; here it must not end the loading of a model.
        net.read_time = net.read_time.max(options.silence);
        Ok(Self {
            kind,
            client: Client::open(net)?,
            address: options.address,
            key: options.key,
            key_in,
            silence: options.silence,
        })
    }

    /// Host and port, as errors name them.
    pub(crate) fn host(&self) -> String {
        self.address.authority().to_owned()
    }

    fn url(&self, path: &str) -> Result<Url> {
        let base = self.address.as_str().trim_end_matches('/');
        Ok(format!("{base}{path}").parse().map_err(troupe_net::Error::address)?)
    }

    fn with_key(&self, request: Request) -> Result<Request> {
        let Some(key) = &self.key else { return Ok(request) };
        Ok(match self.key_in {
            KeyIn::Bearer => request.bearer(key)?,
            KeyIn::Header(name) => request.secret_header(name, key)?,
        })
    }

    /// Asks for something small.
    pub(crate) async fn get(&self, path: &str, route: &'static str) -> Result<Value> {
        let request = self.with_key(Request::get(self.url(path)?, route))?.within(LOOK);
        self.read(request, None).await
    }

    /// Sends something small and reads what comes back.
    pub(crate) async fn post(&self, path: &str, route: &'static str, body: &Value) -> Result<Value> {
        let request = self.with_key(Request::post(self.url(path)?, route))?.json(body)?.within(LOOK);
        self.read(request, body.get("model").and_then(Value::as_str)).await
    }

    async fn read(&self, request: Request, model: Option<&str>) -> Result<Value> {
        let response = self.client.send(request.header("accept", "application/json")?).await?;
        let response = self.accepted(response, model).await?;
        response.json().await.map_err(|error| match error {
            troupe_net::Error::Html { .. } => self.not_this("it answered with a web page"),
            troupe_net::Error::NotJson { .. } => self.not_this("it answered with something else"),
            other => other.into(),
        })
    }

    /// Asks the question whose answer comes line by line.
    pub(crate) async fn ask(
        &self,
        path: &str,
        route: &'static str,
        body: &Value,
        question: &Question,
    ) -> Result<Lines> {
        let request = self.with_key(Request::post(self.url(path)?, route))?.json(body)?;
        let request = request.within(question.within).at_most(ANSWER_LIMIT_BYTES);
        let response = tokio::time::timeout(self.silence, self.client.send(request))
            .await
            .map_err(|_| Error::Silent { host: self.host(), after: self.silence })??;
        let response = self.accepted(response, Some(&question.model)).await?;
        if response.header("content-type").is_some_and(|kind| kind.trim_start().starts_with("text/html")) {
            return Err(self.not_this("it answered with a web page"));
        }
        Ok(Lines::of(response, self.silence))
    }

    /// A successful answer, or the engine's "no" as an error of ours.
    async fn accepted(&self, response: Response, model: Option<&str>) -> Result<Response> {
        let error = match response.ok().await {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        let troupe_net::Error::Status { code, body_excerpt, retry_after, .. } = &error else {
            return Err(error.into());
        };
        let body = serde_json::from_str::<Value>(body_excerpt).unwrap_or_default();
        if body.is_null() && body_excerpt.trim_start().starts_with('<') {
            return Err(self.not_this("it answered with a web page"));
        }
        let wait = retry_after.or_else(|| asked_wait(&body));
        Err(self.no(*code, &words_of(&body, body_excerpt), model, wait))
    }

    /// What a "no" means: the status says most of it, the words the rest.
    pub(crate) fn no(&self, status: u16, words: &str, model: Option<&str>, retry_after: Option<Duration>) -> Error {
        let host = self.host();
        let said = words.to_lowercase();
        let words: String =
            if words.is_empty() { format!("status {status}") } else { words.chars().take(WORDS_SHOWN).collect() };
        let model = model.unwrap_or_default().to_owned();
        let is_key =
            ["api key not valid", "api_key_invalid", "invalid api key", "incorrect api key", "invalid_api_key"];
        match status {
            _ if ["out of memory", "requires more system memory", "cuda error", "insufficient memory"]
                .iter()
                .any(|sign| said.contains(sign)) =>
            {
                Error::OutOfMemory { model }
            }
            401 | 403 => Error::Key { host },
            400 if is_key.iter().any(|sign| said.contains(sign)) => Error::Key { host },
            404 if !model.is_empty() => Error::NoModel { host, model },
            404 | 405 => self.not_this("it does not know its routes"),
            408 | 429 | 502..=504 => Error::Busy { host, words, retry_after },
            _ => Error::Refused { host, words },
        }
    }

    /// Something else than this kind of engine answered.
    pub(crate) fn not_this(&self, why: &str) -> Error {
        Error::NotEngine { host: self.host(), engine: self.kind.words(), why: why.to_owned() }
    }

    /// An answer that this client does not understand.
    pub(crate) fn unreadable(&self, route: &'static str, why: impl Into<String>) -> Error {
        Error::Unreadable { host: self.host(), route, why: why.into() }
    }
}

/// The engine's own words: `{"error": "…"}`, `{"error": {"message": "…"}}`, or the beginning of whatever came. The code
/// words of Google's details are added, because they tell a bad key from other bad requests.
pub(crate) fn words_of(body: &Value, raw: &str) -> String {
    let error = body.get("error").or_else(|| body.get(0)?.get("error")).unwrap_or(body);
    let message = error.as_str().or_else(|| error.get("message")?.as_str()).or_else(|| body.get("message")?.as_str());
    let reason = error
        .get("details")
        .and_then(Value::as_array)
        .and_then(|all| all.iter().find_map(|one| one.get("reason")?.as_str()));
    match (message, reason) {
        (Some(message), Some(reason)) => format!("{message} ({reason})"),
        (Some(message), None) => message.to_owned(),
        (None, _) => raw.trim().to_owned(),
    }
}

/// Google's wait: `RetryInfo` with `retryDelay: "37s"`.
fn asked_wait(body: &Value) -> Option<Duration> {
    let details = body.get("error")?.get("details")?.as_array()?;
    let delay = details.iter().find_map(|one| one.get("retryDelay")?.as_str())?;
    Duration::try_from_secs_f64(delay.strip_suffix('s')?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_engines_words_are_found_in_every_form() {
        for (body, words) in [
            (json!({"error": "model 'x' not found"}), "model 'x' not found"),
            (json!({"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}), "Loading model"),
            (
                json!({"error": {"code": 400, "message": "API key not valid.", "details": [{"reason": "API_KEY_INVALID"}]}}),
                "API key not valid. (API_KEY_INVALID)",
            ),
            (json!([{"error": {"message": "Quota"}}]), "Quota"),
            (json!({"message": "no"}), "no"),
            (Value::Null, "plain words"),
        ] {
            assert_eq!(words_of(&body, "plain words"), words);
        }
        let wait = json!({"error": {"details": [{"@type": "x"}, {"retryDelay": "37s"}]}});
        assert_eq!(asked_wait(&wait), Some(Duration::from_secs(37)));
    }
}
