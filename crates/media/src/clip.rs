//! Clips in MP4 and QuickTime files (ISO/IEC 14496-12): how long they are, and the same file without the words that
//! were written into it. The pictures in them are never touched.

use std::path::Path;

use crate::error::{FileAction, MediaError, from_io};

/// What a clip's header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clip {
    /// `video/mp4` or `video/quicktime`.
    pub media_type: &'static str,
    /// Milliseconds.
    pub duration_ms: u64,
}

/// Boxes that hold other boxes on the way to where programs write words.
const HOLDERS: [&[u8; 4]; 2] = [b"moov", b"trak"];
/// Boxes that hold words: user data (ComfyUI's recipe lies in its comment), metadata, extensions, and XMP among them.
const WORDS: [&[u8; 4]; 4] = [b"udta", b"meta", b"uuid", b"XMP_"];

/// Reads how long a clip is; `None` where it is no such file or says nothing.
#[must_use]
pub fn clip(bytes: &[u8]) -> Option<Clip> {
    let moov = boxes(bytes, 0, bytes.len()).find(|found| &found.name == b"moov")?;
    let header = boxes(bytes, moov.body, moov.end).find(|found| &found.name == b"mvhd")?;
    let body = bytes.get(header.body..header.end)?;
    let number = |at: usize, length: usize| -> Option<u64> {
        Some(body.get(at..at + length)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    // Version 1 has its times in 64 bits (8.2.2.2).
    let (scale, duration) =
        if *body.first()? == 1 { (number(20, 4)?, number(24, 8)?) } else { (number(12, 4)?, number(16, 4)?) };
    // The brand right after the first box's name (4.3).
    let media_type = if bytes.get(8..12) == Some(b"qt  ".as_slice()) { "video/quicktime" } else { "video/mp4" };
    Some(Clip { media_type, duration_ms: duration.checked_mul(1000)?.checked_div(scale)? })
}

/// The same clip without the words that were written into it: their boxes become free space of the same size, so that
/// nothing in the file moves. A file of another kind is answered as it is.
#[must_use]
pub fn clip_without_words(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut places = Vec::new();
    find_words(&bytes, 0, bytes.len(), &mut places);
    for found in places {
        if let Some(name) = bytes.get_mut(found.start + 4..found.start + 8) {
            name.copy_from_slice(b"free");
        }
        if let Some(body) = bytes.get_mut(found.body..found.end) {
            body.fill(0);
        }
    }
    bytes
}

/// Reads a clip's file as it may be published.
///
/// # Errors
/// `NotFound`, `NotAllowed`, `Io`.
pub fn read_clip(path: &Path) -> Result<Vec<u8>, MediaError> {
    std::fs::read(path).map(clip_without_words).map_err(|source| from_io(path, FileAction::Read, source))
}

fn find_words(bytes: &[u8], from: usize, to: usize, places: &mut Vec<Box>) {
    for found in boxes(bytes, from, to) {
        if WORDS.contains(&&found.name) {
            places.push(found);
        } else if HOLDERS.contains(&&found.name) {
            find_words(bytes, found.body, found.end, places);
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Box {
    name: [u8; 4],
    start: usize,
    body: usize,
    end: usize,
}

/// The boxes of a stretch; a broken one ends the walk.
fn boxes(bytes: &[u8], from: usize, to: usize) -> impl Iterator<Item = Box> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        let name: [u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let short = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let (body, size) = match short {
            // It goes on to the end of the file.
            0 => (at + 8, to.checked_sub(at)?),
            1 => (at + 16, usize::try_from(u64::from_be_bytes(bytes.get(at + 8..at + 16)?.try_into().ok()?)).ok()?),
            size => (at + 8, usize::try_from(size).ok()?),
        };
        let end = at.checked_add(size)?;
        if end < body || end > to {
            return None;
        }
        let found = Box { name, start: at, body, end };
        at = end;
        Some(found)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn in_box(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut bytes = u32::try_from(body.len() + 8).unwrap().to_be_bytes().to_vec();
        bytes.extend(name);
        bytes.extend(body);
        bytes
    }

    #[test]
    fn a_clip_tells_its_length_and_loses_its_words_without_moving() {
        let mut header = vec![0; 100];
        header[12..16].copy_from_slice(&600_u32.to_be_bytes());
        header[16..20].copy_from_slice(&7_500_u32.to_be_bytes());
        let words = in_box(b"udta", b"\0\0\0\x20a portrait of a woman");
        let track = in_box(b"trak", &in_box(b"meta", b"seed 81204"));
        let moov = in_box(b"moov", &[in_box(b"mvhd", &header), track, words].concat());
        let file = [in_box(b"ftyp", b"isom"), moov, in_box(b"mdat", b"a portrait in pixels")].concat();
        assert_eq!(clip(&file), Some(Clip { media_type: "video/mp4", duration_ms: 12_500 }));
        let sent = clip_without_words(file.clone());
        assert_eq!(sent.len(), file.len());
        let text = String::from_utf8_lossy(&sent).into_owned();
        assert!(!text.contains("of a woman") && !text.contains("81204"), "{text}");
        assert!(text.contains("a portrait in pixels") && text.contains("isom"), "{text}");
        assert_eq!(clip(&sent), clip(&file));
        for cut in 0..file.len() {
            assert!(clip(&file[..cut]).is_none_or(|clip| clip.duration_ms == 12_500), "cut at {cut}");
            assert_eq!(clip_without_words(file[..cut].to_vec()).len(), cut);
        }
        assert_eq!(clip(b"no clip at all"), None);
    }
}
