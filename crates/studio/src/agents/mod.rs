//! Agents: programs that ask for operations of their own accord. What each operation is to them stands in `table.rs`;
//! `gate.rs` stands before every call of theirs; what needs the creator's word becomes a question (`questions.rs`),
//! which `decide.rs` answers and carries out, once.

pub(crate) mod decide;
mod gate;
mod hints;
mod known;
mod leave;
mod questions;
mod reach;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use gate::{Admitted, admit};
pub use hints::{AgentHint, AsksCreator, hint};
pub use known::Agent;
pub(crate) use known::hash;
pub(crate) use leave::Reason;
pub(crate) use questions::is_open;
pub(crate) use reach::narrow_answer;
pub(crate) use table::may_always;
pub(crate) use words::dotted;
