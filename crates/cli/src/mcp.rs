//! `troupe-cli mcp`: the interface for agents on standard input and output, where nothing but the protocol goes. It
//! reaches the library through its owner, over the private channel; where there is none, it owns the library itself, as
//! `serve` would, so that the command line beside it reaches it.

use crate::{
    connection::{self, Connection},
    failure::Failure,
    serve::told_to_end,
};
use clap::ArgMatches;
use futures::{FutureExt, TryStreamExt, future::BoxFuture};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::sync::RwLock;
use tokio_util::io::StreamReader;
use troupe_server::{
    Server,
    mcp::{AgentServer, Catalogue, FileBytes, Reach, serve_stdio},
};
use troupe_studio::{Agent, AgentId, Caller, Code, Error, File, log};

/// Serves one agent until it closes the conversation.
///
/// # Errors
/// When the library can't be reached, or the agent was turned away.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let library = connection::library(matches.get_one::<PathBuf>("library"))?;
    let name = matches.get_one::<String>("agent").map_or("Agent", String::as_str);
    let scope = matches.get_one::<String>("scope").map_or("make", String::as_str);
    let held = Held::open(&library).await?;
    let agent = match known(&held.connection, name, scope).await {
        Ok(agent) => agent,
        Err(failure) => {
            held.close().await;
            return Err(failure);
        }
    };
    let way = Arc::new(Way { library, agent: agent.id, held: RwLock::new(Some(held)) });
    let server = AgentServer::new(way.clone(), agent, Arc::new(Catalogue::new()));
    let ended = tokio::select! {
        ended = serve_stdio(server) => ended,
        () = told_to_end() => Ok(()),
    };
    if let Some(held) = way.held.write().await.take() {
        held.close().await;
    }
    ended.map_err(Failure::words)
}

/// The agent of that name; whoever sits at the command line is the creator, so a new one is made on first use. One that
/// was turned away does not come back by itself: its client starts this command as before.
async fn known(connection: &Connection, name: &str, scope: &str) -> Result<Agent, Failure> {
    // Those that may come in stand first.
    let listed = connection.run("agents.list", &json!({ "with_revoked": true })).await?;
    let is_it = |row: &&Value| row["name"].as_str().is_some_and(|own| own.to_lowercase() == name.to_lowercase());
    let found = listed["agents"].as_array().and_then(|rows| rows.iter().find(is_it)).cloned();
    let row = match found {
        Some(row) if !row["revoked_at"].is_null() => {
            let words = format!(
                "{name} was turned away. To let it in again, add an agent of that name in Settings, Agents, or with `troupe-cli agents create`."
            );
            return Err(Failure::new(Code::Forbidden, words));
        }
        Some(row) => row,
        None => {
            let input = json!({ "name": name, "scope": scope, "without_token": true });
            connection.run("agents.create", &input).await?["agent"].take()
        }
    };
    let field = |name: &str| row[name].clone();
    let read = |error| Failure::from(Error::internal(error));
    Ok(Agent {
        id: serde_json::from_value(field("id")).map_err(read)?,
        name: row["name"].as_str().unwrap_or_default().to_owned(),
        scope: serde_json::from_value(field("scope")).map_err(read)?,
    })
}

/// A way to the library, and what stands around it where this process owns it.
#[derive(Debug)]
struct Held {
    connection: Connection,
    /// The private channel, by which the command line reaches this owner.
    channel: Option<Server>,
}

impl Held {
    async fn open(library: &Path) -> Result<Self, Failure> {
        let connection = Connection::open(library).await?;
        let channel = match &connection {
            Connection::Own(studio) => {
                log::install(&library.join("logs"), false);
                studio.start_tasks();
                Some(Server::private(studio, library, None).await?)
            }
            Connection::Owner { .. } => None,
        };
        Ok(Self { connection, channel })
    }

    async fn close(self) {
        if let Some(channel) = self.channel {
            channel.close().await;
        }
        self.connection.close().await;
    }
}

/// The agent's way to the library. When the owner goes away, the next call looks for another one.
#[derive(Debug)]
struct Way {
    library: PathBuf,
    agent: AgentId,
    held: RwLock<Option<Held>>,
}

impl Way {
    async fn run(&self, operation: &str, input: Value) -> Result<Value, Error> {
        match self.try_run(operation, &input).await {
            // It was not taken by anybody: nothing is done twice.
            Err(Lost) => {
                self.open_again().await?;
                self.try_run(operation, &input).await.unwrap_or_else(|Lost| Err(nobody()))
            }
            Ok(done) => done,
        }
    }

    async fn try_run(&self, operation: &str, input: &Value) -> Result<Result<Value, Error>, Lost> {
        let held = self.held.read().await;
        match held.as_ref().map(|held| &held.connection) {
            Some(Connection::Own(studio)) => {
                Ok(studio.as_caller(Caller::Agent(self.agent)).run(operation, input.clone()).await)
            }
            Some(owner) => {
                let request = match owner.call_of_agent(self.agent, operation) {
                    Ok(request) => request,
                    Err(failure) => return Ok(Err(failure.into())),
                };
                match request.json(input).send().await {
                    Err(error) if error.is_connect() => Err(Lost),
                    sent => Ok(connection::data(sent.map_err(connection::gone)).await.map_err(Error::from)),
                }
            }
            None => Ok(Err(nobody())),
        }
    }

    async fn file(&self, file: &File) -> Result<FileBytes, Error> {
        let held = self.held.read().await;
        match held.as_ref().map(|held| &held.connection) {
            Some(Connection::Own(studio)) => Reach::file(&studio.as_caller(Caller::Agent(self.agent)), file).await,
            Some(owner) => {
                let answer = owner.file_as_agent(self.agent, file).await?;
                let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
                let kind = kind.unwrap_or("application/octet-stream").to_owned();
                let stream = Box::pin(answer.bytes_stream().map_err(std::io::Error::other));
                FileBytes::read(kind, StreamReader::new(stream)).await
            }
            None => Err(nobody()),
        }
    }

    async fn open_again(&self) -> Result<(), Error> {
        let mut held = self.held.write().await;
        // Another call may have found the way meanwhile: an owner that answers is kept.
        let is_there = match held.as_ref().map(|held| &held.connection) {
            Some(Connection::Own(_)) => true,
            Some(Connection::Owner { url, .. }) => {
                let found = Connection::owner(&self.library).await;
                matches!(found, Some(Connection::Owner { url: other, .. }) if other == *url)
            }
            None => return Err(nobody()),
        };
        if !is_there {
            *held = Some(Held::open(&self.library).await?);
        }
        Ok(())
    }
}

/// Nobody took the call.
#[derive(Debug)]
struct Lost;

fn nobody() -> Error {
    Error::new(Code::ServiceUnavailable, "Troupe is closing, or was closed. Nothing was done; try again in a moment.")
}

impl Reach for Way {
    fn run<'a>(&'a self, operation: &'a str, input: Value) -> BoxFuture<'a, Result<Value, Error>> {
        Way::run(self, operation, input).boxed()
    }

    fn file<'a>(&'a self, file: &'a File) -> BoxFuture<'a, Result<FileBytes, Error>> {
        Way::file(self, file).boxed()
    }
}
