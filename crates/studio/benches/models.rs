//! Measures the list of models against a ComfyUI that has 40,000 of them: the first page while the index is warm, and
//! how long it takes to be built. One JSON line a measure.
//!
//! `cargo bench -p troupe-studio --bench models` measures; `cargo test` runs it on a few files, so that it does not
//! break unseen.

use serde_json::{Value, json};
use std::{
    error::Error,
    path::Path,
    time::{Duration, Instant},
};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_studio::{OpenOptions, Rehearsal, Studio};

/// How much is measured.
#[derive(Clone, Copy)]
struct Size {
    /// How many files lie in the folders.
    files: usize,
    /// How often each thing is measured.
    rounds: usize,
}

const MEASURED: Size = Size { files: 40_000, rounds: 200 };
const TRIED: Size = Size { files: 100, rounds: 2 };

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // `cargo bench` adds this flag, `cargo test` does not.
    let size = if std::env::args().any(|argument| argument == "--bench") { MEASURED } else { TRIED };
    let folder = tempfile::tempdir()?;
    fill(&folder.path().join("sandbox/models/loras"), size.files)?;
    let sandbox = Sandbox::start(SandboxConfig::new(folder.path().join("sandbox")))?;
    let studio = Studio::open(OpenOptions {
        rehearsal: Some(Rehearsal {
            comfyui: sandbox.url(),
            platforms: sandbox.platforms_url(),
            text: sandbox.ollama_url(),
        }),
        ..OpenOptions::new(folder.path().join("library"))
    })
    .await?;
    let began = Instant::now();
    let first = list(&studio, json!({})).await?;
    report("cold list of names", size, began.elapsed(), began.elapsed());
    if first["total"].as_u64().unwrap_or_default() < u64::try_from(size.files)? {
        return Err("not every model was listed".into());
    }
    while list(&studio, json!({ "limit": 1 })).await?["has_sizes"] != true {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    report("cold index with sizes", size, began.elapsed(), began.elapsed());
    for (what, input) in [
        ("first page", json!({ "show": "files" })),
        ("page from the middle", json!({ "offset": size.files / 2 })),
        ("search for a rare name", json!({ "search": "look-1234" })),
        ("search within a type", json!({ "type": "loras", "search": "KAIA" })),
    ] {
        let mut times = Vec::with_capacity(size.rounds);
        for _ in 0..size.rounds {
            let began = Instant::now();
            list(&studio, input.clone()).await?;
            times.push(began.elapsed());
        }
        times.sort_unstable();
        let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).copied();
        report(what, size, at(50).unwrap_or_default(), at(95).unwrap_or_default());
    }
    studio.close().await;
    sandbox.shutdown().await;
    Ok(())
}

async fn list(studio: &Studio, input: Value) -> Result<Value, Failure> {
    Ok(studio.run("models.list", input).await?)
}

/// Empty files with names as people give them: the sandbox lists what lies there.
fn fill(folder: &Path, count: usize) -> Result<(), Failure> {
    const NAMES: [&str; 8] = ["mira", "juno", "kaia", "teo", "ines", "noor", "film-grain", "soft-light"];
    for number in 0..count {
        let name = NAMES.get(number % NAMES.len()).copied().unwrap_or_default();
        let place = folder.join(format!("collection-{}", number / 1000));
        std::fs::create_dir_all(&place)?;
        std::fs::write(place.join(format!("{name}_sdxl_look-{number}.safetensors")), b"")?;
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
fn report(what: &str, size: Size, median: Duration, p95: Duration) {
    let ms = |time: Duration| (time.as_secs_f64() * 1_000_000.0).round() / 1_000.0;
    println!(
        "{}",
        json!({ "measure": format!("models: {what}"), "files": size.files, "p50_ms": ms(median), "p95_ms": ms(p95) })
    );
}
