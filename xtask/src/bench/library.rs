//! The library's list against 10,000 items, and the dispatch of an operation.

use anyhow::Context;
use serde_json::Value;

use super::{Row, cargo_bench};
use crate::command;

/// The goal for a page of the list, as the README states it.
const LIST_GOAL: &str = "p99 under 10 ms";
/// The goal for finding an operation, reading its input and writing its answer.
const DISPATCH_GOAL: &str = "under 50 µs";

/// Runs the measure of `crates/studio/benches/library.rs`, which prints a JSON line for each thing.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    let shown = command::run_and_keep(&mut cargo_bench("library"))?;
    anyhow::ensure!(shown.success, "the measure of the library failed");
    let rows: Vec<Row> =
        shown.output.lines().filter(|line| line.starts_with('{')).map(row).collect::<anyhow::Result<_>>()?;
    anyhow::ensure!(!rows.is_empty(), "the measure of the library printed nothing");
    Ok(rows)
}

fn row(line: &str) -> anyhow::Result<Row> {
    let measure: Value = serde_json::from_str(line).context("the measure of the library printed no JSON")?;
    let what = measure.get("what").and_then(Value::as_str).unwrap_or_default().to_owned();
    let time = |name: &str| {
        let micros = measure.get(name).and_then(Value::as_f64).unwrap_or_default();
        if micros < 1_000.0 { format!("{micros:.0} µs") } else { format!("{:.1} ms", micros / 1_000.0) }
    };
    let goal = if what.starts_with("dispatch") {
        DISPATCH_GOAL
    } else if what.starts_with("list") || what.starts_with("search") {
        LIST_GOAL
    } else {
        ""
    };
    Ok(Row {
        measured: format!("{} (half), {} (99 of 100)", time("p50_us"), time("p99_us")),
        compared_with: String::new(),
        goal: goal.to_owned(),
        what: format!("{what}, 10,000 items").replace("operation, 10,000 items", "operation"),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_becomes_a_row() {
        for (line, measured, goal) in [
            (r#"{"what":"list","p50_us":800,"p99_us":2345}"#, "800 µs (half), 2.3 ms (99 of 100)", LIST_GOAL),
            (
                r#"{"what":"dispatch of an operation","p50_us":6,"p99_us":12}"#,
                "6 µs (half), 12 µs (99 of 100)",
                DISPATCH_GOAL,
            ),
        ] {
            let row = row(line).unwrap();
            assert_eq!((row.measured.as_str(), row.goal.as_str()), (measured, goal));
        }
    }
}
