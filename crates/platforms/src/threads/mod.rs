//! Threads: words, pictures, clips and carousels by way of containers, which are prepared unseen and published with one
//! call. Files are fetched from a public address, which is a bucket of the creator's own.

mod check;
mod connect;
mod publish;
mod reconcile;
mod replies;

use crate::{
    Account, Call, Comment, Connected, Credentials, Draft, Error, Facts, Finding, Found, Live, Metrics, Platform,
    Progress, Result, Session, Step, StepKind, Target, Tokens, Visibility, Web, facts,
    meta::{Door, Graph, LongLived, THREADS},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::LazyLock;
use uuid::Uuid;

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let shared = [include_str!("../../data/meta.toml"), include_str!("../../data/bucket.toml")];
    facts::bundled_with(include_str!("../../data/threads.toml"), &shared)
});

/// How its tokens are renewed.
const LOGIN: LongLived = LongLived { host: THREADS, grant_type: "th_refresh_token" };

/// The platform Threads.
#[derive(Debug)]
pub(crate) struct Threads {
    graph: Graph,
}

impl Threads {
    pub(crate) fn open(web: &Web) -> Self {
        Self { graph: Graph::open(web, &FACTS) }
    }

    fn door<'a>(&'a self, session: &'a Session) -> Door<'a> {
        self.graph.door(THREADS, &session.tokens.access)
    }
}

/// The id of a post that somebody named. Threads' interface knows posts by their numbers, which no address shows.
fn id_of(target: &Target) -> Result<&str> {
    let id = target.id.trim();
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(id);
    }
    Err(Error::Input {
        field: "target_id",
        why: "Threads' interface knows a post by its number alone, which its address does not show. Open the post there instead.".to_owned(),
    })
}

#[async_trait]
impl Platform for Threads {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    async fn connect(&self, _login: &str, credentials: &Credentials, now: DateTime<Utc>) -> Result<Vec<Connected>> {
        self.connect_by_token(credentials, now).await
    }

    async fn refresh(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        LOGIN.refresh(&self.graph, session, now).await.map(Some)
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        self.known_account(session).await
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        check::check(&FACTS, session, draft)
    }

    fn plan(&self, session: &Session, draft: &Draft, post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        publish::plan(session, draft, post)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match step.kind {
            StepKind::Stage => self.stage(call, step).await,
            StepKind::Container => self.make_container(call, step).await,
            StepKind::Process => self.process(call, step).await,
            StepKind::Publish => self.publish(call).await,
            StepKind::Comment => self.first_comment(call).await,
            StepKind::Clean => self.clean(call, step).await,
            StepKind::Upload | StepKind::Describe => Err(self.unsupported("take this step", "Plan the post anew.")),
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        match step.kind {
            StepKind::Publish => self.look_for_post(call).await,
            StepKind::Comment => self.look_for_comment(call).await,
            // Nobody sees the others: they are done again.
            _ => Ok(Found::Absent),
        }
    }

    async fn read_back(&self, session: &Session, id: &str) -> Result<Live> {
        if session.is_by_hand() {
            return Ok(Live::by_hand(id));
        }
        let reply = self.door(session).get(id, "/{post}", &[("fields", "id,permalink,timestamp")]).await?;
        Ok(Live {
            id: reply.need("/id")?,
            permalink: reply.text("/permalink"),
            visibility: Visibility::Public,
            remarks: Vec::new(),
        })
    }

    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        self.door(session).delete(id, "/{post}").await
    }

    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        self.counts(session, id).await
    }

    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        self.conversation(session, id).await
    }

    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        let new = self.write_reply(session, comment.unwrap_or(id), text).await?;
        Ok(replies::ours(session, new, comment, text))
    }

    async fn hide_comment(&self, session: &Session, comment: &str, hide: bool) -> Result<()> {
        let hide = if hide { "true" } else { "false" };
        let path = format!("{comment}/manage_reply");
        self.door(session).post(&path, "/{reply}/manage_reply", &[("hide", hide)]).await.map(drop)
    }

    async fn repost(&self, session: &Session, target: &Target) -> Result<()> {
        self.door(session).post(&format!("{}/repost", id_of(target)?), "/{post}/repost", &[]).await.map(drop)
    }

    async fn reply(&self, session: &Session, target: &Target, text: &str) -> Result<String> {
        self.write_reply(session, id_of(target)?, text).await
    }
}
