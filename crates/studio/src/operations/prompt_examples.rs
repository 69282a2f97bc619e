//! Examples of prompts, to learn from and to start with.

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Page, Patch, Result, Studio,
    registry::operation,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    ExampleId, LibraryError,
    tables::prompt_examples::{self, PromptExampleRow},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("prompts.examples_list", list, Read, &["prompt_examples"]).route("GET /images/prompt_examples"),
        operation("prompts.examples_get", get, Read, &["prompt_examples"])
            .route("GET /images/prompt_examples/{example_id}"),
        operation("prompts.examples_create", create, Write, &["prompt_examples"]).route("POST /images/prompt_examples"),
        operation("prompts.examples_update", update, Write, &["prompt_examples"])
            .route("PUT /images/prompt_examples/{example_id}"),
        operation("prompts.examples_delete", delete, Destroy, &["prompt_examples"])
            .route("DELETE /images/prompt_examples/{example_id}"),
    ]
}

/// An example of a prompt.
#[derive(Debug, Serialize, JsonSchema)]
struct PromptExample {
    id: ExampleId,
    /// What it shows.
    title: String,
    prompt: String,
    /// Words of the negative prompt that go with it.
    negative_prompt: String,
    /// A word to group it by.
    category: String,
}

impl From<PromptExampleRow> for PromptExample {
    fn from(row: PromptExampleRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            prompt: row.prompt,
            negative_prompt: row.negative_prompt,
            category: row.category,
        }
    }
}

/// The examples, by category and title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListPromptExamples {
    /// Only those of this category.
    category: Option<String>,
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of examples.
#[derive(Debug, Serialize, JsonSchema)]
struct PromptExampleList {
    prompt_examples: Vec<PromptExample>,
    total: usize,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListPromptExamples) -> Result<PromptExampleList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let mut read = studio.library().read().await?;
    let all = prompt_examples::list(&mut read, input.category.as_deref()).await?;
    let total = all.len();
    Ok(PromptExampleList {
        prompt_examples: page.cut(all).map(PromptExample::from).collect(),
        total,
        limit: page.limit,
        offset: page.offset,
    })
}

/// One example.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetPromptExample {
    /// The example.
    example_id: ExampleId,
}

async fn load(studio: &Studio, id: ExampleId) -> Result<PromptExampleRow> {
    let mut read = studio.library().read().await?;
    prompt_examples::get(&mut read, id).await?.ok_or_else(|| Error::not_found("prompt_example", id))
}

async fn get(studio: &Studio, input: GetPromptExample) -> Result<PromptExample> {
    Ok(load(studio, input.example_id).await?.into())
}

/// Keeps an example of a prompt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreatePromptExample {
    #[schemars(length(min = 1, max = 200))]
    title: String,
    #[schemars(length(min = 1, max = 10000))]
    prompt: String,
    #[serde(default)]
    #[schemars(length(max = 10000))]
    negative_prompt: String,
    #[serde(default)]
    #[schemars(length(max = 100))]
    category: String,
}

async fn create(studio: &Studio, input: CreatePromptExample) -> Result<PromptExample> {
    let now = studio.now();
    let row = PromptExampleRow {
        id: ExampleId::new(),
        title: input.title,
        prompt: input.prompt,
        negative_prompt: input.negative_prompt,
        category: input.category.trim().to_owned(),
        created_at: now,
        updated_at: now,
    };
    save(studio, &row).await?;
    Ok(row.into())
}

/// Changes an example: only the fields that are sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdatePromptExample {
    /// The example.
    example_id: ExampleId,
    #[serde(default)]
    title: Patch<String>,
    #[serde(default)]
    prompt: Patch<String>,
    #[serde(default)]
    negative_prompt: Patch<String>,
    #[serde(default)]
    category: Patch<String>,
}

async fn update(studio: &Studio, input: UpdatePromptExample) -> Result<PromptExample> {
    let mut row = load(studio, input.example_id).await?;
    input.title.apply_required("title", &mut row.title)?;
    input.prompt.apply_required("prompt", &mut row.prompt)?;
    input.negative_prompt.apply(&mut row.negative_prompt);
    input.category.apply(&mut row.category);
    row.updated_at = studio.now();
    save(studio, &row).await?;
    Ok(row.into())
}

/// Deletes an example.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeletePromptExample {
    /// The example.
    example_id: ExampleId,
}

/// The example that was deleted, so that it can be made again.
async fn delete(studio: &Studio, input: DeletePromptExample) -> Result<PromptExample> {
    let row = load(studio, input.example_id).await?;
    let mut write = studio.library().write().await?;
    prompt_examples::delete(&mut write, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

async fn save(studio: &Studio, row: &PromptExampleRow) -> Result<()> {
    for (field, text) in [("title", &row.title), ("prompt", &row.prompt)] {
        if text.trim().is_empty() {
            return Err(Error::field(field, "must not be empty"));
        }
    }
    crate::word_rules::check("prompt", &row.prompt)?;
    let mut write = studio.library().write().await?;
    prompt_examples::save(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}
