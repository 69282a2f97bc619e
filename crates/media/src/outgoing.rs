//! The very file that goes out: cut, made smaller, written in a type that the receiver takes, perhaps with a visible
//! mark, always with the AI mark in the file and with nothing of the recipe.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, Rgb, RgbImage, RgbaImage};

use fast_image_resize::pixels::{U8x3, U8x4};

use crate::birth::publishable;
use crate::error::MediaError;
use crate::limits::Limits;
use crate::mark::{Mark, ai_mark};
use crate::picture_type::PictureType;
use crate::pixels::{Pixels, flattened, not_resized, resize};
use crate::probe::probe_and_decode;

/// JPEG qualities that are tried in turn until the file is small enough; below the last one pixels are given up
/// instead, which shows less.
const QUALITIES: [u8; 6] = [95, 92, 88, 84, 78, 70];
/// The quality while pixels are given up.
const SHRINKING_QUALITY: u8 = 82;
/// How much is left of each side when pixels are given up.
const SHRINK: f64 = 0.85;
/// How often pixels are given up: 0.85^16 is a thirteenth of each side.
const MOST_SHRINKS: usize = 16;

/// A part of a picture; each figure is a share of the whole, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Of the width.
    pub width: f64,
    /// Of the height.
    pub height: f64,
}

/// What the receiver takes. What is absent is not limited.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outgoing {
    /// The types that it takes, the preferred one first; empty takes all.
    pub types: Vec<PictureType>,
    /// Bytes.
    pub max_bytes: Option<u64>,
    /// Pixels.
    pub max_width: Option<u32>,
    /// Pixels.
    pub max_height: Option<u32>,
    /// Width and height together, in pixels.
    pub max_sides: Option<u32>,
    /// The part that is sent; without it the whole.
    pub cut: Option<Cut>,
    /// Whether "AI" is written into a corner for everybody to see.
    pub has_overlay: bool,
    /// The mark in the file; without one the file's own source type is kept.
    pub mark: Option<Mark>,
}

/// Makes the file that goes out. A picture that is taken as it is keeps its compressed pixels.
///
/// # Errors
/// What reading a picture refuses; `Encode` where none of the types can be written, or none small enough.
pub fn outgoing(bytes: &[u8], wanted: &Outgoing, limits: &Limits) -> Result<Vec<u8>, MediaError> {
    let (picture, pixels) = probe_and_decode(bytes, None, limits)?;
    let mark = wanted.mark.clone().or_else(|| ai_mark(bytes).source_type.map(Mark::new));
    let takes = |picture_type| wanted.types.is_empty() || wanted.types.contains(&picture_type);
    let fits = takes(picture.picture_type)
        && picture.orientation == 1
        && wanted.fits(picture.width, picture.height)
        && wanted.cut.is_none()
        && !wanted.has_overlay;
    if fits {
        let file = publishable(bytes, mark.as_ref())?;
        if wanted.holds(&file) {
            return Ok(file);
        }
    }
    let image = wanted.drawn(&pixels)?;
    if takes(PictureType::Jpeg) {
        return wanted.as_jpeg(image, pixels.colour_profile(), mark.as_ref());
    }
    let picture_type = if takes(PictureType::Png) { PictureType::Png } else { PictureType::Webp };
    if !takes(picture_type) {
        let detail = "the receiver takes neither JPEG nor PNG nor WebP".to_owned();
        return Err(MediaError::Encode { picture_type: picture.picture_type, detail });
    }
    wanted.as_lossless(image, picture_type, mark.as_ref())
}

impl Outgoing {
    fn fits(&self, width: u32, height: u32) -> bool {
        self.max_width.is_none_or(|max| width <= max)
            && self.max_height.is_none_or(|max| height <= max)
            && self.max_sides.is_none_or(|max| width.saturating_add(height) <= max)
    }

    fn holds(&self, file: &[u8]) -> bool {
        self.max_bytes.is_none_or(|max| file.len() as u64 <= max)
    }

