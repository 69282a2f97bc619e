//! What is behind a person: a studio wall, or a place out of focus.

use super::canvas::Canvas;
use super::dice::Dice;
use super::palette::{COLOR_WORDS, Rgb};
use super::words::Words;

/// A place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// A wall of one colour, lit in its middle.
    Studio(Rgb),
    Window,
    Sunset,
    Sea,
    Mountains,
    CityNight,
    Street,
    Cafe,
    Forest,
    Kitchen,
    Library,
    Snow,
    Desert,
}

const PLACES: &[(&str, Place)] = &[
    ("city at night", Place::CityNight),
    ("night city", Place::CityNight),
    ("neon", Place::CityNight),
    ("nightlife", Place::CityNight),
    ("city lights", Place::CityNight),
    ("nightclub", Place::CityNight),
    ("at night", Place::CityNight),
    ("night", Place::CityNight),
    ("concert", Place::CityNight),
    ("bar", Place::CityNight),
    ("sunset", Place::Sunset),
    ("sunrise", Place::Sunset),
    ("golden hour", Place::Sunset),
    ("dusk", Place::Sunset),
    ("beach", Place::Sea),
    ("sea", Place::Sea),
    ("ocean", Place::Sea),
    ("lake", Place::Sea),
    ("harbour", Place::Sea),
    ("harbor", Place::Sea),
    ("boat", Place::Sea),
    ("sailing", Place::Sea),
    ("coast", Place::Sea),
    ("pool", Place::Sea),
    ("snow", Place::Snow),
    ("snowy", Place::Snow),
    ("winter", Place::Snow),
    ("mountain", Place::Mountains),
    ("mountains", Place::Mountains),
    ("hiking", Place::Mountains),
    ("alps", Place::Mountains),
    ("hills", Place::Mountains),
    ("highlands", Place::Mountains),
    ("desert", Place::Desert),
    ("dunes", Place::Desert),
    ("forest", Place::Forest),
    ("woods", Place::Forest),
    ("garden", Place::Forest),
    ("park", Place::Forest),
    ("jungle", Place::Forest),
    ("trees", Place::Forest),
    ("meadow", Place::Forest),
    ("kitchen", Place::Kitchen),
    ("cooking", Place::Kitchen),
    ("cafe", Place::Cafe),
    ("café", Place::Cafe),
    ("coffee shop", Place::Cafe),
    ("restaurant", Place::Cafe),
    ("coffee", Place::Cafe),
    ("bakery", Place::Cafe),
    ("library", Place::Library),
    ("bookshop", Place::Library),
    ("bookstore", Place::Library),
    ("bookshelf", Place::Library),
    ("books", Place::Library),
    ("study", Place::Library),
    ("street", Place::Street),
    ("city", Place::Street),
    ("urban", Place::Street),
    ("market", Place::Street),
    ("rooftop", Place::Street),
    ("town", Place::Street),
    ("window", Place::Window),
    ("bedroom", Place::Window),
    ("living room", Place::Window),
    ("apartment", Place::Window),
    ("office", Place::Window),
    ("home", Place::Window),
    ("loft", Place::Window),
    ("room", Place::Window),
    ("atelier", Place::Window),
    ("workshop", Place::Window),
    ("indoors", Place::Window),
];

/// Walls of a studio.
const OCHRE: Rgb = Rgb(0xe0ae55);
const TEAL: Rgb = Rgb(0x5a9d97);
const RED: Rgb = Rgb(0xc8503f);
const SAND: Rgb = Rgb(0xc9b8a6);
const GREY: Rgb = Rgb(0x9aa7ad);
const SAGE: Rgb = Rgb(0xb2bcae);
const BLUE: Rgb = Rgb(0x6f8fb3);
const ROSE: Rgb = Rgb(0xd3a196);

/// The place that the words name, or a studio wall of the seed's choice.
pub(super) fn read(words: &Words, dice: &mut Dice) -> Place {
    let rolled = dice.pick(&[OCHRE, TEAL, RED, SAND, SAND, GREY, SAGE, BLUE, ROSE]);
    let elsewhere = dice.chance(0.3);
    let walls: &[&str] = &["background", "backdrop", "wall", "studio", "seamless"];
    if let Some(color) = words.before(walls, COLOR_WORDS) {
        // A wall is never pure black or white: light falls on it.
        return Place::Studio(color.mix(Rgb(0xb8a894), 0.15));
    }
    if let Some(place) = words.first(PLACES) {
        return place;
    }
    if !words.has(walls) && elsewhere { Place::Window } else { Place::Studio(rolled) }
}

