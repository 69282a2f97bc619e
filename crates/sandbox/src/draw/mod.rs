//! Drawing a picture from a prompt: an illustrated portrait or still scene, varied by the words and the seed.
//!
//! The same drawing gives the same pixels, always. Who is shown follows from the words that say who it is (name, hair,
//! eyes, skin), so that a character keeps its face from seed to seed; the seed changes pose, framing and light.

mod backdrop;
mod canvas;
mod clothes;
mod dice;
mod face;
mod hair;
mod look;
mod palette;
mod portrait;
mod scene;
mod shot;
mod stamp;
mod still_life;
mod views;
mod words;

use resvg::tiny_skia::{FilterQuality, Pixmap, PixmapPaint, Transform};
use resvg::usvg::{Options, Tree};

use canvas::Canvas;
pub(crate) use dice::Dice;
use look::Look;
use palette::Rgb;
use shot::Shot;
use words::Words;

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

/// Longer side in pixels at which soft layers are drawn: what is out of focus loses nothing by being blown up.
const SOFT_SIDE: u32 = 320;

/// Draws at a size in pixels. Nothing when the size is 0 or too large to be held.
#[must_use]
pub fn draw(drawing: &Drawing, width: u32, height: u32) -> Option<Pixmap> {
    let mut pixels = Pixmap::new(width, height)?;
    let (words, unwanted) = (Words::read(&drawing.positive), Words::read(&drawing.negative));
    let sheet = || Canvas::new(width, height);
    let mut dice = Dice::new("place", drawing.seed ^ drawing.index.rotate_left(32));
    let mut light = (Rgb(0xfff1dd), 0.08);
    let monochrome = words.has(shot::MONOCHROME);
    if look::shows_person(&words, &drawing.model) {
        let mut canvas = sheet();
        let look = Look::read(&words, &unwanted, drawing);
        let shot = Shot::read(&words, &unwanted, drawing, canvas.width > canvas.height * 1.1);
        let place = backdrop::read(&words, &mut dice);
        backdrop::draw(&mut canvas, place, &mut dice);
        lay_soft(&mut pixels, canvas)?;
        let mut canvas = sheet();
        portrait::draw(&mut canvas, &look, &shot);
        lay(&mut pixels, canvas)?;
        light = backdrop::light(place);
    } else {
        let mut canvas = sheet();
        scene::draw(&mut canvas, &words, &mut dice);
        lay(&mut pixels, canvas)?;
    }
    if monochrome {
        grey(&mut pixels);
    } else {
        let mut canvas = sheet();
        finish(&mut canvas, &drawing.model, light.0, light.1);
        lay_soft(&mut pixels, canvas)?;
    }
    let mut canvas = sheet();
    stamp::draw(&mut canvas);
    lay(&mut pixels, canvas)?;
    Some(pixels)
}

/// Draws a sheet over the picture.
fn lay(pixels: &mut Pixmap, canvas: Canvas) -> Option<()> {
    let (width, height) = (pixels.width(), pixels.height());
    let svg = canvas.finish(width, height);
    let tree = match Tree::from_str(&svg, &Options::default()) {
        Ok(tree) => tree,
        Err(error) => {
            tracing::error!(%error, "the sandbox made a drawing that cannot be read");
            return None;
        }
    };
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    Some(())
}

/// Draws a sheet that has no sharp edge small, and blows it up over the picture.
fn lay_soft(pixels: &mut Pixmap, canvas: Canvas) -> Option<()> {
    let (width, height) = (pixels.width(), pixels.height());
    let shrink = (SOFT_SIDE as f32 / width.max(height) as f32).min(1.0);
    let small = |side: u32| ((side as f32 * shrink).round() as u32).max(1);
    let mut soft = Pixmap::new(small(width), small(height))?;
    lay(&mut soft, canvas)?;
    // Half a pixel more on each side, so that no edge of the small picture shows through.
    let scale = |large: u32, small: u32| (large as f32 + large as f32 / small as f32) / small as f32;
    let (across, down) = (scale(width, soft.width()), scale(height, soft.height()));
    let place = Transform::from_row(across, 0.0, 0.0, down, -across * 0.5, -down * 0.5);
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    pixels.draw_pixmap(0, 0, soft.as_ref(), &paint, place, None);
    Some(())
}

/// Takes the colour away, by the weights of Rec. 709.
fn grey(pixels: &mut Pixmap) {
    for pixel in pixels.data_mut().chunks_exact_mut(4) {
        let [red, green, blue, _] = *pixel else { continue };
        let weighed = (u32::from(red) * 54 + u32::from(green) * 183 + u32::from(blue) * 19) >> 8;
        pixel[..3].fill(weighed as u8);
    }
}

