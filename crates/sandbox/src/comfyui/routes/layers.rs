//! What stands before every route: the rule on origins, and the faults of the transport.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};

use super::super::Server;
use super::super::faults::Fault;
use super::empty;

/// Larger answers than this are not read whole to be cut; nothing here gives one.
const CUT_LIMIT_BYTES: usize = 1 << 30;

/// How long the first part of a cut answer has to go out.
const CUT_AFTER: Duration = Duration::from_millis(30);

const HTML_PAGE: &str = "<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1><p>This is the page of another program.</p></body></html>";

/// On a loopback host a foreign `Origin` or a cross-site fetch is refused with an empty 403.
pub(crate) async fn origin(request: Request, next: Next) -> Response {
    if foreign(request.headers()) { empty(StatusCode::FORBIDDEN) } else { next.run(request).await }
}

fn foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if text(header::HeaderName::from_static("sec-fetch-site")) == Some("cross-site") {
        return true;
    }
    let (Some(host), Some(origin)) = (text(header::HOST), headers.get(header::ORIGIN)) else { return false };
    let origin = origin.to_str().unwrap_or_default();
    let origin_host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    !origin_host.eq_ignore_ascii_case(host)
}

/// Lets the fault that is armed for this path strike.
pub(crate) async fn faults(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let path = match path.strip_prefix("/api") {
        // The jobs have no other name.
        Some(rest) if !rest.starts_with("/jobs") && rest.starts_with('/') => rest,
        _ => path,
    };
    let Some(fault) = server.faults.strike_request(request.method().as_str(), path) else {
        return next.run(request).await;
    };
    match fault {
        Fault::LoseReply { .. } => {
            next.run(request).await;
            cut(StatusCode::OK, &[], 1)
        }
        Fault::Cut { .. } => {
            let response = next.run(request).await;
            let status = response.status();
            let body = axum::body::to_bytes(response.into_body(), CUT_LIMIT_BYTES).await.unwrap_or_default();
            cut(status, &body[..body.len() / 2], body.len().max(1))
        }
        Fault::HangAnswer { .. } => {
            server.faults.wait_for_clear().await;
            cut(StatusCode::OK, &[], 1)
        }
        Fault::Slow { delay_ms, .. } => {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            next.run(request).await
        }
        Fault::Html { .. } => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], HTML_PAGE).into_response(),
        Fault::Status { status, body, .. } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
        }
        // Faults of runs strike elsewhere.
        _ => next.run(request).await,
    }
}

/// An answer that promises more than it gives: the connection closes after `part`. With nothing to give, it closes
/// before a single byte of the head.
fn cut(status: StatusCode, part: &[u8], promised: usize) -> Response {
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
