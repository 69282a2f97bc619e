//! Styles: looks of one character. One of them is the default, always.

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Patch, Result, Studio,
    checks::Checks,
    generation::GenerationParameters,
    operations::characters::find,
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, LibraryError, Lora, SqliteConnection, StyleId,
    tables::styles::{self, StyleRow},
};

/// The most styles of a character.
pub(super) const MOST_STYLES: usize = 100;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("styles.create", create, Write, &["styles"]).route("POST /characters/{character_id}/styles"),
        operation("styles.list", list, Read, &["styles"]).route("GET /characters/{character_id}/styles"),
        operation("styles.get", get, Read, &["styles"]).route("GET /characters/{character_id}/styles/{style_id}"),
        operation("styles.update", update, Write, &["styles"])
            .route("PUT /characters/{character_id}/styles/{style_id}"),
        operation("styles.delete", delete, Destroy, &["styles"])
            .route("DELETE /characters/{character_id}/styles/{style_id}"),
    ]
}

/// A style of a character.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Style {
    id: StyleId,
    character_id: CharacterId,
    name: String,
    /// What it is good for.
    description: String,
    /// Words before the character's.
    prompt_prefix: String,
    /// Words at the end of the prompt.
    prompt_suffix: String,
    /// Words of the negative prompt.
    negative_prompt: String,
    /// A checkpoint in place of the character's.
    model: Option<String>,
    /// LoRAs besides the character's.
    loras: Vec<Lora>,
    /// Generation parameters of its own.
    settings: GenerationParameters,
    /// Whether it is taken when a request names no style.
    is_default: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<StyleRow> for Style {
    fn from(row: StyleRow) -> Self {
        Self {
            id: row.id,
            character_id: row.character_id,
            name: row.name,
            description: row.description,
            prompt_prefix: row.prompt_prefix,
            prompt_suffix: row.prompt_suffix,
            negative_prompt: row.negative_prompt,
            model: row.model,
            loras: row.loras,
            // Only what was checked is ever written.
            settings: serde_json::from_value(row.settings).unwrap_or_default(),
            is_default: row.is_default,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// The styles of a character, the default first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListStyles {
    character_id: CharacterId,
}

/// The styles of a character.
#[derive(Debug, Serialize, JsonSchema)]
struct StyleList {
    styles: Vec<Style>,
    total: usize,
}

async fn list(studio: &Studio, input: ListStyles) -> Result<StyleList> {
    let mut read = studio.library().read().await?;
    find(&mut read, input.character_id).await?;
    let styles: Vec<_> = styles::list(&mut read, input.character_id).await?.into_iter().map(Style::from).collect();
    Ok(StyleList { total: styles.len(), styles })
}

/// One style of a character.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetStyle {
    character_id: CharacterId,
    style_id: StyleId,
}

async fn get(studio: &Studio, input: GetStyle) -> Result<Style> {
    let mut read = studio.library().read().await?;
    Ok(find_style(&mut read, input.character_id, input.style_id).await?.into())
}

/// Makes a style of a character. The first one is its default.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateStyle {
    character_id: CharacterId,
    /// Its name, once a character.
    name: String,
    /// What it is good for.
    #[serde(default)]
    description: String,
    /// Words before the character's.
    #[serde(default)]
    prompt_prefix: String,
    /// Words at the end of the prompt.
    #[serde(default)]
    prompt_suffix: String,
    /// Words of the negative prompt.
    #[serde(default)]
    negative_prompt: String,
    /// A checkpoint in place of the character's.
    #[serde(default, alias = "base_model")]
    #[schemars(extend("x-aliases" = ["base_model"]))]
    model: Option<String>,
    /// LoRAs besides the character's.
    #[serde(default)]
    loras: Vec<Lora>,
    /// Generation parameters of its own, such as steps, cfg_scale, width and height.
    #[serde(default)]
    settings: GenerationParameters,
    /// Makes it the one that is taken when a request names no style.
    #[serde(default)]
    is_default: bool,
}

