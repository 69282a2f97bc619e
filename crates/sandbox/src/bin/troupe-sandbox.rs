//! The sandbox as a program: `troupe-sandbox FOLDER [--port N] [--step-ms N]`. It prints its address and serves until
//! interrupted.

use std::process::ExitCode;

use troupe_sandbox::SandboxConfig;

const USAGE: &str = "usage: troupe-sandbox FOLDER [--port N] [--step-ms N]";

#[tokio::main]
async fn main() -> ExitCode {
    let config = match parse(std::env::args().skip(1)) {
        Ok(config) => config,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match troupe_sandbox::run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<SandboxConfig, String> {
    let folder = arguments.next().ok_or("A folder is needed.")?;
    if folder.starts_with("--") {
        return Err("The folder comes first.".to_owned());
    }
    let mut config = SandboxConfig::new(folder);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value."))?;
        let wrong = |_| format!("{name} needs a whole number, not {value:?}.");
        match name.as_str() {
            "--port" => config.port = value.parse().map_err(wrong)?,
            "--step-ms" => config.step_ms = value.parse().map_err(wrong)?,
            _ => return Err(format!("{name} is not known.")),
        }
    }
    Ok(config)
}
