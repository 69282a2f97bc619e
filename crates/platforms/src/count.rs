//! Counting words as the platforms count them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// How a platform counts the length of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Unicode characters (code points).
    Characters,
    /// What people see as one character.
    Graphemes,
    /// Units of UTF-16.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
    /// X: weights by script, 23 for each address, on the composed form.
    Weighted,
    /// Mastodon: graphemes, 23 for each address, mentions without their server.
    Mastodon,
}

/// What X and Mastodon count for an address, whatever its length.
/// X: docs "Counting characters", read 2026-08-22. Mastodon: `characters_reserved_per_url`, read 2026-07-02.
const ADDRESS: usize = 23;

impl Counting {
    /// The length of `text` as the platform sees it.
    #[must_use]
    pub fn count(self, text: &str) -> usize {
        match self {
            Self::Characters => text.chars().count(),
            Self::Graphemes => text.graphemes(true).count(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Bytes => text.len(),
            Self::Weighted => {
                let composed: String = text.nfc().collect();
                split_addresses(&composed).map(|piece| piece.length(weight)).sum::<usize>()
            }
            Self::Mastodon => split_addresses(text).map(|piece| piece.length(mastodon_length)).sum(),
        }
    }

    /// The unit in words, for "280 of 300 …".
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            _ => "characters",
        }
    }

    /// The longest beginning of `text` that counts at most `max`, ending between two graphemes.
    #[must_use]
    pub fn shorten(self, text: &str, max: usize) -> &str {
        if self.count(text) <= max {
            return text;
        }
        let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        // Lengths grow with the text but for addresses, which only come together at their end: look from the far end
        // of what fits.
        let fits = ends.partition_point(|&end| self.count(&text[..end]) <= max);
        let end = ends[..fits].iter().rev().copied().find(|&end| self.count(&text[..end]) <= max).unwrap_or(0);
        text[..end].trim_end()
    }
}

enum Piece<'a> {
    Words(&'a str),
    Address,
}

impl Piece<'_> {
    fn length(&self, of_words: impl Fn(&str) -> usize) -> usize {
        match self {
            Self::Words(words) => of_words(words),
            Self::Address => ADDRESS,
        }
    }
}

/// The text in pieces: addresses with their scheme, and what stands between.
fn split_addresses(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let start = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min();
        match start {
            Some(0) => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let address = rest[..end].trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '"', '\'']);
                rest = &rest[address.len()..];
                Some(Piece::Address)
            }
            start => {
                let (words, after) = rest.split_at(start.unwrap_or(rest.len()));
                rest = after;
                Some(Piece::Words(words))
            }
        }
    })
}

/// X's weights: an emoji counts 2 as a whole; code points of the ranges of twitter-text's configuration 3 count 1,
/// all others 2.
fn weight(words: &str) -> usize {
    words
        .graphemes(true)
        .map(|grapheme| if is_emoji(grapheme) { 2 } else { grapheme.chars().map(weight_of).sum() })
        .sum()
}

fn weight_of(character: char) -> usize {
    match u32::from(character) {
        0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247 => 1,
        _ => 2,
    }
}

/// Whether a grapheme is drawn as an emoji: pictographs, flags, keycaps.
fn is_emoji(grapheme: &str) -> bool {
    let mut characters = grapheme.chars();
    let first = characters.next().map_or(0, u32::from);
    let has = |wanted: u32| grapheme.chars().any(|character| u32::from(character) == wanted);
    matches!(first, 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x2300..=0x23FF)
        || has(0xFE0F)
        || has(0x20E3)
}

/// Graphemes, with `@name@server` counted as `@name`.
fn mastodon_length(words: &str) -> usize {
    let mut length = 0;
    for (index, word) in words.split(' ').enumerate() {
        length += usize::from(index > 0);
        let local = word.strip_prefix('@').and_then(|rest| rest.find('@').map(|at| &word[..=at]));
        length += local.unwrap_or(word).graphemes(true).count();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_counts_in_its_own_way() {
        for (text, counting, expected) in [
            ("", Counting::Weighted, 0),
            ("hello", Counting::Weighted, 5),
            // Source: docs.x.com, "Counting characters": CJK 2, emoji 2 whatever their parts, addresses 23.
            ("日本", Counting::Weighted, 4),
            ("👨‍👩‍👧‍👦", Counting::Weighted, 2),
            ("👍🏽", Counting::Weighted, 2),
            ("🇩🇪", Counting::Weighted, 2),
            ("see https://example.org/a/very/long/path?with=a&query=too now", Counting::Weighted, 4 + 23 + 4),
            ("see https://a.de.", Counting::Weighted, 4 + 23 + 1),
            // The composed form counts, not the two code points.
            ("e\u{301}", Counting::Weighted, 1),
            ("e\u{301}", Counting::Characters, 2),
            ("e\u{301}", Counting::Graphemes, 1),
            ("👨‍👩‍👧‍👦", Counting::Graphemes, 1),
            ("👍", Counting::Utf16, 2),
            ("é", Counting::Bytes, 2),
            ("hi @ada@example.social!", Counting::Mastodon, 3 + 4),
            ("hi @ada https://example.org/x", Counting::Mastodon, 3 + 4 + 1 + 23),
        ] {
            assert_eq!(counting.count(text), expected, "{text:?} as {counting:?}");
        }
    }

    #[test]
    fn a_shortened_text_fits_and_no_character_is_cut_in_two() {
        for counting in [Counting::Characters, Counting::Graphemes, Counting::Weighted, Counting::Bytes] {
            let text = "Grüße aus 東京 👨‍👩‍👧‍👦 und noch viel mehr";
            for max in 0..40 {
                let short = counting.shorten(text, max);
                assert!(counting.count(short) <= max, "{counting:?} {max} {short:?}");
                assert!(text.starts_with(short));
            }
        }
    }
}
