//! The application: every operation, the tasks that work behind them, the events they send.
//!
//! All interfaces enter by [`Operations::run`]. An operation is a plain function in a file of
//! [`operations`], listed at the top of that file; the list is all that REST, the command line, the
//! window and agents need. Nothing here knows of a transport.

mod accounts;
mod agents;
mod background_error;
mod backup;
mod checks;
mod clock;
mod comfyui;
mod disk;
mod engagement;
mod error;
mod events;
mod file;
mod first_start;
mod generation;
mod graphics_memory;
mod incoming;
mod input;
mod live;
pub mod log;
mod measure;
mod media_files;
mod models;
mod open_file;
pub mod operations;
mod origins;
pub mod places;
mod planning;
mod prompt;
mod publishing;
mod registry;
mod rehearsal;
mod secrets;
mod services;
mod settings;
mod studio;
pub mod tasks;
mod text;
mod time_zone;
mod word_rules;
mod workflows;

pub use agents::{Agent, AgentHint, AsksCreator, hint as agent_hint};
pub use clock::Clock;
pub use error::{Code, Error, FieldError, Result};
pub use events::{Event, EventStream, Events, Kind};
pub use file::{Body, File, OpenFile};
pub use generation::{GenerationParameters, GenerationRecipe, RecipeCharacter};
pub use incoming::{LARGEST_UPLOAD_BYTES, Upload};
pub use input::{FileInput, Page, Patch};
pub use media_files::{Birth, NewPicture};
pub use planning::QuietHours;
pub use prompt::{ComposedPrompt, ModelFrom, PromptPart, WordsFrom};
pub use registry::{Effect, Method, Operation, Operations, RateClass, Route};
pub use secrets::{Kept, KeychainState, Secret};
pub use settings::{
    AlarmSettings, GenerationSettings, InterfaceSettings, Look, NotificationSettings, OnOutOfMemory, ProgramSettings,
    RateLimits, SchedulingSettings, Settings, StorageSettings, TextSettings, Theme,
};
pub use studio::{Caller, OpenOptions, Rehearsal, Studio};
pub use troupe_library::{AgentId, tables::agents::AgentScope};
pub use troupe_platforms::PlatformName;
