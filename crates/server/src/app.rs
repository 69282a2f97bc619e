//! The router: every route of the registry on both roots, the ways that belong to no operation, and
//! what stands around all of them.

use crate::{
    access::{self, Access, Door},
    answer, call, events, files,
    limits::Counts,
    links::Links,
    mcp::http::{self as mcp, Agents},
    openapi, pages,
    schema::{Field, Schemas},
    session, uploads,
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodFilter, any, get, on, post},
};
use bytes::Bytes;
use serde_json::json;
use std::{any::Any, sync::Arc};
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use troupe_studio::{Code, Effect, Error, LARGEST_UPLOAD_BYTES, Method, Operation, RateClass, Route, Studio};

/// Both answer the same.
const ROOTS: [&str; 2] = ["/api/v1", "/api"];

/// A form around the largest file: its own lines come on top.
const LARGEST_FORM_BYTES: usize = LARGEST_UPLOAD_BYTES as usize + 64 * 1024;

/// What one listener works with.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) studio: Studio,
    pub(crate) door: Door,
    pub(crate) port: u16,
    pub(crate) counts: Counts,
    pub(crate) agents: Agents,
    pub(crate) stop: CancellationToken,
    pub(crate) openapi: Bytes,
}

/// One route of an operation, as a request meets it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) operation: &'static str,
    pub(crate) effect: Effect,
    pub(crate) rate_class: RateClass,
    pub(crate) answers_file: bool,
    pub(crate) streams_job: bool,
    /// The input's fields, by which path and query are read.
    pub(crate) fields: Arc<Vec<Field>>,
    /// The names of the path's fields, in order.
    pub(crate) path_fields: Vec<&'static str>,
    pub(crate) constants: &'static [(&'static str, &'static str)],
    /// Where its answers carry ids of files.
    pub(crate) links: Arc<Links>,
}

/// Builds the router of one listener.
pub(crate) fn router(studio: Studio, door: Door, port: u16, counts: Counts, stop: CancellationToken) -> Router {
    let schemas = Schemas::of(studio.operations());
    let mut router = Router::new();
    for operation in studio.operations().iter() {
        router = add_operation(router, operation, &schemas);
    }
    for root in ROOTS {
        router = router
            .route(&format!("{root}/run/{{operation}}"), post(call::run))
            .route(&format!("{root}/session"), post(session::trade))
            .route(&format!("{root}/session/address"), post(session::address))
            .route(&format!("{root}/uploads"), post(uploads::take).layer(DefaultBodyLimit::max(LARGEST_FORM_BYTES)))
            .route(&format!("{root}/files/{{kind}}/{{id}}/{{variant}}"), get(files::by_id))
            .route(&format!("{root}/ws/updates"), get(events::websocket))
            .route(&format!("{root}/events"), get(events::server_sent));
    }
    let document = openapi::document(studio.operations(), &schemas);
    // A document of plain data always becomes JSON.
    let openapi = Bytes::from(serde_json::to_vec(&document).unwrap_or_default());
    let app = Arc::new(App { studio, door, port, counts, agents: Agents::default(), stop, openapi });
    router
        .route("/ws/updates", get(events::websocket))
        .route("/events", get(events::server_sent))
        .route("/mcp", any(mcp::answer))
        .route("/openapi.json", get(openapi_document))
        .fallback(no_such_route)
        .method_not_allowed_fallback(no_such_method)
        .layer(middleware::from_fn_with_state(app.clone(), guard))
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(app)
}

fn add_operation(mut router: Router<Arc<App>>, operation: &Operation, schemas: &Schemas) -> Router<Arc<App>> {
    let fields = Arc::new(schemas.fields(operation.name));
    let links = Arc::new(Links::of(schemas, operation.name));
    for route in &operation.routes {
        let entry = Arc::new(Entry {
            operation: operation.name,
            effect: operation.effect,
            rate_class: operation.rate_class,
            answers_file: operation.answers_file,
            streams_job: operation.streams_job,
            fields: fields.clone(),
            path_fields: path_fields(route),
            constants: route.constants,
            links: links.clone(),
        });
        for path in addresses(route) {
            let entry = entry.clone();
            let handler =
                move |State(app): State<Arc<App>>,
                      Extension(access): Extension<Access>,
                      path: Result<RawPathParams, RawPathParamsRejection>,
                      request: Request| async move { call::route(app, access, &entry, path, request).await };
            router = router.route(&path, on(filter(route.method), handler));
        }
    }
    router
}

