//! The other program that has the library open: found by its `run.json`, stopped when the person says so.

use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use tokio::process::Command;
use troupe_server::RunFile;
use troupe_studio::{Code, Error};

/// How long its private channel, on this same computer, may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_millis(500);

/// The owner of the library in `folder`, if it runs. A file that a killed process left leads to nobody.
pub(crate) fn find(folder: &Path) -> Option<RunFile> {
    let file = RunFile::read(folder)?;
    let is_other = file.process_id != std::process::id();
    let answers = TcpStream::connect_timeout(&file.address, ANSWER_LIMIT).is_ok();
    (is_other && answers).then_some(file)
}

/// Asks the owner to end, as closing it by hand would: it finishes what must not be cut off.
///
/// # Errors
/// When it is not found or cannot be asked.
pub(crate) async fn stop(folder: &Path) -> Result<(), Error> {
    let owner = find(folder).ok_or_else(|| {
        Error::conflict("The other program that has the library open was not found. Close it, then try again.")
    })?;
    let id = owner.process_id.to_string();
    let mut command = if cfg!(windows) { Command::new("taskkill") } else { Command::new("kill") };
    command.args(if cfg!(windows) { vec!["/PID", &id] } else { vec!["-TERM", &id] });
    let asked = command.status().await.is_ok_and(|status| status.success());
    if asked {
        Ok(())
    } else {
        Err(Error::new(
            Code::Conflict,
            format!("The other program (process {id}) could not be stopped. Close it by hand, then try again."),
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use troupe_server::Token;

    fn run_file(folder: &Path, address: std::net::SocketAddr, process_id: u32) {
        RunFile { address, token: Token::random(), process_id }.write(folder).unwrap();
    }

    #[test]
    fn only_an_owner_that_answers_is_found() {
        let folder = tempfile::tempdir().unwrap();
        assert!(find(folder.path()).is_none());

        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        run_file(folder.path(), address, 1);
        assert_eq!(find(folder.path()).map(|file| file.process_id), Some(1));

        run_file(folder.path(), address, std::process::id());
        assert!(find(folder.path()).is_none(), "this very program is no other");

        drop(listener);
        run_file(folder.path(), address, 1);
        assert!(find(folder.path()).is_none(), "what a killed process left leads to nobody");
    }
}