async fn create(studio: &Studio, input: CreateStyle) -> Result<Style> {
    let now = studio.now();
    let mut row = StyleRow {
        id: StyleId::new(),
        character_id: input.character_id,
        name: input.name,
        description: input.description,
        prompt_prefix: input.prompt_prefix,
        prompt_suffix: input.prompt_suffix,
        negative_prompt: input.negative_prompt,
        model: input.model,
        loras: input.loras,
        settings: settings(&input.settings)?,
        is_default: false,
        created_at: now,
        updated_at: now,
    };
    let mut checks = Checks::default();
    check(&mut checks, &mut row);
    checks.done()?;
    let mut write = studio.library().write().await?;
    find(&mut write, row.character_id).await?;
    if styles::list(&mut write, row.character_id).await?.len() >= MOST_STYLES {
        return Err(Error::conflict(format!(
            "A character has at most {MOST_STYLES} styles. Delete one that is not used, or change it."
        )));
    }
    styles::save(&mut write, &row).await?;
    if input.is_default {
        styles::make_default(&mut write, row.character_id, row.id).await?;
    }
    let row = find_style(&mut write, row.character_id, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

/// Changes a style; only the fields that are sent change.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateStyle {
    character_id: CharacterId,
    style_id: StyleId,
    #[serde(default)]
    name: Patch<String>,
    /// What it is good for.
    #[serde(default)]
    description: Patch<String>,
    /// Words before the character's.
    #[serde(default)]
    prompt_prefix: Patch<String>,
    /// Words at the end of the prompt.
    #[serde(default)]
    prompt_suffix: Patch<String>,
    /// Words of the negative prompt.
    #[serde(default)]
    negative_prompt: Patch<String>,
    /// A checkpoint in place of the character's.
    #[serde(default, alias = "base_model")]
    #[schemars(extend("x-aliases" = ["base_model"]))]
    model: Patch<String>,
    /// LoRAs besides the character's; the whole list is replaced.
    #[serde(default)]
    loras: Patch<Vec<Lora>>,
    /// Generation parameters of its own; the whole object is replaced.
    #[serde(default)]
    settings: Patch<GenerationParameters>,
    /// True makes it the one that is taken when a request names no style. To take that away, make
    /// another style the default.
    #[serde(default)]
    is_default: Option<bool>,
}

async fn update(studio: &Studio, input: UpdateStyle) -> Result<Style> {
    let mut write = studio.library().write().await?;
    let mut row = find_style(&mut write, input.character_id, input.style_id).await?;
    if input.is_default == Some(false) && row.is_default {
        return Err(Error::field(
            "is_default",
            "one style is always the default: make another one the default instead",
        ));
    }
    input.name.apply_required("name", &mut row.name)?;
    input.description.apply(&mut row.description);
    input.prompt_prefix.apply(&mut row.prompt_prefix);
    input.prompt_suffix.apply(&mut row.prompt_suffix);
    input.negative_prompt.apply(&mut row.negative_prompt);
    input.model.apply_option(&mut row.model);
    input.loras.apply(&mut row.loras);
    match input.settings {
        Patch::Keep => {}
        Patch::Clear => row.settings = settings(&GenerationParameters::default())?,
        Patch::Set(new) => row.settings = settings(&new)?,
    }
    row.updated_at = studio.now();
    let mut checks = Checks::default();
    check(&mut checks, &mut row);
    checks.done()?;
    styles::save(&mut write, &row).await?;
    if input.is_default == Some(true) {
        styles::make_default(&mut write, row.character_id, row.id).await?;
    }
    let row = find_style(&mut write, row.character_id, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

/// Deletes a style. If it was the default, the oldest of the others becomes it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteStyle {
    character_id: CharacterId,
    style_id: StyleId,
}

/// What is left of a character's styles.
#[derive(Debug, Serialize, JsonSchema)]
struct DeletedStyle {
    /// The style that was deleted, as it was, so that it can be made again.
    deleted: Style,
    /// The style that is the default now; null when none is left.
    default_style_id: Option<StyleId>,
}

async fn delete(studio: &Studio, input: DeleteStyle) -> Result<DeletedStyle> {
    let mut write = studio.library().write().await?;
    let deleted = find_style(&mut write, input.character_id, input.style_id).await?;
    styles::delete(&mut write, input.character_id, input.style_id).await?;
    let default = styles::default_of(&mut write, input.character_id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(DeletedStyle { deleted: deleted.into(), default_style_id: default.map(|row| row.id) })
}

/// Checks generation parameters and writes them as the row holds them.
pub(super) fn settings(settings: &GenerationParameters) -> Result<serde_json::Value> {
    settings.check("settings.")?;
    serde_json::to_value(settings).map_err(Error::internal)
}

/// Checks a style and tidies its texts.
pub(super) fn check(checks: &mut Checks, row: &mut StyleRow) {
    checks.name("name", &mut row.name);
    checks.text("description", &row.description);
    checks.prompt("prompt_prefix", &row.prompt_prefix);
    checks.prompt("prompt_suffix", &row.prompt_suffix);
    checks.negative_prompt("negative_prompt", &row.negative_prompt);
    checks.optional_name("model", &mut row.model);
    checks.loras("loras", &mut row.loras);
}

async fn find_style(db: &mut SqliteConnection, character_id: CharacterId, id: StyleId) -> Result<StyleRow> {
    find(db, character_id).await?;
    styles::get(db, character_id, id).await?.ok_or_else(|| Error::not_found("style", id))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        Code,
        operations::characters::tests::{Place, fields, id, place},
    };
    use serde_json::{Value, json};

    async fn create(place: &Place, character: &str, more: Value) -> Value {
        let mut input = json!({ "character_id": character });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        place.run("styles.create", input).await
    }

    async fn defaults(place: &Place, character: &str) -> Vec<String> {
        let list = place.run("styles.list", json!({ "character_id": character })).await;
        let styles = list["styles"].as_array().unwrap();
        styles
            .iter()
            .filter(|style| style["is_default"] == true)
            .map(|style| style["name"].as_str().unwrap().to_owned())
            .collect()
    }

    #[tokio::test]
    async fn one_style_is_always_the_default() {
        let place = place().await;
        let ada = place.character("Ada").await;
        let first = create(&place, &ada, json!({ "name": "Casual", "is_default": false })).await;
        assert_eq!(first["is_default"], true);
        let second = create(&place, &ada, json!({ "name": "Formal", "is_default": true })).await;
        assert_eq!(defaults(&place, &ada).await, ["Formal"]);
        let third = create(&place, &ada, json!({ "name": "Sport" })).await;
        assert_eq!(third["is_default"], false);
        let change = json!({ "character_id": ada, "style_id": first["id"], "is_default": true });
        place.run("styles.update", change).await;
        assert_eq!(defaults(&place, &ada).await, ["Casual"]);
        let change = json!({ "character_id": ada, "style_id": first["id"], "is_default": false });
        assert_eq!(fields(&place.refused("styles.update", change).await), ["is_default"]);
        let left = place.run("styles.delete", json!({ "character_id": ada, "style_id": first["id"] })).await;
        assert_eq!((&left["default_style_id"], &left["deleted"]["name"]), (&second["id"], &json!("Casual")));
        assert_eq!(defaults(&place, &ada).await, ["Formal"]);
        place.run("styles.delete", json!({ "character_id": ada, "style_id": third["id"] })).await;
        assert_eq!(defaults(&place, &ada).await, ["Formal"]);
        let left = place.run("styles.delete", json!({ "character_id": ada, "style_id": second["id"] })).await;
        assert_eq!(left["default_style_id"], Value::Null);
    }

    #[tokio::test]
    async fn a_style_keeps_what_it_was_given() {
        let place = place().await;
        let ada = place.character("Ada").await;
        let made = create(
            &place,
            &ada,
            json!({ "name": " Evening ", "description": "d", "prompt_prefix": "soft light", "prompt_suffix": "film",
                    "negative_prompt": "child", "base_model": "x.safetensors", "loras": [{ "name": "l" }],
                    "settings": { "steps": 30, "guidance_scale": 6.5, "width": 832 } }),
        )
        .await;
        assert_eq!(made["name"], "Evening");
        assert_eq!(
            (&made["model"], &made["loras"]),
            (&json!("x.safetensors"), &json!([{ "name": "l", "strength": 1.0 }]))
        );
        assert_eq!(made["settings"], json!({ "width": 832, "steps": 30, "cfg_scale": 6.5 }));
        let by_id = json!({ "character_id": ada, "style_id": made["id"] });
        assert_eq!(place.run("styles.get", by_id).await, made);
        let change = json!({ "character_id": ada, "style_id": made["id"], "model": null, "settings": null, "prompt_suffix": null });
        let changed = place.run("styles.update", change).await;
        assert_eq!(
            (&changed["model"], &changed["settings"], &changed["prompt_suffix"]),
            (&Value::Null, &json!({}), &json!(""))
        );
        assert_eq!(changed["prompt_prefix"], "soft light");
    }

    #[tokio::test]
    async fn a_bad_style_is_refused() {
        let place = place().await;
        let ada = place.character("Ada").await;
        let bea = place.character("Bea").await;
        let made = create(&place, &ada, json!({ "name": "Casual" })).await;
        for (more, field) in [
            (json!({}), "name"),
            (json!({ "name": "" }), "name"),
            (json!({ "name": "Casual" }), "name"),
            (json!({ "name": "A", "prompt_prefix": "a 15 year old" }), "prompt_prefix"),
            (json!({ "name": "A", "prompt_suffix": "preteen" }), "prompt_suffix"),
            (json!({ "name": "A", "settings": { "steps": 9999 } }), "settings.steps"),
            (json!({ "name": "A", "settings": { "sparkle": 1 } }), "settings.sparkle"),
            (json!({ "name": "A", "colour": "red" }), "colour"),
        ] {
            let mut input = more;
            input["character_id"] = json!(ada);
            assert_eq!(fields(&place.refused("styles.create", input.clone()).await), [field], "{input}");
        }
        let null = json!({ "character_id": ada, "style_id": made["id"], "name": null });
        assert_eq!(fields(&place.refused("styles.update", null).await), ["name"]);
        // The same name is another character's to use, and a style is found at its own character alone.
        create(&place, &bea, json!({ "name": "Casual" })).await;
        let stranger = json!({ "character_id": bea, "style_id": id(&made) });
        for name in ["styles.get", "styles.update", "styles.delete"] {
            let error = place.refused(name, stranger.clone()).await;
            assert_eq!((error.code, &error.details["kind"]), (Code::NotFound, &json!("style")), "{name}");
        }
    }
}
