//! The order at birth, and what is left when a picture goes out.

use image::ImageFormat;
use serde_json::json;
use troupe_media::{
    Lora, Mark, MediaError, PictureType, Recipe, RecipeSource, SourceType, ai_mark, birth, embedded_texts, publishable,
    read_recipe,
};

use crate::samples::*;

fn recipe() -> Recipe {
    Recipe {
        source: RecipeSource::Troupe,
        prompt: Some("a portrait of Mira, <lora:mira:0.8>".into()),
        negative_prompt: Some("blurry".into()),
        seed: Some((1 << 53) - 1),
        seed_text: Some("9007199254740991".into()),
        steps: Some(28),
        cfg_scale: Some(6.5),
        sampler: Some("dpmpp_2m".into()),
        scheduler: Some("karras".into()),
        denoise: Some(1.0),
        model: Some("sdxl/base.safetensors".into()),
        model_hash: Some("blake3:00ff".into()),
        loras: vec![
            Lora { name: "mira.safetensors".into(), strength: Some(0.8), ..Lora::default() },
            Lora { name: "light".into(), strength: Some(-0.5), strength_clip: Some(0.25), hash: Some("ab".into()) },
        ],
        width: Some(1_024),
        height: Some(1_344),
        extra: json!({ "workflow": "txt2img", "character": { "name": "Mira", "age": 27 } })
            .as_object()
            .unwrap()
            .clone(),
        notes: vec!["made again from an older picture".into()],
    }
}

fn mark() -> Mark {
    Mark {
        creator: Some("Mira <virtual> & friends".into()),
        description: Some("A portrait \"at dusk\"".into()),
        ..Mark::new(SourceType::TrainedAlgorithmicMedia)
    }
}

