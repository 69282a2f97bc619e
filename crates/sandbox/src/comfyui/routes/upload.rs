//! Uploads: pictures (or any file) into input, output or temp, and masks onto pictures that are there.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use image::ImageFormat;
use serde_json::{Map, Value};

use super::super::Server;
use super::super::files::{FileType, inside};
use super::{Shared, empty, json, trouble};

/// The fields of an upload.
#[derive(Debug, Default)]
struct Upload {
    file: Option<(String, bytes::Bytes)>,
    overwrite: bool,
    subfolder: String,
    kind: Option<String>,
    original_ref: Option<String>,
}

async fn read(multipart: Result<Multipart, MultipartRejection>) -> Result<Upload, Response> {
    let mut multipart = multipart.map_err(|_| trouble())?;
    let mut upload = Upload::default();
    loop {
        let field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(upload),
            Err(error) => return Err(empty(error.status())),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|error| empty(error.status()))?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "image" => upload.file = file_name.filter(|name| !name.is_empty()).map(|name| (name, bytes)),
            "overwrite" => upload.overwrite = matches!(text().as_str(), "true" | "1"),
            "subfolder" => upload.subfolder = text(),
            "type" => upload.kind = Some(text()),
            "original_ref" => upload.original_ref = Some(text()),
            _ => {}
        }
    }
}

/// Where an upload goes: its type, its folder and its name; and what is written there.
type Target<'a> = (FileType, PathBuf, &'a str, &'a [u8]);

fn target<'a>(server: &Server, upload: &'a Upload) -> Result<Target<'a>, Box<Response>> {
    let Some((name, bytes)) = &upload.file else { return Err(Box::new(empty(StatusCode::BAD_REQUEST))) };
    let Some(kind) = FileType::parse(upload.kind.as_deref().unwrap_or("input")) else {
        return Err(Box::new(trouble()));
    };
    let Some(subfolder) = inside(&upload.subfolder) else { return Err(Box::new(empty(StatusCode::BAD_REQUEST))) };
    if name.contains("..") {
        return Err(Box::new(empty(StatusCode::BAD_REQUEST)));
    }
    if name.contains(['/', '\\']) {
        return Err(Box::new(trouble()));
    }
    Ok((kind, server.folders.of(kind).join(subfolder), name, bytes))
}

fn answer(name: &str, subfolder: &str, kind: FileType) -> Response {
    let mut answer = Map::new();
    answer.insert("name".into(), name.into());
    answer.insert("subfolder".into(), subfolder.into());
    answer.insert("type".into(), kind.name().into());
    json(&answer.into())
}

/// The same name with the same bytes is kept; with others it becomes `name (1).png`, unless it may be overwritten.
pub(crate) async fn image(State(server): Shared, multipart: Result<Multipart, MultipartRejection>) -> Response {
    let upload = match read(multipart).await {
        Ok(upload) => upload,
        Err(answer) => return answer,
    };
    let (kind, folder, name, bytes) = match target(&server, &upload) {
        Ok(target) => target,
        Err(answer) => return *answer,
    };
    if server.faults.strike_disk_full() {
        return trouble();
    }
    let name = if upload.overwrite { name.to_owned() } else { free_name(&folder, name, bytes) };
    match write(&folder, &name, bytes) {
        Ok(()) => answer(&name, &upload.subfolder, kind),
        Err(_) => trouble(),
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(name), bytes)
}

fn free_name(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let mut candidate = name.to_owned();
    let mut number = 0;
    loop {
        match std::fs::read(folder.join(&candidate)) {
            Ok(there) if there != bytes => number += 1,
            _ => return candidate,
        }
        candidate = format!("{stem} ({number}){ending}");
    }
}

/// Writes the original with the mask's transparency. An original that is not there is passed over with 200, as the real
/// server does.
pub(crate) async fn mask(State(server): Shared, multipart: Result<Multipart, MultipartRejection>) -> Response {
    let upload = match read(multipart).await {
        Ok(upload) => upload,
        Err(answer) => return answer,
    };
    let (kind, folder, name, bytes) = match target(&server, &upload) {
        Ok(target) => target,
        Err(answer) => return *answer,
    };
    let original = upload.original_ref.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let Some(original) = original else { return trouble() };
    let part = |name: &str| original.get(name).and_then(Value::as_str).unwrap_or_default();
    let source_kind = FileType::parse(part("type")).unwrap_or(FileType::Output);
    let (Some(subfolder), Some(file)) = (inside(part("subfolder")), inside(part("filename"))) else {
        return empty(StatusCode::BAD_REQUEST);
    };
    let source = server.folders.of(source_kind).join(subfolder).join(file);
    if source.is_file() {
        let masked = masked(&source, bytes).and_then(|png| write(&folder, name, &png).ok());
        if masked.is_none() {
            return trouble();
        }
    }
    answer(name, &upload.subfolder, kind)
}

fn masked(source: &Path, mask: &[u8]) -> Option<Vec<u8>> {
    let mut picture = image::open(source).ok()?.into_rgba8();
    let mask = image::load_from_memory(mask).ok()?.into_rgba8();
    let (width, height) = picture.dimensions();
    let (mask_width, mask_height) = mask.dimensions();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let near = mask.get_pixel_checked(x * mask_width / width.max(1), y * mask_height / height.max(1));
        pixel.0[3] = near.map_or(255, |near| near.0[3]);
    }
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_name_is_kept_for_the_same_bytes_and_numbered_for_others() {
        let folder = tempfile::tempdir().unwrap();
        let place = |bytes: &[u8]| {
            let name = free_name(folder.path(), "a.png", bytes);
            write(folder.path(), &name, bytes).unwrap();
            name
        };
        assert_eq!(
            [place(b"1"), place(b"1"), place(b"2"), place(b"2"), place(b"3")],
            ["a.png", "a.png", "a (1).png", "a (1).png", "a (2).png"]
        );
        assert_eq!(free_name(folder.path(), "plain", b""), "plain");
    }
}
