//! Looking at files: what a good one is found to be, and that each bad one is refused quickly and in words.

use image::ImageFormat;
use troupe_media::{Limits, MediaError, PictureType, probe, probe_and_decode, probe_bytes, quality};

use crate::samples::*;

fn refusal(bytes: &[u8]) -> MediaError {
    probe_bytes(bytes, Some("picture.png"), &Limits::default()).expect_err("it should have been refused")
}

#[test]
fn each_type_is_known_by_its_content() {
    let types = [PictureType::Png, PictureType::Jpeg, PictureType::Webp, PictureType::Gif];
    for ((extension, bytes), picture_type) in each_type().into_iter().zip(types) {
        let picture = probe_bytes(&bytes, Some(&format!("x.{extension}")), &Limits::default()).unwrap();
        assert_eq!(picture.picture_type, picture_type);
        assert_eq!((picture.width, picture.height), (48, 32), "{extension}");
        assert_eq!(picture.size_bytes, bytes.len() as u64);
        assert_eq!(picture.blake3.to_string(), blake3::hash(&bytes).to_hex().as_str());
        assert_eq!(picture.blake3.to_string().parse(), Ok(picture.blake3));
        assert_eq!(picture.orientation, 1);
        assert_eq!(picture.is_animated, extension == "gif");
        assert_eq!(picture.mislabelled_as, None, "{extension}");
        assert_eq!(picture.camera, None, "{extension}");
    }
}

#[test]
fn alpha_is_seen() {
    let (with, without) = (encoded(&pattern(8, 8, true), ImageFormat::Png), png(8, 8));
    let has_alpha = |bytes: &[u8]| probe_bytes(bytes, None, &Limits::default()).unwrap().has_alpha;
    assert!(has_alpha(&with));
    assert!(!has_alpha(&without));
}

#[test]
fn a_wrong_extension_is_noted_and_the_picture_taken() {
    for (name, expected) in [
        ("photo.PNG", Some("png")),
        ("photo.txt", Some("txt")),
        ("photo.jpg", None),
        ("photo.JPEG", None),
        ("photo", None),
    ] {
        let picture = probe_bytes(&jpeg(20, 20), Some(name), &Limits::default()).unwrap();
        assert_eq!(picture.picture_type, PictureType::Jpeg);
        assert_eq!(picture.mislabelled_as.as_deref(), expected, "{name}");
    }
}

#[test]
fn a_photograph_shows_its_camera_and_is_turned_upright() {
    let picture = probe_bytes(&phone_jpeg(60, 40), None, &Limits::default()).unwrap();
    assert_eq!((picture.width, picture.height), (40, 60));
    assert_eq!(picture.orientation, 6);
    let camera = picture.camera.unwrap();
    assert_eq!(camera.camera.as_deref(), Some("Fairphone FP5"));
    assert_eq!(camera.taken_at.as_deref(), Some("2026:05:04 18:22:31"));
    assert!(camera.has_location);
}

#[test]
fn an_orientation_or_an_empty_place_is_no_camera() {
    let exif = exif(&[short(0x0112, 3)], &[], &[ascii(0x001D, "2026:05:04")]);
    for bytes in [png_with(&png(9, 9), &[png_chunk(b"eXIf", &exif)]), webp_with_exif(&exif)] {
        let picture = probe_bytes(&bytes, None, &Limits::default()).unwrap();
        assert_eq!(picture.orientation, 3);
        assert_eq!(picture.camera, None);
    }
}

#[test]
fn damaged_exif_is_no_reason_to_refuse() {
    for garbage in [b"Exif\0\0MM\0*\xff\xff\xff\xff".as_slice(), b"Exif\0\0", b"Exif\0\0hello"] {
        let picture = probe_bytes(&jpeg_with(&jpeg(20, 20), 0xE1, garbage), None, &Limits::default()).unwrap();
        assert_eq!((picture.orientation, picture.camera), (1, None));
    }
}

#[test]
fn every_bad_file_has_its_own_sentence() {
    let good = png(64, 64);
    let html = b"<!DOCTYPE html><html><head><title>Not found</title></head></html>".to_vec();
    let mut wrong_checksum = good.clone();
    let at = wrong_checksum.len() - 20;
    wrong_checksum[at] ^= 0x55;
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("zero bytes", vec![], "empty"),
        ("cut PNG", good[..good.len() / 2].to_vec(), "cut off"),
        ("PNG without its end", good[..good.len() - 12].to_vec(), "cut off"),
        (
            "cut JPEG",
            {
                let jpeg = jpeg(64, 64);
                jpeg[..jpeg.len() - 40].to_vec()
            },
            "cut off",
        ),
        (
            "cut WebP",
            {
                let webp = webp(64, 64);
                webp[..webp.len() - 40].to_vec()
            },
            "cut off",
        ),
        (
            "cut GIF",
            {
                let gif = gif(64, 64, 1);
                gif[..gif.len() - 40].to_vec()
            },
            "cut off",
        ),
        ("text as PNG", b"just a note\n".to_vec(), "plain text"),
        ("web page as PNG", html, "web page"),
        ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "HEIC"),
        ("header only", good[..33].to_vec(), "cut off"),
        ("no pixels", [&good[..33], &png_chunk(b"IEND", b"")].concat(), "damaged"),
        ("wrong checksum", wrong_checksum, "damaged"),
    ];
    for (name, bytes, expected) in cases {
        let said = refusal(&bytes).to_string();
        assert!(said.contains(expected), "{name}: {said}");
    }
}

