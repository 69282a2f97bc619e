//! A character's posting plan as the creator wrote it: how often, what mix, when not, and the words to begin with.

use super::{quiet_hours::QuietHours, template};
use crate::{Error, Result, checks::Checks};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use troupe_library::{CharacterId, SqliteConnection, tables::strategies};

/// The most posts a week that a goal may ask for.
const MOST_PER_WEEK: u32 = 200;
/// The most caption templates of a strategy.
const MOST_CAPTIONS: usize = 50;

/// A posting plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Strategy {
    /// How many posts a week Fill week plans at most, 1 to 200; posts made together count once. `null`: every free slot.
    #[schemars(range(min = 1, max = 200))]
    pub(crate) posts_per_week: Option<u32>,
    /// The share of each category, such as `{ "post": 0.7, "story": 0.3 }`; they need not add up to 1.
    pub(crate) content_mix: BTreeMap<String, f64>,
    /// Nothing of this character is sent by itself in these hours of its time zone.
    pub(crate) quiet_hours: Option<QuietHours>,
    /// Captions to begin with, with variables such as `{weekday}`; one after the other is taken.
    pub(crate) caption_templates: Vec<String>,
    /// Hashtags to choose from, without their sign.
    pub(crate) hashtags: Vec<String>,
    /// What `{topic}` stands for, one after the other; else the character's preferred topics and interests.
    pub(crate) topics: Vec<String>,
    /// What the creator wants to reach, in words.
    pub(crate) goal: String,
}

impl Strategy {
    /// Checks and tidies every field.
    ///
    /// # Errors
    /// `validation_error` with all that does not hold.
    pub(crate) fn check(&mut self) -> Result<()> {
        let mut checks = Checks::default();
        if self.posts_per_week.is_some_and(|count| !(1..=MOST_PER_WEEK).contains(&count)) {
            checks.fault("posts_per_week", format!("must be from 1 to {MOST_PER_WEEK}"));
        }
        for (category, share) in &self.content_mix {
            checks.within(&format!("content_mix.{category}"), *share, 0.0..=1000.0);
        }
        if self.caption_templates.len() > MOST_CAPTIONS {
            checks.fault("caption_templates", format!("must be at most {MOST_CAPTIONS}"));
        }
        for (at, text) in self.caption_templates.iter().enumerate() {
            checks.text(&format!("caption_templates[{at}]"), text);
        }
        tidy_hashtags(&mut self.hashtags);
        checks.words("hashtags", &mut self.hashtags);
        checks.words("topics", &mut self.topics);
        checks.text("goal", &self.goal);
        checks.done()?;
        for (at, text) in self.caption_templates.iter().enumerate() {
            template::check(&format!("caption_templates[{at}]"), text)?;
        }
        self.quiet_hours.as_mut().map_or(Ok(()), |hours| hours.check("quiet_hours"))
    }

    /// The plan of a character, or one that asks for nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn of(db: &mut SqliteConnection, character: CharacterId) -> Result<Self> {
        let row = strategies::get(db, character).await?;
        row.map_or_else(|| Ok(Self::default()), |row| serde_json::from_value(row.value).map_err(Error::internal))
    }
}

/// Hashtags as they are kept: without their sign.
pub(crate) fn tidy_hashtags(hashtags: &mut [String]) {
    for tag in hashtags {
        *tag = tag.trim().trim_start_matches('#').to_owned();
    }
}
