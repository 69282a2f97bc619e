//! Pictures without a person: still lifes and views.

use super::backdrop::{peaks, ridge, shelves, sky};
use super::canvas::Canvas;
use super::dice::Dice;
use super::palette::{COLOR_WORDS, Rgb};
use super::words::Words;

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
    ("coffee", Scene::Coffee), ("latte", Scene::Coffee), ("cappuccino", Scene::Coffee), ("espresso", Scene::Coffee),
    ("tea", Scene::Coffee), ("cup", Scene::Coffee), ("mug", Scene::Coffee), ("breakfast", Scene::Plate),
    ("pasta", Scene::Plate), ("food", Scene::Plate), ("plate", Scene::Plate), ("dinner", Scene::Plate),
    ("lunch", Scene::Plate), ("dish", Scene::Plate), ("meal", Scene::Plate), ("soup", Scene::Plate), ("boat", Scene::Sail),
    ("sail", Scene::Sail), ("sailboat", Scene::Sail), ("ship", Scene::Sail), ("sea", Scene::Sail), ("ocean", Scene::Sail),
    ("beach", Scene::Sail), ("harbour", Scene::Sail), ("harbor", Scene::Sail), ("lake", Scene::Sail),
    ("mountain", Scene::Peaks), ("mountains", Scene::Peaks), ("peak", Scene::Peaks), ("peaks", Scene::Peaks),
    ("hills", Scene::Peaks), ("landscape", Scene::Peaks), ("valley", Scene::Peaks), ("trail", Scene::Peaks),
    ("forest", Scene::Peaks), ("books", Scene::Books), ("book", Scene::Books), ("library", Scene::Books),
    ("bookshelf", Scene::Books), ("shelf", Scene::Books), ("reading", Scene::Books), ("skyline", Scene::City),
    ("city", Scene::City), ("night", Scene::City), ("buildings", Scene::City), ("street", Scene::City),
    ("stairs", Scene::Stairs), ("staircase", Scene::Stairs), ("steps", Scene::Stairs), ("arch", Scene::Arches),
    ("arches", Scene::Arches), ("architecture", Scene::Arches), ("facade", Scene::Arches), ("building", Scene::Arches),
    ("courtyard", Scene::Arches), ("record", Scene::Record), ("records", Scene::Record), ("vinyl", Scene::Record),
    ("turntable", Scene::Record), ("music", Scene::Record), ("jazz", Scene::Record), ("vase", Scene::Vases),
    ("vases", Scene::Vases), ("flowers", Scene::Vases), ("ceramics", Scene::Vases), ("pottery", Scene::Vases),
    ("plant", Scene::Vases), ("still life", Scene::Vases), ("table", Scene::Vases), ("bowl", Scene::Vases),
];

/// Draws the scene that the words name, or one of the seed's choice.
pub(super) fn draw(canvas: &mut Canvas, words: &Words, dice: &mut Dice) {
    let rolled = dice.pick(&[Scene::Vases, Scene::Coffee, Scene::Sail, Scene::Peaks, Scene::Books, Scene::Arches, Scene::Stairs]);
    let scene = words.first(SCENES).unwrap_or(rolled);
    let accent = words.first(COLOR_WORDS);
    match scene {
        Scene::Vases => vases(canvas, accent, dice),
        Scene::Coffee => coffee(canvas, accent, dice),
        Scene::Sail => sail(canvas, accent, dice),
        Scene::Peaks => mountains(canvas, dice),
        Scene::Books => {
            sky(canvas, &[(0.0, 0x3d3129), (1.0, 0x241c17)]);
            shelves(canvas, dice);
            let (w, h) = (canvas.width, canvas.height);
            canvas.glow(Rgb(0xffdca6), 0.42, (w * dice.range(0.15, 0.85), h * 0.12), (w * 0.7, h * 0.6));
        }
        Scene::Arches => arches(canvas, accent, dice),
        Scene::City => city(canvas, dice),
        Scene::Stairs => stairs(canvas, accent, dice),
        Scene::Record => record(canvas, accent, dice),
        Scene::Plate => plate(canvas, dice),
    }
}

