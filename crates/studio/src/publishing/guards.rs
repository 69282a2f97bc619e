//! The guards: what must not go out, and what the creator should know first. They hold while composing and again
//! before sending.

use super::draft::WholePost;
use crate::{
    Code, Error, Result, Studio,
    planning::minute::{MOST_A_MINUTE, Minutes, Whose},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use troupe_library::{
    SqliteConnection,
    tables::{
        accounts::{AccountRow, AccountState},
        content::{ApprovalStatus, Rating},
        post_guards::{self, Alike},
        posts::PostRow,
    },
};
use troupe_platforms::{Facts, Finding, Fix};

/// The same picture or text is noticed within so many days.
const REPEAT_DAYS: i64 = 30;
/// The agreements that a post can carry in `allowed`.
pub(crate) const AGREEMENTS: [&str; 3] = [OTHER_CHARACTER, REPEAT, WITHOUT_LABEL];
/// A picture of another character goes to this one's account.
const OTHER_CHARACTER: &str = "other_character";
/// The same picture or words go out again.
const REPEAT: &str = "repeat";
/// It goes out without the AI label although the character says that it is made by AI.
const WITHOUT_LABEL: &str = "without_label";

fn allow(what: &str) -> Fix {
    Fix::Allow { what: what.to_owned() }
}

/// What the guards find in a post.
pub(crate) async fn check(studio: &Studio, whole: &WholePost, facts: &Facts) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    account(&whole.account, facts, &mut findings);
    items(whole, facts, &mut findings);
    label(whole, facts, &mut findings);
    let mut read = studio.library().read().await?;
    repeats(&mut read, whole, facts, studio.now(), &mut findings).await?;
    Ok(findings)
}

fn account(account: &AccountRow, facts: &Facts, findings: &mut Vec<Finding>) {
    let name = facts.platform.words();
    if account.state != AccountState::Connected {
        let why = account.state_reason.clone().unwrap_or_else(|| match account.state {
            AccountState::Restricted => format!("{name} restricted this account. Look there what it asks for."),
            _ => format!("{} is not connected to {name} any more.", account.handle),
        });
        findings.push(Finding::blocks("account", "account_id", why).fixed_by(Fix::Reconnect));
    }
    if account.is_paused {
        let why = account.paused_reason.clone().unwrap_or_else(|| "you paused it".to_owned());
        let message = format!(
            "{} is paused ({}); the post waits until it is resumed.",
            account.handle,
            why.trim_end_matches('.')
        );
        findings.push(Finding::warns("account_paused", "account_id", message));
    }
}

fn items(whole: &WholePost, facts: &Facts, findings: &mut Vec<Finding>) {
    let (account, name) = (&whole.account, facts.platform.words());
    for (at, (_, item)) in whole.media.iter().enumerate() {
        let field = || format!("media[{at}]");
        if item.deleted_at.is_some() {
            let message = "This picture is in the trash. Restore it, or choose another one.";
            findings.push(Finding::blocks("in_trash", field(), message));
        }
        if item.approval_status == ApprovalStatus::Rejected {
            let message = "You rejected this picture. Approve it, or choose another one.";
            findings.push(Finding::blocks("rejected", field(), message));
        }
        if !account.allows_nsfw {
            let message = match item.rating {
                Rating::Nsfw => Some(format!(
                    "This picture is rated not safe for work, and {} on {name} takes no such pictures.",
                    account.handle
                )),
                Rating::Unknown => Some(format!(
                    "Nobody has said yet how much this picture shows, and {} on {name} takes only what is safe for work. Rate it first.",
                    account.handle
                )),
                Rating::Safe | Rating::Suggestive => None,
            };
            let finding = message.map(|message| Finding::blocks("rating", field(), message));
            let is_unknown = item.rating == Rating::Unknown;
            findings.extend(finding.map(|found| if is_unknown { found.fixed_by(Fix::Rate) } else { found }));
        }
        let is_others =
            account.character_id.is_some() && item.character_id.is_some() && item.character_id != account.character_id;
        if is_others && !whole.post.allowed.iter().any(|agreed| agreed == OTHER_CHARACTER) {
            let message = format!("This picture shows another character than the one {} belongs to.", account.handle);
            findings.push(Finding::blocks("other_character", field(), message).fixed_by(allow(OTHER_CHARACTER)));
        }
    }
    let is_others = whole.post.character_id.is_some()
        && account.character_id.is_some()
        && whole.post.character_id != account.character_id;
    if is_others && whole.media.is_empty() && !whole.post.allowed.iter().any(|agreed| agreed == OTHER_CHARACTER) {
        let message = format!("{} belongs to another character.", account.handle);
        findings.push(Finding::blocks("other_character", "account_id", message).fixed_by(allow(OTHER_CHARACTER)));
    }
}

