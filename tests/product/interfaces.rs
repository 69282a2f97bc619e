//! Every operation through every interface.

use super::running::Product;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use troupe_studio::{Effect, Operations};

/// An id that nothing has.
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Whether an answer shows that the call reached its operation: anything but the router's own refusals.
fn reached(status: u16, body: &str) -> bool {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let kind = &body["error"]["details"]["kind"];
    status != 405 && status != 415 && kind != "route" && kind != "operation" && kind != "page"
}

#[tokio::test]
async fn every_operation_is_reached_by_each_of_its_routes() {
    let mut faults = BTreeSet::new();
    // One product for each method's turn: the calls of a minute are counted.
    for round in Operations::all().iter().collect::<Vec<_>>().chunks(8) {
        let product = Product::start();
        for operation in round {
            for route in &operation.routes {
                let path: Vec<&str> = route
                    .path
                    .split('/')
                    .map(|segment| if segment.starts_with('{') { NOBODY } else { segment })
                    .collect();
                let method: Method = route.method.as_str().parse().unwrap();
                for end in ["", "/"] {
                    let mut request =
                        product.request(method.clone(), &format!("{}{end}", path.join("/").trim_end_matches('/')));
                    if method != Method::GET {
                        request = request.json(&json!({}));
                    }
                    let answer = request.send().await.unwrap();
                    let status = answer.status().as_u16();
                    if status == 429 {
                        continue;
                    }
                    let body = answer.text().await.unwrap();
                    if !reached(status, &body) || status == 500 {
                        faults.insert(format!(
                            "{} {}{end} ({}): {status} {body}",
                            route.method.as_str(),
                            route.path,
                            operation.name
                        ));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn every_operation_is_reached_by_our_own_pages_and_the_command_line() {
    let product = Product::start();
    let trade = product
        .client
        .post(format!("{}/api/v1/session", product.url))
        .header("origin", &product.url)
        .json(&json!({ "code": product.code }))
        .send()
        .await
        .unwrap();
    let cookie = trade.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let mut faults = BTreeSet::new();
    for operation in Operations::all().iter() {
        let answer = product
            .client
            .post(format!("{}/api/v1/run/{}", product.url, operation.name))
            .header("origin", &product.url)
            .header("cookie", &cookie)
            .json(&json!({ "no such field": true }))
            .send()
            .await
            .unwrap();
        let (status, body) = (answer.status().as_u16(), answer.text().await.unwrap());
        if status != 400 || !body.contains("no such field") {
            faults.insert(format!("{}: an unknown field is not refused: {status} {body}", operation.name));
        }
        let (group, verb) = operation.name.split_once('.').unwrap();
        let input = product.folder.path().join("unknown.json");
        std::fs::write(&input, r#"{ "no such field": true }"#).unwrap();
        let mut arguments = vec![group, verb, "--json", "--input", input.to_str().unwrap()];
        if operation.answers_file {
            arguments.extend(["--output", "-"]);
        }
        if matches!(operation.effect, Effect::Destroy | Effect::Publish) {
            arguments.push("--yes");
        }
        let done = product.cli(&arguments);
        let said = String::from_utf8_lossy(&done.stdout);
        // A secret that is needed is asked for before anything else is looked at.
        let is_refused = said.contains("no such field") || said.contains("standard input");
        if done.status.code() != Some(2) || !is_refused {
            faults.insert(format!(
                "troupe-cli {group} {verb}: {:?} {said}{}",
                done.status.code(),
                String::from_utf8_lossy(&done.stderr)
            ));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn the_served_document_names_every_operation() {
    let product = Product::start();
    let document: Value =
        product.client.get(format!("{}/openapi.json", product.url)).send().await.unwrap().json().await.unwrap();
    let ids: BTreeSet<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .map(|entry| entry["operationId"].as_str().unwrap())
        .collect();
    for operation in Operations::all().iter() {
        assert!(ids.contains(operation.name), "{}", operation.name);
    }
}
