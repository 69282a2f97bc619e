//! Words as X counts and shows them.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What an address counts, and how long X makes it.
const ADDRESS: usize = 23;

/// The weighted length: 1 for Latin and its like, 2 for everything else and for each emoji, 23 for each address.
pub(super) fn length(text: &str) -> usize {
    let composed: String = text.nfc().collect();
    let links = links(&composed);
    let without = links.iter().fold(composed.clone(), |text, link| text.replacen(link.as_str(), "", 1));
    links.len() * ADDRESS + without.graphemes(true).map(weight).sum::<usize>()
}

fn weight(grapheme: &str) -> usize {
    let is_light = |c: char| matches!(u32::from(c), 0..=0x10FF | 0x2000..=0x200D | 0x2010..=0x201F | 0x2032..=0x2037);
    let is_emoji = grapheme.contains(['\u{fe0f}', '\u{20e3}'])
        || grapheme.chars().next().is_some_and(|c| matches!(u32::from(c), 0x2600..=0x27BF | 0x1F000..=0x1FAFF));
    if is_emoji {
        return 2;
    }
    grapheme.chars().map(|c| if is_light(c) { 1 } else { 2 }).sum()
}

/// The addresses in a text, in their order.
pub(super) fn links(text: &str) -> Vec<String> {
    let is_link = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
    let trimmed = |word: &str| word.trim_end_matches(['.', ',', '!', '?', ')', ';', ':', '"', '\'']).to_owned();
    text.split_whitespace().filter(is_link).map(trimmed).collect()
}

/// X's short address for the n-th link of a post.
pub(super) fn short(post: &str, number: usize) -> String {
    let sum = super::secret::sha256_hex(format!("{post} {number}").as_bytes());
    format!("https://t.co/{}", sum.get(..10).unwrap_or_default())
}

/// Three signs are escaped in every text.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_x_counts_them() {
        for (text, expected) in [
            ("", 0),
            ("hello", 5),
            ("日本", 4),
            ("👨‍👩‍👧‍👦", 2),
            ("e\u{301}", 1),
            ("see https://example.org/a/long/path.", 4 + 23 + 1),
        ] {
            assert_eq!(length(text), expected, "{text:?}");
        }
    }
}
