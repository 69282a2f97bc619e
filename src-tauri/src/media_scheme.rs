//! The scheme `media`: pictures, clips and previews for the page, with ranges, never a path of the disk.
//!
//! The page builds `media://localhost/<kind>/<id>/<variant>` (percent-encoded; `http://media.localhost/…` on Windows).

use percent_encoding::percent_decode_str;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager, UriSchemeContext, UriSchemeResponder, Wry};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use troupe_studio::{Body, Code, Error, File, OpenFile};

use crate::library::Library;

pub(crate) const NAME: &str = "media";

/// The most that one answer to a range carries; the player asks for the rest. An answer is held in memory whole.
const LONGEST_RANGE_BYTES: u64 = 4 * 1024 * 1024;

type Answer = Response<Vec<u8>>;

pub(crate) fn answer(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        responder.respond(serve(&app, &request).await.unwrap_or_else(words));
    });
}

async fn serve(app: &AppHandle, request: &Request<Vec<u8>>) -> Result<Answer, StatusCode> {
    let file = named(request.uri().path()).ok_or(StatusCode::NOT_FOUND)?;
    let studio = app.state::<Library>().studio().await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let open = studio.open_file(&file).await.map_err(|error| status_of(&error))?;
    let asked = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(etag) = &open.etag
        && asked(header::IF_NONE_MATCH) == Some(quoted(etag).as_str())
    {
        return Ok(words(StatusCode::NOT_MODIFIED));
    }
    deliver(&file.kind, open, asked(header::RANGE)).await
}

/// The file that a path names.
fn named(path: &str) -> Option<File> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let kind = parts.next()?.to_owned();
    let id = parts.next()?.to_owned();
    let variant = parts.next().unwrap_or("full").to_owned();
    // Name and type are the studio's to say.
    let file = File { kind, id, variant, name: String::new(), mime_type: String::new(), size_bytes: None };
    parts.next().is_none().then_some(file)
}

async fn deliver(kind: &str, open: OpenFile, range: Option<&str>) -> Result<Answer, StatusCode> {
    let failed = |error: std::io::Error| {
        tracing::warn!(%error, "a file of the library could not be read");
        StatusCode::INTERNAL_SERVER_ERROR
    };
    // A stored file never changes under its address; a preview is another picture a moment later.
    let cache = if kind == "preview" { "no-store" } else { "private, max-age=31536000, immutable" };
    let mut answer = Response::builder()
        .header(header::CACHE_CONTROL, cache)
        .header(header::CONTENT_TYPE, &open.mime_type)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::ACCEPT_RANGES, "bytes");
    if let Some(etag) = &open.etag {
        answer = answer.header(header::ETAG, quoted(etag));
    }
    let size_bytes = match &open.body {
        Body::Disk(_, size_bytes) => *size_bytes,
        Body::Memory(bytes) => bytes.len() as u64,
        // What is made while it is read, such as a ZIP, is saved, not shown.
        Body::Stream(_) => return Err(StatusCode::NOT_FOUND),
    };
    let (start, length) = match range.and_then(|range| part_of(range, size_bytes)) {
        None => (0, size_bytes),
        Some(None) => {
            answer = answer.header(header::CONTENT_RANGE, format!("bytes */{size_bytes}"));
            return answer.status(StatusCode::RANGE_NOT_SATISFIABLE).body(Vec::new()).map_err(|_| impossible());
        }
        Some(Some((start, length))) => {
            let end = start + length - 1;
            answer = answer
                .status(StatusCode::PARTIAL_CONTENT)
                .header(header::CONTENT_RANGE, format!("bytes {start}-{end}/{size_bytes}"));
            (start, length)
        }
    };
    let body = match open.body {
        Body::Disk(mut file, _) => {
            file.seek(std::io::SeekFrom::Start(start)).await.map_err(failed)?;
            let mut bytes = Vec::new();
            file.take(length).read_to_end(&mut bytes).await.map_err(failed)?;
            bytes
        }
        Body::Memory(bytes) => bytes.into_iter().skip(start as usize).take(length as usize).collect(),
        Body::Stream(_) => Vec::new(),
    };
    answer.body(body).map_err(|_| impossible())
}

