//! The values beside the grid: each filter's values with how many items they would show, under the
//! other filters.

use super::filter::{Facet, Filter};
use crate::Result;
use chrono::{DateTime, NaiveDateTime, Utc};
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
    // All tags of a filter hold together, so that their own counts show what one more would leave.
    let without = Some(facet).filter(|facet| *facet != Facet::Tag);
    let (value, label, table) = match facet {
        Facet::Approval => ("content.approval_status", "NULL", None),
        Facet::Character => {
            ("content.character_id", "(SELECT name FROM characters WHERE characters.id = content.character_id)", None)
        }
        Facet::ContentType => ("content.content_type", "NULL", None),
        Facet::Folder => ("content.folder", "NULL", None),
        Facet::Model => ("content.model", "NULL", None),
        Facet::Rating => ("content.rating", "NULL", None),
        Facet::Tag => ("tag", "NULL", Some("content_tags")),
        Facet::Lora => ("name", "NULL", Some("content_loras")),
    };
    let mut query = QueryBuilder::new("SELECT ");
    query.push(value).push(" AS value, ").push(label).push(" AS label, count(*) AS count FROM ");
    match table {
        None => {
            query.push(conditions.from(without));
            conditions.push(&mut query, without);
        }
        Some(table) => {
            // The items are found once and compared, rather than looked up for each of their tags.
            query.push(table).push(" WHERE +content_row IN (SELECT content.row_number FROM ");
            query.push(conditions.from(without));
            conditions.push(&mut query, without);
            query.push(")");
        }
    }
    query.push(" GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ").push_bind(MOST_VALUES);
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// How many items were made in each minute, the last first. Every day of every time zone begins at a
/// full minute, so that days can be summed from them.
///
/// # Errors
/// When the database does not answer.
pub async fn minutes(db: &mut SqliteConnection, filter: &Filter) -> Result<Vec<(DateTime<Utc>, i64)>> {
    let conditions = filter.conditions(&mut *db).await?;
    let mut query = QueryBuilder::new("SELECT substr(content.created_at, 1, 16), count(*) FROM content");
    conditions.push(&mut query, None);
    query.push(" GROUP BY 1 ORDER BY 1 DESC");
    let rows: Vec<(String, i64)> = query.build_query_as().fetch_all(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(minute, count)| {
            let minute = NaiveDateTime::parse_from_str(&minute, "%Y-%m-%dT%H:%M").ok()?;
            Some((minute.and_utc(), count))
        })
        .collect())
}
