//! Decoded pixels and what is made of them: thumbnails of several sizes from one decode.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageEncoder, ImageError, ImageReader, RgbImage, RgbaImage};

use crate::error::MediaError;
use crate::limits::Limits;
use crate::picture_type::PictureType;
use crate::probe::decode_limited;

/// JPEG quality of thumbnails: no visible blocks at a fifth of the size of quality 95.
const THUMBNAIL_QUALITY: u8 = 82;

/// What shows through transparent pixels in a thumbnail: the middle grey, so that neither white nor black
/// drawings vanish.
const BACKDROP: u8 = 0x80;

/// A decoded picture: eight bits a channel, red, green, blue and perhaps alpha, still as stored; everything made of
/// it is turned upright, which is cheaper on the small result.
pub struct Pixels {
    image: DynamicImage,
    orientation: Orientation,
    /// Kept only if it describes red, green and blue, as the pixels here are.
    colour_profile: Option<Vec<u8>>,
}

/// A small JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// The file.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The box that a thumbnail has to fit into, in pixels. Its ratio is kept and it is never enlarged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FitBox {
    /// Greatest width.
    pub width: u32,
    /// Greatest height.
    pub height: u32,
}

impl FitBox {
    /// A box for a long edge of this many pixels.
    pub fn long_edge(pixels: u32) -> Self {
        Self { width: pixels, height: pixels }
    }

    /// The size that a picture of the given size gets.
    fn size_of(self, (width, height): (u32, u32)) -> (u32, u32) {
        let scale = (f64::from(self.width) / f64::from(width)).min(f64::from(self.height) / f64::from(height));
        if scale >= 1.0 {
            return (width, height);
        }
        let side = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).max(1);
        (side(width), side(height))
    }
}

/// Decodes and makes one thumbnail.
///
/// # Errors
/// Every refusal of [`MediaError`] that concerns content, and `Encode`.
pub fn thumbnail(bytes: &[u8], fit: FitBox, limits: &Limits) -> Result<Thumbnail, MediaError> {
    decode_limited(bytes, limits)?.thumbnail(fit)
}

/// Decodes once and makes a thumbnail for each long edge, in the order given.
///
/// # Errors
/// Every refusal of [`MediaError`] that concerns content, and `Encode`.
pub fn thumbnails(bytes: &[u8], long_edges_px: &[u32], limits: &Limits) -> Result<Vec<Thumbnail>, MediaError> {
    decode_limited(bytes, limits)?.thumbnails(long_edges_px)
}

