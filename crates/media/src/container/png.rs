//! PNG chunks (<https://www.w3.org/TR/png-3/>): walking, texts, and the few that we write.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{End, Header, u32_be};

pub(crate) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The keyword under which PNG keeps an XMP packet (PNG 3, 11.3.3.5, and the XMP specification, part 3).
pub(crate) const XMP_KEYWORD: &str = "XML:com.adobe.xmp";

/// The longest text that is unfolded: recipes with a whole workflow stay below 2 MB, and a longer one is a bomb.
const MAX_TEXT_BYTES: u64 = 32 << 20;

/// One chunk. `raw` is all of it: length, name, data, checksum.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk<'a> {
    pub(crate) name: [u8; 4],
    pub(crate) data: &'a [u8],
    pub(crate) raw: &'a [u8],
}

/// The chunks up to and including `IEND`.
pub(crate) struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
    end: Option<End>,
}

/// Walks a file that starts with [`SIGNATURE`].
pub(crate) fn chunks(bytes: &[u8]) -> Chunks<'_> {
    Chunks { bytes, at: SIGNATURE.len(), end: None }
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
        let chunk = read_chunk(self.bytes.get(self.at..)?);
        match chunk {
            Ok(chunk) => {
                self.at += chunk.raw.len();
                if &chunk.name == b"IEND" {
                    self.end = Some(End::Complete);
                }
                Some(chunk)
            }
            Err(end) => {
                self.end = Some(end);
                None
            }
        }
    }
}

fn read_chunk(rest: &[u8]) -> Result<Chunk<'_>, End> {
    let length = u32_be(rest, 0).ok_or(End::Truncated)?;
    if length > i32::MAX as u32 {
        return Err(End::Malformed("a chunk announces more than 2 GB"));
    }
    let name: [u8; 4] = rest.get(4..).and_then(|name| name.first_chunk()).copied().ok_or(End::Truncated)?;
    if !name.iter().all(u8::is_ascii_alphabetic) {
        return Err(End::Malformed("a chunk has no valid name"));
    }
    let length = length as usize;
    let raw = rest.get(..length + 12).ok_or(End::Truncated)?;
    let data = raw.get(8..8 + length).ok_or(End::Truncated)?;
    Ok(Chunk { name, data, raw })
}

/// Reads `IHDR` and notes whether the file is an APNG.
pub(crate) fn header(bytes: &[u8]) -> Result<Header, End> {
    let first = read_chunk(bytes.get(SIGNATURE.len()..).ok_or(End::Truncated)?)?;
    if &first.name != b"IHDR" || first.data.len() != 13 {
        return Err(End::Malformed("it does not start with a header"));
    }
    let (Some(width), Some(height), Some(&depth), Some(&colour)) =
        (u32_be(first.data, 0), u32_be(first.data, 4), first.data.get(8), first.data.get(9))
    else {
        return Err(End::Malformed("the header is too short"));
    };
    // Colour types of PNG 3, table 8; a palette unfolds to red, green, blue and perhaps alpha.
    let channels = match colour {
        0 => 1,
        2 => 3,
        3 | 6 => 4,
        4 => 2,
        _ => return Err(End::Malformed("the header names no valid colour type")),
    };
    let animated = chunks(bytes).take_while(|chunk| &chunk.name != b"IDAT").any(|chunk| &chunk.name == b"acTL");
    Ok(Header { width, height, bytes_per_pixel: channels * if depth == 16 { 2 } else { 1 }, animated })
}

/// One text of a PNG, from `tEXt`, `zTXt` or `iTXt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PngText {
    pub(crate) keyword: String,
    pub(crate) text: String,
}

/// All texts that can be read; damaged ones and ones that unfold beyond reason are left out.
pub(crate) fn texts(bytes: &[u8]) -> Vec<PngText> {
    chunks(bytes).filter_map(|chunk| text(&chunk)).collect()
}

fn text(chunk: &Chunk<'_>) -> Option<PngText> {
    if !matches!(&chunk.name, b"tEXt" | b"zTXt" | b"iTXt") {
        return None;
    }
    let (keyword, rest) = split_at_nul(chunk.data)?;
    let text = match &chunk.name {
        b"tEXt" => lenient(rest),
        b"zTXt" => match rest {
            [0, packed @ ..] => lenient(&unfold(packed)?),
            _ => return None,
        },
        _ => {
            let [compressed, method, rest @ ..] = rest else {
                return None;
            };
            let (_language, rest) = split_at_nul(rest)?;
            let (_translated, rest) = split_at_nul(rest)?;
            match (compressed, method) {
                (0, _) => String::from_utf8_lossy(rest).into_owned(),
                (1, 0) => String::from_utf8_lossy(&unfold(rest)?).into_owned(),
                _ => return None,
            }
        }
    };
    Some(PngText { keyword: lenient(keyword), text })
}

/// The chunk's keyword when it is one of the three text chunks.
pub(crate) fn keyword<'a>(chunk: &Chunk<'a>) -> Option<&'a [u8]> {
    matches!(&chunk.name, b"tEXt" | b"zTXt" | b"iTXt")
        .then(|| split_at_nul(chunk.data).map(|(keyword, _)| keyword))
        .flatten()
}

fn split_at_nul(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = data.iter().position(|&byte| byte == 0)?;
    Some((data.get(..at)?, data.get(at + 1..)?))
}

/// `tEXt` is Latin-1 by the specification, yet several programs write UTF-8 into it. Bytes that happen to be
/// valid UTF-8 are all but never meant as Latin-1.
fn lenient(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

fn unfold(packed: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let read = ZlibDecoder::new(packed).take(MAX_TEXT_BYTES + 1).read_to_end(&mut text).ok()?;
    (read as u64 <= MAX_TEXT_BYTES).then_some(text)
}

/// Appends one chunk with its checksum.
pub(crate) fn put_chunk(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    out.reserve(data.len() + 12);
    out.extend((data.len() as u32).to_be_bytes());
    out.extend(name);
    out.extend(data);
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&name);
    checksum.update(data);
    out.extend(checksum.finalize().to_be_bytes());
}

/// Appends an uncompressed `iTXt` chunk: UTF-8, so that any prompt survives, and readable by any text search.
pub(crate) fn put_text(out: &mut Vec<u8>, keyword: &str, text: &str) {
    let mut data = Vec::with_capacity(keyword.len() + text.len() + 5);
    data.extend(keyword.as_bytes());
    // End of the keyword, not compressed, method 0, no language, no translated keyword.
    data.extend([0, 0, 0, 0, 0]);
    data.extend(text.as_bytes());
    put_chunk(out, *b"iTXt", &data);
}
