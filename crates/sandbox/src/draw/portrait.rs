//! A person: shadow, hair behind, body, head, hair before, from back to front.

use super::canvas::Canvas;
use super::look::{Beard, Garment, Look};
use super::palette::Rgb;
use super::shot::Shot;
use super::{clothes, face, hair};

const WHITE: Rgb = Rgb(0xffffff);
const BLACK: Rgb = Rgb(0x000000);

/// Draws the person onto the backdrop.
pub(super) fn draw(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    let (x, y) = (canvas.width * shot.place.0, canvas.height * shot.place.1);
    // The body reaches 455 units down: it must reach the lower edge.
    let scale = shot.scale.max((canvas.height - y + 6.0) / 455.0);
    canvas.open(&format!("transform='translate({x:.1},{y:.1}) scale({scale:.3})'"));
    let shade_x = if shot.light_left { 14.0 } else { -14.0 };
    canvas.glow(BLACK, 0.2, (shade_x, 0.0), (190.0, 215.0));
    canvas.glow(BLACK, 0.24, (shade_x, 330.0), (310.0, 260.0));

    let head = format!("transform='rotate({:.2} 0 90)'", shot.tilt);
    let lean = -shot.tilt * 0.35;
    canvas.open(&head);
    hair::behind(canvas, look);
    canvas.close();

    let breadth = if look.masculine { 1.15 } else { 1.0 };
    canvas.open(&format!("transform='translate({:.1},0) scale({breadth},1)'", lean));
    body(canvas, look, shot);
    clothes::draw(canvas, look, shot.light_left);
    canvas.close();

    if hair::falls_forward(look.style) {
        canvas.open(&head);
        hair::over_shoulders(canvas, look);
        canvas.close();
    }

    canvas.open(&head);
    skull(canvas, look, shot);
    canvas.open(&format!("transform='translate({:.1},0) scale({:.3},1)'", shot.turn, look.width));
    face::draw(canvas, look, shot);
    canvas.close();
    if let (Some(color), false) = (look.earrings, hair::hides_ears(look.style)) {
        for side in [-1.0, 1.0] {
            let x = side * 74.0 * look.width;
            canvas.circle(color, 1.0, x, 30.0, 5.6);
            canvas.circle(WHITE, 0.5, x - 1.6, 28.0, 1.6);
        }
    }
    canvas.open(&format!("transform='translate({:.1},0) scale({:.3},1)'", shot.turn * 0.35, (look.width + 1.0) / 2.0));
    hair::before(canvas, look);
    hair::hat(canvas, look);
    canvas.close();
    canvas.close();
    canvas.close();
}

const NECK: &str = "M-33,50 L-34,118 C-40,140 -70,150 -110,160 L110,160 C70,150 40,140 34,118 L33,50Z";

fn body(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    let skin = look.skin;
    canvas.path(skin.base, "M-40,124 C-60,148 -130,152 -168,192 C-188,240 -196,330 -200,480 L200,480 C196,330 188,240 168,192 C130,152 60,148 40,124Z");
    // A man's neck is broader.
    let neck = if look.masculine { "transform='scale(1.16,1)'" } else { "" };
    canvas.open(neck);
    canvas.path(skin.base, NECK);
    canvas.open_clip(NECK);
    // The chin's shadow on the neck.
    canvas.glow(skin.shade, 0.95, (0.0, 78.0), (62.0, 46.0));
    let side = if shot.light_left { 34.0 } else { -34.0 };
    canvas.glow(skin.shade, 0.7, (side, 110.0), (30.0, 60.0));
    canvas.close();
    canvas.close();
    if !matches!(look.garment, Garment::Turtleneck | Garment::Hoodie) {
        canvas.line(skin.shade, 2.6, 0.5, "M-32,166 C-18,160 -9,163 -3,170 M32,166 C18,160 9,163 3,170");
        canvas.line(skin.shade, 2.2, 0.3, "M-26,112 C-22,136 -14,154 -6,162 M26,112 C22,136 14,154 6,162");
    }
}

