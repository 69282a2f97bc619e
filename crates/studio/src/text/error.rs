//! An engine's error as the application's.

use crate::{Code, Error, error::sentence};
use serde_json::json;

impl From<troupe_llm::Error> for Error {
    fn from(error: troupe_llm::Error) -> Self {
        use troupe_llm::Error as Llm;
        let code = match error {
            Llm::Net(error) => return error.into(),
            Llm::Address { .. } => Code::ValidationError,
            Llm::Busy { .. } | Llm::Silent { .. } | Llm::OutOfMemory { .. } => Code::ServiceUnavailable,
            _ => Code::UpstreamError,
        };
        let mut known = Self::new(code, sentence(&error.to_string()));
        if let Some(wait) = error.retry_after() {
            known = known.with("retry_after_seconds", json!(wait.as_secs()));
        }
        if let Llm::Form { excerpt, .. } = &error {
            known = known.with("answer", json!(excerpt));
        }
        known.because(error)
    }
}
