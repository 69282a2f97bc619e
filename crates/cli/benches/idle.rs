//! What the program costs while nothing is to be done, as it lies in the tray: processor time of `troupe-cli serve`,
//! which runs the same tasks, with characters in the library and nothing due.
//! Prints one JSON line; `cargo xtask bench idle` reads it. Only Linux tells a process's time finely enough.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// What the start itself still does is over by then.
const SETTLED_AFTER: Duration = Duration::from_secs(20);
const MEASURED: Duration = Duration::from_secs(60);
const STATED_FOR: Duration = Duration::from_secs(600);
/// Ticks of processor time a second, as the system counts them for other programs (`USER_HZ`, proc(5)).
const TICKS_A_SECOND: f64 = 100.0;
const CHARACTERS: usize = 20;

/// The program, ended when it is dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let (program, url, token) = start(folder.path());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(fill(&url, &token));
    std::thread::sleep(SETTLED_AFTER);
    let (before, began) = (ticks(program.0.id()), Instant::now());
    std::thread::sleep(MEASURED);
    let used = f64::from(ticks(program.0.id()) - before) / TICKS_A_SECOND;
    let seconds = used * STATED_FOR.as_secs_f64() / began.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({ "what": "idle", "cpu_seconds_in_ten_minutes": seconds, "resident_mb": resident(program.0.id()) })
    );
}

fn start(library: &Path) -> (Program, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_troupe-cli"));
    command.env_remove("TROUPE_TOKEN").env("TROUPE_LIBRARY", library);
    command.args(["serve", "--port", "0", "--open-code", "--show-token"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut after = |beginning: &str| {
        lines.by_ref().find_map(|line| Some(line.unwrap().strip_prefix(beginning)?.to_owned())).unwrap()
    };
    let url = format!("http://{}", after("http://").split_once("/#code=").unwrap().0);
    let token = after("Programs send: Authorization: Bearer ");
    (Program(child), url, token)
}

/// Characters, as a creator has them; the last one's pause ends one day, so that something is waited for.
async fn fill(url: &str, token: &str) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = async |path: String, body: Value| -> Value {
        let sent = client.post(format!("{url}/api/v1{path}")).bearer_auth(token).json(&body).send().await.unwrap();
        let answer: Value = sent.json().await.unwrap();
        assert_eq!(answer["success"], true, "{answer}");
        answer["data"].clone()
    };
    for number in 0..CHARACTERS {
        let made = post("/characters".into(), json!({ "name": format!("Character {number}"), "age": 30 })).await;
        if number + 1 == CHARACTERS {
            let path = format!("/characters/{}/pause", made["id"].as_str().unwrap());
            post(path, json!({ "until": "2100-01-01T00:00:00Z" })).await;
        }
    }
}

/// User and system time of a process, in ticks.
fn ticks(process: u32) -> u32 {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("this is measured on Linux");
    // The name before it may hold blanks; it ends with the last parenthesis.
    let fields: Vec<&str> = text.rsplit_once(')').unwrap().1.split_whitespace().collect();
    fields[11].parse::<u32>().unwrap() + fields[12].parse::<u32>().unwrap()
}

/// Memory that is its own or shared, in megabytes.
fn resident(process: u32) -> u32 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u32>().unwrap() / 1024
}
