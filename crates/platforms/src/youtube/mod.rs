//! YouTube, by its Data API v3. A clip goes up in a resumable session, whose address is kept as a secret before the
//! first byte: it tells after any break how much has arrived, and whether the clip is there. All bytes but the last
//! few are sent in a step that nobody sees; the last few make the clip.

mod answer;
mod check;
mod comment;
mod login;
mod read;
mod upload;
mod video;

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
const HOST: &str = "www.googleapis.com";

/// The platform YouTube.
#[derive(Debug)]
pub(crate) struct YouTube {
    api: Api,
}

impl YouTube {
    pub(crate) fn open(web: &Web) -> Self {
        static FACTS: LazyLock<Facts> = LazyLock::new(|| facts::bundled(include_str!("../../data/youtube.toml")));
        Self { api: Api { web: web.clone(), facts: &FACTS, read_no: answer::read_no } }
    }
}

#[async_trait]
impl Platform for YouTube {
    fn facts(&self) -> &'static Facts {
        self.api.facts
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

    async fn revoke(&self, session: &Session) -> Result<bool> {
        self.give_back(session).await
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        self.channel(session).await
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        check::check(self.api.facts, session, draft)
    }

    fn plan(&self, _session: &Session, draft: &Draft, _post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        video::plan(draft)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match (step.kind, step.item) {
            (StepKind::Container, _) => self.open_upload(call).await,
            (StepKind::Upload, Some(item)) if call.draft.media.get(item).is_some_and(video::is_picture) => {
                self.set_thumbnail(call, item).await
            }
            (StepKind::Upload, _) => self.send_most(call).await,
            (StepKind::Publish, _) => self.send_rest(call).await,
            (StepKind::Process, _) => self.follow(call).await,
            (StepKind::Comment, _) => self.first_comment(call).await,
            (StepKind::Stage | StepKind::Describe | StepKind::Clean, _) => {
                Err(self.unsupported("take this step", "Plan the post anew."))
            }
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        match step.kind {
            StepKind::Comment => self.find_comment(call).await,
            _ => self.look_for(call).await,
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

    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        self.read_comments(session, id).await
    }

    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        self.write_comment(session, id, comment, text).await
    }

    async fn like(&self, _session: &Session, _target: &Target) -> Result<()> {
        Err(self.unsupported(
            "like a clip that its rules allow to programs",
            "Likes by programs count as fake engagement there. Open the clip and like it yourself.",
        ))
    }
}
