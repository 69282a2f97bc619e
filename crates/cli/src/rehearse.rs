//! `troupe-cli rehearse`: the main job from a character to finished pictures, on the stand-in, in a
//! folder of its own. Each step is an operation that any interface could have called.

use crate::{answer::say, failure::Failure, job, serve::start_sandbox};
use clap::ArgMatches;
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use troupe_sandbox::draw::{Drawing, draw};
use troupe_studio::{Caller, Code, Kind, OpenOptions, Rehearsal, Studio};

/// How many pictures are made, approved and rejected.
const PICTURES: usize = 8;
const APPROVED: usize = 3;
/// The size of what is drawn, in pixels.
const WIDTH: u32 = 512;
const HEIGHT: u32 = 640;
/// Longer than any step takes, so that a fault ends the walk.
const STEP_LIMIT: Duration = Duration::from_secs(300);

/// Walks the main job and says each step.
///
/// # Errors
/// The first step that fails.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let folder = tempfile::Builder::new().prefix("troupe-rehearsal-").tempdir()?;
    let library = folder.path().join("library");
    let mut walk = Walk::new(matches.get_flag("json"));
    let sandbox = start_sandbox(&library)?;
    let mut options = OpenOptions::new(&library);
    options.rehearsal =
        Some(Rehearsal { comfyui: sandbox.url(), platforms: sandbox.platforms_url(), text: sandbox.ollama_url() });
    let studio = Studio::open(options).await?.as_caller(Caller::Cli);
    studio.start_tasks();
    walk.step(format!("Opened a library in {}, with a stand-in for ComfyUI", library.display()));

    let walked = tokio::select! {
        walked = tokio::time::timeout(STEP_LIMIT, main_job(&mut walk, &studio, folder.path())) => walked.unwrap_or_else(|_| {
            Err(Failure::new(Code::ServiceUnavailable, "The rehearsal did not come to its end in five minutes."))
        }),
        _ = tokio::signal::ctrl_c() => Err(Failure::new(Code::Conflict, "The rehearsal was interrupted.")),
    };
    studio.close().await;
    sandbox.shutdown().await;
    walked?;
    walk.files(&library.join("media"))?;
    if matches.get_flag("keep") {
        walk.say(&format!("Everything is kept in {}", folder.keep().display()));
    }
    walk.end();
    Ok(())
}

async fn main_job(walk: &mut Walk, studio: &Studio, folder: &Path) -> Result<(), Failure> {
    let character = studio
        .run(
            "characters.create",
            json!({
                "name": "Mira Sommer",
                "age": 27,
                "bio": "Paints in the morning, walks in the evening.",
                "timezone": "Europe/Berlin",
                "appearance": { "prompt_prefix": "Mira Sommer, a woman of 27, copper hair, green eyes, freckles" },
            }),
        )
        .await?;
    let character_id = text(&character, "id");
    walk.step("Made the character Mira Sommer, 27".to_owned());

    let files = reference_pictures(folder)?;
    let files: Vec<Value> = files.iter().map(|path| json!({ "path": path })).collect();
    studio.run("references.add", json!({ "character_id": character_id, "files": files })).await?;
    let references = studio.run("references.list", json!({ "character_id": character_id })).await?;
    let total = references.get("total").and_then(Value::as_u64).unwrap_or_default();
    ensure(total == 2, "the character should have two references")?;
    walk.step("Gave her two reference pictures; the first is the primary one".to_owned());

    let job = make(
        walk,
        studio,
        "images.generate",
        json!({
            "prompt": "in a sunlit studio, half-length portrait, ochre wall",
            "character_id": character_id,
            "count": PICTURES,
            "width": WIDTH,
            "height": HEIGHT,
            "steps": 12,
        }),
    )
    .await?;
    let pictures = ids(&job);
    ensure(pictures.len() == PICTURES, "eight pictures should have been made")?;
    walk.step(format!("Made {PICTURES} pictures"));

    for content_id in pictures.iter().take(APPROVED) {
        studio.run("content.approve", json!({ "content_id": content_id })).await?;
    }
    walk.step(format!("Approved {APPROVED} of them"));
    for content_id in pictures.iter().skip(APPROVED).take(1) {
        studio.run("content.reject", json!({ "content_id": content_id, "reason": "the hands" })).await?;
    }
    walk.step("Rejected one".to_owned());

    let first = pictures.first().cloned().unwrap_or_default();
    let again = make(walk, studio, "content.again", json!({ "content_id": first })).await?;
    let again = ids(&again).first().cloned().unwrap_or_default();
    let seed = |item: &Value| item.get("seed").and_then(Value::as_u64);
    let (old, new) = (get(studio, &first).await?, get(studio, &again).await?);
    ensure(seed(&old).is_some() && seed(&old) == seed(&new), "the picture made again should carry the same seed")?;
    walk.step(format!("Made the first one again from its recipe, seed {}", seed(&new).unwrap_or_default()));

    let counted = studio.run("content.list", json!({ "character_id": character_id, "status": "approved" })).await?;
    let approved = counted.get("total").and_then(Value::as_u64).unwrap_or_default();
    ensure(approved == APPROVED as u64, "three pictures should be approved in the library")
}

