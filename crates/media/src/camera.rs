//! What EXIF says: how to turn the picture, which camera took it, where; and the comment that recipes hide in.
//!
//! A picture with camera data is probably a photograph of somebody, so the creator is asked whose face it is.

use exif::{Exif, In, Reader, Tag, Value};
use serde::{Deserialize, Serialize};

use crate::container::{jpeg, png, webp};
use crate::picture_type::PictureType;

/// Data that a camera or phone left in a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameraData {
    /// Maker and model, as `Canon EOS R6`, where given.
    pub camera: Option<String>,
    /// Whether the place where the picture was taken is in the file.
    pub has_location: bool,
    /// When the picture was taken, as the camera wrote it (`2026:05:04 18:22:31`, no zone).
    pub taken_at: Option<String>,
}

/// Everything we ask of EXIF.
#[derive(Debug, Default)]
pub(crate) struct ExifSummary {
    /// EXIF orientation, 1 to 8; 1 where none or a wrong one is given.
    pub(crate) orientation: u8,
    pub(crate) camera: Option<CameraData>,
    /// The user comment, where A1111 and SwarmUI keep the recipe of JPEG and WebP files.
    pub(crate) user_comment: Option<String>,
    /// ComfyUI's `prompt` and `workflow`, which its WebP writer keeps in the camera's fields.
    pub(crate) comfyui: Vec<(String, String)>,
}

/// Reads the EXIF of a picture; damaged EXIF counts as none.
pub(crate) fn summary(bytes: &[u8], picture_type: PictureType) -> ExifSummary {
    let none = ExifSummary { orientation: 1, ..ExifSummary::default() };
    let Some(raw) = raw_exif(bytes, picture_type) else {
        return none;
    };
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let exif = match reader.read_raw(raw.to_vec()) {
        Ok(exif) => exif,
        Err(exif::Error::PartialResult(partial)) => partial.into_inner().0,
        Err(_) => return none,
    };
    let mut comfyui = Vec::new();
    let mut camera_words = Vec::new();
    for field in exif.fields().filter(|field| field.ifd_num == In::PRIMARY) {
        let Some(text) = ascii(&field.value) else {
            continue;
        };
        // ComfyUI writes `prompt:{…}` into Model and `workflow:{…}` into Make and the tags before it.
        match text.split_once(':') {
            Some((key @ ("prompt" | "workflow"), json)) if json.trim_start().starts_with('{') => {
                comfyui.push((key.to_owned(), json.to_owned()));
            }
            _ if matches!(field.tag, Tag::Make | Tag::Model) && !text.is_empty() => camera_words.push(text),
            _ => {}
        }
    }
    // Phones write a GPS directory without coordinates too, when the place is switched off.
    let has_location = exif.fields().any(|field| matches!(field.tag, Tag::GPSLatitude | Tag::GPSLongitude));
    let camera = (!camera_words.is_empty() || has_location).then(|| CameraData {
        camera: camera_name(&camera_words),
        has_location,
        taken_at: exif.get_field(Tag::DateTimeOriginal, In::PRIMARY).and_then(|field| ascii(&field.value)),
    });
    ExifSummary {
        orientation: exif
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0))
            .and_then(|value| u8::try_from(value).ok())
            .filter(|value| (1..=8).contains(value))
            .unwrap_or(1),
        camera,
        user_comment: user_comment(&exif),
        comfyui,
    }
}

/// The TIFF structure that is EXIF, without the prefix that the container adds.
fn raw_exif(bytes: &[u8], picture_type: PictureType) -> Option<&[u8]> {
    match picture_type {
        PictureType::Png => {
            png::chunks(bytes).find(|chunk| &chunk.name == b"eXIf").map(|chunk| without_prefix(chunk.data))
        }
        PictureType::Jpeg => jpeg::segments(bytes)
            .take_while(|segment| segment.marker != jpeg::SCAN)
            .find(|segment| segment.marker == jpeg::APP1 && segment.payload.starts_with(jpeg::EXIF_PREFIX))
            .map(|segment| without_prefix(segment.payload)),
        PictureType::Webp => {
            webp::chunks(bytes).find(|chunk| &chunk.name == b"EXIF").map(|chunk| without_prefix(chunk.data))
        }
        PictureType::Gif => None,
    }
}

/// Some writers put JPEG's prefix into PNG and WebP too.
fn without_prefix(data: &[u8]) -> &[u8] {
    data.strip_prefix(jpeg::EXIF_PREFIX).unwrap_or(data)
}

fn ascii(value: &Value) -> Option<String> {
    let Value::Ascii(parts) = value else {
        return None;
    };
    let text = String::from_utf8_lossy(parts.first()?).trim_matches(['\0', ' ']).to_owned();
    (!text.is_empty()).then_some(text)
}

/// Many makers repeat their name in the model.
fn camera_name(words: &[String]) -> Option<String> {
    match words {
        [] => None,
        [make, model, ..] if !model.to_lowercase().starts_with(&make.to_lowercase()) => Some(format!("{make} {model}")),
        [.., last] => Some(last.clone()),
    }
}

/// Decodes the comment after its eight-letter character code (EXIF 2.32, 4.6.5, UserComment).
fn user_comment(exif: &Exif) -> Option<String> {
    let field = exif.get_field(Tag::UserComment, In::PRIMARY)?;
    let data = match &field.value {
        Value::Undefined(data, _) => data.as_slice(),
        Value::Ascii(parts) => parts.first()?,
        Value::Byte(data) => data,
        _ => return None,
    };
    let text = match data.split_at_checked(8) {
        Some((b"UNICODE\0", text)) => utf16(text),
        Some((b"ASCII\0\0\0" | [0, 0, 0, 0, 0, 0, 0, 0], text)) => String::from_utf8_lossy(text).into_owned(),
        _ => String::from_utf8_lossy(data).into_owned(),
    };
    let text = text.trim_matches('\0').to_owned();
    (!text.trim().is_empty()).then_some(text)
}

/// UTF-16 whose byte order nobody tells: writers differ and do not follow the order of the TIFF around it.
/// Recipes are mostly ASCII in their keys, so the order that gives more of it is the right one.
fn utf16(data: &[u8]) -> String {
    let decode = |read: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = data.chunks_exact(2).filter_map(|pair| pair.first_chunk().copied().map(read)).collect();
        String::from_utf16_lossy(&units).trim_start_matches('\u{feff}').to_owned()
    };
    let ascii_letters = |text: &str| text.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').count();
    let (big, little) = (decode(u16::from_be_bytes), decode(u16::from_le_bytes));
    if ascii_letters(&big) >= ascii_letters(&little) { big } else { little }
}

/// A minimal EXIF that holds nothing but how to turn the picture, for files whose other EXIF is removed.
pub(crate) fn orientation_only(orientation: u8) -> Vec<u8> {
    let mut exif = Vec::with_capacity(26);
    // Big-endian TIFF, its one directory at offset 8 with one entry.
    exif.extend(b"MM\0*\0\0\0\x08\0\x01");
    // Orientation (0x0112), SHORT, one value, left-aligned in its four bytes; no further directory.
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0; 4]);
    exif
}
