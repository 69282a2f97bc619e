//! JPEG segments (ITU-T T.81, annex B): walking and the few that we write.

use super::{End, Header, u16_be};

/// How APP1 announces an XMP packet (XMP specification, part 3, 1.1.3).
pub(crate) const XMP_PREFIX: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// How APP1 announces EXIF.
pub(crate) const EXIF_PREFIX: &[u8] = b"Exif\0\0";
/// How APP2 announces a colour profile.
pub(crate) const ICC_PREFIX: &[u8] = b"ICC_PROFILE\0";
/// Most bytes that a segment's payload holds: its length has 16 bits and counts itself.
pub(crate) const MAX_PAYLOAD_BYTES: usize = 65_533;

pub(crate) const APP0: u8 = 0xE0;
pub(crate) const APP1: u8 = 0xE1;
pub(crate) const APP2: u8 = 0xE2;
pub(crate) const APP14: u8 = 0xEE;
pub(crate) const APP15: u8 = 0xEF;
pub(crate) const COMMENT: u8 = 0xFE;
pub(crate) const SCAN: u8 = 0xDA;
const START: u8 = 0xD8;
const FINISH: u8 = 0xD9;

/// One segment. `raw` is all of it; a scan's compressed data belongs to its segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment<'a> {
    pub(crate) marker: u8,
    pub(crate) payload: &'a [u8],
    pub(crate) raw: &'a [u8],
}

/// The segments after the start of the image up to its end, both marks excluded.
pub(crate) struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
    end: Option<End>,
}

/// Walks a file that starts with the start-of-image mark.
pub(crate) fn segments(bytes: &[u8]) -> Segments<'_> {
    Segments { bytes, at: 2, end: None }
}

impl Segments<'_> {
    /// How the file ended; meaningful when the walk is over.
    pub(crate) fn end(&self) -> End {
        self.end.unwrap_or(End::Truncated)
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        if self.end.is_some() {
            return None;
        }
        match read_segment(self.bytes.get(self.at..)?) {
            Ok(Some(segment)) => {
                self.at += segment.raw.len();
                Some(segment)
            }
            Ok(None) => {
                self.end = Some(End::Complete);
                None
            }
            Err(end) => {
                self.end = Some(end);
                None
            }
        }
    }
}

/// The next segment, `None` at the end of the image.
fn read_segment(rest: &[u8]) -> Result<Option<Segment<'_>>, End> {
    match rest.first() {
        None => return Err(End::Truncated),
        Some(0xFF) => {}
        Some(_) => return Err(End::Malformed("a segment does not start where it should")),
    }
    // Any number of fill bytes may stand before a marker (B.1.1.2).
    let fill = rest.iter().take_while(|&&byte| byte == 0xFF).count();
    let &marker = rest.get(fill).ok_or(End::Truncated)?;
    match marker {
        FINISH => return Ok(None),
        0x00 | START => return Err(End::Malformed("a marker stands where none may")),
        // Temporary and restart markers stand alone.
        0x01 | 0xD0..=0xD7 => {
            let raw = rest.get(..=fill).ok_or(End::Truncated)?;
            return Ok(Some(Segment { marker, payload: &[], raw }));
        }
        _ => {}
    }
    let length = usize::from(u16_be(rest, fill + 1).ok_or(End::Truncated)?);
    if length < 2 {
        return Err(End::Malformed("a segment has no length"));
    }
    let mut end = fill + 1 + length;
    let payload = rest.get(fill + 3..end).ok_or(End::Truncated)?;
    if marker == SCAN {
        end += compressed_length(rest.get(end..).unwrap_or_default());
    }
    let raw = rest.get(..end).ok_or(End::Truncated)?;
    Ok(Some(Segment { marker, payload, raw }))
}

/// Bytes until the next marker that is neither a stuffed 0xFF nor a restart.
fn compressed_length(data: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = data.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == 0xFF)) {
        at += found;
        match data.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    data.len()
}

/// Reads the frame header.
pub(crate) fn header(bytes: &[u8]) -> Result<Header, End> {
    let mut walk = segments(bytes);
    let frame = walk.by_ref().take_while(|segment| segment.marker != SCAN).find(|segment| is_frame(segment.marker));
    let Some(frame) = frame else {
        return Err(match walk.end {
            None | Some(End::Complete) => End::Malformed("it has no frame header"),
            Some(end) => end,
        });
    };
    let (Some(height), Some(width), Some(&components)) =
        (u16_be(frame.payload, 1), u16_be(frame.payload, 3), frame.payload.get(5))
    else {
        return Err(End::Malformed("the frame header is too short"));
    };
    Ok(Header {
        width: u32::from(width),
        height: u32::from(height),
        bytes_per_pixel: if components == 1 { 1 } else { 3 },
        animated: false,
    })
}

/// Whether the marker starts a frame: SOF0 to SOF15 without the tables that stand between them.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// Appends one segment. The payload must fit [`MAX_PAYLOAD_BYTES`].
pub(crate) fn put_segment(out: &mut Vec<u8>, marker: u8, prefix: &[u8], payload: &[u8]) {
    let length = prefix.len() + payload.len();
    debug_assert!(length <= MAX_PAYLOAD_BYTES);
    out.extend([0xFF, marker]);
    out.extend(((length + 2) as u16).to_be_bytes());
    out.extend(prefix);
    out.extend(payload);
}

/// Appends the start-of-image mark.
pub(crate) fn put_start(out: &mut Vec<u8>) {
    out.extend([0xFF, START]);
}

/// Appends the end-of-image mark.
pub(crate) fn put_finish(out: &mut Vec<u8>) {
    out.extend([0xFF, FINISH]);
}
