//! Stand-in hosts that models are fetched from: `https://HOST/PATH` is `/downloads/HOST/PATH`. They answer as Hugging
//! Face and Civitai do: pages, redirects to where the bytes lie, ranges. Faults on demand: they break off, lie about
//! size or hash, lead into the private network.

mod stock;

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, get};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::stock::{STOCK, Stock};
use crate::armed::{Armed, Ordered};

/// The orders that the stand-in hosts take, for `GET /sandbox`.
pub(crate) const ORDERS: &[(&str, &str)] = &[
    ("GET /sandbox/downloads", "which files were asked for, from which byte on, and with a key or without"),
    ("POST /sandbox/download_faults", "arm one: {\"kind\": …, \"times\": 1, \"after_bytes\": 100000}"),
    ("DELETE /sandbox/download_faults", "disarm all"),
];

/// How large the pieces are that a file is sent in.
const PIECE: usize = 64 * 1024;

/// What goes wrong with a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DownloadFaultKind {
    /// The connection breaks after so many bytes.
    Break,
    /// The page says a size that the file does not have.
    WrongSize,
    /// The bytes are others than those whose hash the page says.
    WrongBytes,
    /// More bytes come than were said.
    Endless,
    /// The file's address leads into the private network.
    PrivateRedirect,
    /// A web page comes in place of the file.
    Html,
    /// Ranges are not understood: the file always comes whole.
    NoRanges,
    /// The host refuses for a while.
    Unavailable,
}

/// An order for faults.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct DownloadFault {
    /// What goes wrong.
    pub kind: DownloadFaultKind,
    /// How often.
    #[serde(default = "once")]
    pub times: u32,
    /// For a break: after how many bytes of the answer.
    #[serde(default)]
    pub after_bytes: usize,
}

fn once() -> u32 {
    1
}

impl Ordered for DownloadFault {
    fn times_left(&mut self) -> Option<&mut u32> {
        Some(&mut self.times)
    }
}

/// The hosts: their faults, and what was asked of them.
#[derive(Debug, Default)]
struct Hosts {
    faults: Armed<DownloadFault>,
    asked: Mutex<Vec<Value>>,
}

type Shared = State<Arc<Hosts>>;

/// The routes of the stand-in hosts and of their orders.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/downloads/{host}/{*path}", any(serve))
        .route("/sandbox/downloads", get(asked))
        .route("/sandbox/download_faults", get(armed).post(arm).delete(disarm))
        .with_state(Arc::new(Hosts::default()))
}

async fn asked(State(hosts): Shared) -> Json<Value> {
    Json(json!(*hosts.asked.lock().unwrap_or_else(PoisonError::into_inner)))
}

async fn armed(State(hosts): Shared) -> Json<Value> {
    Json(json!(hosts.faults.list()))
}

async fn arm(State(hosts): Shared, Json(fault): Json<DownloadFault>) -> Json<Value> {
    hosts.faults.arm(fault);
    Json(json!(fault))
}

async fn disarm(State(hosts): Shared) -> StatusCode {
    hosts.faults.clear();
    StatusCode::NO_CONTENT
}

impl Hosts {
    /// Strikes once, when a fault of that kind is armed.
    fn strike(&self, kind: DownloadFaultKind) -> Option<DownloadFault> {
        self.faults.take(|fault| (fault.kind == kind).then_some(*fault))
    }
}

async fn serve(
    State(hosts): Shared,
    Path((host, path)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let parts: Vec<&str> = path.split('/').collect();
    match (host.as_str(), parts.as_slice()) {
        ("huggingface.co", ["api", "models", owner, name, ..]) => {
            page(&hosts, |stock| stock.repository == format!("{owner}/{name}"), Stock::repository_page)
        }
        ("huggingface.co", [owner, name, "resolve", _, file @ ..]) => {
            let (repository, file) = (format!("{owner}/{name}"), file.join("/"));
            let Some(stock) = find(|stock| stock.repository == repository && stock.path == file) else { return gone() };
            lead(&hosts, stock, &headers, "cdn-lfs.hf.co")
        }
        ("civitai.com", ["api", "v1", "models", id]) => match find(|stock| stock.civitai.0.to_string() == *id) {
            Some(stock) => Json(stock.model_page()).into_response(),
            None => gone(),
        },
        ("civitai.com", ["api", "v1", "model-versions", id]) => {
            page(&hosts, |stock| stock.civitai.1.to_string() == *id, Stock::version_page)
        }
        ("civitai.com", ["api", "download", "models", id]) => {
            let Some(stock) = find(|stock| stock.civitai.1.to_string() == *id) else { return gone() };
            lead(&hosts, stock, &headers, "b2.civitai.com")
        }
        // Where the bytes lie, and any other host: the file of that name.
        (_, [.., name]) => match find(|stock| stock.file_name() == *name) {
            Some(stock) => bytes_of(&hosts, stock, &host, &method, &headers),
            None => gone(),
        },
        _ => gone(),
    }
}

fn find(is_it: impl Fn(&Stock) -> bool) -> Option<&'static Stock> {
    STOCK.iter().find(|stock| is_it(stock))
}

