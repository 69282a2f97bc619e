//! What travels along the links of a graph while it runs.

use std::sync::Arc;

use serde_json::Value as Json;

use super::images::Picture;
use crate::draw::Model;

/// What an output holds.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A plain value: a number, a text, a truth.
    Plain(Json),
    Model(Model),
    Clip,
    Vae,
    /// The words of a prompt.
    Conditioning(Arc<str>),
    Latent(Latent),
    Images(Vec<Picture>),
    Mask,
    /// How many times larger the upscaler makes a picture.
    UpscaleModel(f32),
}

/// A latent: so many pictures of a size, empty or holding something.
#[derive(Debug, Clone)]
pub(crate) struct Latent {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) batch_size: usize,
    /// What it holds; nothing for an empty latent.
    pub(crate) pictures: Vec<Picture>,
}
