//! A platform's error as an error of ours.

use crate::{Code, Error, error::sentence};
use serde_json::json;
use troupe_platforms::{Error as PlatformError, RefusalKind};

impl From<PlatformError> for Error {
    fn from(error: PlatformError) -> Self {
        let retry_after = error.retry_after();
        let mut ours = match &error {
            PlatformError::Refused(refusal) => {
                let code = match refusal.kind {
                    RefusalKind::TokenExpired | RefusalKind::TokenRevoked => Code::Unauthorized,
                    RefusalKind::RateLimited | RefusalKind::DailyLimit => Code::RateLimitExceeded,
                    RefusalKind::MediaRejected | RefusalKind::TextRejected => Code::ValidationError,
                    RefusalKind::Duplicate => Code::Conflict,
                    RefusalKind::Permission | RefusalKind::Spam | RefusalKind::Restricted => Code::Forbidden,
                    RefusalKind::NotFound | RefusalKind::Gone => Code::NotFound,
                    _ => Code::UpstreamError,
                };
                Self::new(code, refusal.words.clone())
                    .with("refusal", json!(refusal.kind))
                    .with("platform_code", json!(refusal.code))
                    .with("platform_words", json!(refusal.platform_words))
                    .with("reply", json!(refusal.raw))
            }
            PlatformError::Unsupported { platform, .. } => {
                Self::new(Code::PlatformUnsupported, error.to_string()).with("platform", json!(platform))
            }
            PlatformError::Input { field, why } => Self::field(*field, why.clone()),
            PlatformError::File { .. } => Self::new(Code::StorageError, sentence(&error.to_string())),
            PlatformError::Unreadable { .. } => Self::new(Code::UpstreamError, sentence(&error.to_string())),
            PlatformError::Net(net) => {
                let code = if net.is_transient() { Code::ServiceUnavailable } else { Code::UpstreamError };
                Self::new(code, sentence(&net.to_string()))
            }
        };
        if let Some(wait) = retry_after {
            ours = ours.with("retry_after_seconds", json!(wait.as_secs()));
        }
        ours.because(error)
    }
}
