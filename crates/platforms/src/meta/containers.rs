//! Containers, by which Instagram and Threads publish: each file is prepared unseen, and one call makes the post of it.
//! A container is a ticket for one post, whose id is written down before it is used: its status tells after any break
//! whether it was.

use super::moment;
use crate::{Call, Draft, Error, Found, Media, PostType, Progress, RefusalKind, Result, Step, StepKind, reply::text};
use chrono::TimeDelta;
use serde_json::Value;
use uuid::Uuid;

/// How long a platform may work on a file before it is prepared anew. Meta advises five minutes of asking; clients wait
/// ten, and a long clip takes longer.
const LONGEST_WORK: TimeDelta = TimeDelta::minutes(30);
/// How far the platform's clock and ours may lie apart, and how long a publishing call may have been under way.
pub(crate) const SLACK: TimeDelta = TimeDelta::minutes(10);

/// How a file gets to its container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// It is staged first, by this reference, and fetched from there.
    Staged(String),
    /// Its bytes are sent to the container.
    Sent,
}

/// The steps: each file is staged, made a container, worked on; a carousel has a parent above its files' containers;
/// one call publishes; what was staged is taken away. `arrivals` are those of the files, in their order.
pub(crate) fn steps(draft: &Draft, post: Uuid, arrivals: &[Arrival], has_comment: bool) -> Vec<Step> {
    let is_carousel = draft.post_type == PostType::Carousel;
    // The container that is published has no item; those of a carousel's files have theirs.
    let item = |index: usize| is_carousel.then_some(index);
    let mut steps = Vec::new();
    for (index, arrival) in arrivals.iter().enumerate() {
        if let Arrival::Staged(reference) = arrival {
            steps.push(Step { reference: reference.clone(), ..Step::hidden(StepKind::Stage, Some(index)) });
        }
        steps.push(Step::hidden(StepKind::Container, item(index)));
        if *arrival == Arrival::Sent {
            steps.push(Step::hidden(StepKind::Upload, item(index)));
        }
    }
    for index in 0..arrivals.len() {
        steps.push(Step::hidden(StepKind::Process, item(index)));
    }
    if is_carousel || arrivals.is_empty() {
        steps.push(Step::hidden(StepKind::Container, None));
        steps.push(Step::hidden(StepKind::Process, None));
    }
    steps.push(Step::public(StepKind::Publish, post.to_string()));
    if has_comment {
        steps.push(Step::public(StepKind::Comment, format!("{post}/comment")));
    }
    for (index, _) in arrivals.iter().enumerate().filter(|(_, arrival)| matches!(arrival, Arrival::Staged(_))) {
        steps.push(Step::hidden(StepKind::Clean, Some(index)));
    }
    steps
}

/// The file that a step is about.
pub(crate) fn file<'a>(call: &Call<'a>, item: Option<usize>) -> Result<&'a Media> {
    item.and_then(|item| call.draft.media.get(item)).ok_or_else(|| Error::Input {
        field: "media",
        why: "A file of this post is no longer there. Choose it again.".to_owned(),
    })
}

/// The container of an item, or the one that is published.
pub(crate) fn container<'a>(call: &Call<'a>, item: Option<usize>) -> Result<&'a str> {
    call.result(StepKind::Container, item).and_then(|result| result.id.as_deref()).ok_or_else(|| Error::Input {
        field: "steps",
        why: "The post was not prepared at the platform yet. Publish it again.".to_owned(),
    })
}

/// The containers of a carousel's files in their order.
pub(crate) fn children<'a>(call: &Call<'a>) -> impl Iterator<Item = &'a str> {
    let made = call.plan.iter().zip(call.done);
    made.filter(|(step, _)| step.kind == StepKind::Container && step.item.is_some())
        .filter_map(|(_, result)| result.id.as_deref())
}

/// The id of the post that is up.
pub(crate) fn published<'a>(call: &Call<'a>) -> Result<&'a str> {
    call.result(StepKind::Publish, None).and_then(|result| result.id.as_deref()).ok_or_else(|| Error::Input {
        field: "steps",
        why: "The post is not up yet, so nothing can be written under it.".to_owned(),
    })
}

/// How long to wait for a container that is still worked on; `None` when it has taken too long.
pub(crate) fn wait(call: &Call<'_>) -> Option<Progress> {
    let waited = call.now - call.intent_at;
    // A picture is ready at once, a clip within minutes; Meta asks for one question a minute.
    let seconds = match waited {
        _ if waited > LONGEST_WORK => return None,
        _ if waited < TimeDelta::seconds(30) => 5,
        _ if waited < TimeDelta::minutes(2) => 15,
        _ => 60,
    };
    Some(Progress::Wait { seconds })
}

/// Whether a refusal to publish may mean that an earlier call, whose answer was lost, has used the ticket.
pub(crate) fn may_be_up(kind: RefusalKind) -> bool {
    matches!(
        kind,
        RefusalKind::Transient
            | RefusalKind::Duplicate
            | RefusalKind::Gone
            | RefusalKind::NotFound
            | RefusalKind::Other
    )
}

/// What a container's status says of its post; `None` means that the post has to be looked for.
pub(crate) fn told(status: &str) -> Option<Found> {
    match status {
        // A container that is not published is a ticket that is still good, or one that never will be.
        "FINISHED" | "EXPIRED" | "ERROR" => Some(Found::Absent),
        "IN_PROGRESS" => Some(Found::Later { seconds: 30 }),
        _ => None,
    }
}

/// A post that the account's list does not have, although its container was used or is gone.
pub(crate) fn not_listed(call: &Call<'_>, platform: &str, status: &str) -> Found {
    let known = match status {
        _ if call.now - call.intent_at < SLACK => return Found::Later { seconds: 30 },
        "PUBLISHED" => format!(
            "{platform} says that the post was published, but does not list it. Open your profile, and paste its address if it is there."
        ),
        _ => format!(
            "{platform} no longer knows the prepared post and lists none with this caption. Open your profile and say whether it is up."
        ),
    };
    Found::Unclear { known }
}

/// The post among `posts` that is ours and whose time is nearest to our call.
pub(crate) fn nearest(call: &Call<'_>, posts: &[Value], is_ours: impl Fn(&Value) -> bool) -> Option<String> {
    let near = posts.iter().filter(|post| is_ours(post)).filter_map(|post| {
        let at = moment(post.get("timestamp"))?;
        let away = (at - call.intent_at).abs();
        (at >= call.intent_at - SLACK).then_some((away, text(post, "/id")?))
    });
    near.min().map(|(_, id)| id)
}
