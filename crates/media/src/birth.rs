//! What is written into a file when it is made, and what is left of it when it goes out.
//!
//! Both splice parts of the file and never touch the compressed pixels. At birth the recipe and the XMP mark come
//! first; a signature over the file, where there is one, comes after this.

use crate::camera;
use crate::container::{End, gif, jpeg, png, webp};
use crate::error::{MediaError, from_end};
use crate::mark::{Mark, ai_mark, check_fits};
use crate::picture_type::PictureType;
use crate::recipe::{Recipe, TROUPE_KEYWORD, write_troupe};

/// Adds the recipe and the mark to a PNG. Everything else stays, ComfyUI's `prompt` and `workflow` included; an
/// earlier recipe of ours or an earlier XMP packet is replaced.
///
/// # Errors
/// `NotPng`, `Truncated`, `Damaged`, and what [`PictureType::of`] refuses.
pub fn birth(png_bytes: &[u8], recipe: &Recipe, mark: &Mark) -> Result<Vec<u8>, MediaError> {
    let picture_type = PictureType::of(png_bytes)?;
    if picture_type != PictureType::Png {
        return Err(MediaError::NotPng { picture_type });
    }
    let (recipe, packet) = (write_troupe(recipe), mark.packet());
    let keep = |chunk: &png::Chunk<'_>| {
        !png::keyword(chunk)
            .is_some_and(|keyword| keyword == TROUPE_KEYWORD.as_bytes() || keyword == png::XMP_KEYWORD.as_bytes())
    };
    rebuild_png(png_bytes, keep, |out| {
        png::put_text(out, TROUPE_KEYWORD, &recipe);
        png::put_text(out, png::XMP_KEYWORD, &packet);
    })
}

/// The file as it may be published: the same pixels, frames, colours and uprightness, and nothing else of what was
/// written into it but the AI mark.
///
/// Recipes, prompts, workflows, camera data, places, comments, thumbnails and data after the end are left behind:
/// only parts known to be needed for showing the picture are kept. With a `mark`, that one is written; without, the
/// file's own source type is kept, its further words are not (they may hold a prompt).
///
/// # Errors
/// `Truncated`, `Damaged`, `MarkTooLong`, and what [`PictureType::of`] refuses.
pub fn publishable(bytes: &[u8], mark: Option<&Mark>) -> Result<Vec<u8>, MediaError> {
    let picture_type = PictureType::of(bytes)?;
    let packet = match mark {
        Some(mark) => Some(mark.packet()),
        None => {
            let own = ai_mark(bytes);
            own.source_type.map(|source_type| {
                Mark { creator_tool: own.creator_tool.unwrap_or_default(), ..Mark::new(source_type) }.packet()
            })
        }
    };
    if let Some(packet) = &packet {
        check_fits(packet, picture_type)?;
    }
    let orientation = camera::summary(bytes, picture_type).orientation;
    let exif = (orientation != 1).then(|| camera::orientation_only(orientation));
    let (exif, packet) = (exif.as_deref(), packet.as_deref());
    match picture_type {
        PictureType::Png => rebuild_png(bytes, is_needed_png, |out| {
            if let Some(exif) = exif {
                png::put_chunk(out, *b"eXIf", exif);
            }
            if let Some(packet) = packet {
                png::put_text(out, png::XMP_KEYWORD, packet);
            }
        }),
        PictureType::Jpeg => publishable_jpeg(bytes, exif, packet),
        PictureType::Webp => publishable_webp(bytes, exif, packet),
        PictureType::Gif => publishable_gif(bytes, packet),
    }
}

