//! How late the scheduler takes posts up, on the real clock, with 10,000 posts in the plan.

use serde_json::Value;

use super::{Row, figure, figures};

/// The goal: nobody notices.
const GOAL: &str = "p99 under 1 s";

/// Runs the measure of `crates/studio/benches/schedule.rs`.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    Ok(vec![row(&figures("schedule")?)])
}

fn row(measure: &Value) -> Row {
    let of = |name| figure(measure, name);
    Row {
        what: format!("scheduler lateness, {} posts planned, {} due", of("planned"), of("due")),
        measured: format!("{:.0} ms (half), {:.0} ms (99 of 100)", of("p50_ms"), of("p99_ms")),
        compared_with: String::new(),
        goal: GOAL.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_become_a_row() {
        let row = row(&json!({"planned": 10000, "due": 500, "p50_ms": 12, "p99_ms": 80.4, "max_ms": 90}));
        assert_eq!(row.what, "scheduler lateness, 10000 posts planned, 500 due");
        assert_eq!(row.measured, "12 ms (half), 80 ms (99 of 100)");
    }
}
