//! Facebook Pages: words, pictures, clips, reels and stories, published at once or at a time by Facebook itself.

mod comments;
mod connect;
mod publish;
mod reconcile;

use crate::{
    Account, Call, Comment, Connected, Credentials, Draft, Error, Facts, Finding, Found, Live, MediaKind, Metrics,
    Platform, PostType, Progress, Result, Session, Step, StepKind, Target, Visibility, Web, facts,
    meta::{Door, FACEBOOK, Graph},
    preflight,
    reply::{list, text},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::LazyLock;
use uuid::Uuid;

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    facts::bundled_with(include_str!("../../data/facebook.toml"), &[include_str!("../../data/meta.toml")])
});

/// What is said of a clip that was taken and then could not be worked on.
const NOT_SHOWN: &str = "Facebook took the clip but could not work on it, so nobody sees it. Write it anew as MP4 with H.264 and AAC, and post it again.";

/// Facebook Pages.
#[derive(Debug)]
pub(crate) struct Facebook {
    graph: Graph,
}

impl Facebook {
    pub(crate) fn open(web: &Web) -> Self {
        Self { graph: Graph::open(web, &FACTS) }
    }

    fn door<'a>(&'a self, session: &'a Session) -> Door<'a> {
        self.graph.door(FACEBOOK, &session.tokens.access)
    }
}

/// Why a story can't wait at Facebook.
const STORY_NOW: &str = "Facebook does not publish stories by itself at a time. Let Troupe publish it then.";

fn has_comment(draft: &Draft) -> bool {
    draft.first_comment.as_deref().is_some_and(|text| !text.trim().is_empty())
}

/// How a draft becomes a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Words alone, or with pictures that were uploaded unseen.
    Feed,
    /// A picture that was uploaded unseen, shown for a day.
    PhotoStory,
    /// A clip in three phases: opened, sent, finished.
    Clip(Clip),
}

/// The three ways of a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clip {
    Video,
    Reel,
    Story,
}

fn form(draft: &Draft) -> Result<Form> {
    let is_clip = draft.media.first().is_some_and(|media| media.kind == MediaKind::Video);
    match (draft.post_type, is_clip) {
        (PostType::Post | PostType::Carousel, false) => Ok(Form::Feed),
        (PostType::Story, false) if !draft.media.is_empty() => Ok(Form::PhotoStory),
        (PostType::Story, true) => Ok(Form::Clip(Clip::Story)),
        (PostType::Reel, true) => Ok(Form::Clip(Clip::Reel)),
        (PostType::Video | PostType::Post, true) => Ok(Form::Clip(Clip::Video)),
        _ => Err(Error::Input {
            field: "post_type",
            why: "A Facebook Page takes words with pictures, a video, a reel, or a story of one picture or clip."
                .to_owned(),
        }),
    }
}

#[async_trait]
impl Platform for Facebook {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    async fn connect(&self, login: &str, credentials: &Credentials, now: DateTime<Utc>) -> Result<Vec<Connected>> {
        match login {
            "token" => self.connect_pages(credentials, now).await,
            _ => Err(Error::Input { field: "login", why: format!("Facebook has no login {login:?}. There is token.") }),
        }
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        self.page(session).await
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        let mut findings = preflight::check(&self.facts_for(session), draft);
        if draft.publish_at.is_some() && draft.post_type == PostType::Story {
            findings.push(Finding::blocks("no_schedule", "publish_at", STORY_NOW));
        } else if draft.publish_at.is_some() && has_comment(draft) {
            let message = "Facebook publishes this by itself, so the first comment is not sent. Let Troupe publish it, or write the comment by hand.";
            findings.push(Finding::warns("no_first_comment", "first_comment", message));
        }
        findings
    }