/// Opens a group in which a still life of 480 by 600 lies in the middle, a little moved and turned by the seed.
fn middle(canvas: &mut Canvas, dice: &mut Dice, turn: f32) {
    let scale = (canvas.width / 480.0).min(canvas.height / 600.0).max(1.0) * dice.range(0.96, 1.08);
    let (x, y) = (canvas.width / 2.0 + dice.range(-18.0, 18.0), canvas.height / 2.0 + dice.range(-14.0, 14.0));
    let angle = dice.range(-turn, turn);
    canvas.open(&format!("transform='translate({x:.1},{y:.1}) rotate({angle:.1}) scale({scale:.3}) translate(-240,-300)'"));
}

fn vases(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let wall = dice.pick(&[0xe6ded2, 0xdfe3de, 0xe8d6c4, 0xd7dde2]);
    sky(canvas, &[(0.0, wall), (1.0, Rgb(wall).darker(0.14).0)]);
    canvas.glaze(Rgb(0xfff6e2), 0.4, &format!("M{:.1},-10 L{:.1},-10 L{:.1},{:.1} L{:.1},{:.1} Z", w * 0.54, w + 10.0, w + 10.0, h * 0.5, w * 0.25, h * 0.7));
    let table = canvas.fall(&[(0.0, Rgb(0xb08a64), 1.0), (1.0, Rgb(0x7e5d40), 1.0)]);
    canvas.add(format!("<rect x='-5' y='{:.1}' width='{:.1}' height='{:.1}' fill='{table}'/>", h * 0.7, w + 10.0, h * 0.31));
    canvas.open(&format!("transform='translate({:.1},{:.1})'", (w - 480.0) / 2.0 + dice.range(-20.0, 20.0), h * 0.7 - 420.0));
    let tall = accent.unwrap_or_else(|| dice.pick(&[Rgb(0x6d877f), Rgb(0x5f7f95), Rgb(0x8c8aa6)]));
    let small = dice.pick(&[Rgb(0xc06f48), Rgb(0xb8903f), Rgb(0xa8553f)]);
    let round = |canvas: &mut Canvas, color: Rgb| {
        canvas.across(&[(0.0, color.lighter(0.3), 1.0), (0.5, color, 1.0), (1.0, color.darker(0.42), 1.0)])
    };
    canvas.glow(Rgb(0x3c2a1c), 0.7, (176.0, 482.0), (140.0, 22.0));
    canvas.glow(Rgb(0x3c2a1c), 0.7, (326.0, 500.0), (110.0, 20.0));
    canvas.glow(Rgb(0x3c2a1c), 0.6, (434.0, 470.0), (60.0, 13.0));
    let (first, second, third) = (round(canvas, tall), round(canvas, small), round(canvas, Rgb(0xe0d5c3)));
    canvas.add(format!("<path d='M120,480 C60,400 70,320 130,280 C146,266 142,240 136,220 H196 C190,240 186,266 202,280 C262,320 272,400 212,480Z' fill='{first}'/>"));
    canvas.add(format!("<path d='M276,500 C246,450 256,380 300,370 L304,340 H340 L344,370 C388,380 398,450 368,500Z' fill='{second}'/>"));
    canvas.add(format!("<path d='M402,470 C390,430 392,400 420,398 H446 C470,400 472,430 460,470Z' fill='{third}'/>"));
    canvas.ellipse(tall.darker(0.5), 1.0, (166.0, 221.0), (30.0, 5.0));
    canvas.line(Rgb(0x5d6b45), 4.0, 1.0, "M166,224 C160,150 130,110 90,70 M166,224 C170,150 190,90 230,50 M166,224 C168,170 168,110 160,30");
    let flower = accent.filter(|_| dice.chance(0.5)).unwrap_or_else(|| dice.pick(&[Rgb(0x7d8f5c), Rgb(0x93a56c), Rgb(0xe6b1a0), Rgb(0xf0d79a)]));
    for (index, (x, y)) in [(90.0, 70.0), (112.0, 96.0), (230.0, 50.0), (208.0, 84.0), (160.0, 30.0), (166.0, 90.0), (132.0, 116.0), (190.0, 120.0)].into_iter().enumerate() {
        let leaf = if index % 3 == 0 { flower } else { dice.pick(&[Rgb(0x7d8f5c), Rgb(0x93a56c), Rgb(0x68794a)]) };
        canvas.add(format!("<ellipse cx='{x}' cy='{y}' rx='20' ry='9' fill='{leaf}' transform='rotate({:.0} {x} {y})'/>", index as f32 * 47.0 + dice.range(-20.0, 20.0)));
    }
    canvas.close();
}

