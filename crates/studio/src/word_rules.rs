//! Word rules for prompts: what makes a character look under age is refused, in every language of the
//! rules at once. The rules are data (`word_rules.txt`); they look at whole words, so that "childhood"
//! and "girl next door" pass, and see through accents, look-alike letters, digits for letters and
//! letters set apart.
//!
//! They are for prompts. A bio may speak of a childhood, and a negative prompt may well name what is
//! not wanted.

use crate::{Error, Result};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Below this a character is under age.
const ADULT: u32 = 18;
/// `girl, 15,` is an age, `girl, 2,` is a count.
const SMALLEST_BARE_AGE: u32 = 5;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::read(include_str!("word_rules.txt")));

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

/// A word of the text.
#[derive(Debug, Clone)]
struct Word {
    /// As it stands, in small letters.
    text: String,
    /// What it may be meant as: without accents, digits as letters, look-alikes as Latin.
    meant: Vec<String>,
    /// Its value, where it is a number in digits.
    number: Option<u32>,
    /// Whether a sentence or a list goes on after it with a mark, or ends.
    ends_a_piece: bool,
}

impl Word {
    fn is(&self, wanted: &str) -> bool {
        self.text == wanted || self.meant.iter().any(|meant| meant == wanted)
    }

    fn starts_with(&self, wanted: &str) -> bool {
        self.text.starts_with(wanted) || self.meant.iter().any(|meant| meant.starts_with(wanted))
    }
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
        if let Some(found) = east_asian_age(&text) {
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

/// One form of each letter, small, without what is not seen.
fn tidy(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_unseen(*letter))
        // The small form of İ, and what stood around an unseen letter, may compose anew.
        .nfc()
        .collect()
}

/// Zero-width letters, soft hyphens, marks of writing direction, Arabic vowel marks, variation selectors.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{64b}'..='\u{652}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The words of a text. With `apart`, digits and letters are words of their own: `16yo` is `16 yo`.
fn split(text: &str, apart: bool) -> Vec<Word> {
    let letters: Vec<char> = text.chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(&first) = letters.get(at) {
        if !is_word_letter(first) {
            if matches!(first, ',' | '.' | ';' | ':' | '!' | '?' | ')' | '\n' | '|')
                && let Some(word) = words.last_mut()
            {
                word.ends_a_piece =
                    matches!(first, ',' | '.' | ';' | '!' | '?' | ')' | '\n' | '|') || word.ends_a_piece;
            }
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let (Some(&before), Some(&next)) = (letters.get(end - 1), letters.get(end)) {
            let in_number = matches!(next, '.' | ',')
                && before.is_ascii_digit()
                && letters.get(end + 1).is_some_and(char::is_ascii_digit);
            let goes_on = is_word_letter(next)
                && script(before) == script(next)
                && !(apart && before.is_ascii_digit() != next.is_ascii_digit());
            if !in_number && !goes_on {
                break;
            }
            end += if in_number { 2 } else { 1 };
        }
        let text: String = letters.get(at..end).unwrap_or_default().iter().collect();
        words.push(Word { meant: meanings(&text), number: number(&text), text, ends_a_piece: false });
        at = end;
    }
    if let Some(last) = words.last_mut() {
        last.ends_a_piece = true;
    }
    words
}

fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter) || matches!(letter, '@' | '$')
}

/// Scripts that meet without a space between words; all others are one.
fn script(letter: char) -> u8 {
    match letter {
        '\u{3041}'..='\u{309f}' => 1,
        '\u{30a0}'..='\u{30ff}' => 2,
        '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => 3,
        _ => 0,
    }
}

/// The whole part of a number in digits; `1,016` is a thousand and sixteen, `1.5` is one.
fn number(text: &str) -> Option<u32> {
    let mut groups = text.split([',', '.']);
    let mut digits = groups.next()?.to_owned();
    for group in groups.take_while(|group| group.len() == 3) {
        digits.push_str(group);
    }
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // A number of more digits than fit is surely no age.
    Some(digits.parse().unwrap_or(u32::MAX))
}

/// What a word may be meant as, besides what it is.
fn meanings(word: &str) -> Vec<String> {
    let mut meanings = Vec::new();
    let mut add = |meant: String| {
        if meant != word && !meant.is_empty() && !meanings.contains(&meant) {
            meanings.push(meant);
        }
    };
    let plain: String = word.nfd().filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}')).nfc().collect();
    let has_latin = plain.bytes().any(|letter| letter.is_ascii_alphabetic());
    if has_latin {
        let latin: String = plain.chars().map(as_latin).collect();
        if latin.chars().any(|letter| letter.is_ascii_digit() || matches!(letter, '@' | '$')) {
            for one in ['i', 'l'] {
                add(latin.chars().map(|letter| as_letter(letter, one)).collect());
            }
            add(latin.chars().filter(|letter| !matches!(letter, '@' | '$')).collect());
        }
        add(latin);
    }
    add(plain);
    meanings
}

