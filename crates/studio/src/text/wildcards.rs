//! Wildcards and variables of a prompt. `__colour__` is one word of the wildcard of that name, `{warm|cold}` one of the
//! words between the bars, and `{weekday}` and its like are the variables of captions ([`crate::planning::template`]).
//! Which word is taken follows from the seed, so that a draw can be made again. Weights as `(word:1.2)` are left alone.

use crate::{
    Error, Result,
    generation::random_seed,
    planning::template::{self, Occasion},
};
use std::collections::BTreeMap;

/// The sign around a wildcard's name.
const SIGN: &str = "__";
/// Wildcards may stand in the words of others, at most so deep.
const DEEPEST: usize = 5;
/// The longest prompt that comes of a draw, in bytes.
const LONGEST: usize = 20_000;
/// More combinations than this are not counted.
const MOST_COMBINATIONS: u64 = 1_000_000_000;

/// Every wildcard's words by its name.
pub(crate) type Words = BTreeMap<String, Vec<String>>;

/// A place of a prompt that is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Words as they stand.
    Plain(&'a str),
    /// `__name__`.
    Wildcard(&'a str),
    /// `{a|b}`.
    Choice(Vec<&'a str>),
}

/// Splits a prompt at its wildcards and choices.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = [rest.find(SIGN), rest.find('{')].into_iter().flatten().min();
        let Some(start) = next else {
            parts.push(Part::Plain(rest));
            break;
        };
        let (before, after) = rest.split_at(start);
        match special(after) {
            Some((part, length)) => {
                if !before.is_empty() {
                    parts.push(Part::Plain(before));
                }
                parts.push(part);
                rest = &after[length..];
            }
            None => {
                // A sign that begins nothing stands for itself.
                let end = start + after.chars().next().map_or(1, char::len_utf8);
                parts.push(Part::Plain(&rest[..end]));
                rest = &rest[end..];
            }
        }
    }
    parts
}

fn special(text: &str) -> Option<(Part<'_>, usize)> {
    if let Some(inner) = text.strip_prefix(SIGN) {
        let end = inner.find(SIGN)?;
        let name = &inner[..end];
        return is_name(name).then_some((Part::Wildcard(name), end + 2 * SIGN.len()));
    }
    let inner = text.strip_prefix('{')?;
    let end = inner.find(['{', '}'])?;
    let choices = inner[..end].split('|').map(str::trim);
    let is_choice = inner[end..].starts_with('}') && inner[..end].contains('|');
    is_choice.then(|| (Part::Choice(choices.collect()), end + 2))
}

/// Whether a wildcard may be called so: letters, digits, spaces, dashes and slashes, a letter or digit first.
pub(crate) fn is_name(name: &str) -> bool {
    let fits = |letter: char| letter.is_alphanumeric() || " -/".contains(letter);
    name.chars().next().is_some_and(char::is_alphanumeric) && name.chars().all(fits) && name.chars().count() <= 60
}

/// The names of the wildcards in a prompt, each once, in their order.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for part in parts(text) {
        if let Part::Wildcard(name) = part
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// How many prompts can come of it; `None` beyond a thousand million.
pub(crate) fn combinations(text: &str, words: &Words) -> Option<u64> {
    let one = |part: &Part<'_>| -> u64 {
        let count = match part {
            Part::Plain(_) => 1,
            Part::Wildcard(name) => words.get(*name).map_or(1, |words| words.len().max(1)),
            Part::Choice(choices) => choices.len(),
        };
        u64::try_from(count).unwrap_or(u64::MAX)
    };
    let product = parts(text).iter().map(one).try_fold(1_u64, u64::checked_mul)?;
    (product <= MOST_COMBINATIONS).then_some(product)
}

/// One draw: every wildcard and choice replaced, then every variable of `occasion`.
///
/// # Errors
/// `validation_error` for `field` when a wildcard is not known, or they call each other without an end.
pub(crate) fn draw(
    field: &str,
    text: &str,
    words: &Words,
    seed: u64,
    occasion: Option<&Occasion<'_>>,
) -> Result<String> {
    let mut dice = Dice(seed);
    let drawn = fill(field, text, words, &mut dice, 0)?;
    if drawn.len() > LONGEST {
        return Err(Error::field(field, format!("becomes longer than {LONGEST} bytes; take some wildcards out")));
    }
    Ok(occasion.filter(|_| template::has_variables(&drawn)).map_or(drawn.clone(), |occasion| occasion.fill(&drawn)))
}

