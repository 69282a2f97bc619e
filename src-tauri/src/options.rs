//! What can be asked for at the start.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
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
    /// What tells this program from others that run: one for each library, so that a rehearsal can be open beside
    /// the creator's own. The window's place and the page's storage go with it.
    pub(crate) fn identifier(&self, usual: &str) -> String {
        let mut name = usual.to_owned();
        if self.sandbox {
            name += ".rehearsal";
        }
        if let Some(library) = &self.library {
            let mut hasher = DefaultHasher::new();
            // A folder that is not there yet has no canonical path.
            std::path::absolute(library).as_ref().unwrap_or(library).hash(&mut hasher);
            name += &format!(".library-{:016x}", hasher.finish());
        }
        name
    }

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
        let options = Options::try_parse_from(["troupe", "--sandbox", "--library", "a folder", "--hidden"]).unwrap();
        assert!(options.sandbox && options.hidden);
        assert_eq!(options.library, Some(PathBuf::from("a folder")));
        assert!(Options::try_parse_from(["troupe", "--fast"]).is_err());
    }

    #[test]
    fn each_library_is_a_program_of_its_own() {
        let identifier =
            |line: &str| Options::try_parse_from(line.split_whitespace()).unwrap().identifier("studio.troupe");
        assert_eq!(identifier("troupe --hidden"), "studio.troupe");
        assert_eq!(identifier("troupe --library a"), identifier("troupe --library ./a"));
        let all =
            ["troupe", "troupe --sandbox", "troupe --library a", "troupe --library b", "troupe --sandbox --library a"];
        let different: std::collections::BTreeSet<String> = all.iter().map(|line| identifier(line)).collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn a_hidden_start_raises_nothing() {
        assert!(Options::asks_for_window(&["troupe".into()]));
        assert!(!Options::asks_for_window(&["troupe".into(), "--hidden".into()]));
    }
}
