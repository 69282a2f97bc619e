//! Prompts of the book: listing, keeping, changing, deleting with a way back.

use crate::{
    Error, Page, Patch, Result, Studio,
    checks::Checks,
    operations::{characters, trash},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, ContentId, LibraryError, SavedPromptId, SqliteConnection,
    tables::prompts::{self, PromptFilter, PromptRow, PromptSource},
};

/// How many prompts a page has when its size is not given.
const PAGE: u32 = 50;
/// The most words of a search.
const MOST_WORDS: usize = 12;

/// A prompt of the book, and what came of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SavedPrompt {
    id: SavedPromptId,
    /// Whose it is; `null` is anybody's.
    character_id: Option<CharacterId>,
    /// A few words to know it by; may be empty.
    title: String,
    /// The prompt, with its wildcards.
    prompt: String,
    /// Words of the negative prompt that go with it.
    negative_prompt: String,
    /// Where it comes from.
    source: PromptSource,
    is_favourite: bool,
    /// How many pictures it made.
    times_used: i64,
    /// How many of them were approved.
    approved_count: i64,
    /// The latest of them, the newest first, at most three.
    latest: Vec<ContentId>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl SavedPrompt {
    pub(super) async fn load(db: &mut SqliteConnection, row: PromptRow) -> Result<Self> {
        let results = prompts::results(db, row.id).await?;
        Ok(Self {
            id: row.id,
            character_id: row.character_id,
            title: row.title,
            prompt: row.prompt,
            negative_prompt: row.negative_prompt,
            source: row.source,
            is_favourite: row.is_favourite,
            times_used: results.times_used,
            approved_count: results.approved_count,
            latest: results.latest,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// The prompt book, the newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListPrompts {
    /// Words that all stand in the prompt or its title.
    #[serde(alias = "q")]
    #[schemars(length(max = 500), extend("x-aliases" = ["q"]))]
    search: Option<String>,
    /// Those of one character.
    character_id: Option<CharacterId>,
    /// Favourites only.
    #[serde(default)]
    is_favourite: bool,
    /// Those of one source.
    source: Option<PromptSource>,
    /// At most this many, 1 to 200 (50).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of the book.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PromptList {
    prompts: Vec<SavedPrompt>,
    total: i64,
    limit: u32,
    offset: u32,
    /// How many there are of each kind, whatever was asked for.
    counts: PromptCounts,
}

/// How many prompts there are.
#[derive(Debug, Serialize, JsonSchema)]
struct PromptCounts {
    all: i64,
    favourites: i64,
    /// Those that a text engine wrote.
    ai: i64,
    /// By character; `null` is anybody's.
    characters: Vec<CharacterCount>,
}

/// How many prompts a character has.
#[derive(Debug, Serialize, JsonSchema)]
struct CharacterCount {
    character_id: Option<CharacterId>,
    count: i64,
}

pub(super) async fn list(studio: &Studio, input: ListPrompts) -> Result<PromptList> {
    let page = Page::of(input.limit, input.offset, PAGE)?;
    let words = input.search.unwrap_or_default();
    let filter = PromptFilter {
        character_id: input.character_id,
        is_favourite: input.is_favourite,
        source: input.source,
        words: words.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect(),
    };
    let mut read = studio.library().read().await?;
    let mut found = Vec::new();
    for row in prompts::list(&mut read, &filter, page.limit, page.offset).await? {
        found.push(SavedPrompt::load(&mut read, row).await?);
    }
    let all = PromptFilter::default();
    let favourites = PromptFilter { is_favourite: true, ..all.clone() };
    let ai = PromptFilter { source: Some(PromptSource::Ai), ..all.clone() };
    let counts = PromptCounts {
        all: prompts::count(&mut read, &all).await?,
        favourites: prompts::count(&mut read, &favourites).await?,
        ai: prompts::count(&mut read, &ai).await?,
        characters: prompts::by_character(&mut read)
            .await?
            .into_iter()
            .map(|(character_id, count)| CharacterCount { character_id, count })
            .collect(),
    };
    let total = prompts::count(&mut read, &filter).await?;
    Ok(PromptList { prompts: found, total, limit: page.limit, offset: page.offset, counts })
}

/// One prompt of the book.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetPrompt {
    prompt_id: SavedPromptId,
}

pub(super) async fn get(studio: &Studio, input: GetPrompt) -> Result<SavedPrompt> {
    let mut read = studio.library().read().await?;
    let row = find(&mut read, input.prompt_id).await?;
    SavedPrompt::load(&mut read, row).await
}

/// Keeps a prompt in the book. Wildcards are written `__colour__`, choices `{warm|cold}`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreatePrompt {
    #[schemars(length(min = 1, max = 20000))]
    prompt: String,
    /// Whose it is; absent is anybody's.
    character_id: Option<CharacterId>,
    /// A few words to know it by.
    #[serde(default)]
    #[schemars(length(max = 200))]
    title: String,
    #[serde(default)]
    #[schemars(length(max = 20000))]
    negative_prompt: String,
    #[serde(default)]
    is_favourite: bool,
    /// Where it comes from: `written` when left out.
    #[serde(default)]
    source: PromptSource,
}

pub(super) async fn create(studio: &Studio, input: CreatePrompt) -> Result<SavedPrompt> {
    let now = studio.now();
    let row = PromptRow {
        id: SavedPromptId::new(),
        character_id: input.character_id,
        title: input.title,
        prompt: input.prompt,
        negative_prompt: input.negative_prompt,
        source: input.source,
        is_favourite: input.is_favourite,
        created_at: now,
        updated_at: now,
        deleted_at: None,
    };
    save(studio, row).await
}

/// Changes a prompt of the book: only the fields that are sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdatePrompt {
    prompt_id: SavedPromptId,
    #[serde(default)]
    prompt: Patch<String>,
    #[serde(default)]
    character_id: Patch<CharacterId>,
    #[serde(default)]
    title: Patch<String>,
    #[serde(default)]
    negative_prompt: Patch<String>,
    #[serde(default)]
    is_favourite: Patch<bool>,
}

