//! How much a foreign picture may take before it is refused.

/// Bounds on one picture. Checked against the header before anything is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Width times height, in pixels.
    pub max_pixels: u64,
    /// Size of the file, in bytes.
    pub max_bytes: u64,
    /// Memory that the decoded picture may take, in bytes.
    pub max_alloc_bytes: u64,
}

impl Default for Limits {
    /// - Pixels: 2^27 (134 megapixels), twice an 8192 × 8192 upscale and above every medium-format camera of today.
    /// - Bytes: 256 MiB, more than such a picture takes as a 16-bit PNG of real content.
    /// - Memory: 640 MiB, the same picture with four 8-bit channels (512 MiB) and room for the decoder's own rows.
    fn default() -> Self {
        Self { max_pixels: 1 << 27, max_bytes: 256 << 20, max_alloc_bytes: 640 << 20 }
    }
}

/// From this size on, an unfolded picture is compared with its file.
pub(crate) const BOMB_CHECK_FROM_BYTES: u64 = 64 << 20;

/// An unfolded picture this many times its file is refused. Deflate reaches 1,032 to one at most
/// (<https://zlib.net/zlib_tech.html>), and only for one colour throughout; photographs stay below 100, drawings below 400.
pub(crate) const BOMB_RATIO: u64 = 800;

/// Most scans that a progressive JPEG may have: encoders write about ten, and each further one costs a pass
/// over the whole picture, which is how a small file can keep a decoder busy for minutes.
pub(crate) const MAX_JPEG_SCANS: usize = 100;
