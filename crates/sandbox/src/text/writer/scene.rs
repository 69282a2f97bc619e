//! Prompts for pictures: a scene from the topics and the place, a light, a frame.

use super::brief::Brief;
use super::{capital, dice};

const ACTIONS: [&str; 14] = [
    "reading in",
    "walking through",
    "laughing at something off camera in",
    "leaning on a rail in",
    "waiting for rain in",
    "carrying flowers through",
    "drinking coffee in",
    "sketching in",
    "looking back over a shoulder in",
    "tying a scarf in",
    "sitting on the steps of",
    "listening to music in",
    "resting after a run in",
    "cooking in",
];
const PLACES: [&str; 14] = [
    "an empty museum",
    "a small bakery",
    "a greenhouse",
    "an old tram",
    "a harbour",
    "a record shop",
    "a tiled courtyard",
    "a mountain hut",
    "a night market",
    "a library",
    "a workshop",
    "a roof garden",
    "a laundrette",
    "a train by the window",
];
const LIGHTS: [&str; 10] = [
    "low morning sun",
    "soft window light",
    "hard noon light",
    "blue hour",
    "a single warm lamp",
    "overcast and even light",
    "neon from the left",
    "golden haze",
    "candlelight",
    "light through leaves",
];
const FRAMES: [&str; 9] = [
    "85 mm, shallow focus",
    "35 mm, film grain",
    "wide lens, far away",
    "three quarters from behind",
    "close portrait",
    "from straight above",
    "symmetrical, centred",
    "low angle",
    "through a wet pane",
];
const CLOTHES: [&str; 10] = [
    "linen shirt",
    "wool jumper",
    "long coat",
    "denim jacket",
    "rain jacket",
    "striped top",
    "evening dress",
    "work apron",
    "silk scarf",
    "white tee",
];

/// How many times another scene is looked for when one was there before.
const TRIES: u64 = 40;

/// A prompt of a scene; another for each `number`, and none that stands in the question already.
pub(super) fn prompt(brief: &Brief, number: usize) -> String {
    let number = number as u64;
    let tried = (0..TRIES).map(|again| once(brief, number + 53 * again));
    let fresh = |text: &String| !brief.said.iter().any(|said| said.contains(&text.to_lowercase()));
    tried.into_iter().find(fresh).unwrap_or_else(|| once(brief, number))
}

/// A few words that name the scene.
pub(super) fn title(brief: &Brief, number: usize) -> String {
    let text = prompt(brief, number);
    let words: Vec<&str> = text.split(',').next().unwrap_or_default().split_whitespace().take(5).collect();
    words.join(" ")
}

fn once(brief: &Brief, number: u64) -> String {
    let pick = |what: &str, list: &[&'static str]| dice(brief, what, number).pick(list);
    let action = format!("{} {}", pick("action", &ACTIONS), pick("place", &PLACES));
    let topic = brief.topic(number as usize);
    let details =
        [format!("a hint of {topic}"), pick("clothes", &CLOTHES).to_owned(), pick("light", &LIGHTS).to_owned()];
    capital(&format!("{action}, {}, {}", details.join(", "), pick("frame", &FRAMES)))
}

#[cfg(test)]
mod tests {
    use super::super::super::asked::Asked;
    use super::*;

    #[test]
    fn a_prompt_that_was_there_is_not_made_again() {
        let ask =
            |said: &str| Asked { text: format!("Task: prompts\nTopics: tea\nLately:\n{said}"), ..Asked::default() };
        let first = prompt(&Brief::read(&ask("")), 0);
        let second = prompt(&Brief::read(&ask(&format!("- {first}"))), 0);
        assert_ne!(first, second);
        assert!(second.contains("tea"), "{second}");
    }
}
