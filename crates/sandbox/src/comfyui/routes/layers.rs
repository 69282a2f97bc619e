//! What stands before every route: the rule on origins, and the faults of the transport.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::Server;
use super::super::faults::Fault;
use super::empty;
use crate::broken::{cut, html_page, silence};

/// Larger answers than this are not read whole to be cut; nothing here gives one.
const CUT_LIMIT_BYTES: usize = 1 << 30;

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
            silence()
        }
        Fault::Cut { .. } => {
            let response = next.run(request).await;
            let status = response.status();
            let body = axum::body::to_bytes(response.into_body(), CUT_LIMIT_BYTES).await.unwrap_or_default();
            cut(status, &body[..body.len() / 2], body.len().max(1))
        }
        Fault::HangAnswer { .. } => {
            server.faults.wait_for_clear().await;
            silence()
        }
        Fault::Slow { delay_ms, .. } => {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            next.run(request).await
        }
        Fault::Html { .. } => html_page(),
        Fault::Status { status, body, .. } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
        }
        // Faults of runs strike elsewhere.
        _ => next.run(request).await,
    }
}
