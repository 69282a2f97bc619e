//! Pictures made in code: whole ones of each type, and the parts to build broken and hostile ones.

use std::io::{Cursor, Write};

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgba, RgbaImage};

/// A picture in which every pixel differs from its neighbours and no two edges look alike.
pub(crate) fn pattern(width: u32, height: u32, with_alpha: bool) -> DynamicImage {
    let picture = RgbaImage::from_fn(width, height, |x, y| {
        let alpha = if with_alpha { (x * 255 / width.max(1)) as u8 } else { 255 };
        Rgba([(x * 7 + y * 3) as u8, (y * 11) as u8, (x ^ y) as u8, alpha])
    });
    if with_alpha {
        DynamicImage::ImageRgba8(picture)
    } else {
        DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8())
    }
}

pub(crate) fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(&pattern(width, height, false), ImageFormat::Png)
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&pattern(width, height, false), ImageFormat::Jpeg)
}

pub(crate) fn webp(width: u32, height: u32) -> Vec<u8> {
    encoded(&pattern(width, height, true), ImageFormat::WebP)
}

pub(crate) fn gif(width: u32, height: u32, frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for _ in 0..frames {
        encoder.encode_frame(Frame::new(pattern(width, height, false).into_rgba8())).unwrap();
    }
    drop(encoder);
    bytes
}

/// One of each type.
pub(crate) fn each_type() -> [(&'static str, Vec<u8>); 4] {
    [("png", png(48, 32)), ("jpg", jpeg(48, 32)), ("webp", webp(48, 32)), ("gif", gif(48, 32, 2))]
}

pub(crate) fn png_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(name);
    chunk.extend(data);
    chunk.extend(crc32fast::hash(&chunk[4..]).to_be_bytes());
    chunk
}

/// Puts chunks between the header and the rest.
pub(crate) fn png_with(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let after_header = 8 + 25;
    [&png[..after_header], &chunks.concat(), &png[after_header..]].concat()
}

/// A `tEXt` chunk with the bytes as they are.
pub(crate) fn text_chunk(keyword: &str, text: &[u8]) -> Vec<u8> {
    png_chunk(b"tEXt", &[keyword.as_bytes(), &[0], text].concat())
}

/// A compressed `iTXt` chunk.
pub(crate) fn packed_text_chunk(keyword: &str, text: &str) -> Vec<u8> {
    png_chunk(b"iTXt", &[keyword.as_bytes(), &[0, 1, 0, 0, 0], &zlib(text.as_bytes())].concat())
}

pub(crate) fn zlib(data: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(data).unwrap();
    packed.finish().unwrap()
}

/// A PNG of one colour, true to its header, of any size.
pub(crate) fn flat_png(width: u32, height: u32, depth: u8, colour: u8, bytes_per_pixel: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let row = vec![0; 1 + width as usize * bytes_per_pixel];
    for _ in 0..height {
        packed.write_all(&row).unwrap();
    }
    png_from(width, height, depth, colour, &packed.finish().unwrap())
}

