//! Reading a prompt: which words it has, what stands before what, and whose name it says.

/// A prompt's words, ready to be asked.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// Lower-case words, `,` where a phrase ends.
    tokens: Vec<String>,
    /// The same, joined by single spaces and padded, so that a phrase can be looked for.
    line: String,
    /// The first name that the prompt seems to say.
    name: Option<String>,
}

/// Words with a capital that are no names.
const NOT_NAMES: &[&str] = &[
    "a",
    "an",
    "the",
    "portrait",
    "photo",
    "photograph",
    "picture",
    "close",
    "closeup",
    "cinematic",
    "beautiful",
    "young",
    "old",
    "man",
    "woman",
    "girl",
    "boy",
    "person",
    "in",
    "on",
    "at",
    "with",
    "and",
    "of",
    "by",
    "wearing",
    "her",
    "his",
    "she",
    "he",
    "they",
    "soft",
    "warm",
    "cold",
    "golden",
    "natural",
    "studio",
    "street",
    "night",
    "day",
    "morning",
    "evening",
    "winter",
    "summer",
    "spring",
    "autumn",
    "film",
    "analog",
    "kodak",
    "portra",
    "fuji",
    "fujifilm",
    "canon",
    "nikon",
    "sony",
    "leica",
    "polaroid",
    "instagram",
    "raw",
    "hd",
    "uhd",
    "dslr",
    "bokeh",
    "professional",
    "candid",
    "editorial",
    "fashion",
    "lifestyle",
    "half",
    "full",
    "upper",
    "medium",
    "wide",
    "low",
    "high",
    "detailed",
    "realistic",
    "photorealistic",
    "masterpiece",
    "best",
    "quality",
    "smiling",
    "laughing",
    "looking",
    "sitting",
    "standing",
    "walking",
    "holding",
    "long",
    "short",
    "dark",
    "light",
    "blonde",
    "blond",
    "brown",
    "black",
    "red",
    "green",
    "blue",
    "hazel",
    "scandinavian",
    "nordic",
    "italian",
    "spanish",
    "french",
    "german",
    "japanese",
    "korean",
    "chinese",
    "indian",
    "turkish",
    "african",
    "european",
    "asian",
    "american",
    "british",
    "irish",
    "scottish",
    "brazilian",
    "mexican",
    "nigerian",
    "paris",
    "london",
    "tokyo",
    "lisbon",
    "new",
    "york",
    "rome",
    "berlin",
    "still",
    "i",
    "no",
    "not",
    "my",
    "negative",
    "style",
    "shot",
    "view",
    "scene",
    "image",
    "character",
    "age",
    "aged",
    "sunset",
    "beach",
    "mountain",
    "mountains",
    "forest",
    "city",
    "kitchen",
    "cafe",
    "café",
    "library",
    "window",
    "sea",
    "break",
    "score",
    "source",
];

impl Words {
    pub(super) fn read(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut capitals: Vec<(usize, bool)> = Vec::new();
        let mut word = String::new();
        let mut end = |word: &mut String, tokens: &mut Vec<String>| {
            if !word.is_empty() {
                let capital =
                    word.chars().next().is_some_and(char::is_uppercase) && word.chars().any(char::is_lowercase);
                capitals.push((tokens.len(), capital));
                tokens.push(word.to_lowercase());
                word.clear();
            }
        };
        for letter in text.chars() {
            match letter {
                letter if letter.is_alphanumeric() || letter == '_' || letter == '\'' => word.push(letter),
                ',' | '.' | ';' | ':' | '\n' | '(' | ')' | '|' => {
                    end(&mut word, &mut tokens);
                    tokens.push(",".into());
                }
                _ => end(&mut word, &mut tokens),
            }
        }
        end(&mut word, &mut tokens);
        let name = name(&tokens, &capitals);
        let line = format!(" {} ", tokens.join(" "));
        Self { tokens, line, name }
    }

    /// Whether one of these words or phrases is said.
    pub(super) fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.line.contains(&format!(" {phrase} ")))
    }

    /// The value of the first phrase of a table that is said.
    pub(super) fn first<T: Copy>(&self, table: &[(&str, T)]) -> Option<T> {
        table.iter().find(|(phrase, _)| self.has(&[phrase])).map(|(_, value)| *value)
    }

    /// The value of the phrase that stands nearest before one of these nouns, up to four words before and in the same
    /// phrase.
    pub(super) fn before<T: Copy>(&self, nouns: &[&str], table: &[(&str, T)]) -> Option<T> {
        self.places(nouns).find_map(|place| {
            let start = self.tokens[..place].iter().rposition(|token| token == ",").map_or(0, |comma| comma + 1);
            nearest(&self.tokens[start.max(place.saturating_sub(4))..place], table)
        })
    }

    /// As [`Words::before`]; else the phrase within two words behind the noun ("hair is black").
    pub(super) fn around<T: Copy>(&self, nouns: &[&str], table: &[(&str, T)]) -> Option<T> {
        self.before(nouns, table).or_else(|| {
            self.places(nouns).find_map(|place| {
                let behind = self.tokens[place + 1..].iter().take(2).take_while(|token| *token != ",");
                nearest(&behind.cloned().collect::<Vec<_>>(), table)
            })
        })
    }

    fn places(&self, nouns: &[&str]) -> impl Iterator<Item = usize> {
        self.tokens.iter().enumerate().filter(|(_, token)| nouns.contains(&token.as_str())).map(|(place, _)| place)
    }

    /// The name that the prompt says, in lower case.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// An age in years: `27 years old`, `27yo`, `aged 27`, `27 year old`.
    pub(super) fn age(&self) -> Option<u32> {
        self.tokens.iter().enumerate().find_map(|(place, token)| {
            if let Some(number) = token.strip_suffix("yo") {
                return number.parse().ok();
            }
            let number: u32 = token.parse().ok()?;
            let next = self.tokens.get(place + 1).map(String::as_str);
            let before = place.checked_sub(1).and_then(|place| self.tokens.get(place)).map(String::as_str);
            let says = matches!(next, Some("year" | "years" | "yo")) || matches!(before, Some("aged" | "age"));
            says.then_some(number)
        })
    }
}

