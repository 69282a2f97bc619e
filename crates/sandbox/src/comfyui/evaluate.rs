//! What each node class does with its inputs.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::cache::NodeResult;
use super::faults::Exception;
use super::files::{self, FileType};
use super::images::{self, ImageError, Picture};
use super::value::{Latent, Value};
use super::{Server, png};
use crate::draw::{Drawing, Lora, Model};

/// A node's inputs: plain values, and what came along its links.
pub(crate) type Inputs = HashMap<String, Value>;

/// How a run saves its pictures.
#[derive(Debug, Clone, Default)]
pub(crate) struct Saving {
    /// What is written into each file: the graph, and the entries of `extra_pnginfo`.
    pub(crate) texts: Vec<(String, Json)>,
    /// The files are named but not written: a fault.
    pub(crate) lose_files: bool,
}

fn raise(kind: &str, message: impl Into<String>) -> Exception {
    Exception { kind: kind.into(), message: message.into() }
}

impl From<ImageError> for Exception {
    fn from(error: ImageError) -> Self {
        let kind = match &error {
            ImageError::TooLarge { .. } => "torch.OutOfMemoryError",
            ImageError::Unreadable(_) => "PIL.UnidentifiedImageError",
            ImageError::Encoding(_) => "OSError",
        };
        raise(kind, error.to_string())
    }
}

impl From<io::Error> for Exception {
    fn from(error: io::Error) -> Self {
        raise("OSError", error.to_string())
    }
}

/// Reads inputs. Validation has seen to it that they are there and of the right type, so what is missing is a fault of
/// the graph that Python would raise as well.
struct Reader<'a>(&'a Inputs);

impl Reader<'_> {
    fn get(&self, name: &str) -> Result<&Value, Exception> {
        self.0.get(name).ok_or_else(|| raise("TypeError", format!("missing 1 required positional argument: '{name}'")))
    }

    fn wrong(name: &str) -> Exception {
        raise("TypeError", format!("'{name}' holds something else than expected"))
    }

    fn plain(&self, name: &str) -> Result<&Json, Exception> {
        match self.get(name)? {
            Value::Plain(value) => Ok(value),
            _ => Err(Self::wrong(name)),
        }
    }

    fn text(&self, name: &str) -> Result<&str, Exception> {
        self.plain(name)?.as_str().ok_or_else(|| Self::wrong(name))
    }

    fn float(&self, name: &str) -> Result<f64, Exception> {
        self.plain(name)?.as_f64().ok_or_else(|| Self::wrong(name))
    }

    fn whole(&self, name: &str) -> Result<u64, Exception> {
        self.plain(name)?.as_u64().ok_or_else(|| Self::wrong(name))
    }

    fn size(&self, name: &str) -> Result<u32, Exception> {
        u32::try_from(self.whole(name)?).map_err(|_| Self::wrong(name))
    }

    fn count(&self, name: &str) -> Result<usize, Exception> {
        usize::try_from(self.whole(name)?).map_err(|_| Self::wrong(name))
    }

    fn model(&self, name: &str) -> Result<Model, Exception> {
        match self.get(name)? {
            Value::Model(model) => Ok(model.clone()),
            _ => Err(Self::wrong(name)),
        }
    }

    fn latent(&self, name: &str) -> Result<Latent, Exception> {
        match self.get(name)? {
            Value::Latent(latent) => Ok(latent.clone()),
            _ => Err(Self::wrong(name)),
        }
    }

    fn images(&self, name: &str) -> Result<&[Picture], Exception> {
        match self.get(name)? {
            Value::Images(images) => Ok(images),
            _ => Err(Self::wrong(name)),
        }
    }

    fn words(&self, name: &str) -> Result<Arc<str>, Exception> {
        match self.get(name)? {
            Value::Conditioning(words) => Ok(words.clone()),
            _ => Err(Self::wrong(name)),
        }
    }
}

