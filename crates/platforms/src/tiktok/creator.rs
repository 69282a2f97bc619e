//! What TikTok says of the account: who it is, and what it may post now. The second must be asked before each post.

use super::{HOST, TikTok, is_clip, privacy_of};
use crate::{
    Account, Call, Error, RefusalKind, Result, Session,
    reply::{No, Reply, count, list, refuse, text},
};
use serde_json::{Value, json};
use troupe_net::Request;

/// What an account may post now.
#[derive(Debug, Clone, Default)]
pub(super) struct Creator {
    pub(super) handle: Option<String>,
    pub(super) name: Option<String>,
    /// Who may see a post, in TikTok's words.
    pub(super) privacy_options: Vec<String>,
    pub(super) max_seconds: Option<u64>,
    pub(super) no_comments: bool,
    pub(super) no_duets: bool,
    pub(super) no_stitches: bool,
}

impl TikTok {
    /// Asks what the account may post now.
    pub(super) async fn creator(&self, session: &Session) -> Result<Creator> {
        let reply = self.ask(session, "/v2/post/publish/creator_info/query/", &json!({})).await?;
        let is = |name: &str| reply.body.pointer(&format!("/data/{name}")).and_then(Value::as_bool) == Some(true);
        let options = reply.list("/data/privacy_level_options").iter();
        Ok(Creator {
            handle: reply.text("/data/creator_username"),
            name: reply.text("/data/creator_nickname"),
            privacy_options: options.filter_map(|option| option.as_str().map(str::to_owned)).collect(),
            max_seconds: reply.count("/data/max_video_post_duration_sec"),
            no_comments: is("comment_disabled"),
            no_duets: is("duet_disabled"),
            no_stitches: is("stitch_disabled"),
        })
    }

    /// Asks it right before a post, and refuses in TikTok's own codes what it would refuse. A post for the inbox has
    /// nothing of it.
    pub(super) async fn ask_creator(&self, call: &Call<'_>) -> Result<Creator> {
        let Some(privacy) = privacy_of(call.draft) else { return Ok(Creator::default()) };
        let creator = self.creator(call.session).await?;
        let refused = |code: &str| {
            let no = No { code: code.to_owned(), ..No::default() };
            Err(refuse(self.api.facts, 400, no, String::new()))
        };
        if !creator.privacy_options.iter().any(|option| option == privacy) {
            return refused("privacy_level_option_mismatch");
        }
        let longest = creator.max_seconds.unwrap_or(u64::MAX).saturating_mul(1000);
        let is_long = |media: &crate::Media| media.duration_ms.is_some_and(|duration| duration > longest);
        if is_clip(call.draft) && call.draft.media.iter().any(is_long) {
            return refused("duration_check_failed");
        }
        Ok(creator)
    }

    /// The account now, with what it may post.
    pub(super) async fn known_account(&self, session: &Session) -> Result<Account> {
        let user = match self.user(session, "open_id,display_name,follower_count").await {
            // The right to see counts may be missing.
            Err(error) if error.kind() == Some(RefusalKind::Permission) => {
                self.user(session, "open_id,display_name").await?
            }
            other => other?,
        };
        // An app that may fill the inbox alone is not told what may be posted.
        let creator = match self.creator(session).await {
            Ok(creator) => creator,
            Err(Error::Refused(refusal))
                if matches!(refusal.kind, RefusalKind::Permission | RefusalKind::DailyLimit) =>
            {
                Creator::default()
            }
            Err(error) => return Err(error),
        };
        let name = user.text("/data/user/display_name").or_else(|| creator.name.clone()).unwrap_or_default();
        let mut details = session.account.details.clone();
        details.insert("privacy_options".to_owned(), json!(creator.privacy_options));
        details.insert("max_video_seconds".to_owned(), json!(creator.max_seconds));
        details.insert("comment_disabled".to_owned(), json!(creator.no_comments));
        let handle = creator.handle.clone().unwrap_or_else(|| name.clone());
        Ok(Account {
            external_id: user.need("/data/user/open_id")?,
            url: creator.handle.as_ref().map(|handle| format!("https://www.tiktok.com/@{handle}")),
            display_name: if name.is_empty() { handle.clone() } else { name },
            handle,
            follower_count: user.count("/data/user/follower_count"),
            posts_left: None,
            details,
        })
    }

    async fn user(&self, session: &Session, fields: &str) -> Result<Reply> {
        let url = self.api.url(HOST, &format!("/v2/user/info/?fields={fields}"))?;
        self.api.ask(Request::get(url, "/v2/user/info/").bearer(&session.tokens.access)?).await
    }

    /// The account's newest public posts, as far as one page goes.
    pub(super) async fn newest(&self, session: &Session) -> Result<Vec<Listed>> {
        let path = "/v2/video/list/?fields=id,title,video_description,create_time,share_url";
        let page = self.ask(session, path, &json!({"max_count": 20})).await?;
        Ok(list(&page.body, "/data/videos").iter().filter_map(Listed::read).collect())
    }
}

/// A post in the account's list.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    /// Seconds since 1970.
    pub(super) created_at: i64,
    pub(super) url: Option<String>,
}

impl Listed {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "/id")?,
            title: text(value, "/title").unwrap_or_default(),
            description: text(value, "/video_description").unwrap_or_default(),
            created_at: count(value, "/create_time").and_then(|seconds| i64::try_from(seconds).ok())?,
            url: text(value, "/share_url"),
        })
    }
}
