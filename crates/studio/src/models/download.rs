//! Fetching one model file: beside its place under another name, resumed after a break, checked before it counts.

use super::{
    hash::sha256_of,
    inspect::{at_link, key, key_name},
};
use crate::{Code, Error, Result, Studio, disk};
use serde_json::json;
use std::{
    io::{Read, SeekFrom},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use troupe_library::{
    LibraryError,
    tables::model_installs::{ModelInstallRow, ModelSource},
};
use troupe_net::{AllowedAddress, Client, ClientOptions, Request, Response};
use url::Url;

/// A fetch as a whole may take so long: a large model on a slow line.
const LONGEST: Duration = Duration::from_secs(48 * 60 * 60);
/// So much room is left on the disk: everything else on the computer wants some too.
const LEFT_FREE_BYTES: u64 = 2_000_000_000;
/// The most that is taken of a host that does not say a size.
const LARGEST_BYTES: u64 = 200_000_000_000;
/// The longest header that a safetensors file may have, as its readers hold it.
const LONGEST_HEADER: u64 = 100_000_000;

/// The client for hosts of models: guarded against private addresses, but for those that a test or a rehearsal allows.
pub(super) fn host_client(studio: &Studio) -> Result<Client> {
    let allowed = studio.allowed_addresses().iter().filter_map(|address| format!("http://{address}/").parse().ok());
    let stand_in = studio.rehearsal().and_then(|rehearsal| rehearsal.downloads().parse().ok());
    let allow = allowed.chain(stand_in).filter_map(|url: Url| AllowedAddress::of(&url)).collect();
    Ok(Client::open(ClientOptions { allow, ..ClientOptions::default() })?)
}

impl Studio {
    /// The address that is asked for `url`: itself, or in a rehearsal the stand-in's.
    pub(crate) fn rehearsed(&self, url: &Url) -> Result<Url> {
        let Some(rehearsal) = self.rehearsal() else { return Ok(url.clone()) };
        let host = url.host_str().unwrap_or_default();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}/{host}{}{query}", rehearsal.downloads(), url.path()).parse().map_err(Error::internal)
    }
}

/// Where a file is written until it is whole and checked. ComfyUI does not list it.
pub(super) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}

/// Fetches what is missing of a file and puts it in its place; answers its SHA-256. `moved` is told how much is there.
pub(super) async fn fetch(
    studio: &Studio,
    row: &mut ModelInstallRow,
    mut moved: impl FnMut(&ModelInstallRow),
) -> Result<String> {
    let path = PathBuf::from(&row.path);
    let part = part_of(&path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| storage("its folder could not be made", error))?;
    }
    let mut file = tokio::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&part)
        .await
        .map_err(|error| storage("the file could not be written", error))?;
    let mut there = file.metadata().await.map_err(|error| storage("the file could not be read", error))?.len();
    if row.size_bytes.is_some_and(|size| i64::try_from(there).is_ok_and(|there| there >= size)) {
        // More than there should be is no beginning of it.
        there = if i64::try_from(there).ok() == row.size_bytes { there } else { 0 };
    }
    let is_whole = row.size_bytes.is_some_and(|size| i64::try_from(there).ok() == Some(size)) && there > 0;
    if !is_whole {
        let answer = ask(studio, row, there).await?;
        there = beginning(&answer, there);
        let total = total_of(&answer, there);
        if let (Some(said), Some(total)) = (row.size_bytes.and_then(|size| u64::try_from(size).ok()), total)
            && said != total
        {
            return Err(lied(format!("its page says {said} bytes, and its host sends {total}")));
        }
        row.size_bytes = total.and_then(|total| i64::try_from(total).ok()).or(row.size_bytes);
        // A host that says no size is held to the one that the page says.
        let known = row.size_bytes.and_then(|size| u64::try_from(size).ok());
        let limit = known.unwrap_or(LARGEST_BYTES);
        check_room(&path, limit.saturating_sub(there), known.is_some()).await?;
        file.set_len(there).await.map_err(|error| storage("the file could not be written", error))?;
        file.seek(SeekFrom::Start(there)).await.map_err(|error| storage("the file could not be written", error))?;
        let mut body = answer.body();
        while let Some(piece) = body.next().await.map_err(at_link)? {
            there += piece.len() as u64;
            if there > limit {
                file.set_len(0).await.map_err(|error| storage("the file could not be emptied", error))?;
                return Err(lied(format!("it was to have {limit} bytes, and its host sent more")));
            }
            file.write_all(&piece).await.map_err(|error| storage("the file could not be written", error))?;
            row.done_bytes = i64::try_from(there).unwrap_or(i64::MAX);
            moved(row);
        }
        file.flush().await.map_err(|error| storage("the file could not be written", error))?;
        if known.is_some_and(|known| there < known) {
            return Err(Error::new(Code::UpstreamError, "The connection broke off before the file was whole."));
        }
    }
    file.sync_all().await.map_err(|error| storage("the file could not be written", error))?;
    drop(file);
    finish(row, &part, &path).await
}

