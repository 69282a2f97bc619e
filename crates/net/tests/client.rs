//! The client against real sockets on the loopback: limits, guard, redirects, errors and what it never says.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use troupe_net::{AllowedAddress, Client, ClientOptions, Error, Request, Secret};
use url::Url;

/// A server that gives the answers in order, one a connection, and keeps what it was asked.
struct Script {
    address: Url,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Script {
    async fn of(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        tokio::spawn(async move {
            for answer in answers {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut question = Vec::new();
                while !is_whole(&question) {
                    let mut piece = [0; 4096];
                    match socket.read(&mut piece).await {
                        Ok(0) | Err(_) => break,
                        Ok(n) => question.extend_from_slice(&piece[..n]),
                    }
                }
                kept.lock().unwrap().push(String::from_utf8_lossy(&question).into_owned());
                if answer.is_empty() {
                    // The connection stays open and silent.
                    std::future::pending::<()>().await;
                }
                let _ = socket.write_all(answer.as_bytes()).await;
                let _ = socket.shutdown().await;
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn client(&self) -> Client {
        Client::open(quick().allowing_url(&self.address)).unwrap()
    }
}

fn is_whole(question: &[u8]) -> bool {
    // A TLS handshake is answered at once: this server speaks plain HTTP only.
    if question.first() == Some(&0x16) {
        return true;
    }
    let text = String::from_utf8_lossy(question);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    body.len() >= length.unwrap_or(0)
}

fn quick() -> ClientOptions {
    ClientOptions { read_time: Duration::from_secs(5), total_time: Duration::from_secs(5), ..ClientOptions::default() }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
}

fn get(url: &Url) -> Request {
    Request::get(url.clone(), "/things/{id}")
}

#[tokio::test]
async fn json_goes_out_and_comes_back_without_an_origin() {
    let server = Script::of(vec![answer("200 OK", "Content-Type: application/json\r\n", r#"{"n":1}"#)]).await;
    let back: serde_json::Value = server
        .client()
        .post_json(Request::post(server.address.clone(), "/"), &serde_json::json!({"a": "ü"}))
        .await
        .unwrap();
    assert_eq!(back["n"], 1);
    let asked = server.asked()[0].to_ascii_lowercase();
    assert!(asked.contains("content-type: application/json") && asked.ends_with(r#"{"a":"ü"}"#), "{asked}");
    for never in ["origin:", "referer:", "cookie:", "sec-fetch"] {
        assert!(!asked.contains(never), "{never} in {asked}");
    }
    assert!(Request::get(server.address.clone(), "/").header("Origin", "http://x").is_err());
}

#[tokio::test]
async fn a_file_goes_out_from_where_it_stands_with_its_length() {
    use tokio::io::AsyncSeekExt;
    let server = Script::of(vec![answer("200 OK", "", "yes")]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clip");
    std::fs::write(&path, "x".repeat(70_000) + &"y".repeat(100_000)).unwrap();
    let mut file = tokio::fs::File::open(&path).await.unwrap();
    file.seek(std::io::SeekFrom::Start(70_000)).await.unwrap();
    let request = Request::put(server.address.clone(), "/{key}").file(file, 100_000, "video/mp4").unwrap();
    assert_eq!(server.client().get_bytes(request).await.unwrap(), "yes");
    let asked = server.asked()[0].clone();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    assert!(head.to_ascii_lowercase().contains("content-length: 100000"), "{head}");
    assert_eq!(body, "y".repeat(100_000));
}

#[tokio::test]
async fn private_addresses_are_refused_before_a_connection_is_made() {
    let server = Script::of(vec![answer("200 OK", "", "secret")]).await;
    let client = Client::open(quick()).unwrap();
    let port = server.address.port().unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "192.168.0.1",
    ] {
        let url = format!("http://{host}:{port}/").parse().unwrap();
        let error = client.get_bytes(get(&url)).await.unwrap_err();
        assert!(matches!(error, Error::PrivateAddress { .. }), "{host}: {error:?}");
    }
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn an_allowed_address_is_asked_on_its_own_port_only() {
    let server = Script::of(vec![answer("200 OK", "", "yes")]).await;
    assert_eq!(server.client().get_bytes(get(&server.address)).await.unwrap(), "yes");
    let mut other = server.address.clone();
    other.set_port(Some(9)).unwrap();
    assert!(matches!(server.client().get_bytes(get(&other)).await, Err(Error::PrivateAddress { .. })));
}

#[tokio::test]
async fn an_allowed_name_is_looked_up_without_the_guard() {
    let server = Script::of(vec![answer("200 OK", "", "yes")]).await;
    let mut by_name = server.address.clone();
    by_name.set_host(Some("localhost")).unwrap();
    let client = Client::open(quick().allowing(AllowedAddress::host("localhost"))).unwrap();
    assert_eq!(client.get_bytes(get(&by_name)).await.unwrap(), "yes");
}

#[tokio::test]
async fn a_redirect_is_judged_like_any_address() {
    for to in
        ["http://localhost:1/", "http://127.0.0.1:1/", "http://[::1]/", "http://10.0.0.1/", "//169.254.169.254/latest"]
    {
        let server = Script::of(vec![answer("302 Found", &format!("Location: {to}\r\n"), "")]).await;
        let error = server.client().get_bytes(get(&server.address)).await.unwrap_err();
        assert!(matches!(error, Error::PrivateAddress { .. }), "{to}: {error:?}");
    }
    let server = Script::of(vec![answer("302 Found", "Location: file:///etc/passwd\r\n", "")]).await;
    assert!(matches!(server.client().get_bytes(get(&server.address)).await, Err(Error::Redirect { .. })));
}

#[tokio::test]
async fn redirects_are_followed_five_times_and_carry_no_secret_to_another_host() {
    let hop = answer("307 Temporary Redirect", "Location: /next\r\n", "");
    let server = Script::of([vec![hop.clone(); 5], vec![answer("200 OK", "", "there")]].concat()).await;
    assert_eq!(server.client().get_bytes(get(&server.address)).await.unwrap(), "there");
    let server = Script::of(vec![hop; 6]).await;
    assert!(matches!(server.client().get_bytes(get(&server.address)).await, Err(Error::Redirect { .. })));

    let second = Script::of(vec![answer("200 OK", "", "there")]).await;
    let first = Script::of(vec![answer("302 Found", &format!("Location: {}\r\n", second.address), "")]).await;
    let client = Client::open(quick().allowing_url(&first.address).allowing_url(&second.address)).unwrap();
    let request = get(&first.address).secret_header("X-Api-Key", &Secret::new("hunter2")).unwrap();
    client.get_bytes(request).await.unwrap();
    assert!(first.asked()[0].contains("hunter2"));
    assert!(!second.asked()[0].contains("hunter2"));
}

#[tokio::test]
async fn what_changes_something_is_not_sent_on() {
    let server =
        Script::of(vec![answer("307 Temporary Redirect", "Location: /again\r\n", ""), answer("200 OK", "", "{}")])
            .await;
    let result =
        server.client().post_json::<serde_json::Value>(Request::post(server.address.clone(), "/posts"), &1).await;
    assert!(matches!(result, Err(Error::Redirect { .. })));
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_308_that_means_go_on_is_handed_back_where_that_was_asked() {
    let server = Script::of(vec![answer("308 Resume Incomplete", "Range: bytes=0-262143\r\n", "")]).await;
    let request = Request::put(server.address.clone(), "/session").keeping_redirects();
    let response = server.client().send(request).await.unwrap();
    assert_eq!((response.status(), response.header("range")), (308, Some("bytes=0-262143")));
}

#[tokio::test]
async fn the_reset_of_a_window_is_a_wait_for_who_asked_too_often_and_by_the_servers_clock() {
    let headers = "Date: Wed, 21 Oct 2015 07:28:00 GMT\r\nx-rate-limit-reset: 1445412490\r\n";
    for (status, expected) in [("429 Too Many Requests", Some(10)), ("403 Forbidden", None), ("503 Busy", None)] {
        let server = Script::of(vec![answer(status, headers, "{}")]).await;
        let error = server.client().get_bytes(get(&server.address)).await.unwrap_err();
        assert_eq!(error.retry_after(), expected.map(Duration::from_secs), "{status}");
    }
}

#[tokio::test]
async fn what_sends_a_large_file_is_given_its_time() {
    let more = Duration::from_millis(700);
    for (within, at_least) in [(Duration::from_secs(60), Duration::ZERO), (Duration::from_secs(60) + more, more)] {
        let server = Script::of(vec![String::new()]).await;
        let began = std::time::Instant::now();
        let request =
            Request::post(server.address.clone(), "/upload").bytes("file", "image/png").unwrap().within(within);
        assert!(matches!(server.client().send(request).await, Err(Error::TimedOut { .. })));
        assert!(began.elapsed() >= at_least, "{within:?}");
    }
}

#[tokio::test]
async fn an_error_names_host_and_route_and_nothing_else() {
    let body = "no: key hunter2 is wrong\u{0}";
    let server = Script::of(vec![answer("429 Too Many Requests", "Retry-After: 7\r\n", body)]).await;
    let url = server.address.join("things/42?token=hunter2").unwrap();
    let error = server.client().get_bytes(get(&url).bearer(&Secret::new("hunter2")).unwrap()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.status(), Some(429));
    let Error::Status { body_excerpt, .. } = &error else { panic!("{error:?}") };
    assert_eq!(body_excerpt, "no: key [secret] is wrong");
    let port = server.address.port().unwrap();
    assert_eq!(error.to_string(), format!("127.0.0.1:{port}/things/{{id}} answered with status 429"));
    assert!(!format!("{error:?}").contains("hunter2") && !format!("{error:?}").contains("42?"));
}

#[tokio::test]
async fn failures_of_the_connection_have_their_kinds() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("http://{}/?token=hunter2", closed.local_addr().unwrap()).parse().unwrap();
    drop(closed);
    let client = Client::open(quick().allowing(AllowedAddress::host("127.0.0.1"))).unwrap();
    let error = client.get_bytes(get(&url)).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { refused: true, .. }), "{error:?}");
    assert!(!format!("{error:?}").contains("hunter2"));

    let silent = Script::of(vec![String::new()]).await;
    let error = silent.client().get_bytes(get(&silent.address).within(Duration::from_millis(100))).await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");

    let plain = Script::of(vec![answer("400 Bad Request", "", "")]).await;
    let mut secure = plain.address.clone();
    secure.set_scheme("https").unwrap();
    let error = client.get_bytes(get(&secure)).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");

    let cut = Script::of(vec!["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_owned()]).await;
    let error = cut.client().get_bytes(get(&cut.address)).await.unwrap_err();
    assert!(matches!(error, Error::Cut { .. }), "{error:?}");

    let gone = Script::of(vec!["nonsense".to_owned()]).await;
    let error = gone.client().get_bytes(get(&gone.address)).await.unwrap_err();
    assert!(matches!(error, Error::Cut { .. }), "{error:?}");

    for odd in ["ftp://example.org/", "file:///etc/passwd", "data:,x"] {
        let error = client.get_bytes(get(&odd.parse().unwrap())).await.unwrap_err();
        assert!(matches!(error, Error::BadAddress { .. }), "{odd}: {error:?}");
    }
}

#[tokio::test]
async fn too_much_is_refused_whether_announced_or_not() {
    let announced = Script::of(vec![answer("200 OK", "", &"x".repeat(5000))]).await;
    let error = announced.client().get_bytes(get(&announced.address).at_most(4000)).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit_bytes: 4000, .. }), "{error:?}");

    let silent = Script::of(vec![format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(5000))]).await;
    let error = silent.client().get_bytes(get(&silent.address).at_most(4000)).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn a_web_page_in_place_of_data_is_named() {
    let page = "\n<!DOCTYPE html><html><body>Sign in</body></html>";
    let server =
        Script::of(vec![answer("200 OK", "Content-Type: application/json\r\n", page), answer("200 OK", "", "{\"n\":")])
            .await;
    let error = server.client().get_json::<serde_json::Value>(get(&server.address)).await.unwrap_err();
    assert!(error.to_string().contains("answered with a web page"), "{error}");
    let error = server.client().get_json::<serde_json::Value>(get(&server.address)).await.unwrap_err();
    assert!(matches!(error, Error::NotJson { .. }), "{error:?}");
}

#[tokio::test]
async fn a_download_is_there_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.png");
    let server = Script::of(vec![
        answer("200 OK", "", "picture"),
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_owned(),
        answer("200 OK", "", &"x".repeat(50)),
        answer("404 Not Found", "", "gone"),
    ])
    .await;
    let client = server.client();
    assert_eq!(client.download_to(get(&server.address), &path, 10).await.unwrap(), 7);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "picture");
    for kind in ["cut", "too large", "missing"] {
        client.download_to(get(&server.address), &path, 10).await.expect_err(kind);
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "picture");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
