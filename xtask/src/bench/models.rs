//! The list of models against a ComfyUI that has 40,000 of them.

use anyhow::Context;
use serde_json::Value;

use super::{Row, cargo_bench};
use crate::command;

/// The goal for a page once the index is there.
const WARM_GOAL: &str = "under 50 ms";

/// Runs the measure of `crates/studio/benches/models.rs`, which prints a JSON line for each thing.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    let shown = command::run_and_keep(&mut cargo_bench("models"))?;
    anyhow::ensure!(shown.success, "the measure of the models failed");
    let rows: Vec<Row> =
        shown.output.lines().filter(|line| line.starts_with('{')).map(row).collect::<anyhow::Result<_>>()?;
    anyhow::ensure!(!rows.is_empty(), "the measure of the models printed nothing");
    Ok(rows)
}

fn row(line: &str) -> anyhow::Result<Row> {
    let measure: Value = serde_json::from_str(line).context("the measure of the models printed no JSON")?;
    let what = measure.get("measure").and_then(Value::as_str).unwrap_or_default();
    let of = |name: &str| measure.get(name).and_then(Value::as_f64).unwrap_or_default();
    Ok(Row {
        what: format!("{what}, {} files", of("files")),
        measured: format!("{:.1} ms (half), {:.1} ms (95 of 100)", of("p50_ms"), of("p95_ms")),
        compared_with: String::new(),
        goal: if what.contains("cold") { "" } else { WARM_GOAL }.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_becomes_a_row() {
        let row = row(r#"{"measure":"models: first page","files":40000,"p50_ms":3.2,"p95_ms":5.04}"#).unwrap();
        assert_eq!(row.what, "models: first page, 40000 files");
        assert_eq!((row.measured.as_str(), row.goal.as_str()), ("3.2 ms (half), 5.0 ms (95 of 100)", WARM_GOAL));
    }
}
