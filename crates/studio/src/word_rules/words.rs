//! The words of a text, and what each may be meant as.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A word of the text.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// As it stands, in small letters.
    pub(super) text: String,
    /// What it may be meant as: without accents, digits as letters, look-alikes as Latin.
    pub(super) meant: Vec<String>,
    /// Its value, where it is a number in digits.
    pub(super) number: Option<u32>,
    /// Whether a sentence or a list goes on after it with a mark, or ends.
    pub(super) ends_a_piece: bool,
}

impl Word {
    pub(super) fn is(&self, wanted: &str) -> bool {
        self.text == wanted || self.meant.iter().any(|meant| meant == wanted)
    }

    pub(super) fn starts_with(&self, wanted: &str) -> bool {
        self.text.starts_with(wanted) || self.meant.iter().any(|meant| meant.starts_with(wanted))
    }
}

/// One form of each letter, small, without what is not seen.
pub(super) fn tidy(text: &str) -> String {
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
pub(super) fn split(text: &str, apart: bool) -> Vec<Word> {
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
