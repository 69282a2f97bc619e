//! Ages as they are written in Chinese, Japanese and Korean.

use super::ADULT;

/// `十五岁`, `15歳`, `15才`, `15세`: a number below 18 right before the sign for years of age.
pub(super) fn age(text: &str) -> Option<String> {
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
            (value(&number)? < ADULT).then(|| format!("{number}{sign}"))
        },
    )
}

fn value(text: &str) -> Option<u32> {
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
