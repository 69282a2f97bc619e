//! What can be asked for at the start.

use std::path::PathBuf;

use clap::Parser;

/// Makes, keeps and shows the pictures of a company of AI characters.
#[derive(Debug, Clone, Parser)]
#[command(name = "troupe", version)]
pub(crate) struct Options {
    /// Rehearse: a library of its own on a drawn stand-in; nothing is made by a model, nothing leaves this computer.
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// The library's folder, instead of the usual one.
    #[arg(long, value_name = "PATH")]
    pub(crate) library: Option<PathBuf>,
    /// Start in the tray, without the window: how the system starts it.
    #[arg(long)]
    pub(crate) hidden: bool,
}

impl Options {
    /// Whether a second start with these arguments wants to see the window of the first.
    pub(crate) fn asks_for_window(arguments: &[String]) -> bool {
        !arguments.iter().any(|argument| argument == "--hidden")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_flags_are_read() {
        let options =
            Options::try_parse_from(["troupe", "--sandbox", "--library", "a folder", "--hidden"]).unwrap();
        assert!(options.sandbox && options.hidden);
        assert_eq!(options.library, Some(PathBuf::from("a folder")));
        assert!(Options::try_parse_from(["troupe", "--fast"]).is_err());
    }

    #[test]
    fn a_hidden_start_raises_nothing() {
        assert!(Options::asks_for_window(&["troupe".into()]));
        assert!(!Options::asks_for_window(&["troupe".into(), "--hidden".into()]));
    }
}
