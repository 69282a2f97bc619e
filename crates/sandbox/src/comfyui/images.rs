//! Pictures on their way through a graph: drawn ones stay drawings as long as they can, so that an upscale stays sharp.

use std::path::Path;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{FilterQuality, Pixmap, PixmapPaint, Transform};

use crate::draw::{Drawing, draw};

/// The largest picture that is drawn or scaled, in pixels: 4 times 4096 by 4096. Beyond it a real GPU has no memory.
const PIXEL_LIMIT: u64 = 1 << 26;

/// One picture.
#[derive(Debug, Clone)]
pub(crate) enum Picture {
    Drawn { drawing: Arc<Drawing>, width: u32, height: u32 },
    Pixels(Arc<Pixmap>),
}

/// A picture could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImageError {
    #[error("Allocation on device: {width} by {height} pixels are too many.")]
    TooLarge { width: u32, height: u32 },
    #[error("cannot identify image file '{0}'")]
    Unreadable(String),
    #[error("the picture could not be encoded: {0}")]
    Encoding(#[from] image::ImageError),
}

impl Picture {
    pub(crate) fn size(&self) -> (u32, u32) {
        match self {
            Self::Drawn { width, height, .. } => (*width, *height),
            Self::Pixels(pixels) => (pixels.width(), pixels.height()),
        }
    }

    /// Its pixels.
    pub(crate) fn pixels(&self) -> Result<Arc<Pixmap>, ImageError> {
        match self {
            Self::Pixels(pixels) => Ok(pixels.clone()),
            Self::Drawn { drawing, width, height } => {
                check_size(*width, *height)?;
                let drawn = draw(drawing, *width, *height);
                Ok(Arc::new(drawn.ok_or(ImageError::TooLarge { width: *width, height: *height })?))
            }
        }
    }

    /// The same picture in another size. `crop` keeps its proportions and cuts what is over.
    pub(crate) fn scaled(&self, width: u32, height: u32, crop: bool) -> Result<Self, ImageError> {
        check_size(width, height)?;
        let (old_width, old_height) = self.size();
        let same_shape = (f64::from(width) * f64::from(old_height) - f64::from(height) * f64::from(old_width)).abs()
            <= f64::from(old_width.max(old_height)) * 2.0;
        if let (Self::Drawn { drawing, .. }, true) = (self, same_shape) {
            return Ok(Self::Drawn { drawing: drawing.clone(), width, height });
        }
        let pixels = self.pixels()?;
        let too_large = ImageError::TooLarge { width, height };
        let mut target = Pixmap::new(width, height).ok_or(too_large)?;
        let (mut scale_x, mut scale_y) = (width as f32 / old_width as f32, height as f32 / old_height as f32);
        if crop {
            let scale = scale_x.max(scale_y);
            (scale_x, scale_y) = (scale, scale);
        }
        let left = (width as f32 - old_width as f32 * scale_x) / 2.0;
        let top = (height as f32 - old_height as f32 * scale_y) / 2.0;
        let transform = Transform::from_row(scale_x, 0.0, 0.0, scale_y, left, top);
        let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        target.draw_pixmap(0, 0, pixels.as_ref().as_ref(), &paint, transform, None);
        Ok(Self::Pixels(Arc::new(target)))
    }

    /// This picture with another laid over it, `opacity` from 0 to 1. Both have this picture's size.
    pub(crate) fn under(&self, over: &Self, opacity: f32) -> Result<Self, ImageError> {
        let mut target = self.pixels()?.as_ref().clone();
        let (width, height) = self.size();
        let over = over.scaled(width, height, true)?.pixels()?;
        let paint = PixmapPaint { opacity, ..PixmapPaint::default() };
        target.draw_pixmap(0, 0, over.as_ref().as_ref(), &paint, Transform::identity(), None);
        Ok(Self::Pixels(Arc::new(target)))
    }
}

fn check_size(width: u32, height: u32) -> Result<(), ImageError> {
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > PIXEL_LIMIT {
        return Err(ImageError::TooLarge { width, height });
    }
    Ok(())
}