/// Draws it over the whole sheet.
pub(super) fn draw(canvas: &mut Canvas, place: Place, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    match place {
        Place::Studio(color) => {
            let x = dice.range(0.3, 0.65);
            let wall = canvas.outward(
                x,
                0.3,
                1.0,
                &[(0.0, color.lighter(0.12), 1.0), (0.45, color, 1.0), (1.0, color.darker(0.52), 1.0)],
            );
            canvas.fill_all(&wall);
        }
        Place::Window => window(canvas, dice),
        Place::Sunset => {
            sky(canvas, &[(0.0, 0x3c4a74), (0.35, 0xb76a74), (0.6, 0xf0a46a), (1.0, 0xf7d08f)]);
            canvas.open_blur(5.0);
            let sun = if dice.chance(0.5) { dice.range(0.12, 0.3) } else { dice.range(0.7, 0.86) };
            canvas.glow(Rgb(0xfff0c4), 0.9, (w * sun, h * 0.55), (150.0, 150.0));
            canvas.circle(Rgb(0xfff0c4), 1.0, w * sun, h * 0.55, 50.0);
            ridge(canvas, Rgb(0x7c4a5c), h * 0.655, 24.0, dice);
            ridge(canvas, Rgb(0x4c3148), h * 0.75, 18.0, dice);
            canvas.close();
        }
        Place::Sea => sea(canvas, dice),
        Place::Mountains => {
            sky(canvas, &[(0.0, 0x6f95b5), (0.5, 0xcfdbe0), (0.75, 0xf0d9bd), (1.0, 0xd6a98f)]);
            canvas.open_blur(4.0);
            peaks(canvas, Rgb(0x8297ab), h * 0.5, 130.0, dice);
            peaks(canvas, Rgb(0x56708a), h * 0.62, 100.0, dice);
            ridge(canvas, Rgb(0x3c5a4c), h * 0.78, 26.0, dice);
            canvas.close();
        }
        Place::Snow => {
            sky(canvas, &[(0.0, 0x9db4c8), (0.6, 0xdfe6ea), (1.0, 0xf2f4f4)]);
            canvas.open_blur(5.0);
            peaks(canvas, Rgb(0xb4c3d1), h * 0.52, 90.0, dice);
            ridge(canvas, Rgb(0xe9eef2), h * 0.72, 22.0, dice);
            canvas.close();
            for _ in 0..46 {
                canvas.circle(Rgb(0xffffff), 0.75, dice.range(0.0, w), dice.range(0.0, h), dice.range(1.2, 4.2));
            }
        }
        Place::Desert => {
            sky(canvas, &[(0.0, 0x6fa3bd), (0.55, 0xf2ddb6), (1.0, 0xe6b98a)]);
            canvas.open_blur(4.0);
            ridge(canvas, Rgb(0xd9a56b), h * 0.6, 34.0, dice);
            ridge(canvas, Rgb(0xc4854c), h * 0.72, 30.0, dice);
            ridge(canvas, Rgb(0x9e6238), h * 0.86, 24.0, dice);
            canvas.close();
        }
        Place::CityNight => {
            sky(canvas, &[(0.0, 0x0d1630), (0.6, 0x2a2d55), (1.0, 0x4b3560)]);
            canvas.open_blur(2.0);
            for _ in 0..(w * h / 8200.0) as usize {
                let color = dice.pick(&[Rgb(0xffd27d), Rgb(0xff8c69), Rgb(0x6fc3ff), Rgb(0xff6fae), Rgb(0x8ef0d0)]);
                let (x, y, radius) = (dice.range(0.0, w), dice.range(h * 0.22, h), dice.range(7.0, 23.0));
                let opacity = dice.range(0.3, 0.8);
                canvas.circle(color, opacity * 0.65, x, y, radius);
                canvas.add(format!("<circle cx='{x:.1}' cy='{y:.1}' r='{radius:.1}' fill='none' stroke='{color}' stroke-width='1.6' opacity='{:.2}'/>", opacity * 0.8));
            }
            canvas.close();
        }
        Place::Street => street(canvas, dice),
        Place::Cafe => cafe(canvas, dice),
        Place::Forest => forest(canvas, dice),
        Place::Kitchen => kitchen(canvas, dice),
        Place::Library => library(canvas, dice),
    }
}

