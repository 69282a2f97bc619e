//! Following a login in the browser: the page to open is shown, and the call waits until the browser came back.

use crate::{connection::Connection, failure::Failure};
use serde_json::{Value, json};
use std::time::Duration;

/// How often the login is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Follows the login that an answer begins until it no longer waits; another answer is given back as it is. The
/// library's owner hears the browser, so a call that owns the library itself must not end before.
///
/// # Errors
/// When the login can't be read.
pub(crate) async fn follow(connection: &Connection, answer: Value) -> Result<Value, Failure> {
    let (Some(id), Some(page)) = (answer.get("attempt_id").cloned(), answer["authorize_url"].as_str()) else {
        return Ok(answer);
    };
    eprintln!("Open this page in your browser and say yes there:\n{page}");
    loop {
        tokio::time::sleep(LOOK).await;
        let login = connection.run("accounts.attempt", &json!({ "attempt_id": id })).await?;
        if login["state"] != "waiting" {
            return Ok(login);
        }
    }
}