fn coffee(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let wood = dice.pick(&[Rgb(0x8a6a4e), Rgb(0x7b6a5c), Rgb(0x9a7350)]);
    let table = canvas.outward(0.5, 0.45, 0.8, &[(0.0, wood, 1.0), (1.0, wood.darker(0.5), 1.0)]);
    canvas.fill_all(&table);
    let mut y = 0.0;
    while y < h {
        canvas.rect(wood.darker(0.6), 0.4, (0.0, y), (w, 2.0), 0.0);
        y += 46.0;
    }
    canvas.glaze(Rgb(0xffe4b8), 0.16, &format!("M-20,-20 L{:.1},-20 L{:.1},{:.1} L-20,{:.1}Z", w * 0.44, w * 0.12, h + 20.0, h + 20.0));
    middle(canvas, dice, 24.0);
    let china = accent.map_or(Rgb(0xf7f1e7), |color| color.lighter(0.25));
    canvas.glow(Rgb(0x1d120a), 0.75, (264.0, 334.0), (206.0, 204.0));
    canvas.circle(china.darker(0.06), 1.0, 250.0, 312.0, 164.0);
    canvas.circle(china.darker(0.13), 1.0, 250.0, 312.0, 150.0);
    canvas.line(china, 16.0, 1.0, "M346,300 C410,290 410,350 342,346");
    canvas.circle(china, 1.0, 250.0, 312.0, 108.0);
    canvas.circle(Rgb(0x6b4226), 1.0, 250.0, 312.0, 96.0);
    canvas.circle(Rgb(0x8a5a36), 1.0, 250.0, 312.0, 90.0);
    if dice.chance(0.5) {
        canvas.path(Rgb(0xf3e3ca), "M250,250 C220,230 190,260 210,296 C222,322 250,340 250,372 C250,340 278,322 290,296 C310,260 280,230 250,250Z");
        canvas.path(Rgb(0x8a5a36), "M250,276 C236,266 222,280 230,298 C236,312 250,320 250,336 C250,320 264,312 270,298 C278,280 264,266 250,276Z");
    } else {
        for row in 0..5 {
            let (y, reach) = (256.0 + row as f32 * 22.0, 46.0 - (row as f32 - 1.5).abs() * 9.0);
            canvas.line(Rgb(0xf3e3ca), 8.0, 0.95, &format!("M{:.1},{y:.1} Q250,{:.1} {:.1},{y:.1}", 250.0 - reach, y + 26.0, 250.0 + reach));
        }
        canvas.line(Rgb(0xf3e3ca), 5.0, 0.95, "M250,246 V376");
    }
    canvas.line(Rgb(0xffffff), 4.0, 0.6, "M168,262 A94,94 0 0 1 214,226");
    canvas.path(Rgb(0xc9c3bb), "M60,196 C76,190 84,206 74,220 L22,330 L14,326 L54,214 C50,206 52,200 60,196Z");
    canvas.path(Rgb(0xd8cdbd), "M50,470 L170,560 L80,640 L-30,560Z");
    canvas.path(Rgb(0xfbf7f0), "M60,480 L158,556 L82,622 L-10,556Z");
    canvas.close();
}

