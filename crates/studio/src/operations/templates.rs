//! Templates: prompt frames for every character (`images.styles_*` of the contract).

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Page, Patch, Result, Studio,
    registry::operation,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    LibraryError, TemplateId,
    tables::templates::{self, TemplateRow},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("images.styles_list", list, Read, &["templates"]).route("GET /images/styles"),
        operation("images.styles_get", get, Read, &["templates"]).route("GET /images/styles/{style_id}"),
        operation("images.styles_create", create, Write, &["templates"]).route("POST /images/styles"),
        operation("images.styles_update", update, Write, &["templates"]).route("PUT /images/styles/{style_id}"),
        operation("images.styles_delete", delete, Destroy, &["templates"]).route("DELETE /images/styles/{style_id}"),
    ]
}

/// A template: words around a prompt.
#[derive(Debug, Serialize, JsonSchema)]
struct Template {
    id: TemplateId,
    name: String,
    /// What it is good for.
    description: String,
    /// The frame, with `{prompt}` where the other words go.
    prompt_template: String,
    /// Words of the negative prompt that go with it.
    negative_prompt: String,
}

impl From<TemplateRow> for Template {
    fn from(row: TemplateRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            prompt_template: row.prompt_template,
            negative_prompt: row.negative_prompt,
        }
    }
}

/// The templates, by name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListTemplates {
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of templates.
#[derive(Debug, Serialize, JsonSchema)]
struct TemplateList {
    styles: Vec<Template>,
    total: usize,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListTemplates) -> Result<TemplateList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let mut read = studio.library().read().await?;
    let all = templates::list(&mut read).await?;
    let total = all.len();
    Ok(TemplateList {
        styles: page.cut(all).map(Template::from).collect(),
        total,
        limit: page.limit,
        offset: page.offset,
    })
}

/// One template.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetTemplate {
    /// The template.
    #[serde(alias = "template_id")]
    #[schemars(extend("x-aliases" = ["template_id"]))]
    style_id: TemplateId,
}

async fn load(studio: &Studio, id: TemplateId) -> Result<TemplateRow> {
    let mut read = studio.library().read().await?;
    templates::get(&mut read, id).await?.ok_or_else(|| Error::not_found("template", id))
}

async fn get(studio: &Studio, input: GetTemplate) -> Result<Template> {
    Ok(load(studio, input.style_id).await?.into())
}

/// Keeps a prompt frame. Without `{prompt}` in it the other words go to its end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateTemplate {
    #[schemars(length(min = 1, max = 100))]
    name: String,
    #[serde(default)]
    #[schemars(length(max = 1000))]
    description: String,
    #[schemars(length(min = 1, max = 10000))]
    prompt_template: String,
    #[serde(default)]
    #[schemars(length(max = 10000))]
    negative_prompt: String,
}

async fn create(studio: &Studio, input: CreateTemplate) -> Result<Template> {
    let now = studio.now();
    let row = TemplateRow {
        id: TemplateId::new(),
        name: super::checked_name(&input.name)?,
        description: input.description,
        prompt_template: input.prompt_template,
        negative_prompt: input.negative_prompt,
        created_at: now,
        updated_at: now,
    };
    save(studio, &row).await?;
    Ok(row.into())
}

/// Changes a template: only the fields that are sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateTemplate {
    /// The template.
    #[serde(alias = "template_id")]
    #[schemars(extend("x-aliases" = ["template_id"]))]
    style_id: TemplateId,
    #[serde(default)]
    name: Patch<String>,
    #[serde(default)]
    description: Patch<String>,
    #[serde(default)]
    prompt_template: Patch<String>,
    #[serde(default)]
    negative_prompt: Patch<String>,
}

async fn update(studio: &Studio, input: UpdateTemplate) -> Result<Template> {
    let mut row = load(studio, input.style_id).await?;
    input.name.apply_required("name", &mut row.name)?;
    row.name = super::checked_name(&row.name)?;
    input.description.apply(&mut row.description);
    input.prompt_template.apply_required("prompt_template", &mut row.prompt_template)?;
    input.negative_prompt.apply(&mut row.negative_prompt);
    row.updated_at = studio.now();
    save(studio, &row).await?;
    Ok(row.into())
}

/// Deletes a template.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteTemplate {
    /// The template.
    #[serde(alias = "template_id")]
    #[schemars(extend("x-aliases" = ["template_id"]))]
    style_id: TemplateId,
}

/// The template that was deleted, so that it can be made again.
async fn delete(studio: &Studio, input: DeleteTemplate) -> Result<Template> {
    let row = load(studio, input.style_id).await?;
    let mut write = studio.library().write().await?;
    templates::delete(&mut write, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

async fn save(studio: &Studio, row: &TemplateRow) -> Result<()> {
    if row.prompt_template.trim().is_empty() {
        return Err(Error::field(
            "prompt_template",
            "write the words of the template, with {prompt} where the prompt goes",
        ));
    }
    let mut write = studio.library().write().await?;
    templates::save(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}
