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
    if !address.starts_with(&public) {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::sync::Arc;

    use axum::Router;
    use axum::response::{IntoResponse, Redirect};
    use axum::routing::get;

    use super::*;

    const WANTED: Wanted = Wanted { max_bytes: 10, types: &["image/jpeg"] };

    /// A world whose public addresses are answered by a socket of this test.
    async fn world() -> (tempfile::TempDir, Arc<World>) {
        let jpeg = |bytes: &'static str| ([("content-type", "image/jpeg")], bytes);
        let app = Router::new()
            .route("/platforms/a.example/ok.jpg", get(move || async move { jpeg("ten bytes!") }))
            .route("/platforms/a.example/large.jpg", get(move || async move { jpeg("eleven byte") }))
            .route("/platforms/a.example/page", get(|| async { "a page" }))
            .route("/platforms/a.example/moved.jpg", get(|| async { Redirect::to("/platforms/a.example/ok.jpg") }))
            .route("/platforms/a.example/broken.jpg", get(|| async { crate::broken::silence() }))
            .route(
                "/platforms/a.example/forbidden.jpg",
                get(|| async { axum::http::StatusCode::FORBIDDEN.into_response() }),
            );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let folder = tempfile::tempdir().unwrap();
        let world = World::open(folder.path(), address).unwrap();
        (folder, world)
    }

    #[tokio::test]
    async fn an_address_is_judged_as_the_platforms_judge_it() {
        let (_folder, world) = world().await;
        let at = |path: &str| world.at("a.example", path);
        let fetched = fetch(&world, &at("ok.jpg"), WANTED).await.unwrap();
        assert_eq!((&fetched.bytes[..], fetched.content_type.as_str()), (&b"ten bytes!"[..], "image/jpeg"));
        let table = [
            (at("large.jpg"), FetchProblem::TooLarge),
            (at("page"), FetchProblem::Type("text/plain; charset=utf-8".into())),
            (at("moved.jpg"), FetchProblem::Redirect),
            (at("broken.jpg"), FetchProblem::Unreachable),
            (at("forbidden.jpg"), FetchProblem::Status(403)),
            (at("absent.jpg"), FetchProblem::Status(404)),
            (format!("{}/view?filename=a.jpg", world.base()), FetchProblem::NotPublic),
            ("https://example.org/a.jpg".into(), FetchProblem::NotPublic),
            ("nonsense".into(), FetchProblem::NotPublic),
        ];
        for (address, problem) in table {
            assert_eq!(fetch(&world, &address, WANTED).await, Err(problem), "{address}");
        }
    }
}
