//! Chance that can be repeated: the same words and numbers always give the same rolls, on every machine.

/// A source of rolls.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice from a text (who is drawn) and a number (which picture of it).
    pub(crate) fn new(text: &str, number: u64) -> Self {
        // FNV-1a over the text, then the number mixed in.
        let hash = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut dice = Self(hash ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.next();
        dice
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `low` up to `high`.
    pub(crate) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (self.next() >> 40) as f32 / (1_u64 << 24) as f32 * (high - low)
    }

    /// One time in so many, `share` from 0 to 1.
    pub(crate) fn chance(&mut self, share: f32) -> bool {
        self.range(0.0, 1.0) < share
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[(self.next() % list.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rolls_follow_from_the_words_and_the_number() {
        let rolls = |text, number| {
            let mut dice = Dice::new(text, number);
            [dice.range(0.0, 1.0), dice.range(0.0, 1.0)]
        };
        assert_eq!(rolls("mira", 1), rolls("mira", 1));
        assert_ne!(rolls("mira", 1), rolls("mira", 2));
        assert_ne!(rolls("mira", 1), rolls("juno", 1));
        let mut dice = Dice::new("", 0);
        assert!((0..1000).all(|_| (2.0..3.0).contains(&dice.range(2.0, 3.0))));
    }
}
