//! Telling when a model declines in words instead of doing what it was asked.

/// How models begin when they decline, in lower case with plain apostrophes.
const OPENINGS: [&str; 16] = [
    "i'm sorry, but i can't",
    "i'm sorry, but i cannot",
    "i'm sorry, i can't",
    "i'm sorry, i cannot",
    "i am sorry, but i can",
    "sorry, but i can't",
    "sorry, i can't",
    "i can't help with",
    "i can't assist",
    "i cannot help with",
    "i cannot assist",
    "i'm unable to",
    "i am unable to",
    "i won't be able to",
    "as an ai language model",
    "as a large language model",
];

/// Whether a text is a model's polite no. Only its beginning is looked at: a character may well be sorry later on.
#[must_use]
pub fn is_refusal(text: &str) -> bool {
    let start: String = text.trim_start_matches(|letter: char| !letter.is_alphanumeric()).chars().take(60).collect();
    let start = start.to_lowercase().replace('\u{2019}', "'");
    OPENINGS.iter().any(|opening| start.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polite_no_is_told_from_a_caption() {
        for (text, refusal) in [
            ("I’m sorry, but I can’t help with that.", true),
            ("\"I cannot assist with this request.\"", true),
            ("As an AI language model, I", true),
            ("Sorry for the silence. I was at sea.", false),
            ("I can't help smiling at this wall.", false),
            ("", false),
        ] {
            assert_eq!(is_refusal(text), refusal, "{text:?}");
        }
    }
}
