//! What the guards ask before a post goes out: how many of a character's wait before it, and where the same picture or the
//! same words are about to appear or already did.

use crate::{AccountId, CharacterId, GroupId, PostId, Result};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// How many posts of a character wait to be begun at `now`.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(db: &mut SqliteConnection, character: CharacterId, now: DateTime<Utc>) -> Result<i64> {
    let query = sqlx::query_scalar(
        "SELECT count(*) FROM posts WHERE character_id = ?1 AND status = 'scheduled' AND deleted_at IS NULL
             AND approved_at IS NOT NULL AND next_attempt_at <= ?2",
    );
    Ok(query.bind(character).bind(now).fetch_one(db).await?)
}

/// Another post with the same picture or the same words.
#[derive(Debug, Clone, FromRow)]
pub struct Alike {
    /// The other post.
    pub id: PostId,
    /// The posts that were made with it.
    pub group_id: GroupId,
    /// Where it goes or went.
    pub account_id: AccountId,
    /// Its platform's slug.
    pub platform: String,
    /// That account's name.
    pub handle: String,
    /// When it went out, or will.
    pub at: Option<DateTime<Utc>>,
    /// Whether it is up.
    pub is_published: bool,
    /// Whether the picture is the same; else the words are.
    pub same_picture: bool,
}

/// Posts of a platform that went out since a moment, or will, with one of the files of the same content or with the
/// same words.
///
/// # Errors
/// When the database does not answer.
pub async fn alike(
    db: &mut SqliteConnection,
    platform: &str,
    except: PostId,
    text_hash: Option<&str>,
    pictures: &[String],
    since: DateTime<Utc>,
) -> Result<Vec<Alike>> {
    let query = sqlx::query_as(
        "WITH found AS (
             SELECT posts.id AS post_id, 1 AS same_picture
             FROM json_each(?3) JOIN content ON content.blake3 = json_each.value
                 JOIN post_media ON post_media.content_id = content.id
                 JOIN posts ON posts.id = post_media.post_id
             UNION
             SELECT id AS post_id, 0 AS same_picture FROM posts WHERE text_hash = ?4
         )
         SELECT posts.id, posts.group_id, posts.account_id, posts.platform, accounts.handle,
             coalesce(posts.published_at, posts.due_at) AS at, posts.status = 'published' AS is_published,
             max(found.same_picture) AS same_picture
         FROM found JOIN posts ON posts.id = found.post_id JOIN accounts ON accounts.id = posts.account_id
         WHERE posts.platform = ?1 AND posts.id <> ?2 AND posts.deleted_at IS NULL
             AND posts.status IN ('scheduled', 'publishing', 'published', 'needs_attention')
             AND coalesce(posts.published_at, posts.due_at, posts.created_at) > ?5
         GROUP BY posts.id ORDER BY at DESC LIMIT 20",
    );
    let pictures = sqlx::types::Json(pictures);
    Ok(query.bind(platform).bind(except).bind(pictures).bind(text_hash).bind(since).fetch_all(db).await?)
}
