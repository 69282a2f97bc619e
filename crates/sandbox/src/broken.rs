//! Answers that break off: a connection that closes early, and the page of another program.

use std::time::Duration;

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};

/// How long the first part of a cut answer has to go out.
const CUT_AFTER: Duration = Duration::from_millis(30);

const HTML_PAGE: &str = "<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1><p>This is the page of another program.</p></body></html>";

/// An HTML page with status 200, where a client expects something else.
pub(crate) fn html_page() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], HTML_PAGE).into_response()
}

/// An answer that promises more than it gives: the connection closes after `part`. With nothing to give, it closes
/// before a single byte of the head.
pub(crate) fn cut(status: StatusCode, part: &[u8], promised: usize) -> Response {
    let part = bytes::Bytes::copy_from_slice(part);
    let has_part = !part.is_empty();
    let first = stream::iter(has_part.then_some(Ok(part)));
    let end = stream::once(async move {
        // What was written reaches the client only if the stream pauses before it breaks.
        if has_part {
            tokio::time::sleep(CUT_AFTER).await;
        }
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
    });
    (status, [(header::CONTENT_LENGTH, promised.to_string())], Body::from_stream(first.chain(end))).into_response()
}

/// The connection closes and nothing is said.
pub(crate) fn silence() -> Response {
    cut(StatusCode::OK, &[], 1)
}
