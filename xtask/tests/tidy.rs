//! The rules of the house that no compiler checks: what files open with, how long they are, how things are named,
//! and which crate may import which.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where sources lie.
const SOURCES: &[&str] = &["crates", "src-tauri", "xtask", "tests", "ui/src", "ui/e2e"];
/// Folders of generated or fetched things.
const SKIPPED: &[&str] = &["target", "node_modules", "dist", "gen", "coverage"];
/// Generated and committed: long by nature.
const GENERATED: &[&str] = &["ui/src/api/operations.ts"];
const LONGEST: usize = 600;

#[test]
fn every_source_file_opens_with_what_it_is_for() {
    let silent = sources().into_iter().filter(|file| {
        let text = read(file);
        // A directive for a tool may stand above the words.
        let first = text
            .lines()
            .find(|line| !line.trim().is_empty() && !line.starts_with("#!") && !line.contains("@vitest-environment"))
            .unwrap_or_default();
        let opening: &[&str] = match extension(file) {
            "rs" => &["//!"],
            _ => &["//", "/*"],
        };
        !opening.iter().any(|mark| first.starts_with(mark) && (first.len() > mark.len() + 1 || *mark == "/*"))
    });
    assert_none(silent, "opens without a line on what it is for");
}

#[test]
fn no_source_file_is_too_long() {
    let long = sources()
        .into_iter()
        .filter(|file| !GENERATED.contains(&relative(file).as_str()) && read(file).lines().count() > LONGEST);
    assert_none(long, "is longer than 600 lines");
}

#[test]
fn names_say_what_a_thing_is() {
    let vague = sources().into_iter().flat_map(|file| {
        let types = read(&file)
            .lines()
            .filter_map(declared_type)
            .filter(|name| is_vague(name))
            .map(|name| file.join(name))
            .collect::<Vec<_>>();
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        let itself = ["util", "utils", "helper", "helpers", "misc", "common"].contains(&stem.as_str());
        types.into_iter().chain(itself.then_some(file))
    });
    assert_none(vague, "has a name that says nothing (Manager, Service, Helper, Util)");
}

#[test]
fn no_file_names_a_folder_of_somebodys_computer() {
    // Put together here, so that this file does not find itself.
    let places = ["work", "root", "home/runner", "Users/runner"].map(|place| format!("/{place}/"));
    let found = sources().into_iter().filter(|file| places.iter().any(|place| names_folder(&read(file), place)));
    assert_none(found, "names a folder of the machine that it was written on");
}

#[test]
fn crates_import_only_what_their_room_may() {
    // The table of ARCHITECTURE.md: each crate with those of ours that it may import, and what it must never.
    let rules: BTreeMap<&str, (&[&str], &[&str])> = BTreeMap::from([
        ("troupe-library", (&[][..], &["reqwest", "axum", "tauri"][..])),
        ("troupe-net", (&[], &["sqlx", "axum", "tauri"])),
        ("troupe-comfyui", (&["troupe-net"], &["sqlx", "axum", "tauri"])),
        ("troupe-platforms", (&["troupe-net"], &["sqlx", "axum", "tauri"])),
        ("troupe-llm", (&["troupe-net"], &["sqlx", "axum", "tauri"])),
        ("troupe-media", (&[], &["sqlx", "reqwest", "axum", "tauri"])),
        (
            "troupe-studio",
            (
                &["troupe-library", "troupe-comfyui", "troupe-platforms", "troupe-llm", "troupe-media", "troupe-net"],
                &["sqlx", "axum", "clap", "rmcp", "tauri"],
            ),
        ),
        ("troupe-server", (&["troupe-studio"], &["sqlx", "tauri"])),
        ("troupe-cli", (&["troupe-studio", "troupe-server", "troupe-sandbox"], &["sqlx", "tauri"])),
        ("troupe", (&["troupe-studio", "troupe-server", "troupe-sandbox"], &["sqlx", "reqwest", "axum"])),
        ("troupe-sandbox", (&[], &["sqlx", "tauri"])),
        ("xtask", (&[], &["sqlx", "tauri"])),
    ]);
    let manifests = manifests();
    assert!(manifests.len() > 8, "the crates were not found");
    for (file, manifest) in manifests {
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let (ours, never) = rules.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no import rule here"));
        for dependency in dependencies(&manifest, "dependencies") {
            let allowed = !dependency.starts_with("troupe-") || ours.contains(&dependency.as_str());
            assert!(
                allowed && !never.contains(&dependency.as_str()),
                "{}: {name} may not import {dependency}",
                relative(&file)
            );
        }
        // Tests may start the sandbox beside what they test.
        for dependency in dependencies(&manifest, "dev-dependencies") {
            let allowed = !dependency.starts_with("troupe-")
                || dependency == "troupe-sandbox"
                || ours.contains(&dependency.as_str());
            assert!(allowed, "{}: the tests of {name} may not import {dependency}", relative(&file));
        }
    }
}