fn sail(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
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
            canvas.rect(Rgb(0xfff2d8), fading, (dice.range(-30.0, w), line + 14.0 + row as f32 * 11.0), (dice.range(40.0, 120.0), 3.0), 2.0);
        }
    }
    let hull = accent.unwrap_or_else(|| dice.pick(&[Rgb(0xc8503f), Rgb(0xd8a13f), Rgb(0x3f7a86)]));
    let x = w * dice.range(0.5, 0.68);
    canvas.open(&format!("transform='translate({x:.1},{:.1}) scale({:.2}) translate(-300,-400)'", line + h * 0.1, dice.range(0.9, 1.1)));
    canvas.glaze(Rgb(0x0f2c3c), 0.35, "M190,440 H410 C380,466 340,478 300,500 C260,478 220,466 190,440Z");
    canvas.path(Rgb(0xffffff), "M300,120 L300,372 L190,372Z");
    canvas.path(Rgb(0xe9eef0), "M308,90 L308,372 L404,372Z");
    canvas.path(Rgb(0xd5dde2), "M300,120 L300,372 L260,372 C280,300 292,210 300,120Z");
    canvas.path(Rgb(0x5b4636), "M301,84 h6 v302 h-6z");
    canvas.path(Rgb(0x23303c), "M176,384 H424 C412,424 390,436 364,436 H230 C206,436 186,416 176,384Z");
    canvas.path(hull, "M176,384 H424 L420,396 H182Z");
    canvas.close();
}

fn mountains(canvas: &mut Canvas, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    sky(canvas, &[(0.0, 0x86b3d1), (0.6, 0xe9d8c3), (1.0, 0xf6cfa5)]);
    let sun = w * dice.range(0.2, 0.8);
    canvas.glow(Rgb(0xfff4dc), 0.7, (sun, h * 0.24), (140.0, 140.0));
    canvas.circle(Rgb(0xfff4dc), 1.0, sun, h * 0.24, 38.0);
    // Great peaks with snow, each a triangle with a cap that follows its edges.
    let mut x = dice.range(-80.0, -20.0);
    while x < w + 60.0 {
        let (half, top) = (dice.range(110.0, 170.0), h * dice.range(0.2, 0.36));
        let (peak, base) = (x + half, h * 0.66);
        let slope = canvas.fall(&[(0.0, Rgb(0x5b6e8c), 1.0), (1.0, Rgb(0x93a4b6), 1.0)]);
        canvas.add(format!("<path d='M{x:.1},{base:.1} L{peak:.1},{top:.1} L{:.1},{base:.1}Z' fill='{slope}'/>", peak + half));
        canvas.glaze(Rgb(0x33465f), 0.28, &format!("M{peak:.1},{top:.1} L{:.1},{base:.1} L{:.1},{base:.1}Z", peak + half, peak + half * 0.2));
        let cap = (base - top) * 0.2;
        let at = |share: f32| share * half * cap / (base - top);
        canvas.path(Rgb(0xfbfdff), &format!(
            "M{peak:.1},{top:.1} L{:.1},{:.1} L{:.1},{:.1} L{:.1},{:.1} L{:.1},{:.1} L{:.1},{:.1}Z",
            peak - at(1.0), top + cap, peak - at(0.4), top + cap * 0.8, peak - at(0.05), top + cap * 1.25, peak + at(0.4), top + cap * 0.78, peak + at(1.0), top + cap,
        ));
        x += dice.range(120.0, 190.0);
    }
    peaks(canvas, Rgb(0x44596f), h * 0.72, 90.0, dice);
    ridge(canvas, Rgb(0x2c4a3e), h * 0.8, 20.0, dice);
    ridge(canvas, Rgb(0x1c3228), h * 0.9, 16.0, dice);
    let path = w * dice.range(0.35, 0.6);
    canvas.line(Rgb(0xd9c8a4), 8.0, 1.0, &format!("M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}", path - 50.0, h + 6.0, path + 40.0, h * 0.93, path - 40.0, h * 0.88, path + 10.0, h * 0.8));
    canvas.open(&format!("transform='translate({:.1},{:.1})'", path + 10.0, h * 0.8));
    canvas.path(Rgb(0xb4532a), "M0,0 l-7,-26 a7,7 0 1 1 14,0z");
    canvas.close();
}

