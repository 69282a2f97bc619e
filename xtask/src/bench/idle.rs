//! What the program costs while nothing is to be done.

use serde_json::Value;

use super::{Row, figure, figures};

/// Runs the measure of `crates/cli/benches/idle.rs`.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    Ok(vec![row(&figures("idle")?)])
}

fn row(measure: &Value) -> Row {
    let of = |name| figure(measure, name);
    Row {
        what: "idle in the tray, processor time in ten minutes (measured over one)".into(),
        measured: format!("{:.1} s, {:.0} MB of memory", of("cpu_seconds_in_ten_minutes"), of("resident_mb")),
        compared_with: String::new(),
        goal: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_become_a_row() {
        let row = row(&json!({"what": "idle", "cpu_seconds_in_ten_minutes": 0.24, "resident_mb": 71}));
        assert_eq!(row.measured, "0.2 s, 71 MB of memory");
    }
}
