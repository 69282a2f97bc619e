//! Instagram, through either login: pictures, carousels, reels and stories by way of containers, which are prepared
//! unseen and published with one call.

mod comments;
mod connect;
mod plan;
mod publish;
mod reconcile;

use crate::{
    Account, Call, Comment, Connected, Credentials, Draft, Error, Facts, Finding, Found, Live, Metrics, Platform,
    Progress, Result, Session, Step, StepKind, Tokens, Visibility, Web, facts,
    meta::{Door, FACEBOOK, Graph, INSTAGRAM, LongLived},
    preflight,
    reply::Reply,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::LazyLock;
use uuid::Uuid;

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let shared = [include_str!("../../data/meta.toml"), include_str!("../../data/bucket.toml")];
    facts::bundled_with(include_str!("../../data/instagram.toml"), &shared)
});

/// How the tokens of the Instagram login are renewed.
const LOGIN: LongLived = LongLived { host: INSTAGRAM, grant_type: "ig_refresh_token" };

/// What is known of Instagram, with what buckets refuse.
pub(crate) fn facts() -> &'static Facts {
    &FACTS
}

/// Instagram.
#[derive(Debug)]
pub(crate) struct Instagram {
    graph: Graph,
}

impl Instagram {
    pub(crate) fn open(web: &Web) -> Self {
        Self { graph: Graph::open(web, &FACTS) }
    }

    /// The door of this account's login.
    fn door<'a>(&'a self, session: &'a Session) -> Door<'a> {
        self.graph.door(if by_facebook(&session.account) { FACEBOOK } else { INSTAGRAM }, &session.tokens.access)
    }
}

/// Whether the account was connected through its Facebook Page.
fn by_facebook(account: &Account) -> bool {
    account.details.get("login").and_then(|login| login.as_str()) == Some("facebook")
}

/// The Page that the account is linked to.
fn page_of(account: &Account) -> Option<&str> {
    account.details.get("page_id").and_then(|page| page.as_str())
}

#[async_trait]
impl Platform for Instagram {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    async fn connect(&self, login: &str, credentials: &Credentials, now: DateTime<Utc>) -> Result<Vec<Connected>> {
        match login {
            "facebook" => self.connect_by_facebook(credentials, now).await,
            "instagram" => self.connect_by_instagram(credentials, now).await,
            _ => Err(Error::Input {
                field: "login",
                why: format!("Instagram has no sign-in {login:?}. Choose facebook or instagram."),
            }),
        }
    }

    /// Tokens of the Instagram login once they are a day old; those of the Facebook login do not end by time, or are
    /// made anew by the creator.
    async fn refresh(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        if by_facebook(&session.account) {
            return Ok(None);
        }
        LOGIN.refresh(&self.graph, session, now).await.map(Some)
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        let mut account = self.known_account(session).await?;
        let path = format!("{}/content_publishing_limit", account.external_id);
        account.posts_left = self.door(session).posts_left(&path, "/{ig}/content_publishing_limit").await?;
        Ok(account)
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        let mut findings = preflight::check(&FACTS, draft);
        if let Some(session) = session {
            findings.extend(plan::check(session, draft));
        }
        findings
    }

    fn plan(&self, session: &Session, draft: &Draft, post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        plan::steps(session, draft, post)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        if call.session.is_by_hand() {
            return Err(self.unsupported("post for you", "Post it in your browser, then say that it is done."));
        }
        match step.kind {
            StepKind::Stage => self.stage(call, step).await,
            StepKind::Container => self.make_container(call, step).await,
            StepKind::Upload => self.upload(call, step).await,
            StepKind::Process => self.process(call, step).await,
            StepKind::Publish => self.publish(call).await,
            StepKind::Comment => self.first_comment(call).await,
            StepKind::Clean => self.clean(call, step).await,
            StepKind::Describe => Err(self.unsupported("describe a file afterwards", "The words go with the file.")),
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        if call.session.is_by_hand() {
            let known = "This is posted to Instagram by hand; only you know whether it is up.";
            return Ok(Found::Unclear { known: known.to_owned() });
        }
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
        let read = async |fields: &str| self.door(session).get(id, "/{media}", &[("fields", fields)]).await;
        let reply: Reply = match read("id,permalink,timestamp,is_ai_generated").await {
            // An older version of the interface does not know the flag.
            Err(error) if error.refusal().is_some_and(|refusal| refusal.code == "100") => {
                read("id,permalink,timestamp").await?
            }
            other => other?,
        };
        let no_label = reply.body["is_ai_generated"].as_bool() == Some(false);
        let remark = "Instagram shows this post without its AI label.".to_owned();
        Ok(Live {
            id: reply.need("/id")?,
            permalink: reply.text("/permalink"),
            visibility: Visibility::Public,
            remarks: no_label.then_some(remark).into_iter().collect(),
        })
    }

    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        if !by_facebook(&session.account) {
            let instead = "Delete it in the Instagram app, then mark it as deleted here; an account that is connected through its Page can be deleted from.";
            return Err(self.unsupported("take a post down with the Instagram login", instead));
        }
        self.door(session).delete(id, "/{media}").await
    }

    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        self.counts(session, id).await
    }

    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        self.all_comments(session, id).await
    }

    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        self.answer_comment(session, id, comment, text).await
    }

    async fn hide_comment(&self, session: &Session, comment: &str, hide: bool) -> Result<()> {
        let hide = if hide { "true" } else { "false" };
        self.door(session).post(comment, "/{comment}", &[("hide", hide)]).await.map(drop)
    }
}
