//! Recipes of other programs, written by hand after how those programs write them.

use serde_json::json;
use troupe_media::{Lora, Recipe, RecipeSource, read_recipe};

use crate::samples::*;

fn from_text(keyword: &str, text: &str) -> Option<Recipe> {
    read_recipe(&png_with(&png(8, 8), &[packed_text_chunk(keyword, text)]))
}

fn comfyui(graph: &serde_json::Value) -> Recipe {
    from_text("prompt", &graph.to_string()).unwrap()
}

fn lora(name: &str, strength: f64) -> Lora {
    Lora { name: name.into(), strength: Some(strength), ..Lora::default() }
}

#[test]
fn a_plain_comfyui_graph() {
    let recipe = comfyui(&json!({
        "3": { "class_type": "KSampler", "inputs": {
            "seed": 18_446_744_073_709_551_615u64, "steps": 28, "cfg": 6.5, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1,
            "model": ["11", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0] } },
        "4": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "sdxl/base.safetensors" } },
        "5": { "class_type": "EmptyLatentImage", "inputs": { "width": 832, "height": 1216, "batch_size": 1 } },
        "6": { "class_type": "CLIPTextEncode", "inputs": { "text": "a portrait of Mira", "clip": ["11", 1] } },
        "7": { "class_type": "CLIPTextEncode", "inputs": { "text": "blurry", "clip": ["11", 1] } },
        "8": { "class_type": "VAEDecode", "inputs": { "samples": ["3", 0], "vae": ["4", 2] } },
        "9": { "class_type": "SaveImage", "inputs": { "images": ["8", 0], "filename_prefix": "x" } },
        "10": { "class_type": "LoraLoader", "inputs": { "lora_name": "mira.safetensors", "strength_model": 0.8, "strength_clip": 0.6, "model": ["4", 0], "clip": ["4", 1] } },
        "11": { "class_type": "LoraLoaderModelOnly", "inputs": { "lora_name": "light.safetensors", "strength_model": 0.5, "model": ["10", 0] } },
    }));
    assert_eq!(
        recipe,
        Recipe {
            source: RecipeSource::ComfyUi,
            prompt: Some("a portrait of Mira".into()),
            negative_prompt: Some("blurry".into()),
            seed: None,
            seed_text: Some("18446744073709551615".into()),
            steps: Some(28),
            cfg_scale: Some(6.5),
            sampler: Some("dpmpp_2m".into()),
            scheduler: Some("karras".into()),
            denoise: Some(1.0),
            model: Some("sdxl/base.safetensors".into()),
            loras: vec![
                Lora { strength_clip: Some(0.6), ..lora("mira.safetensors", 0.8) },
                lora("light.safetensors", 0.5)
            ],
            width: Some(832),
            height: Some(1_216),
            ..Recipe::default()
        }
    );
}

#[test]
fn a_comfyui_graph_of_separate_parts_with_values_on_nodes_of_their_own() {
    let recipe = comfyui(&json!({
        "1": { "class_type": "UNETLoader", "inputs": { "unet_name": "flux1-dev.safetensors" } },
        "2": { "class_type": "CLIPTextEncodeFlux", "inputs": { "clip_l": "a woman", "t5xxl": ["20", 0], "guidance": 3.5 } },
        "3": { "class_type": "FluxGuidance", "inputs": { "conditioning": ["2", 0], "guidance": 3.5 } },
        "4": { "class_type": "BasicGuider", "inputs": { "model": ["12", 0], "conditioning": ["3", 0] } },
        "5": { "class_type": "RandomNoise", "inputs": { "noise_seed": ["21", 0] } },
        "6": { "class_type": "KSamplerSelect", "inputs": { "sampler_name": "euler" } },
        "7": { "class_type": "BasicScheduler", "inputs": { "model": ["12", 0], "scheduler": "simple", "steps": 20, "denoise": 1.0 } },
        "8": { "class_type": "EmptySD3LatentImage", "inputs": { "width": ["22", 0], "height": 1024 } },
        "9": { "class_type": "SamplerCustomAdvanced", "inputs": { "noise": ["5", 0], "guider": ["4", 0], "sampler": ["6", 0], "sigmas": ["7", 0], "latent_image": ["8", 0] } },
        "12": { "class_type": "Power Lora Loader (rgthree)", "inputs": { "model": ["1", 0],
            "lora_1": { "on": true, "lora": "mira.safetensors", "strength": 0.9 },
            "lora_2": { "on": false, "lora": "unused.safetensors", "strength": 1 } } },
        "20": { "class_type": "PrimitiveStringMultiline", "inputs": { "value": "a woman in a red coat, at dusk" } },
        "21": { "class_type": "PrimitiveInt", "inputs": { "value": 42 } },
        "22": { "class_type": "PrimitiveInt", "inputs": { "value": 768 } },
    }));
    assert_eq!(recipe.prompt.as_deref(), Some("a woman\na woman in a red coat, at dusk"));
    assert_eq!(recipe.negative_prompt, None);
    assert_eq!((recipe.seed, recipe.seed_text.as_deref()), (Some(42), Some("42")));
    assert_eq!((recipe.sampler.as_deref(), recipe.scheduler.as_deref()), (Some("euler"), Some("simple")));
    assert_eq!((recipe.steps, recipe.width, recipe.height), (Some(20), Some(768), Some(1_024)));
    assert_eq!(recipe.model.as_deref(), Some("flux1-dev.safetensors"));
    assert_eq!(recipe.loras, [lora("mira.safetensors", 0.9)]);
}

