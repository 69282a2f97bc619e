//! TikTok, by its Content Posting API v2. A clip's bytes are sent; nothing is posted before the last of them, and the id
//! of the posting is written down before the first. Pictures are fetched from a bucket under an address that the creator
//! has verified at TikTok. Who may see a post is the creator's own choice each time, as TikTok demands; without one the
//! post goes to the inbox of the creator's TikTok app and is finished there.

mod answer;
mod check;
mod clip;
mod creator;
mod login;
mod pictures;
mod read;

use crate::{
    Account, Call, Connected, Credentials, Draft, Facts, Finding, Found, Live, MediaKind, Metrics, Platform, Progress,
    Result, Session, Step, StepKind, StepResult, Tokens, Web, facts, oauth::Authorization, reply::Api,
    upload_place::staging,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::sync::LazyLock;
use url::Url;
use uuid::Uuid;

/// Where the interface answers.
const HOST: &str = "open.tiktokapis.com";
/// TikTok's word for a post that the account alone sees.
const SELF_ONLY: &str = "SELF_ONLY";
/// What stands in an id instead of TikTok's word when a post went to the app's inbox.
const INBOX: &str = "INBOX";

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    facts::bundled_with(include_str!("../../data/tiktok.toml"), &[include_str!("../../data/bucket.toml")])
});

/// The platform TikTok.
#[derive(Debug)]
pub(crate) struct TikTok {
    api: Api,
}

impl TikTok {
    pub(crate) fn open(web: &Web) -> Self {
        Self { api: Api { web: web.clone(), facts: &FACTS, read_no: answer::read_no } }
    }
}

/// Who shall see it, in TikTok's word; `None` sends it to the inbox.
fn privacy_of(draft: &Draft) -> Option<&str> {
    draft.fields.get("privacy_level").and_then(Value::as_str).map(str::trim).filter(|word| !word.is_empty())
}

/// Whether the app was connected as one that TikTok has audited.
fn is_audited(account: &Account) -> bool {
    account.details.get("login").and_then(Value::as_str) == Some("audited")
}

/// Whether the draft is a clip; else it is pictures.
fn is_clip(draft: &Draft) -> bool {
    draft.media.iter().any(|media| media.kind == MediaKind::Video)
}

/// The id of a post that TikTok has not named publicly: `PRIVACY/PUBLISH_ID`. By the first part is known who sees it, by
/// the second what became of it.
fn posting_id(draft: &Draft, publish_id: &str) -> String {
    format!("{}/{publish_id}", privacy_of(draft).unwrap_or(INBOX))
}

#[async_trait]
impl Platform for TikTok {
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

    async fn revoke(&self, session: &Session) -> Result<bool> {
        self.give_back(session).await
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        self.known_account(session).await
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        check::check(&FACTS, session, draft)
    }

    fn plan(&self, session: &Session, draft: &Draft, post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        if session.is_by_hand() {
            return Ok(vec![Step::public(StepKind::Publish, post.to_string())]);
        }
        crate::preflight::form(&FACTS, draft)?;
        if is_clip(draft) { clip::plan(draft) } else { Ok(pictures::plan(session, draft, post)) }
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match (step.kind, is_clip(call.draft)) {
            (StepKind::Container, true) => self.open_upload(call).await,
            (StepKind::Upload, true) => self.send_most(call).await,
            (StepKind::Publish, true) => self.send_rest(call).await,
            (StepKind::Stage, false) => self.stage(call, step).await,
            (StepKind::Container, false) => {
                self.ask_creator(call).await?;
                Ok(Progress::Done(StepResult::default()))
            }
            (StepKind::Publish, false) => self.post_pictures(call).await,
            (StepKind::Process, false) => self.follow_pictures(call).await,
            (StepKind::Clean, false) => staging::remove(&self.api, call, step).await,
            _ => Err(self.unsupported("take this step", "Plan the post anew.")),
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        match step.kind {
            StepKind::Publish if call.is_other_run => self.look_in_list(call).await,
            StepKind::Publish if is_clip(call.draft) => self.look_for_clip(call).await,
            StepKind::Publish => self.look_in_list(call).await,
            // Nobody sees the others: they are done again.
            _ => Ok(Found::Absent),
        }
    }

    async fn read_back(&self, session: &Session, id: &str) -> Result<Live> {
        if session.is_by_hand() {
            return Ok(Live::by_hand(id));
        }
        self.live(session, id).await
    }

    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        self.counts(session, id).await
    }
}
