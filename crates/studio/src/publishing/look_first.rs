//! A post that may have been sent by a run that this library knows nothing of, as after a restore of a backup: it is
//! looked for on its platform before anything else is decided of it.

use super::{
    attention::Attention,
    draft::WholePost,
    finish, hand_off,
    ledger::{self, Ledger},
    preflight,
    publish::Outcome,
    trouble::{self, Meaning},
    wait::{self, ASK_AFTER, LOOK_AGAIN},
};
use crate::{
    Error, Result, Studio, accounts,
    planning::{
        restored::{self, MaybeSent},
        time,
    },
};
use chrono::TimeDelta;
use troupe_library::tables::posts::{self, PostStatus};
use troupe_platforms::{Call, Error as PlatformError, Found, Platform, StepKind, StepResult};

/// What a look brought.
pub(super) enum Looked {
    /// It is up, and its ledger says so now: it is read back as every other.
    Up,
    /// This is as far as it goes now. A post that surely is not up is free again.
    End(Outcome),
}

/// Looks for the post.
///
/// # Errors
/// When the library does not answer; calling again goes on.
pub(super) async fn look(
    studio: &Studio,
    whole: &WholePost,
    platform: &dyn Platform,
    sent: MaybeSent,
) -> Result<Looked> {
    let now = studio.now();
    if hand_off::is_by_hand(whole, platform.facts()) {
        // Nobody but the creator ever posts it.
        return free(studio, whole).await;
    }
    let name = platform.name().words();
    if now < sent.look_at {
        let words = format!("The library was restored, so it is looked for on {name} before it goes out.");
        return wait::until(studio, whole, sent.look_at, &words).await.map(Looked::End);
    }
    let session = match accounts::fresh_session(studio, whole.account.id).await {
        Ok((_, session)) => session,
        Err(error) => return later(studio, whole, sent, name, &error.message).await,
    };
    let checked = preflight::check(studio, whole, Some(&session)).await?;
    let plan = match platform.plan(&session, &checked.draft, whole.post.id.0, now) {
        Ok(plan) => plan,
        Err(error) => return ask(studio, whole, sent, error.to_string()).await,
    };
    let Some(step) = plan.iter().find(|step| step.kind == StepKind::Publish) else {
        return Err(Error::internal("a plan without a step that publishes"));
    };
    let call = Call {
        session: &session,
        draft: &checked.draft,
        plan: &plan,
        done: &[],
        is_other_run: true,
        intent_at: sent.since,
        now,
    };
    match platform.reconcile(&call, step).await {
        Ok(Found::Done(result)) => {
            let post = begin_anew(studio, whole).await?;
            let slug = platform.name().slug();
            let mut ledger =
                Ledger::plan(studio, post.id, slug, post.attempts, &checked.draft, vec![step.clone()]).await?;
            up(studio, whole, &mut ledger, result).await
        }
        Ok(Found::Absent) => free(studio, whole).await,
        Ok(Found::Later { seconds }) => {
            let words = format!("Looking on {name} whether it is up.");
            let until = now + TimeDelta::seconds(i64::try_from(seconds.max(1)).unwrap_or(60));
            wait::until(studio, whole, until, &words).await.map(Looked::End)
        }
        Ok(Found::Unclear { known }) => ask(studio, whole, sent, known).await,
        Err(error) => failed(studio, whole, sent, name, &error).await,
    }
}

/// A try of its own, so that what the copy knew of an earlier one does not get mixed up with it.
async fn begin_anew(studio: &Studio, whole: &WholePost) -> Result<posts::PostRow> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let row = posts::change(&mut write, whole.post.id, now, |post| {
        post.attempts += 1;
        post.status = PostStatus::Publishing;
        post.publishing_since = post.publishing_since.or(Some(now));
        post.next_attempt_at = Some(now);
        (post.waiting_reason, post.error, post.attention) = (None, None, None);
    })
    .await?;
    ledger::commit(write, &whole.post.platform, "the try that was found").await?;
    row.ok_or_else(|| Error::not_found("post", whole.post.id))
}

/// Writes what was found, and that it need not be looked for any more.
async fn up(studio: &Studio, whole: &WholePost, ledger: &mut Ledger, result: StepResult) -> Result<Looked> {
    let now = studio.now();
    let id = result.id.clone();
    ledger.done(studio, 0, result, now, |post| post.platform_post_id = id).await?;
    forget(studio, whole).await?;
    tracing::info!(service = "publishing", post = %whole.post.id, "a run before the restore had sent it");
    Ok(Looked::Up)
}

/// It surely is not up: the schedule decides on it as on every other post.
async fn free(studio: &Studio, whole: &WholePost) -> Result<Looked> {
    forget(studio, whole).await?;
    crate::publishing::nudge(studio);
    Ok(Looked::End(Outcome::Idle))
}

async fn forget(studio: &Studio, whole: &WholePost) -> Result<()> {
    let mut write = studio.library().write().await?;
    restored::forget(&mut write, whole.post.id, studio.now()).await?;
    ledger::commit(write, &whole.post.platform, "the look").await
}

/// A look that the platform refused or did not answer.
async fn failed(
    studio: &Studio,
    whole: &WholePost,
    sent: MaybeSent,
    name: &str,
    error: &PlatformError,
) -> Result<Looked> {
    if let Some(refusal) = error.refusal() {
        accounts::refused(studio, &whole.account, refusal).await?;
    }
    match trouble::meaning(error, 1, &whole.post, studio.now()) {
        Meaning::FreshToken | Meaning::Account | Meaning::Later { .. } => {
            later(studio, whole, sent, name, &error.to_string()).await
        }
        Meaning::Gone | Meaning::ByHand | Meaning::ForGood => {
            ask(studio, whole, sent, format!("{name} refuses to say whether the post is up: {error}")).await
        }
    }
}

/// Looks again in a while, for a day; then the creator is asked.
async fn later(studio: &Studio, whole: &WholePost, sent: MaybeSent, name: &str, why: &str) -> Result<Looked> {
    let now = studio.now();
    if now - sent.look_at > ASK_AFTER {
        return ask(studio, whole, sent, format!("{name} could not be asked for a day whether it is up: {why}")).await;
    }
    let words = format!("The library was restored, and {name} could not be asked yet whether it is up: {why}");
    wait::until(studio, whole, now + LOOK_AGAIN, &words).await.map(Looked::End)
}

async fn ask(studio: &Studio, whole: &WholePost, sent: MaybeSent, known: String) -> Result<Looked> {
    let zone = time::zone_of(whole.post.timezone.as_deref().unwrap_or("UTC"));
    let when = time::words(sent.restored_at, zone);
    let known =
        vec![format!("The library was restored on {when}, and this post may have gone out before that."), known];
    let attention = Attention::after_restore(known, whole.account.url.clone(), studio.now());
    let outcome = finish::needs_attention(studio, whole, attention).await?;
    forget(studio, whole).await?;
    Ok(Looked::End(outcome))
}