fn arches(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
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
        canvas.path(wall.darker(0.46), &format!("M{left:.1},{h:.1} V{top:.1} A{half:.1},{half:.1} 0 0 1 {:.1},{:.1} V{h:.1}Z", x - half * 0.42, top - half * 0.9));
        canvas.line(wall.lighter(0.3), 3.0, 0.4, &format!("M{left:.1},{top:.1} A{half:.1},{half:.1} 0 0 1 {right:.1},{top:.1}"));
    }
    canvas.rect(wall.darker(0.3), 1.0, (0.0, h * 0.25), (w, 8.0), 0.0);
    canvas.rect(Rgb(0xe8c7a2), 1.0, (0.0, h * 0.9), (w, h), 0.0);
    canvas.glaze(Rgb(0xffffff), 0.25, &format!("M0,{h:.1} L{:.1},{:.1} H{:.1} L{:.1},{h:.1}Z", w * 0.31, h * 0.9, w * 0.54, w * 0.27));
    let x = step * (dice.pick(&[0.5, 1.5]) + dice.range(-0.1, 0.1));
    canvas.open(&format!("transform='translate({x:.1},{:.1}) translate(-342,-560)'", h * 0.93));
    canvas.glow(Rgb(0x3c1a10), 0.6, (360.0, 561.0), (40.0, 6.0));
    canvas.path(Rgb(0x1c1413), "M330,560 C326,520 330,500 336,486 a13,13 0 1 1 12,0 C354,500 358,520 354,560Z");
    canvas.close();
}