pub(super) async fn update(studio: &Studio, input: UpdatePrompt) -> Result<SavedPrompt> {
    let mut read = studio.library().read().await?;
    let mut row = find(&mut read, input.prompt_id).await?;
    drop(read);
    input.prompt.apply_required("prompt", &mut row.prompt)?;
    input.character_id.apply_option(&mut row.character_id);
    input.title.apply(&mut row.title);
    input.negative_prompt.apply(&mut row.negative_prompt);
    input.is_favourite.apply(&mut row.is_favourite);
    row.updated_at = studio.now();
    save(studio, row).await
}

/// Deletes a prompt of the book. It can be restored for as long as the trash keeps things; its pictures stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeletePrompt {
    prompt_id: SavedPromptId,
}

pub(super) async fn delete(studio: &Studio, input: DeletePrompt) -> Result<SavedPrompt> {
    let now = studio.now();
    let kept = trash::kept(studio).await?;
    let mut write = studio.library().write().await?;
    prompts::forget_before(&mut write, now - kept).await?;
    let mut row = find(&mut write, input.prompt_id).await?;
    row.deleted_at = Some(now);
    prompts::save(&mut write, &row).await?;
    let prompt = SavedPrompt::load(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(prompt)
}

/// Undoes the deletion of a prompt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RestorePrompt {
    prompt_id: SavedPromptId,
}

pub(super) async fn restore(studio: &Studio, input: RestorePrompt) -> Result<SavedPrompt> {
    let mut write = studio.library().write().await?;
    let row = prompts::get(&mut write, input.prompt_id).await?;
    let mut row = row.ok_or_else(|| Error::not_found("prompt", input.prompt_id))?;
    row.deleted_at = None;
    prompts::save(&mut write, &row).await?;
    let prompt = SavedPrompt::load(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(prompt)
}

/// A prompt that was not deleted.
pub(super) async fn find(db: &mut SqliteConnection, id: SavedPromptId) -> Result<PromptRow> {
    let row = prompts::get(db, id).await?.filter(|row| row.deleted_at.is_none());
    row.ok_or_else(|| Error::not_found("prompt", id))
}

/// Checks and tidies what the creator gave; `checks` says where it stands.
pub(super) fn check(mut checks: Checks, row: &mut PromptRow) -> Result<()> {
    row.prompt = row.prompt.trim().to_owned();
    row.title = row.title.trim().to_owned();
    if row.prompt.is_empty() {
        checks.fault("prompt", "must have words");
    }
    if row.title.chars().count() > 200 {
        checks.fault("title", "must be at most 200 letters");
    }
    checks.prompt("prompt", &row.prompt);
    checks.negative_prompt("negative_prompt", &row.negative_prompt);
    checks.done()
}

async fn save(studio: &Studio, mut row: PromptRow) -> Result<SavedPrompt> {
    check(Checks::default(), &mut row)?;
    let mut write = studio.library().write().await?;
    if let Some(id) = row.character_id {
        characters::find(&mut write, id).await?;
    }
    prompts::save(&mut write, &row).await?;
    let prompt = SavedPrompt::load(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(prompt)
}
