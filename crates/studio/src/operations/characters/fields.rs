//! The fields of a character that both a new one and an update take, and their rules.

use super::picture_input::PictureInput;
use crate::{Patch, checks::Checks, time_zone};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    Lora,
    tables::characters::{Appearance, CharacterRow, Disclosure, Personality},
};

/// Characters are adults.
pub(super) const ADULT: i64 = 18;
/// Older than anybody, but not too old for a vampire.
const OLDEST: i64 = 1000;
/// How freely a text engine may write: the range that text engines take.
const TEMPERATURE: std::ops::RangeInclusive<f64> = 0.0..=2.0;

/// How a character speaks and thinks. What is absent stays, or is the middle of its scale.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PersonalityFields {
    /// From reserved (0) to outgoing (1).
    extroversion: Patch<f64>,
    /// From down to earth (0) to full of ideas (1).
    creativity: Patch<f64>,
    /// From earnest (0) to playful (1).
    humor: Patch<f64>,
    /// From casual (0) to businesslike (1).
    professionalism: Patch<f64>,
    /// From staged (0) to frank (1).
    authenticity: Patch<f64>,
    /// How it talks, in a word or a sentence.
    communication_style: Patch<String>,
    /// What it likes to talk about.
    preferred_topics: Patch<Vec<String>>,
    /// The tone of its captions.
    content_tone: Patch<String>,
    /// How freely a text engine writes for it, 0 to 2.
    temperature: Patch<f64>,
    /// Instructions to a text engine, in the creator's words.
    llm_prompt: Patch<String>,
}

/// How a character looks. What is absent stays, or is empty.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AppearanceFields {
    /// Hair, such as `copper` or `long black hair`.
    hair_color: Patch<String>,
    /// Eyes, such as `green`.
    eye_color: Patch<String>,
    /// Words of its look, used in prompts.
    style_keywords: Patch<Vec<String>>,
    /// What it likes to wear and be seen in, used in prompts after the keywords.
    style_preferences: Patch<Vec<String>>,
    /// The picture that its face is taken from; without one the primary reference.
    #[serde(alias = "face_reference_image_url", alias = "face_reference_image")]
    #[schemars(extend("x-aliases" = ["face_reference_image_url", "face_reference_image"]))]
    pub(super) face_reference: Patch<PictureInput>,
    /// How its face is kept the same, such as `ip-adapter`.
    face_consistency_method: Patch<String>,
    /// The checkpoint of its pictures.
    base_model: Patch<String>,
    /// LoRAs of its pictures.
    loras: Patch<Vec<Lora>>,
    /// Words at the beginning of each prompt.
    prompt_prefix: Patch<String>,
    /// Words of each negative prompt.
    negative_prompt: Patch<String>,
}

/// How a character says that it is made by AI. What is absent stays, or is on.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DisclosureFields {
    /// Whether it says so; on from the start.
    enabled: Patch<bool>,
    /// A line for its captions or profile.
    line: Patch<String>,
    /// Whether a visible mark lies on its pictures.
    overlay: Patch<bool>,
}

/// Lays a patch over a field; clearing sets `default`.
fn lay<T>(patch: Patch<T>, field: &mut T, default: T) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = default,
        Patch::Set(value) => *field = value,
    }
}

impl PersonalityFields {
    pub(super) fn apply(self, personality: &mut Personality) {
        let default = Personality::default();
        lay(self.extroversion, &mut personality.extroversion, default.extroversion);
        lay(self.creativity, &mut personality.creativity, default.creativity);
        lay(self.humor, &mut personality.humor, default.humor);
        lay(self.professionalism, &mut personality.professionalism, default.professionalism);
        lay(self.authenticity, &mut personality.authenticity, default.authenticity);
        lay(self.temperature, &mut personality.temperature, default.temperature);
        self.communication_style.apply(&mut personality.communication_style);
        self.preferred_topics.apply(&mut personality.preferred_topics);
        self.content_tone.apply(&mut personality.content_tone);
        self.llm_prompt.apply(&mut personality.llm_prompt);
    }
}

