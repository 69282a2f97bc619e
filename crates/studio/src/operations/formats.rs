//! Formats: named sizes, each with the platforms that it fits.

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Page, Patch, Result, Studio,
    generation::SIDE_PX,
    registry::operation,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    FormatId, LibraryError,
    tables::formats::{self, FormatRow},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("images.formats_list", list, Read, &["formats"]).route("GET /images/formats"),
        operation("images.formats_get", get, Read, &["formats"]).route("GET /images/formats/{format_id}"),
        operation("images.formats_create", create, Write, &["formats"]).route("POST /images/formats"),
        operation("images.formats_update", update, Write, &["formats"]).route("PUT /images/formats/{format_id}"),
        operation("images.formats_delete", delete, Destroy, &["formats"]).route("DELETE /images/formats/{format_id}"),
    ]
}

/// A format: a named size.
#[derive(Debug, Serialize, JsonSchema)]
struct Format {
    id: FormatId,
    name: String,
    /// What it is good for.
    description: String,
    /// Width in pixels.
    width: i64,
    /// Height in pixels.
    height: i64,
    /// Slugs of the platforms that it fits.
    platforms: Vec<String>,
}

impl From<FormatRow> for Format {
    fn from(row: FormatRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            width: row.width,
            height: row.height,
            platforms: row.platforms,
        }
    }
}

/// The formats, in the order in which they are offered.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListFormats {
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of formats.
#[derive(Debug, Serialize, JsonSchema)]
struct FormatList {
    formats: Vec<Format>,
    total: usize,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListFormats) -> Result<FormatList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let mut read = studio.library().read().await?;
    let all = formats::list(&mut read).await?;
    let total = all.len();
    Ok(FormatList { formats: page.cut(all).map(Format::from).collect(), total, limit: page.limit, offset: page.offset })
}

/// One format.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetFormat {
    /// The format.
    format_id: FormatId,
}

async fn load(studio: &Studio, id: FormatId) -> Result<FormatRow> {
    let mut read = studio.library().read().await?;
    formats::get(&mut read, id).await?.ok_or_else(|| Error::not_found("format", id))
}

async fn get(studio: &Studio, input: GetFormat) -> Result<Format> {
    Ok(load(studio, input.format_id).await?.into())
}

/// Keeps a size under a name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateFormat {
    #[schemars(length(min = 1, max = 100))]
    name: String,
    #[serde(default)]
    #[schemars(length(max = 1000))]
    description: String,
    /// Width in pixels, 64 to 4096, a multiple of 8.
    #[schemars(range(min = 64, max = 4096))]
    width: u32,
    /// Height in pixels, 64 to 4096, a multiple of 8.
    #[schemars(range(min = 64, max = 4096))]
    height: u32,
    /// Slugs of the platforms that it fits.
    #[serde(default)]
    platforms: Vec<String>,
}

async fn create(studio: &Studio, input: CreateFormat) -> Result<Format> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let last = formats::list(&mut read).await?.into_iter().map(|format| format.position).fold(0.0, f64::max);
    drop(read);
    let row = FormatRow {
        id: FormatId::new(),
        name: super::checked_name(&input.name)?,
        description: input.description,
        width: i64::from(input.width),
        height: i64::from(input.height),
        platforms: input.platforms,
        position: last + 1.0,
        created_at: now,
        updated_at: now,
    };
    save(studio, &row).await?;
    Ok(row.into())
}

/// Changes a format: only the fields that are sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateFormat {
    /// The format.
    format_id: FormatId,
    #[serde(default)]
    name: Patch<String>,
    #[serde(default)]
    description: Patch<String>,
    #[serde(default)]
    width: Patch<u32>,
    #[serde(default)]
    height: Patch<u32>,
    #[serde(default)]
    platforms: Patch<Vec<String>>,
}

async fn update(studio: &Studio, input: UpdateFormat) -> Result<Format> {
    let mut row = load(studio, input.format_id).await?;
    input.name.apply_required("name", &mut row.name)?;
    row.name = super::checked_name(&row.name)?;
    input.description.apply(&mut row.description);
    if let Patch::Set(width) = input.width {
        row.width = width.into();
    }
    if let Patch::Set(height) = input.height {
        row.height = height.into();
    }
    input.platforms.apply(&mut row.platforms);
    row.updated_at = studio.now();
    save(studio, &row).await?;
    Ok(row.into())
}

/// Deletes a format.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteFormat {
    /// The format.
    format_id: FormatId,
}

/// The format that was deleted, so that it can be made again.
async fn delete(studio: &Studio, input: DeleteFormat) -> Result<Format> {
    let row = load(studio, input.format_id).await?;
    let mut write = studio.library().write().await?;
    formats::delete(&mut write, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

async fn save(studio: &Studio, row: &FormatRow) -> Result<()> {
    for (field, side) in [("width", row.width), ("height", row.height)] {
        let is_side = u32::try_from(side).is_ok_and(|side| SIDE_PX.contains(&side) && side.is_multiple_of(8));
        if !is_side {
            let (least, most) = (SIDE_PX.start(), SIDE_PX.end());
            return Err(Error::field(field, format!("must be a multiple of 8 from {least} to {most} pixels")));
        }
    }
    let mut write = studio.library().write().await?;
    formats::save(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}
