//! Custom node packs that are installed and did not load: the commonest reason why a node is missing.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Client, Result};

/// A pack of custom nodes that the server has and could not load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedPack {
    /// Its folder below `custom_nodes`.
    pub pack: String,
    /// What was missing, as `No module named 'cv2'`.
    pub reason: String,
}

impl Client {
    /// The packs that the server's log says it could not load since it started. Nothing else of the log is kept. Servers
    /// that show no log have none.
    pub async fn failed_packs(&self) -> Result<Vec<FailedPack>> {
        let log: Value = match self.net.get_json(self.get(&["internal", "logs"], "/internal/logs")).await {
            Err(error) if matches!(error.status(), Some(403 | 404)) => return Ok(Vec::new()),
            answer => answer?,
        };
        Ok(log.as_str().map(read_log).unwrap_or_default())
    }
}

/// Finds the lines that ComfyUI writes when a pack can't be imported.
fn read_log(log: &str) -> Vec<FailedPack> {
    let mut found: Vec<FailedPack> = Vec::new();
    for line in log.lines() {
        let Some((_, line)) = line.split_once("Cannot import ") else { continue };
        let Some((path, reason)) = line.split_once(" module for custom nodes: ") else { continue };
        let pack = path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        let reason = reason.split('\u{1b}').next().unwrap_or(reason).trim().to_owned();
        found.retain(|known| known.pack != pack);
        found.push(FailedPack { pack, reason });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_that_did_not_load_are_found_in_the_log() {
        let log = "10:00 - [INFO] Starting server\n\
            10:01 - \u{1b}[33m[WARNING]\u{1b}[0m Cannot import /opt/custom_nodes/ComfyUI_InstantID module for custom nodes: No module named 'cv2'\u{1b}[0m\n\
            10:01 - Cannot import C:\\Comfy\\custom_nodes\\PuLID module for custom nodes: first\n\
            10:02 - Cannot import C:\\Comfy\\custom_nodes\\PuLID module for custom nodes: No module named 'insightface'\n\
            10:02 - Cannot import something else";
        let pack = |pack: &str, reason: &str| FailedPack { pack: pack.into(), reason: reason.into() };
        assert_eq!(
            read_log(log),
            [pack("ComfyUI_InstantID", "No module named 'cv2'"), pack("PuLID", "No module named 'insightface'")]
        );
    }
}
