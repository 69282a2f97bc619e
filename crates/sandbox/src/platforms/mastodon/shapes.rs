//! Accounts, statuses and attachments as the interface shows them.

use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::page::escape;
use super::super::posts::{Comment, Post, answers};
use super::super::world::{View, World};
use super::media::Attachment;
use super::{HOST, moment};

pub(super) fn account(view: &View, account: &Account) -> Value {
    let mut shown = person(&account.handle, &account.id, None);
    shown["bot"] = account.is("is_bot").into();
    shown["created_at"] = moment(account.created_at).into();
    shown["followers_count"] = account.number("followers").unwrap_or(0).into();
    shown["statuses_count"] = view.last(&posts_of(&account.id)).into();
    shown
}

/// The series that counts an account's statuses.
pub(super) fn posts_of(account: &str) -> String {
    format!("statuses of {account}")
}

/// Anybody, by their handle; `host` is the instance of those who are not of this one.
fn person(handle: &str, id: &str, host: Option<&str>) -> Value {
    let acct = host.map_or_else(|| handle.to_owned(), |host| format!("{handle}@{host}"));
    let picture = format!("https://{HOST}/avatars/original/missing.png");
    json!({"id": id, "username": handle, "acct": acct, "display_name": handle, "locked": false, "bot": false,
        "discoverable": true, "indexable": true, "group": false, "created_at": "2030-01-01T00:00:00.000Z", "note": "",
        "url": format!("https://{}/@{handle}", host.unwrap_or(HOST)),
        "uri": format!("https://{}/users/{handle}", host.unwrap_or(HOST)),
        "avatar": picture, "avatar_static": picture, "header": picture, "header_static": picture,
        "followers_count": 0, "following_count": 0, "statuses_count": 0, "last_status_at": null, "hide_collections": null,
        "noindex": false, "emojis": [], "roles": [], "fields": []})
}

/// A status of one of our accounts.
pub(super) fn status(world: &World, view: &View, post: &Post) -> Value {
    let author = view.get::<Account>(&post.account).map(|author| account(view, &author));
    let attachments: Vec<Value> = ids(&post.fields["attachments"])
        .filter_map(|id| view.get::<Attachment>(&id).map(|attachment| attachment.shown(world, &id)))
        .collect();
    let mut shown = bare(&post.id, &post.text);
    shown["created_at"] = moment(post.created_at).into();
    shown["in_reply_to_id"] = post.reply_to.clone().into();
    shown["sensitive"] = post.fields["sensitive"].clone();
    shown["spoiler_text"] = post.fields["spoiler_text"].clone();
    shown["language"] = post.fields["language"].clone();
    shown["edited_at"] = post.fields["edited_at"].clone();
    shown["visibility"] = post.visibility.as_str().into();
    shown["url"] = post.permalink.as_str().into();
    shown["uri"] = post.permalink.as_str().into();
    shown["replies_count"] = answers(view, &post.id).len().into();
    shown["reblogs_count"] = post.reposts.into();
    shown["favourites_count"] = post.likes.into();
    shown["media_attachments"] = attachments.into();
    shown["application"] = json!({"name": post.fields["application"], "website": null});
    shown["account"] = author.into();
    shown
}

fn ids(list: &Value) -> impl Iterator<Item = String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}

/// A comment of somebody on another instance.
pub(super) fn comment(view: &View, comment: &Comment) -> Value {
    let mut shown = bare(&comment.id, &comment.text);
    let (handle, host) = comment.author.split_once('@').unwrap_or((&comment.author, "elsewhere.example"));
    shown["created_at"] = moment(comment.created_at).into();
    shown["in_reply_to_id"] = comment.reply_to.as_ref().unwrap_or(&comment.post).as_str().into();
    shown["visibility"] = "public".into();
    shown["url"] = format!("https://{host}/@{handle}/{}", comment.id).into();
    shown["uri"] = shown["url"].clone();
    shown["replies_count"] = answers(view, &comment.id).len().into();
    shown["account"] = person(handle, &format!("9{}", comment.id), Some(host));
    shown
}

fn bare(id: &str, text: &str) -> Value {
    let content =
        if text.is_empty() { String::new() } else { format!("<p>{}</p>", escape(text).replace('\n', "<br />")) };
    json!({"id": id, "created_at": null, "in_reply_to_id": null, "in_reply_to_account_id": null, "sensitive": false,
        "spoiler_text": "", "visibility": "public", "language": null, "uri": null, "url": null, "replies_count": 0,
        "reblogs_count": 0, "favourites_count": 0, "quotes_count": 0, "edited_at": null, "content": content,
        "reblog": null, "application": null, "account": null, "media_attachments": [], "mentions": [], "tags": [],
        "emojis": [], "card": null, "poll": null, "quote": null, "favourited": false, "reblogged": false, "muted": false,
        "bookmarked": false, "filtered": []})
}
