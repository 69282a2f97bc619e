//! Measured values over time, in a bounded size: minutes of the last day, hours of the last months.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// A minute, in seconds.
pub const MINUTE_S: i64 = 60;
/// An hour, in seconds.
pub const HOUR_S: i64 = 3_600;
/// How long minutes are kept.
const MINUTES_KEPT_S: i64 = 24 * HOUR_S;
/// How long hours are kept.
const HOURS_KEPT_S: i64 = 90 * 24 * HOUR_S;

/// What was measured in a stretch of time.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct MetricRow {
    /// What was measured, such as `gpu_memory_used_bytes`.
    pub name: String,
    /// When the stretch begins, in seconds since 1970.
    pub at_s: i64,
    /// How many values it sums up.
    pub count: i64,
    /// Their sum.
    pub sum: f64,
    /// The least of them.
    pub least: f64,
    /// The most of them.
    pub most: f64,
}

/// Adds values that were measured now, to their minute and to their hour.
///
/// # Errors
/// When the database does not answer.
pub async fn add(db: &mut SqliteConnection, values: &[(&str, f64)], now: DateTime<Utc>) -> Result<()> {
    let now_s = now.timestamp();
    for (name, value) in values {
        for step_s in [MINUTE_S, HOUR_S] {
            sqlx::query(
                "INSERT INTO metrics (name, step_s, at_s, count, sum, least, most) VALUES (?1, ?2, ?3, 1, ?4, ?4, ?4)
                 ON CONFLICT (name, step_s, at_s) DO UPDATE SET count = count + 1, sum = sum + excluded.sum,
                     least = min(least, excluded.least), most = max(most, excluded.most)",
            )
            .bind(name)
            .bind(step_s)
            .bind(now_s - now_s.rem_euclid(step_s))
            .bind(value)
            .execute(&mut *db)
            .await?;
        }
    }
    Ok(())
}

/// Removes what is too old.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_old(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<()> {
    for (step_s, kept_s) in [(MINUTE_S, MINUTES_KEPT_S), (HOUR_S, HOURS_KEPT_S)] {
        sqlx::query("DELETE FROM metrics WHERE step_s = ?1 AND at_s < ?2")
            .bind(step_s)
            .bind(now.timestamp() - kept_s)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// The stretches of `step_s` seconds since a moment, by name and time.
///
/// # Errors
/// When the database does not answer.
pub async fn since(db: &mut SqliteConnection, step_s: i64, since: DateTime<Utc>) -> Result<Vec<MetricRow>> {
    Ok(sqlx::query_as(
        "SELECT name, at_s, count, sum, least, most FROM metrics WHERE step_s = ?1 AND at_s >= ?2 ORDER BY name, at_s",
    )
    .bind(step_s)
    .bind(since.timestamp() - since.timestamp().rem_euclid(step_s))
    .fetch_all(db)
    .await?)
}
