//! What is sent: the type, size and part that the receiver takes, marked, without the recipe.

use troupe_media::{
    Cut, Limits, Mark, Outgoing, PictureType, Recipe, SourceType, ai_mark, birth, embedded_texts, outgoing,
    probe_bytes, read_recipe,
};

use crate::samples::*;

fn born(width: u32, height: u32) -> Vec<u8> {
    let recipe = Recipe { prompt: Some("a secret garden".into()), ..Recipe::default() };
    birth(&png(width, height), &recipe, &Mark::new(SourceType::TrainedAlgorithmicMedia)).unwrap()
}

#[test]
fn what_is_sent_is_what_the_receiver_takes_marked_and_without_its_recipe() {
    let types = vec![PictureType::Jpeg, PictureType::Png];
    let cut = Cut { x: 0.25, y: 0.0, width: 0.5, height: 1.0 };
    for (name, wanted, expected) in [
        ("as it is", Outgoing { types: types.clone(), ..Outgoing::default() }, (PictureType::Png, 400, 300)),
        (
            "another type",
            Outgoing { types: vec![PictureType::Jpeg], ..Outgoing::default() },
            (PictureType::Jpeg, 400, 300),
        ),
        (
            "narrower",
            Outgoing { types: types.clone(), max_width: Some(200), ..Outgoing::default() },
            (PictureType::Jpeg, 200, 150),
        ),
        (
            "both sides",
            Outgoing { types: types.clone(), max_sides: Some(350), ..Outgoing::default() },
            (PictureType::Jpeg, 200, 150),
        ),
        (
            "cut",
            Outgoing { types: types.clone(), cut: Some(cut), ..Outgoing::default() },
            (PictureType::Jpeg, 200, 300),
        ),
        (
            "marked for all to see",
            Outgoing { types: types.clone(), has_overlay: true, ..Outgoing::default() },
            (PictureType::Jpeg, 400, 300),
        ),
        (
            "only PNG",
            Outgoing { types: vec![PictureType::Png], max_height: Some(150), ..Outgoing::default() },
            (PictureType::Png, 200, 150),
        ),
    ] {
        let file = outgoing(&born(400, 300), &wanted, &Limits::default()).unwrap();
        let picture = probe_bytes(&file, None, &Limits::default()).unwrap();
        assert_eq!((picture.picture_type, picture.width, picture.height), expected, "{name}");
        assert_eq!(ai_mark(&file).source_type, Some(SourceType::TrainedAlgorithmicMedia), "{name}");
        assert!(read_recipe(&file).is_none(), "{name}");
        assert!(embedded_texts(&file).iter().all(|text| text.keyword.contains("xmp")), "{name}");
        assert!(!String::from_utf8_lossy(&file).contains("garden"), "{name}");
    }
}

#[test]
fn a_picture_is_made_as_small_as_the_receiver_takes_it() {
    let born = born(600, 600);
    for max_bytes in [100_000, 20_000, 6_000] {
        let wanted = Outgoing { types: vec![PictureType::Jpeg], max_bytes: Some(max_bytes), ..Outgoing::default() };
        let file = outgoing(&born, &wanted, &Limits::default()).unwrap();
        assert!(file.len() as u64 <= max_bytes, "{} of {max_bytes}", file.len());
    }
    let wanted = Outgoing { types: vec![PictureType::Gif], max_width: Some(9), ..Outgoing::default() };
    assert!(outgoing(&born, &wanted, &Limits::default()).is_err(), "no type that can be written");
}

#[test]
fn the_visible_mark_lies_in_the_lower_right_corner_alone() {
    let types = vec![PictureType::Png];
    let plain = outgoing(&png(720, 720), &Outgoing { types: types.clone(), ..Outgoing::default() }, &Limits::default());
    let marked =
        outgoing(&png(720, 720), &Outgoing { types, has_overlay: true, ..Outgoing::default() }, &Limits::default());
    let read = |bytes: Vec<u8>| image::load_from_memory(&bytes).unwrap().into_rgb8();
    let (plain, marked) = (read(plain.unwrap()), read(marked.unwrap()));
    let mut changed = 0;
    for (x, y, pixel) in marked.enumerate_pixels() {
        if pixel != plain.get_pixel(x, y) {
            assert!(x > 600 && y > 600, "{x} {y}");
            changed += 1;
        }
    }
    assert!(changed > 1_000, "{changed}");
}
