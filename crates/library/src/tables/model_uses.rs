//! Where a model is used: pictures that were made with it, characters and styles that name it.

use crate::{CharacterId, Result, StyleId};
use sqlx::{FromRow, SqliteConnection};

/// A character, or a style of one, that names a model.
#[derive(Debug, Clone, FromRow)]
pub struct ModelUse {
    /// The character.
    pub character_id: CharacterId,
    /// Its name.
    pub character_name: String,
    /// The style that names it; `None` where the character itself does.
    pub style_id: Option<StyleId>,
    /// The style's name.
    pub style_name: Option<String>,
}

/// How many pictures in the library were made with a model or a LoRA of that name.
///
/// # Errors
/// When the database does not answer.
pub async fn pictures(db: &mut SqliteConnection, name: &str) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM content WHERE model = ?1 AND deleted_at IS NULL)
              + (SELECT count(*) FROM content_loras JOIN content ON row_number = content_row
                 WHERE name = ?1 AND deleted_at IS NULL)",
    )
    .bind(name)
    .fetch_one(db)
    .await?)
}

/// The characters and styles that name a model or a LoRA of that name.
///
/// # Errors
/// When the database does not answer.
pub async fn named_by(db: &mut SqliteConnection, name: &str) -> Result<Vec<ModelUse>> {
    Ok(sqlx::query_as(
        "SELECT id AS character_id, name AS character_name, NULL AS style_id, NULL AS style_name FROM characters
         WHERE deleted_at IS NULL AND (appearance ->> 'base_model' = ?1
             OR EXISTS (SELECT 1 FROM json_each(appearance, '$.loras') WHERE value ->> 'name' = ?1))
         UNION ALL
         SELECT characters.id, characters.name, styles.id, styles.name FROM styles
         JOIN characters ON characters.id = character_id
         WHERE deleted_at IS NULL AND (model = ?1
             OR EXISTS (SELECT 1 FROM json_each(loras) WHERE value ->> 'name' = ?1))
         ORDER BY character_name, style_name",
    )
    .bind(name)
    .fetch_all(db)
    .await?)
}

/// A model that a character or a style names.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct NamedModel {
    /// `checkpoints` or `loras`.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// Its SHA-256, where it was read.
    pub sha256: Option<String>,
    /// Where it was fetched from, when that was done here.
    pub url: Option<String>,
}

/// Every model that characters and styles name.
///
/// # Errors
/// When the database does not answer.
pub async fn all_named(db: &mut SqliteConnection) -> Result<Vec<NamedModel>> {
    Ok(sqlx::query_as(
        "WITH named (folder, name) AS (
             SELECT 'checkpoints', appearance ->> 'base_model' FROM characters WHERE deleted_at IS NULL
             UNION SELECT 'loras', value ->> 'name' FROM characters, json_each(appearance, '$.loras')
                 WHERE deleted_at IS NULL
             UNION SELECT 'checkpoints', model FROM styles
             UNION SELECT 'loras', value ->> 'name' FROM styles, json_each(loras)
         )
         SELECT folder, name,
             (SELECT sha256 FROM model_hashes
              WHERE replace(path, '\\', '/') LIKE '%/' || replace(named.name, '\\', '/') LIMIT 1) AS sha256,
             (SELECT url FROM model_installs WHERE state = 'done' AND model_installs.folder = named.folder
                 AND model_installs.name = named.name ORDER BY id DESC LIMIT 1) AS url
         FROM named WHERE name IS NOT NULL AND name <> '' ORDER BY folder, name",
    )
    .fetch_all(db)
    .await?)
}
