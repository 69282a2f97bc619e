//! What was written by text engines, added up by month, engine and model.

use crate::Result;
use sqlx::{FromRow, SqliteConnection};

/// One sum.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct TextUsageRow {
    /// The month, `2026-11`, in UTC.
    pub month: String,
    /// The engine's id, or `rehearsal`.
    pub engine: String,
    /// The model.
    pub model: String,
    /// How often it was asked.
    pub calls: i64,
    /// Tokens that were read.
    pub input_tokens: i64,
    /// Tokens that were written.
    pub output_tokens: i64,
    /// US dollars, as far as prices are known.
    pub cost_usd: f64,
}

/// Adds the counts of `row` to the sum of its month, engine and model.
///
/// # Errors
/// When the database does not answer.
pub async fn add(db: &mut SqliteConnection, row: &TextUsageRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO text_usage (month, engine, model, calls, input_tokens, output_tokens, cost_usd)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (month, engine, model) DO UPDATE SET calls = calls + excluded.calls,
             input_tokens = input_tokens + excluded.input_tokens,
             output_tokens = output_tokens + excluded.output_tokens, cost_usd = cost_usd + excluded.cost_usd",
    )
    .bind(&row.month)
    .bind(&row.engine)
    .bind(&row.model)
    .bind(row.calls)
    .bind(row.input_tokens)
    .bind(row.output_tokens)
    .bind(row.cost_usd)
    .execute(db)
    .await?;
    Ok(())
}

/// The sums of a month.
///
/// # Errors
/// When the database does not answer.
pub async fn of_month(db: &mut SqliteConnection, month: &str) -> Result<Vec<TextUsageRow>> {
    Ok(sqlx::query_as("SELECT * FROM text_usage WHERE month = ?1 ORDER BY cost_usd DESC, engine, model")
        .bind(month)
        .fetch_all(db)
        .await?)
}

/// What a month has cost so far, in US dollars.
///
/// # Errors
/// When the database does not answer.
pub async fn cost_of_month(db: &mut SqliteConnection, month: &str) -> Result<f64> {
    let sum: Option<f64> =
        sqlx::query_scalar("SELECT sum(cost_usd) FROM text_usage WHERE month = ?1").bind(month).fetch_one(db).await?;
    Ok(sum.unwrap_or_default())
}