impl Pixels {
    /// Decodes a file whose header was found within the limits.
    pub(crate) fn decode(
        bytes: &[u8],
        picture_type: PictureType,
        orientation: u8,
        limits: &Limits,
    ) -> Result<Self, MediaError> {
        let refused = |error| from_image(error, picture_type, limits);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), picture_type.image_format());
        let mut allowed = image::Limits::default();
        allowed.max_alloc = Some(limits.max_alloc_bytes);
        reader.limits(allowed);
        let mut decoder = reader.into_decoder().map_err(refused)?;
        let needed_bytes = decoder.total_bytes();
        if needed_bytes > limits.max_alloc_bytes {
            return Err(MediaError::TooMuchMemory { needed_bytes, max_alloc_bytes: limits.max_alloc_bytes });
        }
        let has_colour = decoder.color_type().has_color();
        // A profile that can't be read is no reason to refuse the picture.
        let colour_profile = decoder.icc_profile().ok().flatten().filter(|profile| has_colour && is_rgb(profile));
        let image = DynamicImage::from_decoder(decoder).map_err(refused)?;
        Ok(Self {
            image: eight_bits(image),
            orientation: Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms),
            colour_profile,
        })
    }

    /// Width and height in pixels, upright.
    pub fn size(&self) -> (u32, u32) {
        let (width, height) = (self.image.width(), self.image.height());
        if self.is_on_its_side() { (height, width) } else { (width, height) }
    }

    /// Whether there is an alpha channel.
    pub fn has_alpha(&self) -> bool {
        self.image.color().has_alpha()
    }

    /// The colour profile, where it describes red, green and blue.
    pub(crate) fn colour_profile(&self) -> Option<&[u8]> {
        self.colour_profile.as_deref()
    }

    /// The whole picture upright, eight bits a channel with alpha (opaque where the file has none).
    pub fn to_rgba(&self) -> RgbaImage {
        let mut image = self.image.clone();
        image.apply_orientation(self.orientation);
        image.into_rgba8()
    }

    /// Makes one thumbnail.
    ///
    /// # Errors
    /// `Encode`.
    pub fn thumbnail(&self, fit: FitBox) -> Result<Thumbnail, MediaError> {
        self.encode(self.resized(fit)?)
    }

    /// Makes a thumbnail for each long edge, in the order given.
    ///
    /// # Errors
    /// `Encode`.
    pub fn thumbnails(&self, long_edges_px: &[u32]) -> Result<Vec<Thumbnail>, MediaError> {
        long_edges_px.iter().map(|&pixels| self.thumbnail(FitBox::long_edge(pixels))).collect()
    }

    /// An upright grey copy (Rec. 601 luma) that fits the box, for the measures.
    pub(crate) fn grey(&self, fit: FitBox) -> Result<GrayImage, MediaError> {
        let mut small = self.resized(fit)?;
        small.apply_orientation(self.orientation);
        Ok(DynamicImage::ImageRgb8(flattened(small)).into_luma8())
    }

    /// A smaller copy, still as stored; the box is meant upright.
    fn resized(&self, fit: FitBox) -> Result<DynamicImage, MediaError> {
        let stored = (self.image.width(), self.image.height());
        let fit = if self.is_on_its_side() { FitBox { width: fit.height, height: fit.width } } else { fit };
        let (width, height) = fit.size_of(stored);
        if (width, height) == stored {
            return Ok(self.image.clone());
        }
        let source = self.image.as_bytes();
        let image = if self.has_alpha() {
            let bytes = resize::<U8x4>(source, stored, (width, height))?;
            RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8)
        } else {
            let bytes = resize::<U8x3>(source, stored, (width, height))?;
            RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8)
        };
        image.ok_or_else(|| not_resized("the result has a wrong size"))
    }

    fn encode(&self, mut small: DynamicImage) -> Result<Thumbnail, MediaError> {
        small.apply_orientation(self.orientation);
        let small = flattened(small);
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, THUMBNAIL_QUALITY);
        let failed = |detail: String| MediaError::Encode { picture_type: PictureType::Jpeg, detail };
        if let Some(profile) = &self.colour_profile {
            // Without its profile a wide-gamut picture looks dull; JPEG takes any profile that fits its segments.
            encoder.set_icc_profile(profile.clone()).map_err(|error| failed(error.to_string()))?;
        }
        encoder
            .write_image(&small, small.width(), small.height(), image::ExtendedColorType::Rgb8)
            .map_err(|error| failed(error.to_string()))?;
        Ok(Thumbnail { bytes, width: small.width(), height: small.height() })
    }

    fn is_on_its_side(&self) -> bool {
        matches!(
            self.orientation,
            Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
        )
    }
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (width, height) = self.size();
        write!(f, "Pixels({width} × {height}, alpha: {})", self.has_alpha())
    }
}

/// Resizes pixels of one kind; those with alpha are weighted by it, so that hidden colours do not bleed.
pub(crate) fn resize<P: PixelTrait>(source: &[u8], from: (u32, u32), to: (u32, u32)) -> Result<Vec<u8>, MediaError> {
    let source =
        ImageRef::new(from.0, from.1, source, P::pixel_type()).map_err(|error| not_resized(&error.to_string()))?;
    let mut small = Image::new(to.0, to.1, P::pixel_type());
    let (Some(source), Some(mut view)) = (source.typed_image::<P>(), small.typed_image_mut::<P>()) else {
        return Err(not_resized("the pixels are of another kind"));
    };
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize_typed(&source, &mut view, &options).map_err(|error| not_resized(&error.to_string()))?;
    Ok(small.into_vec())
}

pub(crate) fn not_resized(detail: &str) -> MediaError {
    MediaError::Encode { picture_type: PictureType::Jpeg, detail: detail.to_owned() }
}

fn eight_bits(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    }
}

/// Lays a picture with alpha on the backdrop.
pub(crate) fn flattened(image: DynamicImage) -> RgbImage {
    let DynamicImage::ImageRgba8(image) = image else {
        return image.into_rgb8();
    };
    let mut flat = RgbImage::new(image.width(), image.height());
    for (to, from) in flat.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let lay = |value: u8| {
            let mixed = u32::from(value) * u32::from(alpha) + u32::from(BACKDROP) * u32::from(255 - alpha);
            // At most 255, since both weights sum to 255.
            ((mixed + 127) / 255) as u8
        };
        to.0 = [lay(red), lay(green), lay(blue)];
    }
    flat
}

/// The colour space that an ICC profile describes stands at byte 16 (ICC.1:2022, 7.2.8).
fn is_rgb(profile: &[u8]) -> bool {
    profile.get(16..20) == Some(b"RGB ".as_slice())
}

fn from_image(error: ImageError, picture_type: PictureType, limits: &Limits) -> MediaError {
    match error {
        ImageError::Limits(_) => MediaError::TooMuchMemory {
            // The decoder does not say how much it wanted, only that it was more than it may have.
            needed_bytes: limits.max_alloc_bytes + 1,
            max_alloc_bytes: limits.max_alloc_bytes,
        },
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            MediaError::Truncated { picture_type }
        }
        error => MediaError::Damaged { picture_type, detail: error.to_string() },
    }
}
