//! Captions: an opening, the subject, a close, each from the lists of a voice; places where people talk get a question.

use super::brief::{Brief, Voice};
use super::{capital, dice, within};

/// `{}` is what the caption is about, `{t}` a topic, `{p}` the place.
struct Lists {
    openings: [&'static str; 10],
    middles: [&'static str; 10],
    closes: [&'static str; 8],
}

const QUIET: Lists = Lists {
    openings: [
        "Early.",
        "No hurry.",
        "Just this.",
        "Again.",
        "Between two thoughts.",
        "Almost nothing.",
        "Still here.",
        "The long way round.",
        "Before the noise.",
        "Half a page.",
    ],
    middles: [
        "{}, and the light did the rest.",
        "{}. I only stood there.",
        "One hour with {}.",
        "{}, without a plan.",
        "I kept {} for myself until now.",
        "{}. Nothing to add.",
        "The quiet side of {}.",
        "{}, as it was.",
        "Some days are {} and no words.",
        "{}. It was enough.",
    ],
    closes: [
        "Back to {t} tomorrow.",
        "That was all.",
        "I will remember the air.",
        "More of {t}, less of the rest.",
        "Then home.",
        "Good night from {p}.",
        "I think of {t} a lot lately.",
        "No filter for a feeling.",
    ],
};

const PLAYFUL: Lists = Lists {
    openings: [
        "Plot twist:",
        "Breaking news from my side:",
        "Nobody asked, but",
        "For the record:",
        "Small confession:",
        "My agent said no, I said yes:",
        "Scientists are baffled:",
        "Overheard in {p}:",
        "Day four hundred of being busy:",
        "Do not try this at home:",
    ],
    middles: [
        "{} won, I came second.",
        "I was told {} needs practice. It needs snacks.",
        "{} and not one regret in sight.",
        "this is what I call {}, others call it Tuesday.",
        "{}, ten out of ten, would do it again.",
        "I blame {} for everything that follows.",
        "{} was the plan, chaos was the method.",
        "if {} had a fan club I would run the till.",
        "I trained all year for {}.",
        "{} looked at me first.",
    ],
    closes: [
        "Send help, or cake.",
        "{t} pays me nothing to say this.",
        "I regret nothing, ask me on Monday.",
        "My mother thinks I am talented.",
        "The wall did the work.",
        "Tag the friend who holds the ladder.",
        "Next week: {t}, the musical.",
        "Terms and conditions apply.",
    ],
};

const LOUD: Lists = Lists {
    openings: [
        "You have to see this!",
        "Hello from {p}!",
        "Finally!",
        "What a day!",
        "Guess where I have been!",
        "Good things ahead!",
        "Look at that!",
        "Wide awake and grinning!",
        "Come with me!",
        "I could not wait to show you!",
    ],
    middles: [
        "{}, and I am still buzzing!",
        "This is {} at its best.",
        "I said yes to {} and so should you.",
        "All I want now is more of {}.",
        "{} with the best people.",
        "There is nothing like {}!",
        "I have waited for {} for weeks.",
        "We made {} happen.",
        "{}, loud and in full colour!",
        "My heart is full of {}.",
    ],
    closes: [
        "Who is coming next time?",
        "Tell me yours!",
        "Say hi if you are in {p}!",
        "Next up: {t}!",
        "Let us talk about {t}!",
        "See you out there!",
        "Which one would you pick?",
        "Go get yours!",
    ],
};

const CRISP: Lists = Lists {
    openings: [
        "Notes from this week.",
        "Work in progress.",
        "A short update.",
        "One lesson, learned twice.",
        "From the desk.",
        "On method.",
        "For those who asked.",
        "A detail that matters.",
        "In brief.",
        "Field report.",
    ],
    middles: [
        "{}: prepared for two days, done in one hour.",
        "The difference in {} is made beforehand.",
        "{} shows what patience is worth.",
        "What {} taught me: begin with less.",
        "Three decisions went into {}.",
        "{}, as planned and on time.",
        "I changed one thing about {} and kept it.",
        "The brief was {}. This is the answer.",
        "Behind {} stands a good list.",
        "Good tools make {} look easy.",
    ],
    closes: [
        "More on {t} soon.",
        "Questions are welcome.",
        "Details follow on Friday.",
        "Next: {t}.",
        "Thank you to everybody involved.",
        "Filed under {t}.",
        "The full story is worth an evening.",
        "On to the next.",
    ],
};

const PLAIN: Lists = Lists {
    openings: [
        "Today was for this.",
        "A good one.",
        "From {p}, with love.",
        "Made some time.",
        "This made me smile.",
        "A small adventure.",
        "Same street, another day.",
        "Here we are.",
        "Out and about.",
        "One for the album.",
    ],
    middles: [
        "{}, just how I like it.",
        "I went out for {} and stayed longer.",
        "There is always room for {}.",
        "{} and a bit of luck with the light.",
        "Somewhere between {} and dinner.",
        "A morning of {}.",
        "I never get tired of {}.",
        "{}, the way it should be.",
        "Found my way back to {}.",
        "A little {} goes a long way.",
    ],
    closes: [
        "How was your day?",
        "More of {t} this week.",
        "Tomorrow: {t}.",
        "Have a good one.",
        "Coffee next.",
        "Thinking about {t} again.",
        "Take care of yourselves.",
        "Until soon.",
    ],
};

fn lists(voice: Voice) -> &'static Lists {
    match voice {
        Voice::Quiet => &QUIET,
        Voice::Playful => &PLAYFUL,
        Voice::Loud => &LOUD,
        Voice::Crisp => &CRISP,
        Voice::Plain => &PLAIN,
    }
}

/// How many times another caption is looked for when one was said before.
const TRIES: u64 = 12;

/// A caption; another for each `number`.
pub(super) fn caption(brief: &Brief, number: usize) -> String {
    let mut all: Vec<String> = Vec::new();
    for number in 0..=number as u64 {
        let mut tried = (0..TRIES).map(|again| once(brief, number + 31 * again));
        let fresh = tried.find(|text| !is_said(brief, text) && !all.contains(text));
        all.push(fresh.unwrap_or_else(|| once(brief, number)));
    }
    all.pop().unwrap_or_default()
}

/// Whether the words were said before: as a whole, or their beginning.
fn is_said(brief: &Brief, text: &str) -> bool {
    let text = text.to_lowercase();
    brief.said.iter().any(|said| text == *said || said.get(..24).is_some_and(|start| text.starts_with(start)))
}

fn once(brief: &Brief, number: u64) -> String {
    let lists = lists(brief.voice);
    let opening = dice(brief, "opening", number).pick(&lists.openings);
    let middle = dice(brief, "middle", number).pick(&lists.middles);
    let close = dice(brief, "close", number).pick(&lists.closes);
    let filled = |text: &str| {
        let place = if brief.place.is_empty() { "here" } else { brief.place.as_str() };
        text.replace("{}", &brief.subject).replace("{t}", brief.topic(number as usize)).replace("{p}", place)
    };
    let middle = if opening.ends_with([':', 't']) { filled(middle) } else { capital(&filled(middle)) };
    let body = format!("{} {middle}", filled(opening));
    // Short places take the point alone, pictures get the whole of it, and a story one sentence.
    let whole = match brief.platform.as_str() {
        "x" | "bluesky" | "mastodon" => body.clone(),
        "instagram" | "facebook" | "threads" => format!("{body}\n\n{}", capital(&filled(close))),
        _ => format!("{body} {}", capital(&filled(close))),
    };
    let fitting = [whole, body, capital(&middle)].into_iter().find(|text| text.chars().count() <= brief.most);
    fitting.unwrap_or_else(|| within(&capital(&middle), brief.most))
}

#[cfg(test)]
mod tests {
    use super::super::super::asked::Asked;
    use super::*;

    fn brief(lines: &str, seed: u64) -> Brief {
        Brief::read(&Asked { text: lines.into(), seed, ..Asked::default() })
    }

    #[test]
    fn captions_differ_by_voice_platform_and_seed_and_are_the_same_again() {
        let mira = "Name: Mira\nHumor: 0.9\nPlatform: Instagram\nPicture: bread out of the oven";
        let teo = "Name: Teo\nProfessionalism: 0.9\nPlatform: Instagram\nPicture: bread out of the oven";
        let on_x = mira.replace("Instagram", "X");
        let all: Vec<String> = [(mira, 1), (mira, 2), (teo, 1), (&on_x, 1)]
            .iter()
            .map(|(lines, seed)| caption(&brief(lines, *seed), 0))
            .collect();
        let mut different = all.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 4, "{all:?}");
        assert_eq!(caption(&brief(mira, 1), 0), all[0]);
        assert!(all.iter().all(|text| text.to_lowercase().contains("bread out of the oven")), "{all:?}");
    }

    #[test]
    fn a_caption_fits_and_is_not_said_again() {
        for most in [10, 40, 90, 200] {
            let lines = format!("Name: Mira\nPlatform: Facebook\nAt most: {most} characters\nPicture: bread");
            assert!(caption(&brief(&lines, 3), 0).chars().count() <= most, "{most}");
        }
        let lines = "Name: Mira\nPlatform: X\nPicture: bread";
        let first = caption(&brief(lines, 3), 0);
        assert_ne!(caption(&brief(&format!("{lines}\nLately posted:\n- {first}"), 3), 0), first);
    }
}
