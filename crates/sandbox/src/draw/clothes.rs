//! What the person wears, with its folds, stripes and a necklace.

use super::canvas::Canvas;
use super::look::{Garment, Look};
use super::palette::Rgb;

const TURTLENECK: &str = "M-44,100 C-20,116 20,116 44,100 L50,136 C100,150 150,160 172,194 C190,240 198,330 202,480 L-202,480 C-198,330 -190,240 -172,194 C-150,160 -100,150 -50,136Z";
const CREW: &str = "M-62,142 C-40,176 40,176 62,142 C110,152 150,166 170,194 C190,240 198,330 202,480 L-202,480 C-198,330 -190,240 -170,194 C-150,166 -110,152 -62,142Z";
const V_NECK: &str = "M-74,146 L0,262 L74,146 C120,154 152,170 170,194 C190,240 198,330 202,480 L-202,480 C-198,330 -190,240 -170,194 C-152,170 -120,154 -74,146Z";
const SHIRT: &str = "M-56,132 L-8,196 L0,206 L8,196 L56,132 C110,148 152,164 170,194 C190,240 198,330 202,480 L-202,480 C-198,330 -190,240 -170,194 C-152,164 -110,148 -56,132Z";
const TANK: &str = "M-96,150 L-82,150 C-78,210 -58,238 0,244 C58,238 78,210 82,150 L96,150 C100,200 124,230 146,250 C154,320 158,400 160,480 L-160,480 C-158,400 -154,320 -146,250 C-124,230 -100,200 -96,150Z";
const JACKET: &str = "M-60,136 L-6,300 L-4,480 L-204,480 C-200,330 -192,240 -174,194 C-152,164 -112,148 -60,136Z M60,136 L6,300 L4,480 L204,480 C200,330 192,240 174,194 C152,164 112,148 60,136Z";

