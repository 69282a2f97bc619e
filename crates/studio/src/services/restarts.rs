//! How often a service that died is started again: later each time, and not for ever.

use std::time::Duration;

/// A service that ran so long has started well: what went before does not count any more.
const STARTED_WELL: Duration = Duration::from_secs(60);
/// So many deaths in a row, and it is left alone.
const MOST_IN_A_ROW: u32 = 5;
/// The first wait; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The deaths of a service since it last started well.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Restarts {
    in_a_row: u32,
}

impl Restarts {
    /// How long to wait before it is started again after it ran for `ran_for`; `None` when it is to be left alone.
    pub(super) fn after(&mut self, ran_for: Duration) -> Option<Duration> {
        if ran_for >= STARTED_WELL {
            self.in_a_row = 0;
        }
        self.in_a_row += 1;
        if self.in_a_row > MOST_IN_A_ROW {
            return None;
        }
        Some((FIRST_WAIT * 2u32.pow(self.in_a_row - 1)).min(LONGEST_WAIT))
    }

    /// How often it died since it last started well.
    pub(super) fn in_a_row(self) -> u32 {
        self.in_a_row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_that_dies_at_start_is_left_alone_in_the_end() {
        let mut restarts = Restarts::default();
        let waits: Vec<_> = (0..6).map(|_| restarts.after(Duration::from_secs(1)).map(|wait| wait.as_secs())).collect();
        assert_eq!(waits, [Some(2), Some(4), Some(8), Some(16), Some(32), None]);
    }

    #[test]
    fn one_that_ran_well_begins_anew() {
        let mut restarts = Restarts::default();
        for _ in 0..4 {
            restarts.after(Duration::from_secs(5));
        }
        assert_eq!(restarts.after(Duration::from_secs(3600)), Some(FIRST_WAIT));
        assert_eq!(restarts.in_a_row(), 1);
    }
}
