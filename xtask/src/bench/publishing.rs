//! What Troupe adds to the sandbox's own time for a post.

use serde_json::Value;

use super::{Row, figure, figures};

/// Runs the measure of `crates/cli/benches/publishing.rs`.
pub(super) fn measure() -> anyhow::Result<Vec<Row>> {
    Ok(vec![row(&figures("publishing")?)])
}

fn row(measure: &Value) -> Row {
    let of = |name| figure(measure, name);
    Row {
        what: "a post with a picture through the whole product, beyond the sandbox's own time".into(),
        measured: format!("{:.0} ms more ({:.0} ms a post)", of("overhead_ms"), of("through_ms")),
        compared_with: format!("{:.0} ms for the same calls by a plain client", of("alone_ms")),
        goal: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_become_a_row() {
        let row = row(&json!({"what": "a post", "alone_ms": 12.3, "through_ms": 112.5, "overhead_ms": 100.2}));
        assert_eq!(row.measured, "100 ms more (112 ms a post)");
        assert_eq!(row.compared_with, "12 ms for the same calls by a plain client");
    }
}