/// Reads a picture of a client. `name` is what the error calls it.
pub(crate) fn load(path: &Path) -> Result<Picture, ImageError> {
    let unreadable = || ImageError::Unreadable(path.display().to_string());
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(16_384);
    limits.max_image_height = Some(16_384);
    let mut reader =
        image::ImageReader::open(path).and_then(|reader| reader.with_guessed_format()).map_err(|_| unreadable())?;
    reader.limits(limits);
    let decoded = reader.decode().map_err(|_| unreadable())?.into_rgba8();
    let (width, height) = decoded.dimensions();
    check_size(width, height)?;
    let mut pixels = Pixmap::new(width, height).ok_or_else(unreadable)?;
    for (target, source) in pixels.data_mut().chunks_exact_mut(4).zip(decoded.as_raw().chunks_exact(4)) {
        let [red, green, blue, alpha] = *source else { continue };
        let faded = |part: u8| (u16::from(part) * u16::from(alpha) / 255) as u8;
        target.copy_from_slice(&[faded(red), faded(green), faded(blue), alpha]);
    }
    Ok(Picture::Pixels(Arc::new(pixels)))
}

/// One colour all over.
pub(crate) fn plain(width: u32, height: u32, color: [u8; 3]) -> Result<Picture, ImageError> {
    check_size(width, height)?;
    let mut pixels = Pixmap::new(width, height).ok_or(ImageError::TooLarge { width, height })?;
    let [red, green, blue] = color;
    pixels.fill(resvg::tiny_skia::Color::from_rgba8(red, green, blue, 255));
    Ok(Picture::Pixels(Arc::new(pixels)))
}

/// The pixels without their transparency, three bytes each.
pub(crate) fn rgb(pixels: &Pixmap) -> Vec<u8> {
    let mut rgb = Vec::with_capacity(pixels.data().len() / 4 * 3);
    for pixel in pixels.data().chunks_exact(4) {
        rgb.extend_from_slice(&pixel[..3]);
    }
    rgb
}

/// A small picture from which previews are made, its longer side this many pixels.
pub(crate) const PREVIEW_SIDE: u32 = 256;

/// A picture as it looks at a step of its making, `clearness` from 0 (noise) to 1 (done), as a JPEG.
///
/// The early steps are coarse blocks smoothed out under much noise, as latent previews are.
pub(crate) fn preview(small: &Pixmap, clearness: f32, seed: u64) -> Result<Vec<u8>, ImageError> {
    let (width, height) = (small.width(), small.height());
    let clearness = clearness.clamp(0.0, 1.0);
    // From an eighth of the preview's size up to all of it.
    let coarse = 1.0 / (1.0 + 11.0 * (1.0 - clearness).powi(2));
    let shrunk = |side: u32| ((side as f32 * coarse) as u32).clamp(4.min(side), side);
    let too_large = || ImageError::TooLarge { width, height };
    let soft = resized(small, shrunk(width), shrunk(height)).ok_or_else(too_large)?;
    let soft = resized(&soft, width, height).ok_or_else(too_large)?;
    let noise_share = (1.0 - clearness).powf(1.5) * 0.85;
    let mut state = seed | 1;
    let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
    for pixel in soft.data().chunks_exact(4) {
        // Xorshift: noise for the eye needs no better generator.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        for (part, shift) in pixel.iter().take(3).zip([0, 16, 32]) {
            let noise = ((state >> shift) & 0xff) as f32;
            rgb.push((f32::from(*part) * (1.0 - noise_share) + noise * noise_share) as u8);
        }
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 80).write_image(&rgb, width, height, ExtendedColorType::Rgb8)?;
    Ok(jpeg)
}

fn resized(pixels: &Pixmap, width: u32, height: u32) -> Option<Pixmap> {
    let mut target = Pixmap::new(width, height)?;
    let (scale_x, scale_y) = (width as f32 / pixels.width() as f32, height as f32 / pixels.height() as f32);
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    target.draw_pixmap(0, 0, pixels.as_ref(), &paint, Transform::from_scale(scale_x, scale_y), None);
    Some(target)
}

/// A picture scaled so that its longer side is `side` pixels.
pub(crate) fn small(picture: &Picture, side: u32) -> Result<Arc<Pixmap>, ImageError> {
    let (width, height) = picture.size();
    let scale = side as f32 / width.max(height).max(1) as f32;
    let scaled = |length: u32| ((length as f32 * scale) as u32).max(1);
    picture.scaled(scaled(width), scaled(height), false)?.pixels()
}
