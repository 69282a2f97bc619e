//! The hand-off: platforms without an official interface, or whose interface is not for programs like this one. Files
//! and words are laid ready, the creator posts in a browser of their own and says when it is done. Nothing is sent
//! from here.

use crate::{
    Account, Call, Connected, Credentials, Draft, Error, Facts, Found, Live, Platform, Progress, Result, Session, Step,
    StepKind, Tokens, Visibility,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::Map;
use std::sync::LazyLock;
use troupe_net::Secret;
use uuid::Uuid;

/// A platform that is posted to by hand.
#[derive(Debug)]
pub(crate) struct HandOff {
    facts: &'static Facts,
}

impl HandOff {
    /// OnlyFans.
    pub(crate) fn only_fans() -> Self {
        static FACTS: LazyLock<Facts> = LazyLock::new(|| crate::facts::bundled(include_str!("../data/onlyfans.toml")));
        Self { facts: &FACTS }
    }

    /// Fanvue.
    pub(crate) fn fanvue() -> Self {
        static FACTS: LazyLock<Facts> = LazyLock::new(|| crate::facts::bundled(include_str!("../data/fanvue.toml")));
        Self { facts: &FACTS }
    }
}

#[async_trait]
impl Platform for HandOff {
    fn facts(&self) -> &'static Facts {
        self.facts
    }

    /// Notes the account's name; there is nothing to log in to.
    async fn connect(&self, _login: &str, credentials: &Credentials, _now: DateTime<Utc>) -> Result<Vec<Connected>> {
        let handle = credentials.get("handle").map(|handle| handle.expose().trim().trim_start_matches('@').to_owned());
        let handle = handle.filter(|handle| !handle.is_empty()).ok_or_else(|| Error::Input {
            field: "handle",
            why: "The account's name is needed, so that you see which one a post is for.".to_owned(),
        })?;
        let account = Account {
            external_id: handle.to_lowercase(),
            url: Some(format!("{}{handle}", self.facts.home)),
            display_name: handle.clone(),
            handle,
            follower_count: None,
            posts_left: None,
            details: Map::new(),
        };
        let tokens = Tokens { access: Secret::new(""), refresh: None, expires_at: None, refresh_expires_at: None };
        Ok(vec![Connected { account, tokens, app: None }])
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        Ok(session.account.clone())
    }

    /// One public step: the creator's own.
    fn plan(&self, _session: &Session, _draft: &Draft, post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        Ok(vec![Step::public(StepKind::Publish, post.to_string())])
    }

    async fn perform(&self, _call: &Call<'_>, _step: &Step) -> Result<Progress> {
        Err(self.unsupported("post for you", "Post it in your browser, then say that it is done."))
    }

    async fn reconcile(&self, _call: &Call<'_>, _step: &Step) -> Result<Found> {
        let name = self.name().words();
        Ok(Found::Unclear { known: format!("{name} is posted to by hand; only you know whether it is up.") })
    }

    async fn read_back(&self, _session: &Session, id: &str) -> Result<Live> {
        Ok(Live { id: id.to_owned(), permalink: None, visibility: Visibility::Unknown, remarks: Vec::new() })
    }
}
