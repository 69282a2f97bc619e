//! Presets: named generation parameters (`images.settings_*` of the contract).

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Page, Patch, Result, Studio,
    generation::GenerationParameters,
    registry::operation,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::{
    LibraryError, PresetId,
    tables::presets::{self, PresetRow},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("images.settings_list", list, Read, &["presets"]).route("GET /images/settings"),
        operation("images.settings_get", get, Read, &["presets"]).route("GET /images/settings/{setting_id}"),
        operation("images.settings_create", create, Write, &["presets"]).route("POST /images/settings"),
        operation("images.settings_update", update, Write, &["presets"]).route("PUT /images/settings/{setting_id}"),
        operation("images.settings_delete", delete, Destroy, &["presets"])
            .route("DELETE /images/settings/{setting_id}"),
    ]
}

/// A preset: generation parameters under a name.
#[derive(Debug, Serialize, JsonSchema)]
struct Preset {
    id: PresetId,
    name: String,
    /// What it is good for.
    description: String,
    /// The parameters.
    value: GenerationParameters,
}

impl From<PresetRow> for Preset {
    fn from(row: PresetRow) -> Self {
        // A parameter that a later version wrote is left out rather than losing the preset.
        let value = serde_json::from_value(row.value).unwrap_or_default();
        Self { id: row.id, name: row.name, description: row.description, value }
    }
}

/// The presets, by name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListPresets {
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of presets.
#[derive(Debug, Serialize, JsonSchema)]
struct PresetList {
    settings: Vec<Preset>,
    total: usize,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListPresets) -> Result<PresetList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let mut read = studio.library().read().await?;
    let all = presets::list(&mut read).await?;
    let total = all.len();
    let settings = page.cut(all).map(Preset::from).collect();
    Ok(PresetList { settings, total, limit: page.limit, offset: page.offset })
}

/// One preset.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetPreset {
    /// The preset.
    setting_id: PresetId,
}

async fn load(studio: &Studio, id: PresetId) -> Result<PresetRow> {
    let mut read = studio.library().read().await?;
    presets::get(&mut read, id).await?.ok_or_else(|| Error::not_found("preset", id))
}

async fn get(studio: &Studio, input: GetPreset) -> Result<Preset> {
    Ok(load(studio, input.setting_id).await?.into())
}

/// Keeps generation parameters under a name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreatePreset {
    #[schemars(length(min = 1, max = 100))]
    name: String,
    #[serde(default)]
    #[schemars(length(max = 1000))]
    description: String,
    /// The parameters: an object, or the same as JSON text.
    #[serde(default)]
    #[schemars(with = "GenerationParameters")]
    value: Value,
}

async fn create(studio: &Studio, input: CreatePreset) -> Result<Preset> {
    let now = studio.now();
    let row = PresetRow {
        id: PresetId::new(),
        name: super::checked_name(&input.name)?,
        description: input.description,
        value: checked_value(input.value)?,
        created_at: now,
        updated_at: now,
    };
    save(studio, &row).await?;
    Ok(row.into())
}

/// Changes a preset: only the fields that are sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdatePreset {
    /// The preset.
    setting_id: PresetId,
    #[serde(default)]
    name: Patch<String>,
    #[serde(default)]
    description: Patch<String>,
    /// The parameters: they replace the old ones as a whole.
    #[serde(default)]
    #[schemars(with = "Option<GenerationParameters>")]
    value: Patch<Value>,
}

async fn update(studio: &Studio, input: UpdatePreset) -> Result<Preset> {
    let mut row = load(studio, input.setting_id).await?;
    input.name.apply_required("name", &mut row.name)?;
    row.name = super::checked_name(&row.name)?;
    input.description.apply(&mut row.description);
    if let Patch::Set(value) = input.value {
        row.value = checked_value(value)?;
    }
    row.updated_at = studio.now();
    save(studio, &row).await?;
    Ok(row.into())
}

/// Deletes a preset.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeletePreset {
    /// The preset.
    setting_id: PresetId,
}

/// The preset that was deleted, so that it can be made again.
async fn delete(studio: &Studio, input: DeletePreset) -> Result<Preset> {
    let row = load(studio, input.setting_id).await?;
    let mut write = studio.library().write().await?;
    presets::delete(&mut write, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

async fn save(studio: &Studio, row: &PresetRow) -> Result<()> {
    let mut write = studio.library().write().await?;
    presets::save(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}

/// The parameters as they are stored; refused with the field's path when one does not hold.
fn checked_value(value: Value) -> Result<Value> {
    let value = match value {
        Value::Null => Value::Object(Default::default()),
        Value::String(text) => {
            serde_json::from_str(&text).map_err(|error| Error::field("value", format!("is not JSON: {error}")))?
        }
        other => other,
    };
    let parameters: GenerationParameters = serde_path_to_error::deserialize(&value).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "value".to_owned() } else { format!("value.{path}") };
        Error::field(field, error.into_inner().to_string())
    })?;
    parameters.check("value.")?;
    serde_json::to_value(parameters).map_err(Error::internal)
}
