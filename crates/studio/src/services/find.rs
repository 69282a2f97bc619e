//! Looking for ComfyUI and Ollama on this computer, so that the creator need not know how they are started.

use super::settings::{COMFYUI, OLLAMA};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A way to start a service that was found on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct FoundProgram {
    /// The program.
    pub(crate) command: String,
    /// Its arguments.
    pub(crate) arguments: Vec<String>,
    /// The folder that it works in.
    pub(crate) folder: Option<String>,
}

/// The ways to start a service, the likeliest first.
pub(crate) fn find(name: &str) -> Vec<FoundProgram> {
    match name {
        COMFYUI => dirs::home_dir().map(|home| comfyui_below(&home)).unwrap_or_default(),
        OLLAMA => in_path(Path::new("ollama"))
            .map(|path| FoundProgram {
                command: path.display().to_string(),
                arguments: vec!["serve".into()],
                folder: None,
            })
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// ComfyUI where people put it: in the home folder or one of its usual folders, with an environment of its own.
fn comfyui_below(home: &Path) -> Vec<FoundProgram> {
    let places =
        ["ComfyUI", "comfy/ComfyUI", "Documents/ComfyUI", "Desktop/ComfyUI", "Downloads/ComfyUI", "src/ComfyUI"];
    places
        .iter()
        .map(|place| home.join(place))
        .filter(|folder| folder.join("main.py").is_file())
        .filter_map(start_in)
        .collect()
}

/// How the ComfyUI in a folder is started: with the environment that lies in it, else with the system's Python.
fn start_in(folder: PathBuf) -> Option<FoundProgram> {
    let own = [".venv/bin/python", "venv/bin/python", ".venv/Scripts/python.exe", "venv/Scripts/python.exe"];
    let python = own
        .iter()
        .map(|python| folder.join(python))
        .find(|python| python.is_file())
        .or_else(|| in_path(Path::new("python3")))
        .or_else(|| in_path(Path::new("python")))?;
    Some(FoundProgram {
        command: python.display().to_string(),
        arguments: vec!["main.py".into()],
        folder: Some(folder.display().to_string()),
    })
}

/// The program of that name where the system looks for programs.
pub(crate) fn in_path(name: &Path) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).flat_map(with_endings).find(|file| file.is_file())
}

/// A program's file may carry an ending that nobody types.
fn with_endings(file: PathBuf) -> impl Iterator<Item = PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &["exe", "bat", "cmd"] } else { &[] };
    let others: Vec<_> = endings.iter().map(|ending| file.with_extension(ending)).collect();
    std::iter::once(file).chain(others)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn comfyui_is_found_with_the_environment_that_lies_in_it() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("comfy/ComfyUI");
        std::fs::create_dir_all(folder.join(".venv/bin")).unwrap();
        assert_eq!(comfyui_below(home.path()), [], "a folder of that name alone is no ComfyUI");
        std::fs::write(folder.join("main.py"), "").unwrap();
        std::fs::write(folder.join(".venv/bin/python"), "").unwrap();
        let found = comfyui_below(home.path());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].command, folder.join(".venv/bin/python").display().to_string());
        assert_eq!(
            (&found[0].arguments, found[0].folder.clone()),
            (&vec!["main.py".to_owned()], Some(folder.display().to_string()))
        );
    }
}