/// Where a route answers: below both roots, with and without the last slash; health also at the top.
fn addresses(route: &Route) -> Vec<String> {
    let path = numbered(route.path);
    let path = path.trim_end_matches('/');
    let mut addresses: Vec<String> =
        ROOTS.iter().flat_map(|root| [format!("{root}{path}"), format!("{root}{path}/")]).collect();
    if path == "/health" {
        addresses.push(path.to_owned());
    }
    addresses
}

/// The path with its fields numbered: two routes of one shape may name them differently.
fn numbered(path: &str) -> String {
    let segments = path
        .split('/')
        .enumerate()
        .map(|(at, segment)| if segment.starts_with('{') { format!("{{field{at}}}") } else { segment.to_owned() });
    segments.collect::<Vec<_>>().join("/")
}

fn path_fields(route: &Route) -> Vec<&'static str> {
    route.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Delete => MethodFilter::DELETE,
    }
}

/// Stands before every request: lets it in or answers why not; and behind every answer.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut response = match access::admit(&app.door, app.port, &parts) {
        Ok(access) => {
            parts.extensions.insert(access);
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if access == Access::Token && !response.headers().contains_key("x-ratelimit-limit") {
                app.counts.standing(RateClass::General, app.studio.now()).write(response.headers_mut());
            }
            response
        }
        Err(error) => answer::failure(&error, app.studio.now()),
    };
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        // The rest of the body was not read: nothing else can come through this connection.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    secure(response.headers_mut());
    response
}

/// What no page of another address may do with our answers.
fn secure(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}

async fn openapi_document(State(app): State<Arc<App>>) -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], app.openapi.clone())
        .into_response()
}

/// What is no route below `/api` is nothing; everything else may be a page of the UI.
async fn no_such_route(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path();
    let is_ours = path == "/health" || ROOTS.iter().any(|root| path == *root || path.starts_with(&format!("{root}/")));
    if is_ours || matches!(app.door, Door::Private { .. }) {
        let error = Error::new(Code::NotFound, "There is nothing at this address. /docs lists what can be called.")
            .with("kind", json!("route"));
        return answer::failure(&error, app.studio.now());
    }
    pages::serve(request.method(), path, request.headers(), app.port, app.studio.now())
}

async fn no_such_method(State(app): State<Arc<App>>, request: Request) -> Response {
    let error = Error::new(
        Code::Unsupported,
        format!(
            "This address does not take {}. The header Allow says what it takes; /docs lists what can be called.",
            request.method()
        ),
    );
    answer::failure_with(StatusCode::METHOD_NOT_ALLOWED, &error, app.studio.now())
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text =
        panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    let text = text.unwrap_or_else(|| "no message".to_owned());
    tracing::error!(service = "rest", panic = text, "a request ended in a panic");
    // No studio is at hand here, whose clock would be asked.
    answer::failure(&Error::internal(text), chrono::Utc::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_answers_on_both_roots_with_and_without_the_last_slash() {
        let route = |path| Route { method: Method::Get, path, constants: &[] };
        assert_eq!(addresses(&route("/")), ["/api/v1", "/api/v1/", "/api", "/api/"]);
        assert_eq!(
            addresses(&route("/content/{content_id}/tags")),
            [
                "/api/v1/content/{field2}/tags",
                "/api/v1/content/{field2}/tags/",
                "/api/content/{field2}/tags",
                "/api/content/{field2}/tags/"
            ]
        );
        assert_eq!(path_fields(&route("/characters/{character_id}/styles/{style_id}")), ["character_id", "style_id"]);
    }
}
