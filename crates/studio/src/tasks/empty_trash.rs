//! Removes for good what has lain in the trash for its 30 days.

use crate::{Studio, operations::trash};
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

pub(super) async fn empty_trash(studio: Studio) {
    loop {
        if let Err(error) = trash::empty_before(&studio, studio.now() - trash::KEPT).await {
            tracing::warn!(service = "tasks", task = "empty_trash", "the trash could not be emptied: {error}");
        }
        tokio::time::sleep(EVERY).await;
    }
}
