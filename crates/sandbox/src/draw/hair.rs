//! Hair and hats: what lies behind the head, what falls over the shoulders, what frames the face.

use super::canvas::Canvas;
use super::dice::Dice;
use super::look::{HairStyle, Hat, Look};
use super::palette::Rgb;

/// Styles that cover the ears.
pub(super) fn hides_ears(style: HairStyle) -> bool {
    matches!(style, HairStyle::Long | HairStyle::Wavy | HairStyle::Fringe)
}

/// Styles with hair that falls in front of the shoulders.
pub(super) fn falls_forward(style: HairStyle) -> bool {
    matches!(style, HairStyle::Braids)
}

/// What is behind the head.
pub(super) fn behind(canvas: &mut Canvas, look: &Look) {
    let color = look.hair;
    match look.style {
        HairStyle::Bob => canvas.path(color.deep, "M-96,-30 C-104,-150 104,-150 96,-30 C104,30 104,74 84,100 C60,116 40,104 30,90 L-30,90 C-44,106 -66,114 -86,98 C-104,72 -104,30 -96,-30Z"),
        HairStyle::Long => canvas.path(color.deep, "M-92,-30 C-100,-146 100,-146 92,-30 C100,40 128,120 112,200 C120,240 108,280 84,300 C70,240 60,180 44,120 L-44,120 C-60,180 -76,246 -92,306 C-122,270 -118,230 -112,196 C-124,110 -100,40 -92,-30Z"),
        HairStyle::Wavy => {
            canvas.path(color.deep, "M-96,-30 C-106,-150 106,-150 96,-30 C112,20 100,50 122,92 C140,130 112,158 130,196 C138,240 112,262 92,276 C66,250 62,180 44,120 L-44,120 C-62,180 -66,252 -96,280 C-118,262 -138,236 -128,196 C-114,160 -142,132 -122,92 C-100,50 -112,20 -96,-30Z");
            for side in [-1.0, 1.0] {
                canvas.line(color.base, 7.0, 0.55, &format!("M{:.0},10 C{:.0},70 {:.0},90 {:.0},140 C{:.0},180 {:.0},200 {:.0},250", side * 96.0, side * 92.0, side * 122.0, side * 112.0, side * 96.0, side * 122.0, side * 98.0));
            }
        }
        HairStyle::Fringe => canvas.path(color.deep, "M-92,-30 C-100,-146 100,-146 92,-30 C98,60 100,150 92,190 L46,190 L40,90 L-40,90 L-46,190 L-92,190 C-100,150 -98,60 -92,-30Z"),
        HairStyle::Bun => {
            canvas.circle(color.deep, 1.0, 16.0, -128.0, 42.0);
            canvas.circle(color.base, 1.0, 13.0, -132.0, 35.0);
            canvas.line(color.deep, 2.4, 0.5, "M-14,-140 C0,-118 28,-116 42,-132 M-6,-152 C6,-136 24,-134 38,-146");
            canvas.line(color.light, 5.0, 0.55, "M-2,-156 C12,-164 32,-156 40,-144");
            canvas.path(color.deep, "M-84,-20 C-92,-128 92,-128 84,-20 C82,20 70,40 60,50 L-60,50 C-72,40 -82,20 -84,-20Z");
        }
        HairStyle::Ponytail => {
            canvas.path(color.deep, "M54,-104 C112,-120 138,-60 128,10 C124,70 140,110 118,170 C112,120 92,100 92,50 C92,0 84,-50 50,-76Z");
            canvas.line(color.light, 4.0, 0.4, "M76,-98 C112,-84 116,-30 110,30 C108,70 118,100 114,130");
            canvas.path(color.deep, "M-84,-20 C-92,-128 92,-128 84,-20 C82,20 70,40 60,50 L-60,50 C-72,40 -82,20 -84,-20Z");
        }
        HairStyle::Braids => canvas.path(color.deep, "M-88,-20 C-96,-132 96,-132 88,-20 C90,30 84,60 70,80 L-70,80 C-84,60 -90,30 -88,-20Z"),
        HairStyle::Afro => {
            // A crown of round tufts whose outline is uneven in the same way for the same hair.
            let mut dice = Dice::new("afro", u64::from(color.base.0));
            for step in 0..22 {
                let angle = (168.0 + step as f32 * 9.7).to_radians();
                let reach = 104.0 + dice.range(-4.0, 4.0);
                canvas.circle(color.deep, 1.0, angle.cos() * reach, -40.0 + angle.sin() * reach, 34.0 + dice.range(-3.0, 3.0));
            }
            canvas.circle(color.deep, 1.0, 0.0, -52.0, 112.0);
            canvas.circle(color.deep, 1.0, -92.0, 10.0, 40.0);
            canvas.circle(color.deep, 1.0, 92.0, 10.0, 40.0);
        }
        HairStyle::ShortCurls => {
            for (x, y, radius) in [(-70.0, -70.0, 34.0), (-40.0, -104.0, 38.0), (4.0, -114.0, 40.0), (48.0, -98.0, 38.0), (74.0, -64.0, 32.0), (-82.0, -34.0, 24.0), (82.0, -30.0, 24.0)] {
                canvas.circle(color.deep, 1.0, x, y, radius);
            }
        }
        HairStyle::Crop | HairStyle::Swept => canvas.path(color.deep, "M-80,-6 C-92,-128 92,-128 80,-6 C78,12 72,18 66,20 L-66,20 C-72,18 -78,12 -80,-6Z"),
        HairStyle::Buzz => canvas.path(color.deep, "M-75,-14 C-82,-112 82,-112 75,-14 L66,0 L-66,0Z"),
        HairStyle::Bald => {}
    }
}

