//! PNG files with text chunks, as SaveImage writes them: `prompt` and the entries of `extra_pnginfo`.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use serde_json::Value;

/// Where the header chunk ends: 8 bytes of signature, 25 of IHDR.
const AFTER_HEADER: usize = 33;

/// Encodes RGB pixels and puts the texts in after the header.
pub(crate) fn encode(
    rgb: &[u8],
    width: u32,
    height: u32,
    texts: &[(String, Value)],
) -> Result<Vec<u8>, image::ImageError> {
    let mut picture = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut picture, CompressionType::Fast, FilterType::Adaptive);
    encoder.write_image(rgb, width, height, ExtendedColorType::Rgb8)?;
    let mut chunks = Vec::new();
    for (keyword, value) in texts {
        chunks.extend(text_chunk(keyword, &ascii_json(value)));
    }
    picture.splice(AFTER_HEADER..AFTER_HEADER, chunks);
    Ok(picture)
}

/// JSON with all that is not ASCII escaped: a `tEXt` chunk holds Latin-1, and so Python's `json.dumps` writes it too.
fn ascii_json(value: &Value) -> String {
    let json = value.to_string();
    let mut text = String::with_capacity(json.len());
    let mut units = [0; 2];
    for letter in json.chars() {
        if letter.is_ascii() {
            text.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}

fn text_chunk(keyword: &str, text: &str) -> Vec<u8> {
    // A keyword has 1 to 79 letters of Latin-1; `extra_pnginfo` is a client's, so others are left out.
    let keyword: Vec<u8> = keyword.bytes().filter(|byte| (32..127).contains(byte)).take(79).collect();
    if keyword.is_empty() {
        return Vec::new();
    }
    let mut body = b"tEXt".to_vec();
    body.extend(keyword);
    body.push(0);
    body.extend_from_slice(text.as_bytes());
    let Ok(length) = u32::try_from(body.len() - 4) else { return Vec::new() };
    let mut chunk = length.to_be_bytes().to_vec();
    chunk.extend_from_slice(&body);
    chunk.extend_from_slice(&crc32(&body).to_be_bytes());
    chunk
}

/// CRC-32 as PNG has it (ISO 3309): polynomial 0xEDB88320, reflected.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_picture_with_texts_is_still_a_picture() {
        let rgb = [200; 4 * 3 * 3];
        let texts = [("prompt".to_owned(), json!({"text": "Zoë 🙂"})), ("ключ".to_owned(), json!(1))];
        let png = encode(&rgb, 4, 3, &texts).unwrap();
        let decoded = image::load_from_memory(&png).unwrap().to_rgb8();
        assert_eq!((decoded.dimensions(), decoded.as_raw().as_slice()), ((4, 3), rgb.as_slice()));
        let text = String::from_utf8_lossy(&png);
        assert!(text.contains(r#"tEXtprompt"#) && text.contains(r#"{"text":"Zo\u00eb \ud83d\ude42"}"#));
    }
}
