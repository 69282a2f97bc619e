//! Looks at a file and tells what picture it is, or in words why it is none.
//!
//! The cheap questions come first (size, type, announced pixels, whether the parts reach the end), so that a
//! hostile or broken file is refused without being unfolded; only then the pixels are really decoded.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::camera::{self, CameraData};
use crate::container::{End, Header, gif, jpeg, png, webp};
use crate::content_hash::ContentHash;
use crate::error::{FileAction, MediaError, from_end, from_io};
use crate::limits::{BOMB_CHECK_FROM_BYTES, BOMB_RATIO, Limits, MAX_JPEG_SCANS};
use crate::picture_type::PictureType;
use crate::pixels::Pixels;

/// What a picture file holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// The type by content.
    pub picture_type: PictureType,
    /// Width in pixels as a person sees it, EXIF orientation applied.
    pub width: u32,
    /// Height in pixels as a person sees it, EXIF orientation applied.
    pub height: u32,
    /// Size of the file in bytes.
    pub size_bytes: u64,
    /// BLAKE3 of the whole file.
    pub blake3: ContentHash,
    /// EXIF orientation as stored, 1 to 8 (1: upright).
    pub orientation: u8,
    /// Whether the pixels have an alpha channel.
    pub has_alpha: bool,
    /// Whether the file holds more than one frame; the first is what is measured and shown.
    pub is_animated: bool,
    /// Maker, model or place, where a camera left them.
    pub camera: Option<CameraData>,
    /// The extension of the file's name where it promises another type than the content has.
    pub mislabelled_as: Option<String>,
}

/// Probes a file on disk; its real decode included.
///
/// # Errors
/// Every refusal of [`MediaError`] that concerns reading.
pub fn probe(path: &Path, limits: &Limits) -> Result<Picture, MediaError> {
    let bytes = read_file(path, limits)?;
    probe_bytes(&bytes, path.file_name().and_then(|name| name.to_str()), limits)
}

