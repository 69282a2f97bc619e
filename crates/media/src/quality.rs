//! Simple measures of a reference picture: is it sharp, is it rightly exposed.

use image::GrayImage;
use serde::{Deserialize, Serialize};

use crate::error::MediaError;
use crate::pixels::{FitBox, Pixels};

/// Measures are taken on a copy of this long edge, so that pictures of different sizes compare.
const MEASURED_EDGE_PX: u32 = 512;

/// Luma at or below which a pixel counts as lost in shadow, and at or above which as burnt out.
const SHADOW_LUMA: u8 = 5;
const HIGHLIGHT_LUMA: u8 = 250;

/// What the measures say. All but sharpness run from 0 to 1, on gamma-coded luma as the screen shows it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Variance of the Laplacian of luma (0 to 255) at a long edge of 512 pixels; below about 100 a photograph is
    /// soft. The measure is LAP4/VOLA of J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a
    /// comparative study", ICPR 2000, volume 3, pages 314 to 317. It compares pictures of one kind; it is no absolute.
    pub sharpness: f64,
    /// Mean luma.
    pub brightness: f64,
    /// Standard deviation of luma.
    pub contrast: f64,
    /// Share of pixels without detail in the shadows.
    pub shadows_lost: f64,
    /// Share of pixels without detail in the highlights.
    pub highlights_lost: f64,
}

/// Measures a decoded picture.
///
/// # Errors
/// `Encode`, where the smaller copy could not be made.
pub fn quality(pixels: &Pixels) -> Result<Quality, MediaError> {
    let grey = pixels.grey(FitBox::long_edge(MEASURED_EDGE_PX))?;
    let luma = grey.as_raw();
    // Never empty: a picture has at least one pixel.
    let count = luma.len().max(1) as f64;
    let mean = luma.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let variance = luma.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
    let share = |hit: fn(u8) -> bool| luma.iter().filter(|&&value| hit(value)).count() as f64 / count;
    Ok(Quality {
        sharpness: laplacian_variance(&grey),
        brightness: mean / 255.0,
        contrast: variance.sqrt() / 255.0,
        shadows_lost: share(|value| value <= SHADOW_LUMA),
        highlights_lost: share(|value| value >= HIGHLIGHT_LUMA),
    })
}

/// Variance of the four-neighbour Laplacian over all inner pixels; 0 for pictures too small to have any.
fn laplacian_variance(grey: &GrayImage) -> f64 {
    let width = grey.width() as usize;
    let rows: Vec<&[u8]> = grey.as_raw().chunks_exact(width.max(1)).collect();
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for window in rows.windows(3) {
        let [above, middle, below] = window else {
            continue;
        };
        let neighbours = middle.windows(3).zip(above.iter().skip(1)).zip(below.iter().skip(1));
        for ((here, &above), &below) in neighbours {
            let &[left, centre, right] = here else {
                continue;
            };
            let value =
                f64::from(above) + f64::from(below) + f64::from(left) + f64::from(right) - 4.0 * f64::from(centre);
            sum += value;
            squares += value * value;
            count += 1.0;
        }
    }
    if count == 0.0 {
        return 0.0;
    }
    squares / count - (sum / count).powi(2)
}
