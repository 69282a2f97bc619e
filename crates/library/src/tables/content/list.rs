//! Many items: a page of the grid, and the ids behind a filter.

use super::{ContentRow, filter::Filter};
use crate::{ContentId, Result};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Made last first.
    #[default]
    Newest,
    /// Made first first.
    Oldest,
    /// By the file's name.
    Name,
    /// Best first; what is not measured last.
    Quality,
}

impl Sort {
    fn order(self) -> &'static str {
        match self {
            Self::Newest => " ORDER BY content.created_at DESC, content.id DESC",
            Self::Oldest => " ORDER BY content.created_at, content.id",
            Self::Name => " ORDER BY content.file_name",
            Self::Quality => " ORDER BY coalesce(content.quality_score, -1) DESC, content.id DESC",
        }
    }
}

/// Which part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// In which order.
    pub sort: Sort,
    /// At most this many.
    pub limit: i64,
    /// After this many.
    pub offset: i64,
    /// After this item, wherever it stands by now; then `offset` counts from there.
    pub after: Option<ContentId>,
}

/// An item as the grid shows it: its row without the recipe, with the names around it.
#[derive(Debug, Clone, FromRow)]
pub struct ListedContent {
    /// The row; its `recipe` is empty.
    #[sqlx(flatten)]
    pub content: ContentRow,
    /// The character's name.
    pub character_name: Option<String>,
    /// The tags, in order.
    #[sqlx(json)]
    pub tags: Vec<String>,
}

const LISTED: &str = "content.id, content.character_id, content.job_id, content.run_id, content.output_number,
    content.parent_id, content.content_type, content.category, content.source, content.file, content.file_name,
    content.mime_type, content.width, content.height, content.size_bytes, content.blake3, content.prompt,
    content.negative_prompt, content.workflow_id, content.model, content.seed, '{}' AS recipe, content.quality_score,
    content.identity_score, content.description, content.rating, content.folder, content.approval_status,
    content.rejected_reason, content.decided_at, content.is_ai_made, content.times_used, content.created_at,
    content.updated_at, content.deleted_at, characters.name AS character_name,
    (SELECT json_group_array(tag ORDER BY tag) FROM content_tags WHERE content_row = content.row_number) AS tags";

/// Where a cursor's item stands in each order, as text the way the columns hold it.
#[derive(FromRow)]
struct Place {
    created_at: String,
    file_name: String,
    quality: f64,
}

/// A page of items, and how many the filter has in all. `None` where the cursor's item is gone for good.
///
/// # Errors
/// When the database does not answer.
pub async fn page(db: &mut SqliteConnection, filter: &Filter, part: Part) -> Result<Option<(Vec<ListedContent>, i64)>> {
    let Some(mut query) = page_query(&mut *db, filter, part).await? else { return Ok(None) };
    let rows = query.build_query_as().fetch_all(&mut *db).await?;
    Ok(Some((rows, count(db, filter).await?)))
}

/// The statement of [`page`].
async fn page_query(db: &mut SqliteConnection, filter: &Filter, part: Part) -> Result<Option<QueryBuilder<Sqlite>>> {
    let conditions = filter.conditions(&mut *db).await?;
    // The rows are found by index alone first; only the page's own are read whole.
    let mut query = QueryBuilder::new("SELECT ");
    query.push(LISTED).push(" FROM (SELECT content.row_number AS found FROM content");
    conditions.push(&mut query, None);
    if let Some(id) = part.after {
        let place: Option<Place> = sqlx::query_as(
            "SELECT created_at, file_name, coalesce(quality_score, -1.0) AS quality FROM content WHERE id = ?1",
        )
        .bind(id)
        .fetch_optional(db)
        .await?;
        let Some(place) = place else { return Ok(None) };
        match part.sort {
            Sort::Newest => {
                query.push(" AND (content.created_at, content.id) < (").push_bind(place.created_at);
                query.push(", ").push_bind(id).push(")");
            }
            Sort::Oldest => {
                query.push(" AND (content.created_at, content.id) > (").push_bind(place.created_at);
                query.push(", ").push_bind(id).push(")");
            }
            Sort::Name => _ = query.push(" AND content.file_name > ").push_bind(place.file_name),
            Sort::Quality => {
                query.push(" AND (coalesce(content.quality_score, -1), content.id) < (").push_bind(place.quality);
                query.push(", ").push_bind(id).push(")");
            }
        }
    }
    query.push(part.sort.order());
    query.push(" LIMIT ").push_bind(part.limit).push(" OFFSET ").push_bind(part.offset);
    query.push(
        ") JOIN content ON content.row_number = found LEFT JOIN characters ON characters.id = content.character_id",
    );
    query.push(part.sort.order());
    Ok(Some(query))
}

/// How many items a filter has.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &mut SqliteConnection, filter: &Filter) -> Result<i64> {
    let mut query = count_query(&mut *db, filter).await?;
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

async fn count_query(db: &mut SqliteConnection, filter: &Filter) -> Result<QueryBuilder<Sqlite>> {
    let conditions = filter.conditions(db).await?;
    let mut query = QueryBuilder::new("SELECT count(*) FROM content");
    conditions.push(&mut query, None);
    Ok(query)
}

/// The ids of all items of a filter, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn ids(db: &mut SqliteConnection, filter: &Filter) -> Result<Vec<ContentId>> {
    let conditions = filter.conditions(&mut *db).await?;
    let mut query = QueryBuilder::new("SELECT content.id FROM content");
    conditions.push(&mut query, None);
    query.push(Sort::Newest.order());
    Ok(query.build_query_scalar().fetch_all(db).await?)
}
