//! The stand-in's writing: sentences laid together from lists, chosen by who speaks, where, about what, and the seed.
//! The same question gives the same words, on every machine; another character, platform or seed gives others. It reads
//! the question as a model would, by its words, and keeps to the schema and the limits that stand in it.

mod brief;
mod caption;
mod fill;
mod other;
mod picture;
mod scene;
mod spoil;

use super::asked::Asked;
use super::faults::TextFaultKind;
use crate::draw::Dice;
use brief::Brief;

/// Writes the answer to a question, spoiled as the fault wants it.
pub(super) fn write(asked: &Asked, fault: Option<TextFaultKind>) -> String {
    let brief = Brief::read(asked);
    let text = match &asked.schema {
        Some(schema) => fill::fill(&brief, schema, fault).to_string(),
        None => other::free(&brief, 0),
    };
    match fault {
        Some(TextFaultKind::Empty) => String::new(),
        Some(TextFaultKind::Refusal) => spoil::REFUSAL.to_owned(),
        Some(TextFaultKind::BrokenJson) => spoil::broken(&text),
        Some(TextFaultKind::WrongForm) => spoil::WRONG_FORM.to_owned(),
        Some(TextFaultKind::OtherLanguage) if asked.schema.is_none() => spoil::OTHER_LANGUAGE.to_owned(),
        Some(TextFaultKind::OverLimit) if asked.schema.is_none() => spoil::too_long(&text),
        _ => text,
    }
}

/// Dice for one choice of one text.
fn dice(brief: &Brief, what: &str, number: u64) -> Dice {
    Dice::new(&format!("{}|{}|{}|{what}", brief.name, brief.platform, brief.subject), brief.seed.wrapping_add(number))
}

/// The text with a capital first.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// The longest beginning of `text` of at most `most` letters that ends with a sentence, else with a word.
fn within(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most).collect();
    let sentence = start.rfind(['.', '!', '?']).map(|end| end + 1);
    let end = sentence.or_else(|| start.rfind(' ')).unwrap_or(start.len());
    start[..end].trim_end().to_owned()
}