/// Runs one node. Slow for nodes that draw: called on a thread that may block.
pub(crate) fn evaluate(
    server: &Server,
    class_type: &str,
    inputs: &Inputs,
    saving: &Saving,
) -> Result<NodeResult, Exception> {
    let read = Reader(inputs);
    let outputs = match class_type {
        "CheckpointLoaderSimple" => {
            let model = Model { checkpoint: read.text("ckpt_name")?.to_owned(), loras: Vec::new() };
            vec![Value::Model(model), Value::Clip, Value::Vae]
        }
        "UNETLoader" => vec![Value::Model(Model { checkpoint: read.text("unet_name")?.to_owned(), loras: Vec::new() })],
        "VAELoader" => vec![Value::Vae],
        "LoraLoader" | "LoraLoaderModelOnly" => {
            let mut model = read.model("model")?;
            let strength = read.float("strength_model")?;
            model.loras.push(Lora { name: read.text("lora_name")?.to_owned(), strength });
            vec![Value::Model(model), Value::Clip]
        }
        "CLIPSetLastLayer" => vec![Value::Clip],
        "CLIPTextEncode" => vec![Value::Conditioning(read.text("text")?.into())],
        "CLIPTextEncodeSDXL" => {
            let (global, local) = (read.text("text_g")?, read.text("text_l")?);
            let words = if global == local { global.to_owned() } else { format!("{global}, {local}") };
            vec![Value::Conditioning(words.into())]
        }
        "ConditioningCombine" => {
            vec![joined(&read.words("conditioning_1")?, &read.words("conditioning_2")?)]
        }
        "ConditioningConcat" => vec![joined(&read.words("conditioning_to")?, &read.words("conditioning_from")?)],
        "ConditioningZeroOut" => vec![Value::Conditioning("".into())],
        "EmptyLatentImage" | "EmptySD3LatentImage" => {
            let (width, height) = (read.size("width")?, read.size("height")?);
            // Latents are an eighth of the picture's size, rounded down.
            let (width, height) = (width / 8 * 8, height / 8 * 8);
            vec![Value::Latent(Latent { width, height, batch_size: read.count("batch_size")?, pictures: Vec::new() })]
        }
        "LatentUpscale" => {
            let latent = read.latent("samples")?;
            let (width, height) = kept_shape((latent.width, latent.height), read.size("width")?, read.size("height")?);
            vec![Value::Latent(scaled_latent(latent, width / 8 * 8, height / 8 * 8, read.text("crop")? == "center")?)]
        }
        "LatentUpscaleBy" => {
            let latent = read.latent("samples")?;
            let (width, height) = times((latent.width, latent.height), read.float("scale_by")?);
            vec![Value::Latent(scaled_latent(latent, width / 8 * 8, height / 8 * 8, false)?)]
        }
        "RepeatLatentBatch" => {
            let mut latent = read.latent("samples")?;
            let amount = read.count("amount")?;
            latent.batch_size *= amount;
            latent.pictures = std::iter::repeat_n(latent.pictures, amount).flatten().collect();
            vec![Value::Latent(latent)]
        }
        "SetLatentNoiseMask" => vec![Value::Latent(read.latent("samples")?)],
        "VAEEncode" => {
            let pictures = read.images("pixels")?.to_vec();
            let (width, height) = pictures.first().map_or((0, 0), Picture::size);
            vec![Value::Latent(Latent { width, height, batch_size: pictures.len(), pictures })]
        }
        "VAEDecode" => vec![Value::Images(decode(&read.latent("samples")?)?)],
        "LoadImage" | "LoadImageMask" => {
            let name = read.text("image")?;
            let path = server.folders.annotated(name);
            let path = path
                .ok_or_else(|| raise("FileNotFoundError", format!("[Errno 2] No such file or directory: '{name}'")))?;
            let picture = images::load(&path)?;
            if class_type == "LoadImage" { vec![Value::Images(vec![picture]), Value::Mask] } else { vec![Value::Mask] }
        }
        "EmptyImage" => {
            let color = read.whole("color")?.to_be_bytes();
            let picture = images::plain(read.size("width")?, read.size("height")?, [color[5], color[6], color[7]])?;
            vec![Value::Images(vec![picture; read.count("batch_size")?])]
        }
        "ImageScale" => {
            let (wanted, crop) = ((read.size("width")?, read.size("height")?), read.text("crop")? == "center");
            vec![scaled_images(read.images("image")?, crop, |size| kept_shape(size, wanted.0, wanted.1))?]
        }
        "ImageScaleBy" => {
            let factor = read.float("scale_by")?;
            vec![scaled_images(read.images("image")?, false, |size| times(size, factor))?]
        }
        "ImageScaleToTotalPixels" => {
            let pixels = read.float("megapixels")? * 1024.0 * 1024.0;
            let factor = |(width, height): (u32, u32)| (pixels / (f64::from(width) * f64::from(height))).sqrt();
            vec![scaled_images(read.images("image")?, false, |size| times(size, factor(size)))?]
        }
        "UpscaleModelLoader" => vec![Value::UpscaleModel(upscale_factor(read.text("model_name")?))],
        "ImageUpscaleWithModel" => {
            let Value::UpscaleModel(factor) = read.get("upscale_model")? else {
                return Err(Reader::wrong("upscale_model"));
            };
            vec![scaled_images(read.images("image")?, false, |size| times(size, f64::from(*factor)))?]
        }
        "PrimitiveStringMultiline" | "PrimitiveInt" | "PrimitiveBoolean" => {
            vec![Value::Plain(read.plain("value")?.clone())]
        }
        "StringConcatenate" => {
            let (a, b) = (read.text("string_a")?, read.text("string_b")?);
            vec![Value::Plain(format!("{a}{}{b}", read.text("delimiter")?).into())]
        }
        "SaveImage" | "PreviewImage" => {
            let (kind, prefix) = match class_type {
                "SaveImage" => (FileType::Output, read.text("filename_prefix")?),
                _ => (FileType::Temp, "ComfyUI_temp_drawn"),
            };
            let pictures = read.images("images")?;
            let ui = save(server, kind, prefix, pictures, saving)?;
            return Ok(NodeResult { outputs: vec![Value::Images(pictures.to_vec())], ui: Some(ui) });
        }
        "PreviewAny" => {
            let text = match read.get("source")? {
                Value::Plain(Json::String(text)) => text.clone(),
                Value::Plain(value) => value.to_string(),
                other => format!("{other:?}"),
            };
            return Ok(NodeResult {
                outputs: vec![Value::Plain(text.clone().into())],
                ui: Some(json!({"text": [text]})),
            });
        }
        other => return Err(raise("NotImplementedError", format!("{other} cannot be run by the sandbox"))),
    };
    Ok(NodeResult { outputs, ui: None })
}