#[test]
fn a_second_spelling_stands_in_the_schema_too() {
    // Query strings and flags are read by the schema, and schemars leaves serde's aliases out of it.
    let missing = sources().into_iter().filter(|file| {
        let text = read(file);
        let lines: Vec<&str> = text.split("#[cfg(test)]").next().unwrap_or_default().lines().collect();
        // A character's file is read as it is; it is no input of an operation.
        relative(file).starts_with("crates/studio/src")
            && !relative(file).contains("/transfer/")
            && lines.iter().enumerate().any(|(at, line)| {
                line.contains("#[serde(")
                    && line.contains("alias = ")
                    && !lines.get(at + 1).is_some_and(|next| next.contains("x-aliases"))
            })
    });
    assert_none(missing, "gives a field an alias without `x-aliases` in the line below");
}

#[test]
fn the_rules_see_what_they_look_for() {
    assert_eq!(declared_type("pub(crate) struct JobManager<T> {"), Some("JobManager"));
    assert_eq!(declared_type("export class ImageService implements X {"), Some("ImageService"));
    assert_eq!(declared_type("    let struct_name = 1;"), None);
    for (name, vague) in
        [("JobManager", true), ("StringUtils", true), ("ServiceState", false), ("Utilisation", false), ("Job", false)]
    {
        assert_eq!(is_vague(name), vague, "{name}");
    }
    assert!(names_folder("read \"/place/x\"", "/place/"));
    assert!(!names_folder("the path /tree/place/x", "/place/"));
}

/// The type that a line declares, in Rust or TypeScript.
fn declared_type(line: &str) -> Option<&str> {
    let mut words = line
        .split_whitespace()
        .skip_while(|word| ["export", "default", "abstract", "declare"].contains(word) || word.starts_with("pub"));
    let kind = words.next()?;
    if !["struct", "enum", "trait", "type", "class", "interface", "union"].contains(&kind) {
        return None;
    }
    words.next()?.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

fn is_vague(name: &str) -> bool {
    ["Manager", "Service", "Helper", "Helpers", "Util", "Utils"].iter().any(|word| name.ends_with(word))
}

/// True where `place` stands at the beginning of a path, not in the middle of one.
fn names_folder(text: &str, place: &str) -> bool {
    text.match_indices(place).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || "_-.:}*/".contains(before))
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn relative(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

fn extension(file: &Path) -> &str {
    file.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", relative(file)))
}

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in SOURCES {
        collect(&root().join(folder), &mut files);
    }
    assert!(files.len() > 10, "the sources were not found");
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                collect(&path, files);
            }
        } else if ["rs", "ts", "tsx", "css"].contains(&extension(&path)) && !name.ends_with(".d.ts") {
            files.push(path);
        }
    }
}

fn manifests() -> Vec<(PathBuf, toml::Table)> {
    let mut folders = vec![root(), root().join("xtask")];
    folders.extend(fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()));
    folders
        .into_iter()
        .map(|folder| folder.join("Cargo.toml"))
        .filter(|file| file.exists())
        .map(|file| {
            let manifest = read(&file).parse().unwrap_or_else(|error| panic!("{}: {error}", relative(&file)));
            (file, manifest)
        })
        .collect()
}

fn dependencies(manifest: &toml::Table, table: &str) -> Vec<String> {
    manifest
        .get(table)
        .and_then(toml::Value::as_table)
        .map(|dependencies| dependencies.keys().cloned().collect())
        .unwrap_or_default()
}

#[track_caller]
fn assert_none(found: impl IntoIterator<Item = PathBuf>, what: &str) {
    let list: Vec<String> = found.into_iter().map(|file| relative(&file)).collect();
    assert!(list.is_empty(), "each of these {what}:\n  {}", list.join("\n  "));
}
