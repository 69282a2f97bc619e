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
    /// Threads: characters, and an emoji counts as its bytes of UTF-8.
    Threads,
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
                split_addresses(&composed, Addresses::Bare).map(|piece| piece.length(weight)).sum::<usize>()
            }
            Self::Mastodon => {
                split_addresses(text, Addresses::WithScheme).map(|piece| piece.length(mastodon_length)).sum()
            }
            Self::Threads => text
                .graphemes(true)
                .map(|grapheme| if is_emoji(grapheme) { grapheme.len() } else { grapheme.chars().count() })
                .sum(),
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

/// Which addresses a platform counts as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Addresses {
    /// Those with their scheme.
    WithScheme,
    /// Those without it too (`example.org`), as X does.
    Bare,
}

/// The text in pieces: addresses, and what stands between.
fn split_addresses(text: &str, which: Addresses) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        match next_address(rest, which) {
            Some((0, end)) => {
                rest = &rest[end..];
                Some(Piece::Address)
            }
            found => {
                let (words, after) = rest.split_at(found.map_or(rest.len(), |(start, _)| start));
                rest = after;
                Some(Piece::Words(words))
            }
        }
    })
}

/// How many addresses with their scheme stand in the text.
pub(crate) fn addresses(text: &str) -> usize {
    split_addresses(text, Addresses::WithScheme).filter(|piece| matches!(piece, Piece::Address)).count()
}

/// Whether X sees an address in the text, with its scheme or without.
pub(crate) fn has_address(text: &str) -> bool {
    next_address(text, Addresses::Bare).is_some()
}

/// Where the next address begins and ends.
fn next_address(text: &str, which: Addresses) -> Option<(usize, usize)> {
    let scheme = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min();
    let bare = if which == Addresses::Bare { next_bare(&text[..scheme.unwrap_or(text.len())]) } else { None };
    bare.or_else(|| scheme.map(|start| (start, end_of(text, start))))
}

/// Where an address ends that begins at `start`: at white space, without the signs that close a sentence.
fn end_of(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    start + rest[..end].trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '"', '\'']).len()
}

/// Endings under which X links a name without its scheme: the common ones of more than a thousand. One that is missing
/// here is counted too low by a few characters at most, and X's refusal says so.
const ENDINGS: [&str; 43] = [
    "academy", "agency", "app", "art", "biz", "blog", "cam", "chat", "cloud", "club", "com", "design", "dev", "edu",
    "fans", "fun", "gallery", "gov", "info", "int", "life", "link", "live", "love", "media", "mil", "name", "net",
    "news", "online", "org", "page", "photo", "photos", "shop", "site", "social", "space", "store", "studio", "tech",
    "world", "xyz",
];

/// The next address without a scheme: a name of ASCII labels under a known ending, or under that of a country when it
/// has three labels or a path (X leaves `foo.jp` alone). It is no part of a longer word, a mention or a mail address.
fn next_bare(text: &str) -> Option<(usize, usize)> {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let mut from = 0;
    while let Some(offset) = text[from..].find(|c: char| c.is_ascii_alphanumeric()) {
        let start = from + offset;
        let run = text[start..].find(|c| !is_inside(c)).map_or(text.len(), |end| start + end);
        let name = text[start..run].trim_end_matches(['.', '-']);
        let end = start + name.len();
        let is_part =
            text[..start].ends_with(['@', '#', '$', '_', '/', '.', '-']) || text[run..].starts_with(['@', '_']);
        let has_path = text[end..].starts_with('/');
        if !is_part && is_linked(name, has_path) {
            return Some((start, if has_path { end_of(text, start) } else { end }));
        }
        from = run;
    }
    None
}

fn is_linked(name: &str, has_path: bool) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let Some(ending) = labels.last().map(|ending| ending.to_ascii_lowercase()) else { return false };
    let is_country = ending.len() == 2 && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    labels.len() >= 2
        && labels.iter().all(is_label)
        && (ENDINGS.contains(&ending.as_str()) || (is_country && (labels.len() >= 3 || has_path)))
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
            // Without a scheme too: known endings, and those of countries with three labels or a path.
            ("at example.org, see", Counting::Weighted, 3 + 23 + 5),
            ("foo.co.jp", Counting::Weighted, 23),
            ("foo.jp", Counting::Weighted, 6),
            ("t.co/abc?d=e.", Counting::Weighted, 23 + 1),
            ("日example.com語", Counting::Weighted, 2 + 23 + 2),
            ("end.Then @ada.com #a.com a@b.com a.com@b 3.com.5", Counting::Weighted, 48),
            ("example.org", Counting::Mastodon, 11),
            // The composed form counts, not the two code points.
            ("e\u{301}", Counting::Weighted, 1),
            ("e\u{301}", Counting::Characters, 2),
            ("e\u{301}", Counting::Graphemes, 1),
            ("👨‍👩‍👧‍👦", Counting::Graphemes, 1),
            ("👍", Counting::Utf16, 2),
            ("é", Counting::Bytes, 2),
            ("hi @ada@example.social!", Counting::Mastodon, 3 + 4),
            ("hi @ada https://example.org/x", Counting::Mastodon, 3 + 4 + 1 + 23),
            // Source: Meta, "Threads API: create posts": emojis count as their number of UTF-8 bytes.
            ("Grüße 日本", Counting::Threads, 8),
            ("👍", Counting::Threads, 4),
            ("👨‍👩‍👧‍👦!", Counting::Threads, 25 + 1),
        ] {
            assert_eq!(counting.count(text), expected, "{text:?} as {counting:?}");
        }
    }

    #[test]
    fn a_shortened_text_fits_and_no_character_is_cut_in_two() {
        for counting in
            [Counting::Characters, Counting::Graphemes, Counting::Weighted, Counting::Bytes, Counting::Threads]
        {
            let text = "Grüße aus 東京 👨‍👩‍👧‍👦 und noch viel mehr";
            for max in 0..40 {
                let short = counting.shorten(text, max);
                assert!(counting.count(short) <= max, "{counting:?} {max} {short:?}");
                assert!(text.starts_with(short));
            }
        }
    }
}
