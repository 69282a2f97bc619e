//! What can go wrong with a picture file, each with a sentence for the person: what, why, what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::container::End;
use crate::picture_type::PictureType;

/// Why a picture was refused or a file could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediaError {
    /// The file has no content at all.
    #[error("The file is empty (0 bytes). It was probably not copied or downloaded completely; add it again.")]
    Empty,

    /// The content is no picture, whatever the file is called.
    #[error("This is not a picture: the file contains {content}. {advice}")]
    NotAPicture {
        /// What the content looks like, with its article: "plain text", "a web page (HTML)".
        content: &'static str,
        /// What to do, as a sentence.
        advice: &'static str,
    },

    /// A picture of a type that is not read here.
    #[error("{name} pictures can't be read here. Save it as PNG, JPEG or WebP and add that file.")]
    UnsupportedType {
        /// The type's common name, such as `HEIC`.
        name: &'static str,
    },

    /// The file is larger than the limit.
    #[error("The file has {} and the limit is {}. Save the picture smaller and add it again.", Amount(*size_bytes), Amount(*max_bytes))]
    TooManyBytes {
        /// Size of the file.
        size_bytes: u64,
        /// The limit it passed.
        max_bytes: u64,
    },

    /// The header announces more pixels than the limit; nothing was decoded.
    #[error("The picture says it is {width} × {height} pixels ({} megapixels) and the limit is {} megapixels. Make it smaller and add it again.", megapixels(u64::from(*width) * u64::from(*height)), megapixels(*max_pixels))]
    TooManyPixels {
        /// Announced width in pixels.
        width: u32,
        /// Announced height in pixels.
        height: u32,
        /// The limit it passed, in pixels.
        max_pixels: u64,
    },

    /// Decoding would take more memory than the limit; nothing was decoded.
    #[error("Opening the picture would take {} of memory and the limit is {}. Save it with 8 bits a channel, or smaller, and add it again.", Amount(*needed_bytes), Amount(*max_alloc_bytes))]
    TooMuchMemory {
        /// What decoding would take.
        needed_bytes: u64,
        /// The limit it passed.
        max_alloc_bytes: u64,
    },

    /// A small file that would unfold to something enormous, as made to exhaust a computer.
    #[error("The file has {} but unfolds to {}: that is how files made to exhaust a computer look, so it was not opened. If it is a picture of yours, save it again in a picture program.", Amount(*size_bytes), Amount(*unfolded_bytes))]
    DecompressionBomb {
        /// Size of the file.
        size_bytes: u64,
        /// What it would unfold to.
        unfolded_bytes: u64,
    },

    /// The file stops before the picture does.
    #[error(
        "The {picture_type} picture is cut off: the file ends before the picture does. It was probably not copied or downloaded completely; add it again."
    )]
    Truncated {
        /// The type by content.
        picture_type: PictureType,
    },

    /// The content contradicts the format.
    #[error(
        "The {picture_type} picture is damaged ({detail}). Open it in a picture program and save it again, or add another copy."
    )]
    Damaged {
        /// The type by content.
        picture_type: PictureType,
        /// What does not fit, for the log and the curious.
        detail: String,
    },

    /// The pixels could not be turned into a file.
    #[error("The picture could not be saved as {picture_type} ({detail}).")]
    Encode {
        /// The type asked for.
        picture_type: PictureType,
        /// The encoder's reason.
        detail: String,
    },

    /// The operation needs a type that this picture has not.
    #[error("A recipe is written into PNG files only, and this is a {picture_type} file.")]
    NotPng {
        /// The type by content.
        picture_type: PictureType,
    },

    /// The text of the mark does not fit the file format.
    #[error(
        "The AI mark's text has {size_bytes} bytes and a {picture_type} file holds {max_bytes} at most. Shorten the description."
    )]
    MarkTooLong {
        /// The type by content.
        picture_type: PictureType,
        /// Size of the XMP packet.
        size_bytes: usize,
        /// What the format holds.
        max_bytes: usize,
    },

    /// The disk, or the person's share of it, is full.
    #[error("The disk is full: {} could not be saved. Free some space and try again; nothing that was there is lost.", path.display())]
    DiskFull {
        /// The file that was to be written.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },

    /// The folder cannot be written to.
    #[error("{} could not be saved because its folder is read-only or belongs to someone else. Allow writing there, or choose another folder.", path.display())]
    ReadOnly {
        /// The file that was to be written.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },

    /// The file may not be read.
    #[error("{} can't be opened: reading it is not allowed. Change its permissions or copy it to your own folder.", path.display())]
    NotAllowed {
        /// The file that was to be read.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },

    /// The file or its folder is not there.
    #[error("{} is not there. It may have been moved, renamed or deleted, or its disk is not connected.", path.display())]
    NotFound {
        /// The missing file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },

    /// The path is a folder or a device where a file was expected.
    #[error("{} is not a file. Choose a picture file.", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },

    /// A file of this name exists and was not to be replaced.
    #[error("{} exists already and was left as it is.", path.display())]
    AlreadyExists {
        /// The existing file.
        path: PathBuf,
    },

    /// Any other answer of the system while reading or writing.
    #[error("{} could not be {}.", path.display(), action.word())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done.
        action: FileAction,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
}

/// What was being done to a file when the system refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAction {
    /// Reading it.
    Read,
    /// Writing it.
    Write,
}

impl FileAction {
    fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "saved",
        }
    }
}

