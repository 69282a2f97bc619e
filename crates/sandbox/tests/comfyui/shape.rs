//! Comparing an answer with a fixture: the same keys and values, where the fixture may leave a value open by its type.

use serde_json::Value;

/// Fails with the place and both sides where an answer differs from its fixture.
///
/// In a fixture `"<uuid>"`, `"<text>"`, `"<whole>"`, `"<number>"`, `"<time>"` (milliseconds), `"<list>"` and `"<any>"`
/// stand for any value of that kind.
pub(crate) fn assert_shape(actual: &Value, fixture: &Value) {
    if let Err(difference) = compare(actual, fixture, "") {
        panic!("{difference}\nin {}", serde_json::to_string_pretty(actual).unwrap());
    }
}

fn compare(actual: &Value, fixture: &Value, place: &str) -> Result<(), String> {
    let differs = || Err(format!("{place}: {actual} is not {fixture}"));
    match (fixture, actual) {
        (Value::String(open), _) if open.starts_with('<') && open.ends_with('>') => {
            let fits = match open.as_str() {
                "<uuid>" => actual.as_str().is_some_and(|text| uuid::Uuid::parse_str(text).is_ok()),
                "<text>" => actual.is_string(),
                "<whole>" => actual.is_i64() || actual.is_u64(),
                "<number>" => actual.is_number(),
                "<time>" => actual.as_i64().is_some_and(|time| time > 1_600_000_000_000),
                "<list>" => actual.is_array(),
                "<any>" => true,
                _ => return Err(format!("{place}: the fixture has an unknown {open}")),
            };
            if fits { Ok(()) } else { differs() }
        }
        (Value::Object(expected), Value::Object(given)) => {
            for name in given.keys() {
                if !expected.contains_key(name) {
                    return Err(format!("{place}: {name} is not in the fixture"));
                }
            }
            for (name, value) in expected {
                match given.get(name) {
                    Some(given) => compare(given, value, &format!("{place}/{name}"))?,
                    None => return Err(format!("{place}: {name} is missing")),
                }
            }
            Ok(())
        }
        (Value::Array(expected), Value::Array(given)) if expected.len() == given.len() => {
            for (index, (given, value)) in given.iter().zip(expected).enumerate() {
                compare(given, value, &format!("{place}/{index}"))?;
            }
            Ok(())
        }
        _ if fixture == actual => Ok(()),
        _ => differs(),
    }
}

#[test]
fn a_fixture_is_exact_but_for_what_it_leaves_open() {
    let fixture = serde_json::json!({"id": "<uuid>", "n": "<whole>", "list": [1, "<text>"]});
    let id = "5b1d4c2e-8f0a-4b7e-9c55-0a1b2c3d4e5f";
    let good = serde_json::json!({"id": id, "n": 3, "list": [1, "x"]});
    assert_eq!(compare(&good, &fixture, ""), Ok(()));
    for bad in [
        serde_json::json!({"id": "x", "n": 3, "list": [1, "x"]}),
        serde_json::json!({"id": id, "n": 3.5, "list": [1, "x"]}),
        serde_json::json!({"id": id, "n": 3, "list": [1]}),
        serde_json::json!({"id": id, "n": 3, "list": [1, "x"], "more": 1}),
        serde_json::json!({"id": id, "list": [1, "x"]}),
    ] {
        assert!(compare(&bad, &fixture, "").is_err(), "{bad}");
    }
}
