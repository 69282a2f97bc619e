//! The list of node classes: those of ComfyUI's core that Troupe's workflows use, with the names, types and limits that
//! version 0.33 has.

use super::{Choices, Form, Input, Kind, NodeClass};

const SAMPLERS: &[&str] = &[
    "euler",
    "euler_cfg_pp",
    "euler_ancestral",
    "euler_ancestral_cfg_pp",
    "heun",
    "heunpp2",
    "exp_heun_2_x0",
    "exp_heun_2_x0_sde",
    "dpm_2",
    "dpm_2_ancestral",
    "lms",
    "dpm_fast",
    "dpm_adaptive",
    "dpmpp_2s_ancestral",
    "dpmpp_2s_ancestral_cfg_pp",
    "dpmpp_sde",
    "dpmpp_sde_gpu",
    "dpmpp_2m",
    "dpmpp_2m_cfg_pp",
    "dpmpp_2m_sde",
    "dpmpp_2m_sde_gpu",
    "dpmpp_2m_sde_heun",
    "dpmpp_2m_sde_heun_gpu",
    "dpmpp_3m_sde",
    "dpmpp_3m_sde_gpu",
    "ddpm",
    "lcm",
    "ipndm",
    "ipndm_v",
    "deis",
    "res_multistep",
    "res_multistep_cfg_pp",
    "res_multistep_ancestral",
    "res_multistep_ancestral_cfg_pp",
    "gradient_estimation",
    "gradient_estimation_cfg_pp",
    "er_sde",
    "seeds_2",
    "seeds_3",
    "sa_solver",
    "sa_solver_pece",
    "ddim",
    "uni_pc",
    "uni_pc_bh2",
];
const SCHEDULERS: &[&str] = &[
    "simple",
    "sgm_uniform",
    "karras",
    "exponential",
    "ddim_uniform",
    "beta",
    "normal",
    "linear_quadratic",
    "kl_optimal",
];
const LATENT_METHODS: &[&str] = &["nearest-exact", "bilinear", "area", "bicubic", "bislerp"];
const IMAGE_METHODS: &[&str] = &["nearest-exact", "bilinear", "area", "bicubic", "lanczos"];
const CROPS: &[&str] = &["disabled", "center"];

/// The largest width or height, in pixels.
const MAX_RESOLUTION: i128 = 16_384;

const fn input(name: &'static str, kind: Kind) -> Input {
    Input { name, kind, required: true, tooltip: "" }
}

const fn hinted(name: &'static str, kind: Kind, tooltip: &'static str) -> Input {
    Input { name, kind, required: true, tooltip }
}

const fn optional(name: &'static str, kind: Kind) -> Input {
    Input { name, kind, required: false, tooltip: "" }
}

const fn int(default: i64, min: i128, max: i128) -> Kind {
    Kind::Int { default, min, max, step: 0 }
}

const fn float(default: f64, min: f64, max: f64) -> Kind {
    Kind::Float { default, min, max, step: 0.01 }
}

const fn one_of(names: &'static [&'static str]) -> Kind {
    Kind::Choice(Choices::Fixed(names))
}

const fn model_of(folder: &'static str) -> Kind {
    Kind::Choice(Choices::Models(folder, &[]))
}

const MODEL: Kind = Kind::Link("MODEL");
const CLIP: Kind = Kind::Link("CLIP");
const VAE: Kind = Kind::Link("VAE");
const CONDITIONING: Kind = Kind::Link("CONDITIONING");
const LATENT: Kind = Kind::Link("LATENT");
const IMAGE: Kind = Kind::Link("IMAGE");
const MASK: Kind = Kind::Link("MASK");
const SEED: Kind = int(0, 0, u64::MAX as i128);
const CFG: Kind = Kind::Float { default: 8.0, min: 0.0, max: 100.0, step: 0.1 };
const STEPS: Kind = int(20, 1, 10_000);
const SIZE: Kind = Kind::Int { default: 512, min: 16, max: MAX_RESOLUTION, step: 8 };
const NEW_SIZE: Kind = int(512, 0, MAX_RESOLUTION);
const BATCH: Kind = int(1, 1, 4096);
const STRENGTH: Kind = float(1.0, -100.0, 100.0);
const PROMPT: Kind = Kind::Text { multiline: true, default: None };
const WORDS: Kind = Kind::Text { multiline: false, default: None };
const PREFIX: Kind = Kind::Text { multiline: false, default: Some("ComfyUI") };

