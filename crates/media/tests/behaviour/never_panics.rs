//! Whatever comes in, an answer comes out: cuts and flips of whole files, bounded and always the same.

use troupe_media::{
    FitBox, Limits, Mark, Recipe, SourceType, ai_mark, birth, embedded_texts, probe_bytes, publishable, read_recipe,
    thumbnail,
};

use crate::samples::*;

fn try_everything(bytes: &[u8]) {
    let limits = Limits { max_pixels: 1 << 20, max_bytes: 1 << 20, max_alloc_bytes: 8 << 20 };
    let mark = Mark::new(SourceType::TrainedAlgorithmicMedia);
    // The answers differ from case to case; what is tried is that there is one, and that it speaks.
    for said in [
        probe_bytes(bytes, Some("x.png"), &limits).err(),
        thumbnail(bytes, FitBox::long_edge(8), &limits).err(),
        publishable(bytes, Some(&mark)).err(),
        birth(bytes, &Recipe::default(), &mark).err(),
    ]
    .into_iter()
    .flatten()
    {
        assert!(said.to_string().ends_with('.'), "{said}");
    }
    read_recipe(bytes);
    embedded_texts(bytes);
    ai_mark(bytes);
}

/// Small files with all the metadata that is read, so that each cut goes through some of it.
fn rich_files() -> Vec<Vec<u8>> {
    let exif = exif(
        &[ascii(0x010F, "Maker"), ascii(0x0110, "prompt:{\"1\":{}}"), short(0x0112, 6)],
        &[(0x9286, 7, 20, [b"UNICODE\0".as_slice(), b"\0S\0t\0e\0p\0s\0:"].concat())],
        &[ascii(1, "N")],
    );
    let mark = Mark::new(SourceType::TrainedAlgorithmicMedia);
    let recipe = Recipe { prompt: Some("ü".into()), ..Recipe::default() };
    let png = png_with(&png(9, 7), &[
        png_chunk(b"eXIf", &exif),
        packed_text_chunk("parameters", "a\nNegative prompt: b\nSteps: 1, Seed: 2, Size: 3x4"),
        text_chunk("prompt", br#"{"1":{"class_type":"KSampler","inputs":{"model":["1",0],"positive":["1",0],"latent_image":["1",0]}}}"#),
    ]);
    vec![
        birth(&png, &recipe, &mark).unwrap(),
        publishable(&jpeg_with(&jpeg(9, 7), 0xE1, &[b"Exif\0\0".as_slice(), &exif].concat()), Some(&mark)).unwrap(),
        jpeg_with(&jpeg(9, 7), 0xE1, &[b"Exif\0\0".as_slice(), &exif].concat()),
        webp_with_exif(&exif),
        publishable(&webp_with_exif(&exif), Some(&mark)).unwrap(),
        publishable(&gif(9, 7, 2), Some(&mark)).unwrap(),
    ]
}

#[test]
fn no_cut_of_a_file_panics_and_none_passes_for_whole() {
    for file in rich_files() {
        let step = (file.len() / 400).max(1);
        for length in (0..file.len()).step_by(step) {
            try_everything(&file[..length]);
        }
        assert!(probe_bytes(&file, None, &Limits::default()).is_ok());
        let cut = &file[..file.len() - 1];
        assert!(probe_bytes(cut, None, &Limits::default()).is_err(), "{:?}", &file[..8]);
    }
}

#[test]
fn no_flipped_byte_panics() {
    // A fixed generator (xorshift), so that a failure comes again.
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for file in rich_files() {
        for _ in 0..300 {
            let mut broken = file.clone();
            for _ in 0..1 + next() % 3 {
                let at = next() % broken.len();
                broken[at] = next() as u8;
            }
            try_everything(&broken);
        }
    }
}

/// Texts made to take time or memory: many LoRAs, many texts, many switches, a text that grows.
#[test]
fn recipes_made_to_exhaust_are_answered_soon() {
    let many = |count: usize, part: &dyn Fn(usize) -> String| (0..count).map(part).collect::<Vec<_>>();
    let node = |class: &str, inputs: &str| format!(r#"{{"class_type":"{class}","inputs":{{{inputs}}}}}"#);
    let sampler = node("KSampler", r#""seed":["s0",0],"model":["s0",0],"positive":["c0",0],"latent_image":["s0",0]"#);
    let graph = |nodes: Vec<String>| format!(r#"{{"1":{sampler},{}}}"#, nodes.join(","));
    let switches = many(30_000, &|at| {
        let next = at + 1;
        format!(r#""s{at}":{}"#, node("Switch", &format!(r#""switch":true,"on_true":["s{next}",0],"on_false":1"#)))
    });
    let texts = many(30_000, &|at| {
        let next = at + 1;
        format!(
            r#""c{at}":{},"t{at}":{}"#,
            node("Join", &format!(r#""conditioning_1":["t{at}",0],"conditioning_2":["c{next}",0]"#)),
            node("Encode", &format!(r#""text":"text {at}""#))
        )
    });
    let grown = vec![
        format!(r#""c0":{}"#, node("Encode", r#""text":["r",0]"#)),
        format!(
            r#""r":{}"#,
            node(
                "Replace",
                &format!(r#""string":"{}","find":"a","replace":"{}""#, "a".repeat(1 << 20), "b".repeat(1 << 20))
            )
        ),
    ];
    let cases = [
        ("parameters", many(60_000, &|at| format!("<lora:{at}:1>")).concat()),
        ("prompt", graph(switches)),
        ("prompt", graph(texts)),
        ("prompt", graph(grown)),
    ];
    for (keyword, text) in cases {
        let bytes = png_with(&png(8, 8), &[packed_text_chunk(keyword, &text)]);
        let recipe = read_recipe(&bytes).unwrap();
        assert!(recipe.loras.len() <= 256);
        assert!(recipe.prompt.unwrap_or_default().len() < 8 << 20);
    }
}
