//! Still lifes: vases, coffee, a record, a plate.

use super::backdrop::sky;
use super::canvas::Canvas;
use super::dice::Dice;
use super::palette::Rgb;

/// Opens a group in which a still life of 480 by 600 lies in the middle, a little moved and turned by the seed.
fn middle(canvas: &mut Canvas, dice: &mut Dice, turn: f32) {
    let scale = (canvas.width / 480.0).min(canvas.height / 600.0).max(1.0) * dice.range(0.96, 1.08);
    let (x, y) = (canvas.width / 2.0 + dice.range(-18.0, 18.0), canvas.height / 2.0 + dice.range(-14.0, 14.0));
    let angle = dice.range(-turn, turn);
    canvas.open(&format!(
        "transform='translate({x:.1},{y:.1}) rotate({angle:.1}) scale({scale:.3}) translate(-240,-300)'"
    ));
}

pub(super) fn vases(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let wall = dice.pick(&[0xe6ded2, 0xdfe3de, 0xe8d6c4, 0xd7dde2]);
    sky(canvas, &[(0.0, wall), (1.0, Rgb(wall).darker(0.14).0)]);
    canvas.glaze(
        Rgb(0xfff6e2),
        0.4,
        &format!(
            "M{:.1},-10 L{:.1},-10 L{:.1},{:.1} L{:.1},{:.1} Z",
            w * 0.54,
            w + 10.0,
            w + 10.0,
            h * 0.5,
            w * 0.25,
            h * 0.7
        ),
    );
    let table = canvas.fall(&[(0.0, Rgb(0xb08a64), 1.0), (1.0, Rgb(0x7e5d40), 1.0)]);
    canvas.add(format!(
        "<rect x='-5' y='{:.1}' width='{:.1}' height='{:.1}' fill='{table}'/>",
        h * 0.7,
        w + 10.0,
        h * 0.31
    ));
    canvas.open(&format!(
        "transform='translate({:.1},{:.1})'",
        (w - 480.0) / 2.0 + dice.range(-20.0, 20.0),
        h * 0.7 - 420.0
    ));
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
    canvas.add(format!(
        "<path d='M276,500 C246,450 256,380 300,370 L304,340 H340 L344,370 C388,380 398,450 368,500Z' fill='{second}'/>"
    ));
    canvas.add(format!("<path d='M402,470 C390,430 392,400 420,398 H446 C470,400 472,430 460,470Z' fill='{third}'/>"));
    canvas.ellipse(tall.darker(0.5), 1.0, (166.0, 221.0), (30.0, 5.0));
    canvas.line(
        Rgb(0x5d6b45),
        4.0,
        1.0,
        "M166,224 C160,150 130,110 90,70 M166,224 C170,150 190,90 230,50 M166,224 C168,170 168,110 160,30",
    );
    let flower = accent
        .filter(|_| dice.chance(0.5))
        .unwrap_or_else(|| dice.pick(&[Rgb(0x7d8f5c), Rgb(0x93a56c), Rgb(0xe6b1a0), Rgb(0xf0d79a)]));
    for (index, (x, y)) in [
        (90.0, 70.0),
        (112.0, 96.0),
        (230.0, 50.0),
        (208.0, 84.0),
        (160.0, 30.0),
        (166.0, 90.0),
        (132.0, 116.0),
        (190.0, 120.0),
    ]
    .into_iter()
    .enumerate()
    {
        let leaf = if index % 3 == 0 { flower } else { dice.pick(&[Rgb(0x7d8f5c), Rgb(0x93a56c), Rgb(0x68794a)]) };
        canvas.add(format!(
            "<ellipse cx='{x}' cy='{y}' rx='20' ry='9' fill='{leaf}' transform='rotate({:.0} {x} {y})'/>",
            index as f32 * 47.0 + dice.range(-20.0, 20.0)
        ));
    }
    canvas.close();
}

pub(super) fn coffee(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let (w, h) = (canvas.width, canvas.height);
    let wood = dice.pick(&[Rgb(0x8a6a4e), Rgb(0x7b6a5c), Rgb(0x9a7350)]);
    let table = canvas.outward(0.5, 0.45, 0.8, &[(0.0, wood, 1.0), (1.0, wood.darker(0.5), 1.0)]);
    canvas.fill_all(&table);
    let mut y = 0.0;
    while y < h {
        canvas.rect(wood.darker(0.6), 0.4, (0.0, y), (w, 2.0), 0.0);
        y += 46.0;
    }
    canvas.glaze(
        Rgb(0xffe4b8),
        0.16,
        &format!("M-20,-20 L{:.1},-20 L{:.1},{:.1} L-20,{:.1}Z", w * 0.44, w * 0.12, h + 20.0, h + 20.0),
    );
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
            canvas.line(
                Rgb(0xf3e3ca),
                8.0,
                0.95,
                &format!("M{:.1},{y:.1} Q250,{:.1} {:.1},{y:.1}", 250.0 - reach, y + 26.0, 250.0 + reach),
            );
        }
        canvas.line(Rgb(0xf3e3ca), 5.0, 0.95, "M250,246 V376");
    }
    canvas.line(Rgb(0xffffff), 4.0, 0.6, "M168,262 A94,94 0 0 1 214,226");
    canvas.path(Rgb(0xc9c3bb), "M60,196 C76,190 84,206 74,220 L22,330 L14,326 L54,214 C50,206 52,200 60,196Z");
    canvas.path(Rgb(0xd8cdbd), "M50,470 L170,560 L80,640 L-30,560Z");
    canvas.path(Rgb(0xfbf7f0), "M60,480 L158,556 L82,622 L-10,556Z");
    canvas.close();
}

pub(super) fn record(canvas: &mut Canvas, accent: Option<Rgb>, dice: &mut Dice) {
    let cover = accent.unwrap_or_else(|| dice.pick(&[Rgb(0x7b2e33), Rgb(0x2f5d62), Rgb(0x4a3a66)]));
    sky(canvas, &[(0.0, cover.0), (1.0, cover.darker(0.5).0)]);
    middle(canvas, dice, 6.0);
    canvas.glow(Rgb(0x000000), 0.6, (246.0, 310.0), (270.0, 270.0));
    canvas.rect(Rgb(0x191417), 1.0, (40.0, 90.0), (400.0, 400.0), 10.0);
    canvas.circle(Rgb(0x0c0a0c), 1.0, 236.0, 292.0, 170.0);
    for ring in 0..21 {
        canvas.add(format!(
            "<circle cx='236' cy='292' r='{}' fill='none' stroke='#2c262b' stroke-width='1.4'/>",
            62 + ring * 5
        ));
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

pub(super) fn plate(canvas: &mut Canvas, dice: &mut Dice) {
    let cloth = dice.pick(&[Rgb(0x4b5450), Rgb(0x6b5a4c), Rgb(0x54617a)]);
    let table = canvas.outward(0.5, 0.45, 0.8, &[(0.0, cloth, 1.0), (1.0, cloth.darker(0.5), 1.0)]);
    canvas.fill_all(&table);
    middle(canvas, dice, 10.0);
    canvas.glow(Rgb(0x000000), 0.65, (254.0, 320.0), (240.0, 240.0));
    canvas.circle(Rgb(0xe9e4da), 1.0, 240.0, 300.0, 190.0);
    canvas.circle(Rgb(0xf6f2ea), 1.0, 240.0, 300.0, 178.0);
    canvas.circle(Rgb(0xebe5da), 1.0, 240.0, 300.0, 128.0);
    for index in 0..44 {
        let (angle, reach) = (dice.range(0.0, std::f32::consts::TAU), dice.range(4.0, 84.0));
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
