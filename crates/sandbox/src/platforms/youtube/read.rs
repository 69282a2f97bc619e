//! Reading: the channel, clips, the list of uploads.

use std::sync::Arc;

use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Post, answers};
use super::super::world::World;
use super::video::{self, Clip};
use super::{NAME, error, login};

const MAX_RESULTS: usize = 50;

/// The account, for which reading costs a point.
fn reader(world: &World, call: &Call) -> Result<Account, Answer> {
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(change, call, login::READ)?;
        video::spend(change, &account, 1)?;
        Ok(account)
    })
}

/// The list of a channel's uploads has its id, with other letters in front.
fn uploads_of(account: &Account) -> String {
    account.id.replacen("UC", "UU", 1)
}

pub(super) async fn channels(world: Arc<World>, call: Call) -> Reply {
    let account = reader(&world, &call)?;
    if call.flag("mine") != Some(true) {
        return Err(error(400, "missingRequiredParameter", "No filter selected. Expected one of: mine"));
    }
    if account.options.get("has_channel") == Some(&json!(false)) {
        return Ok(Answer::json(200, &json!({"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0}})));
    }
    let clips = world.read(NAME, |view| {
        view.all::<Post>().filter(|(_, post)| post.account == account.id && !post.is_deleted).count()
    });
    let is_verified = account.options.get("is_verified") != Some(&json!(false));
    let item = json!({"kind": "youtube#channel", "id": account.id,
        "snippet": {"title": account.handle, "description": "", "customUrl": format!("@{}", account.handle),
            "publishedAt": account.created_at},
        "contentDetails": {"relatedPlaylists": {"likes": "LL", "uploads": uploads_of(&account)}},
        "statistics": {"viewCount": "0", "subscriberCount": account.number("subscribers").unwrap_or(0).to_string(),
            "hiddenSubscriberCount": false, "videoCount": clips.to_string()},
        "status": {"privacyStatus": "public", "isLinked": true,
            "longUploadsStatus": if is_verified { "allowed" } else { "eligible" }}});
    Ok(Answer::json(200, &json!({"kind": "youtube#channelListResponse", "items": [only(item, &call)]})))
}

/// An item with no more than the parts that were asked for.
fn only(mut item: Value, call: &Call) -> Value {
    let parts = call.query("part").unwrap_or_default();
    let is_asked = |name: &str| matches!(name, "kind" | "etag" | "id") || parts.split(',').any(|part| part == name);
    if let Some(fields) = item.as_object_mut() {
        fields.retain(|name, _| is_asked(name));
    }
    item
}

pub(super) async fn videos(world: Arc<World>, call: Call) -> Reply {
    let account = reader(&world, &call)?;
    let parts = call.query("part").unwrap_or("snippet");
    let items: Vec<Value> = world.read(NAME, |view| {
        let ids = call.query("id").unwrap_or_default();
        let found = ids.split(',').filter_map(|id| video::own(view, &account, id));
        found.map(|(clip, post)| clip.shown(&post, answers(view, &post.id).len(), parts, view.now)).collect()
    });
    let total = items.len();
    let body = json!({"kind": "youtube#videoListResponse", "items": items,
        "pageInfo": {"totalResults": total, "resultsPerPage": total}});
    Ok(Answer::json(200, &body))
}

/// The channel's uploads, newest first.
pub(super) async fn playlist(world: Arc<World>, call: Call) -> Reply {
    let account = reader(&world, &call)?;
    if call.query("playlistId") != Some(&uploads_of(&account)) {
        return Err(error(
            404,
            "playlistNotFound",
            "The playlist identified with the request's playlistId parameter cannot be found.",
        ));
    }
    let count = call.number("maxResults").and_then(|count| usize::try_from(count).ok()).unwrap_or(5).min(MAX_RESULTS);
    let mut posts: Vec<(Post, Clip)> = world.read(NAME, |view| {
        let own =
            view.all::<Post>().map(|(_, post)| post).filter(|post| post.account == account.id && !post.is_deleted);
        own.filter_map(|post| view.get::<Clip>(&post.id).map(|clip| (post, clip))).collect()
    });
    posts.sort_by_key(|(post, _)| std::cmp::Reverse(post.created_at));
    let items = posts.iter().take(count).map(|(post, clip)| {
        let at = post.created_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let item = json!({"kind": "youtube#playlistItem", "id": format!("UU{}", post.id),
            "snippet": {"publishedAt": at, "channelId": account.id, "title": clip.said.title,
                "description": clip.said.description, "resourceId": {"kind": "youtube#video", "videoId": post.id}},
            "contentDetails": {"videoId": post.id, "videoPublishedAt": at},
            "status": {"privacyStatus": clip.privacy(world.now())}});
        only(item, &call)
    });
    let body = json!({"kind": "youtube#playlistItemListResponse", "items": items.collect::<Vec<_>>(),
        "pageInfo": {"totalResults": posts.len(), "resultsPerPage": count}});
    Ok(Answer::json(200, &body))
}
