//! Settings: reading them and changing some of them.

use crate::{
    Effect::{Read, Write},
    Error, Operation, Result, Studio,
    registry::operation,
    settings::{
        GenerationSettings, InterfaceSettings, Look, NotificationSettings, ProgramSettings, SchedulingSettings,
        Settings, StorageSettings, TextSettings,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("settings.get", get, Read, &["settings"]).route("GET /settings"),
        operation("settings.update", update, Write, &["settings"]).route("PUT /settings"),
    ]
}

/// All settings. Keys and tokens are not among them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetSettings {}

async fn get(studio: &Studio, _: GetSettings) -> Result<Settings> {
    studio.settings().await
}

/// Changes settings: only the sections and fields that are sent. They hold at once, without a restart.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateSettings {
    /// How the window looks.
    #[schemars(with = "Option<Look>")]
    look: Option<Map<String, Value>>,
    /// How pictures are made.
    #[schemars(with = "Option<GenerationSettings>")]
    generation: Option<Map<String, Value>>,
    /// The interface for other programs.
    #[schemars(with = "Option<InterfaceSettings>")]
    interface: Option<Map<String, Value>>,
    /// What the system's notifications tell.
    #[schemars(with = "Option<NotificationSettings>")]
    notifications: Option<Map<String, Value>>,
    /// How the program starts and ends.
    #[schemars(with = "Option<ProgramSettings>")]
    program: Option<Map<String, Value>>,
    /// When posts go out, and who is told when they do not.
    #[schemars(with = "Option<SchedulingSettings>")]
    scheduling: Option<Map<String, Value>>,
    /// What is kept and for how long.
    #[schemars(with = "Option<StorageSettings>")]
    storage: Option<Map<String, Value>>,
    /// Who writes words, and what that may cost.
    #[schemars(with = "Option<TextSettings>")]
    text: Option<Map<String, Value>>,
}

async fn update(studio: &Studio, input: UpdateSettings) -> Result<Settings> {
    let mut whole = serde_json::to_value(studio.settings().await?).map_err(Error::internal)?;
    let sections = [
        ("look", input.look),
        ("generation", input.generation),
        ("interface", input.interface),
        ("notifications", input.notifications),
        ("program", input.program),
        ("scheduling", input.scheduling),
        ("storage", input.storage),
        ("text", input.text),
    ];
    for (name, section) in sections {
        if let (Some(section), Some(whole)) = (section, whole.get_mut(name)) {
            lay_over(whole, section);
        }
    }
    let mut settings: Settings = serde_path_to_error::deserialize(whole).map_err(|error| {
        let path = error.path().to_string();
        Error::field(path, error.into_inner().to_string())
    })?;
    studio.keep_settings(&mut settings).await?;
    Ok(settings)
}

/// Lays the sent fields over what is there; objects within are laid over as well.
fn lay_over(whole: &mut Value, fields: Map<String, Value>) {
    for (name, value) in fields {
        match (whole.get_mut(&name), value) {
            (Some(inner @ Value::Object(_)), Value::Object(fields)) => lay_over(inner, fields),
            (_, value) => {
                if let Value::Object(whole) = whole {
                    whole.insert(name, value);
                }
            }
        }
    }
}
