//! The type of a file by its content, never by its name.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::container::png;
use crate::error::MediaError;

/// A picture type that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureType {
    /// Portable Network Graphics, APNG included.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP, lossy and lossless.
    Webp,
    /// GIF.
    Gif,
}

impl PictureType {
    /// The extension that files of ours carry, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Gif => "gif",
        }
    }

    /// The registered media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }

    /// The type that an extension promises, in any case, with or without its dot; `None` for other extensions.
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.trim_start_matches('.').to_ascii_lowercase().as_str() {
            "png" | "apng" => Some(Self::Png),
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Self::Jpeg),
            "webp" => Some(Self::Webp),
            "gif" => Some(Self::Gif),
            _ => None,
        }
    }

    /// The type by content.
    ///
    /// # Errors
    /// `Empty`, `UnsupportedType` for pictures that are not read here, `NotAPicture` for everything else.
    pub fn of(bytes: &[u8]) -> Result<Self, MediaError> {
        match bytes {
            [] => Err(MediaError::Empty),
            _ if bytes.starts_with(png::SIGNATURE) => Ok(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Ok(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Self::Gif),
            _ => Err(foreign(bytes)),
        }
    }

    pub(crate) fn image_format(self) -> image::ImageFormat {
        match self {
            Self::Png => image::ImageFormat::Png,
            Self::Jpeg => image::ImageFormat::Jpeg,
            Self::Webp => image::ImageFormat::WebP,
            Self::Gif => image::ImageFormat::Gif,
        }
    }
}

impl fmt::Display for PictureType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
        })
    }
}

/// Names content that is not read here, so that the person knows what was dropped.
fn foreign(bytes: &[u8]) -> MediaError {
    // ISO base media files name their brand after `ftyp`: HEIC and AVIF pictures, and MP4 or MOV clips.
    if let [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] = bytes {
        return match brand.get(..4) {
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
                MediaError::UnsupportedType { name: "HEIC" }
            }
            Some(b"avif" | b"avis") => MediaError::UnsupportedType { name: "AVIF" },
            Some(b"crx ") => MediaError::UnsupportedType { name: "Camera raw" },
            _ => not_a_picture("a video", "Choose a picture; clips are added as clips."),
        };
    }
    let pictures: [(&[u8], &str); 9] = [
        (b"BM", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"8BPS", "Photoshop"),
        (b"\0\0\0\x0cJXL ", "JPEG XL"),
        (&[0xFF, 0x0A], "JPEG XL"),
        (b"\0\0\x01\0", "Icon (ICO)"),
        (b"qoif", "QOI"),
        (b"gimp xcf", "GIMP"),
    ];
    if let Some((_, name)) = pictures.iter().find(|(start, _)| bytes.starts_with(start)) {
        return MediaError::UnsupportedType { name };
    }
    let others: [(&[u8], &str); 6] = [
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "a compressed archive"),
        (b"\x1a\x45\xdf\xa3", "a video"),
        (b"ID3", "sound"),
        (b"RIFF", "sound or video"),
    ];
    if let Some((_, content)) = others.iter().find(|(start, _)| bytes.starts_with(start)) {
        return not_a_picture(content, "Choose a PNG, JPEG, WebP or GIF file.");
    }
    text(bytes).unwrap_or_else(|| not_a_picture("data of an unknown kind", "Choose a PNG, JPEG, WebP or GIF file."))
}

/// Recognises the kinds of text that end up under a picture's name: a saved web page, an error in JSON, a note.
fn text(bytes: &[u8]) -> Option<MediaError> {
    let start = bytes.get(..bytes.len().min(1_024))?;
    // A cut through a multi-byte letter at the end of the excerpt is not an error of the text.
    let start = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(start.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{c}')) {
        return None;
    }
    let lower = start.to_ascii_lowercase();
    Some(if lower.starts_with("<svg") || (lower.starts_with("<?xml") && lower.contains("<svg")) {
        MediaError::UnsupportedType { name: "SVG" }
    } else if lower.starts_with("<!doctype html") || lower.starts_with("<html") || lower.contains("<head>") {
        not_a_picture(
            "a web page (HTML)",
            "The address probably leads to a page about the picture; open it and save the picture itself.",
        )
    } else if lower.starts_with('{') || lower.starts_with('[') {
        not_a_picture("JSON text", "Choose a PNG, JPEG, WebP or GIF file.")
    } else {
        not_a_picture("plain text", "Choose a PNG, JPEG, WebP or GIF file.")
    })
}

fn not_a_picture(content: &'static str, advice: &'static str) -> MediaError {
    MediaError::NotAPicture { content, advice }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides() {
        let cases: [(&[u8], PictureType); 5] = [
            (b"\x89PNG\r\n\x1a\n", PictureType::Png),
            (b"\xff\xd8\xff\xe0", PictureType::Jpeg),
            (b"RIFF\0\0\0\0WEBPVP8 ", PictureType::Webp),
            (b"GIF87a", PictureType::Gif),
            (b"GIF89a", PictureType::Gif),
        ];
        for (bytes, expected) in cases {
            assert_eq!(PictureType::of(bytes).ok(), Some(expected));
        }
    }

    #[test]
    fn what_is_not_read_here_is_named() {
        let cases: [(&[u8], &str); 12] = [
            (b"", "empty"),
            (b"hello, this is a note", "plain text"),
            (b"\xef\xbb\xbf  {\"error\": \"not found\"}", "JSON text"),
            (b"<!DOCTYPE html><html>", "web page"),
            (b"<?xml version=\"1.0\"?><svg xmlns=\"x\">", "SVG"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
            (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
            (b"\0\0\0\x18ftypisom\0\0\0\0", "a video"),
            (b"BM\0\0\0\0", "BMP"),
            (b"%PDF-1.7", "PDF"),
            (b"PK\x03\x04", "ZIP"),
            (b"\x00\x01\x02\x03\x04", "unknown kind"),
        ];
        for (bytes, expected) in cases {
            let said = PictureType::of(bytes).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains(expected), "{bytes:?}: {said}");
        }
    }
}
