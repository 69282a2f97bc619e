//! Views: a sail, mountains, arches, a city at night, stairs.

use super::backdrop::{peaks, ridge, sky};
use super::canvas::Canvas;
use super::dice::Dice;
use super::palette::Rgb;

pub(super) fn sail(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let dawn = dice.chance(0.5);
    if dawn {
        sky(canvas, &[(0.0, 0xf3b27a), (0.5, 0xf7dcb4), (0.56, 0x7fb0b8), (1.0, 0x1d4d66)]);
    } else {
        sky(canvas, &[(0.0, 0x86bcd8), (0.5, 0xdcecec), (0.56, 0x5d9fb4), (1.0, 0x1c5673)]);
    }
    let (sun_x, line) = (w * dice.range(0.14, 0.42), h * 0.556);
    canvas.glow(Rgb(0xfff3d2), 0.7, (sun_x, h * 0.42), (170.0, 170.0));
    canvas.circle(Rgb(0xfff3d2), 1.0, sun_x, h * 0.42, 48.0);
    canvas.rect(Rgb(0xffffff), 0.35, (0.0, line), (w, 3.0), 0.0);
    for row in 0..((h - line) / 11.0) as usize {
        let fading = 0.5 - 0.4 * row as f32 * 11.0 / (h - line);
        for _ in 0..(w / 260.0).ceil() as usize {
            canvas.rect(
                Rgb(0xfff2d8),
                fading,
                (dice.range(-30.0, w), line + 14.0 + row as f32 * 11.0),
                (dice.range(40.0, 120.0), 3.0),
                2.0,
            );
        }
    }
    let hull = accent.unwrap_or_else(|| dice.pick(&[Rgb(0xc8503f), Rgb(0xd8a13f), Rgb(0x3f7a86)]));
    let x = w * dice.range(0.5, 0.68);
    canvas.open(&format!(
        "transform='translate({x:.1},{:.1}) scale({:.2}) translate(-300,-400)'",
        line + h * 0.1,
        dice.range(0.9, 1.1)
    ));
    canvas.glaze(Rgb(0x0f2c3c), 0.35, "M190,440 H410 C380,466 340,478 300,500 C260,478 220,466 190,440Z");
    canvas.path(Rgb(0xffffff), "M300,120 L300,372 L190,372Z");
    canvas.path(Rgb(0xe9eef0), "M308,90 L308,372 L404,372Z");
    canvas.path(Rgb(0xd5dde2), "M300,120 L300,372 L260,372 C280,300 292,210 300,120Z");
    canvas.path(Rgb(0x5b4636), "M301,84 h6 v302 h-6z");
    canvas.path(Rgb(0x23303c), "M176,384 H424 C412,424 390,436 364,436 H230 C206,436 186,416 176,384Z");
    canvas.path(hull, "M176,384 H424 L420,396 H182Z");
    canvas.close();
}

