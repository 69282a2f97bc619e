//! Comments: threads on a clip, and answers in them. A clip that nobody sees takes none.

use std::sync::Arc;

use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::super::Platform;
use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Comment, put_comment};
use super::super::world::{Change, World};
use super::{NAME, YouTube, error, login, video};

const MAX_COMMENT: usize = 10_000;

fn shown(comment: &Comment) -> Value {
    let at = comment.created_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut snippet = json!({"videoId": comment.post, "textDisplay": comment.text, "textOriginal": comment.text,
        "authorDisplayName": format!("@{}", comment.author), "canRate": true, "viewerRating": "none", "likeCount": 0,
        "publishedAt": at, "updatedAt": at});
    if let Some(author) = comment.fields["channel"].as_str() {
        snippet["authorChannelId"] = json!({"value": author});
    }
    if let Some(parent) = &comment.reply_to {
        snippet["parentId"] = parent.as_str().into();
    }
    json!({"kind": "youtube#comment", "id": comment.id, "snippet": snippet})
}

fn thread(first: &Comment, answers: &[Comment]) -> Value {
    let mut thread = json!({"kind": "youtube#commentThread", "id": first.id,
        "snippet": {"videoId": first.post, "topLevelComment": shown(first), "canReply": true,
            "totalReplyCount": answers.len(), "isPublic": true}});
    if !answers.is_empty() {
        thread["replies"] = json!({"comments": answers.iter().map(shown).collect::<Vec<_>>()});
    }
    thread
}

fn disabled() -> Answer {
    error(403, "commentsDisabled", "The video identified by the videoId parameter has disabled comments.")
}

pub(super) async fn threads(world: Arc<World>, call: Call) -> Reply {
    let account = world.change(NAME, call.slug, |change| {
        let account = login::signed_in(change, &call, login::WRITE)?;
        video::spend(change, &account, 1)?;
        Ok(account)
    })?;
    let id = call.query("videoId").unwrap_or_default();
    let mut comments: Vec<Comment> = world.read(NAME, |view| {
        let (clip, _) = video::own(view, &account, id).ok_or_else(|| {
            error(404, "videoNotFound", "The video identified by the videoId parameter could not be found.")
        })?;
        if clip.privacy(view.now) == "private" {
            return Err(disabled());
        }
        Ok(view.all::<Comment>().map(|(_, comment)| comment).filter(|comment| comment.post == id).collect())
    })?;
    comments.sort_by_key(|comment| std::cmp::Reverse(comment.created_at));
    let items = comments.iter().filter(|comment| comment.reply_to.is_none()).map(|first| {
        let is_answer = |comment: &&Comment| comment.reply_to.as_ref() == Some(&first.id);
        thread(first, &comments.iter().filter(is_answer).cloned().collect::<Vec<_>>())
    });
    let body = json!({"kind": "youtube#commentThreadListResponse", "items": items.collect::<Vec<_>>()});
    Ok(Answer::json(200, &body))
}

pub(super) async fn write(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(change, &call, login::WRITE)?;
        let video = call.json.pointer("/snippet/videoId").and_then(Value::as_str).unwrap_or_default();
        let words = call.json.pointer("/snippet/topLevelComment/snippet/textOriginal").and_then(Value::as_str);
        let comment = put(change, &account, video, None, words.unwrap_or_default())?;
        Ok(Answer::json(200, &thread(&comment, &[])))
    })
}

pub(super) async fn answer(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(change, &call, login::WRITE)?;
        let parent = call.json.pointer("/snippet/parentId").and_then(Value::as_str).unwrap_or_default();
        let missing = || error(404, "parentCommentNotFound", "The specified parent comment could not be found.");
        let parent = change.get::<Comment>(parent).ok_or_else(missing)?;
        let words = call.json.pointer("/snippet/textOriginal").and_then(Value::as_str).unwrap_or_default();
        let comment = put(change, &account, &parent.post, Some(parent.id), words)?;
        Ok(Answer::json(200, &shown(&comment)))
    })
}

fn put(
    change: &mut Change,
    account: &Account,
    video: &str,
    parent: Option<String>,
    words: &str,
) -> Result<Comment, Answer> {
    video::spend(change, account, 50)?;
    if words.trim().is_empty() || words.chars().count() > MAX_COMMENT {
        return Err(error(400, "commentTextRequired", "The text of the comment is missing or too long."));
    }
    let found = video::own(change, account, video);
    let (clip, _) = found.ok_or_else(|| error(404, "videoNotFound", "The video could not be found."))?;
    if clip.privacy(change.now) == "private" {
        return Err(disabled());
    }
    let comment = Comment {
        id: YouTube.comment_id(change, &account.handle),
        post: video.to_owned(),
        author: account.handle.clone(),
        text: words.to_owned(),
        created_at: change.now,
        reply_to: parent,
        is_hidden: false,
        fields: json!({"channel": account.id}),
    };
    put_comment(change, &comment);
    Ok(comment)
}
