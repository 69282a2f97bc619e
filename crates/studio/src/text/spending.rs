//! What texts cost: added up by month, held against the creator's ceiling before anything is asked.

use super::engines::Writer;
use crate::{Result, Studio};
use troupe_library::{
    LibraryError,
    tables::text_usage::{self, TextUsageRow},
};
use troupe_llm::Usage;

/// The month of now, `2026-11`.
pub(crate) fn month(studio: &Studio) -> String {
    studio.now().format("%Y-%m").to_string()
}

/// What is left of the month's ceiling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Left {
    /// There is no ceiling.
    NoCeiling,
    /// US dollars that may still be spent; zero or less is none.
    Usd(f64),
}

/// Reads what is left.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn left(studio: &Studio) -> Result<Left> {
    let Some(limit) = studio.settings().await?.text.monthly_limit_usd else { return Ok(Left::NoCeiling) };
    let mut read = studio.library().read().await?;
    Ok(Left::Usd(limit - text_usage::cost_of_month(&mut read, &month(studio)).await?))
}

impl Left {
    /// Why an engine must not be asked, if so.
    pub(crate) fn refusal(self, writer: &Writer) -> Option<String> {
        match (self, writer.price) {
            (Self::NoCeiling, _) => None,
            (Self::Usd(_), None) => Some(
                "its price is not known, so your monthly limit could not hold. Give its price in Settings, or take the limit away".into(),
            ),
            (Self::Usd(left), Some(_)) => {
                (!writer.is_free() && left <= 0.0).then(|| "your monthly limit for texts is used up".into())
            }
        }
    }
}

/// Adds what an engine wrote, and answers what it cost in US dollars; `None` where no price is known.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn note(studio: &Studio, writer: &Writer, model: &str, usage: Usage) -> Result<Option<f64>> {
    let cost = writer.price.map(|price| price.of(usage));
    let row = TextUsageRow {
        month: month(studio),
        engine: writer.counted_as(),
        model: model.to_owned(),
        calls: 1,
        input_tokens: i64::try_from(usage.input_tokens).unwrap_or(i64::MAX),
        output_tokens: i64::try_from(usage.output_tokens).unwrap_or(i64::MAX),
        cost_usd: cost.unwrap_or_default(),
    };
    let mut write = studio.library().write().await?;
    text_usage::add(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(cost)
}
