//! The list of characters, with what a card shows, in four queries however long it is.

use super::{CharacterRow, CharacterStatus};
use crate::{CharacterId, ContentId, ReferenceId, Result};
use sqlx::{SqliteConnection, types::Json};
use std::collections::HashMap;

/// How many of the newest pictures a card shows.
const NEWEST: i64 = 5;

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only with this status.
    pub status: Option<CharacterStatus>,
    /// Words that name or bio begin with, each.
    pub search: Option<String>,
    /// The deleted ones in place of the others.
    pub is_deleted: bool,
}

/// A character and what its card shows.
#[derive(Debug, Clone)]
pub struct Card {
    /// The character.
    pub character: CharacterRow,
    /// Its face: the profile image, else the face reference, else the primary reference.
    pub face: Option<ReferenceId>,
    /// Its newest pictures and clips that were not rejected, at most five.
    pub newest_content_ids: Vec<ContentId>,
    /// How many of its pictures wait for the creator's yes or no.
    pub pending_count: i64,
}

/// A page of characters by name, and how many there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, filter: &Filter, limit: u32, offset: u32) -> Result<(Vec<Card>, i64)> {
    let search = filter.search.as_deref().filter(|text| !text.trim().is_empty()).map(search_expression);
    if search.as_deref() == Some("") {
        return Ok((Vec::new(), 0));
    }
    const WHERE: &str = "(deleted_at IS NOT NULL) = ?1 AND (?2 IS NULL OR status = ?2)
        AND (?3 IS NULL OR row_number IN (SELECT rowid FROM characters_fts WHERE characters_fts MATCH ?3))";
    let rows: Vec<CharacterRow> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT * FROM characters WHERE {WHERE} ORDER BY name COLLATE NOCASE, row_number LIMIT ?4 OFFSET ?5"
    )))
    .bind(filter.is_deleted)
    .bind(filter.status)
    .bind(&search)
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut *db)
    .await?;
    let total = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM characters WHERE {WHERE}")))
        .bind(filter.is_deleted)
        .bind(filter.status)
        .bind(&search)
        .fetch_one(&mut *db)
        .await?;
    Ok((cards(db, rows).await?, total))
}

async fn cards(db: &mut SqliteConnection, rows: Vec<CharacterRow>) -> Result<Vec<Card>> {
    let ids = Json(rows.iter().map(|row| row.id).collect::<Vec<_>>());
    let primary: HashMap<CharacterId, ReferenceId> = sqlx::query_as::<_, (CharacterId, ReferenceId)>(
        "SELECT character_id, id FROM character_references
         WHERE is_primary = 1 AND character_id IN (SELECT value FROM json_each(?1))",
    )
    .bind(&ids)
    .fetch_all(&mut *db)
    .await?
    .into_iter()
    .collect();
    let pending: HashMap<CharacterId, i64> = sqlx::query_as::<_, (CharacterId, i64)>(
        "SELECT character_id, count(*) FROM content
         WHERE character_id IN (SELECT value FROM json_each(?1)) AND approval_status = 'pending' AND deleted_at IS NULL
         GROUP BY character_id",
    )
    .bind(&ids)
    .fetch_all(&mut *db)
    .await?
    .into_iter()
    .collect();
    let newest: Vec<(CharacterId, ContentId)> = sqlx::query_as(
        "SELECT character_id, id FROM content WHERE id IN (
             SELECT newest.id FROM json_each(?1) AS wanted, content AS newest
             WHERE newest.id IN (
                 SELECT id FROM content WHERE character_id = wanted.value AND deleted_at IS NULL
                     AND approval_status <> 'rejected' AND content_type IN ('image', 'video')
                 ORDER BY created_at DESC, id DESC LIMIT ?2))
         ORDER BY created_at DESC, id DESC",
    )
    .bind(&ids)
    .bind(NEWEST)
    .fetch_all(db)
    .await?;
    let mut newest_of: HashMap<CharacterId, Vec<ContentId>> = HashMap::new();
    for (character_id, content_id) in newest {
        newest_of.entry(character_id).or_default().push(content_id);
    }
    Ok(rows
        .into_iter()
        .map(|character| Card {
            face: character
                .profile_image
                .or(character.appearance.face_reference)
                .or_else(|| primary.get(&character.id).copied()),
            newest_content_ids: newest_of.remove(&character.id).unwrap_or_default(),
            pending_count: pending.get(&character.id).copied().unwrap_or(0),
            character,
        })
        .collect())
}

/// Each word as a beginning, in name or bio; empty when the text holds no word. The quotes keep
/// FTS5's own signs from counting (<https://sqlite.org/fts5.html#fts5_strings>).
fn search_expression(text: &str) -> String {
    let words: Vec<_> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect();
    if words.is_empty() { String::new() } else { format!("{{name bio}} : ({})", words.join(" AND ")) }
}

#[cfg(test)]
mod tests {
    use super::search_expression;

    #[test]
    fn words_become_beginnings_and_signs_do_not_count() {
        for (text, expected) in [
            ("ada", "{name bio} : (\"ada\"*)"),
            ("Ada Lov", "{name bio} : (\"Ada\"* AND \"Lov\"*)"),
            ("\"a* OR b)", "{name bio} : (\"a\"* AND \"OR\"* AND \"b\"*)"),
            ("--- !", ""),
        ] {
            assert_eq!(search_expression(text), expected);
        }
    }
}
