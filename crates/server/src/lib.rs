//! REST over the operations registry: the routes, the streams, uploads, the OpenAPI document, the
//! TypeScript client, the UI for a browser, and the interface for agents. It listens on loopback only.
//!
//! A [`Server`] is either public (programs with a token, browsers that were let in with a one-time
//! code) or private (processes of ours, which find its address in a [`RunFile`]). Both answer by the
//! same router. Nothing here knows what an operation does: routes, inputs and answers follow from the
//! registry and its schemas.

mod access;
mod answer;
mod app;
mod body;
mod call;
mod events;
mod files;
mod input;
mod jobs;
mod json;
mod limits;
mod links;
pub mod mcp;
pub mod openapi;
mod pages;
mod run_file;
pub mod schema;
mod server;
mod session;
mod sessions;
mod token;
pub mod typescript;
mod uploads;
mod words;

pub use run_file::RunFile;
pub use server::{PublicOptions, Server, ServerError};
pub use token::Token;
