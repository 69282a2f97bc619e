//! How one picture of a person is taken: framing, pose, expression, light.

use super::Drawing;
use super::dice::Dice;
use super::words::Words;

/// How one picture is taken.
#[derive(Debug, Clone)]
pub(super) struct Shot {
    /// 1 is head and shoulders.
    pub(super) scale: f32,
    /// Where the face is, as shares of the picture's width and height.
    pub(super) place: (f32, f32),
    /// The head's tilt in degrees.
    pub(super) tilt: f32,
    /// How far the head is turned, in units: the features move with it.
    pub(super) turn: f32,
    /// Where the eyes look, in units.
    pub(super) gaze: (f32, f32),
    /// The light comes from the left.
    pub(super) light_left: bool,
    pub(super) mouth: Mouth,
    pub(super) eyes: EyesState,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mouth {
    /// Closed; 0 serious to 1 smiling.
    Closed(f32),
    Open,
    /// Rounded, as in surprise.
    Round,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EyesState {
    Open,
    Lowered,
    Laughing,
}

/// Words that take the colour away.
pub(super) const MONOCHROME: &[&str] = &["black and white", "monochrome", "b w", "grayscale", "greyscale"];

impl Shot {
    /// The shot that the words ask for; what they leave open is decided by the seed.
    pub(super) fn read(words: &Words, unwanted: &Words, drawing: &Drawing, wide: bool) -> Self {
        let mut dice = Dice::new("shot", drawing.seed ^ drawing.index.wrapping_mul(0x5851_f42d_4c95_7f2d));
        let rolled_scale = dice.range(1.08, 1.6);
        let scale = if words.has(&["extreme close up", "extreme closeup", "macro"]) {
            2.0
        } else if words.has(&["close up", "closeup", "headshot", "face shot"]) {
            dice.range(1.55, 1.75)
        } else if words.has(&["full body", "full length", "wide shot", "long shot"]) {
            dice.range(0.78, 0.86)
        } else if words.has(&["half body", "upper body", "medium shot", "waist up", "cowboy shot"]) {
            dice.range(0.92, 1.04)
        } else {
            rolled_scale
        };
        // In a wide picture the person stands to one side, on a third.
        let side = if dice.chance(0.5) { -1.0 } else { 1.0 };
        let sideways = if wide && scale < 1.6 { side * dice.range(0.1, 0.17) } else { dice.range(-0.07, 0.07) };
        let place = (0.5 + sideways, dice.range(0.43, 0.49));
        let tilt = dice.range(-8.5, 8.5);
        let toward_middle = -sideways.signum() * if wide { 1.0 } else { dice.pick(&[-1.0, 1.0]) };
        let turn = if words.has(&["looking at camera", "looking at viewer", "frontal", "front view"]) {
            0.0
        } else {
            toward_middle * dice.range(0.0, 6.5)
        };
        let away = words.has(&["looking away", "looking to the side", "side glance", "profile"]);
        let gaze = if away { (side * 5.0, -1.0) } else { (dice.pick(&[0.0, 0.0, 0.0, 0.0, -4.5, 4.5]), 0.0) };
        let rolled_mouth =
            dice.pick(&[Mouth::Closed(0.3), Mouth::Closed(0.6), Mouth::Closed(0.8), Mouth::Closed(0.1), Mouth::Open]);
        let smiling = words.has(&["smile", "smiling", "happy", "joyful", "cheerful", "grin", "grinning"]);
        let laughing = words.has(&["laughing", "laugh", "laughs"]);
        let serious = words.has(&[
            "serious",
            "stern",
            "pensive",
            "moody",
            "melancholic",
            "neutral expression",
            "thoughtful",
            "sad",
        ]);
        let mouth = if laughing {
            Mouth::Open
        } else if words.has(&["surprised", "astonished", "singing"]) {
            Mouth::Round
        } else if smiling && !unwanted.has(&["smile", "smiling"]) {
            if words.has(&["soft smile", "slight smile", "gentle smile", "subtle smile"]) {
                Mouth::Closed(0.75)
            } else {
                Mouth::Open
            }
        } else if serious || unwanted.has(&["smile", "smiling"]) {
            Mouth::Closed(0.0)
        } else {
            rolled_mouth
        };
        let eyes = if words.has(&["eyes closed", "closed eyes", "sleeping", "meditating", "serene"]) {
            EyesState::Lowered
        } else if laughing && dice.chance(0.6) {
            EyesState::Laughing
        } else {
            EyesState::Open
        };
        Self { scale, place, tilt, turn, gaze, light_left: dice.chance(0.6), mouth, eyes }
    }
}
