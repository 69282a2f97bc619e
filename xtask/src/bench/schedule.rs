//! How late the scheduler takes posts up, on the real clock, with 10,000 posts in the plan.

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::command;

/// The goal: nobody notices.
const GOAL: &str = "p99 under 1 s";

/// Runs the measure of `crates/studio/benches/schedule.rs`, which prints one JSON line.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    let shown =
        command::run_and_keep(command::cargo().args(["bench", "--package", "troupe-studio", "--bench", "schedule"]))?;
    anyhow::ensure!(shown.success, "the measure of the scheduler failed");
    let line = shown.output.lines().find(|line| line.starts_with('{')).context("the measure printed nothing")?;
    Ok(vec![row(line)?])
}

fn row(line: &str) -> anyhow::Result<Row> {
    let measure: Value = serde_json::from_str(line).context("the measure of the scheduler printed no JSON")?;
    let of = |name: &str| measure.get(name).and_then(Value::as_f64).unwrap_or_default();
    Ok(Row {
        what: format!("scheduler lateness, {} posts planned, {} due", of("planned"), of("due")),
        measured: format!("{:.0} ms (half), {:.0} ms (99 of 100)", of("p50_ms"), of("p99_ms")),
        compared_with: String::new(),
        goal: GOAL.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_becomes_a_row() {
        let row = row(r#"{"planned":10000,"due":500,"p50_ms":12,"p99_ms":80.4,"max_ms":90}"#).unwrap();
        assert_eq!(row.what, "scheduler lateness, 10000 posts planned, 500 due");
        assert_eq!(row.measured, "12 ms (half), 80 ms (99 of 100)");
    }
}
