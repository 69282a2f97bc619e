//! Pinterest, by its API v5. A pin is made with one call, which carries its pictures; a clip is uploaded unseen before. It
//! has no idempotency key: a lost pin is looked for among the newest of its board by its title, words and link.

mod account;
mod check;
mod login;
mod pin;
mod reconcile;

use crate::{
    Account, Call, Connected, Credentials, Draft, Facts, Finding, Found, Live, Metrics, Platform, Progress, Result,
    Session, Step, StepKind, Tokens, Web, facts,
    oauth::Authorization,
    reply::{Api, No, text},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::sync::LazyLock;
use troupe_net::Request;
use url::Url;
use uuid::Uuid;

/// Where the interface answers.
const HOST: &str = "api.pinterest.com";

static FACTS: LazyLock<Facts> = LazyLock::new(|| facts::bundled(include_str!("../../data/pinterest.toml")));

/// The platform Pinterest.
#[derive(Debug)]
pub(crate) struct Pinterest {
    api: Api,
}

impl Pinterest {
    pub(crate) fn open(web: &Web) -> Self {
        Self { api: Api { web: web.clone(), facts: &FACTS, read_no } }
    }

    /// A reading call as the account of `session`; `rest` may hold a query.
    fn read(&self, session: &Session, rest: &str, route: &'static str) -> Result<Request> {
        let url = self.api.url(HOST, &format!("/v5/{rest}"))?;
        Ok(Request::get(url, route).bearer(&session.tokens.access)?)
    }

    /// A call that makes something.
    fn make(&self, session: &Session, rest: &str, route: &'static str) -> Result<Request> {
        let url = self.api.url(HOST, &format!("/v5/{rest}"))?;
        Ok(Request::post(url, route).bearer(&session.tokens.access)?)
    }
}

/// Whether the app's access is on trial, as the creator said when connecting: then nobody else sees its pins.
fn is_on_trial(account: &Account) -> bool {
    account.details.get("login").and_then(Value::as_str) != Some("standard")
}

/// Pinterest's "no": `{code, message}`.
fn read_no(status: u16, body: &Value) -> Option<No> {
    if (200..300).contains(&status) {
        return None;
    }
    let code = text(body, "/code")?;
    Some(No { code, words: text(body, "/message").unwrap_or_default(), retry_after: None })
}

#[async_trait]
impl Platform for Pinterest {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    async fn connect(&self, _login: &str, _credentials: &Credentials, _now: DateTime<Utc>) -> Result<Vec<Connected>> {
        Err(self.unsupported("connect with a pasted token", "Sign in with the browser instead."))
    }

    async fn authorize(&self, login: &str, credentials: &Credentials, redirect: &Url) -> Result<Authorization> {
        self.begin_login(login, credentials, redirect)
    }

    async fn exchange(&self, login: &Authorization, code: &str, now: DateTime<Utc>) -> Result<Vec<Connected>> {
        self.end_login(login, code, now).await
    }

    async fn refresh(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        self.new_tokens(session, now).await
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        self.known_account(session).await
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        check::check(&FACTS, session, draft)
    }

    fn plan(&self, _session: &Session, draft: &Draft, _post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        pin::plan(draft)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match step.kind {
            StepKind::Upload => self.upload(call).await,
            StepKind::Process => self.follow(call).await,
            StepKind::Publish => self.publish(call).await,
            _ => Err(self.unsupported("take this step", "Plan the post anew.")),
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        match step.kind {
            StepKind::Publish => self.look_for(call).await,
            // Nobody sees the others: they are done again.
            _ => Ok(Found::Absent),
        }
    }

    async fn read_back(&self, session: &Session, id: &str) -> Result<Live> {
        self.live(session, id).await
    }

    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        self.take_down(session, id).await
    }

    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        self.counts(session, id).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{RefusalKind, reply::refuse};
    use serde_json::json;

    #[test]
    fn each_of_pinterests_codes_has_its_meaning() {
        for (status, code, expected) in [
            (401, 2, RefusalKind::TokenExpired),
            (401, 3, RefusalKind::TokenExpired),
            (403, 29, RefusalKind::Permission),
            (403, 7, RefusalKind::Permission),
            (404, 40, RefusalKind::NotFound),
            (404, 50, RefusalKind::NotFound),
            (429, 8, RefusalKind::RateLimited),
            (400, 1, RefusalKind::Other),
            (503, 0, RefusalKind::Transient),
        ] {
            let no = read_no(status, &json!({"code": code, "message": "Words."})).unwrap();
            assert_eq!(refuse(&FACTS, status, no, String::new()).kind(), Some(expected), "{status} {code}");
        }
        assert_eq!(read_no(200, &json!({"code": 1})), None);
    }
}