const fn core(
    name: &'static str,
    display_name: &'static str,
    category: &'static str,
    inputs: &'static [Input],
    outputs: &'static [(&'static str, &'static str)],
) -> NodeClass {
    NodeClass { name, display_name, category, module: "nodes", form: Form::Older, output_node: false, inputs, outputs }
}

const fn extra(
    name: &'static str,
    display_name: &'static str,
    category: &'static str,
    module: &'static str,
    inputs: &'static [Input],
    outputs: &'static [(&'static str, &'static str)],
) -> NodeClass {
    NodeClass { name, display_name, category, module, form: Form::Newer, output_node: false, inputs, outputs }
}

const fn output_node(class: NodeClass) -> NodeClass {
    NodeClass { output_node: true, ..class }
}

/// All node classes of the stand-in.
pub(crate) const NODES: &[NodeClass] = &[
    core(
        "KSampler",
        "KSampler",
        "model/sampling",
        &[
            hinted("model", MODEL, "The model that removes the noise."),
            hinted("seed", SEED, "The number that the noise grows from."),
            hinted("steps", STEPS, "How many steps the sampler takes."),
            hinted("cfg", CFG, "How closely the picture follows the prompt."),
            hinted("sampler_name", one_of(SAMPLERS), "The method of sampling."),
            hinted("scheduler", one_of(SCHEDULERS), "How the noise is spread over the steps."),
            hinted("positive", CONDITIONING, "What the picture should show."),
            hinted("negative", CONDITIONING, "What the picture should not show."),
            hinted("latent_image", LATENT, "Where the sampler begins."),
            hinted("denoise", float(1.0, 0.0, 1.0), "How much of the beginning is replaced."),
        ],
        &[("LATENT", "LATENT")],
    ),
    core(
        "KSamplerAdvanced",
        "KSampler (Advanced)",
        "model/sampling",
        &[
            input("model", MODEL),
            input("add_noise", one_of(&["enable", "disable"])),
            input("noise_seed", SEED),
            input("steps", STEPS),
            input("cfg", CFG),
            input("sampler_name", one_of(SAMPLERS)),
            input("scheduler", one_of(SCHEDULERS)),
            input("positive", CONDITIONING),
            input("negative", CONDITIONING),
            input("latent_image", LATENT),
            input("start_at_step", int(0, 0, 10_000)),
            input("end_at_step", int(10_000, 0, 10_000)),
            input("return_with_leftover_noise", one_of(&["disable", "enable"])),
        ],
        &[("LATENT", "LATENT")],
    ),
    core(
        "CheckpointLoaderSimple",
        "Load Checkpoint",
        "model/loaders",
        &[hinted("ckpt_name", model_of("checkpoints"), "The checkpoint's file.")],
        &[("MODEL", "MODEL"), ("CLIP", "CLIP"), ("VAE", "VAE")],
    ),
    core(
        "UNETLoader",
        "Load Diffusion Model",
        "model/loaders",
        &[
            input("unet_name", model_of("diffusion_models")),
            input("weight_dtype", one_of(&["default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"])),
        ],
        &[("MODEL", "MODEL")],
    ),
    core(
        "VAELoader",
        "Load VAE",
        "model/loaders",
        &[input("vae_name", Kind::Choice(Choices::Models("vae", &["pixel_space"])))],
        &[("VAE", "VAE")],
    ),
    core(
        "LoraLoader",
        "Load LoRA (Model and CLIP)",
        "model/loaders",
        &[
            hinted("model", MODEL, "The model that the LoRA changes."),
            hinted("clip", CLIP, "The text encoder that the LoRA changes."),
            hinted("lora_name", model_of("loras"), "The LoRA's file."),
            hinted("strength_model", STRENGTH, "How strongly the model is changed."),
            hinted("strength_clip", STRENGTH, "How strongly the text encoder is changed."),
        ],
        &[("MODEL", "MODEL"), ("CLIP", "CLIP")],
    ),
    core(
        "LoraLoaderModelOnly",
        "Load LoRA",
        "model/loaders",
        &[input("model", MODEL), input("lora_name", model_of("loras")), input("strength_model", STRENGTH)],
        &[("MODEL", "MODEL")],
    ),
    core(
        "CLIPTextEncode",
        "CLIP Text Encode (Prompt)",
        "model/conditioning",
        &[hinted("text", PROMPT, "The prompt."), hinted("clip", CLIP, "The text encoder.")],
        &[("CONDITIONING", "CONDITIONING")],
    ),
    core(
        "CLIPSetLastLayer",
        "CLIP Set Last Layer",
        "model/conditioning",
        &[input("clip", CLIP), input("stop_at_clip_layer", int(-1, -24, -1))],
        &[("CLIP", "CLIP")],
    ),
    core(
        "ConditioningCombine",
        "Conditioning (Combine)",
        "model/conditioning/transform",
        &[input("conditioning_1", CONDITIONING), input("conditioning_2", CONDITIONING)],
        &[("CONDITIONING", "CONDITIONING")],
    ),
    core(
        "ConditioningConcat",
        "Conditioning (Concat)",
        "model/conditioning/transform",
        &[input("conditioning_to", CONDITIONING), input("conditioning_from", CONDITIONING)],
        &[("CONDITIONING", "CONDITIONING")],
    ),
    core(
        "ConditioningZeroOut",
        "ConditioningZeroOut",
        "model/conditioning/transform",
        &[input("conditioning", CONDITIONING)],
        &[("CONDITIONING", "CONDITIONING")],
    ),
    core(
        "EmptyLatentImage",
        "Empty Latent Image",
        "model/latent",
        &[
            hinted("width", SIZE, "Width in pixels."),
            hinted("height", SIZE, "Height in pixels."),
            hinted("batch_size", BATCH, "How many pictures are made at once."),
        ],
        &[("LATENT", "LATENT")],
    ),
    core(
        "LatentUpscale",
        "Upscale Latent",
        "model/latent",
        &[
            input("samples", LATENT),
            input("upscale_method", one_of(LATENT_METHODS)),
            input("width", NEW_SIZE),
            input("height", NEW_SIZE),
            input("crop", one_of(CROPS)),
        ],
        &[("LATENT", "LATENT")],
    ),
    core(
        "LatentUpscaleBy",
        "Upscale Latent By",
        "model/latent",
        &[
            input("samples", LATENT),
            input("upscale_method", one_of(LATENT_METHODS)),
            input("scale_by", float(1.5, 0.01, 8.0)),
        ],
        &[("LATENT", "LATENT")],
    ),
    core(
        "RepeatLatentBatch",
        "Repeat Latent Batch",
        "model/latent/batch",
        &[input("samples", LATENT), input("amount", int(1, 1, 64))],
        &[("LATENT", "LATENT")],
    ),
    core(
        "VAEDecode",
        "VAE Decode",
        "model/latent",
        &[hinted("samples", LATENT, "What the sampler made."), hinted("vae", VAE, "The decoder.")],
        &[("IMAGE", "IMAGE")],
    ),
    core(
        "VAEEncode",
        "VAE Encode",
        "model/latent",
        &[input("pixels", IMAGE), input("vae", VAE)],
        &[("LATENT", "LATENT")],
    ),
    core(
        "LoadImage",
        "Load Image",
        "image",
        &[input("image", Kind::Choice(Choices::InputFiles))],
        &[("IMAGE", "IMAGE"), ("MASK", "MASK")],
    ),
    core(
        "LoadImageMask",
        "Load Image (as Mask)",
        "image",
        &[
            input("image", Kind::Choice(Choices::InputFiles)),
            input("channel", one_of(&["alpha", "red", "green", "blue"])),
        ],
        &[("MASK", "MASK")],
    ),
    core(
        "SetLatentNoiseMask",
        "Set Latent Noise Mask",
        "model/latent/inpaint",
        &[input("samples", LATENT), input("mask", MASK)],
        &[("LATENT", "LATENT")],
    ),
    core(
        "EmptyImage",
        "Empty Image",
        "image",
        &[
            input("width", int(512, 1, MAX_RESOLUTION)),
            input("height", int(512, 1, MAX_RESOLUTION)),
            input("batch_size", BATCH),
            input("color", int(0, 0, 0xff_ffff)),
        ],
        &[("IMAGE", "IMAGE")],
    ),
    core(
        "ImageScale",
        "Upscale Image",
        "image/upscaling",
        &[
            input("image", IMAGE),
            input("upscale_method", one_of(IMAGE_METHODS)),
            input("width", NEW_SIZE),
            input("height", NEW_SIZE),
            input("crop", one_of(CROPS)),
        ],
        &[("IMAGE", "IMAGE")],
    ),
    core(
        "ImageScaleBy",
        "Upscale Image By",
        "image/upscaling",
        &[
            input("image", IMAGE),
            input("upscale_method", one_of(IMAGE_METHODS)),
            input("scale_by", float(1.0, 0.01, 8.0)),
        ],
        &[("IMAGE", "IMAGE")],
    ),
    output_node(core(
        "SaveImage",
        "Save Image",
        "image",
        &[
            hinted("images", IMAGE, "The pictures to be saved."),
            hinted("filename_prefix", PREFIX, "How the files' names begin."),
        ],
        &[("IMAGE", "images")],
    )),
    output_node(core("PreviewImage", "Preview Image", "image", &[input("images", IMAGE)], &[("IMAGE", "images")])),
    extra(
        "UpscaleModelLoader",
        "Load Upscale Model",
        "model/loaders",
        "comfy_extras.nodes_upscale_model",
        &[input("model_name", model_of("upscale_models"))],
        &[("UPSCALE_MODEL", "UPSCALE_MODEL")],
    ),
    extra(
        "ImageUpscaleWithModel",
        "Upscale Image (using Model)",
        "image/upscaling",
        "comfy_extras.nodes_upscale_model",
        &[input("upscale_model", Kind::Link("UPSCALE_MODEL")), input("image", IMAGE)],
        &[("IMAGE", "IMAGE")],
    ),
    extra(
        "ImageScaleToTotalPixels",
        "Scale Image to Total Pixels",
        "image/upscaling",
        "comfy_extras.nodes_post_processing",
        &[
            input("image", IMAGE),
            input("upscale_method", one_of(IMAGE_METHODS)),
            input("megapixels", float(1.0, 0.01, 16.0)),
            optional("resolution_steps", int(1, 1, 256)),
        ],
        &[("IMAGE", "IMAGE")],
    ),
    extra(
        "EmptySD3LatentImage",
        "Empty SD3 Latent Image",
        "model/latent",
        "comfy_extras.nodes_sd3",
        &[
            input("width", int(1024, 16, MAX_RESOLUTION)),
            input("height", int(1024, 16, MAX_RESOLUTION)),
            input("batch_size", BATCH),
        ],
        &[("LATENT", "LATENT")],
    ),
    extra(
        "CLIPTextEncodeSDXL",
        "CLIP Text Encode (SDXL)",
        "model/conditioning/stable diffusion",
        "comfy_extras.nodes_clip_sdxl",
        &[
            input("clip", CLIP),
            input("width", int(1024, 0, MAX_RESOLUTION)),
            input("height", int(1024, 0, MAX_RESOLUTION)),
            input("crop_w", int(0, 0, MAX_RESOLUTION)),
            input("crop_h", int(0, 0, MAX_RESOLUTION)),
            input("target_width", int(1024, 0, MAX_RESOLUTION)),
            input("target_height", int(1024, 0, MAX_RESOLUTION)),
            input("text_g", PROMPT),
            input("text_l", PROMPT),
        ],
        &[("CONDITIONING", "CONDITIONING")],
    ),
    extra(
        "PrimitiveStringMultiline",
        "Text (Multiline)",
        "utilities/primitive",
        "comfy_extras.nodes_primitive",
        &[input("value", PROMPT)],
        &[("STRING", "STRING")],
    ),
    extra(
        "PrimitiveInt",
        "Int",
        "utilities/primitive",
        "comfy_extras.nodes_primitive",
        &[input("value", int(0, i64::MIN as i128, i64::MAX as i128))],
        &[("INT", "INT")],
    ),
    extra(
        "PrimitiveBoolean",
        "Boolean",
        "utilities/primitive",
        "comfy_extras.nodes_primitive",
        &[input("value", Kind::Boolean { default: false })],
        &[("BOOLEAN", "BOOLEAN")],
    ),
    extra(
        "StringConcatenate",
        "Concatenate Text",
        "text",
        "comfy_extras.nodes_string",
        &[input("string_a", PROMPT), input("string_b", PROMPT), input("delimiter", WORDS)],
        &[("STRING", "STRING")],
    ),
    output_node(extra(
        "PreviewAny",
        "Preview as Text",
        "utilities",
        "comfy_extras.nodes_preview_any",
        &[input("source", Kind::Link("*"))],
        &[("STRING", "STRING")],
    )),
];
