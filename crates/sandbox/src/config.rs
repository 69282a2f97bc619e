//! How a sandbox is set up: where its files lie, which port, and how fast it pretends to work.

use std::path::PathBuf;

/// How a sandbox is set up.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// The base folder: `output`, `input`, `temp`, `models` and `journal.jsonl` of ComfyUI lie in it, and `platforms`
    /// with what the platforms know. It is made when absent. Outputs, the journals and the platforms' media stay
    /// between starts, `temp` is wiped at each.
    pub folder: PathBuf,
    /// The port on 127.0.0.1; 0 lets the system choose a free one.
    pub port: u16,
    /// Pretended time of one sampling step, in milliseconds. 0 for tests.
    pub step_ms: u64,
    /// Time between `execution_success` and the history entry, in milliseconds: the real server has this gap too
    /// (up to 8 ms were measured).
    pub history_lag_ms: u64,
}

impl SandboxConfig {
    /// A sandbox in `folder` on a free port, at a pace at which progress and previews can be seen.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), port: 0, step_ms: 60, history_lag_ms: 4 }
    }

    /// The same sandbox at another pace.
    #[must_use]
    pub fn step_ms(mut self, step_ms: u64) -> Self {
        self.step_ms = step_ms;
        self
    }

    /// The same sandbox on a given port.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }
}
