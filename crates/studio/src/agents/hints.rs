//! What an operation is to agents, for who lists and explains operations to them.

use super::{gate, leave::Leave};
use serde::Serialize;
use troupe_library::tables::agents::AgentScope;

/// When the creator's word is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AsksCreator {
    /// Never: the agent does it alone.
    Never,
    /// For some inputs.
    Sometimes,
    /// Each time.
    Always,
}

/// What an operation is to agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AgentHint {
    /// What an agent must be allowed at least; `None`: it is not for agents at all.
    pub scope: Option<AgentScope>,
    /// When the creator's word is needed.
    pub asks_creator: AsksCreator,
}

/// What the operation of that name is to agents.
#[must_use]
pub fn hint(operation: &str) -> AgentHint {
    let leave = gate::leave_of(operation);
    let asks_creator = match leave {
        Leave::Look(cases) | Leave::Make(cases) if cases.is_empty() => AsksCreator::Never,
        Leave::Look(_) | Leave::Make(_) => AsksCreator::Sometimes,
        Leave::Ask(_) | Leave::Never => AsksCreator::Always,
    };
    AgentHint { scope: leave.scope(), asks_creator }
}
