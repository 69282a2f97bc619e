//! The library to work with: through its owner where one is running, else opened here.

use crate::failure::Failure;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::io::AsyncRead;
use troupe_server::RunFile;
use troupe_studio::{AgentId, Body, Caller, Code, File, OpenOptions, Studio};

/// How long an owner may take to say that it lives.
const KNOCK_LIMIT: Duration = Duration::from_secs(3);
/// How long a library may be held by an owner that does not listen yet, or not any more.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

/// A way to the library.
#[derive(Debug)]
pub(crate) enum Connection {
    /// Another process of ours owns it.
    Owner { client: Client, url: String, token: troupe_server::Token },
    /// This process owns it.
    Own(Box<Studio>),
}

/// The bytes of a file that an operation answered.
pub(crate) type Reader = Box<dyn AsyncRead + Send + Unpin>;

impl Connection {
    /// Finds the owner of the library, or becomes it.
    ///
    /// # Errors
    /// When the library can't be opened, or its owner does not answer.
    pub(crate) async fn open(library: &Path) -> Result<Self, Failure> {
        let began = tokio::time::Instant::now();
        loop {
            if let Some(owner) = Self::owner(library).await {
                return Ok(owner);
            }
            match Studio::open(OpenOptions::new(library)).await {
                Ok(studio) => return Ok(Self::Own(Box::new(studio.as_caller(Caller::Cli)))),
                // An owner that is just starting or closing: look again.
                Err(error) if error.code == Code::Conflict && began.elapsed() < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The owner, if `run.json` names one that lives.
    pub(crate) async fn owner(library: &Path) -> Option<Self> {
        let run = RunFile::read(library)?;
        // A proxy has no business between two processes of one computer.
        let client = Client::builder().no_proxy().build().ok()?;
        let url = format!("http://{}/api/v1", run.address);
        let answer = client.get(&url).bearer_auth(run.token.reveal()).timeout(KNOCK_LIMIT).send().await.ok()?;
        answer.status().is_success().then_some(Self::Owner { client, url, token: run.token })
    }

    /// Runs an operation.
    ///
    /// # Errors
    /// The operation's own, or that the owner went away.
    pub(crate) async fn run(&self, operation: &str, input: &Value) -> Result<Value, Failure> {
        match self {
            Self::Own(studio) => Ok(studio.run(operation, input.clone()).await?),
            Self::Owner { .. } => content(self.ask(&format!("run/{operation}"), input).await?).await,
        }
    }

    /// Runs an operation that answers a file; gives its name and its bytes.
    ///
    /// # Errors
    /// The operation's own, or that the owner went away.
    pub(crate) async fn file(&self, operation: &str, input: &Value) -> Result<Reader, Failure> {
        match self {
            Self::Own(studio) => {
                let answer = studio.run(operation, input.clone()).await?;
                let file: File = serde_json::from_value(answer).map_err(troupe_studio::Error::internal)?;
                Ok(match studio.open_file(&file).await?.body {
                    Body::Disk(file, _) => Box::new(file),
                    Body::Memory(bytes) => Box::new(std::io::Cursor::new(bytes)),
                    Body::Stream(reader) => reader,
                })
            }
            Self::Owner { .. } => {
                use futures::TryStreamExt;
                let answer = self.ask(&format!("run/{operation}"), input).await?;
                let stream = answer.bytes_stream().map_err(std::io::Error::other);
                Ok(Box::new(tokio_util::io::StreamReader::new(Box::pin(stream))))
            }
        }
    }

    /// An address that lets one browser in, as the owner gives it: `{ url }`.
    ///
    /// # Errors
    /// When the owner serves no pages.
    pub(crate) async fn address(&self) -> Result<Value, Failure> {
        content(self.ask("session/address", &json!({})).await?).await
    }

    /// Sends a call to the owner; an answer that is an error becomes one.
    async fn ask(&self, path: &str, input: &Value) -> Result<Response, Failure> {
        let request = self.request(Method::POST, path)?;
        went_well(request.header("x-troupe-caller", "cli").json(input).send().await.map_err(gone)?).await
    }

    /// A call of an agent to the owner, to be sent.
    ///
    /// # Errors
    /// When there is no owner to ask.
    pub(crate) fn call_of_agent(&self, agent: AgentId, operation: &str) -> Result<RequestBuilder, Failure> {
        Ok(as_agent(self.request(Method::POST, &format!("run/{operation}"))?, agent))
    }

    /// Reads a file of the owner's for an agent.
    ///
    /// # Errors
    /// The owner's own, or that it went away.
    pub(crate) async fn file_as_agent(&self, agent: AgentId, file: &File) -> Result<Response, Failure> {
        let part =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let path = format!("files/{}/{}/{}", part(&file.kind), part(&file.id), part(&file.variant));
        let request = self.request(Method::GET, &path)?;
        went_well(as_agent(request, agent).send().await.map_err(gone)?).await
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, Failure> {
        let Self::Owner { client, url, token } = self else {
            return Err(Failure::new(Code::InternalError, "There is no owner to ask."));
        };
        Ok(client.request(method, format!("{url}/{path}")).bearer_auth(token.reveal()))
    }

    /// Whether the tasks run in this process, once they are started.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// Starts the tasks, where the library is ours.
    pub(crate) fn start_tasks(&self) {
        if let Self::Own(studio) = self {
            studio.start_tasks();
        }
    }

    /// Lets go of the library.
    pub(crate) async fn close(self) {
        if let Self::Own(studio) = self {
            studio.close().await;
        }
    }
}

/// What stands in the envelope of an answer, where one came and went well.
///
/// # Errors
/// The operation's own, or that the owner went away.
pub(crate) async fn data(answer: Result<Response, Failure>) -> Result<Value, Failure> {
    content(went_well(answer?).await?).await
}

fn as_agent(request: RequestBuilder, agent: AgentId) -> RequestBuilder {
    request.header("x-troupe-caller", "agent").header("x-troupe-agent", agent.to_string())
}

/// An answer that is an error becomes one.
async fn went_well(answer: Response) -> Result<Response, Failure> {
    if answer.status() == StatusCode::OK {
        return Ok(answer);
    }
    let body: Value = answer.json().await.map_err(gone)?;
    Err(Failure::from_answer(body.get("error").unwrap_or(&json!({}))))
}

/// What stands in the envelope of an answer that went well.
async fn content(answer: Response) -> Result<Value, Failure> {
    let mut body: Value = answer.json().await.map_err(gone)?;
    Ok(body.get_mut("data").map(Value::take).unwrap_or_default())
}

/// The owner went away in the middle; addresses and tokens stay out of the words.
pub(crate) fn gone(error: reqwest::Error) -> Failure {
    let words = if error.is_timeout() { "did not answer in time" } else { "went away in the middle of the call" };
    Failure::new(
        Code::ServiceUnavailable,
        format!("The Troupe that owns this library {words}. Look whether the call took effect before you repeat it."),
    )
}

/// The library that a call names, or the usual one.
///
/// # Errors
/// When none is named and there is no home to look in.
pub(crate) fn library(named: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    match named {
        Some(path) => Ok(std::path::absolute(path)?),
        None => troupe_studio::places::library().ok_or_else(|| {
            Failure::words("There is no home folder to look for the library in. Name it with --library PATH.")
        }),
    }
}
