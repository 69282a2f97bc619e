//! The UI for a browser: the files of `ui/dist`, carried in the program. A missing build is said on an
//! honest page.

use crate::answer;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use rust_embed::RustEmbed;
use serde_json::json;
use std::fmt::Write;
use troupe_studio::{Code, Error};

/// A debug build reads the folder at run time, so that a new build of the UI shows at once.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Dist;

/// The build puts a hash of the content into the names below this folder.
const HASHED: &str = "assets/";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Troupe</title>\
<body><h1>Troupe is running</h1><p>Its pages were not built into this program. Build them with \
<code>cargo xtask run</code>, or in <code>ui/</code> with <code>npm ci</code> and <code>npm run build</code>.</p>\
<p>Programs can use it now: <a href=\"/openapi.json\">openapi.json</a> lists what can be called.</p></body></html>";

/// Answers a page or a file of a page. The UI keeps its own places behind the `#` of the address, so every
/// other address leads to its one page.
pub(crate) fn serve(method: &Method, path: &str, headers: &HeaderMap, port: u16, now: DateTime<Utc>) -> Response {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let words = "Pages are only read. What can be called is below /api/v1; /docs lists it.";
        return answer::failure_with(StatusCode::METHOD_NOT_ALLOWED, &Error::new(Code::Unsupported, words), now);
    }
    let name = match path.trim_matches('/') {
        "" => "index.html",
        "docs" => "docs.html",
        name => name,
    };
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    match Dist::get(name) {
        Some(file) => respond(name, &file, headers, port),
        None if matches!(name, "index.html" | "docs.html") => not_built(),
        None if is_file => {
            answer::failure(&Error::new(Code::NotFound, "There is no such page.").with("kind", json!("page")), now)
        }
        None => Redirect::to("/").into_response(),
    }
}

fn not_built() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], NOT_BUILT)
        .into_response()
}

fn respond(name: &str, file: &rust_embed::EmbeddedFile, headers: &HeaderMap, port: u16) -> Response {
    let mut etag = String::from("\"");
    for byte in file.metadata.sha256_hash().iter().take(16) {
        let _ = write!(etag, "{byte:02x}");
    }
    etag.push('"');
    let keep = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = match file.metadata.mimetype() {
            text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
            other => other.to_owned(),
        };
        ([(header::CONTENT_TYPE, kind)], Body::from(file.data.clone().into_owned())).into_response()
    };
    let answered = response.headers_mut();
    answered.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let (Ok(etag), Ok(policy)) = (HeaderValue::from_str(&etag), HeaderValue::from_str(&policy(port))) {
        answered.insert(header::ETAG, etag);
        answered.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// What the pages may load: nothing but what this server answers.
fn policy(port: u16) -> String {
    format!(
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
         connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; \
         style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_only_read_and_a_missing_file_is_missing() {
        let none = HeaderMap::new();
        let status = |method: Method, path| serve(&method, path, &none, 1, Utc::now()).status().as_u16();
        assert_eq!(status(Method::GET, "/"), 200);
        assert_eq!(status(Method::GET, "/characters/some"), 303);
        assert_eq!(status(Method::GET, "/assets/none.js"), 404);
        assert_eq!(status(Method::GET, "/../Cargo.toml"), 404);
        assert_eq!(status(Method::POST, "/"), 405);
    }
}
