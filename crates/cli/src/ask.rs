//! The question before something is taken away for good or shown to the public.

use crate::failure::Failure;
use serde_json::Value;
use std::io::{IsTerminal, Write};
use troupe_server::schema::Schemas;
use troupe_studio::{Code, Effect, Operation};

/// Asks the person at the terminal.
///
/// # Errors
/// When the answer is no, or there is nobody to ask.
pub(crate) fn before(operation: &Operation, schemas: &Schemas, input: &Value) -> Result<(), Failure> {
    let what = match operation.effect {
        Effect::Publish => "shows something to the public",
        _ => "takes something away",
    };
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(
            Code::ApprovalRequired,
            format!("{} {what}, and there is nobody here to ask. Say --yes if it is meant.", operation.name),
        ));
    }
    let words = schemas.description(operation.name).lines().next().unwrap_or_default();
    let mut terminal = std::io::stderr();
    writeln!(terminal, "{words}\n  {input}")?;
    write!(terminal, "This {what}. Go on? [y/N] ")?;
    terminal.flush()?;
    let mut reply = String::new();
    std::io::stdin().read_line(&mut reply)?;
    if matches!(reply.trim().to_ascii_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(Failure::new(Code::ApprovalRequired, "Nothing was done."))
}
