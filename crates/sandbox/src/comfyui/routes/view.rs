//! `/view`: the files of output, input and temp, whole, in part, or encoded anew.

use std::collections::HashMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use image::{DynamicImage, ImageFormat};

use super::super::files::{FileType, inside};
use super::{Shared, empty, trouble};

pub(crate) async fn view(
    State(server): Shared,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let text = |name: &str| query.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let Some(filename) = text("filename") else { return empty(StatusCode::NOT_FOUND) };
    // `name.png [temp]` names its folder itself.
    let (filename, annotated) = match filename.rsplit_once(" [") {
        Some((name, kind)) if kind.ends_with(']') => (name, Some(&kind[..kind.len() - 1])),
        _ => (filename, None),
    };
    if filename.starts_with('/') || filename.contains("..") {
        return empty(StatusCode::BAD_REQUEST);
    }
    let Some(kind) = FileType::parse(annotated.or(text("type")).unwrap_or("output")) else {
        return empty(StatusCode::BAD_REQUEST);
    };
    let Some(subfolder) = inside(text("subfolder").unwrap_or_default()) else { return empty(StatusCode::FORBIDDEN) };
    let Some(name) = Path::new(filename).file_name().and_then(|name| name.to_str()) else {
        return empty(StatusCode::NOT_FOUND);
    };
    let path = server.folders.of(kind).join(subfolder).join(name);
    let Ok(metadata) = tokio::fs::metadata(&path).await else { return empty(StatusCode::NOT_FOUND) };
    if !metadata.is_file() {
        return empty(StatusCode::NOT_FOUND);
    }
    let Ok(bytes) = tokio::fs::read(&path).await else { return trouble() };
    let disposition = HeaderValue::try_from(format!("filename=\"{}\"", name.replace('"', "%22")));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("inline"));
    let mut response = match (text("preview"), text("channel")) {
        (Some(preview), channel) => encoded(&bytes, Some(preview), channel),
        (None, Some(channel @ ("rgb" | "a"))) => encoded(&bytes, None, Some(channel)),
        _ => plain(bytes, name, metadata.modified().unwrap_or(UNIX_EPOCH), &headers),
    };
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    response
}

/// The file as it is, with what a client needs to ask for parts or to keep it.
fn plain(bytes: Vec<u8>, name: &str, modified: SystemTime, asked: &HeaderMap) -> Response {
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{:x}-{:x}\"", since.as_nanos(), bytes.len());
    let total = bytes.len();
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let same_tag =
        text(header::IF_NONE_MATCH).map(|tags| tags == "*" || tags.split(',').any(|given| given.trim() == tag));
    let unchanged = text(header::IF_MODIFIED_SINCE).map(|date| date == http_date(since.as_secs()));
    let mut response = if same_tag.or(unchanged) == Some(true) {
        empty(StatusCode::NOT_MODIFIED)
    } else {
        match text(header::RANGE).map(|range| parse_range(range, total)) {
            None | Some(Range::Whole) => Response::new(Body::from(bytes)),
            Some(Range::Part(first, last)) => {
                let mut response = Response::new(Body::from(bytes.get(first..=last).unwrap_or_default().to_vec()));
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                set(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{total}"));
                response
            }
            Some(Range::Outside) => {
                let mut response = empty(StatusCode::RANGE_NOT_SATISFIABLE);
                set(&mut response, header::CONTENT_RANGE, &format!("bytes */{total}"));
                return response;
            }
        }
    };
    set(&mut response, header::ETAG, &tag);
    set(&mut response, header::LAST_MODIFIED, &http_date(since.as_secs()));
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, header::CONTENT_TYPE, content_type(name));
    response
}

fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

enum Range {
    Whole,
    Part(usize, usize),
    Outside,
}

/// One range of bytes; a form that is not known means the whole file.
fn parse_range(range: &str, total: usize) -> Range {
    let parsed = range.strip_prefix("bytes=").filter(|ranges| !ranges.contains(',')).and_then(|range| {
        let (first, last) = range.trim().split_once('-')?;
        let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<usize>().ok().map(Some) };
        Some((number(first)?, number(last)?))
    });
    match parsed {
        Some((Some(first), last)) if last.is_none_or(|last| last >= first) => {
            if first >= total {
                Range::Outside
            } else {
                Range::Part(first, last.unwrap_or(total).min(total - 1))
            }
        }
        Some((None, Some(length))) if length > 0 && total > 0 => Range::Part(total.saturating_sub(length), total - 1),
        _ => Range::Whole,
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().map(str::to_lowercase).as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("gif") => "image/gif",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        Some("wav") => "audio/x-wav",
        Some("mp3") => "audio/mpeg",
        Some("flac") => "audio/flac",
        Some("txt") => "text/plain",
        Some("json") => "application/json",
        Some("safetensors") => "application/safetensors",
        _ => "application/octet-stream",
    }
}

/// `preview=webp;90` or `jpeg;80` encodes anew (`png` gives webp), `channel=rgb|a` keeps part of the colours as PNG.
fn encoded(bytes: &[u8], preview: Option<&str>, channel: Option<&str>) -> Response {
    let Ok(mut picture) = image::load_from_memory(bytes) else { return trouble() };
    match channel {
        Some("rgb") => picture = DynamicImage::ImageRgb8(picture.into_rgb8()),
        Some("a") => {
            let mut alpha = picture.into_rgba8();
            for pixel in alpha.pixels_mut() {
                pixel.0 = [0, 0, 0, pixel.0[3]];
            }
            picture = DynamicImage::ImageRgba8(alpha);
        }
        _ => {}
    }
    let mut out = std::io::Cursor::new(Vec::new());
    let (written, kind) = match preview.map(|preview| preview.split_once(';').unwrap_or((preview, "90"))) {
        None => (picture.write_to(&mut out, ImageFormat::Png), "image/png"),
        Some(("jpeg", quality)) => {
            let quality = quality.parse().unwrap_or(90).clamp(1, 100);
            let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, quality);
            (picture.into_rgb8().write_with_encoder(encoder), "image/jpeg")
        }
        Some(_) => (picture.write_to(&mut out, ImageFormat::WebP), "image/webp"),
    };
    if written.is_err() {
        return trouble();
    }
    let mut response = Response::new(Body::from(out.into_inner()));
    set(&mut response, header::CONTENT_TYPE, kind);
    response
}

/// A date as HTTP writes it: `Fri, 20 Nov 2026 06:24:33 GMT`. Days to date after Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms".
fn http_date(seconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let weekday = DAYS.get((days % 7) as usize).copied().unwrap_or_default();
    let month = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_http_does() {
        for (seconds, date) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
            (1_795_155_873, "Fri, 20 Nov 2026 06:24:33 GMT"),
        ] {
            assert_eq!(http_date(seconds), date);
        }
    }

    #[test]
    fn a_range_is_kept_inside_the_file() {
        for (range, first, last) in
            [("bytes=0-9", 0, 9), ("bytes=5-", 5, 99), ("bytes=-10", 90, 99), ("bytes=90-500", 90, 99)]
        {
            assert!(matches!(parse_range(range, 100), Range::Part(a, b) if (a, b) == (first, last)), "{range}");
        }
        assert!(matches!(parse_range("bytes=100-", 100), Range::Outside));
        for range in ["bytes=9-5", "items=0-1", "bytes=a-b", "bytes=0-1,3-4"] {
            assert!(matches!(parse_range(range, 100), Range::Whole), "{range}");
        }
    }
}
