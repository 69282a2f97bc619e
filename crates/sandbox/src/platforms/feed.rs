//! What was published, as JSON for tests (`/sandbox/feed`, `/sandbox/published`) and as a page for people
//! (`/platforms`).

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use super::accounts::Account;
use super::answer::Answer;
use super::page::{escape, page};
use super::posts::{Comment, Post};
use super::world::World;
use super::{PLATFORMS, Platform};

/// A post as the feed shows it.
#[derive(Debug, Clone, Serialize)]
struct Entry {
    platform: &'static str,
    /// The account's handle.
    account: String,
    account_id: String,
    id: String,
    permalink: String,
    text: String,
    media: Vec<Shown>,
    ai_label: Option<String>,
    visibility: String,
    created_at: DateTime<Utc>,
    reply_to: Option<String>,
    is_deleted: bool,
    likes: u64,
    reposts: u64,
    /// How often this account's like was accepted: the same text, media and place in a thread. Deleted ones count.
    identical: u32,
    comments: Vec<Comment>,
}

#[derive(Debug, Clone, Serialize)]
struct Shown {
    url: String,
    content_type: String,
    alt: Option<String>,
    sha256: String,
    width: Option<u32>,
    height: Option<u32>,
}

/// What makes two posts of a platform the same.
type Likeness = (String, String, Vec<String>, Option<String>);

fn likeness(post: &Post) -> Likeness {
    let media = post.media.iter().map(|media| media.sha256.clone()).collect();
    (post.account.clone(), post.text.clone(), media, post.reply_to.clone())
}

/// All posts of a platform, deleted ones too, newest first.
fn entries(world: &World, platform: &dyn Platform) -> Vec<Entry> {
    platform.catch_up(world);
    let (posts, handles, mut comments) = world.read(platform.name(), |view| {
        let posts: Vec<Post> = view.all().map(|(_, post)| post).collect();
        let handles: HashMap<String, String> =
            view.all::<Account>().map(|(id, account)| (id.to_owned(), account.handle)).collect();
        let mut comments: HashMap<String, Vec<Comment>> = HashMap::new();
        for (_, comment) in view.all::<Comment>() {
            comments.entry(comment.post.clone()).or_default().push(comment);
        }
        (posts, handles, comments)
    });
    let mut counts: HashMap<Likeness, u32> = HashMap::new();
    for post in &posts {
        *counts.entry(likeness(post)).or_default() += 1;
    }
    let mut entries: Vec<Entry> = posts
        .into_iter()
        .map(|post| {
            let identical = counts.get(&likeness(&post)).copied().unwrap_or(1);
            let shown = |media: super::posts::Media| Shown {
                url: format!("{}/sandbox/media/{}", world.base(), media.sha256),
                content_type: media.content_type,
                alt: media.alt,
                sha256: media.sha256,
                width: media.width,
                height: media.height,
            };
            Entry {
                platform: platform.name(),
                account: handles.get(&post.account).unwrap_or(&post.account).clone(),
                account_id: post.account,
                permalink: post.permalink,
                text: post.text,
                media: post.media.into_iter().map(shown).collect(),
                ai_label: post.ai_label,
                visibility: post.visibility,
                created_at: post.created_at,
                reply_to: post.reply_to,
                is_deleted: post.is_deleted,
                likes: post.likes,
                reposts: post.reposts,
                identical,
                comments: comments.remove(&post.id).unwrap_or_default(),
                id: post.id,
            }
        })
        .collect();
    entries.sort_by(|one, other| other.created_at.cmp(&one.created_at).then_with(|| other.id.cmp(&one.id)));
    entries
}

/// `GET /sandbox/feed`: what stands on the platforms now, newest first.
pub(crate) fn feed(world: &World, platform: Option<&str>, account: Option<&str>) -> Answer {
    let meant = PLATFORMS.iter().filter(|stand_in| platform.is_none_or(|name| name == stand_in.name()));
    let mut all: Vec<Entry> = meant.flat_map(|stand_in| entries(world, *stand_in)).collect();
    all.retain(|entry| !entry.is_deleted);
    all.retain(|entry| {
        account.is_none_or(|name| name.trim_start_matches('@') == entry.account || name == entry.account_id)
    });
    all.sort_by_key(|entry| std::cmp::Reverse(entry.created_at));
    Answer::json(200, &all)
}

