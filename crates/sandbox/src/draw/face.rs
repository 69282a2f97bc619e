//! The face: brows, eyes, nose, mouth, and what lies on them.

use super::canvas::Canvas;
use super::look::{Beard, Glasses, Look};
use super::palette::Rgb;
use super::shot::{EyesState, Mouth, Shot};

const INK: Rgb = Rgb(0x241610);
const WHITE: Rgb = Rgb(0xffffff);
const BLACK: Rgb = Rgb(0x000000);

/// Draws the face in its own units, its middle at 0.
pub(super) fn draw(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    if look.freckles {
        for (x, y) in [
            (44.0, 18.0),
            (36.0, 24.0),
            (28.0, 18.0),
            (40.0, 30.0),
            (50.0, 25.0),
            (20.0, 25.0),
            (6.0, 17.0),
            (31.0, 30.0),
        ] {
            canvas.circle(look.skin.shade, 0.62, x, y, 1.6);
            canvas.circle(look.skin.shade, 0.62, -x + 1.0, y - 1.5, 1.6);
        }
    }
    if let Some((x, y)) = look.mark {
        canvas.circle(look.skin.shade.darker(0.5), 0.85, x, y, 2.0);
    }
    age(canvas, look);
    brows(canvas, look, shot);
    for side in [-1.0, 1.0] {
        eye(canvas, look, shot, side);
    }
    nose(canvas, look, shot);
    mouth(canvas, look, shot);
    glasses(canvas, look);
}

fn age(canvas: &mut Canvas, look: &Look) {
    if look.lines > 0.0 {
        let strength = 0.2 + look.lines * 0.4;
        canvas.line(look.skin.shade, 2.2, strength, "M-21,28 C-29,36 -33,44 -33,52 M21,28 C29,36 33,44 33,52");
        canvas.line(look.skin.shade, 1.6, strength, "M-46,7 C-38,13 -26,13 -19,9 M46,7 C38,13 26,13 19,9");
        canvas.line(
            look.skin.shade,
            1.6,
            strength * 0.8,
            "M-30,-58 C-10,-62 10,-62 30,-58 M-26,-50 C-10,-53 10,-53 26,-50",
        );
    }
}

fn brows(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    let raised = if shot.eyes == EyesState::Laughing || shot.mouth == Mouth::Round { -4.0 } else { 0.0 };
    let stern = if shot.mouth == Mouth::Closed(0.0) { 1.5 } else { 0.0 };
    let color = look.hair.base.mix(INK, 0.18);
    let low = if look.masculine { 2.5 } else { 0.0 };
    for side in [-1.0, 1.0] {
        let x = |x: f32| side * (x + look.eye_gap);
        let y = raised + low;
        canvas.line(
            color,
            look.brow_weight,
            0.9,
            &format!(
                "M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
                x(51.0),
                y - 28.0 - look.eye_lift * 0.5,
                x(42.0),
                y - 40.0 - look.brow_arch,
                x(28.0),
                y - 38.0 - look.brow_arch * 0.5 + stern,
                x(15.0),
                y - 30.0 + stern,
            ),
        );
    }
}

