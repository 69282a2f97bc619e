//! What a person does toward others with an account: one like, comment, repost or follow at a time, only where the
//! platform's official interface has the call. The intent is written before the call, the outcome after it.

use crate::{
    Caller, Code, Error, Kind, Result, Studio,
    accounts::{self, fresh_session},
};
use chrono::TimeDelta;
use serde_json::json;
use troupe_library::{
    AccountId, CharacterId, EngagementActionId, LibraryError, SqliteConnection,
    tables::{
        accounts::{AccountFilter, AccountRow, list},
        engagement_actions::{self, ActionFilter, ActionStatus, ActionType, EngagementActionRow},
    },
};
use troupe_platforms::{Capabilities, Comment, Error as PlatformError, Facts, Platform, PlatformName, Session, Target};

/// How many actions a character may do within a minute, as the contract says.
const A_MINUTE: i64 = 20;
/// The longest comment, in letters: above what any platform takes.
const LONGEST_TEXT: usize = 10_000;

/// What is done.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// Likes a post.
    Like(Target),
    /// Reposts a post.
    Repost(Target),
    /// Replies to a post of somebody else.
    Reply(Target, String),
    /// Follows somebody.
    Follow(Target),
    /// Comments on a post of ours, or answers a comment on it.
    Comment {
        /// The platform's id of the post.
        post: String,
        /// The platform's id of the comment that is answered.
        comment: Option<String>,
        text: String,
    },
}

impl Deed {
    fn action_type(&self) -> ActionType {
        match self {
            Self::Like(_) => ActionType::Like,
            Self::Repost(_) => ActionType::Repost,
            Self::Reply(..) => ActionType::Reply,
            Self::Follow(_) => ActionType::Follow,
            Self::Comment { .. } => ActionType::Comment,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Reply(_, text) | Self::Comment { text, .. } => Some(text),
            _ => None,
        }
    }

    fn target(&self) -> (&'static str, &str) {
        match self {
            Self::Like(target) | Self::Repost(target) | Self::Reply(target, _) => ("post", &target.id),
            Self::Follow(target) => ("user", &target.id),
            Self::Comment { comment: Some(comment), .. } => ("comment", comment),
            Self::Comment { post, .. } => ("post", post),
        }
    }

    /// What the platform's facts must say, and how the deed is called when they do not.
    fn needs(&self, can: &Capabilities) -> (bool, &'static str, &'static str) {
        match self {
            Self::Like(_) => (can.like, "like a post", "like it"),
            Self::Repost(_) => (can.repost, "repost a post", "share it"),
            Self::Reply(..) => (can.reply, "comment on posts of others", "comment"),
            Self::Follow(_) => (can.follow, "follow somebody", "follow"),
            Self::Comment { .. } => (can.reply_comments, "write comments", "comment"),
        }
    }

    /// Makes the one call. Answers what it made, where the platform says.
    async fn perform(&self, platform: &dyn Platform, session: &Session) -> std::result::Result<Made, PlatformError> {
        match self {
            Self::Like(target) => platform.like(session, target).await.map(|()| Made::default()),
            Self::Repost(target) => platform.repost(session, target).await.map(|()| Made::default()),
            Self::Follow(target) => platform.follow(session, target).await.map(|()| Made::default()),
            Self::Reply(target, text) => {
                platform.reply(session, target, text).await.map(|id| Made { id: Some(id), comment: None })
            }
            Self::Comment { post, comment, text } => platform
                .reply_comment(session, post, comment.as_deref(), text)
                .await
                .map(|comment| Made { id: Some(comment.id.clone()), comment: Some(comment) }),
        }
    }
}

/// What a deed made at the platform.
#[derive(Debug, Clone, Default)]
pub(crate) struct Made {
    /// The platform's id of the new post or comment.
    pub(crate) id: Option<String>,
    /// The new comment.
    pub(crate) comment: Option<Comment>,
}

