//! A library filled with items as a busy year leaves them, for tests and measurements: the same rows
//! for the same count, without files.

use crate::{
    CharacterId, ContentId, Library, Lora, Origin, Result,
    tables::{
        characters::{self, Appearance, CharacterRow, CharacterStatus, Disclosure, Personality},
        content::{self, ApprovalStatus, ContentRow, ContentSource, ContentType, Rating},
        content_tags,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

const CHARACTERS: [&str; 5] = ["Mira", "Noor", "Juno", "Elin", "Sana"];
const MODELS: [&str; 4] =
    ["flux2-dev.safetensors", "z-image-turbo.safetensors", "sdxl.safetensors", "sd15.safetensors"];
const TAGS: [&str; 8] = ["beach", "street", "studio", "night", "autumn", "portrait", "golden hour", "rooftop"];
const FOLDERS: [&str; 4] = ["", "Autumn series", "Studio light", "Lisbon streets"];
const PLACES: [&str; 7] =
    ["by the sea", "in a café", "on a rooftop", "in the rain", "under neon", "at home", "in a park"];
const CLOTHES: [&str; 6] =
    ["linen shirt", "black slip dress", "denim jacket", "red coat", "wool sweater", "silk scarf"];
const LIGHTS: [&str; 5] = ["soft key light", "window light", "golden hour", "hard flash", "overcast sky"];

/// Fills a library with characters and `count` pictures of them, an item every 20 minutes up to `newest`.
/// Answers the files that the rows name, relative to the media folder; none of them is written.
///
/// # Errors
/// When the database does not answer.
pub async fn fill(library: &Library, count: usize, newest: DateTime<Utc>) -> Result<Vec<String>> {
    let mut write = library.write().await?;
    let mut cast = Vec::new();
    for name in CHARACTERS {
        let row = character(name, newest);
        characters::save(&mut write, &row).await?;
        cast.push((row.id, name));
    }
    let mut files = Vec::with_capacity(count);
    for number in 0..count {
        let age = TimeDelta::minutes(20) * i32::try_from(count - 1 - number).unwrap_or(i32::MAX);
        let (row, loras, tags) = picture(number, &cast, newest - age);
        content::insert(&mut write, &row, &loras).await?;
        content_tags::add(&mut write, row.id, &tags).await?;
        files.push(row.file);
    }
    write.commit().await?;
    Ok(files)
}

/// A number from 0 to `below`, another for each salt, the same every time.
fn pick(number: usize, salt: usize, below: usize) -> usize {
    // The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), which spreads neighbours apart.
    let mut mixed = (number as u64).wrapping_mul(31).wrapping_add(salt as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) % below.max(1) as u64) as usize
}

fn one_of<'a>(words: &[&'a str], number: usize, salt: usize) -> &'a str {
    words.get(pick(number, salt, words.len())).copied().unwrap_or_default()
}

fn character(name: &str, now: DateTime<Utc>) -> CharacterRow {
    CharacterRow {
        id: CharacterId::new(),
        name: name.to_owned(),
        bio: String::new(),
        age: 25,
        location: "Lisbon".to_owned(),
        timezone: "Europe/Lisbon".to_owned(),
        interests: Vec::new(),
        profile_image: None,
        status: CharacterStatus::Active,
        status_reason: None,
        paused_at: None,
        paused_until: None,
        personality: Personality::default(),
        appearance: Appearance::default(),
        narrative: String::new(),
        platforms: Vec::new(),
        disclosure: Disclosure::default(),
        origin: Origin::Fictional,
        consent_id: None,
        created_at: now,
        updated_at: now,
        deleted_at: None,
    }
}

fn picture(
    number: usize,
    cast: &[(CharacterId, &str)],
    created_at: DateTime<Utc>,
) -> (ContentRow, Vec<Lora>, Vec<String>) {
    let (character_id, name) = match cast.get(pick(number, 1, cast.len())) {
        Some((id, name)) => (Some(*id), *name),
        None => (None, "picture"),
    };
    let model = one_of(&MODELS, number, 2);
    let seed = pick(number, 3, 1 << 40) as i64;
    let prompt = format!(
        "portrait of {name}, {}, {}, {}, 85 mm, seamless backdrop, pearl earring, look {number}",
        one_of(&CLOTHES, number, 4),
        one_of(&PLACES, number, 5),
        one_of(&LIGHTS, number, 6),
    );
    let slug = name.to_lowercase();
    let file_name = format!("{slug}-{}-{number:06}.png", created_at.format("%Y-%m-%d"));
    // Of ten items six are approved, one is rejected, three wait.
    let approval_status = match pick(number, 7, 10) {
        0..=5 => ApprovalStatus::Approved,
        6 => ApprovalStatus::Rejected,
        _ => ApprovalStatus::Pending,
    };
    let loras = match pick(number, 8, 3) {
        0 => Vec::new(),
        _ => vec![Lora { name: format!("{slug}-v3.safetensors"), strength: 0.85 }],
    };
    let tags = (0..pick(number, 9, 4)).map(|at| one_of(&TAGS, number, 10 + at).to_owned()).collect();
    let row = ContentRow {
        id: ContentId::new(),
        character_id,
        job_id: None,
        run_id: None,
        output_number: None,
        parent_id: None,
        content_type: ContentType::Image,
        category: "post".to_owned(),
        source: ContentSource::Generated,
        file: format!("{slug}/{}/{file_name}", created_at.format("%Y-%m")),
        file_name,
        mime_type: "image/png".to_owned(),
        width: Some(1024),
        height: Some(1280),
        size_bytes: 2_100_000,
        blake3: format!("{number:064x}"),
        prompt: prompt.clone(),
        negative_prompt: "blurry, low quality, extra fingers".to_owned(),
        workflow_id: Some("text-to-image".to_owned()),
        model: Some(model.to_owned()),
        seed: Some(seed),
        recipe: json!({ "source": "troupe", "prompt": prompt, "seed": seed, "steps": 24, "cfg_scale": 3.5, "model": model }),
        quality_score: (pick(number, 20, 5) > 0).then(|| pick(number, 21, 1000) as f64 / 1000.0),
        identity_score: (pick(number, 22, 5) > 0).then(|| pick(number, 23, 1000) as f64 / 1000.0),
        description: String::new(),
        rating: Rating::Safe,
        folder: one_of(&FOLDERS, number, 24).to_owned(),
        approval_status,
        rejected_reason: None,
        decided_at: (approval_status != ApprovalStatus::Pending).then_some(created_at),
        is_ai_made: true,
        times_used: i64::from(pick(number, 25, 4) == 0),
        created_at,
        updated_at: created_at,
        deleted_at: None,
    };
    (row, loras, tags)
}
