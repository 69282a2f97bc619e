//! The platforms' own names for posting at once: thin forms over `posts.create`, one account each.

use super::posts::create::{CreatePosts, CreatedPosts, create};
use crate::{Effect::Publish, Operation, Result, Studio, accounts::platform, engagement, registry::operation};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use troupe_library::{AccountId, CharacterId, ContentId};
use troupe_platforms::{PlatformName, PostType};

const TAGS: &[&str] = &["posts"];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("instagram.post", instagram_post, Publish, TAGS)
            .route("POST /instagram/post")
            .route("POST /post-to-instagram"),
        operation("instagram.story", instagram_story, Publish, TAGS).route("POST /instagram/story"),
        operation("instagram.reel", instagram_reel, Publish, TAGS).route("POST /instagram/reel"),
        operation("twitter.tweet", tweet, Publish, TAGS).route("POST /twitter/tweet").route("POST /post-to-twitter"),
        operation("facebook.post", facebook_post, Publish, TAGS).route("POST /facebook/post"),
        operation("youtube.upload", youtube_upload, Publish, TAGS).route("POST /youtube/upload"),
        operation("telegram.send", telegram_send, Publish, TAGS).route("POST /telegram/send"),
        operation("onlyfans.upload", onlyfans_upload, Publish, TAGS).route("POST /onlyfans/upload"),
    ]
}

/// The inputs: the same fields for every platform, since each has words, files and its own fields.
macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident as $function:ident: $platform:ident, $post_type:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        struct $name {
            /// Whose post, where the account is not named.
            character_id: Option<CharacterId>,
            /// The account; absent where there is only one.
            #[serde(alias = "platform_account_id")]
            #[schemars(extend("x-aliases" = ["platform_account_id"]))]
            account_id: Option<AccountId>,
            /// The picture or clip.
            content_id: Option<ContentId>,
            /// Several, in their order.
            content_ids: Vec<ContentId>,
            /// The words, without hashtags and disclosure line.
            #[serde(alias = "text")]
            #[schemars(extend("x-aliases" = ["text"]))]
            caption: String,
            /// With or without their sign.
            hashtags: Vec<String>,
            /// With or without their sign.
            mentions: Vec<String>,
            /// The title, where the platform has one.
            title: Option<String>,
            /// A comment of our own right after it, where the platform has such a call.
            first_comment: Option<String>,
            /// Words for those who do not see the files, in their order.
            alt_texts: Vec<String>,
            /// The platform's own fields.
            fields: Map<String, Value>,
            /// Whether it is marked as made with AI; without it as the character says.
            ai_label: Option<bool>,
            /// What you agree to for this once: `other_character`, `repeat`, `without_label`.
            allowed: Vec<String>,
            /// Wait this many seconds until it is up, at most 300.
            wait: Option<u32>,
        }

        async fn $function(studio: &Studio, input: $name) -> Result<CreatedPosts> {
            let mut read = studio.library().read().await?;
            let name = PlatformName::$platform;
            let account = engagement::account(&mut read, input.account_id, input.character_id, Some(name)).await?;
            drop(read);
            let mut content_ids = input.content_ids;
            if let Some(id) = input.content_id
                && !content_ids.contains(&id)
            {
                content_ids.insert(0, id);
            }
            let post = CreatePosts {
                character_id: input.character_id,
                account_ids: vec![account.id],
                post_type: Some(form(studio, name, PostType::$post_type, content_ids.len())?),
                content_ids,
                caption: input.caption,
                hashtags: input.hashtags,
                mentions: input.mentions,
                title: input.title,
                first_comment: input.first_comment,
                alt_texts: input.alt_texts,
                fields: input.fields,
                ai_label: input.ai_label,
                allowed: input.allowed,
                publish_immediately: true,
                wait: input.wait,
                ..CreatePosts::default()
            };
            create(studio, post).await
        }
    )*};
}

inputs! {
    /// Posts on Instagram now: a picture, or several to leaf through.
    PostOnInstagram as instagram_post: Instagram, Post;

    /// Shows a picture or a clip on Instagram for a day, now.
    StoryOnInstagram as instagram_story: Instagram, Story;

    /// Posts a reel on Instagram now.
    ReelOnInstagram as instagram_reel: Instagram, Reel;

    /// Posts on X now.
    Tweet as tweet: X, Post;

    /// Posts on a Facebook Page now.
    PostOnFacebook as facebook_post: Facebook, Post;

    /// Uploads a clip to YouTube now. Uploads of apps that Google did not audit stay private.
    UploadToYouTube as youtube_upload: YouTube, Video;

    /// Sends words, pictures or clips to a Telegram channel or group now.
    SendToTelegram as telegram_send: Telegram, Post;

    /// Lays files, words and a checklist ready for OnlyFans, which has no official interface: you post, and say when it
    /// is done.
    UploadToOnlyFans as onlyfans_upload: OnlyFans, Post;
}

/// The form of a post: several files in a post that takes fewer are a carousel, where the platform has one.
fn form(studio: &Studio, name: PlatformName, wanted: PostType, files: usize) -> Result<PostType> {
    let facts = platform(studio, name)?.facts();
    let takes =
        |form| facts.post(form).is_some_and(|rule| usize::try_from(rule.max_items).is_ok_and(|max| files <= max));
    let is_carousel = wanted == PostType::Post && !takes(PostType::Post) && takes(PostType::Carousel);
    Ok(if is_carousel { PostType::Carousel } else { wanted })
}
