//! What Troupe adds to ComfyUI's own time for a picture.

use anyhow::Context;
use serde_json::Value;

use super::Row;
use crate::command;

/// Runs the measure of `crates/cli/benches/generation.rs`, which prints one JSON line.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    let shown =
        command::run_and_keep(command::cargo().args(["bench", "--package", "troupe-cli", "--bench", "generation"]))?;
    anyhow::ensure!(shown.success, "the measure of generation failed");
    let line = shown.output.lines().find(|line| line.starts_with('{')).context("it printed no figures")?;
    Ok(vec![row(line)?])
}

fn row(line: &str) -> anyhow::Result<Row> {
    let measure: Value = serde_json::from_str(line).context("the measure of generation printed no JSON")?;
    let ms = |name: &str| measure.get(name).and_then(Value::as_f64).unwrap_or_default();
    Ok(Row {
        what: "a picture through the whole product, beyond ComfyUI's own back-to-back time".into(),
        measured: format!("{:.1} ms more ({:.1} ms a picture)", ms("overhead_ms"), ms("through_ms")),
        compared_with: format!("{:.1} ms back to back", ms("alone_ms")),
        goal: "under 5 ms more".into(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_becomes_a_row() {
        let row = row(r#"{"what":"a picture","alone_ms":100.04,"through_ms":102.5,"overhead_ms":2.46}"#).unwrap();
        assert_eq!(row.measured, "2.5 ms more (102.5 ms a picture)");
        assert_eq!(row.compared_with, "100.0 ms back to back");
    }
}
