//! Which part of a picture to keep where all of it does not fit: the one that holds most of what the eye goes to, skin
//! before all, then detail and colour. No face is recognised; the measure is that of the crate `smartcrop`.

use std::num::NonZeroU32;

use crate::error::MediaError;
use crate::limits::Limits;
use crate::outgoing::Cut;
use crate::probe::probe_and_decode;

/// The widest part of a picture whose width divided by its height lies in the range, where most is to be seen. The
/// whole, where it lies in the range already. A small copy of the picture will do.
///
/// # Errors
/// What reading a picture refuses.
pub fn framing(bytes: &[u8], min_ratio: f64, max_ratio: f64, limits: &Limits) -> Result<Cut, MediaError> {
    let (_, pixels) = probe_and_decode(bytes, None, limits)?;
    let image = pixels.to_rgba();
    let (width, height) = (f64::from(image.width()), f64::from(image.height()));
    let wanted = (width / height).clamp(min_ratio, max_ratio.max(min_ratio));
    let (kept_width, kept_height) = (width.min(height * wanted), height.min(width / wanted));
    let whole = Cut { x: 0.0, y: 0.0, width: kept_width / width, height: kept_height / height };
    if whole.width >= 1.0 && whole.height >= 1.0 {
        return Ok(whole);
    }
    let (Some(across), Some(down)) = (side(kept_width), side(kept_height)) else { return Ok(whole) };
    let Ok(best) = smartcrop::find_best_crop(&image, across, down) else { return Ok(whole) };
    Ok(Cut {
        x: (f64::from(best.crop.x) / width).clamp(0.0, 1.0 - whole.width),
        y: (f64::from(best.crop.y) / height).clamp(0.0, 1.0 - whole.height),
        ..whole
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a side of a picture that was decoded")]
fn side(length: f64) -> Option<NonZeroU32> {
    NonZeroU32::new(length.round() as u32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Cursor;

    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    /// A wall with a face on it: an oval of skin with eyes and a mouth.
    fn with_face_at(width: u32, height: u32, (x, y): (f64, f64)) -> Vec<u8> {
        let (centre_x, centre_y) = (f64::from(width) * x, f64::from(height) * y);
        let radius = f64::from(width.min(height)) * 0.14;
        let image = RgbImage::from_fn(width, height, |at_x, at_y| {
            let (dx, dy) = ((f64::from(at_x) - centre_x) / radius, (f64::from(at_y) - centre_y) / (radius * 1.25));
            let is_eye = (dx.abs() - 0.4).hypot(dy + 0.2) < 0.14;
            let is_mouth = dx.abs() < 0.4 && (dy - 0.5).abs() < 0.08;
            match dx.hypot(dy) {
                _ if is_eye => Rgb([40, 30, 30]),
                _ if is_mouth => Rgb([170, 70, 70]),
                distance if distance < 1.0 => Rgb([224, 172, 138]),
                _ => Rgb([120, 130, 140 + (at_y % 8) as u8]),
            }
        });
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_face_is_kept_wherever_it_is() {
        for (width, height, ratio) in [(400, 800, 1.0), (400, 800, 0.8), (800, 400, 1.0), (900, 400, 1.2)] {
            for share in [0.2, 0.5, 0.8] {
                let place = if width < height { (0.5, share) } else { (share, 0.5) };
                let cut = framing(&with_face_at(width, height, place), ratio, ratio, &Limits::default()).unwrap();
                let kept_ratio = cut.width * f64::from(width) / (cut.height * f64::from(height));
                assert!((kept_ratio - ratio).abs() < 0.01, "{cut:?}");
                let reach = 0.14 * f64::from(width.min(height));
                let (across, down) = (reach / f64::from(width), reach * 1.25 / f64::from(height));
                let is_kept = place.0 - across >= cut.x - 0.02
                    && place.0 + across <= cut.x + cut.width + 0.02
                    && place.1 - down >= cut.y - 0.02
                    && place.1 + down <= cut.y + cut.height + 0.02;
                assert!(is_kept, "{width}×{height} at {place:?}: {cut:?}");
            }
        }
    }

    #[test]
    fn a_picture_in_the_range_stays_whole() {
        let cut = framing(&with_face_at(400, 500, (0.5, 0.5)), 0.8, 1.91, &Limits::default()).unwrap();
        assert_eq!(cut, Cut { x: 0.0, y: 0.0, width: 1.0, height: 1.0 });
    }
}
