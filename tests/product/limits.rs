//! The rate limits of the public interface.

use super::running::{Product, error};
use reqwest::{Method, Response};

fn standing(response: &Response) -> (u32, u32) {
    let read = |name: &str| response.headers()[name].to_str().unwrap().parse::<u32>().unwrap();
    assert!(read("x-ratelimit-reset") > 1_700_000_000);
    (read("x-ratelimit-limit"), read("x-ratelimit-remaining"))
}

#[tokio::test]
async fn the_hundred_and_first_call_of_a_minute_waits_and_other_classes_go_on() {
    let product = Product::start();
    let call = || product.request(Method::GET, "/queue").send();
    for number in 1..=100 {
        let answer = call().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(standing(&answer), (100, 100 - number));
    }
    let refused = call().await.unwrap();
    assert_eq!(standing(&refused), (100, 0));
    let wait: u32 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    let (status, code, _) = error(refused).await;
    assert_eq!((status, code.as_str()), (429, "rate_limit_exceeded"));

    let picture = product.request(Method::POST, "/generate/image").json(&serde_json::json!({})).send().await.unwrap();
    assert_eq!((picture.status().as_u16(), standing(&picture)), (400, (10, 9)), "a call counts in its own class only");

    // Files, streams, uploads and our own processes are exempt.
    let file = product.request(Method::GET, "/files/content/none/full").send().await.unwrap();
    assert_eq!(file.status(), 404);
    let stream = product.request(Method::GET, "/events").send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let beside = product.cli(&["queue", "get", "--json"]);
    assert!(beside.status.success());
}
