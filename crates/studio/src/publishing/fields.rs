//! What the fields of a post may hold before any platform is asked: words, crops, agreements. Making and changing a
//! post check the same.

use super::create::NewPosts;
use crate::checks::Checks;
use troupe_library::tables::post_media::Crop;

/// The most hashtags and mentions, and the longest of them, in letters.
const MOST_WORDS: usize = 60;
const LONGEST_WORD: usize = 150;
/// The longest caption, title, comment and alt text, in letters: above what any platform takes.
const LONGEST_CAPTION: usize = 70_000;
const LONGEST_LINE: usize = 10_000;
/// The latest that a post may still go out, in minutes: a week.
const LATEST_MINUTES: i64 = 7 * 24 * 60;

/// Hashtags and mentions as they are stored: without their sign, each once.
pub(crate) fn words(field: &str, sign: char, given: &[String], checks: &mut Checks) -> Vec<String> {
    if given.len() > MOST_WORDS {
        checks.fault(field, format!("must be {MOST_WORDS} at most"));
    }
    let mut kept: Vec<String> = Vec::new();
    for (at, word) in given.iter().enumerate().take(MOST_WORDS) {
        let word = word.trim().trim_start_matches(sign).to_owned();
        if word.is_empty() {
            continue;
        }
        if word.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == sign && sign == '#') {
            checks.fault(&format!("{field}[{at}]"), "must be one word, without blanks");
        } else if word.chars().count() > LONGEST_WORD {
            checks.fault(&format!("{field}[{at}]"), format!("must have {LONGEST_WORD} letters at most"));
        } else if !kept.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
            kept.push(word);
        }
    }
    kept
}

/// Every text of new posts.
pub(super) fn check_texts(new: &NewPosts, checks: &mut Checks) {
    check_length("caption", &new.caption, LONGEST_CAPTION, checks);
    for (field, text) in [("title", &new.title), ("first_comment", &new.first_comment)] {
        check_length(field, text.as_deref().unwrap_or_default(), LONGEST_LINE, checks);
    }
    for (at, text) in new.alt_texts.iter().enumerate() {
        check_length(&format!("alt_texts[{at}]"), text, LONGEST_LINE, checks);
    }
    if new.alt_texts.len() > new.content_ids.len() {
        checks.fault("alt_texts", "must be one for each file, in their order");
    }
    check_late(new.late_minutes.unwrap_or(0), checks);
}

/// How late a post may go out, in minutes.
pub(crate) fn check_late(minutes: i64, checks: &mut Checks) {
    if !(0..=LATEST_MINUTES).contains(&minutes) {
        checks.fault("late_minutes", format!("must be from 0 to {LATEST_MINUTES}, which is a week"));
    }
}

/// A text of a post, at most `longest` letters long.
fn check_length(field: &str, text: &str, longest: usize, checks: &mut Checks) {
    let count = text.chars().count();
    if count > longest {
        checks.fault(field, format!("must have {longest} letters at most; these are {count}"));
    }
    if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t' | '\r')) {
        checks.fault(field, "must not hold control letters");
    }
}

/// Checks a caption.
pub(crate) fn check_caption(text: &str, checks: &mut Checks) {
    check_length("caption", text, LONGEST_CAPTION, checks);
}

/// Checks a title, a comment or an alt text.
pub(crate) fn check_line(field: &str, text: &str, checks: &mut Checks) {
    check_length(field, text, LONGEST_LINE, checks);
}

/// What a creator can agree to.
pub(crate) fn check_agreements(allowed: &[String], checks: &mut Checks) {
    let known = super::guards::AGREEMENTS;
    for (at, agreed) in allowed.iter().enumerate() {
        if !known.contains(&agreed.as_str()) {
            checks.fault(&format!("allowed[{at}]"), format!("must be one of: {}", known.join(", ")));
        }
    }
}

/// A part of a picture.
pub(crate) fn check_crop(field: &str, crop: Crop, checks: &mut Checks) {
    let is_share = |figure: f64| (0.0..=1.0).contains(&figure);
    let is_within = is_share(crop.x)
        && is_share(crop.y)
        && crop.width > 0.0
        && crop.height > 0.0
        && crop.x + crop.width <= 1.0001
        && crop.y + crop.height <= 1.0001;
    if !is_within {
        checks.fault(field, "must lie within the picture: x, y, width and height are shares of it, from 0 to 1");
    }
}
