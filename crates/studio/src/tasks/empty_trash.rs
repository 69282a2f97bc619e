//! Removes for good what has lain in the trash for the days that the settings give it.

use crate::{Result, Studio, operations::trash};
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

pub(super) async fn empty_trash(studio: Studio) {
    loop {
        if let Err(error) = empty(&studio).await {
            tracing::warn!(service = "tasks", task = "empty_trash", "the trash could not be emptied: {error}");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Removes what is due now.
pub(crate) async fn empty(studio: &Studio) -> Result<()> {
    let kept = trash::kept(studio).await?;
    trash::empty_before(studio, studio.now() - kept).await?;
    Ok(())
}
