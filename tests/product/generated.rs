//! The generated files that are committed: the OpenAPI document and the typed client of the UI.

use super::running::cli;
use std::path::Path;

#[test]
fn the_committed_files_are_those_that_the_operations_give() {
    let folder = tempfile::tempdir().unwrap();
    let (openapi, typescript) = (folder.path().join("openapi.json"), folder.path().join("operations.ts"));
    let mut generate = cli(folder.path());
    generate.arg("generate").arg("--openapi").arg(&openapi).arg("--typescript").arg(&typescript);
    assert!(generate.status().unwrap().success());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (fresh, committed) in [(openapi, "docs/openapi.json"), (typescript, "ui/src/api/operations.ts")] {
        let fresh = std::fs::read_to_string(fresh).unwrap();
        let committed_text = std::fs::read_to_string(root.join(committed)).unwrap_or_default();
        assert!(fresh == committed_text, "{committed} is stale; `cargo xtask fix` renews it");
    }
}
