//! Everything about picture files: what they are, thumbnails, measures, recipes, the AI mark, writing them safely.
//!
//! Pictures come from anywhere, so nothing here trusts them: each has [`Limits`], and each refusal is a sentence for
//! the person ([`MediaError`]). No part of this crate knows of a network, a library or the application.
//!
//! All functions are synchronous and may take some hundred milliseconds; asynchronous callers give them a thread.
//!
//! ```no_run
//! use std::path::Path;
//! use troupe_media::{Limits, Mark, Recipe, SourceType, birth, probe, thumbnails, write_new_file};
//!
//! # fn main() -> Result<(), troupe_media::MediaError> {
//! let picture = probe(Path::new("reference.jpg"), &Limits::default())?;
//! println!("{} × {}", picture.width, picture.height);
//!
//! let made = std::fs::read("from-comfyui.png").unwrap_or_default();
//! let recipe = Recipe { prompt: Some("a portrait".into()), ..Recipe::default() };
//! let file = birth(&made, &recipe, &Mark::new(SourceType::TrainedAlgorithmicMedia))?;
//! write_new_file(Path::new("media/mira/2026-11/0001.png"), &file)?;
//! for thumbnail in thumbnails(&file, &[320, 640], &Limits::default())? {
//!     println!("{} × {}", thumbnail.width, thumbnail.height);
//! }
//! # Ok(())
//! # }
//! ```

mod birth;
mod camera;
mod clip;
mod container;
mod content_hash;
mod error;
mod file;
mod framing;
mod limits;
mod mark;
mod outgoing;
mod picture_type;
mod pixels;
mod probe;
mod quality;
mod recipe;

pub use birth::{birth, publishable};
pub use camera::CameraData;
pub use clip::{Clip, clip, clip_without_words, read_clip};
pub use content_hash::{ContentHash, NotAContentHash};
pub use error::{FileAction, MediaError};
pub use file::{PART_SUFFIX, write_file, write_new_file};
pub use framing::framing;
pub use limits::Limits;
pub use mark::{AiMark, Mark, SourceType, ai_mark};
pub use outgoing::{Cut, Outgoing, outgoing};
pub use picture_type::PictureType;
pub use pixels::{FitBox, Pixels, Thumbnail, thumbnail, thumbnails};
pub use probe::{Picture, decode_limited, probe, probe_and_decode, probe_bytes, read_file};
pub use quality::{Quality, quality};
pub use recipe::{EmbeddedText, Lora, MAX_SEED, Recipe, RecipeSource, embedded_texts, read_recipe};
