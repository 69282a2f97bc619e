//! Pictures without a person: which still life or view the words ask for.

use super::backdrop::{shelves, sky};
use super::canvas::Canvas;
use super::dice::Dice;
use super::palette::{COLOR_WORDS, Rgb};
use super::words::Words;
use super::{still_life, views};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scene {
    Vases,
    Coffee,
    Sail,
    Peaks,
    Books,
    Arches,
    City,
    Stairs,
    Record,
    Plate,
}

const SCENES: &[(&str, Scene)] = &[
    ("coffee", Scene::Coffee),
    ("latte", Scene::Coffee),
    ("cappuccino", Scene::Coffee),
    ("espresso", Scene::Coffee),
    ("tea", Scene::Coffee),
    ("cup", Scene::Coffee),
    ("mug", Scene::Coffee),
    ("breakfast", Scene::Plate),
    ("pasta", Scene::Plate),
    ("food", Scene::Plate),
    ("plate", Scene::Plate),
    ("dinner", Scene::Plate),
    ("lunch", Scene::Plate),
    ("dish", Scene::Plate),
    ("meal", Scene::Plate),
    ("soup", Scene::Plate),
    ("boat", Scene::Sail),
    ("sail", Scene::Sail),
    ("sailboat", Scene::Sail),
    ("ship", Scene::Sail),
    ("sea", Scene::Sail),
    ("ocean", Scene::Sail),
    ("beach", Scene::Sail),
    ("harbour", Scene::Sail),
    ("harbor", Scene::Sail),
    ("lake", Scene::Sail),
    ("mountain", Scene::Peaks),
    ("mountains", Scene::Peaks),
    ("peak", Scene::Peaks),
    ("peaks", Scene::Peaks),
    ("hills", Scene::Peaks),
    ("landscape", Scene::Peaks),
    ("valley", Scene::Peaks),
    ("trail", Scene::Peaks),
    ("forest", Scene::Peaks),
    ("books", Scene::Books),
    ("book", Scene::Books),
    ("library", Scene::Books),
    ("bookshelf", Scene::Books),
    ("shelf", Scene::Books),
    ("reading", Scene::Books),
    ("skyline", Scene::City),
    ("city", Scene::City),
    ("night", Scene::City),
    ("buildings", Scene::City),
    ("street", Scene::City),
    ("stairs", Scene::Stairs),
    ("staircase", Scene::Stairs),
    ("steps", Scene::Stairs),
    ("arch", Scene::Arches),
    ("arches", Scene::Arches),
    ("architecture", Scene::Arches),
    ("facade", Scene::Arches),
    ("building", Scene::Arches),
    ("courtyard", Scene::Arches),
    ("record", Scene::Record),
    ("records", Scene::Record),
    ("vinyl", Scene::Record),
    ("turntable", Scene::Record),
    ("music", Scene::Record),
    ("jazz", Scene::Record),
    ("vase", Scene::Vases),
    ("vases", Scene::Vases),
    ("flowers", Scene::Vases),
    ("ceramics", Scene::Vases),
    ("pottery", Scene::Vases),
    ("plant", Scene::Vases),
    ("still life", Scene::Vases),
    ("table", Scene::Vases),
    ("bowl", Scene::Vases),
];

/// Draws the scene that the words name, or one of the seed's choice.
pub(super) fn draw(canvas: &mut Canvas, words: &Words, dice: &mut Dice) {
    let rolled = dice.pick(&[
        Scene::Vases,
        Scene::Coffee,
        Scene::Sail,
        Scene::Peaks,
        Scene::Books,
        Scene::Arches,
        Scene::Stairs,
    ]);
    let scene = words.first(SCENES).unwrap_or(rolled);
    let accent = words.first(COLOR_WORDS);
    match scene {
        Scene::Vases => still_life::vases(canvas, accent, dice),
        Scene::Coffee => still_life::coffee(canvas, accent, dice),
        Scene::Sail => views::sail(canvas, accent, dice),
        Scene::Peaks => views::mountains(canvas, dice),
        Scene::Books => {
            sky(canvas, &[(0.0, 0x3d3129), (1.0, 0x241c17)]);
            shelves(canvas, dice);
            let (w, h) = (canvas.width, canvas.height);
            canvas.glow(Rgb(0xffdca6), 0.42, (w * dice.range(0.15, 0.85), h * 0.12), (w * 0.7, h * 0.6));
        }
        Scene::Arches => views::arches(canvas, accent, dice),
        Scene::City => views::city(canvas, dice),
        Scene::Stairs => views::stairs(canvas, accent, dice),
        Scene::Record => still_life::record(canvas, accent, dice),
        Scene::Plate => still_life::plate(canvas, dice),
    }
}
