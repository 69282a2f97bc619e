//! The four file formats as sequences of parts, so that metadata is read, added and removed without touching a pixel.
//!
//! Each format has an iterator over its parts which stops at the first one that does not fit and then tells
//! how the file ended ([`End`]). Nothing is copied and nothing is decoded.

pub(crate) mod gif;
pub(crate) mod jpeg;
pub(crate) mod png;
pub(crate) mod webp;

/// How the walk over a file's parts ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At the format's own end mark.
    Complete,
    /// The file stopped first.
    Truncated,
    /// A part contradicts the format.
    Malformed(&'static str),
}

/// What a file's header says before anything is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Width as stored, in pixels.
    pub(crate) width: u32,
    /// Height as stored, in pixels.
    pub(crate) height: u32,
    /// Bytes a pixel takes when decoded.
    pub(crate) bytes_per_pixel: u64,
    /// Whether more than one frame is announced.
    pub(crate) animated: bool,
}

/// Big-endian 16 bits at an offset.
pub(crate) fn u16_be(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_be_bytes)
}

/// Big-endian 32 bits at an offset.
pub(crate) fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
}

/// Little-endian 16 bits at an offset.
pub(crate) fn u16_le(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

/// Little-endian 32 bits at an offset.
pub(crate) fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

/// Little-endian 24 bits at an offset.
pub(crate) fn u24_le(bytes: &[u8], at: usize) -> Option<u32> {
    let [a, b, c] = bytes.get(at..)?.first_chunk().copied()?;
    Some(u32::from_le_bytes([a, b, c, 0]))
}