pub(crate) fn png_from(width: u32, height: u32, depth: u8, colour: u8, packed: &[u8]) -> Vec<u8> {
    let mut header = width.to_be_bytes().to_vec();
    header.extend(height.to_be_bytes());
    header.extend([depth, colour, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(png_chunk(b"IHDR", &header));
    png.extend(png_chunk(b"IDAT", packed));
    png.extend(png_chunk(b"IEND", b""));
    png
}

/// Puts a segment after the start of a JPEG.
pub(crate) fn jpeg_with(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    out.extend([0xFF, marker]);
    out.extend((payload.len() as u16 + 2).to_be_bytes());
    out.extend(payload);
    out.extend(&jpeg[2..]);
    out
}

/// One EXIF field: its tag, type, count and data.
pub(crate) type Field = (u16, u16, u32, Vec<u8>);

pub(crate) fn ascii(tag: u16, text: &str) -> Field {
    let data = [text.as_bytes(), &[0]].concat();
    (tag, 2, data.len() as u32, data)
}

pub(crate) fn short(tag: u16, value: u16) -> Field {
    (tag, 3, 1, value.to_be_bytes().to_vec())
}

/// Degrees, minutes and seconds as GPS fields hold them.
pub(crate) fn rationals(tag: u16, values: [u32; 3]) -> Field {
    (tag, 5, 3, values.iter().flat_map(|value| [value.to_be_bytes(), 1u32.to_be_bytes()].concat()).collect())
}

/// A big-endian TIFF structure: the primary directory, and the EXIF and GPS ones below it where given.
pub(crate) fn exif(primary: &[Field], below: &[Field], gps: &[Field]) -> Vec<u8> {
    let pointers = usize::from(!below.is_empty()) + usize::from(!gps.is_empty());
    let mut primary = primary.to_vec();
    let size = |fields: &[Field], more: usize| {
        2 + 12 * (fields.len() + more)
            + 4
            + fields.iter().filter(|field| field.3.len() > 4).map(|field| field.3.len()).sum::<usize>()
    };
    let below_at = 8 + size(&primary, pointers);
    let gps_at = below_at + if below.is_empty() { 0 } else { size(below, 0) };
    if !below.is_empty() {
        primary.push((0x8769, 4, 1, (below_at as u32).to_be_bytes().to_vec()));
    }
    if !gps.is_empty() {
        primary.push((0x8825, 4, 1, (gps_at as u32).to_be_bytes().to_vec()));
    }
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    put_directory(&mut out, &primary);
    if !below.is_empty() {
        put_directory(&mut out, below);
    }
    if !gps.is_empty() {
        put_directory(&mut out, gps);
    }
    out
}

fn put_directory(out: &mut Vec<u8>, fields: &[Field]) {
    let mut data_at = out.len() + 2 + 12 * fields.len() + 4;
    let mut data = Vec::<u8>::new();
    out.extend((fields.len() as u16).to_be_bytes());
    for (tag, kind, count, value) in fields {
        out.extend(tag.to_be_bytes());
        out.extend(kind.to_be_bytes());
        out.extend(count.to_be_bytes());
        if value.len() <= 4 {
            let mut value = value.clone();
            value.resize(4, 0);
            out.extend(value);
        } else {
            out.extend((data_at as u32).to_be_bytes());
            data_at += value.len();
            data.extend(value);
        }
    }
    out.extend([0; 4]);
    out.extend(data);
}

/// A photograph as a phone makes it: lying on its side, with maker, model, time and place.
pub(crate) fn phone_jpeg(width: u32, height: u32) -> Vec<u8> {
    let exif = exif(
        &[ascii(0x010F, "Fairphone"), ascii(0x0110, "FP5"), short(0x0112, 6)],
        &[ascii(0x9003, "2026:05:04 18:22:31")],
        &[ascii(0x0001, "N"), rationals(0x0002, [52, 31, 12])],
    );
    jpeg_with(&jpeg(width, height), 0xE1, &[b"Exif\0\0".as_slice(), &exif].concat())
}

/// A WebP in its extended form with an EXIF chunk.
pub(crate) fn webp_with_exif(exif: &[u8]) -> Vec<u8> {
    let simple = webp(48, 32);
    let mut chunks = b"VP8X\x0a\0\0\0\x18\0\0\0\x2f\0\0\x1f\0\0".to_vec();
    chunks.extend(&simple[12..]);
    chunks.extend(b"EXIF");
    chunks.extend((exif.len() as u32).to_le_bytes());
    chunks.extend(exif);
    chunks.extend(vec![0; exif.len() % 2]);
    let mut out = b"RIFF".to_vec();
    out.extend((chunks.len() as u32 + 4).to_le_bytes());
    out.extend(b"WEBP");
    out.extend(chunks);
    out
}
