//! Likes, comments and follows, one at a time and clicked by a person; and Instagram's and X's own names for them.

use crate::{
    Effect::{Publish, Read},
    Error, Operation, Page, Result, Studio,
    accounts::{platform, platform_of},
    engagement::{self, Deed},
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, CharacterId, EngagementActionId, SqliteConnection,
    tables::{
        accounts,
        engagement_actions::{self, ActionFilter, ActionStatus, ActionType, EngagementActionRow},
        posts,
    },
};
use troupe_platforms::{PlatformName, Target};

const TAGS: &[&str] = &["engagement"];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("engagement.actions", actions, Read, TAGS).route("GET /engagement/actions"),
        operation("engagement.like", like, Publish, TAGS).route("POST /engagement/like"),
        operation("engagement.comment", comment, Publish, TAGS).route("POST /engagement/comment"),
        operation("engagement.follow", follow, Publish, TAGS).route("POST /engagement/follow"),
        operation("engagement.repost", repost, Publish, TAGS).route("POST /engagement/repost"),
        operation("instagram.like", instagram_like, Publish, TAGS).route("POST /instagram/like"),
        operation("instagram.comment", instagram_comment, Publish, TAGS).route("POST /instagram/comment"),
        operation("twitter.retweet", retweet, Publish, TAGS).route("POST /twitter/retweet"),
        operation("twitter.reply", reply, Publish, TAGS).route("POST /twitter/reply"),
    ]
}

/// An action toward somebody.
#[derive(Debug, Serialize, JsonSchema)]
struct EngagementAction {
    id: EngagementActionId,
    action_type: ActionType,
    status: ActionStatus,
    platform: String,
    account_id: AccountId,
    account_username: String,
    character_id: Option<CharacterId>,
    /// `post`, `comment` or `user`.
    target_type: String,
    /// The platform's id of it, or its address.
    target_id: String,
    target_url: Option<String>,
    comment_text: Option<String>,
    /// What it met, in words.
    error: Option<String>,
    /// The platform's id of what was written; only in the answer to the click.
    platform_id: Option<String>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl EngagementAction {
    async fn load(db: &mut SqliteConnection, row: EngagementActionRow, platform_id: Option<String>) -> Result<Self> {
        let account = accounts::get(db, row.account_id).await?;
        Ok(Self {
            id: row.id,
            action_type: row.action_type,
            status: row.status,
            platform: row.platform,
            account_id: row.account_id,
            account_username: account.map(|account| account.handle).unwrap_or_default(),
            character_id: row.character_id,
            target_type: row.target_type,
            target_id: row.target_id,
            target_url: row.target_url,
            comment_text: row.text,
            error: row.error,
            platform_id,
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}

/// The likes, comments, reposts and follows that were clicked, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListActions {
    #[serde(default)]
    character_id: Option<CharacterId>,
    #[serde(default)]
    platform: Option<PlatformName>,
    #[serde(default)]
    action_type: Option<ActionType>,
    #[serde(default)]
    status: Option<ActionStatus>,
    /// At most this many (50).
    #[serde(default)]
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u32>,
    #[serde(default)]
    offset: Option<u32>,
}

/// A page of actions.
#[derive(Debug, Serialize, JsonSchema)]
struct ActionList {
    actions: Vec<EngagementAction>,
    total: i64,
    limit: u32,
    offset: u32,
}

async fn actions(studio: &Studio, input: ListActions) -> Result<ActionList> {
    let page = Page::of(input.limit, input.offset, 50)?;
    let filter = ActionFilter {
        character_id: input.character_id,
        platform: input.platform.map(|name| name.slug().to_owned()),
        action_type: input.action_type,
        status: input.status,
        ..ActionFilter::default()
    };
    let mut read = studio.library().read().await?;
    let total = engagement_actions::count(&mut read, &filter).await?;
    let mut actions = Vec::new();
    for row in engagement_actions::list(&mut read, &filter, page.limit, page.offset).await? {
        actions.push(EngagementAction::load(&mut read, row, None).await?);
    }
    Ok(ActionList { actions, total, limit: page.limit, offset: page.offset })
}

/// What an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum TargetType {
    /// A post.
    Post,
    /// An account.
    User,
}

/// Who acts, and on what.
struct On {
    platform: Option<PlatformName>,
    character_id: Option<CharacterId>,
    account_id: Option<AccountId>,
    target_id: Option<String>,
    target_url: Option<String>,
    target_type: Option<TargetType>,
}

/// The inputs: all name who acts and on what; some the platform, some the words.
macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident { $($(#[$meta:meta])* $field:ident: $kind:ty,)* } at $platform:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        struct $name {
            /// As whom, where the account is not named.
            #[serde(default)]
            character_id: Option<CharacterId>,
            /// With which account; absent where there is only one.
            #[serde(default, alias = "platform_account_id")]
            #[schemars(extend("x-aliases" = ["platform_account_id"]))]
            account_id: Option<AccountId>,
            /// The platform's id of the post or the account.
            #[serde(default)]
            target_id: Option<String>,
            /// Its address, in place of the id.
            #[serde(default)]
            target_url: Option<String>,
            /// What it is; checked only.
            #[serde(default)]
            target_type: Option<TargetType>,
            $($(#[$meta])* $field: $kind,)*
        }

        impl $name {
            fn on(&self) -> On {
                let platform: fn(&Self) -> Option<PlatformName> = $platform;
                On {
                    platform: platform(self),
                    character_id: self.character_id,
                    account_id: self.account_id,
                    target_id: self.target_id.clone(),
                    target_url: self.target_url.clone(),
                    target_type: self.target_type,
                }
            }
        }
    )*};
}

inputs! {
    /// Likes one post with an account. Where the platform's official interface lacks the call, the answer says what it
    /// has.
    LikePost {
        /// The platform, where the account does not say it.
        #[serde(default)]
        platform: Option<PlatformName>,
    } at |input| input.platform;

    /// Comments on one post with an account: on one of its own, or on somebody else's where the platform has that call.
    CommentOnPost {
        /// The platform, where the account does not say it.
        #[serde(default)]
        platform: Option<PlatformName>,
        /// The words.
        #[serde(alias = "text")]
        #[schemars(extend("x-aliases" = ["text"]))]
        comment_text: String,
    } at |input| input.platform;

    /// Follows one account with an account of yours, where the platform has that call.
    FollowUser {
        /// The platform, where the account does not say it.
        #[serde(default)]
        platform: Option<PlatformName>,
    } at |input| input.platform;

    /// Reposts one post with an account, where the platform has that call.
    RepostPost {
        /// The platform, where the account does not say it.
        #[serde(default)]
        platform: Option<PlatformName>,
    } at |input| input.platform;

    /// Likes a post on Instagram. Its official interface has no such call: the answer says what it has.
    LikeOnInstagram {} at |_| Some(PlatformName::Instagram);

    /// Comments on a post of your own on Instagram; its official interface has no call for posts of others.
    CommentOnInstagram {
        /// The words.
        #[serde(alias = "text")]
        #[schemars(extend("x-aliases" = ["text"]))]
        comment_text: String,
    } at |_| Some(PlatformName::Instagram);

    /// Reposts a post on X.
    Retweet {} at |_| Some(PlatformName::X);

    /// Replies to a post on X.
    ReplyOnX {
        /// The words.
        #[serde(alias = "text")]
        #[schemars(extend("x-aliases" = ["text"]))]
        comment_text: String,
    } at |_| Some(PlatformName::X);
}

async fn like(studio: &Studio, input: LikePost) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::Post, Deed::Like).await
}

async fn comment(studio: &Studio, input: CommentOnPost) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::Post, |target| Deed::Reply(target, input.comment_text.clone())).await
}

