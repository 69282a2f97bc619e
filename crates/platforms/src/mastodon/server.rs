//! What the server says of the account and of its own limits.

use super::Mastodon;
use crate::{
    Account, Facts, MediaKind, RefusalKind, Result,
    reply::{Reply, count, list, text},
};
use serde_json::{Map, Value, json};
use troupe_net::{Request, Secret};

/// The account behind a token, with its server's limits.
pub(super) async fn account(mastodon: &Mastodon, host: &str, token: &Secret) -> Result<Account> {
    const PATH: &str = "/api/v1/accounts/verify_credentials";
    let me = mastodon.api.ask(Request::get(mastodon.api.url(host, PATH)?, PATH).bearer(token)?).await?;
    let instance = instance(mastodon, host).await?;
    let name = me.need("/username")?;
    let mut details = limits(&instance.body);
    details.insert("host".to_owned(), json!(host));
    details.insert("is_bot".to_owned(), me.body.get("bot").cloned().unwrap_or_default());
    details.insert("version".to_owned(), instance.body.get("version").cloned().unwrap_or_default());
    Ok(Account {
        external_id: format!("{}@{host}", me.need("/id")?),
        handle: format!("{name}@{host}"),
        display_name: me.text("/display_name").filter(|name| !name.is_empty()).unwrap_or(name),
        url: me.text("/url"),
        follower_count: me.count("/followers_count"),
        posts_left: None,
        details,
    })
}

/// What the server says of itself; older ones and relatives know the first form only.
async fn instance(mastodon: &Mastodon, host: &str) -> Result<Reply> {
    let ask = async |path: &'static str| mastodon.api.ask(Request::get(mastodon.api.url(host, path)?, path)).await;
    match ask("/api/v2/instance").await {
        Err(error) if error.kind() == Some(RefusalKind::NotFound) => ask("/api/v1/instance").await,
        other => other,
    }
}

/// The limits that a server names, by our words for them; what it does not name is absent.
fn limits(instance: &Value) -> Map<String, Value> {
    let places: [(&str, &[&str]); 7] = [
        // The second place is Pleroma's.
        ("max_characters", &["/configuration/statuses/max_characters", "/max_toot_chars"]),
        ("max_media", &["/configuration/statuses/max_media_attachments", "/max_media_attachments"]),
        ("max_alt_text", &["/configuration/media_attachments/description_limit", "/description_limit"]),
        ("image_bytes", &["/configuration/media_attachments/image_size_limit"]),
        ("image_pixels", &["/configuration/media_attachments/image_matrix_limit"]),
        ("video_bytes", &["/configuration/media_attachments/video_size_limit"]),
        ("characters_of_an_address", &["/configuration/statuses/characters_reserved_per_url"]),
    ];
    let mut limits = Map::new();
    for (name, pointers) in places {
        if let Some(value) = pointers.iter().find_map(|pointer| count(instance, pointer)).filter(|value| *value > 0) {
            limits.insert(name.to_owned(), json!(value));
        }
    }
    let types: Vec<&str> = list(instance, "/configuration/media_attachments/supported_mime_types")
        .iter()
        .filter_map(Value::as_str)
        .filter(|kind| kind.starts_with("image/") || kind.starts_with("video/"))
        .collect();
    if !types.is_empty() {
        limits.insert("mime_types".to_owned(), json!(types));
    }
    limits
}

/// The facts with a server's own limits in them.
pub(super) fn with_limits(facts: &Facts, details: &Map<String, Value>) -> Facts {
    let mut facts = facts.clone();
    let named = |name: &str| details.get(name).and_then(Value::as_u64);
    let small = |name: &str| named(name).and_then(|value| u32::try_from(value).ok());
    facts.text.max = small("max_characters").or(facts.text.max);
    facts.text.max_alt_text = small("max_alt_text").or(facts.text.max_alt_text);
    if let Some(max) = small("max_media") {
        for post in &mut facts.posts {
            // A post with one clip keeps its one.
            if post.max_items > 1 {
                post.max_items = max.max(post.min_items);
            }
        }
    }
    let types: Vec<String> =
        list(&Value::Object(details.clone()), "/mime_types").iter().filter_map(|kind| text(kind, "")).collect();
    for rule in facts.media.values_mut() {
        let (start, bytes) = match rule.kind {
            MediaKind::Image => ("image/", named("image_bytes")),
            MediaKind::Video => ("video/", named("video_bytes")),
        };
        rule.max_bytes = bytes.or(rule.max_bytes);
        // Ours come first, because the first is what other files are made over to.
        let taken: Vec<String> = rule.mime_types.iter().filter(|kind| types.contains(kind)).cloned().collect();
        let more = types.iter().filter(|kind| kind.starts_with(start) && !rule.mime_types.contains(kind)).cloned();
        if !taken.is_empty() {
            rule.mime_types = taken.into_iter().chain(more).collect();
        }
    }
    if let Some(pixels) = named("image_pixels")
        && let Some(note) = facts.limits.iter_mut().find(|note| note.key == "image_pixels")
    {
        #[allow(clippy::cast_precision_loss)] // Millions of pixels.
        let pixels = pixels as f64;
        note.value = Some(pixels);
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_own_limits_stand_in_for_the_general_ones() {
        let facts = crate::facts::bundled(include_str!("../../data/mastodon.toml"));
        let instance = json!({"configuration": {
            "statuses": {"max_characters": 5000, "max_media_attachments": 16},
            "media_attachments": {"description_limit": 420, "image_size_limit": 1_000_000, "image_matrix_limit": 4_000_000,
                "supported_mime_types": ["audio/ogg", "image/avif", "image/png", "video/mp4"]}}});
        let ours = with_limits(&facts, &limits(&instance));
        assert_eq!((ours.text.max, ours.text.max_alt_text), (Some(5000), Some(420)));
        assert_eq!(ours.posts.iter().map(|post| post.max_items).collect::<Vec<_>>(), [16, 16, 1]);
        assert_eq!(ours.media["image"].mime_types, ["image/png", "image/avif"]);
        assert_eq!(
            (ours.media["image"].max_bytes, ours.media["video"].max_bytes),
            (Some(1_000_000), Some(103_809_024))
        );
        assert_eq!(ours.limit("image_pixels"), Some(4_000_000.0));
        // A relative that names nothing keeps ours.
        let plain = with_limits(&facts, &limits(&json!({"max_toot_chars": 3000})));
        assert_eq!((plain.text.max, plain.posts[0].max_items), (Some(3000), 4));
    }
}
