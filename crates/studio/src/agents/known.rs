//! The agents that may come in, and how their tokens are told apart.

use crate::{Code, Error, Result, Studio};
use chrono::TimeDelta;
use troupe_library::{
    AgentId, LibraryError, SqliteConnection,
    tables::agents::{self, AgentRow, AgentScope},
};

/// How often it is written down that an agent was seen.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// An agent that may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its id; [`crate::Caller::Agent`] carries it.
    pub id: AgentId,
    /// The creator's name for it.
    pub name: String,
    /// What it may do at most.
    pub scope: AgentScope,
}

/// What is kept of a token. It has 244 random bits, so a plain hash can't be turned back.
pub(crate) fn hash(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

/// The agent of that id, if it may come in.
///
/// # Errors
/// `unauthorized` when there is none, or it was revoked.
pub(crate) async fn find(db: &mut SqliteConnection, id: AgentId) -> Result<AgentRow> {
    match agents::get(db, id).await? {
        Some(row) if row.revoked_at.is_none() => Ok(row),
        Some(row) => Err(Error::new(
            Code::Unauthorized,
            format!("{} was turned away by the creator and may do nothing here any more.", row.name),
        )),
        None => Err(Error::new(Code::Unauthorized, "This agent is not known here. The creator adds it in Settings.")),
    }
}

/// Writes down that an agent was seen, once a minute at most.
pub(super) async fn note_seen(studio: &Studio, row: &AgentRow) -> Result<()> {
    let now = studio.now();
    if row.seen_at.is_some_and(|at| now - at < SEEN_EVERY && at <= now) {
        return Ok(());
    }
    let mut write = studio.library().write().await?;
    agents::seen(&mut write, row.id, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}

impl Studio {
    /// The agent that a token belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn agent_of_token(&self, token: &str) -> Result<Option<Agent>> {
        let mut read = self.library().read().await?;
        let row = agents::by_token(&mut read, &hash(token)).await?;
        Ok(row.map(|row| Agent { id: row.id, name: row.name, scope: row.scope }))
    }
}
