//! The prompt book as a file: everything in one document, and taken in again without doubles.

use super::{
    book,
    wildcards::{self as operation_wildcards, Wildcard},
};
use crate::{Error, Result, Studio, checks::Checks};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use troupe_library::{
    CharacterId, LibraryError, SavedPromptId,
    tables::{
        characters::{self, Filter},
        prompts::{self, PromptFilter, PromptRow, PromptSource},
        wildcards,
    },
};

/// The version of the document.
const VERSION: u32 = 1;
/// The most prompts that one document takes.
const MOST: usize = 10_000;
/// How many are read at once.
const CHUNK: u32 = 200;

/// The prompt book as one document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExportPrompts {}

/// The book.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PromptBook {
    /// The version of this document: 1.
    version: u32,
    /// The prompts, the newest first.
    prompts: Vec<BookPrompt>,
    /// The wildcards that they use, and the others.
    #[serde(default)]
    wildcards: Vec<Wildcard>,
}

/// A prompt of the document.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BookPrompt {
    prompt: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    negative_prompt: String,
    /// The name of the character whose it is; `null` is anybody's.
    #[serde(default)]
    character: Option<String>,
    #[serde(default)]
    is_favourite: bool,
}

pub(super) async fn export(studio: &Studio, _: ExportPrompts) -> Result<PromptBook> {
    let mut read = studio.library().read().await?;
    let mut names = HashMap::new();
    let mut found = Vec::new();
    for offset in (0..).step_by(CHUNK as usize) {
        let rows = prompts::list(&mut read, &PromptFilter::default(), CHUNK, offset).await?;
        let is_last = rows.len() < CHUNK as usize;
        for row in rows {
            let character = match row.character_id {
                None => None,
                Some(id) => match names.get(&id) {
                    Some(name) => Some(String::clone(name)),
                    None => {
                        let name = characters::get(&mut read, id).await?.map(|row| row.name).unwrap_or_default();
                        names.insert(id, name.clone());
                        Some(name)
                    }
                },
            };
            found.push(BookPrompt {
                prompt: row.prompt,
                title: row.title,
                negative_prompt: row.negative_prompt,
                character: character.filter(|name| !name.is_empty()),
                is_favourite: row.is_favourite,
            });
        }
        if is_last {
            break;
        }
    }
    let wildcards = wildcards::list(&mut read).await?.into_iter().map(Wildcard::from).collect();
    Ok(PromptBook { version: VERSION, prompts: found, wildcards })
}

/// Takes a document of `prompts.export` in. Prompts that are in the book already are left out; a character is found by
/// its name, and a prompt whose character is not here becomes anybody's. Words of a wildcard are added to those that it
/// has.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportPrompts {
    /// The document.
    book: PromptBook,
}

/// What came in.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ImportedPrompts {
    /// How many prompts are new.
    added: usize,
    /// How many were in the book already.
    known: usize,
    /// How many wildcards are new or have more words now.
    wildcards: usize,
    /// Names of characters that are not here.
    missing_characters: Vec<String>,
}

pub(super) async fn import(studio: &Studio, input: ImportPrompts) -> Result<ImportedPrompts> {
    let book = input.book;
    if book.version > VERSION {
        return Err(Error::field("book.version", "is of a newer Troupe; install the newest one first"));
    }
    if book.prompts.len() > MOST {
        return Err(Error::field("book.prompts", format!("must be at most {MOST}; split the document")));
    }
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut known: HashSet<String> = HashSet::new();
    for offset in (0..).step_by(CHUNK as usize) {
        let rows = prompts::list(&mut write, &PromptFilter::default(), CHUNK, offset).await?;
        let is_last = rows.len() < CHUNK as usize;
        known.extend(rows.into_iter().map(|row| row.prompt));
        if is_last {
            break;
        }
    }
    let (cards, _) = characters::list(&mut write, &Filter::default(), u32::MAX, 0).await?;
    let here: HashMap<String, CharacterId> =
        cards.into_iter().map(|card| (card.character.name, card.character.id)).collect();
    let mut answer = ImportedPrompts { added: 0, known: 0, wildcards: 0, missing_characters: Vec::new() };
    for (at, one) in book.prompts.into_iter().enumerate() {
        let name = one.character.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let character_id = match &name {
            None => None,
            Some(name) => here.get(name).copied(),
        };
        let mut row = PromptRow {
            id: SavedPromptId::new(),
            character_id,
            title: one.title,
            prompt: one.prompt,
            negative_prompt: one.negative_prompt,
            source: PromptSource::Imported,
            is_favourite: one.is_favourite,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        book::check(Checks::at(format!("book.prompts[{at}].")), &mut row)?;
        if let Some(name) = name.filter(|_| character_id.is_none())
            && !answer.missing_characters.contains(&name)
        {
            answer.missing_characters.push(name);
        }
        if known.insert(row.prompt.clone()) {
            prompts::save(&mut write, &row).await?;
            answer.added += 1;
        } else {
            answer.known += 1;
        }
    }
    for (at, one) in book.wildcards.into_iter().enumerate() {
        let checks = Checks::at(format!("book.wildcards[{at}]."));
        let row = operation_wildcards::checked(checks, one.name, one.words, now)?;
        let before = wildcards::get(&mut write, &row.name).await?;
        let mut words = before.as_ref().map(|row| row.words.clone()).unwrap_or_default();
        words.extend(row.words);
        let checks = Checks::at(format!("book.wildcards[{at}]."));
        let row = operation_wildcards::checked(checks, row.name, words, now)?;
        if before.is_none_or(|before| before.words != row.words) {
            wildcards::set(&mut write, &row).await?;
            answer.wildcards += 1;
        }
    }
    write.commit().await.map_err(LibraryError::from)?;
    Ok(answer)
}