/// What a sampler is asked to make.
#[derive(Debug, Clone)]
pub(crate) struct Sampling {
    pub(crate) seed: u64,
    pub(crate) steps: u32,
    pub(crate) latent: Latent,
    /// The pictures that come out.
    pub(crate) pictures: Vec<Picture>,
}

/// Reads a sampler's inputs and lays out what it will make; the pictures are drawn when they are decoded.
pub(crate) fn sampling(class_type: &str, inputs: &Inputs) -> Result<Sampling, Exception> {
    let read = Reader(inputs);
    let advanced = class_type == "KSamplerAdvanced";
    let seed = read.whole(if advanced { "noise_seed" } else { "seed" })?;
    let all_steps = read.whole("steps")?.max(1);
    let (steps, denoise) = if advanced {
        let start = read.whole("start_at_step")?.min(all_steps);
        let end = read.whole("end_at_step")?.clamp(start, all_steps);
        ((end - start).max(1), (all_steps - start) as f64 / all_steps as f64)
    } else {
        (all_steps, read.float("denoise")?)
    };
    let latent = read.latent("latent_image")?;
    let (positive, negative, model) = (read.words("positive")?, read.words("negative")?, read.model("model")?);
    let mut pictures = Vec::new();
    for index in 0..latent.batch_size {
        let drawing = Drawing {
            positive: positive.to_string(),
            negative: negative.to_string(),
            seed,
            index: index as u64,
            model: model.clone(),
        };
        let fresh = Picture::Drawn { drawing: Arc::new(drawing), width: latent.width, height: latent.height };
        let picture = match latent.pictures.get(index) {
            // A light pass over a drawing sharpens it: the drawing itself stays.
            Some(drawn @ Picture::Drawn { .. }) if denoise < 0.75 => drawn.clone(),
            Some(given) if denoise < 1.0 => given.under(&fresh, denoise as f32)?,
            _ => fresh,
        };
        pictures.push(picture);
    }
    Ok(Sampling { seed, steps: u32::try_from(steps).unwrap_or(u32::MAX), latent, pictures })
}