async fn get(studio: &Studio, content_id: &str) -> Result<Value, Failure> {
    Ok(studio.run("content.get", json!({ "content_id": content_id })).await?)
}

/// Runs an operation that makes pictures, and says each as it comes.
async fn make(walk: &mut Walk, studio: &Studio, operation: &str, input: Value) -> Result<Value, Failure> {
    let mut events = studio.events().subscribe();
    let asked = studio.run(operation, input).await?;
    let job_id = text(&asked, "job_id");
    loop {
        let job = studio.run("images.job", json!({ "job_id": job_id })).await?;
        match job::state(&job) {
            "done" => return Ok(job),
            "failed" | "cancelled" => {
                job::verdict(&job)?;
                return Err(Failure::new(Code::UpstreamError, "The pictures were not made."));
            }
            _ => {}
        }
        let Some(event) = events.next().await else {
            return Err(Failure::new(Code::InternalError, "The studio closed in the middle."));
        };
        if event.kind == Kind::ContentGenerated && event.data.get("job_id").and_then(Value::as_str) == Some(&job_id) {
            walk.picture();
        }
    }
}

/// Draws the two portraits that a creator would drop.
fn reference_pictures(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for (name, seed) in [("mira-front.png", 11), ("mira-left.png", 23)] {
        let drawing = Drawing {
            positive: "Mira Sommer, a woman of 27, copper hair, green eyes, freckles, portrait".to_owned(),
            seed,
            ..Drawing::default()
        };
        let picture = draw(&drawing, 768, 768)
            .and_then(|picture| picture.encode_png().ok())
            .ok_or_else(|| Failure::new(Code::InternalError, "The reference pictures could not be drawn."))?;
        let path = folder.join(name);
        std::fs::write(&path, picture)?;
        files.push(path);
    }
    Ok(files)
}

fn text(answer: &Value, name: &str) -> String {
    answer.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn ids(job: &Value) -> Vec<String> {
    let ids = job.get("content_ids").and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn ensure(holds: bool, words: &str) -> Result<(), Failure> {
    if holds {
        Ok(())
    } else {
        Err(Failure::new(Code::InternalError, format!("The rehearsal found a fault: {words}.")))
    }
}

/// The steps, each with its time.
struct Walk {
    is_json: bool,
    began: Instant,
    last: Instant,
    last_picture: Instant,
    pictures: usize,
    steps: Vec<Value>,
    files: Vec<Value>,
}

impl Walk {
    fn new(is_json: bool) -> Self {
        let now = Instant::now();
        Self { is_json, began: now, last: now, last_picture: now, pictures: 0, steps: Vec::new(), files: Vec::new() }
    }

    fn say(&self, line: &str) {
        if !self.is_json {
            say(&format!("{line}\n"));
        }
    }

    fn step(&mut self, words: String) {
        let took = self.last.elapsed();
        self.last = Instant::now();
        self.last_picture = self.last;
        self.pictures = 0;
        self.say(&format!("{:>2}. {words}  ({:.2} s)", self.steps.len() + 1, took.as_secs_f64()));
        self.steps.push(json!({ "step": words, "took_ms": took.as_millis() }));
    }

    fn picture(&mut self) {
        self.pictures += 1;
        let took = self.last_picture.elapsed();
        self.last_picture = Instant::now();
        self.say(&format!("      picture {}  ({:.2} s)", self.pictures, took.as_secs_f64()));
    }

    /// Names every file that the walk left in the media folder.
    fn files(&mut self, media: &Path) -> Result<(), Failure> {
        self.say("The files made:");
        let mut folders = vec![media.to_owned()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                let metadata = entry.metadata()?;
                if metadata.is_dir() {
                    folders.push(entry.path());
                } else {
                    found.push((entry.path(), metadata.len()));
                }
            }
        }
        found.sort();
        for (path, size_bytes) in found {
            let name = path.strip_prefix(media).unwrap_or(&path).display().to_string();
            self.say(&format!("      {name}  {} kB", size_bytes.div_ceil(1000)));
            self.files.push(json!({ "file": name, "size_bytes": size_bytes }));
        }
        Ok(())
    }

    fn end(&self) {
        let took = self.began.elapsed();
        if self.is_json {
            let walk = json!({ "steps": self.steps, "files": self.files, "took_ms": took.as_millis() });
            say(&format!("{walk:#}\n"));
        } else {
            let seconds = took.as_secs_f64();
            self.say(&format!("The whole walk took {seconds:.1} s. No model was run, and nothing left this computer."));
        }
    }
}
