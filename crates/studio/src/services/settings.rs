//! What the creator says of each service: how it is started, and when it ends.

use crate::{Error, Result, Studio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use troupe_library::{LibraryError, tables::settings};
use url::Url;

/// The key under which all of them are kept.
const KEY: &str = "services";

/// ComfyUI's name among the services.
pub(crate) const COMFYUI: &str = "comfyui";
/// Ollama's name among the services.
pub(crate) const OLLAMA: &str = "ollama";
/// The services that are there without being named.
const KNOWN: [&str; 2] = [COMFYUI, OLLAMA];

/// How a service is started, watched and ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ServiceSettings {
    /// The name on the screen; else the service's own.
    pub(crate) title: Option<String>,
    /// The program: a whole path, a path within the folder, or a name that the system finds. `null`: Troupe does not
    /// start it.
    pub(crate) command: Option<String>,
    /// Its arguments, one a part.
    pub(crate) arguments: Vec<String>,
    /// The folder that it works in.
    pub(crate) folder: Option<String>,
    /// Where it answers, such as `http://127.0.0.1:11434`. ComfyUI answers at the server's address.
    pub(crate) address: Option<String>,
    /// Start it with Troupe.
    pub(crate) start_with_program: bool,
    /// Start it again when it dies.
    pub(crate) restart: bool,
    /// What happens to it when Troupe ends.
    pub(crate) when_program_ends: WhenProgramEnds,
    /// Seconds that it has to end by itself once asked; then it is ended by force. 1 to 120.
    #[schemars(range(min = 1, max = 120))]
    pub(crate) stop_within_seconds: u32,
}

/// What happens to a service when Troupe ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhenProgramEnds {
    /// It is stopped.
    #[default]
    Stop,
    /// It is left running, and known again at the next start.
    LeaveRunning,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self {
            title: None,
            command: None,
            arguments: Vec::new(),
            folder: None,
            address: None,
            start_with_program: false,
            restart: true,
            when_program_ends: WhenProgramEnds::Stop,
            stop_within_seconds: 10,
        }
    }
}

impl ServiceSettings {
    /// Tidies the values and refuses those that could never work.
    pub(crate) fn check(&mut self) -> Result<()> {
        for text in [&mut self.title, &mut self.command, &mut self.folder, &mut self.address] {
            *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        if let Some(folder) = &self.folder
            && !Path::new(folder).is_dir()
        {
            return Err(Error::field("folder", "is no folder that is there: give its whole path"));
        }
        if let Some(command) = &self.command
            && self.program().is_none()
        {
            let message = match command.contains(['/', '\\']) {
                true => "is not there: look whether the program was moved, or give its whole path",
                false => "is no program that this computer finds: give its whole path",
            };
            return Err(Error::field("command", message));
        }
        if let Some(address) = &mut self.address {
            let url = Url::parse(address)
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
                .ok_or_else(|| Error::field("address", "must be an address such as http://127.0.0.1:11434"))?;
            *address = url.as_str().trim_end_matches('/').to_owned();
        }
        if self.arguments.len() > 200 || self.arguments.iter().any(|argument| argument.contains('\0')) {
            return Err(Error::field("arguments", "must be at most 200 pieces of text"));
        }
        if !(1..=120).contains(&self.stop_within_seconds) {
            return Err(Error::field("stop_within_seconds", "must be from 1 to 120 seconds"));
        }
        Ok(())
    }

    /// The program that the command names, as a file that is there.
    pub(crate) fn program(&self) -> Option<PathBuf> {
        let command = Path::new(self.command.as_deref()?);
        if command.components().count() > 1 {
            let path = match &self.folder {
                // A path that is whole stays as it is when it is joined.
                Some(folder) => Path::new(folder).join(command),
                None => command.to_owned(),
            };
            return path.is_file().then_some(path);
        }
        super::find::in_path(command)
    }
}

impl Studio {
    /// How each service is started; those that every studio has are always among them.
    pub(crate) async fn service_settings(&self) -> Result<BTreeMap<String, ServiceSettings>> {
        let mut read = self.library().read().await?;
        let kept = settings::get(&mut read, KEY).await?;
        // What can't be read, as after a newer program, is left out rather than stopping this one.
        let mut all: BTreeMap<String, ServiceSettings> =
            kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        for name in KNOWN {
            all.entry(name.to_owned()).or_default();
        }
        Ok(all)
    }

    /// Keeps how a service is started; `None` forgets it.
    pub(crate) async fn keep_service(&self, name: &str, new: Option<ServiceSettings>) -> Result<()> {
        let mut all = self.service_settings().await?;
        match new {
            Some(new) => all.insert(name.to_owned(), new),
            None => all.remove(name),
        };
        let text = serde_json::to_string(&all).map_err(Error::internal)?;
        let mut write = self.library().write().await?;
        settings::set(&mut write, KEY, &text, self.now()).await?;
        write.commit().await.map_err(LibraryError::from)?;
        Ok(())
    }
}

/// Whether a service is there without being named, so that it can't be forgotten.
pub(crate) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// The name on the screen.
pub(crate) fn title(name: &str, settings: &ServiceSettings) -> String {
    match (&settings.title, name) {
        (Some(title), _) => title.clone(),
        (None, COMFYUI) => "ComfyUI".into(),
        (None, OLLAMA) => "Ollama".into(),
        (None, name) => name.to_owned(),
    }
}
