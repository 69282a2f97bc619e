//! A bucket of one's own: what the test of its settings says to each mistake.

use crate::support::{Stand, pasted};
use serde_json::{Value, json};
use troupe_platforms::{Bucket, Error, PlatformName};

/// The bucket that a stand-in told of, with other settings laid over.
fn bucket(told: &Value, other: &Value) -> Bucket {
    let mut told = told.clone();
    told.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    let keys = pasted(&[
        ("access_key", told["access_key"].as_str().unwrap()),
        ("secret_key", told["secret_key"].as_str().unwrap()),
    ]);
    Bucket::read(&told, keys.get("access_key").cloned(), keys.get("secret_key").cloned()).unwrap()
}

#[tokio::test]
async fn each_mistake_in_the_settings_is_named_with_what_to_do() {
    let stand = Stand::start().await;
    let told = stand.open("bucket", "pictures", json!({})).await;
    let now = stand.now().await;
    let check = async |other: Value, at| stand.platforms.check_bucket(&bucket(&told, &other), at).await;
    check(json!({}), now).await.unwrap();
    check(json!({"prefix": "troupe/staged"}), now).await.unwrap();

    let hour = chrono::TimeDelta::hours(1);
    for (other, at, field, words) in [
        (json!({"access_key": "AKIAUNKNOWN"}), now, "access_key", "access key"),
        (json!({"secret_key": "another"}), now, "secret_key", "secret key"),
        (json!({"region": "us-east-1"}), now, "region", "eu-central-1"),
        (json!({"name": "pictured"}), now, "name", "no bucket of this name"),
        (json!({}), now + hour, "clock", "clock"),
        (json!({}), now - hour * 2, "clock", "clock"),
    ] {
        match check(other.clone(), at).await.unwrap_err() {
            Error::Input { field: found, why } => {
                assert_eq!(found, field, "{other}: {why}");
                assert!(why.contains(words), "{other}: {why}");
                assert!(!why.contains(told["secret_key"].as_str().unwrap()), "{why}");
            }
            error => panic!("{other}: {error:?}"),
        }
    }
}

#[tokio::test]
async fn a_bucket_that_hides_its_files_or_keeps_them_is_found_out() {
    let stand = Stand::start().await;
    let now = stand.now().await;
    for (option, field, words) in [
        ("blocks_reads", "endpoint", "bot protection"),
        ("no_delete", "access_key", "delete"),
        ("read_only", "access_key", "read, write and delete"),
    ] {
        let told = stand.open("bucket", &format!("b-{}", option.replace('_', "-")), json!({option: true})).await;
        match stand.platforms.check_bucket(&bucket(&told, &json!({})), now).await.unwrap_err() {
            Error::Input { field: found, why } => {
                assert_eq!(found, field, "{option}: {why}");
                assert!(why.contains(words), "{option}: {why}");
            }
            error => panic!("{option}: {error:?}"),
        }
    }
    let told = stand.open("bucket", "behind-a-proxy", json!({})).await;
    stand.arm("bucket", "get_object", "redirect_to_private").await;
    let error = stand.platforms.check_bucket(&bucket(&told, &json!({})), now).await.unwrap_err();
    assert!(error.to_string().contains("another address"), "{error}");
    stand.arm("bucket", "get_object", "html").await;
    let error = stand.platforms.check_bucket(&bucket(&told, &json!({})), now).await.unwrap_err();
    assert!(error.to_string().contains("something else"), "{error}");
}

#[tokio::test]
async fn the_keys_of_a_bucket_stand_in_no_error_and_in_no_facts() {
    let stand = Stand::start().await;
    let facts = stand.platforms.get(PlatformName::Instagram).unwrap().facts();
    let codes: Vec<&str> = facts.refusals.iter().map(|rule| rule.code.as_str()).collect();
    assert!(codes.contains(&"bucket/SignatureDoesNotMatch") && codes.contains(&"190") && codes.contains(&"9/2207042"));
    let told = stand.open("bucket", "pictures", json!({})).await;
    let shown = format!("{:?}", bucket(&told, &json!({})));
    assert!(!shown.contains(told["secret_key"].as_str().unwrap()), "{shown}");
}