/// The start and length that a `Range` header asks for: `None` where it is none that is served (then the whole file
/// answers), `Some(None)` where it lies outside the file. RFC 9110, section 14.
#[expect(clippy::option_option, reason = "no range and a range outside the file are two answers")]
fn part_of(range: &str, size_bytes: u64) -> Option<Option<(u64, u64)>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    let (start, end) = if first.is_empty() {
        let suffix: u64 = last.parse().ok()?;
        (size_bytes.saturating_sub(suffix), size_bytes)
    } else {
        let end = if last.is_empty() { size_bytes } else { last.parse::<u64>().ok()?.checked_add(1)? };
        (first.parse().ok()?, end.min(size_bytes))
    };
    Some((start < end).then(|| (start, (end - start).min(LONGEST_RANGE_BYTES))))
}

/// An entity tag as a header spells it.
fn quoted(etag: &str) -> String {
    format!("\"{etag}\"")
}

fn status_of(error: &Error) -> StatusCode {
    match error.code {
        Code::NotFound | Code::ValidationError => StatusCode::NOT_FOUND,
        Code::Forbidden => StatusCode::FORBIDDEN,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn words(status: StatusCode) -> Answer {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = status;
    answer
}

/// A media type or an etag of ours that is no header value.
fn impossible() -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_names_kind_id_and_variant() {
        let file = named("/content%2F0193%2F320").unwrap();
        assert_eq!((file.kind.as_str(), file.id.as_str(), file.variant.as_str()), ("content", "0193", "320"));
        assert_eq!(named("/preview/7").unwrap().variant, "full");
        for path in ["", "/", "/content", "/content/1/320/more", "/%ff/1"] {
            assert!(named(path).is_none(), "{path}");
        }
    }

    #[test]
    fn ranges_are_cut_to_the_file() {
        for (range, part) in [
            ("bytes=0-99", Some(Some((0, 100)))),
            ("bytes=900-", Some(Some((900, 100)))),
            ("bytes=-10", Some(Some((990, 10)))),
            ("bytes=-5000", Some(Some((0, 1000)))),
            ("bytes=990-2000", Some(Some((990, 10)))),
            ("bytes=1000-", Some(None)),
            ("bytes=5-2", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=0-1,5-6", None),
            ("lines=1-2", None),
            ("bytes=a-b", None),
            ("bytes=0-18446744073709551615", None),
        ] {
            assert_eq!(part_of(range, 1000), part, "{range}");
        }
    }

    #[test]
    fn one_answer_never_carries_a_whole_clip() {
        assert_eq!(part_of("bytes=0-", 1 << 30), Some(Some((0, LONGEST_RANGE_BYTES))));
    }

    #[tokio::test]
    async fn a_range_of_a_file_is_its_bytes() {
        let path = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(path.path(), b"0123456789").unwrap();
        let open = || async {
            let file = tokio::fs::File::open(path.path()).await.unwrap();
            OpenFile {
                name: "a.png".into(),
                mime_type: "image/png".into(),
                etag: Some("1".into()),
                body: Body::Disk(file, 10),
            }
        };
        let answer = deliver("content", open().await, Some("bytes=2-4")).await.unwrap();
        assert_eq!((answer.status(), answer.body().as_slice()), (StatusCode::PARTIAL_CONTENT, &b"234"[..]));
        assert_eq!(answer.headers()["content-range"], "bytes 2-4/10");
        let whole = deliver("content", open().await, None).await.unwrap();
        assert_eq!((whole.status(), whole.body().len()), (StatusCode::OK, 10));
        assert_eq!(whole.headers()["content-type"], "image/png");
        assert_eq!(
            deliver("content", open().await, Some("bytes=10-")).await.unwrap().status(),
            StatusCode::RANGE_NOT_SATISFIABLE
        );
    }
}
