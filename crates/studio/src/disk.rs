//! How much room a disk has.

use std::path::{Path, PathBuf};
use sysinfo::Disks;

/// Bytes that are free on the disk that holds `path`; `None` when the system does not say.
pub(crate) async fn free_bytes(path: &Path) -> Option<u64> {
    space(path).await.map(|(free, _)| free)
}

/// Free and total bytes of the disk that holds `path`.
pub(crate) async fn space(path: &Path) -> Option<(u64, u64)> {
    let path: PathBuf = path.canonicalize().ok()?;
    tokio::task::spawn_blocking(move || {
        let disks = Disks::new_with_refreshed_list().ok()?;
        // The disk whose mount point is the longest beginning of the path.
        disks
            .iter()
            .filter(|disk| path.starts_with(disk.mount_point()))
            .max_by_key(|disk| disk.mount_point().as_os_str().len())
            .map(|disk| (disk.available_space(), disk.total_space()))
    })
    .await
    .ok()
    .flatten()
}
