//! What the schedule reads and changes of posts: what is due, what holds it, when the next thing is, what is free.

use super::{
    accounts::AccountState,
    characters::CharacterStatus,
    posts::{PostStatus, WhenMissed},
};
use crate::{AccountId, CharacterId, ContentId, GroupId, JobId, PostId, Result, RuleId, SlotId};
use chrono::{DateTime, NaiveDateTime, Utc};
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

/// A post whose time has come, with all that may hold it.
#[derive(Debug, Clone, FromRow)]
pub struct DuePost {
    /// The post.
    pub id: PostId,
    /// Its group.
    pub group_id: GroupId,
    /// Where it goes.
    pub account_id: AccountId,
    /// Whose picture it is.
    pub character_id: Option<CharacterId>,
    /// The platform's slug.
    pub platform: String,
    /// `scheduled` or `publishing`.
    pub status: PostStatus,
    /// The planned wall-clock time.
    pub wall_time: Option<NaiveDateTime>,
    /// Its zone.
    pub timezone: Option<String>,
    /// The instant that follows.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether the platform itself publishes it then.
    pub at_platform: bool,
    /// When it is to be taken up.
    pub next_attempt_at: DateTime<Utc>,
    /// The rule that planned it.
    pub rule_id: Option<RuleId>,
    /// What happens when its time is missed.
    pub when_missed: WhenMissed,
    /// How late it may still go out, in minutes.
    pub late_minutes: i64,
    /// The creator's word that it may go out.
    pub approved_at: Option<DateTime<Utc>>,
    /// Why it waits.
    pub waiting_reason: Option<String>,
    /// The account's name.
    pub handle: String,
    /// Whether the account can be used.
    pub account_state: AccountState,
    /// Whether the account is paused.
    pub account_is_paused: bool,
    /// Why.
    pub account_paused_reason: Option<String>,
    /// Until when; without it until it is resumed.
    pub account_paused_until: Option<DateTime<Utc>>,
    /// Until when the platform wants no post.
    pub held_until: Option<DateTime<Utc>>,
    /// Why.
    pub held_reason: Option<String>,
    /// The character's name.
    pub character_name: Option<String>,
    /// How the character is.
    pub character_status: Option<CharacterStatus>,
    /// Until when the character is paused.
    pub character_paused_until: Option<DateTime<Utc>>,
    /// The character's zone.
    pub character_timezone: Option<String>,
}

const DUE: &str = "SELECT posts.id, group_id, account_id, posts.character_id, posts.platform, posts.status, wall_time,
        posts.timezone, due_at, at_platform, next_attempt_at, rule_id, when_missed, late_minutes, approved_at, waiting_reason,
        accounts.handle, accounts.state AS account_state, accounts.is_paused AS account_is_paused,
        accounts.paused_reason AS account_paused_reason,
        accounts.paused_until AS account_paused_until, held_until, held_reason,
        characters.name AS character_name, characters.status AS character_status,
        characters.paused_until AS character_paused_until, characters.timezone AS character_timezone
    FROM posts JOIN accounts ON accounts.id = account_id
        LEFT JOIN characters ON characters.id = posts.character_id
    WHERE posts.status IN ('scheduled', 'publishing') AND posts.deleted_at IS NULL";

