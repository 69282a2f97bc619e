//! Facets: which bytes of a post's words are a link, a tag or a mention. Bluesky shows as such only what is named so;
//! the places are bytes of UTF-8, not characters.

use serde_json::{Value, json};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The longest tag, in graphemes: lexicon `app.bsky.richtext.facet`, read 2026-11-20.
const MAX_TAG: usize = 64;

/// What a stretch of the words is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Feature {
    /// An address with its scheme.
    Link(String),
    /// A tag without its sign.
    Tag(String),
    /// A handle without its sign; it still has to be resolved.
    Mention(String),
}

/// A stretch of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// Which bytes.
    pub(super) bytes: Range<usize>,
    /// What they are.
    pub(super) feature: Feature,
}

/// Every link, tag and mention of `text`, in its order.
pub(super) fn find(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let whole = word.trim_end();
        let inner = whole.trim_start_matches(['(', '[', '{', '"', '\'', '„', '“', '‚', '‘', '«', '¿', '¡']);
        let start = at + (whole.len() - inner.len());
        if let Some((from, feature, length)) = read(inner) {
            spans.push(Span { bytes: start + from..start + from + length, feature });
        }
        at += word.len();
    }
    spans
}

/// The link, tag or mention in a word: where it begins, what it is, how many bytes it has.
fn read(word: &str) -> Option<(usize, Feature, usize)> {
    if let Some(from) = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min() {
        let link = without_end(&word[from..]);
        let is_whole = link.split_once("://").is_some_and(|(_, host)| host.contains('.'));
        return is_whole.then(|| (from, Feature::Link(link.to_owned()), link.len()));
    }
    let mut letters = word.char_indices();
    let (_, sign) = letters.next()?;
    let (after, _) = letters.next()?;
    let rest = &word[after..];
    match sign {
        '#' | '＃' => {
            let tag = rest.split(['#', '＃']).next().unwrap_or_default();
            let tag = tag
                .trim_end_matches(|letter: char| letter.is_ascii_punctuation() || "…！？。、：；”’»)".contains(letter));
            let has_letter = tag.chars().any(|letter| !letter.is_ascii_digit());
            (has_letter && tag.graphemes(true).count() <= MAX_TAG)
                .then(|| (0, Feature::Tag(tag.to_owned()), after + tag.len()))
        }
        '@' => {
            let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')));
            let handle = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', '-']);
            let is_handle = handle.contains('.') && handle.split('.').all(|part| !part.is_empty());
            is_handle.then(|| (0, Feature::Mention(handle.to_ascii_lowercase()), after + handle.len()))
        }
        _ => None,
    }
}

/// A link without the punctuation of the sentence around it; a bracket stays where it was opened in the link.
fn without_end(link: &str) -> &str {
    let mut link = link;
    loop {
        let shorter = match link.chars().next_back() {
            Some(')') if link.contains('(') => link,
            Some('.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | ')' | ']' | '}' | '»' | '”' | '’' | '…') => {
                &link[..link.len() - link.chars().next_back().map_or(0, char::len_utf8)]
            }
            _ => link,
        };
        if shorter.len() == link.len() {
            return link;
        }
        link = shorter;
    }
}

/// A span as the record has it; a mention needs the id that its handle led to.
pub(super) fn record(span: &Span, did: Option<&str>) -> Option<Value> {
    let feature = match &span.feature {
        Feature::Link(uri) => json!({"$type": "app.bsky.richtext.facet#link", "uri": uri}),
        Feature::Tag(tag) => json!({"$type": "app.bsky.richtext.facet#tag", "tag": tag}),
        Feature::Mention(_) => json!({"$type": "app.bsky.richtext.facet#mention", "did": did?}),
    };
    let index = json!({"byteStart": span.bytes.start, "byteEnd": span.bytes.end});
    Some(json!({"$type": "app.bsky.richtext.facet", "index": index, "features": [feature]}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(uri: &str) -> Feature {
        Feature::Link(uri.to_owned())
    }

    fn tag(tag: &str) -> Feature {
        Feature::Tag(tag.to_owned())
    }

    fn mention(handle: &str) -> Feature {
        Feature::Mention(handle.to_owned())
    }

    #[test]
    fn links_tags_and_mentions_are_found_by_their_bytes() {
        for (text, expected) in [
            ("plain words, an a@b.example and 100%", vec![]),
            (
                "go https://example.org/a?b=c#d now",
                vec![("https://example.org/a?b=c#d", link("https://example.org/a?b=c#d"))],
            ),
            // Bytes, not characters: the umlauts and the flag before it count as their bytes.
            ("Grüße 🇩🇪 #Köln", vec![("#Köln", tag("Köln"))]),
            (
                "日本 https://a.example/ü #日本。",
                vec![("https://a.example/ü", link("https://a.example/ü")), ("#日本", tag("日本"))],
            ),
            ("(https://a.example/x).", vec![("https://a.example/x", link("https://a.example/x"))]),
            ("https://a.example/x_(y) end", vec![("https://a.example/x_(y)", link("https://a.example/x_(y)"))]),
            ("#one,\n#two! #3 # #4a", vec![("#one", tag("one")), ("#two", tag("two")), ("#4a", tag("4a"))]),
            ("#a#b", vec![("#a", tag("a"))]),
            ("hi @Ada.Example.org, and @nobody", vec![("@Ada.Example.org", mention("ada.example.org"))]),
            ("https://nothing http:// @. #", vec![]),
        ] {
            let found = find(text);
            let found: Vec<(&str, Feature)> =
                found.iter().map(|span| (&text[span.bytes.clone()], span.feature.clone())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_tag_longer_than_the_lexicon_takes_stays_words() {
        assert_eq!(find(&format!("#{}", "a".repeat(64))).len(), 1);
        assert_eq!(find(&format!("#{}", "a".repeat(65))).len(), 0);
    }

    #[test]
    fn a_mention_of_nobody_is_no_facet() {
        let spans = find("hi @ada.example.org");
        assert!(record(&spans[0], None).is_none());
        let facet = record(&spans[0], Some("did:plc:ada")).unwrap_or_default();
        assert_eq!(facet["index"], json!({"byteStart": 3, "byteEnd": 19}));
        assert_eq!(facet["features"][0]["did"], "did:plc:ada");
    }
}
