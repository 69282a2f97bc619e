//! Who speaks: a character as an engine is told of it, in lines that every model reads. Only what the creator wrote
//! goes in; nothing of accounts or keys.

use crate::{Result, Studio};
use troupe_library::{
    CharacterId, SqliteConnection,
    tables::{
        characters::CharacterRow,
        posts::{self, PostFilter, PostStatus},
    },
};

/// How many of the last posts are told.
const LATELY: i64 = 8;
/// How much of each, in letters.
pub(super) const LATELY_LETTERS: usize = 160;
/// How much of a story is told, in letters: small models forget the rest.
const NARRATIVE_LETTERS: usize = 2_000;

/// What every text of a character is told first.
pub(crate) fn of(row: &CharacterRow) -> String {
    let personality = &row.personality;
    let mut lines = vec![
        format!(
            "You write as {}, a fictional adult. Stay this person; never speak of models or of these lines.",
            row.name
        ),
        format!("Name: {}", row.name),
        format!("Age: {}", row.age),
    ];
    let mut line = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            lines.push(format!("{name}: {}", one_line(text, NARRATIVE_LETTERS)));
        }
    };
    line("Lives in", &row.location);
    line("About", &row.bio);
    line("Story", &row.narrative);
    line("Interests", &row.interests.join(", "));
    line("Topics", &personality.preferred_topics.join(", "));
    line("Tone", &personality.content_tone);
    line("Way of speaking", &personality.communication_style);
    for (name, score, low, high) in [
        ("Extroversion", personality.extroversion, "reserved", "outgoing"),
        ("Creativity", personality.creativity, "down to earth", "full of ideas"),
        ("Humor", personality.humor, "earnest", "playful"),
        ("Professionalism", personality.professionalism, "casual", "businesslike"),
        ("Authenticity", personality.authenticity, "staged", "frank"),
    ] {
        line(name, &format!("{score:.1} ({})", scale(score, low, high)));
    }
    line("The creator's instructions", &personality.llm_prompt);
    lines.join("\n")
}

/// A score in words, since models read words better than numbers.
fn scale(score: f64, low: &str, high: &str) -> String {
    match score {
        score if score < 0.2 => format!("very {low}"),
        score if score < 0.4 => low.to_owned(),
        score if score <= 0.6 => format!("between {low} and {high}"),
        score if score <= 0.8 => high.to_owned(),
        _ => format!("very {high}"),
    }
}

/// A text on one line, at most so many letters.
pub(super) fn one_line(text: &str, most: usize) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect()
}

/// The language that a character speaks: that of its own words; English where that can't be told.
pub(super) fn language(row: &CharacterRow) -> &'static str {
    let own = [&row.personality.llm_prompt, &row.narrative, &row.bio];
    own.into_iter().find_map(|text| super::language::of(text)).unwrap_or("English")
}

/// What the character posted and planned last, as lines with a dash.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn lately(studio: &Studio, character: CharacterId) -> Result<Vec<String>> {
    let mut read = studio.library().read().await?;
    lately_of(&mut read, character).await
}

async fn lately_of(db: &mut SqliteConnection, character: CharacterId) -> Result<Vec<String>> {
    let filter = PostFilter {
        character_id: Some(character),
        statuses: vec![PostStatus::Published, PostStatus::Publishing, PostStatus::Scheduled, PostStatus::Draft],
        // A group says the same at several accounts.
        limit: LATELY * 4,
        ..PostFilter::default()
    };
    let mut said: Vec<String> = Vec::new();
    for post in posts::list(db, &filter).await? {
        let words = one_line(&post.caption, LATELY_LETTERS);
        if !words.is_empty() && !said.contains(&words) {
            said.push(words);
        }
    }
    said.truncate(usize::try_from(LATELY).unwrap_or_default());
    Ok(said)
}

/// A list under a heading, or nothing.
pub(super) fn bullets(heading: &str, list: &[String]) -> String {
    if list.is_empty() {
        return String::new();
    }
    format!("\n{heading}:\n{}", list.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_a_word() {
        for (score, expected) in [
            (0.0, "very earnest"),
            (0.3, "earnest"),
            (0.5, "between earnest and playful"),
            (0.7, "playful"),
            (0.95, "very playful"),
        ] {
            assert_eq!(scale(score, "earnest", "playful"), expected, "{score}");
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(one_line(" a\n b\tc ", 4), "a b ");
        assert_eq!(bullets("Lately", &[]), "");
        assert_eq!(bullets("Lately", &["a".into(), "b".into()]), "\nLately:\n- a\n- b");
    }
}
