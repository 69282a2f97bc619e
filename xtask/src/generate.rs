//! The files that are generated from the operations and committed: renewed by `fix`, compared by `test`.

use std::path::Path;

use anyhow::Context;

use crate::command::{command, run};
use crate::{program, project};

/// Each generated file with the flag of `troupe-cli generate` that writes it.
const FILES: &[(&str, &str)] = &[("--openapi", "docs/openapi.json"), ("--typescript", "ui/src/api/operations.ts")];

/// Writes every generated file below `folder`, at its own path.
pub(crate) fn write(folder: &Path) -> anyhow::Result<()> {
    let mut generate = command(program::build("troupe-cli", false)?);
    generate.arg("generate");
    for (flag, file) in FILES {
        let path = folder.join(file);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).with_context(|| format!("could not make {}", parent.display()))?;
        }
        generate.arg(flag).arg(path);
    }
    run(&mut generate).context("could not generate")
}

/// The generated files that differ from the committed ones.
pub(crate) fn stale() -> anyhow::Result<Vec<&'static str>> {
    let fresh = project::stamps().join("generated");
    write(&fresh)?;
    let mut stale = Vec::new();
    for (_, file) in FILES {
        let expected = std::fs::read(fresh.join(file)).with_context(|| format!("{file} was not generated"))?;
        if std::fs::read(project::root().join(file)).ok() != Some(expected) {
            stale.push(*file);
        }
    }
    Ok(stale)
}
