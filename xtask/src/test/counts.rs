//! How many tests passed, failed and were skipped, read from what the test programs write.

use std::fmt;
use std::ops::Add;

use anyhow::Context;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    pub(crate) const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Of a check that is one test by itself.
    pub(crate) fn of_check(success: bool) -> Self {
        if success { Self::PASSED } else { Self::FAILED }
    }

    /// Sums the result lines of `cargo test`: `test result: ok. 5 passed; 0 failed; 1 ignored; …`.
    ///
    /// `success` is cargo's own verdict: where it failed and no test did (nothing was compiled), that is one failure.
    pub(crate) fn of_cargo(output: &str, success: bool) -> Self {
        let results = output.lines().filter_map(|line| line.strip_prefix("test result: "));
        let mut sum = results.fold(Self::default(), |sum, line| {
            sum + Self {
                passed: number_before(line, " passed"),
                failed: number_before(line, " failed"),
                skipped: number_before(line, " ignored"),
            }
        });
        if !success && sum.failed == 0 {
            sum.failed = 1;
        }
        sum
    }

    /// Reads the report of vitest's `json` reporter.
    pub(crate) fn of_vitest(report: &str, success: bool) -> anyhow::Result<Self> {
        let report: serde_json::Value = serde_json::from_str(report).context("vitest's report is no JSON")?;
        let number = |name: &str| report.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
        let mut counts = Self {
            passed: number("numPassedTests"),
            failed: number("numFailedTests"),
            skipped: number("numPendingTests") + number("numTodoTests"),
        };
        if !success && counts.failed == 0 {
            counts.failed = 1;
        }
        Ok(counts)
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// The number that stands directly before `word`, 0 where there is none.
fn number_before(line: &str, word: &str) -> u64 {
    line.split(word)
        .next()
        .filter(|before| before.len() < line.len())
        .and_then(|before| before.rsplit(|c: char| !c.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sums_the_result_lines_of_cargo() {
        let output = "\
running 3 tests
test a::passes ... ok
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
   Doc-tests troupe
test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s
";
        assert_eq!(Counts::of_cargo(output, false), Counts { passed: 13, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_build_that_fails_is_a_failure() {
        assert_eq!(Counts::of_cargo("", false), Counts::FAILED);
        assert_eq!(Counts::of_cargo("", true), Counts::default());
    }

    #[test]
    fn reads_the_report_of_vitest() {
        let report =
            r#"{"numTotalTests":9,"numPassedTests":6,"numFailedTests":1,"numPendingTests":2,"numTodoTests":0}"#;
        assert_eq!(Counts::of_vitest(report, false).unwrap(), Counts { passed: 6, failed: 1, skipped: 2 });
        assert!(Counts::of_vitest("Tests 6 passed", true).is_err());
    }

    #[test]
    fn the_closing_line_is_words_and_numbers() {
        let counts = Counts { passed: 12, failed: 0, skipped: 3 };
        assert_eq!(counts.to_string(), "12 passed, 0 failed, 3 skipped");
    }
}
