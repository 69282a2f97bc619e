//! How long answers take: of each operation, by its name. The last few hundred of each are kept in memory.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How many answers of each are kept.
const KEPT: usize = 500;

/// The answers of everything that is timed.
#[derive(Debug, Default)]
pub(crate) struct Latencies(Mutex<BTreeMap<String, Answers>>);

/// The answers of one thing.
#[derive(Debug, Clone, Default)]
struct Answers {
    count: u64,
    failures: u64,
    /// The last ones, in milliseconds.
    last_ms: VecDeque<f64>,
}

/// How one thing answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Summary {
    pub(crate) name: String,
    /// How often since the start.
    pub(crate) count: u64,
    /// How often with an error.
    pub(crate) failures: u64,
    pub(crate) p50_ms: f64,
    pub(crate) p95_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) longest_ms: f64,
}

impl Latencies {
    /// Notes an answer.
    pub(crate) fn note(&self, name: &str, took: Duration, is_ok: bool) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains_key(name) {
            all.insert(name.to_owned(), Answers::default());
        }
        let Some(answers) = all.get_mut(name) else { return };
        answers.count += 1;
        answers.failures += u64::from(!is_ok);
        if answers.last_ms.len() == KEPT {
            answers.last_ms.pop_front();
        }
        answers.last_ms.push_back(took.as_secs_f64() * 1000.0);
    }

    /// Everything that was timed, by name.
    pub(crate) fn summaries(&self) -> Vec<Summary> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        all.into_iter().map(|(name, answers)| answers.summary(name)).collect()
    }
}

impl Answers {
    fn summary(self, name: String) -> Summary {
        let mut sorted: Vec<f64> = self.last_ms.into();
        sorted.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
            sorted.get(place).copied().unwrap_or_default()
        };
        Summary {
            p50_ms: at(50),
            p95_ms: at(95),
            p99_ms: at(99),
            longest_ms: at(100),
            name,
            count: self.count,
            failures: self.failures,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn percentiles_are_of_the_last_answers() {
        let latencies = Latencies::default();
        for _ in 0..10 {
            latencies.note("a", Duration::from_secs(99), false);
        }
        for ms in 1..=500 {
            latencies.note("a", Duration::from_millis(ms), true);
        }
        let summary = latencies.summaries().remove(0);
        assert_eq!((summary.count, summary.failures), (510, 10));
        assert_eq!((summary.p50_ms, summary.p95_ms, summary.p99_ms, summary.longest_ms), (250.0, 475.0, 495.0, 500.0));
    }
}
