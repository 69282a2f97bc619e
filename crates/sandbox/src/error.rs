//! What can go wrong while a sandbox starts.

use std::io;
use std::path::PathBuf;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The port on 127.0.0.1 could not be taken.
    #[error(
        "The sandbox could not listen on 127.0.0.1:{port}. Close the program that uses this port, or give another."
    )]
    Listen {
        /// The port asked for (0: any free one).
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// One of its folders or files could not be made or read.
    #[error("The sandbox could not use {path}. Check that the folder can be written and the disk is not full.")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The threads that it works on could not be started.
    #[error("The sandbox could not start its threads. Close other programs and try again.")]
    Threads {
        /// What the system said.
        source: io::Error,
    },
}