/// The approved posts to be taken up at `now`, and those on their way, the longest due first.
///
/// # Errors
/// When the database does not answer.
pub async fn due(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Vec<DuePost>> {
    let mut query = QueryBuilder::new(DUE);
    query.push(" AND (approved_at IS NOT NULL OR posts.status = 'publishing') AND next_attempt_at <= ");
    query.push_bind(now).push(" ORDER BY next_attempt_at, posts.id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// One post that is planned or on its way.
///
/// # Errors
/// When the database does not answer.
pub async fn one(db: &mut SqliteConnection, id: PostId) -> Result<Option<DuePost>> {
    let mut query = QueryBuilder::new(DUE);
    query.push(" AND next_attempt_at IS NOT NULL AND posts.id = ").push_bind(id);
    Ok(query.build_query_as().fetch_optional(db).await?)
}

/// The planned posts after `now`, before `until`, with and without the creator's word, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn coming(
    db: &mut SqliteConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DuePost>> {
    let mut query = QueryBuilder::new(DUE);
    query.push(" AND next_attempt_at IS NOT NULL AND due_at > ").push_bind(now).push(" AND due_at < ").push_bind(until);
    query.push(" ORDER BY due_at, posts.id LIMIT ").push_bind(limit);
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// The next planned post of a character.
#[derive(Debug, Clone, FromRow)]
pub struct NextOfCharacter {
    /// Whose it is.
    pub character_id: CharacterId,
    /// The post.
    pub id: PostId,
    /// The instant.
    pub due_at: DateTime<Utc>,
    /// Its zone.
    pub timezone: Option<String>,
    /// The creator's word that it may go out.
    pub approved_at: Option<DateTime<Utc>>,
}

/// The next planned post after `now` of every character that has one.
///
/// # Errors
/// When the database does not answer.
pub async fn next_of_characters(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Vec<NextOfCharacter>> {
    // SQLite takes the other columns from the row of the minimum (https://sqlite.org/lang_select.html#bareagg).
    let query = sqlx::query_as(
        "SELECT character_id, id, min(due_at) AS due_at, timezone, approved_at FROM posts
         WHERE status = 'scheduled' AND deleted_at IS NULL AND due_at > ?1 AND character_id IS NOT NULL
         GROUP BY character_id",
    );
    Ok(query.bind(now).fetch_all(db).await?)
}

/// How many planned posts wait for the creator's word.
///
/// # Errors
/// When the database does not answer.
pub async fn unapproved_count(db: &mut SqliteConnection) -> Result<i64> {
    let query = sqlx::query_scalar(
        "SELECT count(*) FROM posts WHERE status = 'scheduled' AND deleted_at IS NULL AND approved_at IS NULL",
    );
    Ok(query.fetch_one(db).await?)
}

/// When a post was last taken up.
///
/// # Errors
/// When the database does not answer.
pub async fn last_taken_up(db: &mut SqliteConnection) -> Result<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar("SELECT max(publishing_since) FROM posts").fetch_one(db).await?)
}

/// The planned posts without the creator's word that are due up to `until`, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn unapproved(db: &mut SqliteConnection, until: DateTime<Utc>) -> Result<Vec<DuePost>> {
    let mut query = QueryBuilder::new(DUE);
    query
        .push(" AND posts.status = 'scheduled' AND approved_at IS NULL AND next_attempt_at IS NOT NULL AND due_at <= ");
    query.push_bind(until).push(" ORDER BY due_at, posts.id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// Due posts that nothing is known to hold and whose state and steps have not changed since `before`. A call that is
/// still under way, such as a large upload, counts as moving while it began after `calls_since`.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(
    db: &mut SqliteConnection,
    before: DateTime<Utc>,
    calls_since: DateTime<Utc>,
) -> Result<Vec<DuePost>> {
    let mut query = QueryBuilder::new(DUE);
    query.push(" AND (approved_at IS NOT NULL OR posts.status = 'publishing') AND waiting_reason IS NULL");
    query.push(" AND next_attempt_at <= ").push_bind(before).push(" AND state_changed_at <= ").push_bind(before);
    query.push(" AND (publishing_since IS NULL OR publishing_since <= ").push_bind(before);
    query.push(") AND NOT EXISTS (SELECT 1 FROM post_steps WHERE post_id = posts.id AND (intent_at > ");
    query.push_bind(before).push(" OR outcome_at > ").push_bind(before);
    query.push(" OR (outcome_at IS NULL AND intent_at > ").push_bind(calls_since);
    query.push("))) ORDER BY next_attempt_at, posts.id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// The posts that were taken up within `(since, now]`, the earliest first: what counts toward a character's limit a
/// minute.
///
/// # Errors
/// When the database does not answer.
pub async fn taken_up(
    db: &mut SqliteConnection,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<(PostId, Option<CharacterId>, AccountId, DateTime<Utc>)>> {
    let query = sqlx::query_as(
        "SELECT id, character_id, account_id, publishing_since FROM posts
         WHERE publishing_since > ?1 AND publishing_since <= ?2 ORDER BY publishing_since",
    );
    Ok(query.bind(since).bind(now).fetch_all(db).await?)
}

/// Notes that a post is taken up now: nothing holds it any more. One that is on its way already keeps its beginning.
///
/// # Errors
/// When the database does not answer.
pub async fn take_up(db: &mut SqliteConnection, id: PostId, now: DateTime<Utc>) -> Result<()> {
    let query = sqlx::query(
        "UPDATE posts SET publishing_since = CASE WHEN status = 'scheduled' THEN ?2 ELSE publishing_since END,
             waiting_reason = NULL, updated_at = ?2 WHERE id = ?1",
    );
    query.bind(id).bind(now).execute(db).await?;
    Ok(())
}

/// Notes why a due post waits, and with `until` when it is looked at again.
///
/// # Errors
/// When the database does not answer.
pub async fn wait(
    db: &mut SqliteConnection,
    id: PostId,
    reason: &str,
    until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    let query = sqlx::query(
        "UPDATE posts SET waiting_reason = ?2, next_attempt_at = coalesce(?3, next_attempt_at), updated_at = ?4
         WHERE id = ?1 AND status IN ('scheduled', 'publishing')",
    );
    query.bind(id).bind(reason).bind(until).bind(now).execute(db).await?;
    Ok(())
}

/// When the next post after `now` is to be taken up.
///
/// # Errors
/// When the database does not answer.
pub async fn next_take_up(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let query = sqlx::query_scalar(
        "SELECT next_attempt_at FROM posts WHERE status IN ('scheduled', 'publishing') AND deleted_at IS NULL
             AND next_attempt_at > ?1 AND (approved_at IS NOT NULL OR status = 'publishing')
         ORDER BY next_attempt_at LIMIT 1",
    );
    Ok(query.bind(now).fetch_optional(db).await?)
}

/// The earliest planned time of a post without the creator's word that nobody was reminded of.
///
/// # Errors
/// When the database does not answer.
pub async fn next_reminder(db: &mut SqliteConnection) -> Result<Option<DateTime<Utc>>> {
    let query = sqlx::query_scalar(
        "SELECT due_at FROM posts WHERE status = 'scheduled' AND deleted_at IS NULL AND approved_at IS NULL
             AND next_attempt_at IS NOT NULL AND due_at IS NOT NULL AND waiting_reason IS NULL ORDER BY due_at LIMIT 1",
    );
    Ok(query.fetch_optional(db).await?)
}

/// The earliest planned time after `now` of a post without the creator's word.
///
/// # Errors
/// When the database does not answer.
pub async fn next_deadline(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let query = sqlx::query_scalar(
        "SELECT due_at FROM posts WHERE status = 'scheduled' AND deleted_at IS NULL AND approved_at IS NULL
             AND next_attempt_at IS NOT NULL AND due_at > ?1 ORDER BY due_at LIMIT 1",
    );
    Ok(query.bind(now).fetch_optional(db).await?)
}

/// The next end after `now` of a pause or a hold of an account.
///
/// # Errors
/// When the database does not answer.
pub async fn next_release(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let query = sqlx::query_scalar(
        "SELECT min(at) FROM (SELECT paused_until AS at FROM accounts WHERE is_paused = 1 AND paused_until > ?1
             UNION ALL SELECT held_until FROM accounts WHERE held_until > ?1
             UNION ALL SELECT paused_until FROM characters WHERE status = 'paused' AND paused_until > ?1)",
    );
    Ok(query.bind(now).fetch_one(db).await?)
}

/// Whether an account's pause is over.
///
/// # Errors
/// When the database does not answer.
pub async fn has_ended_pause(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<bool> {
    let query = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM accounts WHERE is_paused = 1 AND paused_until <= ?1)");
    Ok(query.bind(now).fetch_one(db).await?)
}

/// Lets accounts go on whose pause is over; answers which.
///
/// # Errors
/// When the database does not answer.
pub async fn resume_accounts(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Vec<AccountId>> {
    let query = sqlx::query_scalar(
        "UPDATE accounts SET is_paused = 0, paused_reason = NULL, paused_until = NULL, updated_at = ?1
         WHERE is_paused = 1 AND paused_until <= ?1 RETURNING id",
    );
    Ok(query.bind(now).fetch_all(db).await?)
}

/// A time that an account's posts take.
#[derive(Debug, Clone, FromRow)]
pub struct TakenTime {
    /// The account.
    pub account_id: AccountId,
    /// When.
    pub due_at: DateTime<Utc>,
    /// The slot that it fills.
    pub slot_id: Option<SlotId>,
}

/// The times from `from` on, before `to`, that posts in the plan or up already take.
///
/// # Errors
/// When the database does not answer.
pub async fn taken_times(
    db: &mut SqliteConnection,
    account: Option<AccountId>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<TakenTime>> {
    let query = sqlx::query_as(
        "SELECT account_id, due_at, slot_id FROM posts WHERE due_at >= ?2 AND due_at < ?3 AND deleted_at IS NULL
             AND status NOT IN ('cancelled', 'failed') AND (?1 IS NULL OR account_id = ?1) ORDER BY due_at",
    );
    Ok(query.bind(account).bind(from).bind(to).fetch_all(db).await?)
}

/// A planned post whose instant follows from its wall-clock time.
#[derive(Debug, Clone, FromRow)]
pub struct PlannedTime {
    /// The post.
    pub id: PostId,
    /// Its wall-clock time.
    pub wall_time: NaiveDateTime,
    /// Its zone.
    pub timezone: String,
    /// The instant, as it was last worked out.
    pub due_at: Option<DateTime<Utc>>,
}

/// Every post that is still to go out at a wall-clock time.
///
/// # Errors
/// When the database does not answer.
pub async fn planned_times(db: &mut SqliteConnection) -> Result<Vec<PlannedTime>> {
    let query = sqlx::query_as(
        "SELECT id, wall_time, timezone, due_at FROM posts WHERE status IN ('draft', 'scheduled', 'cancelled')
             AND deleted_at IS NULL AND wall_time IS NOT NULL AND timezone IS NOT NULL",
    );
    Ok(query.fetch_all(db).await?)
}

/// Writes the instant of a planned post anew; when it is taken up follows, unless something else had moved that.
///
/// # Errors
/// When the database does not answer.
pub async fn set_instant(
    db: &mut SqliteConnection,
    id: PostId,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let query = sqlx::query(
        "UPDATE posts SET next_attempt_at = CASE WHEN next_attempt_at = due_at THEN ?2 ELSE next_attempt_at END,
             due_at = ?2, updated_at = ?3 WHERE id = ?1",
    );
    query.bind(id).bind(due_at).bind(now).execute(db).await?;
    Ok(())
}

/// The items of these posts in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn media_of(db: &mut SqliteConnection, posts: &[PostId]) -> Result<Vec<(PostId, ContentId)>> {
    let mut found = Vec::with_capacity(posts.len());
    for some in posts.chunks(500) {
        let mut query = QueryBuilder::new("SELECT post_id, content_id FROM post_media WHERE post_id IN (");
        let mut list = query.separated(", ");
        for id in some {
            list.push_bind(*id);
        }
        query.push(") ORDER BY post_id, position");
        found.extend(query.build_query_as::<(PostId, ContentId)>().fetch_all(&mut *db).await?);
    }
    Ok(found)
}

/// How many posts of a rule, or of a character, have their time from `from` on, before `to`.
///
/// # Errors
/// When the database does not answer.
pub async fn groups_between(
    db: &mut SqliteConnection,
    rule: Option<RuleId>,
    character: CharacterId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<i64> {
    let query = sqlx::query_scalar(
        "SELECT count(DISTINCT group_id) FROM posts WHERE due_at >= ?3 AND due_at < ?4 AND deleted_at IS NULL
             AND status <> 'cancelled' AND character_id = ?2 AND (?1 IS NULL OR rule_id = ?1)",
    );
    Ok(query.bind(rule).bind(character).bind(from).bind(to).fetch_one(db).await?)
}

/// The job that a firing began, if it did: its id is written in the job's input.
///
/// # Errors
/// When the database does not answer.
pub async fn job_of_firing(db: &mut SqliteConnection, since: DateTime<Utc>, key: &str) -> Result<Option<JobId>> {
    let query = sqlx::query_scalar(
        "SELECT id FROM jobs WHERE created_at >= ?1 AND json_extract(input, '$.firing_id') = ?2 LIMIT 1",
    );
    Ok(query.bind(since).bind(key).fetch_optional(db).await?)
}
