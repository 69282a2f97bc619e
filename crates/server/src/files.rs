//! Files as answers: streamed with ranges, an `ETag`, a name to save them under.

use crate::{answer, app::App};
use axum::{
    Extension,
    body::Body as HttpBody,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::{io::SeekFrom, sync::Arc};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;
use troupe_studio::{Body, Code, Error, File, OpenFile, Studio};

/// What a quoted or encoded file name keeps as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
/// A stored file never changes under its id, so a browser may keep it for a year.
const IMMUTABLE: &str = "private, max-age=31536000, immutable";

/// How a file is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// To be saved.
    Download,
    /// To be shown by a page, and kept by the browser.
    Show,
    /// To be shown now: a moment later another picture stands at the same address.
    ShowOnce,
}

/// Answers the file that an operation answered.
pub(crate) async fn answer(studio: &Studio, answer: Value, headers: &HeaderMap, is_head: bool) -> Response {
    let file: File = match serde_json::from_value(answer) {
        Ok(file) => file,
        Err(error) => return answer::failure(&Error::internal(error), studio.now()),
    };
    let manner = if file.variant == "full" { Manner::Download } else { Manner::Show };
    open(studio, &file, manner, headers, is_head).await
}

/// `GET /files/{kind}/{id}/{size}`: the pictures of the UI and of the links in rows. `size` is the longer
/// edge in pixels, or `full`.
pub(crate) async fn by_id(
    State(app): State<Arc<App>>,
    Extension(access): Extension<crate::access::Access>,
    Path((kind, id, variant)): Path<(String, String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let studio = app.studio.as_caller(access.caller());
    let file = File { kind, id, variant, name: String::new(), mime_type: String::new(), size_bytes: None };
    let manner = if file.kind == "preview" { Manner::ShowOnce } else { Manner::Show };
    open(&studio, &file, manner, &headers, method == Method::HEAD).await
}

async fn open(studio: &Studio, file: &File, manner: Manner, headers: &HeaderMap, is_head: bool) -> Response {
    match studio.open_file(file).await {
        Ok(open) => match respond(open, manner, headers, is_head).await {
            Ok(response) => response,
            Err(error) => answer::failure(&error, studio.now()),
        },
        Err(error) => answer::failure(&error, studio.now()),
    }
}

/// The response to a request with these headers.
async fn respond(open: OpenFile, manner: Manner, headers: &HeaderMap, is_head: bool) -> Result<Response, Error> {
    let etag = open.etag.as_deref().and_then(quoted);
    let mut common = HeaderMap::new();
    if let Some(etag) = &etag {
        common.insert(header::ETAG, etag.clone());
    }
    let keep = if manner == Manner::Show && etag.is_some() { IMMUTABLE } else { "private, no-cache" };
    common.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if etag.as_ref().is_some_and(|etag| is_known(headers, etag)) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let kind = HeaderValue::from_str(&open.mime_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    common.insert(header::CONTENT_TYPE, kind);
    common.insert(header::CONTENT_DISPOSITION, disposition(manner, &open.name));
    // A picture is shown and nothing in it runs, whatever it claims to be.
    common.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    let size_bytes = match &open.body {
        Body::Disk(_, size_bytes) => Some(*size_bytes),
        Body::Memory(bytes) => Some(bytes.len() as u64),
        Body::Stream(_) => None,
    };
    let Some(size_bytes) = size_bytes else {
        let Body::Stream(reader) = open.body else { return Err(Error::internal("a body of no kind")) };
        let body = if is_head { HttpBody::empty() } else { HttpBody::from_stream(ReaderStream::new(reader)) };
        return Ok((common, body).into_response());
    };
    common.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let (status, start, length) = match wanted_range(headers, etag.as_ref(), size_bytes) {
        Wanted::All => (StatusCode::OK, 0, size_bytes),
        Wanted::Part(start, end) => {
            common.insert(header::CONTENT_RANGE, text(format!("bytes {start}-{end}/{size_bytes}")));
            (StatusCode::PARTIAL_CONTENT, start, end - start + 1)
        }
        Wanted::Nothing => {
            let error = Error::new(
                Code::ValidationError,
                format!("The file has {size_bytes} bytes; the range asked for lies outside."),
            )
            .with("size_bytes", json!(size_bytes));
            let mut response = answer::failure_with(StatusCode::RANGE_NOT_SATISFIABLE, &error, chrono::Utc::now());
            response.headers_mut().insert(header::CONTENT_RANGE, text(format!("bytes */{size_bytes}")));
            return Ok(response);
        }
    };
    common.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let body = match open.body {
        _ if is_head => HttpBody::empty(),
        Body::Disk(mut file, _) => {
            let broken = |error| {
                Error::new(Code::StorageError, "The file could not be read. Is the disk still there?").because(error)
            };
            file.seek(SeekFrom::Start(start)).await.map_err(broken)?;
            HttpBody::from_stream(ReaderStream::with_capacity(file.take(length), 64 * 1024))
        }
        Body::Memory(bytes) => {
            let part = bytes.into_iter().skip(at(start)).take(at(length)).collect::<Vec<u8>>();
            HttpBody::from(part)
        }
        Body::Stream(_) => return Err(Error::internal("a stream has no size")),
    };
    Ok((status, common, body).into_response())
}

fn at(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn text(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

fn quoted(etag: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("\"{}\"", etag.trim_matches('"'))).ok()
}

/// Whether the sender has these very bytes already.
fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let Some(known) = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok()) else { return false };
    known
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == "*" || one.as_bytes() == etag.as_bytes())
}