#[test]
fn conditionings_that_join_and_pass_through_comfyui_nodes() {
    let recipe = comfyui(&json!({
        "1": { "class_type": "KSampler", "inputs": { "seed": 1, "model": ["9", 0], "positive": ["2", 0], "negative": ["2", 1], "latent_image": ["8", 0] } },
        "2": { "class_type": "ControlNetApplyAdvanced", "inputs": { "positive": ["3", 0], "negative": ["6", 0], "control_net": ["9", 0], "strength": 1 } },
        "3": { "class_type": "ConditioningCombine", "inputs": { "conditioning_1": ["4", 0], "conditioning_2": ["5", 0] } },
        "4": { "class_type": "CLIPTextEncode", "inputs": { "text": "first" } },
        "5": { "class_type": "CLIPTextEncodeSDXL", "inputs": { "text_g": "second", "text_l": "second" } },
        "6": { "class_type": "ConditioningZeroOut", "inputs": { "conditioning": ["4", 0] } },
        "8": { "class_type": "EmptyLatentImage", "inputs": { "width": 512, "height": 512 } },
        "9": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "a.ckpt" } },
    }));
    assert_eq!(recipe.prompt.as_deref(), Some("first\nsecond"));
    assert_eq!(recipe.negative_prompt, None, "a zeroed conditioning says nothing");
}

/// A sampler whose steps and model hang on one switch, and whose prompt is put together from parts.
fn switched(is_on: bool) -> Recipe {
    comfyui(&json!({
        "1": { "class_type": "KSampler", "inputs": { "seed": 1, "steps": ["10", 0], "model": ["11", 0], "positive": ["2", 0], "negative": ["2", 1], "latent_image": ["8", 0] } },
        "2": { "class_type": "TextEncodeEdit", "inputs": { "prompt": ["3", 0], "negative_prompt": "blurry" } },
        "3": { "class_type": "StringReplace", "inputs": { "string": ["4", 0], "find": "{who}", "replace": "Mira" } },
        "4": { "class_type": "StringConcatenate", "inputs": { "string_a": "{who} at dusk", "string_b": ["5", 0], "delimiter": ", " } },
        "5": { "class_type": "PrimitiveString", "inputs": { "value": "film" } },
        "8": { "class_type": "EmptyLatentImage", "inputs": { "width": 512, "height": 512 } },
        "9": { "class_type": "PrimitiveBoolean", "inputs": { "value": is_on } },
        "10": { "class_type": "ComfySwitchNode", "inputs": { "switch": ["9", 0], "on_true": 8, "on_false": 30 } },
        "11": { "class_type": "ComfySwitchNode", "inputs": { "switch": ["9", 0], "on_true": ["12", 0], "on_false": ["13", 0] } },
        "12": { "class_type": "LoraLoaderModelOnly", "inputs": { "lora_name": "fast", "strength_model": 1, "model": ["13", 0] } },
        "13": { "class_type": "UNETLoader", "inputs": { "unet_name": "a.safetensors" } },
    }))
}