fn gone() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "Entry not found" }))).into_response()
}

fn page(hosts: &Hosts, is_it: impl Fn(&Stock) -> bool, write: fn(&Stock, usize) -> Value) -> Response {
    let Some(stock) = find(is_it) else { return gone() };
    let more = if hosts.strike(DownloadFaultKind::WrongSize).is_some() { 1_000 } else { 0 };
    Json(write(stock, stock.bytes().len() + more)).into_response()
}

/// Leads to where the bytes lie, as both hosts do; a closed model wants a key first.
fn lead(hosts: &Hosts, stock: &Stock, headers: &HeaderMap, host: &str) -> Response {
    if stock.is_gated && !headers.contains_key(header::AUTHORIZATION) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "Access to this model is restricted." })))
            .into_response();
    }
    let to = match hosts.strike(DownloadFaultKind::PrivateRedirect) {
        Some(_) => format!("http://10.0.0.7/{}", stock.file_name()),
        None => format!("/downloads/{host}/{}", stock.file_name()),
    };
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

fn bytes_of(hosts: &Hosts, stock: &Stock, host: &str, method: &Method, headers: &HeaderMap) -> Response {
    if hosts.strike(DownloadFaultKind::Unavailable).is_some() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if hosts.strike(DownloadFaultKind::Html).is_some() {
        return ([(header::CONTENT_TYPE, "text/html")], "<!doctype html><title>Sign in</title>").into_response();
    }
    let mut bytes = stock.bytes();
    if hosts.strike(DownloadFaultKind::WrongBytes).is_some()
        && let Some(last) = bytes.last_mut()
    {
        *last ^= 1;
    }
    let total = bytes.len();
    let has_ranges = hosts.strike(DownloadFaultKind::NoRanges).is_none();
    let from = range(headers).filter(|_| has_ranges);
    let asked = json!({
        "host": host,
        "name": stock.file_name(),
        "method": method.as_str(),
        "from": from.unwrap_or(0),
        "has_key": headers.contains_key(header::AUTHORIZATION),
    });
    hosts.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
    if from.is_some_and(|from| from >= total) {
        let range = format!("bytes */{total}");
        return (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)]).into_response();
    }
    let start = from.unwrap_or(0);
    let mut response = Response::builder()
        .status(if from.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK })
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::ACCEPT_RANGES, "bytes");
    if from.is_some() {
        response = response.header(header::CONTENT_RANGE, format!("bytes {start}-{}/{total}", total - 1));
    }
    let mut rest = bytes.split_off(start);
    if hosts.strike(DownloadFaultKind::Endless).is_some() {
        // Without a length, so that the socket itself allows more.
        rest.extend(std::iter::repeat_n(0, 4 * PIECE));
    } else {
        response = response.header(header::CONTENT_LENGTH, rest.len());
    }
    let body = match hosts.strike(DownloadFaultKind::Break) {
        _ if method == Method::HEAD => Body::empty(),
        Some(fault) => {
            rest.truncate(fault.after_bytes);
            Body::from_stream(broken(rest))
        }
        None => Body::from_stream(whole(rest)),
    };
    response.body(body).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The first byte that is asked for.
fn range(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?.split('-').next()?.parse().ok()
}

fn pieces(bytes: Vec<u8>) -> impl Iterator<Item = Bytes> {
    let mut rest = Bytes::from(bytes);
    std::iter::from_fn(move || (!rest.is_empty()).then(|| rest.split_to(PIECE.min(rest.len()))))
}

fn whole(bytes: Vec<u8>) -> impl futures::Stream<Item = Result<Bytes, Infallible>> {
    futures::stream::iter(pieces(bytes).map(Ok))
}

/// A body that ends in the middle: the connection is closed before the length that was said.
fn broken(bytes: Vec<u8>) -> impl futures::Stream<Item = std::io::Result<Bytes>> {
    let end = std::iter::once(Err(std::io::ErrorKind::ConnectionReset.into()));
    futures::stream::iter(pieces(bytes).map(Ok).chain(end))
}
