//! The settings: one section a row of the library, each with defaults for what was never set.

use crate::{Error, QuietHours, Result, Studio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use troupe_library::{LibraryError, tables::settings};
use url::Url;

/// Every setting. Keys and tokens are not among them: those lie in the keychain.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How the window looks.
    pub look: Look,
    /// How pictures are made.
    pub generation: GenerationSettings,
    /// The interface for other programs.
    pub interface: InterfaceSettings,
    /// What the system's notifications tell.
    pub notifications: NotificationSettings,
    /// How the program starts and ends.
    pub program: ProgramSettings,
    /// When posts go out, and who is told when they do not.
    pub scheduling: SchedulingSettings,
    /// What is kept and for how long.
    pub storage: StorageSettings,
    /// Who writes words, and what that may cost.
    pub text: TextSettings,
}

/// How the window looks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    /// Dark, light, or as the system says.
    pub theme: Theme,
}

/// Dark or light.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// How pictures are made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GenerationSettings {
    /// The checkpoint for when nobody chooses one; `null`: the first that ComfyUI has.
    pub default_model: Option<String>,
    /// What to do when the GPU's memory runs out.
    pub on_out_of_memory: OnOutOfMemory,
    /// Jobs that will take more than ten minutes are made in these hours of this computer's time only; `null`: always.
    pub long_jobs_only_in: Option<QuietHours>,
    /// Text models stay in the graphics card's memory, also when it is short for pictures.
    pub keeps_text_models: bool,
}

/// What to do when the GPU's memory runs out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnOutOfMemory {
    /// Make the picture smaller and say so.
    #[default]
    Smaller,
    /// Let it fail and go on with the next.
    Fail,
}

/// The interface for other programs (REST).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InterfaceSettings {
    /// Whether other programs on this computer may use it with the token.
    pub is_enabled: bool,
    /// Its port on this computer, 1024 to 65535.
    #[schemars(range(min = 1024, max = 65535))]
    pub port: u16,
    /// Calls a minute.
    pub rate_limits: RateLimits,
}

impl Default for InterfaceSettings {
    fn default() -> Self {
        Self { is_enabled: false, port: 8799, rate_limits: RateLimits::default() }
    }
}

/// How many calls of each class a minute takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateLimits {
    /// Everything else.
    pub general: u32,
    /// Making pictures.
    pub image: u32,
    /// Making words.
    pub text: u32,
    /// The content library.
    pub content: u32,
    /// Characters.
    pub characters: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { general: 100, image: 10, text: 30, content: 60, characters: 30 }
    }
}

/// What the system's notifications tell while the window is hidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NotificationSettings {
    /// Pictures are done.
    pub generation_done: bool,
    /// Posts are up, and were seen there.
    pub published: bool,
    /// Something needs attention.
    pub needs_attention: bool,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self { generation_done: true, published: true, needs_attention: true }
    }
}

/// How the program starts and ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProgramSettings {
    /// Start with the system, in the tray.
    pub start_with_system: bool,
    /// Closing the window keeps the queue going in the tray.
    pub close_keeps_running: bool,
    /// The welcome was gone through.
    pub is_set_up: bool,
}

impl Default for ProgramSettings {
    fn default() -> Self {
        Self { start_with_system: false, close_keeps_running: true, is_set_up: false }
    }
}

/// When posts go out, and who is told when they do not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SchedulingSettings {
    /// Keep this computer from falling asleep by itself shortly before a post is due.
    pub keep_awake: bool,
    /// Wake this computer two minutes before a post, where the system has a timer for that and lets Troupe set it.
    pub wake_for_posts: bool,
    /// Nothing is sent by itself in these hours of each character's time zone. A time that was chosen by hand stands.
    pub quiet_hours: Option<QuietHours>,
    /// Where alarms go besides the window.
    pub alarms: AlarmSettings,
}

impl Default for SchedulingSettings {
    fn default() -> Self {
        Self { keep_awake: true, wake_for_posts: false, quiet_hours: None, alarms: AlarmSettings::default() }
    }
}

/// Where alarms go besides the window. Tokens lie in the keychain, as `alarm_telegram` and `alarm_ntfy`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AlarmSettings {
    /// A private Telegram chat: the number that a bot of yours writes to.
    pub telegram_chat_id: Option<String>,
    /// An ntfy topic, such as `https://ntfy.sh/a-name-that-nobody-guesses`.
    pub ntfy_topic_url: Option<String>,
}