/// Two braids in front of the shoulders.
pub(super) fn over_shoulders(canvas: &mut Canvas, look: &Look) {
    let color = look.hair;
    for side in [-1.0_f32, 1.0] {
        for knot in 0..8 {
            let y = 78.0 + knot as f32 * 25.0;
            let x = side * (76.0 + (knot as f32 * 0.5).sin() * 9.0);
            let size = 19.0 - knot as f32 * 0.9;
            canvas.ellipse(color.deep, 1.0, (x, y), (size, 17.0));
            canvas.ellipse(color.base, 1.0, (x - side * 2.0, y - 2.0), (size - 3.0, 14.0));
            canvas.line(
                color.light,
                2.6,
                0.45,
                &format!("M{:.1},{:.1} q{:.1},7 {:.1},12", x - size * 0.45, y - 10.0, size * 0.5, size * 0.9),
            );
        }
        canvas.rect(Rgb(0xb5603f), 1.0, (side * 82.0 - 9.0, 268.0), (18.0, 9.0), 4.0);
    }
}

/// What frames the face and lies on the head.
pub(super) fn before(canvas: &mut Canvas, look: &Look) {
    let color = look.hair;
    match look.style {
        HairStyle::Bob => {
            canvas.path(color.base, "M-88,20 C-104,-60 -84,-128 -6,-128 C70,-130 102,-70 88,20 C92,50 88,72 80,84 C70,40 74,-10 56,-46 C30,-60 -6,-66 -28,-84 C-34,-54 -62,-40 -68,0 C-72,34 -70,60 -80,84 C-92,66 -92,44 -88,20Z");
            canvas.glaze(color.light, 0.55, "M-24,-112 C10,-122 56,-108 74,-62 C50,-86 20,-94 -18,-96Z");
            canvas.glaze(color.light, 0.35, "M-78,-30 C-74,-66 -56,-90 -38,-98 C-52,-76 -66,-52 -70,-14Z");
            canvas.line(color.deep, 1.8, 0.45, "M-20,-100 C20,-96 56,-80 74,-30 M-30,-98 C-58,-76 -76,-40 -78,10 M78,-10 C84,30 84,56 80,76 M-78,20 C-82,44 -80,62 -78,74");
        }
        HairStyle::Long | HairStyle::Wavy => {
            canvas.path(color.base, "M-80,60 C-104,-60 -84,-126 0,-126 C84,-126 104,-60 82,70 C92,120 108,150 100,200 C76,150 78,90 72,40 C70,0 60,-48 4,-88 C-40,-52 -68,-20 -70,40 C-74,100 -84,150 -104,196 C-106,140 -88,110 -80,60Z");
            canvas.glaze(color.light, 0.7, "M8,-112 C50,-108 76,-70 78,-10 C66,-50 46,-80 8,-100Z");
            canvas.glaze(color.light, 0.5, "M-6,-108 C-50,-96 -74,-60 -76,0 C-66,-46 -44,-78 -6,-98Z");
            canvas.glaze(color.light, 0.5, "M84,80 C92,120 104,150 98,186 C88,150 84,120 84,80Z");
            canvas.line(color.deep, 1.8, 0.4, "M4,-96 C50,-70 76,-30 80,50 M2,-96 C-46,-66 -74,-20 -78,60 M-82,80 C-90,120 -98,150 -100,180 M80,60 C86,100 96,140 98,180");
        }
        HairStyle::Fringe => {
            canvas.path(color.base, "M-88,120 C-96,40 -100,-124 0,-124 C100,-124 96,40 88,120 C78,90 76,20 72,-22 C50,-34 -50,-34 -72,-22 C-76,20 -78,90 -88,120Z");
            canvas.path(color.base, "M-76,-60 L-72,-33 C-50,-38 -30,-36 -2,-37 C30,-36 50,-38 72,-33 L76,-60Z");
            canvas.glaze(color.light, 0.75, "M-60,-88 C-30,-108 30,-108 62,-86 C30,-96 -30,-96 -60,-80Z");
            canvas.line(
                color.deep,
                1.6,
                0.6,
                "M-48,-84 L-52,-38 M-24,-86 L-26,-39 M0,-88 L0,-39 M24,-86 L26,-39 M48,-84 L52,-38",
            );
            canvas.line(color.light, 2.0, 0.35, "M-84,-20 C-86,20 -88,60 -86,96 M84,-20 C86,20 88,60 86,96");
        }
        HairStyle::Bun | HairStyle::Ponytail => {
            canvas.path(color.base, "M-76,6 C-92,-70 -66,-120 2,-120 C70,-120 92,-70 76,6 C72,-22 66,-46 44,-66 C16,-80 -24,-80 -46,-62 C-64,-44 -72,-20 -76,6Z");
            canvas.glaze(color.light, 0.6, "M-30,-108 C0,-118 44,-108 62,-70 C36,-92 4,-98 -30,-94Z");
            canvas.line(
                color.deep,
                1.8,
                0.42,
                "M-60,-50 C-44,-84 -10,-104 20,-112 M60,-52 C52,-84 36,-104 18,-114 M-70,-20 C-62,-60 -40,-90 -6,-108",
            );
            canvas.line(color.base, 2.0, 0.8, "M-74,0 C-80,20 -76,34 -80,46 M74,0 C80,20 77,32 81,44");
        }
        HairStyle::Braids => {
            canvas.path(
                color.base,
                "M-80,40 C-100,-60 -80,-124 0,-124 C80,-124 100,-60 80,40 C76,0 66,-44 2,-84 C-60,-44 -74,0 -80,40Z",
            );
            canvas.glaze(color.light, 0.5, "M8,-110 C46,-106 70,-74 74,-22 C62,-56 44,-80 8,-98Z");
            canvas.line(color.deep, 2.0, 0.6, "M0,-122 L2,-86 M-6,-104 C-46,-80 -70,-40 -76,10 M8,-104 C50,-80 70,-40 76,10 M-30,-112 C-60,-86 -80,-50 -82,0 M32,-112 C62,-86 82,-50 83,0");
        }
        HairStyle::Afro => {
            canvas.path(
                color.base,
                "M-76,-10 C-84,-60 -50,-96 0,-96 C50,-96 84,-60 76,-10 C66,-50 40,-70 0,-70 C-40,-70 -66,-50 -76,-10Z",
            );
            let mut dice = Dice::new("tufts", u64::from(color.base.0));
            for index in 0..46 {
                let angle = (170.0 + index as f32 * 4.5).to_radians();
                let reach = if index % 3 == 0 {
                    86.0
                } else if index % 3 == 1 {
                    104.0
                } else {
                    122.0
                } + dice.range(-7.0, 7.0);
                let (x, y) = (angle.cos() * reach, -44.0 + angle.sin() * reach * 0.96);
                canvas.circle(color.light, 0.24, x, y, dice.range(6.0, 12.0));
            }
            for (x, y, radius) in [
                (-62.0, -62.0, 17.0),
                (-34.0, -80.0, 18.0),
                (0.0, -86.0, 18.0),
                (34.0, -80.0, 18.0),
                (62.0, -62.0, 17.0),
                (-76.0, -34.0, 15.0),
                (76.0, -34.0, 15.0),
            ] {
                canvas.circle(color.base, 1.0, x, y, radius);
                canvas.circle(color.light, 0.2, x - 3.0, y - 5.0, radius * 0.5);
            }
        }
        HairStyle::ShortCurls => {
            for (x, y, radius) in [
                (-58.0, -78.0, 26.0),
                (-30.0, -98.0, 28.0),
                (2.0, -102.0, 28.0),
                (36.0, -94.0, 28.0),
                (60.0, -72.0, 24.0),
                (-8.0, -82.0, 22.0),
                (24.0, -80.0, 20.0),
                (-40.0, -72.0, 18.0),
                (-72.0, -48.0, 13.0),
                (72.0, -46.0, 13.0),
            ] {
                canvas.circle(color.base, 1.0, x, y, radius);
            }
            for (x, y, radius) in [
                (-30.0, -106.0, 11.0),
                (10.0, -112.0, 12.0),
                (44.0, -98.0, 10.0),
                (-58.0, -84.0, 8.0),
                (-12.0, -88.0, 7.0),
                (26.0, -84.0, 6.0),
            ] {
                canvas.circle(color.light, 0.5, x, y, radius);
            }
        }
        HairStyle::Crop => {
            canvas.path(color.base, "M-78,14 C-94,-70 -66,-122 4,-122 C70,-122 94,-70 78,14 C75,-6 72,-26 62,-42 C40,-50 10,-52 -22,-74 C-36,-54 -62,-44 -68,-20 C-70,-6 -74,4 -78,14Z");
            canvas.glaze(color.light, 0.5, "M-30,-108 C4,-118 48,-106 66,-66 C40,-88 8,-94 -28,-92Z");
            canvas.line(
                color.deep,
                1.8,
                0.45,
                "M-24,-84 C10,-66 44,-62 64,-44 M-10,-100 C24,-90 54,-76 70,-44 M-40,-90 C-58,-74 -72,-50 -76,-10",
            );
        }
        HairStyle::Swept => {
            canvas.path(color.base, "M-77,6 C-90,-58 -78,-100 -40,-112 C-20,-136 52,-132 72,-100 C90,-76 88,-36 77,6 C75,-16 72,-40 60,-56 C30,-58 -6,-60 -46,-66 C-62,-50 -72,-22 -77,6Z");
            canvas.glaze(color.light, 0.5, "M-36,-106 C-8,-124 44,-120 64,-92 C40,-104 0,-104 -34,-92Z");
            canvas.line(
                color.deep,
                2.0,
                0.45,
                "M-44,-72 C-30,-96 10,-112 48,-104 M-20,-68 C0,-88 34,-98 64,-86 M10,-64 C28,-76 50,-82 70,-72",
            );
        }
        HairStyle::Buzz => {
            canvas.glaze(color.base, 0.92, "M-75,-6 C-86,-66 -60,-104 0,-104 C60,-104 86,-66 75,-6 C71,-34 62,-58 44,-66 C16,-74 -16,-74 -44,-66 C-62,-58 -71,-34 -75,-6Z");
            canvas.glow(color.light, 0.4, (-16.0, -92.0), (48.0, 14.0));
        }
        HairStyle::Bald => canvas.glow(look.skin.light, 0.7, (-16.0, -74.0), (34.0, 12.0)),
    }
}