fn head_path(look: &Look) -> String {
    let (side, chin, jaw) = (72.0 * look.width, look.chin, look.jaw);
    format!(
        "M{l:.1},-34 C{l2:.1},-100 {r2:.1},-100 {r:.1},-34 C{r:.1},26 {jaw:.1},{cheek:.1} 0,{chin:.1} C{jl:.1},{cheek:.1} {l:.1},26 {l:.1},-34Z",
        l = -side,
        l2 = -side - 2.0,
        r2 = side + 2.0,
        r = side,
        jl = -jaw,
        cheek = chin - 13.0,
    )
}

/// Ears, the shape of the head, its light and shade.
fn skull(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    let skin = look.skin;
    let ear = 72.0 * look.width;
    for side in [-1.0_f32, 1.0] {
        // The ear on the side that the head turns to goes out of sight.
        let reach = if side * shot.turn > 2.0 { 4.0 } else { 0.0 };
        let x = side * (ear - reach);
        canvas.ellipse(skin.base.mix(skin.shade, 0.75), 1.0, (x, 2.0), (11.0, 19.0));
        canvas.line(
            skin.shade.darker(0.25),
            1.6,
            0.5,
            &format!(
                "M{:.1},-8 C{:.1},-4 {:.1},4 {:.1},10",
                x + side * 3.0,
                x + side * 6.0,
                x + side * 5.0,
                x + side * 1.0
            ),
        );
    }
    let outline = head_path(look);
    canvas.path(skin.base, &outline);
    canvas.open_clip(&outline);
    let dark_side = if shot.light_left { 1.0 } else { -1.0 };
    canvas.glow(skin.shade, 0.62, (dark_side * 78.0, 16.0), (58.0, 120.0));
    canvas.glow(skin.light, 0.75, (-dark_side * 30.0, -48.0), (64.0, 50.0));
    canvas.glow(skin.light, 0.38, (shot.turn, 30.0), (20.0, 34.0));
    for side in [-1.0, 1.0] {
        let blush = if look.masculine { 0.16 } else { 0.34 };
        canvas.glow(skin.lips, blush, (side * 40.0 + shot.turn, 34.0), (30.0, 21.0));
    }
    canvas.glow(skin.shade, 0.45, (0.0, look.chin + 8.0), (56.0, 32.0));
    // Shade under the hair.
    canvas.glow(skin.shade, 0.5, (0.0, -92.0), (90.0, 34.0));
    beard(canvas, look, shot);
    canvas.close();
}

fn beard(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    let color = look.hair.base.mix(look.hair.deep, 0.3);
    let dx = shot.turn;
    match look.beard {
        Some(Beard::Full) => {
            canvas.open(&format!("transform='translate({dx:.1},0)'"));
            canvas.glaze(color, 0.92, "M-84,-10 C-72,30 -58,46 -40,45 C-26,34 26,34 40,45 C58,46 72,30 84,-10 L90,120 L-90,120Z");
            canvas.glaze(look.hair.light, 0.14, "M-60,52 C-50,78 -28,92 0,96 C-20,84 -40,70 -48,50Z");
            canvas.path(color, "M-31,45 C-18,30 -6,32 0,36 C6,32 18,30 31,45 C18,40 8,42 0,43 C-8,42 -18,40 -31,45Z");
            canvas.close();
        }
        Some(Beard::Stubble) => {
            canvas.open(&format!("transform='translate({dx:.1},0)'"));
            canvas.glow(color, 0.5, (0.0, 76.0), (74.0, 46.0));
            canvas.glow(color, 0.34, (0.0, 40.0), (34.0, 10.0));
            canvas.close();
        }
        Some(Beard::Moustache) => canvas.path(
            color,
            &format!("M{a:.1},47 C{b:.1},30 {c:.1},32 {dx:.1},36 C{d:.1},32 {e:.1},30 {f:.1},47 C{e:.1},41 {d:.1},43 {dx:.1},43 C{c:.1},43 {b:.1},41 {a:.1},47Z",
                a = dx - 32.0, b = dx - 18.0, c = dx - 6.0, d = dx + 6.0, e = dx + 18.0, f = dx + 32.0),
        ),
        None => {}
    }
}
