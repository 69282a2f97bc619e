//! Which part of a picture to send where a platform refuses the shape of the whole.

use crate::{Error, Result, Studio, media_files, text::shown};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    ContentId, LibraryError,
    tables::{content::ContentType, post_media::Crop},
};
use troupe_media::{Limits, framing};

/// The longer edge of the copy that is looked at, in pixels.
const EDGE_PX: u32 = 640;
/// The narrowest and the widest shape that is asked for, width divided by height.
const RATIOS: std::ops::RangeInclusive<f64> = 0.1..=10.0;

/// Proposes the part of a picture to keep for a shape: the widest one, where most is to be seen, faces before all.
/// Nothing is changed; posts take it as one of their `crops`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CropContent {
    /// A picture of the library.
    content_id: ContentId,
    /// The narrowest shape that will do: width divided by height.
    #[schemars(range(min = 0.1, max = 10.0))]
    min_ratio: f64,
    /// The widest shape that will do.
    #[schemars(range(min = 0.1, max = 10.0))]
    max_ratio: f64,
}

pub(super) async fn crop(studio: &Studio, input: CropContent) -> Result<Crop> {
    let CropContent { content_id, min_ratio, max_ratio } = input;
    for (field, ratio) in [("min_ratio", min_ratio), ("max_ratio", max_ratio)] {
        if !RATIOS.contains(&ratio) {
            return Err(Error::field(field, format!("must be from {} to {}", RATIOS.start(), RATIOS.end())));
        }
    }
    if min_ratio > max_ratio {
        return Err(Error::field("max_ratio", "must be at least min_ratio"));
    }
    let row = shown::find(studio, content_id).await?;
    if row.content_type != ContentType::Image {
        return Err(Error::field("content_id", "must be a picture: clips are sent whole"));
    }
    let file = match media_files::thumbnail(studio, &row, EDGE_PX).await? {
        Some(file) => file,
        None => studio.library().media_dir().join(&row.file),
    };
    let cut = media_files::on_worker(studio, move || {
        let bytes = std::fs::read(&file).map_err(|error| LibraryError::file("the picture could not be read", error))?;
        Ok::<_, Error>(framing(&bytes, min_ratio, max_ratio, &Limits::default())?)
    })
    .await??;
    Ok(Crop { x: cut.x, y: cut.y, width: cut.width, height: cut.height })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::media_files::samples::Sample;
    use serde_json::{Value, json};

    async fn run(sample: &Sample, input: Value) -> Value {
        sample.studio.run("content.crop", input).await.unwrap()
    }

    #[tokio::test]
    async fn the_part_to_keep_has_the_shape_that_was_asked_for() {
        let sample = Sample::new().await;
        let item = sample.add(|_| {}).await;
        let ratio = f64::from(u32::try_from(item.width.unwrap()).unwrap())
            / f64::from(u32::try_from(item.height.unwrap()).unwrap());
        let asked = |least: f64, most: f64| json!({ "content_id": item.id, "min_ratio": least, "max_ratio": most });
        let whole = run(&sample, asked(ratio, ratio)).await;
        assert_eq!(whole, json!({ "x": 0.0, "y": 0.0, "width": 1.0, "height": 1.0 }));
        let cut = run(&sample, asked(ratio * 2.0, ratio * 3.0)).await;
        assert_eq!((&cut["width"], &cut["height"]), (&json!(1.0), &json!(0.5)), "{cut}");
        for (least, most, field) in [(0.0, 1.0, "min_ratio"), (1.0, 11.0, "max_ratio"), (2.0, 1.0, "max_ratio")] {
            let error = sample.studio.run("content.crop", asked(least, most)).await.unwrap_err();
            assert_eq!(error.details["fields"][0]["field"], field, "{error}");
        }
    }
}
