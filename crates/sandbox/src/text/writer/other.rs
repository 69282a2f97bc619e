//! All other texts: bios, stories, comments, descriptions, tags, free answers.

use super::brief::Brief;
use super::caption::caption;
use super::{capital, dice, within};

const GREETINGS: [&str; 8] = [
    "Love this",
    "So good",
    "You made my day",
    "This is the one",
    "I needed that",
    "What a mood",
    "Saved for later",
    "Made me look twice",
];
const TURNS: [&str; 8] = [
    "Then everything slowed down.",
    "I almost went home.",
    "A stranger laughed, and so did I.",
    "The rain came early.",
    "Somebody knew my name.",
    "I lost my hat and found a friend.",
    "The last tram was full.",
    "Nobody was in a hurry.",
];

/// A text without a name: what the task says it is.
pub(super) fn free(brief: &Brief, number: usize) -> String {
    let text = match () {
        () if brief.task.contains("bio") => bio(brief),
        () if brief.task.contains("story") => story(brief, number),
        () if brief.task.contains("comment") => comment(brief, number),
        () => caption(brief, number),
    };
    within(&text, brief.most)
}

pub(super) fn bio(brief: &Brief) -> String {
    let who = if brief.name.is_empty() { "Hello" } else { brief.name.as_str() };
    let place = if brief.place.is_empty() { String::new() } else { format!(" in {}", brief.place) };
    let topics = brief.topics.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let topics = if topics.is_empty() { "small things".to_owned() } else { topics };
    let tone = if brief.tone.is_empty() { "with patience".to_owned() } else { format!("{} at heart", brief.tone) };
    format!("{who}{place}. {}, {tone}.", capital(&topics))
}

fn story(brief: &Brief, number: usize) -> String {
    let turn = dice(brief, "turn", number as u64).pick(&TURNS);
    let again = dice(brief, "turn again", number as u64).pick(&TURNS);
    format!("It began with {}. {turn} {again} {}", brief.subject, caption(brief, number + 7))
}

fn comment(brief: &Brief, number: usize) -> String {
    let greeting = dice(brief, "greeting", number as u64).pick(&GREETINGS);
    format!("{greeting}. {} always gets me.", capital(brief.topic(number)))
}

/// What the picture shows, for those who do not see it.
pub(super) fn alt_text(brief: &Brief) -> String {
    let shown = brief.picture.as_ref().map(super::picture::Look::words);
    let shown = shown.unwrap_or_else(|| brief.subject.clone());
    let who =
        if brief.name.is_empty() || brief.picture.is_none() { String::new() } else { format!(" of {}", brief.name) };
    capital(&format!("{shown}{who}."))
}

pub(super) fn description(brief: &Brief) -> String {
    format!("{} It goes with {} and {}.", alt_text(brief), brief.topic(0), brief.topic(1))
}

/// A word for a tag or a hashtag: from those to choose from, else from the topics and the subject.
pub(super) fn tag(brief: &Brief, number: usize) -> String {
    let from_subject = brief.subject.split_whitespace().filter(|word| word.len() > 3).map(str::to_owned);
    let seen = brief.picture.iter().flat_map(|look| [look.colour, look.light, look.shape]).map(str::to_owned);
    let offered: Vec<String> =
        brief.hashtags.iter().cloned().chain(brief.topics.clone()).chain(seen).chain(from_subject).collect();
    let letters =
        |word: &String| word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
    let mut words: Vec<String> = Vec::new();
    for word in offered.iter().map(letters) {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words.get(number % words.len().max(1)).cloned().unwrap_or_else(|| "today".to_owned())
}
