//! Files in and out: uploads, downloads, ranges.

use super::running::{Product, error};
use reqwest::{
    Body, Method, header,
    multipart::{Form, Part},
};
use serde_json::Value;

#[tokio::test]
async fn a_picture_is_read_whole_in_part_and_not_again() {
    let product = Product::start_with_comfyui().await;
    let job = product.pictures(1).await;
    let id = job["content_ids"][0].as_str().unwrap();
    let path = format!("/files/content/{id}/full");
    let whole = product.request(Method::GET, &path).send().await.unwrap();
    let headers = whole.headers().clone();
    assert_eq!(
        (&headers[header::CONTENT_TYPE], &headers[header::ACCEPT_RANGES]),
        (&"image/png".parse().unwrap(), &"bytes".parse().unwrap())
    );
    assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let bytes = whole.bytes().await.unwrap();
    assert!(bytes.starts_with(b"\x89PNG"));

    let part = product.request(Method::GET, &path).header("range", "bytes=1-3").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()[header::CONTENT_RANGE], format!("bytes 1-3/{}", bytes.len()));
    assert_eq!(part.bytes().await.unwrap(), "PNG");
    let again =
        product.request(Method::GET, &path).header("if-none-match", &headers[header::ETAG]).send().await.unwrap();
    assert_eq!(again.status(), 304);
    let outside = product.request(Method::GET, &path).header("range", "bytes=99999999-").send().await.unwrap();
    assert_eq!(error(outside).await.0, 416);

    let small = product.request(Method::GET, &format!("/files/content/{id}/160")).send().await.unwrap();
    assert_eq!(small.headers()[header::CONTENT_TYPE], "image/jpeg");
    let job_id = job["job_id"].as_str().unwrap();
    let download = product.request(Method::GET, &format!("/generate/image/{job_id}/download")).send().await.unwrap();
    assert!(download.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    for path in [
        "/files/content/../full",
        "/files/content/..%2f..%2flibrary.db/full",
        "/files/secret/1/full",
        "/files/content/none/full",
    ] {
        let status = product.request(Method::GET, path).send().await.unwrap().status().as_u16();
        assert!((400..500).contains(&status), "{path}: {status}");
    }
}

#[tokio::test]
async fn an_upload_is_taken_in_one_field_and_within_its_limit() {
    let product = Product::start();
    let upload = |form: Form| product.request(Method::POST, "/uploads").multipart(form).send();
    let file = |bytes: Vec<u8>| Part::bytes(bytes).file_name("../ada.png");
    let answer = upload(Form::new().part("file", file(vec![1; 1000]))).await.unwrap();
    let body: Value = answer.json().await.unwrap();
    assert_eq!((&body["success"], &body["data"]["size_bytes"]), (&true.into(), &1000.into()), "{body}");
    assert!(body["data"]["upload_id"].is_string());
    for (form, status) in [
        (Form::new().part("picture", file(vec![1])), 400),
        (Form::new().part("file", file(Vec::new())), 400),
        (Form::new(), 400),
        (Form::new().part("file", file(vec![1])).part("file", file(vec![2])), 400),
    ] {
        assert_eq!(error(upload(form).await.unwrap()).await.0, status);
    }
    let piece = vec![7_u8; 1024 * 1024];
    let pieces = futures::stream::iter((0..101).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
    let large = Part::stream(Body::wrap_stream(pieces)).file_name("large.bin");
    // The sender may meet the closed connection before it reads the answer; the answer, where it is read, says why.
    if let Ok(answer) = upload(Form::new().part("file", large)).await {
        assert_eq!(error(answer).await.0, 413);
    }
    let json = product.request(Method::POST, "/uploads").json(&serde_json::json!({})).send().await.unwrap();
    assert_eq!(error(json).await.0, 415);
    let left: Vec<_> =
        std::fs::read_dir(product.library().join("uploads")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
}
