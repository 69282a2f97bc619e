//! Errors that are met in the background, where nobody waits for an answer: kept for Monitoring, and told.

use crate::{Caller, Kind, Result, Studio};
use serde_json::json;
use troupe_library::{
    LibraryError,
    tables::errors::{self, NewError},
};

impl Studio {
    /// Keeps an error for Monitoring and tells of it.
    pub(crate) async fn note_error(&self, error: &NewError) -> Result<()> {
        let mut write = self.library().write().await?;
        let id = errors::note(&mut write, error, self.now()).await?;
        write.commit().await.map_err(LibraryError::from)?;
        let data = json!({ "error_id": id, "code": error.code, "message": error.message });
        self.events().send(Kind::ErrorOccurred, data);
        self.events().changed(&["errors"], Caller::Task);
        Ok(())
    }
}