fn label(whole: &WholePost, facts: &Facts, findings: &mut Vec<Finding>) {
    let discloses = whole.character.as_ref().is_none_or(|character| character.disclosure.enabled);
    let is_made = whole.media.iter().any(|(_, item)| item.is_ai_made);
    if whole.post.ai_label || !is_made {
        return;
    }
    let name = facts.platform.words();
    let agreed = !discloses || whole.post.allowed.iter().any(|agreed| agreed == WITHOUT_LABEL);
    let message = format!(
        "This goes out without the AI label. {name} may hide or remove it, or restrict the account, and in the European Union the label is the law for pictures that could be taken for real ones."
    );
    findings.push(if agreed {
        Finding::warns("no_label", "ai_label", message)
    } else {
        Finding::blocks("no_label", "ai_label", message).fixed_by(allow(WITHOUT_LABEL))
    });
}

async fn repeats(
    db: &mut SqliteConnection,
    whole: &WholePost,
    facts: &Facts,
    now: DateTime<Utc>,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let post = &whole.post;
    if post.allowed.iter().any(|agreed| agreed == REPEAT) {
        return Ok(());
    }
    let pictures: Vec<String> = whole.media.iter().map(|(_, item)| item.blake3.clone()).collect();
    let since = now - TimeDelta::days(REPEAT_DAYS);
    let hash = super::draft::text_hash(post);
    let alike = post_guards::alike(db, &post.platform, post.id, hash.as_deref(), &pictures, since).await?;
    for same_picture in [true, false] {
        let found = |own: bool| {
            alike
                .iter()
                .find(|other| other.same_picture == same_picture && (other.account_id == post.account_id) == own)
        };
        if let Some(other) = found(true) {
            let message = format!(
                "{} {}. Followers and {} notice repeats.",
                what(same_picture),
                when(other),
                facts.platform.words()
            );
            // A rule has nobody who looks: there a repeat is held.
            let finding = if post.rule_id.is_some() {
                Finding::blocks("repeat", field(same_picture), message)
            } else {
                Finding::warns("repeat", field(same_picture), message)
            };
            findings.push(finding.fixed_by(allow(REPEAT)));
        }
        if let Some(other) = found(false) {
            let name = facts.platform.words();
            let message = format!(
                "{} {} there. {name} treats the same post on several accounts of one owner as spam; change the words or the picture.",
                what(same_picture),
                when(other),
            );
            findings.push(Finding::warns("several_accounts", field(same_picture), message).fixed_by(allow(REPEAT)));
        }
    }
    Ok(())
}

fn field(same_picture: bool) -> &'static str {
    if same_picture { "media" } else { "text" }
}

fn what(same_picture: bool) -> &'static str {
    if same_picture { "The same picture" } else { "The same text" }
}

fn when(other: &Alike) -> String {
    let day = other.at.map(|at| format!(" on {}", at.format("%Y-%m-%d"))).unwrap_or_default();
    if other.is_published {
        format!("went out on {}{day}", other.handle)
    } else {
        format!("is planned on {}{day}", other.handle)
    }
}

/// Until when a post waits for what its owner has to mend; after that it has failed.
pub(super) fn latest(post: &PostRow) -> DateTime<Utc> {
    post.due_at.unwrap_or(post.created_at) + TimeDelta::minutes(post.late_minutes.max(60))
}

/// Whether a person may publish for this character at this moment. What is planned waits instead.
///
/// # Errors
/// `rate_limit_exceeded` with `details.retry_after_seconds`.
pub(crate) async fn may_publish_now(db: &mut SqliteConnection, post: &PostRow, now: DateTime<Utc>) -> Result<()> {
    let waiting = match post.character_id {
        Some(character) => post_guards::waiting(db, character, now).await?,
        None => 0,
    };
    let mut minutes = Minutes::read(db, now, Some(post.id)).await?;
    let whose = Whose::of(post.character_id, post.account_id);
    // Those that wait go first.
    let free_at = (0..=waiting).fold(now, |_, _| minutes.next(whose, now));
    if free_at <= now {
        return Ok(());
    }
    let seconds = (free_at - now).num_seconds().max(1);
    let message = format!(
        "A character publishes at most {MOST_A_MINUTE} posts a minute. Try again in {seconds} s, or give the post a time: then it waits by itself."
    );
    Err(Error::new(Code::RateLimitExceeded, message).with("retry_after_seconds", json!(seconds)))
}
