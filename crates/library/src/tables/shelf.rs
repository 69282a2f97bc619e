//! The shelf: what could be posted, of what the library holds.

use crate::{AccountId, CharacterId, ContentId, JobId, Result};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

/// A picture that could be posted.
#[derive(Debug, Clone, FromRow)]
pub struct ShelfItem {
    /// The item.
    pub id: ContentId,
    /// What the creator wrote on it.
    pub description: String,
    /// What it shows, as it was asked for.
    pub prompt: String,
    /// What it is meant for.
    pub category: String,
    /// How much it shows.
    pub rating: super::content::Rating,
    /// Likeness to the references; `None` is not measured.
    pub identity_score: Option<f64>,
}

/// What is wanted from the shelf.
#[derive(Debug, Clone)]
pub struct ShelfFilter {
    /// Whose.
    pub character_id: CharacterId,
    /// `image`, `video` …
    pub content_type: String,
    /// The category; without it any.
    pub category: Option<String>,
    /// Never posted, and not planned, at any of these.
    pub account_ids: Vec<AccountId>,
    /// Decided from this moment on.
    pub decided_from: Option<DateTime<Utc>>,
    /// Whether all of the accounts take what is not safe for work. What nobody rated counts as such.
    pub allows_nsfw: bool,
    /// At most so many.
    pub limit: i64,
}

/// Approved items that were never posted at these accounts and are not in their plan, the longest approved first.
///
/// # Errors
/// When the database does not answer.
pub async fn items(db: &mut SqliteConnection, filter: &ShelfFilter) -> Result<Vec<ShelfItem>> {
    let mut query = QueryBuilder::new(
        "SELECT id, description, prompt, category, rating, identity_score FROM content
         WHERE approval_status = 'approved' AND deleted_at IS NULL AND character_id = ",
    );
    query.push_bind(filter.character_id).push(" AND content_type = ").push_bind(filter.content_type.clone());
    if let Some(category) = &filter.category {
        query.push(" AND category = ").push_bind(category.clone());
    }
    if let Some(from) = filter.decided_from {
        query.push(" AND decided_at >= ").push_bind(from);
    }
    if !filter.allows_nsfw {
        query.push(" AND rating IN ('safe', 'suggestive')");
    }
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM post_media JOIN posts ON posts.id = post_id
             WHERE content_id = content.id AND posts.deleted_at IS NULL AND posts.status <> 'cancelled'
                 AND account_id IN (",
    );
    let mut list = query.separated(", ");
    for id in &filter.account_ids {
        list.push_bind(*id);
    }
    query.push(")) ORDER BY decided_at, created_at, id LIMIT ").push_bind(filter.limit);
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// What a job made and nobody rejected, the best likeness first.
///
/// # Errors
/// When the database does not answer.
pub async fn made_by(db: &mut SqliteConnection, job: JobId) -> Result<Vec<ShelfItem>> {
    let query = sqlx::query_as(
        "SELECT id, description, prompt, category, rating, identity_score FROM content
         WHERE job_id = ?1 AND approval_status <> 'rejected' AND deleted_at IS NULL
         ORDER BY identity_score DESC NULLS LAST, created_at, id",
    );
    Ok(query.bind(job).fetch_all(db).await?)
}

/// Whether an item is in the plan of one of these accounts, or was posted there.
///
/// # Errors
/// When the database does not answer.
pub async fn is_planned(db: &mut SqliteConnection, item: ContentId, accounts: &[AccountId]) -> Result<bool> {
    let mut query = QueryBuilder::new(
        "SELECT EXISTS (SELECT 1 FROM post_media JOIN posts ON posts.id = post_id WHERE posts.deleted_at IS NULL
             AND posts.status <> 'cancelled' AND content_id = ",
    );
    query.push_bind(item).push(" AND account_id IN (");
    let mut list = query.separated(", ");
    for id in accounts {
        list.push_bind(*id);
    }
    query.push("))");
    Ok(query.build_query_scalar().fetch_one(db).await?)
}