    /// The picture upright, cut, small enough, with its visible mark.
    fn drawn(&self, pixels: &Pixels) -> Result<DynamicImage, MediaError> {
        let whole = pixels.to_rgba();
        let (width, height) = whole.dimensions();
        let mut image = if pixels.has_alpha() {
            DynamicImage::ImageRgba8(whole)
        } else {
            DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(whole).into_rgb8())
        };
        if let Some(cut) = self.cut {
            let (x, cut_width) = part(cut.x, cut.width, width);
            let (y, cut_height) = part(cut.y, cut.height, height);
            image = image.crop_imm(x, y, cut_width, cut_height);
        }
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let scale = [
            self.max_width.map(|max| f64::from(max) / width),
            self.max_height.map(|max| f64::from(max) / height),
            self.max_sides.map(|max| f64::from(max) / (width + height)),
        ]
        .into_iter()
        .flatten()
        .fold(1.0, f64::min);
        if scale < 1.0 {
            image = scaled(&image, scale)?;
        }
        Ok(if self.has_overlay { with_overlay(image) } else { image })
    }

    fn as_jpeg(&self, image: DynamicImage, profile: Option<&[u8]>, mark: Option<&Mark>) -> Result<Vec<u8>, MediaError> {
        let mut image = flattened(image);
        for quality in QUALITIES {
            let file = publishable(&jpeg(&image, quality, profile)?, mark)?;
            if self.holds(&file) {
                return Ok(file);
            }
        }
        for _ in 0..MOST_SHRINKS {
            image = scaled(&DynamicImage::ImageRgb8(image), SHRINK)?.into_rgb8();
            let file = publishable(&jpeg(&image, SHRINKING_QUALITY, profile)?, mark)?;
            if self.holds(&file) {
                return Ok(file);
            }
        }
        Err(too_large(PictureType::Jpeg))
    }

    fn as_lossless(
        &self,
        mut image: DynamicImage,
        picture_type: PictureType,
        mark: Option<&Mark>,
    ) -> Result<Vec<u8>, MediaError> {
        for _ in 0..MOST_SHRINKS {
            let mut file = std::io::Cursor::new(Vec::new());
            image
                .write_to(&mut file, picture_type.image_format())
                .map_err(|error| MediaError::Encode { picture_type, detail: error.to_string() })?;
            let file = publishable(&file.into_inner(), mark)?;
            if self.holds(&file) {
                return Ok(file);
            }
            image = scaled(&image, SHRINK)?;
        }
        Err(too_large(picture_type))
    }
}

fn too_large(picture_type: PictureType) -> MediaError {
    MediaError::Encode { picture_type, detail: "it can't be made small enough".to_owned() }
}

/// A share of a side in whole pixels: where it begins and how long it is, at least one and never over the edge.
fn part(from: f64, share: f64, side: u32) -> (u32, u32) {
    let side_f = f64::from(side);
    let start = ((from.clamp(0.0, 1.0) * side_f).round() as u32).min(side.saturating_sub(1));
    let length = ((share.clamp(0.0, 1.0) * side_f).round() as u32).clamp(1, side - start);
    (start, length)
}

fn scaled(image: &DynamicImage, scale: f64) -> Result<DynamicImage, MediaError> {
    let from = (image.width(), image.height());
    // Rounded down, so that a limit is kept.
    let side = |pixels: u32| ((f64::from(pixels) * scale).floor() as u32).max(1);
    let to = (side(from.0), side(from.1));
    let image = match image {
        DynamicImage::ImageRgba8(image) => {
            RgbaImage::from_raw(to.0, to.1, resize::<U8x4>(image.as_raw(), from, to)?).map(DynamicImage::ImageRgba8)
        }
        other => {
            let image = other.to_rgb8();
            RgbImage::from_raw(to.0, to.1, resize::<U8x3>(image.as_raw(), from, to)?).map(DynamicImage::ImageRgb8)
        }
    };
    image.ok_or_else(|| not_resized("the result has a wrong size"))
}

fn jpeg(image: &RgbImage, quality: u8, profile: Option<&[u8]>) -> Result<Vec<u8>, MediaError> {
    let failed = |detail: String| MediaError::Encode { picture_type: PictureType::Jpeg, detail };
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.to_vec()).map_err(|error| failed(error.to_string()))?;
    }
    encoder
        .write_image(image, image.width(), image.height(), image::ExtendedColorType::Rgb8)
        .map_err(|error| failed(error.to_string()))?;
    Ok(bytes)
}

/// "AI" in five by seven dots a letter.
const LETTERS: [[u8; 7]; 2] = [
    [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
    [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b11111],
];

/// Writes "AI" on a dark plate into the lower right corner, a twentieth of the shorter side high.
fn with_overlay(image: DynamicImage) -> DynamicImage {
    let mut image = flattened(image);
    let (width, height) = image.dimensions();
    let dot = (width.min(height) / 180).max(1);
    // Two letters, a dot between them and two around: fifteen by eleven dots.
    let (plate_width, plate_height) = (dot * 15, dot * 11);
    let margin = dot * 3;
    let left = width.saturating_sub(plate_width + margin);
    let top = height.saturating_sub(plate_height + margin);
    for y in top..(top + plate_height).min(height) {
        for x in left..(left + plate_width).min(width) {
            let (column, row) = ((x - left) / dot, (y - top) / dot);
            let lit = is_lit(column, row);
            let Rgb(under) = *image.get_pixel(x, y);
            // A quarter of the picture shines through the plate.
            image.put_pixel(x, y, if lit { Rgb([255; 3]) } else { Rgb(under.map(|value| value / 4)) });
        }
    }
    DynamicImage::ImageRgb8(image)
}

/// Whether a dot of the plate belongs to a letter.
fn is_lit(column: u32, row: u32) -> bool {
    let (Some(column), Some(row)) = (column.checked_sub(2), row.checked_sub(2)) else { return false };
    let letter = if column < 5 { LETTERS[0] } else { LETTERS[1] };
    let Some(column) = (if column < 5 { Some(column) } else { column.checked_sub(6) }) else { return false };
    let Some(dots) = usize::try_from(row).ok().and_then(|row| letter.get(row)) else { return false };
    column < 5 && dots & (0b10000 >> column) != 0
}