/// `inline` or `attachment` with the name, in ASCII for old readers and in full for all others (RFC 6266).
fn disposition(manner: Manner, name: &str) -> HeaderValue {
    let kind = match manner {
        Manner::Download => "attachment",
        Manner::Show | Manner::ShowOnce => "inline",
    };
    if name.is_empty() {
        return HeaderValue::from_static(if manner == Manner::Download { "attachment" } else { "inline" });
    }
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '/') || c == ' ' { c } else { '_' })
        .collect();
    text(format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, PLAIN)))
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    /// The first and the last byte.
    Part(u64, u64),
    Nothing,
}

/// The part that `Range` asks for. Several parts at once, other units and what cannot be read are
/// answered with the whole, as RFC 9110 allows.
fn wanted_range(headers: &HeaderMap, etag: Option<&HeaderValue>, size_bytes: u64) -> Wanted {
    let Some(range) = headers.get(header::RANGE).and_then(|range| range.to_str().ok()) else { return Wanted::All };
    // `If-Range` asks for the part only of the very same bytes.
    if headers.get(header::IF_RANGE).is_some_and(|known| Some(known) != etag) {
        return Wanted::All;
    }
    let Some((first, last)) =
        range.strip_prefix("bytes=").filter(|range| !range.contains(',')).and_then(|range| range.split_once('-'))
    else {
        return Wanted::All;
    };
    let end = size_bytes.saturating_sub(1);
    match (first.trim().parse::<u64>(), last.trim().parse::<u64>(), first.trim().is_empty(), last.trim().is_empty()) {
        (Ok(first), _, _, true) if first <= end && size_bytes > 0 => Wanted::Part(first, end),
        (Ok(first), Ok(last), ..) if first <= last && first <= end && size_bytes > 0 => {
            Wanted::Part(first, last.min(end))
        }
        (_, Ok(count), true, _) if count > 0 && size_bytes > 0 => Wanted::Part(size_bytes.saturating_sub(count), end),
        (Ok(first), Ok(last), ..) if first > last => Wanted::All,
        (Ok(_), ..) | (_, Ok(_), true, _) => Wanted::Nothing,
        _ => Wanted::All,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        for (range, size, expected) in [
            ("bytes=0-3", 10, Wanted::Part(0, 3)),
            ("bytes=4-", 10, Wanted::Part(4, 9)),
            ("bytes=-3", 10, Wanted::Part(7, 9)),
            ("bytes=-30", 10, Wanted::Part(0, 9)),
            ("bytes=5-50", 10, Wanted::Part(5, 9)),
            ("bytes=10-", 10, Wanted::Nothing),
            ("bytes=-0", 10, Wanted::Nothing),
            ("bytes=0-", 0, Wanted::Nothing),
            ("bytes=3-2", 10, Wanted::All),
            ("bytes=0-1,3-4", 10, Wanted::All),
            ("lines=1-2", 10, Wanted::All),
            ("bytes=x-y", 10, Wanted::All),
        ] {
            assert_eq!(wanted_range(&with(header::RANGE, range), None, size), expected, "{range} of {size}");
        }
    }

    #[tokio::test]
    async fn a_file_is_answered_whole_in_part_or_not_again() {
        let open = || OpenFile {
            name: "Ada – portrait.png".into(),
            mime_type: "image/png".into(),
            etag: Some("abc".into()),
            body: Body::Memory(b"0123456789".to_vec()),
        };
        let whole = respond(open(), Manner::Download, &HeaderMap::new(), false).await.unwrap();
        assert_eq!(whole.status(), 200);
        assert_eq!(whole.headers()[header::ETAG], "\"abc\"");
        assert_eq!(
            whole.headers()[header::CONTENT_DISPOSITION],
            "attachment; filename=\"Ada _ portrait.png\"; filename*=UTF-8''Ada%20%E2%80%93%20portrait.png"
        );
        let part = respond(open(), Manner::Show, &with(header::RANGE, "bytes=2-4"), false).await.unwrap();
        assert_eq!(
            (part.status().as_u16(), &part.headers()[header::CONTENT_RANGE]),
            (206, &HeaderValue::from_static("bytes 2-4/10"))
        );
        assert_eq!(axum::body::to_bytes(part.into_body(), 100).await.unwrap(), "234");
        let known =
            respond(open(), Manner::Show, &with(header::IF_NONE_MATCH, "W/\"abc\", \"x\""), false).await.unwrap();
        assert_eq!(known.status(), 304);
        let outside = respond(open(), Manner::Show, &with(header::RANGE, "bytes=99-"), false).await.unwrap();
        assert_eq!(outside.status(), 416);
    }
}