/// One eye; `side` is -1 for the one on the picture's left.
fn eye(canvas: &mut Canvas, look: &Look, shot: &Shot, side: f32) {
    let size = look.eye_size;
    let x = |x: f32| side * (33.0 + look.eye_gap + (x - 33.0) * size);
    let y = |y: f32| -8.0 + (y + 8.0) * size;
    let lashes = if look.masculine { 2.6 } else { 3.9 };
    match shot.eyes {
        EyesState::Lowered => {
            canvas.line(
                INK,
                lashes,
                1.0,
                &format!("M{:.1},-10 C{:.1},-2 {:.1},-2 {:.1},-10", x(18.0), x(25.0), x(41.0), x(48.0)),
            );
            if !look.masculine {
                canvas.line(INK, 2.4, 1.0, &format!("M{:.1},-8 l{:.1},3", x(47.0), side * 5.0));
            }
            canvas.line(
                look.skin.shade,
                1.8,
                0.7,
                &format!("M{:.1},-20 C{:.1},-25 {:.1},-25 {:.1},-20", x(20.0), x(27.0), x(39.0), x(46.0)),
            );
        }
        EyesState::Laughing => {
            canvas.line(
                INK,
                lashes,
                1.0,
                &format!("M{:.1},-5 C{:.1},-16 {:.1},-16 {:.1},-5", x(18.0), x(25.0), x(41.0), x(48.0)),
            );
            canvas.line(
                look.skin.shade,
                1.6,
                0.6,
                &format!("M{:.1},6 C{:.1},10 {:.1},10 {:.1},6", x(21.0), x(28.0), x(38.0), x(45.0)),
            );
        }
        EyesState::Open => {
            let lift = look.eye_lift;
            let almond = format!(
                "M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}Z",
                x(17.0),
                y(-7.0),
                x(25.0),
                y(-20.0),
                x(41.0),
                y(-20.0) - lift * 0.6,
                x(49.0),
                y(-8.0) - lift,
                x(41.0),
                y(2.0) - lift * 0.3,
                x(25.0),
                y(1.5),
                x(17.0),
                y(-7.0),
            );
            canvas.path(Rgb(0xf8f1ea), &almond);
            canvas.open_clip(&almond);
            let (iris_x, iris_y) = (side * (33.0 + look.eye_gap) + shot.gaze.0, -9.0 + shot.gaze.1 - lift * 0.3);
            canvas.circle(look.eyes.darker(0.45), 1.0, iris_x, iris_y, 8.9 * size);
            canvas.circle(look.eyes, 1.0, iris_x, iris_y, 7.6 * size);
            canvas.glow(look.eyes.lighter(0.55), 0.7, (iris_x, iris_y + 4.0), (6.4, 5.0));
            canvas.circle(Rgb(0x120b08), 1.0, iris_x, iris_y, 3.9 * size);
            canvas.circle(WHITE, 1.0, iris_x + 2.7, iris_y - 3.0, 2.1);
            canvas.circle(WHITE, 0.6, iris_x - 2.6, iris_y + 3.0, 1.0);
            canvas.glaze(
                BLACK,
                0.2,
                &format!(
                    "M{:.1},-26 L{:.1},-26 L{:.1},-13 C{:.1},-17 {:.1},-17 {:.1},-11Z",
                    x(14.0),
                    x(52.0),
                    x(52.0),
                    x(41.0),
                    x(26.0),
                    x(14.0)
                ),
            );
            canvas.close();
            canvas.line(
                INK,
                lashes,
                1.0,
                &format!(
                    "M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
                    x(16.0),
                    y(-6.0),
                    x(25.0),
                    y(-21.0),
                    x(41.0),
                    y(-21.0) - lift * 0.6,
                    x(50.0),
                    y(-7.5) - lift,
                ),
            );
            if !look.masculine {
                canvas.line(INK, 2.8, 1.0, &format!("M{:.1},{:.1} l{:.1},-4.5", x(48.0), y(-9.5) - lift, side * 6.5));
            }
            canvas.line(
                look.skin.shade,
                1.8,
                0.8,
                &format!(
                    "M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
                    x(20.0),
                    y(-21.5),
                    x(27.0),
                    y(-27.0),
                    x(39.0),
                    y(-27.0) - lift * 0.5,
                    x(46.0),
                    y(-21.5) - lift * 0.7
                ),
            );
            canvas.line(
                look.skin.shade,
                1.3,
                0.4,
                &format!(
                    "M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
                    x(22.0),
                    y(5.0),
                    x(28.0),
                    y(8.0),
                    x(38.0),
                    y(8.0),
                    x(45.0),
                    y(4.0)
                ),
            );
        }
    }
}

fn nose(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    let side = if shot.light_left { 1.0 } else { -1.0 };
    let (long, wide) = (look.nose_length, look.nose_width);
    let lean = shot.turn * 0.35;
    canvas.line(
        look.skin.shade,
        3.0,
        0.85,
        &format!(
            "M{:.1},-8 C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
            side * 5.0,
            side * 8.0 + lean,
            8.0 + long * 0.5,
            side * (14.0 + wide) + lean,
            19.0 + long,
            side * (12.5 + wide) + lean,
            26.0 + long,
            side * 8.0 + lean,
            33.5 + long,
            side * -6.0 + lean,
            33.0 + long,
            side * (-9.0 - wide) + lean,
            28.0 + long,
        ),
    );
    canvas.ellipse(look.skin.light, 0.6, (side * -2.0 + lean, 21.0 + long), (4.6, 4.0));
    canvas.line(look.skin.light, 3.2, 0.35, &format!("M{:.1},-4 L{:.1},12", side * -1.5, side * -1.5 + lean * 0.6));
}