/// The colour of the light that a place throws on what is before it, and its strength.
pub(super) fn light(place: Place) -> (Rgb, f32) {
    match place {
        Place::Studio(color) => (color.lighter(0.6), 0.18),
        Place::Window | Place::Library => (Rgb(0xfff6e8), 0.16),
        Place::Sunset | Place::Desert => (Rgb(0xff9d5c), 0.34),
        Place::Sea => (Rgb(0xbff0ff), 0.2),
        Place::Mountains | Place::Street => (Rgb(0xffe3c8), 0.18),
        Place::Snow => (Rgb(0xdcecff), 0.24),
        Place::CityNight => (Rgb(0x6a7cff), 0.32),
        Place::Cafe | Place::Kitchen => (Rgb(0xffcb8a), 0.2),
        Place::Forest => (Rgb(0xe2ffb0), 0.16),
    }
}

pub(super) fn sky(canvas: &mut Canvas, stops: &[(f32, u32)]) {
    let stops: Vec<(f32, Rgb, f32)> = stops.iter().map(|(place, color)| (*place, Rgb(*color), 1.0)).collect();
    let fill = canvas.fall(&stops);
    canvas.fill_all(&fill);
}

/// Soft hills from side to side, filled down to the lower edge.
pub(super) fn ridge(canvas: &mut Canvas, color: Rgb, y: f32, swing: f32, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let mut d = format!("M-20,{:.1}", y + dice.range(-swing, swing));
    let parts = 4;
    for part in 1..=parts {
        let x = -20.0 + (w + 40.0) * part as f32 / parts as f32;
        let before = x - (w + 40.0) / parts as f32 / 2.0;
        d.push_str(&format!(
            " S{before:.1},{:.1} {x:.1},{:.1}",
            y + dice.range(-swing, swing),
            y + dice.range(-swing, swing) * 0.6
        ));
    }
    d.push_str(&format!(" V{:.1} H-20Z", h + 20.0));
    canvas.path(color, &d);
}

/// A chain of peaks, filled down to the lower edge.
pub(super) fn peaks(canvas: &mut Canvas, color: Rgb, y: f32, rise: f32, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let mut d = format!("M-30,{y:.1}");
    let mut x = -30.0;
    while x < w + 30.0 {
        let step = dice.range(70.0, 120.0);
        d.push_str(&format!(
            " L{:.1},{:.1} L{:.1},{:.1}",
            x + step * 0.5,
            y - dice.range(rise * 0.4, rise),
            x + step,
            y - dice.range(0.0, rise * 0.25)
        ));
        x += step;
    }
    d.push_str(&format!(" V{:.1} H-30Z", h + 20.0));
    canvas.path(color, &d);
}

fn window(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0xe9e5de), (1.0, 0xb9b2a6)]);
    canvas.open_blur(5.5);
    let left = dice.chance(0.5);
    let x = if left { w * 0.05 } else { w * 0.95 - 170.0 };
    let plant = if left { w - 190.0 } else { 0.0 };
    canvas.glow(Rgb(0xffffff), 0.7, (x + 85.0, h * 0.3), (240.0, 280.0));
    canvas.rect(Rgb(0xfbfdff), 1.0, (x, h * 0.05), (170.0, h * 0.5), 0.0);
    canvas.rect(Rgb(0xbfd3dd), 0.55, (x, h * 0.05), (170.0, h * 0.5), 0.0);
    canvas.rect(Rgb(0xf6f3ee), 1.0, (x + 82.0, h * 0.05), (7.0, h * 0.5), 0.0);
    canvas.rect(Rgb(0xf6f3ee), 1.0, (x, h * 0.28), (170.0, 7.0), 0.0);
    let floor = h * 0.815;
    canvas.rect(Rgb(0x8a7663), 1.0, (-10.0, floor), (w + 20.0, h), 0.0);
    canvas.open(&format!("transform='translate({plant:.1},{:.1})'", floor - 490.0));
    canvas.path(Rgb(0x6d8b63), "M60,420 C20,330 40,260 70,230 C100,270 120,340 90,420Z");
    canvas.path(Rgb(0x7f9f70), "M90,420 C110,340 150,300 170,300 C170,350 140,400 100,425Z");
    canvas.path(Rgb(0x5c7a55), "M70,420 C40,380 10,360 0,366 C10,400 36,420 70,426Z");
    canvas.rect(Rgb(0xb5643f), 1.0, (58.0, 415.0), (60.0, 80.0), 6.0);
    canvas.close();
    canvas.close();
}

