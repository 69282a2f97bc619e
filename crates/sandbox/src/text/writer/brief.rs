//! What the writer takes from a question: the lines `Name: value` that it holds, and what it is about.

use super::super::asked::Asked;
use super::picture;

/// How a character speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Short, few words.
    Quiet,
    /// Jokes.
    Playful,
    /// Outgoing, asks and calls.
    Loud,
    /// Businesslike.
    Crisp,
    /// None of them.
    Plain,
}

/// A question, understood.
#[derive(Debug, Clone)]
pub(super) struct Brief {
    pub(super) name: String,
    pub(super) voice: Voice,
    pub(super) tone: String,
    pub(super) place: String,
    pub(super) topics: Vec<String>,
    pub(super) platform: String,
    /// What it is about, in a few words.
    pub(super) subject: String,
    /// What must not be said again.
    pub(super) said: Vec<String>,
    pub(super) hashtags: Vec<String>,
    /// The most letters of one text.
    pub(super) most: usize,
    pub(super) task: String,
    /// What the picture shows, for one that came along.
    pub(super) picture: Option<picture::Look>,
    pub(super) seed: u64,
}

impl Brief {
    pub(super) fn read(asked: &Asked) -> Self {
        let whole = format!("{}\n{}", asked.system, asked.text);
        let line = |name: &str| value(&whole, name).unwrap_or_default();
        let score = |name: &str| line(name).split_whitespace().next().and_then(|score| score.parse::<f64>().ok());
        let picture = asked.picture.as_deref().and_then(picture::look);
        let topics: Vec<String> = ["Topics", "Interests"].iter().flat_map(|name| list(&line(name))).collect();
        let shown = picture.as_ref().map(picture::Look::words);
        let subject = [line("Picture"), line("About")].into_iter().find(|words| !words.is_empty());
        let subject = subject.or(shown).or_else(|| topics.first().cloned()).unwrap_or_else(|| "today".to_owned());
        Self {
            name: line("Name"),
            voice: voice(score),
            tone: line("Tone"),
            place: line("Lives in"),
            platform: line("Platform").to_lowercase(),
            subject: phrase(&subject),
            said: bullets(&whole),
            hashtags: list(&line("Hashtags to choose from")),
            most: line("At most").split_whitespace().next().and_then(|most| most.parse().ok()).unwrap_or(600),
            task: line("Task").to_lowercase(),
            topics,
            picture,
            // A repair is the same question once more: the words stay, the form is mended.
            seed: asked.seed,
        }
    }

    /// A topic, another for each number.
    pub(super) fn topic(&self, number: usize) -> &str {
        let count = self.topics.len().max(1);
        self.topics.get((self.seed as usize).wrapping_add(number) % count).map_or("the small things", String::as_str)
    }
}

/// The value of the first line that begins with `name:`.
fn value(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (before, after) = line.trim().split_once(':')?;
        before.trim_start_matches("- ").eq_ignore_ascii_case(name).then(|| after.trim().to_owned())
    })
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|word| word.trim().trim_start_matches('#').to_owned()).filter(|word| !word.is_empty()).collect()
}

/// Lines that begin with a dash: what was said before.
fn bullets(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.trim().strip_prefix("- ")).map(str::to_lowercase).collect()
}

fn voice(score: impl Fn(&str) -> Option<f64>) -> Voice {
    let of = |name: &str| score(name).unwrap_or(0.5);
    let strengths = [
        (Voice::Playful, of("Humor") - 0.5),
        (Voice::Crisp, of("Professionalism") - 0.5),
        (Voice::Loud, of("Extroversion") - 0.5),
        (Voice::Quiet, 0.5 - of("Extroversion")),
    ];
    let strongest = strengths.into_iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
    strongest.filter(|(_, strength)| *strength >= 0.1).map_or(Voice::Plain, |(voice, _)| voice)
}

/// The first clause of a description, at most seven words, without a capital first.
fn phrase(text: &str) -> String {
    let clause = text.split([',', '.', ';', '\n']).map(str::trim).find(|clause| !clause.is_empty()).unwrap_or("today");
    let words: Vec<&str> = clause.split_whitespace().take(7).collect();
    let mut letters = words.join(" ").chars().collect::<Vec<_>>();
    let is_name = letters.get(1).is_none_or(|second| second.is_uppercase());
    if let Some(first) = letters.first_mut().filter(|_| !is_name) {
        *first = first.to_lowercase().next().unwrap_or(*first);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_understood_by_its_lines() {
        let asked = Asked {
            system: "Name: Mira Solano\nHumor: 0.9 (playful)\nTopics: kiln, Lisbon walls".into(),
            text: "Task: captions\nPlatform: X\nAt most: 120 characters\nLately posted:\n- Slate day.\nPicture: Close portrait on ochre, 85 mm".into(),
            ..Asked::default()
        };
        let brief = Brief::read(&asked);
        assert_eq!((brief.name.as_str(), brief.voice, brief.most), ("Mira Solano", Voice::Playful, 120));
        assert_eq!((brief.platform.as_str(), brief.subject.as_str()), ("x", "close portrait on ochre"));
        assert_eq!((brief.topic(1), brief.said.as_slice()), ("Lisbon walls", ["slate day.".to_owned()].as_slice()));
        assert_eq!(voice(|_| None), Voice::Plain);
    }
}
