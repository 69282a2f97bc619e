//! The values beside the grid: each filter's values with how many items they would show, under the
//! other filters.

use super::filter::{Facet, Filter};
use crate::Result;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

/// The most values of one facet; those with the most items come first.
const MOST_VALUES: i64 = 100;

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct FacetValue {
    /// The column's value, for a character its id; `None` where items have none.
    pub value: Option<String>,
    /// What to show for it, where that is not the value: a character's name.
    pub label: Option<String>,
    /// How many items it has.
    pub count: i64,
}

/// The values of one facet, under all conditions but its own.
///
/// # Errors
/// When the database does not answer.
pub async fn values(db: &mut SqliteConnection, filter: &Filter, facet: Facet) -> Result<Vec<FacetValue>> {
    let conditions = filter.conditions(&mut *db).await?;
    let (value, label, from) = match facet {
        Facet::Approval => ("content.approval_status", "NULL", "content"),
        Facet::Character => (
            "content.character_id",
            "(SELECT name FROM characters WHERE characters.id = content.character_id)",
            "content",
        ),
        Facet::ContentType => ("content.content_type", "NULL", "content"),
        Facet::Tag => ("tag", "NULL", "content_tags JOIN content ON content.row_number = content_row"),
        Facet::Folder => ("content.folder", "NULL", "content"),
        Facet::Model => ("content.model", "NULL", "content"),
        Facet::Lora => ("content_loras.name", "NULL", "content_loras JOIN content ON content.row_number = content_row"),
        Facet::Rating => ("content.rating", "NULL", "content"),
    };
    let mut query = QueryBuilder::new("SELECT ");
    query.push(value).push(" AS value, ").push(label).push(" AS label, count(*) AS count FROM ").push(from);
    // All tags of a filter hold together, so that their own counts show what one more would leave.
    conditions.push(&mut query, Some(facet).filter(|facet| *facet != Facet::Tag));
    query.push(" GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ").push_bind(MOST_VALUES);
    Ok(query.build_query_as().fetch_all(db).await?)
}