#[test]
fn hostile_headers_are_refused_before_anything_is_unfolded() {
    let huge = png_from(50_000, 50_000, 8, 2, &zlib(&[0; 1_000]));
    assert!(matches!(refusal(&huge), MediaError::TooManyPixels { width: 50_000, height: 50_000, .. }));
    assert!(refusal(&huge).to_string().contains("50000 × 50000"));

    let deep = png_from(11_000, 11_000, 16, 6, &zlib(&[0; 1_000]));
    assert!(matches!(refusal(&deep), MediaError::TooMuchMemory { needed_bytes: 968_000_000, .. }));

    let bomb = png_from(10_000, 10_000, 8, 6, &zlib(&[0; 1_000]));
    assert!(matches!(refusal(&bomb), MediaError::DecompressionBomb { unfolded_bytes: 400_000_000, .. }));

    // A lossless WebP of one colour has some thirty bytes at any size.
    let mut flat = b"RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f".to_vec();
    flat.extend((9_999u32 | 9_999 << 14).to_le_bytes());
    flat.push(0);
    assert!(matches!(refusal(&flat), MediaError::DecompressionBomb { .. }));

    let mut endless = jpeg(64, 64);
    let end = endless.split_off(endless.len() - 2);
    for _ in 0..200 {
        endless.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0]);
    }
    endless.extend(end);
    assert!(refusal(&endless).to_string().contains("passes"));
}

#[test]
fn a_bomb_true_to_its_header_is_refused_as_well() {
    let bomb = flat_png(5_000, 4_000, 8, 6, 4);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert!(matches!(refusal(&bomb), MediaError::DecompressionBomb { .. }));
    // The same colour throughout is no crime in a size that costs nothing.
    assert!(probe_bytes(&flat_png(1_024, 1_024, 8, 2, 3), None, &Limits::default()).is_ok());
}

#[test]
fn a_text_that_unfolds_to_gigabytes_is_left_folded() {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    for _ in 0..36 {
        std::io::Write::write_all(&mut packed, &block).unwrap();
    }
    let data = [b"parameters\0\x01\0\0\0".as_slice(), &packed.finish().unwrap()].concat();
    let bytes = png_with(&png(16, 16), &[png_chunk(b"iTXt", &data)]);
    assert_eq!(troupe_media::embedded_texts(&bytes), []);
    assert!(probe_bytes(&bytes, None, &Limits::default()).is_ok());
}

#[test]
fn limits_are_those_given() {
    let bytes = png(64, 64);
    let limits = Limits { max_bytes: 100, ..Limits::default() };
    assert!(matches!(probe_bytes(&bytes, None, &limits), Err(MediaError::TooManyBytes { max_bytes: 100, .. })));
    let limits = Limits { max_pixels: 64 * 63, ..Limits::default() };
    assert!(matches!(probe_bytes(&bytes, None, &limits), Err(MediaError::TooManyPixels { .. })));
    let limits = Limits { max_alloc_bytes: 64 * 64 * 3 - 1, ..Limits::default() };
    assert!(matches!(probe_bytes(&bytes, None, &limits), Err(MediaError::TooMuchMemory { .. })));
}

#[test]
fn files_on_disk_are_named_when_they_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("mira.jpeg");
    std::fs::write(&there, png(16, 16)).unwrap();
    let picture = probe(&there, &Limits::default()).unwrap();
    assert_eq!(picture.mislabelled_as.as_deref(), Some("jpeg"));

    let missing = probe(&folder.path().join("gone.png"), &Limits::default()).unwrap_err();
    assert!(matches!(missing, MediaError::NotFound { .. }) && missing.to_string().contains("gone.png"));
    assert!(matches!(probe(folder.path(), &Limits::default()), Err(MediaError::NotAFile { .. })));

    let large = folder.path().join("large.json");
    std::fs::File::create(&large).unwrap().set_len(300 << 20).unwrap();
    let refused = probe(&large, &Limits::default()).unwrap_err();
    assert!(refused.to_string().contains("314.6 MB"), "{refused}");
}

#[test]
fn sharp_and_soft_bright_and_dark_are_told_apart() {
    let sharp = pattern(600, 400, false);
    let soft = sharp.fast_blur(6.0);
    let measure = |picture: &image::DynamicImage| {
        let (_, pixels) = probe_and_decode(&encoded(picture, ImageFormat::Png), None, &Limits::default()).unwrap();
        quality(&pixels).unwrap()
    };
    let (sharp, soft) = (measure(&sharp), measure(&soft));
    assert!(sharp.sharpness > 10.0 * soft.sharpness, "{sharp:?} {soft:?}");
    assert!(sharp.contrast > soft.contrast);

    let flat = |value: u8| {
        measure(&image::DynamicImage::ImageLuma8(image::GrayImage::from_pixel(64, 64, image::Luma([value]))))
    };
    let (dark, middle, bright) = (flat(0), flat(128), flat(255));
    assert_eq!((dark.shadows_lost, dark.highlights_lost, dark.sharpness), (1.0, 0.0, 0.0));
    assert_eq!((bright.shadows_lost, bright.highlights_lost, bright.contrast), (0.0, 1.0, 0.0));
    assert!((middle.brightness - 0.5).abs() < 0.01, "{middle:?}");
}
