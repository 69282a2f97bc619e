//! Requests and answers: the envelope, routes, inputs, idempotency.

use super::running::{Product, data, error};
use reqwest::{Body, Method};
use serde_json::{Value, json};

#[tokio::test]
async fn every_answer_stands_in_the_envelope() {
    let product = Product::start();
    for path in ["/api/v1/queue", "/api/v1/queue/", "/api/queue", "/api/queue/"] {
        let answer =
            product.client.get(format!("{}{path}", product.url)).bearer_auth(&product.token).send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["success"], true, "{path}");
        assert!(body["timestamp"].as_str().is_some_and(|moment| moment.ends_with('Z')));
    }
    let form = || json!({ "name": "wide", "width": 1024, "height": 512 });
    for (method, path, body, content_type, status, code) in [
        (Method::GET, "/nothing", "", "", 404, "not_found"),
        (Method::GET, "/queue/../../etc/passwd", "", "", 404, "not_found"),
        (Method::GET, "/generate/image/..%2F..%2Fetc", "", "", 400, "validation_error"),
        (Method::GET, "/generate/image/%ff", "", "", 400, "validation_error"),
        (Method::DELETE, "/queue", "", "", 405, "unsupported"),
        (Method::PATCH, "/queue", "", "", 405, "unsupported"),
        (Method::POST, "/images/formats", "name=a", "application/x-www-form-urlencoded", 415, "unsupported"),
        (Method::POST, "/images/formats", "{", "application/json", 400, "validation_error"),
        (
            Method::POST,
            "/images/formats",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "application/json",
            400,
            "validation_error",
        ),
        (Method::POST, "/images/formats", "[1]", "application/json", 400, "validation_error"),
        (Method::POST, "/images/formats", "{\"nane\":\"a\"}", "application/json", 400, "validation_error"),
        (Method::GET, "/images/formats?limit=ten", "", "", 400, "validation_error"),
        (Method::GET, "/images/formats?limit=1&limit=2", "", "", 400, "validation_error"),
        (Method::GET, "/images/formats?nonsense=1", "", "", 400, "validation_error"),
        (Method::GET, "/images/formats?limit=201", "", "", 400, "validation_error"),
    ] {
        let mut request = product.request(method.clone(), path).body(body);
        if !content_type.is_empty() {
            request = request.header("content-type", content_type);
        }
        let (found, found_code, words) = error(request.send().await.unwrap()).await;
        assert_eq!((found, found_code.as_str()), (status, code), "{method} {path} {body}: {words}");
    }
    let created = product.post("/images/formats", form()).await;
    let id = created["id"].as_str().unwrap();
    let update = product.request(Method::PUT, &format!("/images/formats/{id}"));
    let (_, code, words) = error(update.json(&json!({ "format_id": "another" })).send().await.unwrap()).await;
    assert_eq!((code.as_str(), &words["details"]["fields"][0]["field"]), ("validation_error", &json!("format_id")));
}

#[tokio::test]
async fn a_body_of_200_mb_is_refused_in_words_and_nothing_is_lost() {
    let product = Product::start();
    let piece = vec![b' '; 1024 * 1024];
    let pieces = futures::stream::iter((0..200).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
    let request = product.request(Method::POST, "/images/formats").header("content-type", "application/json");
    let (status, code, words) = error(request.body(Body::wrap_stream(pieces)).send().await.unwrap()).await;
    assert_eq!((status, code.as_str()), (413, "payload_too_large"));
    assert!(words["message"].as_str().unwrap().contains("uploads"));
    product.get("/queue").await;
}

#[tokio::test]
async fn the_same_key_does_it_once_and_another_input_is_a_conflict() {
    let product = Product::start();
    let create = |name: &str| {
        let input = json!({ "name": name, "width": 512, "height": 640 });
        product.request(Method::POST, "/images/formats").header("Idempotency-Key", "one").json(&input).send()
    };
    let first = data(create("Portrait 4").await.unwrap()).await;
    let again = data(create("Portrait 4").await.unwrap()).await;
    assert_eq!(first, again);
    let (status, code, _) = error(create("Portrait 5").await.unwrap()).await;
    assert_eq!((status, code.as_str()), (409, "conflict"));
    let formats = product.get("/images/formats?limit=200").await;
    let ours = formats["formats"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|format| format["name"].as_str().unwrap().starts_with("Portrait 4"));
    assert_eq!(ours.filter(|format| format["width"] == 512).count(), 1);
}

#[tokio::test]
async fn any_unicode_goes_in_and_comes_out_the_same() {
    let product = Product::start();
    let name = "é\u{301}\u{202e}👩‍🎨 漢字 \u{0} \u{feff} Ω\"\\'<>&%00";
    let answer = product
        .request(Method::POST, "/images/formats")
        .json(&json!({ "name": name, "width": 64, "height": 64 }))
        .send()
        .await
        .unwrap();
    // What is taken is kept as it came; what is not is refused in words.
    if answer.status().is_success() {
        assert_eq!(data(answer).await["name"], name);
    } else {
        assert_eq!(error(answer).await.1, "validation_error");
    }
    let long = "ä".repeat(50_000);
    let answer =
        product.request(Method::POST, "/generate/image").json(&json!({ "prompt": long })).send().await.unwrap();
    assert!(answer.status().as_u16() < 500, "{}", answer.text().await.unwrap());
}
