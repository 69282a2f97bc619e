//! What YouTube says of clips that are up, and taking one down.

use super::{YouTube, video};
use crate::{Live, Metrics, RefusalKind, Result, Session, Visibility};
use troupe_net::Request;

impl YouTube {
    /// The clip as YouTube shows it. One that is up, but private, says so.
    pub(super) async fn live(&self, session: &Session, id: &str) -> Result<Live> {
        let clip = self.video(session, id, "status").await?;
        self.failure(&clip)?;
        let of = |name: &str| clip.text(&format!("/items/0/status/{name}"));
        let visibility = match of("privacyStatus").as_deref() {
            Some("public") => Visibility::Public,
            Some("unlisted") => Visibility::Unlisted,
            Some("private") => Visibility::Private,
            _ => Visibility::Unknown,
        };
        let remark = match (visibility, of("publishAt")) {
            (Visibility::Private, Some(at)) => Some(format!("YouTube makes it public at {at}.")),
            (Visibility::Private, None) => Some(
                "It is up, but private: only you can see it. YouTube locks what projects upload that Google has not audited."
                    .to_owned(),
            ),
            _ => None,
        };
        Ok(Live {
            id: id.to_owned(),
            permalink: Some(video::permalink(id)),
            visibility,
            remarks: remark.into_iter().collect(),
        })
    }

    pub(super) async fn counts(&self, session: &Session, id: &str) -> Result<Metrics> {
        let clip = self.video(session, id, "statistics").await?;
        let of = |name: &str| clip.count(&format!("/items/0/statistics/{name}"));
        Ok(Metrics {
            views: of("viewCount"),
            likes: of("likeCount"),
            comments: of("commentCount"),
            saves: of("favoriteCount").filter(|count| *count > 0),
            ..Metrics::default()
        })
    }

    pub(super) async fn take_down(&self, session: &Session, id: &str) -> Result<()> {
        let mut url = self.data("videos")?;
        url.query_pairs_mut().append_pair("id", id);
        let request = Request::delete(url, "/youtube/v3/videos").bearer(&session.tokens.access)?;
        match self.api.ask(request).await {
            // It is down, which is what was wanted.
            Err(error) if error.kind() == Some(RefusalKind::NotFound) => Ok(()),
            answer => answer.map(drop),
        }
    }
}