/// What is kept and for how long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StorageSettings {
    /// Days that things lie in the trash, 1 to 365.
    #[schemars(range(min = 1, max = 365))]
    pub trash_days: u32,
    /// Daily copies of the database that are kept, 1 to 60.
    #[schemars(range(min = 1, max = 60))]
    pub daily_copies: u32,
    /// The folder that backups are written into, best on another disk; `null`: `backups` in the library's folder.
    pub backup_folder: Option<String>,
}

impl Default for StorageSettings {
    fn default() -> Self {
        Self { trash_days: 30, daily_copies: 7, backup_folder: None }
    }
}

/// Who writes words, and what that may cost. The engines themselves have operations of their own; keys lie in the
/// keychain.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TextSettings {
    /// Ask engines on this computer and in its own network only: no word and no picture leaves it.
    pub is_local_only: bool,
    /// What engines may cost a month, in US dollars, 0 to 10,000; `null` is no limit.
    #[schemars(range(min = 0, max = 10000))]
    pub monthly_limit_usd: Option<f64>,
}

impl Settings {
    /// Checks every value and writes times of day alike.
    fn check(&mut self) -> Result<()> {
        if let Some(hours) = &mut self.generation.long_jobs_only_in {
            hours.check("generation.long_jobs_only_in")?;
        }
        if let Some(hours) = &mut self.scheduling.quiet_hours {
            hours.check("scheduling.quiet_hours")?;
        }
        if let Some(topic) = self.scheduling.alarms.ntfy_topic_url.as_deref().filter(|topic| !topic.trim().is_empty()) {
            let is_web = Url::parse(topic.trim()).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
            if !is_web {
                let message = "must be the address of a topic, such as https://ntfy.sh/a-name-that-nobody-guesses";
                return Err(Error::field("scheduling.alarms.ntfy_topic_url", message));
            }
        }
        if let Some(folder) = self.storage.backup_folder.take().map(|folder| folder.trim().to_owned())
            && !folder.is_empty()
        {
            let path = std::path::Path::new(&folder);
            if !path.is_absolute() || !path.is_dir() {
                return Err(Error::field("storage.backup_folder", "must be the whole path of a folder that is there"));
            }
            self.storage.backup_folder = Some(folder);
        }
        let limits = &self.interface.rate_limits;
        let checks = [
            ("interface.port", self.interface.port >= 1024, "must be from 1024 to 65535"),
            ("storage.trash_days", (1..=365).contains(&self.storage.trash_days), "must be from 1 to 365 days"),
            (
                "text.monthly_limit_usd",
                self.text.monthly_limit_usd.is_none_or(|limit| (0.0..=10_000.0).contains(&limit)),
                "must be from 0 to 10,000 US dollars",
            ),
            ("storage.daily_copies", (1..=60).contains(&self.storage.daily_copies), "must be from 1 to 60"),
            (
                "interface.rate_limits",
                [limits.general, limits.image, limits.text, limits.content, limits.characters]
                    .iter()
                    .all(|limit| (1..=100_000).contains(limit)),
                "must each be from 1 to 100,000 calls a minute",
            ),
        ];
        match checks.into_iter().find(|(_, holds, _)| !holds) {
            Some((field, _, message)) => Err(Error::field(field, message)),
            None => Ok(()),
        }
    }
}

const SECTIONS: [&str; 8] =
    ["look", "generation", "interface", "notifications", "program", "scheduling", "storage", "text"];

impl Studio {
    /// The settings as they are now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn settings(&self) -> Result<Settings> {
        let mut read = self.library().read().await?;
        let rows = settings::all(&mut read).await?;
        let section = |name: &str| rows.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        Ok(Settings {
            look: read_section(section("look")),
            generation: read_section(section("generation")),
            interface: read_section(section("interface")),
            notifications: read_section(section("notifications")),
            program: read_section(section("program")),
            scheduling: read_section(section("scheduling")),
            storage: read_section(section("storage")),
            text: read_section(section("text")),
        })
    }

    /// Keeps the settings; what changed holds from now on.
    pub(crate) async fn keep_settings(&self, new: &mut Settings) -> Result<()> {
        new.check()?;
        let whole = serde_json::to_value(new).map_err(Error::internal)?;
        let mut write = self.library().write().await?;
        for name in SECTIONS {
            if let Some(section) = whole.get(name) {
                settings::set(&mut write, name, &section.to_string(), self.now()).await?;
            }
        }
        write.commit().await.map_err(LibraryError::from)?;
        Ok(())
    }
}

/// A section; one that can't be read, as after a newer program, has its defaults rather than stopping
/// the program.
fn read_section<T: DeserializeOwned + Default>(text: Option<&str>) -> T {
    text.map(|text| serde_json::from_str(text).unwrap_or_default()).unwrap_or_default()
}
