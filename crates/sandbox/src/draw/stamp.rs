//! The mark in the corner of every picture: "drawn, not made by a model". Its letters are strokes of our own, so that
//! no font is needed.

use std::fmt::Write;

use super::canvas::Canvas;

const TEXT: &str = "drawn, not made by a model";

/// A letter's strokes, the line of writing at 0 and small letters 10 high, and how wide it is.
fn letter(letter: char) -> (&'static str, f32) {
    match letter {
        'a' => ("M9,-10 V0 M9,-5 a4.5,5 0 1 1 -9,0 a4.5,5 0 1 1 9,0", 9.0),
        'b' => ("M0,-16 V0 M0,-5 a4.5,5 0 1 1 9,0 a4.5,5 0 1 1 -9,0", 9.0),
        'd' => ("M9,-16 V0 M9,-5 a4.5,5 0 1 1 -9,0 a4.5,5 0 1 1 9,0", 9.0),
        'e' => ("M0.2,-5.2 H9 A4.5,5 0 1 0 7.6,-1.4", 9.0),
        'l' => ("M0.5,-16 V0", 1.0),
        'm' => ("M0,-10 V0 M0,-6 a3.5,4 0 0 1 7,0 V0 M7,-6 a3.5,4 0 0 1 7,0 V0", 14.0),
        'n' => ("M0,-10 V0 M0,-5.8 a4.2,4.2 0 0 1 8.4,0 V0", 8.4),
        'o' => ("M0,-5 a4.5,5 0 1 1 9,0 a4.5,5 0 1 1 -9,0", 9.0),
        'r' => ("M0,-10 V0 M0,-5.5 a4.6,4.6 0 0 1 5,-4.4", 5.0),
        't' => ("M2.5,-14 V-3 a3,3 0 0 0 3.5,2.9 M0,-10 H6", 6.0),
        'w' => ("M0,-10 L3.2,0 L6.4,-9.4 L9.6,0 L12.8,-10", 12.8),
        'y' => ("M0,-10 L4.5,-0.4 M9,-10 L4,2.6 q-0.9,2 -3,1.7", 9.0),
        ',' => ("M1,-0.6 L-0.4,2.8", 1.0),
        _ => ("", 2.4),
    }
}

/// Writes the mark into the lower left corner.
pub(super) fn draw(canvas: &mut Canvas) {
    let (mut strokes, mut x) = (String::new(), 0.0);
    for sign in TEXT.chars() {
        let (d, width) = letter(sign);
        if !d.is_empty() {
            let _ = write!(strokes, "<path transform='translate({x:.1},0)' d='{d}'/>");
        }
        x += width + 3.6;
    }
    let length = x - 3.6;
    // Quiet, but to be read: a little over a third of the sheet's shorter side.
    let scale = canvas.width.min(canvas.height) * 0.36 / length;
    let (left, bottom) = (14.0, canvas.height - 16.0);
    let (pad_x, pad_y) = (9.0, 8.0);
    canvas.open(&format!("transform='translate({:.2},{bottom:.2}) scale({scale:.4})'", left + pad_x * scale));
    canvas.add(format!(
        "<rect x='{:.1}' y='{:.1}' width='{:.1}' height='{:.1}' rx='9' fill='#0d0b0a' opacity='.34'/>",
        -pad_x,
        -16.0 - pad_y,
        length + 2.0 * pad_x,
        20.0 + 2.0 * pad_y,
    ));
    canvas.add(format!(
        "<g fill='none' stroke='#fffaf0' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round' opacity='.86'>{strokes}</g>"
    ));
    canvas.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_mark_is_drawn() {
        for sign in TEXT.chars().filter(|sign| *sign != ' ') {
            assert!(!letter(sign).0.is_empty(), "{sign}");
        }
    }
}
