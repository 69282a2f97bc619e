//! The steps of a post, and what only Instagram refuses before they begin.

use super::{by_facebook, facts};
use crate::{
    Draft, Error, Finding, Fix, Media, MediaKind, PostType, Result, Session, Step, StepKind, UploadAccess,
    meta::containers::{self, Arrival},
    upload_place::{no_place, staging},
};
use uuid::Uuid;

/// How a file reaches Instagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Its bytes are sent: clips, with the Facebook login.
    Sent,
    /// It lies where Instagram can fetch it.
    Fetched,
}

pub(super) fn way(session: &Session, media: &Media) -> Way {
    match media.kind {
        MediaKind::Video if by_facebook(&session.account) => Way::Sent,
        _ => Way::Fetched,
    }
}

/// The steps: each file is staged, made a container, worked on; a carousel has a parent above its files' containers;
/// one call publishes; what was staged is taken away.
pub(super) fn steps(session: &Session, draft: &Draft, post: Uuid) -> Result<Vec<Step>> {
    if session.is_by_hand() {
        return Ok(vec![Step::public(StepKind::Publish, post.to_string())]);
    }
    if let Some(finding) = place_finding(session, draft) {
        return Err(Error::Input { field: "upload_place", why: finding.message });
    }
    if draft.media.is_empty() || draft.post_type == PostType::Video {
        return Err(Error::Input {
            field: "media",
            why: "A post on Instagram needs a picture or a clip, as a picture, carousel, reel or story.".to_owned(),
        });
    }
    let arrival = |(index, media)| match way(session, media) {
        Way::Sent => Arrival::Sent,
        Way::Fetched => Arrival::Staged(staging::reference(session, post, index, media)),
    };
    let arrivals: Vec<Arrival> = draft.media.iter().enumerate().map(arrival).collect();
    Ok(containers::steps(draft, post, &arrivals, has_comment(draft)))
}

/// Stories take no comments.
fn has_comment(draft: &Draft) -> bool {
    draft.post_type != PostType::Story && draft.first_comment.as_deref().is_some_and(|text| !text.trim().is_empty())
}

/// What only Instagram refuses, on top of what follows from the facts.
pub(super) fn check(session: &Session, draft: &Draft) -> Vec<Finding> {
    let mut findings: Vec<Finding> = place_finding(session, draft).into_iter().collect();
    if session.account.posts_left == Some(0) {
        let message = "Instagram takes no more posts of this account for now: its posts of 24 hours are used up. It goes out when there is room.";
        findings.push(Finding::warns("daily_limit", "account", message));
    }
    if draft.post_type == PostType::Story && draft.media.iter().any(|media| !media.alt_text.trim().is_empty()) {
        let message = "Instagram takes no alt text for stories, so the words are not sent.";
        findings.push(Finding::note("alt_text_not_sent", "media", message));
    }
    findings
}

/// Whether the files can reach Instagram at all.
fn place_finding(session: &Session, draft: &Draft) -> Option<Finding> {
    let fetched = || draft.media.iter().filter(|media| way(session, media) == Way::Fetched);
    let blocks =
        |message: &str| Some(Finding::blocks("upload_place", "account", message).fixed_by(Fix::ChooseUploadPlace));
    match &session.upload {
        Some(UploadAccess::HandOff | UploadAccess::Bucket(_)) => None,
        None if fetched().next().is_none() => None,
        None => blocks(&no_place(facts()).to_string()),
        Some(UploadAccess::PagePhoto) if fetched().any(|media| media.kind == MediaKind::Video) => blocks(
            "A Page can stage pictures, not clips. With the Instagram login clips need a bucket of your own, or connect the account through its Page.",
        ),
        Some(UploadAccess::PagePhoto) if !by_facebook(&session.account) => blocks(
            "Pictures can be staged at a Facebook Page only when the account was connected through its Page. Connect it so, or choose a bucket or posting by hand.",
        ),
        Some(UploadAccess::PagePhoto) => None,
    }
}
