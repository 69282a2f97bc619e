//! Word rules for prompts: what makes a character look under age is refused, in every language of the
//! rules at once. The rules are data (`rules.txt`); they look at whole words, so that "childhood"
//! and "girl next door" pass, and see through accents, look-alike letters, digits for letters and
//! letters set apart.
//!
//! They are for prompts. A bio may speak of a childhood, and a negative prompt may well name what is
//! not wanted.

mod east_asian;
mod words;

#[cfg(test)]
mod tests;

use crate::{Error, Result};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};
use words::{Word, split, tidy};

/// Below this a character is under age.
const ADULT: u32 = 18;
/// `girl, 15,` is an age, `girl, 2,` is a count.
const SMALLEST_BARE_AGE: u32 = 5;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::read(include_str!("rules.txt")));

/// Refuses a prompt that makes a character look under age; `field` is where it stands in the input.
///
/// # Errors
/// `validation_error` that names the word and says what to do.
pub(crate) fn check(field: &str, text: &str) -> Result<()> {
    find(text).map_or(Ok(()), |words| Err(Error::field(field, refusal(&words))))
}

/// Why a prompt with these words is refused, and what to do.
pub(crate) fn refusal(words: &str) -> String {
    format!(
        "\u{201c}{words}\u{201d} makes a character look under age. Characters are adults, 18 or over: take these words out, or say what you mean for an adult"
    )
}

/// The first words that make a character look under age.
pub(crate) fn find(text: &str) -> Option<String> {
    RULES.find(text)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Word(String),
    Prefix(String),
    /// A word right behind the one before, with no mark between.
    Joined(String),
    /// A number below 18.
    Age,
}

type Phrase = Vec<Piece>;

/// Phrases by their first word, so that a long prompt is read once.
#[derive(Debug, Default)]
struct Phrases {
    by_first_word: HashMap<String, Vec<Phrase>>,
    others: Vec<Phrase>,
}

#[derive(Debug, Default)]
struct Rules {
    refuse: Phrases,
    anywhere: Vec<String>,
    allow: Phrases,
    ages: Phrases,
    people: HashSet<String>,
    things: HashSet<String>,
    numbers: HashMap<String, u32>,
    tens: HashSet<String>,
}

impl Rules {
    fn read(data: &str) -> Self {
        let mut rules = Self::default();
        let mut section = "";
        for line in data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(';')) {
            if let Some(name) = line.strip_prefix('[') {
                section = name.split([' ', ']']).next().unwrap_or_default();
                continue;
            }
            let line = tidy(line);
            match section {
                "refuse" => rules.refuse.add(&line),
                "allow" => rules.allow.add(&line),
                "age" => rules.ages.add(&line),
                "anywhere" => rules.anywhere.push(line),
                "people" => drop(rules.people.insert(line)),
                "things" => drop(rules.things.insert(line)),
                "tens" => rules.tens.extend(line.split_whitespace().map(str::to_owned)),
                "numbers" => {
                    rules.numbers.extend(line.split_whitespace().map(str::to_owned).zip(1..ADULT));
                }
                _ => {}
            }
        }
        rules
    }

    fn find(&self, text: &str) -> Option<String> {
        let text = tidy(text);
        if let Some(found) = self.anywhere.iter().find(|rule| text.contains(rule.as_str())) {
            return Some(found.clone());
        }
        if let Some(found) = east_asian::age(&text) {
            return Some(found);
        }
        let words = split(&text, false);
        let shown = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let allowed = self.allowed(&words);
        for at in 0..words.len() {
            if let Some(length) = self.refuse.longest(self, &words, at)
                && !allowed.get(at..at + length).is_some_and(|allowed| allowed.contains(&true))
            {
                return words.get(at..at + length).map(shown);
            }
        }
        if let Some(found) = self.spelled_out(&words) {
            return Some(found);
        }
        let words = split(&text, true);
        let allowed = self.allowed(&words);
        (0..words.len()).filter(|at| !allowed.get(*at).copied().unwrap_or(false)).find_map(|at| {
            let length = self.ages.longest(self, &words, at).or_else(|| self.bare_age(&words, at))?;
            let is_thing = words.get(at + length).is_some_and(|next| self.things.contains(&next.text));
            (!is_thing).then(|| words.get(at..at + length).map(shown))?
        })
    }

    /// Which words belong to a harmless phrase.
    fn allowed(&self, words: &[Word]) -> Vec<bool> {
        let mut allowed = vec![false; words.len()];
        for at in 0..words.len() {
            let length = self.allow.longest(self, words, at).unwrap_or(0);
            allowed.iter_mut().skip(at).take(length).for_each(|allowed| *allowed = true);
        }
        allowed
    }

    /// Letters set apart: `t e e n`.
    fn spelled_out(&self, words: &[Word]) -> Option<String> {
        words
            .split(|word| word.text.chars().count() > 1)
            .filter(|letters| letters.len() >= 3)
            .map(|letters| letters.iter().map(|word| word.text.as_str()).collect::<String>())
            .find(|joined| self.refuse.longest(self, &split(joined, false), 0).is_some())
    }

    /// `girl, 15,` and the like.
    fn bare_age(&self, words: &[Word], at: usize) -> Option<usize> {
        let [person, number, ..] = words.get(at..)? else { return None };
        let age = number.number?;
        (self.people.contains(&person.text) && (SMALLEST_BARE_AGE..ADULT).contains(&age) && number.ends_a_piece)
            .then_some(2)
    }

    /// Whether the word at `at` is a number below 18, in digits or in words.
    fn is_under_age(&self, words: &[Word], at: usize) -> bool {
        let Some(word) = words.get(at) else { return false };
        if let Some(number) = word.number {
            return number < ADULT;
        }
        let is_tens = |back: usize| {
            at.checked_sub(back).and_then(|at| words.get(at)).is_some_and(|word| self.tens.contains(&word.text))
        };
        let joins = at
            .checked_sub(1)
            .and_then(|at| words.get(at))
            .is_some_and(|word| ["and", "y", "e", "et", "и"].contains(&word.text.as_str()));
        self.numbers.contains_key(&word.text) && !is_tens(1) && !(joins && is_tens(2))
    }
}