/// Probes a file in memory. `name` is the name it came with, for the note on a wrong extension.
///
/// # Errors
/// Every refusal of [`MediaError`] that concerns content.
pub fn probe_bytes(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<Picture, MediaError> {
    probe_and_decode(bytes, name, limits).map(|(picture, _)| picture)
}

/// As [`probe_bytes`], and keeps the pixels for thumbnails and measures, so that a file is decoded once.
///
/// # Errors
/// Every refusal of [`MediaError`] that concerns content.
pub fn probe_and_decode(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<(Picture, Pixels), MediaError> {
    let (picture_type, header) = examine(bytes, limits)?;
    let exif = camera::summary(bytes, picture_type);
    let pixels = Pixels::decode(bytes, picture_type, exif.orientation, limits)?;
    let (width, height) = pixels.size();
    let picture = Picture {
        picture_type,
        width,
        height,
        size_bytes: bytes.len() as u64,
        blake3: ContentHash::of(bytes),
        orientation: exif.orientation,
        has_alpha: pixels.has_alpha(),
        is_animated: header.animated,
        camera: exif.camera,
        mislabelled_as: name.and_then(|name| wrong_extension(name, picture_type)),
    };
    Ok((picture, pixels))
}

/// Decodes a picture within limits; the pixels are upright when they are used.
///
/// # Errors
/// Every refusal of [`MediaError`] that concerns content.
pub fn decode_limited(bytes: &[u8], limits: &Limits) -> Result<Pixels, MediaError> {
    let (picture_type, _) = examine(bytes, limits)?;
    let orientation = camera::summary(bytes, picture_type).orientation;
    Pixels::decode(bytes, picture_type, orientation, limits)
}

/// Reads a whole file, refusing one that is larger than the limit before reading it.
///
/// # Errors
/// `NotFound`, `NotAllowed`, `NotAFile`, `Empty`, `TooManyBytes`, `Io`.
pub fn read_file(path: &Path, limits: &Limits) -> Result<Vec<u8>, MediaError> {
    let failed = |source| from_io(path, FileAction::Read, source);
    // A pipe or device may block or never end, so the kind is asked before the file is opened.
    let metadata = path.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(MediaError::NotAFile { path: path.to_path_buf() });
    }
    check_size(metadata.len(), limits)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The file may grow while it is read.
    File::open(path).map_err(failed)?.take(limits.max_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    check_size(bytes.len() as u64, limits)?;
    Ok(bytes)
}

fn check_size(size_bytes: u64, limits: &Limits) -> Result<(), MediaError> {
    match size_bytes {
        0 => Err(MediaError::Empty),
        _ if size_bytes > limits.max_bytes => Err(MediaError::TooManyBytes { size_bytes, max_bytes: limits.max_bytes }),
        _ => Ok(()),
    }
}

/// Everything that can be told without unfolding a pixel.
fn examine(bytes: &[u8], limits: &Limits) -> Result<(PictureType, Header), MediaError> {
    check_size(bytes.len() as u64, limits)?;
    let picture_type = PictureType::of(bytes)?;
    let broken = |end| from_end(end, picture_type);
    let header = match picture_type {
        PictureType::Png => png::header(bytes),
        PictureType::Jpeg => jpeg::header(bytes),
        PictureType::Webp => webp::header(bytes),
        PictureType::Gif => gif::header(bytes),
    }
    .map_err(broken)?;
    check_header(header, bytes.len() as u64, limits, picture_type)?;
    match how_it_ends(bytes, picture_type)? {
        End::Complete => Ok((picture_type, header)),
        end => Err(broken(end)),
    }
}

fn check_header(header: Header, size_bytes: u64, limits: &Limits, picture_type: PictureType) -> Result<(), MediaError> {
    let Header { width, height, bytes_per_pixel, .. } = header;
    if width == 0 || height == 0 {
        return Err(MediaError::Damaged { picture_type, detail: "it has no width or no height".to_owned() });
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.max_pixels {
        return Err(MediaError::TooManyPixels { width, height, max_pixels: limits.max_pixels });
    }
    let unfolded_bytes = pixels * bytes_per_pixel;
    if unfolded_bytes > limits.max_alloc_bytes {
        return Err(MediaError::TooMuchMemory {
            needed_bytes: unfolded_bytes,
            max_alloc_bytes: limits.max_alloc_bytes,
        });
    }
    if unfolded_bytes > BOMB_CHECK_FROM_BYTES && unfolded_bytes / size_bytes.max(1) > BOMB_RATIO {
        return Err(MediaError::DecompressionBomb { size_bytes, unfolded_bytes });
    }
    Ok(())
}

/// Walks all parts, so that a file cut anywhere is known as such without a decode.
fn how_it_ends(bytes: &[u8], picture_type: PictureType) -> Result<End, MediaError> {
    Ok(match picture_type {
        PictureType::Png => {
            let mut walk = png::chunks(bytes);
            while walk.next().is_some() {}
            walk.end()
        }
        PictureType::Jpeg => {
            let mut walk = jpeg::segments(bytes);
            let scans = walk.by_ref().filter(|segment| segment.marker == jpeg::SCAN).count();
            if scans > MAX_JPEG_SCANS {
                return Err(MediaError::Damaged {
                    picture_type,
                    detail: format!(
                        "it is stored in {scans} passes, which only files made to keep a computer busy are"
                    ),
                });
            }
            walk.end()
        }
        PictureType::Webp => {
            let mut walk = webp::chunks(bytes);
            while walk.next().is_some() {}
            walk.end()
        }
        PictureType::Gif => {
            let mut walk = gif::blocks(bytes);
            while walk.next().is_some() {}
            walk.end()
        }
    })
}

/// The extension where it promises another type, or none that we know.
fn wrong_extension(name: &str, picture_type: PictureType) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    (PictureType::from_extension(extension) != Some(picture_type)).then(|| extension.to_ascii_lowercase())
}
