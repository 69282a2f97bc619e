//! How long a caption may be: what the platform takes, less what is laid behind it (hashtags and the line that says that
//! it was made by AI), counted as the platform counts.

use crate::{Error, Result, Studio, publishing::draft::lay_together};
use troupe_library::tables::characters::CharacterRow;
use troupe_platforms::{Counting, Facts, LabelKind, PlatformName};

/// What is asked for where the platform takes more: nobody reads further.
const USUAL_MOST: usize = 600;
/// How many hashtags are written where the platform takes more.
const USUAL_HASHTAGS: usize = 5;

/// The room for one caption.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    /// The platform's name for people.
    pub(crate) platform: Option<PlatformName>,
    pub(crate) counting: Counting,
    /// The most that the platform takes for all of it.
    pub(crate) limit: Option<usize>,
    /// The most that is asked for: the caller's wish, within the limit.
    pub(crate) most: usize,
    /// The most hashtags.
    pub(crate) hashtags: usize,
    /// The line that goes behind it.
    line: Option<String>,
}

impl Room {
    /// The room on a platform (a post with a file), or without one.
    ///
    /// # Errors
    /// `validation_error` for a platform that takes no words or is not known.
    pub(crate) fn on(
        studio: &Studio,
        platform: Option<PlatformName>,
        character: Option<&CharacterRow>,
        max_length: Option<u32>,
    ) -> Result<Self> {
        let facts = match platform {
            None => None,
            Some(name) => {
                let known = studio.platforms().get(name);
                let known = known.ok_or_else(|| Error::field("platform", "is not one that Troupe publishes on"))?;
                Some(known.facts())
            }
        };
        let limit = facts.and_then(limit_of);
        let wish = max_length.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
        let discloses = character.is_some_and(|character| character.disclosure.enabled);
        let is_line = facts.is_some_and(|facts| facts.label.kind == LabelKind::Line);
        Ok(Self {
            platform,
            counting: facts.map_or(Counting::Graphemes, |facts| facts.text.counting),
            limit,
            most: wish.unwrap_or(USUAL_MOST).min(limit.unwrap_or(usize::MAX)),
            hashtags: facts
                .and_then(|facts| facts.text.max_hashtags)
                .map_or(USUAL_HASHTAGS, |most| USUAL_HASHTAGS.min(usize::try_from(most).unwrap_or(USUAL_HASHTAGS))),
            line: character.filter(|_| discloses && is_line).map(|character| character.disclosure.line.clone()),
        })
    }

    /// The whole text as it would be sent.
    pub(crate) fn whole(&self, caption: &str, hashtags: &[String]) -> String {
        lay_together(caption, &[], hashtags, self.line.as_deref())
    }

    /// How long the whole text is, as the platform counts.
    pub(crate) fn length(&self, caption: &str, hashtags: &[String]) -> usize {
        self.counting.count(&self.whole(caption, hashtags))
    }

    /// Whether the caption keeps to the wish and the whole text to the platform's limit.
    pub(crate) fn fits(&self, caption: &str, hashtags: &[String]) -> bool {
        self.counting.count(caption) <= self.most
            && self.limit.is_none_or(|limit| self.length(caption, hashtags) <= limit)
    }

    /// Makes it fit: hashtags go first, from the last on, then whole sentences, then words.
    pub(crate) fn fit(&self, caption: &str, hashtags: &mut Vec<String>) -> String {
        hashtags.truncate(self.hashtags);
        let mut caption = within(self.counting, caption.trim(), self.most);
        while !self.fits(&caption, hashtags) && !hashtags.is_empty() {
            hashtags.pop();
        }
        if let Some(limit) = self.limit.filter(|_| !self.fits(&caption, hashtags)) {
            let behind = self.length("", hashtags) + self.counting.count("\n\n");
            caption = within(self.counting, &caption, limit.saturating_sub(behind));
        }
        caption
    }
}

/// The most of a post with a file; `None` is no limit of its own.
fn limit_of(facts: &Facts) -> Option<usize> {
    facts.text.max_with_media.or(facts.text.max).and_then(|most| usize::try_from(most).ok())
}

/// The longest beginning that counts at most `most`: it ends with a sentence where one ends in its second half, else
/// with a word.
pub(super) fn within(counting: Counting, text: &str, most: usize) -> String {
    let short = counting.shorten(text, most);
    if short.len() == text.len() {
        return text.to_owned();
    }
    let sentence = short.rfind(['.', '!', '?', '\u{2026}', '。']).filter(|end| *end >= short.len() / 2);
    let end = sentence.map(|end| end + short[end..].chars().next().map_or(1, char::len_utf8));
    let next_is_space = text[short.len()..].starts_with(char::is_whitespace);
    let word = if next_is_space { Some(short.len()) } else { short.rfind(char::is_whitespace) };
    short[..end.or(word).unwrap_or(short.len())].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(limit: usize, most: usize, line: Option<&str>) -> Room {
        Room {
            platform: Some(PlatformName::X),
            counting: Counting::Weighted,
            limit: Some(limit),
            most,
            hashtags: 3,
            line: line.map(str::to_owned),
        }
    }

    #[test]
    fn a_text_ends_with_a_sentence_else_with_a_word() {
        for (text, most, expected) in [
            ("One. Two three.", 20, "One. Two three."),
            ("One two. Three four five", 14, "One two."),
            ("A. Bbbbbb cccccc dddddd", 14, "A. Bbbbbb"),
            ("日本語日本語", 7, "日本語"),
            ("word", 2, "wo"),
            ("two words", 3, "two"),
        ] {
            assert_eq!(within(Counting::Weighted, text, most), expected, "{text:?} {most}");
        }
    }

    #[test]
    fn hashtags_go_before_words_and_the_line_stays() {
        let tags = || vec!["sea".to_owned(), "harbour".to_owned(), "sun".to_owned(), "salt".to_owned()];
        let whole = |room: &Room, caption: &str| {
            let mut hashtags = tags();
            let caption = room.fit(caption, &mut hashtags);
            let whole = room.whole(&caption, &hashtags);
            (room.counting.count(&whole), whole)
        };
        let (length, text) = whole(&room(60, 60, Some("Made with AI.")), "A long walk by the sea today.");
        assert!(
            length <= 60 && text.ends_with("Made with AI.") && text.contains("#sea") && !text.contains("#sun"),
            "{text}"
        );
        let (length, text) = whole(&room(30, 60, Some("Made with AI.")), "A long walk by the sea today.");
        assert!(length <= 30 && text.starts_with("A long") && text.ends_with("Made with AI."), "{text}");
        assert!(!text.contains('#'), "{text}");
    }
}