#[test]
fn switches_are_passed_on_the_side_they_were_set_to_and_texts_put_together() {
    for (is_on, steps, loras) in [(true, 8, vec![lora("fast", 1.0)]), (false, 30, vec![])] {
        let recipe = switched(is_on);
        assert_eq!((recipe.steps, recipe.loras), (Some(steps), loras));
        assert_eq!(recipe.model.as_deref(), Some("a.safetensors"));
        assert_eq!(recipe.prompt.as_deref(), Some("Mira at dusk, film"));
        assert_eq!(recipe.negative_prompt.as_deref(), Some("blurry"));
    }
}

#[test]
fn a_prompt_that_a_text_model_wrote_is_said_to_be_missing() {
    let recipe = comfyui(&json!({
        "1": { "class_type": "KSampler", "inputs": { "seed": 1, "model": ["1", 0], "positive": ["2", 0], "latent_image": ["1", 0] } },
        "2": { "class_type": "CLIPTextEncode", "inputs": { "text": ["3", 0] } },
        "3": { "class_type": "TextGenerate", "inputs": { "prompt": "You are an assistant", "max_length": 512 } },
    }));
    assert_eq!(recipe.prompt, None);
    assert!(recipe.notes[0].contains("text model"), "{:?}", recipe.notes);
}

#[test]
fn a_pass_that_prepares_without_a_prompt_is_not_the_recipe() {
    let recipe = comfyui(&json!({
        "1": { "class_type": "SamplerCustomAdvanced", "inputs": { "noise": ["2", 0], "guider": ["3", 0], "latent_image": ["4", 0] } },
        "2": { "class_type": "DisableNoise", "inputs": {} },
        "3": { "class_type": "BasicGuider", "inputs": { "model": ["9", 0], "conditioning": ["2", 0] } },
        "4": { "class_type": "VAEEncode", "inputs": {} },
        "5": { "class_type": "KSampler", "inputs": { "seed": 9, "model": ["9", 0], "positive": ["6", 0], "latent_image": ["7", 0] } },
        "6": { "class_type": "CLIPTextEncode", "inputs": { "text": "a house" } },
        "7": { "class_type": "InpaintModelConditioning", "inputs": { "pixels": ["1", 0] } },
        "9": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "a.ckpt" } },
    }));
    assert_eq!((recipe.seed, recipe.prompt.as_deref()), (Some(9), Some("a house")));
}