fn mouth(canvas: &mut Canvas, look: &Look, shot: &Shot) {
    let lips = look.skin.lips;
    let lips = if look.masculine { lips.mix(look.skin.shade, 0.45) } else { lips };
    let full = look.lip_fullness;
    let shift = shot.turn * 0.2;
    canvas
        .open(&format!("transform='translate({shift:.1},{:.1})'", (look.chin - 98.0) * 0.35 + look.nose_length * 0.5));
    match shot.mouth {
        Mouth::Closed(smile) => {
            let w = 24.0 + smile * 5.0 + look.lip_width;
            let corner = 52.8 - smile * 4.2;
            let dip = 58.6 + smile * 2.2;
            let lower = 59.0 + 11.0 * full;
            let upper = 53.0 - (full - 0.9) * 7.0;
            canvas.path(lips, &format!(
                "M{:.1},{corner:.1} C{:.1},{upper:.1} -9,{:.1} 0,{:.1} C9,{:.1} {:.1},{upper:.1} {w:.1},{corner:.1} C{:.1},{dip:.1} {:.1},{dip:.1} {:.1},{corner:.1}Z",
                -w, -w * 0.6, upper - 5.0, upper - 1.0, upper - 5.0, w * 0.6, w * 0.5, -w * 0.5, -w,
            ));
            canvas.glaze(lips.lighter(0.12), 0.92, &format!(
                "M{:.1},{corner:.1} C{:.1},{dip:.1} {:.1},{dip:.1} {w:.1},{corner:.1} C{:.1},{lower:.1} {:.1},{lower:.1} {:.1},{corner:.1}Z",
                -w, -w * 0.5, w * 0.5, w * 0.62, -w * 0.62, -w,
            ));
            canvas.ellipse(WHITE, 0.22, (0.0, lower - 7.5), (8.5, 2.2));
            canvas.line(
                Rgb(0x4a1a1a),
                1.9,
                0.6,
                &format!(
                    "M{:.1},{corner:.1} C{:.1},{:.1} {:.1},{:.1} {w:.1},{corner:.1}",
                    -w,
                    -w * 0.5,
                    dip - 0.8,
                    w * 0.5,
                    dip - 0.8
                ),
            );
            for side in [-1.0, 1.0] {
                canvas.line(
                    look.skin.shade,
                    1.8,
                    0.25 + smile * 0.35,
                    &format!("M{:.1},{:.1} q{:.1},-1 {:.1},-4", side * (w + 1.0), corner + 1.0, side * 3.0, side * 4.0),
                );
            }
        }
        Mouth::Open => {
            let w = 28.5 + look.lip_width;
            canvas.path(
                Rgb(0x5c1f1f),
                &format!(
                    "M{:.1},51 C{:.1},57 {:.1},57 {w:.1},51 C{:.1},77 {:.1},77 {:.1},51Z",
                    -w,
                    -w * 0.4,
                    w * 0.4,
                    w * 0.7,
                    -w * 0.7,
                    -w
                ),
            );
            canvas.glow(Rgb(0xc4645c), 0.8, (0.0, 71.0), (14.0, 7.0));
            canvas.path(
                Rgb(0xfbf4ee),
                &format!(
                    "M{:.1},53.4 C{:.1},58 {:.1},58 {:.1},53.4 C{:.1},66 {:.1},66 {:.1},53.4Z",
                    4.0 - w,
                    -w * 0.4,
                    w * 0.4,
                    w - 4.0,
                    w * 0.5,
                    -w * 0.5,
                    4.0 - w
                ),
            );
            canvas.line(
                lips,
                3.6 + full,
                1.0,
                &format!("M{:.1},51 C{:.1},78 {:.1},78 {w:.1},51", -w, -w * 0.7, w * 0.7),
            );
            canvas.line(
                lips,
                3.0 + full,
                1.0,
                &format!("M{:.1},51 C{:.1},52 -6,51.5 0,54 C6,51.5 {:.1},52 {w:.1},51", -w, -w * 0.4, w * 0.4),
            );
            // A beard hides the lines of a smile.
            let lines: &[f32] = if look.beard == Some(Beard::Full) { &[] } else { &[-1.0, 1.0] };
            for &side in lines {
                canvas.line(
                    look.skin.shade,
                    2.0,
                    0.6,
                    &format!("M{:.1},44 q{:.1},7 {:.1},14", side * (w + 5.0), side * 5.0, side * 2.0),
                );
            }
        }
        Mouth::Round => {
            canvas.ellipse(lips, 1.0, (0.0, 59.0), (14.0, 13.0));
            canvas.ellipse(Rgb(0x5c1f1f), 1.0, (0.0, 59.5), (9.5, 8.8));
        }
    }
    canvas.close();
}

fn glasses(canvas: &mut Canvas, look: &Look) {
    let Some(kind) = look.glasses else { return };
    let frame = Rgb(0x221a16);
    let x = 33.0 + look.eye_gap;
    let (fill, opacity) = if kind == Glasses::Sun { (Rgb(0x14181c), 0.86) } else { (WHITE, 0.08) };
    for side in [-1.0, 1.0] {
        let shape = if kind == Glasses::Round {
            format!("<circle cx='{:.1}' cy='-7' r='25'", side * x)
        } else {
            format!("<rect x='{:.1}' y='-27' width='53' height='40' rx='13'", side * x - 26.5)
        };
        canvas.add(format!("{shape} fill='{fill}' fill-opacity='{opacity}' stroke='{frame}' stroke-width='3.8'/>"));
        canvas.glaze(
            WHITE,
            0.14,
            &format!(
                "M{a:.1},-24 L{b:.1},-24 L{c:.1},8 L{d:.1},8Z",
                a = side * x - 4.0,
                b = side * x + 5.0,
                c = side * x - 7.0,
                d = side * x - 16.0
            ),
        );
        canvas.line(frame, 3.6, 1.0, &format!("M{:.1},-10 L{:.1},-13", side * (x + 26.0), side * 70.0));
    }
    canvas.line(frame, 3.8, 1.0, &format!("M{:.1},-9 C-4,-15 4,-15 {:.1},-9", 25.5 - x, x - 25.5));
}