/// The value of the phrase of a table that ends nearest to the window's end; of two that end there, the longer.
fn nearest<T: Copy>(window: &[String], table: &[(&str, T)]) -> Option<T> {
    for end in (1..=window.len()).rev() {
        for length in (1..=end.min(3)).rev() {
            let phrase = window[end - length..end].join(" ");
            if let Some((_, value)) = table.iter().find(|(words, _)| *words == phrase) {
                return Some(*value);
            }
        }
    }
    None
}

/// Words after which a name is that of a place or a thing.
const BEFORE_PLACES: &[&str] = &[
    "in", "at", "on", "near", "from", "to", "into", "through", "over", "by", "the", "via", "around", "across",
    "outside", "inside", "along", "under", "above", "behind", "a", "an", "with", "and",
];

/// Words whose "of" tells who is shown.
const PICTURES: &[&str] =
    &["portrait", "photo", "photograph", "picture", "image", "closeup", "up", "shot", "selfie", "headshot", "drawing"];

/// Who the prompt names: a token with an underscore, as the trigger words of LoRAs have; two words with capitals in a
/// row; or one after "portrait of", "named" or "called", or at the very beginning and followed by a comma. One capital
/// alone is too often a place or the first word of a sentence.
fn name(tokens: &[String], capitals: &[(usize, bool)]) -> Option<String> {
    if let Some(trigger) = tokens.iter().find(|token| token.contains('_') && token.chars().any(char::is_alphabetic)) {
        return Some(trigger.clone());
    }
    let word = |index: usize| tokens.get(index).map_or("", String::as_str);
    let before = |index: usize, steps: usize| index.checked_sub(steps).map_or("", word);
    let is_name = |index: usize| !NOT_NAMES.contains(&word(index)) && !BEFORE_PLACES.contains(&before(index, 1));
    let of_a_place = |index: usize| before(index, 1) == "of" && !PICTURES.contains(&before(index, 2));
    let capital: Vec<usize> = capitals.iter().filter(|(_, capital)| *capital).map(|(index, _)| *index).collect();
    let pair = capital.windows(2).find(|pair| {
        pair[1] == pair[0] + 1 && is_name(pair[0]) && !NOT_NAMES.contains(&word(pair[1])) && !of_a_place(pair[0])
    });
    if let Some([first, second]) = pair {
        return Some(format!("{} {}", word(*first), word(*second)));
    }
    let alone = capital.into_iter().find(|index| {
        let told = matches!(before(*index, 1), "of" | "named" | "called") && !of_a_place(*index);
        let opens = *index == 0 && word(1) == ",";
        is_name(*index) && word(*index).len() > 2 && (told || opens)
    });
    alone.map(|index| word(index).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_belongs_to_the_noun_that_it_stands_before() {
        let words = Words::read("portrait of a woman with long dark-brown hair and green eyes, orange linen shirt");
        let colors = [("brown", 1), ("dark brown", 2), ("green", 3), ("orange", 4)];
        assert_eq!(words.before(&["hair"], &colors), Some(2));
        assert_eq!(words.before(&["eyes"], &colors), Some(3));
        assert_eq!(words.before(&["shirt"], &colors), Some(4));
        assert_eq!(words.before(&["hat"], &colors), None);
        assert_eq!(Words::read("her hair is brown").around(&["hair"], &colors), Some(1));
        assert_eq!(Words::read("her hair is brown").before(&["hair"], &colors), None);
        assert_eq!(Words::read("eyes green, hair").around(&["hair"], &colors), None);
    }

    #[test]
    fn a_name_is_found() {
        for (text, name) in [
            ("Portrait of Mira Solano, 27 years old", Some("mira solano")),
            ("photo of Juno laughing", Some("juno")),
            ("ohwx_mira woman, studio", Some("ohwx_mira")),
            ("Mira, 27, on a beach", Some("mira")),
            ("A red chair", None),
            ("Close-up, Golden hour, Lisbon", None),
            ("Drinking tea, woman with brown hair, in Provence", None),
            ("a woman in San Sebastian, streets of Kyoto", None),
            ("Vases on a table", None),
        ] {
            assert_eq!(Words::read(text).name(), name, "{text}");
        }
    }

    #[test]
    fn an_age_is_found() {
        for (text, age) in
            [("a 27 year old woman", Some(27)), ("34yo man", Some(34)), ("aged 61", Some(61)), ("35mm, f 1.8", None)]
        {
            assert_eq!(Words::read(text).age(), age, "{text}");
        }
    }
}
