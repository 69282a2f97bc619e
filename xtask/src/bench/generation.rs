//! What Troupe adds to ComfyUI's own time for a picture.

use serde_json::Value;

use super::{Row, figure, figures};

/// Runs the measure of `crates/cli/benches/generation.rs`.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    Ok(vec![row(&figures("generation")?)])
}

fn row(measure: &Value) -> Row {
    let ms = |name| figure(measure, name);
    Row {
        what: "a picture through the whole product, beyond ComfyUI's own back-to-back time".into(),
        measured: format!("{:.1} ms more ({:.1} ms a picture)", ms("overhead_ms"), ms("through_ms")),
        compared_with: format!("{:.1} ms back to back", ms("alone_ms")),
        goal: "under 5 ms more".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_become_a_row() {
        let row = row(&json!({"what": "a picture", "alone_ms": 100.04, "through_ms": 102.5, "overhead_ms": 2.46}));
        assert_eq!(row.measured, "2.5 ms more (102.5 ms a picture)");
        assert_eq!(row.compared_with, "100.0 ms back to back");
    }
}
