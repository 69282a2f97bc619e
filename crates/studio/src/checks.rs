//! Checks of fields, gathered, so that a person hears of all that needs another look at once.

use crate::{Error, FieldError, Result, word_rules};
use troupe_library::Lora;

/// The longest name, in letters.
const LONGEST_NAME: usize = 200;
/// The longest text of a field that is read by people, in letters.
pub(crate) const LONGEST_TEXT: usize = 20_000;
/// The longest prompt, in letters. ComfyUI's text encoders read it in pieces, and models look at a few
/// hundred words at most.
pub(crate) const LONGEST_PROMPT: usize = 20_000;
/// The most entries of a list of words, and the longest of them, in letters.
const MOST_WORDS: usize = 100;
const LONGEST_WORD: usize = 500;
/// The most LoRAs of one picture, and how strongly each may be applied.
const MOST_LORAS: usize = 16;
const LORA_STRENGTH: std::ops::RangeInclusive<f64> = -2.0..=2.0;

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    faults: Vec<FieldError>,
    /// Stands before each field's name, such as `files[0].`.
    at: String,
}

impl Checks {
    /// Checks of fields below `at`, such as `characters[3].`.
    pub(crate) fn at(at: impl Into<String>) -> Self {
        Self { faults: Vec::new(), at: at.into() }
    }

    /// Notes a fault.
    pub(crate) fn fault(&mut self, field: &str, message: impl Into<String>) {
        self.faults.push(FieldError { field: format!("{}{field}", self.at), message: message.into() });
    }

    /// A name: something to read, on one line, not too long. It is trimmed.
    pub(crate) fn name(&mut self, field: &str, name: &mut String) {
        *name = name.trim().to_owned();
        if !name.chars().any(|letter| !letter.is_whitespace() && !is_unseen(letter)) {
            self.fault(field, "must have something to read in it");
        } else if name.chars().any(is_unseen) {
            self.fault(field, "must be on one line, without control letters");
        }
        self.length(field, name, LONGEST_NAME);
    }

    /// A text for people.
    pub(crate) fn text(&mut self, field: &str, text: &str) {
        self.length(field, text, LONGEST_TEXT);
    }

    /// Words that become part of a prompt.
    pub(crate) fn prompt(&mut self, field: &str, prompt: &str) {
        self.length(field, prompt, LONGEST_PROMPT);
        if let Some(words) = word_rules::find(prompt) {
            self.fault(field, word_rules::refusal(&words));
        }
    }

    /// Words of a negative prompt: they say what is not wanted, so no word is refused.
    pub(crate) fn negative_prompt(&mut self, field: &str, prompt: &str) {
        self.length(field, prompt, LONGEST_PROMPT);
    }

    /// A list of words: trimmed, without empty ones and repeats.
    pub(crate) fn words(&mut self, field: &str, words: &mut Vec<String>) {
        let mut tidy: Vec<String> = Vec::new();
        for word in words.drain(..) {
            let word = word.trim().to_owned();
            if !word.is_empty() && !tidy.contains(&word) {
                tidy.push(word);
            }
        }
        *words = tidy;
        if words.len() > MOST_WORDS {
            self.fault(field, format!("must be at most {MOST_WORDS}"));
        }
        for (at, word) in words.iter().enumerate() {
            self.length(&format!("{field}[{at}]"), word, LONGEST_WORD);
        }
    }

    /// A value from 0 to 1.
    pub(crate) fn score(&mut self, field: &str, value: f64) {
        self.within(field, value, 0.0..=1.0);
    }

    /// A value within a range.
    pub(crate) fn within(&mut self, field: &str, value: f64, range: std::ops::RangeInclusive<f64>) {
        if !range.contains(&value) {
            self.fault(field, format!("must be from {} to {}", range.start(), range.end()));
        }
    }

    /// LoRAs: named, not too many, within their strength.
    pub(crate) fn loras(&mut self, field: &str, loras: &mut [Lora]) {
        if loras.len() > MOST_LORAS {
            self.fault(field, format!("must be at most {MOST_LORAS}"));
        }
        for (at, lora) in loras.iter_mut().enumerate() {
            self.name(&format!("{field}[{at}].name"), &mut lora.name);
            self.within(&format!("{field}[{at}].strength"), lora.strength, LORA_STRENGTH);
        }
    }

    /// An optional name: empty counts as none.
    pub(crate) fn optional_name(&mut self, field: &str, name: &mut Option<String>) {
        *name = name.take().filter(|name| !name.trim().is_empty());
        if let Some(name) = name {
            self.name(field, name);
        }
    }

    /// All faults in one error.
    pub(crate) fn done(self) -> Result<()> {
        if self.faults.is_empty() { Ok(()) } else { Err(Error::fields(self.faults)) }
    }

    fn length(&mut self, field: &str, text: &str, longest: usize) {
        // Most texts are short in bytes already, and counting letters takes time.
        if text.len() > longest && text.chars().count() > longest {
            self.fault(field, format!("must be at most {longest} letters"));
        }
    }
}

/// Control letters and those that turn the direction of writing.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_fault_is_told_with_its_place() {
        let mut checks = Checks::at("characters[2].");
        checks.name("name", &mut " \u{200b} ".into());
        checks.name("nick", &mut "a\nb".into());
        checks.text("bio", &"ü".repeat(LONGEST_TEXT + 1));
        checks.score("personality.humor", 1.01);
        checks.score("personality.creativity", f64::NAN);
        checks.prompt("appearance.prompt_prefix", "schoolgirl");
        checks.negative_prompt("appearance.negative_prompt", "schoolgirl");
        checks.loras("loras", &mut [Lora { name: "a".into(), strength: 3.0 }]);
        let error = checks.done().unwrap_err();
        let fields: Vec<_> =
            error.details["fields"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect();
        assert_eq!(
            fields,
            [
                "characters[2].name",
                "characters[2].nick",
                "characters[2].bio",
                "characters[2].personality.humor",
                "characters[2].personality.creativity",
                "characters[2].appearance.prompt_prefix",
                "characters[2].loras[0].strength",
            ]
        );
    }

    #[test]
    fn words_are_tidied() {
        let mut words = vec![" a ".into(), String::new(), "b".into(), "a".into()];
        let mut checks = Checks::default();
        checks.words("interests", &mut words);
        checks.done().unwrap();
        assert_eq!(words, ["a", "b"]);
    }
}
