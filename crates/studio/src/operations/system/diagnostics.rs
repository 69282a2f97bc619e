//! A bundle for the report of a fault: versions, settings, services, errors, the last of the log; no secrets, and no
//! prompts unless that is agreed.

use crate::{
    Body, Error, File, OpenFile, Result, Studio, disk,
    incoming::Scratch,
    log::{self, Wanted},
    media_files,
    operations::services,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::{
    io::{self, Write},
    path::Path,
    sync::LazyLock,
};
use sysinfo::System;
use troupe_library::{
    LibraryError,
    tables::{errors, metrics},
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// The variant of the bundle that holds prompts and captions too.
const WITH_PROMPTS: &str = "with_prompts";
/// How many lines of the log are in it.
const LINES: usize = 5_000;
/// How many groups of errors are in it.
const ERRORS: i64 = 200;

/// Makes a bundle for the report of a fault: versions, settings, services, errors and the last of the log, as a ZIP to
/// be looked through before it is sent. There are no secrets in it, and no prompts or captions unless `with_prompts`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeDiagnostics {
    /// Also what jobs and posts that failed were asked with: prompts and captions.
    #[serde(default)]
    with_prompts: bool,
}

pub(super) async fn make(studio: &Studio, input: MakeDiagnostics) -> Result<File> {
    Ok(File {
        kind: "diagnostics".into(),
        id: "now".into(),
        variant: if input.with_prompts { WITH_PROMPTS } else { crate::open_file::FULL }.into(),
        name: file_name(studio),
        mime_type: "application/zip".into(),
        size_bytes: None,
    })
}

fn file_name(studio: &Studio) -> String {
    format!("troupe-diagnostics-{}.zip", studio.now().format("%Y-%m-%d-%H%M"))
}

/// Writes the bundle aside and opens it; it is gone from the disk once it has been read.
///
/// # Errors
/// `storage_error` when the disk refuses.
pub(crate) async fn open(studio: &Studio, variant: &str) -> Result<OpenFile> {
    let parts = collect(studio, variant == WITH_PROMPTS).await?;
    let scratch = Scratch::new(studio);
    let path = scratch.path().to_owned();
    let failed = |error| Error::from(LibraryError::file("the bundle could not be written", error));
    media_files::on_worker(studio, move || write(&path, &parts)).await?.map_err(failed)?;
    let file = tokio::fs::File::open(scratch.path()).await.map_err(failed)?;
    let size_bytes = file.metadata().await.map_err(failed)?.len();
    // An open file lives on after its name is gone.
    drop(scratch);
    Ok(OpenFile {
        name: file_name(studio),
        mime_type: "application/zip".into(),
        etag: None,
        body: Body::Disk(file, size_bytes),
    })
}

fn write(path: &Path, parts: &[(&str, String)]) -> io::Result<()> {
    let mut zip = ZipWriter::new(std::fs::File::create(path)?);
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}

/// The parts of the bundle: name and text.
async fn collect(studio: &Studio, with_prompts: bool) -> Result<Vec<(&'static str, String)>> {
    let folder = studio.library_root().join("logs");
    let wanted = Wanted { limit: LINES, ..Wanted::default() };
    let (mut lines, _) =
        tokio::task::spawn_blocking(move || log::read(&folder, &wanted)).await.map_err(Error::internal)??;
    lines.reverse();
    let mut logged = String::new();
    for line in lines {
        let mut line = json!(line);
        clean(&mut line, with_prompts);
        logged += &line.to_string();
        logged.push('\n');
    }
    let mut parts = vec![("about.json", pretty(about(studio).await)), ("log.jsonl", logged)];
    if studio.safe_mode().is_some() {
        return Ok(parts);
    }
    let mut read = studio.library().read().await?;
    let (errors, _) = errors::list(&mut read, ERRORS, 0).await?;
    let metrics = metrics::since(&mut read, metrics::HOUR_S, studio.now() - chrono::TimeDelta::days(2)).await?;
    drop(read);
    let mut errors: Value = errors.into_iter().map(|row| error(row, with_prompts)).collect();
    let mut settings = json!(studio.settings().await?);
    let mut services = json!(services::list_now(studio).await?);
    let mut server = match studio.comfyui().current().await? {
        Some(server) => json!({ "address": server.address(), "report": server.report() }),
        None => Value::Null,
    };
    for part in [&mut errors, &mut settings, &mut services, &mut server] {
        clean(part, with_prompts);
    }
    let metrics: Vec<_> = metrics
        .into_iter()
        .map(|row| json!({ "name": row.name, "at_s": row.at_s, "least": row.least, "most": row.most }))
        .collect();
    parts.extend([
        ("errors.json", pretty(errors)),
        ("settings.json", pretty(settings)),
        ("services.json", pretty(services)),
        ("comfyui.json", pretty(server)),
        ("metrics.json", pretty(json!(metrics))),
    ]);
    Ok(parts)
}

async fn about(studio: &Studio) -> Value {
    let space = disk::space(studio.library_root()).await;
    json!({
        "program": "Troupe",
        "version": env!("CARGO_PKG_VERSION"),
        "made_at": studio.now(),
        "started_at": studio.started_at(),
        "is_rehearsal": studio.rehearsal().is_some(),
        "safe_mode": studio.safe_mode().is_some(),
        "system": System::long_os_version().ok(),
        "kernel": System::kernel_version().ok(),
        "architecture": std::env::consts::ARCH,
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "disk_free_bytes": space.map(|(free, _)| free),
        "disk_total_bytes": space.map(|(_, total)| total),
        "keychain": studio.secrets().state(),
    })
}

fn error(row: errors::ErrorRow, with_prompts: bool) -> Value {
    json!({
        "code": row.code,
        "message": row.message,
        "operation": row.operation,
        "count": row.count,
        "first_at": row.first_at,
        "last_at": row.last_at,
        "resolved_at": row.resolved_at,
        "details": with_prompts.then_some(row.details),
        "input": with_prompts.then_some(row.input).flatten(),
    })
}

fn pretty(value: impl Serialize) -> String {
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// Fields that hold words of the creator.
const WORDS: [&str; 10] =
    ["prompt", "negative_prompt", "caption", "text", "title", "description", "bio", "narrative", "hashtags", "input"];

/// Takes out what looks like a secret or names a person's folder, and the creator's words unless they are agreed to.
fn clean(value: &mut Value, with_prompts: bool) {
    match value {
        Value::String(text) => *text = scrub(text),
        Value::Array(all) => all.iter_mut().for_each(|inner| clean(inner, with_prompts)),
        Value::Object(fields) => {
            if !with_prompts {
                fields.retain(|name, value| !WORDS.contains(&name.as_str()) || is_plain(value));
            }
            fields.values_mut().for_each(|inner| clean(inner, with_prompts));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a value can hold no words.
fn is_plain(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(_) | Value::Number(_)) || value.as_object().is_some_and(Map::is_empty)
}

/// A text without what looks like a key, and without the way to the home folder.
fn scrub(text: &str) -> String {
    static HOME: LazyLock<Option<String>> = LazyLock::new(|| {
        dirs::home_dir().and_then(|home| home.to_str().map(str::to_owned)).filter(|home| home.len() > 1)
    });
    let text = HOME.as_deref().map_or_else(|| text.to_owned(), |home| text.replace(home, "~"));
    let mut clean = String::with_capacity(text.len());
    let mut word = String::new();
    for letter in text.chars() {
        // What a key is made of; a slash is left out, since paths have it too.
        if letter.is_ascii_alphanumeric() || "-_.+=~".contains(letter) {
            word.push(letter);
        } else {
            push_word(&mut clean, &word);
            word.clear();
            clean.push(letter);
        }
    }
    push_word(&mut clean, &word);
    clean
}

fn push_word(text: &mut String, word: &str) {
    text.push_str(if is_like_a_key(word) { "[left out]" } else { word });
}

/// Long, with digits and letters of both sizes: no name, no version, no id of ours and no hash looks so.
fn is_like_a_key(word: &str) -> bool {
    let has = |is_it: fn(char) -> bool| word.chars().any(is_it);
    let begins = ["sk-", "hf_", "ghp_", "EAA", "AIza", "Bearer"].iter().any(|start| word.starts_with(start));
    let is_file = [".safetensors", ".gguf", ".png", ".jpg", ".webp", ".mp4"].iter().any(|end| word.ends_with(end));
    (word.len() >= 24
        && !is_file
        && has(|c| c.is_ascii_uppercase())
        && has(|c| c.is_ascii_lowercase())
        && has(|c| c.is_ascii_digit()))
        || (begins && word.len() >= 12)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_are_left_out_and_the_rest_stays() {
        for (text, expected) in [
            ("token=EAABsbCS1iHgBO7ZCZBqk9", "[left out]"),
            ("Authorization: hf_abcdefghijkl", "Authorization: [left out]"),
            ("id 01970000-aaaa-7bbb-8ccc-123456789abc done", "id 01970000-aaaa-7bbb-8ccc-123456789abc done"),
            ("a3f5".repeat(16).as_str(), "a3f5".repeat(16).as_str()),
            ("lantern_sdxl_v2.safetensors", "lantern_sdxl_v2.safetensors"),
        ] {
            assert_eq!(scrub(text), expected);
        }
    }

    #[tokio::test]
    async fn the_bundle_is_whole_and_holds_no_words() {
        let place = crate::operations::characters::tests::place().await;
        place.character("Ada").await;
        place.refused("characters.create", json!({ "name": "a very secret name", "age": 12 })).await;
        let file: File = serde_json::from_value(place.run("system.diagnostics", json!({})).await).unwrap();
        let open = place.studio.open_file(&file).await.unwrap();
        let Body::Disk(mut bundle, _) = open.body else { panic!("it is read from the disk") };
        let mut bytes = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut bundle, &mut bytes).await.unwrap();
        let mut zip = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        for name in ["about.json", "errors.json", "services.json", "settings.json", "log.jsonl"] {
            assert!(names.iter().any(|known| known == name), "{name} is not among {names:?}");
        }
        for name in names {
            let text = io::read_to_string(zip.by_name(&name).unwrap()).unwrap();
            assert!(!text.contains("a very secret name"), "{name}");
        }
    }

    #[test]
    fn words_of_the_creator_stay_at_home_unless_agreed() {
        let fault = json!({ "message": "m", "fields": { "prompt": "a red coat", "count": 2 } });
        let cleaned = |with_prompts| {
            let mut fault = fault.clone();
            clean(&mut fault, with_prompts);
            fault
        };
        assert_eq!(cleaned(false), json!({ "message": "m", "fields": { "count": 2 } }));
        assert_eq!(cleaned(true), fault);
    }
}
