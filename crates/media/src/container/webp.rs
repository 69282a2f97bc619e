//! WebP chunks (RFC 9649): walking, and building the extended form that metadata needs.

use super::{End, Header, u16_le, u24_le, u32_le};

/// Bits of the `VP8X` chunk's first byte (RFC 9649, 2.7).
pub(crate) const FLAG_ICC: u8 = 0x20;
pub(crate) const FLAG_ALPHA: u8 = 0x10;
pub(crate) const FLAG_EXIF: u8 = 0x08;
pub(crate) const FLAG_XMP: u8 = 0x04;
pub(crate) const FLAG_ANIMATION: u8 = 0x02;

/// One chunk. `raw` is all of it with its padding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk<'a> {
    pub(crate) name: [u8; 4],
    pub(crate) data: &'a [u8],
    pub(crate) raw: &'a [u8],
}

/// The chunks that the RIFF header's size covers.
pub(crate) struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
    limit: usize,
    end: Option<End>,
}

/// Walks a file that starts with a WebP header.
pub(crate) fn chunks(bytes: &[u8]) -> Chunks<'_> {
    let announced = u32_le(bytes, 4).map_or(0, |size| size as usize).saturating_add(8);
    Chunks { bytes, at: 12, limit: announced, end: None }
}

impl Chunks<'_> {
    /// How the file ended; meaningful when the walk is over.
    pub(crate) fn end(&self) -> End {
        self.end.unwrap_or(End::Truncated)
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        if self.end.is_some() {
            return None;
        }
        if self.at >= self.limit {
            self.end = Some(End::Complete);
            return None;
        }
        match read_chunk(self.bytes.get(self.at..).unwrap_or_default()) {
            Some(chunk) => {
                self.at += chunk.raw.len();
                Some(chunk)
            }
            None => {
                self.end = Some(End::Truncated);
                None
            }
        }
    }
}

fn read_chunk(rest: &[u8]) -> Option<Chunk<'_>> {
    let name = *rest.first_chunk()?;
    let size = u32_le(rest, 4)? as usize;
    let data = rest.get(8..size.checked_add(8)?)?;
    // Chunks are padded to an even size; some writers leave the last padding byte away.
    let padded = 8 + size + (size & 1);
    let raw = rest.get(..padded).or_else(|| rest.get(..8 + size))?;
    Some(Chunk { name, data, raw })
}

/// Reads the size from `VP8X`, `VP8 ` or `VP8L`.
pub(crate) fn header(bytes: &[u8]) -> Result<Header, End> {
    let first = read_chunk(bytes.get(12..).unwrap_or_default());
    // The first chunk of a cut file may be its whole picture; its own header still tells the size.
    let (name, data) = match first {
        Some(chunk) => (chunk.name, chunk.data),
        None => return Err(End::Truncated),
    };
    let (size, alpha, animated) = match &name {
        b"VP8X" => {
            let flags = data.first().copied().unwrap_or_default();
            let size = u24_le(data, 4).zip(u24_le(data, 7)).map(|(width, height)| (width + 1, height + 1));
            (size, flags & FLAG_ALPHA != 0, flags & FLAG_ANIMATION != 0)
        }
        // RFC 6386, 9.1: a start code, then two 14-bit sizes with their scale in the upper bits.
        b"VP8 " => {
            let size = u16_le(data, 6).zip(u16_le(data, 8));
            (size.map(|(width, height)| (u32::from(width & 0x3FFF), u32::from(height & 0x3FFF))), false, false)
        }
        // RFC 9649, 3.4: after the signature byte 14 bits of width and of height, each less one, and the alpha hint.
        b"VP8L" => {
            let bits = u32_le(data, 1);
            let size = bits.map(|bits| ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1));
            (size, bits.is_some_and(|bits| bits >> 28 & 1 == 1), false)
        }
        _ => {
            return Err(End::Malformed("it does not start with a picture or header chunk"));
        }
    };
    let (width, height) = size.ok_or(End::Truncated)?;
    Ok(Header { width, height, bytes_per_pixel: if alpha { 4 } else { 3 }, animated })
}

/// Appends one chunk with its padding.
pub(crate) fn put_chunk(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    out.extend(name);
    out.extend((data.len() as u32).to_le_bytes());
    out.extend(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
}

/// Puts the parts of an extended file together: `VP8X` first, then the given chunks as they are.
pub(crate) fn extended(flags: u8, width: u32, height: u32, chunks: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(chunks.len() + 30);
    out.extend(b"RIFF");
    out.extend((chunks.len() as u32 + 4 + 18).to_le_bytes());
    out.extend(b"WEBP");
    let mut header = vec![flags, 0, 0, 0];
    for side in [width, height] {
        header.extend(side.saturating_sub(1).to_le_bytes().iter().take(3));
    }
    put_chunk(&mut out, *b"VP8X", &header);
    out.extend(chunks);
    out
}