/// Copies the chunks to keep and inserts new ones before the first of the pixels, where readers find them without
/// reading the whole file.
fn rebuild_png(
    bytes: &[u8],
    keep: impl Fn(&png::Chunk<'_>) -> bool,
    insert: impl FnOnce(&mut Vec<u8>),
) -> Result<Vec<u8>, MediaError> {
    let mut out = Vec::with_capacity(bytes.len() + 4_096);
    out.extend(png::SIGNATURE);
    let mut insert = Some(insert);
    let mut walk = png::chunks(bytes);
    for chunk in walk.by_ref() {
        if &chunk.name == b"IDAT"
            && let Some(insert) = insert.take()
        {
            insert(&mut out);
        }
        if keep(&chunk) {
            out.extend(chunk.raw);
        }
    }
    match walk.end() {
        End::Complete if insert.is_none() => Ok(out),
        End::Complete => {
            Err(MediaError::Damaged { picture_type: PictureType::Png, detail: "it holds no pixels".to_owned() })
        }
        end => Err(from_end(end, PictureType::Png)),
    }
}

/// Pixels, palette, transparency, colour description, density and the frames of an APNG (PNG 3, table 7).
fn is_needed_png(chunk: &png::Chunk<'_>) -> bool {
    matches!(
        &chunk.name,
        b"IHDR"
            | b"PLTE"
            | b"IDAT"
            | b"IEND"
            | b"tRNS"
            | b"cHRM"
            | b"gAMA"
            | b"iCCP"
            | b"sBIT"
            | b"sRGB"
            | b"cICP"
            | b"mDCV"
            | b"cLLI"
            | b"bKGD"
            | b"pHYs"
            | b"acTL"
            | b"fcTL"
            | b"fdAT"
    )
}

fn publishable_jpeg(bytes: &[u8], exif: Option<&[u8]>, packet: Option<&str>) -> Result<Vec<u8>, MediaError> {
    let mut out = Vec::with_capacity(bytes.len() + 4_096);
    jpeg::put_start(&mut out);
    let put_new = |out: &mut Vec<u8>| {
        if let Some(exif) = exif {
            jpeg::put_segment(out, jpeg::APP1, jpeg::EXIF_PREFIX, exif);
        }
        if let Some(packet) = packet {
            jpeg::put_segment(out, jpeg::APP1, jpeg::XMP_PREFIX, packet.as_bytes());
        }
    };
    let mut new = Some(put_new);
    let mut walk = jpeg::segments(bytes);
    for segment in walk.by_ref() {
        // JFIF's own segment has to be the first.
        if segment.marker != jpeg::APP0
            && let Some(put_new) = new.take()
        {
            put_new(&mut out);
        }
        let needed = match segment.marker {
            jpeg::APP0 => segment.payload.starts_with(b"JFIF\0"),
            jpeg::APP2 => segment.payload.starts_with(jpeg::ICC_PREFIX),
            // Adobe's segment tells how the colours are to be read.
            jpeg::APP14 => segment.payload.starts_with(b"Adobe"),
            jpeg::COMMENT | jpeg::APP1..=jpeg::APP15 => false,
            _ => true,
        };
        if needed {
            out.extend(segment.raw);
        }
    }
    match walk.end() {
        End::Complete => {
            jpeg::put_finish(&mut out);
            Ok(out)
        }
        end => Err(from_end(end, PictureType::Jpeg)),
    }
}

fn publishable_webp(bytes: &[u8], exif: Option<&[u8]>, packet: Option<&str>) -> Result<Vec<u8>, MediaError> {
    let header = webp::header(bytes).map_err(|end| from_end(end, PictureType::Webp))?;
    let mut flags = 0;
    let mut chunks = Vec::with_capacity(bytes.len() + 4_096);
    let mut walk = webp::chunks(bytes);
    for chunk in walk.by_ref() {
        match &chunk.name {
            b"VP8X" => {
                let own = chunk.data.first().copied().unwrap_or_default();
                flags |= own & (webp::FLAG_ALPHA | webp::FLAG_ANIMATION);
            }
            b"ICCP" => {
                flags |= webp::FLAG_ICC;
                chunks.extend(chunk.raw);
            }
            b"VP8L" if header.bytes_per_pixel == 4 => {
                flags |= webp::FLAG_ALPHA;
                chunks.extend(chunk.raw);
            }
            b"ALPH" | b"VP8 " | b"VP8L" | b"ANIM" | b"ANMF" => chunks.extend(chunk.raw),
            _ => {}
        }
    }
    if walk.end() != End::Complete {
        return Err(from_end(walk.end(), PictureType::Webp));
    }
    if let Some(exif) = exif {
        flags |= webp::FLAG_EXIF;
        webp::put_chunk(&mut chunks, *b"EXIF", exif);
    }
    if let Some(packet) = packet {
        flags |= webp::FLAG_XMP;
        webp::put_chunk(&mut chunks, *b"XMP ", packet.as_bytes());
    }
    Ok(webp::extended(flags, header.width, header.height, &chunks))
}

fn publishable_gif(bytes: &[u8], packet: Option<&str>) -> Result<Vec<u8>, MediaError> {
    let head = gif::head(bytes).ok_or(MediaError::Truncated { picture_type: PictureType::Gif })?;
    let mut out = Vec::with_capacity(bytes.len() + 4_096);
    out.extend(head);
    if let Some(packet) = packet {
        gif::put_xmp(&mut out, packet.as_bytes());
        // Application blocks belong to GIF89a.
        if let Some(version) = out.get_mut(..6) {
            version.copy_from_slice(b"GIF89a");
        }
    }
    let mut walk = gif::blocks(bytes);
    for block in walk.by_ref() {
        let needed = match block.kind {
            gif::Kind::Image | gif::Kind::Extension => true,
            gif::Kind::Comment => false,
            // These two names tell how often an animation runs.
            gif::Kind::Application(name) => matches!(name, b"NETSCAPE2.0" | b"ANIMEXTS1.0"),
        };
        if needed {
            out.extend(block.raw);
        }
    }
    match walk.end() {
        End::Complete => {
            out.push(0x3B);
            Ok(out)
        }
        end => Err(from_end(end, PictureType::Gif)),
    }
}
