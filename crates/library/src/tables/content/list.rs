//! Many items: a page of the grid, and the ids behind a filter.

use super::{
    ContentRow,
    filter::{Conditions, Filter},
};
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
    // How large the sets of the filter are is asked once for both statements.
    let conditions = filter.conditions(&mut *db).await?;
    let Some(mut query) = page_query(&mut *db, &conditions, part).await? else { return Ok(None) };
    let rows = query.build_query_as().fetch_all(&mut *db).await?;
    let total = count_query(&conditions).build_query_scalar().fetch_one(db).await?;
    Ok(Some((rows, total)))
}

/// The statement of [`page`].
async fn page_query(
    db: &mut SqliteConnection,
    conditions: &Conditions<'_>,
    part: Part,
) -> Result<Option<QueryBuilder<Sqlite>>> {
    // The rows are found by index alone first; only the page's own are read whole.
    let mut query = QueryBuilder::new("SELECT ");
    query.push(LISTED).push(" FROM (SELECT content.row_number AS found FROM ");
    query.push(match part.sort {
        Sort::Name => "content",
        _ => conditions.from(None),
    });
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
    let conditions = filter.conditions(&mut *db).await?;
    Ok(count_query(&conditions).build_query_scalar().fetch_one(db).await?)
}

fn count_query(conditions: &Conditions<'_>) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM ");
    if let Some(set) = conditions.only_set() {
        // The set's own index counts it in one pass; what lies in the trash is little and is left out on the way.
        query.push("(");
        set.push(&mut query);
        query.push(set.and_not_in_trash()).push(")");
    } else {
        query.push(conditions.from(None));
        conditions.push(&mut query, None);
    }
    query
}

/// The ids of all items of a filter, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn ids(db: &mut SqliteConnection, filter: &Filter) -> Result<Vec<ContentId>> {
    let conditions = filter.conditions(&mut *db).await?;
    let mut query = QueryBuilder::new("SELECT content.id FROM ");
    query.push(conditions.from(None));
    conditions.push(&mut query, None);
    query.push(Sort::Newest.order());
    Ok(query.build_query_scalar().fetch_all(db).await?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        CharacterId, Library, samples,
        tables::content::{ApprovalStatus, ContentType},
    };

    async fn plan(db: &mut SqliteConnection, query: &QueryBuilder<Sqlite>) -> Vec<String> {
        // The values are left unbound: the plan does not depend on them.
        let statement = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", query.sql().as_str()));
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(statement).fetch_all(db).await.unwrap();
        rows.into_iter().map(|(.., detail)| detail).collect()
    }

    #[tokio::test]
    async fn no_filter_of_the_grid_reads_the_whole_table() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        samples::fill(&library, 1_500, "2026-11-03T09:42:00Z".parse().unwrap()).await.unwrap();
        let mut db = library.read().await.unwrap();
        let character_id: CharacterId =
            sqlx::query_scalar("SELECT id FROM characters LIMIT 1").fetch_one(&mut *db).await.unwrap();
        let some = |text: &str| Some(text.to_owned());
        let filters = [
            ("none", Filter::default(), "content_newest"),
            ("character", Filter { character_id: Some(character_id), ..Filter::default() }, "content_by_character"),
            ("state", Filter { approval: vec![ApprovalStatus::Pending], ..Filter::default() }, "content_by_approval"),
            (
                "character and state",
                Filter {
                    character_id: Some(character_id),
                    approval: vec![ApprovalStatus::Pending],
                    ..Filter::default()
                },
                "content_by_character_approval",
            ),
            ("type", Filter { content_type: Some(ContentType::Image), ..Filter::default() }, "content_by_type"),
            ("folder", Filter { folder: some("Autumn series"), ..Filter::default() }, "content_by_folder"),
            ("model", Filter { model: some("sdxl.safetensors"), ..Filter::default() }, "content_by_model"),
            ("seed", Filter { seed: Some(7), ..Filter::default() }, "content_by_seed"),
            ("a tag of few", Filter { tags: vec!["winter".into()], ..Filter::default() }, "INTEGER PRIMARY KEY"),
            ("a tag of many", Filter { tags: vec!["beach".into()], ..Filter::default() }, "content_newest"),
            ("a LoRA of few", Filter { lora: some("x.safetensors"), ..Filter::default() }, "INTEGER PRIMARY KEY"),
            ("a text of few", Filter { text: some("look 1234"), ..Filter::default() }, "INTEGER PRIMARY KEY"),
            ("a text of many", Filter { text: some("portrait"), ..Filter::default() }, "content_newest"),
            (
                "text and character",
                Filter { text: some("portrait"), character_id: Some(character_id), ..Filter::default() },
                "content_by_character",
            ),
            (
                "model and rating",
                Filter {
                    model: some("sdxl.safetensors"),
                    ratings: vec![crate::tables::content::Rating::Safe],
                    ..Filter::default()
                },
                "COVERING INDEX content_newest",
            ),
            ("scores", Filter { min_identity: Some(0.8), ..Filter::default() }, "COVERING INDEX content_newest"),
            (
                "dates",
                Filter { created_from: "2026-11-01T00:00:00Z".parse().ok(), ..Filter::default() },
                "content_newest",
            ),
        ];
        let part = Part { sort: Sort::Newest, limit: 48, offset: 0, after: None };
        for (name, filter, index) in filters {
            let conditions = filter.conditions(&mut db).await.unwrap();
            let query = page_query(&mut db, &conditions, part).await.unwrap().unwrap();
            let page = plan(&mut db, &query).await;
            let counted = plan(&mut db, &count_query(&conditions)).await;
            assert!(page.iter().any(|step| step.contains(index)), "{name}: {page:#?}");
            for step in page.iter().chain(&counted) {
                let is_full_scan = step.starts_with("SCAN content") && !step.contains("INDEX");
                assert!(!is_full_scan, "{name}: {page:#?} {counted:#?}");
            }
            // Nothing is sorted but the page's own rows.
            let sorts = page.iter().filter(|step| step.contains("TEMP B-TREE FOR ORDER BY")).count();
            let may_sort = if index == "INTEGER PRIMARY KEY" || name == "seed" { 2 } else { 1 };
            assert!(sorts <= may_sort, "{name}: {page:#?}");
        }
        for (sort, index) in [
            (Sort::Newest, "content_newest"),
            (Sort::Oldest, "content_newest"),
            (Sort::Name, "content_by_name"),
            (Sort::Quality, "content_by_quality"),
        ] {
            let first = page(&mut db, &Filter::default(), Part { sort, ..part }).await.unwrap().unwrap().0;
            let after = first.last().map(|row| row.content.id);
            for after in [None, after] {
                let part = Part { sort, after, ..part };
                let filter = Filter::default();
                let conditions = filter.conditions(&mut db).await.unwrap();
                let query = page_query(&mut db, &conditions, part).await.unwrap().unwrap();
                let steps = plan(&mut db, &query).await;
                assert!(steps.iter().any(|step| step.contains(index)), "{sort:?}: {steps:#?}");
            }
        }
    }
}