    /// Pictures go up unseen and are then shown by one call, so that a lost answer can be looked for by their ids; a
    /// clip is opened, sent and finished.
    fn plan(&self, _session: &Session, draft: &Draft, post: Uuid, _now: DateTime<Utc>) -> Result<Vec<Step>> {
        if draft.publish_at.is_some() && draft.post_type == PostType::Story {
            return Err(Error::Input { field: "publish_at", why: STORY_NOW.to_owned() });
        }
        let mut steps = Vec::new();
        match form(draft)? {
            Form::Feed | Form::PhotoStory => {
                steps.extend((0..draft.media.len()).map(|item| Step::hidden(StepKind::Upload, Some(item))));
                steps.push(Step::public(StepKind::Publish, post.to_string()));
            }
            Form::Clip(_) => {
                steps.push(Step::hidden(StepKind::Container, None));
                steps.push(Step::hidden(StepKind::Upload, Some(0)));
                steps.push(Step::public(StepKind::Publish, post.to_string()));
                // A post that Facebook publishes later is worked on then.
                if draft.publish_at.is_none() {
                    steps.push(Step::hidden(StepKind::Process, None));
                }
            }
        }
        if has_comment(draft) && draft.post_type != PostType::Story && draft.publish_at.is_none() {
            steps.push(Step::public(StepKind::Comment, format!("{post}/comment")));
        }
        Ok(steps)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match step.kind {
            StepKind::Container => self.open_clip(call).await,
            StepKind::Upload => self.upload(call, step).await,
            StepKind::Publish => self.publish(call).await,
            StepKind::Process => self.process(call).await,
            StepKind::Comment => self.first_comment(call).await,
            StepKind::Stage | StepKind::Describe | StepKind::Clean => {
                Err(self.unsupported("stage a file", "It takes files directly."))
            }
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        match step.kind {
            StepKind::Publish => self.look_for_post(call).await,
            StepKind::Comment => self.look_for_comment(call).await,
            _ => Ok(Found::Absent),
        }
    }

    async fn read_back(&self, session: &Session, id: &str) -> Result<Live> {
        let door = self.door(session);
        if id.contains('_') {
            let fields = "id,permalink_url,is_published,scheduled_publish_time";
            let reply = door.get(id, "/{post}", &[("fields", fields)]).await?;
            return Ok(live(id, reply.text("/permalink_url"), reply.body["is_published"].as_bool()));
        }
        // What is no post of the feed is a clip or a story.
        match door.get(id, "/{video}", &[("fields", "id,permalink_url,published,status")]).await {
            Ok(reply) => {
                let mut live = live(id, reply.text("/permalink_url"), reply.body["published"].as_bool());
                if reply.text("/status/video_status").as_deref() == Some("error") {
                    live.visibility = Visibility::Private;
                    live.remarks = vec![NOT_SHOWN.to_owned()];
                }
                Ok(live)
            }
            Err(error) if error.refusal().is_some_and(|refusal| refusal.code.starts_with("100")) => {
                let stories = self.stories(session).await?;
                let story = stories.iter().find(|story| text(story, "/post_id").as_deref() == Some(id));
                story.map(|story| live(id, text(story, "/url"), Some(true))).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        self.door(session).delete(id, "/{post}").await
    }

    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        self.counts(session, id).await
    }

    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        self.all_comments(session, id).await
    }

    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        self.answer_comment(session, id, comment, text).await
    }

    async fn hide_comment(&self, session: &Session, comment: &str, hide: bool) -> Result<()> {
        let hide = if hide { "true" } else { "false" };
        self.door(session).post(comment, "/{comment}", &[("is_hidden", hide)]).await.map(drop)
    }

    /// Likes as the Page, on the Page's own posts and the comments under them.
    async fn like(&self, session: &Session, target: &Target) -> Result<()> {
        self.like_own(session, &target.id).await
    }
}

/// The address of a video is given without its host.
fn live(id: &str, permalink: Option<String>, is_published: Option<bool>) -> Live {
    let permalink =
        permalink.map(|link| if link.starts_with('/') { format!("https://www.facebook.com{link}") } else { link });
    let is_waiting = is_published == Some(false);
    let remark = "It waits at Facebook for its time.".to_owned();
    Live {
        id: id.to_owned(),
        permalink,
        visibility: if is_waiting { Visibility::Private } else { Visibility::Public },
        remarks: is_waiting.then_some(remark).into_iter().collect(),
    }
}

impl Facebook {
    /// The Page's stories of the last day.
    async fn stories(&self, session: &Session) -> Result<Vec<serde_json::Value>> {
        let fields = "post_id,status,creation_time,media_type,media_id,url";
        let path = format!("{}/stories", session.account.external_id);
        let reply = self.door(session).get(&path, "/{page}/stories", &[("fields", fields), ("limit", "100")]).await?;
        Ok(list(&reply.body, "/data").to_vec())
    }
}