impl Phrases {
    fn add(&mut self, line: &str) {
        for line in alternatives(line) {
            let phrase: Phrase = line
                .split_whitespace()
                .map(|word| match (word, word.strip_suffix('*')) {
                    ("#", _) => Piece::Age,
                    (_, None) if word.starts_with('~') => Piece::Joined(word.trim_start_matches('~').to_owned()),
                    (_, Some(start)) => Piece::Prefix(start.to_owned()),
                    (word, None) => Piece::Word(word.to_owned()),
                })
                .collect();
            match phrase.first() {
                Some(Piece::Word(word)) => self.by_first_word.entry(word.clone()).or_default().push(phrase),
                Some(_) => self.others.push(phrase),
                None => {}
            }
        }
    }

    /// The length in words of the longest phrase that begins at `at`.
    fn longest(&self, rules: &Rules, words: &[Word], at: usize) -> Option<usize> {
        let first = words.get(at)?;
        let named = std::iter::once(&first.text).chain(&first.meant).filter_map(|word| self.by_first_word.get(word));
        named
            .flatten()
            .chain(&self.others)
            .filter(|phrase| {
                phrase.iter().enumerate().all(|(offset, piece)| {
                    let word = words.get(at + offset);
                    match piece {
                        Piece::Word(wanted) => word.is_some_and(|word| word.is(wanted)),
                        Piece::Prefix(wanted) => word.is_some_and(|word| word.starts_with(wanted)),
                        Piece::Joined(wanted) => {
                            let is_parted = at.checked_add(offset).and_then(|at| words.get(at.checked_sub(1)?));
                            word.is_some_and(|word| word.is(wanted)) && !is_parted.is_some_and(|word| word.ends_a_piece)
                        }
                        Piece::Age => rules.is_under_age(words, at + offset),
                    }
                })
            })
            .map(Vec::len)
            .max()
    }
}

/// Writes `(a|b) c` out as `a c` and `b c`.
fn alternatives(line: &str) -> Vec<String> {
    let Some((before, rest)) = line.split_once('(') else { return vec![line.to_owned()] };
    let Some((choices, after)) = rest.split_once(')') else { return vec![line.to_owned()] };
    choices.split('|').flat_map(|choice| alternatives(&format!("{before}{choice}{after}"))).collect()
}
