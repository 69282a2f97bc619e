//! Packages of Debian and Ubuntu; on other systems, words on what to install.

use std::collections::HashSet;
use std::process::Command;

use anyhow::Context;

use super::ask;
use crate::command::{command, output_of, run};

/// Makes sure that `packages` are installed: names those that are missing, asks unless `yes` or root, installs.
pub(crate) fn ensure(packages: &[&str], yes: bool) -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        println!("{}", advice_for_this_system());
        return Ok(());
    }
    if !exists("dpkg-query") || !exists("apt-get") {
        println!(
            "This is neither Debian nor Ubuntu, so nothing is installed for you. If the build misses something, \
             install what your system calls these: {}.",
            packages.join(", ")
        );
        return Ok(());
    }
    let missing = missing(packages, &installed(packages)?);
    if missing.is_empty() {
        return Ok(());
    }
    println!("These packages are missing:");
    for package in &missing {
        println!("  {package}");
    }
    let root = is_root();
    if !root && !yes && !ask("Install them with apt-get?")? {
        anyhow::bail!(
            "they were not installed; install them with\n  sudo apt-get install {}\nor start again with --yes",
            missing.join(" ")
        );
    }
    let elevated = |arguments: &[&str]| -> Command {
        let mut apt = if root { command("apt-get") } else { command("sudo") };
        if !root {
            apt.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    run(&mut elevated(&["update"])).context("could not renew the list of packages")?;
    let mut install = elevated(&["install", "--yes", "--no-install-recommends"]);
    install.args(&missing);
    run(&mut install).context("could not install the packages")
}

/// True when a program of this name can be started.
pub(crate) fn exists(program: &str) -> bool {
    output_of(Command::new(program).arg("--version")).is_some()
}

/// Which of `packages` dpkg calls installed.
fn installed(packages: &[&str]) -> anyhow::Result<HashSet<String>> {
    // dpkg-query exits with 1 as soon as it does not know one of the names, and still prints the others.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"])
        .args(packages)
        .output()
        .context("could not ask dpkg-query what is installed")?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .map(str::to_owned)
        .collect())
}

fn missing<'a>(packages: &[&'a str], installed: &HashSet<String>) -> Vec<&'a str> {
    packages.iter().copied().filter(|name| !installed.contains(*name)).collect()
}

fn is_root() -> bool {
    output_of(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

fn advice_for_this_system() -> &'static str {
    if cfg!(target_os = "macos") {
        "macOS brings what the window needs. If the build stops, install the command line tools with \
         `xcode-select --install`."
    } else {
        "Windows 10 and 11 bring what the window needs (WebView2). If the build stops, install the C++ build \
         tools of Visual Studio."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_installed_is_missing() {
        let there = HashSet::from(["xvfb".to_owned()]);
        assert_eq!(missing(&["xvfb", "dbus"], &there), ["dbus"]);
        assert!(missing(&["xvfb"], &there).is_empty());
    }
}
