//! After `needs_attention`: the creator looked and says what is so.

use super::{
    send::begin_again,
    view::{Post, current},
};
use crate::{
    Error, Kind, Result, Studio,
    publishing::{
        self,
        attention::{Attention, AttentionKind, Choice},
        draft::find,
        ledger,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use troupe_library::{
    LibraryError, PostId,
    tables::posts::{self, PostStatus},
};
use url::Url;

/// Says what became of a post that needs attention: it is up (with its address), send it again, look again, or leave
/// it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResolvePost {
    post_id: PostId,
    /// What you found.
    choice: Choice,
    /// Its address, when it is up.
    #[serde(alias = "platform_post_url")]
    #[schemars(extend("x-aliases" = ["platform_post_url"]))]
    url: Option<String>,
}

pub(super) async fn resolve(studio: &Studio, input: ResolvePost) -> Result<Post> {
    let now = studio.now();
    let id = input.post_id;
    let mut write = studio.library().write().await?;
    let post = find(&mut write, id).await?;
    if post.status != PostStatus::NeedsAttention {
        return Err(Error::conflict("This post needs no attention any more. Look at it as it is now."));
    }
    let attention = Attention::of(&post);
    if let Some(attention) = attention.as_ref().filter(|attention| !attention.choices.contains(&input.choice)) {
        let words: Vec<_> = attention.choices.iter().map(|choice| json!(choice)).collect();
        let words: Vec<_> = words.iter().filter_map(|word| word.as_str()).collect();
        return Err(Error::field("choice", format!("must be one of: {}", words.join(", "))));
    }
    let url = address(input.url.as_deref())?;
    match input.choice {
        Choice::Up => {
            if url.is_none() && post.platform_post_url.is_none() {
                return Err(Error::field("url", "give the address of the post, so that it can be found again"));
            }
            ledger::close(&mut write, id, ledger::Word::Up, now).await?;
            posts::change(&mut write, id, now, |post| {
                post.status = PostStatus::Published;
                post.platform_post_url = url.or(post.platform_post_url.take());
                post.published_at = post.published_at.or(attention.map(|attention| attention.since)).or(Some(now));
                (post.attention, post.next_attempt_at, post.waiting_reason) = (None, None, None);
            })
            .await?;
        }
        Choice::SendAgain => {
            ledger::close(&mut write, id, ledger::Word::NotUp, now).await?;
            posts::change(&mut write, id, now, |post| {
                begin_again(post, now);
                (post.platform_post_id, post.platform_post_url, post.visibility) = (None, None, None);
            })
            .await?;
        }
        Choice::LookAgain => {
            posts::change(&mut write, id, now, |post| {
                // A missed one was never begun; what was is only looked for.
                let was_begun = attention.is_none_or(|attention| attention.kind != AttentionKind::Missed);
                post.status = if was_begun { PostStatus::Publishing } else { PostStatus::Scheduled };
                post.next_attempt_at = Some(now);
                post.attention = None;
            })
            .await?;
        }
        Choice::Leave => {
            posts::change(&mut write, id, now, |post| {
                post.restores_to = Some(PostStatus::NeedsAttention);
                post.status = PostStatus::Cancelled;
                (post.next_attempt_at, post.waiting_reason) = (None, None);
            })
            .await?;
        }
    }
    write.commit().await.map_err(LibraryError::from)?;
    publishing::nudge(studio);
    let post = current(studio, id).await?;
    if post.status == PostStatus::Published {
        studio.events().send(
            Kind::PostPublished,
            publishing::publish::told(&post.id, &post.platform.to_string(), post.platform_post_url.as_deref()),
        );
    }
    Ok(post)
}

fn address(text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(url.to_string())),
        _ => Err(Error::field("url", "is no address; copy it from the browser, beginning with https://")),
    }
}