pub(super) fn mountains(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0x86b3d1), (0.6, 0xe9d8c3), (1.0, 0xf6cfa5)]);
    let sun = w * dice.range(0.2, 0.8);
    canvas.glow(Rgb(0xfff4dc), 0.7, (sun, h * 0.24), (140.0, 140.0));
    canvas.circle(Rgb(0xfff4dc), 1.0, sun, h * 0.24, 38.0);
    // Great peaks with snow, each a triangle with a cap that follows its edges.
    let mut x = dice.range(-80.0, -20.0);
    while x < w + 60.0 {
        let (half, top) = (dice.range(110.0, 170.0), h * dice.range(0.2, 0.36));
        let (peak, base) = (x + half, h * 0.76);
        let slope = canvas.fall(&[(0.0, Rgb(0x5b6e8c), 1.0), (1.0, Rgb(0x93a4b6), 1.0)]);
        canvas.add(format!(
            "<path d='M{x:.1},{base:.1} L{peak:.1},{top:.1} L{:.1},{base:.1}Z' fill='{slope}'/>",
            peak + half
        ));
        canvas.glaze(
            Rgb(0x33465f),
            0.28,
            &format!("M{peak:.1},{top:.1} L{:.1},{base:.1} L{:.1},{base:.1}Z", peak + half, peak + half * 0.2),
        );
        let cap = (base - top) * 0.2;
        let at = |share: f32| share * half * cap / (base - top);
        canvas.path(
            Rgb(0xfbfdff),
            &format!(
                "M{peak:.1},{top:.1} L{:.1},{:.1} L{:.1},{:.1} L{:.1},{:.1} L{:.1},{:.1} L{:.1},{:.1}Z",
                peak - at(1.0),
                top + cap,
                peak - at(0.4),
                top + cap * 0.8,
                peak - at(0.05),
                top + cap * 1.25,
                peak + at(0.4),
                top + cap * 0.78,
                peak + at(1.0),
                top + cap,
            ),
        );
        x += dice.range(120.0, 190.0);
    }
    peaks(canvas, Rgb(0x44596f), h * 0.72, 90.0, dice);
    ridge(canvas, Rgb(0x2c4a3e), h * 0.8, 20.0, dice);
    ridge(canvas, Rgb(0x1c3228), h * 0.9, 16.0, dice);
    let path = w * dice.range(0.35, 0.6);
    canvas.line(
        Rgb(0xd9c8a4),
        8.0,
        1.0,
        &format!(
            "M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
            path - 50.0,
            h + 6.0,
            path + 40.0,
            h * 0.93,
            path - 40.0,
            h * 0.88,
            path + 10.0,
            h * 0.8
        ),
    );
    canvas.open(&format!("transform='translate({:.1},{:.1})'", path + 10.0, h * 0.8));
    canvas.path(Rgb(0xb4532a), "M0,0 l-7,-26 a7,7 0 1 1 14,0z");
    canvas.close();
}

pub(super) fn arches(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let wall = accent.unwrap_or_else(|| dice.pick(&[Rgb(0xd8684a), Rgb(0xd99a55), Rgb(0xcf8f86), Rgb(0x7f9aa0)]));
    sky(canvas, &[(0.0, wall.0), (1.0, wall.darker(0.3).0)]);
    let day = canvas.fall(&[(0.0, Rgb(0x2a6f97), 1.0), (1.0, Rgb(0x8fc7d8), 1.0)]);
    let count = (w / 150.0).round().max(2.0);
    let step = w / count;
    let (half, top) = (step * 0.36, h * 0.43);
    for index in 0..count as usize {
        let x = step * (index as f32 + 0.5);
        let (left, right) = (x - half, x + half);
        canvas.add(format!("<path d='M{left:.1},{h:.1} V{top:.1} A{half:.1},{half:.1} 0 0 1 {right:.1},{top:.1} V{h:.1}Z' fill='{day}'/>"));
        canvas.path(
            wall.darker(0.46),
            &format!(
                "M{left:.1},{h:.1} V{top:.1} A{half:.1},{half:.1} 0 0 1 {:.1},{:.1} V{h:.1}Z",
                x - half * 0.42,
                top - half * 0.9
            ),
        );
        canvas.line(
            wall.lighter(0.3),
            3.0,
            0.4,
            &format!("M{left:.1},{top:.1} A{half:.1},{half:.1} 0 0 1 {right:.1},{top:.1}"),
        );
    }
    canvas.rect(wall.darker(0.3), 1.0, (0.0, h * 0.25), (w, 8.0), 0.0);
    canvas.rect(Rgb(0xe8c7a2), 1.0, (0.0, h * 0.9), (w, h), 0.0);
    canvas.glaze(
        Rgb(0xffffff),
        0.25,
        &format!("M0,{h:.1} L{:.1},{:.1} H{:.1} L{:.1},{h:.1}Z", w * 0.31, h * 0.9, w * 0.54, w * 0.27),
    );
    let x = step * (dice.pick(&[0.5, 1.5]) + dice.range(-0.1, 0.1));
    canvas.open(&format!("transform='translate({x:.1},{:.1}) translate(-342,-560)'", h * 0.93));
    canvas.glow(Rgb(0x3c1a10), 0.6, (360.0, 561.0), (40.0, 6.0));
    canvas.path(Rgb(0x1c1413), "M330,560 C326,520 330,500 336,486 a13,13 0 1 1 12,0 C354,500 358,520 354,560Z");
    canvas.close();
}