#[test]
fn of_two_passes_the_first_is_the_recipe() {
    let pass = |seed: u64, latent: &str, denoise: f64| json!({ "class_type": "KSampler", "inputs": { "seed": seed, "steps": 20, "denoise": denoise, "model": ["9", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": [latent, 0] } });
    let recipe = comfyui(&json!({
        "1": pass(222, "2", 0.4),
        "2": { "class_type": "LatentUpscale", "inputs": { "samples": ["3", 0], "width": 2048, "height": 2048 } },
        "3": pass(111, "8", 1.0),
        "6": { "class_type": "CLIPTextEncode", "inputs": { "text": "yes" } },
        "7": { "class_type": "CLIPTextEncode", "inputs": { "text": "no" } },
        "8": { "class_type": "EmptyLatentImage", "inputs": { "width": 1024, "height": 1024 } },
        "9": { "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "a.ckpt" } },
    }));
    assert_eq!((recipe.seed, recipe.denoise, recipe.width), (Some(111), Some(1.0), Some(1_024)));
    assert!(recipe.notes[0].contains("2 times"), "{:?}", recipe.notes);
}

#[test]
fn broken_comfyui_graphs_end_in_words() {
    // A loop over every link, a link to nowhere, wrong kinds everywhere.
    let looped = comfyui(&json!({
        "1": { "class_type": "KSampler", "inputs": { "seed": ["1", 0], "steps": [], "cfg": "high", "model": ["1", 0], "positive": ["1", 0], "negative": ["404", 0], "latent_image": ["1", 0] } },
    }));
    assert_eq!((looped.prompt, looped.seed_text, looped.steps, looped.cfg_scale), (None, None, None, None));
    let none = comfyui(&json!({ "1": { "class_type": "LoadImage", "inputs": { "image": "a.png" } }, "2": 5 }));
    assert!(none.notes[0].contains("no sampler"));
    let cut = from_text("prompt", r#"{"1": {"class_type": "KSam"#).unwrap();
    assert!(cut.notes[0].contains("damaged"));
    assert_eq!(from_text("prompt", "just a title"), None);
    assert_eq!(from_text("prompt", r#"{"hello": "world"}"#), None);
    let looped_switch = comfyui(&json!({
        "1": { "class_type": "KSampler", "inputs": { "seed": ["2", 0], "model": ["1", 0], "positive": ["3", 0], "latent_image": ["1", 0] } },
        "2": { "class_type": "ComfySwitchNode", "inputs": { "switch": true, "on_true": ["2", 0], "on_false": 1 } },
        "3": { "class_type": "CLIPTextEncode", "inputs": { "text": ["4", 0] } },
        "4": { "class_type": "StringConcatenate", "inputs": { "string_a": ["4", 0], "string_b": ["3", 0] } },
    }));
    assert_eq!((looped_switch.seed_text, looped_switch.prompt), (None, None));
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(from_text("prompt", &deep), None);
}

#[test]
fn a_very_long_chain_of_nodes_is_followed_to_its_end() {
    let mut graph = serde_json::Map::new();
    graph.insert("s".into(), json!({ "class_type": "KSampler", "inputs": { "seed": 1, "model": ["m0", 0], "positive": ["c0", 0], "latent_image": ["m0", 0] } }));
    for at in 0..20_000 {
        graph.insert(
            format!("m{at}"),
            json!({ "class_type": "Pass", "inputs": { "model": [format!("m{}", at + 1), 0] } }),
        );
        graph.insert(
            format!("c{at}"),
            json!({ "class_type": "Pass", "inputs": { "conditioning": [format!("c{}", at + 1), 0] } }),
        );
    }
    graph.insert(
        "m20000".into(),
        json!({ "class_type": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "end.ckpt" } }),
    );
    graph.insert("c20000".into(), json!({ "class_type": "CLIPTextEncode", "inputs": { "text": "the end" } }));
    let recipe = comfyui(&graph.into());
    assert_eq!((recipe.model.as_deref(), recipe.prompt.as_deref()), (Some("end.ckpt"), Some("the end")));
}

#[test]
fn comfyui_graphs_with_pythons_nan_are_read() {
    let text = r#"{"1": {"class_type": "KSampler", "is_changed": [NaN, -Infinity], "inputs": {"seed": 7, "text": "NaN \" NaN",
        "model": ["2", 0], "positive": ["2", 0], "latent_image": ["2", 0]}}, "2": {"class_type": "X", "inputs": {"text": "a NaN bread"}}}"#;
    let recipe = from_text("prompt", text).unwrap();
    assert_eq!((recipe.seed, recipe.prompt.as_deref()), (Some(7), Some("a NaN bread")));
}

const AUTOMATIC1111: &str = "a portrait of Mira, <lora:mira:0.8>,\nred coat <lora:light:0.5:0.25>\nNegative prompt: blurry,\nlow quality\nSteps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890, Size: 832x1216, Model hash: 31e35c80fc, Model: sd_xl_base, Denoising strength: 0.4, Clip skip: 2, Lora hashes: \"mira: aabbcc, light: ddeeff\", Hires prompt: \"red, \\\"blue\\\": green\", Hashes: {\"vae\": \"1\", \"model\": \"2\"}, Version: v1.10.1";

fn check_automatic1111(recipe: &Recipe) {
    assert_eq!(recipe.source, RecipeSource::Automatic1111);
    assert_eq!(recipe.prompt.as_deref(), Some("a portrait of Mira, <lora:mira:0.8>,\nred coat <lora:light:0.5:0.25>"));
    assert_eq!(recipe.negative_prompt.as_deref(), Some("blurry,\nlow quality"));
    assert_eq!((recipe.steps, recipe.cfg_scale, recipe.denoise), (Some(28), Some(6.5), Some(0.4)));
    assert_eq!((recipe.sampler.as_deref(), recipe.scheduler.as_deref()), (Some("DPM++ 2M"), Some("Karras")));
    assert_eq!((recipe.seed, recipe.width, recipe.height), (Some(1_234_567_890), Some(832), Some(1_216)));
    assert_eq!((recipe.model.as_deref(), recipe.model_hash.as_deref()), (Some("sd_xl_base"), Some("31e35c80fc")));
    assert_eq!(
        recipe.loras,
        [
            Lora { hash: Some("aabbcc".into()), ..lora("mira", 0.8) },
            Lora { hash: Some("ddeeff".into()), strength_clip: Some(0.25), ..lora("light", 0.5) },
        ]
    );
    assert_eq!(recipe.extra["Hires prompt"], "red, \"blue\": green");
    assert_eq!(recipe.extra["Hashes"], json!({ "vae": "1", "model": "2" }));
    assert_eq!(recipe.extra["Clip skip"], "2");
    assert_eq!(recipe.notes, [""; 0]);
}

#[test]
fn automatic1111_in_png_jpeg_and_webp() {
    check_automatic1111(&from_text("parameters", AUTOMATIC1111).unwrap());
    let little: Vec<u8> = AUTOMATIC1111.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = AUTOMATIC1111.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for comment in [
        [b"UNICODE\0", little.as_slice()].concat(),
        [b"UNICODE\0", big.as_slice()].concat(),
        [b"ASCII\0\0\0", AUTOMATIC1111.as_bytes()].concat(),
    ] {
        let exif = exif(&[short(0x0112, 1)], &[(0x9286, 7, comment.len() as u32, comment)], &[]);
        check_automatic1111(
            &read_recipe(&jpeg_with(&jpeg(8, 8), 0xE1, &[b"Exif\0\0".as_slice(), &exif].concat())).unwrap(),
        );
        check_automatic1111(&read_recipe(&webp_with_exif(&exif)).unwrap());
    }
}

#[test]
fn automatic1111_text_that_is_not_as_expected() {
    let bare = from_text("parameters", "only a prompt").unwrap();
    assert_eq!(bare.prompt.as_deref(), Some("only a prompt"));
    assert!(bare.notes[0].contains("no line of settings"));
    let odd =
        from_text("parameters", "p\nSteps: many, CFG scale: NaN, Seed: x, Size: large, Sampler: , lonely, Foo: a, b")
            .unwrap();
    assert_eq!((odd.steps, odd.cfg_scale, odd.seed_text.clone(), odd.width), (None, None, None, None));
    assert_eq!(odd.notes.len(), 4, "{:?}", odd.notes);
    assert_eq!(odd.extra["Foo"], "a, b");
    let negative_seed = from_text("parameters", "p\nSteps: 1, Seed: -1").unwrap();
    assert_eq!((negative_seed.seed, negative_seed.seed_text.as_deref()), (None, Some("-1")));
    // Latin-1 as the specification of tEXt wants it, and UTF-8 as many write it.
    for text in [b"caf\xe9".as_slice(), "café".as_bytes()] {
        let bytes = png_with(&png(8, 8), &[text_chunk("parameters", text)]);
        assert_eq!(read_recipe(&bytes).unwrap().prompt.as_deref(), Some("café"));
    }
}

#[test]
fn swarmui() {
    let text = json!({
        "sui_image_params": {
            "prompt": "a cat", "negativeprompt": "dog", "model": "Official/sd_xl_base_1.0", "seed": 1_864_537_812u64, "steps": 20,
            "cfgscale": 7.0, "aspectratio": "1:1", "width": 1024, "height": 768, "sampler": "euler", "scheduler": "normal",
            "loras": ["styles/film", "mira"], "loraweights": ["0.7", "1"], "swarm_version": "0.9.7"
        },
        "sui_extra_data": { "date": "2026-01-02", "generation_time": "4.84 sec" },
        "sui_models": [
            { "name": "Official/sd_xl_base_1.0.safetensors", "param": "model", "hash": "0xaa" },
            { "name": "mira.safetensors", "param": "loras", "hash": "0xbb" }
        ]
    });
    let recipe = from_text("parameters", &text.to_string()).unwrap();
    assert_eq!(recipe.source, RecipeSource::SwarmUi);
    assert_eq!((recipe.prompt.as_deref(), recipe.negative_prompt.as_deref()), (Some("a cat"), Some("dog")));
    assert_eq!((recipe.seed, recipe.steps, recipe.cfg_scale), (Some(1_864_537_812), Some(20), Some(7.0)));
    assert_eq!((recipe.width, recipe.height), (Some(1_024), Some(768)));
    assert_eq!((recipe.sampler.as_deref(), recipe.scheduler.as_deref()), (Some("euler"), Some("normal")));
    assert_eq!(recipe.model_hash.as_deref(), Some("0xaa"));
    assert_eq!(recipe.loras, [lora("styles/film", 0.7), Lora { hash: Some("0xbb".into()), ..lora("mira", 1.0) }]);
    assert_eq!(recipe.extra["swarm_version"], "0.9.7");
    assert_eq!(recipe.extra["sui_extra_data"]["date"], "2026-01-02");
}

#[test]
fn invokeai_of_two_versions() {
    let newer = json!({
        "generation_mode": "sdxl_txt2img", "positive_prompt": "a castle", "negative_prompt": "", "width": 1024, "height": 1024,
        "seed": 42, "rand_device": "cpu", "cfg_scale": 7.5, "steps": 30, "scheduler": "dpmpp_2m_k", "clip_skip": null,
        "model": { "key": "k", "hash": "blake3:00", "name": "Juggernaut", "base": "sdxl", "type": "main" },
        "loras": [{ "model": { "key": "l", "hash": "blake3:11", "name": "mira" }, "weight": 0.75 }], "app_version": "5.0.0"
    });
    let older = json!({
        "positive_prompt": "a castle", "negative_prompt": "", "width": 1024, "height": 1024, "seed": 42, "cfg_scale": 7.5,
        "steps": 30, "scheduler": "dpmpp_2m_k", "model": { "model_name": "Juggernaut", "base_model": "sdxl" },
        "loras": [{ "lora": { "model_name": "mira", "base_model": "sdxl" }, "weight": 0.75 }], "app_version": "3.2.0"
    });
    for (written, hashed) in [(newer, true), (older, false)] {
        let recipe = from_text("invokeai_metadata", &written.to_string()).unwrap();
        assert_eq!(recipe.source, RecipeSource::InvokeAi);
        assert_eq!((recipe.prompt.as_deref(), recipe.negative_prompt.as_deref()), (Some("a castle"), None));
        assert_eq!((recipe.seed, recipe.steps, recipe.cfg_scale), (Some(42), Some(30), Some(7.5)));
        assert_eq!((recipe.sampler.as_deref(), recipe.model.as_deref()), (Some("dpmpp_2m_k"), Some("Juggernaut")));
        assert_eq!(recipe.model_hash.as_deref(), hashed.then_some("blake3:00"));
        assert_eq!((recipe.loras[0].name.as_str(), recipe.loras[0].strength), ("mira", Some(0.75)));
        assert_eq!(recipe.extra["app_version"], written["app_version"]);
    }
}

#[test]
fn comfyuis_webp_hides_its_graph_in_the_cameras_fields_and_is_no_photograph() {
    let graph = json!({ "3": { "class_type": "KSampler", "inputs": { "seed": 5, "steps": 4, "model": ["4", 0], "positive": ["6", 0], "latent_image": ["4", 0] } } });
    let bytes = webp_with_exif(&exif(
        &[ascii(0x010F, "workflow:{\"nodes\":[]}"), ascii(0x0110, &format!("prompt:{graph}"))],
        &[],
        &[],
    ));
    assert_eq!(read_recipe(&bytes).unwrap().seed, Some(5));
    let picture = troupe_media::probe_bytes(&bytes, None, &troupe_media::Limits::default()).unwrap();
    assert_eq!(picture.camera, None);
}

#[test]
fn a_recipe_of_ours_with_wrong_fields_loses_those_alone() {
    let recipe = from_text(
        "troupe",
        r#"{"version": 9, "recipe": {"prompt": "kept", "steps": "twenty", "seed": -4, "loras": 3, "later": {"a": 1}}}"#,
    )
    .unwrap();
    assert_eq!(recipe.prompt.as_deref(), Some("kept"));
    assert_eq!((recipe.steps, recipe.seed), (None, None));
    assert_eq!(recipe.extra["later"], json!({ "a": 1 }));
    assert_eq!(recipe.notes.len(), 4, "{:?}", recipe.notes);
    for nothing in ["", "{", "[]", "5", r#"{"version": 1}"#, r#"{"recipe": 5}"#] {
        assert_eq!(from_text("troupe", nothing), None, "{nothing}");
    }
}

#[test]
fn a_picture_without_a_recipe_has_none() {
    for (name, bytes) in each_type() {
        assert_eq!(read_recipe(&bytes), None, "{name}");
    }
    assert_eq!(read_recipe(b"no picture"), None);
}