impl AppearanceFields {
    /// All but the face reference, which is a picture and comes in for itself.
    pub(super) fn apply(self, appearance: &mut Appearance) {
        self.hair_color.apply(&mut appearance.hair_color);
        self.eye_color.apply(&mut appearance.eye_color);
        self.style_keywords.apply(&mut appearance.style_keywords);
        self.style_preferences.apply(&mut appearance.style_preferences);
        self.face_consistency_method.apply_option(&mut appearance.face_consistency_method);
        self.base_model.apply_option(&mut appearance.base_model);
        self.loras.apply(&mut appearance.loras);
        self.prompt_prefix.apply(&mut appearance.prompt_prefix);
        self.negative_prompt.apply(&mut appearance.negative_prompt);
    }
}

impl DisclosureFields {
    pub(super) fn apply(self, disclosure: &mut Disclosure) {
        let default = Disclosure::default();
        lay(self.enabled, &mut disclosure.enabled, default.enabled);
        lay(self.overlay, &mut disclosure.overlay, default.overlay);
        self.line.apply(&mut disclosure.line);
    }
}

/// Checks a character and tidies its texts.
pub(super) fn check(checks: &mut Checks, row: &mut CharacterRow) {
    checks.name("name", &mut row.name);
    checks.text("bio", &row.bio);
    if row.age < ADULT {
        checks.fault("age", format!("characters are adults: {ADULT} or over"));
    } else if row.age > OLDEST {
        checks.fault("age", format!("must be at most {OLDEST}"));
    }
    checks.text("location", &row.location);
    match time_zone::parse(&row.timezone) {
        Ok(zone) => row.timezone = zone.name().to_owned(),
        Err(words) => checks.fault("timezone", words),
    }
    checks.words("interests", &mut row.interests);
    check_personality(checks, &mut row.personality);
    check_appearance(checks, &mut row.appearance);
    checks.text("narrative", &row.narrative);
    checks.words("platforms", &mut row.platforms);
    for (at, platform) in row.platforms.iter_mut().enumerate() {
        *platform = platform.to_lowercase();
        if !platform.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')) {
            checks.fault(&format!("platforms[{at}]"), "is no platform; write one such as instagram or x");
        }
    }
    checks.text("disclosure.line", &row.disclosure.line);
}

fn check_personality(checks: &mut Checks, personality: &mut Personality) {
    for (field, score) in [
        ("personality.extroversion", personality.extroversion),
        ("personality.creativity", personality.creativity),
        ("personality.humor", personality.humor),
        ("personality.professionalism", personality.professionalism),
        ("personality.authenticity", personality.authenticity),
    ] {
        checks.score(field, score);
    }
    checks.within("personality.temperature", personality.temperature, TEMPERATURE);
    checks.text("personality.communication_style", &personality.communication_style);
    checks.words("personality.preferred_topics", &mut personality.preferred_topics);
    checks.text("personality.content_tone", &personality.content_tone);
    checks.text("personality.llm_prompt", &personality.llm_prompt);
}

fn check_appearance(checks: &mut Checks, appearance: &mut Appearance) {
    checks.prompt("appearance.hair_color", &appearance.hair_color);
    checks.prompt("appearance.eye_color", &appearance.eye_color);
    checks.words("appearance.style_keywords", &mut appearance.style_keywords);
    checks.words("appearance.style_preferences", &mut appearance.style_preferences);
    for (field, words) in [
        ("appearance.style_keywords", &appearance.style_keywords),
        ("appearance.style_preferences", &appearance.style_preferences),
    ] {
        for (at, word) in words.iter().enumerate() {
            checks.prompt(&format!("{field}[{at}]"), word);
        }
    }
    checks.optional_name("appearance.face_consistency_method", &mut appearance.face_consistency_method);
    checks.optional_name("appearance.base_model", &mut appearance.base_model);
    checks.loras("appearance.loras", &mut appearance.loras);
    checks.prompt("appearance.prompt_prefix", &appearance.prompt_prefix);
    checks.negative_prompt("appearance.negative_prompt", &appearance.negative_prompt);
}
