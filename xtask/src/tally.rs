//! Owns how test results are counted from what the test programs write; must not start any of them.

use std::fmt;

use anyhow::{Context, Result};
use serde_json::Value;

/// How many tests passed and how many did not. A test that was left out did not pass.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Something that is no test of its own went wrong: a build, a missing program.
    pub const ONE_FAILURE: Self = Self { passed: 0, failed: 1 };

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// A program that ended badly has failed at least once, whatever it wrote.
    pub fn or_failed(self, succeeded: bool) -> Self {
        if succeeded { self } else { Self { failed: self.failed.max(1), ..self } }
    }

    pub fn is_good(self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; …` as cargo's tests write it; other lines are none.
    pub fn from_cargo_line(line: &str) -> Option<Self> {
        let counts = line.trim().strip_prefix("test result: ")?;
        let (_verdict, counts) = counts.split_once(". ")?;
        let count_of = |word: &str| -> u64 {
            let count = counts.split(';').filter_map(|part| part.trim().split_once(' '));
            count.filter(|(_, name)| *name == word).filter_map(|(count, _)| count.parse::<u64>().ok()).sum()
        };
        Some(Self { passed: count_of("passed"), failed: count_of("failed") + count_of("ignored") })
    }

    /// Reads Playwright's JSON report.
    pub fn from_playwright(report: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(report).context("Playwright's report is no JSON")?;
        let stats = report.get("stats").context("Playwright's report has no stats")?;
        let count_of = |word: &str| stats.get(word).and_then(Value::as_u64);
        let passed = count_of("expected").context("Playwright's report has no count")?;
        let left = ["unexpected", "flaky", "skipped"].into_iter().filter_map(count_of).sum::<u64>();
        let errors = report.get("errors").and_then(Value::as_array).map_or(0, Vec::len);
        Ok(Self { passed, failed: left + u64::try_from(errors)? })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_is_counted() {
        let line = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.05s";
        assert_eq!(Tally::from_cargo_line(line), Some(Tally { passed: 12, failed: 0 }));
    }

    #[test]
    fn ignored_tests_count_as_failed() {
        let line = "test result: FAILED. 7 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.00s";
        assert_eq!(Tally::from_cargo_line(line), Some(Tally { passed: 7, failed: 3 }));
    }

    #[test]
    fn other_lines_are_no_result() {
        assert_eq!(Tally::from_cargo_line("test money::splits_sum_up ... ok"), None);
        assert_eq!(Tally::from_cargo_line("running 12 tests"), None);
    }

    #[test]
    fn a_report_counts_skipped_and_flaky_tests_as_failed() -> Result<()> {
        let report = r#"{"errors":[],"stats":{"expected":9,"skipped":2,"unexpected":1,"flaky":1}}"#;
        assert_eq!(Tally::from_playwright(report)?, Tally { passed: 9, failed: 4 });
        Ok(())
    }

    #[test]
    fn a_spec_that_does_not_load_is_a_failure() -> Result<()> {
        let report = r#"{"errors":[{"message":"x"}],"stats":{"expected":0,"skipped":0,"unexpected":0,"flaky":0}}"#;
        assert_eq!(Tally::from_playwright(report)?, Tally { passed: 0, failed: 1 });
        Ok(())
    }

    #[test]
    fn a_report_without_counts_is_an_error() {
        assert!(Tally::from_playwright("{}").is_err());
        assert!(Tally::from_playwright("").is_err());
    }

    #[test]
    fn a_bad_end_without_a_count_is_one_failure() {
        assert_eq!(Tally { passed: 3, failed: 0 }.or_failed(false), Tally { passed: 3, failed: 1 });
        assert_eq!(Tally { passed: 3, failed: 2 }.or_failed(false), Tally { passed: 3, failed: 2 });
        assert!(!Tally::default().or_failed(true).is_good(), "nothing ran");
    }
}