/// Refuses what is not clicked by a person.
///
/// # Errors
/// `approval_required` for an agent, `forbidden` for a task.
pub(crate) fn by_a_person(studio: &Studio) -> Result<()> {
    match studio.caller() {
        Caller::Window | Caller::Rest | Caller::Cli => Ok(()),
        // The creator said yes to this very one: that is the click.
        Caller::Agent(_) if studio.is_approved() => Ok(()),
        Caller::Agent(_) => Err(Error::new(
            Code::ApprovalRequired,
            "Likes, comments, reposts and follows are clicked by the creator, one at a time. Nothing was done.",
        )),
        Caller::Task => {
            Err(Error::new(Code::Forbidden, "Troupe likes, comments and follows nothing by itself. Nothing was done."))
        }
    }
}

/// Refuses a deed that the platform's official interface lacks, and says what it has.
///
/// # Errors
/// `platform_unsupported`.
pub(crate) fn check_supported(facts: &Facts, deed: &Deed) -> Result<()> {
    let (is_there, what, by_hand) = deed.needs(&facts.capabilities);
    if is_there {
        return Ok(());
    }
    let name = facts.platform.words();
    let message = format!("{name} has no official way to {what}. {} Open the page and {by_hand} there.", offer(facts));
    Err(Error::new(Code::PlatformUnsupported, message)
        .with("platform", json!(facts.platform))
        .with("offers", json!(offers(&facts.capabilities))))
}

/// What the official interface has besides publishing, in words.
fn offers(can: &Capabilities) -> Vec<&'static str> {
    [
        (can.publish, "publish posts"),
        (can.read_comments, "read the comments on your posts"),
        (can.reply_comments, "answer them"),
        (can.hide_comments, "hide them"),
        (can.like, "like"),
        (can.repost, "repost"),
        (can.reply, "reply"),
        (can.follow, "follow"),
    ]
    .into_iter()
    .filter_map(|(is_there, words)| is_there.then_some(words))
    .collect()
}

fn offer(facts: &Facts) -> String {
    match offers(&facts.capabilities).as_slice() {
        [] => "It has no official interface: you do everything in your own browser.".to_owned(),
        list => format!("Its official interface can {}.", list.join(", ")),
    }
}

/// Finds the account that acts: the one that is named, else the one that the character has at the platform.
///
/// # Errors
/// `validation_error` when there is none or several; `platform_unsupported` before that when no account could do it.
pub(crate) async fn account(
    db: &mut SqliteConnection,
    account_id: Option<AccountId>,
    character_id: Option<CharacterId>,
    platform: Option<PlatformName>,
) -> Result<AccountRow> {
    if let Some(id) = account_id {
        let row = accounts::find(db, id).await?;
        if let Some(platform) = platform
            && row.platform != platform.slug()
        {
            let message = format!("is {}, not at {}", accounts::words(&row), platform.words());
            return Err(Error::field("account_id", message));
        }
        return Ok(row);
    }
    let platform_slug = platform.map(|name| name.slug().to_owned());
    let filter = AccountFilter { character_id, platform: platform_slug, is_connected: Some(true) };
    let mut found = list(db, &filter).await?;
    match (found.pop(), found.is_empty()) {
        (Some(row), true) => Ok(row),
        (Some(_), false) => Err(Error::field("account_id", "is needed: several accounts could do this")),
        (None, _) => {
            let place = platform.map(|name| format!(" at {}", name.words())).unwrap_or_default();
            Err(Error::field("account_id", format!("is needed: no account{place} is connected")))
        }
    }
}

