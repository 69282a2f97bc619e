//! Thumbnails: sizes, uprightness, transparency, colour.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use troupe_media::{FitBox, Limits, decode_limited, thumbnail, thumbnails};

use crate::samples::*;

fn decoded(jpeg: &[u8]) -> image::RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().into_rgb8()
}

#[test]
fn several_sizes_come_from_one_decode_and_nothing_is_enlarged() {
    let made = thumbnails(&png(800, 500), &[320, 640, 2_000], &Limits::default()).unwrap();
    let sizes: Vec<_> = made.iter().map(|made| (made.width, made.height)).collect();
    assert_eq!(sizes, [(320, 200), (640, 400), (800, 500)]);
    for made in made {
        assert_eq!(decoded(&made.bytes).dimensions(), (made.width, made.height));
    }
}

#[test]
fn the_ratio_is_kept_in_every_box() {
    let cases = [
        ((800, 500), (100, 100), (100, 63)),
        ((500, 800), (100, 100), (63, 100)),
        ((800, 500), (1_000, 50), (80, 50)),
        ((2_000, 1), (100, 100), (100, 1)),
        ((40, 30), (100, 100), (40, 30)),
    ];
    for ((width, height), (box_width, box_height), expected) in cases {
        let fit = FitBox { width: box_width, height: box_height };
        let made = thumbnail(&png(width, height), fit, &Limits::default()).unwrap();
        assert_eq!((made.width, made.height), expected);
    }
}

/// Red in the corner that is the upper left one of the upright picture, for each of the eight orientations.
#[test]
fn every_orientation_is_turned_upright() {
    for orientation in 1..=8 {
        let mut stored = DynamicImage::ImageRgba8(RgbaImage::from_fn(64, 32, |x, y| {
            if x < 16 && y < 16 { Rgba([255, 0, 0, 255]) } else { Rgba([0, 0, 255, 255]) }
        }));
        // Undo what a viewer does: the inverse of the two quarter turns is each other, the rest undo themselves.
        let inverse = match orientation {
            6 => 8,
            8 => 6,
            other => other,
        };
        stored.apply_orientation(image::metadata::Orientation::from_exif(inverse).unwrap());
        let exif = exif(&[short(0x0112, u16::from(orientation))], &[], &[]);
        let bytes = png_with(&encoded(&stored, ImageFormat::Png), &[png_chunk(b"eXIf", &exif)]);
        let made = thumbnail(&bytes, FitBox { width: 32, height: 100 }, &Limits::default()).unwrap();
        assert_eq!((made.width, made.height), (32, 16), "orientation {orientation}");
        let [red, _, blue] = decoded(&made.bytes).get_pixel(2, 2).0;
        assert!(red > 200 && blue < 60, "orientation {orientation}: {red} {blue}");
    }
}

#[test]
fn transparency_is_laid_on_grey() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(200, 200, Rgba([255, 0, 0, 0])));
    let made = thumbnail(&encoded(&clear, ImageFormat::Png), FitBox::long_edge(50), &Limits::default()).unwrap();
    for value in decoded(&made.bytes).get_pixel(25, 25).0 {
        assert!(value.abs_diff(128) <= 2, "{value}");
    }
}

#[test]
fn grey_palette_and_deep_pictures_work_too() {
    let picture = pattern(64, 48, true);
    for kind in [
        DynamicImage::ImageLuma8(picture.to_luma8()),
        DynamicImage::ImageLumaA8(picture.to_luma_alpha8()),
        DynamicImage::ImageRgb16(picture.to_rgb16()),
        DynamicImage::ImageRgba16(picture.to_rgba16()),
    ] {
        let made = thumbnail(&encoded(&kind, ImageFormat::Png), FitBox::long_edge(32), &Limits::default()).unwrap();
        assert_eq!((made.width, made.height), (32, 24), "{:?}", kind.color());
    }
}

#[test]
fn a_colour_profile_goes_into_the_thumbnail_if_it_describes_its_pixels() {
    let profile = |space: &[u8; 4]| {
        let mut profile = vec![0; 132];
        profile[16..20].copy_from_slice(space);
        profile
    };
    for (space, expected) in [(b"RGB ", true), (b"CMYK", false), (b"GRAY", false)] {
        let data = [b"wide\0\0".as_slice(), &zlib(&profile(space))].concat();
        let bytes = png_with(&png(64, 64), &[png_chunk(b"iCCP", &data)]);
        let made = thumbnail(&bytes, FitBox::long_edge(32), &Limits::default()).unwrap();
        assert_eq!(made.bytes.windows(12).any(|part| part == b"ICC_PROFILE\0"), expected, "{space:?}");
    }
}

#[test]
fn the_whole_picture_is_upright_too() {
    let pixels = decode_limited(&phone_jpeg(60, 40), &Limits::default()).unwrap();
    assert_eq!(pixels.size(), (40, 60));
    assert_eq!(pixels.to_rgba().dimensions(), (40, 60));
}