fn pixels(bytes: &[u8]) -> Vec<u8> {
    image::load_from_memory(bytes).unwrap().into_rgba8().into_raw()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The compressed pixels of a PNG.
fn compressed(png: &[u8]) -> Vec<u8> {
    let mut at = 8;
    let mut out = Vec::new();
    while at < png.len() {
        let length = u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
        if &png[at + 4..at + 8] == b"IDAT" {
            out.extend(&png[at..at + 12 + length]);
        }
        at += 12 + length;
    }
    out
}

#[test]
fn a_recipe_and_a_mark_are_read_back_as_written_and_no_pixel_changes() {
    let made = png(64, 48);
    let born = birth(&made, &recipe(), &mark()).unwrap();
    assert_eq!(read_recipe(&born), Some(recipe()));
    let read = ai_mark(&born);
    assert!(read.xmp);
    assert_eq!(read.source_type, Some(SourceType::TrainedAlgorithmicMedia));
    assert_eq!(read.creator_tool.as_deref(), Some(concat!("Troupe ", env!("CARGO_PKG_VERSION"))));
    assert_eq!(compressed(&born), compressed(&made));
    assert!(contains(&born, b"Mira &lt;virtual&gt; &amp; friends"));
}

#[test]
fn an_empty_recipe_is_a_recipe() {
    let born = birth(&png(8, 8), &Recipe::default(), &mark()).unwrap();
    assert_eq!(read_recipe(&born), Some(Recipe::default()));
}

#[test]
fn what_comfyui_wrote_stays() {
    let workflow = r#"{"nodes":[{"id":1,"title":"Grüße 🎭"}]}"#;
    let made = png_with(
        &png(16, 16),
        &[
            text_chunk("prompt", br#"{"3":{"class_type":"KSampler","inputs":{"seed":5}}}"#),
            packed_text_chunk("workflow", workflow),
        ],
    );
    let born = birth(&made, &recipe(), &mark()).unwrap();
    let texts = embedded_texts(&born);
    let text = |keyword| texts.iter().find(|text| text.keyword == keyword).map(|text| text.text.as_str());
    assert_eq!(text("workflow"), Some(workflow));
    assert!(text("prompt").unwrap().contains("KSampler"));
    assert_eq!(read_recipe(&born), Some(recipe()), "ours comes before ComfyUI's");
}

#[test]
fn a_second_birth_replaces_the_first() {
    let first = birth(&png(16, 16), &recipe(), &mark()).unwrap();
    let second = Recipe { prompt: Some("another".into()), ..Recipe::default() };
    let again = birth(&first, &second, &Mark::new(SourceType::DigitalArt)).unwrap();
    assert_eq!(read_recipe(&again), Some(second));
    assert_eq!(ai_mark(&again).source_type, Some(SourceType::DigitalArt));
    assert_eq!(embedded_texts(&again).len(), 2);
}

#[test]
fn a_hundred_kilobytes_of_every_kind_of_unicode_survive() {
    // Letters, combining marks, right-to-left, emoji of several code points, noncharacters, controls, quotes, NUL.
    let alphabet = "aé\u{301}שלום漢字👩‍🎤🏳️‍🌈\u{feff}\u{202e}\u{ffff}\u{10ffff}\u{1}\u{0}\u{7f}\"\\\n\r\t<&>%{}";
    let prompt = alphabet.repeat(100_000 / alphabet.len() + 1);
    assert!(prompt.len() >= 100_000);
    let recipe = Recipe { prompt: Some(prompt.clone()), negative_prompt: Some(prompt), ..recipe() };
    let born = birth(&png(16, 16), &recipe, &mark()).unwrap();
    assert_eq!(read_recipe(&born), Some(recipe));
    assert_eq!(pixels(&born), pixels(&png(16, 16)));
}

#[test]
fn a_mark_with_every_kind_of_unicode_is_still_xml() {
    let mark =
        Mark {
            description: Some("\u{0}\u{1}\u{ffff}]]>&<\"'🎭\n".into()), creator_tool: "T & <co>".into(), ..mark()
        };
    let born = birth(&png(8, 8), &Recipe::default(), &mark).unwrap();
    let read = ai_mark(&born);
    assert_eq!(read.source_type, Some(SourceType::TrainedAlgorithmicMedia));
    assert_eq!(read.creator_tool.as_deref(), Some("T & <co>"));
}

#[test]
fn rehearsal_pictures_say_what_they_are() {
    for source_type in [SourceType::DigitalArt, SourceType::AlgorithmicMedia] {
        let born = birth(&png(8, 8), &Recipe::default(), &Mark::new(source_type.clone())).unwrap();
        let read = ai_mark(&born).source_type.unwrap();
        assert_eq!(read, source_type);
        assert!(!read.is_ai());
    }
    assert!(SourceType::TrainedAlgorithmicMedia.is_ai());
}

#[test]
fn only_a_whole_png_is_born() {
    let refused = birth(&jpeg(8, 8), &recipe(), &mark()).unwrap_err();
    assert!(matches!(refused, MediaError::NotPng { picture_type: PictureType::Jpeg }));
    let cut = png(32, 32);
    assert!(matches!(birth(&cut[..cut.len() - 5], &recipe(), &mark()), Err(MediaError::Truncated { .. })));
}

#[test]
fn every_type_goes_out_with_the_mark_and_the_same_pixels() {
    for (extension, bytes) in each_type() {
        let out = publishable(&bytes, Some(&mark())).unwrap();
        assert_eq!(ai_mark(&out).source_type, Some(SourceType::TrainedAlgorithmicMedia), "{extension}");
        assert_eq!(pixels(&out), pixels(&bytes), "{extension}");
        assert_eq!(publishable(&out, Some(&mark())).unwrap(), out, "{extension}: a second time changes nothing");
        assert_eq!(ai_mark(&publishable(&bytes, None).unwrap()).source_type, None, "{extension}");
    }
}

#[test]
fn nothing_of_the_recipe_goes_out() {
    let workflow = br#"{"secret workflow": 1}"#;
    let made = png_with(
        &png(40, 30),
        &[
            text_chunk("prompt", b"{\"secret graph\": 1}"),
            text_chunk("workflow", workflow),
            text_chunk("parameters", b"secret parameters"),
            png_chunk(b"tIME", &[7, 234, 1, 1, 1, 1, 1]),
            png_chunk(b"prVt", b"secret chunk"),
        ],
    );
    let recipe = Recipe { prompt: Some("secret prompt".into()), ..recipe() };
    let mark = Mark { description: Some("secret description".into()), ..mark() };
    let born = birth(&made, &recipe, &mark).unwrap();
    let out = publishable(&born, None).unwrap();
    assert!(contains(&born, b"secret") && !contains(&out, b"secret"));
    assert_eq!(read_recipe(&out), None);
    assert_eq!(ai_mark(&out).source_type, Some(SourceType::TrainedAlgorithmicMedia));
    assert_eq!(compressed(&out), compressed(&made));
}

#[test]
fn camera_and_place_do_not_go_out_but_uprightness_does() {
    let mut photograph = phone_jpeg(60, 40);
    photograph = jpeg_with(&photograph, 0xFE, b"secret comment");
    photograph = jpeg_with(&photograph, 0xED, b"Photoshop 3.0\0secret caption");
    photograph.extend(b"secret tail");
    let out = publishable(&photograph, Some(&mark())).unwrap();
    for trace in [b"Fairphone".as_slice(), b"FP5", b"2026:05:04", b"secret"] {
        assert!(contains(&photograph, trace) && !contains(&out, trace));
    }
    let probed = troupe_media::probe_bytes(&out, None, &troupe_media::Limits::default()).unwrap();
    assert_eq!((probed.width, probed.height, probed.orientation, probed.camera), (40, 60, 6, None));
    assert_eq!(pixels(&out), pixels(&photograph));

    let exif = exif(&[ascii(0x010F, "Fairphone"), short(0x0112, 8)], &[], &[]);
    for bytes in [webp_with_exif(&exif), png_with(&png(48, 32), &[png_chunk(b"eXIf", &exif)])] {
        let out = publishable(&bytes, None).unwrap();
        assert!(!contains(&out, b"Fairphone"));
        let probed = troupe_media::probe_bytes(&out, None, &troupe_media::Limits::default()).unwrap();
        assert_eq!((probed.width, probed.height, probed.orientation, probed.camera), (32, 48, 8, None));
    }
}

#[test]
fn what_shows_the_colours_goes_out() {
    let chunks = [png_chunk(b"gAMA", &45_455u32.to_be_bytes()), png_chunk(b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1])];
    let out = publishable(&png_with(&png(8, 8), &chunks), None).unwrap();
    assert!(contains(&out, b"gAMA") && contains(&out, b"pHYs"));
    let profile = jpeg_with(&jpeg(8, 8), 0xE2, b"ICC_PROFILE\0\x01\x01profile");
    assert!(contains(&publishable(&profile, None).unwrap(), b"ICC_PROFILE\0\x01\x01profile"));
}

#[test]
fn an_animation_keeps_running() {
    let animated = gif(20, 20, 3);
    let out = publishable(&animated, Some(&mark())).unwrap();
    let frames = |bytes: &[u8]| {
        let decoder = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        image::AnimationDecoder::into_frames(decoder).count()
    };
    assert_eq!(frames(&out), frames(&animated));
}

#[test]
fn a_mark_too_long_for_a_jpeg_is_said() {
    let long = Mark { description: Some("a".repeat(70_000)), ..mark() };
    assert!(matches!(publishable(&jpeg(8, 8), Some(&long)), Err(MediaError::MarkTooLong { .. })));
    assert!(publishable(&png(8, 8), Some(&long)).is_ok());
}

#[test]
fn marks_of_other_programs_are_read_in_each_spelling() {
    let around = |inside: &str| {
        format!(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{inside}</rdf:RDF></x:xmpmeta>"
        )
    };
    let namespace = "xmlns:ext='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'";
    let uri = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
    let composite = Some(SourceType::CompositeWithTrainedAlgorithmicMedia);
    let cases = [
        (around(&format!("<rdf:Description {namespace} ext:DigitalSourceType='{uri}'/>")), composite.clone()),
        (
            around(&format!(
                "<rdf:Description {namespace}><ext:DigitalSourceType> {uri}\n</ext:DigitalSourceType></rdf:Description>"
            )),
            composite.clone(),
        ),
        (
            around(&format!(
                "<rdf:Description {namespace}><ext:DigitalSourceType rdf:resource='{uri}'/></rdf:Description>"
            )),
            composite,
        ),
        (
            around(&format!("<rdf:Description {namespace} ext:DigitalSourceType='https://example.org/other'/>")),
            Some(SourceType::Other("https://example.org/other".into())),
        ),
        // Another namespace's property of that name says nothing.
        (around(&format!("<rdf:Description xmlns:ext='urn:else' ext:DigitalSourceType='{uri}'/>")), None),
        ("<x:xmpmeta><unclosed".to_owned(), None),
        (String::new(), None),
    ];
    for (packet, expected) in cases {
        let bytes = jpeg_with(&jpeg(8, 8), 0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat());
        let read = ai_mark(&bytes);
        assert!(read.xmp);
        assert_eq!(read.source_type, expected, "{packet}");
    }
    assert!(!ai_mark(&jpeg(8, 8)).xmp);
    assert!(!ai_mark(b"no picture").xmp);
}

#[test]
fn stripping_a_born_picture_gives_its_pixels_for_any_shape() {
    for (width, height) in [(1, 1), (2, 3), (17, 5), (64, 64), (255, 1)] {
        for with_alpha in [false, true] {
            let made = encoded(&pattern(width, height, with_alpha), ImageFormat::Png);
            let out = publishable(&birth(&made, &recipe(), &mark()).unwrap(), None).unwrap();
            assert_eq!(pixels(&out), pixels(&made), "{width} × {height}");
        }
    }
}
