//! The body of a request: one JSON object of bounded size.

use crate::json::Unambiguous;
use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
};
use futures::StreamExt;
use serde_json::{Map, Value};
use std::time::Duration;
use troupe_studio::{Code, Error};

/// The largest JSON body, in bytes.
pub(crate) const LARGEST_JSON: usize = 2 * 1024 * 1024;
/// How much of a body that is too large is still read, so that its sender gets to hear the answer.
const MOST_DRAINED: usize = 512 * 1024 * 1024;
const DRAIN_LIMIT: Duration = Duration::from_secs(10);

/// Reads the body; `None` when there is none.
///
/// # Errors
/// `payload_too_large` over 2 MB, `unsupported` with 415 for another type than JSON,
/// `validation_error` for what is no JSON object.
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Option<Map<String, Value>>, (StatusCode, Error)> {
    let bytes = collect(headers, body).await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if !is_json(headers) {
        let error = Error::new(
            Code::Unsupported,
            "Send the input as JSON (Content-Type: application/json). A file goes to POST /api/v1/uploads first.",
        );
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, error));
    }
    match serde_json::from_slice(&bytes) {
        Ok(Unambiguous(Value::Object(fields))) => Ok(Some(fields)),
        Ok(_) => Err(invalid("The input must be a JSON object: { \"field\": value }.".to_owned())),
        Err(error) => Err(invalid(format!("The body is no JSON that can be taken: {error}."))),
    }
}

fn invalid(message: String) -> (StatusCode, Error) {
    (StatusCode::BAD_REQUEST, Error::new(Code::ValidationError, message))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

async fn collect(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, (StatusCode, Error)> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut is_too_large = announced.is_some_and(|length| length > LARGEST_JSON);
    // A sender that waits for leave to send gets the answer at once.
    let waits = headers.contains_key(header::EXPECT);
    if !(is_too_large && waits) {
        let reading = async {
            let mut size = 0;
            while let Some(chunk) = stream.next().await {
                let chunk = chunk.map_err(|error| invalid(format!("The body broke off: {error}.")))?;
                size += chunk.len();
                is_too_large |= size > LARGEST_JSON;
                if is_too_large {
                    bytes = Vec::new();
                    if size > MOST_DRAINED {
                        break;
                    }
                } else {
                    bytes.extend_from_slice(&chunk);
                }
            }
            Ok(())
        };
        match tokio::time::timeout(DRAIN_LIMIT, reading).await {
            Ok(read) => read?,
            Err(_) if is_too_large => {}
            Err(_) => return Err(invalid("The body did not come to its end within 10 seconds.".to_owned())),
        }
    }
    if is_too_large {
        let error = Error::new(
            Code::PayloadTooLarge,
            "The input is larger than 2 MB. Send large things as a file to POST /api/v1/uploads, and name its upload_id.",
        );
        return Err((StatusCode::PAYLOAD_TOO_LARGE, error));
    }
    Ok(bytes)
}
