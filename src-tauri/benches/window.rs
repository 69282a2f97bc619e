//! Measures, beside an empty Tauri window: the time from the start to a window that can be used, and the memory when
//! it is idle. One JSON line a measure.
//!
//! `cargo bench -p troupe --bench window -- FOLDER` measures on the library in FOLDER; it wants a display and a session
//! bus. Started with `--empty` it is that empty window itself. Linux only: memory is read from `/proc`.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use troupe_studio::{OpenOptions, Studio};

/// How often each program is started; both in turn, so that both see the same machine.
const ROUNDS: usize = 5;
/// How long a window is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(6);
/// The window can be used once its frame stands, which then asks how things are, and what its first screen shows is
/// answered. How long ComfyUI takes to say how it is counts for nothing.
const READY: &[[&str; 2]] = &[["operation=\"system.status\"", "asked"], ["operation=\"characters.list\"", "done"]];
const EMPTY_READY: &[[&str; 2]] = &[["ready", ""]];

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--empty"] => open_empty_window(),
        [folder] => measure(Path::new(folder)),
        _ => Err("give the folder of a library".into()),
    }
}

fn open_empty_window() -> Result<(), Failure> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![run])
        .run(tauri::generate_context!("src-tauri/benches/empty/tauri.conf.json"))?;
    Ok(())
}

/// Has the name of the product's one command, since the capabilities of this package allow no other.
#[tauri::command]
fn run(name: &str, input: Value) {
    eprintln!("{name} {input}");
}

/// The middle of several measures.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn measure(library: &Path) -> Result<(), Failure> {
    let library = std::path::absolute(library)?;
    tokio::runtime::Runtime::new()?.block_on(leave_welcome_behind(&library))?;
    let home = tempfile::tempdir()?;
    let (mut own, mut empty) = (Samples::default(), Samples::default());
    // The first start of each makes caches; it is not counted.
    for round in 0..=ROUNDS {
        let mut troupe = Command::new(env!("CARGO_BIN_EXE_troupe"));
        troupe.arg("--library").arg(&library).env("TROUPE_LOG", "error,troupe_studio::registry=trace");
        let mut nothing = Command::new(std::env::current_exe()?);
        nothing.arg("--empty");
        for (program, ready, samples) in [(troupe, READY, &mut own), (nothing, EMPTY_READY, &mut empty)] {
            let (start_ms, memory_mb) = open_once(program, ready, home.path())?;
            if round > 0 {
                samples.start_ms.push(start_ms);
                samples.memory_mb.push(memory_mb);
            }
        }
    }
    let line = |what: &str, unit: &str, own: Vec<f64>, empty: Vec<f64>| {
        println!("{}", json!({ "what": what, "unit": unit, "troupe": median(own), "empty": median(empty) }));
    };
    line("start to a window that can be used", "ms", own.start_ms, empty.start_ms);
    line("memory when idle", "MB", own.memory_mb, empty.memory_mb);
    Ok(())
}

#[derive(Default)]
struct Samples {
    start_ms: Vec<f64>,
    memory_mb: Vec<f64>,
}

/// The first screen of a library that was set up is the one that a creator sees every day.
async fn leave_welcome_behind(library: &Path) -> Result<(), Failure> {
    let studio = Studio::open(OpenOptions::new(library)).await?;
    studio.run("settings.update", json!({ "program": { "is_set_up": true } })).await?;
    studio.close().await;
    Ok(())
}

/// Starts a program, waits until a line with both words was seen for each pair, leaves it alone, ends it; milliseconds and megabytes.
fn open_once(mut program: Command, ready: &[[&str; 2]], home: &Path) -> Result<(f64, f64), Failure> {
    // Colours would stand between the words that are looked for.
    program.env("HOME", home).env("NO_COLOR", "1").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        program.env_remove(name);
    }
    let started = Instant::now();
    let mut window = Ended(program.spawn()?);
    let mut lines = BufReader::new(window.0.stderr.take().ok_or("no standard error")?).lines();
    let mut awaited = ready.to_vec();
    let found = lines.by_ref().map_while(Result::ok).any(|line| {
        awaited.retain(|words| !words.iter().all(|word| line.contains(word)));
        awaited.is_empty()
    });
    let start_ms = started.elapsed().as_secs_f64() * 1e3;
    if !found {
        return Err("the window ended before it could be used".into());
    }
    // Whoever writes to a pipe that nobody reads waits some day.
    std::thread::spawn(move || lines.for_each(drop));
    std::thread::sleep(IDLE);
    Ok((start_ms, memory_mb(window.0.id())?))
}

/// Ends the program politely, so that it lets go of the library before the next one starts.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let told = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}

/// The proportional memory of a process and of all that it started, such as WebKit's processes.
fn memory_mb(id: u32) -> Result<f64, Failure> {
    let processes: Vec<(u32, u32)> = std::fs::read_dir("/proc")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id| Some((id, parent(id)?)))
        .collect();
    let mut family = vec![id];
    let mut next = 0;
    while let Some(&id) = family.get(next) {
        family.extend(processes.iter().filter(|(_, parent)| *parent == id).map(|(child, _)| *child));
        next += 1;
    }
    Ok(family.into_iter().filter_map(proportional_kb).sum::<f64>() / 1024.0)
}

/// The fourth field of `stat`; the second, the name, may hold spaces and brackets.
fn parent(id: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(PathBuf::from(format!("/proc/{id}/stat"))).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn proportional_kb(id: u32) -> Option<f64> {
    let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?.split_whitespace().next()?.parse().ok()
}
