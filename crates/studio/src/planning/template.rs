//! Templates of prompts and captions: words with variables in braces, filled in for one firing.

use super::{strategy::Strategy, time};
use crate::{Error, Result};
use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use troupe_library::tables::characters::CharacterRow;

/// The variables and what each stands for.
pub(crate) const VARIABLES: [(&str, &str); 11] = [
    ("character", "the character's name"),
    ("first_name", "the first word of its name"),
    ("location", "where it lives"),
    ("topic", "one of its topics, another each time"),
    ("interest", "one of its interests, another each time"),
    ("weekday", "Monday to Sunday"),
    ("date", "20 November"),
    ("month", "January to December"),
    ("season", "spring, summer, autumn or winter, as in the north"),
    ("description", "what the creator wrote on the picture"),
    (CAPTION, "in a caption: words that your text engine writes for the picture, in the character's voice"),
];

/// What a text engine writes; a caption may hold it, a prompt may not.
const CAPTION: &str = "caption";

/// Refuses a variable that is not known.
///
/// # Errors
/// `validation_error` for `field`, with those that are.
pub(crate) fn check(field: &str, template: &str) -> Result<()> {
    for name in names(template) {
        if !VARIABLES.iter().any(|(known, _)| *known == name) {
            let known: Vec<String> = VARIABLES.iter().map(|(name, _)| format!("{{{name}}}")).collect();
            return Err(Error::field(field, format!("{{{name}}} is not known; known are {}", known.join(", "))));
        }
    }
    Ok(())
}

/// The same for a prompt, which has no picture yet that a caption could be about.
///
/// # Errors
/// `validation_error` for `field`.
pub(crate) fn check_prompt(field: &str, template: &str) -> Result<()> {
    if asks_engine(template) {
        return Err(Error::field(field, "{caption} is for captions: a prompt is filled in before there is a picture"));
    }
    check(field, template)
}

/// Whether a template wants words of a text engine's.
pub(crate) fn asks_engine(template: &str) -> bool {
    names(template).any(|name| name == CAPTION)
}

/// Whether a text holds a known variable.
pub(crate) fn has_variables(text: &str) -> bool {
    names(text).any(|name| VARIABLES.iter().any(|(known, _)| *known == name))
}

/// The names in braces: letters and underscores alone, so that the braces of a prompt's weights are left alone.
fn names(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .filter(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
}

/// What a template is filled with.
#[derive(Debug)]
pub(crate) struct Occasion<'a> {
    pub(crate) character: &'a CharacterRow,
    pub(crate) strategy: &'a Strategy,
    /// When it is posted.
    pub(crate) at: DateTime<Utc>,
    pub(crate) zone: Tz,
    /// Which of several words is taken: counts up from firing to firing.
    pub(crate) turn: usize,
    /// What the creator wrote on the picture.
    pub(crate) description: &'a str,
    /// What a text engine wrote for it; without it the description stands in its place.
    pub(crate) caption: Option<&'a str>,
}

impl Occasion<'_> {
    /// The template with every variable filled in; one without a value leaves nothing behind.
    pub(crate) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((name, behind)) if is_name(name) => {
                    filled.push_str(&self.value(name));
                    rest = behind;
                }
                _ => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        // A variable without a value leaves two spaces, or one before a full stop.
        let lines =
            filled.lines().map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    }

    fn value(&self, name: &str) -> String {
        let wall = time::wall_time(self.at, self.zone);
        let turn = |words: &[String]| words.get(self.turn % words.len().max(1)).cloned();
        match name {
            "character" => self.character.name.clone(),
            "first_name" => self.character.name.split_whitespace().next().unwrap_or_default().to_owned(),
            "location" => self.character.location.clone(),
            "topic" => turn(&self.strategy.topics)
                .or_else(|| turn(&self.character.personality.preferred_topics))
                .or_else(|| turn(&self.character.interests))
                .unwrap_or_default(),
            "interest" => turn(&self.character.interests).unwrap_or_default(),
            "weekday" => wall.format("%A").to_string(),
            "date" => wall.format("%-d %B").to_string(),
            "month" => wall.format("%B").to_string(),
            "season" => ["winter", "spring", "summer", "autumn"]
                .get((wall.month() as usize % 12) / 3)
                .copied()
                .unwrap_or_default()
                .to_owned(),
            "description" => self.description.trim().to_owned(),
            CAPTION => self.caption.unwrap_or(self.description).trim().to_owned(),
            _ => String::new(),
        }
    }
}
