//! What the stand-in sees in a picture: its shape, its light, its main colour. No more than that, and it says no more.

use image::{GenericImageView, imageops::FilterType};

/// A look at a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) shape: &'static str,
    pub(super) light: &'static str,
    pub(super) colour: &'static str,
}

impl Look {
    /// `a bright upright picture in orange`.
    pub(super) fn words(&self) -> String {
        format!("a {} {} picture in {}", self.light, self.shape, self.colour)
    }
}

/// Looks at the bytes of a picture; `None` when they are none.
pub(super) fn look(bytes: &[u8]) -> Option<Look> {
    let picture = image::load_from_memory(bytes).ok()?;
    let (width, height) = picture.dimensions();
    let shape = match width.cmp(&height) {
        std::cmp::Ordering::Less => "upright",
        std::cmp::Ordering::Equal => "square",
        std::cmp::Ordering::Greater => "wide",
    };
    let one = picture.resize_exact(1, 1, FilterType::Triangle).to_rgb8();
    let [red, green, blue] = one.get_pixel(0, 0).0.map(f32::from);
    let brightness = 0.3 * red + 0.6 * green + 0.1 * blue;
    let light = if brightness < 85.0 {
        "dark"
    } else if brightness > 170.0 {
        "bright"
    } else {
        "soft"
    };
    Some(Look { shape, light, colour: colour(red, green, blue) })
}

fn colour(red: f32, green: f32, blue: f32) -> &'static str {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    if most - least < 24.0 {
        return "grey";
    }
    let sixth = match () {
        () if most == red => ((green - blue) / (most - least)).rem_euclid(6.0),
        () if most == green => (blue - red) / (most - least) + 2.0,
        () => (red - green) / (most - least) + 4.0,
    };
    ["red", "orange", "yellow", "green", "green", "teal", "teal", "blue", "blue", "violet", "pink", "red"]
        .get((sixth * 2.0) as usize)
        .copied()
        .unwrap_or("red")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_light_and_colour_are_seen() {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let picture = image::RgbImage::from_pixel(20, 30, image::Rgb([230, 140, 40]));
        assert!(picture.write_to(&mut bytes, image::ImageFormat::Png).is_ok());
        let seen = look(bytes.get_ref()).map(|look| look.words());
        assert_eq!(seen.as_deref(), Some("a soft upright picture in orange"));
        assert_eq!(look(b"no picture"), None);
        assert_eq!(colour(30.0, 60.0, 200.0), "blue");
    }
}
