//! The project's own commands: `cargo xtask run | test | fix | bench | release`.

mod bench;
mod command;
mod fix;
mod generate;
mod program;
mod project;
mod release;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  run      install what is missing, build, and open the window
             --yes       install without asking
             --sandbox   open a rehearsal library: nothing is made by a model, nothing leaves this computer
             --release   build with optimisation
  test     install what the tests need and run them all
             --yes       install without asking
             --only TEXT run the parts whose name contains TEXT
  fix      format, and renew the generated files
  bench    measure, and print the table of the README
             --only TEXT run the parts whose name contains TEXT
  release  build the installers for this system; further arguments go to the Tauri command line
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(ExitCode::from(2));
    };
    match command.as_str() {
        "run" => {
            let flags = Flags::read(rest, &["--yes", "--sandbox", "--release"], &[])?;
            run::run(&run::Options {
                yes: flags.switch("--yes"),
                sandbox: flags.switch("--sandbox"),
                release: flags.switch("--release"),
            })
        }
        "test" => {
            let flags = Flags::read(rest, &["--yes"], &["--only"])?;
            test::run(flags.switch("--yes"), flags.value("--only"))
        }
        "fix" => {
            Flags::read(rest, &[], &[])?;
            fix::run()
        }
        "bench" => {
            let flags = Flags::read(rest, &[], &["--only"])?;
            bench::run(flags.value("--only"))
        }
        "release" => release::run(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => anyhow::bail!("there is no command `{other}`\n\n{USAGE}"),
    }
}

/// The flags of one command, already checked against those it knows.
#[derive(Debug)]
struct Flags {
    given: Vec<(String, Option<String>)>,
}

impl Flags {
    /// Reads `arguments`; a flag that is in neither list, or a missing value, is an error.
    fn read(arguments: &[String], switches: &[&str], valued: &[&str]) -> anyhow::Result<Self> {
        let mut given = Vec::new();
        let mut rest = arguments.iter();
        while let Some(flag) = rest.next() {
            if switches.contains(&flag.as_str()) {
                given.push((flag.clone(), None));
            } else if valued.contains(&flag.as_str()) {
                let value = rest.next().ok_or_else(|| anyhow::anyhow!("`{flag}` needs a value"))?;
                given.push((flag.clone(), Some(value.clone())));
            } else {
                anyhow::bail!("`{flag}` is not a flag of this command\n\n{USAGE}");
            }
        }
        Ok(Self { given })
    }

    fn switch(&self, name: &str) -> bool {
        self.given.iter().any(|(flag, _)| flag == name)
    }

    fn value(&self, name: &str) -> Option<String> {
        self.given.iter().rev().find(|(flag, _)| flag == name).and_then(|(_, value)| value.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::Flags;

    fn read(line: &str) -> anyhow::Result<Flags> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Flags::read(&arguments, &["--yes"], &["--only"])
    }

    #[test]
    fn reads_switches_and_values() {
        let flags = read("--yes --only rust").unwrap();
        assert!(flags.switch("--yes"));
        assert_eq!(flags.value("--only").as_deref(), Some("rust"));
        assert!(!read("").unwrap().switch("--yes"));
    }

    #[test]
    fn names_a_flag_that_it_does_not_know() {
        assert!(read("--yes --fast").unwrap_err().to_string().contains("`--fast`"));
        assert!(read("--only").unwrap_err().to_string().contains("needs a value"));
    }
}