/// Does it, once.
///
/// # Errors
/// `platform_unsupported`, `rate_limit_exceeded` over 20 a minute for a character, `forbidden` for a paused account,
/// and the platform's own. `details.action_id` names the row that was kept.
pub(crate) async fn act(
    studio: &Studio,
    row: &AccountRow,
    deed: Deed,
    target_url: Option<String>,
) -> Result<(EngagementActionRow, Made)> {
    by_a_person(studio)?;
    let platform = accounts::platform_of(studio, row)?;
    check_supported(platform.facts(), &deed)?;
    if let Some(text) = deed.text() {
        check_text(text)?;
    }
    if row.is_paused {
        let reason = row.paused_reason.clone().unwrap_or_else(|| "It sends nothing until it is resumed.".to_owned());
        return Err(Error::new(Code::Forbidden, format!("{} is paused. {reason}", accounts::words(row))));
    }
    let mut action = intend(studio, row, &deed, target_url).await?;
    let (account, session) = match fresh_session(studio, row.id).await {
        Ok(opened) => opened,
        Err(error) => {
            finish(studio, &mut action, ActionStatus::Failed, Some(&error.message)).await?;
            return Err(error.with("action_id", json!(action.id)));
        }
    };
    match deed.perform(platform.as_ref(), &session).await {
        Ok(made) => {
            finish(studio, &mut action, ActionStatus::Done, None).await?;
            let data =
                json!({ "action_id": action.id, "account_id": action.account_id, "action_type": action.action_type });
            studio.events().send(Kind::EngagementActionCompleted, data);
            Ok((action, made))
        }
        Err(error) => {
            let status = if error.had_no_effect() { ActionStatus::Failed } else { ActionStatus::Unknown };
            if let Some(refusal) = error.refusal() {
                accounts::refused(studio, &account, refusal).await?;
            }
            let words = match status {
                ActionStatus::Unknown => {
                    format!("{error} Nobody knows whether it happened: look there before you click again.")
                }
                _ => error.to_string(),
            };
            finish(studio, &mut action, status, Some(&words)).await?;
            let mut ours = Error::from(error).with("action_id", json!(action.id));
            ours.message = words.into();
            Err(ours)
        }
    }
}

fn check_text(text: &str) -> Result<()> {
    match text.trim().chars().count() {
        0 => Err(Error::field("comment_text", "must have something to read in it")),
        count if count > LONGEST_TEXT => {
            Err(Error::field("comment_text", format!("must be at most {LONGEST_TEXT} letters")))
        }
        _ => Ok(()),
    }
}

/// Writes down that the call will be made, within the character's limit.
async fn intend(
    studio: &Studio,
    row: &AccountRow,
    deed: &Deed,
    target_url: Option<String>,
) -> Result<EngagementActionRow> {
    let now = studio.now();
    let (target_type, target_id) = deed.target();
    let action = EngagementActionRow {
        id: EngagementActionId::new(),
        character_id: row.character_id,
        account_id: row.id,
        platform: row.platform.clone(),
        action_type: deed.action_type(),
        target_type: target_type.to_owned(),
        target_id: target_id.to_owned(),
        target_url,
        text: deed.text().map(str::to_owned),
        status: ActionStatus::Intended,
        error: None,
        created_at: now,
        finished_at: None,
    };
    let of_this_minute = ActionFilter {
        character_id: row.character_id,
        account_id: Some(row.id).filter(|_| row.character_id.is_none()),
        since: Some(now - TimeDelta::minutes(1)),
        ..ActionFilter::default()
    };
    let mut write = studio.library().write().await?;
    if engagement_actions::count(&mut write, &of_this_minute).await? >= A_MINUTE {
        let oldest = engagement_actions::oldest(&mut write, &of_this_minute).await?.unwrap_or(now);
        let wait = (oldest + TimeDelta::minutes(1) - now).num_seconds().max(1);
        let message = format!(
            "A character does at most {A_MINUTE} likes, comments and follows a minute. Go on in {wait} seconds."
        );
        return Err(Error::new(Code::RateLimitExceeded, message).with("retry_after_seconds", json!(wait)));
    }
    engagement_actions::insert(&mut write, &action).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(action)
}

async fn finish(
    studio: &Studio,
    action: &mut EngagementActionRow,
    status: ActionStatus,
    error: Option<&str>,
) -> Result<()> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    engagement_actions::finish(&mut write, action.id, status, error, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    action.status = status;
    action.error = error.map(str::to_owned);
    action.finished_at = Some(now);
    studio.events().changed(&["engagement"], studio.caller());
    Ok(())
}

/// Actions that were under way when the program ended: nobody knows whether they happened, and none is done again.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn give_up_lost(studio: &Studio) -> Result<()> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let lost = engagement_actions::give_up_intended(&mut write, now - TimeDelta::minutes(10), now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    if lost > 0 {
        studio.events().changed(&["engagement"], studio.caller());
    }
    Ok(())
}
