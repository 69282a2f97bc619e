//! The one error of the application. It knows no transport: each interface turns its [`Code`] into
//! an HTTP status, an exit status or a toast.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::{borrow::Cow, fmt};
use troupe_library::LibraryError;

/// What an operation answers.
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of fault it is; each is a code of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The input does not hold; `details.fields` says where.
    ValidationError,
    /// No token, or a wrong one.
    Unauthorized,
    /// Known, but not allowed.
    Forbidden,
    /// No such thing; `details.kind` says what was looked for.
    NotFound,
    /// It does not go together with what is there.
    Conflict,
    /// The creator must agree first.
    ApprovalRequired,
    /// Larger than is taken.
    PayloadTooLarge,
    /// It cannot be done with what is installed.
    Unsupported,
    /// The platform's official interface lacks the call.
    PlatformUnsupported,
    /// A ceiling that the creator set.
    LimitReached,
    /// Too many calls; `details.retry_after_seconds` says when to come again.
    RateLimitExceeded,
    /// ComfyUI, a platform or a text engine answered with a fault.
    UpstreamError,
    /// ComfyUI, a platform or a text engine does not answer.
    ServiceUnavailable,
    /// The disk or the database.
    StorageError,
    /// A fault of the program.
    InternalError,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 15] = [
        Self::ValidationError,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::ApprovalRequired,
        Self::PayloadTooLarge,
        Self::Unsupported,
        Self::PlatformUnsupported,
        Self::LimitReached,
        Self::RateLimitExceeded,
        Self::UpstreamError,
        Self::ServiceUnavailable,
        Self::StorageError,
        Self::InternalError,
    ];

    /// The code that is spelled so.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }

    /// The code as the contract spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ValidationError => "validation_error",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::ApprovalRequired => "approval_required",
            Self::PayloadTooLarge => "payload_too_large",
            Self::Unsupported => "unsupported",
            Self::PlatformUnsupported => "platform_unsupported",
            Self::LimitReached => "limit_reached",
            Self::RateLimitExceeded => "rate_limit_exceeded",
            Self::UpstreamError => "upstream_error",
            Self::ServiceUnavailable => "service_unavailable",
            Self::StorageError => "storage_error",
            Self::InternalError => "internal_error",
        }
    }
}

/// One field of an input that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldError {
    /// The field's path, such as `personality.humor` or `loras[0].strength`.
    pub field: String,
    /// What is wrong with it and what would be right.
    pub message: String,
}

/// An error for a person: what happened and what to do, with what an interface may act on.
#[derive(Debug)]
pub struct Error {
    /// The kind of fault.
    pub code: Code,
    /// What happened, why, and what to do, in plain words.
    pub message: Cow<'static, str>,
    /// Field names, the kind looked for, or an upstream's raw reply without secrets.
    pub details: Value,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of a kind, in words.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), details: json!({}), source: None }
    }

    /// One field does not hold.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// Several fields do not hold.
    #[must_use]
    pub fn fields(fields: Vec<FieldError>) -> Self {
        let message = match fields.as_slice() {
            [one] => format!("{}: {}", one.field, one.message),
            many => format!(
                "{} fields need another look: {}",
                many.len(),
                many.iter().map(|field| field.field.as_str()).collect::<Vec<_>>().join(", ")
            ),
        };
        Self::new(Code::ValidationError, message).with("fields", json!(fields))
    }

    /// There is no `kind` with this id.
    pub fn not_found(kind: &'static str, id: impl fmt::Display) -> Self {
        Self::new(
            Code::NotFound,
            format!("There is no {} with the id {id}. It may have been deleted.", kind.replace('_', " ")),
        )
        .with("kind", json!(kind))
        .with("id", json!(id.to_string()))
    }

    /// It does not go together with what is there.
    pub fn conflict(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Conflict, message)
    }

    /// A fault of the program itself; the cause goes to the log.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(
            Code::InternalError,
            "Something went wrong inside Troupe. Nothing was changed; the log holds the cause. Try again, and report it if it stays.",
        )
        .because(source)
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        if let Value::Object(details) = &mut self.details {
            details.insert(key.to_owned(), value);
        }
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// `{ code, message, details }`, as every interface shows it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({ "code": self.code.as_str(), "message": self.message, "details": self.details })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// A constraint's name and what it means for the person.
const CONSTRAINTS: &[(&str, &str, &str)] = &[
    ("character_is_adult", "age", "characters are adults: 18 or over"),
    ("character_has_name", "name", "give the character a name"),
    ("style_has_name", "name", "give the style a name"),
    ("styles.character_id, styles.name", "name", "this character already has a style of that name"),
    (
        "character_references.character_id, character_references.blake3",
        "file",
        "this very picture is already among the character's references",
    ),
    ("agents.name", "name", "another agent already has that name"),
    ("servers.name", "name", "another server already has that name"),
    ("servers.address", "address", "this address is already among the servers"),
    ("presets.name", "name", "another preset already has that name"),
    ("templates.name", "name", "another template already has that name"),
    ("content.file_name", "file", "another item's file has this very name; rename this one"),
    ("content.file", "file", "this file is an item of the library already"),
    ("formats.name", "name", "another format already has that name"),
    ("rule_has_name", "name", "give the rule a name"),
    ("slots.account_id, slots.weekday, slots.time", "time", "this account already has a slot at that hour"),
    ("accounts.platform, accounts.external_id", "account", "this account is connected already"),
];

impl From<LibraryError> for Error {
    fn from(error: LibraryError) -> Self {
        if let Some(name) = error.constraint() {
            if let Some((_, field, message)) = CONSTRAINTS.iter().find(|(constraint, ..)| name == *constraint) {
                return Self::field(*field, *message).because(error);
            }
            if name.contains("FOREIGN KEY") || name.contains("foreign key") {
                return Self::conflict(
                    "Something that this refers to no longer exists, or is still in use. Refresh and try again.",
                )
                .because(error);
            }
        }
        let code = match &error {
            LibraryError::InUse | LibraryError::Newer { .. } | LibraryError::OtherBuild(_) => Code::Conflict,
            _ => Code::StorageError,
        };
        let message = match &error {
            LibraryError::File { source, .. } => sentence(&format!("{error}: {source}")),
            LibraryError::Database(_) => {
                "The library's database did not do what it was asked. Nothing was changed; the log holds the cause."
                    .to_owned()
            }
            other => sentence(&other.to_string()),
        };
        Self::new(code, message).because(error)
    }
}

/// A lower crate's message as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let text =
        letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default();
    if text.ends_with(['.', '!', '?']) { text } else { text + "." }
}