/// A hat over it all.
pub(super) fn hat(canvas: &mut Canvas, look: &Look) {
    let Some((hat, color)) = look.hat else { return };
    match hat {
        Hat::Sun => {
            canvas.glaze(Rgb(0x000000), 0.16, "M-84,-56 C-40,-36 40,-36 84,-56 L80,-44 C40,-24 -40,-24 -80,-44Z");
            canvas.path(color.darker(0.18), "M-134,-62 C-60,-100 60,-100 134,-62 C60,-42 -60,-42 -134,-62Z");
            canvas.path(color, "M-134,-66 C-60,-100 60,-100 134,-66 C60,-52 -60,-52 -134,-66Z");
            canvas.path(color, "M-76,-76 C-72,-156 72,-156 76,-76 C30,-92 -30,-92 -76,-76Z");
            canvas.path(color.darker(0.55), "M-76,-78 C-30,-94 30,-94 76,-78 L75,-93 C30,-108 -30,-108 -75,-93Z");
            canvas.line(
                color.lighter(0.35),
                2.0,
                0.6,
                "M-66,-104 C-56,-134 -20,-142 10,-140 M-110,-70 C-60,-88 40,-90 100,-74",
            );
        }
        Hat::Beanie => {
            canvas.path(color, "M-80,-40 C-88,-150 88,-150 80,-40Z");
            canvas.path(color.darker(0.22), "M-85,-52 C-40,-66 40,-66 85,-52 C88,-40 88,-30 84,-24 C40,-40 -40,-40 -84,-24 C-88,-30 -88,-40 -85,-52Z");
            canvas.line(color.darker(0.35), 2.2, 0.5, "M-50,-116 C-58,-90 -62,-76 -62,-60 M-20,-126 C-24,-100 -25,-80 -25,-64 M16,-127 C18,-100 18,-84 18,-64 M48,-117 C56,-94 58,-80 58,-61");
            canvas.circle(color.lighter(0.2), 1.0, 0.0, -130.0, 18.0);
        }
    }
}