/// The refusal for a file whose parts were walked and did not reach the end mark.
pub(crate) fn from_end(end: End, picture_type: PictureType) -> MediaError {
    match end {
        End::Malformed(detail) => MediaError::Damaged { picture_type, detail: detail.to_owned() },
        End::Truncated | End::Complete => MediaError::Truncated { picture_type },
    }
}

/// Sorts the system's answer into what a person can act upon.
pub(crate) fn from_io(path: &Path, action: FileAction, source: io::Error) -> MediaError {
    use io::ErrorKind as Kind;
    let path = path.to_path_buf();
    match source.kind() {
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => MediaError::DiskFull { path, source },
        Kind::ReadOnlyFilesystem => MediaError::ReadOnly { path, source },
        Kind::PermissionDenied if action == FileAction::Write => MediaError::ReadOnly { path, source },
        Kind::PermissionDenied => MediaError::NotAllowed { path, source },
        Kind::NotFound | Kind::NotADirectory => MediaError::NotFound { path, source },
        Kind::IsADirectory => MediaError::NotAFile { path },
        Kind::AlreadyExists => MediaError::AlreadyExists { path },
        _ => MediaError::Io { path, action, source },
    }
}

/// Bytes as a person reads them: 512 bytes, 3.4 MB (decimal, as file managers and platforms count).
struct Amount(u64);

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An f64 is exact far beyond any file's size, and one decimal is shown.
        let bytes = self.0 as f64;
        match self.0 {
            0..1_000 => write!(f, "{} bytes", self.0),
            1_000..1_000_000 => write!(f, "{:.1} kB", bytes / 1e3),
            1_000_000..1_000_000_000 => write!(f, "{:.1} MB", bytes / 1e6),
            _ => write!(f, "{:.1} GB", bytes / 1e9),
        }
    }
}

fn megapixels(pixels: u64) -> u64 {
    pixels / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_answers_become_what_a_person_can_act_upon() {
        use io::ErrorKind as Kind;
        let cases = [
            (Kind::StorageFull, FileAction::Write, "The disk is full"),
            (Kind::QuotaExceeded, FileAction::Write, "The disk is full"),
            (Kind::ReadOnlyFilesystem, FileAction::Write, "read-only"),
            (Kind::PermissionDenied, FileAction::Write, "read-only"),
            (Kind::PermissionDenied, FileAction::Read, "not allowed"),
            (Kind::NotFound, FileAction::Read, "is not there"),
            (Kind::AlreadyExists, FileAction::Write, "exists already"),
            (Kind::TimedOut, FileAction::Write, "could not be saved"),
        ];
        for (kind, action, expected) in cases {
            let said = from_io(Path::new("media/mira.png"), action, kind.into()).to_string();
            assert!(said.contains(expected), "{kind:?}: {said}");
            assert!(said.contains("mira.png"), "{kind:?} does not name the file: {said}");
        }
    }

    #[test]
    fn amounts_are_readable() {
        for (bytes, expected) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_500, "1.5 kB"),
            (200_000_000, "200.0 MB"),
            (7_500_000_000, "7.5 GB"),
        ] {
            assert_eq!(Amount(bytes).to_string(), expected);
        }
    }
}