/// Checks a whole file and puts it in its place.
async fn finish(row: &ModelInstallRow, part: &Path, path: &Path) -> Result<String> {
    let checked = part.to_owned();
    let ending = row.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let looked = tokio::task::spawn_blocking(move || -> std::io::Result<(bool, String)> {
        Ok((is_model(&checked, &ending)?, sha256_of(&checked)?))
    });
    let (is_model, sha256) =
        looked.await.map_err(Error::internal)?.map_err(|error| storage("the file could not be read back", error))?;
    let fault = match &row.sha256 {
        Some(said) if *said != sha256 => Some("it is not the file that its page describes (another SHA-256)"),
        _ if !is_model => Some("it is no model file, whatever its name says"),
        _ => None,
    };
    if let Some(fault) = fault {
        let _ = tokio::fs::remove_file(part).await;
        return Err(lied(fault.to_owned()));
    }
    tokio::fs::rename(part, path).await.map_err(|error| storage("the file could not be put in its place", error))?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| storage("its folder could not be written", error))?;
    }
    Ok(sha256)
}

/// Asks for the file from `there` on.
async fn ask(studio: &Studio, row: &ModelInstallRow, there: u64) -> Result<Response> {
    let url: Url = row.url.parse().map_err(|_| Error::field("link", "is no web address any more"))?;
    let mut request = Request::get(studio.rehearsed(&url)?, "/…").within(LONGEST).at_most(LARGEST_BYTES);
    // The bytes count as they lie on the host's disk.
    request = request.header("accept-encoding", "identity")?;
    if there > 0 {
        request = request.header("range", &format!("bytes={there}-"))?;
    }
    // A key goes to its own host alone, whatever a page names as the file's address.
    if is_own_host(row.source, &url)
        && let Some(key) = key(studio, row.source).await?
    {
        request = request.bearer(&key)?;
    }
    let answer = host_client(studio)?.send(request).await.map_err(at_link)?;
    if answer.status() == 416 && there > 0 {
        // What lies here is longer than the file on the host, so it is no beginning of it.
        let again = Request::get(studio.rehearsed(&url)?, "/…").within(LONGEST).at_most(LARGEST_BYTES);
        return host_client(studio)?.send(again).await.map_err(at_link)?.ok().await.map_err(at_link);
    }
    let answer = answer.ok().await.map_err(at_link)?;
    match answer.header("content-type") {
        Some(kind) if kind.starts_with("text/html") => Err(Error::new(
            Code::UpstreamError,
            "The host sent a web page in place of the file. It may want you to sign in: put your key into Settings.",
        )
        .with("is_final", json!(true))),
        _ => Ok(answer),
    }
}

fn is_own_host(source: ModelSource, url: &Url) -> bool {
    let hosts: &[&str] = match source {
        ModelSource::HuggingFace => &["huggingface.co"],
        ModelSource::Civitai => &["civitai.com"],
        ModelSource::Url => &[],
    };
    key_name(source).is_some() && url.scheme() == "https" && url.host_str().is_some_and(|host| hosts.contains(&host))
}

/// From where on the answer is: a host that does not resume begins anew.
fn beginning(answer: &Response, there: u64) -> u64 {
    let from = answer
        .header("content-range")
        .and_then(|range| range.strip_prefix("bytes ")?.split('-').next()?.trim().parse::<u64>().ok());
    match (answer.status(), from) {
        (206, Some(from)) if from <= there => from,
        (206, None) => there,
        _ => 0,
    }
}

/// The size of the whole file, as far as the answer tells.
fn total_of(answer: &Response, from: u64) -> Option<u64> {
    let of_range = answer.header("content-range").and_then(|range| range.rsplit('/').next()?.trim().parse().ok());
    of_range.or_else(|| answer.content_length().map(|length| from + length))
}

/// Refuses what would fill the disk.
pub(super) async fn check_room(path: &Path, needed: u64, is_known: bool) -> Result<()> {
    let mut folder = path;
    while !folder.is_dir() {
        match folder.parent() {
            Some(parent) => folder = parent,
            None => return Ok(()),
        }
    }
    let Some(free) = disk::free_bytes(folder).await else { return Ok(()) };
    let wanted = if is_known { needed } else { 0 } + LEFT_FREE_BYTES;
    if free >= wanted {
        return Ok(());
    }
    let gigabytes = |bytes: u64| format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000);
    Err(Error::new(
        Code::StorageError,
        format!(
            "The disk is too full: {} are free, and the model needs {} with some room to spare. Make room, then try \
             again.",
            gigabytes(free),
            gigabytes(wanted)
        ),
    )
    .with("free_bytes", json!(free))
    .with("needed_bytes", json!(needed)))
}

/// Whether a file is what its ending says: safetensors begin with the length of a header in JSON, GGUF with its name.
/// What can carry a program, as Python's pickles do, is neither.
fn is_model(path: &Path, ending: &str) -> std::io::Result<bool> {
    let mut file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    let mut begin = [0; 9];
    if file.read(&mut begin)? < begin.len() {
        return Ok(false);
    }
    if ending == "gguf" {
        return Ok(begin.starts_with(b"GGUF"));
    }
    let mut of_header = [0; 8];
    of_header.copy_from_slice(&begin[..8]);
    let header = u64::from_le_bytes(of_header);
    Ok(begin[8] == b'{' && (2..=LONGEST_HEADER).contains(&header) && header.saturating_add(8) <= length)
}

/// A host whose words and deeds differ. What came is thrown away.
fn lied(why: String) -> Error {
    Error::new(
        Code::UpstreamError,
        format!("This file was not taken: {why}. Nothing of it was kept. Look at its page, or choose another source."),
    )
    .with("is_final", json!(true))
}

fn storage(what: &'static str, error: std::io::Error) -> Error {
    LibraryError::file(what, error).into()
}