/// Digits and signs that are written for letters.
fn as_letter(letter: char, one: char) -> char {
    match letter {
        '0' => 'o',
        '1' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Letters of other alphabets that look like Latin ones (the commonest of Unicode's confusables).
fn as_latin(letter: char) -> char {
    match letter {
        'а' | 'α' => 'a',
        'е' | 'ε' => 'e',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'х' | 'χ' => 'x',
        'у' => 'y',
        'і' | 'ι' | 'ı' => 'i',
        'ѕ' => 's',
        'к' | 'κ' => 'k',
        'т' | 'τ' => 't',
        'н' => 'h',
        'ԁ' => 'd',
        'ӏ' => 'l',
        other => other,
    }
}

/// `十五岁`, `15歳`, `15才`, `15세`: a number below 18 right before the sign for years of age.
fn east_asian_age(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().filter(|(_, letter)| matches!(letter, '岁' | '歲' | '歳' | '才' | '세' | '살')).find_map(
        |(end, sign)| {
            let before = letters.get(..end)?;
            let space = before.iter().rev().take_while(|letter| letter.is_whitespace()).count();
            let before = before.get(..end - space)?;
            let count = before
                .iter()
                .rev()
                .take_while(|letter| letter.is_ascii_digit() || "〇零一二两三四五六七八九十百".contains(**letter))
                .count();
            let number: String = before.get(before.len() - count..)?.iter().collect();
            (east_asian_number(&number)? < ADULT).then(|| format!("{number}{sign}"))
        },
    )
}

fn east_asian_number(text: &str) -> Option<u32> {
    if text.is_empty() || text.contains('百') {
        return None;
    }
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |letter: char| match letter {
        '两' => Some(2),
        '零' => Some(0),
        letter => {
            "〇一二三四五六七八九".chars().position(|digit| digit == letter).and_then(|at| u32::try_from(at).ok())
        }
    };
    match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones.chars().next()?)? };
            Some(tens * 10 + ones)
        }
        None if text.chars().count() <= 3 => {
            text.chars().try_fold(0, |number, letter| Some(number * 10 + digit(letter)?))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_makes_a_character_look_under_age_is_refused() {
        let passed: Vec<_> = [
            "a schoolgirl on a bench",
            "Little Girl with a balloon",
            "little_girl, park",
            "teen, freckles",
            "TEENAGER in the rain",
            "pre-teen model",
            "a 16 year old woman",
            "16yo, portrait",
            "16 y.o. girl",
            "sixteen-year-old",
            "woman aged 15",
            "age: 17",
            "1girl, 14, smiling",
            "girl, 15",
            "she looks under 18",
            "youthful, younger than 16",
            "l0li",
            "1oli dress",
            "l.o.l.i",
            "t e e n",
            "t33nager",
            "lo\u{200b}li",
            "ｌｏｌｉ",
            "löli",
            "l\u{43e}li",
            "high school student",
            "middle schooler",
            "an 8th grader",
            "barely legal",
            "baby face",
            "a child in a garden",
            "una niña en la playa",
            "mujer de 15 años",
            "colegiala",
            "uma menininha",
            "uma garota de 16 anos",
            "une fillette",
            "femme de seize ans",
            "ein kleines Mädchen",
            "15-jährige Frau",
            "sechzehnjährige",
            "frau, 16 Jahre alt",
            "una ragazzina",
            "una donna di 16 anni",
            "маленькая девочка",
            "ей 15 лет",
            "школьница",
            "一个小女孩",
            "十五岁的女孩",
            "15 歳の女性",
            "女子高生",
            "ロリ",
            "귀여운 소녀가",
            "열다섯 살",
            "15세 여자",
            "एक बच्ची",
            "15 साल की लड़की",
            "طفلة جميلة",
        ]
        .into_iter()
        .filter(|text| find(text).is_none())
        .collect();
        assert_eq!(passed, [""; 0]);
    }

    #[test]
    fn what_is_about_adults_passes() {
        let refused: Vec<_> = [
            "",
            "girl next door café, woman 25",
            "1girl, solo, 25 years old",
            "childhood memories",
            "a kind smile, one of a kind, kinder",
            "photo of Nina in Florida",
            "child's pose, yoga",
            "a bookshop with children's books",
            "kid leather gloves, baby blue dress",
            "a baby blue dress",
            "twenty five year old woman",
            "thirty-one years old",
            "mujer de treinta y cinco años",
            "a 25-year-old with 12 roses",
            "a glass of 12 year old whisky",
            "a tattoo from 10 years ago",
            "shot at f/1.8, 1/16 s, iso 100",
            "girl 16:9, 85mm",
            "woman, 8k, best quality",
            "woman, 3 cats, 2 dogs",
            "A minor, minor details, ursa minor",
            "canteen, nineteen, fourteenth street, eighteen-year-old",
            "kidney beans, skidding car",
            "infantry museum",
            "high school teacher, woman 40",
            "age 18",
            "aged 45",
            "1.5 metres, 20.5 years old",
            "1,016 years old vampire",
            "il y a 15 ans",
            "femme de vingt cinq ans",
            "frau, 35 Jahre alt",
            "5 лет назад",
            "25 лет",
            "二十五岁的女人",
            "25歳、天才",
            "カロリー、フロリダ、グロリア",
            "아이돌, 아이스크림, 25세",
            "gothic lolita, lolita fashion",
            "👩‍🦰🏽 \u{202e}abc\u{0}",
        ]
        .into_iter()
        .filter_map(|text| find(text).map(|found| (text, found)))
        .collect();
        assert_eq!(refused, []);
    }

    #[test]
    fn the_answer_names_the_words_and_the_field() {
        let error = check("style.prompt_prefix", "soft light, a Little  Girl").unwrap_err();
        assert!(error.message.contains("little girl") && error.message.contains("18 or over"), "{error}");
        assert_eq!(error.details["fields"][0]["field"], "style.prompt_prefix");
    }

    #[test]
    fn a_long_text_of_every_kind_of_letter_is_read_in_time() {
        let every: String = (0..0x11_0000_u32).filter_map(char::from_u32).step_by(11).collect();
        let long = format!("{}{}", "a woman of 30 in the rain, ".repeat(4_000), every);
        let began = std::time::Instant::now();
        assert!(long.len() > 100_000);
        let _ = find(&long);
        assert!(began.elapsed().as_secs() < 5, "took {:?}", began.elapsed());
    }
}
