//! The trait that every platform has.

use crate::{
    Account, Call, Comment, Connected, Credentials, Draft, Error, Facts, Finding, Found, Live, Metrics, PlatformName,
    Progress, Result, Session, Step, Target, Tokens, oauth::Authorization, preflight,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use url::Url;
use uuid::Uuid;

/// A platform's official interface. What a platform lacks keeps the default, which answers [`Error::Unsupported`].
#[async_trait]
pub trait Platform: std::fmt::Debug + Send + Sync {
    /// What is known of it.
    fn facts(&self) -> &'static Facts;

    /// Its name.
    fn name(&self) -> PlatformName {
        self.facts().platform
    }

    /// What is known of it for one account: what its server or its kind of account names stands in for the general
    /// figures.
    fn facts_for(&self, session: Option<&Session>) -> Cow<'static, Facts> {
        let _ = session;
        Cow::Borrowed(self.facts())
    }

    // Accounts

    /// Connects accounts with what the creator pasted, by the login of that slug. One token may open several (pages).
    async fn connect(&self, login: &str, credentials: &Credentials, now: DateTime<Utc>) -> Result<Vec<Connected>>;

    /// Begins a login in the browser: the app (made on the way where the platform lets programs register themselves)
    /// and the address to open. `redirect` is where the browser comes back to.
    async fn authorize(&self, login: &str, credentials: &Credentials, redirect: &Url) -> Result<Authorization> {
        let _ = (login, credentials, redirect);
        Err(self.unsupported("sign in with the browser", "Connect it with a token instead."))
    }

    /// Ends a login in the browser with the code that came back.
    async fn exchange(&self, login: &Authorization, code: &str, now: DateTime<Utc>) -> Result<Vec<Connected>> {
        let _ = (login, code, now);
        Err(self.unsupported("sign in with the browser", "Connect it with a token instead."))
    }

    /// New tokens for old ones. `None` means that these never need it.
    async fn refresh(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        let _ = (session, now);
        Ok(None)
    }

    /// Takes the tokens back at the platform. `false` means that it has no such call and the creator does it there.
    async fn revoke(&self, session: &Session) -> Result<bool> {
        let _ = session;
        Ok(false)
    }

    /// One harmless call: what is known of the account now, with its limits.
    async fn account(&self, session: &Session) -> Result<Account>;

    // Publishing

    /// What the platform would refuse or what the creator should know, before anything is sent.
    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        preflight::check(&self.facts_for(session), draft)
    }

    /// US dollars that the platform takes from the app's owner for publishing this draft; most take nothing.
    fn price_usd(&self, draft: &Draft) -> f64 {
        let _ = draft;
        0.0
    }

    /// The steps that publish this draft. `post` gives our references, so that the same post always gets the same.
    ///
    /// # Errors
    /// When the draft is of a form that the platform does not take.
    fn plan(&self, session: &Session, draft: &Draft, post: Uuid, now: DateTime<Utc>) -> Result<Vec<Step>>;

    /// Does one step. A step that only waits is performed again until it is done.
    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress>;

    /// Looks whether a public step of unknown outcome happened; also one that another run may have done
    /// ([`Call::is_other_run`]).
    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found>;

    /// The post as the platform shows it: published means that this answered.
    async fn read_back(&self, session: &Session, id: &str) -> Result<Live>;

    /// Takes a post down.
    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        let _ = (session, id);
        Err(self.unsupported("take a post down", "Delete it there, then mark it as deleted here."))
    }

    // After publishing

    /// The counts of a post.
    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        let _ = (session, id);
        Err(self.unsupported("read the counts of a post", "They are shown as not given."))
    }

    /// The comments on a post, newest last.
    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        let _ = (session, id);
        Err(self.unsupported("read comments", "Open the post there."))
    }

    /// Answers a comment, or comments on the own post when `comment` is `None`. Answers the new comment.
    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        let _ = (session, id, comment, text);
        Err(self.unsupported("answer a comment", "Open the post there."))
    }

    /// Hides a comment, or shows it again.
    async fn hide_comment(&self, session: &Session, comment: &str, hide: bool) -> Result<()> {
        let _ = (session, comment, hide);
        Err(self.unsupported("hide a comment", "Open the post there."))
    }

    // Toward others: one at a time, clicked by a person

    /// Likes a post.
    async fn like(&self, session: &Session, target: &Target) -> Result<()> {
        let _ = (session, target);
        Err(self.unsupported("like a post", "Open the post and like it there."))
    }

    /// Reposts a post.
    async fn repost(&self, session: &Session, target: &Target) -> Result<()> {
        let _ = (session, target);
        Err(self.unsupported("repost a post", "Open the post and share it there."))
    }

    /// Replies to somebody's post. Answers the new post's id.
    async fn reply(&self, session: &Session, target: &Target, text: &str) -> Result<String> {
        let _ = (session, target, text);
        Err(self.unsupported("reply to posts of others", "Open the post and reply there."))
    }

    /// Follows somebody.
    async fn follow(&self, session: &Session, target: &Target) -> Result<()> {
        let _ = (session, target);
        Err(self.unsupported("follow somebody", "Open the page and follow there."))
    }

    /// The error for a call that the official interface lacks.
    fn unsupported(&self, what: &'static str, instead: &'static str) -> Error {
        Error::Unsupported { platform: self.name(), what, instead }
    }
}
