//! Wildcards: what `__name__` in a prompt stands for.

use crate::{Error, Page, Result, Studio, checks::Checks, text::wildcards::is_name};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    LibraryError,
    tables::wildcards::{self, WildcardRow},
};

/// The most words of a wildcard, and the longest of them, in letters.
const MOST_WORDS: usize = 2_000;
const LONGEST_WORD: usize = 1_000;

/// A wildcard.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Wildcard {
    /// Its name, without the signs around it.
    pub(super) name: String,
    /// What it stands for, one of them each time.
    pub(super) words: Vec<String>,
    /// When it last changed.
    #[serde(default)]
    pub(super) updated_at: Option<DateTime<Utc>>,
}

impl From<WildcardRow> for Wildcard {
    fn from(row: WildcardRow) -> Self {
        Self { name: row.name, words: row.words, updated_at: Some(row.updated_at) }
    }
}

/// The wildcards by name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListWildcards {
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of wildcards.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WildcardList {
    wildcards: Vec<Wildcard>,
    total: usize,
    limit: u32,
    offset: u32,
}

pub(super) async fn list(studio: &Studio, input: ListWildcards) -> Result<WildcardList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let mut read = studio.library().read().await?;
    let all = wildcards::list(&mut read).await?;
    let total = all.len();
    let wildcards = page.cut(all).map(Wildcard::from).collect();
    Ok(WildcardList { wildcards, total, limit: page.limit, offset: page.offset })
}

/// Keeps a wildcard: what `__name__` in a prompt stands for. Its words may hold other wildcards.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetWildcard {
    /// Its name: letters, digits, spaces, dashes and slashes.
    #[schemars(length(min = 1, max = 60))]
    name: String,
    /// What it stands for; empty ones and repeats are left out.
    words: Vec<String>,
}

pub(super) async fn set(studio: &Studio, input: SetWildcard) -> Result<Wildcard> {
    let row = checked(Checks::default(), input.name, input.words, studio.now())?;
    let mut write = studio.library().write().await?;
    wildcards::set(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

/// Takes a wildcard away. Prompts that hold it say so when they are used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteWildcard {
    /// Its name.
    name: String,
}

/// The wildcard that was taken away, so that it can be set again.
pub(super) async fn delete(studio: &Studio, input: DeleteWildcard) -> Result<Wildcard> {
    let mut write = studio.library().write().await?;
    let row = wildcards::get(&mut write, &input.name).await?;
    let row = row.ok_or_else(|| Error::not_found("wildcard", &input.name))?;
    wildcards::delete(&mut write, &row.name).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

/// Checks and tidies a wildcard; `checks` says where it stands.
pub(super) fn checked(mut checks: Checks, name: String, words: Vec<String>, now: DateTime<Utc>) -> Result<WildcardRow> {
    let name = name.trim().to_owned();
    if !is_name(&name) {
        checks.fault("name", "must be 1 to 60 letters, digits, spaces, dashes or slashes, a letter or digit first");
    }
    let mut tidy: Vec<String> = Vec::new();
    for word in words {
        let word = word.trim().to_owned();
        if !word.is_empty() && !tidy.contains(&word) {
            tidy.push(word);
        }
    }
    if tidy.is_empty() || tidy.len() > MOST_WORDS {
        checks.fault("words", format!("must be 1 to {MOST_WORDS} words"));
    }
    for (at, word) in tidy.iter().enumerate() {
        let field = format!("words[{at}]");
        if word.chars().count() > LONGEST_WORD {
            checks.fault(&field, format!("must be at most {LONGEST_WORD} letters"));
        }
        checks.prompt(&field, word);
    }
    checks.done()?;
    Ok(WildcardRow { name, words: tidy, updated_at: now })
}
