//! Files out and in.

use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Stand, graph};

async fn with_picture() -> (Stand, bytes::Bytes) {
    let stand = Stand::start();
    stand.done(&stand.queue(json!({"prompt": graph("sea", 1, "x")})).await).await;
    let png = stand.get("/view?filename=x_00001_.png").await.bytes().await.unwrap();
    (stand, png)
}

#[tokio::test]
async fn a_file_is_viewed_whole_in_part_or_not_again() {
    let (stand, png) = with_picture().await;
    let url = format!("{}/view?filename=x_00001_.png&type=output&subfolder=", stand.url);
    let whole = stand.client.get(&url).send().await.unwrap();
    let header = |name: &str| whole.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(header("content-disposition"), "filename=\"x_00001_.png\"");
    assert_eq!(header("accept-ranges"), "bytes");
    assert_eq!(header("content-length"), png.len().to_string());
    let (tag, modified) = (header("etag"), header("last-modified"));

    let part = stand.client.get(&url).header("range", "bytes=0-9").send().await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()["content-range"], format!("bytes 0-9/{}", png.len()));
    assert_eq!(part.bytes().await.unwrap(), png[..10]);
    let beyond = stand.client.get(&url).header("range", "bytes=99999999-").send().await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);

    for (name, value) in [("if-none-match", tag.as_str()), ("if-modified-since", modified.as_str())] {
        let same = stand.client.get(&url).header(name, value).send().await.unwrap();
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED, "{name}");
    }
    let head = stand.client.head(&url).send().await.unwrap();
    assert_eq!(
        (head.status(), head.headers()["content-length"].to_str().unwrap()),
        (StatusCode::OK, png.len().to_string().as_str())
    );
    assert!(head.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_file_that_is_not_there_or_not_theirs_is_refused() {
    let (stand, _) = with_picture().await;
    for (query, status) in [
        ("", 404),
        ("filename=nope.png", 404),
        ("filename=..%2Fx.png", 400),
        ("filename=%2Fetc%2Fpasswd", 400),
        ("filename=x.png&subfolder=..%2F..", 403),
        ("filename=x.png&type=bogus", 400),
        ("filename=x_00001_.png&type=input", 404),
        ("filename=x_00001_.png%20%5Boutput%5D&type=input", 200),
    ] {
        let response = stand.get(&format!("/view?{query}")).await;
        assert_eq!(response.status().as_u16(), status, "{query}");
        assert_eq!(response.bytes().await.unwrap().is_empty(), status != 200, "{query}");
    }
}

#[tokio::test]
async fn a_picture_is_encoded_anew_on_request() {
    let (stand, _) = with_picture().await;
    for (query, kind) in [
        ("preview=jpeg;80", "image/jpeg"),
        ("preview=jpeg", "image/jpeg"),
        ("preview=webp;90", "image/webp"),
        ("preview=png;90", "image/webp"),
        ("channel=rgb", "image/png"),
        ("channel=a", "image/png"),
    ] {
        let response = stand.get(&format!("/view?filename=x_00001_.png&{query}")).await;
        assert_eq!(response.headers()["content-type"], kind, "{query}");
        let picture = image::load_from_memory(&response.bytes().await.unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (64, 96), "{query}");
    }
}

async fn upload(
    stand: &Stand,
    path: &str,
    name: Option<&str>,
    bytes: &[u8],
    fields: &[(&'static str, &'static str)],
) -> (u16, Value) {
    let mut form = Form::new();
    if let Some(name) = name {
        form = form.part("image", Part::bytes(bytes.to_vec()).file_name(name.to_owned()));
    }
    for (field, value) in fields {
        form = form.text(*field, *value);
    }
    let response = stand.client.post(format!("{}{path}", stand.url)).multipart(form).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
}

#[tokio::test]
async fn an_upload_is_named_by_its_bytes() {
    let stand = Stand::start();
    let answer =
        |name: &str, subfolder: &str, kind: &str| (200, json!({"name": name, "subfolder": subfolder, "type": kind}));
    let image = "/upload/image";
    assert_eq!(upload(&stand, image, Some("a.png"), b"1", &[]).await, answer("a.png", "", "input"));
    assert_eq!(upload(&stand, image, Some("a.png"), b"1", &[]).await, answer("a.png", "", "input"));
    assert_eq!(upload(&stand, image, Some("a.png"), b"2", &[]).await, answer("a (1).png", "", "input"));
    assert_eq!(
        upload(&stand, image, Some("a.png"), b"3", &[("overwrite", "true")]).await,
        answer("a.png", "", "input")
    );
    assert_eq!(stand.get("/view?filename=a.png&type=input").await.bytes().await.unwrap(), b"3".as_slice());
    assert_eq!(
        upload(&stand, image, Some("a.png"), b"4", &[("subfolder", "chars/anna")]).await,
        answer("a.png", "chars/anna", "input")
    );
    let head = stand
        .client
        .head(format!("{}/view?filename=a.png&subfolder=chars/anna&type=input", stand.url))
        .send()
        .await
        .unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(upload(&stand, image, Some("x.wav"), b"5", &[("type", "temp")]).await, answer("x.wav", "", "temp"));
    let listed = stand.get_json("/object_info/LoadImage").await;
    assert_eq!(
        listed["LoadImage"]["input"]["required"]["image"],
        json!([["a (1).png", "a.png"], {"image_upload": true}])
    );
}

#[tokio::test]
async fn a_wrong_upload_is_refused() {
    let stand = Stand::start();
    for (name, fields, status) in [
        (Some("a.png"), &[("type", "bogus")][..], 500),
        (Some("a.png"), &[("subfolder", "../..")], 400),
        (Some("a/b.png"), &[], 500),
        (Some("../b.png"), &[], 400),
        (None, &[("overwrite", "true")], 400),
    ] {
        assert_eq!(upload(&stand, "/upload/image", name, b"1", fields).await.0, status, "{name:?} {fields:?}");
    }
    assert_eq!(std::fs::read_dir(stand.folder.path().join("input")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_mask_becomes_the_transparency_of_its_picture() {
    let (stand, png) = with_picture().await;
    assert_eq!(upload(&stand, "/upload/mask", Some("m.png"), &png, &[]).await.0, 500);
    let mut mask = image::RgbaImage::new(64, 96);
    mask.get_pixel_mut(3, 4).0[3] = 200;
    let mut bytes = std::io::Cursor::new(Vec::new());
    mask.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let there = r#"{"filename": "x_00001_.png", "subfolder": "", "type": "output"}"#;
    let answer = upload(&stand, "/upload/mask", Some("m.png"), bytes.get_ref(), &[("original_ref", there)]).await;
    assert_eq!(answer, (200, json!({"name": "m.png", "subfolder": "", "type": "input"})));
    let masked = stand.get("/view?filename=m.png&type=input").await.bytes().await.unwrap();
    let masked = image::load_from_memory(&masked).unwrap().into_rgba8();
    assert_eq!((masked.get_pixel(3, 4).0[3], masked.get_pixel(5, 4).0[3]), (200, 0));
    let absent = r#"{"filename": "nope.png", "subfolder": "", "type": "output"}"#;
    assert_eq!(
        upload(&stand, "/upload/mask", Some("n.png"), bytes.get_ref(), &[("original_ref", absent)]).await.0,
        200
    );
    assert_eq!(stand.get("/view?filename=n.png&type=input").await.status(), 404);
}

#[tokio::test]
async fn a_picture_that_cannot_be_read_fails_the_run() {
    let stand = Stand::start();
    upload(&stand, "/upload/image", Some("broken.png"), b"not a picture", &[]).await;
    let prompt = json!({
        "1": {"class_type": "LoadImage", "inputs": {"image": "broken.png"}},
        "2": {"class_type": "SaveImage", "inputs": {"filename_prefix": "x", "images": ["1", 0]}},
    });
    let job = stand.done(&stand.queue(json!({"prompt": prompt})).await).await;
    assert_eq!(job["execution_error"]["exception_type"], "PIL.UnidentifiedImageError");
    assert_eq!(job["execution_error"]["current_inputs"], json!({"image": ["broken.png"]}));
}
