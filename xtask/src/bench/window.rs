//! Start and memory of the window with 10,000 items in the library, beside an empty window.

use anyhow::Context;
use serde_json::Value;

use super::{Row, cargo_bench};
use crate::command::{self, command, describe, run};
use crate::project;
use crate::setup::{self, apt, ui};

const ITEMS: &str = "10000";

/// Runs the measure of `src-tauri/benches/window.rs`, on a screen of its own where there is none.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    anyhow::ensure!(cfg!(target_os = "linux"), "the memory of the window is measured on Linux only");
    apt::ensure(&[setup::WINDOW_PACKAGES, setup::TEST_PACKAGES].concat(), false)?;
    ui::build()?;
    let library = project::stamps().join("bench-library");
    if library.exists() {
        std::fs::remove_dir_all(&library).with_context(|| format!("could not remove {}", library.display()))?;
    }
    run(cargo_bench("library").args(["--", "fill"]).arg(&library).arg(ITEMS)).context("could not fill a library")?;

    let bench = describe(cargo_bench("window").arg("--").arg(&library));
    let mut session = if setup::has_no_display() {
        let mut screen = command("xvfb-run");
        screen.args(["--auto-servernum", "--server-args=-screen 0 1400x1000x24 -nolisten tcp", "dbus-run-session"]);
        screen
    } else {
        command("dbus-run-session")
    };
    let shown = command::run_and_keep(session.args(["--", "sh", "-c", &bench]))?;
    anyhow::ensure!(shown.success, "the measure of the window failed");
    let rows: Vec<Row> =
        shown.output.lines().filter(|line| line.starts_with('{')).map(row).collect::<anyhow::Result<_>>()?;
    anyhow::ensure!(!rows.is_empty(), "the measure of the window printed nothing");
    Ok(rows)
}

fn row(line: &str) -> anyhow::Result<Row> {
    let measure: Value = serde_json::from_str(line).context("the measure of the window printed no JSON")?;
    let text = |name: &str| measure.get(name).and_then(Value::as_str).unwrap_or_default();
    let number = |name: &str| measure.get(name).and_then(Value::as_f64).unwrap_or_default();
    let (own, empty, unit) = (number("troupe"), number("empty"), text("unit"));
    let goal = if unit == "ms" { "at most 1.3 times" } else { "at most 1.4 times" };
    Ok(Row {
        what: format!("{}, 10,000 items", text("what")),
        measured: format!("{own:.0} {unit}, {:.2} times", own / empty),
        compared_with: format!("{empty:.0} {unit}, an empty Tauri window"),
        goal: goal.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_becomes_a_row() {
        let row = row(r#"{"what":"memory when idle","unit":"MB","troupe":280.4,"empty":250.0}"#).unwrap();
        assert_eq!(row.measured, "280 MB, 1.12 times");
        assert_eq!(
            (row.compared_with.as_str(), row.goal.as_str()),
            ("250 MB, an empty Tauri window", "at most 1.4 times")
        );
    }
}