/// Light and the dark of the corners over everything, in the hand of the checkpoint and its LoRAs.
fn finish(canvas: &mut Canvas, model: &Model, light: Rgb, strength: f32) {
    let mut hand = Dice::new(&model.checkpoint, 0);
    let warmth = hand.pick(&[Rgb(0xffb36b), Rgb(0x8fb4ff), Rgb(0xff9aa8), Rgb(0xa9e0c0)]);
    let black = Rgb(0x000000);
    let tint = canvas.fall(&[(0.0, light, strength), (0.55, light, strength * 0.3), (1.0, black, 0.18)]);
    canvas.fill_all(&tint);
    let hand_strength = hand.range(0.02, 0.06);
    let tone = canvas.across(&[(0.0, warmth, hand_strength), (1.0, warmth, hand_strength * 0.3)]);
    canvas.fill_all(&tone);
    for lora in &model.loras {
        let mut own = Dice::new(&lora.name, 0);
        let color = own.pick(&[Rgb(0xffb45c), Rgb(0xffe2b0), Rgb(0x6fc0c0), Rgb(0xd98ab0), Rgb(0x9ab07a)]);
        let share = (lora.strength.abs().min(1.5) as f32) * 0.16;
        let (x, y) = (own.range(0.1, 0.9), own.range(0.0, 0.4));
        let glow = canvas.outward(x, y, 0.9, &[(0.0, color, share), (1.0, color, 0.0)]);
        canvas.fill_all(&glow);
    }
    let corners = canvas.outward(0.5, 0.45, 0.78, &[(0.6, black, 0.0), (1.0, black, 0.28)]);
    canvas.fill_all(&corners);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn drawing(text: &str, seed: u64) -> Drawing {
        Drawing { positive: text.into(), seed, ..Drawing::default() }
    }

    #[test]
    fn the_same_drawing_gives_the_same_pixels_and_another_seed_gives_others() {
        let pixels = |seed| draw(&drawing("portrait of Mira Solano", seed), 96, 120).unwrap();
        assert_eq!(pixels(1).data(), pixels(1).data());
        assert_ne!(pixels(1).data(), pixels(2).data());
    }

    #[test]
    fn a_person_keeps_the_face_from_seed_to_seed() {
        let look = |text: &str, seed| {
            let (words, none) = (Words::read(text), Words::read(""));
            Look::read(&words, &none, &drawing(text, seed))
        };
        let face = |look: Look| {
            (look.width, look.chin, look.jaw, look.eye_gap, look.skin.base, look.eyes, look.hair.base, look.style)
        };
        let described = "woman with copper hair and green eyes";
        let elsewhere = format!("{described}, braids, hoodie, in an Italian kitchen, olive jacket");
        let (here, there) = (look(described, 1), look(&elsewhere, 5));
        assert_eq!((here.width, here.skin, here.eye_gap), (there.width, there.skin, there.eye_gap));
        for text in ["Mira Solano, 27, on a beach", described] {
            assert_eq!(face(look(text, 1)), face(look(text, 99)), "{text}");
        }
        assert_ne!(face(look("Mira Solano", 1)), face(look("Juno Hale", 1)));
        assert_ne!(face(look("portrait of a woman", 1)), face(look("portrait of a woman", 2)));
    }

    #[test]
    fn what_the_words_say_is_worn() {
        let text = "portrait of a man, short curly black hair, green eyes, full beard, round glasses, navy turtleneck";
        let words = Words::read(text);
        let look = Look::read(&words, &Words::read(""), &drawing(text, 3));
        assert!(look.masculine);
        assert_eq!(look.style, look::HairStyle::ShortCurls);
        assert_eq!(look.beard, Some(look::Beard::Full));
        assert_eq!(look.glasses, Some(look::Glasses::Round));
        assert_eq!((look.garment, look.cloth), (look::Garment::Turtleneck, Rgb(0x22405e)));
        let without = Look::read(&words, &Words::read("glasses, beard"), &drawing(text, 3));
        assert_eq!((without.glasses, without.beard), (None, None));
    }

    #[test]
    fn any_words_and_any_size_are_drawn() {
        for text in [
            "",
            "🙂 ñandú \u{202e} <svg> & ' \"",
            "a red chair",
            "portrait, black and white",
            "1girl, (masterpiece:1.2)",
        ] {
            for (width, height) in [(64, 64), (1, 300), (300, 1), (90, 160), (160, 90)] {
                assert!(draw(&drawing(text, 7), width, height).is_some(), "{text} at {width}x{height}");
            }
        }
        assert!(draw(&drawing("x", 1), 0, 10).is_none());
    }
}
