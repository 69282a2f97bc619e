//! Fetching a public address, as Instagram and Threads fetch a picture: a real GET over a socket, judged as they judge
//! it. In the rehearsal the public internet is `/platforms/` of this sandbox: any other address is one that the
//! platform cannot reach, and nothing leaves this computer.

use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::world::World;

/// What a fetch accepts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) max_bytes: usize,
    /// Beginnings of content types.
    pub(crate) types: &'static [&'static str],
}

/// What was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fetched {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: String,
}

/// Why an address gave nothing that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FetchProblem {
    /// Not an address of the public internet, such as one of this computer.
    NotPublic,
    /// Nobody answered, or not in time, or the answer broke off.
    Unreachable,
    /// Another status than 200.
    Status(u16),
    /// A redirect: the platforms follow none.
    Redirect,
    /// A content type that is not wanted.
    Type(String),
    /// More bytes than wanted.
    TooLarge,
}

/// How long one fetch may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Gets an address.
///
/// # Errors
/// [`FetchProblem`].
pub(crate) async fn fetch(world: &World, address: &str, wanted: Wanted) -> Result<Fetched, FetchProblem> {
    let public = format!("{}/platforms/", world.base());
    let is_public = address.starts_with(&public);
    if !is_public {
        return Err(FetchProblem::NotPublic);
    }
    // A second sandbox of this process finds it installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(LIMIT)
        .no_proxy()
        .user_agent("facebookexternalhit/1.1 (stand-in)")
        .build()
        .map_err(|_| FetchProblem::Unreachable)?;
    let mut response = client.get(address).send().await.map_err(|_| FetchProblem::Unreachable)?;
    match response.status().as_u16() {
        200 => {}
        300..400 => return Err(FetchProblem::Redirect),
        status => return Err(FetchProblem::Status(status)),
    }
    let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_owned();
    if !wanted.types.iter().any(|wanted| content_type.starts_with(wanted)) {
        return Err(FetchProblem::Type(content_type));
    }
    let mut bytes = BytesMut::new();
    while let Some(part) = response.chunk().await.map_err(|_| FetchProblem::Unreachable)? {
        if bytes.len() + part.len() > wanted.max_bytes {
            return Err(FetchProblem::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Fetched { bytes: bytes.freeze(), content_type })
}
