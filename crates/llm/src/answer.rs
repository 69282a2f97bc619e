//! What an engine wrote, and what that took.

/// An answer, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The words, without the model's thoughts.
    pub text: String,
    /// Why it ended.
    pub ending: Ending,
    /// What it took.
    pub usage: Usage,
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The model was done.
    Done,
    /// The limit of tokens was reached: the words may end in the middle.
    Length,
}

/// Tokens of one or several answers; zero where the engine did not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens that were read.
    pub input_tokens: u64,
    /// Tokens that were written, thoughts included: they are paid for too.
    pub output_tokens: u64,
}

impl Usage {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            input_tokens: self.input_tokens.saturating_add(other.input_tokens),
            output_tokens: self.output_tokens.saturating_add(other.output_tokens),
        }
    }
}

/// What tokens cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Price {
    /// US dollars for a million tokens that are read.
    pub input_usd_per_million: f64,
    /// US dollars for a million tokens that are written.
    pub output_usd_per_million: f64,
}

impl Price {
    /// What `usage` costs, in US dollars.
    #[must_use]
    pub fn of(self, usage: Usage) -> f64 {
        (usage.input_tokens as f64 * self.input_usd_per_million
            + usage.output_tokens as f64 * self.output_usd_per_million)
            / 1_000_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_paid_by_the_million() {
        let price = Price { input_usd_per_million: 0.5, output_usd_per_million: 4.0 };
        let usage = Usage { input_tokens: 1_000_000, output_tokens: 250_000 };
        assert!((price.of(usage) - 1.5).abs() < 1e-9);
        assert_eq!(price.of(Usage::default()), 0.0);
    }
}
