//! X, which was Twitter, by its API v2. It has no idempotency key: a lost post is looked for by the keys of its media,
//! which belong to our upload alone, or by its words.

mod answer;
mod check;
mod login;
mod post;
mod read;
mod signature;
mod upload;

use crate::{
    Account, Call, Comment, Connected, Credentials, Draft, Facts, Finding, Found, Live, Metrics, Platform, Progress,
    Result, Session, Step, StepKind, Target, Tokens, Web, facts, oauth::Authorization, reply::Api,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::LazyLock;
use url::Url;
use uuid::Uuid;

/// Where the interface answers.
const HOST: &str = "api.x.com";

/// The platform X.
#[derive(Debug)]
pub(crate) struct X {
    api: Api,
}

impl X {
    pub(crate) fn open(web: &Web) -> Self {
        static FACTS: LazyLock<Facts> = LazyLock::new(|| facts::bundled(include_str!("../../data/x.toml")));
        Self { api: Api { web: web.clone(), facts: &FACTS, read_no: answer::read_no } }
    }
}

#[async_trait]
impl Platform for X {
    fn facts(&self) -> &'static Facts {
        self.api.facts
    }

    async fn connect(&self, _login: &str, credentials: &Credentials, _now: DateTime<Utc>) -> Result<Vec<Connected>> {
        self.connect_keys(credentials).await
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

    async fn revoke(&self, session: &Session) -> Result<bool> {
        self.give_back(session).await
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        self.me(session).await
    }

    fn price_usd(&self, draft: &Draft) -> f64 {
        check::price_usd(self.api.facts, draft)
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        check::check(self.api.facts, session, draft)
    }

    fn plan(&self, _session: &Session, draft: &Draft, _post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        post::plan(draft)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match step.kind {
            StepKind::Upload => self.upload(call, step).await,
            StepKind::Process => self.follow(call, step).await,
            StepKind::Describe => self.describe(call, step).await,
            StepKind::Publish => self.publish(call).await,
            StepKind::Comment => self.first_comment(call).await,
            StepKind::Stage | StepKind::Container | StepKind::Clean => {
                Err(self.unsupported("take this step", "Plan the post anew."))
            }
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        self.look_for(call, step).await
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

    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        self.replies(session, id).await
    }

    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        let parent = comment.unwrap_or(id);
        let new = self.send_reply(session, parent, text).await?;
        Ok(Comment {
            url: Some(post::permalink(&session.account.handle, &new)),
            id: new,
            parent_id: comment.map(str::to_owned),
            author: session.account.handle.clone(),
            text: text.to_owned(),
            created_at: None,
            likes: None,
            is_hidden: false,
            is_ours: true,
        })
    }

    async fn like(&self, _session: &Session, _target: &Target) -> Result<()> {
        Err(self.unsupported(
            "like a post",
            "X took this away from programs on 20 April 2026. Open the post and like it there.",
        ))
    }

    async fn repost(&self, session: &Session, target: &Target) -> Result<()> {
        self.send_repost(session, &post::id_of(target)?).await
    }

    async fn reply(&self, session: &Session, target: &Target, text: &str) -> Result<String> {
        self.send_reply(session, &post::id_of(target)?, text).await
    }

    async fn follow(&self, _session: &Session, _target: &Target) -> Result<()> {
        Err(self.unsupported(
            "follow somebody",
            "X took this away from programs on 20 April 2026. Open the page and follow there.",
        ))
    }
}