fn city(canvas: &mut Canvas, dice: &mut Dice) {
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

fn stairs(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
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
    canvas.add(format!("<path d='M-10,-10 H{wall:.1} V{:.1} L{:.1},{h:.1} H-10Z' fill='{plaster}'/>", h * 0.55, wall * 0.33));
    canvas.glaze(Rgb(0xcbb79c), 0.6, &format!("M-10,{:.1} L{wall:.1},{:.1} V{:.1} L{:.1},{h:.1} H-10Z", h * 0.3, h * 0.1, h * 0.55, wall * 0.33));
    let (x, y) = (wall * 0.5, h * 0.42);
    canvas.path(Rgb(0x37556b), &format!("M{:.1},{y:.1} a40,46 0 0 1 80,0 v110 h-80z", x - 40.0));
    canvas.line(Rgb(0xf6efe4), 4.0, 0.9, &format!("M{x:.1},{:.1} v156 M{:.1},{:.1} h80", y - 46.0, x - 40.0, y + 34.0));
}

fn record(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let cover = accent.unwrap_or_else(|| dice.pick(&[Rgb(0x7b2e33), Rgb(0x2f5d62), Rgb(0x4a3a66)]));
    sky(canvas, &[(0.0, cover.0), (1.0, cover.darker(0.5).0)]);
    middle(canvas, dice, 6.0);
    canvas.glow(Rgb(0x000000), 0.6, (246.0, 310.0), (270.0, 270.0));
    canvas.rect(Rgb(0x191417), 1.0, (40.0, 90.0), (400.0, 400.0), 10.0);
    canvas.circle(Rgb(0x0c0a0c), 1.0, 236.0, 292.0, 170.0);
    for ring in 0..21 {
        canvas.add(format!("<circle cx='236' cy='292' r='{}' fill='none' stroke='#2c262b' stroke-width='1.4'/>", 62 + ring * 5));
    }
    let label = dice.pick(&[Rgb(0xd8a13f), Rgb(0xc8503f), Rgb(0x6fa3a0)]);
    canvas.circle(label, 1.0, 236.0, 292.0, 58.0);
    canvas.circle(label.lighter(0.25), 1.0, 236.0, 292.0, 50.0);
    canvas.circle(Rgb(0x191417), 1.0, 236.0, 292.0, 7.0);
    canvas.glaze(Rgb(0xffffff), 0.09, "M236,292 L400,170 A205,205 0 0 0 330,120Z");
    canvas.glaze(Rgb(0xffffff), 0.06, "M236,292 L90,380 A170,170 0 0 0 130,426Z");
    canvas.line(Rgb(0xc9c3bb), 9.0, 1.0, "M420,120 L404,300 L336,380");
    canvas.circle(Rgb(0x8c857d), 1.0, 420.0, 116.0, 22.0);
    canvas.circle(Rgb(0xc9c3bb), 1.0, 420.0, 116.0, 11.0);
    canvas.add("<rect x='318' y='372' width='30' height='18' fill='#e9e4da' transform='rotate(-48 333 381)'/>");
    canvas.close();
}

fn plate(canvas: &mut Canvas, dice: &mut Dice) {
    let cloth = dice.pick(&[Rgb(0x4b5450), Rgb(0x6b5a4c), Rgb(0x54617a)]);
    let table = canvas.outward(0.5, 0.45, 0.8, &[(0.0, cloth, 1.0), (1.0, cloth.darker(0.5), 1.0)]);
    canvas.fill_all(&table);
    middle(canvas, dice, 10.0);
    canvas.glow(Rgb(0x000000), 0.65, (254.0, 320.0), (240.0, 240.0));
    canvas.circle(Rgb(0xe9e4da), 1.0, 240.0, 300.0, 190.0);
    canvas.circle(Rgb(0xf6f2ea), 1.0, 240.0, 300.0, 178.0);
    canvas.circle(Rgb(0xebe5da), 1.0, 240.0, 300.0, 128.0);
    for index in 0..44 {
        let (angle, reach) = (dice.range(0.0, 6.283), dice.range(4.0, 84.0));
        let (x, y) = (240.0 + angle.cos() * reach - 30.0, 300.0 + angle.sin() * reach);
        let color = [Rgb(0xe6bd62), Rgb(0xd9a949), Rgb(0xf0cf85)][index % 3];
        canvas.add(format!("<path d='M{x:.1},{y:.1} q17,-22 34,0 t34,2' stroke='{color}' stroke-width='9' fill='none' stroke-linecap='round' transform='rotate({:.0} {:.1} {y:.1})'/>", dice.range(0.0, 180.0), x + 30.0));
    }
    for index in 0..9 {
        let (angle, reach) = (index as f32 * 0.7 + dice.range(-0.2, 0.2), dice.range(14.0, 70.0));
        let (x, y) = (240.0 + angle.cos() * reach, 300.0 + angle.sin() * reach);
        canvas.circle(Rgb(0xb8352c), 1.0, x, y, dice.range(9.0, 14.0));
        canvas.circle(Rgb(0xffffff), 0.45, x - 3.0, y - 4.0, 3.0);
    }
    for index in 0..6 {
        let (x, y) = (240.0 + dice.range(-60.0, 60.0), 300.0 + dice.range(-56.0, 56.0));
        canvas.add(format!("<path d='M{x:.1},{y:.1} q16,-20 34,-4 q-14,18 -34,4Z' fill='#4f7a44' transform='rotate({} {x:.1} {y:.1})'/>", index * 58));
    }
    canvas.line(Rgb(0xc9c3bb), 9.0, 1.0, "M16,150 V470");
    canvas.path(Rgb(0xc9c3bb), "M458,470 L452,180 C456,150 474,140 480,160 L478,470Z");
    canvas.close();
}
