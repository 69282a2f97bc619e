//! Tokens that live for 60 days and are renewed without a secret: those of the Instagram login and of Threads.
//!
//! Source: Meta, "Business Login for Instagram" (read 2026-03-13) and "Threads API: long-lived tokens" (read 2026-04-14):
//! a token is renewed once it is a day old and while it has not ended.

use super::graph::Graph;
use crate::{Error, Result, Session, Tokens};
use chrono::{DateTime, TimeDelta, Utc};
use troupe_net::{Request, Secret};

/// Where such tokens are renewed, and by which word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LongLived {
    pub(crate) host: &'static str,
    /// As `ig_refresh_token`.
    pub(crate) grant_type: &'static str,
}

impl LongLived {
    /// How long one lives, as the facts say.
    fn life(graph: &Graph) -> TimeDelta {
        #[allow(clippy::cast_possible_truncation)] // A figure of the facts: 60.
        TimeDelta::days(graph.api.facts.limit("token_days").unwrap_or_default() as i64)
    }

    /// The tokens of one that was just pasted. One of less than a day can't be renewed yet and so has its whole life
    /// before it; any other is renewed, which tells when it ends.
    pub(crate) async fn pasted(self, graph: &Graph, token: Secret, now: DateTime<Utc>) -> Result<Tokens> {
        match self.renew(graph, &token, now).await {
            Ok(tokens) => Ok(tokens),
            Err(Error::Refused(_)) => Ok(tokens(token, Some(now + Self::life(graph)))),
            Err(other) => Err(other),
        }
    }

    /// New tokens, or the same while they are younger than a day.
    pub(crate) async fn refresh(self, graph: &Graph, session: &Session, now: DateTime<Utc>) -> Result<Tokens> {
        let young = |end: DateTime<Utc>| end - now > Self::life(graph) - TimeDelta::days(1);
        if session.tokens.expires_at.is_some_and(young) {
            return Ok(session.tokens.clone());
        }
        self.renew(graph, &session.tokens.access, now).await
    }

    async fn renew(self, graph: &Graph, token: &Secret, now: DateTime<Utc>) -> Result<Tokens> {
        let parameters = [("grant_type", self.grant_type), ("access_token", token.expose())];
        // This path has no version.
        let mut url = graph.api.url(self.host, "/refresh_access_token")?;
        url.query_pairs_mut().extend_pairs(parameters);
        let reply = graph.ask(Request::get(url, "/refresh_access_token").hides(token)).await?;
        let life = reply.count("/expires_in").and_then(|seconds| TimeDelta::try_seconds(i64::try_from(seconds).ok()?));
        let access = Secret::new(reply.need("/access_token")?);
        Ok(tokens(access, Some(now + life.unwrap_or_else(|| Self::life(graph)))))
    }
}

fn tokens(access: Secret, expires_at: Option<DateTime<Utc>>) -> Tokens {
    Tokens { access, refresh: None, expires_at, refresh_expires_at: None }
}