fn sea(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0x9fd0e6), (0.45, 0xdff0f2), (0.46, 0x4f9bb5), (1.0, 0x1f5f7e)]);
    canvas.open_blur(3.0);
    let x = dice.range(-0.1, 0.7) * w;
    let line = h * 0.46;
    canvas.path(
        Rgb(0x5d7f88),
        &format!(
            "M{:.1},{line:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{line:.1}Z",
            x,
            x + 70.0,
            line - 36.0,
            x + 130.0,
            line - 14.0,
            x + 190.0
        ),
    );
    for row in 0..((h * 0.54 / 22.0) as usize) {
        let y = line + 14.0 + row as f32 * 22.0;
        for _ in 0..(w / 300.0).ceil() as usize {
            let opacity = dice.range(0.15, 0.5);
            canvas.rect(
                Rgb(0xe9fbff),
                opacity,
                (dice.range(-60.0, w), y),
                (dice.range(60.0, 200.0), dice.range(3.5, 7.0)),
                3.0,
            );
        }
    }
    for _ in 0..3 {
        let (x, y) = (dice.range(0.0, w), dice.range(h * 0.06, h * 0.28));
        canvas.ellipse(Rgb(0xffffff), 0.6, (x, y), (dice.range(50.0, 90.0), 12.0));
        canvas.ellipse(Rgb(0xffffff), 0.6, (x + 24.0, y - 9.0), (dice.range(24.0, 44.0), 14.0));
    }
    canvas.close();
}

fn street(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0xbcd3de), (0.6, 0xf1e6d6), (1.0, 0xcdbfae)]);
    canvas.open_blur(5.0);
    let mut x = -40.0;
    while x < w {
        let width = dice.range(90.0, 150.0);
        let top = dice.range(h * 0.02, h * 0.2);
        let color = dice.pick(&[Rgb(0xc98a6b), Rgb(0xd9bb94), Rgb(0xa9b4b3), Rgb(0xb8776a), Rgb(0xcdb9a0)]);
        canvas.rect(color, 1.0, (x, top), (width, h), 0.0);
        let mut y = top + 34.0;
        while y < h * 0.66 {
            for column in [0.2, 0.6] {
                canvas.rect(color.darker(0.5), 0.75, (x + width * column, y), (width * 0.2, 44.0), 2.0);
            }
            y += 84.0;
        }
        canvas.rect(
            dice.pick(&[Rgb(0xb5533c), Rgb(0x3f6a6b), Rgb(0xe6dccb)]),
            0.9,
            (x + 8.0, h * 0.68),
            (width - 16.0, 26.0),
            3.0,
        );
        x += width;
    }
    canvas.rect(Rgb(0x8d857b), 1.0, (-10.0, h * 0.86), (w + 20.0, h), 0.0);
    canvas.close();
    canvas.glow(Rgb(0xfff1d8), 0.5, (w * dice.range(0.2, 0.8), h * 0.1), (320.0, 260.0));
}

fn cafe(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0x4b3a2e), (1.0, 0x2c2119)]);
    canvas.open_blur(5.5);
    let x = if dice.chance(0.5) { -20.0 } else { w - 210.0 };
    canvas.rect(Rgb(0xe8c993), 0.9, (x, h * 0.066), (230.0, h * 0.43), 0.0);
    canvas.rect(Rgb(0x4b3a2e), 1.0, (x + 110.0, h * 0.066), (10.0, h * 0.43), 0.0);
    canvas.rect(Rgb(0x4b3a2e), 1.0, (x, h * 0.266), (230.0, 8.0), 0.0);
    canvas.rect(Rgb(0x6b4a32), 1.0, (-10.0, h * 0.72), (w + 20.0, h), 0.0);
    canvas.rect(Rgb(0x8a6243), 1.0, (-10.0, h * 0.72), (w + 20.0, 12.0), 0.0);
    canvas.close();
    canvas.open_blur(2.0);
    for _ in 0..(w * h / 20_000.0) as usize {
        let color = dice.pick(&[Rgb(0xd98b4a), Rgb(0xf2b76b), Rgb(0xffd79a)]);
        canvas.circle(color, 0.55, dice.range(0.0, w), dice.range(h * 0.12, h * 0.56), dice.range(10.0, 30.0));
    }
    canvas.close();
}

