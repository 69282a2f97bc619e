//! A post as TikTok shows it, and its counts. Only public posts can be read; of the others the posting's id tells what
//! became of them.

use super::{INBOX, TikTok, clip::Standing, is_audited};
use crate::{
    Live, Metrics, Result, Session, Visibility,
    reply::{No, Reply, refuse},
};
use serde_json::json;

/// What is said of a post that lies in the app's inbox.
const IN_INBOX: &str = "It lies in the inbox of your TikTok app. Open the notification there within 24 hours, choose who may see it, switch the AI label on, and publish it.";
/// The call that reads public posts.
const VIDEO: &str = "/v2/video/query/?fields=id,share_url,like_count,comment_count,share_count,view_count";

impl TikTok {
    pub(super) async fn live(&self, session: &Session, id: &str) -> Result<Live> {
        let Some((privacy, publish_id)) = id.split_once('/') else { return self.public(session, id).await };
        let hidden = |remark: Option<String>| Live {
            id: id.to_owned(),
            permalink: None,
            visibility: Visibility::Private,
            remarks: remark.into_iter().collect(),
        };
        match self.status(session, publish_id).await? {
            Standing::Up(Some(public)) => self.public(session, &public).await,
            Standing::Up(None) => {
                let visibility = match privacy {
                    "FOLLOWER_OF_CREATOR" | "MUTUAL_FOLLOW_FRIENDS" => Visibility::Followers,
                    // It is held for a look at it, until it has a public id.
                    "PUBLIC_TO_EVERYONE" if is_audited(&session.account) => return Err(self.at_work()),
                    // `SELF_ONLY`, and all that an app posts which is not audited.
                    _ => Visibility::Private,
                };
                Ok(Live { visibility, ..hidden(None) })
            }
            Standing::Inbox => Ok(hidden((privacy == INBOX).then(|| IN_INBOX.to_owned()))),
            Standing::Failed(reason) => {
                let why = self.failed(&reason);
                Ok(hidden(Some(format!("TikTok took it and could not make a post of it, so nobody sees it. {why}"))))
            }
            Standing::Awaits(_) | Standing::AtWork => Err(self.at_work()),
        }
    }

    async fn public(&self, session: &Session, id: &str) -> Result<Live> {
        let video = self.video(session, id).await?;
        let handle = &session.account.handle;
        Ok(Live {
            id: id.to_owned(),
            permalink: video
                .text("/data/videos/0/share_url")
                .or_else(|| Some(format!("https://www.tiktok.com/@{handle}/video/{id}"))),
            visibility: Visibility::Public,
            remarks: Vec::new(),
        })
    }

    async fn video(&self, session: &Session, id: &str) -> Result<Reply> {
        let reply = self.ask(session, VIDEO, &json!({"filters": {"video_ids": [id]}})).await?;
        if reply.list("/data/videos").is_empty() {
            let no = No { code: "post_not_found".to_owned(), ..No::default() };
            return Err(refuse(self.api.facts, 404, no, reply.body.to_string()));
        }
        Ok(reply)
    }

    /// The counts of a public post; TikTok gives none of the others.
    pub(super) async fn counts(&self, session: &Session, id: &str) -> Result<Metrics> {
        if id.contains('/') {
            return Ok(Metrics::default());
        }
        let video = self.video(session, id).await?;
        let of = |name: &str| video.count(&format!("/data/videos/0/{name}"));
        Ok(Metrics {
            views: of("view_count"),
            likes: of("like_count"),
            comments: of("comment_count"),
            shares: of("share_count"),
            ..Metrics::default()
        })
    }
}