async fn follow(studio: &Studio, input: FollowUser) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::User, Deed::Follow).await
}

async fn repost(studio: &Studio, input: RepostPost) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::Post, Deed::Repost).await
}

async fn instagram_like(studio: &Studio, input: LikeOnInstagram) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::Post, Deed::Like).await
}

async fn instagram_comment(studio: &Studio, input: CommentOnInstagram) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::Post, |target| Deed::Reply(target, input.comment_text.clone())).await
}

async fn retweet(studio: &Studio, input: Retweet) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::Post, Deed::Repost).await
}

async fn reply(studio: &Studio, input: ReplyOnX) -> Result<EngagementAction> {
    act(studio, input.on(), TargetType::Post, |target| Deed::Reply(target, input.comment_text.clone())).await
}

/// Does the deed with the account that is meant. What no account of the platform could do is said before one is looked
/// for.
async fn act(studio: &Studio, on: On, expected: TargetType, deed: impl Fn(Target) -> Deed) -> Result<EngagementAction> {
    engagement::by_a_person(studio)?;
    if on.target_type.is_some_and(|given| given != expected) {
        let word = if expected == TargetType::Post { "post" } else { "user" };
        return Err(Error::field("target_type", format!("must be {word} here")));
    }
    let id = on.target_id.or_else(|| on.target_url.clone()).map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Error::field("target_id", "is needed, or its address in target_url"))?;
    let mut deed = deed(Target { id: id.clone() });
    if let Some(name) = on.platform {
        let facts = platform(studio, name)?.facts();
        // Under a post of our own a comment may be another call, which more platforms have.
        let may_be_own = matches!(deed, Deed::Reply(..)) && facts.capabilities.reply_comments;
        if !may_be_own {
            engagement::check_supported(facts, &deed)?;
        }
    }
    let mut read = studio.library().read().await?;
    let row = engagement::account(&mut read, on.account_id, on.character_id, on.platform).await?;
    if let Deed::Reply(_, text) = &deed
        && !platform_of(studio, &row)?.facts().capabilities.reply
        && posts::by_platform_id(&mut read, row.id, &id).await?.is_some()
    {
        deed = Deed::Comment { post: id, comment: None, text: text.clone() };
    }
    drop(read);
    let (action, made) = engagement::act(studio, &row, deed, on.target_url).await?;
    let mut read = studio.library().read().await?;
    EngagementAction::load(&mut read, action, made.id).await
}