fn forest(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0xdbe8b8), (0.5, 0x8fae78), (1.0, 0x4a6548)]);
    canvas.open_blur(6.0);
    let mut x = -10.0;
    while x < w {
        let color = dice.pick(&[Rgb(0x39523c), Rgb(0x6a8a5f), Rgb(0x4d6b4b)]);
        let width = dice.range(15.0, 36.0);
        canvas.rect(color, dice.range(0.55, 0.9), (x, -20.0), (width, h + 40.0), 0.0);
        x += dice.range(40.0, 70.0);
    }
    for _ in 0..(w * h / 17_000.0) as usize {
        let color = dice.pick(&[Rgb(0xe8efc4), Rgb(0x9dbd7c), Rgb(0xb9d08f)]);
        canvas.circle(color, 0.5, dice.range(0.0, w), dice.range(0.0, h * 0.55), dice.range(24.0, 60.0));
    }
    ridge(canvas, Rgb(0x3f5a3e), h * 0.86, 16.0, dice);
    canvas.close();
}

fn kitchen(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0x3f4a47), (1.0, 0x252c2a)]);
    canvas.open_blur(5.0);
    for row in 0..(h * 0.75 / 44.0) as usize {
        let mut x = if row % 2 == 0 { -30.0 } else { -66.0 };
        while x < w {
            let color = dice.pick(&[Rgb(0x52605b), Rgb(0x5b6a64), Rgb(0x4a5753)]);
            canvas.rect(color, 1.0, (x, 20.0 + row as f32 * 44.0), (66.0, 38.0), 3.0);
            x += 72.0;
        }
    }
    let shelf = h * 0.45;
    canvas.rect(Rgb(0x8d6a45), 1.0, (-10.0, shelf), (w + 20.0, 14.0), 0.0);
    let mut x = 30.0;
    while x < w {
        let color = dice.pick(&[Rgb(0xc98b4d), Rgb(0xd8c7a4), Rgb(0xb5603f), Rgb(0x8ea38c)]);
        let height = dice.range(46.0, 74.0);
        canvas.rect(color, 1.0, (x, shelf - height), (dice.range(38.0, 48.0), height), 8.0);
        x += dice.range(66.0, 84.0);
    }
    canvas.rect(Rgb(0xcaa77b), 1.0, (-10.0, h * 0.77), (w + 20.0, h), 0.0);
    canvas.close();
    canvas.glow(Rgb(0xffdca6), 0.45, (w * dice.range(0.15, 0.85), 0.0), (260.0, 240.0));
}

fn library(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0x3d3129), (1.0, 0x241c17)]);
    canvas.open_blur(4.0);
    shelves(canvas, dice);
    canvas.close();
    canvas.glow(Rgb(0xffdca6), 0.5, (w * dice.range(0.1, 0.9), h * 0.08), (280.0, 240.0));
}

/// Shelves full of books over the whole sheet.
pub(super) fn shelves(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let mut y = 140.0;
    while y < h + 140.0 {
        canvas.rect(Rgb(0x6d4e36), 1.0, (0.0, y), (w, 14.0), 0.0);
        let mut x = 4.0;
        while x < w {
            let color = dice.pick(&[
                Rgb(0xb5533c),
                Rgb(0x8c5a6b),
                Rgb(0x7c8b56),
                Rgb(0x4f7a74),
                Rgb(0x3f5a86),
                Rgb(0xd8b06a),
                Rgb(0xe6dccb),
            ]);
            let (width, height) = (dice.range(20.0, 34.0), dice.range(82.0, 124.0));
            canvas.rect(color, 1.0, (x, y - height), (width, height), 2.0);
            canvas.rect(color.lighter(0.4), 0.35, (x + 3.0, y - height), (3.0, height), 0.0);
            if dice.chance(0.5) {
                canvas.rect(color.lighter(0.55), 0.6, (x + 5.0, y - height * 0.8), (width - 10.0, 5.0), 0.0);
            }
            x += width + dice.range(0.5, 4.0);
        }
        y += 150.0;
    }
}
