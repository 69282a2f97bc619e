//! One HTTP client for everything that Troupe asks of other computers: time and size limits, a guard against
//! private addresses, hints on when to try again, and errors that never carry a full address or a secret.
//!
//! ```no_run
//! # async fn demo() -> troupe_net::Result<()> {
//! use troupe_net::{Client, ClientOptions, Request};
//! let client = Client::open(ClientOptions::default())?;
//! // The second word is the route's template: it is what an error or a log line shows.
//! let url = "https://example.org/users/42?token=abc".parse().map_err(troupe_net::Error::address)?;
//! let user: serde_json::Value = client.get_json(Request::get(url, "/users/{id}")).await?;
//! # let _ = user; Ok(()) }
//! ```
//!
//! Every address is judged on the IP that is really connected to: a name is resolved by our own resolver, which hands
//! out public addresses only, so that no second lookup can answer differently; an IP written in a URL is judged as
//! it stands; each redirect is judged again. Addresses that the creator set (an engine on the own computer) are
//! named in [`ClientOptions::allow`].

mod answers;
mod body;
mod client;
mod error;
mod guard;
mod request;
mod retry;
mod secret;

pub use answers::{Answer, answers};
pub use body::{Body, Response};
pub use client::{Client, ClientOptions, install_crypto};
pub use error::{Error, Result, Target};
pub use guard::{AllowedAddress, is_public};
pub use request::Request;
pub use reqwest::multipart;
pub use retry::{retry_after, retry_after_value};
pub use secret::Secret;