pub(super) fn city(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0x101a3a), (0.7, 0x3b3566), (1.0, 0x8c4f78)]);
    let moon = w * dice.range(0.15, 0.85);
    canvas.glow(Rgb(0xf4e8d2), 0.4, (moon, h * 0.18), (110.0, 110.0));
    canvas.circle(Rgb(0xf4e8d2), 1.0, moon, h * 0.18, 32.0);
    for _ in 0..(w / 14.0) as usize {
        canvas.circle(Rgb(0xffffff), 0.5, dice.range(0.0, w), dice.range(0.0, h * 0.4), dice.range(0.6, 1.5));
    }
    for (shade, low, high) in [(Rgb(0x262b52), 0.4, 0.6), (Rgb(0x171d3a), 0.5, 0.78)] {
        let mut x = -20.0;
        while x < w {
            let (width, top) = (dice.range(40.0, 66.0), h * dice.range(low, high));
            canvas.rect(shade.mix(Rgb(0x0f142a), dice.range(0.0, 0.5)), 1.0, (x, top), (width, h), 0.0);
            let mut y = top + 14.0;
            while y < h - 20.0 {
                let mut column = x + 7.0;
                while column + 8.0 < x + width {
                    if dice.chance(0.34) {
                        let lamp = dice.pick(&[Rgb(0xffd27d), Rgb(0xffb35c), Rgb(0x9fd8ff)]);
                        canvas.rect(lamp, 0.9, (column, y), (7.0, 11.0), 0.0);
                    }
                    column += 13.0;
                }
                y += 25.0;
            }
            x += width + dice.range(-6.0, 8.0);
        }
    }
}

pub(super) fn stairs(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let step = accent.unwrap_or_else(|| dice.pick(&[Rgb(0xd9754f), Rgb(0xcf9a52), Rgb(0x6f97a6)]));
    sky(canvas, &[(0.0, 0x5aa5c9), (0.6, 0xa5d4e0), (1.0, 0xd7e6e2)]);
    let wall = w * 0.375;
    let count = 10;
    let (run, rise) = ((w - wall * 0.33) / count as f32, h * 0.7 / count as f32);
    for index in (0..count).rev() {
        let (x, y) = (wall * 0.33 + run * index as f32, h - rise * (index + 1) as f32);
        let color = if index % 2 == 0 { step } else { step.darker(0.1) };
        canvas.rect(color, 1.0, (x, y), (w - x + 4.0, rise + 2.0), 0.0);
        canvas.rect(step.lighter(0.45), 1.0, (x, y - 2.0), (w - x + 4.0, 5.0), 0.0);
    }
    let plaster = canvas.fall(&[(0.0, Rgb(0xf6efe4), 1.0), (1.0, Rgb(0xdacab2), 1.0)]);
    canvas.add(format!(
        "<path d='M-10,-10 H{wall:.1} V{:.1} L{:.1},{h:.1} H-10Z' fill='{plaster}'/>",
        h * 0.55,
        wall * 0.33
    ));
    canvas.glaze(
        Rgb(0xcbb79c),
        0.6,
        &format!("M-10,{:.1} L{wall:.1},{:.1} V{:.1} L{:.1},{h:.1} H-10Z", h * 0.3, h * 0.1, h * 0.55, wall * 0.33),
    );
    let (x, y) = (wall * 0.5, h * 0.42);
    canvas.path(Rgb(0x37556b), &format!("M{:.1},{y:.1} a40,46 0 0 1 80,0 v110 h-80z", x - 40.0));
    canvas.line(Rgb(0xf6efe4), 4.0, 0.9, &format!("M{x:.1},{:.1} v156 M{:.1},{:.1} h80", y - 46.0, x - 40.0, y + 34.0));
}