fn joined(first: &str, second: &str) -> Value {
    Value::Conditioning(format!("{first}, {second}").into())
}

/// A width or height of 0 keeps the proportions; both 0 keep the size.
fn kept_shape((old_width, old_height): (u32, u32), width: u32, height: u32) -> (u32, u32) {
    let other = |given: u32, old: u32, old_given: u32| {
        ((f64::from(old) * f64::from(given) / f64::from(old_given.max(1))).round() as u32).max(1)
    };
    match (width, height) {
        (0, 0) => (old_width, old_height),
        (0, height) => (other(height, old_width, old_height), height),
        (width, 0) => (width, other(width, old_height, old_width)),
        both => both,
    }
}

fn times((width, height): (u32, u32), factor: f64) -> (u32, u32) {
    let scaled = |side: u32| ((f64::from(side) * factor).round() as u32).max(1);
    (scaled(width), scaled(height))
}

fn scaled_latent(latent: Latent, width: u32, height: u32, crop: bool) -> Result<Latent, Exception> {
    let pictures: Result<_, _> = latent.pictures.iter().map(|picture| picture.scaled(width, height, crop)).collect();
    Ok(Latent { width, height, batch_size: latent.batch_size, pictures: pictures? })
}

fn scaled_images(
    pictures: &[Picture],
    crop: bool,
    size: impl Fn((u32, u32)) -> (u32, u32),
) -> Result<Value, Exception> {
    let scaled: Result<_, _> = pictures
        .iter()
        .map(|picture| {
            let (width, height) = size(picture.size());
            picture.scaled(width, height, crop)
        })
        .collect();
    Ok(Value::Images(scaled?))
}

/// The pictures of a latent; one that was never sampled decodes to grey, as noise-free emptiness does.
fn decode(latent: &Latent) -> Result<Vec<Picture>, Exception> {
    if latent.pictures.is_empty() {
        return Ok(vec![images::plain(latent.width, latent.height, [128, 120, 112])?; latent.batch_size]);
    }
    Ok(latent.pictures.clone())
}

/// How many times larger an upscaler makes a picture, by its name (`4x_detail.pth`); 4 when it does not say.
fn upscale_factor(name: &str) -> f32 {
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    ["2", "3", "4", "8"]
        .iter()
        .find(|digit| name.contains(&format!("{digit}x")) || name.contains(&format!("x{digit}")))
        .and_then(|digit| digit.parse().ok())
        .unwrap_or(4.0)
}

fn save(
    server: &Server,
    kind: FileType,
    prefix: &str,
    pictures: &[Picture],
    saving: &Saving,
) -> Result<Json, Exception> {
    if server.faults.strike_disk_full() {
        return Err(raise("OSError", "[Errno 28] No space left on device"));
    }
    let root = server.folders.of(kind);
    let (subfolder, name, first) = files::next_name(&root, prefix).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => {
            raise("Exception", "**** ERROR: Saving image outside the output folder is not allowed.")
        }
        _ => error.into(),
    })?;
    let mut saved = Vec::new();
    for (picture, number) in pictures.iter().zip(first..) {
        let pixels = picture.pixels()?;
        let file = format!("{name}_{number:05}_.png");
        if !saving.lose_files {
            let png = png::encode(&images::rgb(&pixels), pixels.width(), pixels.height(), &saving.texts);
            let path = root.join(&subfolder).join(&file);
            std::fs::write(path, png.map_err(ImageError::from)?)?;
        }
        let mut entry = Map::new();
        entry.insert("filename".into(), file.into());
        entry.insert("subfolder".into(), subfolder.clone().into());
        entry.insert("type".into(), kind.name().into());
        saved.push(entry);
    }
    Ok(json!({"images": saved}))
}
