//! Who comes in: the token, the one-time code, foreign hosts and origins.

use super::running::{Product, data, error};
use reqwest::{Method, StatusCode, header};
use serde_json::json;

#[tokio::test]
async fn without_a_token_only_what_is_open_answers() {
    let product = Product::start();
    for path in ["/", "/docs", "/openapi.json", "/api/v1/"] {
        let answer = product.client.get(format!("{}{path}", product.url)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    for path in [
        "/api/v1/queue",
        "/api/queue",
        "/api/v1/none",
        "/events",
        "/api/v1/events",
        "/ws/updates",
        "/api/v1/files/content/1/full",
    ] {
        let answer = product.client.get(format!("{}{path}", product.url)).send().await.unwrap();
        assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], "Bearer");
        assert_eq!(error(answer).await.1, "unauthorized", "{path}");
    }
    let wrong = product
        .client
        .get(format!("{}/api/v1/queue", product.url))
        .bearer_auth("not the token at all")
        .send()
        .await
        .unwrap();
    assert_eq!(error(wrong).await.0, 401);
}

#[tokio::test]
async fn a_foreign_host_or_origin_is_turned_away_even_with_the_token() {
    let product = Product::start();
    for (name, value) in [
        ("host", "evil.example"),
        ("host", "127.0.0.1:1"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "https://127.0.0.1"),
    ] {
        let answer = product.request(Method::GET, "/queue").header(name, value).send().await.unwrap();
        let (status, code, _) = error(answer).await;
        assert_eq!((status, code.as_str()), (403, "forbidden"), "{name}: {value}");
    }
}

#[tokio::test]
async fn a_code_lets_one_browser_in_and_its_cookie_counts_for_our_own_pages_only() {
    let product = Product::start();
    let trade = || {
        product
            .client
            .post(format!("{}/api/v1/session", product.url))
            .header("origin", &product.url)
            .json(&json!({ "code": product.code }))
    };
    let answer = trade().send().await.unwrap();
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    data(answer).await;
    assert_eq!(error(trade().send().await.unwrap()).await.0, 401, "a code is good once");

    let cookie = cookie.split(';').next().unwrap();
    let run = |name: &'static str, value: String| {
        product
            .client
            .post(format!("{}/api/v1/run/queue.get", product.url))
            .header("cookie", cookie)
            .header(name, value)
            .json(&json!({}))
            .send()
    };
    data(run("origin", product.url.clone()).await.unwrap()).await;
    data(run("sec-fetch-site", "same-origin".into()).await.unwrap()).await;
    assert_eq!(error(run("sec-fetch-site", "same-site".into()).await.unwrap()).await.0, 401);
    assert_eq!(error(run("x-nothing", "x".into()).await.unwrap()).await.0, 401);
    assert_eq!(error(run("origin", "http://localhost:1".into()).await.unwrap()).await.0, 403);
}

#[tokio::test]
async fn the_way_in_of_our_own_pages_is_closed_to_programs() {
    let product = Product::start();
    let answer = product.request(Method::POST, "/run/queue.get").json(&json!({})).send().await.unwrap();
    assert_eq!(error(answer).await.1, "forbidden");
}

#[tokio::test]
async fn another_browser_is_let_in_by_the_command_line() {
    let product = Product::start();
    let printed = product.cli(&["address"]);
    let address = String::from_utf8(printed.stdout).unwrap();
    let (url, code) = address.trim().split_once("/#code=").unwrap();
    assert_eq!(url, product.url);
    let trade =
        product.client.post(format!("{url}/api/v1/session")).header("origin", url).json(&json!({ "code": code }));
    data(trade.send().await.unwrap()).await;

    let asked = product.request(Method::POST, "/session/address").json(&json!({})).send().await.unwrap();
    assert_eq!(error(asked).await.1, "forbidden", "a program lets no browser in");
    let folder = tempfile::tempdir().unwrap();
    let none = super::running::cli(folder.path()).arg("address").output().unwrap();
    assert_eq!(none.status.code(), Some(3));
}

#[tokio::test]
async fn health_is_open_at_every_address() {
    let product = Product::start();
    for path in ["/health", "/api/v1/health", "/api/health/", "/api/v1/system/health"] {
        let health = data(product.client.get(format!("{}{path}", product.url)).send().await.unwrap()).await;
        assert!(health["status"].is_string(), "{path}: {health}");
    }
}
