//! GIF blocks (GIF89a): walking, and the application block that carries XMP.

use super::{End, Header, u16_le};

/// How an application block announces XMP (XMP specification, part 3, 1.1.2).
pub(crate) const XMP_APPLICATION: &[u8; 11] = b"XMP DataXMP";

/// One block after the header. `raw` is all of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block<'a> {
    pub(crate) kind: Kind<'a>,
    pub(crate) raw: &'a [u8],
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// A frame.
    Image,
    /// A comment.
    Comment,
    /// An application's own block, by its eleven-letter name.
    Application(&'a [u8]),
    /// Any other extension: frame timing, text to draw.
    Extension,
}

/// The blocks between the header and the trailer.
pub(crate) struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
    end: Option<End>,
}

/// The header with its colour table, or `None` when the file is shorter.
pub(crate) fn head(bytes: &[u8]) -> Option<&[u8]> {
    let flags = *bytes.get(10)?;
    bytes.get(..13 + colour_table_bytes(flags))
}

/// Walks a file that starts with a GIF signature.
pub(crate) fn blocks(bytes: &[u8]) -> Blocks<'_> {
    match head(bytes) {
        Some(head) => Blocks { bytes, at: head.len(), end: None },
        None => Blocks { bytes, at: 0, end: Some(End::Truncated) },
    }
}

impl Blocks<'_> {
    /// How the file ended; meaningful when the walk is over.
    pub(crate) fn end(&self) -> End {
        self.end.unwrap_or(End::Truncated)
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        if self.end.is_some() {
            return None;
        }
        match read_block(self.bytes.get(self.at..).unwrap_or_default()) {
            Ok(Some(block)) => {
                self.at += block.raw.len();
                Some(block)
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

/// The next block, `None` at the trailer.
fn read_block(rest: &[u8]) -> Result<Option<Block<'_>>, End> {
    let (kind, from) = match rest {
        [] => return Err(End::Truncated),
        [0x3B, ..] => return Ok(None),
        [0x2C, ..] => {
            let &flags = rest.get(9).ok_or(End::Truncated)?;
            // After the descriptor and its colour table one byte of code size, then the data.
            (Kind::Image, 10 + colour_table_bytes(flags) + 1)
        }
        [0x21, 0xFE, ..] => (Kind::Comment, 2),
        [0x21, 0xFF, 11, name @ ..] => (Kind::Application(name.get(..11).ok_or(End::Truncated)?), 2),
        [0x21, _, ..] => (Kind::Extension, 2),
        [0x21] => return Err(End::Truncated),
        _ => return Err(End::Malformed("a block has no valid kind")),
    };
    let mut at = from;
    loop {
        match rest.get(at) {
            None => return Err(End::Truncated),
            Some(0) => break,
            Some(&size) => at += usize::from(size) + 1,
        }
    }
    let raw = rest.get(..=at).ok_or(End::Truncated)?;
    Ok(Some(Block { kind, raw }))
}

fn colour_table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Reads the canvas size and whether there is more than one frame.
pub(crate) fn header(bytes: &[u8]) -> Result<Header, End> {
    let (Some(width), Some(height)) = (u16_le(bytes, 6), u16_le(bytes, 8)) else {
        return Err(End::Truncated);
    };
    let animated = blocks(bytes).filter(|block| block.kind == Kind::Image).nth(1).is_some();
    Ok(Header { width: u32::from(width), height: u32::from(height), bytes_per_pixel: 4, animated })
}

/// The XMP packet inside an application block that [`XMP_APPLICATION`] names.
pub(crate) fn xmp_packet<'a>(block: &Block<'a>) -> Option<&'a [u8]> {
    let data = block.raw.get(14..)?;
    // The packet is followed by a ramp of 258 bytes which leads readers of sub-blocks to the end.
    data.get(..data.len().checked_sub(258)?)
}

/// Appends the application block with an XMP packet and its closing ramp.
pub(crate) fn put_xmp(out: &mut Vec<u8>, packet: &[u8]) {
    out.extend([0x21, 0xFF, 11]);
    out.extend(XMP_APPLICATION);
    out.extend(packet);
    out.push(1);
    out.extend((0..=u8::MAX).rev());
    out.push(0);
}