fn fill(field: &str, text: &str, words: &Words, dice: &mut Dice, depth: usize) -> Result<String> {
    if depth > DEEPEST {
        return Err(Error::field(field, "has wildcards that stand for each other without an end"));
    }
    let mut filled = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Plain(plain) => filled.push_str(plain),
            Part::Choice(choices) => {
                let choice = dice.pick(&choices).copied().unwrap_or_default();
                filled.push_str(&fill(field, choice, words, dice, depth + 1)?);
            }
            Part::Wildcard(name) => {
                let list = words.get(name).filter(|words| !words.is_empty()).ok_or_else(|| {
                    Error::field(
                        field,
                        format!("\u{201c}{name}\u{201d} is no wildcard yet. Give it words, or write it out"),
                    )
                })?;
                let word = dice.pick(list).cloned().unwrap_or_default();
                filled.push_str(&fill(field, &word, words, dice, depth + 1)?);
            }
        }
        if filled.len() > LONGEST {
            break;
        }
    }
    Ok(filled)
}

/// A seed for who gives none.
pub(crate) fn any_seed() -> u64 {
    random_seed()
}

/// SplitMix64 (Steele, Lea, Flood 2014): a few lines that give the same draw on every machine and in every version.
struct Dice(u64);

impl Dice {
    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let number = usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap_or_default();
        list.get(number % list.len().max(1))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words() -> Words {
        let own = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        Words::from([
            ("colour".to_owned(), own(&["ochre", "teal", "bone"])),
            ("wall".to_owned(), own(&["a __colour__ wall"])),
            ("loop".to_owned(), own(&["__loop__"])),
        ])
    }

    #[test]
    fn a_prompt_is_split_at_what_is_filled_in() {
        use Part::*;
        for (text, expected) in [
            (
                "on __colour__, {warm|cold} light",
                vec![Plain("on "), Wildcard("colour"), Plain(", "), Choice(vec!["warm", "cold"]), Plain(" light")],
            ),
            ("(soft:1.2), {weekday}", vec![Plain("(soft:1.2), {"), Plain("weekday}")]),
            ("snake_case and __", vec![Plain("snake_case and _"), Plain("_")]),
            ("__ no __", vec![Plain("_"), Plain("_ no _"), Plain("_")]),
            ("", vec![]),
        ] {
            let parts = parts(text);
            let whole: String = parts
                .iter()
                .map(|part| match part {
                    Plain(plain) => (*plain).to_owned(),
                    Wildcard(name) => format!("__{name}__"),
                    Choice(choices) => format!("{{{}}}", choices.join("|")),
                })
                .collect();
            assert_eq!(whole, text);
            assert_eq!(parts, expected, "{text:?}");
        }
    }

    #[test]
    fn a_seed_gives_the_same_draw_again_and_seeds_differ() {
        let draw = |seed| draw("prompt", "__wall__, {warm|cold} light", &words(), seed, None).unwrap();
        assert_eq!(draw(7), draw(7));
        let all: std::collections::BTreeSet<String> = (0..100).map(draw).collect();
        assert_eq!(all.len(), 6, "{all:?}");
        assert!(all.contains("a teal wall, cold light"), "{all:?}");
    }

    #[test]
    fn what_cannot_be_filled_in_is_named() {
        for (text, part) in [("__dish__", "dish"), ("__loop__", "without an end")] {
            let error = draw("prompt", text, &words(), 1, None).unwrap_err();
            assert!(error.message.contains(part), "{error}");
        }
    }

    #[test]
    fn combinations_are_counted() {
        assert_eq!(combinations("__colour__ on __colour__, {a|b}", &words()), Some(18));
        assert_eq!(combinations("plain", &words()), Some(1));
        let many = "__colour__".repeat(40);
        assert_eq!(combinations(&many, &words()), None);
    }
}
