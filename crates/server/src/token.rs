//! Random words that let somebody in: tokens, sessions, one-time codes.

use std::fmt;
use uuid::Uuid;

/// A word that lets its bearer in. It is shown by [`Token::reveal`] alone.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one of 244 random bits.
    #[must_use]
    pub fn random() -> Self {
        Self(format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()))
    }

    /// One that was made before. `None` when it is too short to keep anybody out.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.len() >= 16).then(|| Self(text.to_owned()))
    }

    /// The word itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether this is the word, in a time that does not tell how much of it was right.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        let (own, other) = (self.0.as_bytes(), other.as_bytes());
        own.len() == other.len() && own.iter().zip(other).fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_token_knows_itself_and_does_not_show_itself() {
        let token = Token::random();
        assert!(token.is(token.reveal()));
        assert!(!token.is(Token::random().reveal()));
        assert!(!token.is(""));
        assert!(!format!("{token:?}").contains(token.reveal()));
        assert!(Token::from_text("short").is_none());
        assert!(Token::from_text(" a token of some length\n").unwrap().is("a token of some length"));
    }
}
