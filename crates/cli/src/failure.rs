//! What went wrong, as the command line says it, and the exit status of each code.

use crate::answer::say;
use serde_json::Value;
use std::{fmt::Write as _, io::Write as _, process::ExitCode};
use troupe_studio::{Code, Error};

/// The status for a call that could not be read, as clap gives it too.
pub(crate) const USAGE: u8 = 2;

/// A list of what the statuses mean, for the help.
pub(crate) const STATUSES: &str = "Exit status: 0 done · 1 a fault of the program · 2 the input does not hold · 3 not found · \
4 conflict, or the creator must agree first · 5 not allowed · 6 cannot be done with what is installed · 7 a limit was reached · \
8 ComfyUI or another program did not do its part · 9 the disk or the database";

/// An error of an operation, or words of the command line itself.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    message: String,
    details: Value,
}

impl Failure {
    /// The call itself was not right.
    pub(crate) fn words(message: impl Into<String>) -> Self {
        Self::new(Code::ValidationError, message)
    }

    /// An error of a kind, in words.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Value::Object(Default::default()) }
    }

    /// An error as the owner of the library answered it.
    pub(crate) fn from_answer(error: &Value) -> Self {
        let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            code: code_of(&text("code")),
            message: text("message"),
            details: error.get("details").cloned().unwrap_or_default(),
        }
    }

    /// Says it and gives the exit status. With `--json` the error stands where the answer would.
    pub(crate) fn report(&self, is_json: bool) -> ExitCode {
        if is_json {
            let error =
                serde_json::json!({ "code": self.code.as_str(), "message": self.message, "details": self.details });
            say(&format!("{error:#}\n"));
        } else {
            // Nobody reads: then nobody misses it either.
            let _ = writeln!(std::io::stderr(), "{}", self.text());
        }
        ExitCode::from(status(self.code))
    }

    fn text(&self) -> String {
        let mut text = format!("error: {}", self.message);
        let fields = self.details.get("fields").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        // One field is in the message already.
        if fields.len() > 1 {
            for field in fields {
                let part = |name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let _ = write!(text, "\n  {}: {}", part("field"), part("message"));
            }
        }
        text
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { code: error.code, message: error.message.to_string(), details: error.details }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let mut error = Self::new(failure.code, failure.message);
        error.details = failure.details;
        error
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(Code::StorageError, format!("The disk or the terminal did not do what it was asked: {error}."))
    }
}

impl From<troupe_server::ServerError> for Failure {
    fn from(error: troupe_server::ServerError) -> Self {
        let cause = std::error::Error::source(&error).map(|source| format!(" ({source})")).unwrap_or_default();
        Self::new(Code::Conflict, format!("Troupe {error}{cause}."))
    }
}

/// The exit status of a code.
fn status(code: Code) -> u8 {
    match code {
        Code::InternalError => 1,
        Code::ValidationError | Code::PayloadTooLarge => USAGE,
        Code::NotFound => 3,
        Code::Conflict | Code::ApprovalRequired => 4,
        Code::Unauthorized | Code::Forbidden => 5,
        Code::Unsupported | Code::PlatformUnsupported => 6,
        Code::LimitReached | Code::RateLimitExceeded => 7,
        Code::UpstreamError | Code::ServiceUnavailable => 8,
        Code::StorageError => 9,
    }
}

/// The code that is spelled so; a fault of the program when none is.
fn code_of(text: &str) -> Code {
    Code::of(text).unwrap_or(Code::InternalError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn several_fields_are_named_one_a_line() {
        let failure = Failure::from_answer(&json!({
            "code": "validation_error",
            "message": "2 fields need another look: name, age",
            "details": { "fields": [{ "field": "name", "message": "is needed" }, { "field": "age", "message": "must be 18 or over" }] },
        }));
        assert_eq!(
            failure.text(),
            "error: 2 fields need another look: name, age\n  name: is needed\n  age: must be 18 or over"
        );
        assert_eq!(status(failure.code), 2);
    }
}