/// `GET /sandbox/published`: how many posts were accepted, and how many of them were there already.
pub(crate) fn published(world: &World) -> Answer {
    let mut platforms = BTreeMap::new();
    let (mut posts, mut doubled, mut deleted) = (0, 0, 0);
    for platform in PLATFORMS {
        let entries = entries(world, *platform);
        // Each of n alike counts (n - 1) / n times: together that is n - 1.
        let alike: HashMap<_, u32> = entries.iter().fold(HashMap::new(), |mut alike, entry| {
            let media: Vec<&str> = entry.media.iter().map(|media| media.sha256.as_str()).collect();
            *alike.entry((&entry.account_id, &entry.text, media, &entry.reply_to)).or_default() += 1;
            alike
        });
        let twice: u32 = alike.values().map(|count| count - 1).sum();
        let gone = entries.iter().filter(|entry| entry.is_deleted).count();
        posts += entries.len();
        doubled += twice;
        deleted += gone;
        platforms.insert(platform.name(), json!({"posts": entries.len(), "doubled": twice, "deleted": gone}));
    }
    Answer::json(200, &json!({"posts": posts, "doubled": doubled, "deleted": deleted, "platforms": platforms}))
}

/// `GET /platforms`: the same for people.
pub(crate) fn show(world: &World) -> Answer {
    let mut body = String::from(
        "<main><h1>What the stand-in platforms show</h1>\
        <p class=quiet>A rehearsal: everything here was published on this computer only. \
        <a href=/sandbox/sign-up>Make an account to rehearse with</a></p>",
    );
    let mut is_empty = true;
    for platform in PLATFORMS {
        let mut accounts: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for entry in entries(world, *platform).into_iter().filter(|entry| !entry.is_deleted) {
            accounts.entry(entry.account.clone()).or_default().push(entry);
        }
        if !accounts.is_empty() {
            is_empty = false;
            body.push_str(&format!("<h2>{}</h2>", escape(platform.title())));
        }
        for (account, entries) in accounts {
            let posts = if entries.len() == 1 { "post" } else { "posts" };
            let head = format!("<section><h3>@{} · {} {posts}</h3>", escape(&account), entries.len());
            body.push_str(&head);
            body.push_str("<div class=posts>");
            body.extend(entries.iter().map(article));
            body.push_str("</div></section>");
        }
    }
    if is_empty {
        body.push_str(
            "<p>Nothing has been published yet. Connect an account in Troupe's rehearsal and post a picture.</p>",
        );
    }
    body.push_str("</main>");
    Answer::html(200, page("What was published (rehearsal)", &body))
}

fn article(entry: &Entry) -> String {
    let mut html = String::from("<article>");
    if !entry.media.is_empty() {
        html.push_str("<div class=media style=padding:0>");
        for media in &entry.media {
            let (url, alt) = (escape(&media.url), escape(media.alt.as_deref().unwrap_or_default()));
            if media.content_type.starts_with("video/") {
                html.push_str(&format!("<video controls preload=metadata src=\"{url}\" aria-label=\"{alt}\"></video>"));
            } else {
                html.push_str(&format!("<img src=\"{url}\" alt=\"{alt}\" loading=lazy>"));
            }
        }
        html.push_str("</div>");
    }
    html.push_str("<div>");
    if !entry.text.is_empty() {
        html.push_str(&format!("<p>{}</p>", escape(&entry.text)));
    }
    for alt in entry.media.iter().filter_map(|media| media.alt.as_deref()).filter(|alt| !alt.is_empty()) {
        html.push_str(&format!("<p class=alt>Described: {}</p>", escape(alt)));
    }
    html.push_str("<div class=meta>");
    match &entry.ai_label {
        Some(label) => html.push_str(&format!("<span class=label>AI label: {}</span>", escape(label))),
        None => html.push_str("<span>no AI flag</span>"),
    }
    if entry.identical > 1 {
        html.push_str(&format!("<span class=twice>accepted {} times</span>", entry.identical));
    }
    let time = entry.created_at.format("%Y-%m-%d %H:%M:%S UTC");
    html.push_str(&format!("<span>{}</span><span>{time}</span></div>", escape(&entry.visibility)));
    html.push_str(&format!("<p class=\"alt link\">{}</p>", escape(&entry.permalink)));
    if !entry.comments.is_empty() {
        html.push_str("<ul class=comments>");
        for comment in entry.comments.iter().filter(|comment| !comment.is_hidden) {
            html.push_str(&format!("<li><b>@{}</b> {}</li>", escape(&comment.author), escape(&comment.text)));
        }
        html.push_str("</ul>");
    }
    html.push_str("</div></article>");
    html
}
