//! Files to the server and from it: pictures that a graph reads, and what it brought forth.

use std::{path::Path, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::AsyncWrite;
use troupe_net::{Request, Response, multipart};
use url::Url;

use crate::{Client, Error, FileFolder, OutputFile, PromptId, Result};

/// The largest file fetched: a long clip.
const FILE_LIMIT_BYTES: u64 = 8 * 1024 * 1024 * 1024;
/// The longest a file may take; silence is bounded by the client's read time.
const FILE_TIME: Duration = Duration::from_secs(60 * 60);
/// How many files of one prompt are looked for by name.
const MOST_SAVED_FILES: u32 = 10_000;

/// A file that lies on the server for graphs to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// What `LoadImage` and its like take: `folder/name`.
    pub input_name: String,
    /// Whether it had to be sent; false when the server had it already.
    pub was_sent: bool,
}

impl Client {
    /// Puts a file into the server's input folder, once: its name is the hash of its content, so that the same bytes
    /// are never sent twice. `extension` is the file's, without a dot (`png`).
    pub async fn upload(&self, bytes: Bytes, extension: &str) -> Result<Uploaded> {
        let extension: String =
            extension.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let filename = format!("{}.{extension}", blake3::hash(&bytes).to_hex());
        let file =
            OutputFile { filename: filename.clone(), subfolder: self.folder.to_string(), folder: FileFolder::Input };
        if self.has_file(&file).await? {
            return Ok(Uploaded { input_name: format!("{}/{filename}", self.folder), was_sent: false });
        }
        let size_bytes = bytes.len() as u64;
        let part = multipart::Part::stream(bytes).file_name(filename);
        let form =
            multipart::Form::new().part("image", part).text("subfolder", self.folder.to_string()).text("type", "input");
        let request = self.post(&["upload", "image"], "/upload/image").multipart(form).within(FILE_TIME);
        let answer = self.net.send(request).await?;
        if answer.status() == 413 {
            let limit_bytes = self.features().await?.get("max_upload_size").and_then(Value::as_u64).unwrap_or_default();
            return Err(Error::UploadTooLarge { size_bytes, limit_bytes });
        }
        #[derive(Deserialize)]
        struct Stored {
            name: String,
            #[serde(default)]
            subfolder: String,
        }
        // The server may have chosen another name: its word counts.
        let stored: Stored = answer.ok().await?.json().await?;
        let input_name =
            if stored.subfolder.is_empty() { stored.name } else { format!("{}/{}", stored.subfolder, stored.name) };
        Ok(Uploaded { input_name, was_sent: true })
    }

    /// Whether the server has a file.
    pub async fn has_file(&self, file: &OutputFile) -> Result<bool> {
        match self.net.send(Request::head(self.view_url(file), "/view")).await?.ok().await {
            Ok(_) => Ok(true),
            Err(error) if error.status() == Some(404) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a file of the server for reading: the plain file, byte by byte. (The server could make it smaller, but
    /// everybody else would wait meanwhile.)
    pub async fn open_file(&self, file: &OutputFile) -> Result<Response> {
        let request = Request::get(self.view_url(file), "/view").at_most(FILE_LIMIT_BYTES).within(FILE_TIME);
        let answer = self.net.send(request).await?;
        if answer.status() == 404 {
            return Err(Error::OutputGone { filename: file.filename.clone() });
        }
        Ok(answer.ok().await?)
    }

    /// Saves a file of the server as `path`, whole or not at all, and answers its length in bytes.
    pub async fn download(&self, file: &OutputFile, path: &Path) -> Result<u64> {
        Ok(self.open_file(file).await?.save_to(path).await?)
    }

    /// Writes a file of the server to `writer` and answers its length in bytes; a length other than announced is an
    /// error.
    pub async fn copy_file(&self, file: &OutputFile, writer: &mut (impl AsyncWrite + Unpin)) -> Result<u64> {
        Ok(self.open_file(file).await?.write_to(writer).await?)
    }

    /// Looks for the files that a prompt sent with [`PromptRequest::marked`](crate::PromptRequest::marked) saved, by
    /// their names: what is left of a prompt after the server was started again. `extension` as `png`.
    pub async fn find_saved(&self, prompt_id: PromptId, extension: &str) -> Result<Vec<OutputFile>> {
        let mut found = Vec::new();
        for number in 1..=MOST_SAVED_FILES {
            let file = OutputFile {
                filename: format!("{prompt_id}_{number:05}_.{extension}"),
                subfolder: self.folder.to_string(),
                folder: FileFolder::Output,
            };
            if !self.has_file(&file).await? {
                break;
            }
            found.push(file);
        }
        Ok(found)
    }

    fn view_url(&self, file: &OutputFile) -> Url {
        let mut url = self.url(&["view"]);
        url.query_pairs_mut()
            .append_pair("filename", &file.filename)
            .append_pair("subfolder", &file.subfolder)
            .append_pair("type", file.folder.as_str());
        url
    }
}