/// Draws the garment over the body.
pub(super) fn draw(canvas: &mut Canvas, look: &Look, light_left: bool) {
    let cloth = look.cloth;
    let shade = cloth.darker(0.3);
    match look.garment {
        Garment::Turtleneck => {
            piece(canvas, look, TURTLENECK, cloth, light_left);
            canvas.line(shade, 2.8, 0.75, "M-47,120 C-20,136 20,136 47,120");
            for x in [-30.0_f32, -15.0, 0.0, 15.0, 30.0] {
                let y = 112.0 - x.abs() * 0.22;
                canvas.line(shade, 1.4, 0.35, &format!("M{x},{y:.1} l{:.1},13", x * 0.05));
            }
        }
        Garment::Crew => {
            piece(canvas, look, CREW, cloth, light_left);
            canvas.line(shade, 4.0, 0.6, "M-62,144 C-40,178 40,178 62,144");
            canvas.line(cloth.lighter(0.25), 1.6, 0.5, "M-64,150 C-40,185 40,185 64,150");
        }
        Garment::VNeck => {
            piece(canvas, look, V_NECK, cloth, light_left);
            canvas.line(shade, 4.0, 0.55, "M-74,148 L0,262 L74,148");
        }
        Garment::Shirt => {
            piece(canvas, look, SHIRT, cloth, light_left);
            canvas.path(cloth.lighter(0.16), "M-56,130 L-8,196 L-36,216 L-78,146Z");
            canvas.path(cloth.mix(shade, 0.35), "M56,130 L8,196 L36,216 L78,146Z");
            canvas.line(shade, 2.0, 0.7, "M-8,196 L-36,216 L-78,146 M8,196 L36,216 L78,146");
            canvas.line(shade, 2.6, 0.8, "M0,206 V480");
            for y in [240.0, 292.0, 344.0, 396.0] {
                canvas.circle(shade, 1.0, 8.0, y, 4.0);
                canvas.circle(cloth.lighter(0.4), 0.8, 7.0, y - 1.0, 1.6);
            }
        }
        Garment::Tank => piece(canvas, look, TANK, cloth, light_left),
        Garment::Blazer => {
            let under = if cloth == Rgb(0xecebe5) { Rgb(0x33363c) } else { Rgb(0xe9e4d8) };
            piece(canvas, look, CREW, under, light_left);
            piece(canvas, look, JACKET, cloth, light_left);
            canvas.path(cloth.lighter(0.1), "M-60,134 L-84,146 L-92,206 L-70,216 L-6,302 C-30,240 -50,190 -60,134Z");
            canvas.path(cloth.mix(shade, 0.25), "M60,134 L84,146 L92,206 L70,216 L6,302 C30,240 50,190 60,134Z");
            canvas.line(shade, 2.2, 0.8, "M-84,146 L-92,206 L-70,216 L-6,302 M84,146 L92,206 L70,216 L6,302");
            canvas.circle(shade, 1.0, 12.0, 330.0, 5.0);
        }
        Garment::Hoodie => {
            for side in [-1, 1] {
                canvas.open(&format!("transform='scale({side},1)'"));
                canvas.path(shade, "M-94,152 C-102,98 -66,84 -36,102 L-33,134 C-44,152 -70,162 -94,152Z");
                canvas.path(cloth.mix(shade, 0.4), "M-92,148 C-96,104 -66,94 -44,108 C-50,124 -66,142 -92,148Z");
                canvas.close();
            }
            piece(canvas, look, CREW, cloth, light_left);
            canvas.path(cloth.lighter(0.08), "M-92,150 C-86,118 -62,108 -44,120 C-46,146 -30,168 0,176 C30,168 46,146 44,120 C62,108 86,118 92,150 C74,190 30,204 0,204 C-30,204 -74,190 -92,150Z");
            canvas.line(shade, 2.4, 0.7, "M-44,120 C-46,146 -30,168 0,176 C30,168 46,146 44,120");
            canvas.line(
                cloth.lighter(0.5),
                3.4,
                0.9,
                "M-22,188 C-24,220 -20,244 -22,266 M22,188 C24,216 19,236 22,256",
            );
        }
    }
    if let Some(color) = look.necklace
        && !matches!(look.garment, Garment::Turtleneck | Garment::Hoodie)
    {
        canvas.line(color, 2.4, 1.0, "M-40,138 C-24,186 24,186 40,138");
        canvas.circle(color, 1.0, 0.0, 176.0, 5.0);
        canvas.circle(color.lighter(0.6), 0.8, -1.5, 174.5, 1.7);
    }
}

/// One piece of cloth: colour, light and shade, sleeves' folds, stripes.
fn piece(canvas: &mut Canvas, look: &Look, outline: &str, cloth: Rgb, light_left: bool) {
    let shade = cloth.darker(0.34);
    canvas.path(cloth, outline);
    canvas.open_clip(outline);
    let dark = if light_left { 1.0 } else { -1.0 };
    canvas.glow(shade, 0.75, (dark * 150.0, 330.0), (140.0, 250.0));
    canvas.glow(cloth.lighter(0.18), 0.6, (-dark * 92.0, 210.0), (96.0, 84.0));
    canvas.glow(shade, 0.5, (0.0, 150.0), (110.0, 34.0));
    for side in [-1.0, 1.0] {
        canvas.glaze(
            shade,
            0.5,
            &format!(
                "M{},300 C{},360 {},420 {},480 L{},480 C{},424 {},350 {},290Z",
                side * 122.0,
                side * 102.0,
                side * 106.0,
                side * 112.0,
                side * 128.0,
                side * 124.0,
                side * 126.0,
                side * 131.0
            ),
        );
        canvas.line(
            shade,
            3.0,
            0.35,
            &format!("M{},210 C{},250 {},280 {},300", side * 140.0, side * 126.0, side * 122.0, side * 124.0),
        );
    }
    if let Some(color) = look.stripes {
        canvas.open("opacity='.86'");
        for row in 0..10 {
            let y = 196.0 + row as f32 * 28.0;
            canvas.line(color, 8.0, 1.0, &format!("M-212,{y} C-80,{0} 80,{0} 212,{y}", y + 18.0));
        }
        canvas.close();
    }
    canvas.close();
}
