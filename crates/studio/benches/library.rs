//! Measures the library's list against 10,000 items, and the dispatch of an operation; one JSON line a measure.
//!
//! `cargo bench -p troupe-studio --bench library` measures in a folder of its own.
//! `cargo bench -p troupe-studio --bench library -- fill FOLDER COUNT` fills a library instead, with files
//! and thumbnails, so that other things can be measured against it.
//! `cargo test` runs it too, on a few items, so that it does not break unseen.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::{
    error::Error,
    io::Cursor,
    path::Path,
    time::{Duration, Instant},
};
use troupe_library::{
    Library, samples,
    tables::content::{filter::Filter, list},
};
use troupe_studio::{OpenOptions, Studio};

/// How much is measured.
#[derive(Clone, Copy)]
struct Size {
    /// How many items the library holds.
    items: usize,
    /// How often each thing is measured.
    rounds: usize,
}

const MEASURED: Size = Size { items: 10_000, rounds: 500 };
const TRIED: Size = Size { items: 100, rounds: 2 };
/// The moment of the newest item, so that each measured library is the same.
const NEWEST: &str = "2026-11-03T09:42:00Z";

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // `cargo bench` adds this flag, `cargo test` does not.
    let (flags, arguments): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument == "--bench");
    let size = if flags.is_empty() { TRIED } else { MEASURED };
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => measure(size).await,
        ["fill", folder, count] => fill_with_files(Path::new(folder), count.parse()?).await,
        _ => Err("give nothing, or: fill FOLDER COUNT".into()),
    }
}

async fn measure(size: Size) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    fill(folder.path(), size.items).await?;
    let studio = Studio::open(OpenOptions::new(folder.path())).await?;
    let characters = studio.run("content.facets", json!({})).await?;
    let character_id = &characters["character_id"][0]["value"];

    report("dispatch of an operation", times(&studio, size.rounds, "system.info", |_| json!({})).await?);
    let with = |mut fields: Value, round: usize| {
        // The first pages, as somebody who scrolls asks for them.
        fields["limit"] = json!(48);
        fields["offset"] = json!(48 * (round % 5));
        fields
    };
    for (what, fields) in [
        ("list", json!({})),
        ("list of a character", json!({ "character_id": character_id })),
        ("list of a character's approved", json!({ "character_id": character_id, "approval_status": "approved" })),
        ("list of a tag", json!({ "tag": "beach" })),
        ("list of a model, by quality", json!({ "model": "sdxl.safetensors", "sort": "quality" })),
        ("list of scores", json!({ "min_identity": 0.8, "min_quality": 0.6, "never_posted": true })),
        ("search for a common word", json!({ "q": "portrait" })),
        ("search for a rare word", json!({ "q": "look 5000" })),
        ("search within a character and a tag", json!({ "q": "red co", "character_id": character_id, "tag": "night" })),
    ] {
        report(what, times(&studio, size.rounds, "content.list", |round| with(fields.clone(), round)).await?);
    }
    report("facets", times(&studio, size.rounds, "content.facets", |_| json!({ "approval_status": "pending" })).await?);
    studio.close().await;
    Ok(())
}

/// The times of one operation, shortest first, after some rounds that warm it up.
async fn times(
    studio: &Studio,
    rounds: usize,
    operation: &str,
    input: impl Fn(usize) -> Value,
) -> Result<Vec<Duration>, Failure> {
    for round in 0..rounds.min(20) {
        studio.run(operation, input(round)).await?;
    }
    let mut times = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let input = input(round);
        let started = Instant::now();
        std::hint::black_box(studio.run(operation, input).await?);
        times.push(started.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

fn report(what: &str, times: Vec<Duration>) {
    let at = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len().saturating_sub(1))).copied().unwrap_or_default().as_secs_f64() * 1e6
    };
    println!(
        "{}",
        json!({ "what": what, "p50_us": at(0.5).round(), "p99_us": at(0.99).round(), "rounds": times.len() })
    );
}

async fn fill(folder: &Path, count: usize) -> Result<Vec<String>, Failure> {
    let library = Library::open(folder).await?;
    let newest: DateTime<Utc> = NEWEST.parse()?;
    let files = samples::fill(&library, count, newest).await?;
    library.close().await;
    Ok(files)
}

/// One picture and its thumbnails under the name of every item: links, so that it takes no space.
async fn fill_with_files(folder: &Path, count: usize) -> Result<(), Failure> {
    let files = fill(folder, count).await?;
    let library = Library::open(folder).await?;
    let picture = image::RgbImage::from_fn(1024, 1280, |x, y| image::Rgb([x as u8, y as u8, (x ^ y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png)?;
    let source = folder.join("source.png");
    std::fs::write(&source, bytes.get_ref())?;
    let link = |from: &Path, to: &Path| -> std::io::Result<()> {
        std::fs::create_dir_all(to.parent().unwrap_or(folder))?;
        // A file may have only so many links: some file systems stop at 1,024, NTFS too.
        std::fs::hard_link(from, to).or_else(|_| std::fs::copy(from, to).map(|_| ()))
    };
    for file in &files {
        link(&source, &library.media_dir().join(file))?;
    }
    let small = troupe_media::thumbnails(bytes.get_ref(), &[320, 640], &troupe_media::Limits::default())?;
    let mut read = library.read().await?;
    let ids = list::ids(&mut read, &Filter::default()).await?;
    drop(read);
    for (edge_px, thumbnail) in [320, 640].into_iter().zip(small) {
        let source = folder.join(format!("source-{edge_px}.jpg"));
        std::fs::write(&source, thumbnail.bytes)?;
        for id in &ids {
            let name = id.to_string();
            let shelf = name.get(name.len() - 2..).unwrap_or_default();
            link(&source, &library.thumbnails_dir().join(shelf).join(format!("{name}-{edge_px}.jpg")))?;
        }
    }
    library.close().await;
    Ok(())
}
