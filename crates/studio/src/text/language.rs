//! Which language a text is in, as far as that can be told.

use whatlang::{Detector, Lang};

/// The fewest letters by which a language can be told.
const FEWEST_LETTERS: usize = 40;
/// How sure it must be, 0 to 1: a wrong guess would cost a good caption.
const SURE: f64 = 0.9;

/// The languages that are told apart, with their names for people and engines.
const NAMES: [(Lang, &str); 15] = [
    (Lang::Eng, "English"),
    (Lang::Deu, "German"),
    (Lang::Fra, "French"),
    (Lang::Spa, "Spanish"),
    (Lang::Por, "Portuguese"),
    (Lang::Ita, "Italian"),
    (Lang::Nld, "Dutch"),
    (Lang::Pol, "Polish"),
    (Lang::Tur, "Turkish"),
    (Lang::Swe, "Swedish"),
    (Lang::Rus, "Russian"),
    (Lang::Ukr, "Ukrainian"),
    (Lang::Jpn, "Japanese"),
    (Lang::Kor, "Korean"),
    (Lang::Cmn, "Chinese"),
];

/// The name of a text's language; `None` when it is too short or not sure.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let plain: Vec<&str> = text.split_whitespace().filter(|word| !word.starts_with(['#', '@'])).collect();
    let plain = plain.join(" ");
    let letters = plain.chars().filter(|letter| letter.is_alphabetic()).count();
    // A letter of these writings says as much as several of ours.
    let is_dense = plain.chars().any(|letter| u32::from(letter) > 0x2E80);
    if letters < FEWEST_LETTERS && !(is_dense && letters >= FEWEST_LETTERS / 4) {
        return None;
    }
    let known = NAMES.map(|(language, _)| language);
    let found = Detector::with_allowlist(known.to_vec()).detect(&plain)?;
    let name = NAMES.iter().find(|(language, _)| *language == found.lang()).map(|(_, name)| *name);
    name.filter(|_| found.confidence() >= SURE)
}

/// Whether a text is surely in another language than `wanted`.
pub(super) fn is_other(text: &str, wanted: &str) -> bool {
    of(text).is_some_and(|found| !found.eq_ignore_ascii_case(wanted.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_where_it_can_be() {
        for (text, expected) in [
            (
                "There was nothing to do this morning, so I went down to the harbour and watched the boats with my coffee, and that was enough.",
                Some("English"),
            ),
            (
                "Heute war ein wunderschöner Tag, und ich habe am Wasser gesessen und an nichts gedacht. Manchmal reicht das.",
                Some("German"),
            ),
            ("今日はとても良い天気でした。海を見ていました。", Some("Japanese")),
            ("Slate day.", None),
            ("#sea #sand #sun #salt #summer #slow #sky #shore #sail", None),
        ] {
            assert_eq!(of(text), expected, "{text:?}");
        }
        assert!(is_other("Heute war ein wunderschöner Tag, und ich habe am Wasser gesessen.", "english"));
        assert!(!is_other("Slate day.", "German"));
    }
}
